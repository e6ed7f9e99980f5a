//! New apps: blank, like another one, or around forms that are there already (a menu, a dashboard, two roles, on request a review).

mod overview;

use definition::{Action, App, Edge, FieldRight, Flow, FlowPolicies, Form, Grant, Menu, MenuItem, Node, Object, Package, Role, RowScope, Settings};
use indexmap::IndexMap;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use value::{AppId, DashboardId, EdgeId, FlowId, IdError, Label, Locale, MenuId, NodeId, RoleId};

/// The zone of a new app.
const ZONE: &str = "Asia/Shanghai";

/// Who manages the app: may do everything, and reviews.
pub const MANAGER: &str = "manager";

/// An app in which nothing is yet but its menu and who builds it.
pub fn blank(id: &AppId, label: Label) -> Result<Package, IdError> {
    around(id, label, &[])
}

/// Another app of the same make: all that is defined, nothing that was entered.
pub fn like(pattern: &Package, id: &AppId, label: Label) -> Package {
    let mut package = pattern.clone();
    if let Some(app) = pattern.app() {
        package.put(Object::App(App { id: id.clone(), label, version: "1.0.0".into(), ..app.clone() }));
    }
    package
}

/// The app around these forms, without a review.
pub(crate) fn around(id: &AppId, label: Label, forms: &[Form]) -> Result<Package, IdError> {
    let mut package = Package::default();
    package.put(Object::App(App {
        format: 1,
        id: id.clone(),
        label,
        description: Label::default(),
        version: "1.0.0".into(),
        icon: String::new(),
        languages: vec![Locale::ZhCn, Locale::En],
        time_zone: ZONE.into(),
        currency: "CNY".into(),
        constants: Vec::new(),
        slots: Vec::new(),
        calendar: None,
    }));
    for form in forms {
        package.put(Object::Form(form.clone()));
    }
    let mut items: Vec<MenuItem> = forms.iter().map(|form| MenuItem::Form { form: form.id.clone(), view: None }).collect();
    let (reports, dashboard) = overview::of(forms)?;
    let shown = if forms.is_empty() { None } else { Some(dashboard.id.clone()) };
    if let Some(dashboard) = &shown {
        items.push(MenuItem::Dashboard { dashboard: dashboard.clone() });
    }
    package.put(Object::Menu(Menu { format: 1, id: MenuId::parse("main")?, label: Label::both("主菜单", "Main menu"), items }));
    package.put(Object::Role(role(MANAGER, Label::both("管理员", "Manager"), forms, shown.as_ref(), true)?));
    package.put(Object::Role(role("clerk", Label::both("填写人", "Clerk"), forms, shown.as_ref(), false)?));
    for report in reports {
        package.put(Object::Report(report));
    }
    if shown.is_some() {
        package.put(Object::Dashboard(dashboard));
    }
    Ok(package)
}

/// Whoever manages does everything; a clerk files records and sees all of them.
fn role(id: &str, label: Label, forms: &[Form], dashboard: Option<&DashboardId>, manages: bool) -> Result<Role, IdError> {
    let mut actions = vec![Action::Read, Action::Create, Action::Update, Action::Comment, Action::Print];
    if manages {
        actions.extend([Action::Delete, Action::Export]);
    }
    let grant = |form: &Form| Grant {
        form: form.id.clone(),
        actions: actions.clone(),
        rows: RowScope::All,
        filter: None,
        field_default: FieldRight::Write,
        fields: IndexMap::new(),
    };
    Ok(Role {
        format: 1,
        id: RoleId::parse(id)?,
        label,
        help: Label::default(),
        grants: forms.iter().map(grant).collect(),
        dashboards: dashboard.cloned().into_iter().collect(),
        build: manages,
    })
}

/// The app with a flow on each form: whoever manages looks at each new record.
pub(crate) fn reviewed(package: &Package, forms: &[Form]) -> Result<Package, IdError> {
    let mut package = package.clone();
    for (number, form) in (1..).zip(forms) {
        package.put(Object::Flow(review(form, number)?));
    }
    Ok(package)
}

fn review(form: &Form, number: usize) -> Result<Flow, IdError> {
    let check = json!({ "assign": [{ "by": "role", "role": MANAGER }], "operations": ["transfer", "return"], "opinion_on_reject": true });
    Ok(Flow {
        format: 1,
        id: FlowId::parse(&format!("review_{number}"))?,
        label: Label::both("审核", "Review"),
        form: form.id.clone(),
        when: None,
        policies: FlowPolicies { withdraw: true, ..FlowPolicies::default() },
        clocks: Vec::new(),
        nodes: vec![
            node("start", "start", Label::both("提交", "Submit"), Json::Null)?,
            node("check", "approve", Label::both("审核", "Review"), check)?,
            node("done", "end", Label::both("已审核", "Reviewed"), Json::Null)?,
        ],
        edges: vec![edge("submitted", "start", "check")?, edge("checked", "check", "done")?],
        retired: Vec::new(),
        layout: BTreeMap::new(),
    })
}

fn node(id: &str, kind: &str, label: Label, settings: Json) -> Result<Node, IdError> {
    let settings: Settings = match settings {
        Json::Object(settings) => settings.into_iter().collect(),
        _ => Settings::default(),
    };
    Ok(Node { id: NodeId::parse(id)?, kind: kind.to_owned(), label, settings })
}

fn edge(id: &str, from: &str, to: &str) -> Result<Edge, IdError> {
    Ok(Edge { id: EdgeId::parse(id)?, from: NodeId::parse(from)?, to: NodeId::parse(to)?, label: Label::default(), when: None, default: false })
}
