//! Numbers: dashboards and reports under the rights of who looks.

use crate::commit::internal;
use crate::facts::Source;
use crate::looking::target_of;
use crate::{Runtime, RuntimeError, RuntimeResult, apps};
use access::{Actor, QueryUse, check_query};
use definition::Action;
use form_engine::CompiledForm;
use query::Filter;
use report_engine::{AnswerContext, Counted, CountedRow, Question, Tally, answer, questions};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use store::aggregate;
use value::{AppId, DashboardId, FieldId, Locale, RecordId, ReportId, Value};

impl Runtime {
    /// A dashboard's definition with the reports on it.
    pub async fn dashboard(
        &self,
        actor: &Actor,
        app: &AppId,
        dashboard: &DashboardId,
    ) -> RuntimeResult<(definition::Dashboard, Vec<definition::Report>)> {
        let active = self.active_app(app).await?;
        if !access::may_open_dashboard(actor, app, &active.compiled.roles, dashboard) {
            return Err(RuntimeError::NotFound { what: "dashboard" });
        }
        let found = active.compiled.dashboards.get(dashboard).ok_or(RuntimeError::NotFound { what: "dashboard" })?;
        let reports = found.widgets.iter().filter_map(|widget| active.compiled.reports.get(&widget.report).map(|report| (**report).clone()));
        Ok(((**found).clone(), reports.collect()))
    }

    /// Runs a report; the chart model as JSON. It counts only the records that the actor sees, and only by fields that the actor reads.
    pub async fn run_report(&self, actor: &Actor, app: &AppId, report: &ReportId, filter: Option<Filter>, locale: Locale) -> RuntimeResult<Json> {
        let active = self.active_app(app).await?;
        let missing = || RuntimeError::NotFound { what: "report" };
        let compiled = active.compiled.report_plans.get(report).cloned().ok_or_else(missing)?;
        let on_dashboard = active.compiled.dashboards.values().filter(|dashboard| dashboard.widgets.iter().any(|widget| widget.report == *report));
        let opened = on_dashboard.into_iter().any(|dashboard| access::may_open_dashboard(actor, app, &active.compiled.roles, &dashboard.id));
        if !opened && !access::may_build(actor, app, &active.compiled.roles) {
            return Err(missing());
        }
        let form = active.form(compiled.dataset())?.clone();
        let plan = self.plan(&active, &form, actor, Action::Read)?;
        let used: Vec<_> = compiled.fields().into_iter().map(|field| (field.clone(), QueryUse::Group)).collect();
        check_query(&plan, filter.as_ref(), &[], &used)?;
        let asked = questions(&compiled, filter.as_ref());
        let looking = self.looking(&active, form.id(), actor).await?;
        let reader = self.inner.store.read();
        let view = looking.view(&plan);
        let groups = counted(aggregate::aggregate(&reader, &view, &question(&asked.groups)).await?);
        let totals = counted(aggregate::aggregate(&reader, &view, &question(&asked.totals)).await?);
        let before = match &asked.before {
            Some(before) => Some(counted(aggregate::aggregate(&reader, &view, &question(before)).await?)),
            None => None,
        };
        let people = self.people().await?;
        let source = Source { runtime: self, session: &reader, app: &active, people: &people, actor, now: self.now() };
        let labels = key_labels(&source, &form, &asked.groups, &groups).await?;
        let locale = apps::spoken(&active, locale);
        let tone_of = |field: &FieldId, option: &str| tone(&form, field, option);
        let context = AnswerContext {
            locale,
            now: self.now(),
            zone: &active.compiled.zone,
            currency: &active.compiled.app.currency,
            label_of: &|key| labels.get(&key).cloned(),
            tone_of: &tone_of,
            further: filter.as_ref(),
        };
        serde_json::to_value(answer(&compiled, groups, &totals, before.as_ref(), &context)).map_err(internal)
    }
}

fn question(asked: &Question) -> aggregate::Question {
    let group = |group: &report_engine::Group| aggregate::Group { field: group.field.clone(), grain: group.grain };
    let measure = |tallied: &report_engine::Tallied| aggregate::Measure {
        aggregate: tallied.aggregate,
        field: tallied.field.clone(),
        filter: tallied.filter.clone(),
    };
    aggregate::Question {
        groups: asked.groups.iter().map(group).collect(),
        measures: asked.tallies.iter().map(measure).collect(),
        filter: asked.filter.clone(),
        limit: asked.limit,
    }
}

fn counted(found: aggregate::Counted) -> Counted {
    let tally = |parts: aggregate::Parts| Tally { count: parts.count, sum: parts.sum, min: parts.min, max: parts.max, distinct: parts.distinct };
    let row = |row: aggregate::CountedRow| CountedRow { keys: row.keys, tallies: row.parts.into_iter().map(tally).collect() };
    Counted { rows: found.rows.into_iter().map(row).collect() }
}

/// The names of records, people and departments by which it is grouped.
async fn key_labels(source: &Source<'_>, form: &CompiledForm, asked: &Question, groups: &Counted) -> RuntimeResult<BTreeMap<RecordId, String>> {
    let mut wanted: BTreeMap<form_engine::Target, BTreeSet<RecordId>> = BTreeMap::new();
    for (place, group) in asked.groups.iter().enumerate() {
        let Some(target) = form.scope.fields.get(group.field.field.as_str()).and_then(|field| target_of(&field.value_type)) else { continue };
        let keys = groups.rows.iter().filter_map(|row| if let Some(Value::Reference(key)) = row.keys.get(place) { Some(*key) } else { None });
        wanted.entry(target).or_default().extend(keys);
    }
    source.named(wanted).await
}

fn tone(form: &CompiledForm, field: &FieldId, option: &str) -> Option<String> {
    let tone = form.field(field.as_str())?.options.get(option)?.tone;
    serde_json::to_value(tone).ok()?.as_str().map(ToOwned::to_owned)
}
