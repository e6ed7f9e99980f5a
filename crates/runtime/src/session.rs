//! Signing in and out.

use crate::commit::{AuditRow, Doer};
use crate::types::{Profile, Session, SignIn, SignedIn, UserChange};
use crate::{Runtime, RuntimeError, RuntimeResult, digest, password};
use access::{Actor, Person};
use chrono::Duration;
use serde_json::json;
use std::sync::Arc;
use store::{login_attempts, sessions, settings, users};
use subtle::ConstantTimeEq;
use value::{Instant, Locale, UserId};

/// A row of the table of sessions is touched at most once in this time.
const TOUCHED_EVERY: Duration = Duration::seconds(60);
/// One address may try this many times as often as one name: behind it may stand a whole office.
const PER_ADDRESS: u64 = 10;
/// Under which name the digest of the first administrator's code is kept.
const SET_UP_CODE: &str = "set_up_code";

impl Runtime {
    /// Checks name and password and begins a session. Wrong attempts are counted per name and per address.
    pub async fn sign_in(&self, request: SignIn) -> RuntimeResult<SignedIn> {
        let login = request.login.trim().to_lowercase();
        let now = self.now();
        self.refuse_when_locked(&login, &request.address, now).await?;
        let found = users::by_login(&self.inner.store.read(), &login).await?.filter(|user| user.active);
        let hash = found.as_ref().and_then(|user| user.password_hash.clone());
        let right = password::verify(request.password.clone(), hash).await;
        match found {
            Some(user) if right => self.begin_session(UserId(user.id), &request, now).await,
            _ => {
                self.note_failure(login, request.address, now).await?;
                Err(RuntimeError::WrongPassword)
            }
        }
    }

    async fn refuse_when_locked(&self, login: &str, address: &str, now: Instant) -> RuntimeResult<()> {
        let config = &self.inner.config;
        let since = now - Duration::minutes(config.lockout_minutes.into());
        let reader = self.inner.store.read();
        let by_name = login_attempts::count_by_login(&reader, login, since.into()).await?;
        let by_address = login_attempts::count_by_address(&reader, address, since.into()).await?;
        let most = u64::from(config.lockout_attempts);
        if by_name >= most || by_address >= most * PER_ADDRESS {
            return Err(RuntimeError::TooMany { retry_seconds: config.lockout_minutes * 60 });
        }
        Ok(())
    }

    async fn note_failure(&self, login: String, address: String, now: Instant) -> RuntimeResult<()> {
        let runtime = self.clone();
        let key = self.inner.ids.key(now);
        let tried = Arc::new((login, address));
        self.inner
            .store
            .write(move |tx| {
                let (runtime, tried) = (runtime.clone(), tried.clone());
                Box::pin(async move {
                    let (login, address) = (&tried.0, &tried.1);
                    let attempt = login_attempts::FailedAttempt { id: key, login: login.clone(), address: address.clone(), at: now.into() };
                    login_attempts::note(tx, attempt).await?;
                    let nobody = Doer { id: None, name: String::new(), request: None };
                    let row = AuditRow { action: "session.failed", app: None, object: login.clone(), detail: json!({ "address": address }) };
                    runtime.audit(tx, &nobody, row, now, &[]).await
                })
            })
            .await
    }

    async fn begin_session(&self, user: UserId, request: &SignIn, now: Instant) -> RuntimeResult<SignedIn> {
        let token = self.inner.ids.secret(32);
        let row = sessions::SignedIn {
            token_hash: digest::of_token(&token),
            user_id: user.0,
            csrf: self.inner.ids.secret(24),
            created_at: now.into(),
            seen_at: now.into(),
            expires_at: self.session_end(now, now).into(),
            address: request.address.clone(),
            agent: request.agent.chars().take(200).collect(),
        };
        let (runtime, kept, login) = (self.clone(), row.clone(), request.login.trim().to_lowercase());
        self.inner
            .store
            .write(move |tx| {
                let (runtime, row, login) = (runtime.clone(), kept.clone(), login.clone());
                Box::pin(async move {
                    let detail = json!({ "address": row.address });
                    sessions::open(tx, row).await?;
                    login_attempts::forget(tx, &login).await?;
                    users::touch(tx, user, now.into()).await?;
                    let doer = Doer { id: Some(user.0), name: login.clone(), request: None };
                    runtime.audit(tx, &doer, AuditRow { action: "session.begin", app: None, object: login, detail }, now, &[]).await
                })
            })
            .await?;
        let session = self.session_of(row).await?;
        Ok(SignedIn { token, session })
    }

    /// A session ends when it was idle for too long, and in any case some hours after its begin.
    fn session_end(&self, begun: Instant, seen: Instant) -> Instant {
        let idle = seen + Duration::minutes(self.inner.config.session_idle_minutes.into());
        idle.min(begun + Duration::hours(self.inner.config.session_hours.into()))
    }

    /// The session of a token; also moves its idle limit on. Rights are read afresh, so that a right taken away is gone at once.
    pub async fn session(&self, token: &str) -> RuntimeResult<Session> {
        let row = self.session_row(token).await?;
        let now = self.now();
        if now - row.seen_at.instant() >= TOUCHED_EVERY {
            let (hash, end) = (row.token_hash.clone(), self.session_end(row.created_at.instant(), now));
            let touch = self.inner.store.write(move |tx| {
                let hash = hash.clone();
                Box::pin(async move { Ok::<_, RuntimeError>(sessions::touch(tx, &hash, now.into(), end.into()).await?) })
            });
            touch.await?;
            let (seen_at, expires_at) = (now.into(), self.session_end(row.created_at.instant(), now).into());
            self.people().await?.remember(sessions::SignedIn { seen_at, expires_at, ..row.clone() });
        }
        self.session_of(row).await
    }

    /// The session of a token, without moving its idle limit on: for live events, which must not keep a session alive.
    pub async fn peek_session(&self, token: &str) -> RuntimeResult<Session> {
        let row = self.session_row(token).await?;
        self.session_of(row).await
    }

    async fn session_row(&self, token: &str) -> RuntimeResult<sessions::SignedIn> {
        let (hash, now) = (digest::of_token(token), self.now());
        let people = self.people().await?;
        if let Some(row) = people.session(&hash).filter(|row| row.expires_at.instant() > now) {
            return Ok(row);
        }
        let found = sessions::find(&self.inner.store.read(), &hash, now.into()).await?.ok_or(RuntimeError::Unauthenticated)?;
        people.remember(found.clone());
        Ok(found)
    }

    async fn session_of(&self, row: sessions::SignedIn) -> RuntimeResult<Session> {
        let user = UserId(row.user_id);
        let people = self.people().await?;
        let person = people.person(user).ok_or(RuntimeError::Unauthenticated)?;
        let profile = self.profile_of(user).await?;
        // Whoever still has a first password may do nothing but choose another one.
        let person = if profile.must_change_password { without_rights(person) } else { person };
        Ok(Session { actor: Actor::User(person), csrf: row.csrf, profile, expires_at: row.expires_at.instant() })
    }

    pub(crate) async fn profile_of(&self, user: UserId) -> RuntimeResult<Profile> {
        let people = self.people().await?;
        let row = people.users.get(&user).ok_or(RuntimeError::NotFound { what: "user" })?;
        Ok(Profile {
            id: user,
            login: row.login.clone(),
            name: row.name.clone(),
            email: row.email.clone(),
            departments: people.memberships.get(&user).cloned().unwrap_or_default(),
            administrator: row.administrator,
            must_change_password: row.must_change_password,
            locale: Locale::from_tag(&row.locale),
        })
    }

    /// Ends a session.
    pub async fn sign_out(&self, token: &str) -> RuntimeResult<()> {
        let hash = digest::of_token(token);
        let done: RuntimeResult<()> = self
            .inner
            .store
            .write(move |tx| {
                let hash = hash.clone();
                Box::pin(async move { Ok(sessions::close(tx, &hash).await?) })
            })
            .await;
        self.forget_people();
        done
    }

    /// Changes the own password, ends all other sessions and gives this one a new token.
    pub async fn change_password(&self, token: &str, old: &str, new: &str) -> RuntimeResult<SignedIn> {
        let row = self.session_row(token).await?;
        let now = self.now();
        let user = UserId(row.user_id);
        let person = users::get(&self.inner.store.read(), user).await?.ok_or(RuntimeError::Unauthenticated)?;
        self.refuse_when_locked(&person.login, &row.address, now).await?;
        if !password::verify(old.into(), person.password_hash.clone()).await {
            self.note_failure(person.login, row.address, now).await?;
            return Err(RuntimeError::WrongPassword);
        }
        password::accept(new, &person.login)?;
        if old == new {
            return Err(RuntimeError::refused("password_same", "新密码不能与旧密码相同", "The new password must differ from the old one"));
        }
        let hash = password::hash(new.into()).await?;
        self.set_password(user, hash, false, Doer { id: Some(user.0), name: person.name.clone(), request: None }, "user.password").await?;
        let request = SignIn { login: person.login, password: String::new(), address: row.address, agent: row.agent };
        self.begin_session(user, &request, now).await
    }

    /// Keeps a new password and ends all sessions of the person.
    pub(crate) async fn set_password(&self, user: UserId, hash: String, must_change: bool, doer: Doer, action: &'static str) -> RuntimeResult<()> {
        let (runtime, now) = (self.clone(), self.now());
        let doer = Arc::new(doer);
        let done = self.inner.store.write(move |tx| {
            let (runtime, hash, doer) = (runtime.clone(), hash.clone(), doer.clone());
            Box::pin(async move {
                let row = users::get(tx, user).await?.ok_or(RuntimeError::NotFound { what: "user" })?;
                let login = row.login.clone();
                users::save(tx, users::User { password_hash: Some(hash), must_change_password: must_change, ..row }).await?;
                sessions::close_all(tx, user, None).await?;
                runtime.audit(tx, &doer, AuditRow { action, app: None, object: login, detail: json!({}) }, now, &[]).await
            })
        });
        done.await?;
        self.forget_people();
        Ok(())
    }

    /// Changes the own language and mail address.
    pub async fn change_profile(&self, actor: &Actor, change: UserChange) -> RuntimeResult<Profile> {
        let user = actor.user().ok_or(RuntimeError::Unauthenticated)?;
        let mail = change.email.clone();
        crate::people::accept_mail(mail.as_deref())?;
        let locale = change.locale;
        let done = self.inner.store.write(move |tx| {
            let mail = mail.clone();
            Box::pin(async move {
                let mut row = users::get(tx, user).await?.ok_or(RuntimeError::NotFound { what: "user" })?;
                if let Some(mail) = mail {
                    row.email = (!mail.trim().is_empty()).then(|| mail.trim().to_owned());
                }
                if let Some(locale) = locale {
                    row.locale = locale.tag().into();
                }
                Ok::<_, RuntimeError>(users::save(tx, row).await?)
            })
        });
        done.await?;
        self.forget_people();
        self.profile_of(user).await
    }

    /// Whether the product still waits for its first administrator.
    pub async fn needs_set_up(&self) -> RuntimeResult<bool> {
        Ok(!users::any(&self.inner.store.read()).await?)
    }

    /// Makes the one-time code with which the first administrator is made; none when there is one. It is for the console only.
    pub async fn set_up_code(&self) -> RuntimeResult<Option<String>> {
        if !self.needs_set_up().await? {
            return Ok(None);
        }
        let code = self.inner.ids.secret(12);
        let kept = json!(digest::of_token(&code));
        let done = self.inner.store.write(move |tx| {
            let kept = kept.clone();
            Box::pin(async move { Ok::<_, RuntimeError>(settings::set(tx, SET_UP_CODE, kept).await?) })
        });
        done.await?;
        Ok(Some(code))
    }

    /// Makes the first administrator.
    pub async fn set_up(&self, code: &str, request: SignIn, name: &str) -> RuntimeResult<SignedIn> {
        let kept = settings::get(&self.inner.store.read(), SET_UP_CODE).await?;
        let expected = kept.as_ref().and_then(|kept| kept.as_str()).unwrap_or_default().to_owned();
        let given = digest::of_token(code);
        if !self.needs_set_up().await? || !bool::from(given.as_bytes().ct_eq(expected.as_bytes())) {
            self.refuse_when_locked("set_up", &request.address, self.now()).await?;
            self.note_failure("set_up".into(), request.address, self.now()).await?;
            return Err(RuntimeError::refused("wrong_code", "一次性代码不正确或已使用", "The one-time code is wrong or was used"));
        }
        let login = crate::people::accept_login(&request.login)?;
        password::accept(&request.password, &login)?;
        let hash = password::hash(request.password.clone()).await?;
        let now = self.now();
        let user = users::User {
            id: self.inner.ids.key(now),
            login: login.clone(),
            name: name.trim().to_owned(),
            name_key: store::text_key(name),
            email: None,
            phone: None,
            password_hash: Some(hash),
            must_change_password: false,
            administrator: true,
            active: true,
            locale: Locale::ZhCn.tag().into(),
            created_at: now.into(),
            last_seen: None,
            revision: 1,
        };
        let id = UserId(user.id);
        let (runtime, row) = (self.clone(), Arc::new(user));
        let done = self.inner.store.write(move |tx| {
            let (runtime, row) = (runtime.clone(), row.clone());
            Box::pin(async move {
                // Looked at again inside: of two who try at the same time, one is first.
                if users::any(tx).await? {
                    return Err(RuntimeError::refused("wrong_code", "一次性代码不正确或已使用", "The one-time code is wrong or was used"));
                }
                users::create(tx, (*row).clone()).await?;
                settings::set(tx, SET_UP_CODE, json!(null)).await?;
                let doer = Doer { id: Some(row.id), name: row.name.clone(), request: None };
                runtime.audit(tx, &doer, AuditRow { action: "user.set_up", app: None, object: row.login.clone(), detail: json!({}) }, now, &[]).await
            })
        });
        done.await?;
        self.forget_people();
        self.begin_session(id, &SignIn { login, ..request }, now).await
    }
}

fn without_rights(person: Person) -> Person {
    Person { roles: std::collections::BTreeMap::new(), administrator: false, ..person }
}
