//! The first platform tables.

use super::table::{bytes, create, index, json, moment, nullable, number, text, unique, uuid, yes_no};
use sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0001_platform"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        people(manager).await?;
        sign_in(manager).await?;
        apps(manager).await?;
        records(manager).await?;
        flows(manager).await?;
        work(manager).await?;
        deployment(manager).await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("migrations only add; restore the backup that was made before the upgrade".into()))
    }
}

async fn people(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let users = vec![
        uuid("id"),
        text("login"),
        text("name"),
        text("name_key"),
        nullable(text("email")),
        nullable(text("phone")),
        nullable(text("password_hash")),
        yes_no("must_change_password"),
        yes_no("administrator"),
        yes_no("active"),
        text("locale"),
        moment("created_at"),
        nullable(moment("last_seen")),
        number("revision"),
    ];
    create(manager, "users", &["id"], users, vec![unique(&["login"]), index(&["name_key"])]).await?;
    let departments = vec![
        uuid("id"),
        nullable(uuid("parent_id")),
        text("name"),
        nullable(uuid("head_id")),
        number("position"),
        moment("created_at"),
        number("revision"),
    ];
    create(manager, "departments", &["id"], departments, vec![index(&["parent_id"])]).await?;
    let memberships = vec![uuid("user_id"), uuid("department_id"), number("position")];
    create(manager, "memberships", &["user_id", "department_id"], memberships, vec![index(&["department_id"])]).await?;
    let bindings = vec![text("app"), text("role"), text("holder_kind"), uuid("holder_id")];
    create(manager, "role_bindings", &["app", "role", "holder_kind", "holder_id"], bindings, vec![index(&["holder_id"])]).await
}

async fn sign_in(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let sessions = vec![
        text("token_hash"),
        uuid("user_id"),
        text("csrf"),
        moment("created_at"),
        moment("seen_at"),
        moment("expires_at"),
        text("address"),
        text("agent"),
    ];
    create(manager, "sessions", &["token_hash"], sessions, vec![index(&["user_id"]), index(&["expires_at"])]).await?;
    let attempts = vec![uuid("id"), text("login"), text("address"), moment("at")];
    create(manager, "login_attempts", &["id"], attempts, vec![index(&["login", "at"]), index(&["address", "at"])]).await?;
    let links = vec![
        text("token_hash"),
        text("app"),
        text("portal"),
        text("form"),
        uuid("record_id"),
        moment("created_at"),
        nullable(moment("expires_at")),
        nullable(moment("revoked_at")),
    ];
    create(manager, "portal_links", &["token_hash"], links, vec![index(&["record_id"])]).await
}

async fn apps(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let apps = vec![text("id"), text("active_hash"), number("active_number"), moment("installed_at"), number("revision")];
    create(manager, "apps", &["id"], apps, vec![]).await?;
    let versions =
        vec![text("app"), number("number"), text("hash"), text("version"), moment("published_at"), nullable(uuid("published_by")), text("note")];
    create(manager, "app_versions", &["app", "number"], versions, vec![index(&["app", "hash"])]).await?;
    create(manager, "app_packages", &["app", "hash"], vec![text("app"), text("hash"), bytes("content")], vec![]).await?;
    let drafts = vec![
        text("app"),
        text("kind"),
        text("object"),
        nullable(text("content")),
        number("revision"),
        moment("updated_at"),
        nullable(uuid("updated_by")),
    ];
    create(manager, "drafts", &["app", "kind", "object"], drafts, vec![]).await?;
    create(manager, "slot_bindings", &["app", "slot"], vec![text("app"), text("slot"), json("value")], vec![]).await?;
    let tables = vec![text("app"), text("form"), text("path"), text("physical")];
    create(manager, "catalogue_tables", &["app", "form", "path"], tables, vec![unique(&["physical"])]).await?;
    let columns = vec![text("physical_table"), text("field"), number("generation"), text("physical"), text("value_type"), yes_no("current")];
    create(manager, "catalogue_columns", &["physical_table", "field", "generation"], columns, vec![unique(&["physical_table", "physical"])]).await
}

async fn records(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let history = vec![
        uuid("id"),
        text("app"),
        text("form"),
        uuid("record_id"),
        number("revision"),
        moment("at"),
        nullable(uuid("by_id")),
        text("by_name"),
        text("through"),
        json("changes"),
        text("version"),
    ];
    create(manager, "record_history", &["id"], history, vec![index(&["record_id", "revision"])]).await?;
    let comments = vec![
        uuid("id"),
        text("app"),
        text("form"),
        uuid("record_id"),
        moment("at"),
        nullable(uuid("by_id")),
        text("by_name"),
        text("text"),
        json("mentions"),
    ];
    create(manager, "comments", &["id"], comments, vec![index(&["record_id", "at"])]).await?;
    let files = vec![
        uuid("id"),
        text("name"),
        number("size"),
        text("media_type"),
        text("digest"),
        text("state"),
        nullable(uuid("uploaded_by")),
        nullable(text("visitor")),
        moment("uploaded_at"),
        nullable(text("app")),
        nullable(text("form")),
        nullable(uuid("record_id")),
        nullable(text("field")),
    ];
    create(manager, "files", &["id"], files, vec![index(&["state", "uploaded_at"]), index(&["record_id"])]).await?;
    let counters = vec![text("app"), text("form"), text("field"), text("period"), number("value")];
    create(manager, "counters", &["app", "form", "field", "period"], counters, vec![]).await
}

async fn flows(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let instances = vec![
        uuid("id"),
        text("app"),
        text("form"),
        uuid("record_id"),
        text("flow"),
        text("version"),
        text("status"),
        text("state"),
        number("revision"),
        moment("started_at"),
        nullable(uuid("started_by")),
        text("started_by_name"),
        nullable(moment("ended_at")),
    ];
    let indexes = vec![index(&["record_id"]), index(&["started_by", "started_at"]), index(&["app", "status", "version"])];
    create(manager, "flow_instances", &["id"], instances, indexes).await?;
    let events = vec![uuid("instance_id"), number("number"), moment("at"), nullable(uuid("by_id")), text("by_name"), text("kind"), json("event")];
    create(manager, "flow_events", &["instance_id", "number"], events, vec![]).await?;
    let todos = vec![
        uuid("id"),
        text("app"),
        text("form"),
        uuid("record_id"),
        uuid("instance_id"),
        text("flow"),
        text("node"),
        json("node_label"),
        text("title"),
        uuid("holder_id"),
        text("state"),
        moment("created_at"),
        nullable(moment("due_at")),
        nullable(moment("closed_at")),
        nullable(uuid("done_by")),
        nullable(text("outcome")),
        nullable(text("opinion")),
    ];
    let indexes = vec![
        index(&["holder_id", "state", "created_at"]),
        index(&["done_by", "closed_at"]),
        index(&["instance_id", "state"]),
        index(&["record_id", "state"]),
    ];
    create(manager, "todos", &["id"], todos, indexes).await?;
    let notices = vec![
        uuid("id"),
        text("app"),
        text("form"),
        uuid("record_id"),
        uuid("instance_id"),
        text("flow"),
        text("node"),
        json("node_label"),
        text("title"),
        uuid("user_id"),
        moment("at"),
        nullable(moment("read_at")),
    ];
    create(manager, "cc_entries", &["id"], notices, vec![index(&["user_id", "at"]), index(&["record_id"])]).await
}

async fn work(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let timers = vec![
        uuid("id"),
        text("app"),
        nullable(uuid("instance_id")),
        text("name"),
        json("payload"),
        moment("due_at"),
        text("state"),
        number("attempts"),
        nullable(moment("leased_until")),
        nullable(text("last_error")),
    ];
    create(manager, "timers", &["id"], timers, vec![index(&["state", "due_at"]), index(&["instance_id", "state"])]).await?;
    let outbox = vec![
        uuid("id"),
        text("app"),
        text("channel"),
        json("payload"),
        text("state"),
        moment("created_at"),
        moment("next_at"),
        number("attempts"),
        nullable(moment("leased_until")),
        nullable(text("last_error")),
        nullable(moment("done_at")),
    ];
    create(manager, "outbox", &["id"], outbox, vec![index(&["state", "next_at"])]).await?;
    let messages = vec![
        uuid("id"),
        uuid("user_id"),
        moment("at"),
        text("subject"),
        text("body"),
        nullable(text("app")),
        nullable(text("form")),
        nullable(uuid("record_id")),
        nullable(moment("read_at")),
    ];
    create(manager, "messages", &["id"], messages, vec![index(&["user_id", "at"]), index(&["user_id", "read_at"])]).await
}

async fn deployment(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let keys = vec![text("actor"), text("route"), text("key"), text("body"), text("answer"), moment("expires_at")];
    create(manager, "idempotency_keys", &["actor", "route", "key"], keys, vec![index(&["expires_at"])]).await?;
    let audit = vec![
        uuid("id"),
        moment("at"),
        nullable(uuid("actor_id")),
        text("actor_name"),
        text("action"),
        nullable(text("app")),
        text("object"),
        json("detail"),
        text("digest"),
    ];
    create(manager, "audit", &["id"], audit, vec![index(&["at"]), index(&["actor_id", "at"])]).await?;
    create(manager, "settings", &["name"], vec![text("name"), json("value")], vec![]).await
}
