//! The calendars of an app as data, with the zones that they need: what the browser receives.

use crate::{Calendar, CalendarFault, Calendars, Zone, compile};
use serde::{Deserialize, Serialize};
use value::CalendarId;

/// Definitions of calendars with their zones.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shelf {
    /// The calendars, bases included.
    pub definitions: Vec<Calendar>,
    /// The one that counts where nothing else is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<CalendarId>,
    /// The zone of the app first, then those that the calendars name; that of Shanghai need not be given.
    pub zones: Vec<Zone>,
}

impl Shelf {
    /// Makes the calendars ready.
    pub fn compile(&self) -> (Calendars, Vec<CalendarFault>) {
        let usual = Zone::shanghai();
        let named = |name: &str| self.zones.iter().chain([&usual]).find(|zone| zone.name == name).cloned();
        let app_zone = self.zones.first().cloned().unwrap_or_else(Zone::shanghai);
        let definitions: Vec<&Calendar> = self.definitions.iter().collect();
        let (calendars, faults) = compile(&definitions, &app_zone, &named);
        (Calendars { default: self.default.clone(), ..calendars }, faults)
    }
}
