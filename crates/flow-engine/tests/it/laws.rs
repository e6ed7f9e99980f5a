//! Laws: whatever legal things people do with a sound flow, no token is lost or doubled, and the case can still be completed.

use definition::{Flow, Severity};
use flow_engine::{
    Act, Action, Added, CaseNews, Command, Environment, Event, InstanceState, Manage, Measure, Migration, People, Refusal, ReturnTo, Simulation,
    Status, Then, apply, compile,
};
use formula::{FieldType, Scope};
use indexmap::IndexMap;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;
use value::{DepartmentId, FieldId, FormId, Label, NodeId, Record, RecordId, RoleId, UserId, Value, ValueType};

/// A piece of a flow that is sound by the way in which it is made.
#[derive(Debug, Clone)]
enum Block {
    Approve {
        role: u8,
        mode: u8,
        reject_returns: bool,
    },
    Handle {
        role: u8,
        claim: bool,
        turn: bool,
    },
    Copy {
        role: u8,
    },
    /// A case of another form.
    Case {
        goes_on: bool,
        on_reject: bool,
    },
    Timer,
    Late {
        role: u8,
        goes_on: bool,
    },
    Rows {
        sequential: bool,
        cancel: bool,
        need: u8,
    },
    Branch(Vec<Vec<Block>>),
    Parallel {
        ways: Vec<Vec<Block>>,
        join: Join,
    },
    Some(Vec<Vec<Block>>),
    Loop {
        role: u8,
        inner: Vec<Block>,
    },
    /// A loop that is left where it begins.
    While {
        role: u8,
        inner: Vec<Block>,
    },
    /// A step with a way to another step that leads back only.
    Rework {
        role: u8,
    },
}

#[derive(Debug, Clone, Copy)]
enum Join {
    All,
    Possible,
    Need { need: u8, cancel: bool },
}

fn any_block(blocks: &[Block], which: fn(&Block) -> bool) -> bool {
    blocks.iter().any(|block| {
        which(block)
            || match block {
                Block::Branch(ways) | Block::Some(ways) | Block::Parallel { ways, .. } => ways.iter().any(|way| any_block(way, which)),
                Block::Loop { inner, .. } | Block::While { inner, .. } => any_block(inner, which),
                _ => false,
            }
    })
}

fn goes_round(block: &Block) -> bool {
    matches!(block, Block::Loop { .. } | Block::While { .. } | Block::Rework { .. })
}

fn runs_beside(block: &Block) -> bool {
    matches!(block, Block::Late { goes_on: true, .. } | Block::Parallel { join: Join::Need { cancel: false, .. }, .. })
}

fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let leaf = prop_oneof![
        3 => (0..3_u8, 0..5_u8, any::<bool>()).prop_map(|(role, mode, reject_returns)| Block::Approve { role, mode, reject_returns }),
        2 => (0..3_u8, any::<bool>(), any::<bool>()).prop_map(|(role, claim, turn)| Block::Handle { role, claim, turn }),
        1 => (0..3_u8).prop_map(|role| Block::Copy { role }),
        1 => Just(Block::Timer),
        1 => (any::<bool>(), any::<bool>()).prop_map(|(goes_on, on_reject)| Block::Case { goes_on, on_reject }),
        1 => (0..3_u8, any::<bool>()).prop_map(|(role, goes_on)| Block::Late { role, goes_on }),
        1 => (0..3_u8).prop_map(|role| Block::Rework { role }),
        1 => (any::<bool>(), any::<bool>(), 0..3_u8).prop_map(|(sequential, cancel, need)| Block::Rows { sequential, cancel, need }),
    ];
    let join = prop_oneof![
        2 => Just(Join::All),
        1 => Just(Join::Possible),
        2 => (1..3_u8, any::<bool>()).prop_map(|(need, cancel)| Join::Need { need, cancel }),
    ];
    let block = leaf.prop_recursive(2, 14, 3, move |inner| {
        let ways = || prop::collection::vec(prop::collection::vec(inner.clone(), 0..3), 1..3);
        let many = prop::collection::vec(prop::collection::vec(inner.clone(), 0..3), 2..4);
        prop_oneof![
            2 => ways().prop_map(Block::Branch),
            3 => (many, join.clone()).prop_map(|(ways, join)| Block::Parallel { ways, join }),
            1 => ways().prop_map(Block::Some),
            2 => (0..3_u8, prop::collection::vec(inner.clone(), 0..2)).prop_map(|(role, inner)| Block::Loop { role, inner }),
            1 => (0..3_u8, prop::collection::vec(inner.clone(), 0..2)).prop_map(|(role, inner)| Block::While { role, inner }),
        ]
    });
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
            if edge.get("id").is_none() {
                edge["id"] = json!(format!("e{}", self.edges.len()));
            }
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
        let operations = json!(["transfer", "return", "return_to_step", "return_to_previous", "delegate", "add_sign", "remove_sign", "take_back"]);
        let node = match block {
            Block::Approve { role, mode, reject_returns } => {
                let mode = match mode {
                    0 => json!("any"),
                    1 => json!("all"),
                    2 => json!("sequential"),
                    3 => json!({ "ratio": { "percent": 50, "more_than": true } }),
                    _ => json!({ "count": 2 }),
                };
                json!({
                    "kind": "approve", "assign": assign(role), "mode": mode, "operations": operations,
                    "on_reject": if *reject_returns { "return_to_starter" } else { "end" },
                    "deadline": { "within_minutes": 60, "remind_before_minutes": 10, "escalate_after_minutes": 10, "escalation": "hand_over", "levels": [{ "after_minutes": 200 }, { "after_minutes": 400 }] },
                })
            }
            Block::Handle { role, claim, turn } => {
                let mut node = json!({ "kind": "handle", "assign": assign(role), "operations": operations, "claim": claim });
                if *turn {
                    node["turn"] = json!("desk");
                }
                node
            }
            Block::Copy { role } => json!({ "kind": "cc", "assign": assign(role) }),
            Block::Timer => json!({ "kind": "timer", "after_minutes": 30 }),
            Block::Case { goes_on, on_reject } => {
                let mut node = json!({ "kind": "case", "form": "other", "set": { "amount": "{amount}" }, "goes_on": goes_on });
                if *on_reject && !goes_on {
                    node["on_reject"] = json!("go_on");
                }
                node
            }
            Block::Rows { sequential, cancel, need } => json!({
                "kind": "for_each", "over": "people", "assign": [{ "by": "row" }], "sequential": sequential, "need": need,
                "rest": if *cancel { "cancel" } else { "ignore" }, "operations": ["transfer", "return"],
            }),
            Block::Late { role, goes_on } => return self.late(assign(role), *goes_on, ends),
            Block::Branch(ways) => return self.branch(ways, ends, "exclusive", true),
            Block::Some(ways) => {
                let ends = self.branch(ways, ends, "inclusive", false);
                return vec![(self.node(json!({ "kind": "inclusive" }), ends), json!({}))];
            }
            Block::Parallel { ways, join } => return self.parallel(ways, *join, ends),
            Block::Loop { role, inner } => return self.round(&assign(role), inner, ends),
            Block::While { role, inner } => return self.while_round(&assign(role), inner, ends),
            Block::Rework { role } => return self.rework(&assign(role), ends),
        };
        vec![(self.node(node, ends), json!({}))]
    }

    /// A step that a timer leaves, or beside which it opens another.
    fn late(&mut self, assign: Json, goes_on: bool, ends: Ends) -> Ends {
        let edge = format!("late{}", self.edges.len());
        let boundary = json!([{ "on": { "after_minutes": 40 }, "edge": edge, "goes_on": goes_on }]);
        let step = self.node(json!({ "kind": "handle", "assign": assign, "boundary": boundary, "operations": ["return"] }), ends);
        let other = self.node(json!({ "kind": "handle", "assign": assign }), vec![(step.clone(), json!({ "id": edge }))]);
        if goes_on {
            self.node(json!({ "kind": "end" }), vec![(other, json!({}))]);
            return vec![(step, json!({}))];
        }
        vec![(step, json!({})), (other, json!({}))]
    }

    /// Loose ends become one: a gateway with several ways in would wait for all of them.
    fn meet(&mut self, ends: Ends) -> Ends {
        if ends.len() < 2 { ends } else { vec![(self.node(json!({ "kind": "exclusive" }), ends), json!({}))] }
    }

    fn branch(&mut self, ways: &[Vec<Block>], ends: Ends, kind: &str, empty_default: bool) -> Ends {
        let ends = self.meet(ends);
        let gate = self.node(json!({ "kind": kind }), ends);
        let mut out = Vec::new();
        for (index, way) in ways.iter().enumerate() {
            out.extend(self.blocks(way, vec![(gate.clone(), json!({ "when": format!("AND({{amount}} >= {index}, {{amount}} < 9)") }))]));
        }
        // The default of an inclusive gateway leads to the join by a node of its own, so that every way in is one of its own.
        let default = vec![(gate, json!({ "default": true }))];
        out.extend(if empty_default { default } else { self.blocks(&[Block::Copy { role: 0 }], default) });
        out
    }

    fn parallel(&mut self, ways: &[Vec<Block>], join: Join, ends: Ends) -> Ends {
        let ends = self.meet(ends);
        let split = self.node(json!({ "kind": "parallel" }), ends);
        let mut out = Vec::new();
        for way in ways {
            // One way in for each branch, whatever is in it.
            let ends = self.blocks(way, vec![(split.clone(), json!({}))]);
            out.push((self.node(json!({ "kind": "cc", "assign": [{ "by": "role", "role": "r0" }] }), ends), json!({})));
        }
        let node = match join {
            Join::All => json!({ "kind": "parallel" }),
            Join::Possible => json!({ "kind": "inclusive" }),
            Join::Need { need, cancel } => json!({ "kind": "join", "need": need, "rest": if cancel { "cancel" } else { "ignore" } }),
        };
        vec![(self.node(node, out), json!({}))]
    }

    fn round(&mut self, assign: &Json, inner: &[Block], ends: Ends) -> Ends {
        let step = self.node(json!({ "kind": "handle", "assign": assign, "operations": ["return", "return_to_step", "take_back"] }), ends);
        let ends = self.blocks(inner, vec![(step.clone(), json!({}))]);
        let gate = self.node(json!({ "kind": "exclusive" }), ends);
        self.edges.push(json!({ "id": format!("e{}", self.edges.len()), "from": gate, "to": step, "when": "{amount} = 2" }));
        vec![(gate, json!({ "default": true }))]
    }

    fn while_round(&mut self, assign: &Json, inner: &[Block], ends: Ends) -> Ends {
        let gate = self.node(json!({ "kind": "exclusive" }), ends);
        let way = vec![(gate.clone(), json!({ "when": "{amount} = 2" }))];
        let step = self.node(json!({ "kind": "handle", "assign": assign, "operations": ["return", "return_to_step", "take_back"] }), way);
        let ends = self.blocks(inner, vec![(step, json!({}))]);
        let ends = self.meet(ends);
        for (from, mut edge) in ends {
            if edge.get("id").is_none() {
                edge["id"] = json!(format!("e{}", self.edges.len()));
            }
            edge["from"] = json!(from);
            edge["to"] = json!(gate);
            self.edges.push(edge);
        }
        vec![(gate, json!({ "default": true }))]
    }

    fn rework(&mut self, assign: &Json, ends: Ends) -> Ends {
        let operations = json!(["return", "return_to_step", "return_to_previous", "take_back"]);
        let step = self.node(json!({ "kind": "handle", "assign": assign, "operations": operations }), ends);
        let gate = self.node(json!({ "kind": "exclusive" }), vec![(step.clone(), json!({}))]);
        let way = vec![(gate.clone(), json!({ "when": "{amount} = 2" }))];
        let again = self.node(json!({ "kind": "handle", "assign": assign, "operations": operations }), way);
        self.edges.push(json!({ "id": format!("e{}", self.edges.len()), "from": again, "to": step }));
        vec![(gate, json!({ "default": true }))]
    }
}

fn field(name: &str, value_type: ValueType) -> (FieldId, FieldType) {
    let label = Label::Plain(name.into());
    (FieldId::parse(name).unwrap(), FieldType { label, value_type, options: Vec::new(), fields: IndexMap::new(), face: value::FaceOf::default() })
}

/// Clocks over the whole flow: one with everything that a clock can do, one of its first step.
fn clocks() -> Json {
    let wall = |minutes: u32| json!({ "amount": minutes, "unit": "minutes", "time": "wall" });
    let lead = json!([{ "by": "role", "role": "r2" }]);
    json!([
        {
            "id": "whole", "label": "Whole", "within": wall(100), "instead": [{ "when": "{amount} = 1", "within": wall(50) }],
            "pause": [{ "label": "Returned", "while": "returned" }, { "label": "First", "while": { "node": "n1" } }],
            "reset": [{ "on": { "when": "{amount} = 2" }, "percent": 50 }], "warn_at": [50, 80],
            "levels": [{ "percent": 100, "to": lead, "way": "hand_over" }, { "after_due": wall(30), "to": lead, "when": "{amount} < 2", "set": { "amount": "{amount}" } }],
        },
        { "id": "first", "label": "First", "start": [{ "entered": "n1" }], "stop": [{ "left": "n1" }], "cancel": [{ "when": "{amount} = 9" }], "reset": [{ "on": { "entered": "n1" } }], "within": wall(20) },
    ])
}

/// A clock runs only in an open case, stands still on hold, and has a timer as long as something lies ahead of it.
fn assert_clocks(simulation: &Simulation) {
    use calendar::Phase;
    let state = &simulation.state;
    for clock in &state.clocks {
        let phase = clock.count.clock.phase;
        assert!(state.status.is_open() || matches!(phase, Phase::Stopped | Phase::Cancelled), "{clock:?} in {state:?}");
        assert!(state.status != Status::Suspended || phase != Phase::Running, "{clock:?} in {state:?}");
        let all_fired = clock.count.clock.fired.contains(&calendar::Firing::Due);
        assert!(clock.count.next.is_none() || phase == Phase::Running, "{clock:?} in {state:?}");
        assert!(clock.count.next.is_some() || phase != Phase::Running || all_fired, "{clock:?} in {state:?}");
        assert_eq!(clock.due.is_some(), phase == Phase::Running, "{clock:?} in {state:?}");
    }
    assert!(state.status.is_open() || state.timers().next().is_none(), "{state:?}");
    assert_eq!(state.clocks.iter().filter(|clock| clock.id.as_str() == "whole").count(), 1, "{state:?}");
}

fn simulation(blocks: &[Block], withdraw: bool) -> Simulation {
    let mut writer = Writer::default();
    let start = writer.node(json!({ "kind": "start" }), Vec::new());
    let ends = writer.blocks(blocks, vec![(start, json!({}))]);
    writer.node(json!({ "kind": "end" }), ends);
    let flow: Flow = serde_json::from_value(json!({
        "format": 1, "id": "flow", "label": "x", "form": "form",
        "policies": { "withdraw": withdraw, "own_case": "department_head", "after_return": "choose" },
        "clocks": clocks(),
        "nodes": writer.nodes, "edges": writer.edges,
    }))
    .unwrap();
    let people = ValueType::List(Box::new(ValueType::Reference(value::ReferenceTarget::User)));
    let scope =
        Scope { fields: [field("amount", ValueType::Number { scale: 0 }), field("people", people)].into_iter().collect(), ..Scope::default() };
    let role = |n: u128| RoleId::parse(&format!("r{n}")).unwrap();
    let other = FormId::parse("other").unwrap();
    let environment = Environment {
        roles: (0..3).map(role).collect(),
        forms: [(other.clone(), scope.fields.clone())].into(),
        with_flows: [other].into(),
        ..Environment::default()
    };
    let (compiled, findings) = compile(&flow, &scope, &environment);
    assert!(findings.iter().all(|finding| finding.severity != Severity::Error), "{findings:?}\n{}", serde_json::to_string(&flow).unwrap());
    let (department, head) = (DepartmentId(Uuid::from_u128(1)), user(90));
    let people = People {
        roles: (0..3).map(|n| (role(n), (0..=n).map(|k| user(10 + k)).collect())).collect(),
        administrators: vec![user(99)],
        heads: [(department, head)].into(),
        departments: (0..100).map(|n| (user(n), department)).collect(),
        ..People::default()
    };
    let mut record = Record::new();
    let row = |n: u128| Value::Reference(value::RecordId(user(n).0));
    record.set(FieldId::parse("people").unwrap(), Value::List(vec![row(12), row(13), row(14)]));
    Simulation::new(compiled.unwrap(), people, record, "2026-03-02T01:00:00Z".parse().unwrap())
}

fn user(n: u128) -> UserId {
    UserId(Uuid::from_u128(n))
}

fn amount(simulation: &mut Simulation, amount: i64) {
    simulation.record.set(FieldId::parse("amount").unwrap(), Value::int(amount));
}

fn measure(simulation: &Simulation, who: u8, what: u8, whom: u8) -> (UserId, Measure) {
    let state = &simulation.state;
    let nodes: Vec<NodeId> = simulation.flow.nodes().map(|(id, ..)| id.clone()).collect();
    let node = nodes[usize::from(who) % nodes.len()].clone();
    match what {
        0..=7 => (user(99), Measure::Jump { from: None, to: node }),
        8..=11 => match &state.last {
            Some(last) => (last.by, Measure::TakeBack { node: last.node.clone() }),
            None => (user(11), Measure::Urge),
        },
        12 => (user(99), Measure::AddRow { node, holder: user(u128::from(whom % 20)) }),
        13 => (user(99), Measure::FinishRows { node }),
        14 => {
            let holder = state.todos.get(usize::from(who) % state.todos.len().max(1)).map_or(user(11), |todo| todo.holder);
            (user(99), Measure::Reassign { node, from: holder, to: user(u128::from(whom % 20)) })
        }
        _ => (user(99), if state.status == Status::Suspended { Measure::Resume } else { Measure::Suspend }),
    }
}

fn action(simulation: &Simulation, todo: &flow_engine::Todo, what: u8, whom: u8) -> Action {
    let other = || user(10 + u128::from(whom % 9));
    let done = &simulation.state.done;
    if todo.offered {
        return Action::Claim;
    }
    let actions = simulation.flow.step(&todo.node).unwrap().actions;
    match actions[usize::from(what) % actions.len()] {
        "approve" => Action::Approve,
        "reject" => Action::Reject,
        "complete" => Action::Complete,
        "resubmit" => Action::Resubmit,
        "claim" => Action::Claim,
        "give_back" => Action::GiveBack,
        "transfer" => Action::Transfer { to: other() },
        "delegate" => Action::Delegate { to: other() },
        "hand_back" => Action::HandBack,
        "add_sign" => Action::AddSigners { to: vec![other()], place: [Added::Before, Added::After, Added::Beside][usize::from(whom % 3)] },
        "remove_sign" => Action::RemoveSigner { who: other() },
        _ => {
            let to = match done.get(usize::from(whom) % (done.len() + 2)) {
                Some(step) => ReturnTo::Node(step.node.clone()),
                None if whom.is_multiple_of(2) => ReturnTo::Previous,
                None => ReturnTo::Starter,
            };
            Action::Return { to, then: Some(if what.is_multiple_of(2) { Then::Replay } else { Then::Direct }) }
        }
    }
}

/// What surrounds the core files what was asked for at once.
fn file(simulation: &mut Simulation) {
    let asked = |event: &Event| if let Event::CaseRequested { token, record, .. } = event { Some((*token, *record)) } else { None };
    loop {
        let filed: BTreeSet<_> =
            simulation.events.iter().filter_map(|event| if let Event::CaseFiled { record, .. } = event { Some(*record) } else { None }).collect();
        let open = |(token, record): &(u32, RecordId)| {
            simulation.state.token(*token).and_then(|token| token.child.as_ref()).is_some_and(|child| child.record == *record)
                && !filed.contains(record)
        };
        let Some((token, record)) = simulation.events.iter().filter_map(asked).find(open) else { return };
        simulation.command(&Command::OfCase { token, record, news: CaseNews::Filed }).unwrap();
    }
}

/// A case of another form ends, in one way or another; answers whether there was one.
fn end_child(simulation: &mut Simulation, status: Status) -> bool {
    let awaited = simulation.state.tokens.iter().find_map(|token| {
        let child = token.child.as_ref().filter(|child| child.waits && child.ended.is_none())?;
        Some((token.key, child.record))
    });
    let Some((token, record)) = awaited else { return false };
    simulation.command(&Command::OfCase { token, record, news: CaseNews::Ended(status) }).unwrap();
    file(simulation);
    true
}

/// No case of another form is left behind: one that was asked for is awaited, over, taken down, or nobody waited for it.
fn assert_no_orphans(simulation: &Simulation) {
    for event in &simulation.events {
        let Event::CaseRequested { record, waits: true, .. } = event else { continue };
        let awaited = simulation.state.tokens.iter().any(|token| token.child.as_ref().is_some_and(|child| child.record == *record));
        let settled =
            |event: &&Event| matches!(event, Event::CaseEnded { record: known, .. } | Event::CaseDropped { record: known, .. } if known == record);
        let settled = simulation.events.iter().filter(settled).count();
        assert_eq!(
            settled,
            usize::from(
                !awaited
                    || simulation
                        .state
                        .tokens
                        .iter()
                        .any(|token| token.child.as_ref().is_some_and(|child| child.record == *record && child.ended.is_some()))
            ),
            "{record:?} in {:?}",
            simulation.state
        );
    }
}

/// Somebody may not sign in any more, and what that person holds goes to others; answers whether there was somebody.
fn leave(simulation: &mut Simulation, who: u8) -> bool {
    let holders: Vec<UserId> = simulation.state.todos.iter().map(|todo| todo.holder).filter(|holder| *holder != user(99)).collect();
    let Some(leaver) = holders.get(usize::from(who) % holders.len().max(1)).copied() else { return false };
    simulation.people.inactive.insert(leaver);
    let held: Vec<_> = simulation.state.todos.iter().filter(|todo| todo.holder == leaver).map(|todo| todo.id).collect();
    for todo in held {
        let others = simulation.state.todos.len() + simulation.state.later.len() - 1;
        simulation.command(&Command::Relieve { todo }).unwrap();
        let now = simulation.state.todo(todo);
        assert!(now.is_some_and(|now| now.holder != leaver) || now.is_none() && others > 0, "{leaver:?} still has it: {:?}", simulation.state);
    }
    true
}

/// One random thing that somebody does; what is not legal is refused and changes nothing. Answers whether a token went elsewhere than along an edge.
fn something(simulation: &mut Simulation, choice: (u8, u8, u8)) -> bool {
    let (who, what, whom) = choice;
    amount(simulation, i64::from(whom % 3));
    let before = simulation.state.clone();
    let held = before.status == Status::Suspended;
    let ends = [Status::Completed, Status::Completed, Status::Rejected, Status::Withdrawn, Status::Terminated];
    if what >= 250 && end_child(simulation, ends[usize::from(whom) % ends.len()]) {
        return false;
    }
    if what >= 235 || before.todos.is_empty() && !held {
        let until = simulation.now + chrono::TimeDelta::minutes(45);
        simulation.advance(until).unwrap();
        file(simulation);
        return false;
    }
    if what == 233 && leave(simulation, who) {
        return false;
    }
    let answer = if what == 234 {
        simulation.command(&Command::Withdraw { by: user(11), opinion: String::new() })
    } else if what < 16 || held {
        let (by, what) = measure(simulation, who, if held { 15 } else { what }, whom);
        simulation.command(&Command::Manage(Manage { by, what, opinion: String::new() }))
    } else {
        let todo = before.todos[usize::from(who) % before.todos.len()].clone();
        let action = action(simulation, &todo, what, whom);
        simulation.command(&Command::Act(Act { todo: todo.id, by: todo.holder, action, opinion: "x".into() }))
    };
    match answer {
        Ok(events) => {
            file(simulation);
            let travels = |event: &Event| matches!(event, Event::Returned { .. } | Event::Jumped { .. } | Event::TakenBack { .. });
            events.iter().any(travels)
        }
        Err(refusal) => {
            assert!(
                !matches!(refusal, Refusal::Loop { .. } | Refusal::Missing(_) | Refusal::NoWay { .. } | Refusal::UnknownNode { .. }),
                "{refusal:?}"
            );
            assert_eq!(simulation.state, before);
            false
        }
    }
}

fn assert_sound(simulation: &Simulation, strict: bool) {
    assert_clocks(simulation);
    let state = &simulation.state;
    if state.status.is_open() {
        assert!(!state.tokens.is_empty(), "the case is somewhere");
        let mut places = BTreeSet::new();
        for token in &state.tokens {
            // A token that will come straight back is on a visit, and counts where it came from.
            let is_new = places.insert((token.scope, token.home().clone(), token.via.clone()));
            assert!(is_new || !strict, "no token is doubled: {token:?} in {state:?}");
            let waits = state.todos.iter().any(|todo| todo.token == token.key && todo.node == token.node)
                || state.later.iter().any(|later| later.token == token.key)
                || token.via.is_some()
                || token.awaits_turn
                || !token.timers.is_empty()
                || token.child.is_some()
                || state.scopes.iter().any(|scope| scope.owner == Some(token.key));
            assert!(waits, "no token is lost: {token:?} in {state:?}");
            assert!(token.scope == 0 || state.scopes.iter().any(|scope| scope.key == token.scope), "every token is in a scope that is there");
        }
        for scope in &state.scopes {
            assert!(state.tokens.iter().any(|token| token.scope == scope.key), "no scope is left over");
        }
        let mut holders = BTreeSet::new();
        for todo in &state.todos {
            assert!(state.token(todo.token).is_some_and(|token| token.node == todo.node), "every to-do has its token");
            assert!(holders.insert((todo.token, todo.holder)), "nobody has a step twice");
        }
        for later in &state.later {
            assert!(state.token(later.token).is_some(), "nobody waits for a step that is gone");
            assert!(!later.after.is_empty(), "nobody waits for nothing");
            let is_there = |id: &flow_engine::TodoId| state.todo(*id).is_some() || state.later.iter().any(|other| other.id == *id);
            assert!(later.after.iter().all(is_there), "nobody waits for what is gone");
        }
    } else {
        assert!(state.tokens.is_empty() && state.todos.is_empty() && state.later.is_empty() && state.scopes.is_empty(), "nothing is left open");
        assert!(state.gates.is_empty(), "no round is left open");
    }
    assert_no_orphans(simulation);
    let mut replayed = InstanceState::default();
    simulation.events.iter().for_each(|event| apply(&mut replayed, event));
    assert_eq!(&replayed, state, "a replay gives the state");
    let json = serde_json::to_string(state).unwrap();
    assert_eq!(&serde_json::from_str::<InstanceState>(&json).unwrap(), state);
}

/// Where nobody sent anything back, a join has let a token through at most once for each time that its branches began.
fn assert_joins_fire_once(simulation: &Simulation) {
    let mut joined = BTreeMap::<&NodeId, usize>::new();
    for event in &simulation.events {
        if let Event::Joined { node, .. } = event {
            *joined.entry(node).or_default() += 1;
        }
    }
    for (join, fired) in joined {
        let into: BTreeSet<_> = simulation.flow.edges().filter(|(_, _, to)| *to == join).map(|(edge, ..)| edge).collect();
        let most = into.iter().map(|edge| arrivals(simulation, edge)).max().unwrap_or(0);
        assert!(fired <= most, "{join} fired {fired} times, though no way in was taken more than {most} times");
    }
}

fn arrivals(simulation: &Simulation, edge: &value::EdgeId) -> usize {
    simulation.events.iter().filter(|event| matches!(event, Event::NodeLeft { edge: Some(left), .. } if left == edge)).count()
}

/// Does what leads on, until the case is over.
fn complete(simulation: &mut Simulation, strict: bool) {
    amount(simulation, 9);
    for _ in 0..400 {
        if !simulation.state.status.is_open() {
            return;
        }
        if simulation.state.status == Status::Suspended {
            simulation.command(&Command::Manage(Manage { by: user(99), what: Measure::Resume, opinion: String::new() })).unwrap();
            continue;
        }
        file(simulation);
        let Some(todo) = simulation.state.todos.first().cloned() else {
            if end_child(simulation, Status::Completed) {
                continue;
            }
            let until = simulation.now + chrono::TimeDelta::minutes(45);
            simulation.advance(until).unwrap();
            assert_sound(simulation, strict);
            continue;
        };
        let action = match simulation.flow.step(&todo.node).unwrap().kind {
            _ if todo.offered => Action::Claim,
            "approve" => Action::Approve,
            "handle" | "for_each" => Action::Complete,
            _ => Action::Resubmit,
        };
        simulation.command(&Command::Act(Act { todo: todo.id, by: todo.holder, action, opinion: String::new() })).unwrap();
        assert_sound(simulation, strict);
    }
    panic!("the case cannot be completed: {:?}", simulation.state);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(300), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_sound_flow_can_always_be_completed(
        blocks in blocks(),
        withdraw in any::<bool>(),
        choices in prop::collection::vec(any::<(u8, u8, u8)>(), 0..40),
    ) {
        let mut simulation = simulation(&blocks, withdraw);
        // What nobody waits for may still run when a loop comes round again.
        let strict = !(any_block(&blocks, goes_round) && any_block(&blocks, runs_beside));
        amount(&mut simulation, i64::from(withdraw));
        simulation.command(&Command::Start { by: Some(user(11)), department: Some(DepartmentId(Uuid::from_u128(1))) }).unwrap();
        file(&mut simulation);
        assert_sound(&simulation, strict);
        let mut travelled = false;
        for choice in choices {
            if !simulation.state.status.is_open() {
                break;
            }
            travelled |= something(&mut simulation, choice);
            assert_sound(&simulation, strict);
        }
        complete(&mut simulation, strict);
        if !travelled {
            assert_joins_fire_once(&simulation);
        }
    }
}

/// A version of a flow with one block more, one block less, or another one altogether.
fn another_version(blocks: &[Block], other: &[Block], how: u8, at: u8) -> Vec<Block> {
    let mut next = blocks.to_vec();
    let at = usize::from(at) % (next.len() + 1);
    match (how % 4, other.first()) {
        (0, Some(block)) => next.insert(at, block.clone()),
        (1, Some(block)) if at < next.len() => next[at] = block.clone(),
        (2, _) if at < next.len() => _ = next.remove(at),
        _ => next = other.to_vec(),
    }
    next
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(300), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_case_that_went_over_to_another_version_can_still_be_completed(
        blocks in blocks(),
        other in blocks(),
        (how, at) in any::<(u8, u8)>(),
        choices in prop::collection::vec(any::<(u8, u8, u8)>(), 0..25),
        later in prop::collection::vec(any::<(u8, u8, u8)>(), 0..10),
    ) {
        let next = another_version(&blocks, &other, how, at);
        let mut case = simulation(&blocks, true);
        let new = simulation(&next, true).flow;
        let may_double = |blocks: &[Block]| any_block(blocks, goes_round) && any_block(blocks, runs_beside);
        let strict = !may_double(&blocks) && !may_double(&next);
        amount(&mut case, 1);
        case.command(&Command::Start { by: Some(user(11)), department: Some(DepartmentId(Uuid::from_u128(1))) }).unwrap();
        for choice in choices {
            if case.state.status.is_open() {
                something(&mut case, choice);
            }
        }
        if !case.state.status.is_open() {
            return Ok(());
        }
        let migration = Migration::between(&case.flow, &new, &BTreeMap::new());
        let holders = |case: &Simulation| case.state.todos.iter().map(|todo| (todo.id, todo.holder, todo.due)).collect::<BTreeSet<_>>();
        let (before, had) = (case.state.clone(), holders(&case));
        let obstacles = migration.obstacles(&new, &case.state);
        case.flow = new;
        match case.command(&Command::Migrate(Box::new(migration))) {
            Ok(_) => prop_assert!(obstacles.is_empty()),
            Err(refusal) => {
                prop_assert!(matches!(refusal, Refusal::CannotMigrate { .. }) && !obstacles.is_empty(), "{refusal:?}");
                prop_assert_eq!(case.state, before);
                return Ok(());
            }
        }
        prop_assert!(holders(&case).is_superset(&had), "whoever has a to-do keeps it");
        assert_sound(&case, strict);
        for choice in later {
            if case.state.status.is_open() {
                something(&mut case, choice);
                assert_sound(&case, strict);
            }
        }
        complete(&mut case, strict);
    }
}

#[test]
fn missing_facts_are_named() {
    struct Nothing;
    impl flow_engine::Organisation for Nothing {
        fn members(&self, _: &RoleId) -> Option<Vec<UserId>> {
            None
        }
        fn members_of(&self, _: DepartmentId, _: bool) -> Option<Vec<UserId>> {
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
    let simulation = simulation(&[Block::Approve { role: 1, mode: 0, reject_returns: false }], false);
    let lookup = formula::Lookup { record: Record::new(), now: simulation.now, zone: calendar::Zone::shanghai(), user: None };
    let context =
        flow_engine::Context { now: simulation.now, world: &lookup, hidden: &BTreeSet::new(), organisation: &Nothing, fresh: &|_| Uuid::nil() };
    let start = Command::Start { by: Some(user(11)), department: None };
    let refusal = flow_engine::decide(&simulation.flow, &simulation.state, &start, &context).unwrap_err();
    assert_eq!(refusal, Refusal::Missing(vec![flow_engine::OrgFact::Members(RoleId::parse("r1").unwrap())]));
    let step = NodeId::parse("n1").unwrap();
    assert_eq!(
        simulation.flow.step(&step).unwrap().actions,
        ["approve", "reject", "transfer", "return", "delegate", "hand_back", "add_sign", "remove_sign"]
    );
}
