//! BPMN 2.0: flows written for other tools, and models of other tools read as flows.
//!
//! The JSON of a flow stays the truth. [`export`] says it in the words of the standard and keeps what the standard has no word for
//! (rights, policies, deadlines) beside it in a namespace of its own, so that reading the file again gives the same flow.
//! [`import`] takes the common part of what other tools write, and tells of everything else where it stands and why.

mod duration;
mod export;
mod import;
mod juel;
mod tree;
mod words;

pub use export::{Wording, export};
pub use import::{Found, Imported, Outcome, Surroundings, import};
pub use tree::{MOST_BYTES, Unreadable};
