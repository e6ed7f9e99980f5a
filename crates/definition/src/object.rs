//! Objects of a package: one canonical JSON file each.

use crate::{App, Calendar, Connector, Dashboard, Dictionary, Flow, Form, Menu, Message, Portal, Print, Report, Role, Rule, Scenario};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use value::Label;

/// The kinds of objects, each in its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ObjectKind {
    /// `app.json`
    App,
    /// `dictionaries/`
    Dictionary,
    /// `calendars/`
    Calendar,
    /// `forms/`
    Form,
    /// `flows/`
    Flow,
    /// `rules/`
    Rule,
    /// `connectors/`
    Connector,
    /// `messages/`
    Message,
    /// `reports/`
    Report,
    /// `dashboards/`
    Dashboard,
    /// `prints/`
    Print,
    /// `roles/`
    Role,
    /// `menus/`
    Menu,
    /// `portals/`
    Portal,
    /// `scenarios/`
    Scenario,
}

/// Which object of an app.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct ObjectKey {
    /// Its kind.
    pub kind: ObjectKind,
    /// Its id.
    pub id: String,
}

/// A typed object.
#[derive(Debug, Clone, PartialEq)]
pub enum Object {
    /// The app itself.
    App(App),
    /// A dictionary.
    Dictionary(Dictionary),
    /// A working calendar.
    Calendar(Calendar),
    /// A form.
    Form(Form),
    /// A flow.
    Flow(Flow),
    /// A rule.
    Rule(Rule),
    /// A connector.
    Connector(Connector),
    /// A message.
    Message(Message),
    /// A report.
    Report(Report),
    /// A dashboard.
    Dashboard(Dashboard),
    /// A print template.
    Print(Print),
    /// A role.
    Role(Role),
    /// A menu.
    Menu(Menu),
    /// A public page.
    Portal(Portal),
    /// A scenario.
    Scenario(Scenario),
}

impl ObjectKind {
    /// All kinds in the order in which a package lists them.
    pub const ALL: [ObjectKind; 15] = [
        Self::App,
        Self::Dictionary,
        Self::Calendar,
        Self::Form,
        Self::Flow,
        Self::Rule,
        Self::Connector,
        Self::Message,
        Self::Report,
        Self::Dashboard,
        Self::Print,
        Self::Role,
        Self::Menu,
        Self::Portal,
        Self::Scenario,
    ];

    /// The folder in a package; none for the app itself.
    pub fn folder(self) -> Option<&'static str> {
        Some(match self {
            Self::App => return None,
            Self::Dictionary => "dictionaries",
            Self::Calendar => "calendars",
            Self::Form => "forms",
            Self::Flow => "flows",
            Self::Rule => "rules",
            Self::Connector => "connectors",
            Self::Message => "messages",
            Self::Report => "reports",
            Self::Dashboard => "dashboards",
            Self::Print => "prints",
            Self::Role => "roles",
            Self::Menu => "menus",
            Self::Portal => "portals",
            Self::Scenario => "scenarios",
        })
    }
}

impl ObjectKey {
    /// A key from its parts.
    pub fn new(kind: ObjectKind, id: impl Into<String>) -> Self {
        Self { kind, id: id.into() }
    }

    /// The path of the object's file in a package.
    pub fn path(&self) -> String {
        self.kind.folder().map_or_else(|| "app.json".into(), |folder| format!("{folder}/{}.json", self.id))
    }

    /// The object that a path of a package speaks of. The app itself has the id `app` here.
    pub fn from_path(path: &str) -> Option<Self> {
        if path == "app.json" {
            return Some(Self::new(ObjectKind::App, "app"));
        }
        let (folder, name) = path.split_once('/')?;
        let id = value::Id::parse(name.strip_suffix(".json")?).ok()?;
        let kind = ObjectKind::ALL.into_iter().find(|kind| kind.folder() == Some(folder))?;
        Some(Self::new(kind, id.as_str()))
    }
}

impl ObjectKind {
    /// The name of the kind, as in the name of its JSON Schema and in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Dictionary => "dictionary",
            Self::Calendar => "calendar",
            Self::Form => "form",
            Self::Flow => "flow",
            Self::Rule => "rule",
            Self::Connector => "connector",
            Self::Message => "message",
            Self::Report => "report",
            Self::Dashboard => "dashboard",
            Self::Print => "print",
            Self::Role => "role",
            Self::Menu => "menu",
            Self::Portal => "portal",
            Self::Scenario => "scenario",
        }
    }

    /// The kind with a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What people call the kind.
    pub fn label(self) -> Label {
        let (zh, en) = match self {
            Self::App => ("应用", "app"),
            Self::Dictionary => ("字典", "dictionary"),
            Self::Calendar => ("工作日历", "working calendar"),
            Self::Form => ("表单", "form"),
            Self::Flow => ("流程", "flow"),
            Self::Rule => ("规则", "rule"),
            Self::Connector => ("连接器", "connector"),
            Self::Message => ("消息模板", "message"),
            Self::Report => ("报表", "report"),
            Self::Dashboard => ("仪表板", "dashboard"),
            Self::Print => ("打印模板", "print template"),
            Self::Role => ("角色", "role"),
            Self::Menu => ("菜单", "menu"),
            Self::Portal => ("公开页面", "public page"),
            Self::Scenario => ("场景", "scenario"),
        };
        Label::both(zh, en)
    }
}

macro_rules! each_object {
    ($($kind:ident),* $(,)?) => {
        impl Object {
            /// Its kind.
            pub fn kind(&self) -> ObjectKind {
                match self { $(Self::$kind(_) => ObjectKind::$kind),* }
            }

            /// Its permanent id.
            pub fn id(&self) -> &str {
                match self { $(Self::$kind(object) => object.id.as_str()),* }
            }

            /// What people call it.
            pub fn label(&self) -> &Label {
                match self { $(Self::$kind(object) => &object.label),* }
            }

            /// Reads the typed form of a kind.
            pub fn from_json(kind: ObjectKind, json: Json) -> Result<Self, serde_json::Error> {
                match kind { $(ObjectKind::$kind => serde_json::from_value(json).map(Self::$kind)),* }
            }

            /// Writes the typed form; `null` never happens, since all keys are texts.
            pub(crate) fn to_json(&self) -> Json {
                match self { $(Self::$kind(object) => serde_json::to_value(object).unwrap_or_default()),* }
            }
        }
    };
}

each_object!(App, Dictionary, Calendar, Form, Flow, Rule, Connector, Message, Report, Dashboard, Print, Role, Menu, Portal, Scenario);

impl Object {
    /// Its key in a package.
    pub fn key(&self) -> ObjectKey {
        let id = if self.kind() == ObjectKind::App { "app" } else { self.id() };
        ObjectKey::new(self.kind(), id)
    }
}
