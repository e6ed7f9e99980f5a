//! A flow in the words of BPMN 2.0.

mod lanes;
mod layout;
mod picture;
pub(super) mod plan;
mod route;
mod writer;

use crate::{
    bpmn::export::plan::{Drawn, Side, SideEvent},
    bpmn::words,
};
use definition::{Edge, Flow, Node};
use lanes::Lane;
use std::collections::BTreeMap;
use value::{EdgeId, Label, Locale, RoleId};
use writer::{Writer, json};

/// How things are called in the file.
#[derive(Debug, Clone)]
pub struct Wording<'a> {
    /// In which language.
    pub locale: Locale,
    /// The names of the app's roles, for lanes.
    pub roles: &'a BTreeMap<RoleId, Label>,
}

/// Writes a flow with its picture. Reading the file again gives the same flow.
pub fn export(flow: &Flow, wording: &Wording<'_>) -> String {
    let lanes = lanes::lanes(flow, wording);
    let mut out = Exporter { flow, wording, sources: plan::sources(flow), messages: plan::messages(flow), writer: Writer::new() };
    out.definitions(&lanes);
    out.writer.finish()
}

struct Exporter<'a> {
    flow: &'a Flow,
    wording: &'a Wording<'a>,
    sources: BTreeMap<&'a EdgeId, String>,
    messages: Vec<String>,
    writer: Writer,
}

fn at(key: &'static str, value: impl ToString) -> (&'static str, String) {
    (key, value.to_string())
}

impl Exporter<'_> {
    fn definitions(&mut self, lanes: &[Lane]) {
        self.writer.open(
            "bpmn:definitions",
            &[
                at("xmlns:bpmn", words::MODEL),
                at("xmlns:bpmndi", words::PICTURE),
                at("xmlns:dc", words::BOUNDS),
                at("xmlns:di", words::LINES),
                at("xmlns:xsi", words::SCHEMA_INSTANCE),
                at("xmlns:mortise", words::OWN),
                at("id", format!("Definitions_{}", self.flow.id)),
                at("name", self.say(&self.flow.label)),
                at("targetNamespace", words::OWN),
                at("expressionLanguage", words::FORMULA),
                at("exporter", "Mortise"),
            ],
        );
        if !lanes.is_empty() {
            self.writer.open("bpmn:collaboration", &[at("id", "Collaboration")]);
            let name = self.say(&self.flow.label);
            self.writer.empty("bpmn:participant", &[at("id", "Participant"), at("name", name), at("processRef", &self.flow.id)]);
            self.writer.close();
        }
        for (number, name) in self.messages.clone().into_iter().enumerate() {
            self.writer.empty("bpmn:message", &[at("id", format!("Message_{number}")), at("name", name)]);
        }
        for (code, label) in self.errors() {
            self.writer.empty("bpmn:error", &[at("id", format!("Error_{code}")), at("name", self.say(&label)), at("errorCode", code)]);
        }
        self.process(lanes);
        picture::write(&mut self.writer, self.flow, lanes, &self.sources);
    }

    /// The errors that the flow raises or catches.
    fn errors(&self) -> Vec<(&'static str, Label)> {
        let sides: Vec<Side> = self.flow.nodes.iter().flat_map(|node| plan::drawn(self.flow, node)).collect();
        let caught = |code| sides.iter().any(|side| side.on == SideEvent::Error(code));
        let rejected = caught(words::REJECTED) || self.flow.nodes.iter().any(ends_rejected);
        let rejection = rejected.then(|| (words::REJECTED, Label::both("不通过", "Turned down")));
        let fault = caught(words::FAULT).then(|| (words::FAULT, Label::both("调用失败", "Call failed")));
        rejection.into_iter().chain(fault).collect()
    }

    fn process(&mut self, lanes: &[Lane]) {
        let flow = self.flow;
        self.writer.open("bpmn:process", &[at("id", &flow.id), at("name", self.say(&flow.label)), at("isExecutable", "true")]);
        let mut whole = serde_json::to_value(flow).unwrap_or_default();
        if let Some(whole) = whole.as_object_mut() {
            whole.remove("nodes");
            whole.remove("edges");
        }
        self.extension("mortise:flow", &[at("language", self.wording.locale.tag())], &json(&whole));
        if !lanes.is_empty() {
            self.writer.open("bpmn:laneSet", &[at("id", "LaneSet")]);
            for lane in lanes {
                self.writer.open("bpmn:lane", &[at("id", &lane.id), at("name", &lane.name)]);
                for index in &lane.nodes {
                    let Some(node) = flow.nodes.get(*index) else { continue };
                    self.writer.leaf("bpmn:flowNodeRef", &[], &plan::node_id(node));
                    for side in plan::drawn(flow, node) {
                        self.writer.leaf("bpmn:flowNodeRef", &[], &side.id);
                    }
                }
                self.writer.close();
            }
            self.writer.close();
        }
        for node in &flow.nodes {
            self.node(node);
        }
        for edge in &flow.edges {
            self.way(edge);
        }
        self.writer.close();
    }

    fn extension(&mut self, name: &'static str, attributes: &[(&str, String)], text: &str) {
        self.writer.open("bpmn:extensionElements", &[]);
        self.writer.leaf(name, attributes, text);
        self.writer.close();
    }

    fn say(&self, label: &Label) -> String {
        label.get(self.wording.locale).to_owned()
    }

    fn node(&mut self, node: &Node) {
        let element = plan::element_of(&node.kind);
        let name = qualified(element);
        let id = plan::node_id(node);
        let mut attributes = vec![at("id", &id), at("name", self.say(&node.label))];
        let default = self.flow.edges.iter().find(|edge| edge.from == node.id && edge.default);
        if let Some(edge) = default.filter(|_| plan::has_default(element)) {
            attributes.push(at("default", plan::way_id(&edge.id)));
        }
        if let Some(called) = plan::setting::<String>(node, "flow").filter(|_| node.kind == "call") {
            attributes.push(at("calledElement", called));
        }
        if let Some(service) = plan::setting::<String>(node, "service").filter(|_| node.kind == "service") {
            attributes.push(at("implementation", service));
        }
        self.writer.open(name, &attributes);
        self.extension("mortise:node", &[], &json(node));
        self.ways_of(&id, Some(node));
        match node.kind.as_str() {
            "approve" | "handle" | "for_each" | "cc" => self.people(node),
            "end" if ends_rejected(node) => self.error(words::REJECTED),
            "terminate" => self.writer.empty("bpmn:terminateEventDefinition", &[]),
            "timer" => self.timer(&plan::drawn_timer(node)),
            "message" => self.message(plan::setting(node, "name")),
            "join" => {
                let need = plan::setting::<u32>(node, "need").unwrap_or_default();
                let incoming = self.flow.edges.iter().filter(|edge| edge.to == node.id).count();
                let condition = format!("${{nrOfTokens >= {}}}", if need == 0 { incoming.to_string() } else { need.to_string() });
                self.writer.leaf("bpmn:activationCondition", &[at("xsi:type", "bpmn:tFormalExpression"), at("language", "juel")], &condition);
            }
            _ => {}
        }
        self.writer.close();
        for side in plan::drawn(self.flow, node) {
            self.side(&id, &side);
        }
    }

    /// The edges that come in and go out, as the standard wants them told at the node, too.
    fn ways_of(&mut self, id: &str, node: Option<&Node>) {
        for edge in self.flow.edges.iter().filter(|edge| node.is_some_and(|node| node.id == edge.to)) {
            self.writer.leaf("bpmn:incoming", &[], &plan::way_id(&edge.id));
        }
        for edge in self.flow.edges.iter().filter(|edge| self.sources.get(&edge.id).is_some_and(|source| source == id)) {
            self.writer.leaf("bpmn:outgoing", &[], &plan::way_id(&edge.id));
        }
    }

    fn people(&mut self, node: &Node) {
        let role = if node.kind == "cc" { "bpmn:performer" } else { "bpmn:potentialOwner" };
        for assign in plan::assigned(node) {
            self.writer.open(role, &[]);
            self.writer.open("bpmn:resourceAssignmentExpression", &[]);
            self.writer.leaf("bpmn:formalExpression", &[at("language", "juel")], &plan::who(&assign));
            self.writer.close();
            self.writer.close();
        }
        let Some(several) = plan::several(node) else { return };
        let sequential = if several.sequential { "true" } else { "" };
        self.writer.open("bpmn:multiInstanceLoopCharacteristics", &[at("isSequential", sequential)]);
        if let Some(over) = several.over {
            let attributes = [at("xsi:type", "bpmn:tFormalExpression"), at("language", words::FORMULA)];
            self.writer.leaf("bpmn:loopCardinality", &attributes, &format!("COUNT({over})"));
        }
        if let Some((condition, is_formula)) = several.until {
            let language = if is_formula { words::FORMULA } else { "juel" };
            let attributes = [at("xsi:type", "bpmn:tFormalExpression"), at("language", language)];
            self.writer.leaf("bpmn:completionCondition", &attributes, &condition);
        }
        self.writer.close();
    }

    fn error(&mut self, code: &str) {
        self.writer.empty("bpmn:errorEventDefinition", &[at("errorRef", format!("Error_{code}"))]);
    }

    fn timer(&mut self, time: &Drawn) {
        self.writer.open("bpmn:timerEventDefinition", &[]);
        let expression = at("xsi:type", "bpmn:tFormalExpression");
        match time {
            Drawn::Duration(words) => self.writer.leaf("bpmn:timeDuration", &[expression], words),
            Drawn::Date(formula) => self.writer.leaf("bpmn:timeDate", &[expression, at("language", words::FORMULA)], formula),
            Drawn::Nothing => {}
        }
        self.writer.close();
    }

    fn message(&mut self, name: Option<String>) {
        let number = name.and_then(|name| self.messages.iter().position(|known| *known == name));
        let reference = number.map(|number| format!("Message_{number}")).unwrap_or_default();
        self.writer.empty("bpmn:messageEventDefinition", &[at("messageRef", reference)]);
    }

    fn side(&mut self, host: &str, side: &Side) {
        let stays = if side.goes_on { "false" } else { "" };
        self.writer.open("bpmn:boundaryEvent", &[at("id", &side.id), at("attachedToRef", host), at("cancelActivity", stays)]);
        self.ways_of(&side.id, None);
        match &side.on {
            SideEvent::Time(time) => self.timer(time),
            SideEvent::Message(name) => self.message(Some(name.clone())),
            SideEvent::Error(code) => self.error(code),
        }
        self.writer.close();
    }

    fn way(&mut self, edge: &Edge) {
        let node = |id: &value::NodeId| self.flow.nodes.iter().find(|node| node.id == *id).map_or_else(|| format!("Activity_{id}"), plan::node_id);
        let source = self.sources.get(&edge.id).cloned().unwrap_or_else(|| node(&edge.from));
        let attributes =
            [at("id", plan::way_id(&edge.id)), at("name", self.say(&edge.label)), at("sourceRef", source), at("targetRef", node(&edge.to))];
        self.writer.open("bpmn:sequenceFlow", &attributes);
        self.extension("mortise:edge", &[], &json(edge));
        if let Some(when) = &edge.when {
            let attributes = [at("xsi:type", "bpmn:tFormalExpression"), at("language", words::FORMULA)];
            self.writer.leaf("bpmn:conditionExpression", &attributes, &when.0);
        }
        self.writer.close();
    }
}

/// Whether the flow ends here as turned down.
pub(super) fn ends_rejected(node: &Node) -> bool {
    node.kind == "end" && plan::setting::<String>(node, "result").as_deref() == Some("rejected")
}

/// The name of an element with its prefix.
fn qualified(element: &'static str) -> &'static str {
    match element {
        "startEvent" => "bpmn:startEvent",
        "endEvent" => "bpmn:endEvent",
        "userTask" => "bpmn:userTask",
        "exclusiveGateway" => "bpmn:exclusiveGateway",
        "parallelGateway" => "bpmn:parallelGateway",
        "inclusiveGateway" => "bpmn:inclusiveGateway",
        "complexGateway" => "bpmn:complexGateway",
        "eventBasedGateway" => "bpmn:eventBasedGateway",
        "intermediateCatchEvent" => "bpmn:intermediateCatchEvent",
        "callActivity" => "bpmn:callActivity",
        "serviceTask" => "bpmn:serviceTask",
        "sendTask" => "bpmn:sendTask",
        _ => "bpmn:task",
    }
}
