//! What the standard leaves unsaid: implicit splits, starts and ends.

use super::{Outcome, process::Converter};
use crate::bpmn::export::plan;
use definition::{Edge, FormulaText};
use std::collections::BTreeSet;
use value::{EdgeId, Label};

impl Converter<'_, '_> {
    pub fn repair(&mut self) {
        let is_ours = |index: usize| self.own.contains(&index);
        let foreign: Vec<usize> = (0..self.nodes.len()).filter(|index| !is_ours(*index)).collect();
        if self.process.own("flow").is_none() {
            self.begin();
        }
        for index in &foreign {
            let kind = self.nodes.get(*index).map(|node| node.kind.clone()).unwrap_or_default();
            match kind.as_str() {
                "exclusive" | "inclusive" => self.unconditional(*index),
                "parallel" | "choice" => self.without_conditions(*index),
                "end" | "terminate" => self.nothing_behind(*index),
                _ => self.split(*index),
            }
        }
        for index in foreign {
            self.finish(index);
        }
    }

    /// The edges out of a node by their numbers, those at its border left out.
    fn out(&self, index: usize) -> Vec<usize> {
        let Some(node) = self.nodes.get(index) else { return Vec::new() };
        let sides: BTreeSet<EdgeId> = plan::sides(node).into_iter().map(|side| side.edge).collect();
        let from_here = |edge: &Edge| edge.from == node.id && !sides.contains(&edge.id);
        self.edges.iter().enumerate().filter(|(_, edge)| from_here(edge)).map(|(number, _)| number).collect()
    }

    /// A process without a start begins at every node to which nothing leads.
    fn begin(&mut self) {
        if self.nodes.iter().any(|node| node.kind == "start") {
            return;
        }
        let begins: Vec<usize> = (0..self.nodes.len())
            .filter(|index| self.nodes.get(*index).is_some_and(|node| !self.edges.iter().any(|edge| edge.to == node.id)))
            .collect();
        let message = Label::both("没有开始事件，已补上。", "There is no start event; one was put in.");
        self.tell(self.process, Outcome::Replaced, message);
        let Some(start) = self.add(None, "start", "start", Label::both("发起", "Start")).map(|node| node.id.clone()) else { return };
        let from = match begins.as_slice() {
            [_] => start,
            _ => {
                let Some(split) = self.add(None, "start_split", "parallel", Label::default()).map(|node| node.id.clone()) else { return };
                _ = self.link(start, split.clone(), "started");
                split
            }
        };
        for index in begins {
            if let Some(to) = self.nodes.get(index).map(|node| node.id.clone()) {
                let name = format!("begin_{to}");
                _ = self.link(from.clone(), to, &name);
            }
        }
    }

    /// A way without a condition out of a branch is always open; the last one is what remains.
    fn unconditional(&mut self, index: usize) {
        let out = self.out(index);
        let element = self.elements.get(index).copied().flatten();
        // A condition that could not be read is told already.
        let conditional = |number: &usize| {
            self.edges.get(*number).is_some_and(|edge| edge.when.is_some() || edge.default || self.unread_conditions.contains(&edge.id))
        };
        let open: Vec<usize> = out.iter().copied().filter(|number| !conditional(number)).collect();
        let has_default = out.iter().any(|number| self.edges.get(*number).is_some_and(|edge| edge.default));
        if out.len() < 2 || open.is_empty() {
            return;
        }
        let is_exclusive = self.nodes.get(index).is_some_and(|node| node.kind == "exclusive");
        for number in open {
            let is_last = is_exclusive && !has_default && out.last() == Some(&number);
            if let Some(edge) = self.edges.get_mut(number) {
                if is_last {
                    edge.default = true;
                } else {
                    edge.when = Some(FormulaText("TRUE".into()));
                }
            }
        }
        if let Some(element) = element {
            let message = Label::both(
                "有的出线没有条件：最后一条作为默认分支，其余视为总是成立。",
                "Some ways out have no condition: the last one is the default, the others always hold.",
            );
            self.tell(element, Outcome::Replaced, message);
        }
    }

    fn without_conditions(&mut self, index: usize) {
        let element = self.elements.get(index).copied().flatten();
        let mut found = false;
        for number in self.out(index) {
            if let Some(edge) = self.edges.get_mut(number).filter(|edge| edge.when.is_some() || edge.default) {
                (edge.when, edge.default) = (None, false);
                found = true;
            }
        }
        if let (true, Some(element)) = (found, element) {
            let message = Label::both(
                "并行或事件网关的出线条件不起作用，已去掉。",
                "Conditions behind a parallel gateway or one of events have no effect and were taken off.",
            );
            self.tell(element, Outcome::Ignored, message);
        }
    }

    fn nothing_behind(&mut self, index: usize) {
        let out: BTreeSet<usize> = self.out(index).into_iter().collect();
        let element = self.elements.get(index).copied().flatten();
        if let (false, Some(element)) = (out.is_empty(), element) {
            let message = Label::both("结束事件不能有出线，已去掉。", "No way may lead out of an end; it was left out.");
            self.tell(element, Outcome::Unfinished, message);
            let mut number = 0;
            self.edges.retain(|_| {
                number += 1;
                !out.contains(&(number - 1))
            });
        }
    }

    /// Several ways out of a step, or a condition on its only one: the gateway that is meant is put in.
    fn split(&mut self, index: usize) {
        let out = self.out(index);
        let edges = || out.iter().filter_map(|number| self.edges.get(*number));
        let conditional = edges().any(|edge| edge.when.is_some() || edge.default || self.unread_conditions.contains(&edge.id));
        if out.len() < 2 && !conditional {
            return;
        }
        let (kind, name) = if conditional { ("inclusive", "包容网关") } else { ("parallel", "并行网关") };
        let Some(from) = self.nodes.get(index).map(|node| node.id.clone()) else { return };
        if let Some(element) = self.elements.get(index).copied().flatten() {
            let message = Label::both(
                format!("步骤有多条出线或带条件；已在后面补一个{name}。"),
                format!("The step has several ways out or a condition; a gateway ({kind}) was put in behind it."),
            );
            self.tell(element, Outcome::Replaced, message);
        }
        let Some(gateway) = self.add(None, &format!("{from}_split"), kind, Label::default()).map(|node| node.id.clone()) else { return };
        for number in &out {
            if let Some(edge) = self.edges.get_mut(*number) {
                edge.from = gateway.clone();
            }
        }
        let name = format!("{from}_done");
        _ = self.link(from, gateway, &name);
        if conditional {
            self.unconditional(self.nodes.len() - 1);
        }
    }

    /// A node from which nothing leads on ends its branch.
    fn finish(&mut self, index: usize) {
        let ends = self.nodes.get(index).is_none_or(|node| matches!(node.kind.as_str(), "end" | "terminate"));
        let Some(from) = self.nodes.get(index).filter(|_| !ends && self.out(index).is_empty()).map(|node| node.id.clone()) else { return };
        if let Some(element) = self.elements.get(index).copied().flatten() {
            let message =
                Label::both("后面没有连线，流程在这里结束；已补结束节点。", "Nothing leads on, so the branch ends here; an end was put in.");
            self.tell(element, Outcome::Replaced, message);
        }
        let Some(end) = self.add(None, &format!("{from}_end"), "end", Label::both("结束", "End")).map(|node| node.id.clone()) else { return };
        let name = format!("{from}_ends");
        _ = self.link(from, end, &name);
    }
}
