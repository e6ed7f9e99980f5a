//! Cases that begin on records that are there already: which buttons a person is offered, and pressing one.

use crate::Runtime;
use crate::command::{Asked, Wish};
use crate::commit::Doer;
use crate::error::RuntimeResult;
use crate::types::{Call, StartOffer, Written};
use access::Actor;
use app_engine::command::BegunBy;
use value::{AppId, FlowId, FormId, RecordId};

/// Refusals for which no button is shown. Any other says what is to be mended, and is told when the button is pressed.
const NOT_OFFERED: [&str; 6] = ["flow.no_button", "flow.already_running", "flow.ran_before", "flow.not_offered", "no_right", "denied"];

impl Runtime {
    /// A person begins a case on a record by the button of a flow.
    pub async fn start_case(&self, call: &Call, app: &AppId, form: &FormId, record: RecordId, flow: FlowId) -> RuntimeResult<Written> {
        super::person(&call.actor)?;
        let active = self.active_app(app).await?;
        let people = self.people().await?;
        // Whoever does not see the record does not learn from the refusal that it exists.
        self.seen(&active, &people, active.form(form)?, &call.actor, record).await?;
        self.command(call, app, form, record, Wish::Begin { flow, by: BegunBy::Button }).await
    }

    /// The buttons that a person has on a record now.
    pub(crate) async fn starts_of(&self, actor: &Actor, app: &AppId, form: &FormId, record: RecordId) -> RuntimeResult<Vec<StartOffer>> {
        let mut offers = Vec::new();
        if actor.user().is_none() {
            return Ok(offers);
        }
        let active = self.active_app(app).await?;
        let mut ground = None;
        for (flow, button) in active.compiled.flows_of(form).filter_map(|flow| Some((flow, flow.button()?))) {
            let ground = match &ground {
                Some(ground) => ground,
                None => ground.insert(self.ground(app).await?),
            };
            let asked = Asked {
                app: app.clone(),
                form: form.clone(),
                record,
                actor: actor.clone(),
                doer: Doer::of_actor(actor),
                by: None,
                wish: Wish::Begin { flow: flow.id().clone(), by: BegunBy::Button },
                visitor: None,
            };
            let against = self.is_allowed(ground, &asked).await;
            if !against.is_err_and(|refusal| NOT_OFFERED.contains(&refusal.code())) {
                offers.push(StartOffer { flow: flow.id().clone(), label: button.label.clone() });
            }
        }
        Ok(offers)
    }
}
