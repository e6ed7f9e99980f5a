//! What nobody has read: told, never dropped.

use super::{Context, Outcome, process::Converter};
use crate::bpmn::{
    tree::{Attribute, Element},
    words,
};
use value::Label;

/// Attributes of the tools that were read, or that only say how a program runs or draws a step.
const READ: &[&str] = &[
    "assignee",
    "candidateUsers",
    "candidateGroups",
    "collection",
    "elementVariable",
    "initiator",
    "dueDate",
    "class",
    "delegateExpression",
    "expression",
    "topic",
    "type",
    "decisionTableReferenceKey",
    "decisionRef",
    "failedJobRetryTimeCycle",
];

/// Attributes of the tools that change nothing about who does what when.
const HARMLESS: &[&str] = &[
    "async",
    "asyncBefore",
    "asyncAfter",
    "asyncLeave",
    "exclusive",
    "priority",
    "jobPriority",
    "taskPriority",
    "category",
    "formKey",
    "formRef",
    "formRefBinding",
    "formRefVersion",
    "formFieldValidation",
    "historyTimeToLive",
    "isStartableInTasklist",
    "versionTag",
    "diagramRelationId",
    "text",
    "dataType",
    "userType",
    "sameDeployment",
    "useLocalScopeForResultVariable",
    "resultVariable",
    "resultVariableName",
    "executionListenerType",
    "localScope",
    "modelId",
    "modelVersion",
    "iconType",
];

/// Elements of the tools that change nothing.
const HARMLESS_ELEMENTS: &[&str] = &["formProperty", "formData", "properties", "initiator-can-complete", "failedJobRetryTimeCycle", "designSupport"];

/// Attributes of the standard that are read, or that say nothing about the run of a flow.
const STANDARD: &[&str] = &[
    "id",
    "name",
    "sourceRef",
    "targetRef",
    "attachedToRef",
    "cancelActivity",
    "default",
    "calledElement",
    "implementation",
    "isExecutable",
    "processType",
    "isClosed",
    "gatewayDirection",
    "isForCompensation",
    "triggeredByEvent",
    "isInterrupting",
    "parallelMultiple",
    "instantiate",
    "eventGatewayType",
    "messageRef",
    "isSequential",
    "scriptFormat",
    "isImmediate",
    "definitionalCollaborationRef",
    "behavior",
];

/// Children of the standard that are read where they stand.
fn is_read(element: &Element, child: &Element) -> bool {
    let read: &[&str] = match element.name.as_str() {
        "process" | "subProcess" | "transaction" => &["laneSet", "multiInstanceLoopCharacteristics", "standardLoopCharacteristics"],
        "sequenceFlow" => &["conditionExpression"],
        "complexGateway" => &["activationCondition"],
        "scriptTask" => &["script"],
        _ => &["multiInstanceLoopCharacteristics", "standardLoopCharacteristics", "potentialOwner", "humanPerformer", "performer"],
    };
    read.contains(&child.name.as_str()) || ["incoming", "outgoing", "extensionElements"].contains(&child.name.as_str())
}

/// Children of the standard that change nothing about who does what when.
const SILENT: &[&str] = &[
    "documentation",
    "textAnnotation",
    "association",
    "group",
    "dataObject",
    "dataObjectReference",
    "dataStoreReference",
    "ioSpecification",
    "property",
    "dataInputAssociation",
    "dataOutputAssociation",
    "dataOutput",
    "dataInput",
    "inputSet",
    "outputSet",
    "auditing",
    "monitoring",
    "categoryValueRef",
];

impl Converter<'_, '_> {
    /// Tells of everything in the process that nobody has read.
    pub fn unread(&mut self) {
        let process = self.process;
        self.context.leftovers(process);
        for element in process.children.iter().filter(|element| super::process::is_flow_element(element)) {
            // A sub-process was looked at as a flow of its own.
            if !element.is("subProcess") && !element.is("transaction") {
                self.context.leftovers(element);
            }
            if element.is("adHocSubProcess") {
                let message = Label::both("自由子流程里的步骤未采用；请手工画出。", "The steps within were left out; draw them by hand.");
                self.tell(element, Outcome::Unfinished, message);
            }
        }
    }
}

impl Context<'_> {
    /// Tells of what stands beside the processes.
    pub fn unread(&mut self, root: &Element) {
        for child in &root.children {
            let message = match (child.space.as_str(), child.name.as_str()) {
                (words::MODEL, "process" | "message" | "signal" | "error") => continue,
                (words::MODEL, "collaboration") => {
                    self.collaboration(child);
                    continue;
                }
                (words::PICTURE, _) => Label::both(
                    "图形的位置不保留：设计器自己排列步骤。",
                    "The places of the shapes are not kept: the designer lays the steps out itself.",
                ),
                _ => Label::both(
                    format!("「{}」与流程运行无关，未采用。", child.name),
                    format!("“{}” has nothing to do with running a flow and was left out.", child.name),
                ),
            };
            self.report.tell_at(child, child.at, Outcome::Ignored, message);
        }
        for process in root.all("process").filter(|process| !super::process::is_something(process)) {
            let message = Label::both("流程是空的，未采用。", "The process is empty and was left out.");
            self.report.tell_at(process, process.at, Outcome::Ignored, message);
        }
    }

    fn collaboration(&mut self, collaboration: &Element) {
        for child in &collaboration.children {
            match child.name.as_str() {
                "participant" if child.get("processRef").is_some() => {}
                "participant" => {
                    let message = Label::both("没有流程的泳池，未采用。", "A pool without a process was left out.");
                    self.report.tell_at(child, child.at, Outcome::Ignored, message);
                }
                "messageFlow" => {
                    let message = Label::both(
                        "泳池之间的消息流未采用；请用消息节点和规则连接两个流程。",
                        "A message between pools was left out; connect the flows by messages and rules.",
                    );
                    self.report.tell_at(child, child.at, Outcome::Unfinished, message);
                }
                _ => self.harmless(child, child),
            }
        }
    }

    fn harmless(&mut self, element: &Element, part: &Element) {
        let message = Label::both(
            format!("「{}」不影响流程运行，未采用。", part.name),
            format!("“{}” changes nothing about the run of a flow and was left out.", part.name),
        );
        self.report.tell_at(element, part.at, Outcome::Ignored, message);
    }

    fn leftovers(&mut self, element: &Element) {
        for attribute in &element.attributes {
            self.attribute(element, attribute);
        }
        for child in &element.children {
            if child.space != words::MODEL {
                self.unknown(element, child);
            } else if super::process::is_flow_element(child) || is_read(element, child) {
                self.within(element, child);
                if child.is("extensionElements") {
                    child.children.iter().for_each(|extension| self.extension(element, extension));
                }
            } else if SILENT.contains(&child.name.as_str()) {
                self.harmless(element, child);
            } else if child.name.ends_with("EventDefinition") {
                let first = element.children.iter().find(|known| known.name.ends_with("EventDefinition"));
                if first.is_some_and(|first| first.at != child.at) {
                    let message = Label::both("一个事件只能等待一件事；其余的未采用。", "An event waits for one thing; the others were left out.");
                    self.report.tell_at(element, child.at, Outcome::Unfinished, message);
                }
            } else {
                self.unknown(element, child);
            }
        }
    }

    /// What nobody has read of a loop or a condition.
    fn within(&mut self, element: &Element, part: &Element) {
        let read: &[&str] = match part.name.as_str() {
            "multiInstanceLoopCharacteristics" => &["loopCardinality", "completionCondition", "loopDataInputRef", "inputDataItem"],
            "conditionExpression" => &[],
            _ => return,
        };
        for attribute in part.attributes.iter().filter(|attribute| attribute.name != "language") {
            self.attribute(element, attribute);
        }
        for child in part.children.iter().filter(|child| !(child.space == words::MODEL && read.contains(&child.name.as_str()))) {
            match child.is("extensionElements") {
                true => child.children.iter().for_each(|extension| self.extension(element, extension)),
                false => self.unknown(element, child),
            }
        }
    }

    fn attribute(&mut self, element: &Element, Attribute { space, name, value }: &Attribute) {
        let of_tool = words::TOOLS.contains(&space.as_str());
        let no_value = value.trim().is_empty();
        if no_value || (space.is_empty() && STANDARD.contains(&name.as_str())) || (of_tool && READ.contains(&name.as_str())) {
            return;
        }
        if [words::SCHEMA_INSTANCE, words::XML].contains(&space.as_str()) {
            return;
        }
        let default = space.is_empty() && matches!((name.as_str(), value.as_str()), ("startQuantity" | "completionQuantity", "1"));
        if default || (of_tool && HARMLESS.contains(&name.as_str())) || !(of_tool || space.is_empty()) {
            let message = Label::both(
                format!("设置「{name}」不影响流程运行，未采用。"),
                format!("The setting “{name}” changes nothing about the run of a flow and was left out."),
            );
            return self.report.tell_at(element, element.at, Outcome::Ignored, message);
        }
        let message = Label::both(
            format!("设置「{name} = {value}」未采用；需要时手工设置。"),
            format!("The setting “{name} = {value}” was not taken; set it by hand if it is needed."),
        );
        self.report.tell_at(element, element.at, Outcome::Unfinished, message);
    }

    fn extension(&mut self, element: &Element, extension: &Element) {
        if extension.space == words::OWN {
            return;
        }
        let of_tool = words::TOOLS.contains(&extension.space.as_str());
        if !of_tool || HARMLESS_ELEMENTS.contains(&extension.name.as_str()) {
            return self.harmless(element, extension);
        }
        let message = if extension.name.ends_with("Listener") {
            Label::both(
                "监听器（listener）的程序不在文件里，未采用；请改用规则。",
                "The program of the listener is not part of the file and was left out; write a rule.",
            )
        } else {
            let said = extension.attributes.iter().map(|attribute| attribute.value.as_str()).next().unwrap_or_default();
            Label::both(
                format!("扩展「{} {said}」未采用；需要时手工设置。", extension.name),
                format!("The extension “{} {said}” was not taken; set it by hand if it is needed.", extension.name),
            )
        };
        self.report.tell_at(element, extension.at, Outcome::Unfinished, message);
    }

    fn unknown(&mut self, element: &Element, child: &Element) {
        let message = Label::both(
            format!("「{}」未采用；需要时手工补上。", child.name),
            format!("“{}” was not taken; add it by hand if it is needed.", child.name),
        );
        self.report.tell_at(element, child.at, Outcome::Unfinished, message);
    }
}
