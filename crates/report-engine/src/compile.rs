//! Reports checked against their form.

use crate::charts::{CHARTS, ChartKind};
use crate::question::{Group, Tallied, before};
use definition::{Aggregate, Diagnostic, Dimension, Grain, Measure, NumberFormat, Report, Settings};
use formula::{FieldType, Formula, Scope};
use indexmap::IndexMap;
use query::{Direction, FieldPath, Filter};
use std::sync::Arc;
use value::{FieldId, FormId, Label, ValueType};

/// A report that is ready to be asked.
#[derive(Debug, Clone)]
pub struct CompiledReport {
    pub(crate) label: Label,
    pub(crate) help: Label,
    pub(crate) dataset: FormId,
    pub(crate) dimensions: Vec<CompiledDimension>,
    pub(crate) measures: Vec<CompiledMeasure>,
    pub(crate) filter: Option<Filter>,
    pub(crate) sort: Vec<(usize, Direction)>,
    pub(crate) limit: Option<usize>,
    pub(crate) chart: &'static ChartKind,
    pub(crate) settings: Settings,
    pub(crate) compares: bool,
}

impl CompiledReport {
    /// The title.
    pub fn label(&self) -> &Label {
        &self.label
    }

    /// How the number is defined.
    pub fn help(&self) -> &Label {
        &self.help
    }

    /// The form that is counted.
    pub fn dataset(&self) -> &FormId {
        &self.dataset
    }

    /// Every field that the report reads: its readers must be allowed to.
    pub fn fields(&self) -> Vec<&FieldPath> {
        let mut fields: Vec<&FieldPath> = self.dimensions.iter().map(|dimension| &dimension.group.field).collect();
        fields.extend(self.filter.iter().flat_map(query::fields_used));
        for measure in &self.measures {
            if let MeasureKind::Tally(tally) = &measure.kind {
                fields.extend(&tally.field);
                fields.extend(tally.filter.iter().flat_map(query::fields_used));
            }
        }
        fields
    }
}

#[derive(Debug, Clone)]
pub(crate) struct CompiledDimension {
    pub(crate) id: String,
    pub(crate) label: Label,
    pub(crate) group: Group,
    pub(crate) value_type: ValueType,
    /// Options of a choice with their labels.
    pub(crate) options: Vec<(String, Label)>,
}

/// A measure that is ready to be calculated.
#[derive(Debug, Clone)]
pub struct CompiledMeasure {
    pub(crate) id: String,
    pub(crate) label: Label,
    pub(crate) format: NumberFormat,
    pub(crate) scale: u32,
    pub(crate) kind: MeasureKind,
}

#[derive(Debug, Clone)]
pub(crate) enum MeasureKind {
    Tally(Tallied),
    Formula(Box<Formula>),
}

impl CompiledMeasure {
    /// Whether the parts of several groups add up to the whole.
    pub(crate) fn adds_up(&self) -> bool {
        !matches!(&self.kind, MeasureKind::Tally(tally) if tally.aggregate == Aggregate::CountDistinct)
    }
}

/// Checks a report; `scope` are the fields of its form, `file` names it in the findings.
pub fn compile(report: &Report, scope: &Scope, file: &str) -> (Option<CompiledReport>, Vec<Diagnostic>) {
    let mut checker = Checker { scope, types: types(scope, &report.dataset), file, found: Vec::new() };
    let dimensions: Vec<_> = report.dimensions.iter().enumerate().filter_map(|(index, dimension)| checker.dimension(index, dimension)).collect();
    let names = measure_scope(&report.measures, scope);
    let measures: Vec<_> = report.measures.iter().enumerate().filter_map(|(index, measure)| checker.measure(index, measure, &names)).collect();
    if report.measures.is_empty() {
        checker.add("MQ0101", "/measures", ("至少要有一个指标", "A report needs a measure"), None);
    }
    if let Some(filter) = &report.filter {
        checker.filter("/filter", filter);
    }
    let chart = checker.chart(report);
    let sort = checker.sort(report);
    let compares = report.chart.settings.get("compare").and_then(serde_json::Value::as_bool).unwrap_or(false);
    if compares && report.filter.as_ref().and_then(before).is_none() {
        let hint = ("在筛选里使用「本日、本周、本月、本季、今年」之一", "Filter by today, this week, month, quarter or year");
        checker.add("MQ0108", "/chart/compare", ("没有可比较的上一期", "There is no period before to compare with"), Some(hint));
    }
    let whole = !checker.found.iter().any(|found| found.severity == definition::Severity::Error);
    let compiled = chart.filter(|_| whole).map(|chart| CompiledReport {
        label: report.label.clone(),
        help: report.help.clone(),
        dataset: report.dataset.clone(),
        dimensions,
        measures,
        filter: report.filter.clone(),
        sort,
        limit: report.limit.and_then(|limit| usize::try_from(limit).ok()),
        chart,
        settings: report.chart.settings.clone(),
        compares,
    });
    (compiled, checker.found)
}

/// The types of the form's fields, system fields included.
fn types(scope: &Scope, form: &FormId) -> IndexMap<FieldId, ValueType> {
    let mut types = query::system_fields(form);
    types.extend(scope.fields.iter().map(|(id, field)| (id.clone(), field.value_type.clone())));
    types
}

/// Measures as the formulas of other measures see them.
fn measure_scope(measures: &[Measure], scope: &Scope) -> Scope {
    let field = |measure: &Measure| FieldType {
        label: measure.label.clone(),
        value_type: ValueType::Number { scale: 9 },
        options: Vec::new(),
        fields: IndexMap::new(),
        face: value::FaceOf::default(),
    };
    let plain = measures.iter().filter(|measure| measure.formula.is_none());
    let fields = plain.filter_map(|measure| Some((FieldId::parse(measure.id.as_str()).ok()?, field(measure)))).collect();
    Scope { fields, row_of: None, outside: Arc::clone(&scope.outside) }
}

struct Checker<'a> {
    scope: &'a Scope,
    types: IndexMap<FieldId, ValueType>,
    file: &'a str,
    found: Vec<Diagnostic>,
}

impl Checker<'_> {
    fn add(&mut self, code: &str, pointer: &str, (zh, en): (&str, &str), hint: Option<(&str, &str)>) {
        let mut found = Diagnostic::error(code, self.file, pointer, Label::both(zh, en));
        found.hint = hint.map(|(zh, en)| Label::both(zh, en));
        self.found.push(found);
    }

    fn type_of(&mut self, field: &FieldPath, pointer: &str) -> Option<ValueType> {
        if field.column.is_some() {
            self.add("MQ0102", pointer, ("报表暂不支持子表里的字段", "A report cannot yet reach into a sub-table"), None);
            return None;
        }
        let known = self.types.get(&field.field).cloned();
        if known.is_none() {
            let near = definition::suggest::nearest(field.field.as_str(), self.types.keys().map(FieldId::as_str)).map(str::to_owned);
            let hint = near.map(|near| (format!("你是否想用「{near}」？"), format!("Did you mean `{near}`?")));
            let texts = (format!("没有字段「{field}」"), format!("There is no field `{field}`"));
            self.add("MQ0103", pointer, (&texts.0, &texts.1), hint.as_ref().map(|(zh, en)| (zh.as_str(), en.as_str())));
        }
        known
    }

    fn label_of(&self, field: &FieldPath) -> Label {
        let system = match field.field.as_str() {
            "_created_at" => Some(("创建时间", "Created at")),
            "_created_by" => Some(("创建人", "Created by")),
            "_department" => Some(("部门", "Department")),
            "_flow" => Some(("流程状态", "Flow state")),
            "_updated_at" => Some(("更新时间", "Updated at")),
            _ => None,
        };
        let own = || self.scope.fields.get(&field.field).map(|known| known.label.clone()).unwrap_or_default();
        system.map_or_else(own, |(zh, en)| Label::both(zh, en))
    }

    fn dimension(&mut self, index: usize, dimension: &Dimension) -> Option<CompiledDimension> {
        let pointer = format!("/dimensions/{index}");
        let value_type = self.type_of(&dimension.field, &format!("{pointer}/field"))?;
        let periods = matches!(value_type, ValueType::Date | ValueType::Instant);
        match (dimension.grain, periods) {
            (Some(_), false) => {
                self.add("MQ0104", &format!("{pointer}/grain"), ("只有日期和时间可以按周期分组", "Only days and moments have periods"), None)
            }
            (None, true) => {
                let hint = ("加上 \"grain\": \"day\"、\"week\" 或 \"month\"", "Add \"grain\": \"day\", \"week\" or \"month\"");
                self.add("MQ0105", &pointer, ("按日期或时间分组要说明周期", "A day or moment needs the length of its periods"), Some(hint));
            }
            _ => {}
        }
        if matches!(value_type, ValueType::Rows(_) | ValueType::File | ValueType::Structure) {
            self.add("MQ0106", &format!("{pointer}/field"), ("不能按这类字段分组", "Groups cannot be made by this kind of field"), None);
        }
        let options = self.scope.fields.get(&dimension.field.field).map(|known| known.options.clone()).unwrap_or_default();
        let label = if dimension.label.is_empty() { self.label_of(&dimension.field) } else { dimension.label.clone() };
        let grain: Option<Grain> = dimension.grain;
        Some(CompiledDimension { id: dimension.id.to_string(), label, group: Group { field: dimension.field.clone(), grain }, value_type, options })
    }

    fn measure(&mut self, index: usize, measure: &Measure, names: &Scope) -> Option<CompiledMeasure> {
        let pointer = format!("/measures/{index}");
        if let Some(filter) = &measure.filter {
            self.filter(&format!("{pointer}/filter"), filter);
        }
        let (kind, scale) = match (&measure.aggregate, &measure.formula) {
            (Some(aggregate), None) => self.tally(&pointer, *aggregate, measure)?,
            (None, Some(source)) => (MeasureKind::Formula(Box::new(self.formula(&format!("{pointer}/formula"), &source.0, names)?)), 2),
            _ => {
                self.add("MQ0107", &pointer, ("指标要么是汇总，要么是公式", "A measure has either an aggregate or a formula"), None);
                return None;
            }
        };
        Some(CompiledMeasure { id: measure.id.to_string(), label: measure.label.clone(), format: measure.format, scale, kind })
    }

    fn tally(&mut self, pointer: &str, aggregate: Aggregate, measure: &Measure) -> Option<(MeasureKind, u32)> {
        let counts = aggregate == Aggregate::Count;
        let mut scale = 0;
        match (&measure.field, counts) {
            (None, false) => {
                self.add("MQ0109", pointer, ("这种汇总要指明字段", "This aggregate needs a field"), None);
                return None;
            }
            (Some(field), _) => {
                let value_type = self.type_of(field, &format!("{pointer}/field"))?;
                let number = if let ValueType::Number { scale } = value_type { Some(scale) } else { None };
                let needs_number = matches!(aggregate, Aggregate::Sum | Aggregate::Average);
                let orders = matches!(value_type, ValueType::Number { .. } | ValueType::Date | ValueType::Instant | ValueType::Time);
                if needs_number && number.is_none() {
                    self.add("MQ0110", &format!("{pointer}/field"), ("只有数字可以求和与求平均", "Only numbers have a sum and a mean"), None);
                }
                if matches!(aggregate, Aggregate::Min | Aggregate::Max) && !orders {
                    self.add("MQ0111", &format!("{pointer}/field"), ("这类字段没有最大和最小", "This kind of field has no least and largest"), None);
                }
                if !matches!(aggregate, Aggregate::Count | Aggregate::CountDistinct) {
                    scale = number.unwrap_or(0).max(if aggregate == Aggregate::Average { 2 } else { 0 });
                }
            }
            (None, true) => {}
        }
        Some((MeasureKind::Tally(Tallied { aggregate, field: measure.field.clone(), filter: measure.filter.clone() }), scale))
    }

    fn formula(&mut self, pointer: &str, source: &str, names: &Scope) -> Option<Formula> {
        match formula::compile(source, names) {
            Ok(formula) => Some(formula),
            Err(faults) => {
                for fault in faults {
                    let mut found = Diagnostic::error(fault.code, self.file, pointer, fault.message).with_span(fault.start, fault.end);
                    found.hint = fault.hint;
                    self.found.push(found);
                }
                None
            }
        }
    }

    fn filter(&mut self, pointer: &str, filter: &Filter) {
        for fault in query::check(filter, &self.types) {
            let mut found = Diagnostic::error(fault.code, self.file, format!("{pointer}{}", fault.pointer), fault.message);
            found.hint = fault.hint;
            self.found.push(found);
        }
    }

    fn chart(&mut self, report: &Report) -> Option<&'static ChartKind> {
        let Some(kind) = CHARTS.iter().find(|kind| kind.kind == report.chart.kind) else {
            let known = CHARTS.iter().map(|kind| kind.kind).collect::<Vec<_>>().join(", ");
            let texts = (format!("没有名为「{}」的图表", report.chart.kind), format!("There is no chart `{}`", report.chart.kind));
            let hint = (format!("可用的有：{known}"), format!("There are: {known}"));
            self.add("MQ0112", "/chart/kind", (&texts.0, &texts.1), Some((&hint.0, &hint.1)));
            return None;
        };
        if let Err(cause) = (kind.check)(&report.chart.settings) {
            let texts = (format!("图表设置有误：{cause}"), format!("The chart's settings are wrong: {cause}"));
            self.add("MQ0113", "/chart", (&texts.0, &texts.1), None);
        }
        let count = report.dimensions.len();
        if !kind.dimensions.contains(&count) {
            let (least, most) = (kind.dimensions.start(), kind.dimensions.end());
            let texts = (
                format!("「{}」需要 {least} 到 {most} 个维度，现在有 {count} 个", kind.label.0),
                format!("A {} has {least} to {most} dimensions, not {count}", kind.label.1),
            );
            self.add("MQ0114", "/dimensions", (&texts.0, &texts.1), None);
        }
        Some(kind)
    }

    fn sort(&mut self, report: &Report) -> Vec<(usize, Direction)> {
        let ids: Vec<&str> = report
            .dimensions
            .iter()
            .map(|dimension| dimension.id.as_str())
            .chain(report.measures.iter().map(|measure| measure.id.as_str()))
            .collect();
        let mut sort = Vec::new();
        for (index, level) in report.sort.iter().enumerate() {
            match ids.iter().position(|id| *id == level.by.as_str()) {
                Some(column) => sort.push((column, level.dir)),
                None => {
                    let texts = (format!("没有名为「{}」的维度或指标", level.by), format!("There is no dimension or measure `{}`", level.by));
                    self.add("MQ0115", &format!("/sort/{index}/by"), (&texts.0, &texts.1), None);
                }
            }
        }
        let mut seen = std::collections::BTreeSet::new();
        if let Some(twice) = ids.iter().find(|id| !seen.insert(**id)) {
            let texts = (format!("「{twice}」用了两次"), format!("`{twice}` is used twice"));
            self.add("MQ0116", "/measures", (&texts.0, &texts.1), None);
        }
        sort
    }
}
