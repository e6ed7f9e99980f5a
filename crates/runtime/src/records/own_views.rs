//! Views that people keep for themselves: the same data as the views of a form, seen by nobody else, checked as those are.

use crate::app_cache::ActiveApp;
use crate::apps::kept_view;
use crate::types::{Call, OwnView, OwnViews};
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::{Actor, Plan};
use definition::{Action, View};
use form_engine::CompiledForm;
use serde_json::json;
use std::sync::Arc;
use store::own_views;
use value::{AppId, FormId, Label, PartId, UserId};

/// With what the id of an own view begins, so that it is never that of a view of the form.
const OWN: &str = "my_";
/// How many a person keeps for a form.
const MOST: usize = 50;
/// The largest view, as JSON.
const LARGEST: usize = 32 << 10;

struct Opened {
    user: UserId,
    form: Arc<CompiledForm>,
    plan: Plan,
}

impl Runtime {
    /// The views that a person keeps for a form.
    pub async fn own_views(&self, actor: &Actor, app: &AppId, form: &FormId) -> RuntimeResult<OwnViews> {
        let opened = self.opened(actor, app, form).await?;
        let rows = own_views::list(&self.inner.store.read(), opened.user, app, form).await?;
        let first = rows.iter().find(|row| row.first).and_then(|row| PartId::parse(&row.view).ok());
        let read = |row: own_views::OwnView| {
            let view: View = serde_json::from_value(row.definition?).ok()?;
            let fault = fault_of(&opened.form, &opened.plan, &view);
            Some(OwnView { view: kept_view(&view, &opened.plan).unwrap_or(view), fault })
        };
        Ok(OwnViews { views: rows.into_iter().filter_map(read).collect(), first })
    }

    /// Keeps a view in place of the one of the same id.
    pub async fn keep_view(&self, call: &Call, app: &AppId, form: &FormId, view: View) -> RuntimeResult<()> {
        let opened = self.opened(&call.actor, app, form).await?;
        if !view.id.as_str().starts_with(OWN) {
            let (zh, en) = (format!("个人视图的 id 以 {OWN} 开头"), format!("The id of an own view begins with `{OWN}`"));
            return Err(RuntimeError::refused("wrong_view_id", zh, en));
        }
        let diagnostics = form_engine::check_view(&opened.form, &view);
        if !diagnostics.is_empty() {
            return Err(RuntimeError::Faulty { diagnostics });
        }
        if let Some(fault) = fault_of(&opened.form, &opened.plan, &view) {
            return Err(RuntimeError::Refused { code: "view_names_closed_fields".into(), message: fault });
        }
        let known = own_views::list(&self.inner.store.read(), opened.user, app, form).await?;
        let fresh = known.iter().all(|row| row.view != view.id.as_str());
        if fresh && known.len() >= MOST {
            return Err(RuntimeError::refused("too_many_views", format!("最多保存 {MOST} 个视图"), format!("At most {MOST} views are kept")));
        }
        let definition = json!(view);
        if definition.to_string().len() > LARGEST {
            return Err(RuntimeError::refused("view_too_large", "视图内容过多", "The view holds too much"));
        }
        let row = own_views::OwnView {
            user_id: opened.user.0,
            app: app.to_string(),
            form: form.to_string(),
            view: view.id.to_string(),
            definition: Some(definition),
            first: false,
            saved_at: self.now().into(),
        };
        let row = Arc::new(row);
        self.inner
            .store
            .write(move |tx| {
                let row = row.clone();
                Box::pin(async move { Ok(own_views::keep(tx, (*row).clone()).await?) })
            })
            .await
    }

    /// Throws a view of the person away.
    pub async fn forget_view(&self, call: &Call, app: &AppId, form: &FormId, view: &PartId) -> RuntimeResult<()> {
        let user = call.actor.user().ok_or_else(RuntimeError::no_right)?;
        let (app, form, view) = (app.clone(), form.clone(), view.clone());
        self.inner
            .store
            .write(move |tx| {
                let (app, form, view) = (app.clone(), form.clone(), view.clone());
                Box::pin(async move { Ok(own_views::forget(tx, user, &app, &form, &view).await?) })
            })
            .await
    }

    /// The list opens with this view from now on: an own one, or one of the form; with the form's first one when none is named.
    pub async fn open_with_view(&self, call: &Call, app: &AppId, form: &FormId, view: Option<PartId>) -> RuntimeResult<()> {
        let opened = self.opened(&call.actor, app, form).await?;
        if let Some(view) = &view {
            let own = own_views::list(&self.inner.store.read(), opened.user, app, form).await?;
            let there = opened.form.views.iter().any(|known| known.id == *view);
            if !there && !own.iter().any(|row| row.view == view.as_str() && row.definition.is_some()) {
                return Err(RuntimeError::NotFound { what: "view" });
            }
        }
        let (app, form, at, user) = (app.clone(), form.clone(), self.now().into(), opened.user);
        self.inner
            .store
            .write(move |tx| {
                let (app, form, view) = (app.clone(), form.clone(), view.clone());
                Box::pin(async move { Ok(own_views::open_with(tx, user, &app, &form, view.as_ref(), at).await?) })
            })
            .await
    }

    async fn opened(&self, actor: &Actor, app: &AppId, form: &FormId) -> RuntimeResult<Opened> {
        let user = actor.user().ok_or_else(RuntimeError::no_right)?;
        let active: Arc<ActiveApp> = self.active_app(app).await?;
        let form = active.form(form)?.clone();
        let plan = self.plan(&active, &form, actor, Action::Read)?;
        Ok(Opened { user, form, plan })
    }
}

/// Why a view cannot be opened by the person.
fn fault_of(form: &CompiledForm, plan: &Plan, view: &View) -> Option<Label> {
    if let Some(found) = form_engine::check_view(form, view).into_iter().next() {
        return Some(found.message);
    }
    kept_view(view, plan).is_none().then(|| Label::both("视图用到了您不能查看的字段", "The view uses fields that you may not see"))
}
