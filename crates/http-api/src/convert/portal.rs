//! Public pages.

use super::json;
use crate::dto::app::EngineBundle;
use crate::dto::public::{PortalPage, Progress, ProgressField, ProgressState};
use crate::place::PortalPlace;
use runtime::types;

pub(crate) fn portal_page(place: &PortalPlace, bundle: types::PortalBundle) -> PortalPage {
    PortalPage {
        app: place.app.to_string(),
        portal: place.portal.to_string(),
        label: bundle.label.into(),
        intro: bundle.intro.into(),
        thanks: bundle.thanks.into(),
        version: bundle.hash,
        bundle: EngineBundle {
            form: json(&bundle.form),
            dictionaries: bundle.dictionaries.iter().map(json).collect(),
            forms: bundle.asked.iter().map(json).collect(),
            currency: bundle.currency,
            constants: bundle.constants.into_iter().collect(),
            zone: json(&bundle.zone),
            calendars: bundle.calendars.as_ref().map(json),
        },
    }
}

pub(crate) fn progress(found: types::Progress) -> Progress {
    let state = |state: types::ProgressState| ProgressState {
        id: state.id,
        label: state.label.into(),
        promise: state.promise.into(),
        current: state.current,
        passed: state.passed,
    };
    Progress {
        label: found.label.into(),
        filed_at: found.filed_at,
        states: found.states.into_iter().map(state).collect(),
        fields: found.values.into_iter().map(|(label, text)| ProgressField { label: label.into(), text }).collect(),
    }
}
