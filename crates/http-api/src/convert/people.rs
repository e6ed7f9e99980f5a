//! People, departments, roles, audit.

use crate::dto::PersonRef;
use crate::dto::admin::{AuditEntry, DeadLetter, DepartmentDetail, RoleEntry, UserDetail};
use crate::problem::Problem;
use axum::http::StatusCode;
use runtime::types;
use std::collections::BTreeMap;
use value::{Label, Locale, UserId};

/// The names of people by key.
pub(crate) type Names = BTreeMap<UserId, String>;

pub(crate) fn names(users: &[types::UserEntry]) -> Names {
    users.iter().map(|user| (user.id, user.name.clone())).collect()
}

fn person(names: &Names, id: UserId) -> PersonRef {
    PersonRef { id: id.to_string(), name: names.get(&id).cloned().unwrap_or_default() }
}

/// Reads a language tag of a request.
pub(crate) fn locale_from(tag: &str) -> Result<Locale, Problem> {
    let wrong = || {
        let message = Label::both("语言只能是 zh-CN 或 en", "The language is zh-CN or en");
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "locale", message).at("/locale")
    };
    [Locale::ZhCn, Locale::En].into_iter().find(|locale| locale.tag() == tag).ok_or_else(wrong)
}

pub(crate) fn user_detail(user: types::UserEntry) -> UserDetail {
    UserDetail {
        id: user.id.to_string(),
        login: user.login,
        name: user.name,
        email: user.email,
        departments: user.departments.iter().map(ToString::to_string).collect(),
        administrator: user.administrator,
        active: user.active,
        locale: user.locale.tag().into(),
        last_seen: user.last_seen,
    }
}

pub(crate) fn department_detail(department: types::DepartmentEntry, names: &Names) -> DepartmentDetail {
    DepartmentDetail {
        id: department.id.to_string(),
        name: department.name,
        parent: department.above.map(|above| above.to_string()),
        head: department.head.map(|head| person(names, head)),
        position: department.position,
    }
}

pub(crate) fn role_entry(role: types::RoleHolders, names: &Names) -> RoleEntry {
    RoleEntry {
        app: role.app.to_string(),
        app_label: role.app_label.into(),
        role: role.role.to_string(),
        label: role.label.into(),
        help: role.help.into(),
        holders: role.users.into_iter().map(|id| person(names, id)).collect(),
    }
}

pub(crate) fn audit_entry(entry: types::AuditEntry) -> AuditEntry {
    AuditEntry {
        id: entry.cursor,
        at: entry.at,
        actor: entry.actor.map(|actor| actor.to_string()),
        actor_name: entry.actor_name,
        action: entry.action,
        app: entry.app,
        subject: entry.subject,
        detail: entry.detail,
        request_id: entry.request_id,
    }
}

pub(crate) fn dead_letter(letter: types::DeadLetter) -> DeadLetter {
    DeadLetter {
        id: letter.id.to_string(),
        app: letter.app,
        channel: letter.channel,
        to: letter.to,
        created_at: letter.created_at,
        attempts: letter.attempts,
        error: letter.error,
    }
}
