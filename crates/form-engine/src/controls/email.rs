//! 邮箱

use super::{check, line, settings, text};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, ValueContext, code};
use definition::Field;
use std::sync::Arc;
use value::{Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "email",
    label: pair("邮箱", "Address of mail"),
    help: pair("电子邮箱地址，可以一点就写信", "An address of mail; a tap begins a letter"),
    group: Group::Text,
    icon: "mail",
    schema: settings::schema::<EmailSettings>,
    prepare,
    example: example(r#"{ "id": "mail", "kind": "email", "label": { "zh-CN": "邮箱", "en": "Mail" }, "domains": ["example.com"] }"#),
};

definition::settings! {
    /// Settings of an address of mail.
    pub struct EmailSettings {
        domains: Vec<String> = Vec::new(), ("限定域名", "Domains"), ("只接受这些域名的邮箱；不填则都可以", "Only addresses of these domains are taken; all of them when left out");
    }
}

const LONGEST: u32 = 254;

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let mut settings: EmailSettings = settings::read(field, findings)?;
    for (index, domain) in settings.domains.iter_mut().enumerate() {
        *domain = domain.trim().trim_start_matches('@').to_ascii_lowercase();
        if !text::is_email(&format!("a@{domain}")) {
            let message = told!(format!("「{domain}」不是域名"), format!("`{domain}` is no domain"));
            findings.error("MC0103", &format!("/domains/{index}"), message).hint = Some(told!("例如 example.com", "such as example.com"));
        }
    }
    Some(Arc::new(settings))
}

impl Behaviour for EmailSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Text
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let shape = Shape::text((None, Some(LONGEST)), spelling);
        if spelling == Spelling::Kept {
            return shape;
        }
        let domains: Vec<String> = self.domains.iter().map(|domain| crate::shape::escaped(domain)).collect();
        let pattern = if domains.is_empty() { text::EMAIL.to_owned() } else { format!("^[^\\s@,]+@({})$", domains.join("|")) };
        shape.with("pattern", pattern)
    }

    /// The domain has no capitals; the name before it may mean them.
    fn normalise(&self, value: Value) -> Value {
        match value {
            Value::Text(text) => {
                let text = line::half_width(&text);
                let lower = text.rsplit_once('@').map(|(name, domain)| format!("{name}@{}", domain.to_ascii_lowercase()));
                line::text_or_blank(&lower.unwrap_or(text))
            }
            other => other,
        }
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Value::Text(text) = value else { return };
        check::length(text, None, Some(LONGEST), faults);
        if !text::is_email(text) {
            return check::fault(faults, code::PATTERN, "请填写邮箱地址", "enter an address of mail");
        }
        let domain = text.rsplit_once('@').map_or("", |(_, domain)| domain);
        if !self.domains.is_empty() && !self.domains.iter().any(|known| known == domain) {
            let known = self.domains.join(", ");
            check::fault(faults, code::PATTERN, format!("只接受这些域名的邮箱：{known}"), format!("only addresses of {known} are taken"));
        }
    }
}
