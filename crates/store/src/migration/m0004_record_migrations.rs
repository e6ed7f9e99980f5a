//! Planned migrations of stored records: which run, which records were touched meanwhile, which values did not convert.

use super::table::{create, index, json, moment, nullable, text, uuid};
use crate::dialect;
use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0004_record_migrations"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![
            uuid("id"),
            text("app"),
            text("state"),
            text("to_hash"),
            json("plan"),
            json("progress"),
            nullable(json("problem")),
            moment("started_at"),
            moment("updated_at"),
            nullable(moment("finished_at")),
            nullable(uuid("by_id")),
            text("by_name"),
        ];
        create(manager, "record_migrations", &["id"], columns, vec![index(&["state"]), index(&["app", "started_at"])]).await?;
        let columns = vec![uuid("migration"), text("form"), uuid("record_id"), text("field"), json("value")];
        create(manager, "record_migration_faults", &["migration", "form", "record_id", "field"], columns, Vec::new()).await?;
        let connection = manager.get_connection();
        for statement in dialect::touch_log(connection.get_database_backend()) {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("migrations only add; restore the backup that was made before the upgrade".into()))
    }
}
