//! Tables and columns in words, for whoever reads the database beside the product.

use super::publish::unique_column;
use super::{Column, ID, ORDER, PARENT, Place, RecordTable, Scalar, StoredField};
use value::{FormId, Label};

/// A table of records, rows or items.
#[derive(Debug, Clone, PartialEq)]
pub struct TableDescription {
    /// The form.
    pub form: FormId,
    /// What stands in it: empty for the records of the form, else the path of the sub-table or list (`lines`, `lines.marks`).
    pub path: String,
    /// Its name in the database.
    pub name: String,
    /// The table to whose rows its rows belong.
    pub parent: Option<String>,
    /// Its columns.
    pub columns: Vec<ColumnDescription>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnDescription {
    /// Its name in the database.
    pub name: String,
    /// The field or column of the form whose values it holds; none for what belongs to the table itself.
    pub field: Option<String>,
    /// Its type on SQLite.
    pub sqlite: &'static str,
    /// Its type on PostgreSQL.
    pub postgres: &'static str,
    /// Whether every row has a value.
    pub never_blank: bool,
    /// How values are written.
    pub holds: Label,
}

impl RecordTable {
    /// The table and its child tables in words.
    pub fn describe(&self) -> Vec<TableDescription> {
        let mut tables = Vec::new();
        self.describe_into(&mut tables, "", (&self.physical, None), self.fields.values(), Vec::new());
        tables
    }

    fn describe_into<'f>(
        &self,
        tables: &mut Vec<TableDescription>,
        path: &str,
        (name, parent): (&str, Option<&str>),
        fields: impl Iterator<Item = &'f StoredField>,
        own: Vec<ColumnDescription>,
    ) {
        let place = tables.len();
        let table =
            TableDescription { form: self.form.clone(), path: path.into(), name: name.into(), parent: parent.map(str::to_owned), columns: own };
        tables.push(table);
        let mut columns = Vec::new();
        for field in fields {
            let below = if path.is_empty() { field.id.to_string() } else { format!("{path}.{}", field.id) };
            match &field.place {
                Place::Column(column) => describe_column(column, &below, &mut columns),
                Place::Items { physical, item } => {
                    let mut own = vec![parent_column(), order_column()];
                    describe_column(item, &below, &mut own);
                    self.describe_into(tables, &below, (physical, Some(name)), std::iter::empty(), own);
                }
                Place::Rows { physical, columns } => {
                    let own = vec![plain(ID, KEY, true, ("行的标识", "key of the row")), parent_column(), order_column()];
                    self.describe_into(tables, &below, (physical, Some(name)), columns.values(), own);
                }
            }
        }
        if let Some(table) = tables.get_mut(place) {
            table.columns.extend(columns);
        }
    }
}

/// A type on SQLite and on PostgreSQL.
type SqlType = (&'static str, &'static str);
const KEY: SqlType = ("uuid_text", "uuid");
const WHOLE: SqlType = ("integer", "bigint");
const TEXT: SqlType = ("text", "text");

fn plain(name: &str, sql: SqlType, never_blank: bool, (zh, en): (&str, &str)) -> ColumnDescription {
    ColumnDescription { name: name.into(), field: None, sqlite: sql.0, postgres: sql.1, never_blank, holds: Label::both(zh, en) }
}

fn parent_column() -> ColumnDescription {
    plain(PARENT, KEY, true, ("所属记录或行的标识", "key of the record or row to which it belongs"))
}

fn order_column() -> ColumnDescription {
    plain(ORDER, WHOLE, true, ("顺序，从 0 起", "the order, from 0"))
}

fn describe_column(column: &Column, field: &str, into: &mut Vec<ColumnDescription>) {
    let (sql, (zh, en)) = written(column.scalar);
    let of = |described: ColumnDescription| ColumnDescription { field: Some(field.to_owned()), ..described };
    into.push(of(plain(&column.name, sql, column.never_blank, (&zh, &en))));
    if let Some(name) = &column.sort {
        into.push(of(plain(name, TEXT, false, ("排序用的拼音", "the key by which the text sorts"))));
    }
    if let Some(name) = &column.day {
        into.push(of(plain(name, WHOLE, false, ("应用时区里的日期 YYYYMMDD", "the day in the app's zone as YYYYMMDD"))));
    }
    if let Some(name) = unique_column(column) {
        into.push(of(plain(&name, TEXT, false, ("要求不重复时用于比较的文字", "what is compared where no two may be the same"))));
    }
}

fn written(scalar: Scalar) -> (SqlType, (String, String)) {
    let told = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
    match scalar {
        Scalar::Text => (TEXT, told("文字", "the text")),
        Scalar::Choice => (TEXT, told("选项的 id", "the id of the option")),
        Scalar::Number { scale: 0 } => (WHOLE, told("整数", "the whole number")),
        Scalar::Number { scale } => (WHOLE, (format!("数值 × 10^{scale}"), format!("the number × 10^{scale}"))),
        Scalar::Bool => (WHOLE, told("1 是，0 否", "1 for yes, 0 for no")),
        Scalar::Date => (WHOLE, told("日期 YYYYMMDD", "the day as YYYYMMDD")),
        Scalar::Time => (WHOLE, told("从零点起的秒数", "seconds since midnight")),
        Scalar::Instant => (WHOLE, told("UTC 毫秒数", "milliseconds since 1970 in UTC")),
        Scalar::Reference => (KEY, told("所引用的标识", "the key that is referred to")),
        Scalar::File => (TEXT, told("文件，JSON", "the file as JSON")),
        Scalar::Structure => (TEXT, told("JSON", "JSON")),
    }
}
