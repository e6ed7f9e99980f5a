//! What a publication would do to one stored record.

use super::convert::{Conversion, Converted};
use super::plan::{Change, Narrowing, Step};
use calendar::Zone;
use form_engine::{CompiledField, CompiledForm, FieldFault, ValueContext};
use value::{Instant, Label, Record, Value};

/// What a step does to a record.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Examined {
    /// Whether the record holds a value that the step is about.
    pub touched: bool,
    /// Whether its value will say less than before: rounded, shortened.
    pub less: bool,
    /// What is wrong with it.
    pub trouble: Option<Trouble>,
}

/// What is wrong with a record's value.
#[derive(Debug, Clone, PartialEq)]
pub struct Trouble {
    /// The value as it is stored.
    pub value: Value,
    /// Why.
    pub why: Label,
}

/// Examines a record. Whether values are unique cannot be seen from one record: the caller compares them.
pub fn examine(step: &Step, record: &Record, conversion: Option<&Conversion>, after: &CompiledForm, zone: &Zone, now: Instant) -> Examined {
    let Some(column) = &step.field.column else {
        return of_value(step, record.get(step.field.field.as_str()), conversion, after, zone, now);
    };
    let mut whole = Examined::default();
    if let Value::Rows(rows) = record.get(step.field.field.as_str()) {
        for row in rows {
            let one = of_value(step, row.values.get(column.as_str()), conversion, after, zone, now);
            whole.touched |= one.touched;
            whole.less |= one.less;
            whole.trouble = whole.trouble.or(one.trouble);
        }
    }
    whole
}

fn of_value(step: &Step, value: &Value, conversion: Option<&Conversion>, after: &CompiledForm, zone: &Zone, now: Instant) -> Examined {
    let holds = !value.is_blank();
    match &step.change {
        Change::Renamed { .. } | Change::Added { .. } => Examined::default(),
        Change::Calculated { .. } => Examined { touched: true, ..Examined::default() },
        Change::Removed => Examined { touched: holds, ..Examined::default() },
        Change::Converted { .. } => {
            let converted = conversion.map_or(Converted::No, |conversion| conversion.convert(value));
            let why = || Label::both("不能转换为新的类型", "It does not convert to the new type");
            Examined {
                touched: holds,
                less: matches!(converted, Converted::Less(_)),
                trouble: (converted == Converted::No).then(|| Trouble { value: value.clone(), why: why() }),
            }
        }
        Change::Narrowed(narrowings) => {
            let Some(field) = after.field_at(&step.field) else { return Examined::default() };
            let value = match conversion.map(|conversion| conversion.convert(value)) {
                None => value.clone(),
                Some(Converted::Same(value) | Converted::Less(value)) => value,
                // What does not convert is told there.
                Some(Converted::No) => return Examined::default(),
            };
            let why = narrowings.iter().find_map(|narrowing| fails(narrowing, field, &value, zone, now));
            Examined { touched: holds, less: false, trouble: why.map(|why| Trouble { value, why }) }
        }
    }
}

fn fails(narrowing: &Narrowing, field: &CompiledField, value: &Value, zone: &Zone, now: Instant) -> Option<Label> {
    match narrowing {
        Narrowing::Required => value.is_blank().then(|| Label::both("没有填写", "It is not filled in")),
        _ if value.is_blank() => None,
        Narrowing::Unique => None,
        Narrowing::Options(gone) => {
            let held = |value: &Value| if let Value::Choice(option) = value { gone.iter().find(|(id, _)| id == option) } else { None };
            let found = if let Value::List(items) = value { items.iter().find_map(held) } else { held(value) };
            let said = |label: &Label, locale| label.get(locale).to_owned();
            found.map(|(_, label)| {
                let (zh, en) = (said(label, value::Locale::ZhCn), said(label, value::Locale::En));
                Label::both(format!("选项「{zh}」已不存在"), format!("The option `{en}` is no longer there"))
            })
        }
        Narrowing::Settings(_) => {
            let mut faults: Vec<FieldFault> = Vec::new();
            // A retired option may stay where it is; everything else is judged by the new settings.
            let context = ValueContext { options: &field.options, stored: value, now, zone };
            field.behaviour.check(value, &context, &mut faults);
            faults.into_iter().next().map(|fault| fault.message)
        }
    }
}
