//! Sequence flows and their conditions.

use super::{
    Outcome, own,
    process::{Converter, Spot},
};
use crate::bpmn::{export::plan, juel, tree::Element, words};
use definition::{Edge, FormulaText};
use value::{EdgeId, Label, NodeId};

impl<'c> Converter<'c, '_> {
    pub fn way(&mut self, element: &'c Element) {
        let spot = |key| element.get(key).and_then(|id| self.spots.get(id)).copied();
        let (source, target) = (spot("sourceRef"), spot("targetRef"));
        let (Some(source), Some(Spot::Node(target))) = (source, target) else {
            let message = match (source, target) {
                (None, _) => Label::both("连线的起点不存在，未采用。", "The line begins at nothing and was left out."),
                (_, Some(Spot::LeftOut)) => {
                    Label::both("连线指向未采用的元素，未采用。", "The line leads to something that was left out, and was left out, too.")
                }
                _ => Label::both("连线的终点不存在，未采用。", "The line leads to nothing and was left out."),
            };
            return self.tell(element, Outcome::Unfinished, message);
        };
        let host = match source {
            Spot::Node(node) => node,
            Spot::Border(border) => self.borders.get(border).map(|border| border.host).unwrap_or_default(),
            Spot::LeftOut => {
                let message =
                    Label::both("连线来自未采用的元素，未采用。", "The line comes from something that was left out, and was left out, too.");
                return self.tell(element, Outcome::Unfinished, message);
            }
        };
        let id_of = |index: usize| self.nodes.get(index).map(|node| node.id.clone());
        let (Some(from), Some(to)) = (id_of(host), id_of(target)) else { return };
        let Some(edge) = self.edge(element, source, from, to) else { return };
        if let Spot::Border(border) = source {
            self.out_of_border(border, edge);
        } else {
            self.edges.push(edge);
        }
    }

    /// The edge of a sequence flow.
    fn edge(&mut self, element: &'c Element, source: Spot, from: NodeId, to: NodeId) -> Option<Edge> {
        let own = own::edge(element);
        let id = match &own {
            Some(own) if self.edge_ids.take(own.id.as_str()) => own.id.clone(),
            _ => {
                let name = element.get("id").map_or_else(|| format!("{from}_to_{to}"), str::to_owned);
                EdgeId::parse(&self.edge_ids.fresh(&name, &format!("{from}_to_{to}"))).ok()?
            }
        };
        let starts_at = match source {
            Spot::Node(node) => self.elements.get(node).copied().flatten(),
            Spot::Border(_) | Spot::LeftOut => None,
        };
        let name = element.get("name");
        let mut label = match &own {
            Some(own) => own::renamed(&own.label, self.written, name),
            None => name.map(Label::from).unwrap_or_default(),
        };
        let mut default = match starts_at {
            Some(source) if plan::has_default(&source.name) => source.get("default").is_some() && source.get("default") == element.get("id"),
            _ => own.as_ref().is_some_and(|own| own.default),
        };
        if own.is_some() {
            self.own_edges.insert(id.clone());
        }
        let mut when = None;
        if let Some(condition) = element.child("conditionExpression") {
            if default && own.is_none() {
                let message = Label::both("默认分支上的条件不起作用，已去掉。", "A condition on the default way has no effect and was taken off.");
                self.tell_at(element, condition.at, Outcome::Ignored, message);
            } else {
                when = self.condition(element, condition);
                if when.is_none() {
                    self.unread_conditions.insert(id.clone());
                    // The words stay where whoever finishes the branch sees them.
                    if label.is_empty() {
                        label = Label::Plain(condition.words().to_owned());
                    }
                }
            }
        }
        // A way at the border of a step is never one of several.
        default &= !matches!(source, Spot::Border(_)) || own.is_some();
        Some(Edge { id, from, to, label, when, default })
    }

    fn condition(&mut self, element: &Element, condition: &Element) -> Option<FormulaText> {
        let is_formula = match condition.get("language") {
            Some(language) => language == words::FORMULA,
            None => self.context.model.language == Some(words::FORMULA) && juel::inside(condition.words()).is_none(),
        };
        if is_formula {
            return Some(FormulaText(condition.words().to_owned()));
        }
        // A language that is not JUEL writes other things in the same way.
        let foreign = condition.get("language").filter(|language| !words::JUEL.contains(language));
        let said = match foreign {
            Some(language) => Err(Label::both(format!("脚本语言「{language}」"), format!("it is written in “{language}”"))),
            None => juel::formula(condition.words(), self.context.around.scope),
        };
        match said {
            Ok(said) => {
                for (name, field) in said.renamed {
                    self.spelled(element, &name, &field);
                }
                Some(FormulaText(said.formula))
            }
            Err(why) => {
                let text = condition.words();
                let message = Label::both(
                    format!("条件「{text}」未采用：{}。请为这个分支填写条件。", why.get(value::Locale::ZhCn)),
                    format!("The condition “{text}” was not taken: {}. Give this branch its condition.", why.get(value::Locale::En)),
                );
                self.tell_at(element, condition.at, Outcome::Unfinished, message);
                None
            }
        }
    }

    /// The way of an event at a border. Several ways are taken all at once.
    fn out_of_border(&mut self, border: usize, edge: Edge) {
        let Some(known) = self.borders.get(border).map(|border| (border.edge.clone(), border.element)) else { return };
        match known {
            (None, _) => {
                if let Some(border) = self.borders.get_mut(border) {
                    border.edge = Some(edge.id.clone());
                }
                self.edges.push(edge);
            }
            (Some(first), element) => {
                let Some(split) = self.split_behind(&first, element) else { return };
                self.edges.push(Edge { from: split, ..edge });
            }
        }
    }

    /// The parallel node behind an edge that had to be split; put in when there is none.
    fn split_behind(&mut self, edge: &EdgeId, element: &Element) -> Option<NodeId> {
        let at = self.edges.iter().position(|known| known.id == *edge)?;
        let target = self.edges.get(at)?.to.clone();
        let is_split = |(index, node): (usize, &definition::Node)| node.id == target && self.elements.get(index) == Some(&None);
        if self.nodes.iter().enumerate().any(is_split) {
            return Some(target);
        }
        let message = Label::both("多条出线同时走；已补一个并行网关。", "All ways out are taken at once; a parallel gateway was put in.");
        self.tell(element, Outcome::Replaced, message);
        let split = self.add(None, &format!("{edge}_split"), "parallel", Label::default())?.id.clone();
        if let Some(edge) = self.edges.get_mut(at) {
            edge.to = split.clone();
        }
        _ = self.link(split.clone(), target, &format!("{edge}_on"));
        Some(split)
    }
}
