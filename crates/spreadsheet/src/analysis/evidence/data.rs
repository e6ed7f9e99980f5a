//! What the cells hold: days, numbers with units, phone numbers kept as numbers, few words again and again.

use super::Ballot;
use crate::analysis::Context;
use crate::analysis::column::Column;
use crate::analysis::proposal::{Evidence, Kind, Source};
use crate::analysis::values;
use crate::workbook::CellValue;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// A column with fewer values than this says nothing about which options there are.
const FEWEST: usize = 6;
/// More different values are a text.
const MOST_OPTIONS: usize = 15;

/// What the values of a column look like.
#[derive(Default)]
struct Tally {
    all: usize,
    days: usize,
    moments: usize,
    times: usize,
    numbers: usize,
    texts: usize,
    bools: usize,
    text_days: usize,
    text_moments: usize,
    text_times: usize,
    text_numbers: usize,
    percents: usize,
    money: usize,
    mobiles: usize,
    landlines: usize,
    emails: usize,
    urls: usize,
    id_cards: usize,
    yes_no: usize,
    long: usize,
    lines: usize,
    scale: u32,
    long_numbers: usize,
    units: BTreeMap<String, usize>,
}

pub(super) fn recognise(column: &Column<'_>, _: &Context<'_>, ballot: &mut Ballot) {
    boxes(column, ballot);
    let tally = tally(column);
    if tally.all == 0 {
        return;
    }
    let place = column.body_place();
    moments(&tally, &place, ballot);
    known_texts(&tally, &place, ballot);
    numbers(&tally, column, &place, ballot);
    few_words(&tally, column, &place, ballot);
    running_number(&tally, column, &place, ballot);
    let mostly = |count: usize| count * 5 >= tally.all * 4;
    if tally.bools > 0 && mostly(tally.bools) {
        ballot.vote(Kind::Switch, 8, Evidence::new(Source::Data, &place, "内容是 TRUE/FALSE", "the cells hold TRUE and FALSE"));
    } else if mostly(tally.yes_no) && tally.all >= 2 {
        ballot.vote(Kind::Switch, 7, Evidence::new(Source::Data, &place, "内容只有是与否", "the cells say yes or no"));
    }
    if tally.long * 4 >= tally.all || tally.lines * 4 >= tally.all {
        ballot.vote(Kind::Textarea, 4, Evidence::new(Source::Data, &place, "内容较长或分行", "the texts are long or have several lines"));
        ballot.also(Kind::Choice, -4);
    }
}

fn tally(column: &Column<'_>) -> Tally {
    let mut tally = Tally { all: column.cells.len(), ..Tally::default() };
    for (_, cell) in &column.cells {
        match &cell.value {
            CellValue::Moment(moment) if moment.time() == chrono::NaiveTime::MIN => tally.days += 1,
            CellValue::Moment(moment) if chrono::Datelike::year(&moment.date()) < 1901 => tally.times += 1,
            CellValue::Moment(_) => tally.moments += 1,
            CellValue::Length(_) => tally.times += 1,
            CellValue::Bool(_) => tally.bools += 1,
            CellValue::Number(number) => tally.number(*number),
            CellValue::Text(text) => tally.text(text),
            CellValue::Blank | CellValue::Error(_) => {}
        }
        if let Some(digits) = values::phone_digits(&cell.value) {
            tally.mobiles += usize::from(values::is_mobile(&digits));
            tally.landlines += usize::from(values::is_landline(&digits));
        }
    }
    tally
}

impl Tally {
    fn number(&mut self, number: Decimal) {
        self.numbers += 1;
        self.scale = self.scale.max(number.normalize().scale().min(6));
        self.long_numbers += usize::from(number.fract().is_zero() && number.abs() >= Decimal::from(1_000_000_000_u64));
    }

    fn text(&mut self, text: &str) {
        self.texts += 1;
        let letters = text.chars().count();
        self.long += usize::from(letters > 30);
        self.lines += usize::from(text.contains('\n'));
        self.text_days += usize::from(values::day(text, Some(2026)).is_some());
        self.text_moments += usize::from(values::moment(text, Some(2026)).is_some());
        self.text_times += usize::from(values::time(text).is_some());
        self.emails += usize::from(values::is_email(text));
        self.urls += usize::from(values::is_url(text));
        self.id_cards += usize::from(values::is_id_card(text));
        self.yes_no += usize::from(values::yes_no(text).is_some());
        if let Some((number, unit)) = values::number(text) {
            self.text_numbers += 1;
            self.scale = self.scale.max(number.normalize().scale().min(6));
            self.percents += usize::from(unit == "%");
            self.money += usize::from(text.trim_start().starts_with(['¥', '￥', '$']) || unit == "元");
            // Leading zeros belong to a number of something, not to a quantity.
            let kept = text.len() > 1 && text.starts_with('0') && !text.starts_with("0.");
            self.long_numbers += usize::from(kept || (unit.is_empty() && text.len() >= 10 && text.bytes().all(|byte| byte.is_ascii_digit())));
            if !unit.is_empty() && unit != "%" && unit != "元" {
                *self.units.entry(unit).or_default() += 1;
            }
        }
    }
}

fn moments(tally: &Tally, place: &str, ballot: &mut Ballot) {
    let reason = |zh: &str, en: &str| Evidence::new(Source::Data, place, zh, en);
    let mostly = |count: usize| count > 0 && count * 4 >= tally.all * 3;
    let days = tally.days + tally.text_days;
    if mostly(days) && tally.moments == 0 {
        let (zh, en) = if tally.text_days > 0 {
            ("内容是文本写的日期", "the cells hold days written as texts")
        } else {
            ("内容是日期", "the cells hold days")
        };
        ballot.vote(Kind::Date, 6, reason(zh, en));
        ballot.also(Kind::Number, -4);
    } else if mostly(tally.moments + tally.text_moments)
        || mostly(days + tally.moments + tally.text_moments) && tally.moments + tally.text_moments > 0
    {
        ballot.vote(Kind::Datetime, 7, reason("内容是日期加时间", "the cells hold days with times"));
    } else if mostly(tally.times + tally.text_times) {
        ballot.vote(Kind::Time, 6, reason("内容是时间", "the cells hold times"));
    } else if tally.all >= 2 && tally.texts * 2 > tally.all {
        for kind in [Kind::Date, Kind::Datetime, Kind::Time] {
            ballot.also(kind, -6);
        }
    } else if tally.numbers * 2 > tally.all && tally.all >= 2 && ballot.weight(Kind::Date) > 0 && tally.long_numbers == 0 && tally.scale == 0 {
        ballot.vote(Kind::Date, 3, reason("内容是日期的序列号", "the cells hold serial numbers of days"));
    }
}

fn known_texts(tally: &Tally, place: &str, ballot: &mut Ballot) {
    let mostly = |count: usize| count > 0 && count * 5 >= tally.all * 4;
    let mut say = |count: usize, kind: Kind, zh: &str, en: &str| {
        if mostly(count) {
            ballot.vote(kind, 8, Evidence::new(Source::Data, place, zh, en));
            ballot.also(Kind::Number, -8);
            ballot.also(Kind::Choice, -8);
        }
    };
    say(tally.emails, Kind::Email, "内容是邮箱地址", "the cells hold addresses of mail");
    say(tally.urls, Kind::Url, "内容是网址", "the cells hold addresses of the web");
    say(tally.id_cards, Kind::IdCard, "内容是身份证号", "the cells hold numbers of identity cards");
    let named = ballot.weight(Kind::Phone) > 0 || ballot.weight(Kind::Mobile) > 0;
    if mostly(tally.mobiles) && (named || tally.all >= 2) {
        ballot.vote(Kind::Mobile, 8, Evidence::new(Source::Data, place, "内容是 11 位手机号", "the cells hold mobile numbers of 11 digits"));
        ballot.also(Kind::Number, -10);
    } else if named && mostly(tally.mobiles + tally.landlines) {
        ballot.vote(Kind::Phone, 8, Evidence::new(Source::Data, place, "内容是电话号码", "the cells hold phone numbers"));
        ballot.also(Kind::Number, -10);
    }
}

fn numbers(tally: &Tally, column: &Column<'_>, place: &str, ballot: &mut Ballot) {
    let count = tally.numbers + tally.text_numbers;
    if count * 5 < tally.all * 4 {
        if tally.all >= 2 && (tally.texts - tally.text_numbers.min(tally.texts)) * 2 > tally.all {
            for kind in [Kind::Number, Kind::Money, Kind::Percent] {
                ballot.also(kind, -7);
            }
        }
        return;
    }
    if tally.long_numbers * 2 > tally.all {
        ballot.vote(
            Kind::Text,
            4,
            Evidence::new(
                Source::Data,
                place,
                "是很长或以零开头的号码，不是数量",
                "these are long numbers or begin with zeros: names of something, not quantities",
            ),
        );
        return;
    }
    ballot.scale.get_or_insert(tally.scale);
    if let Some((unit, times)) = tally.units.iter().max_by_key(|(_, times)| **times)
        && *times * 2 > tally.text_numbers
    {
        ballot.unit = Some(unit.clone());
        ballot.note(Evidence::new(
            Source::Data,
            place,
            format!("数字后面写着单位「{unit}」"),
            format!("the unit `{unit}` stands behind the numbers"),
        ));
    }
    ballot.vote(Kind::Number, 5, Evidence::new(Source::Data, place, "内容是数字", "the cells hold numbers"));
    ballot.also(Kind::Money, if tally.money * 2 > tally.all { 7 } else { 3 });
    ballot.also(Kind::Percent, if tally.percents * 2 > tally.all { 8 } else { 1 });
    let fractions = column
        .cells
        .iter()
        .filter(|(_, cell)| matches!(&cell.value, CellValue::Number(number) if *number > Decimal::ZERO && *number < Decimal::ONE))
        .count();
    if ballot.weight(Kind::Percent) > 2 && fractions * 2 > tally.all {
        ballot.also(Kind::Percent, 3);
    }
}

fn boxes(column: &Column<'_>, ballot: &mut Ballot) {
    let mut names: Vec<String> = column.boxes.clone();
    let mut several = false;
    for text in column.strings() {
        let found = values::boxes(text);
        several |= found.iter().filter(|(_, ticked)| *ticked).count() > 1;
        for (name, _) in found {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    if names.len() < 2 {
        return;
    }
    let reason = || Evidence::new(Source::Data, column.body_place(), "方框列出了选项", "the boxes list the options");
    let two_sides = names.len() == 2 && names.iter().all(|name| values::yes_no(name).is_some());
    if two_sides {
        ballot.vote(Kind::Switch, 12, reason());
    }
    let plural = ballot.weight(Kind::MultiChoice) > 0 || several || column.heading.hint.as_ref().is_some_and(|hint| hint.contains("多选"));
    ballot.vote(if plural { Kind::MultiChoice } else { Kind::Choice }, 11, reason());
    ballot.offer(2, names);
}

/// The same few words again and again are options.
fn few_words(tally: &Tally, column: &Column<'_>, place: &str, ballot: &mut Ballot) {
    if tally.texts * 5 < tally.all * 4 || tally.all < FEWEST || tally.text_days * 2 > tally.all || tally.text_numbers * 2 > tally.all {
        return;
    }
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for text in column.strings() {
        match counts.iter_mut().find(|(known, _)| *known == text) {
            Some((_, times)) => *times += 1,
            None => counts.push((text, 1)),
        }
        if counts.len() > 200 {
            break;
        }
    }
    let short = counts.iter().all(|(text, _)| text.chars().count() <= 20);
    let limit = if ballot.weight(Kind::Choice) > 0 { tally.all * 2 / 3 } else { tally.all * 2 / 5 };
    if short && (2..=MOST_OPTIONS).contains(&counts.len()) && counts.len() <= limit {
        let zh = format!("{} 行里只有 {} 种内容", tally.all, counts.len());
        ballot.vote(
            Kind::Choice,
            4,
            Evidence::new(Source::Data, place, zh, format!("{} rows hold only {} different texts", tally.all, counts.len())),
        );
        ballot.offer(1, counts.iter().map(|(text, _)| (*text).to_owned()).collect());
        return;
    }
    several_words(tally, column, place, ballot);
}

/// `甲、乙`: the same few words, several in a cell.
fn several_words(tally: &Tally, column: &Column<'_>, place: &str, ballot: &mut Ballot) {
    let mut parts: Vec<String> = Vec::new();
    let (mut total, mut split) = (0_usize, 0_usize);
    for text in column.strings() {
        let pieces: Vec<&str> = text.split(['、', ',', '，', ';', '；']).map(str::trim).filter(|piece| !piece.is_empty()).collect();
        split += usize::from(pieces.len() > 1);
        total += pieces.len();
        for piece in pieces {
            if !parts.iter().any(|part| part == piece) {
                parts.push(piece.to_owned());
            }
        }
        if parts.len() > 100 {
            return;
        }
    }
    let short = parts.iter().all(|part| part.chars().count() <= 8);
    if short && split * 3 >= tally.all && (2..=MOST_OPTIONS).contains(&parts.len()) && parts.len() * 2 <= total {
        ballot.vote(
            Kind::MultiChoice,
            8,
            Evidence::new(Source::Data, place, "一格里用顿号或逗号列出多项，总共只有几种", "several of the same few words stand in one cell"),
        );
        ballot.offer(1, parts);
    }
}

/// `QR-2026-001`, `QR-2026-002`: numbers that somebody counted up.
fn running_number(tally: &Tally, column: &Column<'_>, place: &str, ballot: &mut Ballot) {
    if ballot.weight(Kind::AutoNumber) <= 0 || tally.all < 2 {
        return;
    }
    let texts: Vec<String> = column.texts().collect();
    let Some(split) = texts.iter().map(|text| tail(text)).collect::<Option<Vec<_>>>() else {
        ballot.also(Kind::AutoNumber, -4);
        return;
    };
    let counts_up = split.windows(2).all(|pair| matches!(pair, [(one_head, one), (other_head, other)] if (one_head == other_head && *other == *one + 1) || (one_head != other_head && other_head.len() == one_head.len())));
    let steps = split
        .windows(2)
        .filter(|pair| matches!(pair, [(one_head, one), (other_head, other)] if one_head == other_head && *other == *one + 1))
        .count();
    if counts_up && steps * 2 >= split.len() - 1 {
        ballot.vote(Kind::AutoNumber, 5, Evidence::new(Source::Data, place, "内容是依次加一的编号", "the cells count up by one"));
        ballot.pattern = texts.first().and_then(|text| pattern(text));
    } else {
        ballot.also(Kind::AutoNumber, -3);
    }
}

/// What stands before the counter, and the counter.
fn tail(text: &str) -> Option<(String, u64)> {
    let digits = text.chars().rev().take_while(char::is_ascii_digit).count().min(4);
    let cut = text.len().checked_sub(digits)?;
    let (head, counter) = text.split_at_checked(cut)?;
    Some((head.to_owned(), counter.parse().ok()?))
}

/// How such numbers are made: `QR-{yyyy}-{3}`.
fn pattern(text: &str) -> Option<String> {
    let digits = text.chars().rev().take_while(char::is_ascii_digit).count();
    let (head, run) = text.split_at_checked(text.len().checked_sub(digits)?)?;
    let plain = |text: &str| text.replace(['{', '}'], "");
    // A day right before the counter: 20260301001.
    for (length, form) in [(8, "{yyyyMMdd}"), (6, "{yyyyMM}"), (4, "{yyyy}")] {
        if let Some((day, counter)) = run.split_at_checked(length)
            && !counter.is_empty()
            && day.starts_with("20")
            && counter.len() >= 2
        {
            return Some(format!("{}{form}{{{}}}", plain(head), counter.len().min(9)));
        }
    }
    let trimmed = head.trim_end_matches(|c: char| !c.is_ascii_digit());
    let between = head.strip_prefix(trimmed).unwrap_or_default();
    let day = trimmed.chars().rev().take_while(char::is_ascii_digit).count();
    let (before, day) = trimmed.split_at_checked(trimmed.len().checked_sub(day)?)?;
    let form = match day.len() {
        8 if day.starts_with("20") => "{yyyyMMdd}",
        6 if day.starts_with("20") => "{yyyyMM}",
        4 if day.starts_with("20") => "{yyyy}",
        _ => return Some(format!("{}{{{}}}", plain(head), digits.clamp(1, 9))),
    };
    Some(format!("{}{form}{}{{{}}}", plain(before), plain(between), digits.clamp(1, 9)))
}
