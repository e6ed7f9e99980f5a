//! 矩阵单选

use super::matrix::{self, Answer, Matrix};
use super::settings;
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, Options};
use definition::{Choice, Field};
use serde_json::Value as Json;
use std::sync::Arc;
use value::{JsonFault, Label, ShowContext, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "matrix_single",
    label: pair("矩阵单选", "Matrix of single choices"),
    help: pair("每一行从同样的几列里选一个，公式里写 {field.row}", "Each row takes one of the same columns; formulas write {field.row}"),
    group: Group::Choice,
    icon: "matrix",
    schema: settings::schema::<MatrixSingleSettings>,
    prepare,
    example: example(
        r#"{ "id": "survey", "kind": "matrix_single", "label": { "zh-CN": "评价", "en": "Survey" },
        "rows": [ { "id": "speed", "label": { "zh-CN": "速度", "en": "Speed" } }, { "id": "care", "label": { "zh-CN": "态度", "en": "Care" } } ],
        "columns": [ { "id": "good", "label": { "zh-CN": "好", "en": "Good" } }, { "id": "poor", "label": { "zh-CN": "差", "en": "Poor" } } ] }"#,
    ),
};

definition::settings! {
    /// Settings of a matrix of single choices.
    pub struct MatrixSingleSettings {
        rows: Vec<Choice> = Vec::new(), ("行", "Rows"), ("每一行问什么", "What each row asks");
        columns: Vec<Choice> = Vec::new(), ("列", "Columns"), ("每一行可以选什么", "What each row can be answered with");
        every_row: bool = false, ("每行必答", "Every row"), ("填了就要每行都答", "Whether every row must be answered once one is");
    }
}

#[derive(Debug)]
struct One(Options);

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: MatrixSingleSettings = settings::read(field, findings)?;
    let columns = matrix::axis(&settings.columns, "/columns", ("没有任何列", "there are no columns"), findings);
    Some(Arc::new(Matrix::of(&settings.rows, settings.every_row, One(columns?), findings)?))
}

impl Answer for One {
    fn read(&self, json: &Json) -> Result<Option<Json>, JsonFault> {
        matrix::read_option(json)
    }

    fn check(&self, answer: &Json, stored: Option<&Json>, faults: &mut Vec<FieldFault>) {
        matrix::check_option(answer, stored == Some(answer), &self.0, faults);
    }

    fn write(&self, answer: &Json, context: &ShowContext<'_>) -> String {
        matrix::name_of(answer, &self.0, context.locale)
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        Shape::choice(&self.0, true, spelling)
    }

    fn part_type(&self) -> Option<(ValueType, Vec<(String, Label)>)> {
        Some((ValueType::Choice, self.0.names()))
    }
}
