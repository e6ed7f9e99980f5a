//! One round of changes: rules before, the form's last word, rules after; a rule that sets fields makes another round.

use super::{Command, Fact, Notice, RecordWorld, Stop, Surroundings, Through, notices};
use crate::offers;
use calendar::Zone;
use definition::Trigger;
use flow_engine::InstanceState;
use form_engine::{CompiledForm, FieldFault, Refusal, Rights, Submission, Submitted, code};
use rule_engine::{Chain, Effect, Input, Recipient};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use value::{FieldId, Label, MessageId, Record, RuleId, Value};

/// A command on its way.
pub(super) struct Progress<'a> {
    pub(super) around: &'a Surroundings<'a>,
    pub(super) command: &'a Command<'a>,
    pub(super) form: Arc<CompiledForm>,
    /// The record as it is now, with its system fields; none before a new one has passed the form.
    pub(super) record: Option<Record>,
    /// The system fields of a new record.
    pub(super) system: Record,
    /// What set each field last, when it was not the person.
    pub(super) set_by: BTreeMap<FieldId, Through>,
    pub(super) notes: Vec<(RuleId, String)>,
    told: Vec<(MessageId, Vec<Recipient>)>,
    chain: Chain,
    zone: Arc<Zone>,
}

/// What rules want set, in order.
type Wanted = Vec<(FieldId, Value, Through)>;

impl<'a> Progress<'a> {
    pub(super) fn new(around: &'a Surroundings<'a>, command: &'a Command<'a>, form: Arc<CompiledForm>, system: Record) -> Self {
        Self {
            around,
            command,
            form,
            record: command.stored.cloned(),
            system,
            set_by: BTreeMap::new(),
            notes: Vec::new(),
            told: Vec::new(),
            chain: Chain::new(),
            zone: Arc::new(around.app.zone.clone()),
        }
    }

    /// A person's values, with the rules before. Answers the fields that changed.
    pub(super) fn enter(&mut self, values: Record, trigger: Trigger) -> Result<BTreeSet<FieldId>, Stop> {
        let by_person = self.submit(values.clone(), self.command.rights.clone());
        let (mut submitted, faults) = match by_person {
            Ok(submitted) => (submitted, Vec::new()),
            // What is only not filled in yet may be filled in by a rule.
            Err(Stop::Faults(faults)) if faults.iter().all(|fault| fault.code == code::REQUIRED) && self.listens(trigger) => {
                (self.submit(values.clone(), Rights::system())?, faults)
            }
            Err(stop) => return Err(stop),
        };
        let named = self.confirmed(&submitted)?;
        let mut values = values;
        if !named.is_empty() {
            named.into_iter().for_each(|(field, value)| values.set(field, value));
            submitted = self.submit(values.clone(), Rights::system())?;
        }
        let wanted = self.fire(trigger, &self.with_system(&submitted.record), &submitted.changed.iter().cloned().collect())?;
        let left: Vec<FieldFault> = faults.into_iter().filter(|fault| !is_cured(fault, &wanted)).collect();
        if !left.is_empty() {
            return Err(Stop::Faults(left));
        }
        if !wanted.is_empty() {
            let values = self.overlaid(values, wanted);
            submitted = self.submit(values, Rights::system())?;
        }
        Ok(self.accept(submitted))
    }

    /// What a person chose from outside must be offered there; answers the fields whose names came differently. Rules, flows and imports are not asked.
    fn confirmed(&self, submitted: &Submitted) -> Result<Vec<(FieldId, Value)>, Stop> {
        let sources = self.around.app.option_sources_of(self.form.id());
        if sources.is_empty() || !self.command.rights.by_person {
            return Ok(Vec::new());
        }
        let now = self.with_system(&submitted.record);
        let seen = self.world(&now);
        let stored = self.record.as_ref().map(|record| (record, self.world(record)));
        let before = stored.as_ref().map(|(record, world)| (*record, world));
        let confirmed = offers::confirm(sources, &self.form, (&now, &seen), before, &self.around.related.offers);
        let facts: Vec<Fact> = seen.missing().into_iter().chain(stored.iter().flat_map(|(_, world)| world.missing())).collect();
        // What the inputs depend on comes first: without it they are not what they will be.
        let missing = if facts.is_empty() { confirmed.missing } else { facts };
        if !missing.is_empty() {
            return Err(Stop::Missing(missing));
        }
        if !confirmed.faults.is_empty() {
            return Err(Stop::Faults(confirmed.faults));
        }
        Ok(confirmed.set.into_iter().filter(|(field, value)| now.get(field.as_str()) != value).collect())
    }

    /// Computes once more, now that the allotted numbers are known.
    pub(super) fn compute_again(&mut self) -> Result<BTreeSet<FieldId>, Stop> {
        let allotted = self.system.iter().any(|(field, _)| !field.is_system());
        if !allotted || !self.form.fields.values().any(|field| field.origin == form_engine::Origin::Calculated) {
            return Ok(BTreeSet::new());
        }
        let submitted = self.submit(Record::new(), Rights::system())?;
        Ok(self.accept(submitted))
    }

    /// Sets fields as the system, with the rules before an update.
    pub(super) fn set(&mut self, wanted: Wanted) -> Result<BTreeSet<FieldId>, Stop> {
        let values = self.overlaid(Record::new(), wanted);
        let mut submitted = self.submit(values.clone(), Rights::system())?;
        let more = self.fire(Trigger::BeforeUpdate, &self.with_system(&submitted.record), &submitted.changed.iter().cloned().collect())?;
        if !more.is_empty() {
            let values = self.overlaid(values, more);
            submitted = self.submit(values, Rights::system())?;
        }
        Ok(self.accept(submitted))
    }

    /// The rules after; what they set is a change of its own and fires rules again, until nothing is set any more.
    pub(super) fn follow(&mut self, trigger: Trigger, changed: BTreeSet<FieldId>) -> Result<(), Stop> {
        let (mut trigger, mut changed) = (trigger, changed);
        loop {
            let record = self.record.clone().unwrap_or_default();
            let wanted = self.fire(trigger, &record, &changed)?;
            if wanted.is_empty() {
                return Ok(());
            }
            changed = self.set(wanted)?;
            if changed.is_empty() {
                return Ok(());
            }
            trigger = Trigger::AfterUpdate;
        }
    }

    /// The messages of rules with their recipients resolved.
    pub(super) fn notices(&self, state: Option<&InstanceState>) -> Result<Vec<Notice>, Stop> {
        let resolved = self.told.iter().map(|(message, to)| notices::of_rule(message.clone(), to, self.around, state));
        Ok(resolved.collect::<Result<Vec<_>, _>>()?.into_iter().filter(|notice| !notice.to.is_empty()).collect())
    }

    /// The record as formulas see it.
    pub(super) fn world<'w>(&'w self, record: &'w Record) -> RecordWorld<'w> {
        let around = self.around;
        RecordWorld::new(&self.form, record, around.related, around.now, &around.app.zone, self.command.by)
    }

    /// The fields that the form's logic hides for the record as it is.
    pub(super) fn hidden(&self) -> BTreeSet<FieldId> {
        let record = self.record.clone().unwrap_or_default();
        form_engine::hidden_fields(&self.form, &self.zone, record, self.around.related.clone(), self.around.now, self.command.by)
    }

    fn submit(&self, values: Record, rights: Rights) -> Result<Submitted, Stop> {
        let submission = Submission {
            stored: self.record.clone(),
            values,
            system: self.system.clone(),
            now: self.around.now,
            user: self.command.by,
            rights,
            facts: self.around.related.clone(),
        };
        form_engine::submit(&self.form, &self.zone, submission).map_err(|refusal| match refusal {
            Refusal::Faults(faults) => Stop::Faults(faults),
            Refusal::Missing { needs, questions } => {
                let questions = questions.into_iter().map(Fact::LookUp);
                Stop::Missing(needs.into_iter().map(Fact::Related).chain(questions).collect())
            }
        })
    }

    fn with_system(&self, record: &Record) -> Record {
        let system = self.record.as_ref().unwrap_or(&self.system);
        let own = system.iter().filter(|(field, _)| field.is_system()).map(|(field, value)| (field.clone(), value.clone()));
        // Numbers are allotted before the form sees the record; it leaves them blank in a new one.
        let allotted = self.system.iter().filter(|(field, _)| !field.is_system()).map(|(field, value)| (field.clone(), value.clone()));
        let mut whole: Record = record.iter().map(|(field, value)| (field.clone(), value.clone())).collect();
        own.chain(allotted).for_each(|(field, value)| whole.set(field, value));
        whole
    }

    fn accept(&mut self, submitted: Submitted) -> BTreeSet<FieldId> {
        self.record = Some(self.with_system(&submitted.record));
        submitted.changed.into_iter().collect()
    }

    fn overlaid(&mut self, mut values: Record, wanted: Wanted) -> Record {
        for (field, value, through) in wanted {
            self.set_by.insert(field.clone(), through);
            values.set(field, value);
        }
        values
    }

    fn listens(&self, trigger: Trigger) -> bool {
        self.around.app.rules_of(self.form.id()).iter().any(|rule| rule.listens_to(trigger))
    }

    /// Runs the rules of a trigger and keeps what they tell; answers what they want set.
    fn fire(&mut self, trigger: Trigger, record: &Record, changed: &BTreeSet<FieldId>) -> Result<Wanted, Stop> {
        let rules = self.around.app.rules_of(self.form.id());
        if !self.listens(trigger) {
            return Ok(Vec::new());
        }
        let around = self.around;
        let form = Arc::clone(&self.form);
        let world = RecordWorld::new(&form, record, around.related, around.now, &around.app.zone, self.command.by);
        let input = Input { trigger, record: self.command.record, values: record, world: &world, changed, explain: false };
        let outcome = rule_engine::run(rules, &input, &mut self.chain);
        let missing = world.missing();
        if !missing.is_empty() {
            return Err(Stop::Missing(missing));
        }
        let outcome = outcome.map_err(|stop| Stop::Stopped { code: stop.code().into(), message: stop.label() })?;
        let refusals: Vec<(RuleId, Label, Option<FieldId>)> =
            outcome.refusals().map(|(message, field, rule)| (rule.clone(), message.clone(), field.cloned())).collect();
        if !refusals.is_empty() {
            return Err(Stop::Refused(refusals));
        }
        let mut wanted = Vec::new();
        for effect in outcome.effects {
            match effect {
                Effect::SetField { field, value, rule } => wanted.push((field, value, Through::Rule(rule))),
                // A rule that fires again in a later round of the same command tells nobody twice.
                Effect::Notify { message, to, .. } if self.told.contains(&(message.clone(), to.clone())) => {}
                Effect::Notify { message, to, .. } => self.told.push((message, to)),
                Effect::Log { text, rule } => self.notes.push((rule, text)),
                Effect::Pending { rule } => return Err(no_scripts(&rule)),
                Effect::Refuse { .. } => {}
            }
        }
        Ok(wanted)
    }
}

fn is_cured(fault: &FieldFault, wanted: &Wanted) -> bool {
    wanted.iter().any(|(field, value, _)| fault.pointer.strip_prefix('/') == Some(field.as_str()) && !value.is_blank())
}

fn no_scripts(rule: &RuleId) -> Stop {
    let message =
        Label::both(format!("规则「{rule}」含有脚本，这里不能运行脚本"), format!("The rule `{rule}` has a script, and scripts do not run here"));
    Stop::Stopped { code: "rule.no_scripts".into(), message }
}
