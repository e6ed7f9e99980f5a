//! Which node an element becomes.

use super::{
    Outcome,
    ids::id_like,
    model::local,
    process::{Converter, take},
};
use crate::bpmn::{duration, tree::Element};
use definition::{Flow, Node};
use serde_json::{Value as Json, json};
use value::Label;

impl<'c> Converter<'c, '_> {
    /// Makes the node of an element. No when nothing could stand for it.
    pub fn node(&mut self, element: &'c Element, flow: &Flow) -> bool {
        if self.own_node(element) {
            return true;
        }
        match element.name.as_str() {
            "startEvent" => self.start(element),
            "endEvent" => self.end(element),
            "intermediateCatchEvent" => self.catch(element),
            "intermediateThrowEvent" => self.throw(element),
            "userTask" | "manualTask" | "task" | "adHocSubProcess" => self.person(element),
            "receiveTask" => self.receive(element),
            "sendTask" => self.send(element),
            "serviceTask" | "scriptTask" | "businessRuleTask" => self.service(element),
            "callActivity" => self.call(element),
            "subProcess" | "transaction" => return self.part(element, flow),
            "exclusiveGateway" => _ = self.plain(element, "exclusive"),
            "parallelGateway" => _ = self.plain(element, "parallel"),
            "inclusiveGateway" => _ = self.plain(element, "inclusive"),
            "eventBasedGateway" => self.choice(element),
            _ => self.complex(element),
        }
        self.compensates(element);
        true
    }

    /// A node with nothing but the name of its element.
    pub fn plain(&mut self, element: &'c Element, kind: &str) -> Option<&mut Node> {
        let label = element.get("name").map(Label::from).unwrap_or_default();
        let id = element.get("id").filter(|id| id_like(id).is_some()).or_else(|| element.get("name")).unwrap_or_default();
        self.add(Some(element), id, kind, label)
    }

    /// A node with these settings.
    pub fn with(&mut self, element: &'c Element, kind: &str, settings: Json) {
        if let (Some(node), Json::Object(settings)) = (self.plain(element, kind), settings) {
            node.settings = settings;
        }
    }

    /// Sets one setting of the node that was made last.
    pub fn set(&mut self, key: &str, value: Json) {
        if let Some(node) = self.nodes.last_mut() {
            node.settings.insert(key.to_owned(), value);
        }
    }

    fn compensates(&mut self, element: &Element) {
        if element.get("isForCompensation") == Some("true") {
            let message = Label::both("没有补偿（compensation）；请改用退回或另一分支。", "There is no compensation; use a return or another way.");
            self.tell(element, Outcome::Unfinished, message);
        }
    }

    fn choice(&mut self, element: &'c Element) {
        _ = self.plain(element, "choice");
        let starts = element.get("instantiate") == Some("true");
        if starts || element.get("eventGatewayType").is_some_and(|sort| sort != "Exclusive") {
            let message = Label::both(
                "事件网关只支持“先发生者走”；启动流程或等待全部事件的方式未采用。",
                "A gateway of events takes whichever comes first; one that starts a process or waits for all of them was not taken as such.",
            );
            self.tell(element, Outcome::Unfinished, message);
        }
    }

    fn complex(&mut self, element: &'c Element) {
        _ = self.plain(element, "join");
        let message = Label::both(
            "复杂网关的条件未读取；已换成“汇聚”，请填写需要几个分支到达。",
            "The condition of the complex gateway was not read; a join stands for it. Say how many branches have to come.",
        );
        self.tell(element, Outcome::Unfinished, message);
    }

    fn service(&mut self, element: &'c Element) {
        let named = ["class", "delegateExpression", "expression", "topic", "type", "decisionTableReferenceKey", "decisionRef"];
        let standard = element.get("implementation").filter(|name| !name.starts_with("##"));
        let name = named.iter().find_map(|key| element.tool(key)).or(standard);
        if name == Some("mail") && element.tool("type") == name {
            return self.send(element);
        }
        let fallback = || element.get("name").or_else(|| element.get("id")).unwrap_or("service");
        self.with(element, "service", json!({ "service": name.unwrap_or_else(fallback) }));
        self.retries(element);
        let message = match element.name.as_str() {
            "scriptTask" => Label::both(
                "脚本不随文件带来；已换成调用服务，请改用规则（脚本动作）或提供同名服务。",
                "Scripts are not taken over; a call of a service stands for it. Write a rule with a script, or offer a service of that name.",
            ),
            "businessRuleTask" => Label::both(
                "决策表不在文件里；已换成调用服务，请建一个决策表规则。",
                "The decision is not part of the file; a call of a service stands for it. Make a rule with a decision table.",
            ),
            _ => Label::both(
                "服务的程序不在文件里；请提供同名服务或改用规则。",
                "The program behind the service is not part of the file; offer a service of that name, or use a rule.",
            ),
        };
        self.tell(element, Outcome::Unfinished, message);
    }

    /// `R3/PT5M`: three more tries, five minutes apart.
    fn retries(&mut self, element: &'c Element) {
        let within = element.child("extensionElements").and_then(|extensions| {
            extensions.children.iter().find(|child| child.name == "failedJobRetryTimeCycle").map(|cycle| (cycle.words(), cycle.at))
        });
        let Some((text, at)) = within.or_else(|| Some((element.tool("failedJobRetryTimeCycle")?, element.at))) else { return };
        let read = || {
            let (number, pause) = text.strip_prefix('R')?.split_once('/')?;
            Some((number.parse::<u32>().ok().filter(|number| (1..=100).contains(number))?, duration::read(pause)?))
        };
        match read() {
            Some((number, pause)) => {
                self.set("retries", number.into());
                self.set("pause_minutes", pause.into());
            }
            None => {
                let message = Label::both(
                    format!("重试设置「{text}」未读取；请写成 R3/PT5M 的形式或手工填写。"),
                    format!("The retries “{text}” were not read; write them like R3/PT5M, or set them by hand."),
                );
                self.tell_at(element, at, Outcome::Unfinished, message);
            }
        }
    }

    fn call(&mut self, element: &'c Element) {
        let called = element.get("calledElement").map(local);
        match called.and_then(id_like) {
            Some(flow) => self.with(element, "call", json!({ "flow": flow })),
            None => {
                _ = self.plain(element, "call");
                let message = Label::both("没有说明调用哪个流程；请选择。", "It does not say which flow is called; choose one.");
                self.tell(element, Outcome::Unfinished, message);
            }
        }
        self.loops_are_left(element);
    }

    /// A sub-process becomes a flow of its own that is called.
    fn part(&mut self, element: &'c Element, flow: &Flow) -> bool {
        if element.get("triggeredByEvent") == Some("true") {
            let message = Label::both(
                "事件子流程未采用；请改用步骤上的时限、消息分支或规则。",
                "A sub-process that an event triggers was left out; use a deadline or message at a step, or a rule.",
            );
            self.tell(element, Outcome::Unfinished, message);
            return false;
        }
        if element.name == "transaction" {
            let message =
                Label::both("事务子流程按普通子流程处理，不会回滚。", "A transaction is taken as a common sub-process; nothing is rolled back.");
            self.tell(element, Outcome::Replaced, message);
        }
        let called = take(element, Some(flow), self.context);
        self.with(element, "call", called.map_or_else(|| json!({}), |called| json!({ "flow": called })));
        self.loops_are_left(element);
        self.compensates(element);
        true
    }

    /// Loops around anything but a step for people.
    pub fn loops_are_left(&mut self, element: &Element) {
        for name in ["multiInstanceLoopCharacteristics", "standardLoopCharacteristics"] {
            if let Some(loops) = element.child(name) {
                let message = Label::both(
                    "这一步的循环或多实例未采用，只执行一次；请用条件分支和回边写出循环。",
                    "The loop around this step was left out, it runs once; draw the loop with a branch that leads back.",
                );
                self.tell_at(element, loops.at, Outcome::Unfinished, message);
            }
        }
    }
}
