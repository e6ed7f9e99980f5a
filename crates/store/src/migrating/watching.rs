//! Triggers that note which records are touched while their values are brought over.

use super::places::{self, Items, Place};
use super::{FieldMove, FormMove};
use crate::dialect::{self, Fires, Watch};
use crate::tables::{ID, PARENT};
use crate::{StoreError, Tx};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

/// Begins to note which records of a form are touched. Doing it again does no harm.
pub async fn watch(tx: &Tx, migration: Uuid, form: &FormMove) -> Result<(), StoreError> {
    unwatch(tx, migration, form).await?;
    let backend = tx.get_database_backend();
    let text = migration.to_string();
    for (number, field) in form.fields.iter().enumerate() {
        for (fires, table, column, owner) in watched(form, field)? {
            let name = trigger_name(migration, number, fires);
            let place = place_of(form, field);
            let sql = dialect::watch(backend, &Watch { name, fires, table: &table, column: &column, migration: &text, place: &place, owner });
            tx.execute_unprepared(&sql).await?;
        }
    }
    Ok(())
}

/// Ends it.
pub async fn unwatch(tx: &Tx, migration: Uuid, form: &FormMove) -> Result<(), StoreError> {
    let backend = tx.get_database_backend();
    for (number, field) in form.fields.iter().enumerate() {
        for (fires, table, ..) in watched(form, field)? {
            tx.execute_unprepared(&dialect::unwatch(backend, &trigger_name(migration, number, fires), &table)).await?;
        }
    }
    Ok(())
}

/// Keeps writers away from the tables of a form until the transaction ends, where several write at once. It must come before the
/// transaction looks at anything, so that it sees all that was written.
pub async fn keep_writers_away(tx: &Tx, form: &FormMove) -> Result<(), StoreError> {
    if let Some(sql) = dialect::keep_writers_away(tx.get_database_backend(), &form.before.physical) {
        tx.execute_unprepared(&sql).await?;
    }
    Ok(())
}

/// Lets the transaction end without waiting for the disk, so that others need not wait behind it. Only for work that writes how far it came
/// in the same transaction: after a crash it is simply done again.
pub async fn flush_later(tx: &Tx) -> Result<(), StoreError> {
    if let Some(sql) = dialect::flush_later(tx.get_database_backend()) {
        tx.execute_unprepared(sql).await?;
    }
    Ok(())
}

/// What a touch says of where it was: the form and the field. Another field of the same record may have been changed by the version that is
/// current later, and must not be converted again.
pub fn place_of(form: &FormMove, field: &FieldMove) -> String {
    format!("{} {}", form.before.form, field.field)
}

fn trigger_name(migration: Uuid, number: usize, fires: Fires) -> String {
    let kind = match fires {
        Fires::Insert => 'i',
        Fires::Update => 'u',
        Fires::Delete => 'd',
    };
    format!("w{kind}{number}_{}", migration.simple())
}

/// What is watched for a field: the column in which its values are now. A version that is current later never writes it, so that a
/// trigger that stays a while notes only those who come late.
fn watched(form: &FormMove, field: &FieldMove) -> Result<Vec<(Fires, String, String, &'static str)>, StoreError> {
    let (table, column, owner, deletes) = match places::of(form, &field.field)? {
        Place::Same => return Ok(Vec::new()),
        Place::Columns(scan) => (scan.table, scan.from.name.clone(), scan.owner, false),
        Place::Items(Items::Into { from, .. }) => (form.before.physical.clone(), from.name.clone(), ID, false),
        Place::Items(Items::OutOf { table, item, .. }) => (table.to_owned(), item.name.clone(), PARENT, true),
        // An item that goes takes both of its values with it.
        Place::Items(Items::Both { table, from, .. }) => (table.to_owned(), from.name.clone(), PARENT, false),
    };
    let mut found = vec![(Fires::Insert, table.clone(), column.clone(), owner), (Fires::Update, table.clone(), column.clone(), owner)];
    if deletes {
        found.push((Fires::Delete, table, column, owner));
    }
    Ok(found)
}
