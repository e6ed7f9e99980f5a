//! Events at the border of a step.

use super::{
    Outcome,
    events::{Event, event_of, until},
    own::drawn_as,
    process::{Converter, Spot},
};
use crate::{
    Boundary, OnReject, Trigger,
    bpmn::{export::plan, tree::Element},
};
use serde_json::{Value as Json, json};
use value::{CalendarId, EdgeId, Label};

/// An event at the border of a node.
#[derive(Debug)]
pub(super) struct Border<'c> {
    pub host: usize,
    pub element: &'c Element,
    pub event: BorderEvent,
    /// The way that it takes.
    pub edge: Option<EdgeId>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum BorderEvent {
    Trigger {
        on: Trigger,
        calendar: Option<CalendarId>,
        goes_on: bool,
    },
    /// The step was turned down or failed.
    Error,
}

impl<'c> Converter<'c, '_> {
    pub fn border(&mut self, element: &'c Element) {
        let host = element.get("attachedToRef").and_then(|host| self.spots.get(host)).copied();
        let spot = match host {
            Some(Spot::Node(host)) => match self.border_event(element, host) {
                Some(event) => {
                    self.borders.push(Border { host, element, event, edge: None });
                    Spot::Border(self.borders.len() - 1)
                }
                None => Spot::LeftOut,
            },
            Some(_) => Spot::LeftOut,
            None => {
                let message = Label::both("边界事件没有附着在已知的步骤上，未采用。", "The event is attached to no known step and was left out.");
                self.tell(element, Outcome::Unfinished, message);
                Spot::LeftOut
            }
        };
        if let Some(id) = element.get("id") {
            self.spots.entry(id).or_insert(spot);
        }
    }

    /// Whether an error leaves a task.
    pub fn has_error_border(&self, host: &Element) -> bool {
        let attached =
            |event: &&Element| event.is("boundaryEvent") && event.get("attachedToRef").is_some() && event.get("attachedToRef") == host.get("id");
        self.process.children.iter().filter(attached).any(|event| event_of(event) == Event::Error)
    }

    fn border_event(&mut self, element: &'c Element, host: usize) -> Option<BorderEvent> {
        let kind = self.nodes.get(host).map(|node| node.kind.clone()).unwrap_or_default();
        let goes_on = element.get("cancelActivity") == Some("false");
        let is_second = event_of(element) == Event::Error && self.borders.iter().any(|known| known.host == host && known.event == BorderEvent::Error);
        let waits = matches!(kind.as_str(), "approve" | "handle" | "for_each" | "call" | "case" | "service");
        if let (Event::Timer(timer), true) = (event_of(element), waits)
            && let Some(kept) = self.kept_time(element, timer, host)
        {
            return Some(BorderEvent::Trigger { on: kept.on, calendar: kept.calendar, goes_on });
        }
        let on = match event_of(element) {
            Event::Timer(timer) if waits && until(timer).is_some() => Trigger::Until(until(timer)?),
            Event::Timer(timer) if waits => Trigger::AfterMinutes(self.minutes(element, timer)?),
            Event::Message(message) if waits => Trigger::Message(self.message_name(element, message)?),
            Event::Signal(signal) if waits => Trigger::Message(self.signal_name(element, signal)?),
            Event::Error if !is_second && matches!(kind.as_str(), "approve" | "call" | "case" | "service") => return Some(BorderEvent::Error),
            _ => {
                let message = Label::both(
                    "这种边界事件在这一步上不支持，未采用；请改用时限、消息或审批的“不同意”分支。",
                    "This kind of event cannot be at the border of this step and was left out; use a time, a message, or the way of a rejection.",
                );
                self.tell(element, Outcome::Unfinished, message);
                return None;
            }
        };
        Some(BorderEvent::Trigger { on, calendar: None, goes_on })
    }

    /// What the settings of a step say about a time at its border, if the drawing still says the same.
    fn kept_time(&self, element: &Element, timer: &Element, host: usize) -> Option<Boundary> {
        let node = self.nodes.get(host)?;
        let before: Vec<Boundary> = plan::setting(node, "boundary")?;
        let number: usize = element.get("id")?.rsplit_once('_')?.1.parse().ok()?;
        let kept = before.into_iter().nth(number)?;
        plan::drawn_time(&kept.on).is_some_and(|drawn| drawn_as(timer, &drawn)).then_some(kept)
    }

    /// Writes the events at the borders into the settings of their steps.
    pub fn settle_sides(&mut self) {
        for host in 0..self.nodes.len() {
            let (mut boundary, mut error) = (Vec::new(), None);
            for border in self.borders.iter().filter(|border| border.host == host) {
                match (&border.event, &border.edge) {
                    (BorderEvent::Trigger { on, calendar, goes_on }, Some(edge)) => {
                        boundary.push(Boundary { on: on.clone(), calendar: calendar.clone(), edge: edge.clone(), goes_on: *goes_on });
                    }
                    (BorderEvent::Error, Some(edge)) => error = Some(edge.clone()),
                    (_, None) => {}
                }
            }
            self.settle(host, boundary, error);
        }
        let dangling: Vec<&Element> = self.borders.iter().filter(|border| border.edge.is_none()).map(|border| border.element).collect();
        for element in dangling {
            let message = Label::both("边界事件没有出线，未采用。", "No way leads out of the event; it was left out.");
            self.tell(element, Outcome::Unfinished, message);
        }
    }

    fn settle(&mut self, host: usize, mut boundary: Vec<Boundary>, error: Option<EdgeId>) {
        let is_known = |edge: &EdgeId| self.edges.iter().any(|known| known.id == *edge);
        let Some(node) = self.nodes.get(host) else { return };
        // What comes back as it was written is kept as it was written, and so is what names an edge that is not there: checking tells.
        let before: Vec<Boundary> = plan::setting(node, "boundary").unwrap_or_default();
        let (drawn, dangling): (Vec<_>, Vec<_>) = before.into_iter().partition(|boundary| is_known(&boundary.edge));
        let key = if node.kind == "service" { "on_fault" } else { "on_reject" };
        let now: Option<EdgeId> = match plan::setting::<OnReject>(node, "on_reject") {
            Some(OnReject::Edge(edge)) if key == "on_reject" => Some(edge),
            _ => plan::setting(node, "on_fault"),
        };
        let is_dangling = error.is_none() && now.as_ref().is_some_and(|edge| !is_known(edge));
        let Some(node) = self.nodes.get_mut(host) else { return };
        if drawn != boundary {
            boundary.extend(dangling);
            match boundary.is_empty() {
                true => _ = node.settings.remove("boundary"),
                false => _ = node.settings.insert("boundary".into(), serde_json::to_value(boundary).unwrap_or_default()),
            }
        }
        if now == error || is_dangling {
            return;
        }
        let value: Option<Json> = error.map(|edge| if key == "on_fault" { json!(edge) } else { json!({ "edge": edge }) });
        match value {
            Some(value) => _ = node.settings.insert(key.into(), value),
            None => _ = node.settings.remove(key),
        }
    }
}
