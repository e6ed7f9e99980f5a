//! What the allocation of steps has to know, from the database: what people hold, whose turn it is, who can do what, who did it before.

use crate::RuntimeResult;
use crate::commit::internal;
use crate::facts::{Source, system};
use crate::looking::Looking;
use app_engine::command::Fact;
use definition::Action;
use flow_engine::{AllocationFacts, Compare, Counted, Entry, EntryQuestion, FamiliarQuestion, Load, LoadQuestion, OrgFact};
use form_engine::CompiledForm;
use query::{Condition, Direction, FieldPath, Filter, Operand, Operator, Page, Sort};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use store::records::{self, PageQuery};
use store::{allocation, todos};
use value::{FieldId, FlowId, NodeId, Record, RecordId, UserId, Value, to_json};

/// The most records of one look.
const AT_ONCE: u32 = 500;
/// So many earlier records of the same thing are looked at.
const EARLIER: u32 = 100;

/// Whether a fact is about the allocation of steps.
pub(crate) fn is_about(fact: &Fact) -> bool {
    matches!(fact, Fact::Organisation(OrgFact::Load(_) | OrgFact::Turn { .. } | OrgFact::Entries(_) | OrgFact::Familiar(_)))
}

/// To whom a load is counted together.
type Together = (Counted, FlowId, NodeId);

impl Source<'_> {
    /// Loads what is missing. Whoever does so in order to write is alone.
    pub(crate) async fn load_allocation(&self, missing: &[Fact], into: &mut AllocationFacts) -> RuntimeResult<()> {
        if !missing.iter().any(is_about) {
            return Ok(());
        }
        self.session.must_be_alone()?;
        let app = self.app.compiled.id();
        let mut loads: BTreeMap<Together, Vec<&LoadQuestion>> = BTreeMap::new();
        for fact in missing {
            match fact {
                Fact::Organisation(OrgFact::Load(question)) => {
                    loads.entry((question.counted, question.flow.clone(), question.node.clone())).or_default().push(question);
                }
                Fact::Organisation(OrgFact::Turn { flow, node }) => {
                    let last = allocation::last_turn(self.session, app, flow, node).await?;
                    into.turns.insert((flow.clone(), node.clone()), last);
                }
                Fact::Organisation(OrgFact::Entries(question)) => _ = into.entries.insert(question.clone(), self.entries(question).await?),
                Fact::Organisation(OrgFact::Familiar(question)) => _ = into.familiar.insert(question.clone(), self.who_knows(question).await?),
                _ => {}
            }
        }
        for ((counted, flow, node), questions) in loads {
            let users: BTreeSet<UserId> = questions.iter().map(|question| question.user).collect();
            let place = (app, (counted != Counted::App).then_some(&flow), (counted == Counted::Step).then_some(&node));
            let open = todos::load_of(self.session, place, &users).await?;
            let given = allocation::last_given(self.session, place, &users).await?;
            for question in questions {
                let open = open.get(&question.user).copied().unwrap_or_default();
                let since = given.get(&question.user).map(|moment| moment.instant());
                into.loads.insert(question.clone(), Load { open: u32::try_from(open).unwrap_or(u32::MAX), since });
            }
        }
        Ok(())
    }

    /// The records that say who can do something; read as the system, for it is the app that asks.
    async fn entries(&self, question: &EntryQuestion) -> RuntimeResult<Vec<Entry>> {
        let Ok(form) = self.app.form(&question.form) else { return Ok(Vec::new()) };
        let filter = Filter::And(question.matches.iter().map(|(field, how, value)| condition(form, field, *how, value)).collect());
        let mut fields = question.fields.clone();
        if !fields.contains(&question.user) {
            fields.push(question.user.clone());
        }
        let found = self.records_where(form, &filter, &fields, None).await?;
        Ok(found.iter().filter_map(|record| question.entry(record)).collect())
    }

    /// Who did a step before in records with the same value, the last first.
    async fn who_knows(&self, question: &FamiliarQuestion) -> RuntimeResult<Vec<UserId>> {
        let Ok(form) = self.app.form(&question.form) else { return Ok(Vec::new()) };
        let value: Json = serde_json::from_str(&question.value).map_err(internal)?;
        let field = FieldPath { field: question.field.clone(), column: None };
        let filter = Filter::Condition(Condition { field, op: Operator::Eq, value: Some(Operand::Literal(value)) });
        let found = self.records_where(form, &filter, &[], Some(EARLIER)).await?;
        let key = |record: &Record| if let Value::Reference(key) = record.get("_id") { Some(*key) } else { None };
        let records: BTreeSet<RecordId> = found.iter().filter_map(key).collect();
        Ok(todos::who_did(self.session, (self.app.compiled.id(), &question.flow, &question.node), &records).await?)
    }

    /// The records of a form that fulfil a filter, the newest first.
    async fn records_where(&self, form: &CompiledForm, filter: &Filter, fields: &[FieldId], most: Option<u32>) -> RuntimeResult<Vec<Record>> {
        let everything = self.runtime.plan(self.app, form, &system(), Action::Read)?;
        let looking = Looking::new(self.app, self.people, form.id(), &system(), self.now)?;
        let newest = [Sort { field: FieldPath::parse("_created_at").map_err(internal)?, dir: Direction::Desc }];
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let page = Page { limit: most.unwrap_or(AT_ONCE), after };
            let query = PageQuery { filter: Some(filter), search: None, sort: &newest, fields: Some(fields), page: &page };
            let found = records::page(self.session, &looking.view(&everything), &query).await?;
            all.extend(found.records);
            after = found.next.filter(|_| most.is_none());
            if after.is_none() {
                return Ok(all);
            }
        }
    }
}

fn condition(form: &CompiledForm, field: &FieldId, how: Compare, value: &Value) -> Filter {
    let value_type = form.scope.fields.get(field).map(|field| &field.value_type);
    // A number is compared as it is, not rounded to the digits that the field happens to have.
    let literal = if let Value::Number(number) = value { number.normalize().to_string().into() } else { to_json(value, value_type) };
    let (op, literal) = match how {
        Compare::Equal => (Operator::Eq, literal),
        Compare::AtLeast => (Operator::Ge, literal),
        Compare::AtMost => (Operator::Le, literal),
        Compare::Includes => (Operator::HasAny, Json::Array(vec![to_json(value, None)])),
    };
    Filter::Condition(Condition { field: FieldPath { field: field.clone(), column: None }, op, value: Some(Operand::Literal(literal)) })
}
