//! What a command on one record leads to on others: cases of other forms are filed, told of, and taken down; records are added and changed.
//!
//! Whoever runs a command runs these too, in the same transaction, and then what follows from them, until nothing does.

use super::{Command, Outcome, Stop, What};
use flow_engine::{Caller, CaseNews, Event, RecordsAdded, RecordsChanged};
use query::{Condition, FieldPath, Filter, Operand, Operator};
use serde_json::{Map, Value as Json};
use std::collections::BTreeSet;
use value::{DepartmentId, FlowId, FormId, Label, RecordId, UserId};

/// How many commands may follow from one.
pub const MOST_FOLLOW_UPS: usize = 200;

/// How many records one step may change.
pub const MOST_CHANGED: u32 = 200;

/// A command on another record that belongs to the same transaction.
#[derive(Debug, Clone, PartialEq)]
pub struct FollowUp {
    /// The flow in whose name it is done.
    pub flow: FlowId,
    /// The form.
    pub form: FormId,
    /// The record; of records that are to be found, the one on whose case the step stands.
    pub record: RecordId,
    /// What is done.
    pub what: Follows,
}

/// What is done.
#[derive(Debug, Clone, PartialEq)]
pub enum Follows {
    /// A record is filed, and its flow begins.
    File {
        /// What is entered in it.
        values: Map<String, Json>,
        /// In whose name.
        by: Option<UserId>,
        /// For which department.
        department: Option<DepartmentId>,
        /// The step that asked for it.
        caller: Caller,
        /// The node of that step, by which it is spoken of.
        node: value::NodeId,
    },
    /// A record is added; its flow, if one wants it, begins as usual.
    Add {
        /// What is entered in it.
        values: Map<String, Json>,
        /// In whose name.
        by: Option<UserId>,
        /// For which department.
        department: Option<DepartmentId>,
        /// The record on whose case the step stands that asked for it.
        asked_by: (FormId, RecordId),
        /// The node of that step, by which it is spoken of.
        node: value::NodeId,
    },
    /// The records of the form that have these values are changed; whoever runs it finds them, and refuses more than [`MOST_CHANGED`].
    ChangeAll {
        /// Their fields, each with the value that it has.
        matches: Map<String, Json>,
        /// What is entered in them.
        values: Map<String, Json>,
    },
    /// The record is changed.
    Change {
        /// What is entered in it.
        values: Map<String, Json>,
    },
    /// A step hears of the case that it asked for.
    Tell {
        /// Its token.
        token: u32,
        /// The record of that case.
        child: RecordId,
        /// What is told.
        news: CaseNews,
    },
    /// Nobody waits for the case any more.
    TakeDown,
}

/// What follows from a command.
pub fn follow_ups(command: &Command<'_>, outcome: &Outcome) -> Vec<FollowUp> {
    let mut found = Vec::new();
    if let What::File { caller, flow, .. } = &command.what {
        found.push(tell(flow, caller, command.record, CaseNews::Filed));
    }
    let Some(change) = &outcome.flow else { return found };
    let (flow, state) = (change.case.flow.id(), &change.case.state);
    let dropped: BTreeSet<RecordId> =
        change.events.iter().filter_map(|event| if let Event::CaseDropped { record, .. } = event { Some(*record) } else { None }).collect();
    let requested: BTreeSet<RecordId> =
        change.events.iter().filter_map(|event| if let Event::CaseRequested { record, .. } = event { Some(*record) } else { None }).collect();
    for event in &change.events {
        match event {
            Event::CaseRequested { token, node, form, record, values, back, waits } if !dropped.contains(record) => {
                let mut values = values.clone();
                values.extend(back.as_ref().map(|field| (field.to_string(), Json::String(command.record.to_string()))));
                let depth = state.caller.as_ref().map_or(0, |caller| caller.depth).saturating_add(1);
                let caller = Caller { form: command.form.clone(), record: command.record, token: *token, waits: *waits, depth };
                let by = command.by.or(state.starter);
                let what = Follows::File { values, by, department: state.department, caller, node: node.clone() };
                found.push(FollowUp { flow: flow.clone(), form: form.clone(), record: *record, what });
            }
            Event::RecordsAdded(RecordsAdded { node, form, records, back }) => {
                for new in records {
                    let mut values = new.values.clone();
                    values.extend(back.as_ref().map(|field| (field.to_string(), Json::String(command.record.to_string()))));
                    let asked_by = (command.form.clone(), command.record);
                    let what = Follows::Add { values, by: command.by.or(state.starter), department: state.department, asked_by, node: node.clone() };
                    found.push(FollowUp { flow: flow.clone(), form: form.clone(), record: new.record, what });
                }
            }
            Event::RecordsChanged(RecordsChanged { form, matches, values, .. }) => {
                let what = Follows::ChangeAll { matches: matches.clone(), values: values.clone() };
                found.push(FollowUp { flow: flow.clone(), form: form.clone(), record: command.record, what });
            }
            Event::CaseDropped { form, record, .. } if !requested.contains(record) => {
                found.push(FollowUp { flow: flow.clone(), form: form.clone(), record: *record, what: Follows::TakeDown });
            }
            Event::Ended { status, .. } => {
                let caller = state.caller.as_ref().filter(|caller| caller.waits);
                found.extend(caller.map(|caller| tell(flow, caller, command.record, CaseNews::Ended(*status))));
            }
            _ => {}
        }
    }
    found
}

fn tell(flow: &FlowId, caller: &Caller, child: RecordId, news: CaseNews) -> FollowUp {
    let what = Follows::Tell { token: caller.token, child, news };
    FollowUp { flow: flow.clone(), form: caller.form.clone(), record: caller.record, what }
}

/// The records that have these values. A blank finds none.
pub fn having(matches: &Map<String, Json>) -> Filter {
    let equal = |(field, value): (&String, &Json)| {
        let field = FieldPath { field: value::FieldId::parse(field).ok()?, column: None };
        Some(Filter::Condition(Condition { field, op: Operator::Eq, value: Some(Operand::Literal(value.clone())) }))
    };
    if matches.values().any(Json::is_null) { Filter::Or(Vec::new()) } else { Filter::And(matches.iter().filter_map(equal).collect()) }
}

/// Refuses to change more records than one step may.
pub fn too_many_to_change(form: &Label) -> Stop {
    let zh = format!("「{}」有 {MOST_CHANGED} 条以上的记录符合条件，一步不能全部更新；请把条件写得更窄", form.get(value::Locale::ZhCn));
    let en = format!(
        "More than {MOST_CHANGED} records of “{}” fulfil the condition, and one step does not change so many; make the condition narrower",
        form.get(value::Locale::En)
    );
    Stop::Stopped { code: "flow.too_many_records".into(), message: Label::both(zh, en) }
}

/// Refuses what would follow without end.
pub fn too_many() -> Stop {
    let zh = format!("一次操作引出了 {MOST_FOLLOW_UPS} 个以上的子表单流程或新记录，请检查流程是否反复打开新的子表单流程，或子表行数是否过多");
    let en = format!(
        "More than {MOST_FOLLOW_UPS} steps in other cases or new records would follow at once; look whether flows open cases again and again, or a sub-table has too many rows"
    );
    Stop::Stopped { code: "flow.too_many_cases".into(), message: Label::both(zh, en) }
}
