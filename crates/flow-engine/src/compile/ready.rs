//! A flow that is ready to run.

use super::{Environment, Net, Together, called::Whole, error};
use crate::{
    Allocation, Deadline, Level, NodeKind, StepRight, WaitsFor,
    allocation::{Ready as ReadyAllocation, ReadyMatch},
    clocks::{ClockLevel, FlowClockSettings, Happens, On, ReadyClock},
    countdown::{Counting, Holds, ReadyLevel, ReadyPause, Timing},
    deadlines::ReadyDeadline,
    node_kind,
    nodes::{Behaviour, Joining},
    task::{self, TaskSettings},
    waits::{self, Length},
};
use calendar::Target;
use definition::{Diagnostic, Flow, FlowPolicies, FormulaText};
use formula::{Budget, FieldType, Formula, Reference, Scope, Type, World};
use indexmap::IndexMap;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};
use value::{EdgeId, ErrorValue, FieldId, FlowId, FormId, Label, Locale, NodeId, PartId, Record, Value, from_json};

/// A checked flow. A clone is cheap.
#[derive(Debug, Clone)]
pub struct CompiledFlow {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    id: FlowId,
    form: FormId,
    label: Label,
    when: Option<Formula>,
    button_when: Option<Formula>,
    policies: FlowPolicies,
    nodes: Vec<Arc<CompiledNode>>,
    start_node: Arc<CompiledNode>,
    index: BTreeMap<NodeId, usize>,
    start: usize,
    fields: IndexMap<FieldId, FieldType>,
    net: Net,
    together: OnceLock<Together>,
    parts: Vec<usize>,
    starts: BTreeMap<FlowId, usize>,
    milestones: bool,
    /// Deadlines over several steps.
    clocks: Vec<ReadyClock>,
    /// The fields that hold moments until which tokens wait.
    moments: BTreeSet<FieldId>,
}

/// A field with the formula whose answer goes into it, or with which it is compared.
pub(crate) type Assigned = (FieldId, FieldType, Formula);

/// A node of a checked flow.
#[derive(Debug)]
pub(crate) struct CompiledNode {
    id: NodeId,
    label: Label,
    kind: &'static NodeKind,
    behaviour: Arc<dyn Behaviour>,
    on_enter: Vec<(FieldId, FieldType, Formula)>,
    inputs: Vec<(FieldId, FieldType, Formula)>,
    edges: Vec<CompiledEdge>,
    incoming: Vec<(EdgeId, usize)>,
    done_when: Option<Formula>,
    new_record: Vec<Assigned>,
    pub(super) matches: Vec<Assigned>,
    deadline: Option<ReadyDeadline>,
    allocation: Option<ReadyAllocation>,
    way_on: Option<usize>,
}

/// An edge of a checked flow.
#[derive(Debug)]
pub(crate) struct CompiledEdge {
    id: EdgeId,
    to: usize,
    when: Option<Formula>,
    default: bool,
}

/// A step as the form and the to-do list see it.
#[derive(Debug, Clone)]
pub struct StepView<'a> {
    /// The node.
    pub node: &'a NodeId,
    /// Its kind.
    pub kind: &'static str,
    /// Its name.
    pub label: &'a Label,
    /// The actions that its holder may take: `approve`, `reject`, `complete`, `resubmit`, `transfer`, `return`.
    pub actions: Vec<&'static str>,
    /// Whether a rejection or a return needs a reason.
    pub opinion_on_reject: bool,
    /// Whether the holder may send the case back to any step that it has passed, not only to the starter.
    pub returns_to_steps: bool,
    /// Whether the holder may send the case back to the step before.
    pub returns_to_previous: bool,
    /// The rights on the fields that the step names.
    pub fields: &'a IndexMap<FieldId, StepRight>,
    /// The right on all other fields.
    pub unlisted: StepRight,
}

impl StepView<'_> {
    /// What the holder may do with a field, as far as the step is concerned.
    pub fn right(&self, field: &str) -> StepRight {
        self.fields.get(field).copied().unwrap_or(self.unlisted)
    }
}

impl CompiledFlow {
    /// Its id.
    pub fn id(&self) -> &FlowId {
        &self.inner.id
    }

    /// Its name.
    pub fn label(&self) -> &Label {
        &self.inner.label
    }

    /// The form whose records run through it.
    pub fn form(&self) -> &FormId {
        &self.inner.form
    }

    /// Its policies.
    pub fn policies(&self) -> &FlowPolicies {
        &self.inner.policies
    }

    /// Whether it starts for a new record.
    pub fn starts_for(&self, world: &dyn World) -> Result<bool, ErrorValue> {
        if !self.start_behaviour().begins_on_creation() {
            return Ok(false);
        }
        let Some(when) = &self.inner.when else { return Ok(true) };
        match formula::evaluate(when, world, Budget::default()) {
            Value::Error(error) => Err(error),
            answer => Ok(formula::is_true(&answer)),
        }
    }

    pub(crate) fn start_behaviour(&self) -> &dyn Behaviour {
        self.inner.start_node.behaviour()
    }

    pub(crate) fn button_condition(&self) -> Option<&Formula> {
        self.inner.button_when.as_ref()
    }

    /// The nodes in the order of the definition: id, kind, name.
    pub fn nodes(&self) -> impl Iterator<Item = (&NodeId, &'static str, &Label)> {
        self.inner.nodes.iter().map(|node| (&node.id, node.kind.id, &node.label))
    }

    /// The edges of the trace: id, from, to.
    pub fn edges(&self) -> impl Iterator<Item = (&EdgeId, &NodeId, &NodeId)> {
        self.inner.nodes.iter().flat_map(|from| from.edges.iter().filter_map(|edge| self.node(edge.to).map(|to| (&edge.id, &from.id, &to.id))))
    }

    /// A step for people; none for a node that waits for nobody.
    pub fn step(&self, node: &NodeId) -> Option<StepView<'_>> {
        let node = self.node(self.index_of(node)?)?;
        let task = node.task()?;
        Some(StepView {
            node: &node.id,
            kind: node.kind.id,
            label: &node.label,
            actions: task::actions(node.kind, task),
            opinion_on_reject: task.opinion_on_reject,
            returns_to_steps: task.operations.contains(&crate::Operation::ReturnToStep),
            returns_to_previous: task.operations.contains(&crate::Operation::ReturnToPrevious),
            fields: &task.fields,
            unlisted: node.behaviour.unlisted(),
        })
    }

    /// What the holder of a to-do may do with it now.
    pub fn actions_of(&self, todo: &crate::Todo) -> Vec<&'static str> {
        let step = self.step(&todo.node).map(|step| step.actions).unwrap_or_default();
        let fits = |action: &&str| match *action {
            "claim" => todo.offered,
            "give_back" => !todo.offered && todo.weight > 0,
            "hand_back" => todo.owner.is_some(),
            // A delegate gives advice; whoever was added may not add again.
            "reject" => !todo.offered && todo.owner.is_none(),
            "add_sign" | "remove_sign" => !todo.offered && todo.weight > 0,
            _ => !todo.offered,
        };
        step.into_iter().filter(fits).collect()
    }

    /// All that its formulas, assignments and must-fields read of the record, so that the caller can load it.
    pub fn references(&self) -> BTreeSet<Reference> {
        let mut references = BTreeSet::new();
        let mut add = |formula: &Formula| references.extend(formula.references().iter().cloned());
        self.inner.when.iter().chain(&self.inner.button_when).for_each(&mut add);
        for node in &self.inner.nodes {
            node.on_enter.iter().for_each(|(_, _, formula)| add(formula));
            node.inputs.iter().for_each(|(_, _, formula)| add(formula));
            node.edges.iter().filter_map(|edge| edge.when.as_ref()).for_each(&mut add);
            node.done_when.iter().for_each(&mut add);
            node.new_record.iter().chain(&node.matches).for_each(|(_, _, formula)| add(formula));
            node.deadline.iter().flat_map(ReadyDeadline::formulas).for_each(&mut add);
            node.allocation.iter().flat_map(ReadyAllocation::formulas).for_each(&mut add);
        }
        references
            .extend(self.inner.nodes.iter().filter_map(|node| node.behaviour.rows().or(node.behaviour.per_row())).cloned().map(Reference::Field));
        self.inner.clocks.iter().flat_map(ReadyClock::formulas).for_each(|formula| references.extend(formula.references().iter().cloned()));
        references.extend(self.inner.clocks.iter().flat_map(ReadyClock::fields).cloned().map(Reference::Field));
        references.extend(self.inner.moments.iter().cloned().map(Reference::Field));
        let familiar = self.inner.nodes.iter().filter_map(|node| node.allocation.as_ref()?.familiar.clone());
        references.extend(familiar.map(Reference::Field));
        for task in self.inner.nodes.iter().filter_map(|node| node.task()) {
            references.extend(task.must().cloned().map(Reference::Field));
            references.extend(task.assign.iter().filter_map(assigned_field).map(Reference::Field));
        }
        references
    }

    /// The form of which a node files a record.
    pub fn files(&self, node: &NodeId) -> Option<&FormId> {
        self.node(self.index_of(node)?)?.behaviour().new_record().map(|(form, _)| form)
    }

    /// Reads the values of [`crate::Event::FieldsSet`].
    pub fn read_fields(&self, values: &serde_json::Map<String, serde_json::Value>) -> Record {
        let read = |(key, json): (&String, &serde_json::Value)| {
            let (id, field) = self.inner.fields.get_key_value(key.as_str())?;
            Some((id.clone(), from_json(json, &field.value_type).ok()?))
        };
        values.iter().filter_map(read).collect()
    }

    /// Whether a change of the record may hold a clock or let it go, so that the case has to look again: [`crate::Command::Look`].
    pub fn looks_at_the_record(&self) -> bool {
        self.waits_for_fields()
            || self.inner.clocks.iter().any(ReadyClock::looks_at_the_record)
            || self.inner.nodes.iter().filter_map(|node| node.deadline()).any(ReadyDeadline::looks_at_the_record)
    }

    /// Where a flow that is called begins.
    pub(crate) fn start_of(&self, flow: &FlowId) -> Option<usize> {
        self.inner.starts.get(flow).copied()
    }

    /// To which of the flows a node belongs: 0 is the flow itself, the others are called.
    pub(crate) fn part(&self, node: usize) -> usize {
        self.inner.parts.get(node).copied().unwrap_or_default()
    }

    pub(crate) fn net(&self) -> &Net {
        &self.inner.net
    }

    /// Which places can have tokens at the same time.
    pub(crate) fn together(&self) -> &Together {
        self.inner.together.get_or_init(|| Together::of(self))
    }

    /// How many nodes there are.
    pub(crate) fn len(&self) -> usize {
        self.inner.nodes.len()
    }

    pub(crate) fn joining(&self, node: usize) -> Joining {
        self.node(node).map_or(Joining::Each, |node| node.behaviour.joining())
    }

    /// Whether a message of this name is kept when it comes early.
    pub(crate) fn keeps(&self, name: &str) -> bool {
        self.inner.nodes.iter().filter_map(|node| node.behaviour.awaited()).any(|(awaited, keeps)| keeps && awaited == name)
    }

    /// Its deadlines over several steps.
    pub(crate) fn clocks(&self) -> &[ReadyClock] {
        &self.inner.clocks
    }

    /// The names of its deadlines over several steps, by their ids.
    pub fn clock_names(&self) -> impl Iterator<Item = (&PartId, &Label)> {
        self.inner.clocks.iter().map(|clock| (&clock.id, &clock.label))
    }

    /// Whether a deadline of a step counts by a calendar.
    pub(crate) fn has_deadlines(&self) -> bool {
        self.inner.nodes.iter().filter_map(|node| node.deadline()).any(ReadyDeadline::counts)
    }

    /// Whether tokens wait for moments that the record holds.
    pub(crate) fn waits_for_fields(&self) -> bool {
        !self.inner.moments.is_empty()
    }

    /// How the steps of the flow are given out, each with its step.
    pub fn allocations(&self) -> impl Iterator<Item = (&NodeId, &Allocation)> {
        self.inner.nodes.iter().filter_map(|node| Some((&node.id, node.task()?.allocation.as_ref()?)))
    }

    /// Whether a step is open only while another is.
    pub(crate) fn has_milestones(&self) -> bool {
        self.inner.milestones
    }

    pub(crate) fn start(&self) -> usize {
        self.inner.start
    }

    pub(crate) fn index_of(&self, node: &NodeId) -> Option<usize> {
        self.inner.index.get(node).copied()
    }

    pub(crate) fn node(&self, index: usize) -> Option<&CompiledNode> {
        self.inner.nodes.get(index).map(|node| &**node)
    }

    /// The node at a place. Every index comes from this flow, so the start is never the answer to another one.
    pub(crate) fn node_or_start(&self, index: usize) -> &CompiledNode {
        self.inner.nodes.get(index).unwrap_or(&self.inner.start_node)
    }

    pub(crate) fn field_type(&self, field: &FieldId) -> Option<&FieldType> {
        self.inner.fields.get(field.as_str())
    }

    pub(crate) fn field_label(&self, field: &FieldId) -> Label {
        self.inner.fields.get(field.as_str()).map_or_else(|| Label::Plain(field.to_string()), |field| field.label.clone())
    }
}

fn assigned_field(assign: &crate::Assign) -> Option<FieldId> {
    match assign {
        crate::Assign::Field { field }
        | crate::Assign::DepartmentHead { of: crate::DepartmentOf::Field(field), .. }
        | crate::Assign::Department { of: crate::DepartmentOf::Field(field), .. }
        | crate::Assign::Position { of: crate::DepartmentOf::Field(field), .. } => Some(field.clone()),
        _ => None,
    }
}

impl CompiledNode {
    pub fn id(&self) -> &NodeId {
        &self.id
    }

    pub fn label(&self) -> &Label {
        &self.label
    }

    pub fn kind(&self) -> &'static NodeKind {
        self.kind
    }

    pub fn behaviour(&self) -> &dyn Behaviour {
        &*self.behaviour
    }

    pub fn task(&self) -> Option<&TaskSettings> {
        self.behaviour.task()
    }

    pub fn on_enter(&self) -> &[(FieldId, FieldType, Formula)] {
        &self.on_enter
    }

    /// What its call is given.
    pub fn inputs(&self) -> &[(FieldId, FieldType, Formula)] {
        &self.inputs
    }

    pub fn edges(&self) -> &[CompiledEdge] {
        &self.edges
    }

    /// The edges that lead here, each with the node from which.
    pub fn incoming(&self) -> &[(EdgeId, usize)] {
        &self.incoming
    }

    /// Whether tokens wait for each other here.
    pub fn joins(&self) -> bool {
        self.incoming.len() > 1 && self.behaviour.joining() != Joining::Each
    }

    /// Steps with the same turn are never open at the same time.
    pub fn turn(&self) -> Option<&str> {
        self.behaviour.guard()?.turn.as_deref()
    }

    /// The step is open only while a token is at this other one.
    pub fn only_while(&self) -> Option<&NodeId> {
        self.behaviour.guard()?.only_while.as_ref()
    }

    /// The fields that hold moments until which a token waits here.
    fn moments(&self) -> impl Iterator<Item = FieldId> + '_ {
        let beside = self.behaviour.guard().map(|guard| guard.boundary.as_slice()).unwrap_or_default();
        let waits = self.behaviour.wait().into_iter().chain(beside.iter().filter_map(waits::of_boundary));
        waits.filter_map(|wait| if let Length::Until(until) = wait.length { Some(until.field.clone()) } else { None })
    }

    /// Until when it should be done.
    pub fn deadline(&self) -> Option<&ReadyDeadline> {
        self.deadline.as_ref()
    }

    /// The formulas by which it is given out.
    pub fn allocation(&self) -> Option<&ReadyAllocation> {
        self.allocation.as_ref()
    }

    /// What is entered in the record of another form that it files.
    pub fn new_record(&self) -> &[Assigned] {
        &self.new_record
    }

    /// When a step for each row is done before all rows are.
    pub fn done_when(&self) -> Option<&Formula> {
        self.done_when.as_ref()
    }

    /// The only way out that is not for rejections, timers or faults.
    pub fn way_on(&self) -> Option<&CompiledEdge> {
        self.way_on.and_then(|index| self.edges.get(index))
    }
}

impl CompiledEdge {
    pub fn id(&self) -> &EdgeId {
        &self.id
    }

    pub fn to(&self) -> usize {
        self.to
    }

    pub fn condition(&self) -> Option<&Formula> {
        self.when.as_ref()
    }

    pub fn is_default(&self) -> bool {
        self.default
    }
}

/// Makes a flow ready. What cannot be made is among the findings.
pub(super) fn compile(
    whole: &Whole,
    scope: &Scope,
    environment: &Environment,
    behaviours: &[Option<Arc<dyn Behaviour>>],
    clocks: &[Option<FlowClockSettings>],
    findings: &mut Vec<Diagnostic>,
) -> Option<CompiledFlow> {
    let flow = &whole.flow;
    let index: BTreeMap<NodeId, usize> = flow.nodes.iter().enumerate().map(|(index, node)| (node.id.clone(), index)).collect();
    let mut make = Make { flow, scope, environment, index: &index, findings };
    let clocks = clocks.iter().enumerate().filter_map(|(place, clock)| make.clock(place, clock.as_ref()?)).collect();
    let when = flow.when.as_ref().and_then(|text| make.condition(&text.0, "/when"));
    let own = behaviours.iter().enumerate().filter(|(place, _)| whole.parts.get(*place) == Some(&0));
    let button = own.filter_map(|(place, node)| Some((place, node.as_ref()?.button()?.when.as_ref()?))).next();
    let button_when = button.and_then(|(place, text)| make.condition(&text.0, &format!("/nodes/{place}/button/when")));
    let nodes: Vec<Option<CompiledNode>> = behaviours.iter().enumerate().map(|(place, behaviour)| make.node(place, behaviour.clone()?)).collect();
    let nodes = nodes.into_iter().map(|node| node.map(Arc::new)).collect::<Option<Vec<_>>>()?;
    let starts: BTreeMap<FlowId, usize> =
        whole.ids.iter().enumerate().filter_map(|(part, id)| Some((id.clone(), start_of(whole, behaviours, part)?))).collect();
    let start = *starts.get(&flow.id)?;
    let edges = flow.edges.iter().filter_map(|edge| Some((*index.get(&edge.from)?, *index.get(&edge.to)?)));
    let net = Net::new(nodes.len(), edges, starts.values().copied());
    let inner = Inner {
        id: flow.id.clone(),
        form: flow.form.clone(),
        label: flow.label.clone(),
        when,
        button_when,
        policies: flow.policies.clone(),
        clocks,
        start_node: Arc::clone(nodes.get(start)?),
        milestones: nodes.iter().any(|node| node.only_while().is_some()),
        moments: nodes.iter().flat_map(|node| node.moments()).collect(),
        nodes,
        start,
        fields: scope.fields.clone(),
        index,
        net,
        together: OnceLock::new(),
        parts: whole.parts.clone(),
        starts,
    };
    Some(CompiledFlow { inner: Arc::new(inner) })
}

/// Where the flow of a part begins.
fn start_of(whole: &Whole, behaviours: &[Option<Arc<dyn Behaviour>>], part: usize) -> Option<usize> {
    let begins = |(node, behaviour): (usize, &Option<Arc<dyn Behaviour>>)| {
        let here = whole.parts.get(node) == Some(&part) && behaviour.as_ref().is_some_and(|behaviour| behaviour.begins());
        here.then_some(node)
    };
    behaviours.iter().enumerate().find_map(begins)
}

pub(super) struct Make<'a> {
    pub(super) flow: &'a Flow,
    pub(super) scope: &'a Scope,
    pub(super) environment: &'a Environment,
    pub(super) index: &'a BTreeMap<NodeId, usize>,
    pub(super) findings: &'a mut Vec<Diagnostic>,
}

impl Make<'_> {
    fn node(&mut self, place: usize, behaviour: Arc<dyn Behaviour>) -> Option<CompiledNode> {
        let node = self.flow.nodes.get(place)?;
        let on_enter = behaviour
            .on_enter()
            .iter()
            .filter_map(|(field, text)| self.assignment(format!("/nodes/{place}/on_enter/{field}"), field, &text.0))
            .collect();
        let inputs = behaviour.call().map(|call| super::outside::inputs(self, place, call)).unwrap_or_default();
        let edges: Vec<CompiledEdge> = (0..self.flow.edges.len()).filter_map(|edge| self.edge(edge, &node.id)).collect();
        let side = behaviour.side_edges();
        let way_on = edges.iter().position(|edge| !side.contains(&&edge.id));
        let into = self.flow.edges.iter().filter(|edge| edge.to == node.id);
        let incoming = into.filter_map(|edge| Some((edge.id.clone(), *self.index.get(&edge.from)?))).collect();
        let deadline = behaviour.task().and_then(|task| task.deadline.as_ref()).map(|deadline| self.deadline(place, deadline));
        let allocation = behaviour.task().and_then(|task| task.allocation.as_ref()).map(|allocation| self.allocation(place, allocation));
        let done_when = behaviour.done_when().and_then(|text| self.condition(&text.0, &format!("/nodes/{place}/done_when")));
        let new_record = behaviour.new_record().map(|(form, set)| self.new_record(place, form, set, behaviour.per_row())).unwrap_or_default();
        let found_by = behaviour.new_record().and_then(|(form, _)| Some((form, behaviour.matches()?)));
        let matches = found_by.map(|(form, matches)| self.matching(place, form, matches)).unwrap_or_default();
        let label = super::node_name(self.flow, place);
        Some(CompiledNode {
            id: node.id.clone(),
            label,
            kind: node_kind(&node.kind)?,
            behaviour,
            on_enter,
            inputs,
            edges,
            incoming,
            done_when,
            new_record,
            matches,
            deadline,
            allocation,
            way_on,
        })
    }

    /// What is wrong with the form of the records and its fields is told where settings are checked.
    fn allocation(&mut self, place: usize, allocation: &Allocation) -> ReadyAllocation {
        let mut matches = Vec::new();
        let form = allocation.skill.as_ref().and_then(|skill| self.environment.forms.get(&skill.form));
        for (number, wanted) in allocation.skill.iter().flat_map(|skill| &skill.matches).enumerate() {
            let pointer = format!("/nodes/{place}/allocation/skill/matches/{number}/value");
            let formula = self.formula(&wanted.value.0, &pointer);
            let field_type =
                form.and_then(|fields| fields.get(wanted.field.as_str())).map(|field| super::allocation::compared(field, wanted.compare));
            let (Some(formula), Some(field_type)) = (formula, field_type) else { continue };
            if !formula::may_hold(&field_type.value_type, formula.result()) {
                let name = field_type.label.get(Locale::ZhCn).to_owned();
                let message = Label::both(
                    format!("公式的结果不能与字段「{name}」比较。"),
                    format!("What the formula answers cannot be compared with the field “{}”.", field_type.label.get(Locale::En)),
                );
                self.findings.push(error(self.flow, "MW0321", pointer, message).with_span(0, wanted.value.0.chars().count()));
                continue;
            }
            matches.push(ReadyMatch { field: wanted.field.clone(), compare: wanted.compare, field_type, formula });
        }
        let priority = allocation.queue.priority.as_ref();
        let priority = priority.and_then(|text| self.number(&text.0, &format!("/nodes/{place}/allocation/queue/priority")));
        ReadyAllocation { matches, priority, familiar: allocation.familiar.as_ref().map(|familiar| familiar.field.clone()) }
    }

    fn number(&mut self, text: &str, pointer: &str) -> Option<Formula> {
        let formula = self.formula(text, pointer)?;
        if !matches!(formula.result(), Type::Number | Type::Any) {
            let message = Label::both("次序必须是数字。", "A priority is a number.");
            self.findings.push(error(self.flow, "MW0321", pointer.into(), message).with_span(0, text.chars().count()));
        }
        Some(formula)
    }

    fn deadline(&mut self, place: usize, deadline: &Deadline) -> ReadyDeadline {
        let at = format!("/nodes/{place}/deadline");
        let (pauses, instead) = deadline.timing().map(|timing| self.timing(&at, &timing)).unwrap_or_default();
        let levels = self.levels(&at, &deadline.levels);
        ReadyDeadline::of(deadline, pauses, instead, levels)
    }

    /// What a timing asks of the record.
    fn timing(&mut self, at: &str, timing: &Timing<'_>) -> (Vec<ReadyPause>, Vec<(Formula, Target)>) {
        let mut pauses = Vec::new();
        for (number, pause) in timing.pause.iter().enumerate() {
            let holds = match &pause.waits_for {
                WaitsFor::Returned => Holds::Returned,
                WaitsFor::Node(node) => Holds::Node(node.clone()),
                WaitsFor::When(text) => match self.condition(&text.0, &format!("{at}/pause/{number}/while/when")) {
                    Some(formula) => Holds::When(formula),
                    None => continue,
                },
            };
            pauses.push(ReadyPause { label: pause.label.clone(), holds });
        }
        let mut instead = Vec::new();
        for (number, other) in timing.instead.iter().enumerate() {
            let when = self.condition(&other.when.0, &format!("{at}/instead/{number}/when"));
            instead.extend(when.map(|when| (when, other.within)));
        }
        (pauses, instead)
    }

    fn levels(&mut self, at: &str, levels: &[Level]) -> Vec<ReadyLevel> {
        let mut ready = Vec::new();
        for (number, level) in levels.iter().enumerate() {
            let at = format!("{at}/levels/{number}");
            let when = level.when.as_ref().and_then(|when| self.condition(&when.0, &format!("{at}/when")));
            let set = |(field, text): (&FieldId, &FormulaText)| self.assignment(format!("{at}/set/{field}"), field, &text.0);
            ready.push(ReadyLevel { when, set: level.set.iter().filter_map(set).collect() });
        }
        ready
    }

    /// Makes a clock of the flow ready.
    fn clock(&mut self, place: usize, settings: &FlowClockSettings) -> Option<ReadyClock> {
        let clock = self.flow.clocks.get(place)?;
        let at = format!("/clocks/{place}");
        let (pauses, instead) = self.timing(&at, &settings.timing());
        let levels = self.levels(&at, &settings.levels);
        let whole = [Happens::CaseBegins];
        let start = if settings.start.is_empty() { whole.as_slice() } else { &settings.start };
        let renewals: Vec<Option<On>> =
            settings.reset.iter().enumerate().map(|(number, renewal)| self.on(&renewal.on, &format!("{at}/reset/{number}/on"))).collect();
        Some(ReadyClock {
            id: clock.id.clone(),
            label: clock.label.clone(),
            counting: Counting::of(&settings.timing(), pauses, instead)?,
            levels: settings.levels.iter().zip(levels).map(|(level, ready)| ClockLevel { to: level.to.clone(), way: level.way, ready }).collect(),
            start: self.ons(start, &format!("{at}/start")),
            stop: self.ons(&settings.stop, &format!("{at}/stop")),
            cancel: self.ons(&settings.cancel, &format!("{at}/cancel")),
            reset: renewals.into_iter().zip(&settings.reset).filter_map(|(on, renewal)| Some((on?, renewal.percent))).collect(),
        })
    }

    fn ons(&mut self, happens: &[Happens], at: &str) -> Vec<On> {
        happens.iter().enumerate().filter_map(|(number, happens)| self.on(happens, &format!("{at}/{number}"))).collect()
    }

    /// What happens to a case, ready to be looked at. Steps and fields that are not there are told where settings are checked.
    fn on(&mut self, happens: &Happens, at: &str) -> Option<On> {
        Some(match happens {
            Happens::CaseBegins => On::Case,
            Happens::Entered(node) => On::Entered(node.clone()),
            Happens::Left(node) => On::Left(node.clone()),
            Happens::Filled(field) => On::Filled(field.clone()),
            Happens::When(text) => On::When(self.condition(&text.0, &format!("{at}/when"))?),
        })
    }

    fn edge(&mut self, place: usize, from: &NodeId) -> Option<CompiledEdge> {
        let edge = self.flow.edges.get(place).filter(|edge| edge.from == *from)?;
        let when = edge.when.as_ref().and_then(|text| self.condition(&text.0, &format!("/edges/{place}/when")));
        Some(CompiledEdge { id: edge.id.clone(), to: *self.index.get(&edge.to)?, when, default: edge.default })
    }

    fn condition(&mut self, text: &str, pointer: &str) -> Option<Formula> {
        let formula = self.formula(text, pointer)?;
        if !matches!(formula.result(), Type::Bool | Type::Any) {
            let message = Label::both("条件必须得出 TRUE 或 FALSE。", "A condition answers TRUE or FALSE.");
            let hint = Label::both("写成比较，例如 {amount} > 1000。", "Write a comparison such as {amount} > 1000.");
            self.findings.push(error(self.flow, "MW0401", pointer.into(), message).with_hint(hint).with_span(0, text.chars().count()));
        }
        Some(formula)
    }

    fn assignment(&mut self, pointer: String, field: &FieldId, text: &str) -> Option<(FieldId, FieldType, Formula)> {
        self.assigned(pointer, &self.scope.fields, field, text)
    }

    /// A field of some form with a formula over the record.
    pub(super) fn assigned(
        &mut self,
        pointer: String,
        fields: &IndexMap<FieldId, FieldType>,
        field: &FieldId,
        text: &str,
    ) -> Option<(FieldId, FieldType, Formula)> {
        let formula = self.formula(text, &pointer);
        let Some(field_type) = fields.get(field.as_str()).filter(|_| !field.is_system()) else {
            let message = Label::both(format!("表单没有可以写入的字段「{field}」。"), format!("The form has no field “{field}” that can be set."));
            let finding = error(self.flow, "MW0402", pointer, message);
            let hint = super::check::hint(field.as_str(), fields.keys().map(FieldId::as_str));
            self.findings.push(match hint {
                Some(hint) => finding.with_hint(hint),
                None => finding,
            });
            return None;
        };
        let formula = formula?;
        if !formula::may_hold(&field_type.value_type, formula.result()) {
            let message = Label::both(
                format!("公式的结果不能写入字段「{}」。", field_type.label.get(Locale::ZhCn)),
                format!("The field “{}” cannot hold what the formula answers.", field_type.label.get(Locale::En)),
            );
            self.findings.push(error(self.flow, "MW0403", pointer, message).with_span(0, text.chars().count()));
        }
        Some((field.clone(), field_type.clone(), formula))
    }

    pub(super) fn formula(&mut self, text: &str, pointer: &str) -> Option<Formula> {
        match formula::compile(text, self.scope) {
            Ok(formula) => Some(formula),
            Err(faults) => {
                for fault in faults {
                    let finding = error(self.flow, fault.code, pointer.into(), fault.message).with_span(fault.start, fault.end);
                    self.findings.push(match fault.hint {
                        Some(hint) => finding.with_hint(hint),
                        None => finding,
                    });
                }
                None
            }
        }
    }
}
