//! What people do with a case as a whole: the starter, whoever has decided, the administrators.

use super::{
    case_now::OfferNow,
    cast::Filed,
    play::{Play, Refused, no_right, nobody, refused},
};
use crate::command::What;
use definition::{Action as Right, CaseAction};
use flow_engine::{Measure, offers};
use form_engine::Rights;
use value::NodeId;

/// What an action is about.
#[derive(Clone, Copy)]
pub struct About<'a> {
    /// The step.
    pub node: Option<&'a NodeId>,
    /// Whose to-dos.
    pub from: Option<&'a str>,
    /// To which step or to whom.
    pub to: Option<&'a str>,
}

impl Play<'_> {
    /// A person does something with the case of a record that the person sees; the flow decides whether the person may.
    pub fn manage(&mut self, by: &str, name: &str, action: CaseAction, about: About<'_>) -> Result<(), Refused> {
        let filed = self.filed(name)?;
        let person = self.person(by)?;
        if !self.sees(by, &filed) {
            return Err(no_right());
        }
        let opinion = "…".to_owned();
        let what = match self.measure(action, about)? {
            None => What::Withdraw { opinion },
            Some(what) => What::Manage { what, opinion },
        };
        self.on_record(name, &filed, Some(&person), Rights::only(indexmap::IndexMap::new()), what)
    }

    /// What is asked of the flow; nothing for the withdrawal, which is a command of its own.
    fn measure(&self, action: CaseAction, About { node, from, to }: About<'_>) -> Result<Option<Measure>, Refused> {
        let no_step = || refused("step_missing", "请选择步骤", "Choose a step");
        let step = || node.cloned().ok_or_else(no_step);
        let person = |name: Option<&str>| name.and_then(|name| self.cast.user(name)).ok_or_else(nobody);
        Ok(Some(match action {
            CaseAction::Withdraw => return Ok(None),
            CaseAction::TakeBack => Measure::TakeBack { node: step()? },
            CaseAction::Urge => Measure::Urge,
            CaseAction::Jump => {
                let to = to.and_then(|to| NodeId::parse(to).ok()).ok_or_else(no_step)?;
                Measure::Jump { from: node.cloned(), to }
            }
            CaseAction::Suspend => Measure::Suspend,
            CaseAction::Resume => Measure::Resume,
            CaseAction::Terminate => Measure::Terminate,
            CaseAction::Reassign => Measure::Reassign { node: step()?, from: person(from)?, to: person(to)? },
            CaseAction::AddRow => Measure::AddRow { node: step()?, holder: person(to)? },
            CaseAction::FinishRows => Measure::FinishRows { node: step()? },
            CaseAction::Retry => Measure::Retry { node: step()? },
            CaseAction::Skip => Measure::Skip { node: step()? },
        }))
    }

    /// What each person may do with the case, as the page of the record offers it.
    pub fn offers(&self, filed: &Filed) -> Vec<OfferNow> {
        let Some(case) = filed.case.as_ref().filter(|case| case.state.status.is_open()) else { return Vec::new() };
        let there = self.cast.scenario.people.keys().filter(|name| self.sees(name, filed));
        let known = there.filter_map(|name| Some((name, self.cast.user(name)?)));
        known
            .flat_map(|(name, user)| {
                let of_person = offers(&case.flow, &case.state, user, &self.cast, self.now).into_iter();
                of_person.map(|offer| {
                    let whose = offer.whose.map(|user| self.cast.user_name(user));
                    OfferNow { by: name.clone(), action: offer.what, node: offer.node, whose, to: offer.to }
                })
            })
            .collect()
    }

    /// Whether a person sees a record: by a role, through a to-do, or as an administrator of the scenario, who sees all of them.
    fn sees(&self, name: &str, filed: &Filed) -> bool {
        let (Ok(person), Ok(form)) = (self.person(name), self.form(&filed.form)) else { return false };
        let holds = filed.case.iter().flat_map(|case| &case.state.todos).any(|todo| todo.holder == person.id);
        person.administrator || holds || self.plan(&person, Right::Read, form).is_some_and(|plan| self.may_reach(&plan, filed, &person, form))
    }
}
