//! Views: what they name must be there and fit their kind; a form without any gets a table.

use super::layouts::{check_part_id, holds_files, is_wide};
use crate::few::Few;
use crate::{CompiledField, CompiledForm, Findings, Special, Storage};
use definition::{Aggregate, Diagnostic, Form, View, ViewKind};
use indexmap::IndexMap;
use query::{Direction, FieldPath, Filter, Operator, Sort};
use value::{FieldId, FormId, Label, PartId, ReferenceTarget, ValueType};

/// How many levels of groups a table has at most.
const MOST_GROUPS: usize = 3;
/// How wide a column may be, in digits.
const WIDTHS: std::ops::RangeInclusive<u16> = 4..=120;

/// What is known of the fields that a view may name.
struct Known<'a> {
    form: &'a FormId,
    fields: &'a IndexMap<FieldId, CompiledField>,
    types: IndexMap<FieldId, ValueType>,
}

/// The views of a form, checked; one table with the first fields when it has none.
pub(super) fn views(form: &Form, fields: &IndexMap<FieldId, CompiledField>, findings: &mut Findings) -> Vec<View> {
    let known = Known::of(&form.id, fields);
    let mut ids = Few::default();
    for (index, view) in form.views.iter().enumerate() {
        findings.at(format!("views/{index}"), |findings| {
            check_part_id(&view.id, &mut ids, findings);
            known.check(view, findings);
        });
    }
    if form.views.is_empty() { default_view(fields).into_iter().collect() } else { form.views.clone() }
}

/// Checks a view that does not stand in the form: one that a person keeps.
pub fn check_view(form: &CompiledForm, view: &View) -> Vec<Diagnostic> {
    let mut findings = Findings::new("");
    Known::of(form.id(), &form.fields).check(view, &mut findings);
    findings.into_diagnostics()
}

impl<'a> Known<'a> {
    fn of(form: &'a FormId, fields: &'a IndexMap<FieldId, CompiledField>) -> Self {
        let mut types: IndexMap<FieldId, ValueType> = fields.values().map(|field| (field.id.clone(), field.value_type.clone())).collect();
        types.extend(query::system_fields(form));
        Self { form, fields, types }
    }

    fn check(&self, view: &View, findings: &mut Findings) {
        if view.columns.is_empty() {
            findings.error("MC0304", "/columns", told!("列表没有列", "the view has no columns"));
        }
        for (index, column) in view.columns.iter().enumerate() {
            self.is_there(column, &format!("/columns/{index}"), findings);
        }
        for (index, field) in view.search.iter().enumerate() {
            if self.is_there(field, &format!("/search/{index}"), findings) && !self.stored(field, |known| *known == ValueType::Text) {
                let message = told!(format!("字段「{field}」不是文字，不能搜索"), format!("the field `{field}` is no text and cannot be searched"));
                findings.error("MC0312", &format!("/search/{index}"), message);
            }
        }
        self.check_filter(view.filter.as_ref(), "/filter", findings);
        for fault in query::check_sort(&view.sort, &self.types) {
            findings.error(fault.code, &format!("/sort{}", fault.pointer), fault.message).hint = fault.hint;
        }
        self.check_place(view, findings);
        self.check_groups(view, findings);
        self.check_tones(view, findings);
        if view.kind != ViewKind::Table && (view.frozen > 0 || !view.widths.is_empty()) {
            findings.error("MC0310", "/kind", told!("只有表格能冻结列、设置列宽", "only a table freezes columns and sets their widths"));
        }
        for (field, _) in view.widths.iter().filter(|(field, width)| !view.columns.contains(field) || !WIDTHS.contains(width)) {
            let message = told!(format!("列宽应为 4 到 120，且「{field}」应是一列"), format!("a width is 4 to 120, and `{field}` must be a column"));
            findings.error("MC0312", &format!("/widths/{field}"), message);
        }
    }

    fn is_there(&self, field: &FieldId, below: &str, findings: &mut Findings) -> bool {
        if self.types.contains_key(field) {
            return true;
        }
        let meant = definition::suggest::nearest(field.as_str(), self.types.keys().map(FieldId::as_str));
        let message = told!(format!("没有字段「{field}」"), format!("there is no field `{field}`"));
        findings.error("MC0304", below, message).hint =
            meant.map(|meant| told!(format!("你是否想用「{meant}」？"), format!("did you mean `{meant}`?")));
        false
    }

    /// Whether a field stands in the table with a fitting type; what is calculated on reading does not.
    fn stored(&self, field: &FieldId, fits: impl Fn(&ValueType) -> bool) -> bool {
        let live = self.fields.get(field).is_some_and(|known| known.storage == Storage::Live);
        !live && self.types.get(field).is_some_and(fits)
    }

    fn check_filter(&self, filter: Option<&Filter>, below: &str, findings: &mut Findings) {
        for fault in filter.iter().flat_map(|filter| query::check(filter, &self.types)) {
            findings.error(fault.code, &format!("{below}{}", fault.pointer), fault.message).hint = fault.hint;
        }
    }

    /// The field that places a record, by the kind.
    fn check_place(&self, view: &View, findings: &mut Findings) {
        let day = |known: &ValueType| matches!(known, ValueType::Date | ValueType::Instant);
        let needs = match view.kind {
            ViewKind::Table => None,
            ViewKind::Board => Some(told!("单选字段", "a field with one option")),
            ViewKind::Calendar => Some(told!("日期或日期时间字段", "a day or moment")),
            ViewKind::Gallery => Some(told!("图片字段", "a field with pictures")),
            ViewKind::Tree => Some(told!("指向本表单的关联字段", "a relation to the form itself")),
        };
        match (&view.by, needs) {
            (None, None) => {}
            (Some(by), None) => {
                let message = told!(format!("表格不用 by「{by}」"), format!("a table has no use for `by` (`{by}`)"));
                findings.error("MC0310", "/by", message).hint = Some(told!("去掉它，或写上 kind", "take it out, or write a `kind`"));
            }
            (None, Some(needs)) => {
                findings.error("MC0310", "/by", told!("没有说按哪个字段排放", "it is not said which field places the records")).hint =
                    Some(needed(&needs));
            }
            (Some(by), Some(needs)) if self.is_there(by, "/by", findings) && !self.places(view.kind, by) => {
                let message = told!(format!("字段「{by}」不适合这种视图"), format!("the field `{by}` does not fit this kind of view"));
                findings.error("MC0310", "/by", message).hint = Some(needed(&needs));
            }
            _ => {}
        }
        let Some(until) = &view.until else { return };
        if view.kind != ViewKind::Calendar {
            findings.error("MC0310", "/until", told!("只有日历用 until", "only a calendar has a use for `until`"));
        } else if self.is_there(until, "/until", findings)
            && !(self.stored(until, day) && view.by.as_ref().and_then(|by| self.types.get(by)) == self.types.get(until))
        {
            let message = told!(
                format!("「{until}」应与开始字段同为日期或同为日期时间"),
                format!("`{until}` must be of the same type as the field of the begin")
            );
            findings.error("MC0310", "/until", message);
        }
    }

    fn places(&self, kind: ViewKind, by: &FieldId) -> bool {
        match kind {
            ViewKind::Table => false,
            ViewKind::Board => self.stored(by, |known| *known == ValueType::Choice),
            ViewKind::Calendar => self.stored(by, |known| matches!(known, ValueType::Date | ValueType::Instant)),
            ViewKind::Gallery => self.fields.get(by).is_some_and(|known| known.value_type == ValueType::File || holds_files(known)),
            ViewKind::Tree => self.stored(by, |known| *known == ValueType::Reference(ReferenceTarget::Form(self.form.clone()))),
        }
    }

    fn check_groups(&self, view: &View, findings: &mut Findings) {
        if view.kind != ViewKind::Table && !view.groups.is_empty() {
            findings.error("MC0311", "/groups", told!("只有表格能分组", "only a table is grouped"));
        }
        if !matches!(view.kind, ViewKind::Table | ViewKind::Board) && !view.totals.is_empty() {
            findings.error("MC0311", "/totals", told!("只有表格和看板能汇总", "only a table and a board have totals"));
        }
        if view.groups.len() > MOST_GROUPS {
            findings.error("MC0311", "/groups", told!("最多分三级", "at most three levels of groups"));
        }
        let mut seen = Few::default();
        for (index, group) in view.groups.iter().enumerate() {
            let place = format!("/groups/{index}/field");
            if !self.is_there(&group.field, &place, findings) {
                continue;
            }
            let period = self.types.get(&group.field).is_some_and(|known| matches!(known, ValueType::Date | ValueType::Instant));
            let plain = |known: &ValueType| !matches!(known, ValueType::Rows(_) | ValueType::List(_) | ValueType::File | ValueType::Structure);
            if !self.stored(&group.field, plain) || (group.grain.is_some() && !period) || !seen.insert(&group.field) {
                let message = told!(format!("不能这样按「{}」分组", group.field), format!("rows cannot be grouped by `{}` like this", group.field));
                let hint = told!(
                    "列表、附件和实时字段不能分组；只有日期能按月等分组；每个字段一次",
                    "lists, files and live fields make no groups; only days have periods; each field once"
                );
                findings.error("MC0311", &place, message).hint = Some(hint);
            }
        }
        for (index, total) in view.totals.iter().enumerate() {
            let place = format!("/totals/{index}/field");
            if self.is_there(&total.field, &place, findings) && !self.stored(&total.field, |known| adds_up(total.aggregate, known)) {
                let message = told!(format!("「{}」不能这样汇总", total.field), format!("`{}` cannot be totalled like this", total.field));
                findings.error("MC0311", &place, message).hint = Some(told!("求和、平均要用数字字段", "sums and averages need a number"));
            }
        }
    }

    fn check_tones(&self, view: &View, findings: &mut Findings) {
        for (index, tone) in view.tones.iter().enumerate() {
            self.check_filter(Some(&tone.when), &format!("/tones/{index}/when"), findings);
            if asks_who_took_part(&tone.when) {
                let message = told!("颜色条件不能问谁参与过", "a colour cannot depend on who took part");
                findings.error("MC0312", &format!("/tones/{index}/when"), message);
            }
            if let Some(field) = tone.field.as_ref().filter(|field| !view.columns.contains(field)) {
                let message = told!(format!("「{field}」不是这个视图的列"), format!("`{field}` is no column of this view"));
                findings.error("MC0312", &format!("/tones/{index}/field"), message);
            }
        }
    }
}

fn asks_who_took_part(filter: &Filter) -> bool {
    match filter {
        Filter::And(parts) | Filter::Or(parts) => parts.iter().any(asks_who_took_part),
        Filter::Not(part) => asks_who_took_part(part),
        Filter::Condition(condition) => condition.op == Operator::Involves,
    }
}

fn needed(needs: &Label) -> Label {
    told!(format!("写上{}", needs.get(value::Locale::ZhCn)), format!("name {}", needs.get(value::Locale::En)))
}

fn adds_up(aggregate: Aggregate, known: &ValueType) -> bool {
    match aggregate {
        Aggregate::Sum | Aggregate::Average => matches!(known, ValueType::Number { .. }),
        Aggregate::Min | Aggregate::Max => matches!(known, ValueType::Number { .. } | ValueType::Date | ValueType::Instant | ValueType::Time),
        Aggregate::Count | Aggregate::CountDistinct => {
            !matches!(known, ValueType::Rows(_) | ValueType::List(_) | ValueType::File | ValueType::Structure)
        }
    }
}

fn default_view(fields: &IndexMap<FieldId, CompiledField>) -> Option<View> {
    let listed = |field: &&CompiledField| !is_wide(field) && !matches!(field.behaviour.special(), Special::Shown);
    let mut columns: Vec<FieldId> = fields.values().filter(listed).take(6).map(|field| field.id.clone()).collect();
    columns.push(FieldId::parse("_created_at").ok()?);
    let newest = Sort { field: FieldPath::parse("_created_at").ok()?, dir: Direction::Desc };
    Some(View { sort: vec![newest], ..View::table(PartId::parse("all").ok()?, Label::both("全部", "All"), columns) })
}
