//! Dashboards and reports.

use crate::body::{Body, Place};
use crate::convert;
use crate::dto::LabelText;
use crate::dto::report::{DashboardDetail, ReportAnswer, ReportRun, WidgetPlace};
use crate::gate::Caller;
use crate::headers::Language;
use crate::place::{DashboardPlace, ReportPlace};
use crate::problem::Answer;
use crate::state::Api;
use axum::Json;
use axum::extract::State;
use definition::{Report, Widget};

/// Shows a dashboard: which widgets stand where.
#[utoipa::path(get, path = "/api/apps/{app}/dashboards/{dashboard}", tag = "reports", params(DashboardPlace), responses((status = 200, body = DashboardDetail)))]
pub(crate) async fn show_dashboard(State(api): State<Api>, caller: Caller, Place(place): Place<DashboardPlace>) -> Answer<DashboardDetail> {
    let (dashboard, reports) = api.runtime.dashboard(&caller.0.actor, &place.app, &place.dashboard).await?;
    let widgets = dashboard.widgets.iter().map(|widget| widget_place(widget, reports.iter().find(|report| report.id == widget.report)));
    Ok(Json(DashboardDetail { id: dashboard.id.to_string(), label: (&dashboard.label).into(), widgets: widgets.collect() }))
}

/// Runs a report over the records that the person may see.
#[utoipa::path(post, path = "/api/apps/{app}/reports/{report}/run", tag = "reports", params(ReportPlace), request_body = ReportRun, responses((status = 200, body = ReportAnswer)))]
pub(crate) async fn run_report(
    State(api): State<Api>,
    caller: Caller,
    Language(locale): Language,
    Place(place): Place<ReportPlace>,
    Body(body): Body<ReportRun>,
) -> Answer<ReportAnswer> {
    let filter = body.filter.map(convert::filter).transpose()?;
    let chart = api.runtime.run_report(&caller.0.actor, &place.app, &place.report, filter, locale).await?;
    Ok(Json(ReportAnswer { report: place.report.to_string(), chart }))
}

fn widget_place(widget: &Widget, report: Option<&Report>) -> WidgetPlace {
    let label = report.filter(|_| widget.label.is_empty()).map_or(&widget.label, |report| &report.label);
    WidgetPlace {
        id: widget.id.to_string(),
        report: widget.report.to_string(),
        label: label.into(),
        help: report.map(|report| (&report.help).into()).unwrap_or(LabelText::Plain(String::new())),
        chart: report.map(|report| report.chart.kind.clone()).unwrap_or_default(),
        form: report.map(|report| report.dataset.to_string()).unwrap_or_default(),
        x: widget.x,
        y: widget.y,
        w: widget.w,
        h: widget.h,
    }
}
