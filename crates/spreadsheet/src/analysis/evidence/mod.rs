//! From what is known of a field to its kind: each sort of evidence is a file that votes; the kind with the most weight wins.

mod comment;
mod data;
mod format;
mod style;
mod validation;
mod words;

use super::Context;
use super::column::Column;
use super::proposal::{Alternative, Evidence, FieldProposal, Kind, OptionProposal, Source};
use value::{Decimal, Label};

/// A sort of evidence.
type Recogniser = fn(&Column<'_>, &Context<'_>, &mut Ballot);

/// All sorts, the strongest first.
const RECOGNISERS: &[Recogniser] =
    &[validation::recognise, format::recognise, comment::recognise, words::recognise, data::recognise, style::recognise];

/// What the recognisers say about one field.
#[derive(Debug, Default)]
pub(super) struct Ballot {
    votes: Vec<Vote>,
    pub(super) options: Vec<String>,
    /// How good the list of options is: a validation's is complete, what the data show may not be.
    options_rank: u32,
    pub(super) required: bool,
    pub(super) help: Vec<String>,
    pub(super) unit: Option<String>,
    pub(super) scale: Option<u32>,
    pub(super) currency: Option<String>,
    pub(super) min: Option<Decimal>,
    pub(super) max: Option<Decimal>,
    pub(super) max_length: Option<u32>,
    pub(super) pattern: Option<String>,
    notes: Vec<Evidence>,
}

#[derive(Debug)]
struct Vote {
    kind: Kind,
    weight: i32,
    evidence: Option<Evidence>,
}

impl Ballot {
    /// Votes for a kind for a reason; a negative weight speaks against it.
    pub(super) fn vote(&mut self, kind: Kind, weight: i32, evidence: Evidence) {
        self.votes.push(Vote { kind, weight, evidence: Some(evidence) });
    }

    /// Votes along with a reason that was already told.
    pub(super) fn also(&mut self, kind: Kind, weight: i32) {
        self.votes.push(Vote { kind, weight, evidence: None });
    }

    /// A reason that speaks for no kind: for required, a unit, a help.
    pub(super) fn note(&mut self, evidence: Evidence) {
        self.notes.push(evidence);
    }

    /// Takes options, unless better ones are there.
    pub(super) fn offer(&mut self, rank: u32, options: Vec<String>) {
        if rank > self.options_rank && !options.is_empty() {
            self.options_rank = rank;
            self.options = options;
        }
    }

    fn weight(&self, kind: Kind) -> i32 {
        self.votes.iter().filter(|vote| vote.kind == kind).map(|vote| vote.weight).sum()
    }
}

/// Decides what a field is.
pub(super) fn decide(column: &Column<'_>, context: &Context<'_>) -> FieldProposal {
    let mut ballot = Ballot::default();
    ballot.also(Kind::Text, 2);
    for recognise in RECOGNISERS {
        recognise(column, context, &mut ballot);
    }
    field(column, ballot)
}

fn field(column: &Column<'_>, ballot: Ballot) -> FieldProposal {
    let ranked = ranking(&ballot);
    let (kind, weight) = ranked.first().copied().unwrap_or((Kind::Text, 0));
    let second = ranked.get(1).map_or(0, |(_, weight)| *weight);
    let alternatives =
        ranked.iter().skip(1).take(3).map(|(kind, other)| Alternative { kind: *kind, confidence: share(*other, weight + other) }).collect();
    let mut evidence: Vec<Evidence> =
        ballot.votes.iter().filter(|vote| vote.kind == kind && vote.weight > 0).filter_map(|vote| vote.evidence.clone()).collect();
    evidence.extend(ballot.notes);
    if evidence.is_empty() {
        let place = column.head.first.to_string();
        evidence.push(Evidence::new(
            Source::Words,
            place,
            "名称和内容没有别的线索，按文本处理",
            "neither the name nor the cells say more, so it is a text",
        ));
    }
    evidence.sort_by_key(|evidence| evidence.source);
    let takes_options = matches!(kind, Kind::Choice | Kind::MultiChoice);
    let is_number = matches!(kind, Kind::Number | Kind::Money | Kind::Percent);
    let takes_limits = is_number && ballot.min.zip(ballot.max).is_none_or(|(min, max)| min <= max);
    FieldProposal {
        label: column.heading.label(),
        group: column.groups.last().map(Heading::label).filter(|label| !label.is_empty()),
        kind,
        confidence: certainty(weight, second),
        evidence,
        alternatives,
        required: ballot.required,
        help: help(&ballot.help),
        options: if takes_options { options(&ballot.options) } else { Vec::new() },
        unit: ballot.unit.filter(|_| matches!(kind, Kind::Number | Kind::Money)),
        scale: ballot.scale.filter(|_| is_number),
        currency: ballot.currency.filter(|_| kind == Kind::Money),
        min: ballot.min.filter(|_| takes_limits),
        max: ballot.max.filter(|_| takes_limits),
        max_length: ballot.max_length.filter(|_| matches!(kind, Kind::Text | Kind::Textarea)),
        pattern: ballot.pattern.filter(|_| kind == Kind::AutoNumber),
        place: column.head.to_string(),
        ..FieldProposal::default()
    }
}

use super::heading::Heading;

/// The kinds by weight; a choice without options is none.
fn ranking(ballot: &Ballot) -> Vec<(Kind, i32)> {
    let mut ranked: Vec<(Kind, i32)> = Kind::ALL.iter().map(|kind| (*kind, ballot.weight(*kind))).filter(|(_, weight)| *weight > 0).collect();
    ranked.retain(|(kind, _)| !matches!(kind, Kind::Choice | Kind::MultiChoice) || ballot.options.len() >= 2);
    // The sort is stable: of equals, the kind that is listed first wins, always.
    ranked.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    ranked
}

/// How sure a decision is: how much weight there is, and how far ahead of the next.
fn certainty(weight: i32, second: i32) -> f64 {
    let lead = share(weight, weight + second);
    let mass = share(weight.min(10), 10);
    let sure = 0.35 + 0.4 * (lead - 0.5).max(0.0) * 2.0 + 0.25 * mass;
    rounded(sure.min(0.99))
}

fn share(part: i32, whole: i32) -> f64 {
    if whole <= 0 { 0.0 } else { rounded(f64::from(part) / f64::from(whole)) }
}

fn rounded(number: f64) -> f64 {
    Decimal::try_from(number).ok().and_then(|number| f64::try_from(number.round_dp(2)).ok()).unwrap_or(number)
}

fn help(lines: &[String]) -> Label {
    let mut told: Vec<&str> = Vec::new();
    for line in lines {
        if !told.contains(&line.as_str()) {
            told.push(line);
        }
    }
    Label::Plain(told.join("\n"))
}

pub(super) fn options(texts: &[String]) -> Vec<OptionProposal> {
    let mut options: Vec<OptionProposal> = Vec::new();
    for text in texts {
        if options.iter().any(|option| option.text == *text) {
            continue;
        }
        let id = definition::suggest::id_for(text, |id| options.iter().any(|option| option.id == id));
        options.push(OptionProposal { id, text: text.clone() });
    }
    options
}
