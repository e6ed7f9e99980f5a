//! Records.

use super::{json, labels, person, values};
use crate::dto::record::{
    Comment, Comments, ExportFormat, ExportOrder, Fact, FieldChange, History, HistoryEntry, KeptEntry, LookupOption, OptionsAsked, OptionsFault,
    OptionsOffered, OutsideOption, RecordDetail, RecordPage, RecordQuery, RecordRow, SortDirection, StartOffer, UnfinishedEntry,
};
use crate::dto::{LabelText, PersonRef};
use crate::place::RecordPlace;
use crate::problem::Problem;
use axum::http::StatusCode;
use query::{Direction, FieldPath, Filter, Sort};
use runtime::types;
use std::collections::BTreeMap;
use value::{FieldId, Label, PartId, RecordId};

const DEFAULT_LIMIT: u32 = 50;
const MAX_LIMIT: u32 = 500;

/// Reads a query; every name in it must at least be able to be one.
pub(crate) fn record_query(query: RecordQuery) -> Result<types::RecordQuery, Problem> {
    let view = query.view.as_deref().map(|text| PartId::parse(text).map_err(|_ignored| no_such("/view", text))).transpose()?;
    let filter = query.filter.map(filter).transpose()?;
    let sort = query.sort.unwrap_or_default().into_iter().enumerate().map(|(index, sort)| {
        let field = FieldPath::parse(&sort.field).map_err(|_ignored| no_such(&format!("/sort/{index}/field"), &sort.field))?;
        let dir = if sort.dir == SortDirection::Desc { Direction::Desc } else { Direction::Asc };
        Ok::<_, Problem>(Sort { field, dir })
    });
    let column = |(index, text): (usize, &String)| FieldId::parse(text).map_err(|_ignored| no_such(&format!("/columns/{index}"), text));
    let columns = query.columns.map(|columns| columns.iter().enumerate().map(column).collect::<Result<_, _>>()).transpose()?;
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT);
    if !(1..=MAX_LIMIT).contains(&limit) {
        let message = Label::both(format!("每页 1 至 {MAX_LIMIT} 条"), format!("A page holds 1 to {MAX_LIMIT} records"));
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "limit", message).at("/limit"));
    }
    let search = query.search.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let sort = sort.collect::<Result<_, _>>()?;
    let place = |(index, text): (usize, &String)| FieldId::parse(text).map_err(|_ignored| no_such(&format!("/search_in/{index}"), text));
    let search_in = query.search_in.iter().enumerate().map(place).collect::<Result<_, _>>()?;
    let tone = |(index, json)| super::view::read(json, &format!("/tones/{index}"));
    let tones = query.tones.into_iter().enumerate().map(tone).collect::<Result<_, _>>()?;
    Ok(types::RecordQuery { view, filter, sort, search, search_in, tones, columns, limit, after: query.after })
}

/// Reads which records are written to a file.
pub(crate) fn export_order(order: ExportOrder) -> Result<types::ExportOrder, Problem> {
    let format = match order.format {
        ExportFormat::Xlsx => types::ExportFormat::Xlsx,
        ExportFormat::Csv => types::ExportFormat::Csv,
    };
    let query = record_query(RecordQuery { limit: None, after: None, ..order.query })?;
    let ExportOrder { all_columns, sub_tables, pictures, .. } = order;
    Ok(types::ExportOrder { query, format, all_columns, sub_tables, pictures })
}

/// Reads a filter from JSON.
pub(crate) fn filter(json: crate::dto::Json) -> Result<Filter, Problem> {
    serde_json::from_value(json).map_err(|error| {
        let message = Label::both(format!("筛选条件无效：{error}"), format!("The filter is not valid: {error}"));
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "filter", message).at("/filter")
    })
}

fn no_such(pointer: &str, text: &str) -> Problem {
    let message = Label::both(format!("没有「{text}」这个字段或视图"), format!("There is no field or view `{text}`"));
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "unknown_field", message).at(pointer)
}

pub(crate) fn record_page(page: types::RecordPage) -> RecordPage {
    RecordPage { rows: page.rows.into_iter().map(record_row).collect(), next: page.next, names: page.labels }
}

fn record_row(view: types::RecordView) -> RecordRow {
    let name = |tone| json(&tone).as_str().unwrap_or_default().to_owned();
    let tones = view.tones.into_iter().map(|(place, tone)| (place, name(tone))).collect();
    RecordRow { id: view.id.to_string(), revision: view.revision, title: view.title, tones, values: values(view.values) }
}

pub(crate) fn record_detail(place: &RecordPlace, view: types::RecordView, notes: &[Label]) -> RecordDetail {
    let facts = view.facts.into_iter().map(|(key, item)| (key, Fact { label: item.label, values: values(item.values) })).collect();
    RecordDetail {
        id: view.id.to_string(),
        app: place.app.to_string(),
        form: place.form.to_string(),
        revision: view.revision,
        title: view.title,
        values: values(view.values),
        names: view.labels,
        facts,
        writable: view.writable.unwrap_or_default().iter().map(ToString::to_string).collect(),
        actions: view.actions.into_iter().map(Into::into).collect(),
        starts: view.starts.into_iter().map(|offer| StartOffer { flow: offer.flow.to_string(), label: LabelText::from(&offer.label) }).collect(),
        notes: labels(notes),
    }
}

/// A record that was written by somebody who may not see it.
pub(crate) fn unseen_record(place: &RecordPlace, written: &types::Written) -> RecordDetail {
    RecordDetail {
        id: written.id.to_string(),
        app: place.app.to_string(),
        form: place.form.to_string(),
        revision: written.revision,
        title: String::new(),
        values: Default::default(),
        names: BTreeMap::new(),
        facts: BTreeMap::new(),
        writable: Vec::new(),
        actions: Vec::new(),
        starts: Vec::new(),
        notes: labels(&written.notes),
    }
}

pub(crate) fn history(entries: Vec<types::HistoryEntry>) -> History {
    let entry = |entry: types::HistoryEntry| HistoryEntry {
        revision: entry.revision,
        at: entry.at,
        by: person(entry.by, &entry.by_name),
        by_name: entry.by_name,
        through: entry.through,
        changes: entry.changes.into_iter().map(field_change).collect(),
    };
    History { entries: entries.into_iter().map(entry).collect() }
}

fn field_change(change: types::FieldChange) -> FieldChange {
    FieldChange { field: change.field.to_string(), label: change.label.into(), from: change.from, to: change.to }
}

pub(crate) fn comments(found: types::Comments) -> Comments {
    Comments { comments: found.comments.into_iter().map(comment).collect(), may_comment: found.may_comment }
}

pub(crate) fn comment(entry: types::CommentEntry) -> Comment {
    let named = |(user, name): (value::UserId, String)| PersonRef { id: user.to_string(), name };
    let by = PersonRef { id: entry.by.to_string(), name: entry.by_name };
    let mentions = entry.mentions.into_iter().map(named).collect();
    Comment { id: entry.id.to_string(), at: entry.at, by, text: entry.text, mentions }
}

pub(crate) fn lookup_option(item: types::LookupItem) -> LookupOption {
    LookupOption { id: item.id.to_string(), label: item.label, hint: item.hint, values: values(item.values) }
}

/// Which options are asked for; none when the field or the record cannot be one.
pub(crate) fn options_asked(asked: OptionsAsked) -> Option<types::AskedOptions> {
    let record = asked.record.as_deref().map(|text| RecordId::parse(text).ok_or(())).transpose().ok()?;
    Some(types::AskedOptions { field: FieldId::parse(&asked.field).ok()?, record, values: super::map(asked.values), search: asked.search })
}

pub(crate) fn options_offered(offered: types::OfferedOptions) -> OptionsOffered {
    OptionsOffered {
        options: offered.options.into_iter().map(|option| OutsideOption { value: option.value, label: option.label }).collect(),
        more: offered.more,
        gone: offered.chosen == types::ChosenNow::Gone,
        fault: offered.fault.map(|(word, message)| OptionsFault { word, message: message.into() }),
    }
}

pub(crate) fn kept_entry(kept: Option<types::Unfinished>) -> KeptEntry {
    let (saved_at, outdated) = (kept.as_ref().map(|kept| kept.saved_at), kept.as_ref().is_some_and(|kept| kept.outdated));
    let record = kept.as_ref().map(|kept| kept.record.to_string());
    let entry = kept.map(|kept| UnfinishedEntry { values: values(kept.values), base_revision: kept.base_revision });
    KeptEntry { record, entry, saved_at, outdated }
}
