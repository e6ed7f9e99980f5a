//! Why a deadline is when it is: the open, closed and paused spans that led to it.

use crate::hours::{DAY, joined};
use crate::work::WorkCalendar;
use crate::{Break, Hours, is_weekend};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use value::Label;

/// A part of the time between two moments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// When it begins.
    pub from: DateTime<Utc>,
    /// When it ends.
    pub to: DateTime<Utc>,
    /// What it is.
    pub kind: SpanKind,
    /// The same in words: the name of the holiday, the reason of the pause.
    pub label: Label,
    /// How much open time lies in it. In a pause it does not count.
    pub open_seconds: i64,
}

/// What a span is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpanKind {
    /// It counts.
    Open,
    /// Saturday or Sunday.
    Weekend,
    /// Another day of the week without hours.
    DayOff,
    /// A holiday.
    Holiday,
    /// A break on a date.
    Break,
    /// Between two spans of hours of a day.
    BetweenHours,
    /// Before the first hours of a day or after the last ones.
    OutsideHours,
    /// The clock stood still.
    Paused,
    /// Everything from here on, where the list would be too long.
    Further,
}

/// A pause and its reason.
pub type NamedPause = (DateTime<Utc>, DateTime<Utc>, Label);

/// The longest list.
const MOST: usize = 400;

impl WorkCalendar {
    /// The spans between two moments, in order and without gaps. Neighbours of one kind and name are one span. A list that would be longer
    /// than 400 ends with one span for the rest.
    pub fn explain(&self, from: DateTime<Utc>, to: DateTime<Utc>, pauses: &[NamedPause]) -> Vec<Span> {
        let mut list = List { calendar: self, spans: Vec::new(), to };
        let mut reached = from;
        let mut pauses: Vec<&NamedPause> = pauses.iter().filter(|(begins, ends, _)| begins < ends && *begins < to && *ends > from).collect();
        pauses.sort_by_key(|(begins, ends, _)| (*begins, *ends));
        for (begins, ends, reason) in pauses {
            list.days((reached, (*begins).max(reached)));
            let (begins, ends) = ((*begins).max(reached), (*ends).min(to));
            if begins < ends {
                let label = Label::both(format!("暂停：{}", reason.get(value::Locale::ZhCn)), format!("Paused: {}", reason.get(value::Locale::En)));
                list.add((begins, ends), SpanKind::Paused, label);
                reached = ends;
            }
        }
        list.days((reached, to));
        list.spans
    }
}

type Between = (DateTime<Utc>, DateTime<Utc>);

struct List<'a> {
    calendar: &'a WorkCalendar,
    spans: Vec<Span>,
    to: DateTime<Utc>,
}

impl List<'_> {
    fn is_full(&self) -> bool {
        self.spans.last().is_some_and(|last| last.kind == SpanKind::Further)
    }

    fn add(&mut self, (from, to): Between, kind: SpanKind, label: Label) {
        if from >= to || self.is_full() {
            return;
        }
        let open = |from, to| self.calendar.open_between(from, to).num_seconds();
        let is_long = self.spans.len() + 1 >= MOST;
        match self.spans.last_mut() {
            Some(last) if last.kind == kind && last.label == label && last.to == from && kind != SpanKind::Paused => {
                last.to = to;
                last.open_seconds = open(last.from, to);
            }
            _ if is_long => {
                let label = Label::both("其余时段从略", "Further spans are left out");
                self.spans.push(Span { from, to: self.to, kind: SpanKind::Further, label, open_seconds: open(from, self.to) });
            }
            _ => self.spans.push(Span { from, to, kind, label, open_seconds: open(from, to) }),
        }
    }

    /// Day by day between two moments.
    fn days(&mut self, (from, to): Between) {
        if from >= to {
            return;
        }
        let mut day = self.calendar.day_of(from);
        while !self.is_full() && self.calendar.moment(day, 0) < to {
            for (hours, kind, label) in pieces(self.calendar, day) {
                let begins = self.calendar.moment(day, hours.from).max(from);
                let ends = self.calendar.moment(day, hours.to).min(to);
                self.add((begins, ends), kind, label);
            }
            match day.succ_opt() {
                Some(next) => day = next,
                None => break,
            }
        }
    }
}

/// The pieces of a date, from midnight to midnight.
fn pieces(calendar: &WorkCalendar, day: NaiveDate) -> Vec<(Hours, SpanKind, Label)> {
    let open = calendar.spans_on(day);
    let breaks = calendar.days.breaks.get(&day).map_or(&[][..], Vec::as_slice);
    let edges = open.iter().chain(calendar.hours_on(day)).copied().chain(breaks.iter().map(|pause| pause.hours));
    let mut edges: Vec<u32> = edges.flat_map(|hours| [hours.from.min(DAY), hours.to.min(DAY)]).chain([0, DAY]).collect();
    edges.sort_unstable();
    edges.dedup();
    let pairs = edges.iter().zip(edges.iter().skip(1));
    pairs
        .map(|(from, to)| {
            let piece = Hours { from: *from, to: *to };
            let (kind, label) = what(calendar, day, piece, open, breaks);
            (piece, kind, label)
        })
        .collect()
}

fn what(calendar: &WorkCalendar, day: NaiveDate, piece: Hours, open: &[Hours], breaks: &[Break]) -> (SpanKind, Label) {
    let covers = |hours: &Hours| hours.from <= piece.from && piece.to <= hours.to;
    let name = calendar.name_of(day);
    let own = joined(calendar.hours_on(day).to_vec());
    if open.iter().any(covers) {
        let made_up = name.filter(|_| own.iter().any(covers)).map(|name| {
            let (zh, en) = (name.get(value::Locale::ZhCn), name.get(value::Locale::En));
            Label::both(format!("工作时间（{zh}）"), format!("Working time ({en})"))
        });
        return (SpanKind::Open, made_up.unwrap_or_else(|| Label::both("工作时间", "Working time")));
    }
    if let Some(pause) = breaks.iter().find(|pause| covers(&pause.hours)) {
        return (SpanKind::Break, pause.name.clone());
    }
    match (own.first(), own.last(), name) {
        (Some(first), Some(last), _) if first.to <= piece.from && piece.to <= last.from => {
            (SpanKind::BetweenHours, Label::both("班次之间休息", "Between working hours"))
        }
        (Some(_), ..) => (SpanKind::OutsideHours, Label::both("下班时间", "Outside working hours")),
        (None, _, Some(name)) => (SpanKind::Holiday, name.clone()),
        (None, _, None) if is_weekend(day) => (SpanKind::Weekend, Label::both("周末", "Weekend")),
        (None, _, None) => (SpanKind::DayOff, Label::both("非工作日", "Day off")),
    }
}

/// The open time of spans that counts.
pub fn counted(spans: &[Span]) -> Duration {
    let counted = spans.iter().filter(|span| span.kind != SpanKind::Paused).map(|span| span.open_seconds);
    Duration::seconds(counted.sum())
}
