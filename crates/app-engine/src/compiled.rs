//! An app that was compiled: what runtime, edges and simulator work with.

use calendar::{Calendars, Zone};
use definition::{App, Calendar, Dashboard, Diagnostic, Dictionary, Flow, Menu, Portal, Print, Report, Role, Rule, Scenario, Severity};
use flow_engine::CompiledFlow;
use form_engine::CompiledForm;
use indexmap::IndexMap;
#[cfg(not(target_family = "wasm"))]
use print_engine::CompiledPrint;
#[cfg(not(target_family = "wasm"))]
use report_engine::CompiledReport;
use rule_engine::CompiledRule;
use std::sync::Arc;
use template::Template;
use value::{
    AppId, CalendarId, ConnectorId, DashboardId, DictionaryId, FlowId, FormId, Instant, Locale, MenuId, MessageId, PortalId, PrintId, ReportId,
    RoleId, RuleId, ScenarioId,
};

/// The plain names that texts of messages may use beside fields: the address of the record, and the name of the app.
pub const MESSAGE_NAMES: &[&str] = &["link", "app"];

/// What came of compiling a package.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// The app; none if an error was found. Warnings do not stop it.
    pub app: Option<Arc<CompiledApp>>,
    /// Everything that was found, by file and place.
    pub diagnostics: Vec<Diagnostic>,
}

/// An app whose parts fit together.
#[derive(Debug, Clone)]
pub struct CompiledApp {
    /// Hash of the package that it was made from; records, flows and prints carry it.
    pub hash: String,
    /// The app itself.
    pub app: App,
    /// The zone in which "today" is meant.
    pub zone: Zone,
    /// The working calendars, ready to be asked.
    pub calendars: Arc<Calendars>,
    /// The working calendars as they were defined.
    pub calendar_definitions: IndexMap<CalendarId, Arc<Calendar>>,
    /// The dictionaries.
    pub dictionaries: IndexMap<DictionaryId, Dictionary>,
    /// The forms.
    pub forms: IndexMap<FormId, Arc<CompiledForm>>,
    /// The flows.
    pub flows: IndexMap<FlowId, Arc<CompiledFlow>>,
    /// The flows as they were defined.
    pub flow_definitions: IndexMap<FlowId, Arc<Flow>>,
    /// The rules as they were defined, disabled ones included.
    pub rule_definitions: IndexMap<RuleId, Arc<Rule>>,
    /// The rules of each form in the order in which they run; disabled ones are left out.
    pub rules: IndexMap<FormId, Vec<CompiledRule>>,
    /// The connectors, ready to make requests.
    pub connectors: IndexMap<ConnectorId, Arc<crate::calls::CompiledConnector>>,
    /// The fields of each form whose options come from a connector.
    pub option_sources: IndexMap<FormId, Vec<crate::offers::OptionSource>>,
    /// The messages, with their texts compiled.
    pub messages: IndexMap<MessageId, Arc<CompiledMessage>>,
    /// The reports.
    pub reports: IndexMap<ReportId, Arc<Report>>,
    /// The reports, ready to be asked.
    #[cfg(not(target_family = "wasm"))]
    pub report_plans: IndexMap<ReportId, Arc<CompiledReport>>,
    /// The dashboards.
    pub dashboards: IndexMap<DashboardId, Arc<Dashboard>>,
    /// The print templates.
    pub prints: IndexMap<PrintId, Arc<Print>>,
    /// The print templates, ready to be laid out.
    #[cfg(not(target_family = "wasm"))]
    pub print_plans: IndexMap<PrintId, Arc<CompiledPrint>>,
    /// The roles, as the planner of rights takes them.
    pub roles: Vec<Role>,
    /// The menus.
    pub menus: IndexMap<MenuId, Menu>,
    /// The public pages, as the planner of rights takes them.
    pub portals: Vec<Portal>,
    /// The scenarios.
    pub scenarios: IndexMap<ScenarioId, Arc<Scenario>>,
}

/// A message with its texts compiled.
#[derive(Debug, Clone)]
pub struct CompiledMessage {
    /// The definition.
    pub definition: definition::Message,
    /// The subject per language.
    pub subject: IndexMap<Locale, Template>,
    /// The text per language.
    pub body: IndexMap<Locale, Template>,
}

impl Compiled {
    /// Whether an error was found.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|found| found.severity == Severity::Error)
    }
}

impl CompiledApp {
    /// The id of the app.
    pub fn id(&self) -> &AppId {
        &self.app.id
    }

    /// The language of texts for people whose language the app does not speak.
    pub fn language(&self) -> Locale {
        self.app.languages.first().copied().unwrap_or_default()
    }

    /// A form by its id.
    pub fn form(&self, id: &str) -> Option<&Arc<CompiledForm>> {
        self.forms.get(id)
    }

    /// The fields of a form whose options come from a connector.
    pub fn option_sources_of(&self, form: &FormId) -> &[crate::offers::OptionSource] {
        self.option_sources.get(form).map(Vec::as_slice).unwrap_or_default()
    }

    /// The flows of a form, in the order of their ids.
    pub fn flows_of<'a>(&'a self, form: &'a FormId) -> impl Iterator<Item = &'a Arc<CompiledFlow>> {
        self.flows.values().filter(move |flow| flow.form() == form)
    }

    /// The flows that begin by a message from outside, in the order of their ids.
    pub fn flows_begun_by<'a>(&'a self, message: &'a str) -> impl Iterator<Item = &'a Arc<CompiledFlow>> {
        self.flows.values().filter(move |flow| flow.start_message().is_some_and(|start| start.name == message))
    }

    /// When a flow begins by itself the next time after a moment.
    pub fn next_start(&self, flow: &CompiledFlow, after: Instant) -> Option<Instant> {
        let when = &flow.start_schedule()?.recurrence;
        let named = when.calendar.as_ref().map(CalendarId::as_str);
        let zone = named.and_then(|named| self.calendars.get(Some(named))).map_or(&self.zone, |calendar| calendar.zone());
        when.next(after, zone, self.calendars.get(named).map(AsRef::as_ref))
    }

    /// The rules of a form in the order in which they run.
    pub fn rules_of(&self, form: &FormId) -> &[CompiledRule] {
        self.rules.get(form).map_or(&[], Vec::as_slice)
    }

    /// The print templates of a form.
    pub fn prints_of<'a>(&'a self, form: &'a FormId) -> impl Iterator<Item = &'a Arc<Print>> {
        self.prints.values().filter(move |print| print.form == *form)
    }

    /// A role by its id.
    pub fn role(&self, id: &RoleId) -> Option<&Role> {
        self.roles.iter().find(|role| role.id == *id)
    }

    /// A public page by its id.
    pub fn portal(&self, id: &PortalId) -> Option<&Portal> {
        self.portals.iter().find(|portal| portal.id == *id)
    }
}
