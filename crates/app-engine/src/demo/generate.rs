//! The cook: recipe in, people and records out.

use super::{Demo, DemoAct, DemoDepartment, DemoPerson, DemoRecord, Generator, Kitchen, Random, Recipe, RecipeAct, RecipeForm, Story};
use chrono::{Datelike, Duration, NaiveTime, Timelike, Weekday};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;
use uuid::{Builder, Uuid};
use value::{Decimal, DepartmentId, FieldId, FormId, Instant, RecordId, RoleId, UserId, write_decimal};

struct Cook<'a> {
    recipe: &'a Recipe,
    kitchen: &'a Kitchen<'a>,
    people: Vec<DemoPerson>,
    departments: Vec<DemoDepartment>,
    made: BTreeMap<FormId, Vec<DemoRecord>>,
}

pub(super) fn make(recipe: &Recipe, kitchen: &Kitchen<'_>) -> Demo {
    let departments = departments(recipe, kitchen);
    let people = people(recipe, kitchen, &departments);
    let mut cook = Cook { recipe, kitchen, people, departments, made: BTreeMap::new() };
    let mut records = Vec::new();
    for form in &recipe.forms {
        let made = cook.records(form);
        records.extend(made.clone());
        cook.made.entry(form.form.clone()).or_default().extend(made);
    }
    Demo { departments: cook.departments, people: cook.people, records }
}

fn departments(recipe: &Recipe, kitchen: &Kitchen<'_>) -> Vec<DemoDepartment> {
    let id = |short: &str| kitchen.departments.get(short).copied().unwrap_or_else(|| DepartmentId(key(recipe.seed, "department", short)));
    let mut made: Vec<DemoDepartment> = recipe
        .departments
        .iter()
        .map(|(short, department)| DemoDepartment {
            id: id(short),
            short: short.clone(),
            name: department.name.clone(),
            head: department.head.as_deref().map(|login| user_id(recipe, kitchen, login)),
            above: department.above.as_deref().map(id),
        })
        .collect();
    let depth = |department: &DemoDepartment| {
        let mut at = recipe.departments.get(&department.short);
        let mut steps = 0_u32;
        while let Some(above) = at.and_then(|department| department.above.as_ref()).filter(|_| steps < 100) {
            at = recipe.departments.get(above);
            steps += 1;
        }
        steps
    };
    made.sort_by_key(depth);
    made
}

fn people(recipe: &Recipe, kitchen: &Kitchen<'_>, departments: &[DemoDepartment]) -> Vec<DemoPerson> {
    let department = |short: &str| departments.iter().find(|department| department.short == short).map(|department| department.id);
    recipe
        .people
        .iter()
        .map(|(login, person)| DemoPerson {
            id: user_id(recipe, kitchen, login),
            login: login.clone(),
            name: person.name.clone(),
            roles: person.roles.clone(),
            department: person.department.as_deref().and_then(department),
        })
        .collect()
}

fn user_id(recipe: &Recipe, kitchen: &Kitchen<'_>, login: &str) -> UserId {
    kitchen.people.get(login).copied().unwrap_or_else(|| UserId(key(recipe.seed, "person", login)))
}

/// A key that is the same for the same name.
fn key(seed: u64, kind: &str, name: &str) -> Uuid {
    let mut random = Random::new(seed, &format!("{kind}/{name}"));
    Uuid::from_u64_pair(random.bits(), random.bits())
}

/// A key that sorts by its moment, as those of the server do.
fn key_at(random: &mut Random, at: Instant) -> Uuid {
    let mut bytes = [0_u8; 10];
    for (place, byte) in bytes.iter_mut().zip(random.bits().to_le_bytes().into_iter().chain(random.bits().to_le_bytes())) {
        *place = byte;
    }
    Builder::from_unix_timestamp_millis(u64::try_from(at.timestamp_millis()).unwrap_or_default(), &bytes).into_uuid()
}

/// The record that is being made.
struct Draft<'a> {
    index: usize,
    at: Instant,
    values: &'a Map<String, Json>,
}

impl Cook<'_> {
    fn records(&self, form: &RecipeForm) -> Vec<DemoRecord> {
        let mut random = Random::new(self.recipe.seed, form.form.as_str());
        let mut told: Vec<(Instant, Option<&Story>)> = Vec::new();
        for story in self.recipe.stories.iter().filter(|story| story.form == form.form) {
            for _ in 0..story.count {
                told.push((self.moment(form, story.days_ago, &mut random), Some(story)));
            }
        }
        while told.len() < usize::try_from(form.count).unwrap_or_default() {
            told.push((self.moment(form, (0, form.days), &mut random), None));
        }
        told.truncate(usize::try_from(form.count).unwrap_or_default());
        told.sort_by_key(|(at, _)| *at);
        told.into_iter().enumerate().map(|(index, (at, story))| self.record(form, index, at, story, &mut random)).collect()
    }

    fn record(&self, form: &RecipeForm, index: usize, at: Instant, story: Option<&Story>, random: &mut Random) -> DemoRecord {
        let mut values = Map::new();
        for (field, generator) in &form.values {
            let generator = story.and_then(|story| story.values.get(field)).unwrap_or(generator);
            self.put(&mut values, field, generator, index, at, random);
        }
        for (field, generator) in story.map(|story| &story.values).into_iter().flatten().filter(|(field, _)| !form.values.contains_key(*field)) {
            self.put(&mut values, field, generator, index, at, random);
        }
        let by = form.by.as_ref().and_then(|role| self.person(role, random));
        let id = RecordId(key_at(random, at));
        let acts = self.acts(&form.acts, index, at, &values, random);
        DemoRecord { form: form.form.clone(), id, by, at, values, acts }
    }

    fn put(&self, values: &mut Map<String, Json>, field: &FieldId, generator: &Generator, index: usize, at: Instant, random: &mut Random) {
        let made = self.value(generator, &Draft { index, at, values }, random);
        if !made.is_null() {
            values.insert(field.to_string(), made);
        }
    }

    fn acts(&self, acts: &[RecipeAct], index: usize, filed: Instant, values: &Map<String, Json>, random: &mut Random) -> Vec<DemoAct> {
        let mut at = filed;
        let mut known = values.clone();
        let mut done = Vec::new();
        for act in acts {
            at += Duration::minutes(random.between(i64::from(act.after_minutes.0), i64::from(act.after_minutes.1)));
            if at > self.kitchen.now || !random.happens(act.percent) {
                break;
            }
            let mut filled = Map::new();
            for (field, generator) in &act.values {
                let made = self.value(generator, &Draft { index, at, values: &known }, random);
                if !made.is_null() {
                    known.insert(field.to_string(), made.clone());
                    filled.insert(field.to_string(), made);
                }
            }
            done.push(DemoAct { node: act.node.clone(), action: act.action.clone(), at, opinion: act.opinion.clone(), values: filled });
        }
        done
    }

    /// A moment so many days ago, within the hours of the form, before now.
    fn moment(&self, form: &RecipeForm, days_ago: (u32, u32), random: &mut Random) -> Instant {
        let zone = self.kitchen.zone;
        let today = zone.day(self.kitchen.now);
        let mut at = self.kitchen.now;
        for _ in 0..50 {
            let day = today - Duration::days(random.between(i64::from(days_ago.0), i64::from(days_ago.1)));
            let second = random.between(i64::from(form.hours.0) * 3600, i64::from(form.hours.1).clamp(1, 24) * 3600 - 1);
            let time = NaiveTime::MIN + Duration::seconds(second);
            at = zone.instant(day.and_time(time.with_nanosecond(0).unwrap_or(time)));
            let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
            if at < self.kitchen.now && (!weekend || random.happens(form.weekend_percent)) {
                break;
            }
        }
        at.min(self.kitchen.now)
    }

    fn value(&self, generator: &Generator, draft: &Draft<'_>, random: &mut Random) -> Json {
        match generator {
            Generator::Always { value } => value.clone(),
            Generator::OneOf { options } => {
                let all: i64 = options.iter().map(|option| i64::from(option.weight)).sum();
                let mut left = random.between(1, all.max(1));
                let taken = options.iter().find(|option| {
                    left -= i64::from(option.weight);
                    left <= 0
                });
                taken.map_or(Json::Null, |option| option.value.clone())
            }
            Generator::SomeOf { options, min, max } => some_of(options, i64::from(*min), i64::from(*max), random),
            Generator::Text { templates, words } => random.pick(templates).map_or(Json::Null, |template| json!(text(template, words, random))),
            Generator::InTurn { values } => values.get(draft.index % values.len().max(1)).cloned().unwrap_or_default(),
            Generator::Number { min, max, scale } => number(*min, *max, *scale, random),
            Generator::DaysBefore { min, max } => {
                let day = self.kitchen.zone.day(draft.at) - Duration::days(random.between(i64::from(*min), i64::from(*max)));
                json!(day.format("%Y-%m-%d").to_string())
            }
            Generator::Moment {} => json!(draft.at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)),
            Generator::Record { form, with } => {
                let fits = |record: &&DemoRecord| with.iter().all(|(field, value)| record.values.get(field) == Some(value));
                let fitting: Vec<&DemoRecord> = self.made.get(form).into_iter().flatten().filter(fits).collect();
                let there: Vec<&DemoRecord> = fitting.iter().copied().filter(|record| record.at <= draft.at).collect();
                let found = random.pick(if there.is_empty() { &fitting } else { &there });
                found.map_or(Json::Null, |record| json!(record.id.to_string()))
            }
            Generator::Of { field, value } => self.related(draft.values.get(field.as_str()), value),
            Generator::Person { role } => self.person(role, random).map_or(Json::Null, |person| json!(person.to_string())),
            Generator::Department { department } => {
                let found = self.departments.iter().find(|known| known.short == *department);
                found.map_or(Json::Null, |department| json!(department.id.to_string()))
            }
            Generator::Rows { min, max, values } => {
                let rows = (0..random.between(i64::from(*min), i64::from(*max))).map(|_| Json::Object(self.row(values, draft, random)));
                Json::Array(rows.collect())
            }
            Generator::Maybe { percent, then } if random.happens(*percent) => self.value(then, draft, random),
            Generator::Maybe { .. } => Json::Null,
            Generator::By { field, of, otherwise } => {
                let stands = match draft.values.get(field.as_str()) {
                    None | Some(Json::Null) => String::new(),
                    Some(Json::String(text)) => text.clone(),
                    Some(other) => other.to_string(),
                };
                let called_for = of.get(&stands).or(otherwise.as_deref());
                called_for.map_or(Json::Null, |generator| self.value(generator, draft, random))
            }
        }
    }

    fn row(&self, generators: &IndexMap<FieldId, Generator>, draft: &Draft<'_>, random: &mut Random) -> Map<String, Json> {
        let mut row = Map::new();
        for (field, generator) in generators {
            self.put(&mut row, field, generator, draft.index, draft.at, random);
        }
        row
    }

    fn related(&self, reference: Option<&Json>, field: &FieldId) -> Json {
        let record = reference.and_then(Json::as_str).and_then(RecordId::parse);
        let found = record.and_then(|id| self.made.values().flatten().find(|record| record.id == id));
        found.and_then(|record| record.values.get(field.as_str())).cloned().unwrap_or_default()
    }

    fn person(&self, role: &RoleId, random: &mut Random) -> Option<UserId> {
        let having: Vec<UserId> = self.people.iter().filter(|person| person.roles.contains(role)).map(|person| person.id).collect();
        random.pick(&having).copied()
    }
}

/// Some of the options, in their own order.
fn some_of(options: &[Json], min: i64, max: i64, random: &mut Random) -> Json {
    let mut wanted = random.between(min, max);
    let mut left = i64::try_from(options.len()).unwrap_or_default();
    let mut taken = Vec::new();
    for option in options {
        if wanted > 0 && random.between(1, left) <= wanted {
            taken.push(option.clone());
            wanted -= 1;
        }
        left -= 1;
    }
    if taken.is_empty() { Json::Null } else { Json::Array(taken) }
}

fn text(template: &str, words: &IndexMap<String, Vec<String>>, random: &mut Random) -> String {
    let mut made = String::new();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        made.push_str(before);
        let (name, after) = behind.split_once('}').unwrap_or((behind, ""));
        made.push_str(words.get(name).and_then(|list| random.pick(list)).map_or("", String::as_str));
        rest = after;
    }
    made.push_str(rest);
    made.chars().map(|char| if char == '#' { digit(random) } else { char }).collect()
}

fn digit(random: &mut Random) -> char {
    u32::try_from(random.between(0, 9)).ok().and_then(|digit| char::from_digit(digit, 10)).unwrap_or('0')
}

fn number(min: i64, max: i64, scale: u32, random: &mut Random) -> Json {
    let unit = 10_i64.saturating_pow(scale);
    let steps = random.between(min.saturating_mul(unit), max.saturating_mul(unit));
    if scale == 0 { json!(steps) } else { json!(write_decimal(Decimal::new(steps, scale), scale)) }
}
