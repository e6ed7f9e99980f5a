//! The outside world behind one argument.

use formula::World;
use std::collections::BTreeSet;
use uuid::Uuid;
use value::{DepartmentId, FieldId, Instant, RoleId, SlotId, UserId};

/// What a decision may look at.
pub struct Context<'a> {
    /// The moment of the command.
    pub now: Instant,
    /// The record as it is after the values of this command, for conditions, assignments and must-fields.
    pub world: &'a dyn World,
    /// The fields that the form's logic hides now: a must-field among them is not asked for.
    pub hidden: &'a BTreeSet<FieldId>,
    /// The people.
    pub organisation: &'a dyn Organisation,
    /// The n-th fresh id of this command, counted from 0; the same n gives the same id when the command is decided again.
    pub fresh: &'a dyn Fn(u32) -> Uuid,
}

/// What is known about people. `None` means "not loaded yet": the decision is then refused with [`crate::Refusal::Missing`].
pub trait Organisation {
    /// The active people who have a role of the app.
    fn members(&self, role: &RoleId) -> Option<Vec<UserId>>;
    /// The active people who administer the app.
    fn administrators(&self) -> Option<Vec<UserId>>;
    /// The head of a department, if it has one who is active.
    fn head_of(&self, department: DepartmentId) -> Option<Option<UserId>>;
    /// The department above, if there is one.
    fn above(&self, department: DepartmentId) -> Option<Option<DepartmentId>>;
    /// The first department of a person, if the person belongs to one.
    fn department_of(&self, user: UserId) -> Option<Option<DepartmentId>>;
    /// Whether a person exists and may sign in.
    fn is_active(&self, user: UserId) -> Option<bool>;
    /// The person that the deployment has bound to a slot.
    fn slot_user(&self, slot: &SlotId) -> Option<Option<UserId>>;
    /// The department that the deployment has bound to a slot.
    fn slot_department(&self, slot: &SlotId) -> Option<Option<DepartmentId>>;
    /// Who stands in for a person who is away now (代理); nobody where absences are not kept.
    fn stand_in(&self, _user: UserId) -> Option<Option<UserId>> {
        Some(None)
    }
}

/// A fact that the [`Organisation`] did not have at hand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum OrgFact {
    /// [`Organisation::members`]
    Members(RoleId),
    /// [`Organisation::administrators`]
    Administrators,
    /// [`Organisation::head_of`]
    HeadOf(DepartmentId),
    /// [`Organisation::above`]
    Above(DepartmentId),
    /// [`Organisation::department_of`]
    DepartmentOf(UserId),
    /// [`Organisation::is_active`]
    IsActive(UserId),
    /// [`Organisation::slot_user`]
    SlotUser(SlotId),
    /// [`Organisation::slot_department`]
    SlotDepartment(SlotId),
    /// [`Organisation::stand_in`]
    StandIn(UserId),
}
