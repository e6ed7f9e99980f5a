//! One graph over (field, aspect): its order, and its cycles in words.

use super::logic::{aspect_en, aspect_zh, at, referring};
use super::plan::FieldReaders;
use super::{Plan, Reader, Target, Vertex};
use crate::{CompiledField, Findings};
use definition::Aspect;
use formula::Reference;
use indexmap::IndexMap;
use std::collections::VecDeque;
use value::{FieldId, Locale};

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
    let Some(order) = graph.order() else {
        report_cycles(&graph, &vertices, fields, findings);
        return None;
    };
    let mut ranks = vec![0; vertices.len()];
    for (rank, vertex) in order.iter().enumerate() {
        ranks.get_mut(*vertex).into_iter().for_each(|place| *place = rank);
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
    let mut vertices: Vec<Option<Vertex>> = vertices.into_iter().map(Some).collect();
    let vertices = order.into_iter().filter_map(|vertex| vertices.get_mut(vertex)?.take()).collect();
    Some(Plan { vertices, fields: by_field })
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

/// Which formulas come after which, by position.
struct Graph {
    after: Vec<Vec<usize>>,
}

/// An edge goes from the formula that decides something to every formula that reads it. What is read is the effective value:
/// the value and whether the field, and the sub-table around it, is shown.
fn graph_of(vertices: &[Vertex], reads: &[Vec<Read>]) -> Graph {
    let mut writers: Vec<(Target, usize)> = Vec::new();
    for (index, vertex) in vertices.iter().enumerate() {
        if matches!(vertex.aspect, Aspect::Value | Aspect::Default | Aspect::Visible) {
            writers.push((vertex.target, index));
        }
    }
    writers.sort_unstable();
    let writers_of = |target: Target| {
        let from = writers.partition_point(|(written, _)| *written < target);
        writers.iter().skip(from).take_while(move |(written, _)| *written == target).map(|(_, writer)| *writer)
    };
    let mut graph = Graph { after: vec![Vec::new(); vertices.len()] };
    for (reader, reads) in reads.iter().enumerate() {
        for read in reads {
            writers_of(read.source).for_each(|writer| graph.add(writer, reader));
            if read.source.column.is_some() {
                writers_of(Target { column: None, ..read.source }).for_each(|writer| graph.add(writer, reader));
            }
        }
    }
    graph
}

impl Graph {
    fn add(&mut self, before: usize, after: usize) {
        // Readers come in order, so that a second edge to one stands behind the first.
        self.after.get_mut(before).into_iter().filter(|list| list.last() != Some(&after)).for_each(|list| list.push(after));
    }

    fn after(&self, vertex: usize) -> &[usize] {
        self.after.get(vertex).map(Vec::as_slice).unwrap_or_default()
    }

    /// An order in which each comes after all that it needs. None when some run in a circle.
    fn order(&self) -> Option<Vec<usize>> {
        let order = free(&self.after);
        (order.len() == self.after.len()).then_some(order)
    }

    fn reversed(&self) -> Graph {
        let mut before = vec![Vec::new(); self.after.len()];
        for (from, list) in self.after.iter().enumerate() {
            list.iter().for_each(|to| before.get_mut(*to).into_iter().for_each(|list| list.push(from)));
        }
        Graph { after: before }
    }

    /// The circles: of each knot of formulas the shortest one through its first formula.
    fn circles(&self) -> Vec<Vec<usize>> {
        let reversed = self.reversed();
        // What comes before or after all circles is in none of them.
        let mut left = vec![true; self.after.len()];
        free(&self.after).into_iter().chain(free(&reversed.after)).for_each(|vertex| left.get_mut(vertex).into_iter().for_each(|left| *left = false));
        let mut circles = Vec::new();
        for start in 0..self.after.len() {
            if left.get(start) == Some(&true) {
                circles.extend(self.circle(start, &left));
                let (from, to) = (self.reached(start, &left), reversed.reached(start, &left));
                let knot = from.into_iter().zip(to).map(|(from, to)| from && to);
                left.iter_mut().zip(knot).for_each(|(left, in_knot)| *left &= !in_knot);
            }
        }
        circles
    }

    /// What can be reached.
    fn reached(&self, start: usize, inside: &[bool]) -> Vec<bool> {
        let mut reached = vec![false; self.after.len()];
        let mut waiting = vec![start];
        while let Some(vertex) = waiting.pop() {
            for next in self.after(vertex).iter().filter(|next| inside.get(**next) == Some(&true)) {
                let place = reached.get_mut(*next).filter(|reached| !**reached);
                place.into_iter().for_each(|place| {
                    *place = true;
                    waiting.push(*next);
                });
            }
        }
        reached
    }

    /// The shortest circle through a formula, if it stands in one.
    fn circle(&self, start: usize, inside: &[bool]) -> Option<Vec<usize>> {
        let mut came_from: Vec<Option<usize>> = vec![None; self.after.len()];
        let mut waiting = VecDeque::from([start]);
        while let Some(vertex) = waiting.pop_front() {
            for next in self.after(vertex).iter().copied().filter(|next| inside.get(*next) == Some(&true)) {
                if next == start {
                    return Some(way_back(vertex, start, &came_from));
                }
                let place = came_from.get_mut(next).filter(|place| place.is_none());
                place.into_iter().for_each(|place| {
                    *place = Some(vertex);
                    waiting.push_back(next);
                });
            }
        }
        None
    }
}

/// What does not wait for anything, what waits for that only, and so on.
fn free(after: &[Vec<usize>]) -> Vec<usize> {
    let mut waits = vec![0_usize; after.len()];
    after.iter().flatten().for_each(|to| waits.get_mut(*to).into_iter().for_each(|waits| *waits += 1));
    let mut order: Vec<usize> = waits.iter().enumerate().filter(|(_, waits)| **waits == 0).map(|(vertex, _)| vertex).collect();
    let mut done = 0;
    while let Some(vertex) = order.get(done).copied() {
        done += 1;
        for to in after.get(vertex).into_iter().flatten() {
            let Some(waits) = waits.get_mut(*to) else { continue };
            *waits -= 1;
            if *waits == 0 {
                order.push(*to);
            }
        }
    }
    order
}

fn way_back(end: usize, start: usize, came_from: &[Option<usize>]) -> Vec<usize> {
    let mut path = vec![end];
    let mut back = end;
    while let Some(before) = came_from.get(back).copied().flatten().filter(|_| back != start) {
        path.push(before);
        back = before;
    }
    path.reverse();
    path
}

fn report_cycles(graph: &Graph, vertices: &[Vertex], fields: &IndexMap<FieldId, CompiledField>, findings: &mut Findings) {
    for circle in graph.circles() {
        let names = |locale: Locale| -> String {
            let name = |index: &usize| vertices.get(*index).map(|vertex| vertex_name(vertex, fields, locale)).unwrap_or_default();
            circle.iter().chain(circle.first()).map(name).collect::<Vec<_>>().join(" → ")
        };
        let message =
            told!(format!("公式互相依赖，绕成一圈：{}", names(Locale::ZhCn)), format!("the formulas run in a circle: {}", names(Locale::En)));
        let pointer = circle.first().and_then(|index| vertices.get(*index)).map(|vertex| vertex.pointer.clone()).unwrap_or_default();
        findings.error("MC0205", &pointer, message).hint = Some(told!("去掉其中一处引用", "take one of these references out"));
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(edges: &[(usize, usize)], count: usize) -> Graph {
        let mut graph = Graph { after: vec![Vec::new(); count] };
        edges.iter().for_each(|(from, to)| graph.add(*from, *to));
        graph
    }

    #[test]
    fn each_comes_after_what_it_needs() {
        let edges = [(3, 1), (1, 0), (4, 0), (3, 4), (0, 2)];
        let order = graph(&edges, 5).order().unwrap();
        let place = |vertex: usize| order.iter().position(|other| *other == vertex).unwrap();
        assert!(edges.iter().all(|(from, to)| place(*from) < place(*to)), "{order:?}");
    }

    #[test]
    fn each_knot_shows_its_shortest_circle() {
        let edges = [(0, 1), (1, 2), (2, 1), (2, 3), (3, 4), (4, 5), (5, 3), (3, 5), (5, 6), (7, 7), (1, 5)];
        let found = graph(&edges, 8);
        assert_eq!((found.order(), found.circles()), (None, vec![vec![1, 2], vec![3, 5], vec![7]]));
    }
}
