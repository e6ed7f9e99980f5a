//! Playing the steps: commands of people, and the timers that fall due while time passes.

use super::{
    Difference,
    cast::{Cast, Filed, no_facts},
    compare,
    manage::About,
    queue,
};
use crate::{
    CompiledApp,
    command::{Begins, BegunBy, Case, Command, Fact, Outcome, Stop, Surroundings, What, follow_ups, numbers_of, run, step_rights},
};
use access::{Actor, FormRights, Person, Plan, StepRights, plan, with_step};
use chrono::Duration;
use definition::{Action as Right, Expectation, Scenario, SignerPlace, Step};
use flow_engine::{Action, Added, Event, ExplainedClock, ReturnTo, TimerKey, Todo, explain_clocks};
use form_engine::{CompiledForm, Offered, Rights};
use formula::Question;
use serde_json::{Map, Value as Json};
use std::{collections::BTreeMap, sync::Arc};
use uuid::Uuid;
use value::{DepartmentId, FieldId, FlowId, FormId, Instant, Label, Locale, NodeId, Value, ValueType};

/// A scenario on its way.
pub(super) struct Play<'a> {
    pub app: &'a CompiledApp,
    pub cast: Cast<'a>,
    pub now: Instant,
    counters: BTreeMap<(FormId, FieldId, String), u64>,
    commands: u64,
    /// How many commands have followed from others in the present step.
    pub followed: usize,
    /// Who was told in the present step, as `message@person`.
    pub told: Vec<String>,
    /// When a flow began by its schedule the last time.
    pub begun: BTreeMap<FlowId, Instant>,
    /// How often flows began by their schedules.
    pub scheduled: usize,
    /// What the commands of the present step led to, in order.
    pub happened: Vec<Happened>,
}

/// What one command led to.
pub(super) struct Happened {
    pub record: String,
    pub at: Instant,
    pub outcome: Outcome,
}

/// Why a step was refused, as the scenario writes it, and in words.
pub(super) struct Refused {
    pub codes: Vec<String>,
    pub words: Label,
}

impl<'a> Play<'a> {
    pub fn new(app: &'a CompiledApp, scenario: &'a Scenario) -> Self {
        Self {
            app,
            cast: Cast::new(scenario),
            now: scenario.now,
            counters: BTreeMap::new(),
            commands: 0,
            followed: 0,
            told: Vec::new(),
            begun: BTreeMap::new(),
            scheduled: 0,
            happened: Vec::new(),
        }
    }

    /// Plays a step and says what was not as expected.
    pub fn step(&mut self, step: &Step, pointer: &str) -> Vec<Difference> {
        let refused = self.perform(step).err();
        let (record, expect) = step.about();
        self.differences(record, expect, refused, &format!("{pointer}/expect"))
    }

    /// Plays a step.
    pub fn perform(&mut self, step: &Step) -> Result<(), Refused> {
        self.told.clear();
        self.happened.clear();
        self.followed = 0;
        match step {
            Step::Create { by, form, name, values, .. } => self.create(by, form, name, values)?,
            Step::Update { by, record, values, .. } => self.update(by, record, values)?,
            Step::Act { by, record, node, action, to, people, place, values, .. } => {
                let action = self.action(action, to.as_deref(), (people, *place))?;
                self.act(by, record, node, action, values)?;
            }
            Step::Manage { by, record, action, node, from, to, .. } => {
                let about = About { node: node.as_ref(), from: from.as_deref(), to: to.as_deref() };
                self.manage(by, record, *action, about)?;
            }
            Step::Answer { record, node, values, fault, .. } => self.answer_call(record, node, values, fault.as_deref())?,
            Step::Start { by, record, flow, .. } => self.start(by, record, flow)?,
            Step::Message { record, name, values, .. } => self.message(record, name, values)?,
            Step::Wait { minutes, .. } => self.wait(*minutes)?,
        }
        self.give_out(matches!(step, Step::Wait { .. }))
    }

    fn differences(&self, record: Option<&str>, expect: &Expectation, refused: Option<Refused>, pointer: &str) -> Vec<Difference> {
        let mut found = compare::refusal(expect, refused.as_ref(), pointer);
        found.extend(compare::told(expect, &self.told, pointer));
        if let Some(filed) = record.and_then(|name| self.cast.records.get(name)) {
            found.extend(compare::record(self, filed, expect, pointer));
        }
        found
    }

    pub fn form(&self, id: &FormId) -> Result<&'a Arc<CompiledForm>, Refused> {
        self.app.form(id.as_str()).ok_or_else(|| refused("no_such_form", "没有这个表单", "there is no such form"))
    }

    pub fn person(&self, name: &str) -> Result<Person, Refused> {
        self.cast.person(name, self.app).ok_or_else(|| refused("no_such_person", "没有这个人", "there is no such person"))
    }

    pub fn plan(&self, person: &Person, action: Right, form: &CompiledForm) -> Option<Plan> {
        plan(&Actor::User(person.clone()), action, self.form_rights(form), self.now).ok()
    }

    fn form_rights<'b>(&'b self, form: &'b CompiledForm) -> FormRights<'b> {
        FormRights { app: self.app.id(), form: &form.definition, roles: &self.app.roles, portals: &self.app.portals }
    }

    fn create(&mut self, by: &str, form_id: &FormId, name: &str, values: &Map<String, Json>) -> Result<(), Refused> {
        let form = self.form(form_id)?;
        let person = self.person(by)?;
        let plan = self.plan(&person, Right::Create, form).ok_or_else(no_right)?;
        let values = self.cast.resolve(values, &types(form));
        let id = self.cast.new_record_id();
        let department = self.cast.department_of_user(person.id);
        let numbers = self.numbers(form, department);
        let what = What::Create { values, numbers, department, begins: Begins::Usual };
        let command = Command {
            form: form_id.clone(),
            record: id,
            stored: None,
            case: None,
            by: Some(person.id),
            rights: Rights::only(plan.fields().clone()),
            what,
        };
        let outcome = self.run(&command)?;
        let record = outcome.record.clone().unwrap_or_default();
        let filed = Filed { form: form_id.clone(), id, record, case: outcome.flow.as_ref().map(|flow| flow.case.clone()) };
        self.cast.records.insert(name.into(), filed);
        let next = follow_ups(&command, &outcome);
        self.note(name, outcome);
        self.follow(next)
    }

    fn update(&mut self, by: &str, name: &str, values: &Map<String, Json>) -> Result<(), Refused> {
        let filed = self.filed(name)?;
        let form = self.form(&filed.form)?;
        let person = self.person(by)?;
        let plan = self.plan(&person, Right::Update, form).filter(|plan| self.may_reach(plan, &filed, &person, form)).ok_or_else(no_right)?;
        let values = self.cast.resolve(values, &types(form));
        self.on_record(name, &filed, Some(&person), Rights::only(plan.fields().clone()), What::Update { values })
    }

    fn act(&mut self, by: &str, name: &str, node: &NodeId, action: Action, values: &Map<String, Json>) -> Result<(), Refused> {
        let filed = self.filed(name)?;
        let form = self.form(&filed.form)?;
        let person = self.person(by)?;
        let case = filed.case.clone().ok_or_else(|| refused("no_todo", "没有待办", "there is no to-do"))?;
        let mine = |todo: &&Todo| todo.node == *node && todo.holder == person.id;
        let todo =
            case.state.todos.iter().find(mine).ok_or_else(|| refused("no_todo", "此人在该节点没有待办", "the person has no to-do at the node"))?;
        let (fields, unlisted) = step_rights(&case.flow, node).unwrap_or_default();
        let step = case.flow.step(node).map(|step| step.label.clone()).unwrap_or_default();
        let by_roles = self.plan(&person, Right::Update, form).filter(|plan| self.may_reach(plan, &filed, &person, form));
        let plan = with_step(by_roles, Right::Update, self.form_rights(form), &StepRights { record: filed.id, step, fields, unlisted });
        let values = self.cast.resolve(values, &types(form));
        let what = What::Act { todo: todo.id, action, opinion: "…".into(), values };
        self.on_record(name, &filed, Some(&person), Rights::only(plan.fields().clone()), what)
    }

    /// Somebody presses the button of a flow.
    fn start(&mut self, by: &str, name: &str, flow: &FlowId) -> Result<(), Refused> {
        let filed = self.filed(name)?;
        let form = self.form(&filed.form)?;
        let person = self.person(by)?;
        let button = self.app.flows.get(flow).and_then(|flow| flow.button());
        let needed = if button.is_some_and(|button| !button.roles.is_empty()) { Right::Read } else { Right::Update };
        self.plan(&person, needed, form).filter(|plan| self.may_reach(plan, &filed, &person, form)).ok_or_else(no_right)?;
        let what = What::Begin { flow: flow.clone(), by: BegunBy::Button };
        // An ended case stays in view until the next one begins.
        let open = filed.case.clone().filter(|case| case.state.status.is_open());
        self.on_record(name, &Filed { case: open, ..filed }, Some(&person), Rights::only(indexmap::IndexMap::new()), what)
    }

    /// A system outside answers, or does not.
    fn answer_call(&mut self, name: &str, node: &NodeId, values: &Map<String, Json>, fault: Option<&str>) -> Result<(), Refused> {
        let filed = self.filed(name)?;
        let waits = |state: &flow_engine::InstanceState| {
            let token = state.tokens.iter().find(|token| token.node == *node && state.awaits_answer(token.call, token.tries).is_some())?;
            Some((token.call, token.tries))
        };
        let waiting = filed.case.as_ref().and_then(|case| waits(&case.state));
        let (call, attempt) = waiting.ok_or_else(|| refused("no_call", "该节点没有等待结果的调用", "no call waits for an answer at the node"))?;
        let answer = fault.map_or_else(|| Ok(values.clone()), |fault| Err(fault.to_owned()));
        self.on_record(name, &filed, None, Rights::system(), What::Answered { call, attempt, answer })
    }

    /// A message goes to a record; under a name that is not taken yet it may begin a case with a new one.
    fn message(&mut self, record: &str, name: &str, values: &Map<String, Json>) -> Result<(), Refused> {
        let begun = self.app.flows_begun_by(name).next().filter(|_| !self.cast.records.contains_key(record));
        if let Some((flow, start)) = begun.and_then(|flow| Some((flow, flow.start_message()?))) {
            let values = start.values_from(values);
            let (form, id) = (flow.form().clone(), self.cast.new_record_id());
            let numbers = self.numbers(self.form(&form)?, None);
            let what = What::Create { values, numbers, department: None, begins: Begins::Flow(flow.id().clone()) };
            return self.file((record.into(), form, id), None, Rights::everything(), what);
        }
        let filed = self.filed(record)?;
        self.on_record(record, &filed, None, Rights::system(), What::Message { name: name.to_owned(), values: values.clone() })
    }

    fn action(&self, action: &str, to: Option<&str>, (people, place): (&[String], SignerPlace)) -> Result<Action, Refused> {
        let whom = || to.and_then(|name| self.cast.user(name)).ok_or_else(nobody);
        Ok(match action {
            "approve" => Action::Approve,
            "reject" => Action::Reject,
            "complete" => Action::Complete,
            "resubmit" => Action::Resubmit,
            "return" => {
                let node = to.and_then(|node| NodeId::parse(node).ok());
                Action::Return { to: node.map_or(ReturnTo::Starter, ReturnTo::Node), then: None }
            }
            "claim" => Action::Claim,
            "give_back" => Action::GiveBack,
            "hand_back" => Action::HandBack,
            "delegate" => Action::Delegate { to: whom()? },
            "transfer" => Action::Transfer { to: whom()? },
            "remove_sign" => Action::RemoveSigner { who: whom()? },
            "add_sign" => {
                let to = people.iter().map(|name| self.cast.user(name).ok_or_else(nobody)).collect::<Result<Vec<_>, _>>()?;
                let place = match place {
                    SignerPlace::Before => Added::Before,
                    SignerPlace::Beside => Added::Beside,
                    SignerPlace::After => Added::After,
                };
                Action::AddSigners { to, place }
            }
            _ => return Err(refused("no_such_action", "没有这种操作", "there is no such action")),
        })
    }

    /// Time passes; the timers of all cases fire in the order of their moments.
    fn wait(&mut self, minutes: u32) -> Result<(), Refused> {
        let until = self.now + Duration::minutes(i64::from(minutes));
        while let Some(at) = self.next_moment().filter(|at| *at <= until) {
            let timer = self.next_timer().filter(|(when, _, _)| *when <= at);
            let Some((at, name, timer)) = timer else {
                self.begin_what_is_due(at)?;
                continue;
            };
            self.now = self.now.max(at);
            let filed = self.filed(&name)?;
            self.on_record(&name, &filed, None, Rights::system(), What::Timer { timer })?;
            // The timer of a clock is set anew, for its next moment.
            let still_there = self.next_timer().is_some_and(|(when, same, again)| when <= at && same == name && again == timer);
            if still_there {
                return Err(refused("timer", "计时器没有生效", "a timer had no effect"));
            }
        }
        self.now = until;
        Ok(())
    }

    /// When something happens by itself next: a timer fires, or a flow begins.
    fn next_moment(&self) -> Option<Instant> {
        self.next_timer().map(|(at, _, _)| at).into_iter().chain(self.next_start().map(|(at, _)| at)).min()
    }

    pub fn next_timer(&self) -> Option<(Instant, String, TimerKey)> {
        let open = self.cast.records.iter().filter_map(|(name, filed)| Some((name, filed.case.as_ref()?)));
        open.flat_map(|(name, case)| case.state.timers().map(|(at, key)| (at, name.clone(), key)).collect::<Vec<_>>()).min()
    }

    /// The clocks of the flow of a record's case.
    pub fn clocks(&self, filed: &Filed) -> Vec<ExplainedClock> {
        let Some(case) = &filed.case else { return Vec::new() };
        explain_clocks(&case.flow, &case.state, &self.app.calendars, &self.app.zone, self.now)
    }

    pub fn filed(&self, name: &str) -> Result<Filed, Refused> {
        self.cast.records.get(name).cloned().ok_or_else(|| refused("no_such_record", "没有这条记录", "there is no such record"))
    }

    pub fn on_record(&mut self, name: &str, filed: &Filed, by: Option<&Person>, rights: Rights, what: What) -> Result<(), Refused> {
        let command = Command {
            form: filed.form.clone(),
            record: filed.id,
            stored: Some(&filed.record),
            case: filed.case.as_ref(),
            by: by.map(|person| person.id),
            rights,
            what,
        };
        let outcome = self.run(&command)?;
        if let Some(there) = self.cast.records.get_mut(name) {
            there.record = outcome.record.clone().unwrap_or_default();
            if let Some(flow) = &outcome.flow {
                there.case = Some(flow.case.clone());
            }
        }
        let next = follow_ups(&command, &outcome);
        self.note(name, outcome);
        self.follow(next)
    }

    /// Runs a command; what it has to know first is looked up in the cast.
    pub fn run(&mut self, command: &Command<'_>) -> Result<Outcome, Refused> {
        self.commands += 1;
        let number = self.commands;
        let fresh = move |nth: u32| Uuid::from_u64_pair((4 << 48) | 0x7000 | number << 16, 0x8000_0000_0000_0000 | u64::from(nth));
        let mut facts = no_facts();
        for _ in 0..100 {
            let around = Surroundings { app: self.app, now: self.now, organisation: &self.cast, related: &facts, fresh: &fresh };
            match run(&around, command) {
                Ok(outcome) => return Ok(outcome),
                Err(Stop::Missing(missing)) => {
                    for fact in missing {
                        match fact {
                            Fact::Related(need) => _ = facts.related.insert(need.record, self.cast.fact(&need)),
                            Fact::LookUp(question) => _ = facts.answers.insert(question.key().to_owned(), self.answer(&question)),
                            Fact::Organisation(_) => {}
                            // What a scenario enters counts as offered; nothing outside is asked.
                            Fact::Offer(offer) => _ = facts.offers.insert(offer.key(), Offered::Yes(offer.label)),
                        }
                    }
                }
                Err(stop) => return Err(refusal_of(stop)),
            }
        }
        Err(refused("missing", "缺少的资料无法找到", "what must be known cannot be found"))
    }

    /// What the records of a form say that were filed so far.
    fn answer(&self, question: &Question) -> Value {
        let Some(form) = self.app.form(question.look_up.form.as_str()) else { return Value::Blank };
        let found = self.matching(form.id(), &form_engine::question_filter(question, form));
        form_engine::answer_from(question, found.into_iter().map(|(_, filed)| &filed.record))
    }

    /// The records of a form that fulfil a filter, in the order in which they were filed.
    pub fn matching(&self, form: &FormId, filter: &query::Filter) -> Vec<(&String, &Filed)> {
        let variables = query::Variables { now: self.now, zone: &self.app.zone, current_user: None, current_departments: &[] };
        let context = query::QueryContext { variables, is_under: &|_, _, _| false, is_involved: &|_, _| false };
        let of_form = self.cast.records.iter().filter(|(_, filed)| filed.form == *form);
        let mut found: Vec<_> = of_form.filter(|(_, filed)| query::matches(filter, &filed.record, &context)).collect();
        found.sort_by_key(|(_, filed)| filed.id);
        found
    }

    pub fn numbers(&mut self, form: &CompiledForm, department: Option<DepartmentId>) -> BTreeMap<FieldId, String> {
        let day = self.app.zone.day(self.now);
        let initials = definition::suggest::initials(department.and_then(|department| self.cast.department_name(department)).unwrap_or_default());
        let wanted: Vec<(FieldId, String, String)> = numbers_of(self.app, form, self.now, &initials)
            .map(|(field, counter, number)| {
                let next = self.counters.get(&(form.id().clone(), field.clone(), counter.clone())).copied().unwrap_or_default() + 1;
                (field.clone(), counter, number.write(day, &initials, next))
            })
            .collect();
        wanted
            .into_iter()
            .map(|(field, counter, number)| {
                *self.counters.entry((form.id().clone(), field.clone(), counter)).or_default() += 1;
                (field, number)
            })
            .collect()
    }

    pub fn note(&mut self, record: &str, outcome: Outcome) {
        queue::note(self, &outcome);
        for notice in &outcome.notices {
            self.told.extend(notice.to.iter().map(|user| format!("{}@{}", notice.message, self.cast.user_name(*user))));
        }
        for event in outcome.flow.iter().flat_map(|flow| &flow.events) {
            if let Event::CopiesSent { to, .. } = event {
                self.told.extend(to.iter().map(|user| format!("_cc@{}", self.cast.user_name(*user))));
            }
        }
        self.happened.push(Happened { record: record.into(), at: self.now, outcome });
    }

    /// Whether the rows of a plan include the record.
    pub fn may_reach(&self, plan: &Plan, filed: &Filed, person: &Person, form: &CompiledForm) -> bool {
        let departments: Vec<_> = person.departments.iter().copied().collect();
        let variables = query::Variables { now: self.now, zone: &self.app.zone, current_user: Some(person.id), current_departments: &departments };
        let is_under = |path: &query::FieldPath, value: &Value, above: &Value| compare::is_under(&self.cast, form, path, value, above);
        let is_involved = |_: &Value, user: value::UserId| compare::is_involved(filed, user);
        let mut record = filed.record.clone();
        if let Ok(id) = FieldId::parse("_id") {
            record.set(id, Value::Reference(filed.id));
        }
        query::matches(plan.filter(), &record, &query::QueryContext { variables, is_under: &is_under, is_involved: &is_involved })
    }

    /// What the record holds, values that are worked out on reading included.
    pub fn seen(&self, filed: &Filed) -> value::Record {
        let mut seen = filed.record.clone();
        self.live(filed).iter().for_each(|(field, value)| seen.set(field.clone(), value.clone()));
        seen
    }

    pub fn live(&self, filed: &Filed) -> value::Record {
        let Some(form) = self.app.form(filed.form.as_str()) else { return value::Record::new() };
        form_engine::live_values(form, &Arc::new(self.app.zone.clone()), filed.record.clone(), no_facts(), self.now, None)
    }
}

/// The types of all fields, the system's included.
pub(super) fn types(form: &CompiledForm) -> BTreeMap<String, ValueType> {
    form.scope.fields.iter().map(|(id, field)| (id.to_string(), field.value_type.clone())).collect()
}

pub(super) fn refused(code: &str, zh: &str, en: &str) -> Refused {
    Refused { codes: vec![code.into()], words: Label::both(zh, en) }
}

pub(super) fn nobody() -> Refused {
    refused("no_such_person", "没有接手的人", "there is nobody to take it over")
}

pub(super) fn no_right() -> Refused {
    refused("no_right", "没有权限", "no role of the person allows it")
}

pub(super) fn refusal_of(stop: Stop) -> Refused {
    let join = |labels: Vec<Label>| {
        let all = |locale: Locale| labels.iter().map(|label| label.get(locale)).collect::<Vec<_>>().join("; ");
        Label::both(all(Locale::ZhCn), all(Locale::En))
    };
    match stop {
        Stop::Faults(faults) => Refused {
            codes: faults.iter().map(|fault| format!("{}:{}", fault.pointer.trim_start_matches('/'), fault.code)).collect(),
            words: join(faults.into_iter().map(|fault| fault.message).collect()),
        },
        Stop::Refused(rules) => Refused {
            codes: rules.iter().map(|(rule, _, _)| rule.to_string()).collect(),
            words: join(rules.into_iter().map(|(_, message, _)| message).collect()),
        },
        Stop::Stopped { code, message } => Refused { codes: vec![code], words: message },
        Stop::Missing(_) => refused("missing", "缺少资料", "something is not known"),
    }
}

/// The case of a record, for what it shows.
pub(super) fn open_todos(case: Option<&Case>) -> Vec<&Todo> {
    case.map(|case| case.state.todos.iter().collect()).unwrap_or_default()
}
