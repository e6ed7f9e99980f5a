//! 代理: people say when they are away and who stands in; administrators say it for others.

use crate::commit::{AuditRow, Doer, internal};
use crate::organisation::People;
use crate::types::{AbsenceEntry, Call, NewAbsence};
use crate::{Event, Runtime, RuntimeError, RuntimeResult};
use access::Actor;
use chrono::Duration;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::absences::{self, Absence};
use store::{Tx, messages};
use uuid::Uuid;
use value::{AppId, Instant, UserId};

/// How many absences a list holds.
const LISTED: u64 = 200;
/// Longer than this nobody is away: whoever leaves for good is switched off.
const LONGEST: Duration = Duration::days(366);

impl Runtime {
    /// The own absences, and those in which the person stands in.
    pub async fn own_absences(&self, actor: &Actor) -> RuntimeResult<Vec<AbsenceEntry>> {
        let user = actor.user().ok_or_else(RuntimeError::no_right)?;
        let rows = absences::of(&self.inner.store.read(), user, LISTED).await?;
        self.absence_entries(actor, rows).await
    }

    /// Everybody's absences, for an administrator.
    pub async fn all_absences(&self, actor: &Actor) -> RuntimeResult<Vec<AbsenceEntry>> {
        crate::people::administrator(actor)?;
        let rows = absences::all(&self.inner.store.read(), LISTED).await?;
        self.absence_entries(actor, rows).await
    }

    /// Enters an absence; new to-dos then go to whoever stands in. Answers its key.
    pub async fn enter_absence(&self, call: &Call, new: NewAbsence) -> RuntimeResult<Uuid> {
        let own = call.actor.user().ok_or_else(RuntimeError::no_right)?;
        let user = new.user.unwrap_or(own);
        if user != own {
            crate::people::administrator(&call.actor)?;
        }
        self.sound(user, &new).await?;
        let (now, doer, runtime) = (self.now(), Doer::of(call), self.clone());
        let row = Arc::new(Absence {
            id: self.inner.ids.key(now),
            user_id: user.0,
            stand_in_id: new.stand_in.0,
            from_at: new.from.into(),
            until_at: new.until.into(),
            apps: json!(new.apps),
            entered_by: Some(own.0),
            entered_at: now.into(),
        });
        let people = self.people().await?;
        let entered: Uuid = self
            .keyed(call, move |tx| {
                let (runtime, row, doer, people) = (runtime.clone(), row.clone(), doer.clone(), people.clone());
                Box::pin(async move {
                    fits_the_others(tx, &people, &row, now).await?;
                    absences::enter(tx, (*row).clone()).await?;
                    messages::deliver(tx, vec![runtime.asked_to_stand_in(&people, &row, now)]).await?;
                    runtime.audit_absence(tx, &doer, "absence.enter", &row, now).await?;
                    let (stand_in, told) = (UserId(row.stand_in_id), runtime.clone());
                    tx.after_commit(move || told.tell(Event::Messages { users: vec![stand_in] }));
                    Ok(row.id)
                })
            })
            .await?;
        self.forget_people();
        Ok(entered)
    }

    /// The person is back: an absence that is on ends now, one to come is taken away, one that is over stays as it was.
    pub async fn end_absence(&self, call: &Call, id: Uuid) -> RuntimeResult<()> {
        let user = call.actor.user().ok_or_else(RuntimeError::no_right)?;
        let administers = access::is_administrator(&call.actor);
        let (now, doer, runtime) = (self.now(), Doer::of(call), self.clone());
        let _done: () = self
            .keyed(call, move |tx| {
                let (runtime, doer) = (runtime.clone(), doer.clone());
                Box::pin(async move {
                    let found = absences::get(tx, id).await?.filter(|row| administers || row.user_id == user.0);
                    let row = found.ok_or(RuntimeError::NotFound { what: "absence" })?;
                    match state_of(&row, now) {
                        "coming" => absences::remove(tx, id).await?,
                        "on" => absences::end(tx, id, now.into()).await?,
                        _ => return Ok(()),
                    }
                    runtime.audit_absence(tx, &doer, "absence.end", &row, now).await
                })
            })
            .await?;
        self.forget_people();
        Ok(())
    }

    async fn sound(&self, user: UserId, new: &NewAbsence) -> RuntimeResult<()> {
        let people = self.people().await?;
        if new.from >= new.until {
            return Err(RuntimeError::refused("absence_times", "结束时间要晚于开始时间", "It has to end after it begins"));
        }
        if new.until <= self.now() {
            return Err(RuntimeError::refused("absence_over", "结束时间已经过去，请选择将来的时间", "This is over already; choose a time to come"));
        }
        if new.until - new.from > LONGEST {
            return Err(RuntimeError::refused(
                "absence_long",
                "一次最长一年；长期离岗请停用账号",
                "At most one year; switch off whoever leaves for good",
            ));
        }
        people.users.get(&user).ok_or(RuntimeError::NotFound { what: "user" })?;
        if new.stand_in == user {
            return Err(RuntimeError::refused(
                "absence_self",
                "不能由自己代理自己，请选择其他人",
                "Nobody stands in for himself; choose somebody else",
            ));
        }
        if people.users.get(&new.stand_in).is_none_or(|row| !row.active) {
            return Err(RuntimeError::refused(
                "absence_stand_in",
                "代理人不存在或已停用，请选择其他人",
                "Whoever stands in does not exist or is inactive; choose somebody else",
            ));
        }
        for app in &new.apps {
            self.active_app(app).await?;
        }
        Ok(())
    }

    async fn absence_entries(&self, actor: &Actor, rows: Vec<Absence>) -> RuntimeResult<Vec<AbsenceEntry>> {
        let people = self.people().await?;
        let (apps, now) = (self.all_apps().await?, self.now());
        let label = |id: &AppId| apps.iter().find(|app| app.compiled.id() == id).map(|app| app.compiled.app.label.clone());
        let entry = |row: Absence| {
            let ids: Vec<AppId> = serde_json::from_value(row.apps.clone()).map_err(internal)?;
            let state = state_of(&row, now);
            let (user, stand_in) = (UserId(row.user_id), UserId(row.stand_in_id));
            Ok(AbsenceEntry {
                id: row.id,
                user,
                user_name: people.name_of(user).unwrap_or_default().to_owned(),
                stand_in,
                stand_in_name: people.name_of(stand_in).unwrap_or_default().to_owned(),
                from: row.from_at.instant(),
                until: row.until_at.instant(),
                apps: ids.into_iter().map(|id| (id.clone(), label(&id).unwrap_or_else(|| value::Label::Plain(id.to_string())))).collect(),
                state,
                may_end: state != "over" && (access::is_administrator(actor) || actor.user() == Some(user)),
            })
        };
        rows.into_iter().map(entry).collect()
    }

    /// Whoever stands in is told; the words are in the own language.
    fn asked_to_stand_in(&self, people: &People, row: &Absence, now: Instant) -> messages::UserMessage {
        let stand_in = UserId(row.stand_in_id);
        let name = people.name_of(UserId(row.user_id)).unwrap_or_default();
        let (subject, body) = match people.locale_of(stand_in) {
            value::Locale::ZhCn => (format!("{name}请您代理待办"), format!("{name}离开期间，新的待办会转到您这里，并注明「代 {name}」。")),
            value::Locale::En => {
                (format!("You stand in for {name}"), format!("While {name} is away, new to-dos come to you and say that they are for {name}."))
            }
        };
        messages::UserMessage {
            id: self.inner.ids.key(now),
            user_id: stand_in.0,
            at: now.into(),
            subject,
            body,
            app: None,
            form: None,
            record_id: None,
            read_at: None,
        }
    }

    async fn audit_absence(&self, tx: &Tx, doer: &Doer, action: &str, row: &Absence, now: Instant) -> RuntimeResult<()> {
        let detail = json!({ "user": row.user_id, "stand_in": row.stand_in_id, "from": row.from_at.instant(), "until": row.until_at.instant(), "apps": row.apps });
        self.audit(tx, doer, AuditRow { action, app: None, object: row.id.to_string(), detail }, now, &[]).await
    }
}

fn state_of(row: &Absence, now: Instant) -> &'static str {
    let now = store::Moment::from(now);
    if now < row.from_at {
        "coming"
    } else if now < row.until_at {
        "on"
    } else {
        "over"
    }
}

/// One person has one stand-in at a time, and nobody stands in for himself by way of others.
async fn fits_the_others(tx: &Tx, people: &People, row: &Absence, now: Instant) -> RuntimeResult<()> {
    let others: Vec<Absence> =
        absences::not_over(tx, now.into()).await?.into_iter().filter(|other| other.meets(row) && other.shares_an_app_with(row)).collect();
    let name = |user: Uuid| people.name_of(UserId(user)).unwrap_or_default().to_owned();
    if others.iter().any(|other| other.user_id == row.user_id) {
        let name = name(row.user_id);
        return Err(RuntimeError::refused(
            "absence_twice",
            format!("{name}在这段时间已经有代理，请先结束原来的"),
            format!("{name} has a stand-in for this time already; end that one first"),
        ));
    }
    let mut seen = BTreeSet::from([row.user_id]);
    let mut open = vec![row.stand_in_id];
    while let Some(user) = open.pop() {
        if user == row.user_id {
            let name = name(row.stand_in_id);
            return Err(RuntimeError::refused(
                "absence_ring",
                format!("{name}在这段时间也不在，代理会绕回本人，请选择其他人"),
                format!("{name} is away then as well, and it would come back round; choose somebody else"),
            ));
        }
        if seen.insert(user) {
            open.extend(others.iter().filter(|other| other.user_id == user).map(|other| other.stand_in_id));
        }
    }
    Ok(())
}
