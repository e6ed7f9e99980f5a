//! Cases that an administrator has to look at, and the addresses at which messages come in.

use super::table::{create, index, json, moment, nullable, number, text, uuid};
use sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0009_outside"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![
            uuid("instance_id"),
            number("token"),
            text("app"),
            text("form"),
            uuid("record_id"),
            text("flow"),
            text("node"),
            json("node_label"),
            text("title"),
            text("what"),
            number("tries"),
            moment("since"),
        ];
        create(manager, "incidents", &["instance_id", "token"], columns, vec![index(&["since"])]).await?;
        let columns = vec![
            uuid("id"),
            text("app"),
            text("label"),
            text("digest"),
            moment("made_at"),
            nullable(uuid("made_by")),
            text("made_by_name"),
            nullable(moment("used_at")),
        ];
        create(manager, "message_addresses", &["id"], columns, vec![index(&["app"]), index(&["digest"])]).await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("migrations only add; restore the backup that was made before the upgrade".into()))
    }
}
