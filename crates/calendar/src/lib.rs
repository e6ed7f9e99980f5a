//! Civil time and working calendars: zones as data, open time, due times. Server and browser agree about every local day and every deadline.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice, clippy::as_conversions)
)]

mod clock;
mod compile;
mod day;
mod definition;
mod due;
mod explain;
mod hours;
mod question;
mod recurrence;
mod ruler;
mod shelf;
mod target;
mod wall;
mod work;
mod zone;

pub use clock::{
    Cause, Clock, ClockChange, ClockCommand, ClockFault, ClockPolicy, ClockRefusal, Escalation, Firing, Mark, Marked, Moment, NoDue, PauseOn, Phase,
    Reading, ResetOn, Standing, Used, check_policy, decide, explain_clock, hear, moments, next_moment, read_clock,
};
pub use compile::{CalendarFault, Calendars, compile};
pub use day::{CalendarDay, DayBreak, DayKind};
pub use definition::{Calendar, DatedBreak, Holiday, MakeupDay, Week};
pub use explain::{NamedPause, Span, SpanKind, counted};
pub use hours::{Hours, HoursError};
pub use question::{Answer, Question};
pub use recurrence::{DaysOff, Every, Recurrence, RecurrenceFault, TimeOfDay};
pub use shelf::Shelf;
pub use target::{DayEnd, Measure, Target, Unit};
pub use wall::{Pauses, due, elapsed};
pub use work::{Break, Days, SpecialDay, WorkCalendar, is_weekend};
pub use zone::{Zone, ZoneError};
