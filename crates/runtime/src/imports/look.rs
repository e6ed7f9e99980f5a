//! Looking at a file: its sheets, its heads, where its columns would go.

use super::{Import, Rights, UserId, settings_of, shown_faults, stage_of};
use crate::app_cache::ActiveApp;
use crate::commit::internal;
use crate::types::{ImportColumn, ImportSeen, ImportSheet, ImportStage, ImportState, ImportTarget};
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::Actor;
use app_engine::sheet::{Face, Target, face, head_key, head_line, key_fields, letters, propose, targets};
use bytes::Bytes;
use definition::{Action, FieldRight};
use form_engine::CompiledForm;
use query::FieldPath;
use spreadsheet::{FileFault, Line, TableFile};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::imports;
use value::{FieldId, FormId, Label, ValueType};

/// So many rows are looked at.
const LOOKED_AT: usize = 60;
/// So many texts stand below a head as samples.
const SAMPLES: usize = 3;
/// More columns than these are not offered.
const MOST_COLUMNS: usize = 200;
/// The longest sample, in characters.
const SAMPLE: usize = 60;

/// The first rows of a sheet.
struct First {
    sheets: Vec<ImportSheet>,
    sheet: usize,
    lines: Vec<Line>,
}

impl Runtime {
    /// Looks at the first sheet that has rows, or at the one that is asked for.
    pub(super) async fn look_at_file(
        &self,
        app: &Arc<ActiveApp>,
        form: &Arc<CompiledForm>,
        actor: &Actor,
        content: Bytes,
        asked: Option<(usize, Option<u32>)>,
    ) -> RuntimeResult<ImportSeen> {
        let first = tokio::task::spawn_blocking(move || first_rows(&content, asked.map(|(sheet, _)| sheet))).await.map_err(internal)?;
        let First { sheets, sheet, lines } = first.map_err(unreadable)?;
        let rights = Rights::of(self, app, form, actor).ok_or_else(RuntimeError::no_right)?;
        let targets = targets(form, &|field| rights.widest(field));
        let head = match asked.and_then(|(_, head)| head) {
            Some(head) => head,
            None => head_line(&lines, &targets).unwrap_or(0),
        };
        let remembered = match actor.user() {
            Some(user) => self.remembered(user, app, form).await?,
            None => BTreeMap::new(),
        };
        Ok(ImportSeen { columns: columns(&lines, head, &targets, &remembered), sheets, sheet, head })
    }

    /// Where the columns of the person's earlier files went, by their heads; the newest counts.
    async fn remembered(&self, user: UserId, app: &ActiveApp, form: &CompiledForm) -> RuntimeResult<BTreeMap<String, Option<FieldPath>>> {
        let mut known = BTreeMap::new();
        for import in imports::of_person(&self.inner.store.read(), user, app.compiled.id(), form.id(), 10).await? {
            let (Ok(settings), Ok(seen)) = (settings_of(&import), serde_json::from_value::<ImportSeen>(import.seen.clone())) else { continue };
            if (settings.sheet, settings.head) != (seen.sheet, seen.head) {
                continue;
            }
            for column in seen.columns.iter().filter(|column| !column.head.is_empty()) {
                let went = settings.mapping.columns.iter().find(|mapped| mapped.column == column.column).map(|mapped| mapped.field.clone());
                known.entry(head_key(&column.head)).or_insert(went);
            }
        }
        Ok(known)
    }

    /// An import as its owner sees it.
    pub(super) async fn state_of(&self, actor: &Actor, import: Import) -> RuntimeResult<ImportState> {
        let form = FormId::parse(&import.form).map_err(internal)?;
        let app = self.active_app(&value::AppId::parse(&import.app).map_err(internal)?).await?;
        let compiled = app.form(&form)?.clone();
        let stage = stage_of(&import.state);
        let ended = matches!(stage, ImportStage::Done | ImportStage::Cancelled | ImportStage::Failed);
        let may_undo = ended && import.size > 0 && imports::count_noted(&self.inner.store.read(), import.id).await? > 0;
        let count = |number: i64| u64::try_from(number).unwrap_or(0);
        Ok(ImportState {
            id: import.id,
            file: import.file_name.clone(),
            stage,
            settings: settings_of(&import).ok(),
            total: count(import.total),
            done: count(import.done),
            created: count(import.created),
            changed: count(import.changed),
            unchanged: count(import.unchanged),
            faulty: count(import.faulty),
            faults: shown_faults(&import.faults),
            message: import.message.clone().and_then(|message| serde_json::from_value(message).ok()),
            may_undo,
            kept: import.size > 0,
            at: import.created_at.instant(),
            ended: import.finished_at.map(store::Moment::instant),
            targets: self.targets_of(&app, &compiled, actor),
            seen: serde_json::from_value(import.seen).map_err(internal)?,
            form,
        })
    }

    fn targets_of(&self, app: &ActiveApp, form: &CompiledForm, actor: &Actor) -> Vec<ImportTarget> {
        let Some(rights) = Rights::of(self, app, form, actor) else { return Vec::new() };
        let keys: Vec<FieldId> = key_fields(form, &|field| rights.readable(field)).into_iter().map(|field| field.id.clone()).collect();
        let of = |target: Target<'_>| ImportTarget {
            key: target.path.column.is_none() && keys.contains(&target.path.field),
            label: target.label,
            kind: target.field.control.kind,
            required: target.field.required,
            by: self.found_by(app, target.field, actor),
            refused: target.refused.map(app_engine::sheet::NotRead::label),
            path: target.path,
        };
        targets(form, &|field| rights.widest(field)).into_iter().filter(|target| !matches!(face(target.field), Face::Rows)).map(of).collect()
    }

    /// The fields by which a record of the other form can be found: its texts and numbers that the person may read, its title first.
    fn found_by(&self, app: &ActiveApp, field: &form_engine::CompiledField, actor: &Actor) -> Vec<(FieldId, Label)> {
        let (Face::Record(other) | Face::Records(other)) = face(field) else { return Vec::new() };
        let Ok(other) = app.form(&other) else { return Vec::new() };
        let Ok(plan) = self.plan(app, other, actor, Action::Read) else { return Vec::new() };
        let fits = |field: &&form_engine::CompiledField| {
            matches!(field.value_type, ValueType::Text | ValueType::Number { .. })
                && field.storage != form_engine::Storage::Live
                && plan.right(field.id.as_str()) >= FieldRight::Read
        };
        let mut found: Vec<_> = other.fields.values().filter(fits).collect();
        found.sort_by_key(|field| Some(&field.id) != other.title_field.as_ref());
        found.into_iter().map(|field| (field.id.clone(), field.label.clone())).collect()
    }
}

fn first_rows(content: &[u8], asked: Option<usize>) -> Result<First, FileFault> {
    let file = TableFile::open(content)?;
    let sheets: Vec<ImportSheet> = file.sheets()?.into_iter().map(|sheet| ImportSheet { name: sheet.name, rows: sheet.rows }).collect();
    let wanted: Vec<usize> = asked.map_or_else(|| (0..sheets.len()).collect(), |sheet| vec![sheet]);
    for sheet in wanted {
        let mut lines = Vec::new();
        file.read(sheet, &mut |line| {
            lines.push(line);
            lines.len() < LOOKED_AT
        })?;
        if !lines.is_empty() || asked.is_some() {
            return Ok(First { sheets, sheet, lines });
        }
    }
    Err(FileFault::Workbook(spreadsheet::workbook::OpenFault::Empty))
}

fn columns(lines: &[Line], head: u32, targets: &[Target<'_>], remembered: &BTreeMap<String, Option<FieldPath>>) -> Vec<ImportColumn> {
    let heads = lines.iter().find(|line| line.number == head);
    let body: Vec<&Line> = lines.iter().filter(|line| line.number > head).collect();
    let width = lines.iter().filter(|line| line.number >= head).map(|line| line.cells.len()).max().unwrap_or(0).min(MOST_COLUMNS);
    let text =
        |line: &Line, column: usize| line.cells.get(column).map(|cell| cell.text().chars().take(SAMPLE).collect::<String>()).unwrap_or_default();
    let names: Vec<String> = (0..width).map(|column| heads.map(|line| text(line, column)).unwrap_or_default()).collect();
    let proposed = propose(&names, targets, remembered);
    let of = |(column, (head, proposed)): (usize, (String, Option<FieldPath>))| ImportColumn {
        column: u32::try_from(column).unwrap_or(u32::MAX),
        letters: letters(column),
        head,
        samples: body.iter().map(|line| text(line, column)).filter(|text| !text.is_empty()).take(SAMPLES).collect(),
        proposed,
    };
    let all = names.into_iter().zip(proposed).enumerate().map(of);
    all.filter(|column| !column.head.is_empty() || !column.samples.is_empty()).collect()
}

/// A file that cannot be read, in the words of its fault.
pub(super) fn unreadable(fault: FileFault) -> RuntimeError {
    RuntimeError::Refused { code: fault.code().into(), message: fault.label() }
}
