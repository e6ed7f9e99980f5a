//! References between the objects of an app: every one must lead to something that is there.

use super::{
    Parts,
    filters::{field, filter, options},
    findings::{Findings, Thing},
};
use definition::{
    Action, App, Dashboard, Dictionary, FieldRight, MenuItem, Message, Object, Portal, Print, Report, Role, SlotKind, position::escape,
};
use formula::Type;
use indexmap::IndexMap;
use std::collections::BTreeSet;
use value::{FormId, Label, Locale};

/// Checks one object. What its engine checks is left to the engine.
pub(crate) fn check(object: &Object, parts: &Parts<'_>, findings: &mut Findings<'_>) {
    match object {
        Object::App(app) => check_app(app, parts, findings),
        Object::Dictionary(dictionary) => check_dictionary(dictionary, findings),
        Object::Message(message) => check_message(message, parts, findings),
        Object::Report(report) => check_report(report, parts, findings),
        Object::Dashboard(dashboard) => check_dashboard(dashboard, parts, findings),
        Object::Print(print) => check_print(print, parts, findings),
        Object::Role(role) => check_role(role, parts, findings),
        Object::Menu(menu) => check_items(&menu.items, parts, "/items", &mut BTreeSet::new(), findings),
        Object::Portal(portal) => check_portal(portal, parts, findings),
        Object::Form(form) => check_views(form, parts, findings),
        Object::Calendar(_) | Object::Connector(_) | Object::Flow(_) | Object::Rule(_) | Object::Scenario(_) => {}
    }
}

/// Says when a form is not there.
pub(crate) fn form_is_there(id: &FormId, parts: &Parts<'_>, pointer: &str, findings: &mut Findings<'_>) -> bool {
    let there = parts.forms.contains_key(id);
    if !there {
        findings.not_there(Thing::Form, id.as_str(), pointer, labels(&parts.forms, |form| &form.label));
    }
    there
}

/// Ids and labels of objects, for hints.
pub(crate) fn labels<'a, I: AsRef<str> + 'a, T: 'a>(
    objects: &'a IndexMap<I, T>,
    label: impl Fn(&'a T) -> &'a Label + 'a,
) -> impl Iterator<Item = (&'a str, &'a Label)> {
    objects.iter().map(move |(id, object)| (id.as_ref(), label(object)))
}

/// Ids that must be different from each other.
pub(crate) fn unique<'a>(ids: impl IntoIterator<Item = (&'a str, String)>, findings: &mut Findings<'_>) {
    let mut seen = BTreeSet::new();
    for (id, pointer) in ids {
        if !seen.insert(id.to_owned()) {
            findings.twice(id, pointer);
        }
    }
}

/// The form engine checks views; options that would silently match nothing are found here.
fn check_views(form: &definition::Form, parts: &Parts<'_>, findings: &mut Findings<'_>) {
    let Some(scope) = parts.scopes.get(&form.id) else { return };
    for (index, view) in form.views.iter().enumerate() {
        if let Some(condition) = &view.filter {
            options(condition, scope, &format!("/views/{index}/filter"), findings);
        }
        for (place, tone) in view.tones.iter().enumerate() {
            options(&tone.when, scope, &format!("/views/{index}/tones/{place}/when"), findings);
        }
    }
}

fn check_app(app: &App, parts: &Parts<'_>, findings: &mut Findings<'_>) {
    if let Some(calendar) = app.calendar.as_ref().filter(|id| !parts.calendars.contains_key(*id)) {
        findings.not_there(Thing::Calendar, calendar.as_str(), "/calendar", labels(&parts.calendars, |calendar| &calendar.label));
    }
    unique(app.slots.iter().enumerate().map(|(index, slot)| (slot.id.as_str(), format!("/slots/{index}/id"))), findings);
    if app.languages.is_empty() {
        let hint = ("写上至少一种语言，例如 [\"zh-CN\", \"en\"]".into(), "name at least one, such as [\"zh-CN\", \"en\"]".into());
        findings.error("MD0503", "/languages", ("没有写语言".into(), "no language is named".into()), Some(hint));
    }
    if super::zone_of(&app.time_zone).is_none() {
        let zone = &app.time_zone;
        let hint = ("例如 Asia/Shanghai".into(), "such as Asia/Shanghai".into());
        findings.error("MD0504", "/time_zone", (format!("没有时区「{zone}」"), format!("there is no time zone `{zone}`")), Some(hint));
    }
    for (index, slot) in
        app.slots.iter().enumerate().filter(|(_, slot)| slot.kind == SlotKind::Secret && !slot.help.is_empty() && slot.label.is_empty())
    {
        findings.warning(
            "MD0502",
            format!("/slots/{index}/label"),
            (format!("插槽「{}」没有名称", slot.id), format!("the slot `{}` has no name", slot.id)),
            None,
        );
    }
}

fn check_dictionary(dictionary: &Dictionary, findings: &mut Findings<'_>) {
    let mut ids = Vec::new();
    let mut left: Vec<(String, &definition::Choice)> =
        dictionary.options.iter().enumerate().map(|(index, option)| (format!("/options/{index}"), option)).collect();
    while let Some((pointer, option)) = left.pop() {
        left.extend(option.children.iter().enumerate().map(|(index, below)| (format!("{pointer}/children/{index}"), below)));
        ids.push((option.id.as_str(), format!("{pointer}/id")));
    }
    ids.sort_by(|left, right| left.1.cmp(&right.1));
    unique(ids, findings);
    if dictionary.options.is_empty() {
        let hint = ("至少写一个选项".into(), "write at least one option".into());
        findings.warning("MD0505", "/options", ("字典里没有选项".into(), "the dictionary has no options".into()), Some(hint));
    }
}

fn check_message(message: &Message, parts: &Parts<'_>, findings: &mut Findings<'_>) {
    form_is_there(&message.form, parts, "/form", findings);
    if message.channels.is_empty() {
        let hint = ("写上 in_app 或 mail".into(), "name `in_app` or `mail`".into());
        findings.error("MD0506", "/channels", ("消息没有发送渠道".into(), "the message goes through no channel".into()), Some(hint));
    }
    if !message.subject.contains_key(&parts.language) {
        let tag = parts.language.tag();
        let hint = (format!("在 subject 中加上 \"{tag}\""), format!("add \"{tag}\" to `subject`"));
        findings.error(
            "MD0507",
            "/subject",
            (format!("缺少默认语言 {tag} 的标题"), format!("the subject for the default language {tag} is missing")),
            Some(hint),
        );
    }
}

fn check_report(report: &Report, parts: &Parts<'_>, findings: &mut Findings<'_>) {
    let ids = report.dimensions.iter().enumerate().map(|(index, part)| (part.id.as_str(), format!("/dimensions/{index}/id")));
    unique(ids.chain(report.measures.iter().enumerate().map(|(index, part)| (part.id.as_str(), format!("/measures/{index}/id")))), findings);
    if !form_is_there(&report.dataset, parts, "/dataset", findings) {
        return;
    }
    let Some(scope) = parts.scopes.get(&report.dataset) else { return };
    let filters = report.measures.iter().enumerate().map(|(index, measure)| (format!("/measures/{index}/filter"), measure.filter.as_ref()));
    for (pointer, condition) in filters.chain([("/filter".to_owned(), report.filter.as_ref())]) {
        if let Some(condition) = condition {
            options(condition, scope, &pointer, findings);
        }
    }
}

fn check_dashboard(dashboard: &Dashboard, parts: &Parts<'_>, findings: &mut Findings<'_>) {
    unique(dashboard.widgets.iter().enumerate().map(|(index, widget)| (widget.id.as_str(), format!("/widgets/{index}/id"))), findings);
    for (index, widget) in dashboard.widgets.iter().enumerate() {
        if !parts.reports.contains_key(&widget.report) {
            findings.not_there(
                Thing::Report,
                widget.report.as_str(),
                format!("/widgets/{index}/report"),
                labels(&parts.reports, |report| &report.label),
            );
        }
        if widget.w == 0 || u16::from(widget.x) + u16::from(widget.w) > 12 || widget.h == 0 {
            let message = ("组件超出了 12 列的网格".into(), "the widget does not fit into the twelve columns".into());
            let hint = ("使 x + w ≤ 12，且 w、h 至少为 1".into(), "make x + w at most 12, w and h at least 1".into());
            findings.error("MD0508", format!("/widgets/{index}"), message, Some(hint));
        }
    }
}

fn check_print(print: &Print, parts: &Parts<'_>, findings: &mut Findings<'_>) {
    form_is_there(&print.form, parts, "/form", findings);
}

fn check_role(role: &Role, parts: &Parts<'_>, findings: &mut Findings<'_>) {
    for (index, grant) in role.grants.iter().enumerate() {
        let pointer = format!("/grants/{index}");
        if grant.actions.is_empty() {
            let hint = ("写上 read、create 等操作，或去掉这条授权".into(), "name actions such as `read`, or remove the grant".into());
            findings.warning("MA0101", format!("{pointer}/actions"), ("这条授权没有任何操作".into(), "the grant allows nothing".into()), Some(hint));
        }
        if grant.actions.iter().any(|action| !matches!(action, Action::Create | Action::Read)) && !grant.actions.contains(&Action::Read) {
            let message =
                ("不能查看的记录也无法修改、导出或打印".into(), "what may not be read can be neither changed nor exported nor printed".into());
            findings.warning("MA0102", format!("{pointer}/actions"), message, Some(("加上 read".into(), "add `read`".into())));
        }
        if !form_is_there(&grant.form, parts, &format!("{pointer}/form"), findings) {
            continue;
        }
        let Some(scope) = parts.scopes.get(&grant.form) else { continue };
        for id in grant.fields.keys() {
            field(id, scope, &format!("{pointer}/fields/{}", escape(id.as_str())), findings);
        }
        if let Some(condition) = &grant.filter {
            filter(condition, scope, &format!("{pointer}/filter"), findings);
        }
        if grant.field_default == FieldRight::Hidden && grant.fields.is_empty() {
            let hint = ("在 fields 中列出可见的字段".into(), "list the fields that are shown in `fields`".into());
            findings.warning("MA0103", pointer, ("这条授权看不到任何字段".into(), "the grant shows no field".into()), Some(hint));
        }
    }
    for (index, id) in role.dashboards.iter().enumerate().filter(|(_, id)| !parts.dashboards.contains_key(*id)) {
        findings.not_there(Thing::Dashboard, id.as_str(), format!("/dashboards/{index}"), labels(&parts.dashboards, |dashboard| &dashboard.label));
    }
}

fn check_items(items: &[MenuItem], parts: &Parts<'_>, pointer: &str, seen: &mut BTreeSet<String>, findings: &mut Findings<'_>) {
    for (index, item) in items.iter().enumerate() {
        let here = format!("{pointer}/{index}");
        match item {
            MenuItem::Form { form, view } => {
                let there = form_is_there(form, parts, &format!("{here}/form"), findings);
                if let (true, Some(view), Some(form)) = (there, view, parts.forms.get(form))
                    && !form.views.iter().any(|known| known.id == *view)
                {
                    findings.not_there(
                        Thing::View,
                        view.as_str(),
                        format!("{here}/view"),
                        form.views.iter().map(|view| (view.id.as_str(), &view.label)),
                    );
                }
            }
            MenuItem::Dashboard { dashboard } if !parts.dashboards.contains_key(dashboard) => {
                findings.not_there(
                    Thing::Dashboard,
                    dashboard.as_str(),
                    format!("{here}/dashboard"),
                    labels(&parts.dashboards, |known| &known.label),
                );
            }
            MenuItem::Dashboard { .. } => {}
            MenuItem::Group { id, items, .. } => {
                if !seen.insert(id.to_string()) {
                    findings.twice(id.as_str(), format!("{here}/id"));
                }
                check_items(items, parts, &format!("{here}/items"), seen, findings);
            }
        }
    }
}

fn check_portal(portal: &Portal, parts: &Parts<'_>, findings: &mut Findings<'_>) {
    unique(portal.states.iter().enumerate().map(|(index, state)| (state.id.as_str(), format!("/states/{index}/id"))), findings);
    if !form_is_there(&portal.form, parts, "/form", findings) {
        return;
    }
    let Some(scope) = parts.scopes.get(&portal.form) else { return };
    unique(portal.fields.iter().enumerate().map(|(index, id)| (id.as_str(), format!("/fields/{index}"))), findings);
    for (key, ids) in [("fields", &portal.fields), ("progress_fields", &portal.progress_fields)] {
        for (index, id) in ids.iter().enumerate() {
            field(id, scope, &format!("/{key}/{index}"), findings);
        }
    }
    check_portal_can_be_filed(portal, parts, findings);
    check_progress_is_public(portal, parts, findings);
    for (index, state) in portal.states.iter().enumerate() {
        super::formulas::condition(&state.when, scope, &format!("/states/{index}/when"), findings);
    }
}

/// A field that must be filled in, has no default and is not on the page, makes the page useless.
fn check_portal_can_be_filed(portal: &Portal, parts: &Parts<'_>, findings: &mut Findings<'_>) {
    let Some(form) = parts.forms.get(&portal.form) else { return };
    let has_rule = |id: &value::FieldId| form.logic.iter().any(|rule| rule.target.field == *id && rule.target.column.is_none());
    let lacking =
        form.fields.iter().filter(|field| field.required && field.default.is_none() && !portal.fields.contains(&field.id) && !has_rule(&field.id));
    for field in lacking {
        let message = (
            format!("必填字段「{}」不在公开页面上，谁也无法提交", field.label.get(Locale::ZhCn)),
            format!("the field `{}` must be filled in but is not on the page, so that nobody can send it", field.id),
        );
        let hint = (format!("把「{}」加入 fields，或给它默认值", field.id), format!("add `{}` to `fields`, or give it a default", field.id));
        findings.error("MD0509", "/fields", message, Some(hint));
    }
}

/// Personal data never stands on a page that a link opens.
fn check_progress_is_public(portal: &Portal, parts: &Parts<'_>, findings: &mut Findings<'_>) {
    let Some(form) = parts.forms.get(&portal.form) else { return };
    for (index, id) in portal.progress_fields.iter().enumerate() {
        if form.fields.iter().any(|field| field.id == *id && field.personal) {
            let message = (format!("进度页不能显示个人信息字段「{id}」"), format!("the progress page cannot show the personal field `{id}`"));
            let hint = ("从 progress_fields 中去掉它".into(), "take it out of `progress_fields`".into());
            findings.error("MA0104", format!("/progress_fields/{index}"), message, Some(hint));
        }
    }
}

/// Whether a formula's answer can be a condition.
pub(crate) fn is_condition(answer: &Type) -> bool {
    matches!(answer, Type::Bool | Type::Any)
}
