//! Pages by key: what comes after the last row of the page before, over several levels of order with blanks last.

use crate::StoreError;
use crate::tables::{ID, Place, RecordTable, Scalar, name};
use access::Plan;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use definition::FieldRight;
use query::{Direction, Filter, Page, Sort};
use sea_orm::QueryResult;
use sea_orm::sea_query::{Expr, ExprTrait, NullOrdering, Order, SelectStatement, Value as Cell};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use uuid::Uuid;
use value::{FieldId, Record};

/// Which records, in which order, how many.
#[derive(Debug, Clone)]
pub struct PageQuery<'a> {
    /// Only those that fulfil this; its fields must be readable.
    pub filter: Option<&'a Filter>,
    /// Only those that contain every word of this text in some readable text field.
    pub search: Option<Search<'a>>,
    /// In which order; the record key is always the last level.
    pub sort: &'a [Sort],
    /// Which fields; all that the plan shows when left out.
    pub fields: Option<&'a [FieldId]>,
    /// How many, and after which.
    pub page: &'a Page,
}

/// Words that are looked for.
#[derive(Debug, Clone, Copy)]
pub struct Search<'a> {
    /// The words; every one of them must be found.
    pub words: &'a str,
    /// In which fields; in all texts when there are none.
    pub fields: &'a [FieldId],
}

impl<'a> Search<'a> {
    /// Words in any text.
    pub fn anywhere(words: &'a str) -> Self {
        Self { words, fields: &[] }
    }
}

/// A page of records.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordPage {
    /// The records, with the asked fields and `_id` and `_revision`.
    pub records: Vec<Record>,
    /// Cursor of the next page; none when this is the last.
    pub next: Option<String>,
}

/// The order of a list as columns.
pub(super) struct Levels {
    columns: Vec<Level>,
    fingerprint: String,
}

struct Level {
    column: String,
    kind: Kind,
    descending: bool,
    never_blank: bool,
}

#[derive(Clone, Copy)]
enum Kind {
    Number,
    Text,
    Key,
}

#[derive(Serialize, Deserialize)]
struct Cursor {
    order: String,
    values: Vec<Json>,
    key: Uuid,
}

impl Levels {
    pub(super) fn of(table: &RecordTable, plan: &Plan, sorts: &[Sort]) -> Result<Self, StoreError> {
        let mut columns = Vec::new();
        for sort in sorts {
            if plan.right(sort.field.field.as_str()) < FieldRight::Read {
                return Err(StoreError::FieldDenied(sort.field.to_string()));
            }
            let unfit =
                || StoreError::FieldUnfit { form: table.form.to_string(), field: sort.field.to_string(), reason: "it cannot be sorted by".into() };
            let field = table.find(&sort.field).filter(|_| sort.field.column.is_none()).ok_or_else(unfit)?;
            let Place::Column(column) = &field.place else { return Err(unfit()) };
            let kind = match column.scalar {
                Scalar::Text | Scalar::Choice => Kind::Text,
                Scalar::Reference => Kind::Key,
                Scalar::File | Scalar::Structure => return Err(unfit()),
                _ => Kind::Number,
            };
            let descending = sort.dir == Direction::Desc;
            let level = |column: &str, never_blank| Level { column: column.into(), kind, descending, never_blank };
            columns.extend(column.sort.iter().map(|key| level(key, false)));
            columns.push(level(&column.name, column.never_blank));
        }
        let fingerprint = columns.iter().map(|level| format!("{}{}", if level.descending { '-' } else { '+' }, level.column)).collect();
        Ok(Self { columns, fingerprint })
    }

    /// Adds the columns of the order to what is selected.
    pub(super) fn select(&self, select: &mut SelectStatement) {
        for level in &self.columns {
            select.column(name(&level.column));
        }
    }

    pub(super) fn order(&self, table: &str, select: &mut SelectStatement) {
        for level in &self.columns {
            let order = if level.descending { Order::Desc } else { Order::Asc };
            let column = Expr::col((name(table), name(&level.column)));
            if level.never_blank {
                // Said without NULLS LAST, an index serves this order on both databases.
                select.order_by_expr(column, order);
            } else {
                select.order_by_expr_with_nulls(column, order, NullOrdering::Last);
            }
        }
        select.order_by_expr(Expr::col((name(table), name(ID))), Order::Asc);
    }

    /// The cursor that stands after a row; `first` is the place of the order's first column in it.
    pub(super) fn cursor(&self, row: &QueryResult, first: usize, key: Uuid) -> Result<String, StoreError> {
        let mut values = Vec::with_capacity(self.columns.len());
        for (index, level) in (first..).zip(&self.columns) {
            values.push(match level.kind {
                Kind::Number => json!(row.try_get_by_index::<Option<i64>>(index)?),
                Kind::Text => json!(row.try_get_by_index::<Option<String>>(index)?),
                Kind::Key => json!(row.try_get_by_index::<Option<Uuid>>(index)?),
            });
        }
        let cursor = Cursor { order: self.fingerprint.clone(), values, key };
        Ok(URL_SAFE_NO_PAD.encode(serde_json::to_vec(&cursor).unwrap_or_default()))
    }

    /// What comes after a cursor.
    pub(super) fn after(&self, table: &str, cursor: &str) -> Result<Expr, StoreError> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).ok().ok_or(StoreError::BadCursor)?;
        let cursor: Cursor = serde_json::from_slice(&bytes).ok().ok_or(StoreError::BadCursor)?;
        if cursor.order != self.fingerprint || cursor.values.len() != self.columns.len() {
            return Err(StoreError::BadCursor);
        }
        // From the last level to the first: beyond this level, or equal here and beyond in what follows.
        let mut beyond = Expr::col((name(table), name(ID))).gt(cursor.key);
        for (level, value) in self.columns.iter().zip(&cursor.values).rev() {
            let column = || Expr::col((name(table), name(&level.column)));
            let cell = level.read(value)?;
            beyond = match cell {
                // Blanks are the last ones: nothing follows but the rest of them.
                None => column().is_null().and(beyond),
                Some(cell) => {
                    let next = if level.descending { column().lt(cell.clone()) } else { column().gt(cell.clone()) };
                    let next = if level.never_blank { next } else { next.or(column().is_null()) };
                    next.or(column().eq(cell).and(beyond))
                }
            };
        }
        // The first level alone, said once more as a plain bound, lets an index begin at the right place.
        if let (Some(level), Some(value)) = (self.columns.first(), cursor.values.first())
            && level.never_blank
            && let Some(cell) = level.read(value)?
        {
            let column = Expr::col((name(table), name(&level.column)));
            beyond = if level.descending { column.lte(cell) } else { column.gte(cell) }.and(beyond);
        }
        Ok(beyond)
    }
}

impl Level {
    fn read(&self, value: &Json) -> Result<Option<Cell>, StoreError> {
        if value.is_null() {
            return if self.never_blank { Err(StoreError::BadCursor) } else { Ok(None) };
        }
        let cell = match self.kind {
            Kind::Number => value.as_i64().map(|number| Cell::BigInt(Some(number))),
            Kind::Text => value.as_str().map(|text| Cell::String(Some(text.into()))),
            Kind::Key => value.as_str().and_then(|key| Uuid::try_parse(key).ok()).map(|key| Cell::Uuid(Some(key))),
        };
        cell.map(Some).ok_or(StoreError::BadCursor)
    }
}
