//! The outside world behind one argument.

use crate::allocation::{Entry, EntryQuestion, FamiliarQuestion, Load, LoadQuestion};
use formula::World;
use std::collections::BTreeSet;
use uuid::Uuid;
use value::{DepartmentId, FieldId, FlowId, Instant, NodeId, RoleId, SlotId, UserId};

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
    /// The active people of a department, and of all below it when asked.
    fn members_of(&self, department: DepartmentId, below: bool) -> Option<Vec<UserId>>;
    /// What a person holds now.
    fn load(&self, _question: &LoadQuestion) -> Option<Load> {
        Some(Load::default())
    }
    /// Who had the last turn of a step; nobody before the first.
    fn turn(&self, _flow: &FlowId, _node: &NodeId) -> Option<Option<UserId>> {
        Some(None)
    }
    /// The records that say who can do something.
    fn entries(&self, _question: &EntryQuestion) -> Option<Vec<Entry>> {
        Some(Vec::new())
    }
    /// Who did a step before for the same thing, the last first.
    fn familiar(&self, _question: &FamiliarQuestion) -> Option<Vec<UserId>> {
        Some(Vec::new())
    }
    /// Whether steps can be given out now. Where many cases are decided side by side, they wait, and are given out one by one.
    fn allocates_now(&self) -> bool {
        true
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
    /// [`Organisation::members_of`]
    MembersOf {
        /// The department.
        department: DepartmentId,
        /// Whether those below count too.
        below: bool,
    },
    /// [`Organisation::load`]
    Load(LoadQuestion),
    /// [`Organisation::turn`]
    Turn {
        /// The flow.
        flow: FlowId,
        /// The step.
        node: NodeId,
    },
    /// [`Organisation::entries`]
    Entries(EntryQuestion),
    /// [`Organisation::familiar`]
    Familiar(FamiliarQuestion),
}
