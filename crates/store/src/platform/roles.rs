//! Who has which role of which app: people, or everybody in a department and below.

use super::{insert_all, plain_entity};
use crate::{Session, StoreError, Tx};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;
use value::{AppId, DepartmentId, RoleId, UserId};

mod entity {
    use super::{Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// One holder of a role.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "role_bindings")]
    pub struct Model {
        /// The app.
        #[sea_orm(primary_key, auto_increment = false)]
        pub app: String,
        /// The role.
        #[sea_orm(primary_key, auto_increment = false)]
        pub role: String,
        /// `user` or `department`.
        #[sea_orm(primary_key, auto_increment = false)]
        pub holder_kind: String,
        /// The person or the department.
        #[sea_orm(primary_key, auto_increment = false)]
        pub holder_id: Uuid,
    }
    plain_entity!();
}

/// Who holds a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder {
    /// A person.
    User(UserId),
    /// Everybody in a department and below it.
    Department(DepartmentId),
}

/// A role and one of its holders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleBinding {
    /// The app.
    pub app: AppId,
    /// The role.
    pub role: RoleId,
    /// Who holds it.
    pub holder: Holder,
}

/// Gives a role to exactly these holders.
pub async fn set(tx: &Tx, app: &AppId, role: &RoleId, holders: &[Holder]) -> Result<(), StoreError> {
    use entity::Column;
    entity::Entity::delete_many().filter(Column::App.eq(app.as_str())).filter(Column::Role.eq(role.as_str())).exec(&**tx).await?;
    let row = |holder: &Holder| {
        let (kind, id) = match holder {
            Holder::User(user) => ("user", user.0),
            Holder::Department(department) => ("department", department.0),
        };
        entity::Model { app: app.to_string(), role: role.to_string(), holder_kind: kind.into(), holder_id: id }
    };
    insert_all(tx, holders.iter().map(row).collect(), "role_bindings").await
}

/// The holders of all roles of all apps.
pub async fn all(session: &Session) -> Result<Vec<RoleBinding>, StoreError> {
    use entity::Column;
    let rows = entity::Entity::find()
        .order_by_asc(Column::App)
        .order_by_asc(Column::Role)
        .order_by_asc(Column::HolderKind)
        .order_by_asc(Column::HolderId)
        .all(session)
        .await?;
    rows.into_iter().map(binding).collect()
}

/// The holders of one role.
pub async fn holders(session: &Session, app: &AppId, role: &RoleId) -> Result<Vec<Holder>, StoreError> {
    use entity::Column;
    let rows = entity::Entity::find()
        .filter(Column::App.eq(app.as_str()))
        .filter(Column::Role.eq(role.as_str()))
        .order_by_asc(Column::HolderId)
        .all(session)
        .await?;
    rows.into_iter().map(|row| Ok(binding(row)?.holder)).collect()
}

fn binding(row: entity::Model) -> Result<RoleBinding, StoreError> {
    let holder = match row.holder_kind.as_str() {
        "user" => Holder::User(UserId(row.holder_id)),
        _ => Holder::Department(DepartmentId(row.holder_id)),
    };
    let bad = |error: value::IdError| StoreError::Corrupt(error.to_string());
    Ok(RoleBinding { app: AppId::parse(&row.app).map_err(bad)?, role: RoleId::parse(&row.role).map_err(bad)?, holder })
}
