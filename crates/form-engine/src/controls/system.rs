//! What the system notes by itself, as fields of a form: who made a record and when, where its flow stands, when it is due.
//!
//! Every record has these values anyway; a field of such a kind puts one of them into a layout, a print or an export.

use super::computed::{Computed, Store};
use super::settings;
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group, Options, Special};
use definition::{Choice, Field, FormulaText, Tone};
use std::sync::Arc;
use value::{Label, OptionId, ReferenceTarget, ValueType};

definition::settings! {
    /// A value of the system has no settings of its own.
    pub struct SystemSettings {}
}

/// A value of the system, fetched whenever the record is read.
#[derive(Debug)]
struct SystemValue {
    fetch: Computed,
    value_type: ValueType,
    options: Options,
}

fn fetched(field: &Field, formula: &str, value_type: ValueType, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let SystemSettings {} = settings::read(field, findings)?;
    Some(value_of(formula, value_type, Options::default()))
}

fn value_of(formula: &str, value_type: ValueType, options: Options) -> Arc<dyn Behaviour> {
    let fetch = Computed { formula: Some(FormulaText(formula.to_owned())), store: Some(Store::Live), ..Computed::default() };
    Arc::new(SystemValue { fetch, value_type, options })
}

impl Behaviour for SystemValue {
    fn value_type(&self) -> ValueType {
        self.value_type.clone()
    }

    fn options(&self) -> Options {
        self.options.clone()
    }

    fn special(&self) -> Special<'_> {
        Special::Computed(&self.fetch)
    }
}

/// A kind whose field shows a value of the system.
macro_rules! system_kind {
    ($name:ident, $kind:literal, ($zh:literal, $en:literal), ($help_zh:literal, $help_en:literal), $icon:literal, $prepare:expr, $id:literal) => {
        #[doc = $en]
        pub static $name: Control = Control {
            kind: $kind,
            label: pair($zh, $en),
            help: pair($help_zh, $help_en),
            group: Group::Automatic,
            icon: $icon,
            schema: settings::schema::<SystemSettings>,
            prepare: $prepare,
            example: example(concat!(
                r#"{ "id": ""#,
                $id,
                r#"", "kind": ""#,
                $kind,
                r#"", "label": { "zh-CN": ""#,
                $zh,
                r#"", "en": ""#,
                $en,
                r#"" } }"#
            )),
        };
    };
}

system_kind!(CREATED_BY, "created_by", ("创建人", "Created by"), ("谁新建了这条记录", "Who made the record"), "user", created_by, "maker");
system_kind!(CREATED_AT, "created_at", ("创建时间", "Created at"), ("什么时候新建的", "When the record was made"), "clock", created_at, "made_at");
system_kind!(
    UPDATED_BY,
    "updated_by",
    ("修改人", "Changed by"),
    ("谁最后修改了这条记录", "Who changed the record last"),
    "user",
    updated_by,
    "changer"
);
system_kind!(
    UPDATED_AT,
    "updated_at",
    ("修改时间", "Changed at"),
    ("最后什么时候修改的", "When the record was changed last"),
    "clock",
    updated_at,
    "changed_at"
);
system_kind!(
    OWNER_DEPARTMENT,
    "owner_department",
    ("所属部门", "Owning department"),
    ("创建人当时所在的部门", "The department of whoever made the record, at that time"),
    "department",
    owner_department,
    "owner"
);
system_kind!(
    FLOW_STATE,
    "flow_state",
    ("流程状态", "State of the flow"),
    ("进行中、已完成、已退回……", "In progress, completed, returned, …"),
    "flow",
    flow_state,
    "state"
);
system_kind!(
    CURRENT_STEP,
    "current_step",
    ("当前步骤", "Present steps"),
    ("流程现在停在哪些步骤", "The steps at which the flow stands"),
    "step",
    current_step,
    "steps"
);
system_kind!(
    DEADLINE,
    "deadline",
    ("时限倒计时", "Deadline"),
    ("离最近的时限还有多久；没有时限时为空", "How long until the nearest deadline; empty without one"),
    "deadline",
    deadline,
    "due"
);

fn created_by(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    fetched(field, "{_created_by}", ValueType::Reference(ReferenceTarget::User), findings)
}

fn created_at(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    fetched(field, "{_created_at}", ValueType::Instant, findings)
}

fn updated_by(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    fetched(field, "{_updated_by}", ValueType::Reference(ReferenceTarget::User), findings)
}

fn updated_at(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    fetched(field, "{_updated_at}", ValueType::Instant, findings)
}

fn owner_department(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    fetched(field, "{_department}", ValueType::Reference(ReferenceTarget::Department), findings)
}

fn deadline(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    fetched(field, "{_due}", ValueType::Instant, findings)
}

fn flow_state(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let SystemSettings {} = settings::read(field, findings)?;
    let state = |id: &str, zh: &str, en: &str, tone| {
        Some(Choice { id: OptionId::parse(id).ok()?, label: Label::both(zh, en), tone, retired: false, children: Vec::new() })
    };
    let states = [
        state("running", "进行中", "In progress", Tone::Info),
        state("completed", "已完成", "Completed", Tone::Good),
        state("rejected", "已驳回", "Rejected", Tone::Danger),
        state("returned", "已退回", "Returned", Tone::Warning),
        state("withdrawn", "已撤回", "Withdrawn", Tone::Neutral),
        state("suspended", "已挂起", "On hold", Tone::Warning),
        state("terminated", "已终止", "Ended", Tone::Neutral),
    ];
    let states: Vec<Choice> = states.into_iter().flatten().collect();
    // A record without a flow stands nowhere: it is blank.
    Some(value_of(r#"IF({_flow}="none", "", {_flow})"#, ValueType::Choice, Options::of(&states)))
}

/// The steps come as a dictionary of the system, like the roles.
fn current_step(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let SystemSettings {} = settings::read(field, findings)?;
    let steps = environment.dictionaries.get(crate::STEPS).map(|steps| Options::of(&steps.options)).unwrap_or_default();
    Some(value_of(r#"SPLIT({_node}, ",")"#, ValueType::List(Box::new(ValueType::Choice)), steps))
}
