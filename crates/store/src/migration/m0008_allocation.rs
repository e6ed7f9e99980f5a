//! What the allocation of steps remembers: whose turn it was, and what waits until somebody is free.

use super::table::{create, index, json, moment, number, text, uuid};
use sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0008_allocation"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let turns = vec![text("app"), text("flow"), text("node"), uuid("user_id"), number("turn"), moment("at")];
        create(manager, "allocation_turns", &["app", "flow", "node", "user_id"], turns, vec![index(&["app", "flow", "node", "turn"])]).await?;
        let queue = vec![
            uuid("instance_id"),
            number("token"),
            text("app"),
            text("form"),
            uuid("record_id"),
            text("flow"),
            text("node"),
            json("node_label"),
            text("title"),
            number("priority"),
            moment("since"),
            moment("look_at"),
        ];
        create(manager, "allocation_queue", &["instance_id", "token"], queue, vec![index(&["look_at"]), index(&["app", "flow", "node"])]).await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("migrations only add; restore the backup that was made before the upgrade".into()))
    }
}
