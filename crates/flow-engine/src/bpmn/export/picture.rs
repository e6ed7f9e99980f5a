//! The picture: shapes and lines of the standard's diagram interchange.

use super::{
    at,
    lanes::Lane,
    layout::{Layout, layout},
    plan,
    route::{self, BAR, Bounds, COLUMN, MARGIN, ROW},
    writer::Writer,
};
use definition::Flow;
use std::collections::BTreeMap;
use value::EdgeId;

/// Writes where everything stands.
pub fn write(writer: &mut Writer, flow: &Flow, lanes: &[Lane], sources: &BTreeMap<&EdgeId, String>) {
    let layout = layout(flow, lanes);
    let plane = if lanes.is_empty() { flow.id.to_string() } else { "Collaboration".to_owned() };
    writer.open("bpmndi:BPMNDiagram", &[at("id", "Diagram")]);
    writer.open("bpmndi:BPMNPlane", &[at("id", "Plane"), at("bpmnElement", plane)]);
    let aside = layout.back.iter().filter(|back| **back).count();
    if !lanes.is_empty() {
        pool(writer, lanes, &layout, aside);
    }
    let mut shapes: BTreeMap<String, Bounds> = BTreeMap::new();
    for (index, node) in flow.nodes.iter().enumerate() {
        let element = plan::element_of(&node.kind);
        let place = layout.nodes.get(index).copied().unwrap_or_default();
        let bounds = route::bounds(element, place);
        let id = plan::node_id(node);
        shape(writer, &id, bounds, element == "exclusiveGateway");
        for (number, side) in plan::drawn(flow, node).into_iter().enumerate() {
            let event = route::at_border(bounds, number);
            shape(writer, &side.id, event, false);
            shapes.insert(side.id, event);
        }
        shapes.insert(id, bounds);
    }
    let mut back = 0;
    for (index, edge) in flow.edges.iter().enumerate() {
        let target = flow.nodes.iter().find(|node| node.id == edge.to).map(plan::node_id);
        let source = sources.get(&edge.id);
        let (Some(from), Some(to)) = (source.and_then(|id| shapes.get(id)), target.and_then(|id| shapes.get(&id))) else { continue };
        let at_border = source.is_some_and(|id| id.starts_with("Boundary_"));
        let points = route::line(&layout, index, *from, *to, at_border, back);
        back += usize::from(layout.back.get(index).copied().unwrap_or_default());
        let id = plan::way_id(&edge.id);
        writer.open("bpmndi:BPMNEdge", &[at("id", format!("{id}_di")), at("bpmnElement", id)]);
        for (x, y) in points {
            writer.empty("di:waypoint", &[at("x", x), at("y", y)]);
        }
        writer.close();
    }
    writer.close();
    writer.close();
}

fn pool(writer: &mut Writer, lanes: &[Lane], layout: &Layout, aside: usize) {
    let x = MARGIN - BAR;
    let below = if aside == 0 { 0 } else { 20 + aside * 12 };
    let width = layout.size.0 * COLUMN + BAR;
    let height = layout.size.1 * ROW + below;
    framed(writer, "Participant", Bounds { x: x - BAR, y: MARGIN, width: width + BAR, height });
    for (number, lane) in lanes.iter().enumerate() {
        let (first, rows) = layout.lanes.get(number).copied().unwrap_or_default();
        let last = number + 1 == lanes.len();
        let bounds = Bounds { x, y: MARGIN + first * ROW, width, height: rows * ROW + if last { below } else { 0 } };
        framed(writer, &lane.id, bounds);
    }
}

fn framed(writer: &mut Writer, id: &str, bounds: Bounds) {
    writer.open("bpmndi:BPMNShape", &[at("id", format!("{id}_di")), at("bpmnElement", id), at("isHorizontal", "true")]);
    place(writer, bounds);
    writer.close();
}

fn shape(writer: &mut Writer, id: &str, bounds: Bounds, marked: bool) {
    let mark = if marked { "true" } else { "" };
    writer.open("bpmndi:BPMNShape", &[at("id", format!("{id}_di")), at("bpmnElement", id), at("isMarkerVisible", mark)]);
    place(writer, bounds);
    writer.close();
}

fn place(writer: &mut Writer, bounds: Bounds) {
    writer.empty("dc:Bounds", &[at("x", bounds.x), at("y", bounds.y), at("width", bounds.width), at("height", bounds.height)]);
}
