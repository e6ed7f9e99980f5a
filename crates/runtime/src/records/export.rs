//! A list as a workbook: the columns and the rights of the list, under the right to export.

use super::list::resolve;
use crate::types::{Download, RecordQuery};
use crate::{Runtime, RuntimeError, RuntimeResult, apps, showing};
use access::{Actor, Plan};
use bytes::Bytes;
use definition::{Action, FieldRight};
use form_engine::CompiledForm;
use query::Page;
use serde_json::Value as Json;
use spreadsheet::{Cell, SheetColumn, SheetTable, write_table};
use std::collections::BTreeMap;
use value::{AppId, FieldId, FormId, Locale, RecordId, Value, ValueType};

/// The most rows of one workbook.
const MOST: usize = 50_000;
/// Rows per look at the database.
const STEP: u32 = 500;

impl Runtime {
    /// The records of a query as a workbook, with the columns and the rights of the list.
    pub async fn export_records(&self, actor: &Actor, app: &AppId, form: &FormId, query: RecordQuery, locale: Locale) -> RuntimeResult<Download> {
        let active = self.active_app(app).await?;
        let compiled = active.form(form)?.clone();
        let plan = self.plan(&active, &compiled, actor, Action::Export)?;
        let resolved = resolve(&compiled, &plan, &query)?;
        let locale = apps::spoken(&active, locale);
        let columns = columns(&compiled, &plan, resolved.columns.as_deref());
        let mut rows = Vec::new();
        let mut after = None;
        loop {
            let page = Page { limit: STEP, after };
            let found = self.page_of(&active, &compiled, actor, &plan, &resolved, &page).await?;
            let labels: BTreeMap<RecordId, String> =
                found.labels.iter().filter_map(|(key, label)| Some((RecordId::parse(key)?, label.clone()))).collect();
            rows.extend(found.rows.iter().map(|row| {
                columns
                    .iter()
                    .map(|field| cell(&compiled, &active.compiled, field, row.values.get(field.as_str()), locale, &labels))
                    .collect::<Vec<_>>()
            }));
            after = found.next;
            if after.is_none() {
                break;
            }
            if rows.len() >= MOST {
                let (zh, en) = ("一次最多导出 50000 行，请缩小范围", "At most 50,000 rows are exported at once; please narrow the list");
                return Err(RuntimeError::refused("too_many_rows", zh, en));
            }
        }
        let head = |field: &FieldId| {
            let label = compiled.scope.fields.get(field.as_str()).map(|field| field.label.get(locale).to_owned()).unwrap_or_default();
            SheetColumn { label, scale: compiled.field(field.as_str()).and_then(form_engine::CompiledField::scale).unwrap_or(0) }
        };
        let title = compiled.label().get(locale).to_owned();
        let table = SheetTable { title: title.clone(), columns: columns.iter().map(head).collect(), rows };
        let content = write_table(&table).map_err(crate::commit::internal)?;
        Ok(Download {
            name: format!("{title}.xlsx"),
            media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            content: Bytes::from(content),
        })
    }
}

/// The columns of the list that the plan shows, without sub-tables and files.
fn columns(form: &CompiledForm, plan: &Plan, wanted: Option<&[FieldId]>) -> Vec<FieldId> {
    let all: Vec<FieldId> = match wanted {
        Some(columns) => columns.to_vec(),
        None => form.fields.keys().cloned().collect(),
    };
    let flat = |field: &FieldId| !matches!(showing::type_of(form, field.as_str()), Some(ValueType::Rows(_)) | None);
    all.into_iter().filter(|field| plan.right(field.as_str()) > FieldRight::Hidden && flat(field)).collect()
}

fn cell(
    form: &CompiledForm,
    app: &app_engine::CompiledApp,
    field: &FieldId,
    json: Option<&Json>,
    locale: Locale,
    labels: &BTreeMap<RecordId, String>,
) -> Cell {
    let Some(value_type) = showing::type_of(form, field.as_str()) else { return Cell::Blank };
    let value = json.and_then(|json| value::from_json(json, value_type).ok()).unwrap_or_default();
    match value {
        Value::Blank => Cell::Blank,
        Value::Number(number) => Cell::Number(number),
        Value::Bool(yes) => Cell::Bool(yes),
        Value::Date(day) => Cell::Date(day),
        other => match form.field(field.as_str()) {
            Some(compiled) => Cell::Text(showing::shown(compiled, app, &other, locale, labels)),
            None => Cell::Text(showing::shown_plain(app, &other, locale, labels)),
        },
    }
}
