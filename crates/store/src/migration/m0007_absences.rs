//! Who is away, and who stands in meanwhile (代理).

use super::table::{create, index, json, moment, nullable, uuid};
use sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0007_absences"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![
            uuid("id"),
            uuid("user_id"),
            uuid("stand_in_id"),
            moment("from_at"),
            moment("until_at"),
            json("apps"),
            nullable(uuid("entered_by")),
            moment("entered_at"),
        ];
        create(manager, "absences", &["id"], columns, vec![index(&["user_id"]), index(&["until_at"])]).await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("migrations only add; restore the backup that was made before the upgrade".into()))
    }
}
