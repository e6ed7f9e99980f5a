//! Cases of other forms in a scenario: a record that a step files or adds is spoken of as `record.step`, the next ones as `record.step.2` and so on.

use super::{
    cast::Filed,
    play::{Play, Refused, refusal_of},
};
use crate::command::{Begins, Command, FollowUp, Follows, MOST_CHANGED, MOST_FOLLOW_UPS, What, follow_ups, having, too_many, too_many_to_change};
use form_engine::Rights;
use serde_json::{Map, Value as Json};
use std::collections::VecDeque;
use value::{FormId, NodeId, RecordId, UserId};

impl Play<'_> {
    /// Runs what follows from a command on other records, and what follows from that.
    pub fn follow(&mut self, first: Vec<FollowUp>) -> Result<(), Refused> {
        // What follows from one of these is run by the command itself.
        let mut open = VecDeque::from(first);
        while let Some(next) = open.pop_front() {
            self.followed += usize::from(!matches!(next.what, Follows::Change { .. }));
            if self.followed > MOST_FOLLOW_UPS {
                return Err(refusal_of(too_many()));
            }
            let FollowUp { flow, form, record, what } = next;
            match what {
                Follows::File { values, by, department, caller, node } => {
                    let name = self.name_of_child((&caller.form, caller.record), &node);
                    let numbers = self.numbers(self.form(&form)?, department);
                    self.file((name, form, record), by, Rights::system(), What::File { values, numbers, department, flow, caller })?;
                }
                Follows::Add { values, by, department, asked_by: (asking, on), node } => {
                    let name = self.name_of_child((&asking, on), &node);
                    let numbers = self.numbers(self.form(&form)?, department);
                    self.file((name, form, record), by, Rights::system(), What::Create { values, numbers, department, begins: Begins::Usual })?;
                }
                Follows::ChangeAll { matches, values } => {
                    let found = self.having(&form, &matches);
                    if u32::try_from(found.len()).is_ok_and(|count| count > MOST_CHANGED) {
                        return Err(refusal_of(too_many_to_change(&self.form(&form)?.definition.label)));
                    }
                    let change =
                        |record| FollowUp { flow: flow.clone(), form: form.clone(), record, what: Follows::Change { values: values.clone() } };
                    open.extend(found.into_iter().map(change));
                }
                Follows::Change { values } => self.tell((&form, record), What::Update { values })?,
                Follows::Tell { token, child, news } => self.tell((&form, record), What::OfCase { token, record: child, news })?,
                Follows::TakeDown => self.tell((&form, record), What::TakeDown)?,
            }
        }
        Ok(())
    }

    pub(super) fn file(
        &mut self,
        (name, form, record): (String, FormId, RecordId),
        by: Option<UserId>,
        rights: Rights,
        what: What,
    ) -> Result<(), Refused> {
        let command = Command { form: form.clone(), record, stored: None, case: None, by, rights, what };
        let outcome = self.run(&command)?;
        let case = outcome.flow.as_ref().map(|flow| flow.case.clone());
        let filed = Filed { form, id: record, record: outcome.record.clone().unwrap_or_default(), case };
        self.cast.records.insert(name.clone(), filed);
        let next = follow_ups(&command, &outcome);
        self.note(&name, outcome);
        self.follow(next)
    }

    /// The records of a form that have these values.
    fn having(&self, form: &FormId, matches: &Map<String, Json>) -> Vec<RecordId> {
        let filter = having(matches);
        let variables = query::Variables { now: self.now, zone: &self.app.zone, current_user: None, current_departments: &[] };
        let context = query::QueryContext { variables, is_under: &|_, _, _| false, is_involved: &|_, _| false };
        let mut found: Vec<RecordId> = self
            .cast
            .records
            .values()
            .filter(|filed| filed.form == *form && query::matches(&filter, &filed.record, &context))
            .map(|filed| filed.id)
            .collect();
        found.sort();
        found
    }

    fn tell(&mut self, of: (&FormId, RecordId), what: What) -> Result<(), Refused> {
        let Some(name) = self.name_of(of) else { return Ok(()) };
        let filed = self.filed(&name)?;
        self.on_record(&name, &filed, None, Rights::system(), what)
    }

    fn name_of(&self, (form, record): (&FormId, RecordId)) -> Option<String> {
        self.cast.records.iter().find(|(_, filed)| filed.id == record && filed.form == *form).map(|(name, _)| name.clone())
    }

    fn name_of_child(&self, caller: (&FormId, RecordId), node: &NodeId) -> String {
        let first = format!("{}.{node}", self.name_of(caller).unwrap_or_default());
        let free = |name: &String| !self.cast.records.contains_key(name);
        let next = || (2..).map(|number: u32| format!("{first}.{number}")).find(free);
        if free(&first) { first } else { next().unwrap_or_default() }
    }
}
