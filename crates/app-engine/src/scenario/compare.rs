//! What was expected against what is there, in words that help.

use super::{
    Difference,
    cast::{Cast, Filed},
    play::{Play, Refused, open_todos, types},
};
use calendar::Standing;
use definition::{Expectation, position::escape};
use form_engine::CompiledForm;
use query::FieldPath;
use serde_json::json;
use value::{DepartmentId, Instant, Label, Locale, OptionId, UserId, Value, ValueType, from_json, to_json};

/// The refusal that was expected, or the one that was not.
pub(super) fn refusal(expect: &Expectation, refused: Option<&Refused>, pointer: &str) -> Vec<Difference> {
    let wanted = expect.refused.clone().unwrap_or_default();
    match refused {
        None if wanted.is_empty() => Vec::new(),
        None => vec![differs(format!("{pointer}/refused"), &wanted.join(", "), &Label::both("没有被拒绝", "it was not refused"))],
        Some(refused) => {
            if expect.refused.is_some() && sorted(&refused.codes) == sorted(&wanted) {
                return Vec::new();
            }
            let found = |locale: Locale| format!("{}（{}）", refused.codes.join(", "), refused.words.get(locale));
            vec![differs(format!("{pointer}/refused"), &wanted.join(", "), &Label::both(found(Locale::ZhCn), found(Locale::En)))]
        }
    }
}

/// Who was told.
pub(super) fn told(expect: &Expectation, told: &[String], pointer: &str) -> Vec<Difference> {
    let Some(wanted) = &expect.told else { return Vec::new() };
    lists(wanted, told, format!("{pointer}/told"))
}

/// Values, to-dos and state of a record.
pub(super) fn record(play: &Play<'_>, filed: &Filed, expect: &Expectation, pointer: &str) -> Vec<Difference> {
    let mut found = values(play, filed, expect, pointer);
    if let Some(wanted) = &expect.open {
        let open: Vec<String> =
            open_todos(filed.case.as_ref()).iter().map(|todo| format!("{}@{}", todo.node, play.cast.user_name(todo.holder))).collect();
        found.extend(lists(wanted, &open, format!("{pointer}/open")));
    }
    if let Some(wanted) = &expect.state {
        let state = filed.case.as_ref().map_or("none", |case| case.state.status.as_str());
        if state != wanted {
            found.push(differs(format!("{pointer}/state"), wanted, &Label::from(state)));
        }
    }
    found.extend(clocks(play, filed, expect, pointer));
    found
}

fn clocks(play: &Play<'_>, filed: &Filed, expect: &Expectation, pointer: &str) -> Vec<Difference> {
    let mut found = Vec::new();
    for (id, wanted) in &expect.clocks {
        let at = format!("{pointer}/clocks/{}", escape(id));
        let Some(clock) = play.clocks(filed).into_iter().find(|clock| clock.id.as_str() == id) else {
            found.push(differs(at, id, &Label::both("流程没有这个计时", "the flow has no such clock")));
            continue;
        };
        let reading = clock.explained.map(|explained| explained.reading);
        let standing = reading.as_ref().map_or(Standing::NotStarted, |reading| reading.standing);
        let (wanted_word, is) = (json!(wanted.standing), json!(standing));
        if wanted_word != is {
            found.push(differs(format!("{at}/standing"), wanted_word.as_str().unwrap_or_default(), &standing.label()));
        }
        let due = reading.and_then(|reading| reading.due);
        if wanted.due.is_some() && wanted.due != due {
            let say = |due: Option<Instant>| due.map(|due| value::write_instant(&due)).unwrap_or_default();
            found.push(differs(format!("{at}/due"), &say(wanted.due), &Label::from(say(due).as_str())));
        }
    }
    found
}

fn values(play: &Play<'_>, filed: &Filed, expect: &Expectation, pointer: &str) -> Vec<Difference> {
    let Some(form) = play.app.form(filed.form.as_str()) else { return Vec::new() };
    let types = types(form);
    let wanted = play.cast.resolve(&expect.values, &types);
    let live = play.live(filed);
    let mut found = Vec::new();
    for (field, json) in &wanted {
        let is = if live.has(field) { live.get(field) } else { filed.record.get(field) };
        let value_type = types.get(field).cloned().unwrap_or(ValueType::Text);
        let read = from_json(json, &value_type).unwrap_or_default();
        if !same(&read, is) {
            let shown = shown(&play.cast, is, &value_type);
            found.push(differs(
                format!("{pointer}/values/{}", escape(field)),
                &expect.values.get(field).unwrap_or(json).to_string(),
                &Label::from(shown.as_str()),
            ));
        }
    }
    found
}

/// Rows are compared by their values; keys of rows are new in every run. Only the columns that are named count.
fn same(wanted: &Value, is: &Value) -> bool {
    match (wanted, is) {
        (Value::Rows(wanted), Value::Rows(is)) => {
            wanted.len() == is.len()
                && wanted.iter().zip(is).all(|(wanted, is)| wanted.values.iter().all(|(column, value)| same(value, is.values.get(column.as_str()))))
        }
        _ => wanted == is || (wanted.is_blank() && is.is_blank()),
    }
}

fn shown(cast: &Cast<'_>, value: &Value, value_type: &ValueType) -> String {
    match value {
        Value::Reference(key) => cast.name_of(*key),
        Value::List(items) => items.iter().map(|item| shown(cast, item, value_type)).collect::<Vec<_>>().join(", "),
        other => to_json(other, Some(value_type)).to_string(),
    }
}

fn lists(wanted: &[String], is: &[String], pointer: String) -> Vec<Difference> {
    if sorted(wanted) == sorted(is) {
        Vec::new()
    } else {
        vec![differs(pointer, &sorted(wanted).join(", "), &Label::from(sorted(is).join(", ").as_str()))]
    }
}

fn sorted(items: &[String]) -> Vec<String> {
    let mut items = items.to_vec();
    items.sort();
    items
}

fn differs(pointer: String, wanted: &str, is: &Label) -> Difference {
    let message =
        Label::both(format!("应为「{wanted}」，实际是「{}」", is.get(Locale::ZhCn)), format!("expected `{wanted}`, found `{}`", is.get(Locale::En)));
    Difference { pointer, message }
}

/// Whether a department or an option stands below another.
pub(super) fn is_under(cast: &Cast<'_>, form: &CompiledForm, path: &FieldPath, value: &Value, above: &Value) -> bool {
    match (value, above) {
        (Value::Reference(value), Value::Reference(above)) => cast.is_under(DepartmentId(value.0), DepartmentId(above.0)),
        (Value::Choice(value), Value::Choice(above)) => form.field_at(path).is_some_and(|field| option_is_under(&field.options, value, above)),
        _ => false,
    }
}

fn option_is_under(options: &form_engine::Options, option: &OptionId, above: &OptionId) -> bool {
    let mut at = Some(option);
    while let Some(here) = at {
        if here == above {
            return true;
        }
        at = options.get(here.as_str()).and_then(|option| option.parent.as_ref());
    }
    false
}

/// Whether a person created the record, has or had a to-do of it, or was told.
pub(super) fn is_involved(filed: &Filed, user: UserId) -> bool {
    let created = *filed.record.get("_created_by") == Value::Reference(user.into());
    let in_case = filed.case.as_ref().is_some_and(|case| {
        let state = &case.state;
        state.todos.iter().any(|todo| todo.holder == user) || state.done.iter().any(|done| done.by.contains(&user)) || state.told.contains(&user)
    });
    created || in_case
}
