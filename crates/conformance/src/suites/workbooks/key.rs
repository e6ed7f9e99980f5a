//! The answer key of a workbook.

use serde::Deserialize;

/// What a person would make of a workbook.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// Number of the format of keys.
    #[serde(default)]
    #[expect(dead_code, reason = "there is one format so far")]
    pub format: u32,
    /// What is peculiar about the workbook, for people.
    #[serde(default)]
    #[expect(dead_code, reason = "it is for people")]
    pub about: String,
    /// Whether nobody looked at it while the analysis was tuned.
    #[serde(default)]
    pub held_out: bool,
    /// The forms.
    pub forms: Vec<KeyForm>,
}

/// A form.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyForm {
    /// The sheet; the first form that is found when left out.
    pub sheet: Option<String>,
    /// `register` or `printed`; not compared when left out.
    pub layout: Option<String>,
    /// The fields.
    pub fields: Vec<KeyField>,
    /// The titles of the sections; not compared when left out.
    #[serde(default)]
    pub sections: Vec<String>,
    /// How many records the rows hold; not compared when left out.
    pub records: Option<usize>,
}

/// A field, or a column of a sub-table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyField {
    /// Its name.
    pub label: String,
    /// Other names that are as good.
    #[serde(default)]
    pub also: Vec<String>,
    /// Its type, or several that are as good.
    #[serde(rename = "type")]
    pub types: OneOrMore,
    /// Its options.
    #[serde(default)]
    pub options: Vec<String>,
    /// Its unit; not compared when left out.
    pub unit: Option<String>,
    /// Whether it must be filled in; not compared when left out.
    pub required: Option<bool>,
    /// The columns of a sub-table.
    #[serde(default)]
    pub fields: Vec<KeyField>,
}

/// A text or a list of texts.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum OneOrMore {
    /// One.
    One(String),
    /// Several.
    More(Vec<String>),
}

impl KeyField {
    /// The types that are right.
    pub fn types(&self) -> Vec<&str> {
        match &self.types {
            OneOrMore::One(only) => vec![only],
            OneOrMore::More(several) => several.iter().map(String::as_str).collect(),
        }
    }

    /// Whether it is a sub-table.
    pub fn is_table(&self) -> bool {
        !self.fields.is_empty() || self.types().iter().any(|kind| family(kind) == "sub_table")
    }
}

/// Names of types that mean the same.
pub fn family(kind: &str) -> &str {
    match kind {
        "textarea" | "multiline" | "paragraph" | "longtext" => "long_text",
        "string" | "line" => "text",
        "integer" | "decimal" | "int" | "float" | "counter" => "number",
        "amount" | "currency" => "money",
        "percentage" => "percent",
        "date_time" | "timestamp" => "datetime",
        "select" | "single_choice" | "dropdown" | "radio" | "select_one" => "choice",
        "multi_select" | "multiple_choice" | "checkbox" | "multi_dropdown" | "select_multiple" => "multi_choice",
        "boolean" | "bool" | "yes_no" => "switch",
        "tel" | "landline" => "phone",
        "e_mail" | "mail" => "email",
        "member" | "user" | "people" => "person",
        "dept" => "department",
        "attachment" | "upload" | "files" => "file",
        "image" | "picture" | "defect_photo" => "photo",
        "sign" => "signature",
        "serial" | "autonumber" | "sequence" | "auto_id" => "auto_number",
        "formula" | "calculated" | "calculation" => "computed",
        "subtable" | "rows" | "table" | "sub_form" | "subform" | "detail" => "sub_table",
        "scan" | "barcode" | "qrcode" => "barcode",
        "link" | "website" => "url",
        "idcard" | "identity_card" => "id_card",
        other => other,
    }
}
