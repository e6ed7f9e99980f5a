//! Views that people keep for themselves. A row without a definition says only that a list opens with a view of the form.

use super::plain_entity;
use crate::{Moment, Session, StoreError, Tx};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use serde_json::Value as Json;
use uuid::Uuid;
use value::{AppId, FormId, PartId, UserId};

mod entity {
    use super::{Json, Moment, Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// A view of one person.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "own_views")]
    pub struct Model {
        /// Whose it is.
        #[sea_orm(primary_key, auto_increment = false)]
        pub user_id: Uuid,
        /// The app.
        #[sea_orm(primary_key, auto_increment = false)]
        pub app: String,
        /// The form.
        #[sea_orm(primary_key, auto_increment = false)]
        pub form: String,
        /// Id of the view.
        #[sea_orm(primary_key, auto_increment = false)]
        pub view: String,
        /// The view; none for one that stands in the form.
        pub definition: Option<Json>,
        /// Whether the list opens with it.
        pub first: bool,
        /// When it was saved.
        pub saved_at: Moment,
    }
    plain_entity!();
}

pub use entity::Model as OwnView;
use entity::{Column, Entity};

fn of(user: UserId, app: &AppId, form: &FormId) -> sea_orm::Condition {
    let own = sea_orm::Condition::all().add(Column::UserId.eq(user.0));
    own.add(Column::App.eq(app.as_str())).add(Column::Form.eq(form.as_str()))
}

/// What a person keeps for a form, by id.
pub async fn list(session: &Session, user: UserId, app: &AppId, form: &FormId) -> Result<Vec<OwnView>, StoreError> {
    Ok(Entity::find().filter(of(user, app, form)).order_by_asc(Column::View).all(session).await?)
}

/// Keeps a view in place of the one of the same id; whether the list opens with it stays as it is.
pub async fn keep(tx: &Tx, view: OwnView) -> Result<(), StoreError> {
    let place = [Column::UserId, Column::App, Column::Form, Column::View];
    let replace = OnConflict::columns(place).update_columns([Column::Definition, Column::SavedAt]).to_owned();
    Entity::insert(view.into_active_model()).on_conflict(replace).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Forgets a view.
pub async fn forget(tx: &Tx, user: UserId, app: &AppId, form: &FormId, view: &PartId) -> Result<(), StoreError> {
    Entity::delete_many().filter(of(user, app, form)).filter(Column::View.eq(view.as_str())).exec(&**tx).await?;
    Ok(())
}

/// The list opens with this view from now on; with the first one when there is none.
pub async fn open_with(tx: &Tx, user: UserId, app: &AppId, form: &FormId, view: Option<&PartId>, at: Moment) -> Result<(), StoreError> {
    Entity::update_many().col_expr(Column::First, Expr::value(false)).filter(of(user, app, form)).exec(&**tx).await?;
    Entity::delete_many().filter(of(user, app, form)).filter(Column::Definition.is_null()).exec(&**tx).await?;
    let Some(view) = view else { return Ok(()) };
    let place = [Column::UserId, Column::App, Column::Form, Column::View];
    let row = OwnView {
        user_id: user.0,
        app: app.to_string(),
        form: form.to_string(),
        view: view.to_string(),
        definition: None,
        first: true,
        saved_at: at,
    };
    let mark = OnConflict::columns(place).update_column(Column::First).to_owned();
    Entity::insert(row.into_active_model()).on_conflict(mark).exec_without_returning(&**tx).await?;
    Ok(())
}
