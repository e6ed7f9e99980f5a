//! Questions to working calendars, for those who make them: when is this due, and why.

use crate::answer::Refused;
use crate::request::CalendarIn;
use serde_json::{Value as Json, json};

/// Answers the questions, or tells what is wrong with the calendars.
pub(crate) fn ask(asked: &CalendarIn) -> Result<Json, Refused> {
    let (calendars, faults) = asked.shelf.compile();
    let faults: Vec<Json> = faults
        .iter()
        .map(
            |fault| json!({ "calendar": fault.calendar, "code": fault.code, "pointer": fault.pointer, "message": fault.message, "hint": fault.hint }),
        )
        .collect();
    let Some(calendar) = calendars.get(asked.calendar.as_deref()) else { return Ok(json!({ "faults": faults })) };
    let answers: Vec<calendar::Answer> = asked.questions.iter().map(|question| calendar.ask(question)).collect();
    Ok(json!({ "faults": faults, "answers": answers }))
}
