//! From definitions of calendars to calendars that can be asked; every fault is told with its place.

use crate::definition::Calendar;
use crate::hours::DAY;
use crate::{Break, Days, Hours, SpecialDay, WorkCalendar, Zone};
use chrono::{Days as Later, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use value::{CalendarId, Label};

/// Something wrong with a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarFault {
    /// Which calendar it is about.
    pub calendar: CalendarId,
    /// Stable code, such as `MD0603`.
    pub code: &'static str,
    /// Where in its file, as a JSON Pointer.
    pub pointer: String,
    /// What is wrong.
    pub message: Label,
    /// What to do.
    pub hint: Label,
    /// Whether the calendar can be used all the same.
    pub is_warning: bool,
}

/// The calendars of an app, ready to be asked.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Calendars {
    /// By id; what has a fault is missing.
    pub by_id: BTreeMap<CalendarId, Arc<WorkCalendar>>,
    /// The one that counts where nothing else is said.
    pub default: Option<CalendarId>,
}

/// The longest holiday.
const MOST_DAYS: i64 = 366;

impl Calendars {
    /// A calendar by its id; without an id the one that counts where nothing else is said.
    pub fn get(&self, id: Option<&str>) -> Option<&Arc<WorkCalendar>> {
        let id = id.or_else(|| self.default.as_ref().map(CalendarId::as_str))?;
        self.by_id.get(id)
    }
}

/// Makes the calendars of an app ready. `zone_of` reads a zone; `app_zone` counts where a calendar names none.
pub fn compile(calendars: &[&Calendar], app_zone: &Zone, zone_of: &dyn Fn(&str) -> Option<Zone>) -> (Calendars, Vec<CalendarFault>) {
    let mut found = Vec::new();
    let mut ready = Calendars::default();
    for calendar in calendars {
        let before = found.len();
        let mut findings = Findings { calendar, found: &mut found };
        check_own(calendar, &mut findings);
        let layers = layers(calendar, calendars, &mut findings);
        let zone = zone(&layers, app_zone, zone_of, &mut findings);
        let days = days(&layers, &mut findings);
        let broken = found.iter().skip(before).any(|fault| !fault.is_warning);
        if let (Some(zone), false) = (zone, broken) {
            let known = layers.iter().rev().find_map(|layer| layer.known_until);
            ready.by_id.insert(calendar.id.clone(), Arc::new(WorkCalendar::new(zone, days).known_until(known)));
        }
    }
    (ready, found)
}

struct Findings<'a> {
    calendar: &'a Calendar,
    found: &'a mut Vec<CalendarFault>,
}

impl Findings<'_> {
    fn error(&mut self, code: &'static str, pointer: impl Into<String>, message: (String, String), hint: (&str, &str)) {
        self.found.push(CalendarFault {
            calendar: self.calendar.id.clone(),
            code,
            pointer: pointer.into(),
            message: Label::both(message.0, message.1),
            hint: Label::both(hint.0, hint.1),
            is_warning: false,
        });
    }
}

/// The calendar and its bases, the furthest base first.
fn layers<'a>(calendar: &'a Calendar, all: &[&'a Calendar], findings: &mut Findings<'_>) -> Vec<&'a Calendar> {
    let mut layers = vec![calendar];
    let mut next = calendar.base.as_ref();
    while let Some(id) = next {
        let Some(base) = all.iter().find(|other| other.id == *id) else {
            if layers.len() == 1 {
                let known: Vec<&str> = all.iter().map(|other| other.id.as_str()).filter(|other| *other != calendar.id.as_str()).collect();
                let near = value::nearest(id.as_str(), known.iter().copied()).or(known.first().copied()).unwrap_or("china");
                let hint = (format!("例如「{near}」"), format!("such as `{near}`"));
                findings.error("MD0212", "/base", (format!("不存在工作日历「{id}」"), format!("there is no calendar `{id}`")), (&hint.0, &hint.1));
            }
            break;
        };
        if layers.iter().any(|layer| layer.id == base.id) {
            let message = ("日历的基础绕成一圈".into(), "the bases of the calendar run in a circle".into());
            findings.error("MD0602", "/base", message, ("去掉其中一个日历的 base", "take the base out of one of the calendars"));
            break;
        }
        layers.push(base);
        next = base.base.as_ref();
    }
    layers.reverse();
    layers
}

fn zone(layers: &[&Calendar], app_zone: &Zone, zone_of: &dyn Fn(&str) -> Option<Zone>, findings: &mut Findings<'_>) -> Option<Zone> {
    let own = findings.calendar.time_zone.as_ref();
    let Some(name) = layers.iter().rev().find_map(|layer| layer.time_zone.as_ref()) else { return Some(app_zone.clone()) };
    let zone = zone_of(name);
    if zone.is_none() && own.is_some() {
        let message = (format!("没有时区「{name}」"), format!("there is no time zone `{name}`"));
        findings.error("MD0504", "/time_zone", message, ("例如 Asia/Shanghai", "such as Asia/Shanghai"));
    }
    zone
}

/// What a calendar says itself.
fn check_own(calendar: &Calendar, findings: &mut Findings<'_>) {
    for (index, (name, hours)) in calendar.week.days().into_iter().enumerate() {
        let Some(hours) = hours else { continue };
        no_overlap(hours, &format!("/week/{name}"), findings);
        check_tail(calendar, index, hours, &format!("/week/{name}"), findings);
    }
    no_overlap(&calendar.makeup_hours, "/makeup_hours", findings);
    check_holidays(calendar, findings);
    let mut dates = BTreeSet::new();
    for (index, day) in calendar.makeup_days.iter().enumerate() {
        no_overlap(&day.hours, &format!("/makeup_days/{index}/hours"), findings);
        if !dates.insert(day.date) {
            twice(day.date, &format!("/makeup_days/{index}/date"), findings);
        }
    }
    for (index, pause) in calendar.breaks.iter().enumerate() {
        let pointer = format!("/breaks/{index}/hours");
        no_overlap(&pause.hours, &pointer, findings);
        if pause.hours.is_empty() || pause.hours.iter().any(|hours| hours.to > DAY) {
            let message = ("停工时段必须在当天之内".into(), "a break lies within its date".into());
            findings.error("MD0607", pointer, message, ("跨过零点的写成两天", "write one that passes midnight as two"));
        }
    }
}

/// Hours that pass midnight may not run into those of the next day.
fn check_tail(calendar: &Calendar, weekday: usize, hours: &[Hours], pointer: &str, findings: &mut Findings<'_>) {
    let days = calendar.week.days();
    let next = days.get((weekday + 1) % 7).and_then(|(_, hours)| hours.as_deref()).unwrap_or_default();
    let first = next.iter().map(|hours| hours.from).min();
    for (index, hours) in hours.iter().enumerate() {
        if hours.to > DAY && first.is_some_and(|first| first < hours.to - DAY) {
            let message = (format!("时段「{hours}」与次日的时段重叠"), format!("the hours {hours} run into those of the next day"));
            findings.error("MD0603", format!("{pointer}/{index}"), message, ("缩短其中一个时段", "shorten one of them"));
        }
    }
}

fn no_overlap(hours: &[Hours], pointer: &str, findings: &mut Findings<'_>) {
    for (index, own) in hours.iter().enumerate() {
        let earlier = hours.iter().take(index).find(|other| other.from < own.to && own.from < other.to);
        if let Some(other) = earlier {
            let message = (format!("时段「{own}」与「{other}」重叠"), format!("the hours {own} overlap {other}"));
            findings.error("MD0603", format!("{pointer}/{index}"), message, ("把它们合成一段，或错开", "join them, or move one"));
        }
    }
}

fn check_holidays(calendar: &Calendar, findings: &mut Findings<'_>) {
    let mut dates = BTreeSet::new();
    for (index, holiday) in calendar.holidays.iter().enumerate() {
        let length = (holiday.last() - holiday.from).num_days();
        if !(0..MOST_DAYS).contains(&length) {
            let message = ("假日的最后一天早于第一天，或长过一年".into(), "the holiday ends before it begins, or lasts over a year".into());
            findings.error("MD0604", format!("/holidays/{index}/to"), message, ("改正 from 和 to", "set `from` and `to` right"));
            continue;
        }
        let again = holiday.from.iter_days().take_while(|day| *day <= holiday.last()).filter(|day| !dates.insert(*day)).min();
        if let Some(day) = again {
            twice(day, &format!("/holidays/{index}/from"), findings);
        }
    }
}

fn twice(day: NaiveDate, pointer: &str, findings: &mut Findings<'_>) {
    let message = (format!("日期 {day} 写了两次"), format!("the date {day} stands twice"));
    findings.error("MD0605", pointer, message, ("只保留其中一处", "keep one of them"));
}

/// The days that the layers give together.
fn days(layers: &[&Calendar], findings: &mut Findings<'_>) -> Days {
    let mut days = Days::default();
    let makeup_hours = layers.iter().rev().map(|layer| &layer.makeup_hours).find(|hours| !hours.is_empty());
    for layer in layers {
        for (own, (_, hours)) in days.week.iter_mut().zip(layer.week.days()) {
            if let Some(hours) = hours {
                *own = hours.clone();
            }
        }
        for day in &layer.ordinary_days {
            days.special.remove(day);
            days.breaks.remove(day);
        }
        for holiday in &layer.holidays {
            let length = u64::try_from((holiday.last() - holiday.from).num_days().clamp(0, MOST_DAYS)).unwrap_or_default();
            let dates = (0..=length).filter_map(|later| holiday.from.checked_add_days(Later::new(later)));
            days.special.extend(dates.map(|date| (date, SpecialDay { name: holiday.label.clone(), hours: Vec::new() })));
        }
        let is_own = layer.id == findings.calendar.id;
        for (index, day) in layer.makeup_days.iter().enumerate() {
            let hours = if day.hours.is_empty() { makeup_hours.cloned().unwrap_or_default() } else { day.hours.clone() };
            if hours.is_empty() && is_own {
                let message = (format!("调休上班日 {} 没有上班时段", day.date), format!("the make-up day {} has no hours", day.date));
                let hint = ("写上 hours，或写上整个日历的 makeup_hours", "give it `hours`, or give the calendar `makeup_hours`");
                findings.error("MD0606", format!("/makeup_days/{index}"), message, hint);
            }
            days.special.insert(day.date, SpecialDay { name: day.label.clone(), hours });
        }
        for pause in &layer.breaks {
            let breaks = pause.hours.iter().map(|hours| Break { name: pause.label.clone(), hours: *hours });
            days.breaks.entry(pause.date).or_default().extend(breaks);
        }
    }
    days
}
