//! Who gets a step: assignees, candidates, lanes.

use super::{Outcome, process::Converter};
use crate::{
    Assign,
    bpmn::{
        duration,
        juel::{bare_name, field_of},
        tree::Element,
    },
};
use formula::FieldType;
use serde_json::json;
use value::{FieldId, Label, Locale, ReferenceTarget, RoleId, ValueType};

/// The people of a step as the model says them.
#[derive(Debug, Default)]
pub(super) struct People {
    pub assign: Vec<Assign>,
    /// Whether it is offered to several, of whom one takes it.
    pub offered: bool,
}

/// Names of the variable that holds who started, in models that do not say it at the start.
const STARTERS: [&str; 2] = ["initiator", "INITIATOR"];

impl<'c> Converter<'c, '_> {
    /// A step for a person: done by whoever gets it. Nobody can turn it down, as in the model.
    pub fn person(&mut self, element: &'c Element) {
        if element.child("multiInstanceLoopCharacteristics").is_some() && element.name == "userTask" {
            return self.several(element);
        }
        self.loops_are_left(element);
        let people = self.people(element, None);
        // Only an approval can be turned down: that is the error which leaves the task.
        let is_turned_down = self.has_error_border(element);
        self.with(element, if is_turned_down { "approve" } else { "handle" }, json!({ "assign": people.assign }));
        if is_turned_down {
            let message = Label::both(
                "带错误边界事件的人工任务已换成审批：不同意时走错误分支；请核对。",
                "An approval stands for the task with an error at its border: a rejection takes that way. Please look at it.",
            );
            self.tell(element, Outcome::Replaced, message);
        }
        if people.offered {
            self.set("claim", true.into());
        }
        self.due(element);
        if element.name != "userTask" {
            let message = Label::both(
                "没有说明类型的任务，已作为人工“办理”；请核对。",
                "A task of no special kind; a step for a person stands for it. Please look at it.",
            );
            self.tell(element, if element.name == "adHocSubProcess" { Outcome::Unfinished } else { Outcome::Replaced }, message);
        }
    }

    pub fn due(&mut self, element: &'c Element) {
        let Some(due) = element.tool("dueDate") else { return };
        match duration::read(due) {
            Some(minutes) => self.set("deadline", json!({ "within_minutes": minutes })),
            None => {
                let message = Label::both(
                    format!("到期时间「{due}」不是固定的整分钟时长；请设置时限。"),
                    format!("The due date “{due}” is no fixed number of minutes; set the deadline."),
                );
                self.tell(element, Outcome::Unfinished, message);
            }
        }
    }

    /// A task that tells somebody becomes a copy.
    pub fn send(&mut self, element: &'c Element) {
        let people = self.people(element, None);
        self.with(element, "cc", json!({ "assign": people.assign }));
        self.loops_are_left(element);
        let message = Label::both(
            "发送的内容和收件方式不在流程里；已换成抄送，请选择抄送给谁，或改用发消息的规则。",
            "What is sent and how is no part of a flow; a copy stands for it. Choose who gets it, or send a message by a rule.",
        );
        self.tell(element, Outcome::Unfinished, message);
    }

    /// The people of a task. `each` is the variable that holds one of several people.
    pub fn people(&mut self, element: &'c Element, each: Option<&str>) -> People {
        let mut people = People::default();
        let mut said = false;
        if let Some(assignee) = element.tool("assignee") {
            said = true;
            if each.is_none() || bare_name(assignee) != each {
                people.assign.extend(self.one(element, assignee));
            }
        }
        for users in element.tool("candidateUsers").into_iter().flat_map(listed) {
            said = true;
            people.offered = true;
            people.assign.extend(self.one(element, users));
        }
        for group in element.tool("candidateGroups").into_iter().flat_map(listed) {
            said = true;
            people.offered = true;
            people.assign.extend(self.group(element, group));
        }
        for owner in element.children.iter().filter(|child| ["potentialOwner", "humanPerformer", "performer"].iter().any(|name| child.is(name))) {
            let expression = owner.child("resourceAssignmentExpression").and_then(|inside| inside.child("formalExpression"));
            for part in expression.map(Element::words).into_iter().flat_map(listed) {
                said = true;
                people.offered = owner.name == "potentialOwner";
                let inside = |word: &str| part.strip_prefix(word)?.strip_prefix('(')?.strip_suffix(')');
                let user = inside("user").or(Some(part).filter(|_| owner.name != "potentialOwner"));
                let found = match user {
                    Some(user) => self.one(element, user),
                    None => self.group(element, inside("group").unwrap_or(part)),
                };
                people.assign.extend(found);
            }
        }
        if element.tool("assignee").is_some() {
            people.offered = false;
        }
        if !said && people.assign.is_empty() && each.is_none() {
            people.assign.extend(self.of_lane(element));
        }
        let mut kept: Vec<Assign> = Vec::new();
        for assign in people.assign {
            if !kept.contains(&assign) {
                kept.push(assign);
            }
        }
        People { assign: kept, ..people }
    }

    /// One person: whoever started, or whoever stands in a field.
    fn one(&mut self, element: &Element, text: &str) -> Option<Assign> {
        let is_expression = text.contains('{');
        let name = bare_name(text).filter(|_| is_expression);
        let starts = |name: &str| self.initiator == Some(name) || (self.initiator.is_none() && STARTERS.contains(&name));
        if name.is_some_and(starts) || matches!(text, "$INITIATOR" | "$initiator") {
            return Some(Assign::Starter);
        }
        let scope = self.context.around.scope;
        if let Some((field, known)) = name.and_then(|name| field_of(name, scope))
            && holds_users(known)
        {
            self.spelled(element, name.unwrap_or_default(), field);
            return Some(Assign::Field { field: field.clone() });
        }
        let message = if is_expression {
            Label::both(
                format!("处理人「{text}」不是发起人，也不是表单的人员字段；请指定处理人。"),
                format!("“{text}” is neither the starter nor a field of people of the form; say who gets it."),
            )
        } else {
            Label::both(
                format!("用户「{text}」属于原系统；请用角色、字段或占位指定处理人。"),
                format!("The user “{text}” belongs to the other system; give it to a role, a field or a slot."),
            )
        };
        self.tell(element, Outcome::Unfinished, message);
        None
    }

    /// A group is a role with this id or name. An id that the app has no role for is kept: checking the app tells of it.
    fn group(&mut self, element: &Element, text: &str) -> Option<Assign> {
        if let Some(role) = self.role_named(text) {
            return Some(Assign::Role { role });
        }
        let role = RoleId::parse(text).ok();
        let message = match &role {
            Some(role) => Label::both(
                format!("应用没有角色「{role}」；请建立这个角色或另选一个。"),
                format!("The app has no role “{role}”; make it, or choose another."),
            ),
            None => Label::both(
                format!("应用没有叫「{text}」的角色；请指定处理人。"),
                format!("The app has no role of the name “{text}”; say who gets it."),
            ),
        };
        self.tell(element, Outcome::Unfinished, message);
        role.map(|role| Assign::Role { role })
    }

    fn role_named(&self, name: &str) -> Option<RoleId> {
        let around = self.context.around;
        let by_id = around.environment.roles.iter().find(|role| role.as_str() == name);
        let has_name = |label: &Label| [Locale::ZhCn, Locale::En].iter().any(|locale| label.get(*locale) == name);
        by_id.or_else(|| around.roles.iter().find(|(_, label)| has_name(label)).map(|(role, _)| role)).cloned()
    }

    /// A lane is a role with its name.
    fn of_lane(&mut self, element: &Element) -> Option<Assign> {
        let lane = self.lanes.get(element.get("id")?).copied()?;
        let name = lane.get("name").unwrap_or_default();
        let found = self.role_named(name).map(|role| Assign::Role { role });
        if found.is_none() {
            let message = Label::both(
                format!("泳道「{name}」没有同名角色；请为其中的步骤指定处理人。"),
                format!("No role has the name of the lane “{name}”; say who gets the steps in it."),
            );
            self.tell(lane, Outcome::Unfinished, message);
        }
        found
    }

    /// Tells that a variable was taken for a field that is spelled differently.
    pub fn spelled(&mut self, element: &Element, name: &str, field: &FieldId) {
        if field.as_str() != name {
            let message =
                Label::both(format!("变量「{name}」对应字段「{field}」。"), format!("The variable “{name}” is taken as the field “{field}”."));
            self.tell(element, Outcome::Replaced, message);
        }
    }
}

/// Whether a field holds a user or several.
pub(super) fn holds_users(field: &FieldType) -> bool {
    let user = ValueType::Reference(ReferenceTarget::User);
    match &field.value_type {
        ValueType::List(item) => **item == user,
        other => *other == user,
    }
}

/// The parts of a list with commas; commas within an expression or parentheses do not count.
fn listed(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    let mut depth = 0_u32;
    let mut at = 0;
    while let Some(char) = rest.get(at..).and_then(|rest| rest.chars().next()) {
        match char {
            '{' | '(' => depth += 1,
            '}' | ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.extend(rest.get(..at));
                rest = rest.get(at + 1..).unwrap_or_default();
                at = 0;
                continue;
            }
            _ => {}
        }
        at += char.len_utf8();
    }
    parts.push(rest);
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_keep_expressions_whole() {
        assert_eq!(listed(" a, ${f(b, c)} ,,组长"), ["a", "${f(b, c)}", "组长"]);
        assert_eq!(listed("user(x), group(y)"), ["user(x)", "group(y)"]);
        assert!(listed("").is_empty());
    }
}
