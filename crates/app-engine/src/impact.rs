//! What a publication would change: forms, fields, flows, rules and rights. The pure part; numbers of real records are added by `runtime`.

use crate::CompiledApp;
use definition::{Action, FieldRight, Role, RowScope};
use form_engine::{CompiledField, CompiledForm};
use std::collections::BTreeSet;
use value::{FieldId, FlowId, FormId, Label, Locale, RoleId, RuleId, ValueType};

/// One consequence of a publication.
#[derive(Debug, Clone, PartialEq)]
pub enum Consequence {
    /// A form is new.
    FormAdded(FormId, Label),
    /// A form is gone; its records stay and are no longer shown.
    FormRemoved(FormId, Label),
    /// A field is new.
    FieldAdded {
        /// Its form.
        form: FormId,
        /// The field.
        field: FieldId,
        /// Its name.
        label: Label,
        /// It must be filled in and has no default: records that are there lack it until they are edited.
        must_be_filled: bool,
    },
    /// A field is gone; its values stay and are no longer shown.
    FieldRemoved {
        /// Its form.
        form: FormId,
        /// The field.
        field: FieldId,
        /// Its name.
        label: Label,
        /// The flows, as they run now, that use it.
        used_by: Vec<FlowId>,
    },
    /// A field holds another type of value.
    FieldRetyped {
        /// Its form.
        form: FormId,
        /// The field.
        field: FieldId,
        /// Its name.
        label: Label,
        /// The type before.
        from: ValueType,
        /// The type after.
        to: ValueType,
        /// The flows, as they run now, that use it.
        used_by: Vec<FlowId>,
    },
    /// A field must be filled in from now on.
    FieldRequired {
        /// Its form.
        form: FormId,
        /// The field.
        field: FieldId,
        /// Its name.
        label: Label,
    },
    /// A field's values must be different from now on.
    FieldUnique {
        /// Its form.
        form: FormId,
        /// The field.
        field: FieldId,
        /// Its name.
        label: Label,
    },
    /// A flow is new or differs: new cases follow it, running ones keep the version with which they began.
    FlowChanged(FlowId, Label),
    /// A flow is gone: running cases go on, no new one begins.
    FlowRemoved(FlowId, Label),
    /// A rule is new, differs or is gone.
    RuleChanged(RuleId, Label),
    /// A role may do more than before.
    RightsWidened {
        /// The role.
        role: RoleId,
        /// In words.
        what: Label,
    },
    /// A role may do less than before.
    RightsNarrowed {
        /// The role.
        role: RoleId,
        /// In words.
        what: Label,
    },
}

/// Compares the active version with the one that is to be published.
pub fn impact(old: &CompiledApp, new: &CompiledApp) -> Vec<Consequence> {
    let mut found = Vec::new();
    for (id, form) in &new.forms {
        match old.forms.get(id) {
            Some(before) => compare_forms(old, before, form, &mut found),
            None => found.push(Consequence::FormAdded(id.clone(), form.label().clone())),
        }
    }
    found.extend(
        old.forms.iter().filter(|(id, _)| !new.forms.contains_key(*id)).map(|(id, form)| Consequence::FormRemoved(id.clone(), form.label().clone())),
    );
    compare_flows(old, new, &mut found);
    compare_rules(old, new, &mut found);
    compare_roles(old, new, &mut found);
    found
}

impl Consequence {
    /// Whether it forbids the publication until a migration is chosen.
    pub fn blocks(&self) -> bool {
        matches!(self, Self::FieldRemoved { used_by, .. } | Self::FieldRetyped { used_by, .. } if !used_by.is_empty())
    }

    /// The consequence in a sentence.
    pub fn label(&self) -> Label {
        let name = |label: &Label| (label.get(Locale::ZhCn).to_owned(), label.get(Locale::En).to_owned());
        let say = |label: &Label, zh: &str, en: &str| {
            let (zh_name, en_name) = name(label);
            Label::both(zh.replace("{}", &zh_name), en.replace("{}", &en_name))
        };
        match self {
            Self::FormAdded(_, label) => say(label, "新增表单「{}」", "The form `{}` is added"),
            Self::FormRemoved(_, label) => {
                say(label, "移除表单「{}」；已有记录保留但不再显示", "The form `{}` is taken out; its records stay and are no longer shown")
            }
            Self::FieldAdded { label, must_be_filled: true, .. } => say(
                label,
                "新增必填字段「{}」；已有记录为空，编辑时须补填",
                "The field `{}` is added and must be filled in; records that are there lack it",
            ),
            Self::FieldAdded { label, .. } => say(label, "新增字段「{}」", "The field `{}` is added"),
            Self::FieldRemoved { label, used_by, .. } if used_by.is_empty() => {
                say(label, "移除字段「{}」；数据保留但不再显示", "The field `{}` is taken out; its data stay and are no longer shown")
            }
            Self::FieldRemoved { label, .. } => {
                say(label, "字段「{}」仍被运行中的流程使用，不能移除", "The field `{}` is still used by running cases and cannot be taken out")
            }
            Self::FieldRetyped { label, used_by, .. } if used_by.is_empty() => {
                say(label, "字段「{}」的类型改变，已有数据需要转换", "The field `{}` changes its type; its data are converted")
            }
            Self::FieldRetyped { label, .. } => {
                say(label, "字段「{}」仍被运行中的流程使用，不能改变类型", "The field `{}` is still used by running cases and cannot change its type")
            }
            Self::FieldRequired { label, .. } => say(label, "字段「{}」改为必填", "The field `{}` must be filled in from now on"),
            Self::FieldUnique { label, .. } => say(
                label,
                "字段「{}」改为不可重复；已有重复值须先处理",
                "The values of `{}` must be different from now on; those that are the same must be changed first",
            ),
            Self::FlowChanged(_, label) => say(
                label,
                "流程「{}」改变：新单据走新版本，运行中的保持原版本",
                "The flow `{}` changes: new cases follow it, running ones keep their version",
            ),
            Self::FlowRemoved(_, label) => {
                say(label, "移除流程「{}」：运行中的继续，新单据不再启动", "The flow `{}` is taken out: running cases go on, no new one begins")
            }
            Self::RuleChanged(_, label) => say(label, "规则「{}」改变", "The rule `{}` changes"),
            Self::RightsWidened { what, .. } => say(what, "权限放宽：{}", "Rights are widened: {}"),
            Self::RightsNarrowed { what, .. } => say(what, "权限收紧：{}", "Rights are narrowed: {}"),
        }
    }
}

fn compare_forms(old: &CompiledApp, before: &CompiledForm, after: &CompiledForm, found: &mut Vec<Consequence>) {
    let form = after.id().clone();
    for field in after.fields.values() {
        let (id, label) = (field.id.clone(), field.label.clone());
        match before.fields.get(&field.id) {
            None => {
                let must_be_filled = field.required && field.is_entered() && field.default.is_blank();
                found.push(Consequence::FieldAdded { form: form.clone(), field: id, label, must_be_filled });
            }
            Some(was) => compare_fields(old, &form, was, field, found),
        }
    }
    for field in before.fields.values().filter(|field| !after.fields.contains_key(&field.id)) {
        let used_by = flows_using(old, &form, &field.id);
        found.push(Consequence::FieldRemoved { form: form.clone(), field: field.id.clone(), label: field.label.clone(), used_by });
    }
}

fn compare_fields(old: &CompiledApp, form: &FormId, was: &CompiledField, is: &CompiledField, found: &mut Vec<Consequence>) {
    let (field, label) = (is.id.clone(), is.label.clone());
    if was.value_type != is.value_type && !only_adds_columns(&was.value_type, &is.value_type) {
        let used_by = flows_using(old, form, &is.id);
        let (from, to) = (was.value_type.clone(), is.value_type.clone());
        found.push(Consequence::FieldRetyped { form: form.clone(), field: field.clone(), label: label.clone(), from, to, used_by });
    }
    if is.required && !was.required {
        found.push(Consequence::FieldRequired { form: form.clone(), field: field.clone(), label: label.clone() });
    }
    if is.unique && !was.unique {
        found.push(Consequence::FieldUnique { form: form.clone(), field, label });
    }
}

/// A sub-table that has all its columns with their types, and more.
fn only_adds_columns(was: &ValueType, is: &ValueType) -> bool {
    match (was, is) {
        (ValueType::Rows(was), ValueType::Rows(is)) => was.iter().all(|column| is.contains(column)),
        _ => false,
    }
}

/// The flows of a form whose conditions, assignments or steps speak of a field.
fn flows_using(app: &CompiledApp, form: &FormId, field: &FieldId) -> Vec<FlowId> {
    let uses = |flow: &flow_engine::CompiledFlow| {
        let read = flow.references().into_iter().any(|reference| match reference {
            formula::Reference::Field(id) | formula::Reference::Related { field: id, .. } => id == *field,
            formula::Reference::Column { table, .. } | formula::Reference::Cell { table, .. } => table == *field,
        });
        read || flow.nodes().any(|(node, _, _)| flow.step(node).is_some_and(|step| step.fields.contains_key(field)))
    };
    app.flows_of(form).filter(|flow| uses(flow)).map(|flow| flow.id().clone()).collect()
}

fn compare_flows(old: &CompiledApp, new: &CompiledApp, found: &mut Vec<Consequence>) {
    for (id, flow) in &new.flows {
        if old.flow_definitions.get(id) != new.flow_definitions.get(id) {
            found.push(Consequence::FlowChanged(id.clone(), flow.label().clone()));
        }
    }
    found.extend(
        old.flows.iter().filter(|(id, _)| !new.flows.contains_key(*id)).map(|(id, flow)| Consequence::FlowRemoved(id.clone(), flow.label().clone())),
    );
}

fn compare_rules(old: &CompiledApp, new: &CompiledApp, found: &mut Vec<Consequence>) {
    let ids: BTreeSet<&RuleId> = old.rule_definitions.keys().chain(new.rule_definitions.keys()).collect();
    for id in ids {
        let (before, after) = (old.rule_definitions.get(id), new.rule_definitions.get(id));
        if before != after
            && let Some(rule) = after.or(before)
        {
            found.push(Consequence::RuleChanged(id.clone(), rule.label.clone()));
        }
    }
}

/// What a role may do, as single facts that can be compared.
fn facts(role: &Role, app: &CompiledApp) -> BTreeSet<(FormId, Fact)> {
    let mut facts = BTreeSet::new();
    for grant in &role.grants {
        let Some(form) = app.forms.get(&grant.form) else { continue };
        for action in &grant.actions {
            let reach = reach(grant.rows) * 2 + u8::from(grant.filter.is_none());
            facts.extend((0..=reach).map(|step| (grant.form.clone(), Fact::Does(*action, step))));
        }
        for field in form.fields.keys() {
            let right = grant.fields.get(field).copied().unwrap_or(grant.field_default);
            let up_to = [FieldRight::Mask, FieldRight::Read, FieldRight::Write].into_iter().filter(|step| *step <= right);
            facts.extend(up_to.map(|step| (grant.form.clone(), Fact::Field(field.clone(), step))));
        }
    }
    facts
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Fact {
    Does(Action, u8),
    Field(FieldId, FieldRight),
}

fn reach(rows: RowScope) -> u8 {
    match rows {
        RowScope::Own => 0,
        RowScope::Involved => 1,
        RowScope::Department => 2,
        RowScope::DepartmentTree => 3,
        RowScope::All => 4,
    }
}

fn compare_roles(old: &CompiledApp, new: &CompiledApp, found: &mut Vec<Consequence>) {
    let ids: BTreeSet<&RoleId> = old.roles.iter().chain(&new.roles).map(|role| &role.id).collect();
    for id in ids {
        let (was, is) = (old.role(id), new.role(id));
        let (before, after) = (was.map(|role| facts(role, old)).unwrap_or_default(), is.map(|role| facts(role, new)).unwrap_or_default());
        let Some(role) = is.or(was) else { continue };
        // A field that is new for everybody widens nothing that was closed before.
        let known = |fact: &&(FormId, Fact)| match &fact.1 {
            Fact::Field(field, _) => {
                old.form(fact.0.as_str()).is_some_and(|form| form.fields.contains_key(field))
                    && new.form(fact.0.as_str()).is_some_and(|form| form.fields.contains_key(field))
            }
            Fact::Does(..) => true,
        };
        let more: Vec<&(FormId, Fact)> = after.difference(&before).filter(known).collect();
        let less: Vec<&(FormId, Fact)> = before.difference(&after).filter(known).collect();
        if !more.is_empty() || (is.is_some_and(|role| role.build) && !was.is_some_and(|role| role.build)) {
            found.push(Consequence::RightsWidened { role: id.clone(), what: words(role, &more, new) });
        }
        if !less.is_empty() {
            found.push(Consequence::RightsNarrowed { role: id.clone(), what: words(role, &less, old) });
        }
    }
}

/// 主管 · 订单: the role, and the forms and fields that it is about.
fn words(role: &Role, facts: &[&(FormId, Fact)], app: &CompiledApp) -> Label {
    let mut texts = Vec::new();
    for locale in [Locale::ZhCn, Locale::En] {
        let mut about: Vec<String> = Vec::new();
        for (form, fact) in facts.iter().map(|fact| (&fact.0, &fact.1)) {
            let Some(form) = app.form(form.as_str()) else { continue };
            let label = form.label().get(locale);
            let text = match fact {
                Fact::Does(..) => label.to_owned(),
                Fact::Field(field, _) => format!("{label} / {}", form.field(field.as_str()).map_or(field.as_str(), |field| field.label.get(locale))),
            };
            if !about.contains(&text) {
                about.push(text);
            }
        }
        texts.push(format!("{} · {}", role.label.get(locale), about.join(", ")));
    }
    let mut texts = texts.into_iter();
    Label::both(texts.next().unwrap_or_default(), texts.next().unwrap_or_default())
}
