//! Imports.

use crate::dto::import::{
    ImportBy, ImportColumn, ImportFault, ImportMapping, ImportMode, ImportOrder, ImportSheet, ImportStage, ImportState, ImportTarget,
};
use crate::problem::Problem;
use app_engine::sheet::{CellFault, Column, Mapping};
use query::FieldPath;
use runtime::types;
use value::FieldId;

/// What was decided, as it travels.
pub(crate) fn import_settings(order: ImportOrder) -> Result<types::ImportSettings, Problem> {
    let field = |text: &str| FieldId::parse(text).map_err(|_ignored| Problem::not_found().at("/columns"));
    let column = |column: ImportMapping| {
        let path = FieldPath::parse(&column.field).map_err(|_ignored| Problem::not_found().at("/columns"))?;
        Ok::<_, Problem>(Column { column: column.column, field: path, by: column.by.as_deref().map(field).transpose()? })
    };
    let key = order.key.as_deref().map(field).transpose()?;
    let mapping = Mapping { columns: order.columns.into_iter().map(column).collect::<Result<_, _>>()? };
    let mode = match order.mode {
        ImportMode::Add => types::ImportMode::Add,
        ImportMode::Change => types::ImportMode::Change,
        ImportMode::Both => types::ImportMode::Both,
    };
    let ImportOrder { sheet, head, clear, whole, flow, notify, .. } = order;
    Ok(types::ImportSettings { sheet, head, mapping, mode, key, clear, whole, flow, notify })
}

/// An import as it travels.
pub(crate) fn import_state(state: types::ImportState) -> ImportState {
    let column = |column: types::ImportColumn| ImportColumn {
        column: column.column,
        letters: column.letters,
        head: column.head,
        samples: column.samples,
        proposed: column.proposed.map(|path| path.to_string()),
    };
    ImportState {
        id: state.id.to_string(),
        form: state.form.to_string(),
        file: state.file,
        stage: stage(state.stage),
        sheets: state.seen.sheets.into_iter().map(|sheet| ImportSheet { name: sheet.name, rows: sheet.rows }).collect(),
        sheet: state.seen.sheet,
        head: state.seen.head,
        columns: state.seen.columns.into_iter().map(column).collect(),
        targets: state.targets.into_iter().map(target).collect(),
        order: state.settings.map(order),
        total: state.total,
        done: state.done,
        created: state.created,
        changed: state.changed,
        unchanged: state.unchanged,
        faulty: state.faulty,
        faults: state.faults.into_iter().map(fault).collect(),
        message: state.message.map(Into::into),
        may_undo: state.may_undo,
        kept: state.kept,
        at: value::write_instant(&state.at),
        ended: state.ended.map(|ended| value::write_instant(&ended)),
    }
}

fn order(settings: types::ImportSettings) -> ImportOrder {
    let column =
        |column: Column| ImportMapping { column: column.column, field: column.field.to_string(), by: column.by.map(|field| field.to_string()) };
    ImportOrder {
        sheet: settings.sheet,
        head: settings.head,
        columns: settings.mapping.columns.into_iter().map(column).collect(),
        mode: match settings.mode {
            types::ImportMode::Add => ImportMode::Add,
            types::ImportMode::Change => ImportMode::Change,
            types::ImportMode::Both => ImportMode::Both,
        },
        key: settings.key.map(|key| key.to_string()),
        clear: settings.clear,
        whole: settings.whole,
        flow: settings.flow,
        notify: settings.notify,
    }
}

fn stage(stage: types::ImportStage) -> ImportStage {
    match stage {
        types::ImportStage::Looked => ImportStage::Looked,
        types::ImportStage::Checking => ImportStage::Checking,
        types::ImportStage::Checked => ImportStage::Checked,
        types::ImportStage::Running => ImportStage::Running,
        types::ImportStage::Done => ImportStage::Done,
        types::ImportStage::Cancelled => ImportStage::Cancelled,
        types::ImportStage::Failed => ImportStage::Failed,
        types::ImportStage::Undoing => ImportStage::Undoing,
        types::ImportStage::Undone => ImportStage::Undone,
    }
}

fn target(target: types::ImportTarget) -> ImportTarget {
    ImportTarget {
        path: target.path.to_string(),
        label: target.label.into(),
        kind: target.kind.to_owned(),
        required: target.required,
        key: target.key,
        by: target.by.into_iter().map(|(field, label)| ImportBy { field: field.to_string(), label: label.into() }).collect(),
        refused: target.refused.map(Into::into),
    }
}

fn fault(fault: CellFault) -> ImportFault {
    ImportFault { row: fault.row, column: fault.column, field: fault.field.into(), text: fault.text, message: fault.message.into() }
}
