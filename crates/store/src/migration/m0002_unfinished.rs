//! What people began to fill in and have not sent yet.

use super::table::{create, index, json, moment, nullable, number, text, uuid};
use sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0002_unfinished"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![
            uuid("user_id"),
            text("app"),
            text("form"),
            uuid("record_id"),
            json("values"),
            nullable(number("base_revision")),
            text("version"),
            moment("saved_at"),
        ];
        create(manager, "unfinished", &["user_id", "app", "form", "record_id"], columns, vec![index(&["user_id", "saved_at"])]).await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("migrations only add; restore the backup that was made before the upgrade".into()))
    }
}
