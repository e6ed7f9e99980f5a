//! Civil time: zones as data, so that server and browser agree about every local day.

mod wall;
mod work;
mod zone;

pub use wall::{Pauses, due, elapsed};
pub use work::{Hours, Pace, SpecialDay, WorkCalendar, is_weekend};
pub use zone::{Zone, ZoneError};
