//! The registries of the engines, as schemas, designers and generated lists need them.

use crate::schema::Kind;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use value::{Label, Locale};

/// The kinds of controls.
pub(crate) fn controls() -> Vec<Kind> {
    let kind = |control: &&form_engine::Control| Kind {
        name: control.kind,
        title: control.label().get(Locale::En).to_owned(),
        settings: (control.schema)(),
    };
    form_engine::CONTROLS.iter().map(kind).collect()
}

/// The kinds of nodes.
pub(crate) fn nodes() -> Vec<Kind> {
    let kind = |node: &&flow_engine::NodeKind| Kind { name: node.id, title: node.label().get(Locale::En).to_owned(), settings: (node.schema)() };
    flow_engine::NODES.iter().map(kind).collect()
}

/// The kinds of actions.
pub(crate) fn actions() -> Vec<Kind> {
    let kind =
        |action: &&rule_engine::ActionKind| Kind { name: action.id, title: action.label().get(Locale::En).to_owned(), settings: (action.schema)() };
    rule_engine::ACTIONS.iter().map(kind).collect()
}

/// The settings of a clock of a flow.
pub(crate) fn clock() -> Kind {
    Kind { name: "clock", title: "Clock".to_owned(), settings: schemars::schema_for!(flow_engine::FlowClockSettings) }
}

/// The kinds of charts.
pub(crate) fn charts() -> Vec<Kind> {
    let kind = |chart: &&report_engine::ChartKind| Kind { name: chart.kind, title: chart.label.1.to_owned(), settings: (chart.schema)() };
    report_engine::CHARTS.iter().map(kind).collect()
}

/// The kinds of print elements.
pub(crate) fn elements() -> Vec<Kind> {
    let kind = |element: &&print_engine::ElementKind| Kind { name: element.kind, title: element.label.1.to_owned(), settings: (element.schema)() };
    print_engine::ELEMENTS.iter().map(kind).collect()
}

/// What people call the kinds of parts, by their names in definitions.
pub fn kind_names() -> BTreeMap<String, Label> {
    let both = |(zh, en): (&str, &str)| Label::both(zh, en);
    let elements = print_engine::ELEMENTS.iter().map(|element| (element.kind, both(element.label)));
    let charts = report_engine::CHARTS.iter().map(|chart| (chart.kind, both(chart.label)));
    let actions = rule_engine::ACTIONS.iter().map(|action| (action.id, action.label()));
    let nodes = flow_engine::NODES.iter().map(|node| (node.id, node.label()));
    let controls = form_engine::CONTROLS.iter().map(|control| (control.kind, control.label()));
    // Where two registries have one name, people meet the control first.
    let all = elements.chain(charts).chain(actions).chain(nodes).chain(controls);
    all.map(|(kind, label)| (kind.to_owned(), label)).collect()
}

/// All registries as one document: what a designer offers, with the JSON Schema of each kind's settings.
pub fn registry() -> Json {
    let entry = |kind: &str, label: Label, help: Label, group: Json, icon: &str, schema: Json, example: &str| {
        json!({
            "kind": kind, "sounds": definition::suggest::sounds(label.get(Locale::ZhCn)), "label": label, "help": help, "group": group,
            "icon": icon, "schema": schema,
            "example": serde_json::from_str::<Json>(example).unwrap_or_default(),
        })
    };
    let controls = form_engine::CONTROLS.iter().map(|control| {
        let schema = (control.schema)().to_value();
        entry(control.kind, control.label(), control.help(), json!(control.group), control.icon, schema, control.example)
    });
    let nodes = flow_engine::NODES
        .iter()
        .map(|node| entry(node.id, node.label(), node.help(), Json::Null, node.id, (node.schema)().to_value(), node.example));
    let actions = rule_engine::ACTIONS
        .iter()
        .map(|action| entry(action.id, action.label(), action.help(), Json::Null, action.id, (action.schema)().to_value(), action.example));
    let both = |(zh, en): (&str, &str)| Label::both(zh, en);
    let charts = report_engine::CHARTS
        .iter()
        .map(|chart| entry(chart.kind, both(chart.label), both(chart.help), Json::Null, chart.kind, (chart.schema)().to_value(), chart.example));
    let elements = print_engine::ELEMENTS.iter().map(|element| {
        let schema = (element.schema)().to_value();
        entry(element.kind, both(element.label), both(element.help), Json::Null, element.kind, schema, element.example)
    });
    json!({
        "controls": controls.collect::<Vec<_>>(),
        "nodes": nodes.collect::<Vec<_>>(),
        "actions": actions.collect::<Vec<_>>(),
        "charts": charts.collect::<Vec<_>>(),
        "elements": elements.collect::<Vec<_>>(),
    })
}
