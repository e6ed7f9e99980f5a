//! Scenarios: people, records, fields and nodes that they speak of must be there.

use super::{
    Parts, filters,
    findings::{Findings, Thing},
    refs::{form_is_there, labels},
    starts,
};
use definition::{CaseAction, Expectation, Scenario, Step, position::escape};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use value::{FormId, Label, ValueType};

struct Cast<'a> {
    scenario: &'a Scenario,
    /// The records by short name, with their forms.
    records: BTreeMap<&'a str, &'a FormId>,
}

pub(crate) fn check<'a>(scenario: &'a Scenario, parts: &'a Parts<'_>, findings: &mut Findings<'_>) {
    check_people(scenario, parts, findings);
    let mut cast = Cast { scenario, records: BTreeMap::new() };
    for (index, step) in scenario.steps.iter().enumerate() {
        check_step(step, &format!("/steps/{index}"), &mut cast, parts, findings);
    }
}

fn check_people(scenario: &Scenario, parts: &Parts<'_>, findings: &mut Findings<'_>) {
    for (name, person) in &scenario.people {
        let pointer = format!("/people/{}", escape(name));
        for (index, role) in person.roles.iter().enumerate().filter(|(_, role)| !parts.roles.contains_key(*role)) {
            findings.not_there(Thing::Role, role.as_str(), format!("{pointer}/roles/{index}"), labels(&parts.roles, |role| &role.label));
        }
        if let Some(department) = person.department.as_deref().filter(|department| !scenario.departments.contains_key(*department)) {
            not_in_cast(Thing::Department, department, format!("{pointer}/department"), scenario.departments.keys(), findings);
        }
    }
    for (name, team) in &scenario.departments {
        let pointer = format!("/departments/{}", escape(name));
        if let Some(head) = team.head.as_deref().filter(|head| !scenario.people.contains_key(*head)) {
            not_in_cast(Thing::Person, head, format!("{pointer}/head"), scenario.people.keys(), findings);
        }
        if let Some(above) = team.above.as_deref().filter(|above| !scenario.departments.contains_key(*above)) {
            not_in_cast(Thing::Department, above, format!("{pointer}/above"), scenario.departments.keys(), findings);
        }
    }
}

static NO_LABEL: Label = Label::Plain(String::new());

fn not_in_cast<'a>(thing: Thing, wrong: &str, pointer: String, names: impl Iterator<Item = &'a String>, findings: &mut Findings<'_>) {
    findings.not_there(thing, wrong, pointer, names.map(|name| (name.as_str(), &NO_LABEL)));
}

fn check_step<'a>(step: &'a Step, pointer: &str, cast: &mut Cast<'a>, parts: &'a Parts<'_>, findings: &mut Findings<'_>) {
    match step {
        Step::Create { by, form, name, values, expect } => {
            person(by, format!("{pointer}/by"), cast, findings);
            if form_is_there(form, parts, &format!("{pointer}/form"), findings) {
                cast.records.insert(name, form);
                check_values(values, form, &format!("{pointer}/values"), parts, findings);
                check_expectation(expect, Some(form), pointer, cast, parts, findings);
            }
        }
        Step::Update { by, record, values, expect } => {
            person(by, format!("{pointer}/by"), cast, findings);
            if let Some(form) = record_form(record, pointer, cast, parts, findings) {
                check_values(values, form, &format!("{pointer}/values"), parts, findings);
                check_expectation(expect, Some(form), pointer, cast, parts, findings);
            }
        }
        Step::Answer { record, node, expect, .. } => {
            if let Some(form) = record_form(record, pointer, cast, parts, findings) {
                check_node(node.as_str(), form, format!("{pointer}/node"), parts, findings);
                check_expectation(expect, Some(form), pointer, cast, parts, findings);
            }
        }
        Step::Start { by, record, flow, expect } => {
            person(by, format!("{pointer}/by"), cast, findings);
            let form = record_form(record, pointer, cast, parts, findings);
            if !parts.flows.contains_key(flow) {
                findings.not_there(Thing::Flow, flow.as_str(), format!("{pointer}/flow"), super::refs::labels(&parts.flows, |flow| &flow.label));
            }
            check_expectation(expect, form, pointer, cast, parts, findings);
        }
        Step::Message { record, name, expect, .. } => {
            // Under a name that is not taken yet the message creates the record.
            if let (false, Some(form)) = (cast.records.contains_key(record.as_str()), starts::form_begun_by(name, parts)) {
                cast.records.insert(record, form);
            }
            if let Some(form) = record_form(record, pointer, cast, parts, findings) {
                check_expectation(expect, Some(form), pointer, cast, parts, findings);
            }
        }
        Step::Manage { by, record, action, node, from, to, expect } => {
            person(by, format!("{pointer}/by"), cast, findings);
            if let Some(to) = to.as_deref().filter(|_| matches!(action, CaseAction::AddRow | CaseAction::Reassign)) {
                person(to, format!("{pointer}/to"), cast, findings);
            }
            if let Some(from) = from {
                person(from, format!("{pointer}/from"), cast, findings);
            }
            if let Some(form) = record_form(record, pointer, cast, parts, findings) {
                if let Some(to) = to.as_deref().filter(|_| *action == CaseAction::Jump) {
                    check_node(to, form, format!("{pointer}/to"), parts, findings);
                }
                if let Some(node) = node {
                    check_node(node.as_str(), form, format!("{pointer}/node"), parts, findings);
                }
                check_expectation(expect, Some(form), pointer, cast, parts, findings);
            }
        }
        Step::Act { by, record, node, action, to, people, values, expect, .. } => {
            person(by, format!("{pointer}/by"), cast, findings);
            for (index, name) in people.iter().enumerate() {
                person(name, format!("{pointer}/people/{index}"), cast, findings);
            }
            let returns = action == "return";
            if let Some(to) = to.as_deref().filter(|_| !returns) {
                person(to, format!("{pointer}/to"), cast, findings);
            }
            if let Some(form) = record_form(record, pointer, cast, parts, findings) {
                if let Some(to) = to.as_deref().filter(|_| returns) {
                    check_node(to, form, format!("{pointer}/to"), parts, findings);
                }
                check_node(node.as_str(), form, format!("{pointer}/node"), parts, findings);
                check_values(values, form, &format!("{pointer}/values"), parts, findings);
                check_expectation(expect, Some(form), pointer, cast, parts, findings);
            }
        }
        Step::Wait { record, expect, .. } => {
            let form = record.as_deref().and_then(|record| record_form(record, pointer, cast, parts, findings));
            check_expectation(expect, form, pointer, cast, parts, findings);
        }
    }
}

fn person(name: &str, pointer: String, cast: &Cast<'_>, findings: &mut Findings<'_>) {
    if !cast.scenario.people.contains_key(name) {
        not_in_cast(Thing::Person, name, pointer, cast.scenario.people.keys(), findings);
    }
}

/// The form of a record that a step files, spoken of as `record.step` or `record.step.2`, or that a flow begins with by its schedule, spoken
/// of as `flow` or `flow.2`.
fn child_form<'a>(record: &str, cast: &Cast<'a>, parts: &'a Parts<'_>) -> Option<&'a FormId> {
    let mut words = record.split('.');
    let first = words.next()?;
    let mut form = cast.records.get(first).copied().or_else(|| starts::form_begun_by_schedule(first, parts));
    for word in words.filter(|word| word.parse::<u32>().is_err()) {
        let flows = parts.flows.values().filter(|flow| Some(&flow.form) == form);
        let node =
            flows.flat_map(|flow| &flow.nodes).find(|node| matches!(node.kind.as_str(), "case" | "add_records") && node.id.as_str() == word)?;
        form = parts.forms.get_key_value(node.settings.get("form")?.as_str()?).map(|(id, _)| id);
    }
    form
}

fn record_form<'a>(record: &str, pointer: &str, cast: &Cast<'a>, parts: &'a Parts<'_>, findings: &mut Findings<'_>) -> Option<&'a FormId> {
    let form = cast.records.get(record).copied().or_else(|| child_form(record, cast, parts));
    if form.is_none() {
        findings.not_there(Thing::Record, record, format!("{pointer}/record"), cast.records.keys().map(|name| (*name, &NO_LABEL)));
    }
    form
}

fn check_node(node: &str, form: &FormId, pointer: String, parts: &Parts<'_>, findings: &mut Findings<'_>) {
    let flows = || parts.flows.values().filter(|flow| flow.form == *form);
    let nodes = || flows().flat_map(|flow| &flow.nodes);
    // A step of a flow that another one calls is named with its flow, as in the case itself.
    let of_called = || {
        flows().any(|flow| {
            node.strip_prefix(flow.id.as_str())
                .and_then(|rest| rest.strip_prefix("__"))
                .is_some_and(|step| flow.nodes.iter().any(|known| known.id.as_str() == step))
        })
    };
    if !nodes().any(|known| known.id.as_str() == node) && !of_called() {
        findings.not_there(Thing::Node, node, pointer, nodes().map(|node| (node.id.as_str(), &node.label)));
    }
}

fn check_values(values: &Map<String, Json>, form: &FormId, pointer: &str, parts: &Parts<'_>, findings: &mut Findings<'_>) {
    let Some(scope) = parts.scopes.get(form) else { return };
    for (key, value) in values {
        let here = format!("{pointer}/{}", escape(key));
        let Some((_, field)) = scope.fields.iter().find(|(id, _)| id.as_str() == key) else {
            findings.not_there(Thing::Field, key, here, filters::names(&scope.fields));
            continue;
        };
        match (&field.value_type, value) {
            (ValueType::Choice, value) => filters::option(value, field, &here, findings),
            (ValueType::List(item), Json::Array(items)) if **item == ValueType::Choice => {
                for (index, item) in items.iter().enumerate() {
                    filters::option(item, field, &format!("{here}/{index}"), findings);
                }
            }
            (ValueType::Rows(_), Json::Array(rows)) => {
                for (index, row) in rows.iter().filter_map(Json::as_object).enumerate() {
                    for column in row.keys().filter(|column| !field.fields.keys().any(|id| id.as_str() == *column)) {
                        findings.not_there(Thing::Column, column, format!("{here}/{index}/{}", escape(column)), filters::names(&field.fields));
                    }
                }
            }
            _ => {}
        }
    }
}

fn check_expectation(expect: &Expectation, form: Option<&FormId>, pointer: &str, cast: &Cast<'_>, parts: &Parts<'_>, findings: &mut Findings<'_>) {
    let pointer = format!("{pointer}/expect");
    if let Some(form) = form {
        check_values(&expect.values, form, &format!("{pointer}/values"), parts, findings);
    }
    for (index, open) in expect.open.iter().flatten().enumerate() {
        let here = format!("{pointer}/open/{index}");
        let (node, holder) = open.split_once('@').unwrap_or((open, ""));
        if let Some(form) = form {
            check_node(node, form, here.clone(), parts, findings);
        }
        person(holder, here, cast, findings);
    }
    for (index, told) in expect.told.iter().flatten().enumerate() {
        let here = format!("{pointer}/told/{index}");
        let (message, receiver) = told.split_once('@').unwrap_or((told, ""));
        if !message.starts_with('_') && !parts.messages.keys().any(|known| known.as_str() == message) {
            findings.not_there(Thing::Message, message, here.clone(), labels(&parts.messages, |message| &message.label));
        }
        person(receiver, here, cast, findings);
    }
}
