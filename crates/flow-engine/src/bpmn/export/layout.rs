//! Places for the nodes: columns from left to right in the order of work, rows from top to bottom, lanes one below the other.
//!
//! Edges that lead back are turned round while columns are given. An edge over several columns holds a place free in each of them, so
//! that it crosses no node. Rows are ordered by the mean of their neighbours, there and back, until nothing gets better.

use super::lanes::Lane;
use definition::Flow;
use std::collections::{BTreeMap, BTreeSet};
use value::NodeId;

/// How often the order of rows is improved.
const ROUNDS: usize = 8;

/// The places of all nodes, and of edges where they pass a column without a node.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// Column and row of each node.
    pub nodes: Vec<(usize, usize)>,
    /// For each edge: column and row of the places that it passes, from its beginning to its end.
    pub passes: Vec<Vec<(usize, usize)>>,
    /// Which edges lead back to where the case came from.
    pub back: Vec<bool>,
    /// For each lane its first row, and how many it has.
    pub lanes: Vec<(usize, usize)>,
    /// How many columns and rows there are.
    pub size: (usize, usize),
}

/// A thing in a column: a node, or a place that an edge passes.
#[derive(Debug, Clone, Copy)]
struct Item {
    column: usize,
    lane: usize,
}

/// Gives every node its place.
pub fn layout(flow: &Flow, lanes: &[Lane]) -> Layout {
    let at: BTreeMap<&NodeId, usize> = flow.nodes.iter().enumerate().map(|(index, node)| (&node.id, index)).collect();
    let ends: Vec<Option<(usize, usize)>> = flow.edges.iter().map(|edge| Some((*at.get(&edge.from)?, *at.get(&edge.to)?))).collect();
    let back = backward(flow.nodes.len(), &ends);
    let columns = columns(flow.nodes.len(), &ends, &back);
    let lane_of = |node: usize| lanes.iter().position(|lane| lane.nodes.contains(&node)).unwrap_or_default();
    let mut items: Vec<Item> = (0..flow.nodes.len()).map(|node| Item { column: of(&columns, node), lane: lane_of(node) }).collect();
    let mut links: Vec<(usize, usize)> = Vec::new();
    let mut passing: Vec<Vec<usize>> = Vec::new();
    for (edge, ends) in ends.iter().enumerate() {
        let Some((from, to)) = ends.filter(|_| !is_back(&back, edge)) else {
            passing.push(Vec::new());
            continue;
        };
        let mut last = from;
        let mut passed = Vec::new();
        for column in of(&columns, from) + 1..of(&columns, to) {
            items.push(Item { column, lane: lane_of(from) });
            passed.push(items.len() - 1);
            links.push((last, items.len() - 1));
            last = items.len() - 1;
        }
        links.push((last, to));
        passing.push(passed);
    }
    let (rows, bands) = rows(&items, &links, lanes.len().max(1));
    let place = |item: usize| (items.get(item).map_or(0, |item| item.column), of(&rows, item));
    let height = bands.iter().map(|(first, count)| first + count).max().unwrap_or(1);
    Layout {
        nodes: (0..flow.nodes.len()).map(place).collect(),
        passes: passing.iter().map(|passed| passed.iter().map(|item| place(*item)).collect()).collect(),
        back: (0..ends.len()).map(|edge| is_back(&back, edge)).collect(),
        lanes: bands,
        size: (items.iter().map(|item| item.column + 1).max().unwrap_or(1), height),
    }
}

fn of(list: &[usize], index: usize) -> usize {
    list.get(index).copied().unwrap_or_default()
}

fn is_back(back: &BTreeSet<usize>, edge: usize) -> bool {
    back.contains(&edge)
}

/// The edges that lead to where their way came from, or that lead from a node to itself.
fn backward(nodes: usize, ends: &[Option<(usize, usize)>]) -> BTreeSet<usize> {
    let mut back = BTreeSet::new();
    // 0: not seen; 1: on the way; 2: done.
    let mut mark = vec![0_u8; nodes];
    for start in 0..nodes {
        // Each entry: a node, and from which edge on its ways are still to be looked at.
        let mut way = vec![(start, 0_usize)];
        while let Some((node, next)) = way.pop() {
            if next == 0 {
                match mark.get_mut(node) {
                    Some(mark) if *mark == 0 => *mark = 1,
                    _ => continue,
                }
            }
            let edge = (next..ends.len()).find(|edge| ends.get(*edge).copied().flatten().is_some_and(|(from, _)| from == node));
            let Some(edge) = edge else {
                if let Some(mark) = mark.get_mut(node) {
                    *mark = 2;
                }
                continue;
            };
            way.push((node, edge + 1));
            let Some((_, to)) = ends.get(edge).copied().flatten() else { continue };
            match mark.get(to) {
                Some(1) => _ = back.insert(edge),
                Some(0) => way.push((to, 0)),
                _ => {}
            }
        }
    }
    back
}

/// The column of each node: one behind the last of those that lead to it.
fn columns(nodes: usize, ends: &[Option<(usize, usize)>], back: &BTreeSet<usize>) -> Vec<usize> {
    let forward: Vec<(usize, usize)> = ends.iter().enumerate().filter(|(edge, _)| !back.contains(edge)).filter_map(|(_, ends)| *ends).collect();
    let mut columns = vec![0_usize; nodes];
    // Without edges that lead back there are no circles: after as many rounds as there are nodes nothing moves any more.
    for _ in 0..nodes {
        let mut moved = false;
        for (from, to) in &forward {
            let least = of(&columns, *from) + 1;
            if let Some(column) = columns.get_mut(*to).filter(|column| **column < least) {
                *column = least;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    columns
}

/// The row of each item, and for each lane its first row with the number of its rows.
fn rows(items: &[Item], links: &[(usize, usize)], lanes: usize) -> (Vec<usize>, Vec<(usize, usize)>) {
    let width = items.iter().map(|item| item.column + 1).max().unwrap_or_default();
    let mut cells: Vec<Vec<Vec<usize>>> = vec![vec![Vec::new(); width]; lanes];
    for (index, item) in items.iter().enumerate() {
        if let Some(cell) = cells.get_mut(item.lane).and_then(|lane| lane.get_mut(item.column)) {
            cell.push(index);
        }
    }
    for round in 0..ROUNDS {
        let rows = numbered(&cells, items.len()).0;
        let forward = round % 2 == 0;
        for cell in cells.iter_mut().flatten() {
            cell.sort_by_key(|item| mean(*item, links, &rows, forward).unwrap_or_else(|| of(&rows, *item) * 1000));
        }
    }
    numbered(&cells, items.len())
}

/// The mean row of the neighbours of an item on one side, in thousandths.
fn mean(item: usize, links: &[(usize, usize)], rows: &[usize], forward: bool) -> Option<usize> {
    let neighbours: Vec<usize> = links
        .iter()
        .filter_map(|(from, to)| match forward {
            true if *to == item => Some(of(rows, *from)),
            false if *from == item => Some(of(rows, *to)),
            _ => None,
        })
        .collect();
    neighbours.iter().sum::<usize>().checked_mul(1000)?.checked_div(neighbours.len())
}

fn numbered(cells: &[Vec<Vec<usize>>], items: usize) -> (Vec<usize>, Vec<(usize, usize)>) {
    let mut rows = vec![0; items];
    let mut bands = Vec::new();
    let mut first = 0;
    for lane in cells {
        let height = lane.iter().map(Vec::len).max().unwrap_or_default().max(1);
        for cell in lane {
            for (number, item) in cell.iter().enumerate() {
                if let Some(row) = rows.get_mut(*item) {
                    *row = first + number;
                }
            }
        }
        bands.push((first, height));
        first += height;
    }
    (rows, bands)
}
