//! 矩阵多选

use super::matrix::{self, Answer, Matrix};
use super::{check, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, Options, code};
use definition::{Choice, Field};
use serde_json::Value as Json;
use std::sync::Arc;
use value::{JsonFault, Label, ShowContext, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "matrix_multi",
    label: pair("矩阵多选", "Matrix of several choices"),
    help: pair("每一行从同样的几列里选若干个，公式里写 {field.row}", "Each row takes any of the same columns; formulas write {field.row}"),
    group: Group::Choice,
    icon: "matrix_multi",
    schema: settings::schema::<MatrixMultiSettings>,
    prepare,
    example: example(
        r#"{ "id": "usage", "kind": "matrix_multi", "label": { "zh-CN": "使用情况", "en": "Usage" }, "max": 2,
        "rows": [ { "id": "home", "label": { "zh-CN": "家里", "en": "At home" } }, { "id": "work", "label": { "zh-CN": "单位", "en": "At work" } } ],
        "columns": [ { "id": "day", "label": { "zh-CN": "白天", "en": "By day" } }, { "id": "night", "label": { "zh-CN": "夜间", "en": "By night" } }, { "id": "weekend", "label": { "zh-CN": "周末", "en": "Weekend" } } ] }"#,
    ),
};

definition::settings! {
    /// Settings of a matrix of several choices.
    pub struct MatrixMultiSettings {
        rows: Vec<Choice> = Vec::new(), ("行", "Rows"), ("每一行问什么", "What each row asks");
        columns: Vec<Choice> = Vec::new(), ("列", "Columns"), ("每一行可以选什么", "What each row can be answered with");
        every_row: bool = false, ("每行必答", "Every row"), ("填了就要每行都答", "Whether every row must be answered once one is");
        max: Option<u32> = None, ("每行最多选几项", "Most per row"), ("每一行最多选几项", "At most so many in each row"), 1..=100;
    }
}

#[derive(Debug)]
struct Several {
    columns: Options,
    max: Option<u32>,
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: MatrixMultiSettings = settings::read(field, findings)?;
    let columns = matrix::axis(&settings.columns, "/columns", ("没有任何列", "there are no columns"), findings)?;
    Some(Arc::new(Matrix::of(&settings.rows, settings.every_row, Several { columns, max: settings.max }, findings)?))
}

impl Answer for Several {
    /// Columns stand in their order, whatever the order of the clicks.
    fn read(&self, json: &Json) -> Result<Option<Json>, JsonFault> {
        if json.is_null() {
            return Ok(None);
        }
        let given = json.as_array().ok_or_else(|| matrix::wrong("", "list"))?;
        let mut chosen = Vec::with_capacity(given.len());
        for (index, item) in given.iter().enumerate() {
            let read = matrix::read_option(item).map_err(|fault| JsonFault { pointer: format!("/{index}"), ..fault })?;
            chosen.extend(read);
        }
        let place = |item: &Json| self.columns.iter().position(|column| Some(column.id.as_str()) == item.as_str()).unwrap_or(usize::MAX);
        chosen.sort_unstable_by_key(place);
        Ok((!chosen.is_empty()).then_some(Json::Array(chosen)))
    }

    fn check(&self, answer: &Json, stored: Option<&Json>, faults: &mut Vec<FieldFault>) {
        let items: &[Json] = answer.as_array().map_or(&[], Vec::as_slice);
        let before: &[Json] = stored.and_then(Json::as_array).map_or(&[], Vec::as_slice);
        for (index, item) in items.iter().enumerate() {
            matrix::check_option(item, before.contains(item), &self.columns, faults);
            if items.iter().take(index).any(|other| other == item) {
                check::fault(faults, code::TWICE, "同一项选了两次", "the same entry is there twice");
            }
        }
        check::count(items.len(), None, self.max, ("项", "options"), faults);
    }

    fn write(&self, answer: &Json, context: &ShowContext<'_>) -> String {
        let items = answer.as_array().into_iter().flatten();
        check::joined(items.map(|item| matrix::name_of(item, &self.columns, context.locale)), context.locale)
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        Shape::list(Shape::choice(&self.columns, true, spelling), (Some(1), self.max), spelling)
    }

    fn part_type(&self) -> Option<(ValueType, Vec<(String, Label)>)> {
        Some((ValueType::List(Box::new(ValueType::Choice)), self.columns.names()))
    }
}
