//! Moments in platform tables: UTC milliseconds, the same on both databases.

use chrono::DateTime;
use sea_orm::DeriveValueType;
use value::Instant;

/// A moment as it is stored: milliseconds since 1970 in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, DeriveValueType, serde::Serialize, serde::Deserialize)]
pub struct Moment(pub i64);

impl Moment {
    /// The moment as the rest of the product speaks of it.
    pub fn instant(self) -> Instant {
        DateTime::from_timestamp_millis(self.0).unwrap_or_default()
    }
}

impl From<Instant> for Moment {
    fn from(instant: Instant) -> Self {
        Self(instant.timestamp_millis())
    }
}

impl From<Moment> for Instant {
    fn from(moment: Moment) -> Self {
        moment.instant()
    }
}
