//! What a publication does to stored records: the steps from one version of a form to the next, and how each value is brought over.
//!
//! Everything here is pure. `runtime` reads the records and asks [`examine`] for what would happen to each of them before anything is
//! published; the background work then converts by the same [`Conversion`], so that what was shown is what is done.

mod convert;
mod examine;
mod plan;
mod reading;

pub use convert::{Conversion, Converted, Several, Way, way};
pub use examine::{Examined, Trouble, examine};
pub use plan::{Change, Narrowing, Step, plan};
