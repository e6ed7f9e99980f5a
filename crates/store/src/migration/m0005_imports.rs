//! Imports of rows, what they made and changed, and the rows that they could not take.

use super::table::{create, index, json, moment, nullable, number, text, uuid, yes_no};
use sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0005_imports"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let imports = vec![
            uuid("id"),
            text("app"),
            text("form"),
            uuid("user_id"),
            text("file_name"),
            number("size"),
            text("state"),
            json("seen"),
            nullable(json("settings")),
            number("total"),
            number("done"),
            number("created"),
            number("changed"),
            number("unchanged"),
            number("faulty"),
            json("faults"),
            nullable(json("message")),
            yes_no("cancel"),
            nullable(uuid("worker")),
            nullable(moment("leased_until")),
            moment("created_at"),
            nullable(moment("started_at")),
            nullable(moment("finished_at")),
        ];
        create(manager, "imports", &["id"], imports, vec![index(&["user_id", "app", "form"]), index(&["state"])]).await?;
        let records = vec![uuid("import_id"), number("position"), number("row"), uuid("record_id"), yes_no("made"), number("revision")];
        create(manager, "import_records", &["import_id", "position"], records, vec![]).await?;
        let faults = vec![uuid("import_id"), number("position"), json("faults")];
        create(manager, "import_faults", &["import_id", "position"], faults, vec![]).await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("migrations only add; restore the backup that was made before the upgrade".into()))
    }
}
