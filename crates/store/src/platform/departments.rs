//! The tree of departments with their heads.

use super::{insert, plain_entity};
use crate::{Moment, Session, StoreError, Tx};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::BTreeSet;
use uuid::Uuid;
use value::DepartmentId;

mod entity {
    use super::{Moment, Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// A department.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "departments")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The department above; none at the root.
        pub parent_id: Option<Uuid>,
        /// Name.
        pub name: String,
        /// Who leads it.
        pub head_id: Option<Uuid>,
        /// Order among its siblings.
        pub position: i64,
        /// When it was made.
        pub created_at: Moment,
        /// Counts changes.
        pub revision: i64,
    }
    plain_entity!();
}

pub use entity::Model as Department;

/// Makes a department.
pub async fn create(tx: &Tx, department: Department) -> Result<(), StoreError> {
    insert(tx, department, "departments").await
}

/// Writes all columns; refused when `revision` is not the stored one. The stored revision grows by one.
pub async fn save(tx: &Tx, department: Department) -> Result<(), StoreError> {
    use entity::Column;
    let (id, read) = (department.id, department.revision);
    let next = Department { revision: read + 1, ..department };
    let changed =
        entity::Entity::update_many().set(super::all_columns(next)).filter(Column::Id.eq(id)).filter(Column::Revision.eq(read)).exec(&**tx).await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale("departments".into())) }
}

/// Deletes a department. The caller has made sure that nobody and nothing stands in it.
pub async fn delete(tx: &Tx, department: DepartmentId) -> Result<(), StoreError> {
    let gone = entity::Entity::delete_by_id(department.0).exec(&**tx).await?;
    if gone.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound("department")) }
}

/// A department by key.
pub async fn get(session: &Session, department: DepartmentId) -> Result<Option<Department>, StoreError> {
    Ok(entity::Entity::find_by_id(department.0).one(session).await?)
}

/// All departments in the order of siblings.
pub async fn all(session: &Session) -> Result<Vec<Department>, StoreError> {
    Ok(entity::Entity::find().order_by_asc(entity::Column::Position).order_by_asc(entity::Column::Id).all(session).await?)
}

/// These departments and all below them.
pub async fn tree_below(session: &Session, roots: &BTreeSet<DepartmentId>) -> Result<BTreeSet<DepartmentId>, StoreError> {
    Ok(below(&all(session).await?, roots))
}

/// These departments and all below them, from a list of all.
pub fn below(all: &[Department], roots: &BTreeSet<DepartmentId>) -> BTreeSet<DepartmentId> {
    let mut found = roots.clone();
    loop {
        let more: Vec<DepartmentId> = all
            .iter()
            .filter(|department| department.parent_id.is_some_and(|parent| found.contains(&DepartmentId(parent))))
            .map(|department| DepartmentId(department.id))
            .filter(|department| !found.contains(department))
            .collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}
