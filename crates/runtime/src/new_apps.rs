//! Apps that begin blank or like another one.

use crate::commit::internal;
use crate::people::administrator;
use crate::types::{Call, NewApp};
use crate::workbooks::app_exists;
use crate::{Runtime, RuntimeResult};
use app_engine::new_app;
use store::roles;
use value::{AppId, RoleId, UserId};

impl Runtime {
    /// Makes an app and publishes it. Whoever asks manages it; an app that is there already is never touched.
    pub async fn make_app(&self, call: &Call, wanted: NewApp) -> RuntimeResult<AppId> {
        administrator(&call.actor)?;
        let NewApp { id, label, like } = wanted;
        if self.active_app(&id).await.is_ok() {
            return Err(app_exists(&id));
        }
        let package = match like {
            Some(pattern) => new_app::like(&self.active_app(&pattern).await?.package, &id, label),
            None => new_app::blank(&id, label).map_err(internal)?,
        };
        self.import_package(call, &package.files(), Vec::new()).await?;
        self.let_manage(call, &id).await?;
        Ok(id)
    }

    /// Whoever makes an app manages it, as if an administrator had said so.
    pub(crate) async fn let_manage(&self, call: &Call, app: &AppId) -> RuntimeResult<()> {
        let Some(who) = call.actor.user() else { return Ok(()) };
        let Some(manager) = self.managing_role(app).await? else { return Ok(()) };
        let held = roles::holders(&self.inner.store.read(), app, &manager).await?.into_iter();
        let mut holders: Vec<UserId> = held.filter_map(|holder| if let roles::Holder::User(user) = holder { Some(user) } else { None }).collect();
        if holders.contains(&who) {
            return Ok(());
        }
        holders.push(who);
        self.set_role_holders(&Call { keyed: None, ..call.clone() }, app, &manager, holders).await
    }

    /// The role that builds the app: of several the one that is named as new apps name it.
    async fn managing_role(&self, app: &AppId) -> RuntimeResult<Option<RoleId>> {
        let active = self.active_app(app).await?;
        let mut building: Vec<&RoleId> = active.compiled.roles.iter().filter(|role| role.build).map(|role| &role.id).collect();
        building.sort_by_key(|role| (role.as_str() != new_app::MANAGER, role.as_str().to_owned()));
        Ok(building.first().map(|role| (*role).clone()))
    }
}
