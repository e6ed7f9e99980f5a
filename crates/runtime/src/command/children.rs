//! Cases and records of other forms: what follows from a command on other records is executed in its transaction, or nothing of it is.

use super::{Asked, Ground, Origin, Wish, refused};
use crate::commit::Doer;
use crate::looking::Looking;
use crate::{Runtime, RuntimeResult, facts};
use access::{Actor, Cause};
use app_engine::command::{FollowUp, Follows, MOST_CHANGED, MOST_FOLLOW_UPS, having, too_many, too_many_to_change};
use definition::Action;
use query::Page;
use serde_json::{Map, Value as Json};
use std::collections::VecDeque;
use store::Tx;
use store::records::{self, PageQuery};
use value::{AppId, FormId, RecordId, Value};

impl Runtime {
    /// Executes what follows, and what follows from that.
    pub(super) async fn follow(&self, tx: &Tx, ground: &Ground, app: &AppId, follow_ups: Vec<FollowUp>) -> RuntimeResult<()> {
        let mut open = VecDeque::from(follow_ups);
        let mut done = 0;
        while let Some(next) = open.pop_front() {
            // How many records a step changes has a bound of its own.
            done += usize::from(!matches!(next.what, Follows::Change { .. }));
            if done > MOST_FOLLOW_UPS {
                return Err(refused(too_many()));
            }
            if let Follows::ChangeAll { matches, values } = next.what {
                let found = self.having(tx, ground, &next.form, &matches).await?;
                let change = |record| {
                    let (flow, form) = (next.flow.clone(), next.form.clone());
                    FollowUp { flow, form, record, what: Follows::Change { values: values.clone() } }
                };
                open.extend(found.into_iter().map(change));
                continue;
            }
            let (_, more) = self.execute_one(tx, ground, &asked(app, next), None, None).await?;
            open.extend(more);
        }
        Ok(())
    }

    /// The records of a form that have these values, in the order of their keys.
    async fn having(&self, tx: &Tx, ground: &Ground, form: &FormId, matches: &Map<String, Json>) -> RuntimeResult<Vec<RecordId>> {
        let compiled = ground.app.form(form)?;
        let everything = self.plan(&ground.app, compiled, &facts::system(), Action::Read)?;
        let looking = Looking::new(&ground.app, &ground.people, form, &facts::system(), ground.now)?;
        let (filter, page) = (having(matches), Page { limit: MOST_CHANGED + 1, after: None });
        let asked = PageQuery { filter: Some(&filter), search: None, sort: &[], fields: Some(&[]), page: &page };
        let found = records::page(tx, &looking.view(&everything), &asked).await?.records;
        if u32::try_from(found.len()).is_ok_and(|count| count > MOST_CHANGED) {
            return Err(refused(too_many_to_change(&compiled.definition.label)));
        }
        let mut keys: Vec<RecordId> =
            found.iter().filter_map(|record| if let Value::Reference(key) = record.get("_id") { Some(*key) } else { None }).collect();
        keys.sort();
        Ok(keys)
    }
}

/// The system does it, for the flow; a new record is filed in the name of whoever moved the case.
fn asked(app: &AppId, follow_up: FollowUp) -> Asked {
    let FollowUp { flow, form, record, what } = follow_up;
    let actor = Actor::System(Cause::Flow(flow.clone()));
    let (by, wish) = match what {
        Follows::File { values, by, department, caller, .. } => (by, Wish::File { values, department, flow, caller }),
        Follows::Add { values, by, department, .. } => (by, Wish::Create { values, department, origin: Origin::Usual }),
        Follows::Change { values } => (None, Wish::Update { values, base: None, meant: false }),
        // Each of them is a command of its own: see `having`.
        Follows::ChangeAll { .. } => (None, Wish::Update { values: Map::new(), base: None, meant: false }),
        Follows::Tell { token, child, news } => (None, Wish::OfCase { token, child, news }),
        Follows::TakeDown => (None, Wish::TakeDown),
    };
    Asked { app: app.clone(), form, record, doer: Doer::of_actor(&actor), actor, by, wish, visitor: None }
}
