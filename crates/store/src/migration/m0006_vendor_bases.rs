//! What the maker of each app delivered last. Of apps that are there already it is the content of their newest import.

use super::table::{create, moment, text};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Order, Query};
use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};
use serde_json::Value as Json;
use std::collections::BTreeMap;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0006_vendor_bases"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![text("app"), text("hash"), text("version"), moment("imported_at")];
        create(manager, "vendor_bases", &["app"], columns, vec![]).await?;
        let connection = manager.get_connection();
        for (app, (hash, at)) in newest_imports(connection).await? {
            let version = Query::select()
                .column(Alias::new("version"))
                .from(Alias::new("app_versions"))
                .and_where(Expr::col(Alias::new("app")).eq(app.as_str()))
                .and_where(Expr::col(Alias::new("hash")).eq(hash.as_str()))
                .limit(1)
                .to_owned();
            // An import that was not followed by its version left no content to begin from.
            let Some(version) = connection.query_one(&version).await? else { continue };
            let version: String = version.try_get("", "version")?;
            let base = Query::insert()
                .into_table(Alias::new("vendor_bases"))
                .columns(["app", "hash", "version", "imported_at"].map(Alias::new))
                .values_panic([app.into(), hash.into(), version.into(), at.into()])
                .to_owned();
            connection.execute(&base).await?;
        }
        Ok(())
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("migrations only add; restore the backup that was made before the upgrade".into()))
    }
}

/// The content hash and moment of the newest import of each app, as the audit tells them.
async fn newest_imports(connection: &impl ConnectionTrait) -> Result<BTreeMap<String, (String, i64)>, DbErr> {
    let imports = Query::select()
        .columns(["app", "detail", "at"].map(Alias::new))
        .from(Alias::new("audit"))
        .and_where(Expr::col(Alias::new("action")).eq("app.import"))
        .and_where(Expr::col(Alias::new("app")).is_not_null())
        .order_by(Alias::new("at"), Order::Asc)
        .order_by(Alias::new("id"), Order::Asc)
        .to_owned();
    let mut newest = BTreeMap::new();
    for row in connection.query_all(&imports).await? {
        let detail: Json = row.try_get("", "detail")?;
        if let Some(hash) = detail.get("hash").and_then(Json::as_str) {
            newest.insert(row.try_get("", "app")?, (hash.to_owned(), row.try_get("", "at")?));
        }
    }
    Ok(newest)
}
