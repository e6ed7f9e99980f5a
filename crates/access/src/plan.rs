//! The plan itself: the grants of all the actor's roles added up.

use crate::{Actor, Person, rows};
use definition::{Action, Field, FieldRight, Grant, Portal, Role, RowScope};
use indexmap::IndexMap;
use query::{Condition, FieldPath, Filter, Operand, Operator};
use value::{FieldId, FormId, Instant, Label, RecordId};

/// What an actor may do with the records of one form. Only [`plan`] makes one, so that nothing is read without an actor.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    pub(crate) form: FormId,
    pub(crate) action: Action,
    pub(crate) filter: Filter,
    pub(crate) fields: IndexMap<FieldId, FieldRight>,
    pub(crate) reasons: Vec<Reason>,
}

/// Why a right is there.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// A sentence in both languages: 角色「坐席」可以查看本部门的「订单」.
    pub text: Label,
}

/// The form and the roles of its app, as the planner needs them.
#[derive(Debug, Clone, Copy)]
pub struct FormRights<'a> {
    /// The app.
    pub app: &'a value::AppId,
    /// The form.
    pub form: &'a definition::Form,
    /// The roles of the app.
    pub roles: &'a [Role],
    /// The public pages of the app.
    pub portals: &'a [Portal],
}

/// The actor may not do it at all.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("no role allows {action:?} on `{form}`")]
pub struct Denied {
    /// What was asked.
    pub action: Action,
    /// The form.
    pub form: FormId,
}

/// The fields that every record has; people see them wherever they see the record.
pub(crate) const SYSTEM_FIELDS: [&str; 11] =
    ["_id", "_created_at", "_created_by", "_department", "_updated_at", "_updated_by", "_revision", "_version", "_flow", "_node", "_due"];

impl Plan {
    /// The form.
    pub fn form(&self) -> &FormId {
        &self.form
    }

    /// The action.
    pub fn action(&self) -> Action {
        self.action
    }

    /// Which records. Variables of the actor are already bound to literals.
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// The right on a field; a field that is not listed is hidden.
    pub fn right(&self, field: &str) -> FieldRight {
        self.fields.get(field).copied().unwrap_or(FieldRight::Hidden)
    }

    /// All rights on fields.
    pub fn fields(&self) -> &IndexMap<FieldId, FieldRight> {
        &self.fields
    }

    /// Why.
    pub fn reasons(&self) -> &[Reason] {
        &self.reasons
    }

    /// The same rights, narrowed to one record.
    #[must_use]
    pub fn for_record(mut self, record: RecordId) -> Self {
        self.filter = Filter::And(vec![id_is(record), self.filter]);
        self
    }
}

/// Plans an action of an actor on the records of a form.
///
/// Roles and grants add up: a record is open when one grant opens it, and a field has the highest right that a grant gives it.
pub fn plan(actor: &Actor, action: Action, rights: FormRights<'_>, now: Instant) -> Result<Plan, Denied> {
    let planned = match actor {
        Actor::System(cause) => Some(everything(action, rights, &cause.name())),
        Actor::User(person) | Actor::ApiClient(person) => by_roles(person, action, rights, now),
        Actor::Link { app, portal } => find_portal(rights, app, portal.as_str()).and_then(|portal| by_link(portal, action)),
        Actor::PortalCustomer { app, portal, record } => {
            find_portal(rights, app, portal.as_str()).and_then(|portal| by_private_link(portal, *record, action))
        }
    };
    planned.ok_or_else(|| Denied { action, form: rights.form.id.clone() })
}

fn everything(action: Action, rights: FormRights<'_>, cause: &str) -> Plan {
    let mut fields: IndexMap<FieldId, FieldRight> = rights.form.fields.iter().map(|field| (field.id.clone(), FieldRight::Write)).collect();
    add_system_fields(&mut fields);
    let text = Label::both(format!("系统按应用自身的权限执行（{cause}）"), format!("The system acts with the app's own rights ({cause})"));
    Plan { form: rights.form.id.clone(), action, filter: Filter::And(Vec::new()), fields, reasons: vec![Reason { text }] }
}

fn by_roles(person: &Person, action: Action, rights: FormRights<'_>, now: Instant) -> Option<Plan> {
    let held = person.roles.get(rights.app)?;
    let mut filters = Vec::new();
    let mut fields: IndexMap<FieldId, FieldRight> = IndexMap::new();
    let mut reasons = Vec::new();
    for role in rights.roles.iter().filter(|role| held.contains(&role.id)) {
        for grant in role.grants.iter().filter(|grant| grant.form == rights.form.id && grant.actions.contains(&action)) {
            filters.push(rows::filter_of(grant, action, person, now));
            for field in &rights.form.fields {
                let right = field_right(grant, field, action);
                let best = fields.entry(field.id.clone()).or_insert(FieldRight::Hidden);
                *best = (*best).max(right);
            }
            reasons.push(reason(role, grant, action, &rights.form.label));
        }
    }
    if filters.is_empty() {
        return None;
    }
    add_system_fields(&mut fields);
    Some(Plan { form: rights.form.id.clone(), action, filter: rows::any_of(filters), fields, reasons })
}

/// Personal data is masked unless the grant names the field. Who files a record types it, so that creating is not masked.
fn field_right(grant: &Grant, field: &Field, action: Action) -> FieldRight {
    let named = grant.fields.get(&field.id).copied();
    let unnamed = if field.personal && action != Action::Create { grant.field_default.min(FieldRight::Mask) } else { grant.field_default };
    named.unwrap_or(unnamed)
}

fn find_portal<'a>(rights: FormRights<'a>, app: &value::AppId, portal: &str) -> Option<&'a Portal> {
    let found = rights.portals.iter().find(|candidate| candidate.id.as_str() == portal)?;
    (app == rights.app && found.form == rights.form.id).then_some(found)
}

/// A public page: a new record through its fields, and nothing else.
fn by_link(portal: &Portal, action: Action) -> Option<Plan> {
    let fields = portal.fields.iter().map(|field| (field.clone(), FieldRight::Write)).collect();
    let text = Label::both("公开页面只允许填写其列出的字段", "The public page allows only the fields that it lists");
    (action == Action::Create).then(|| Plan {
        form: portal.form.clone(),
        action,
        // A link reads nothing at all: an empty OR never holds.
        filter: Filter::Or(Vec::new()),
        fields,
        reasons: vec![Reason { text }],
    })
}

/// A private link: the progress fields of its one record.
fn by_private_link(portal: &Portal, record: RecordId, action: Action) -> Option<Plan> {
    let fields = portal.progress_fields.iter().map(|field| (field.clone(), FieldRight::Read)).collect();
    let text = Label::both("持有该记录的私人链接", "Holds the private link of this record");
    (action == Action::Read).then(|| Plan { form: portal.form.clone(), action, filter: id_is(record), fields, reasons: vec![Reason { text }] })
}

pub(crate) fn add_system_fields(fields: &mut IndexMap<FieldId, FieldRight>) {
    for name in SYSTEM_FIELDS {
        if let Ok(field) = FieldId::parse(name) {
            fields.insert(field, FieldRight::Read);
        }
    }
}

pub(crate) fn id_is(record: RecordId) -> Filter {
    match FieldPath::parse("_id") {
        Ok(field) => Filter::Condition(Condition { field, op: Operator::Eq, value: Some(Operand::Literal(record.to_string().into())) }),
        Err(_) => Filter::Or(Vec::new()),
    }
}

fn reason(role: &Role, grant: &Grant, action: Action, form: &Label) -> Reason {
    use value::Locale::{En, ZhCn};
    let (verb_zh, verb_en) = match action {
        Action::Read => ("查看", "see"),
        Action::Create => ("新建", "create"),
        Action::Update => ("修改", "change"),
        Action::Delete => ("删除", "delete"),
        Action::Export => ("导出", "export"),
        Action::Print => ("打印", "print"),
        Action::Comment => ("评论", "comment on"),
    };
    let (rows_zh, rows_en) = match grant.rows {
        RowScope::Own => ("本人创建的", "own"),
        RowScope::Involved => ("本人参与的", "involved"),
        RowScope::Department => ("本部门的", "department's"),
        RowScope::DepartmentTree => ("本部门及下级部门的", "department tree's"),
        RowScope::All => ("所有", "all"),
    };
    let (rows_zh, rows_en) = if action == Action::Create { ("", "new") } else { (rows_zh, rows_en) };
    let (more_zh, more_en) = if grant.filter.is_some() { ("（符合附加条件）", " that meet a condition") } else { ("", "") };
    let zh = format!("角色「{}」可以{verb_zh}{rows_zh}「{}」{more_zh}", role.label.get(ZhCn), form.get(ZhCn));
    let en = format!("Role “{}” may {verb_en} {rows_en} “{}” records{more_en}", role.label.get(En), form.get(En));
    Reason { text: Label::both(zh, en) }
}
