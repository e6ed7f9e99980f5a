//! Civil time: zones as data, so that server and browser agree about every local day.

mod zone;

pub use zone::{Zone, ZoneError};
