//! What steps write elsewhere: messages, and records of other forms.

use super::{
    Check, CompiledNode,
    check::hint,
    error,
    ready::{Assigned, Make},
};
use definition::FormulaText;
use formula::Scope;
use indexmap::IndexMap;
use value::{FieldId, FormId, Label, Locale, MessageId, ValueType};

/// Checks the message that is sent.
pub(crate) fn message(check: &mut Check<'_>, message: &MessageId) {
    let environment = check.environment;
    match environment.messages.get(message) {
        None => {
            let text = Label::both(format!("应用没有消息「{message}」。"), format!("The app has no message “{message}”."));
            let hint = hint(message.as_str(), environment.messages.keys().map(MessageId::as_str));
            check.error_with("MW0709", "message", text, hint);
        }
        Some(form) if *form != check.flow.form => {
            let text = Label::both(
                format!("消息「{message}」说的是另一张表单「{form}」。"),
                format!("The message “{message}” speaks of another form, “{form}”."),
            );
            let hint = Label::both("选择本表单的消息，或为本表单新建一条消息。", "Choose a message of this form, or make one for it.");
            check.error_with("MW0710", "message", text, Some(hint));
        }
        Some(_) => {}
    }
}

/// Checks the sub-table for whose rows records are added.
pub(crate) fn table(check: &mut Check<'_>, table: &FieldId) {
    match check.scope.fields.get(table.as_str()).map(|field| &field.value_type) {
        None => check.known_field(table, "per_row"),
        Some(ValueType::Rows(_)) => {}
        Some(_) => {
            let message = Label::both(format!("字段「{table}」不是子表。"), format!("The field “{table}” is not a sub-table."));
            check.error("MW0312", "per_row", message);
        }
    }
}

/// Checks that at least one field is named: a condition without any would mean every record.
pub(crate) fn named(check: &mut Check<'_>, fields: &IndexMap<FieldId, FormulaText>, place: &str) {
    if fields.is_empty() {
        let message = if place == "matches" {
            Label::both("没有说明更新哪些记录。", "It is not said which records are changed.")
        } else {
            Label::both("没有说明改哪些字段。", "It is not said which fields are changed.")
        };
        let hint = Label::both("至少写一个字段和公式。", "Name at least one field with a formula.");
        check.error_with("MW0711", place, message, Some(hint));
    }
}

impl CompiledNode {
    /// The records that it changes: these fields equal these answers.
    pub fn matches(&self) -> &[Assigned] {
        &self.matches
    }
}

impl Make<'_> {
    /// What is entered in a record of another form. That there is no such form is told where settings are checked.
    pub(super) fn new_record(
        &mut self,
        place: usize,
        form: &FormId,
        set: &IndexMap<FieldId, FormulaText>,
        per_row: Option<&FieldId>,
    ) -> Vec<Assigned> {
        let environment = self.environment;
        let Some(fields) = environment.forms.get(form) else { return Vec::new() };
        let scope = Scope { row_of: per_row.cloned(), ..self.scope.clone() };
        let mut make = Make { flow: self.flow, scope: &scope, environment, index: self.index, findings: &mut *self.findings };
        set.iter().filter_map(|(field, text)| make.assigned(format!("/nodes/{place}/set/{field}"), fields, field, &text.0)).collect()
    }

    /// By which values records of another form are found; system fields, such as `_id`, are among them.
    pub(super) fn matching(&mut self, place: usize, form: &FormId, matches: &IndexMap<FieldId, FormulaText>) -> Vec<Assigned> {
        let environment = self.environment;
        let Some(fields) = environment.forms.get(form) else { return Vec::new() };
        let mut found = Vec::new();
        for (field, text) in matches {
            let pointer = format!("/nodes/{place}/matches/{field}");
            let formula = self.formula(&text.0, &pointer);
            let Some(field_type) = fields.get(field.as_str()) else {
                let message = Label::both(format!("表单「{form}」没有字段「{field}」。"), format!("The form “{form}” has no field “{field}”."));
                let finding = error(self.flow, "MW0707", pointer, message);
                let hint = hint(field.as_str(), fields.keys().map(FieldId::as_str));
                self.findings.push(match hint {
                    Some(hint) => finding.with_hint(hint),
                    None => finding,
                });
                continue;
            };
            let Some(formula) = formula else { continue };
            if !formula::may_hold(&field_type.value_type, formula.result()) {
                let message = Label::both(
                    format!("公式的结果不能与字段「{}」比较。", field_type.label.get(Locale::ZhCn)),
                    format!("What the formula answers cannot be compared with the field “{}”.", field_type.label.get(Locale::En)),
                );
                self.findings.push(error(self.flow, "MW0321", pointer, message).with_span(0, text.0.chars().count()));
                continue;
            }
            found.push((field.clone(), field_type.clone(), formula));
        }
        found
    }
}
