//! The rows that cannot be imported as a workbook: as they stood in the file, with the reasons in a last column, to be corrected and sent again.

use super::rows::{self, Sheet};
use super::{look, reader_of, settings_of};
use crate::commit::internal;
use crate::types::Download;
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::Actor;
use app_engine::sheet::{CellFault, letters};
use bytes::Bytes;
use spreadsheet::workbook::CellValue;
use spreadsheet::{Book, Cell, SheetColumn};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::imports;
use uuid::Uuid;
use value::{AppId, FormId, Locale};

/// So many rows of faults are read at a time.
const STEP: u64 = 1_000;
/// Records that are read at a time.
const BATCH: usize = 500;

impl Runtime {
    /// The rows that cannot be imported, as a workbook.
    pub async fn faulty_rows(&self, actor: &Actor, app: &AppId, form: &FormId, id: Uuid, locale: Locale) -> RuntimeResult<Download> {
        let import = self.own_import(actor, app, form, id).await?;
        let settings = settings_of(&import)?;
        let active = self.active_app(app).await?;
        let compiled = active.form(form)?.clone();
        let rights = super::Rights::of(self, &active, &compiled, actor).ok_or_else(RuntimeError::no_right)?;
        let reader = Arc::new(reader_of(&compiled, &rights, &settings)?);
        let faults = self.all_faults(id).await?;
        let content = self.file_of_import(&import).await?;
        let sheet = Sheet { number: settings.sheet, head: settings.head };
        let head = rows::head_of(&content, sheet).map_err(look::unreadable)?;
        let (mut batches, reading) = rows::begin(content, reader, sheet, BATCH);
        let heads: Vec<String> = head.map(|line| line.cells.iter().map(CellValue::text).collect()).unwrap_or_default();
        let (mut position, mut lines) = (0_i64, Vec::new());
        while let Some(batch) = batches.recv().await {
            for raw in batch {
                let own = faults.get(&position);
                position += 1;
                let Some(own) = own else { continue };
                let told = own.iter().map(|fault| told(fault, locale)).collect::<Vec<_>>().join("\n");
                for (index, line) in raw.lines.into_iter().enumerate() {
                    lines.push((line.cells, if index == 0 { told.clone() } else { String::new() }));
                }
            }
        }
        reading.await.map_err(internal)?.map_err(look::unreadable)?;
        let written = tokio::task::spawn_blocking(move || written(heads, lines, locale)).await.map_err(internal)?;
        let stem = import.file_name.rsplit_once('.').map_or(import.file_name.as_str(), |(stem, _)| stem);
        let ending = if locale == Locale::ZhCn { "未导入的行" } else { "rows not imported" };
        Ok(Download {
            name: format!("{stem} - {ending}.xlsx"),
            media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            content: Bytes::from(written?),
        })
    }

    async fn all_faults(&self, id: Uuid) -> RuntimeResult<BTreeMap<i64, Vec<CellFault>>> {
        let reader = self.inner.store.read();
        let mut all = BTreeMap::new();
        let mut behind = -1;
        loop {
            let some = imports::faults(&reader, id, behind, STEP).await?;
            let Some(last) = some.last() else { return Ok(all) };
            behind = last.position;
            for row in some {
                all.insert(row.position, serde_json::from_value(row.faults).map_err(internal)?);
            }
        }
    }
}

fn told(fault: &CellFault, locale: Locale) -> String {
    let place = fault.column.as_deref().map(|column| format!("{column}{} ", fault.row)).unwrap_or_default();
    let field = fault.field.get(locale);
    let between = if field.is_empty() { "" } else { ": " };
    format!("{place}{field}{between}{}", fault.message.get(locale))
}

fn written(mut heads: Vec<String>, lines: Vec<(Vec<CellValue>, String)>, locale: Locale) -> RuntimeResult<Vec<u8>> {
    let width = lines.iter().map(|(cells, _)| cells.len()).max().unwrap_or(0).max(heads.len());
    while heads.len() < width {
        heads.push(letters(heads.len()));
    }
    heads.push(if locale == Locale::ZhCn { "未导入的原因".into() } else { "Why it was not imported".into() });
    let columns: Vec<SheetColumn> = heads.into_iter().map(|label| SheetColumn { label, scale: 0 }).collect();
    let mut book = Book::default();
    let sheet = book.sheet(if locale == Locale::ZhCn { "未导入" } else { "Not imported" }, &columns).map_err(internal)?;
    for (cells, reason) in lines {
        let mut row: Vec<Cell> = cells.iter().map(cell).collect();
        row.resize(width, Cell::Blank);
        row.push(if reason.is_empty() { Cell::Blank } else { Cell::Text(reason) });
        book.row(sheet, &row).map_err(internal)?;
    }
    book.finish().map_err(internal)
}

/// A cell as it stood in the file.
fn cell(value: &CellValue) -> Cell {
    match value {
        CellValue::Blank => Cell::Blank,
        CellValue::Number(number) | CellValue::Length(number) => Cell::Text(number.normalize().to_string()),
        CellValue::Bool(yes) => Cell::Bool(*yes),
        CellValue::Moment(moment) if moment.time() == value::Time::MIN => Cell::Date(moment.date()),
        CellValue::Moment(moment) => Cell::DateTime(*moment),
        CellValue::Text(text) | CellValue::Error(text) => Cell::Text(text.clone()),
    }
}
