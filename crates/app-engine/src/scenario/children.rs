//! Cases of other forms in a scenario: a record that a step files is spoken of as `record.step`, the next ones as `record.step.2` and so on.

use super::{
    cast::Filed,
    play::{Play, Refused, refusal_of},
};
use crate::command::{Command, FollowUp, Follows, MOST_FOLLOW_UPS, What, follow_ups, too_many};
use form_engine::Rights;
use std::collections::VecDeque;
use value::{FormId, NodeId, RecordId};

impl Play<'_> {
    /// Runs what follows from a command on other records, and what follows from that.
    pub fn follow(&mut self, first: Vec<FollowUp>) -> Result<(), Refused> {
        // What follows from one of these is run by the command itself.
        let mut open = VecDeque::from(first);
        while let Some(next) = open.pop_front() {
            self.followed += 1;
            if self.followed > MOST_FOLLOW_UPS {
                return Err(refusal_of(too_many()));
            }
            let FollowUp { flow, form, record, what } = next;
            match what {
                Follows::File { values, by, department, caller, node } => {
                    let name = self.name_of_child((&caller.form, caller.record), &node);
                    let numbers = self.numbers(self.form(&form)?, department);
                    let what = What::File { values, numbers, department, flow, caller };
                    let command = Command { form: form.clone(), record, stored: None, case: None, by, rights: Rights::system(), what };
                    let outcome = self.run(&command)?;
                    let case = outcome.flow.as_ref().map(|flow| flow.case.clone());
                    let filed = Filed { form, id: record, record: outcome.record.clone().unwrap_or_default(), case };
                    self.cast.records.insert(name.clone(), filed);
                    let next = follow_ups(&command, &outcome);
                    self.note(&name, outcome);
                    self.follow(next)?;
                }
                Follows::Tell { token, child, news } => self.tell((&form, record), What::OfCase { token, record: child, news })?,
                Follows::TakeDown => self.tell((&form, record), What::TakeDown)?,
            }
        }
        Ok(())
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
