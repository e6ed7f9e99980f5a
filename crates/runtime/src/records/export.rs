//! A list as a file: the rows and the rights of the list, under the right to export. Read, written and forgotten page by page.

use super::list::{Resolved, resolve};
use crate::app_cache::ActiveApp;
use crate::commit::internal;
use crate::names::NameBook;
use crate::types::{Download, ExportFormat, ExportOrder};
use crate::{Runtime, RuntimeError, RuntimeResult, apps, attachments, showing};
use access::{Actor, Plan};
use app_engine::sheet::{CellWriter, Writing, plain_cell};
use bytes::Bytes;
use definition::{Action, FieldRight};
use form_engine::{CompiledField, CompiledForm};
use query::Page;
use spreadsheet::{Book, Cell, CsvText, SheetColumn, WriteError};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::mpsc;
use value::{AppId, FieldId, FileId, FormId, Locale, Record, RecordId, Value, ValueType};

/// The most records of one file.
const MOST: usize = 200_000;
/// The most pictures of one file.
const MOST_PICTURES: usize = 500;
/// Records per look at the database.
const STEP: u32 = 500;
/// Pages that wait for the writer.
const WAITING: usize = 4;

/// A column of the file.
#[derive(Debug, Clone)]
struct OutColumn {
    field: FieldId,
    /// The column of the sub-table.
    column: Option<FieldId>,
}

/// A line of the file with the pictures that stand over its cells.
struct OutLine {
    cells: Vec<Cell>,
    pictures: Vec<(usize, Bytes)>,
}

impl Runtime {
    /// The records of a query as a file, with the columns and the rights of the list.
    pub async fn export_records(&self, actor: &Actor, app: &AppId, form: &FormId, order: ExportOrder, locale: Locale) -> RuntimeResult<Download> {
        let active = self.active_app(app).await?;
        let compiled = active.form(form)?.clone();
        let plan = self.plan(&active, &compiled, actor, Action::Export)?;
        let mut resolved = resolve(&compiled, &plan, &order.query)?;
        if order.all_columns {
            resolved.columns = None;
        }
        let locale = apps::spoken(&active, locale);
        let columns = columns(&compiled, &plan, resolved.columns.as_deref(), order.sub_tables);
        // What the rows of sub-tables show is asked for with the rest.
        if let Some(asked) = &mut resolved.columns {
            let missing: Vec<FieldId> = columns.iter().map(|column| column.field.clone()).filter(|field| !asked.contains(field)).collect();
            asked.extend(missing);
        }
        let title = compiled.label().get(locale).to_owned();
        let heads: Vec<SheetColumn> = columns.iter().map(|column| head(&compiled, column, locale)).collect();
        let (pages, writer) = begin(order.format, title.clone(), heads);
        let gathered = Gathering { active: &active, compiled: &compiled, actor, plan: &plan, resolved: &resolved, columns: &columns, locale };
        let read = self.gather(&gathered, order.pictures && order.format == ExportFormat::Xlsx, &pages).await;
        drop(pages);
        let written = writer.await.map_err(internal)?;
        read?;
        let content = written.map_err(|fault| match fault {
            WriteError::TooManyRows => too_many(),
            other => internal(other),
        })?;
        let (ending, media_type) = match order.format {
            ExportFormat::Xlsx => ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ExportFormat::Csv => ("csv", "text/csv; charset=utf-8"),
        };
        Ok(Download { name: format!("{title}.{ending}"), media_type, content: Bytes::from(content) })
    }

    /// Reads page after page and hands the lines to the writer.
    async fn gather(&self, what: &Gathering<'_>, with_pictures: bool, pages: &mpsc::Sender<Vec<OutLine>>) -> RuntimeResult<()> {
        let names = NameBook::of(&*self.people().await?);
        let writers = what.writers();
        let (mut after, mut records, mut pictures) = (None, 0, 0);
        loop {
            let page = Page { limit: STEP, after };
            let found = self.rows_of(what.active, what.compiled, what.actor, what.plan, what.resolved, &page).await?;
            records += found.rows.len();
            if records > MOST {
                return Err(too_many());
            }
            let mut lines = Vec::with_capacity(found.rows.len());
            for row in &found.rows {
                let first = lines.len();
                what.lines(row, &writers, &found.labels, &names, &mut lines);
                if with_pictures && let Some(line) = lines.get_mut(first) {
                    line.pictures = self.pictures_of(what, row).await?;
                    pictures += line.pictures.len();
                }
            }
            if pictures > MOST_PICTURES {
                let (zh, en) = (
                    format!("图片超过 {MOST_PICTURES} 张，请缩小范围或不带图片"),
                    format!("More than {MOST_PICTURES} pictures: narrow the list or leave them out"),
                );
                return Err(RuntimeError::refused("too_many_pictures", zh, en));
            }
            // The writer is gone only when it failed, and then it tells why itself.
            if pages.send(lines).await.is_err() || found.next.is_none() {
                return Ok(());
            }
            after = found.next;
        }
    }

    /// The first picture of each field with files, small. A picture that cannot be read is left out; its name stands in the cell.
    async fn pictures_of(&self, what: &Gathering<'_>, row: &Record) -> RuntimeResult<Vec<(usize, Bytes)>> {
        let mut found = Vec::new();
        for (place, column) in what.columns.iter().enumerate().filter(|(_, column)| column.column.is_none()) {
            let mut files = Vec::new();
            showing::files(row.get(column.field.as_str()), &mut files);
            let picture = files.into_iter().find(|file| matches!(file.media_type.as_str(), "image/png" | "image/jpeg"));
            let Some(FileId(id)) = picture.map(|picture| picture.id) else { continue };
            match attachments::small(self.stored_bytes(FileId(id)).await?).await {
                Ok(small) => found.push((place, small)),
                Err(RuntimeError::Refused { .. }) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(found)
    }
}

/// What is exported.
struct Gathering<'a> {
    active: &'a Arc<ActiveApp>,
    compiled: &'a Arc<CompiledForm>,
    actor: &'a Actor,
    plan: &'a Plan,
    resolved: &'a Resolved,
    columns: &'a [OutColumn],
    locale: Locale,
}

impl Gathering<'_> {
    /// How each column is written; system fields have no control.
    fn writers(&self) -> Vec<Option<CellWriter<'_>>> {
        self.columns.iter().map(|column| field_of(self.compiled, column).map(|field| CellWriter::of(field, self.locale))).collect()
    }

    /// The lines of a record: one, or as many as its longest sub-table has rows; its own cells stand on the first.
    fn lines(
        &self,
        row: &Record,
        writers: &[Option<CellWriter<'_>>],
        labels: &BTreeMap<RecordId, String>,
        names: &NameBook,
        lines: &mut Vec<OutLine>,
    ) {
        let app = &self.active.compiled;
        let label = |key: &RecordId| names.clear_name(key).map(str::to_owned).or_else(|| labels.get(key).cloned());
        let writing = Writing { locale: self.locale, zone: &app.zone, labels: &label };
        let tables = || self.columns.iter().filter(|column| column.column.is_some());
        let height = tables().map(|column| rows_in(row, &column.field).len()).max().unwrap_or(0).max(1);
        for index in 0..height {
            let cell = |(column, writer): (&OutColumn, &Option<CellWriter<'_>>)| {
                let value = match &column.column {
                    None if index > 0 => return Cell::Blank,
                    None => row.get(column.field.as_str()),
                    Some(inner) => match rows_in(row, &column.field).get(index) {
                        Some(line) => line.values.get(inner.as_str()),
                        None => return Cell::Blank,
                    },
                };
                match writer {
                    Some(writer) => writer.cell(value, &writing),
                    None => plain_cell(value, &app.zone).unwrap_or_else(|| {
                        let text = showing::shown_plain(app, value, self.locale, labels);
                        if text.is_empty() { Cell::Blank } else { Cell::Text(text) }
                    }),
                }
            };
            lines.push(OutLine { cells: self.columns.iter().zip(writers).map(cell).collect(), pictures: Vec::new() });
        }
    }
}

fn rows_in<'r>(row: &'r Record, table: &FieldId) -> &'r [value::Row] {
    if let Value::Rows(rows) = row.get(table.as_str()) { rows } else { &[] }
}

/// The columns of the list that the plan shows; sub-tables with their columns when they are asked for.
fn columns(form: &CompiledForm, plan: &Plan, wanted: Option<&[FieldId]>, sub_tables: bool) -> Vec<OutColumn> {
    let all: Vec<FieldId> = match wanted {
        Some(columns) => {
            let tables = form.fields.values().filter(|field| sub_tables && is_table(field) && !columns.contains(&field.id));
            columns.iter().cloned().chain(tables.map(|field| field.id.clone())).collect()
        }
        None => form.fields.keys().cloned().collect(),
    };
    let (mut own, mut rows) = (Vec::new(), Vec::new());
    for field in all.into_iter().filter(|field| plan.right(field.as_str()) > FieldRight::Hidden) {
        match form.field(field.as_str()) {
            Some(table) if is_table(table) => {
                let columns = table.columns.keys().filter(|_| sub_tables);
                rows.extend(columns.map(|column| OutColumn { field: field.clone(), column: Some(column.clone()) }));
            }
            _ if showing::type_of(form, field.as_str()).is_some() => own.push(OutColumn { field, column: None }),
            _ => {}
        }
    }
    own.into_iter().chain(rows).collect()
}

fn is_table(field: &CompiledField) -> bool {
    matches!(field.value_type, ValueType::Rows(_))
}

fn field_of<'f>(form: &'f CompiledForm, column: &OutColumn) -> Option<&'f CompiledField> {
    let field = form.field(column.field.as_str())?;
    column.column.as_ref().map_or(Some(field), |inner| field.columns.get(inner))
}

fn head(form: &CompiledForm, column: &OutColumn, locale: Locale) -> SheetColumn {
    let of_system = || form.scope.fields.get(column.field.as_str()).map(|field| field.label.get(locale).to_owned());
    let own = form.field(column.field.as_str()).map(|field| field.label.get(locale).to_owned()).or_else(of_system).unwrap_or_default();
    let inner = field_of(form, column);
    let label = match (&column.column, inner) {
        (Some(_), Some(inner)) => format!("{own} / {}", inner.label.get(locale)),
        _ => own,
    };
    SheetColumn { label, scale: inner.and_then(CompiledField::scale).unwrap_or(0) }
}

type Written = tokio::task::JoinHandle<Result<Vec<u8>, WriteError>>;

/// The writer works beside the reader.
fn begin(format: ExportFormat, title: String, heads: Vec<SheetColumn>) -> (mpsc::Sender<Vec<OutLine>>, Written) {
    let (pages, mut next) = mpsc::channel::<Vec<OutLine>>(WAITING);
    let written = tokio::task::spawn_blocking(move || match format {
        ExportFormat::Xlsx => {
            let mut book = Book::default();
            let sheet = book.sheet(&title, &heads)?;
            while let Some(lines) = next.blocking_recv() {
                for line in lines {
                    line.pictures.iter().try_for_each(|(column, picture)| book.picture(sheet, *column, picture))?;
                    book.row(sheet, &line.cells)?;
                }
            }
            book.finish()
        }
        ExportFormat::Csv => {
            let mut text = CsvText::default();
            text.row(&heads.into_iter().map(|head| Cell::Text(head.label)).collect::<Vec<_>>());
            while let Some(lines) = next.blocking_recv() {
                lines.iter().for_each(|line| text.row(&line.cells));
            }
            Ok(text.into_bytes())
        }
    });
    (pages, written)
}

fn too_many() -> RuntimeError {
    let (zh, en) = (format!("一次最多导出 {MOST} 条，请缩小范围"), format!("At most {MOST} records are exported at once; please narrow the list"));
    RuntimeError::refused("too_many_rows", zh, en)
}
