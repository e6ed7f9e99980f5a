//! People who can sign in, and which departments they belong to.

use super::{insert, insert_all, plain_entity};
use crate::{Moment, Session, StoreError, Tx};
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;
use value::{DepartmentId, UserId};

mod entity {
    use super::{Moment, Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// A person who can sign in.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "users")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The name with which the person signs in, lower case.
        pub login: String,
        /// The name that others see.
        pub name: String,
        /// By which the name sorts and is found (pinyin); made from the name whenever the row is written.
        pub name_key: String,
        /// Mail address.
        pub email: Option<String>,
        /// Telephone number.
        pub phone: Option<String>,
        /// Hash of the password; none when the person cannot sign in with one.
        pub password_hash: Option<String>,
        /// Whether the password must be changed at the next sign-in.
        pub must_change_password: bool,
        /// Whether the person administers the whole product.
        pub administrator: bool,
        /// Whether the person may sign in.
        pub active: bool,
        /// Tag of the chosen language.
        pub locale: String,
        /// When the row was made.
        pub created_at: Moment,
        /// Last sign-in.
        pub last_seen: Option<Moment>,
        /// Counts changes.
        pub revision: i64,
    }
    plain_entity!();
}

mod membership {
    use super::{Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// A person in a department.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "memberships")]
    pub struct Model {
        /// The person.
        #[sea_orm(primary_key, auto_increment = false)]
        pub user_id: Uuid,
        /// The department.
        #[sea_orm(primary_key, auto_increment = false)]
        pub department_id: Uuid,
        /// Rank among the person's departments; the first one is written into records.
        pub position: i64,
    }
    plain_entity!();
}

pub use entity::Model as User;
pub use membership::Model as Membership;

/// Makes a person. The login is kept in lower case, and the key by which the name sorts is made here.
pub async fn create(tx: &Tx, user: User) -> Result<(), StoreError> {
    insert(tx, with_keys(user), "users").await
}

fn with_keys(user: User) -> User {
    User { login: user.login.trim().to_lowercase(), name_key: crate::text_key(&user.name), ..user }
}

/// Writes all columns of a person; refused when `revision` is not the stored one. The stored revision grows by one.
pub async fn save(tx: &Tx, user: User) -> Result<(), StoreError> {
    use entity::Column;
    let read = user.revision;
    let next = User { revision: read + 1, ..with_keys(user) };
    let id = next.id;
    let changed = entity::Entity::update_many()
        .set(super::all_columns(next))
        .filter(Column::Id.eq(id))
        .filter(Column::Revision.eq(read))
        .exec(&**tx)
        .await
        .map_err(|error| super::exists(error, "users"))?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale("users".into())) }
}

/// Notes a sign-in.
pub async fn touch(tx: &Tx, user: UserId, at: Moment) -> Result<(), StoreError> {
    use entity::Column;
    entity::Entity::update_many().col_expr(Column::LastSeen, Expr::value(at.0)).filter(Column::Id.eq(user.0)).exec(&**tx).await?;
    Ok(())
}

/// A person by key.
pub async fn get(session: &Session, user: UserId) -> Result<Option<User>, StoreError> {
    Ok(entity::Entity::find_by_id(user.0).one(session).await?)
}

/// A person by the name with which it signs in.
pub async fn by_login(session: &Session, login: &str) -> Result<Option<User>, StoreError> {
    Ok(entity::Entity::find().filter(entity::Column::Login.eq(login.trim().to_lowercase())).one(session).await?)
}

/// All people, by name.
pub async fn all(session: &Session) -> Result<Vec<User>, StoreError> {
    Ok(entity::Entity::find().order_by_asc(entity::Column::NameKey).order_by_asc(entity::Column::Id).all(session).await?)
}

/// Whether anybody is there yet.
pub async fn any(session: &Session) -> Result<bool, StoreError> {
    Ok(entity::Entity::find().limit(1).one(session).await?.is_some())
}

/// Several people by key.
pub async fn by_ids(session: &Session, users: &BTreeSet<UserId>) -> Result<Vec<User>, StoreError> {
    if users.is_empty() {
        return Ok(Vec::new());
    }
    Ok(entity::Entity::find().filter(entity::Column::Id.is_in(users.iter().map(|user| user.0))).all(session).await?)
}

/// Active people whose name, pinyin or login contains a text; all when it is empty.
pub async fn search(session: &Session, text: &str, limit: u64) -> Result<Vec<User>, StoreError> {
    use entity::Column;
    let mut found = entity::Entity::find().filter(Column::Active.eq(true));
    if !text.trim().is_empty() {
        let part = text.trim().to_lowercase();
        let holds = |column: Column| crate::dialect::contains(session, Func::lower(Expr::col(column)).into(), &part).is_not_in([0]);
        found = found.filter(Condition::any().add(holds(Column::Name)).add(holds(Column::NameKey)).add(holds(Column::Login)));
    }
    Ok(found.order_by_asc(Column::NameKey).order_by_asc(Column::Id).limit(limit).all(session).await?)
}

/// Who may not sign in any more.
pub async fn inactive(session: &Session) -> Result<Vec<UserId>, StoreError> {
    let keys: Vec<Uuid> =
        entity::Entity::find().select_only().column(entity::Column::Id).filter(entity::Column::Active.eq(false)).into_tuple().all(session).await?;
    Ok(keys.into_iter().map(UserId).collect())
}

/// Puts a person into exactly these departments, the main one first.
pub async fn set_departments(tx: &Tx, user: UserId, departments: &[DepartmentId]) -> Result<(), StoreError> {
    membership::Entity::delete_many().filter(membership::Column::UserId.eq(user.0)).exec(&**tx).await?;
    let rows = (0_i64..).zip(departments).map(|(position, department)| Membership { user_id: user.0, department_id: department.0, position });
    insert_all(tx, rows.collect(), "memberships").await
}

/// The departments of a person, the main one first.
pub async fn departments_of(session: &Session, user: UserId) -> Result<Vec<DepartmentId>, StoreError> {
    use membership::Column;
    let rows = membership::Entity::find().filter(Column::UserId.eq(user.0)).order_by_asc(Column::Position).all(session).await?;
    Ok(rows.into_iter().map(|row| DepartmentId(row.department_id)).collect())
}

/// The departments of everybody, the main one first.
pub async fn departments_of_all(session: &Session) -> Result<BTreeMap<UserId, Vec<DepartmentId>>, StoreError> {
    let mut all: BTreeMap<UserId, Vec<DepartmentId>> = BTreeMap::new();
    for row in membership::Entity::find().order_by_asc(membership::Column::Position).all(session).await? {
        all.entry(UserId(row.user_id)).or_default().push(DepartmentId(row.department_id));
    }
    Ok(all)
}

/// The active people of some departments.
pub async fn in_departments(session: &Session, departments: &BTreeSet<DepartmentId>) -> Result<BTreeSet<UserId>, StoreError> {
    if departments.is_empty() {
        return Ok(BTreeSet::new());
    }
    let members = membership::Entity::find()
        .filter(membership::Column::DepartmentId.is_in(departments.iter().map(|department| department.0)))
        .all(session)
        .await?;
    let keys: BTreeSet<UserId> = members.into_iter().map(|row| UserId(row.user_id)).collect();
    Ok(by_ids(session, &keys).await?.into_iter().filter(|user| user.active).map(|user| UserId(user.id)).collect())
}
