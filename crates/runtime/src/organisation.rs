//! Who belongs where: people, departments and roles as one picture in memory.
//!
//! The picture is taken anew when something in it was changed here, and at the latest after two seconds when another server may
//! have changed it: a right that was taken away is gone within that time everywhere.

use access::Person;
use chrono::Duration;
use flow_engine::{AllocationFacts, Entry, EntryQuestion, FamiliarQuestion, Load, LoadQuestion, Organisation};
use form_engine::{PeopleScope, Within};
use parking_lot::Mutex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::{Session as StoreSession, StoreError, absences, departments, roles, sessions, users};
use value::{AppId, DepartmentId, FlowId, Instant, Locale, NodeId, RoleId, SlotId, UserId};

/// For how long a picture is trusted without looking.
const TRUSTED: Duration = Duration::seconds(2);

/// The picture.
#[derive(Debug, Default)]
pub(crate) struct People {
    taken_at: Option<Instant>,
    pub(crate) users: BTreeMap<UserId, users::User>,
    pub(crate) departments: Vec<departments::Department>,
    pub(crate) memberships: BTreeMap<UserId, Vec<DepartmentId>>,
    pub(crate) bindings: Vec<roles::RoleBinding>,
    /// The absences that are on or to come.
    pub(crate) absences: Vec<absences::Absence>,
    /// The people as the planner sees them, made when they are asked for.
    persons: Mutex<BTreeMap<UserId, Option<Person>>>,
    /// The sessions that were looked up while the picture was trusted, by the digest of their token.
    signed_in: Mutex<BTreeMap<String, sessions::SignedIn>>,
}

impl People {
    /// Takes the picture.
    pub(crate) async fn load(session: &StoreSession, now: Instant) -> Result<Self, StoreError> {
        Ok(Self {
            taken_at: Some(now),
            users: users::all(session).await?.into_iter().map(|user| (UserId(user.id), user)).collect(),
            departments: departments::all(session).await?,
            memberships: users::departments_of_all(session).await?,
            bindings: roles::all(session).await?,
            absences: absences::not_over(session, now.into()).await?,
            ..Self::default()
        })
    }

    /// Whether the picture is young enough.
    pub(crate) fn is_fresh(&self, now: Instant) -> bool {
        self.taken_at.is_some_and(|taken| taken <= now && now - taken < TRUSTED)
    }

    /// A session that was looked up before.
    pub(crate) fn session(&self, token_hash: &str) -> Option<sessions::SignedIn> {
        self.signed_in.lock().get(token_hash).cloned()
    }

    /// Remembers a session for as long as the picture is trusted.
    pub(crate) fn remember(&self, session: sessions::SignedIn) {
        self.signed_in.lock().insert(session.token_hash.clone(), session);
    }

    /// A person as the planner sees it; none when the person may not sign in.
    pub(crate) fn person(&self, user: UserId) -> Option<Person> {
        if let Some(known) = self.persons.lock().get(&user) {
            return known.clone();
        }
        let person = self.find_person(user);
        self.persons.lock().insert(user, person.clone());
        person
    }

    fn find_person(&self, user: UserId) -> Option<Person> {
        let row = self.users.get(&user).filter(|row| row.active)?;
        let departments = self.departments_of(user);
        let mut held: BTreeMap<AppId, BTreeSet<RoleId>> = BTreeMap::new();
        for binding in &self.bindings {
            if self.holds(binding.holder, user) {
                held.entry(binding.app.clone()).or_default().insert(binding.role.clone());
            }
        }
        Some(Person {
            id: user,
            name: row.name.clone(),
            department_tree: departments::below(&self.departments, &departments),
            departments,
            roles: held,
            administrator: row.administrator,
        })
    }

    fn departments_of(&self, user: UserId) -> BTreeSet<DepartmentId> {
        self.memberships.get(&user).into_iter().flatten().copied().collect()
    }

    fn holds(&self, holder: roles::Holder, user: UserId) -> bool {
        match holder {
            roles::Holder::User(one) => one == user,
            roles::Holder::Department(department) => {
                let below = departments::below(&self.departments, &BTreeSet::from([department]));
                self.departments_of(user).iter().any(|own| below.contains(own))
            }
        }
    }

    /// The name that others see.
    pub(crate) fn name_of(&self, user: UserId) -> Option<&str> {
        self.users.get(&user).map(|row| row.name.as_str())
    }

    /// The name of a department.
    pub(crate) fn department(&self, department: DepartmentId) -> Option<&departments::Department> {
        self.departments.iter().find(|row| row.id == department.0)
    }

    /// The language that a person has chosen.
    pub(crate) fn locale_of(&self, user: UserId) -> Locale {
        self.users.get(&user).map_or(Locale::ZhCn, |row| Locale::from_tag(&row.locale))
    }

    /// Who stands in for somebody who is away: when that person is away too, whoever stands in there. Nobody when they stand in for each
    /// other, or when the last of them may not sign in: the to-do then stays with its own holder.
    pub(crate) fn stand_in(&self, app: &AppId, user: UserId, now: Instant) -> Option<UserId> {
        let mut passed = BTreeSet::from([user]);
        let mut at = user;
        while let Some(next) = self.absence_of(app, at, now).map(|absence| UserId(absence.stand_in_id)) {
            if !passed.insert(next) {
                return None;
            }
            at = next;
        }
        (at != user && self.users.get(&at).is_some_and(|row| row.active)).then_some(at)
    }

    fn absence_of(&self, app: &AppId, user: UserId, now: Instant) -> Option<&absences::Absence> {
        let now = store::Moment::from(now);
        let on = |absence: &&absences::Absence| absence.from_at <= now && now < absence.until_at && absence.covers(app.as_str());
        self.absences.iter().filter(|absence| absence.user_id == user.0).find(on)
    }

    /// The active people with a role, in the order of their keys.
    pub(crate) fn holders(&self, app: &AppId, role: &RoleId) -> Vec<UserId> {
        let bindings: Vec<&roles::RoleBinding> = self.bindings.iter().filter(|binding| binding.app == *app && binding.role == *role).collect();
        let held = |user: UserId| bindings.iter().any(|binding| self.holds(binding.holder, user));
        self.users.iter().filter(|(id, row)| row.active && held(**id)).map(|(id, _)| *id).collect()
    }
}

/// Who and which departments a field offers to somebody.
pub(crate) struct Choosing<'a> {
    people: &'a People,
    /// The holders of the field's role.
    holders: Option<BTreeSet<UserId>>,
    /// The departments of the field's scope.
    departments: Option<BTreeSet<DepartmentId>>,
}

impl People {
    /// What the scope of a field leaves to somebody; a stranger has no department.
    pub(crate) fn choosing(&self, app: &AppId, scope: &PeopleScope, user: Option<UserId>) -> Choosing<'_> {
        let own = || user.map(|user| self.departments_of(user)).unwrap_or_default();
        let departments = match scope.within {
            Within::Anywhere => None,
            Within::Own => Some(own()),
            Within::OwnAndBelow => Some(departments::below(&self.departments, &own())),
        };
        let holders = scope.role.as_ref().map(|role| self.holders(app, role).into_iter().collect());
        Choosing { people: self, holders, departments }
    }
}

impl Choosing<'_> {
    /// Whether a person is offered.
    pub(crate) fn person(&self, user: UserId) -> bool {
        let own = self.people.memberships.get(&user).map_or(&[][..], Vec::as_slice);
        let holds = self.holders.as_ref().is_none_or(|holders| holders.contains(&user));
        holds && self.departments.as_ref().is_none_or(|departments| own.iter().any(|one| departments.contains(one)))
    }

    /// Whether a department is offered.
    pub(crate) fn department(&self, department: DepartmentId) -> bool {
        self.departments.as_ref().is_none_or(|departments| departments.contains(&department))
    }
}

/// The picture as a flow of one app sees it. Everything is at hand, so that nothing is ever missing.
pub(crate) struct OrganisationOf<'a> {
    /// The people.
    pub(crate) people: &'a Arc<People>,
    /// The app.
    pub(crate) app: &'a AppId,
    /// Roles that may build the app: their holders administer it.
    pub(crate) builders: &'a [RoleId],
    /// What is bound to the slots of the app.
    pub(crate) slots: &'a BTreeMap<SlotId, serde_json::Value>,
    /// The moment of the command: who is away now.
    pub(crate) now: Instant,
    /// What was loaded for the allocation of steps; none where many cases are decided side by side, and nothing is given out at once.
    pub(crate) allocation: Option<&'a AllocationFacts>,
}

impl OrganisationOf<'_> {
    fn bound(&self, slot: &SlotId) -> Option<uuid::Uuid> {
        self.slots.get(slot).and_then(|value| value.as_str()).and_then(|text| uuid::Uuid::try_parse(text).ok())
    }

    fn active(&self, user: UserId) -> bool {
        self.people.users.get(&user).is_some_and(|row| row.active)
    }
}

impl Organisation for OrganisationOf<'_> {
    fn members(&self, role: &RoleId) -> Option<Vec<UserId>> {
        Some(self.people.holders(self.app, role))
    }

    /// Who builds the app; without any, who administers the product.
    fn administrators(&self) -> Option<Vec<UserId>> {
        let builders: BTreeSet<UserId> = self.builders.iter().flat_map(|role| self.people.holders(self.app, role)).collect();
        if builders.is_empty() {
            let administrators = self.people.users.iter().filter(|(_, row)| row.active && row.administrator).map(|(id, _)| *id);
            return Some(administrators.collect());
        }
        Some(builders.into_iter().collect())
    }

    fn head_of(&self, department: DepartmentId) -> Option<Option<UserId>> {
        let head = self.people.department(department).and_then(|row| row.head_id).map(UserId);
        Some(head.filter(|head| self.active(*head)))
    }

    fn above(&self, department: DepartmentId) -> Option<Option<DepartmentId>> {
        Some(self.people.department(department).and_then(|row| row.parent_id).map(DepartmentId))
    }

    fn department_of(&self, user: UserId) -> Option<Option<DepartmentId>> {
        Some(self.people.memberships.get(&user).and_then(|own| own.first()).copied())
    }

    fn is_active(&self, user: UserId) -> Option<bool> {
        Some(self.active(user))
    }

    fn stand_in(&self, user: UserId) -> Option<Option<UserId>> {
        Some(self.people.stand_in(self.app, user, self.now))
    }

    fn members_of(&self, department: DepartmentId, below: bool) -> Option<Vec<UserId>> {
        let own = BTreeSet::from([department]);
        let wanted = if below { departments::below(&self.people.departments, &own) } else { own };
        let is_in = |user: &UserId| self.people.memberships.get(user).into_iter().flatten().any(|one| wanted.contains(one));
        Some(self.people.users.iter().filter(|(user, row)| row.active && is_in(user)).map(|(user, _)| *user).collect())
    }

    fn load(&self, question: &LoadQuestion) -> Option<Load> {
        self.allocation?.loads.get(question).copied()
    }

    fn turn(&self, flow: &FlowId, node: &NodeId) -> Option<Option<UserId>> {
        self.allocation?.turns.get(&(flow.clone(), node.clone())).copied()
    }

    fn entries(&self, question: &EntryQuestion) -> Option<Vec<Entry>> {
        self.allocation?.entries.get(question).cloned()
    }

    fn familiar(&self, question: &FamiliarQuestion) -> Option<Vec<UserId>> {
        self.allocation?.familiar.get(question).cloned()
    }

    fn allocates_now(&self) -> bool {
        self.allocation.is_some()
    }

    fn slot_user(&self, slot: &SlotId) -> Option<Option<UserId>> {
        Some(self.bound(slot).map(UserId).filter(|user| self.active(*user)))
    }

    fn slot_department(&self, slot: &SlotId) -> Option<Option<DepartmentId>> {
        Some(self.bound(slot).map(DepartmentId).filter(|department| self.people.department(*department).is_some()))
    }
}
