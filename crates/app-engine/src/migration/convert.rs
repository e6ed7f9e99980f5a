//! How a value of one type becomes a value of another: one table of pairs, and the conversion of a single value.

use super::reading;
use calendar::Zone;
use form_engine::{CompiledField, Options};
use value::{Label, Locale, OptionId, Rounding, Value, ValueType, in_field_range, round_to_scale, unique_key, write_decimal, write_minutes};

/// Whether the values of one type become values of another.
#[derive(Debug, Clone, PartialEq)]
pub enum Way {
    /// Every value does.
    Whole,
    /// Some do; which ones, only the values say.
    Partly,
    /// None does: another way is told.
    Refused(Label),
}

/// What becomes of several values where one is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Several {
    /// They do not convert.
    #[default]
    Refuse,
    /// The first one stays.
    First,
}

/// What became of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Converted {
    /// It says the same.
    Same(Value),
    /// It says less: digits, the time of day or further values are gone.
    Less(Value),
    /// It cannot be converted.
    No,
}

/// The conversion of the values of one field.
#[derive(Debug, Clone)]
pub struct Conversion {
    from: ValueType,
    to: ValueType,
    from_options: Options,
    to_options: Options,
    zone: Zone,
    locale: Locale,
    several: Several,
}

/// Whether values of a type become values of another.
pub fn way(from: &ValueType, to: &ValueType) -> Way {
    use ValueType::{Bool, Choice, Date, Instant, List, Number, Rows, Structure, Text, Time};
    match (from, to) {
        _ if from == to => Way::Whole,
        (Rows(_), _) | (_, Rows(_)) => refused("明细不能与其他类型互转；请新增字段", "Rows and other values do not convert; add a new field"),
        (Structure, _) | (_, Structure) => {
            refused("由几部分组成的值不能与其他类型互转；请新增字段", "Values of several parts do not convert; add a new field")
        }
        (List(from), List(to)) => way(from, to),
        (Text, List(item)) if **item == Text => Way::Whole,
        (List(from), Text) => way(from, &Text),
        (from, List(item)) => way(from, item),
        (List(item), to) => match way(item, to) {
            Way::Refused(why) => Way::Refused(why),
            _ => Way::Partly,
        },
        (Number { scale: from }, Number { scale: to }) => {
            if to <= from {
                Way::Whole
            } else {
                Way::Partly
            }
        }
        (Text, Number { .. } | Bool | Date | Time | Instant | Choice) | (Number { .. } | Bool, Choice) => Way::Partly,
        (Number { .. }, Bool) | (Choice, Number { .. } | Bool | Date) => Way::Partly,
        (Number { .. } | Bool | Date | Time | Instant | Choice, Text) | (Bool, Number { .. }) => Way::Whole,
        (Date, Instant) | (Instant, Date | Time) => Way::Whole,
        (ValueType::Reference(_), _) | (_, ValueType::Reference(_)) => {
            refused("关联、成员与部门不能与其他类型互转；请新增字段", "References do not convert; add a new field")
        }
        (ValueType::File, _) | (_, ValueType::File) => refused("文件不能与其他类型互转；请新增字段", "Files do not convert; add a new field"),
        _ => refused("这两种类型之间没有对应的值；请新增字段", "The two types have no values in common; add a new field"),
    }
}

fn refused(zh: &str, en: &str) -> Way {
    Way::Refused(Label::both(zh, en))
}

impl Conversion {
    /// The conversion between two versions of a field.
    pub fn of(from: &CompiledField, to: &CompiledField, zone: &Zone, locale: Locale, several: Several) -> Self {
        let (from_options, to_options) = (from.options.clone(), to.options.clone());
        Self::between(from.value_type.clone(), to.value_type.clone(), (from_options, to_options), zone, locale, several)
    }

    /// The conversion between two types, with the options of both.
    pub fn between(from: ValueType, to: ValueType, options: (Options, Options), zone: &Zone, locale: Locale, several: Several) -> Self {
        Self { from, to, from_options: options.0, to_options: options.1, zone: zone.clone(), locale, several }
    }

    /// Converts a value. A blank stays blank.
    pub fn convert(&self, value: &Value) -> Converted {
        if value.is_blank() {
            return Converted::Same(Value::Blank);
        }
        self.turned(value, &self.from, &self.to)
    }

    /// The value that a field gets which held `before` until its type was changed there and is changed back here, where `now` is what
    /// stands in the other column. Who comes back finds what was there, unless it was changed in the meantime.
    pub fn settle(&self, back: &Self, now: &Value, before: &Value) -> Option<Converted> {
        if !before.is_blank() {
            let meanwhile = match back.convert(before) {
                Converted::Same(value) | Converted::Less(value) => value,
                Converted::No => Value::Blank,
            };
            if meanwhile == *now || (meanwhile.is_blank() && now.is_blank()) {
                return None;
            }
        } else if now.is_blank() {
            return None;
        }
        Some(self.convert(now))
    }

    fn turned(&self, value: &Value, from: &ValueType, to: &ValueType) -> Converted {
        match (value, to) {
            _ if from == to => Converted::Same(value.clone()),
            (Value::List(items), ValueType::List(to)) => self.each(items.iter(), item_of(from), to),
            (Value::List(items), ValueType::Text) => self.joined(items),
            (Value::List(items), to) => self.single(items, item_of(from), to),
            (Value::Text(text), ValueType::List(to)) => {
                let entries: Vec<Value> = reading::entries(text).map(Value::text).collect();
                self.each(entries.iter(), &ValueType::Text, to)
            }
            (value, ValueType::List(to)) => match self.turned(value, from, to) {
                Converted::Same(value) => Converted::Same(Value::List(vec![value])),
                Converted::Less(value) => Converted::Less(Value::List(vec![value])),
                Converted::No => Converted::No,
            },
            (value, to) => self.scalar(value, to),
        }
    }

    fn each<'v>(&self, items: impl Iterator<Item = &'v Value>, from: &ValueType, to: &ValueType) -> Converted {
        let mut less = false;
        let mut converted = Vec::new();
        for item in items {
            match self.turned(item, from, to) {
                Converted::Same(value) => converted.push(value),
                Converted::Less(value) => {
                    less = true;
                    converted.push(value);
                }
                Converted::No => return Converted::No,
            }
        }
        if less { Converted::Less(Value::List(converted)) } else { Converted::Same(Value::List(converted)) }
    }

    fn joined(&self, items: &[Value]) -> Converted {
        let mut texts = Vec::new();
        for item in items {
            match self.scalar(item, &ValueType::Text) {
                Converted::Same(Value::Text(text)) | Converted::Less(Value::Text(text)) => texts.push(text),
                _ => return Converted::No,
            }
        }
        Converted::Same(Value::text(texts.join(if self.locale == Locale::ZhCn { "、" } else { ", " })))
    }

    fn single(&self, items: &[Value], from: &ValueType, to: &ValueType) -> Converted {
        match (items, self.several) {
            ([], _) => Converted::Same(Value::Blank),
            ([item], _) => self.turned(item, from, to),
            ([first, ..], Several::First) => match self.turned(first, from, to) {
                Converted::Same(value) => Converted::Less(value),
                other => other,
            },
            (_, Several::Refuse) => Converted::No,
        }
    }

    fn scalar(&self, value: &Value, to: &ValueType) -> Converted {
        let found = match (value, to) {
            (Value::Text(_), ValueType::Text) => Some(value.clone()),
            (Value::Text(text), ValueType::Number { scale }) => return reading::number(text).map_or(Converted::No, |number| scaled(number, *scale)),
            (Value::Text(text), ValueType::Bool) => reading::yes_or_no(text).map(Value::Bool),
            (Value::Text(text), ValueType::Date) => return day(text),
            (Value::Text(text), ValueType::Time) => reading::clock(text).map(Value::Time),
            (Value::Text(text), ValueType::Instant) => reading::moment(text, &self.zone).map(Value::Instant),
            (Value::Text(text), ValueType::Choice) => self.option(text).map(Value::Choice),
            (Value::Number(number), ValueType::Number { scale }) => return scaled(*number, *scale),
            (Value::Number(number), ValueType::Text) => Some(Value::text(self.plain(*number))),
            (Value::Number(number), ValueType::Bool) if number.is_zero() => Some(Value::Bool(false)),
            (Value::Number(number), ValueType::Bool) if *number == value::Decimal::ONE => Some(Value::Bool(true)),
            (Value::Number(number), ValueType::Choice) => self.option(&number.normalize().to_string()).map(Value::Choice),
            (Value::Bool(yes), ValueType::Text) => Some(Value::text(self.said(*yes))),
            (Value::Bool(yes), ValueType::Number { .. }) => Some(Value::int(i64::from(*yes))),
            (Value::Bool(yes), ValueType::Choice) => {
                let words = if *yes { ["是", "yes", "true", "1"] } else { ["否", "no", "false", "0"] };
                words.into_iter().find_map(|word| self.option(word)).map(Value::Choice)
            }
            (Value::Date(day), ValueType::Text) => Some(Value::text(day.to_string())),
            (Value::Date(day), ValueType::Instant) => day.and_hms_opt(0, 0, 0).map(|local| Value::Instant(self.zone.instant(local))),
            (Value::Time(time), ValueType::Text) => Some(Value::text(write_minutes(time))),
            (Value::Instant(instant), ValueType::Date) => {
                let day = Value::Date(self.zone.day(*instant));
                let midnight = self.zone.local(*instant).time() == value::Time::MIN;
                return if midnight { Converted::Same(day) } else { Converted::Less(day) };
            }
            (Value::Instant(instant), ValueType::Time) => return Converted::Less(Value::Time(self.zone.local(*instant).time())),
            (Value::Instant(instant), ValueType::Text) => {
                let local = self.zone.local(*instant);
                Some(Value::text(format!("{} {}", local.date(), write_minutes(&local.time()))))
            }
            (Value::Choice(option), ValueType::Text) => Some(Value::text(self.label(option))),
            (Value::Choice(option), ValueType::Number { .. } | ValueType::Bool | ValueType::Date) => {
                let (label, id) = (Value::text(self.label(option)), Value::text(option.to_string()));
                return match self.scalar(&label, to) {
                    Converted::No => self.scalar(&id, to),
                    converted => converted,
                };
            }
            _ => None,
        };
        found.map_or(Converted::No, Converted::Same)
    }

    /// An option by its id or by one of its names.
    fn option(&self, text: &str) -> Option<OptionId> {
        let wanted = unique_key(text);
        let named = |option: &&form_engine::CompiledOption| {
            unique_key(option.id.as_str()) == wanted
                || [Locale::ZhCn, Locale::En].into_iter().any(|locale| unique_key(option.label.get(locale)) == wanted)
        };
        self.to_options.iter().find(named).map(|option| option.id.clone())
    }

    fn label(&self, option: &OptionId) -> String {
        self.from_options.get(option.as_str()).map_or_else(|| option.to_string(), |option| option.label.get(self.locale).to_owned())
    }

    fn said(&self, yes: bool) -> &'static str {
        match (self.locale, yes) {
            (Locale::ZhCn, true) => "是",
            (Locale::ZhCn, false) => "否",
            (Locale::En, true) => "Yes",
            (Locale::En, false) => "No",
        }
    }

    fn plain(&self, number: value::Decimal) -> String {
        let scale = match &self.from {
            ValueType::Number { scale } => *scale,
            _ => number.scale(),
        };
        write_decimal(number, scale)
    }
}

fn day(text: &str) -> Converted {
    match reading::day(text) {
        Some((day, false)) => Converted::Same(Value::Date(day)),
        Some((day, true)) => Converted::Less(Value::Date(day)),
        None => Converted::No,
    }
}

fn scaled(number: value::Decimal, scale: u32) -> Converted {
    let rounded = round_to_scale(number, scale, Rounding::HalfUp);
    if !in_field_range(rounded, scale) {
        return Converted::No;
    }
    if rounded == number { Converted::Same(Value::Number(rounded)) } else { Converted::Less(Value::Number(rounded)) }
}

fn item_of(value_type: &ValueType) -> &ValueType {
    if let ValueType::List(item) = value_type { item } else { value_type }
}
