//! What the boxes of the workbench are narrowed to, and what there is to narrow them to.

use crate::Moment;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition};
use uuid::Uuid;

/// What a box is narrowed to; everything when left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Narrow {
    /// Cases of this app.
    pub app: Option<String>,
    /// Cases of this flow.
    pub flow: Option<String>,
    /// What belongs to this step.
    pub node: Option<String>,
    /// Due at this moment or later.
    pub due_from: Option<Moment>,
    /// Due before this moment.
    pub due_before: Option<Moment>,
    /// Started by this person.
    pub starter: Option<Uuid>,
}

/// How many items belong to a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepCount {
    /// The app.
    pub app: String,
    /// The form.
    pub form: String,
    /// The flow.
    pub flow: String,
    /// The node.
    pub node: String,
    /// How many items.
    pub count: u64,
}

/// The columns of a table in which items of a box stand; a table has no column for what it does not know.
pub(super) struct Columns<C> {
    pub app: C,
    pub flow: C,
    pub node: Option<C>,
    pub due: Option<C>,
    /// The case, in another table than that of the cases.
    pub case: Option<C>,
}

impl Narrow {
    /// The condition on the rows of a box.
    pub(super) fn on<C: ColumnTrait>(&self, columns: &Columns<C>) -> Condition {
        let mut all = Condition::all();
        if let Some(app) = &self.app {
            all = all.add(columns.app.eq(app.as_str()));
        }
        if let Some(flow) = &self.flow {
            all = all.add(columns.flow.eq(flow.as_str()));
        }
        if let (Some(node), Some(column)) = (&self.node, &columns.node) {
            all = all.add(column.eq(node.as_str()));
        }
        if let (Some(from), Some(column)) = (self.due_from, &columns.due) {
            all = all.add(column.gte(from.0));
        }
        if let (Some(before), Some(column)) = (self.due_before, &columns.due) {
            all = all.add(column.lt(before.0));
        }
        if let (Some(starter), Some(column)) = (self.starter, &columns.case) {
            all = all.add(column.in_subquery(started_by(starter)));
        }
        all
    }
}

fn started_by(user: Uuid) -> SelectStatement {
    let name = Alias::new;
    Query::select().column(name("id")).from(name("flow_instances")).and_where(Expr::col(name("started_by")).eq(user)).to_owned()
}
