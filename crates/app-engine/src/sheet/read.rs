//! A cell read as the value of a field.

use super::face::{End, Face, Period};
use super::options::{Named, bare, taken_apart};
use super::places::Regions;
use super::{NotRead, face};
use calendar::Zone;
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use definition::FieldRight;
use form_engine::{CompiledField, Origin, Special};
use serde_json::{Map, Value as Json, json};
use spreadsheet::spelling;
use spreadsheet::workbook::CellValue;
use std::sync::Arc;
use value::{Date, Decimal, Label, Locale, RecordId, Time, write_instant};

/// More digits than a sheet keeps of a number.
const MOST_DIGITS: u32 = 15;

/// Who or what is meant by a name.
pub trait Directory {
    /// A person by name, login or mail address.
    fn person(&self, name: &str) -> Found;
    /// A department by its name or its way from the root.
    fn department(&self, name: &str) -> Found;
    /// A record to which a column (`customer`, `lines.product`) may refer.
    fn record(&self, column: &str, name: &str) -> Found;
}

/// What a directory knows of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// That one.
    One(RecordId),
    /// Nobody.
    Nobody,
    /// More than one.
    Several,
}

/// What reading needs from outside.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// The zone of local times.
    pub zone: &'a Zone,
    /// Who is meant.
    pub directory: &'a dyn Directory,
}

/// Reads the cells of one column.
#[derive(Debug, Clone)]
pub struct CellReader {
    pub(super) path: String,
    pub(super) label: Label,
    pub(super) face: Face,
    allotted: bool,
    options: Named,
    units: Vec<String>,
    parts: Vec<(String, String)>,
    regions: Option<Arc<Regions>>,
}

impl CellReader {
    /// The reader of a field, or why it cannot come from a cell.
    pub fn of(path: &str, field: &CompiledField, right: FieldRight) -> Result<Self, NotRead> {
        let face = face(field);
        let allotted = matches!(field.behaviour.special(), Special::AutoNumber(_));
        if right < FieldRight::Write {
            return Err(NotRead::NoRight);
        }
        if let Face::OutOnly(why) = face {
            return Err(NotRead::Kind(why));
        }
        if field.origin != Origin::Entered && !allotted || matches!(field.behaviour.special(), Special::Shown) {
            return Err(NotRead::Kind(super::face::NotFromCell::Made));
        }
        let units = field.settings.get("unit").map(units).unwrap_or_default();
        let part = |part: form_engine::Part| {
            let key = part.key.to_string();
            [Locale::ZhCn, Locale::En].map(|locale| (bare(part.label.get(locale)), key.clone())).into_iter().chain([(bare(&key), key.clone())])
        };
        let parts = if face == Face::Parts { field.behaviour.parts().into_iter().flat_map(part).collect() } else { Vec::new() };
        let regions = matches!(face, Face::Region | Face::Address).then(|| Arc::new(Regions::load()));
        Ok(Self { path: path.to_owned(), label: field.label.clone(), face, allotted, options: Named::of(field), units, parts, regions })
    }

    /// Whether the number of a new record comes with the cell.
    pub fn is_number_of_record(&self) -> bool {
        self.allotted
    }

    /// The value of a cell that is not blank, as JSON.
    pub fn read(&self, cell: &CellValue, reading: &Reading<'_>) -> Result<Json, Label> {
        if let CellValue::Error(error) = cell {
            let (zh, en) =
                (format!("单元格是错误值 {error}；请先在表格里改正"), format!("the cell shows the error {error}; correct it in the sheet"));
            return Err(Label::both(zh, en));
        }
        let text = cell.text();
        match &self.face {
            Face::Text => of_text(cell, text),
            Face::Texts => Ok(json!(taken_apart(&text, &|part| (!has_sign(part)).then(|| part.to_owned())).unwrap_or_else(|_| vec![text]))),
            Face::Number | Face::Share => self.number(cell, &text).map(|number| json!(number.to_string())),
            Face::Bool => yes_no(cell, &text).map(|yes| json!(yes)),
            Face::Day => day(cell, &text).map(|day| json!(day.to_string())),
            Face::Period(period) => first_day(*period, cell, &text).map(|day| json!(day.to_string())),
            Face::Time => time(cell, &text).map(|time| json!(time.format("%H:%M:%S").to_string())),
            Face::Moment => moment(cell, &text).map(|moment| json!(write_instant(&reading.zone.instant(moment)))),
            Face::Option => self.option(&text).map(|id| json!(id)),
            Face::Options => taken_apart(&text, &|part| self.options.one(part).cloned()).map(|ids| json!(ids)).map_err(|part| no_option(&part)),
            Face::Person => one(reading.directory.person(&text), &text, "人员", "person"),
            Face::People => several(&text, "人员", "person", &|part| reading.directory.person(part)),
            Face::Department => one(reading.directory.department(&text), &text, "部门", "department"),
            Face::Departments => several(&text, "部门", "department", &|part| reading.directory.department(part)),
            Face::Record(_) => one(reading.directory.record(&self.path, &text), &text, "记录", "record"),
            Face::Records(_) => several(&text, "记录", "record", &|part| reading.directory.record(&self.path, part)),
            Face::Region => self.region(&text),
            Face::Address => self.address(&text),
            Face::Range(end) => self.range(*end, &text, reading.zone),
            Face::Parts => self.parts(&text),
            Face::Pairs => pairs(&text),
            Face::Rows | Face::OutOnly(_) => Err(Label::both("这一列不能导入", "this column cannot be imported")),
        }
    }

    fn number(&self, cell: &CellValue, text: &str) -> Result<Decimal, Label> {
        if let CellValue::Number(number) = cell {
            return Ok(*number);
        }
        let units = self.units.iter().map(String::as_str).chain([""]);
        let found = units.into_iter().find_map(|unit| spelling::number(text, unit));
        found.ok_or_else(|| wrong(text, "数字", "a number", "1234.5"))
    }

    fn option(&self, text: &str) -> Result<String, Label> {
        self.options.one(text).map(ToString::to_string).ok_or_else(|| no_option(text))
    }

    fn region(&self, text: &str) -> Result<Json, Label> {
        let code = self.regions.as_ref().and_then(|regions| regions.code(text).map(str::to_owned));
        code.map(|code| json!({ "code": code })).ok_or_else(|| wrong(text, "省市区", "a region", "浙江省/杭州市/西湖区"))
    }

    fn address(&self, text: &str) -> Result<Json, Label> {
        let found = self.regions.as_ref().and_then(|regions| regions.begins(text).map(|(code, rest)| (code.to_owned(), rest.to_owned())));
        let (code, rest) =
            found.ok_or_else(|| wrong(text, "以省市区开头的地址", "an address that begins with its region", "浙江省杭州市西湖区 文三路 1 号"))?;
        let mut address = Map::new();
        address.insert("code".into(), json!(code));
        let is_code = |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
        let (detail, postcode) = match rest.rsplit_once(' ') {
            Some((before, last)) if is_code(&last) => (before.trim(), Some(last)),
            _ => (rest.as_str(), None),
        };
        if !detail.is_empty() {
            address.insert("detail".into(), json!(detail));
        }
        if let Some(postcode) = postcode {
            address.insert("postcode".into(), json!(postcode));
        }
        Ok(Json::Object(address))
    }

    fn range(&self, end: End, text: &str, zone: &Zone) -> Result<Json, Label> {
        let bad = || wrong(text, "起止范围", "from … to …", "2026-03-01 – 2026-03-31");
        let read = |part: &str| self.end(end, part.trim(), zone);
        let mut ends = Map::new();
        if let Some(from) = text.trim().strip_prefix('≥') {
            ends.insert("from".into(), read(from).ok_or_else(bad)?);
        } else if let Some(to) = text.trim().strip_prefix('≤') {
            ends.insert("to".into(), read(to).ok_or_else(bad)?);
        } else {
            let between = [" – ", "～", "~", "至", "到", " - ", "—", "–"];
            let (from, to) = between.iter().find_map(|sign| text.split_once(sign)).ok_or_else(bad)?;
            ends.insert("from".into(), read(from).ok_or_else(bad)?);
            ends.insert("to".into(), read(to).ok_or_else(bad)?);
        }
        Ok(Json::Object(ends))
    }

    fn end(&self, end: End, text: &str, zone: &Zone) -> Option<Json> {
        let cell = CellValue::Text(text.to_owned());
        Some(match end {
            End::Day => json!(day(&cell, text).ok()?.to_string()),
            End::Period(period) => json!(first_day(period, &cell, text).ok()?.to_string()),
            // An end on the next day says so in brackets.
            End::Time => json!(spelling::time(text.split(['(', '（']).next()?)?.format("%H:%M:%S").to_string()),
            End::Moment => json!(write_instant(&zone.instant(moment(&cell, text).ok()?))),
            End::Number => json!(self.number(&cell, text).ok()?.to_string()),
        })
    }

    fn parts(&self, text: &str) -> Result<Json, Label> {
        let mut found = Map::new();
        for (name, said) in named(text).ok_or_else(|| wrong(text, "名称：内容", "name: text", "姓名：张三；职务：主管"))? {
            let key = self.parts.iter().find(|(known, _)| *known == bare(name)).map(|(_, key)| key.clone());
            let key = key.ok_or_else(|| Label::both(format!("没有名为「{name}」的项"), format!("there is no item `{name}`")))?;
            found.insert(key, json!(said));
        }
        Ok(Json::Object(found))
    }
}

/// The unit of a number in both languages.
fn units(json: &Json) -> Vec<String> {
    match json {
        Json::String(unit) => vec![unit.clone()],
        Json::Object(units) => units.values().filter_map(Json::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

fn has_sign(text: &str) -> bool {
    text.contains(['、', ',', '，', ';', '；', '\n'])
}

/// A sheet keeps fifteen digits of a number: what is longer has lost its end already.
fn of_text(cell: &CellValue, text: String) -> Result<Json, Label> {
    let lost = |number: &Decimal| number.trunc().abs().mantissa().unsigned_abs().checked_ilog10().is_some_and(|digits| digits >= MOST_DIGITS);
    match cell {
        CellValue::Number(number) if lost(number) => Err(Label::both(
            "这个数字超过 15 位，表格只保留了前 15 位；请把这一列设为文本格式后重新填写",
            "the number has more than 15 digits, and the sheet kept only 15; make the column a text and enter it again",
        )),
        CellValue::Text(said) => Ok(json!(said)),
        _ => Ok(json!(text)),
    }
}

fn yes_no(cell: &CellValue, text: &str) -> Result<bool, Label> {
    if let CellValue::Bool(yes) = cell {
        return Ok(*yes);
    }
    spelling::yes_no(text).ok_or_else(|| wrong(text, "是或否", "yes or no", "是"))
}

fn day(cell: &CellValue, text: &str) -> Result<Date, Label> {
    match cell {
        CellValue::Moment(moment) => Ok(moment.date()),
        _ => value::read_date(text)
            .or_else(|| spelling::day(text))
            .or_else(|| spelling::moment(text).map(|moment| moment.date()))
            .ok_or_else(|| wrong(text, "日期", "a day", "2026-03-01")),
    }
}

fn time(cell: &CellValue, text: &str) -> Result<Time, Label> {
    let part = |days: &Decimal| {
        let seconds = (days.fract().abs() * Decimal::from(86_400)).round();
        Time::from_num_seconds_from_midnight_opt(u32::try_from(seconds).ok()?, 0)
    };
    let found = match cell {
        CellValue::Moment(moment) => Some(moment.time()),
        CellValue::Length(days) | CellValue::Number(days) => part(days),
        _ => spelling::time(text),
    };
    found.map(to_second).ok_or_else(|| wrong(text, "时间", "a time of day", "09:30"))
}

fn moment(cell: &CellValue, text: &str) -> Result<NaiveDateTime, Label> {
    let found = match cell {
        CellValue::Moment(moment) => Some(NaiveDateTime::new(moment.date(), to_second(moment.time()))),
        _ => spelling::moment(text).or_else(|| Some(day(cell, text).ok()?.and_time(Time::MIN))),
    };
    found.ok_or_else(|| wrong(text, "日期时间", "a day with a time", "2026-03-01 09:30"))
}

/// Sheets keep moments as parts of a day, which miss a second by a little.
fn to_second(time: Time) -> Time {
    chrono::SubsecRound::round_subsecs(time, 0)
}

fn first_day(period: Period, cell: &CellValue, text: &str) -> Result<Date, Label> {
    if let CellValue::Moment(moment) = cell {
        return Ok(begin(period, moment.date()));
    }
    let numbers: Vec<u32> = text.split(|letter: char| !letter.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
    let of_numbers = match numbers.as_slice() {
        [year, part] if *year >= 1900 => {
            let year = i32::try_from(*year).unwrap_or(0);
            match period {
                Period::Month => NaiveDate::from_ymd_opt(year, *part, 1),
                Period::Quarter if (1..=4).contains(part) => NaiveDate::from_ymd_opt(year, part * 3 - 2, 1),
                Period::Quarter => None,
                Period::Week => NaiveDate::from_isoywd_opt(year, *part, chrono::Weekday::Mon),
            }
        }
        _ => day(cell, text).ok().map(|day| begin(period, day)),
    };
    of_numbers.ok_or_else(|| match period {
        Period::Month => wrong(text, "年月", "a month", "2026-03"),
        Period::Quarter => wrong(text, "季度", "a quarter", "2026年第1季度"),
        Period::Week => wrong(text, "周", "a week", "2026年第9周"),
    })
}

fn begin(period: Period, day: Date) -> Date {
    match period {
        Period::Month => day.with_day(1).unwrap_or(day),
        Period::Quarter => NaiveDate::from_ymd_opt(day.year(), day.month0() / 3 * 3 + 1, 1).unwrap_or(day),
        Period::Week => day.week(chrono::Weekday::Mon).first_day(),
    }
}

fn one(found: Found, text: &str, zh: &str, en: &str) -> Result<Json, Label> {
    match found {
        Found::One(key) => Ok(json!(key.to_string())),
        Found::Nobody => Err(Label::both(format!("没有找到{zh}「{text}」"), format!("there is no {en} `{text}`"))),
        Found::Several => {
            Err(Label::both(format!("有多个{zh}都叫「{text}」，请写得更明确"), format!("several are called `{text}`; say which {en} it is")))
        }
    }
}

fn several(text: &str, zh: &str, en: &str, find: &dyn Fn(&str) -> Found) -> Result<Json, Label> {
    let known = |part: &str| if let Found::One(key) = find(part) { Some(key.to_string()) } else { None };
    taken_apart(text, &known).map(|keys| json!(keys)).or_else(|part| one(find(&part), &part, zh, en))
}

fn pairs(text: &str) -> Result<Json, Label> {
    let found = named(text).ok_or_else(|| wrong(text, "名称：内容", "name: text", "颜色：红；尺寸：5"))?;
    Ok(Json::Array(found.into_iter().map(|(key, value)| json!({ "key": key, "value": value })).collect()))
}

/// Names with their texts.
fn named(text: &str) -> Option<Vec<(&str, &str)>> {
    let items = text.split(['；', ';', '\n']).map(str::trim).filter(|item| !item.is_empty());
    items.map(|item| item.split_once(['：', ':']).map(|(name, said)| (name.trim(), said.trim()))).collect()
}

fn no_option(text: &str) -> Label {
    Label::both(format!("没有选项「{text}」"), format!("there is no option `{text}`"))
}

fn wrong(text: &str, zh: &str, en: &str, example: &str) -> Label {
    Label::both(format!("「{text}」不是{zh}，例如 {example}"), format!("`{text}` is not {en}, such as {example}"))
}
