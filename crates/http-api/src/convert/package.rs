//! Packages and how they are joined with an app that is here.

use super::build::kind_name;
use super::{choices, findings, labels, object_changes, step};
use crate::dto::package::{ChangedBy, ImportPlan, MergeDecision, MergeDifference, MergeSide, PackageReport, PackageUpgrade, SaidValue, SlotEntry};
use crate::problem::Problem;
use definition::{ObjectKey, ObjectKind, Severity, Side, Slot, SlotKind};
use runtime::types;
use value::Label;

/// How a package is to be imported; what is no object is a fault at its place.
pub(crate) fn import_order(plan: ImportPlan, slots: Vec<types::SlotBinding>) -> Result<types::ImportOrder, Problem> {
    let decision = |(number, one): (usize, MergeDecision)| {
        let unknown = || Problem::not_found().at(format!("/plan/decisions/{number}/kind"));
        let kind = ObjectKind::from_name(&one.kind).ok_or_else(unknown)?;
        Ok(types::MergeDecision { key: ObjectKey::new(kind, one.id), path: one.path, side: side(one.side) })
    };
    Ok(types::ImportOrder {
        slots,
        replace: plan.replace,
        seen: plan.seen,
        decisions: plan.decisions.into_iter().enumerate().map(decision).collect::<Result<_, Problem>>()?,
        otherwise: plan.otherwise.map(side),
        choices: choices(plan.choices)?,
    })
}

pub(crate) fn package_report(found: types::PackageCheck) -> PackageReport {
    PackageReport {
        ok: found.app.is_some() && found.diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error),
        app: found.app.map(|app| app.to_string()),
        label: Some(found.label.into()),
        package_version: Some(found.version),
        installed: found.installed,
        diagnostics: findings(&found.diagnostics),
        changes: object_changes(found.changes),
        widened: found.widened.into_iter().map(Into::into).collect(),
        slots: found.slots.into_iter().map(slot_entry).collect(),
        upgrade: found.upgrade.map(upgrade),
    }
}

fn upgrade(found: types::Upgrade) -> PackageUpgrade {
    PackageUpgrade {
        seen: found.seen,
        base_version: found.base.as_ref().map(|base| base.version.clone()),
        base_at: found.base.map(|base| base.at),
        customised: found.customised,
        differences: found.differences.into_iter().map(difference).collect(),
        impact: labels(&found.impact),
        blocked: labels(&found.blocked),
        steps: found.steps.into_iter().map(step).collect(),
        drafts: labels(&found.drafts),
    }
}

fn difference(said: types::SaidDifference) -> MergeDifference {
    let one = said.difference;
    MergeDifference {
        kind: kind_name(&one.key),
        id: one.key.id,
        label: one.label.into(),
        path: one.path,
        names: labels(&one.names),
        place: said.place.into(),
        by: match one.by {
            definition::ChangedBy::Vendor => ChangedBy::Vendor,
            definition::ChangedBy::Customer => ChangedBy::Customer,
            definition::ChangedBy::Same => ChangedBy::Same,
            definition::ChangedBy::Conflict => ChangedBy::Conflict,
        },
        taken: match one.taken {
            Side::Vendor => MergeSide::Vendor,
            Side::Customer => MergeSide::Customer,
        },
        base: said_value(one.base, said.base),
        vendor: said_value(one.vendor, said.vendor),
        customer: said_value(one.customer, said.customer),
    }
}

fn said_value(value: Option<serde_json::Value>, text: Label) -> SaidValue {
    SaidValue { present: value.is_some(), text: text.into(), value }
}

fn side(side: MergeSide) -> Side {
    match side {
        MergeSide::Vendor => Side::Vendor,
        MergeSide::Customer => Side::Customer,
    }
}

pub(crate) fn slot_entry((slot, bound): (Slot, Option<serde_json::Value>)) -> SlotEntry {
    let is_secret = slot.kind == SlotKind::Secret;
    let shown = |value: serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    SlotEntry {
        id: slot.id.to_string(),
        kind: match slot.kind {
            SlotKind::Department => "department",
            SlotKind::User => "user",
            SlotKind::Address => "address",
            SlotKind::Secret => "secret",
        }
        .into(),
        label: slot.label.into(),
        help: slot.help.into(),
        required: slot.required,
        bound: bound.map(|value| if is_secret { "***".into() } else { shown(value) }),
    }
}
