//! Rows that are only ever added: the audit, the history, the events of cases, messages and what waits to be sent. Nobody who writes them
//! needs them in the same transaction, so they are kept and written together at its end: with few statements, and on SQLite for all
//! commands that share a commit.
//!
//! Whoever asks for them earlier finds them: a statement that names one of their tables is preceded by them.

use crate::platform::{audit, flows, history, messages, outbox};
use crate::shape;
use sea_orm::{ActiveModelTrait, DbBackend, EntityTrait, IntoActiveModel, Statement};

/// The most rows of one statement. What is left is written in halves of it, so that there are few different statements to prepare.
const TOGETHER: usize = shape::MOST_ROWS;

/// Rows that are yet to be written.
#[derive(Debug, Default)]
pub(crate) struct Late {
    pub(crate) audit: Vec<audit::Entry>,
    pub(crate) history: Vec<history::Change>,
    pub(crate) events: Vec<flows::Event>,
    pub(crate) messages: Vec<messages::UserMessage>,
    pub(crate) outbox: Vec<outbox::Outgoing>,
}

impl Late {
    /// Whether a statement speaks of rows that are not written yet.
    pub(crate) fn concerns(&self, sql: &str) -> bool {
        let lists = [
            ("audit", self.audit.is_empty()),
            ("record_history", self.history.is_empty()),
            ("flow_events", self.events.is_empty()),
            ("messages", self.messages.is_empty()),
            ("outbox", self.outbox.is_empty()),
        ];
        lists.iter().any(|(table, is_empty)| !is_empty && sql.contains(table))
    }

    /// Takes the rows of a command that stays.
    pub(crate) fn append(&mut self, mut other: Self) {
        self.audit.append(&mut other.audit);
        self.history.append(&mut other.history);
        self.events.append(&mut other.events);
        self.messages.append(&mut other.messages);
        self.outbox.append(&mut other.outbox);
    }

    /// The statements that write them.
    pub(crate) fn statements(self, backend: DbBackend) -> Vec<Statement> {
        let mut statements = inserts(self.audit, backend);
        statements.extend(inserts(self.history, backend));
        statements.extend(inserts(self.events, backend));
        statements.extend(inserts(self.messages, backend));
        statements.extend(inserts(self.outbox, backend));
        statements
    }
}

fn inserts<M, A>(rows: Vec<M>, backend: DbBackend) -> Vec<Statement>
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    let mut statements = Vec::new();
    let mut rows = rows.into_iter();
    while rows.len() > 0 {
        let size = TOGETHER.min(1 << rows.len().ilog2());
        statements.push(shape::insert(rows.by_ref().take(size).collect(), backend));
    }
    statements
}
