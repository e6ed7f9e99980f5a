//! Views that people keep for themselves, and the view with which a list opens for them.

use super::table::{create, json, moment, nullable, text, uuid, yes_no};
use sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0003_own_views"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns =
            vec![uuid("user_id"), text("app"), text("form"), text("view"), nullable(json("definition")), yes_no("first"), moment("saved_at")];
        create(manager, "own_views", &["user_id", "app", "form", "view"], columns, vec![]).await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("migrations only add; restore the backup that was made before the upgrade".into()))
    }
}
