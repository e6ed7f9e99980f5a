//! Where a case stands: who has what until when and may do what, and what the record holds.

use super::{cast::Filed, play::Play, play::open_todos, play::types};
use crate::CompiledApp;
use flow_engine::{Status, StepRight, Todo, todo_offers};
use form_engine::{CompiledField, FieldFace};
use serde::Serialize;
use serde_json::{Map, Value as Json};
use value::{FieldId, FlowId, Instant, Label, Locale, NodeId, Record, RecordId, ShowContext, Value, ValueType, to_json};

/// Where a case stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaseNow {
    /// The flow; none when no flow runs on the record.
    pub flow: Option<FlowId>,
    /// State of the flow, as a scenario expects it.
    pub state: String,
    /// What is open.
    pub todos: Vec<TodoNow>,
    /// What people may do with the case as a whole.
    pub offers: Vec<OfferNow>,
    /// The nodes at which it is.
    pub at: Vec<NodeId>,
    /// Steps that wait until somebody is free, with since when.
    pub waiting: Vec<(NodeId, Instant)>,
    /// What the record holds in words.
    pub values: Vec<ValueNow>,
    /// The same as a form reads it; people and records by their short names.
    pub record: Map<String, Json>,
}

/// Something that somebody has to do.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TodoNow {
    /// The node.
    pub node: NodeId,
    /// Who has it.
    pub holder: String,
    /// Until when.
    pub due: Option<Instant>,
    /// Whether it is only offered, and has to be claimed first.
    pub offered: bool,
    /// What the holder may do.
    pub actions: Vec<ActionNow>,
    /// The fields that the holder may fill in, and whether each has to be.
    pub fields: Vec<(FieldId, bool)>,
}

/// Something that the holder of a to-do may do.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ActionNow {
    /// The action, as a scenario names it.
    pub action: &'static str,
    /// The steps to which it may lead: for a return, the first is the starter's.
    pub to: Vec<NodeId>,
    /// Whether it wants a person to whom.
    pub person: bool,
    /// The people among whom it chooses: who may be taken out.
    pub people: Vec<String>,
}

/// Something that a person may do with the case as a whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OfferNow {
    /// Who.
    pub by: String,
    /// The action, as a scenario names it.
    pub action: &'static str,
    /// At which step, where it is about one.
    pub node: Option<NodeId>,
    /// Whose to-dos there, where it is about those of one person.
    pub whose: Option<String>,
    /// The steps to which it may lead.
    pub to: Vec<NodeId>,
}

/// A value of the record in words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ValueNow {
    /// The field.
    pub field: FieldId,
    /// What it is called.
    pub label: Label,
    /// What it was, when it is told what has changed.
    pub before: Option<Label>,
    /// What it is.
    pub now: Label,
}

/// What a scenario can do with a to-do.
const ACTIONS: [&str; 11] =
    ["approve", "reject", "complete", "resubmit", "return", "transfer", "delegate", "add_sign", "remove_sign", "claim", "give_back"];

pub(super) fn case_now(play: &Play<'_>, filed: &Filed) -> CaseNow {
    let record = play.seen(filed);
    let case = filed.case.as_ref();
    let at = case.map(|case| case.state.tokens.iter().filter(|token| token.via.is_none()).map(|token| token.node.clone()).collect());
    let waiting = case.map(|case| {
        let node = |token| case.state.token(token).map(|token| token.node.clone());
        case.state.waiting.iter().filter_map(|waiting| Some((node(waiting.token)?, waiting.since))).collect()
    });
    CaseNow {
        flow: case.map(|case| case.flow.id().clone()),
        state: case.map_or("none", |case| case.state.status.as_str()).to_owned(),
        todos: open_todos(case).into_iter().map(|todo| todo_now(play, filed, todo)).collect(),
        offers: play.offers(filed),
        at: at.unwrap_or_default(),
        waiting: waiting.unwrap_or_default(),
        values: values(play, filed, &record),
        record: plain(play, filed, &record),
    }
}

fn todo_now(play: &Play<'_>, filed: &Filed, todo: &Todo) -> TodoNow {
    let step = filed.case.as_ref().and_then(|case| case.flow.step(&todo.node));
    let may = |field: &FieldId| step.as_ref().map_or(StepRight::Read, |step| step.right(field.as_str()));
    let form = play.app.form(filed.form.as_str());
    let fields = form.into_iter().flat_map(|form| form.fields.values()).filter(|field| may(&field.id) >= StepRight::Write);
    TodoNow {
        node: todo.node.clone(),
        holder: play.cast.user_name(todo.holder),
        due: todo.due,
        offered: todo.offered,
        actions: actions(play, filed, todo),
        fields: fields.map(|field| (field.id.clone(), may(&field.id) == StepRight::Must)).collect(),
    }
}

fn actions(play: &Play<'_>, filed: &Filed, todo: &Todo) -> Vec<ActionNow> {
    let Some(case) = &filed.case else { return Vec::new() };
    let offered = case.flow.actions_of(todo);
    let offers = todo_offers(&case.flow, &case.state, todo, &play.cast, play.now);
    let hand_back = offered.contains(&"hand_back").then_some("hand_back");
    // A case on hold stands still.
    if !case.state.status.is_open() || case.state.status == Status::Suspended {
        return Vec::new();
    }
    let removable: Vec<String> = offers.removable.iter().map(|user| play.cast.user_name(*user)).collect();
    let known = ACTIONS.into_iter().filter(|action| offered.contains(action)).chain(hand_back);
    let action = |action: &'static str| ActionNow {
        action,
        to: if action == "return" { offers.return_to.clone() } else { Vec::new() },
        person: matches!(action, "transfer" | "delegate"),
        people: if action == "remove_sign" { removable.clone() } else { Vec::new() },
    };
    let possible = |action: &ActionNow| match action.action {
        "return" => !action.to.is_empty(),
        "remove_sign" => !action.people.is_empty(),
        _ => true,
    };
    known.map(action).filter(possible).collect()
}

/// The values that are there, in the order of the form.
fn values(play: &Play<'_>, filed: &Filed, record: &Record) -> Vec<ValueNow> {
    let Some(form) = play.app.form(filed.form.as_str()) else { return Vec::new() };
    let there = form.fields.values().filter(|field| !record.get(field.id.as_str()).is_blank());
    there
        .map(|field| {
            let now = in_words(play, field, record.get(field.id.as_str()));
            ValueNow { field: field.id.clone(), label: field.label.clone(), before: None, now }
        })
        .collect()
}

/// The values that are not what they were.
pub(super) fn changed_values(play: &Play<'_>, filed: &Filed, before: &Record) -> Vec<ValueNow> {
    let Some(form) = play.app.form(filed.form.as_str()) else { return Vec::new() };
    let now = play.seen(filed);
    let of = |field: &CompiledField, record: &Record| in_words(play, field, record.get(field.id.as_str()));
    let changed = form.fields.values().filter(|field| before.get(field.id.as_str()) != now.get(field.id.as_str()));
    changed
        .map(|field| ValueNow { field: field.id.clone(), label: field.label.clone(), before: Some(of(field, before)), now: of(field, &now) })
        .collect()
}

/// A value as people read it, in both languages.
fn in_words(play: &Play<'_>, field: &CompiledField, value: &Value) -> Label {
    if let Value::Rows(rows) = value {
        let count = rows.len();
        return Label::both(format!("{count} 行"), format!("{count} rows"));
    }
    Label::both(shown(play, field, value, Locale::ZhCn), shown(play, field, value, Locale::En))
}

fn shown(play: &Play<'_>, field: &CompiledField, value: &Value, locale: Locale) -> String {
    let app: &CompiledApp = play.app;
    let option_label = |option: &value::OptionId| {
        let path = field.options.path(option.as_str());
        let names: Vec<&str> = path.iter().map(|step| step.label.get(locale)).collect();
        (!names.is_empty()).then(|| names.join(" / "))
    };
    let reference_label = |key: &RecordId| Some(play.cast.name_of(*key));
    let offset_at = |instant| app.zone.offset_at(instant);
    let face = FieldFace(field.behaviour.clone());
    let context = ShowContext {
        locale,
        option_label: &option_label,
        reference_label: &reference_label,
        offset_at: &offset_at,
        scale: field.scale(),
        grouped: matches!(field.control.kind, "money" | "number" | "computed"),
        face: Some(&face),
    };
    value::show(value, &context)
}

/// The values as a form reads them.
fn plain(play: &Play<'_>, filed: &Filed, record: &Record) -> Map<String, Json> {
    let Some(form) = play.app.form(filed.form.as_str()) else { return Map::new() };
    let types = types(form);
    let there = form.fields.keys().filter(|field| !record.get(field.as_str()).is_blank());
    there.filter_map(|field| Some((field.to_string(), by_name(play, record.get(field.as_str()), types.get(field.as_str())?)))).collect()
}

fn by_name(play: &Play<'_>, value: &Value, value_type: &ValueType) -> Json {
    match (value, value_type) {
        (Value::Reference(key), _) => Json::String(play.cast.name_of(*key)),
        (Value::List(items), ValueType::List(item)) => items.iter().map(|one| by_name(play, one, item)).collect(),
        _ => to_json(value, Some(value_type)),
    }
}
