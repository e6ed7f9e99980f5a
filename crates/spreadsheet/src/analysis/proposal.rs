//! What the analysis proposes: forms with fields, each decision with how sure it is and why.

use crate::workbook::Area;
use serde::{Deserialize, Serialize};
use value::{Decimal, Label};

/// What a workbook could become.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Proposal {
    /// The forms, in the order of the sheets.
    pub forms: Vec<FormProposal>,
    /// Sheets from which nothing is taken, and why.
    pub left_out: Vec<LeftOut>,
}

/// A part of the workbook that is not taken.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeftOut {
    /// Where it stands: `Sheet1!A3:F3`.
    pub place: String,
    /// What stands there.
    pub text: String,
    /// Why it is not taken.
    pub reason: Label,
}

/// How a sheet is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetKind {
    /// A list: columns with heads, a record in each row.
    Register,
    /// A form on paper: names beside blanks.
    Printed,
}

/// A form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FormProposal {
    /// The sheet that it was found on.
    pub sheet: String,
    /// Further sheets with the same columns.
    pub also: Vec<String>,
    /// How that is laid out.
    pub layout: SheetKind,
    /// Permanent id.
    pub id: String,
    /// Name.
    pub label: Label,
    /// How sure the whole is, 0 to 1.
    pub confidence: f64,
    /// Why it was taken for this layout.
    pub evidence: Vec<Evidence>,
    /// The fields in the order of the sheet.
    pub fields: Vec<FieldProposal>,
    /// Titled groups of fields.
    pub sections: Vec<SectionProposal>,
    /// Whether the sections are stages that are filled in one after the other.
    pub stages: bool,
    /// What stands on the sheet and is not taken.
    pub left_out: Vec<LeftOut>,
    /// Whether no template for paper is made of it.
    pub without_print: bool,
    /// The first and the last row of the records, counted from 1; none on printed forms.
    pub rows: Option<(u32, u32)>,
    /// Rows in between that are no records: totals, titles, repeated heads; counted from 1.
    pub skipped_rows: Vec<u32>,
}

/// A titled group of fields.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SectionProposal {
    /// Title.
    pub label: Label,
    /// Ids of its fields.
    pub fields: Vec<String>,
    /// Where the title stands.
    pub place: String,
}

/// A field, or a column of a sub-table.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct FieldProposal {
    /// Permanent id.
    pub id: String,
    /// Name.
    pub label: Label,
    /// The title of the group of columns above it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<Label>,
    /// What it holds.
    pub kind: Kind,
    /// How sure that is, 0 to 1.
    pub confidence: f64,
    /// Why.
    pub evidence: Vec<Evidence>,
    /// What else it could be, the likeliest first.
    pub alternatives: Vec<Alternative>,
    /// Whether it must be filled in.
    pub required: bool,
    /// Whether no two records hold the same.
    pub unique: bool,
    /// What to enter.
    pub help: Label,
    /// The options.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<OptionProposal>,
    /// What is counted or measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Digits after the point.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<u32>,
    /// ISO 4217 code of an amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// The smallest value.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "exact")]
    pub min: Option<Decimal>,
    /// The largest value.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "exact")]
    pub max: Option<Decimal>,
    /// The longest text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u32>,
    /// How automatic numbers look.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// The formula that gives the value, in the language of the product.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formula: Option<String>,
    /// The columns, if it is a sub-table.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<FieldProposal>,
    /// The column of a register from which its values come, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// Where its name stands: `C4`.
    pub place: String,
    /// Where it is filled in on a form on paper.
    #[serde(skip)]
    pub room: Option<Area>,
}

/// A number as text, so that no digit is lost.
#[expect(clippy::ref_option, reason = "serde passes a reference")]
fn exact<S: serde::Serializer>(number: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
    match number {
        Some(number) => serializer.collect_str(&number.normalize()),
        None => serializer.serialize_none(),
    }
}

/// An option of a choice.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OptionProposal {
    /// Permanent id.
    pub id: String,
    /// What stands in the workbook.
    pub text: String,
}

/// Something else that a field could be.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alternative {
    /// What it could be.
    pub kind: Kind,
    /// How likely that is, 0 to 1.
    pub confidence: f64,
}

/// A reason for a decision.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// What sort of reason.
    pub source: Source,
    /// Where it stands: `C4`, `C5:C40`.
    pub place: String,
    /// The reason in words.
    pub reason: Label,
}

/// What a reason is taken from, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A data validation.
    Validation,
    /// A number format.
    Format,
    /// A formula.
    Formula,
    /// A comment.
    Comment,
    /// Words in the name.
    Words,
    /// What the cells hold.
    Data,
    /// Bold, colours, lines.
    Style,
    /// Where it stands.
    Layout,
}

macro_rules! kinds {
    ($($name:ident = $kind:literal, $zh:literal, $en:literal;)*) => {
        /// What a field holds.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Kind { #[default] $(#[doc = $en] $name),* }

        impl Kind {
            /// All kinds.
            pub const ALL: &'static [Kind] = &[$(Kind::$name),*];

            /// The kind of control.
            pub fn control(self) -> &'static str {
                match self { $(Kind::$name => $kind),* }
            }

            /// What people call it.
            pub fn label(self) -> Label {
                match self { $(Kind::$name => Label::both($zh, $en)),* }
            }
        }
    };
}

kinds! {
    Text = "text", "单行文本", "text";
    Textarea = "textarea", "多行文本", "long text";
    Number = "number", "数值", "number";
    Money = "money", "金额", "money";
    Percent = "percent", "百分比", "percentage";
    Date = "date", "日期", "date";
    Datetime = "datetime", "日期时间", "date and time";
    Time = "time", "时间", "time";
    Month = "month", "月份", "month";
    Choice = "choice", "单选", "choice";
    MultiChoice = "multi_choice", "多选", "multiple choice";
    Switch = "switch", "是否", "yes or no";
    Mobile = "mobile", "手机", "mobile number";
    Phone = "text", "电话", "phone number";
    Email = "email", "邮箱", "mail address";
    Url = "url", "网址", "web address";
    IdCard = "id_card", "身份证号", "identity card";
    Barcode = "barcode", "扫码", "scanned code";
    Address = "textarea", "地址", "address";
    Member = "member", "成员", "person";
    Department = "department", "部门", "department";
    Upload = "upload", "附件", "file";
    Photo = "photo", "图片", "picture";
    Signature = "signature", "签名", "signature";
    AutoNumber = "auto_number", "自动编号", "automatic number";
    Computed = "computed", "计算字段", "computed";
    SubTable = "sub_table", "子表", "sub-table";
}

impl Evidence {
    /// A reason.
    pub fn new(source: Source, place: impl Into<String>, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { source, place: place.into(), reason: Label::both(zh, en) }
    }
}
