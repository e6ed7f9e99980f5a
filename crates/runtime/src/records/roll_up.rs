//! Roll-ups: what is counted over the records that refer to a record, with the rights of whoever reads.

use crate::app_cache::ActiveApp;
use crate::looking::Looking;
use crate::organisation::People;
use crate::{Runtime, RuntimeResult};
use access::{Actor, check_query};
use definition::{Action, Aggregate};
use form_engine::{CompiledField, CompiledForm, RollUp, RollUpFunction, Special};
use query::{Condition, FieldPath, Filter, Operand, Operator};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::aggregate::{self, Group, Measure, Parts, Question};
use value::{Decimal, FieldId, RecordId, Value};

/// The roll-ups of some records, by record and field.
pub(crate) type Rolled = BTreeMap<RecordId, BTreeMap<FieldId, Value>>;

impl Runtime {
    /// The roll-ups of some records: one question per field, whatever the number of records. What the reader may not count stays blank.
    pub(crate) async fn roll_ups(
        &self,
        app: &Arc<ActiveApp>,
        people: &Arc<People>,
        form: &CompiledForm,
        actor: &Actor,
        keys: &BTreeSet<RecordId>,
    ) -> RuntimeResult<Rolled> {
        let mut rolled = Rolled::new();
        if keys.is_empty() {
            return Ok(rolled);
        }
        for field in form.fields.values() {
            let Special::RollUp(roll_up) = field.behaviour.special() else { continue };
            let Some(counted) = self.counted(app, people, roll_up, actor, keys).await? else { continue };
            for key in keys {
                let parts = counted.get(key).cloned().unwrap_or_default();
                rolled.entry(*key).or_default().insert(field.id.clone(), answer(field, roll_up, &parts));
            }
        }
        Ok(rolled)
    }

    /// What was counted per record; none when the reader may not look at the form or at a field that the question needs.
    async fn counted(
        &self,
        app: &Arc<ActiveApp>,
        people: &Arc<People>,
        roll_up: &RollUp,
        actor: &Actor,
        keys: &BTreeSet<RecordId>,
    ) -> RuntimeResult<Option<BTreeMap<RecordId, Parts>>> {
        let (Some(target), Some(relation)) = (&roll_up.form, &roll_up.relation) else { return Ok(None) };
        let Ok(compiled) = app.form(target) else { return Ok(None) };
        let Ok(plan) = self.plan(app, compiled, actor, Action::Read) else { return Ok(None) };
        let question = question(roll_up, relation, keys);
        if check_query(&plan, question.filter.as_ref(), &[], &[]).is_err() {
            return Ok(None);
        }
        let looking = Looking::new(app, people, target, actor, self.now())?;
        let counted = match aggregate::aggregate(&self.inner.store.read(), &looking.view(&plan), &question).await {
            Err(store::StoreError::FieldDenied(_)) => return Ok(None),
            found => found?,
        };
        let of_row = |row: aggregate::CountedRow| match (row.keys.into_iter().next(), row.parts.into_iter().next()) {
            (Some(Value::Reference(key)), Some(parts)) => Some((key, parts)),
            _ => None,
        };
        Ok(Some(counted.rows.into_iter().filter_map(of_row).collect()))
    }
}

fn question(roll_up: &RollUp, relation: &FieldId, keys: &BTreeSet<RecordId>) -> Question {
    let path = |field: &FieldId| FieldPath { field: field.clone(), column: None };
    let among = Operand::Literal(keys.iter().map(|key| serde_json::Value::String(key.to_string())).collect());
    let refers = Filter::Condition(Condition { field: path(relation), op: Operator::In, value: Some(among) });
    let filter = std::iter::once(refers).chain(roll_up.filter.clone()).collect();
    let measure = Measure { aggregate: aggregate_of(roll_up.function), field: roll_up.field.as_ref().map(path), filter: None };
    Question {
        groups: vec![Group { field: path(relation), grain: None }],
        measures: vec![measure],
        filter: Some(Filter::And(filter)),
        limit: u32::try_from(keys.len()).unwrap_or(u32::MAX),
    }
}

fn aggregate_of(function: RollUpFunction) -> Aggregate {
    match function {
        RollUpFunction::Count => Aggregate::Count,
        RollUpFunction::Sum => Aggregate::Sum,
        RollUpFunction::Average => Aggregate::Average,
        RollUpFunction::Min => Aggregate::Min,
        RollUpFunction::Max => Aggregate::Max,
    }
}

/// Nothing counted is 0, and a sum of nothing is 0; an average of nothing is blank.
fn answer(field: &CompiledField, roll_up: &RollUp, parts: &Parts) -> Value {
    let number = match roll_up.function {
        RollUpFunction::Count => Some(Decimal::from(parts.count)),
        RollUpFunction::Sum => Some(parts.sum),
        RollUpFunction::Average => parts.sum.checked_div(Decimal::from(parts.count)),
        RollUpFunction::Min => number_of(&parts.min),
        RollUpFunction::Max => number_of(&parts.max),
    };
    let scale = field.scale().unwrap_or_default();
    let rounded = number.map(|number| value::round_to_scale(number, scale, value::Rounding::HalfUp));
    rounded.filter(|number| value::in_field_range(*number, scale)).map_or(Value::Blank, Value::Number)
}

fn number_of(value: &Value) -> Option<Decimal> {
    if let Value::Number(number) = value { Some(*number) } else { None }
}
