//! Flows of an app as files of BPMN 2.0, and such files as flows over one of its forms.

use crate::compile::{deciding_scope, environment_of, parts_of};
use definition::Package;
use flow_engine::bpmn::{self, Imported, Surroundings, Unreadable, Wording};
use std::collections::BTreeMap;
use value::{FlowId, FormId, Label, Locale, RoleId};

/// Writes a flow of an app; none when it has no such flow.
pub fn export(package: &Package, flow: &FlowId, locale: Locale) -> Option<String> {
    let parts = parts_of(package);
    let roles: BTreeMap<RoleId, Label> = parts.roles.iter().map(|(id, role)| (id.clone(), role.label.clone())).collect();
    Some(bpmn::export(parts.flows.get(flow)?, &Wording { locale, roles: &roles }))
}

/// Reads a file as flows over a form of an app; none when it has no such form.
pub fn import(package: &Package, form: &FormId, bytes: &[u8]) -> Option<Result<Imported, Unreadable>> {
    let parts = parts_of(package);
    let scope = deciding_scope(&parts, form)?;
    let roles: BTreeMap<RoleId, Label> = parts.roles.iter().map(|(id, role)| (id.clone(), role.label.clone())).collect();
    let taken = parts.flows.keys().cloned().collect();
    let around = Surroundings { form, scope: &scope, environment: &environment_of(&parts), roles: &roles, taken: &taken };
    Some(bpmn::import(bytes, &around))
}
