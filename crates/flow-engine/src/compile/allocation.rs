//! What is wrong with how a step is given out.

use super::{Check, error_hint};
use crate::{Allocation, Compare, Skill};
use formula::FieldType;
use indexmap::IndexMap;
use value::{FieldId, Label, Locale, ReferenceTarget, ValueType};

type Fields = IndexMap<FieldId, FieldType>;

/// Checks how a step is given out.
pub(super) fn check(check: &mut Check<'_>, allocation: &Allocation) {
    let environment = check.environment;
    let fields = allocation.skill.as_ref().and_then(|skill| environment.forms.get(&skill.form));
    if let Some(skill) = &allocation.skill {
        match fields {
            Some(fields) => entries(check, skill, fields),
            None => {
                let message = Label::both(format!("应用没有表单「{}」。", skill.form), format!("The app has no form “{}”.", skill.form));
                check.error("MW0316", "allocation/skill/form", message);
            }
        }
    }
    let of_entries = [
        ("allocation/capacity/field", allocation.capacity.as_ref().and_then(|capacity| capacity.field.as_ref())),
        ("allocation/on_shift/field", allocation.on_shift.as_ref().and_then(|shift| shift.field.as_ref())),
    ];
    for (place, field) in of_entries.into_iter().filter_map(|(place, field)| Some((place, field?))) {
        of_entry(check, allocation, fields, field, place);
    }
    if let Some(capacity) = &allocation.capacity {
        if capacity.at_most.is_none() && capacity.field.is_none() {
            let message = Label::both("没有说明最多能有几个待办。", "It is not said how many to-dos a person can hold.");
            check.error("MW0323", "allocation/capacity", message);
        } else if capacity.at_most == Some(0) {
            check.error("MW0323", "allocation/capacity/at_most", Label::both("上限至少为 1。", "A person can hold at least one."));
        }
    }
    if let Some(shift) = &allocation.on_shift {
        let has_own = shift.field.is_some();
        calendar(check, shift.calendar.as_ref(), has_own);
    }
    for (index, node) in allocation.not_who_did.iter().enumerate() {
        check.earlier_step(node, &format!("allocation/not_who_did/{index}"));
    }
    if let Some(familiar) = &allocation.familiar {
        familiar_field(check, &familiar.field);
    }
    if !allocation.queue.tell.is_empty() {
        check.assign_at(&allocation.queue.tell, "allocation/queue/tell");
    }
    without_effect(check, allocation);
}

fn entries(check: &mut Check<'_>, skill: &Skill, fields: &Fields) {
    if let Some(user) = known(check, fields, &skill.user, "allocation/skill/user")
        && !holds(&user.value_type, &ValueType::Reference(ReferenceTarget::User))
    {
        wrong_kind(check, &skill.user, "allocation/skill/user", ("人员", "people"));
    }
    for (index, wanted) in skill.matches.iter().enumerate() {
        let place = format!("allocation/skill/matches/{index}/field");
        let Some(field) = known(check, fields, &wanted.field, &place) else { continue };
        let fits = match wanted.compare {
            Compare::Equal => !matches!(field.value_type, ValueType::List(_) | ValueType::Rows(_)),
            Compare::Includes => matches!(field.value_type, ValueType::List(_)),
            Compare::AtLeast | Compare::AtMost => {
                matches!(field.value_type, ValueType::Number { .. } | ValueType::Date | ValueType::Instant | ValueType::Time)
            }
        };
        if !fits {
            let message = Label::both(
                format!("字段「{}」不能这样比较。", field.label.get(Locale::ZhCn)),
                format!("The field “{}” cannot be compared in this way.", field.label.get(Locale::En)),
            );
            check.error("MW0318", &format!("allocation/skill/matches/{index}/compare"), message);
        }
    }
}

fn known<'f>(check: &mut Check<'_>, fields: &'f Fields, field: &FieldId, place: &str) -> Option<&'f FieldType> {
    let found = fields.get(field.as_str());
    if found.is_none() {
        let message = Label::both(format!("该表单没有字段「{field}」。"), format!("That form has no field “{field}”."));
        check.error_with("MW0317", place, message, error_hint(field.as_str(), fields.keys().map(FieldId::as_str)));
    }
    found
}

/// A field of the skill's form that says something of the person.
fn of_entry(check: &mut Check<'_>, allocation: &Allocation, fields: Option<&Fields>, field: &FieldId, place: &str) {
    if allocation.skill.is_none() {
        let message = Label::both("这个字段属于技能表单，请先设置技能。", "This is a field of the skill's form; set the skill first.");
        return check.error("MW0319", place, message);
    }
    let Some(found) = fields.and_then(|fields| known(check, fields, field, place)) else { return };
    let is_capacity = place.ends_with("capacity/field");
    let fits = match &found.value_type {
        ValueType::Number { .. } => is_capacity,
        ValueType::Text | ValueType::Choice => !is_capacity,
        _ => false,
    };
    if !fits {
        wrong_kind(check, field, place, if is_capacity { ("数字", "a number") } else { ("日历编号", "the id of a calendar") });
    }
}

fn familiar_field(check: &mut Check<'_>, field: &FieldId) {
    let place = "allocation/familiar/field";
    let scope = check.scope;
    let Some(found) = scope.fields.get(field.as_str()) else { return check.known_field(field, place) };
    if !matches!(found.value_type, ValueType::Reference(_) | ValueType::Text | ValueType::Choice) {
        wrong_kind(check, field, place, ("关联、文本或选项", "a reference, text or choice"));
    }
}

fn calendar(check: &mut Check<'_>, named: Option<&value::CalendarId>, has_own: bool) {
    let scope = check.scope;
    let calendars = &scope.outside.calendars;
    let missing = match named {
        Some(id) if !calendars.by_id.contains_key(id) => {
            Label::both(format!("没有工作日历「{id}」。"), format!("There is no working calendar “{id}”."))
        }
        None if !has_own && calendars.get(None).is_none() => {
            Label::both("按班次分派需要工作日历，而应用没有设定。", "Shifts need a working calendar, and the app has none.")
        }
        _ => return,
    };
    let hint = named.and_then(|id| error_hint(id.as_str(), calendars.by_id.keys().map(value::CalendarId::as_str)));
    check.error_with("MW0506", "allocation/on_shift/calendar", missing, hint);
}

fn wrong_kind(check: &mut Check<'_>, field: &FieldId, place: &str, what: (&str, &str)) {
    let message = Label::both(format!("字段「{field}」的内容不是{}。", what.0), format!("The field “{field}” does not hold {}.", what.1));
    check.error("MW0318", place, message);
}

/// Settings that say something about nothing.
fn without_effect(check: &mut Check<'_>, allocation: &Allocation) {
    let idle = [
        ("rebalance", "capacity", allocation.rebalance && allocation.capacity.is_none()),
        ("queue", "capacity / on_shift", allocation.queue != crate::Queue::default() && !allocation.may_be_busy()),
    ];
    for (setting, needs, _) in idle.into_iter().filter(|(_, _, idle)| *idle) {
        let message = Label::both(
            format!("没有设置「{needs}」时，「{setting}」不起作用。"),
            format!("Without “{needs}”, the setting “{setting}” has no effect."),
        );
        check.warn("MW0320", &format!("allocation/{setting}"), message);
    }
}

fn holds(value_type: &ValueType, wanted: &ValueType) -> bool {
    match value_type {
        ValueType::List(item) => holds(item, wanted),
        other => other == wanted,
    }
}

/// What a value is compared with: the field, or one of several in it.
pub(super) fn compared(field: &FieldType, compare: Compare) -> FieldType {
    match (&field.value_type, compare) {
        (ValueType::List(item), Compare::Includes) => FieldType { value_type: (**item).clone(), ..field.clone() },
        _ => field.clone(),
    }
}
