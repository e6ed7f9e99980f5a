//! What an app needs around its forms: a menu, two roles, a review.

use super::{Wishes, ZONE, overview};
use definition::{
    Action, App, Edge, FieldRight, Flow, FlowPolicies, Form, Grant, Menu, MenuItem, Node, Object, Package, Role, RowScope, Settings, suggest,
};
use indexmap::IndexMap;
use serde_json::{Value as Json, json};
use value::{AppId, DashboardId, EdgeId, FlowId, IdError, Label, Locale, MenuId, NodeId, RoleId};

/// Who manages the app: may do everything, and reviews.
const MANAGER: &str = "manager";

/// The id of the app.
pub(super) fn id(forms: &[Form], wishes: &Wishes) -> Result<AppId, IdError> {
    match wishes.id.trim() {
        "" => AppId::parse(&suggest::id_for(label(forms, wishes).get(Locale::En), |_| false)),
        id => AppId::parse(id),
    }
}

fn label(forms: &[Form], wishes: &Wishes) -> Label {
    match wishes.label.trim() {
        "" => forms.first().map(|form| form.label.clone()).unwrap_or_default(),
        name => Label::Plain(name.to_owned()),
    }
}

/// The app with everything but the review.
pub(super) fn package(forms: &[Form], wishes: &Wishes) -> Result<Package, IdError> {
    let mut package = Package::default();
    package.put(Object::App(App {
        format: 1,
        id: id(forms, wishes)?,
        label: label(forms, wishes),
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
    let (reports, dashboard) = overview::of(forms)?;
    let form_item = |form: &Form| MenuItem::Form { form: form.id.clone(), view: None };
    let items = forms.iter().map(form_item).chain([MenuItem::Dashboard { dashboard: dashboard.id.clone() }]).collect();
    package.put(Object::Menu(Menu { format: 1, id: MenuId::parse("main")?, label: Label::both("主菜单", "Main menu"), items }));
    package.put(Object::Role(role(MANAGER, Label::both("管理员", "Manager"), forms, &dashboard.id, true)?));
    package.put(Object::Role(role("clerk", Label::both("填写人", "Clerk"), forms, &dashboard.id, false)?));
    for report in reports {
        package.put(Object::Report(report));
    }
    package.put(Object::Dashboard(dashboard));
    Ok(package)
}

/// Whoever manages does everything; a clerk files records and sees all of them.
fn role(id: &str, label: Label, forms: &[Form], dashboard: &DashboardId, manages: bool) -> Result<Role, IdError> {
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
        dashboards: vec![dashboard.clone()],
        build: manages,
    })
}

/// The app with a flow on each form: whoever manages looks at each new record.
pub(super) fn reviewed(package: &Package, forms: &[Form]) -> Result<Package, IdError> {
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
        nodes: vec![
            node("start", "start", Label::both("提交", "Submit"), Json::Null)?,
            node("check", "approve", Label::both("审核", "Review"), check)?,
            node("done", "end", Label::both("已审核", "Reviewed"), Json::Null)?,
        ],
        edges: vec![edge("submitted", "start", "check")?, edge("checked", "check", "done")?],
        retired: Vec::new(),
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
