//! Messages: their texts are compiled against the form of whose records they speak.

use super::findings::Findings;
use crate::{CompiledMessage, MESSAGE_NAMES};
use definition::{Diagnostic, Message, TemplateText};
use formula::Scope;
use indexmap::IndexMap;
use template::Template;
use value::Locale;

pub(crate) fn compile(message: &Message, scope: &Scope, findings: &mut Findings<'_>) -> Option<CompiledMessage> {
    let subject = texts(&message.subject, "subject", scope, findings);
    let body = texts(&message.body, "body", scope, findings);
    Some(CompiledMessage { definition: message.clone(), subject: subject?, body: body? })
}

fn texts(texts: &IndexMap<Locale, TemplateText>, key: &str, scope: &Scope, findings: &mut Findings<'_>) -> Option<IndexMap<Locale, Template>> {
    let mut compiled = Some(IndexMap::new());
    for (locale, text) in texts {
        match template::compile(&text.0, scope, MESSAGE_NAMES) {
            Ok(template) => _ = compiled.as_mut().map(|compiled| compiled.insert(*locale, template)),
            Err(faults) => {
                compiled = None;
                let pointer = format!("/{key}/{}", locale.tag());
                findings.found.extend(faults.into_iter().map(|fault| {
                    let mut found = Diagnostic::error(fault.code, &findings.file, &pointer, fault.message).with_span(fault.start, fault.end);
                    found.hint = fault.hint;
                    found
                }));
            }
        }
    }
    compiled
}
