//! Laws: whatever legal things people do with a sound flow, no token is lost or doubled, and the case can still be completed.

use definition::{Flow, Severity};
use flow_engine::{Act, Action, Command, Environment, InstanceState, People, Refusal, ReturnTo, Simulation, Status, apply, compile};
use formula::{FieldType, Scope};
use indexmap::IndexMap;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use uuid::Uuid;
use value::{DepartmentId, FieldId, Label, NodeId, Record, RoleId, UserId, Value, ValueType};

/// A piece of a flow that is sound by the way in which it is made.
#[derive(Debug, Clone)]
enum Block {
    Approve { role: u8, all: bool, reject_returns: bool },
    Handle { role: u8 },
    Copy { role: u8 },
    Branch(Vec<Vec<Block>>),
}

fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let leaf = prop_oneof![
        (0..3_u8, any::<bool>(), any::<bool>()).prop_map(|(role, all, reject_returns)| Block::Approve { role, all, reject_returns }),
        (0..3_u8).prop_map(|role| Block::Handle { role }),
        (0..3_u8).prop_map(|role| Block::Copy { role }),
    ];
    let block = leaf.prop_recursive(2, 12, 3, |inner| prop::collection::vec(prop::collection::vec(inner, 0..3), 1..3).prop_map(Block::Branch));
    prop::collection::vec(block, 0..5)
}

/// Writes a flow down.
#[derive(Default)]
struct Writer {
    nodes: Vec<Json>,
    edges: Vec<Json>,
}

/// Loose ends that are to be joined to the next node: the node, and what the edge says.
type Ends = Vec<(String, Json)>;

impl Writer {
    fn node(&mut self, mut node: Json, ends: Ends) -> String {
        let id = format!("n{}", self.nodes.len());
        node["id"] = json!(id);
        self.nodes.push(node);
        for (from, mut edge) in ends {
            edge["id"] = json!(format!("e{}", self.edges.len()));
            edge["from"] = json!(from);
            edge["to"] = json!(id);
            self.edges.push(edge);
        }
        id
    }

    fn blocks(&mut self, blocks: &[Block], mut ends: Ends) -> Ends {
        for block in blocks {
            ends = self.block(block, ends);
        }
        ends
    }

    fn block(&mut self, block: &Block, ends: Ends) -> Ends {
        let assign = |role: &u8| json!([{ "by": "role", "role": format!("r{role}") }]);
        let operations = json!(["transfer", "return", "return_to_step"]);
        let node = match block {
            Block::Approve { role, all, reject_returns } => json!({
                "kind": "approve", "assign": assign(role), "mode": if *all { "all" } else { "any" }, "operations": operations,
                "on_reject": if *reject_returns { "return_to_starter" } else { "end" }, "deadline": { "within_minutes": 60, "remind_before_minutes": 10, "escalate_after_minutes": 10, "escalation": "hand_over" },
            }),
            Block::Handle { role } => json!({ "kind": "handle", "assign": assign(role), "operations": operations }),
            Block::Copy { role } => json!({ "kind": "cc", "assign": assign(role) }),
            Block::Branch(ways) => return self.branch(ways, ends),
        };
        vec![(self.node(node, ends), json!({}))]
    }

    fn branch(&mut self, ways: &[Vec<Block>], ends: Ends) -> Ends {
        let gate = self.node(json!({ "kind": "exclusive" }), ends);
        let mut out = vec![(gate.clone(), json!({ "default": true }))];
        for (index, way) in ways.iter().enumerate() {
            out.extend(self.blocks(way, vec![(gate.clone(), json!({ "when": format!("{{amount}} = {index}") }))]));
        }
        out
    }
}

fn simulation(blocks: &[Block], withdraw: bool) -> Simulation {
    let mut writer = Writer::default();
    let start = writer.node(json!({ "kind": "start" }), Vec::new());
    let ends = writer.blocks(blocks, vec![(start, json!({}))]);
    writer.node(json!({ "kind": "end" }), ends);
    let flow: Flow = serde_json::from_value(json!({
        "format": 1, "id": "flow", "label": "x", "form": "form", "policies": { "withdraw": withdraw, "own_case": "department_head" },
        "nodes": writer.nodes, "edges": writer.edges,
    }))
    .unwrap();
    let amount = FieldType {
        label: Label::Plain("amount".into()),
        value_type: ValueType::Number { scale: 0 },
        options: Vec::new(),
        fields: IndexMap::new(),
        face: value::FaceOf::default(),
    };
    let scope = Scope { fields: IndexMap::from([(FieldId::parse("amount").unwrap(), amount)]), ..Scope::default() };
    let role = |n: u128| RoleId::parse(&format!("r{n}")).unwrap();
    let environment = Environment { roles: (0..3).map(role).collect(), ..Environment::default() };
    let (compiled, findings) = compile(&flow, &scope, &environment);
    assert!(findings.iter().all(|finding| finding.severity != Severity::Error), "{findings:?}");
    let (department, head) = (DepartmentId(Uuid::from_u128(1)), user(90));
    let people = People {
        roles: (0..3).map(|n| (role(n), (0..=n).map(|k| user(10 + k)).collect())).collect(),
        administrators: vec![user(99)],
        heads: [(department, head)].into(),
        departments: (0..100).map(|n| (user(n), department)).collect(),
        ..People::default()
    };
    Simulation::new(compiled.unwrap(), people, Record::new(), "2026-03-02T01:00:00Z".parse().unwrap())
}

fn user(n: u128) -> UserId {
    UserId(Uuid::from_u128(n))
}

/// One random thing that somebody does; what is not legal is refused and changes nothing.
fn something(simulation: &mut Simulation, choice: (u8, u8, u8)) {
    let (who, what, whom) = choice;
    simulation.record.set(FieldId::parse("amount").unwrap(), Value::int(i64::from(whom % 3)));
    if what == 250 {
        let until = simulation.now + chrono::TimeDelta::minutes(45);
        simulation.advance(until).unwrap();
        return;
    }
    let before = simulation.state.clone();
    let answer = if what == 251 {
        simulation.command(&Command::Withdraw { by: user(11), opinion: String::new() })
    } else {
        let todo = before.todos[usize::from(who) % before.todos.len()].clone();
        let actions = simulation.flow.step(&todo.node).unwrap().actions;
        let action = match actions[usize::from(what) % actions.len()] {
            "approve" => Action::Approve,
            "reject" => Action::Reject,
            "complete" => Action::Complete,
            "resubmit" => Action::Resubmit,
            "transfer" => Action::Transfer { to: user(u128::from(whom % 20)) },
            _ => {
                let target = before.done.get(usize::from(whom) % (before.done.len() + 1)).map(|done| done.node.clone());
                Action::Return { to: target.map_or(ReturnTo::Starter, ReturnTo::Node), then: None }
            }
        };
        simulation.command(&Command::Act(Act { todo: todo.id, by: todo.holder, action, opinion: "x".into() }))
    };
    if let Err(refusal) = answer {
        assert!(!matches!(refusal, Refusal::Loop { .. } | Refusal::Missing(_) | Refusal::NoWay { .. } | Refusal::UnknownNode { .. }), "{refusal:?}");
        assert_eq!(simulation.state, before);
    }
}

fn assert_sound(simulation: &Simulation) {
    let state = &simulation.state;
    if state.status.is_open() {
        assert_eq!(state.tokens.len(), 1, "one place at a time");
        let token = &state.tokens[0];
        assert!(!state.todos.is_empty(), "somebody has something to do");
        assert!(state.todos.iter().all(|todo| todo.token == token.key && todo.node == token.node));
        let holders: BTreeSet<UserId> = state.todos.iter().map(|todo| todo.holder).collect();
        assert_eq!(holders.len(), state.todos.len(), "nobody has a step twice");
        let at_start = simulation.flow.step(&token.node).is_some_and(|step| step.kind == "start");
        assert_eq!(at_start, state.status == Status::Returned);
    } else {
        assert!(state.tokens.is_empty() && state.todos.is_empty(), "nothing is left open");
    }
    let mut replayed = InstanceState::default();
    simulation.events.iter().for_each(|event| apply(&mut replayed, event));
    assert_eq!(&replayed, state, "a replay gives the state");
    let json = serde_json::to_string(state).unwrap();
    assert_eq!(&serde_json::from_str::<InstanceState>(&json).unwrap(), state);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_sound_flow_can_always_be_completed(
        blocks in blocks(),
        withdraw in any::<bool>(),
        choices in prop::collection::vec(any::<(u8, u8, u8)>(), 0..40),
    ) {
        let mut simulation = simulation(&blocks, withdraw);
        simulation.record.set(FieldId::parse("amount").unwrap(), Value::int(i64::from(withdraw)));
        simulation.command(&Command::Start { by: Some(user(11)), department: Some(DepartmentId(Uuid::from_u128(1))) }).unwrap();
        assert_sound(&simulation);
        for choice in choices {
            if !simulation.state.status.is_open() {
                break;
            }
            something(&mut simulation, choice);
            assert_sound(&simulation);
        }
        for _ in 0..200 {
            if !simulation.state.status.is_open() {
                break;
            }
            let todo = simulation.state.todos[0].clone();
            let action = match simulation.flow.step(&todo.node).unwrap().kind {
                "approve" => Action::Approve,
                "handle" => Action::Complete,
                _ => Action::Resubmit,
            };
            simulation.command(&Command::Act(Act { todo: todo.id, by: todo.holder, action, opinion: String::new() })).unwrap();
            assert_sound(&simulation);
        }
        assert!(!simulation.state.status.is_open(), "the case can be completed");
    }
}

#[test]
fn missing_facts_are_named() {
    struct Nothing;
    impl flow_engine::Organisation for Nothing {
        fn members(&self, _: &RoleId) -> Option<Vec<UserId>> {
            None
        }
        fn administrators(&self) -> Option<Vec<UserId>> {
            None
        }
        fn head_of(&self, _: DepartmentId) -> Option<Option<UserId>> {
            None
        }
        fn above(&self, _: DepartmentId) -> Option<Option<DepartmentId>> {
            None
        }
        fn department_of(&self, _: UserId) -> Option<Option<DepartmentId>> {
            None
        }
        fn is_active(&self, _: UserId) -> Option<bool> {
            None
        }
        fn slot_user(&self, _: &value::SlotId) -> Option<Option<UserId>> {
            None
        }
        fn slot_department(&self, _: &value::SlotId) -> Option<Option<DepartmentId>> {
            None
        }
    }
    let simulation = simulation(&[Block::Approve { role: 1, all: false, reject_returns: false }], false);
    let lookup = formula::Lookup { record: Record::new(), now: simulation.now, zone: calendar::Zone::shanghai(), user: None };
    let context =
        flow_engine::Context { now: simulation.now, world: &lookup, hidden: &BTreeSet::new(), organisation: &Nothing, fresh: &|_| Uuid::nil() };
    let start = Command::Start { by: Some(user(11)), department: None };
    let refusal = flow_engine::decide(&simulation.flow, &simulation.state, &start, &context).unwrap_err();
    assert_eq!(refusal, Refusal::Missing(vec![flow_engine::OrgFact::Members(RoleId::parse("r1").unwrap())]));
    let step = NodeId::parse("n1").unwrap();
    assert_eq!(simulation.flow.step(&step).unwrap().actions, ["approve", "reject", "transfer", "return"]);
}
