//! What can go wrong in the store.

use sea_orm::DbErr;

/// Why the store refused or failed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// Another record holds the same value in a field that allows it once.
    #[error("another record of `{form}` already holds this value in `{field}`")]
    NotUnique {
        /// The form.
        form: String,
        /// The field, or `field.column`.
        field: String,
    },
    /// A row with the same key is already there.
    #[error("`{0}` already holds a row with this key")]
    Exists(String),
    /// The row was changed since it was read.
    #[error("`{0}` was changed in the meantime")]
    Stale(String),
    /// There is no such row, or the plan does not show it.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The plan does not allow the field to be read, filtered, sorted, grouped or searched.
    #[error("the field `{0}` may not be used here")]
    FieldDenied(String),
    /// The field is not in the table, or cannot be used in this way.
    #[error("the field `{field}` of `{form}` cannot be used here: {reason}")]
    FieldUnfit {
        /// The form.
        form: String,
        /// The field.
        field: String,
        /// Why.
        reason: String,
    },
    /// Steps are given out by one at a time; the transaction is begun again under a lock.
    #[error("steps are given out by one at a time")]
    NotAlone,
    /// The cursor of a page was not made by this list.
    #[error("the cursor does not belong to this list")]
    BadCursor,
    /// The schema was made by a newer release.
    #[error("the database was made by a newer release (it knows `{0}`); upgrade the program or restore a backup")]
    NewerSchema(String),
    /// The address of the database is not understood.
    #[error("`{0}` is not an address of a database: it begins with `sqlite:` or `postgres:`")]
    BadAddress(String),
    /// Something is there already where a backup shall be put back.
    #[error("`{0}` is not empty; a backup is put back into an empty place only")]
    NotEmpty(String),
    /// A program that backup or restore needs failed.
    #[error("`{program}` failed: {why}")]
    Program {
        /// Which one.
        program: String,
        /// What it said.
        why: String,
    },
    /// A command ended in a panic; nothing of it was written.
    #[error("the command ended unexpectedly; nothing of it was written")]
    Panicked,
    /// The writer has stopped.
    #[error("the store is closed")]
    Closed,
    /// What is stored cannot be read as what it should be.
    #[error("stored data cannot be read: {0}")]
    Corrupt(String),
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] DbErr),
}

impl StoreError {
    /// Whether a unique index refused the change.
    pub fn is_not_unique(&self) -> bool {
        matches!(self, StoreError::NotUnique { .. } | StoreError::Exists(_))
    }
}
