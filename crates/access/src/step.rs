//! What an open to-do adds and takes: the rights that a step of a flow gives on the fields of its one record.

use crate::{FormRights, Plan, Reason, plan::id_is};
use definition::{Action, FieldRight};
use indexmap::IndexMap;
use value::{FieldId, Label, RecordId};

/// The rights of a step of a flow.
#[derive(Debug, Clone, PartialEq)]
pub struct StepRights {
    /// The record of the to-do.
    pub record: RecordId,
    /// Name of the step.
    pub step: Label,
    /// The right on each field that the step names; it stands above the right that a role gives.
    pub fields: IndexMap<FieldId, FieldRight>,
    /// The most that the step lets its holder do with any other field.
    pub unlisted: FieldRight,
}

/// The plan of somebody who holds an open to-do of a record.
///
/// A field that the step names has the step's right, higher or lower. Every other field keeps what the roles give, at most what the
/// step lets through; without any role the record can be read, personal data masked, because nobody can decide about what they
/// cannot see.
pub fn with_step(by_roles: Option<Plan>, action: Action, rights: FormRights<'_>, step: &StepRights) -> Plan {
    let without_role = |personal: bool| if personal { FieldRight::Mask } else { FieldRight::Read };
    let right_on = |field: &definition::Field| {
        let by_role = by_roles.as_ref().map_or_else(|| without_role(field.personal), |plan| plan.right(field.id.as_str()));
        (field.id.clone(), by_role.min(step.unlisted))
    };
    let mut fields: IndexMap<FieldId, FieldRight> = rights.form.fields.iter().map(right_on).collect();
    crate::plan::add_system_fields(&mut fields);
    for (field, right) in &step.fields {
        fields.insert(field.clone(), *right);
    }
    let text = Label::both(
        format!("持有步骤「{}」的待办", step.step.get(value::Locale::ZhCn)),
        format!("Holds a to-do of the step “{}”", step.step.get(value::Locale::En)),
    );
    let mut reasons = by_roles.map(|plan| plan.reasons).unwrap_or_default();
    reasons.push(Reason { text });
    Plan { form: rights.form.id.clone(), action, filter: id_is(step.record), fields, reasons }
}
