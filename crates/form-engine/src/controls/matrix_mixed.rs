//! 矩阵混合

use super::matrix::{self, Answer, Matrix};
use super::{check, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, Options};
use definition::settings::{Choices, Misread, Setting};
use definition::{Choice, Field};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;
use value::{FieldId, JsonFault, Label, Rounding, ShowContext, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "matrix_mixed",
    label: pair("矩阵混合", "Mixed matrix"),
    help: pair("固定的几行，每列可以是文字、数值、选项、日期或勾选", "Fixed rows; each column is a text, a number, an option, a day or a tick"),
    group: Group::Choice,
    icon: "matrix_mixed",
    schema: settings::schema::<MatrixMixedSettings>,
    prepare,
    example: example(
        r#"{ "id": "readings", "kind": "matrix_mixed", "label": { "zh-CN": "读数", "en": "Readings" },
        "rows": [ { "id": "inlet", "label": { "zh-CN": "进口", "en": "Inlet" } }, { "id": "outlet", "label": { "zh-CN": "出口", "en": "Outlet" } } ],
        "columns": [ { "id": "pressure", "label": { "zh-CN": "压力", "en": "Pressure" }, "type": "number", "scale": 1 }, { "id": "state", "label": { "zh-CN": "状态", "en": "State" }, "type": "choice", "options": [ { "id": "ok", "label": { "zh-CN": "正常", "en": "Fine" } }, { "id": "leak", "label": { "zh-CN": "泄漏", "en": "Leaking" } } ] }, { "id": "note", "label": { "zh-CN": "备注", "en": "Note" }, "type": "text" } ] }"#,
    ),
};

definition::settings! {
    /// Settings of a mixed matrix.
    pub struct MatrixMixedSettings {
        rows: Vec<Choice> = Vec::new(), ("行", "Rows"), ("每一行问什么", "What each row asks");
        columns: Vec<MixedColumn> = Vec::new(), ("列", "Columns"), ("每一列填什么：文字、数值、选项、日期、勾选", "What each column takes: text, number, choice, date, bool");
        every_row: bool = false, ("每行必答", "Every row"), ("填了就要每行都答", "Whether every row must be answered once one is");
    }
}

definition::choices! {
    /// What a column takes.
    pub enum CellType {
        Text = "text", ("文字", "A text");
        Number = "number", ("数值", "A number");
        Choice = "choice", ("选项", "An option");
        Date = "date", ("日期", "A day");
        Bool = "bool", ("勾选", "A tick");
    }
}

/// A column of a mixed matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct MixedColumn {
    id: FieldId,
    label: Label,
    cell: CellType,
    scale: u32,
    choices: Vec<Choice>,
    options: Options,
}

/// The longest text of a cell.
const LONGEST: u32 = 500;

impl MixedColumn {
    fn of(json: &Json) -> Option<Self> {
        let object = json.as_object()?;
        if object.keys().any(|key| !matches!(key.as_str(), "id" | "label" | "type" | "scale" | "options")) {
            return None;
        }
        let cell = object.get("type").map_or(Some(CellType::Text), |cell| CellType::read(cell).ok())?;
        let scale = object.get("scale").map_or(Some(0), |scale| u32::read(scale).ok()).filter(|scale| *scale <= 9)?;
        let choices: Vec<Choice> = object.get("options").map_or(Some(Vec::new()), |options| Setting::read(options).ok())?;
        let fits = (cell == CellType::Choice) != choices.is_empty() && (cell == CellType::Number || !object.contains_key("scale"));
        let options = Options::of(&choices);
        let (id, label) = (FieldId::read(object.get("id")?).ok()?, Label::read(object.get("label")?).ok()?);
        fits.then_some(Self { id, label, cell, scale, choices, options })
    }

    fn value_type(&self) -> ValueType {
        match self.cell {
            CellType::Text => ValueType::Text,
            CellType::Number => ValueType::Number { scale: self.scale },
            CellType::Choice => ValueType::Choice,
            CellType::Date => ValueType::Date,
            CellType::Bool => ValueType::Bool,
        }
    }

    fn read_cell(&self, json: &Json) -> Result<Value, JsonFault> {
        let value = match self.cell {
            CellType::Number => check::read_number(json, self.scale, Rounding::HalfUp)?,
            _ => value::from_json(json, &self.value_type())?,
        };
        // A tick that is not set is the same as none.
        Ok(if value == Value::Bool(false) { Value::Blank } else { value })
    }
}

impl Setting for MixedColumn {
    fn read(json: &Json) -> Result<Self, Misread> {
        Self::of(json).ok_or_else(|| {
            Misread::of(
                "列：{id, label, type: text、number、choice、date、bool，选项列有 options，数值列可有 scale}",
                "a column: {id, label, type: text, number, choice, date or bool, options for a choice, scale for a number}",
            )
        })
    }

    fn schema(generator: &mut schemars::SchemaGenerator) -> Json {
        json!({ "type": "object", "additionalProperties": false, "required": ["id", "label"], "properties": {
            "id": FieldId::schema(generator), "label": Label::schema(generator), "type": CellType::schema(generator),
            "scale": { "type": "integer", "minimum": 0, "maximum": 9 }, "options": Vec::<Choice>::schema(generator) } })
    }

    fn write(&self) -> Json {
        let mut json = json!({ "id": self.id, "label": self.label, "type": self.cell.name() });
        if let Some(object) = json.as_object_mut() {
            if self.cell == CellType::Number {
                object.insert("scale".into(), json!(self.scale));
            }
            if !self.choices.is_empty() {
                object.insert("options".into(), json!(self.choices));
            }
        }
        json
    }
}

#[derive(Debug)]
struct Mixed(Vec<MixedColumn>);

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: MatrixMixedSettings = settings::read(field, findings)?;
    if settings.columns.is_empty() {
        findings.error("MC0111", "/columns", told!("没有任何列", "there are no columns"));
        return None;
    }
    for (index, column) in settings.columns.iter().enumerate() {
        if settings.columns.iter().take(index).any(|before| before.id == column.id) {
            let message = told!(format!("列 id「{}」用了两次", column.id), format!("the column id `{}` is used twice", column.id));
            findings.error("MC0111", &format!("/columns/{index}/id"), message);
        }
    }
    Some(Arc::new(Matrix::of(&settings.rows, settings.every_row, Mixed(settings.columns), findings)?))
}

impl Answer for Mixed {
    fn read(&self, json: &Json) -> Result<Option<Json>, JsonFault> {
        if json.is_null() {
            return Ok(None);
        }
        let given = json.as_object().ok_or_else(|| matrix::wrong("", "{column: answer}"))?;
        if let Some(unknown) = given.keys().find(|key| !self.0.iter().any(|column| column.id.as_str() == key.as_str())) {
            return Err(matrix::wrong(&format!("/{unknown}"), "{column: answer}"));
        }
        let mut kept = Map::new();
        for column in &self.0 {
            let Some(cell) = given.get(column.id.as_str()) else { continue };
            let cell = column.read_cell(cell).map_err(|fault| JsonFault { pointer: format!("/{}", column.id), ..fault })?;
            if !cell.is_blank() {
                kept.insert(column.id.to_string(), value::to_json(&cell, Some(&column.value_type())));
            }
        }
        Ok((!kept.is_empty()).then_some(Json::Object(kept)))
    }

    fn check(&self, answer: &Json, stored: Option<&Json>, faults: &mut Vec<FieldFault>) {
        for column in &self.0 {
            let Some(cell) = answer.get(column.id.as_str()) else { continue };
            let mut found = Vec::new();
            match column.cell {
                CellType::Choice => {
                    let stays = stored.and_then(|stored| stored.get(column.id.as_str())) == Some(cell);
                    matrix::check_option(cell, stays, &column.options, &mut found);
                }
                CellType::Text => check::length(cell.as_str().unwrap_or_default(), None, Some(LONGEST), &mut found),
                _ => {}
            }
            faults.extend(found.into_iter().map(|fault| fault.below(&format!("/{}", column.id))));
        }
    }

    fn write(&self, answer: &Json, context: &ShowContext<'_>) -> String {
        let cell = |column: &MixedColumn| {
            let json = answer.get(column.id.as_str())?;
            let value = column.read_cell(json).ok()?;
            let plain = ShowContext { face: None, scale: Some(column.scale), ..*context };
            let words = match column.cell {
                CellType::Choice => matrix::name_of(json, &column.options, context.locale),
                CellType::Bool => String::new(),
                _ => value::show(&value, &plain),
            };
            let label = column.label.get(context.locale);
            Some(if words.is_empty() { label.to_owned() } else { format!("{label} {words}") })
        };
        check::joined(self.0.iter().filter_map(cell), context.locale)
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let cell = |column: &MixedColumn| {
            let shape = match column.cell {
                CellType::Text => Shape::text((Some(1), Some(LONGEST)), spelling),
                CellType::Number => Shape::number(column.scale, (None, None), spelling),
                CellType::Choice => Shape::choice(&column.options, true, spelling),
                CellType::Date => Shape::date(),
                // A tick that is not set is left out.
                CellType::Bool => Shape::of(json!({ "type": "boolean", "enum": [true] })),
            };
            shape.named(&column.label)
        };
        let shape = Shape::object(self.0.iter().map(|column| (column.id.as_str(), cell(column))), &[]);
        if spelling.is_sent() { shape.with("minProperties", 1) } else { shape }
    }

    fn part_type(&self) -> Option<(ValueType, Vec<(String, Label)>)> {
        None
    }
}
