//! The registry of charts: one file each, one line each in [`CHARTS`].

mod bar;
mod line;
mod number_card;
mod pie;
mod table;

use definition::Settings;
use schemars::Schema;
use std::ops::RangeInclusive;
use value::Label;

/// Every kind of chart.
pub const CHARTS: &[&ChartKind] = &[&number_card::CHART, &bar::CHART, &line::CHART, &pie::CHART, &table::CHART];

/// What is known of a kind of chart.
pub struct ChartKind {
    /// Its name in definitions.
    pub kind: &'static str,
    /// Its name for people, Chinese and English.
    pub label: (&'static str, &'static str),
    /// When to use it, Chinese and English.
    pub help: (&'static str, &'static str),
    /// How many dimensions it shows.
    pub dimensions: RangeInclusive<usize>,
    /// JSON Schema of its settings.
    pub schema: fn() -> Schema,
    /// Checks settings.
    pub check: fn(&Settings) -> Result<(), serde_json::Error>,
    /// Settings as they stand in a definition; run as a test.
    pub example: &'static str,
}

impl std::fmt::Debug for ChartKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.kind)
    }
}

impl ChartKind {
    /// Its name for people.
    pub fn label(&self) -> Label {
        Label::both(self.label.0, self.label.1)
    }
}

fn read<T: serde::de::DeserializeOwned>(settings: &Settings) -> Result<(), serde_json::Error> {
    serde_json::from_value::<T>(serde_json::Value::Object(settings.clone())).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_documented_and_its_example_is_right() {
        for chart in CHARTS {
            assert!([chart.label.0, chart.label.1, chart.help.0, chart.help.1].iter().all(|text| !text.is_empty()), "{}", chart.kind);
            (chart.check)(&serde_json::from_str(chart.example).unwrap()).unwrap();
            assert!((chart.check)(&serde_json::from_str(r#"{ "nonsense": 1 }"#).unwrap()).is_err());
        }
    }
}
