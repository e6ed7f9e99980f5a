//! Cases of other forms: what follows from a command on other records is executed in its transaction, or nothing of it is.

use super::{Asked, Ground, Wish, refused};
use crate::commit::Doer;
use crate::{Runtime, RuntimeResult};
use access::{Actor, Cause};
use app_engine::command::{FollowUp, Follows, MOST_FOLLOW_UPS, too_many};
use std::collections::VecDeque;
use store::Tx;
use value::AppId;

impl Runtime {
    /// Executes what follows, and what follows from that.
    pub(super) async fn follow(&self, tx: &Tx, ground: &Ground, app: &AppId, follow_ups: Vec<FollowUp>) -> RuntimeResult<()> {
        let mut open = VecDeque::from(follow_ups);
        let mut done = 0;
        while let Some(next) = open.pop_front() {
            done += 1;
            if done > MOST_FOLLOW_UPS {
                return Err(refused(too_many()));
            }
            let (_, more) = self.execute_one(tx, ground, &asked(app, next), None).await?;
            open.extend(more);
        }
        Ok(())
    }
}

/// The system does it, for the flow; a new record is filed in the name of whoever moved the case.
fn asked(app: &AppId, follow_up: FollowUp) -> Asked {
    let FollowUp { flow, form, record, what } = follow_up;
    let actor = Actor::System(Cause::Flow(flow.clone()));
    let (by, wish) = match what {
        Follows::File { values, by, department, caller, .. } => (by, Wish::File { values, department, flow, caller }),
        Follows::Tell { token, child, news } => (None, Wish::OfCase { token, child, news }),
        Follows::TakeDown => (None, Wish::TakeDown),
    };
    Asked { app: app.clone(), form, record, doer: Doer::of_actor(&actor), actor, by, wish, visitor: None }
}
