//! What is wrong with a step that files a record of another form.

use super::{Check, error_hint};
use value::{FieldId, FormId, Label, Locale, ReferenceTarget, ValueType};

/// Checks the form and the fields by which both records know each other.
pub(crate) fn check(check: &mut Check<'_>, form: &FormId, (link, back): (Option<&FieldId>, Option<&FieldId>), goes_on: bool) {
    let environment = check.environment;
    let Some(fields) = environment.forms.get(form) else {
        let message = Label::both(format!("应用没有表单「{form}」。"), format!("The app has no form “{form}”."));
        let hint = error_hint(form.as_str(), environment.with_flows.iter().map(FormId::as_str));
        return check.error_with("MW0705", "form", message, hint);
    };
    if !goes_on && !environment.with_flows.contains(form) {
        let message = Label::both(
            format!("表单「{form}」没有流程，这一步会永远等待。"),
            format!("No flow runs over the form “{form}”, so that the step would wait for ever."),
        );
        let hint = Label::both("为该表单建立流程，或设为不等待。", "Give the form a flow, or let the case go on at once.");
        check.error_with("MW0706", "form", message, Some(hint));
    }
    if let Some(back) = back {
        match fields.get(back.as_str()) {
            None => {
                let message = Label::both(format!("表单「{form}」没有字段「{back}」。"), format!("The form “{form}” has no field “{back}”."));
                check.error_with("MW0707", "back", message, error_hint(back.as_str(), fields.keys().map(FieldId::as_str)));
            }
            Some(field) => refers(check, &field.value_type, &check.flow.form.clone(), &field.label, "back"),
        }
    }
    if let Some(link) = link {
        match check.scope.fields.get(link.as_str()) {
            None => check.known_field(link, "link"),
            Some(field) => refers(check, &field.value_type, form, &field.label, "link"),
        }
    }
}

fn refers(check: &mut Check<'_>, value_type: &ValueType, form: &FormId, label: &Label, place: &str) {
    if *value_type != ValueType::Reference(ReferenceTarget::Form(form.clone())) {
        let message = Label::both(
            format!("字段「{}」不是指向表单「{form}」的单个关联。", label.get(Locale::ZhCn)),
            format!("The field “{}” does not refer to one record of the form “{form}”.", label.get(Locale::En)),
        );
        check.error("MW0708", place, message);
    }
}
