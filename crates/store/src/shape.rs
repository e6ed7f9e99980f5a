//! Statements whose text is always the same. The query builder writes the text once per database, as it would every time; afterwards only
//! the values are new. What a step of a case sends is written so: to write the same fifteen texts over and over took longer than to decide
//! what is in them.

use sea_orm::sea_query::Value as Cell;
use sea_orm::{ActiveModelTrait, DbBackend, EntityName, EntityTrait, IntoActiveModel, Iterable, QueryTrait, Statement};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

/// Lists longer than this are written anew each time: each length has a text of its own.
const LONGEST_LIST: usize = 16;
/// The most rows of an insert whose text is kept.
pub(crate) const MOST_ROWS: usize = 256;

/// A statement with a fixed number of values.
pub(crate) struct Shape<const N: usize> {
    write: fn(DbBackend, [Cell; N]) -> Statement,
    sqlite: OnceLock<Text>,
    postgres: OnceLock<Text>,
}

impl<const N: usize> Shape<N> {
    /// A shape; `write` uses each value once, in whatever order the builder wants.
    pub(crate) const fn new(write: fn(DbBackend, [Cell; N]) -> Statement) -> Self {
        Self { write, sqlite: OnceLock::new(), postgres: OnceLock::new() }
    }

    /// The statement with these values.
    pub(crate) fn with(&self, backend: DbBackend, values: [Cell; N]) -> Statement {
        let text = if backend == DbBackend::Postgres { &self.postgres } else { &self.sqlite };
        let text = text.get_or_init(|| Text::of((self.write)(backend, std::array::from_fn(mark))));
        text.with(backend, values.into())
    }
}

/// A statement that ends in a list of values, such as names.
pub(crate) struct ListShape<const N: usize> {
    write: fn(DbBackend, [Cell; N], Vec<Cell>) -> Statement,
    texts: RwLock<BTreeMap<(bool, usize), Arc<Text>>>,
}

impl<const N: usize> ListShape<N> {
    /// A shape; `write` uses each value and each item of the list once.
    pub(crate) const fn new(write: fn(DbBackend, [Cell; N], Vec<Cell>) -> Statement) -> Self {
        Self { write, texts: RwLock::new(BTreeMap::new()) }
    }

    /// The statement with these values.
    pub(crate) fn with(&self, backend: DbBackend, values: [Cell; N], list: Vec<Cell>) -> Statement {
        if list.len() > LONGEST_LIST {
            return (self.write)(backend, values, list);
        }
        let write = || {
            let marked = (self.write)(backend, std::array::from_fn(mark), (N..N + list.len()).map(mark).collect());
            Text::of(marked)
        };
        let text = kept(&self.texts, (backend == DbBackend::Postgres, list.len()), write);
        text.with(backend, values.into_iter().chain(list).collect())
    }
}

/// The statement that adds rows.
pub(crate) fn insert<M, A>(rows: Vec<M>, backend: DbBackend) -> Statement
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    static TEXTS: RwLock<BTreeMap<InsertKey, Arc<String>>> = RwLock::new(BTreeMap::new());
    let count = rows.len();
    let key = (A::Entity::default().table_name(), backend == DbBackend::Postgres, count);
    let mut rows: Vec<A> = rows.into_iter().map(IntoActiveModel::into_active_model).collect();
    let columns = || <A::Entity as EntityTrait>::Column::iter();
    let is_whole = |row: &A| columns().all(|column| !row.get(column).is_not_set());
    // As few texts as there are numbers of rows that are usual.
    if count > MOST_ROWS || !(count <= 4 || count.is_power_of_two()) {
        return A::Entity::insert_many(rows).build(backend);
    }
    let known = TEXTS.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
    let Some(text) = known else {
        let keep = rows.iter().all(is_whole);
        let statement = A::Entity::insert_many(rows).build(backend);
        if keep {
            TEXTS.write().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::new(statement.sql.clone()));
        }
        return statement;
    };
    let mut values = Vec::with_capacity(count * columns().count());
    for row in &mut rows {
        values.extend(columns().filter_map(|column| row.take(column).into_value()));
    }
    Statement::from_sql_and_values(backend, text.as_str(), values)
}

/// The table, whether it is PostgreSQL's, and the number of rows.
type InsertKey = (&'static str, bool, usize);

/// A text and what belongs to its places.
#[derive(Debug)]
struct Text {
    sql: String,
    places: Vec<Place>,
}

#[derive(Debug, PartialEq)]
enum Place {
    /// The value with this number.
    Given(usize),
    /// What the builder puts there itself, such as the one of `LIMIT 1`.
    Fixed(Cell),
}

impl Text {
    /// Finds out where the builder put which value.
    fn of(marked: Statement) -> Self {
        let place = |cell: Cell| number_of(&cell).map_or(Place::Fixed(cell), Place::Given);
        let values = marked.values.map(|values| values.0).unwrap_or_default();
        Self { sql: marked.sql, places: values.into_iter().map(place).collect() }
    }

    fn with(&self, backend: DbBackend, mut given: Vec<Cell>) -> Statement {
        let value = |place: &Place| match place {
            Place::Given(number) => given.get_mut(*number).map(|cell| std::mem::replace(cell, Cell::Bool(None))).unwrap_or(Cell::Bool(None)),
            Place::Fixed(cell) => cell.clone(),
        };
        let values: Vec<Cell> = self.places.iter().map(value).collect();
        Statement::from_sql_and_values(backend, self.sql.as_str(), values)
    }
}

/// Before the number of a value, while its place is looked for.
const MARK: &str = "\u{1}place ";

fn mark(number: usize) -> Cell {
    Cell::String(Some(format!("{MARK}{number}")))
}

fn number_of(cell: &Cell) -> Option<usize> {
    if let Cell::String(Some(text)) = cell { text.strip_prefix(MARK)?.parse().ok() } else { None }
}

fn kept<K: Ord>(texts: &RwLock<BTreeMap<K, Arc<Text>>>, key: K, write: impl FnOnce() -> Text) -> Arc<Text> {
    if let Some(known) = texts.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return known.clone();
    }
    let text = Arc::new(write());
    texts.write().unwrap_or_else(PoisonError::into_inner).insert(key, text.clone());
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::todos;
    use sea_orm::sea_query::{Expr, ExprTrait, Query};
    use serde_json::json;
    use uuid::Uuid;

    fn backwards(backend: DbBackend, [first, second]: [Cell; 2]) -> Statement {
        let select =
            Query::select().column("a").from("t").and_where(Expr::col("b").eq(second)).and_where(Expr::col("c").eq(first)).limit(1).to_owned();
        sea_orm::StatementBuilder::build(&select, &backend)
    }

    fn listed(backend: DbBackend, [first]: [Cell; 1], list: Vec<Cell>) -> Statement {
        let select = Query::select().column("a").from("t").and_where(Expr::col("b").is_in(list)).and_where(Expr::col("c").eq(first)).to_owned();
        sea_orm::StatementBuilder::build(&select, &backend)
    }

    fn todo(number: u128, opinion: Option<&str>) -> todos::Todo {
        todos::Todo {
            id: Uuid::from_u128(number),
            app: "app".into(),
            form: "form".into(),
            record_id: Uuid::from_u128(1),
            instance_id: Uuid::from_u128(2),
            flow: "flow".into(),
            node: "node".into(),
            node_label: json!({ "en": "Step" }),
            title: "Title".into(),
            holder_id: Uuid::from_u128(3),
            state: "open".into(),
            created_at: crate::Moment(number.try_into().unwrap()),
            due_at: None,
            closed_at: None,
            done_by: None,
            outcome: None,
            opinion: opinion.map(str::to_owned),
        }
    }

    #[test]
    fn a_shape_is_the_statement_that_the_builder_writes() {
        static BACKWARDS: Shape<2> = Shape::new(backwards);
        static LISTED: ListShape<1> = ListShape::new(listed);
        for backend in [DbBackend::Sqlite, DbBackend::Postgres] {
            for number in 0..3_i64 {
                let values = || [Cell::from(number), Cell::from("text")];
                assert_eq!(BACKWARDS.with(backend, values()), backwards(backend, values()));
                for length in [1, 2, LONGEST_LIST + 1] {
                    let list = || (0..length).map(|place| Cell::from(place.to_string())).collect::<Vec<_>>();
                    assert_eq!(LISTED.with(backend, [Cell::from(number)], list()), listed(backend, [Cell::from(number)], list()));
                }
            }
        }
    }

    #[test]
    fn an_insert_is_the_statement_that_the_builder_writes() {
        for backend in [DbBackend::Sqlite, DbBackend::Postgres] {
            for count in [1, 2, 5, 8, 8] {
                let rows = || (0..count).map(|number| todo(number, Some("good").filter(|_| number % 2 == 0))).collect::<Vec<_>>();
                let built = todos::Entity::insert_many(rows().into_iter().map(IntoActiveModel::into_active_model)).build(backend);
                assert_eq!(insert(rows(), backend), built);
            }
        }
    }
}
