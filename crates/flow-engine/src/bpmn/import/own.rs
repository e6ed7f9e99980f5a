//! What an export of ours keeps beside the words of the standard.

use super::{Outcome, process::Converter};
use crate::bpmn::{
    duration,
    export::plan::{self, Drawn},
    tree::{Attribute, Element},
};
use definition::{Edge, Flow, Node};
use serde_json::Value as Json;
use value::{Label, Locale};

/// The flow of a process, without nodes and edges, and the language of the names in the file.
pub(super) fn flow(process: &Element) -> Option<(Flow, Locale)> {
    let element = process.own("flow")?;
    let mut json: Json = serde_json::from_str(element.words()).ok()?;
    let whole = json.as_object_mut()?;
    whole.insert("nodes".into(), Json::Array(Vec::new()));
    whole.insert("edges".into(), Json::Array(Vec::new()));
    let language = element.attributes.iter().find(|Attribute { name, .. }| name == "language").map(|language| Locale::from_tag(&language.value));
    Some((serde_json::from_value(json).ok()?, language.unwrap_or_default()))
}

/// The node of an element.
pub(super) fn node(element: &Element) -> Option<Node> {
    serde_json::from_str(element.own("node")?.words()).ok()
}

/// The edge of an element.
pub(super) fn edge(element: &Element) -> Option<Edge> {
    serde_json::from_str(element.own("edge")?.words()).ok()
}

/// A label whose text in the language of the file was changed by another tool.
pub(super) fn renamed(label: &Label, language: Locale, name: Option<&str>) -> Label {
    let name = name.unwrap_or_default();
    match label {
        label if label.get(language).trim() == name => label.clone(),
        Label::Texts(texts) if !name.is_empty() => {
            let mut texts = texts.clone();
            texts.insert(language, name.to_owned());
            Label::Texts(texts)
        }
        _ => Label::Plain(name.to_owned()),
    }
}

impl<'c> Converter<'c, '_> {
    /// Takes the node that an element brings along, with what another tool has changed since. No when it brings none that fits.
    pub fn own_node(&mut self, element: &'c Element) -> bool {
        if element.own("node").is_none() {
            return false;
        }
        let Some(mut node) = node(element) else {
            self.tell(
                element,
                Outcome::Unfinished,
                Label::both("保存的设置已损坏，未采用。", "The settings that it brings along are damaged and were left."),
            );
            return false;
        };
        if plan::element_of(&node.kind) != element.name {
            let message = Label::both(
                "元素的类型在别的工具里改过，保存的设置不再适用，未采用。",
                "Another tool has changed what kind of element it is; the settings that it brings along do not fit any more and were left.",
            );
            self.tell(element, Outcome::Unfinished, message);
            return false;
        }
        if !self.node_ids.take(node.id.as_str()) {
            // A copy within the other tool brings the same id along.
            let fresh = self.node_ids.fresh(node.id.as_str(), "step");
            let Ok(id) = value::NodeId::parse(&fresh) else { return false };
            node.id = id;
        }
        node.label = renamed(&node.label, self.written, element.get("name"));
        self.changed_elsewhere(element, &mut node);
        self.own.insert(self.nodes.len());
        self.nodes.push(node);
        self.elements.push(Some(element));
        true
    }

    /// What the words of the standard say differently from the settings counts, where both can say it.
    fn changed_elsewhere(&mut self, element: &'c Element, node: &mut Node) {
        let minutes = || element.child("timerEventDefinition")?.child("timeDuration").and_then(|time| duration::read(time.words()));
        let same_time = element.child("timerEventDefinition").is_some_and(|timer| drawn_as(timer, &plan::drawn_timer(node)));
        let message = || self.context.model.name_of("message", element.child("messageEventDefinition")?.get("messageRef")?);
        let changed: Option<(&str, Json)> = match node.kind.as_str() {
            "timer" if !same_time => minutes().map(|minutes| {
                node.settings.shift_remove("within");
                node.settings.shift_remove("until");
                ("after_minutes", minutes.into())
            }),
            "message" => message().map(|name| ("name", name.into())),
            "call" => element.get("calledElement").map(|called| ("flow", called.into())),
            "service" => element.get("implementation").filter(|service| !service.is_empty()).map(|service| ("service", service.into())),
            _ => None,
        };
        if let Some((key, value)) = changed
            && node.settings.get(key) != Some(&value)
        {
            node.settings.insert(key.to_owned(), value);
        }
        let people: Vec<&str> = element
            .children
            .iter()
            .filter(|child| child.is("potentialOwner") || child.is("performer"))
            .filter_map(|owner| Some(owner.child("resourceAssignmentExpression")?.child("formalExpression")?.words()))
            .collect();
        let loops = element.child("multiInstanceLoopCharacteristics");
        let until = loops.and_then(|loops| loops.child("completionCondition")).map(Element::words);
        let sequential = loops.map(|loops| loops.get("isSequential") == Some("true"));
        let several = plan::several(node);
        let same_loop = several.as_ref().map(|several| several.sequential) == sequential
            && several.and_then(|several| several.until).map(|(until, _)| until).as_deref() == until;
        let same_people = plan::assigned(node).iter().map(plan::who).eq(people);
        let is_for_people = matches!(node.kind.as_str(), "approve" | "handle" | "for_each" | "cc");
        if is_for_people && !(same_loop && same_people) {
            let message = Label::both(
                "处理人或多人方式在别的工具里改过；仍按保存的设置，请核对。",
                "Another tool has changed who gets it or how many have to agree; the settings that it brings along were kept, please look at them.",
            );
            self.tell(element, Outcome::Replaced, message);
        }
    }
}

/// Whether a timer says what the settings would draw.
pub(super) fn drawn_as(timer: &Element, drawn: &Drawn) -> bool {
    match drawn {
        Drawn::Duration(words) => timer.child("timeDuration").is_some_and(|time| time.words() == words),
        Drawn::Date(words) => timer.child("timeDate").is_some_and(|time| time.words() == words),
        Drawn::Nothing => timer.children.is_empty(),
    }
}
