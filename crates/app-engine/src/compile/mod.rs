//! Compiling a package: every part against every other, all faults in one pass.

mod connectors;
mod environment;
mod filters;
mod findings;
mod formulas;
mod knock_on;
mod labels;
mod messages;
mod offers;
#[cfg(not(target_family = "wasm"))]
mod pages;
mod refs;
mod scenarios;
mod starts;

use crate::{Compiled, CompiledApp};
use calendar::{CalendarFault, Calendars, Zone};
use definition::{
    App, Calendar, Choice, Connector, ConstantValue, Dashboard, Diagnostic, Dictionary, Flow, Form, Menu, Message, Object, ObjectKey, ObjectKind,
    Package, Portal, Print, Report, Role, Rule, Scenario, Severity, Tone, position::Positions,
};
pub(crate) use environment::environment_of;
use environment::rule_environment;
use findings::Findings;
use flow_engine::CompiledFlow;
use form_engine::{CompiledForm, FormEnvironment};
use formula::{Constant, Outside, Scope};
use indexmap::IndexMap;
#[cfg(not(target_family = "wasm"))]
use print_engine::CompiledPrint;
#[cfg(not(target_family = "wasm"))]
use report_engine::CompiledReport;
use rule_engine::CompiledRule;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use value::{
    CalendarId, ConnectorId, DashboardId, DictionaryId, FlowId, FormId, Label, Locale, MenuId, MessageId, OptionId, PortalId, PrintId, ReportId,
    RoleId, RuleId, ScenarioId, Value,
};

/// The definitions of an app by kind, as the checks need them.
pub(crate) struct Parts<'a> {
    pub app: Option<&'a App>,
    pub language: Locale,
    pub dictionaries: IndexMap<DictionaryId, Dictionary>,
    pub forms: IndexMap<FormId, Form>,
    /// What formulas and filters over a form may name; there even if something else is wrong with the form.
    pub scopes: BTreeMap<FormId, Scope>,
    /// What formulas may name beside the fields of their record.
    pub outside: Arc<Outside>,
    pub calendars: IndexMap<CalendarId, &'a Calendar>,
    /// What is wrong with the calendars themselves.
    pub calendar_faults: Vec<CalendarFault>,
    pub flows: IndexMap<FlowId, &'a Flow>,
    pub rules: IndexMap<RuleId, &'a Rule>,
    pub connectors: IndexMap<ConnectorId, &'a Connector>,
    pub messages: IndexMap<MessageId, &'a Message>,
    pub reports: IndexMap<ReportId, &'a Report>,
    pub dashboards: IndexMap<DashboardId, &'a Dashboard>,
    pub prints: IndexMap<PrintId, &'a Print>,
    pub roles: IndexMap<RoleId, &'a Role>,
    pub menus: IndexMap<MenuId, &'a Menu>,
    pub portals: IndexMap<PortalId, &'a Portal>,
    pub scenarios: IndexMap<ScenarioId, &'a Scenario>,
}

/// What the engines made of the parts.
#[derive(Default)]
struct Engines {
    forms: IndexMap<FormId, Arc<CompiledForm>>,
    flows: IndexMap<FlowId, Arc<CompiledFlow>>,
    rules: IndexMap<FormId, Vec<CompiledRule>>,
    connectors: IndexMap<ConnectorId, Arc<crate::calls::CompiledConnector>>,
    option_sources: IndexMap<FormId, Vec<crate::offers::OptionSource>>,
    messages: IndexMap<MessageId, Arc<crate::CompiledMessage>>,
    #[cfg(not(target_family = "wasm"))]
    reports: IndexMap<ReportId, Arc<CompiledReport>>,
    #[cfg(not(target_family = "wasm"))]
    prints: IndexMap<PrintId, Arc<CompiledPrint>>,
}

/// Compiles a package that was read. The app is there unless an error was found.
pub fn compile(package: &Package) -> Compiled {
    compile_beside(package, &BTreeSet::new())
}

/// Compiles a package beside objects that are there and could not be read: what refers to them is no fault of its own.
pub(crate) fn compile_beside(package: &Package, unreadable: &BTreeSet<ObjectKey>) -> Compiled {
    let mut found = Vec::new();
    if package.app().is_none() {
        found.push(definition::package::no_app());
    }
    let parts = parts_of(package);
    let engines = run_engines(&parts, &mut found);
    for (key, entry) in package.entries() {
        let mut findings = Findings { file: key.path(), found: &mut found };
        refs::check(&entry.object, &parts, &mut findings);
        check_labels(&entry.text, &parts, &mut findings);
    }
    found.extend(parts.calendar_faults.iter().map(calendar_finding));
    for scenario in parts.scenarios.values() {
        let mut findings = Findings { file: format!("scenarios/{}.json", scenario.id), found: &mut found };
        scenarios::check(scenario, &parts, &mut findings);
    }
    check_openness(&parts, &mut found);
    let broken = knock_on::Broken::new(unreadable, &parts);
    found.retain(|diagnostic| !broken.explains(diagnostic));
    finish(&mut found, package);
    let broken = found.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    let app = if broken { None } else { assemble(package, parts, engines) };
    Compiled { app: app.map(Arc::new), diagnostics: found }
}

/// One connector of a package by itself; the rest of the app may still be in the making. What is wrong in it, [`compile`] tells.
pub fn connector_of(package: &Package, id: &ConnectorId) -> Option<crate::calls::CompiledConnector> {
    let parts = parts_of(package);
    let connector = parts.connectors.get(id)?;
    let mut found = Vec::new();
    Some(connectors::compile(connector, &parts, &mut Findings { file: format!("connectors/{id}.json"), found: &mut found }))
}

fn calendar_finding(fault: &CalendarFault) -> Diagnostic {
    let file = format!("calendars/{}.json", fault.calendar);
    let severity = if fault.is_warning { Severity::Warning } else { Severity::Error };
    let found = Diagnostic::error(fault.code, &file, &fault.pointer, fault.message.clone()).with_hint(fault.hint.clone());
    Diagnostic { severity, ..found }
}

/// The zone of the IANA database, if there is one of this name.
pub(crate) fn zone_of(name: &str) -> Option<Zone> {
    Zone::load(name).ok()
}

pub(crate) fn parts_of(package: &Package) -> Parts<'_> {
    macro_rules! of {
        ($kind:ident) => {
            package
                .of_kind(ObjectKind::$kind)
                .filter_map(|entry| if let Object::$kind(object) = &entry.object { Some((object.id.clone(), object)) } else { None })
                .collect::<IndexMap<_, _>>()
        };
    }
    let app = package.app();
    let own = of!(Dictionary).into_iter().map(|(id, object)| (id, object.clone()));
    let dictionaries: IndexMap<DictionaryId, Dictionary> = own.chain(system_dictionaries(&of!(Role), &of!(Flow))).collect();
    let forms: IndexMap<FormId, Form> = of!(Form).into_iter().map(|(id, object)| (id, object.clone())).collect();
    let constants = app.map(constants_of).unwrap_or_default();
    let (calendars, calendar_faults) = compile_calendars(app, &of!(Calendar));
    let plain = Arc::new(Outside { constants: constants.clone(), forms: IndexMap::new(), calendars: Arc::new(calendars) });
    let environment =
        FormEnvironment { dictionaries: &dictionaries, forms: &forms, currency: app.map_or("CNY", |app| &app.currency), outside: &plain };
    let scopes = forms.values().map(|form| (form.id.clone(), form_engine::form_scope(form, &environment))).collect();
    let outside = form_engine::outside(constants, looked_up(package, &forms), &environment);
    Parts {
        app,
        language: app.and_then(|app| app.languages.first().copied()).unwrap_or_default(),
        scopes,
        outside,
        calendars: of!(Calendar),
        calendar_faults,
        dictionaries,
        forms,
        flows: of!(Flow),
        rules: of!(Rule),
        connectors: of!(Connector),
        messages: of!(Message),
        reports: of!(Report),
        dashboards: of!(Dashboard),
        prints: of!(Print),
        roles: of!(Role),
        menus: of!(Menu),
        portals: of!(Portal),
        scenarios: of!(Scenario),
    }
}

/// The calendars, ready to be asked, and what is wrong with them.
fn compile_calendars(app: Option<&App>, calendars: &IndexMap<CalendarId, &Calendar>) -> (Calendars, Vec<CalendarFault>) {
    let zone = app.and_then(|app| zone_of(&app.time_zone)).unwrap_or_else(Zone::shanghai);
    let definitions: Vec<&Calendar> = calendars.values().copied().collect();
    let (calendars, faults) = calendar::compile(&definitions, &zone, &zone_of);
    (Calendars { default: app.and_then(|app| app.calendar.clone()), ..calendars }, faults)
}

fn system_dictionaries(roles: &IndexMap<RoleId, &Role>, flows: &IndexMap<FlowId, &Flow>) -> Vec<(DictionaryId, Dictionary)> {
    let roles = roles.values().map(|role| (role.id.to_string(), role.label.clone()));
    let steps = flows.values().flat_map(|flow| flow.nodes.iter().map(|node| (node.id.to_string(), node.label.clone())));
    let made = [
        system_dictionary(form_engine::ROLES, Label::both("角色", "Roles"), roles),
        system_dictionary(form_engine::STEPS, Label::both("流程步骤", "Steps of flows"), steps),
    ];
    made.into_iter().flatten().collect()
}

/// A dictionary that the system makes, for fields that hold a role or show a step.
fn system_dictionary(id: &str, label: Label, options: impl Iterator<Item = (String, Label)>) -> Option<(DictionaryId, Dictionary)> {
    let mut named: IndexMap<OptionId, Label> = IndexMap::new();
    for (id, label) in options {
        let Ok(id) = OptionId::parse(&id) else { continue };
        // Steps of two flows may have one id: then both names are told.
        match named.get_mut(&id) {
            Some(known) if *known != label => *known = joined(known, &label),
            Some(_) => {}
            None => _ = named.insert(id, label),
        }
    }
    let option = |(id, label)| Choice { id, label, tone: Tone::Neutral, retired: false, children: Vec::new() };
    let id = DictionaryId::parse(id).ok()?;
    Some((id.clone(), Dictionary { format: 1, id, label, options: named.into_iter().map(option).collect() }))
}

fn joined(one: &Label, other: &Label) -> Label {
    let in_locale = |locale| format!("{} / {}", one.get(locale), other.get(locale));
    Label::both(in_locale(Locale::ZhCn), in_locale(Locale::En))
}

/// The constants of an app as formulas name them.
fn constants_of(app: &App) -> IndexMap<String, Constant> {
    let worth = |value: &ConstantValue| match value {
        ConstantValue::Number(number) => value::decimal_from_json(&number.clone().into()).map_or(Value::Blank, Value::Number),
        ConstantValue::Bool(yes) => Value::Bool(*yes),
        ConstantValue::Text(text) => Value::text(value::normal_text(text)),
    };
    let constant =
        |constant: &definition::Constant| (constant.id.to_string(), Constant { label: constant.label.clone(), value: worth(&constant.value) });
    app.constants.iter().map(constant).collect()
}

/// The forms that some formula of the package looks up in; the others need not be made ready for it.
fn looked_up<'p>(package: &Package, forms: &'p IndexMap<FormId, Form>) -> Vec<&'p Form> {
    let mut asked = form_engine::LookedUp::new();
    package.entries().for_each(|(_, entry)| form_engine::looked_up_in(&entry.text, &mut asked));
    asked.keys().filter_map(|form| forms.get(form)).collect()
}

/// The scope of formulas that decide about a record, and so may look up in other forms.
pub(crate) fn deciding_scope(parts: &Parts<'_>, form: &FormId) -> Option<Scope> {
    parts.scopes.get(form).map(|scope| Scope { outside: Arc::clone(&parts.outside), ..scope.clone() })
}

fn run_engines(parts: &Parts<'_>, found: &mut Vec<Diagnostic>) -> Engines {
    let mut engines = Engines::default();
    let currency = parts.app.map_or("CNY", |app| &app.currency);
    let environment = FormEnvironment { dictionaries: &parts.dictionaries, forms: &parts.forms, currency, outside: &parts.outside };
    for form in parts.forms.values() {
        let (compiled, diagnostics) = form_engine::compile(form, &environment);
        found.extend(diagnostics);
        engines.forms.extend(compiled.map(|compiled| (form.id.clone(), Arc::new(compiled))));
    }
    engines.option_sources = offers::compile(parts, found);
    compile_flows(parts, &mut engines, found);
    starts::check(parts, &engines.flows, found);
    compile_rules(parts, &mut engines, found);
    for connector in parts.connectors.values() {
        let mut findings = Findings { file: format!("connectors/{}.json", connector.id), found };
        engines.connectors.insert(connector.id.clone(), Arc::new(connectors::compile(connector, parts, &mut findings)));
    }
    for message in parts.messages.values() {
        let mut findings = Findings { file: format!("messages/{}.json", message.id), found };
        let compiled = parts.scopes.get(&message.form).and_then(|scope| messages::compile(message, scope, &mut findings));
        engines.messages.extend(compiled.map(|compiled| (message.id.clone(), Arc::new(compiled))));
    }
    #[cfg(not(target_family = "wasm"))]
    pages::compile(parts, &mut engines, found);
    engines
}

fn compile_flows(parts: &Parts<'_>, engines: &mut Engines, found: &mut Vec<Diagnostic>) {
    let mut environment = environment_of(parts);
    for flow in parts.flows.values() {
        let mut findings = Findings { file: format!("flows/{}.json", flow.id), found };
        if !refs::form_is_there(&flow.form, parts, "/form", &mut findings) {
            continue;
        }
        let Some(scope) = deciding_scope(parts, &flow.form) else { continue };
        let calls = flow.nodes.iter().any(|node| node.kind == "call");
        let of_form = parts.flows.values().filter(|other| calls && other.form == flow.form);
        environment.flows = of_form.map(|flow| (flow.id.clone(), (**flow).clone())).collect();
        let (compiled, diagnostics) = flow_engine::compile(flow, &scope, &environment);
        found.extend(diagnostics);
        engines.flows.extend(compiled.map(|compiled| (flow.id.clone(), Arc::new(compiled))));
    }
}

fn compile_rules(parts: &Parts<'_>, engines: &mut Engines, found: &mut Vec<Diagnostic>) {
    let environment = rule_environment(parts);
    let mut compiled: Vec<(FormId, i32, RuleId, CompiledRule)> = Vec::new();
    for rule in parts.rules.values() {
        let mut findings = Findings { file: format!("rules/{}.json", rule.id), found };
        if !refs::form_is_there(&rule.form, parts, "/form", &mut findings) {
            continue;
        }
        let Some(scope) = deciding_scope(parts, &rule.form) else { continue };
        let (ready, diagnostics) = rule_engine::compile(rule, &scope, &environment);
        found.extend(diagnostics);
        if let Some(ready) = ready.filter(|_| !rule.disabled) {
            compiled.push((rule.form.clone(), rule.priority, rule.id.clone(), ready));
        }
    }
    compiled.sort_by(|left, right| (&left.0, left.1, &left.2).cmp(&(&right.0, right.1, &right.2)));
    for (form, _, _, rule) in compiled {
        engines.rules.entry(form).or_default().push(rule);
    }
}

fn check_labels(text: &str, parts: &Parts<'_>, findings: &mut Findings<'_>) {
    let Some(app) = parts.app else { return };
    if let Ok(json) = serde_json::from_str(text) {
        labels::check(&json, &app.languages, findings);
    }
}

/// A form that no role may open, and that no page files, is probably an oversight.
fn check_openness(parts: &Parts<'_>, found: &mut Vec<Diagnostic>) {
    for form in parts.forms.values() {
        let granted = parts.roles.values().any(|role| role.grants.iter().any(|grant| grant.form == form.id));
        if !granted {
            let mut findings = Findings { file: format!("forms/{}.json", form.id), found };
            let message = (format!("没有角色可以使用表单「{}」", form.label.get(Locale::ZhCn)), format!("no role may use the form `{}`", form.id));
            let hint = ("在某个角色的 grants 中加上它".into(), "add it to the grants of a role".into());
            findings.warning("MA0105", "", message, Some(hint));
        }
    }
}

/// Adds places and hints, and brings the findings into the order of files and places.
fn finish(found: &mut Vec<Diagnostic>, package: &Package) {
    let meant: BTreeSet<String> = found.iter().filter(|found| found.position.is_none()).map(|found| found.file.clone()).collect();
    let texts = package.entries().map(|(key, entry)| (key.path(), &entry.source)).filter(|(path, _)| meant.contains(path));
    let positions: BTreeMap<String, Positions> = texts.map(|(path, source)| (path, Positions::of(source))).collect();
    for diagnostic in found.iter_mut() {
        if diagnostic.position.is_none() {
            diagnostic.position = Some(positions.get(&diagnostic.file).map_or((1, 1), |positions| positions.place(&diagnostic.pointer)));
        }
        if diagnostic.hint.is_none() {
            diagnostic.hint = Some(general_hint(&diagnostic.code));
        }
    }
    sort(found);
}

/// Brings findings into the order of files and places, each once.
pub(crate) fn sort(found: &mut Vec<Diagnostic>) {
    let key = |found: &Diagnostic| (found.file.clone(), found.position, found.pointer.clone(), found.code.clone(), found.span.map(|span| span.start));
    found.sort_by_key(key);
    found.dedup();
}

/// What to do when the part that found something says no more.
fn general_hint(code: &str) -> Label {
    let (zh, en) = match code.get(..2) {
        Some("MF") => ("检查公式中的字段名、函数名和括号", "look at the names of fields and functions and at the brackets of the formula"),
        Some("MC") => ("对照该控件的设置说明修改", "compare it with the settings of this kind of control"),
        Some("MW") => {
            ("对照该节点的设置说明，或在流程图中检查连线", "compare it with the settings of this kind of node, or look at the edges in the drawing")
        }
        Some("MR") => ("对照该动作的设置说明修改", "compare it with the settings of this kind of action"),
        Some("MQ") => ("对照该图表与指标的说明修改", "compare it with what the chart and its measures take"),
        Some("MP") => ("对照该打印元素的设置说明修改", "compare it with the settings of this kind of element"),
        Some("MT") => ("检查 {{ … }} 中的字段名", "look at the names of fields in {{ … }}"),
        _ => ("对照文档中的定义格式修改", "compare it with the definition format in the documentation"),
    };
    Label::both(zh, en)
}

fn assemble(package: &Package, parts: Parts<'_>, engines: Engines) -> Option<CompiledApp> {
    let app = parts.app?.clone();
    fn shared<I: Clone + std::hash::Hash + Eq, T: Clone>(parts: &IndexMap<I, &T>) -> IndexMap<I, Arc<T>> {
        parts.iter().map(|(id, part)| (id.clone(), Arc::new((*part).clone()))).collect()
    }
    Some(CompiledApp {
        hash: package.hash(),
        zone: zone_of(&app.time_zone)?,
        app,
        calendars: Arc::clone(&parts.outside.calendars),
        calendar_definitions: shared(&parts.calendars),
        forms: engines.forms,
        flows: engines.flows,
        flow_definitions: shared(&parts.flows),
        rule_definitions: shared(&parts.rules),
        rules: engines.rules,
        connectors: engines.connectors,
        option_sources: engines.option_sources,
        messages: engines.messages,
        reports: shared(&parts.reports),
        #[cfg(not(target_family = "wasm"))]
        report_plans: engines.reports,
        #[cfg(not(target_family = "wasm"))]
        print_plans: engines.prints,
        dashboards: shared(&parts.dashboards),
        prints: shared(&parts.prints),
        roles: parts.roles.values().map(|role| (*role).clone()).collect(),
        menus: parts.menus.iter().map(|(id, menu)| (id.clone(), (*menu).clone())).collect(),
        portals: parts.portals.values().map(|portal| (*portal).clone()).collect(),
        scenarios: shared(&parts.scenarios),
        dictionaries: parts.dictionaries,
    })
}
