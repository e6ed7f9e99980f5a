//! The catalogue: which physical table and column belongs to which form and field. Names are allotted once and never change.

use crate::platform::{insert_all, plain_entity};
use crate::{Session, StoreError, Tx};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use value::{AppId, FormId, ValueType};

mod table_entity {
    use super::plain_entity;
    use sea_orm::entity::prelude::*;

    /// A physical table.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "catalogue_tables")]
    pub struct Model {
        /// The app.
        #[sea_orm(primary_key, auto_increment = false)]
        pub app: String,
        /// The form.
        #[sea_orm(primary_key, auto_increment = false)]
        pub form: String,
        /// Empty for the form itself, else the path to the sub-table or list.
        #[sea_orm(primary_key, auto_increment = false)]
        pub path: String,
        /// Its name.
        pub physical: String,
    }
    plain_entity!();
}

mod column_entity {
    use super::plain_entity;
    use sea_orm::entity::prelude::*;

    /// A physical column.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "catalogue_columns")]
    pub struct Model {
        /// The physical table.
        #[sea_orm(primary_key, auto_increment = false)]
        pub physical_table: String,
        /// The field.
        #[sea_orm(primary_key, auto_increment = false)]
        pub field: String,
        /// Counts the types that the field has had, from 1.
        #[sea_orm(primary_key, auto_increment = false)]
        pub generation: i64,
        /// Its name.
        pub physical: String,
        /// The type, as JSON.
        pub value_type: String,
        /// Whether it is the one that is written and read.
        pub current: bool,
    }
    plain_entity!();
}

/// The longest physical name; PostgreSQL cuts at 63 bytes, and prefixes of derived names need room.
const LONGEST: usize = 54;

/// What the database holds for one form, and what is to be added.
pub(super) struct Catalogue {
    app: AppId,
    form: FormId,
    tables: BTreeMap<String, String>,
    columns: Vec<column_entity::Model>,
    taken: BTreeSet<String>,
    new_tables: Vec<table_entity::Model>,
    new_columns: Vec<column_entity::Model>,
    switched: Vec<Switched>,
    /// Columns are made, but those that are current stay so.
    ahead: bool,
}

/// A field whose values now stand in another column.
struct Switched {
    table: String,
    field: String,
    to: String,
}

impl Catalogue {
    pub(super) async fn load(session: &Session, app: &AppId, form: &FormId) -> Result<Self, StoreError> {
        let rows = table_entity::Entity::find()
            .filter(table_entity::Column::App.eq(app.as_str()))
            .filter(table_entity::Column::Form.eq(form.as_str()))
            .all(session)
            .await?;
        let tables: BTreeMap<String, String> = rows.into_iter().map(|row| (row.path, row.physical)).collect();
        let columns = if tables.is_empty() {
            Vec::new()
        } else {
            column_entity::Entity::find().filter(column_entity::Column::PhysicalTable.is_in(tables.values())).all(session).await?
        };
        Ok(Self { tables, columns, ..Self::empty(app, form, BTreeSet::new()) })
    }

    /// A catalogue that holds nothing of the form; names of others are taken.
    pub(super) fn empty(app: &AppId, form: &FormId, taken: BTreeSet<String>) -> Self {
        Self {
            app: app.clone(),
            form: form.clone(),
            tables: BTreeMap::new(),
            columns: Vec::new(),
            taken,
            new_tables: Vec::new(),
            new_columns: Vec::new(),
            switched: Vec::new(),
            ahead: false,
        }
    }

    /// The same, for a version that is not to be current yet.
    pub(super) fn ahead(self) -> Self {
        Self { ahead: true, ..self }
    }

    /// All names that are taken.
    pub(super) fn into_taken(self) -> BTreeSet<String> {
        self.taken
    }

    /// Reads which names are taken by other forms, before new ones are allotted.
    pub(super) async fn read_taken(&mut self, session: &Session) -> Result<(), StoreError> {
        let names: Vec<String> = table_entity::Entity::find().select_only().column(table_entity::Column::Physical).into_tuple().all(session).await?;
        self.taken = names.into_iter().collect();
        Ok(())
    }

    /// The name of a table, if it is there.
    pub(super) fn table(&self, path: &str) -> Option<&str> {
        self.tables.get(path).map(String::as_str)
    }

    /// The name of a table; a new one is allotted.
    pub(super) fn allot_table(&mut self, path: &str) -> String {
        if let Some(there) = self.tables.get(path) {
            return there.clone();
        }
        let wanted = if path.is_empty() {
            format!("r_{}_{}", self.app, self.form)
        } else {
            format!("c_{}_{}_{}", self.app, self.form, path.replace('.', "_"))
        };
        let full = format!("{}/{}/{path}", self.app, self.form);
        let physical = if wanted.len() > LONGEST || self.taken.contains(&wanted) { shortened(&wanted, &full) } else { wanted };
        self.taken.insert(physical.clone());
        self.tables.insert(path.into(), physical.clone());
        self.new_tables.push(table_entity::Model {
            app: self.app.to_string(),
            form: self.form.to_string(),
            path: path.into(),
            physical: physical.clone(),
        });
        physical
    }

    /// The column of a field with a type, if it is there.
    pub(super) fn column(&self, table: &str, field: &str, value_type: &ValueType) -> Option<&str> {
        let wanted = written(value_type);
        self.columns
            .iter()
            .find(|column| column.physical_table == table && column.field == field && column.value_type == wanted)
            .map(|column| column.physical.as_str())
    }

    /// The column of a field with a type; a new one is allotted. Says whether it is new.
    pub(super) fn allot_column(&mut self, table: &str, field: &str, value_type: &ValueType) -> (String, bool) {
        let wanted = written(value_type);
        let ahead = self.ahead;
        let mut generations = 0;
        let mut found = None;
        for column in self.columns.iter_mut().filter(|column| column.physical_table == table && column.field == field) {
            generations += 1;
            let same = column.value_type == wanted;
            if same {
                found = Some((column.physical.clone(), column.current));
            }
            if !ahead {
                column.current = same;
            }
        }
        if let Some((physical, current)) = found {
            if !current && !ahead {
                self.switch(table, field, physical.clone());
            }
            return (physical, false);
        }
        let physical = if generations == 0 { field.to_owned() } else { format!("_{}_{field}", generations + 1) };
        let row = column_entity::Model {
            physical_table: table.into(),
            field: field.into(),
            generation: generations + 1,
            physical: physical.clone(),
            value_type: wanted,
            current: !ahead || generations == 0,
        };
        self.columns.push(row.clone());
        self.new_columns.push(row);
        if generations > 0 && !ahead {
            self.switch(table, field, physical.clone());
        }
        (physical, true)
    }

    fn switch(&mut self, table: &str, field: &str, to: String) {
        self.switched.push(Switched { table: table.into(), field: field.into(), to });
    }

    /// Writes what was allotted, and which column of a field is the current one.
    pub(super) async fn save(self, tx: &Tx) -> Result<(), StoreError> {
        use column_entity::Column;
        insert_all(tx, self.new_tables, "catalogue_tables").await?;
        insert_all(tx, self.new_columns, "catalogue_columns").await?;
        for moved in &self.switched {
            let of_field = Condition::all().add(Column::PhysicalTable.eq(&moved.table)).add(Column::Field.eq(&moved.field));
            let is_it = Expr::col(Column::Physical);
            column_entity::Entity::update_many()
                .col_expr(Column::Current, sea_orm::sea_query::ExprTrait::eq(is_it, moved.to.as_str()))
                .filter(of_field)
                .exec(&**tx)
                .await?;
        }
        Ok(())
    }
}

fn written(value_type: &ValueType) -> String {
    serde_json::to_string(value_type).unwrap_or_default()
}

/// A name that is cut, made unlike others by a digest of what it stands for.
pub(super) fn shortened(wanted: &str, full: &str) -> String {
    let digest: String = hex::encode(Sha256::digest(full.as_bytes())).chars().take(8).collect();
    let head: String = wanted.chars().take(LONGEST - 9).collect();
    format!("{head}_{digest}")
}
