//! How fast is the core, in CPU time of one thread? A five-step approval, in memory and with the state as JSON out and in at every step.
//!
//! `cargo run --release -p flow-engine --example bench`
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::as_conversions, clippy::indexing_slicing, missing_docs)]

use flow_engine::{Act, Action, Command, Context, Environment, InstanceState, People, apply, compile, decide};
use serde_json::json;
use std::{cell::Cell, hint::black_box};
use uuid::Uuid;
use value::{Record, RoleId, UserId};

const CASES: u32 = 40_000;
const STEPS: u32 = 5;

fn main() {
    let role = RoleId::parse("lead").unwrap();
    let nodes: Vec<_> = (1..=STEPS)
        .map(|n| json!({ "id": format!("step_{n}"), "kind": "approve", "assign": [{ "by": "role", "role": "lead" }], "deadline": { "within_minutes": 1440, "remind_before_minutes": 60, "escalate_after_minutes": 60 } }))
        .collect();
    let mut all = vec![json!({ "id": "start", "kind": "start" })];
    all.extend(nodes);
    all.push(json!({ "id": "end", "kind": "end" }));
    let edges: Vec<_> =
        all.windows(2).enumerate().map(|(n, pair)| json!({ "id": format!("e{n}"), "from": pair[0]["id"], "to": pair[1]["id"] })).collect();
    let flow = serde_json::from_value(json!({ "format": 1, "id": "bench", "label": "x", "form": "form", "nodes": all, "edges": edges })).unwrap();
    let environment = Environment { roles: [role.clone()].into(), ..Environment::default() };
    let (flow, findings) = compile(&flow, &formula::Scope::default(), &environment);
    assert!(findings.is_empty(), "{findings:?}");
    let flow = flow.unwrap();
    let people = People { roles: [(role, vec![UserId(Uuid::from_u128(0x0190_3b6e_77aa_7c3e_8a51_1234_5678_9abc))])].into(), ..People::default() };
    let now = "2026-03-02T01:00:00Z".parse().unwrap();
    let world = formula::Lookup { record: Record::new(), now, zone: calendar::Zone::shanghai(), user: None };
    let next = Cell::new(0x0190_3b6e_77aa_7c3e_0000_0000_0000_0000_u128);
    let fresh = |_| {
        next.set(next.get() + 1);
        Uuid::from_u128(next.get())
    };
    let context = Context { now, world: &world, hidden: &Default::default(), organisation: &people, fresh: &fresh };
    for json in [false, true] {
        let mut largest = 0;
        let begin = seconds();
        for _ in 0..CASES {
            let mut state = InstanceState::default();
            step(&flow, &mut state, &Command::Start { by: Some(UserId(Uuid::from_u128(7))), department: None }, &context);
            while let Some(todo) = state.todos.first() {
                let act = Act { todo: todo.id, by: todo.holder, action: Action::Approve, opinion: String::new() };
                if json {
                    let text = serde_json::to_string(&state).unwrap();
                    largest = largest.max(text.len());
                    state = serde_json::from_str(&text).unwrap();
                }
                step(&flow, &mut state, &Command::Act(act), &context);
            }
            black_box(&state);
        }
        let steps = f64::from(CASES * STEPS) / (seconds() - begin);
        let way = if json { "with JSON out and in" } else { "in memory" };
        let budget = if json { 50_000 } else { 250_000 };
        println!("figure\tflow core, 5-step approval, {way}\t{steps:.0}\t/s\t>=\t{budget}\tCPU time of one core");
        if json {
            println!("figure\tflow state as JSON, the largest\t{largest}\tbytes\t<=\t1500\t");
        }
    }
}

/// CPU time of this thread, so that a busy machine does not falsify the figure.
fn seconds() -> f64 {
    let spent = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    let nanos: u64 = spent.split(' ').next().unwrap().parse().unwrap();
    nanos as f64 / 1e9
}

fn step(flow: &flow_engine::CompiledFlow, state: &mut InstanceState, command: &Command, context: &Context<'_>) {
    for event in decide(flow, state, command, context).unwrap() {
        apply(state, &event);
    }
}
