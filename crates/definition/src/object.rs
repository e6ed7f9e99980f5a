//! Objects of a package: one canonical JSON file each.

use crate::{App, Dashboard, Dictionary, Flow, Form, Menu, Message, Portal, Print, Report, Role, Rule, Scenario};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The kinds of objects, each in its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ObjectKind {
    /// `app.json`
    App,
    /// `dictionaries/`
    Dictionary,
    /// `forms/`
    Form,
    /// `flows/`
    Flow,
    /// `rules/`
    Rule,
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
    /// A form.
    Form(Form),
    /// A flow.
    Flow(Flow),
    /// A rule.
    Rule(Rule),
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
    pub const ALL: [ObjectKind; 13] = [
        Self::App,
        Self::Dictionary,
        Self::Form,
        Self::Flow,
        Self::Rule,
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
            Self::Form => "forms",
            Self::Flow => "flows",
            Self::Rule => "rules",
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
