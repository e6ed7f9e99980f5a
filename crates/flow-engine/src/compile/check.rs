//! What the settings of nodes refer to: fields, roles, slots, other steps.

use super::{about, error, node_name, warning};
use crate::{Assign, DepartmentOf, Mode, nodes::Behaviour, settings::Guard, task::TaskSettings, waits};
use calendar::Target;
use definition::{Diagnostic, Flow, Node, SlotKind};
use formula::Scope;
use std::{collections::BTreeSet, sync::Arc};
use value::{CalendarId, EdgeId, FieldId, FlowId, Label, NodeId, ReferenceTarget, SlotId, ValueType};

use super::Environment;

/// One node under check, or one clock of the flow.
pub(crate) struct Check<'a> {
    pub flow: &'a Flow,
    pub scope: &'a Scope,
    pub environment: &'a Environment,
    pub behaviours: &'a [Option<Arc<dyn Behaviour>>],
    /// The node; none while a clock of the flow is checked.
    pub node: Option<&'a Node>,
    pub index: usize,
    /// Where its settings stand.
    pub base: String,
    pub findings: &'a mut Vec<Diagnostic>,
}

/// Every id once, none of them retired.
pub(super) fn names(flow: &Flow, findings: &mut Vec<Diagnostic>) {
    let mut nodes = BTreeSet::new();
    for (index, node) in flow.nodes.iter().enumerate() {
        if !nodes.insert(&node.id) {
            let message = Label::both(format!("步骤编号「{}」重复。", node.id), format!("The id “{}” is given to two steps.", node.id));
            findings.push(error(flow, "MW0103", format!("/nodes/{index}/id"), message));
        }
        if flow.retired.contains(&node.id) {
            let message = Label::both(
                format!("步骤编号「{}」已停用，不能再用。", node.id),
                format!("The id “{}” is retired and cannot be used again.", node.id),
            );
            findings.push(error(flow, "MW0105", format!("/nodes/{index}/id"), message));
        }
    }
    for id in flow.layout.keys().filter(|id| !nodes.contains(id)) {
        let message = Label::both(
            format!("画布位置属于不存在的步骤「{id}」。"),
            format!("A place on the canvas is kept for the step “{id}”, which does not exist."),
        );
        let hint = Label::both("删除这个位置，或在流程设计器的画布上点“整理”。", "Take the place out, or tidy the canvas in the flow designer.");
        findings.push(warning(flow, "MW0108", format!("/layout/{id}"), message).with_hint(hint));
    }
    let mut edges = BTreeSet::new();
    for (index, edge) in flow.edges.iter().enumerate() {
        if !edges.insert(&edge.id) {
            let message = Label::both(format!("连线编号「{}」重复。", edge.id), format!("The id “{}” is given to two edges.", edge.id));
            findings.push(error(flow, "MW0104", format!("/edges/{index}/id"), message));
        }
    }
}

impl Check<'_> {
    /// Checks a step for people.
    pub fn task(&mut self, task: &TaskSettings) {
        self.assign(&task.assign);
        if let Some(allocation) = &task.allocation {
            super::allocation::check(self, allocation);
        }
        let share_is_wrong = matches!(&task.mode, Mode::Ratio(ratio) if ratio.percent == 0 || ratio.percent > 100);
        if share_is_wrong || task.mode == Mode::Count(0) {
            let message = Label::both("票数或比例不正确。", "The share or number of votes is not possible.");
            self.error("MW0315", "mode", message);
        }
        for (field, _) in &task.fields {
            self.known_field(field, &format!("fields/{field}"));
        }
        if let Some(deadline) = &task.deadline {
            super::deadline::check(self, deadline);
        }
    }

    /// Checks who gets the step.
    pub fn assign(&mut self, assign: &[Assign]) {
        self.assign_at(assign, "assign");
    }

    /// Checks people that a setting names.
    pub fn assign_at(&mut self, assign: &[Assign], at: &str) {
        if assign.is_empty() {
            let message = about(&node_name(self.flow, self.index), ("步骤「", "」没有指定处理人。"), ("The step “", "” is given to nobody."));
            self.error("MW0301", at, message);
        }
        for (index, entry) in assign.iter().enumerate() {
            let place = format!("{at}/{index}");
            match entry {
                Assign::Starter => {}
                Assign::Slot { slot } => self.slot(slot, SlotKind::User, &format!("{place}/slot")),
                Assign::Role { role } => self.role(role.as_str(), &format!("{place}/role")),
                Assign::Position { role, of, .. } => {
                    self.role(role.as_str(), &format!("{place}/role"));
                    self.department(of, &place);
                }
                Assign::DepartmentHead { of, .. } | Assign::Department { of, .. } => self.department(of, &place),
                Assign::Managers { from, to } => self.levels(*from, *to, &place),
                Assign::Field { field } => self.reference_field(field, &ReferenceTarget::User, &format!("{place}/field")),
                Assign::Row { .. } if self.behaviours.get(self.index).and_then(Option::as_ref).is_some_and(|step| step.rows().is_some()) => {}
                Assign::Row { .. } => {
                    let message = Label::both("只有逐行办理的步骤有“行”。", "Only a step for each row has a row.");
                    self.error("MW0314", &place, message);
                }
                Assign::Did { node } => self.earlier_step(node, &format!("{place}/node")),
            }
        }
    }

    fn department(&mut self, of: &DepartmentOf, place: &str) {
        match of {
            DepartmentOf::Starter => {}
            DepartmentOf::Field(field) => self.reference_field(field, &ReferenceTarget::Department, &format!("{place}/of/field")),
            DepartmentOf::Slot(slot) => self.slot(slot, SlotKind::Department, &format!("{place}/of/slot")),
        }
    }

    fn levels(&mut self, from: u32, to: u32, place: &str) {
        if from == 0 || to < from {
            let message = Label::both("上级层级从 1 开始，且“到”不小于“从”。", "Levels of managers count from 1, and do not end before they begin.");
            self.error("MW0322", place, message);
        }
    }

    /// Checks an edge that is not the usual way on.
    pub fn side_edge(&mut self, edge: &EdgeId, place: &str) {
        if !self.flow.edges.iter().any(|known| known.id == *edge && self.node.is_some_and(|node| known.from == node.id)) {
            let message = Label::both(format!("没有从这一步出发的连线「{edge}」。"), format!("No edge “{edge}” begins at this step."));
            self.error("MW0306", place, message);
        }
    }

    /// Tells that a setting has no effect beside another.
    pub fn no_effect(&mut self, setting: &str, beside: &str) {
        let message = Label::both(
            format!("设置了「{beside}」时，「{setting}」不起作用。"),
            format!("Beside “{beside}”, the setting “{setting}” has no effect."),
        );
        self.findings.push(warning(self.flow, "MW0704", format!("{}/{setting}", self.base), message));
    }

    /// Checks when a step is open and what takes it away.
    pub fn guard(&mut self, guard: &Guard) {
        if let Some(other) = &guard.only_while {
            let known = self.flow.nodes.iter().any(|node| node.id == *other && self.node.is_none_or(|own| node.id != own.id));
            if !known {
                let message = Label::both(format!("没有步骤「{other}」。"), format!("There is no step “{other}”."));
                self.error("MW0311", "only_while", message);
            }
        }
        for (index, boundary) in guard.boundary.iter().enumerate() {
            self.side_edge(&boundary.edge, &format!("boundary/{index}/edge"));
            if let Some(wait) = waits::of_boundary(boundary) {
                waits::check(self, &wait, &format!("boundary/{index}/on"), &format!("boundary/{index}/calendar"));
            }
        }
    }

    /// Checks that a time is not nothing.
    pub fn minutes(&mut self, minutes: u32, place: &str) {
        if minutes == 0 {
            self.error("MW0501", place, Label::both("时限至少为 1 分钟。", "A deadline is at least one minute."));
        }
    }

    /// Checks that a length of time is not nothing.
    pub fn length(&mut self, target: &Target, place: &str) {
        if target.amount == 0 {
            self.error("MW0501", place, Label::both("时限不能为 0。", "A deadline is more than nothing."));
        }
    }

    /// Checks that working time has a calendar that is there: the one that is named, else that of the app. `working` is where working time
    /// is asked for, if it is.
    pub fn known_calendar(&mut self, named: Option<&CalendarId>, place: &str, working: Option<&str>) {
        let scope = self.scope;
        let calendars = &scope.outside.calendars;
        if let Some(id) = named {
            if !calendars.by_id.contains_key(id) {
                let message = Label::both(format!("没有工作日历「{id}」。"), format!("There is no working calendar “{id}”."));
                let hint = hint(id.as_str(), calendars.by_id.keys().map(CalendarId::as_str));
                self.error_with("MW0506", place, message, hint);
            }
        } else if let Some(working) = working
            && calendars.get(None).is_none()
        {
            let message = Label::both("按工作时间计算需要工作日历，而应用没有设定。", "Working time needs a calendar, and the app has none.");
            let hint = Label::both("在这里选一个日历，或为应用设定日历。", "Name a calendar here, or give the app one.");
            self.error_with("MW0506", working, message, Some(hint));
        }
    }

    /// Checks the field whose rows are gone through.
    pub fn rows(&mut self, over: &FieldId, assign: &[Assign]) {
        let Some(known) = self.scope.fields.get(over.as_str()) else { return self.known_field(over, "over") };
        let columns = match &known.value_type {
            ValueType::List(_) => None,
            ValueType::Rows(columns) => Some(columns),
            _ => {
                let message = Label::both(format!("字段「{over}」没有多行。"), format!("The field “{over}” has no rows."));
                return self.error("MW0312", "over", message);
            }
        };
        for (index, column) in assign.iter().enumerate().filter_map(|(index, entry)| match entry {
            Assign::Row { column } => Some((index, column)),
            _ => None,
        }) {
            let of_people = |value_type: &ValueType| match value_type {
                ValueType::Reference(target) => *target == ReferenceTarget::User,
                ValueType::List(item) => **item == ValueType::Reference(ReferenceTarget::User),
                _ => false,
            };
            let fits = match (columns, column) {
                (None, None) => of_people(&known.value_type),
                (Some(columns), Some(column)) => columns.iter().any(|(id, value_type)| id == column && of_people(value_type)),
                _ => false,
            };
            if !fits {
                let message = Label::both("这一行没有这样的人员列。", "The rows have no such column of people.");
                self.error("MW0313", &format!("assign/{index}"), message);
            }
        }
    }

    /// Checks the flow that is called.
    pub fn called(&mut self, called: &FlowId) {
        if *called != self.flow.id && !self.environment.flows.contains_key(called) {
            let message = Label::both(format!("同一表单没有流程「{called}」。"), format!("No flow “{called}” runs over the same form."));
            let hint = hint(called.as_str(), self.environment.flows.keys().map(FlowId::as_str));
            self.error_with("MW0701", "flow", message, hint);
        }
        if self.environment.flows.get(called).is_some_and(|flow| !flow.clocks.is_empty() && flow.id != self.flow.id) {
            let message = Label::both(
                format!("子流程「{called}」的计时在这里不起作用：只有单据自己的流程计时。"),
                format!("The clocks of the flow “{called}” have no effect here: only the flow with which a case begins counts."),
            );
            self.warn("MW0516", "flow", message);
        }
    }

    pub fn error(&mut self, code: &str, place: &str, message: Label) {
        self.findings.push(error(self.flow, code, format!("{}/{place}", self.base), message));
    }

    pub fn warn(&mut self, code: &str, place: &str, message: Label) {
        self.findings.push(warning(self.flow, code, format!("{}/{place}", self.base), message));
    }

    pub fn error_with(&mut self, code: &str, place: &str, message: Label, hint: Option<Label>) {
        let finding = error(self.flow, code, format!("{}/{place}", self.base), message);
        self.findings.push(match hint {
            Some(hint) => finding.with_hint(hint),
            None => finding,
        });
    }

    pub fn known_field(&mut self, field: &FieldId, place: &str) {
        if !self.scope.fields.contains_key(field.as_str()) {
            let message = Label::both(format!("表单没有字段「{field}」。"), format!("The form has no field “{field}”."));
            let hint = hint(field.as_str(), self.scope.fields.keys().map(FieldId::as_str));
            self.error_with("MW0304", place, message, hint);
        }
    }

    fn reference_field(&mut self, field: &FieldId, target: &ReferenceTarget, place: &str) {
        let Some(known) = self.scope.fields.get(field.as_str()) else { return self.known_field(field, place) };
        let fits = match &known.value_type {
            ValueType::Reference(found) => found == target,
            ValueType::List(item) => **item == ValueType::Reference(target.clone()),
            _ => false,
        };
        if !fits {
            let (zh, en) = if *target == ReferenceTarget::User { ("人员", "people") } else { ("部门", "departments") };
            let message = Label::both(format!("字段「{field}」不是{zh}字段。"), format!("The field “{field}” does not hold {en}."));
            self.error("MW0307", place, message);
        }
    }

    pub fn role(&mut self, role: &str, place: &str) {
        if !self.environment.roles.contains(role) {
            let message = Label::both(
                format!("应用没有角色「{role}」，这一步找不到处理人。"),
                format!("The app has no role “{role}”, so the step finds nobody."),
            );
            let hint = hint(role, self.environment.roles.iter().map(|role| role.as_str()));
            self.error_with("MW0302", place, message, hint);
        }
    }

    fn slot(&mut self, slot: &SlotId, wanted: SlotKind, place: &str) {
        match self.environment.slots.get(slot) {
            None => {
                let message = Label::both(
                    format!("应用没有占位「{slot}」，这一步找不到处理人。"),
                    format!("The app has no slot “{slot}”, so the step finds nobody."),
                );
                let hint = hint(slot.as_str(), self.environment.slots.keys().map(|slot| slot.as_str()));
                self.error_with("MW0303", place, message, hint);
            }
            Some(kind) if *kind != wanted => {
                let message = Label::both(format!("占位「{slot}」的种类不对。"), format!("The slot “{slot}” is bound to another kind of thing."));
                self.error("MW0308", place, message);
            }
            Some(_) => {}
        }
    }

    pub fn earlier_step(&mut self, node: &NodeId, place: &str) {
        let known = self.flow.nodes.iter().position(|other| other.id == *node);
        let is_task = known.and_then(|index| self.behaviours.get(index)).and_then(Option::as_ref).is_some_and(|behaviour| behaviour.task().is_some());
        if !is_task {
            let message = Label::both(format!("没有人工步骤「{node}」。"), format!("There is no step for people “{node}”."));
            self.error("MW0305", place, message);
        } else if self.node.is_some_and(|own| !leads_to(self.flow, node, &own.id)) {
            let message = Label::both(
                format!("步骤「{node}」不会在这一步之前完成，因此找不到处理人。"),
                format!("The step “{node}” is never done before this one, so nobody is found."),
            );
            self.findings.push(warning(self.flow, "MW0309", format!("{}/{place}", self.base), message));
        }
    }
}

fn leads_to(flow: &Flow, from: &NodeId, to: &NodeId) -> bool {
    let mut seen = BTreeSet::from([from]);
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        for next in flow.edges.iter().filter(|edge| edge.from == *at).map(|edge| &edge.to) {
            if next == to {
                return true;
            }
            if seen.insert(next) {
                open.push(next);
            }
        }
    }
    false
}

/// A hint with the known name that is most like a wrong one.
pub(super) fn hint<'n>(wrong: &str, known: impl Iterator<Item = &'n str>) -> Option<Label> {
    definition::suggest::nearest(wrong, known).map(|name| Label::both(format!("你是否想用「{name}」？"), format!("Did you mean “{name}”?")))
}
