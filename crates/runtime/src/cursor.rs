//! Cursors of lists that go from new to old: the moment and the key of the last row that was shown.

use crate::{RuntimeError, RuntimeResult};
use store::{Before, Moment};
use uuid::Uuid;

pub(crate) fn write(at: Moment, id: Uuid) -> String {
    format!("{}.{}", at.0, id.simple())
}

pub(crate) fn read(text: Option<&str>) -> RuntimeResult<Option<Before>> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let parts = text.split_once('.').and_then(|(at, id)| Some(Before { at: Moment(at.parse().ok()?), id: Uuid::try_parse(id).ok()? }));
    parts.map(Some).ok_or_else(|| RuntimeError::refused("bad_cursor", "分页位置无效", "The cursor does not belong to this list"))
}

/// The cursor of the next page; none when the page was not full.
pub(crate) fn next(last: Option<(Moment, Uuid)>, found: usize, limit: u64) -> Option<String> {
    let full = u64::try_from(found).unwrap_or(u64::MAX) >= limit;
    last.filter(|_| full).map(|(at, id)| write(at, id))
}
