//! Migrations of the platform tables. They only add; a rename takes two releases.

mod m0001_platform;
mod m0002_unfinished;
mod m0003_own_views;
mod m0004_record_migrations;
mod m0005_imports;
mod m0006_vendor_bases;
mod m0007_absences;
mod m0008_allocation;
mod m0009_outside;
mod table;

use crate::store::migration_connection;
use crate::{Backend, Store, StoreError};
use sea_orm::ConnectionTrait;
use sea_orm_migration::prelude::*;

struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_platform::Migration),
            Box::new(m0002_unfinished::Migration),
            Box::new(m0003_own_views::Migration),
            Box::new(m0004_record_migrations::Migration),
            Box::new(m0005_imports::Migration),
            Box::new(m0006_vendor_bases::Migration),
            Box::new(m0007_absences::Migration),
            Box::new(m0008_allocation::Migration),
            Box::new(m0009_outside::Migration),
        ]
    }

    fn migration_table_name() -> DynIden {
        "schema_migrations".into_iden()
    }
}

/// Brings the platform tables to this release. A schema of a newer release is refused and left as it is.
pub(crate) async fn migrate(store: &Store) -> Result<(), StoreError> {
    let connection = migration_connection(store.config()).await?;
    let outcome = async {
        // Several servers may start at once; the lock belongs to this one connection and ends with it.
        if store.backend() == Backend::Postgres {
            connection.execute_unprepared("SELECT pg_advisory_lock(7781346)").await?;
        }
        Migrator::install(&connection).await?;
        let known: Vec<String> = Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect();
        let applied = Migrator::get_migration_models(&connection).await?;
        if let Some(newer) = applied.into_iter().find(|row| !known.contains(&row.version)) {
            return Err(StoreError::NewerSchema(newer.version));
        }
        Migrator::up(&connection, None).await?;
        Ok(())
    }
    .await;
    connection.close().await?;
    outcome
}
