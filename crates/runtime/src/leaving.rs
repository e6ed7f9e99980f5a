//! 离职交接: what people who may not sign in any more still hold goes to somebody else, one to-do at a time.

use crate::command::Wish;
use crate::commit::internal;
use crate::people::administrator;
use crate::types::HeldTodos;
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::Actor;
use chrono::Duration;
use flow_engine::TodoId;
use serde_json::json;
use store::{Before, Narrow, Tx, absences, todos, users};
use value::{AppId, FlowId, FormId, Instant, RecordId, UserId};

/// How often it is looked for what they hold: another server may have switched somebody off, or a step may have given them something.
const LOOK_EVERY: Duration = Duration::minutes(1);
/// So many to-dos are read at once.
const AT_ONCE: u64 = 100;
/// For so long whoever takes over is noted as the stand-in of whoever left.
const NOTED: Duration = Duration::days(366);

/// When it is looked for what they hold the next time.
pub(crate) type LookAt = parking_lot::Mutex<Option<Instant>>;

impl Runtime {
    /// What a person holds.
    pub async fn held_by(&self, actor: &Actor, user: UserId) -> RuntimeResult<HeldTodos> {
        administrator(actor)?;
        self.people().await?.users.get(&user).ok_or(RuntimeError::NotFound { what: "user" })?;
        let counts = todos::counts(&self.inner.store.read(), user, self.now().into()).await?;
        Ok(HeldTodos { open: counts.open, overdue: counts.overdue })
    }

    /// Hands over what people who may not sign in any more hold; answers how many to-dos went to somebody else or are not needed any more.
    pub async fn relieve(&self) -> RuntimeResult<usize> {
        let now = self.now();
        {
            let mut at = self.inner.relieve_at.lock();
            if at.is_some_and(|at| now < at) {
                return Ok(0);
            }
            *at = Some(now + LOOK_EVERY);
        }
        let mut moved = 0;
        for user in users::inactive(&self.inner.store.read()).await? {
            moved += self.relieve_one(user).await?;
        }
        Ok(moved)
    }

    async fn relieve_one(&self, user: UserId) -> RuntimeResult<usize> {
        let (mut moved, mut before) = (0, None);
        loop {
            let held = todos::open_of(&self.inner.store.read(), user, &Narrow::default(), before, AT_ONCE).await?;
            let Some(last) = held.last() else { return Ok(moved) };
            before = Some(Before { at: last.created_at, id: last.id });
            for todo in held {
                let id = todo.id;
                match self.relieve_of(todo).await {
                    Ok(true) => moved += 1,
                    Ok(false) => {}
                    Err(error) => tracing::warn!(todo.id = %id, %error, "What somebody left could not be handed over: {error}"),
                }
            }
        }
    }

    async fn relieve_of(&self, todo: todos::Todo) -> RuntimeResult<bool> {
        let app = AppId::parse(&todo.app).map_err(internal)?;
        let flow = FlowId::parse(&todo.flow).map_err(internal)?;
        let form = FormId::parse(&todo.form).map_err(internal)?;
        self.as_flow(app, form, RecordId(todo.record_id), flow, Wish::Relieve { todo: TodoId(todo.id) }).await
    }

    /// Somebody was switched off: what is held is looked for with the next pass.
    pub(crate) fn somebody_left(&self) {
        *self.inner.relieve_at.lock() = None;
    }

    /// Whoever takes over from somebody who leaves stands in for that person from now on, in all apps.
    pub(crate) async fn note_successor(&self, tx: &Tx, (user, to): (UserId, UserId), entered_by: Option<UserId>, now: Instant) -> RuntimeResult<()> {
        let people = self.people().await?;
        if to == user || people.users.get(&to).is_none_or(|row| !row.active) {
            return Err(RuntimeError::refused(
                "successor",
                "接手人不存在或已停用，请选择其他人",
                "Whoever takes over does not exist or is inactive; choose somebody else",
            ));
        }
        for absence in absences::not_over(tx, now.into()).await?.into_iter().filter(|absence| absence.user_id == user.0) {
            if absence.from_at > now.into() {
                absences::remove(tx, absence.id).await?;
            } else {
                absences::end(tx, absence.id, now.into()).await?;
            }
        }
        let absence = absences::Absence {
            id: self.inner.ids.key(now),
            user_id: user.0,
            stand_in_id: to.0,
            from_at: now.into(),
            until_at: (now + NOTED).into(),
            apps: json!([]),
            entered_by: entered_by.map(|user| user.0),
            entered_at: now.into(),
        };
        Ok(absences::enter(tx, absence).await?)
    }
}
