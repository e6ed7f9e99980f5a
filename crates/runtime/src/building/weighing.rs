//! What a publication would do to stored values, counted in the records themselves.

use crate::app_cache::ActiveApp;
use crate::types::{FieldChoice, StepReport, StepSample};
use crate::{Runtime, RuntimeResult, facts, showing};
use app_engine::CompiledApp;
use app_engine::migration::{Change, Conversion, Narrowing, Several, Step, Trouble, Way, examine, plan};
use definition::Action;
use form_engine::CompiledForm;
use query::{FieldPath, Page};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::records::{self, PageQuery};
use value::{FieldId, FormId, Label, Locale, OptionId, Record, RecordId, Value, ValueType};

/// Nobody waits longer for the numbers; what was not looked at by then is told.
const LONGEST: Duration = Duration::from_secs(3);
/// So many records are shown; all of them stand in the list that is taken away.
const SHOWN: usize = 200;
/// So many stand in a list that is taken away.
const LISTED: usize = 100_000;

/// What was found out about one form.
pub(super) struct Weighed {
    pub(super) reports: Vec<StepReport>,
    /// Why it cannot be published.
    pub(super) blocked: Vec<Label>,
    /// The fields whose values are brought over.
    pub(super) moving: Vec<(FormId, FieldPath)>,
    /// The forms whose calculated values are calculated again.
    pub(super) filling: BTreeSet<FormId>,
}

/// For what stored values are weighed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// People are shown the numbers.
    Show,
    /// It is published: only what may still forbid it is looked at.
    Publish,
}

/// A step with what is needed to look at records.
struct Look {
    step: Step,
    conversion: Option<Conversion>,
    /// The first record with each value of a field that becomes unique.
    unique: Option<BTreeMap<String, RecordId>>,
    report: StepReport,
}

impl Runtime {
    /// Looks at the stored records of all forms that change.
    pub(super) async fn weigh_records(
        &self,
        active: &Arc<ActiveApp>,
        next: &CompiledApp,
        choices: &[FieldChoice],
        purpose: Purpose,
    ) -> RuntimeResult<Weighed> {
        let mut whole = Weighed { reports: Vec::new(), blocked: Vec::new(), moving: Vec::new(), filling: BTreeSet::new() };
        let until = Instant::now() + LONGEST;
        for (id, after) in &next.forms {
            let Some(before) = active.compiled.forms.get(id) else { continue };
            let (mut looks, mut certain): (Vec<Look>, Vec<Look>) =
                looks(active, before, after, choices).into_iter().partition(|look| purpose == Purpose::Show || may_forbid(look, choices));
            self.look(active, before, after, &mut looks, until, SHOWN).await?;
            if !certain.is_empty() && self.count(active, id, None, 1).await? > 0 {
                certain.iter_mut().for_each(|look| look.report.touched = 1);
            }
            looks.append(&mut certain);
            let moves = looks.iter().any(|look| matches!(look.step.change, Change::Converted { .. }) && look.report.touched > 0);
            let merges = choices.iter().any(|choice| choice.form == *id && !choice.options.is_empty());
            let calculates = looks.iter().any(|look| matches!(look.step.change, Change::Calculated { .. }));
            if merges || ((calculates || moves) && form_engine::calculated_fields(after).next().is_some()) {
                whole.filling.insert(id.clone());
            }
            for look in looks {
                whole.take(look, choices);
            }
        }
        Ok(whole)
    }

    /// All records that a step finds something wrong with.
    pub(super) async fn troubled(
        &self,
        active: &Arc<ActiveApp>,
        next: &CompiledApp,
        form: &FormId,
        field: &FieldPath,
    ) -> RuntimeResult<Vec<StepSample>> {
        let (Some(before), Some(after)) = (active.compiled.forms.get(form), next.forms.get(form)) else { return Ok(Vec::new()) };
        let mut looks: Vec<Look> = looks(active, before, after, &[]).into_iter().filter(|look| look.step.field == *field).collect();
        // A list that somebody takes away may take its time.
        self.look(active, before, after, &mut looks, Instant::now() + LONGEST * 20, LISTED).await?;
        Ok(looks.into_iter().flat_map(|look| look.report.samples).collect())
    }

    async fn look(
        &self,
        active: &Arc<ActiveApp>,
        before: &Arc<CompiledForm>,
        after: &CompiledForm,
        looks: &mut [Look],
        until: Instant,
        shown: usize,
    ) -> RuntimeResult<()> {
        if looks.is_empty() {
            return Ok(());
        }
        let fields = fields_of(before, looks);
        let system = facts::system();
        let everything = self.plan(active, before, &system, Action::Read)?;
        let looking = self.looking(active, before.id(), &system).await?;
        let (reader, now) = (self.inner.store.read(), self.now());
        let mut page = Page { limit: 500, after: None };
        loop {
            let asked = PageQuery { filter: None, search: None, sort: &[], fields: Some(&fields), page: &page };
            let found = records::page(&reader, &looking.view(&everything), &asked).await?;
            for record in &found.records {
                for look in looks.iter_mut() {
                    let mut examined = examine(&look.step, record, look.conversion.as_ref(), after, &active.compiled.zone, now);
                    if examined.trouble.is_none() {
                        examined.trouble = twice(look, record);
                    }
                    look.report.touched += u64::from(examined.touched);
                    look.report.less += u64::from(examined.less);
                    if let Some(trouble) = examined.trouble {
                        look.report.troubled += 1;
                        if look.report.samples.len() < shown {
                            look.report.samples.push(sample(active, before, &look.step, record, trouble));
                        }
                    }
                }
            }
            page.after = found.next;
            if page.after.is_none() {
                return Ok(());
            }
            if Instant::now() >= until {
                looks.iter_mut().for_each(|look| look.report.complete = false);
                return Ok(());
            }
            tokio::task::yield_now().await;
        }
    }
}

impl Weighed {
    fn take(&mut self, look: Look, choices: &[FieldChoice]) {
        let Look { step, mut report, .. } = look;
        let choice = choice_of(choices, &step);
        let name = |locale| step.label.get(locale).to_owned();
        let mut block = |zh: String, en: String| {
            self.blocked.push(Label::both(format!("字段「{}」{zh}", name(Locale::ZhCn)), format!("The field `{}` {en}", name(Locale::En))));
        };
        match &step.change {
            Change::Converted { way: Way::Refused(why), .. } if report.touched > 0 => {
                block(format!("不能改变类型：{}", why.get(Locale::ZhCn)), format!("cannot change its type: {}", why.get(Locale::En)));
            }
            Change::Converted { .. } => {
                report.asks = report.troubled > 0 || choice.is_some_and(|choice| choice.first);
                if report.troubled > 0 && !choice.is_some_and(|choice| choice.blank) {
                    let count = report.troubled;
                    block(
                        format!("有 {count} 条记录的值不能转换：请选择留空（原值保留在历史中），或先更正这些记录"),
                        format!(
                            "has {count} records whose values do not convert: choose to leave them blank (the old values stay in the history), or correct them first"
                        ),
                    );
                }
                if report.touched > 0 {
                    self.moving.push((step.form.clone(), step.field.clone()));
                }
            }
            Change::Narrowed(narrowings) if narrowings.contains(&Narrowing::Unique) => {
                let twice = report.samples.iter().filter(|sample| sample.why == not_unique()).count();
                if twice > 0 {
                    block(
                        "改为不可重复，但已有重复的值：请先更正".into(),
                        "shall be unique, but some values are the same: correct them first".into(),
                    );
                }
            }
            _ => {}
        }
        let tells = match &step.change {
            Change::Calculated { .. } | Change::Converted { .. } => true,
            Change::Narrowed(_) => report.troubled > 0,
            Change::Renamed { .. } | Change::Added { .. } | Change::Removed => false,
        };
        if tells {
            self.reports.push(report);
        }
    }
}

/// Whether the values themselves may still forbid the publication.
fn may_forbid(look: &Look, choices: &[FieldChoice]) -> bool {
    match &look.step.change {
        Change::Converted { way: Way::Refused(_), .. } => true,
        Change::Converted { way: Way::Partly, .. } => !choice_of(choices, &look.step).is_some_and(|choice| choice.blank),
        Change::Narrowed(narrowings) => narrowings.contains(&Narrowing::Unique),
        _ => false,
    }
}

pub(super) fn choice_of<'c>(choices: &'c [FieldChoice], step: &Step) -> Option<&'c FieldChoice> {
    choices.iter().find(|choice| choice.form == step.form && choice.field == step.field)
}

/// The conversion of a field, if its type changes.
pub(super) fn conversion(
    active: &CompiledApp,
    before: &CompiledForm,
    after: &CompiledForm,
    field: &FieldPath,
    choice: Option<&FieldChoice>,
) -> Option<Conversion> {
    let several = if choice.is_some_and(|choice| choice.first) { Several::First } else { Several::Refuse };
    Some(Conversion::of(before.field_at(field)?, after.field_at(field)?, &active.zone, active.language(), several))
}

fn looks(active: &ActiveApp, before: &CompiledForm, after: &CompiledForm, choices: &[FieldChoice]) -> Vec<Look> {
    let steps = plan(before, after);
    let converted: Vec<FieldPath> =
        steps.iter().filter(|step| matches!(step.change, Change::Converted { .. })).map(|step| step.field.clone()).collect();
    let look = |step: Step| {
        let is_looked_at = match &step.change {
            Change::Converted { .. } | Change::Calculated { .. } => true,
            Change::Narrowed(_) => before.field_at(&step.field).is_some(),
            Change::Renamed { .. } | Change::Added { .. } | Change::Removed => false,
        };
        if !is_looked_at {
            return None;
        }
        let choice = choice_of(choices, &step);
        let conversion = if converted.contains(&step.field) { conversion(&active.compiled, before, after, &step.field, choice) } else { None };
        let unique = matches!(&step.change, Change::Narrowed(all) if all.contains(&Narrowing::Unique)).then(BTreeMap::new);
        Some(Look { report: report(before, after, &step), conversion, unique, step })
    };
    steps.into_iter().filter_map(look).collect()
}

fn report(before: &CompiledForm, after: &CompiledForm, step: &Step) -> StepReport {
    let gone = match &step.change {
        Change::Narrowed(all) => all.iter().find_map(|one| if let Narrowing::Options(gone) = one { Some(gone.clone()) } else { None }),
        _ => None,
    };
    let field = after.field_at(&step.field);
    let is_list = |form: &CompiledForm| form.field_at(&step.field).is_some_and(|field| matches!(field.value_type, ValueType::List(_)));
    let successors: Vec<(OptionId, Label)> = match (&gone, field) {
        (Some(_), Some(field)) => {
            field.options.iter().filter(|option| !option.retired).map(|option| (option.id.clone(), option.label.clone())).collect()
        }
        _ => Vec::new(),
    };
    StepReport {
        form: step.form.clone(),
        field: step.field.clone(),
        change: match &step.change {
            Change::Calculated { .. } => "calculated",
            Change::Converted { .. } => "converted",
            _ => "narrowed",
        },
        text: words(before, after, step),
        touched: 0,
        less: 0,
        troubled: 0,
        samples: Vec::new(),
        complete: true,
        asks: false,
        several: matches!(step.change, Change::Converted { .. }) && is_list(before) && !is_list(after),
        options: gone.unwrap_or_default(),
        successors,
    }
}

fn words(before: &CompiledForm, after: &CompiledForm, step: &Step) -> Label {
    let kind = |form: &CompiledForm, locale| form.field_at(&step.field).map(|field| field.control.label().get(locale).to_owned()).unwrap_or_default();
    let say = |locale: Locale| {
        let zh = locale == Locale::ZhCn;
        let (form, field) = (after.label().get(locale), step.label.get(locale));
        let place = if zh { format!("{form}「{field}」") } else { format!("{form}, `{field}`") };
        let what = match &step.change {
            Change::Calculated { is_new: true } if zh => "新的公式：已有记录在发布后于后台计算".to_owned(),
            Change::Calculated { is_new: true } => "a new formula: stored records are calculated in the background after publishing".into(),
            Change::Calculated { .. } if zh => "公式改变：已有记录在发布后于后台重新计算".into(),
            Change::Calculated { .. } => "another formula: stored records are calculated again in the background after publishing".into(),
            Change::Converted { .. } if zh => format!("由{}改为{}：先转换已有的值，然后新版本生效", kind(before, locale), kind(after, locale)),
            Change::Converted { .. } => {
                format!("{} becomes {}: stored values are converted, then the new version becomes current", kind(before, locale), kind(after, locale))
            }
            _ if zh => "条件收紧：已有记录中不符合的保留原值，编辑时须更正".into(),
            _ => "a narrower rule: stored values that fail it stay, and must be corrected when the record is edited".into(),
        };
        if zh { format!("{place}：{what}") } else { format!("{place}: {what}") }
    };
    Label::both(say(Locale::ZhCn), say(Locale::En))
}

/// The fields that are read of each record.
fn fields_of(before: &CompiledForm, looks: &[Look]) -> Vec<FieldId> {
    let is_stored = |id: &FieldId| before.fields.get(id).is_some_and(|field| field.storage != form_engine::Storage::Live);
    let wanted: BTreeSet<&FieldId> = looks.iter().map(|look| &look.step.field.field).chain(&before.title_field).collect();
    wanted.into_iter().filter(|id| is_stored(id)).cloned().collect()
}

fn not_unique() -> Label {
    Label::both("与另一条记录的值相同", "Another record holds the same value")
}

/// Whether a record before this one holds the same value in a field that becomes unique.
fn twice(look: &mut Look, record: &Record) -> Option<Trouble> {
    let seen = look.unique.as_mut()?;
    let Value::Reference(key) = record.get("_id") else { return None };
    let value = record.get(look.step.field.field.as_str());
    let becomes = match look.conversion.as_ref().map(|conversion| conversion.convert(value)) {
        None => value.clone(),
        Some(app_engine::migration::Converted::Same(value) | app_engine::migration::Converted::Less(value)) => value,
        Some(app_engine::migration::Converted::No) => return None,
    };
    let text = match &becomes {
        Value::Blank => return None,
        Value::Text(text) => value::unique_key(text),
        other => value::to_json(other, None).to_string(),
    };
    let first = seen.entry(text).or_insert(*key);
    (*first != *key).then(|| Trouble { value: value.clone(), why: not_unique() })
}

fn sample(active: &ActiveApp, before: &CompiledForm, step: &Step, record: &Record, trouble: Trouble) -> StepSample {
    let (app, locale) = (&active.compiled, active.compiled.language());
    let key = if let Value::Reference(key) = record.get("_id") { *key } else { RecordId(uuid::Uuid::nil()) };
    let value = before.field_at(&step.field).map(|field| showing::shown(field, app, &trouble.value, locale, &BTreeMap::new()));
    StepSample { record: key, title: showing::title(before, app, record, locale), value: value.unwrap_or_default(), why: trouble.why }
}
