//! Steps for several people: multi-instance tasks.

use super::{Outcome, people::holds_users, process::Converter};
use crate::{
    Assign,
    bpmn::{
        juel::{self, Enough, bare_name, enough, field_of},
        tree::Element,
        words,
    },
};
use serde_json::{Value as Json, json};
use value::{FieldId, Label, ReferenceTarget, ValueType};

/// What a multi-instance task says.
struct Several<'e> {
    sequential: bool,
    /// The variable that holds the people or rows.
    collection: Option<&'e str>,
    /// The variable that holds one of them.
    each: Option<&'e str>,
    /// How many times, when that is a plain number.
    times: Option<u32>,
    until: Option<&'e Element>,
    element: &'e Element,
}

impl<'e> Several<'e> {
    fn of(element: &'e Element) -> Self {
        let text = |name: &str| element.child(name).map(Element::words).filter(|words| !words.is_empty());
        let each = element.child("inputDataItem").and_then(|item| item.get("name").or_else(|| item.get("id")));
        Self {
            sequential: element.get("isSequential") == Some("true"),
            collection: element.tool("collection").or_else(|| text("loopDataInputRef")),
            each: element.tool("elementVariable").or(each),
            times: text("loopCardinality").and_then(|times| juel::inside(times).unwrap_or(times).trim().parse().ok()),
            until: element.child("completionCondition").filter(|until| !until.words().is_empty()),
            element,
        }
    }
}

impl<'c> Converter<'c, '_> {
    /// A task that opens for several: for each person or row of a field, or an approval by several.
    pub fn several(&mut self, element: &'c Element) {
        let Some(loops) = element.child("multiInstanceLoopCharacteristics").map(Several::of) else { return };
        let until = loops.until.and_then(|until| enough(until.words()));
        let scope = self.context.around.scope;
        let over = loops.collection.and_then(bare_name).and_then(|name| field_of(name, scope));
        let people = self.people(element, loops.each);
        match over {
            Some((field, known)) if holds_users(known) && matches!(known.value_type, ValueType::List(_)) => {
                self.spelled(element, loops.collection.and_then(bare_name).unwrap_or_default(), field);
                if let Some(Enough::Share { percent, more_than }) = until {
                    return self.vote(element, &loops, vec![Assign::Field { field: field.clone() }], share(percent, more_than));
                }
                self.each(element, &loops, field, Assign::Row { column: None }, until);
            }
            Some((field, known)) if matches!(known.value_type, ValueType::Rows(_)) => {
                self.spelled(element, loops.collection.and_then(bare_name).unwrap_or_default(), field);
                let ValueType::Rows(columns) = &known.value_type else { return };
                match self.column(element, &loops, columns) {
                    Some(column) => self.each(element, &loops, field, Assign::Row { column: Some(column) }, until),
                    None => self.each_by(element, &loops, field, people.assign, until),
                }
            }
            _ => self.approval(element, &loops, people.assign, until),
        }
        self.due(element);
    }

    /// `${line.checker}`: the column of people in each row.
    fn column(&self, element: &Element, loops: &Several<'_>, columns: &[(FieldId, ValueType)]) -> Option<FieldId> {
        let (row, column) = juel::inside(element.tool("assignee")?)?.trim().split_once('.')?;
        let is_user = |value: &ValueType| *value == ValueType::Reference(ReferenceTarget::User);
        columns.iter().find(|(id, value)| Some(row.trim()) == loops.each && id.as_str() == column.trim() && is_user(value)).map(|(id, _)| id.clone())
    }

    fn each(&mut self, element: &'c Element, loops: &Several<'_>, over: &FieldId, assign: Assign, until: Option<Enough>) {
        self.each_by(element, loops, over, vec![assign], until);
    }

    fn each_by(&mut self, element: &'c Element, loops: &Several<'_>, over: &FieldId, assign: Vec<Assign>, until: Option<Enough>) {
        self.with(element, "for_each", json!({ "over": over, "assign": assign }));
        if loops.sequential {
            self.set("sequential", true.into());
        }
        match until {
            None if loops.until.is_none() => {}
            Some(Enough::All) => {}
            // The rest is taken away, as a completion condition does.
            Some(Enough::Count(need)) => {
                self.set("need", need.into());
                self.set("rest", "cancel".into());
            }
            _ => self.done_when(element, loops),
        }
    }

    /// A completion condition over the fields of the form.
    fn done_when(&mut self, element: &'c Element, loops: &Several<'_>) {
        let Some(until) = loops.until else { return };
        let own = until.get("language") == Some(words::FORMULA);
        let said = if own { Ok(until.words().to_owned()) } else { juel::formula(until.words(), self.context.around.scope).map(|said| said.formula) };
        match said {
            Ok(formula) => {
                self.set("done_when", formula.into());
                self.set("rest", "cancel".into());
            }
            Err(_) => self.not_counted(element, loops),
        }
    }

    /// An approval by several people. In the model nobody can turn it down; here the people can.
    fn approval(&mut self, element: &'c Element, loops: &Several<'_>, assign: Vec<Assign>, until: Option<Enough>) {
        let counted = match (until, loops.times) {
            (Some(until), None) => Some(until),
            (None, Some(times)) if loops.until.is_none() && times > 0 => Some(Enough::Count(times)),
            (None, None) if loops.until.is_none() => Some(Enough::All),
            _ => None,
        };
        let mode = match counted {
            Some(Enough::All) if loops.sequential => json!("sequential"),
            Some(Enough::All) => json!("all"),
            Some(Enough::Count(1)) => json!("any"),
            Some(Enough::Count(count)) => json!({ "count": count }),
            Some(Enough::Share { percent, more_than }) => share(percent, more_than),
            None => {
                self.not_counted(element, loops);
                json!("all")
            }
        };
        if assign.is_empty() {
            let said = loops.collection.unwrap_or_default();
            let message = Label::both(
                format!("多人名单「{said}」不是表单的人员或明细字段；请指定处理人。"),
                format!("The list “{said}” is no field of people or rows of the form; say who gets it."),
            );
            self.tell_at(element, loops.element.at, Outcome::Unfinished, message);
        }
        if loops.sequential && mode != json!("sequential") {
            let message = Label::both(
                "依次办理时不能只要部分人；已改为同时进行，请核对。",
                "One after the other, all have to agree; they are asked at the same time here. Please look at it.",
            );
            self.tell_at(element, loops.element.at, Outcome::Replaced, message);
        }
        self.vote(element, loops, assign, mode);
    }

    fn vote(&mut self, element: &'c Element, loops: &Several<'_>, assign: Vec<Assign>, mode: Json) {
        self.with(element, "approve", json!({ "assign": assign }));
        if mode != json!("any") {
            self.set("mode", mode);
        }
        let message = Label::both(
            "多人任务已换成审批：处理人也可以不同意，不同意时流程按设置结束或转走；请核对。",
            "An approval stands for the task of several people: they may also turn it down, and the case ends or goes where you say. Please look at it.",
        );
        self.tell_at(element, loops.element.at, Outcome::Replaced, message);
    }

    fn not_counted(&mut self, element: &Element, loops: &Several<'_>) {
        let said = loops.until.map(Element::words).unwrap_or_default();
        let message = Label::both(
            format!("完成条件「{said}」未读取，现在要求全部办完；请设置会签、票数或比例。"),
            format!("The completion condition “{said}” was not read, all have to do it now; set the number or share of votes."),
        );
        self.tell_at(element, loops.until.unwrap_or(loops.element).at, Outcome::Unfinished, message);
    }
}

fn share(percent: u32, more_than: bool) -> Json {
    let mut ratio = json!({ "percent": percent });
    if let (true, Some(ratio)) = (more_than, ratio.as_object_mut()) {
        ratio.insert("more_than".into(), true.into());
    }
    json!({ "ratio": ratio })
}
