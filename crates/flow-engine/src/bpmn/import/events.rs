//! Events: where a flow begins and ends, and what it waits for.

use super::{Outcome, process::Converter};
use crate::{
    Until,
    bpmn::{duration, tree::Element, words},
};
use serde_json::json;
use value::{FieldId, Label};

/// What an event waits for or does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event<'e> {
    None,
    Timer(&'e Element),
    Message(&'e Element),
    Signal(&'e Element),
    Error,
    Terminate,
    Link(&'e Element),
    /// Conditional, escalation, compensation, cancellation.
    Other(&'e Element),
}

/// The event of an element; the first when it has several.
pub(super) fn event_of(element: &Element) -> Event<'_> {
    let Some(definition) = element.children.iter().find(|child| child.is(&child.name) && child.name.ends_with("EventDefinition")) else {
        return Event::None;
    };
    match definition.name.as_str() {
        "timerEventDefinition" => Event::Timer(definition),
        "messageEventDefinition" => Event::Message(definition),
        "signalEventDefinition" => Event::Signal(definition),
        "errorEventDefinition" => Event::Error,
        "terminateEventDefinition" => Event::Terminate,
        "linkEventDefinition" => Event::Link(definition),
        _ => Event::Other(definition),
    }
}

impl<'c> Converter<'c, '_> {
    pub fn start(&mut self, element: &'c Element) {
        let is_second = self.nodes.iter().any(|node| node.kind == "start");
        _ = self.plain(element, "start");
        if is_second {
            let message = Label::both(
                "一个流程只有一个起点；请只保留一个，其余的改为单独的流程。",
                "A flow has one start only; keep one, and make flows of the others.",
            );
            self.tell(element, Outcome::Unfinished, message);
        }
        if event_of(element) != Event::None {
            let message = Label::both(
                "流程总是从提交表单开始；按消息、时间或信号启动请建一条新建记录的规则。",
                "A flow always begins when a record is filed; for a start by message, time or signal write a rule that files one.",
            );
            self.tell(element, Outcome::Unfinished, message);
        }
    }

    pub fn end(&mut self, element: &'c Element) {
        let event = event_of(element);
        match event {
            Event::Error => self.with(element, "end", json!({ "result": "rejected" })),
            Event::Terminate => _ = self.plain(element, "terminate"),
            _ => _ = self.plain(element, "end"),
        }
        if !matches!(event, Event::None | Event::Error | Event::Terminate) {
            let message = Label::both(
                "流程在这里结束，但不会发出消息、信号或升级；需要时在规则里发送。",
                "The flow ends here, but sends no message, signal or escalation; send it by a rule.",
            );
            self.tell(element, Outcome::Unfinished, message);
        }
    }

    pub fn catch(&mut self, element: &'c Element) {
        match event_of(element) {
            Event::Timer(timer) => {
                _ = self.plain(element, "timer");
                if let Some(until) = until(timer) {
                    self.set("until", serde_json::to_value(until).unwrap_or_default());
                } else if let Some(minutes) = self.minutes(element, timer) {
                    self.set("after_minutes", minutes.into());
                }
            }
            Event::Message(message) => {
                _ = self.plain(element, "message");
                if let Some(name) = self.message_name(element, message) {
                    self.set("name", name.into());
                }
            }
            Event::Signal(signal) => {
                _ = self.plain(element, "message");
                if let Some(name) = self.signal_name(element, signal) {
                    self.set("name", name.into());
                }
            }
            // What throws the link leads here: see `join_links`.
            Event::Link(_) => _ = self.plain(element, "parallel"),
            Event::None | Event::Error | Event::Terminate | Event::Other(_) => {
                _ = self.plain(element, "message");
                let message = Label::both(
                    "不支持等待这种事件；已换成没有名称的“等待消息”，请改成消息、定时或条件分支。",
                    "This kind of event cannot be waited for; a message without a name stands for it. Make it a message, a timer or a branch.",
                );
                self.tell(element, Outcome::Unfinished, message);
            }
        }
    }

    pub fn throw(&mut self, element: &'c Element) {
        match event_of(element) {
            Event::Link(_) => _ = self.plain(element, "parallel"),
            Event::None => {
                _ = self.plain(element, "parallel");
                let message = Label::both(
                    "只经过、不做事的事件，已换成直接通过的节点。",
                    "An event that does nothing; a node that is passed at once stands for it.",
                );
                self.tell(element, Outcome::Replaced, message);
            }
            _ => {
                _ = self.plain(element, "parallel");
                let message = Label::both(
                    "这里发出的消息、信号、升级或补偿未采用，直接通过；需要时加抄送或规则。",
                    "The message, signal, escalation or compensation that is sent here was left out; the case passes at once. Add a copy or a rule.",
                );
                self.tell(element, Outcome::Unfinished, message);
            }
        }
    }

    pub fn receive(&mut self, element: &'c Element) {
        _ = self.plain(element, "message");
        if let Some(name) = self.message_name(element, element) {
            self.set("name", name.into());
        }
        self.loops_are_left(element);
    }

    /// The name of a message that an element, or the event within, refers to.
    pub fn message_name(&mut self, element: &Element, refers: &Element) -> Option<String> {
        let reference = refers.get("messageRef");
        let name = reference.map(|reference| self.context.model.name_of("message", reference).unwrap_or(reference).to_owned());
        if name.is_none() {
            let message = Label::both("没有说明等待哪个消息；请填写消息名称。", "It does not say which message it waits for; give its name.");
            self.tell_at(element, refers.at, Outcome::Unfinished, message);
        }
        name
    }

    /// A signal reaches everybody, a message one case: close, but not the same.
    pub fn signal_name(&mut self, element: &Element, signal: &Element) -> Option<String> {
        let reference = signal.get("signalRef");
        let name = reference.map(|reference| self.context.model.name_of("signal", reference).unwrap_or(reference).to_owned());
        let message = match &name {
            Some(name) => Label::both(
                format!("没有广播信号；已换成发给本单据的消息「{name}」。"),
                format!("There are no signals to everybody; a message “{name}” to the case stands for it."),
            ),
            None => Label::both("没有说明等待哪个信号；请填写消息名称。", "It does not say which signal it waits for; give a message."),
        };
        self.tell_at(element, signal.at, if name.is_some() { Outcome::Replaced } else { Outcome::Unfinished }, message);
        name
    }

    /// The minutes of a timer.
    pub fn minutes(&mut self, element: &Element, timer: &Element) -> Option<u32> {
        let duration = timer.child("timeDuration");
        let minutes = duration.and_then(|duration| duration::read(duration.words()));
        if minutes.is_none() {
            let said = timer.children.iter().map(Element::words).find(|words| !words.is_empty()).unwrap_or_default();
            let message = Label::both(
                format!("时间「{said}」不是固定的整分钟时长（如 PT2H、P1D）；请填写分钟数。"),
                format!("The time “{said}” is no fixed number of minutes (such as PT2H or P1D); set the minutes."),
            );
            self.tell_at(element, duration.unwrap_or(timer).at, Outcome::Unfinished, message);
        }
        minutes
    }

    /// An event that throws a link goes on where the link of the same name is caught.
    pub fn join_links(&mut self) {
        let name = |index: usize, thrown: bool| {
            let element = self.elements.get(index).copied().flatten()?;
            let fits = element.name == if thrown { "intermediateThrowEvent" } else { "intermediateCatchEvent" };
            match event_of(element) {
                Event::Link(link) if fits => Some((link.get("name").or_else(|| element.get("name")).unwrap_or_default(), element)),
                _ => None,
            }
        };
        let mut pairs = Vec::new();
        let mut lost = Vec::new();
        for from in 0..self.nodes.len() {
            let Some((link, element)) = name(from, true) else { continue };
            match (0..self.nodes.len()).find(|to| name(*to, false).is_some_and(|(caught, _)| caught == link)) {
                Some(to) => pairs.push((from, to)),
                None => lost.push(element),
            }
        }
        for (from, to) in pairs {
            let id = |index: usize| self.nodes.get(index).map(|node| node.id.clone());
            if let (Some(from), Some(to)) = (id(from), id(to)) {
                let name = format!("link_{from}");
                _ = self.link(from, to, &name);
            }
        }
        for element in lost {
            let message = Label::both("没有同名的链接接收事件；请连到下一步。", "No event catches this link; lead it to the next step.");
            self.tell(element, Outcome::Unfinished, message);
        }
    }
}

/// The moment in a field until which a timer waits, in the words of our formulas.
pub(super) fn until(timer: &Element) -> Option<Until> {
    let date = timer.child("timeDate").filter(|date| date.get("language") == Some(words::FORMULA))?;
    let field = FieldId::parse(date.words().strip_prefix('{')?.strip_suffix('}')?).ok()?;
    Some(Until { field, before: None, after: None })
}
