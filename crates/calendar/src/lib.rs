//! Civil time: zones as data, so that server and browser agree about every local day.

mod wall;
mod zone;

pub use wall::{Pauses, due, elapsed};
pub use zone::{Zone, ZoneError};
