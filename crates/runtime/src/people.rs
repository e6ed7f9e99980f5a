//! Users, departments, roles, audit.

use crate::types::{AuditEntry, AuditQuery, Call, DepartmentChange, DepartmentEntry, ImportedUsers, NewUser, RoleHolders, UserChange, UserEntry};
use crate::{Runtime, RuntimeResult, pending};
use access::Actor;
use value::{AppId, DepartmentId, RoleId, UserId};

impl Runtime {
    /// All people, by name; `search` narrows by name, login and mail.
    pub async fn users(&self, _actor: &Actor, _search: Option<&str>) -> RuntimeResult<Vec<UserEntry>> { pending() }
    /// One person.
    pub async fn user(&self, _actor: &Actor, _user: UserId) -> RuntimeResult<UserEntry> { pending() }
    /// Makes a person; answers with the first password, shown once.
    pub async fn create_user(&self, _call: &Call, _user: NewUser) -> RuntimeResult<(UserId, String)> { pending() }
    /// Changes a person.
    pub async fn update_user(&self, _call: &Call, _user: UserId, _change: UserChange) -> RuntimeResult<UserEntry> { pending() }
    /// Gives a person a new first password and ends all of the person's sessions.
    pub async fn reset_password(&self, _call: &Call, _user: UserId) -> RuntimeResult<String> { pending() }
    /// Makes and changes people from a workbook: columns 登录名, 姓名, 邮箱, 部门, 角色 (or login, name, email, department, roles).
    pub async fn import_users(&self, _call: &Call, _workbook: &[u8]) -> RuntimeResult<ImportedUsers> { pending() }
    /// The tree of departments, parents before children.
    pub async fn departments(&self, _actor: &Actor) -> RuntimeResult<Vec<DepartmentEntry>> { pending() }
    /// Makes a department.
    pub async fn create_department(&self, _call: &Call, _department: DepartmentChange) -> RuntimeResult<DepartmentId> { pending() }
    /// Changes a department; a ring is refused.
    pub async fn update_department(&self, _call: &Call, _id: DepartmentId, _change: DepartmentChange) -> RuntimeResult<()> { pending() }
    /// Deletes an empty department.
    pub async fn delete_department(&self, _call: &Call, _id: DepartmentId) -> RuntimeResult<()> { pending() }
    /// All roles of all apps with who has them.
    pub async fn roles(&self, _actor: &Actor) -> RuntimeResult<Vec<RoleHolders>> { pending() }
    /// Says who has a role.
    pub async fn set_role_holders(&self, _call: &Call, _app: &AppId, _role: &RoleId, _users: Vec<UserId>) -> RuntimeResult<()> { pending() }
    /// The audit, newest first, with the cursor of the next page.
    pub async fn audit(&self, _actor: &Actor, _query: AuditQuery) -> RuntimeResult<(Vec<AuditEntry>, Option<String>)> { pending() }
}
