//! What programs outside are told of an app: its forms as far as the actor may use them, and the tables of its records.

use crate::app_cache::ActiveApp;
use crate::tables::specs_of;
use crate::{Runtime, RuntimeResult};
use access::{Actor, Plan};
use app_engine::CompiledApp;
use app_engine::interface::{AppInterface, Seen, SeenForm};
use definition::Action;
use form_engine::CompiledForm;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;
use store::tables::TableDescription;
use value::{AppId, Locale};

impl Runtime {
    /// The forms of an app with the fields that the actor may read and send.
    pub async fn interface(&self, actor: &Actor, app: &AppId) -> RuntimeResult<AppInterface> {
        // Whoever may not open the app is told that it is not there.
        self.app(actor, app).await?;
        let active = self.active_app(app).await?;
        let forms = active.compiled.forms.values().filter_map(|form| self.form_as_seen(&active, form, actor)).collect();
        Ok(AppInterface { app: Arc::clone(&active.compiled), forms, reserved: BTreeSet::new() })
    }

    fn form_as_seen(&self, app: &ActiveApp, form: &Arc<CompiledForm>, actor: &Actor) -> Option<SeenForm> {
        let may = |action: Action| Some((action, self.plan(app, form, actor, action).ok()?));
        let plans: BTreeMap<Action, Plan> = crate::apps::ACTIONS.into_iter().filter_map(may).collect();
        let fields = |action: Action| plans.get(&action).map_or(Seen::Nothing, |plan| Seen::Fields(plan.fields().clone()));
        let (read, create, update) = (fields(Action::Read), fields(Action::Create), fields(Action::Update));
        (!plans.is_empty()).then(|| SeenForm { form: Arc::clone(form), actions: plans.keys().copied().collect(), read, create, update })
    }

    /// The tables of an app's records, as they stand in the database.
    pub async fn record_tables(&self, app: &AppId) -> RuntimeResult<Vec<TableDescription>> {
        let active = self.active_app(app).await?;
        Ok(active.tables.values().flat_map(|table| table.describe()).collect())
    }
}

/// The tables that an app's records get in a new database.
pub fn planned_tables(app: &CompiledApp) -> RuntimeResult<Vec<TableDescription>> {
    let tables = store::tables::planned(&specs_of(app))?;
    Ok(tables.iter().flat_map(|table| table.describe()).collect())
}

/// Tables and columns of an app as Markdown, for whoever reads the database beside the product.
pub fn tables_in_words(app: &CompiledApp, tables: &[TableDescription], locale: Locale) -> String {
    let zh = locale == Locale::ZhCn;
    let mut text = format!("# {}\n", app.app.label.get(locale));
    for form in app.forms.values() {
        _ = write!(text, "\n## {} `{}`\n", form.label().get(locale), form.id());
        for table in tables.iter().filter(|table| table.form == *form.id()) {
            let path = if table.path.is_empty() { String::new() } else { format!(" · `{}`", table.path) };
            let parent = table.parent.as_ref().map(|parent| format!(" → `{parent}`")).unwrap_or_default();
            _ = write!(text, "\n### `{}`{path}{parent}\n\n", table.name);
            text.push_str(if zh {
                "| 列 | 字段 | SQLite | PostgreSQL | 内容 |\n"
            } else {
                "| column | field | SQLite | PostgreSQL | holds |\n"
            });
            text.push_str("|---|---|---|---|---|\n");
            for column in &table.columns {
                let field = column.field.as_deref().map(|field| format!("{} `{field}`", label_of(form, field, locale))).unwrap_or_default();
                let never = if column.never_blank { " not null" } else { "" };
                let (name, sqlite, postgres) = (&column.name, column.sqlite, column.postgres);
                _ = writeln!(text, "| `{name}` | {field} | {sqlite}{never} | {postgres}{never} | {} |", column.holds.get(locale));
            }
        }
    }
    text
}

/// What people call a field or a column of a sub-table.
fn label_of(form: &CompiledForm, path: &str, locale: Locale) -> String {
    let (field, column) = path.split_once('.').map_or((path, None), |(field, column)| (field, Some(column)));
    let Some(found) = form.field(field) else {
        let system = form_engine::system_fields(form.id());
        return system.get(field).map(|field| field.label.get(locale).to_owned()).unwrap_or_default();
    };
    let column = column.and_then(|column| found.columns.get(column));
    column.map_or(&found.label, |column| &column.label).get(locale).to_owned()
}
