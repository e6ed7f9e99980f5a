//! One graph over (field, aspect): its order, and its cycles in words.

use super::logic::{aspect_en, aspect_zh, at, referring};
use super::plan::FieldReaders;
use super::{Plan, Reader, Target, Vertex};
use crate::{CompiledField, Findings};
use definition::Aspect;
use formula::Reference;
use indexmap::IndexMap;
use petgraph::algo::{tarjan_scc, toposort};
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use value::{FieldId, Label, Locale};

/// What a formula reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Read {
    source: Target,
    same_row: bool,
}

/// Orders the formulas. None when they run in a circle.
pub(super) fn plan(fields: &IndexMap<FieldId, CompiledField>, vertices: Vec<Vertex>, findings: &mut Findings) -> Option<Plan> {
    let reads: Vec<Vec<Read>> = vertices.iter().map(|vertex| reads_of(vertex, fields)).collect();
    let graph = graph_of(&vertices, &reads);
    let Ok(order) = toposort(&graph, None) else {
        report_cycles(&graph, &vertices, fields, findings);
        return None;
    };
    let mut ranks = vec![0; vertices.len()];
    for (rank, node) in order.iter().enumerate() {
        if let Some(place) = ranks.get_mut(node.index()) {
            *place = rank;
        }
    }
    let rank_of = |vertex: usize| ranks.get(vertex).copied().unwrap_or(vertex);
    let mut by_field: Vec<FieldReaders> =
        fields.values().map(|field| FieldReaders { readers: Vec::new(), columns: vec![Vec::new(); field.columns.len()] }).collect();
    for (vertex, reads) in reads.iter().enumerate() {
        for read in reads {
            let Some(field) = by_field.get_mut(read.source.field) else { continue };
            let readers = match read.source.column {
                None => Some(&mut field.readers),
                Some(column) => field.columns.get_mut(column),
            };
            readers.into_iter().for_each(|readers| readers.push(Reader { vertex: rank_of(vertex), same_row: read.same_row }));
        }
    }
    let mut ordered: Vec<(usize, Vertex)> = vertices.into_iter().enumerate().map(|(index, vertex)| (rank_of(index), vertex)).collect();
    ordered.sort_by_key(|(rank, _)| *rank);
    Some(Plan { vertices: ordered.into_iter().map(|(_, vertex)| vertex).collect(), fields: by_field })
}

fn reads_of(vertex: &Vertex, fields: &IndexMap<FieldId, CompiledField>) -> Vec<Read> {
    let read = |reference: &Reference| match reference {
        Reference::Field(field) => Some(Read { source: Target { field: fields.get_index_of(field)?, column: None }, same_row: false }),
        Reference::Cell { table, column } => Some(Read { source: column_of(table, column, fields)?, same_row: true }),
        Reference::Column { table, column } => Some(Read { source: column_of(table, column, fields)?, same_row: false }),
        Reference::Related { field, .. } => {
            let source = referring(field, vertex.target, fields)?;
            Some(Read { source, same_row: source.column.is_some() })
        }
    };
    vertex.formula.references().iter().filter_map(read).collect()
}

fn column_of(table: &FieldId, column: &FieldId, fields: &IndexMap<FieldId, CompiledField>) -> Option<Target> {
    let (field, _, found) = fields.get_full(table)?;
    Some(Target { field, column: Some(found.columns.get_index_of(column)?) })
}

/// An edge goes from the formula that decides something to every formula that reads it. What is read is the effective value:
/// the value and whether the field, and the sub-table around it, is shown.
fn graph_of(vertices: &[Vertex], reads: &[Vec<Read>]) -> DiGraph<usize, ()> {
    let mut graph = DiGraph::with_capacity(vertices.len(), vertices.len());
    let mut writers: BTreeMap<Target, Vec<usize>> = BTreeMap::new();
    for (index, vertex) in vertices.iter().enumerate() {
        graph.add_node(index);
        if matches!(vertex.aspect, Aspect::Value | Aspect::Default | Aspect::Visible) {
            writers.entry(vertex.target).or_default().push(index);
        }
    }
    for (reader, reads) in reads.iter().enumerate() {
        let mut from = BTreeSet::new();
        for read in reads {
            from.extend(writers.get(&read.source).into_iter().flatten().copied());
            if read.source.column.is_some() {
                from.extend(writers.get(&Target { field: read.source.field, column: None }).into_iter().flatten().copied());
            }
        }
        from.into_iter().for_each(|writer| _ = graph.add_edge(NodeIndex::new(writer), NodeIndex::new(reader), ()));
    }
    graph
}

fn report_cycles(graph: &DiGraph<usize, ()>, vertices: &[Vertex], fields: &IndexMap<FieldId, CompiledField>, findings: &mut Findings) {
    let mut circles: Vec<Vec<usize>> = tarjan_scc(graph).into_iter().filter_map(|group| circle(graph, &group)).collect();
    circles.sort();
    for circle in circles {
        let names = |locale: Locale| -> String {
            let name = |index: &usize| vertices.get(*index).map(|vertex| vertex_name(vertex, fields, locale)).unwrap_or_default();
            circle.iter().chain(circle.first()).map(name).collect::<Vec<_>>().join(" → ")
        };
        let message =
            Label::both(format!("公式互相依赖，绕成一圈：{}", names(Locale::ZhCn)), format!("the formulas run in a circle: {}", names(Locale::En)));
        let pointer = circle.first().and_then(|index| vertices.get(*index)).map(|vertex| vertex.pointer.clone()).unwrap_or_default();
        findings.error("MC0205", &pointer, message).hint = Some(Label::both("去掉其中一处引用", "take one of these references out"));
    }
}

/// The shortest circle through the first formula of a group that has one.
fn circle(graph: &DiGraph<usize, ()>, group: &[NodeIndex]) -> Option<Vec<usize>> {
    let inside: BTreeSet<NodeIndex> = group.iter().copied().collect();
    let start = *inside.first()?;
    let mut came_from: BTreeMap<NodeIndex, NodeIndex> = BTreeMap::new();
    let mut waiting = VecDeque::from([start]);
    while let Some(node) = waiting.pop_front() {
        for next in graph.neighbors(node).filter(|next| inside.contains(next)) {
            if next == start {
                let mut path = vec![node.index()];
                let mut back = node;
                while let Some(before) = came_from.get(&back) {
                    path.push(before.index());
                    back = *before;
                }
                path.reverse();
                return Some(path);
            }
            if let std::collections::btree_map::Entry::Vacant(entry) = came_from.entry(next) {
                entry.insert(node);
                waiting.push_back(next);
            }
        }
    }
    None
}

fn vertex_name(vertex: &Vertex, fields: &IndexMap<FieldId, CompiledField>, locale: Locale) -> String {
    let label = |target: Target| at(fields, target).map(|field| field.label.get(locale).to_owned()).unwrap_or_default();
    let table = vertex.target.column.map(|_| label(Target { column: None, ..vertex.target }));
    let name = label(vertex.target);
    match (locale, table) {
        (Locale::ZhCn, None) => format!("「{name}」的{}", aspect_zh(vertex.aspect)),
        (Locale::ZhCn, Some(table)) => format!("「{table}·{name}」的{}", aspect_zh(vertex.aspect)),
        (Locale::En, None) => format!("{} of `{name}`", aspect_en(vertex.aspect)),
        (Locale::En, Some(table)) => format!("{} of `{table} · {name}`", aspect_en(vertex.aspect)),
    }
}
