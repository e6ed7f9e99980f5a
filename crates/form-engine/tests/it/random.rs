//! Random forms and what somebody may do with them: the same seed makes the same form and the same steps, everywhere.
//!
//! A formula reads only what was made before it, so that no form runs in a circle; its place in the definition is another matter.

use serde_json::{Value as Json, json};

/// Numbers that only the seed decides (SplitMix64).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, count: usize) -> usize {
        let count = u64::try_from(count.max(1)).unwrap();
        usize::try_from(self.next() % count).unwrap()
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Number,
    Text,
    Switch,
    Date,
    Choice,
}

const KINDS: [Kind; 5] = [Kind::Number, Kind::Text, Kind::Switch, Kind::Date, Kind::Choice];

/// Something that formulas may read.
#[derive(Clone)]
struct Thing {
    /// As it is written: `{f1}`, `{lines.qty}` inside a row.
    written: String,
    kind: Kind,
}

/// A form in parts, so that they can be brought into another order.
pub struct RandomForm {
    pub fields: Vec<Json>,
    pub logic: Vec<Json>,
    /// The fields and columns that people enter, with their kinds: `f0`, `lines/qty`.
    inputs: Vec<(String, Kind)>,
    has_table: bool,
}

/// One step of somebody who fills a form in. Rows are counted; a count that is not there any more means the last row.
#[derive(Debug, Clone)]
pub enum Step {
    Edit { field: String, value: Json },
    EditCell { row: usize, column: String, value: Json },
    AddRow { at: usize },
    RemoveRow { row: usize },
    MoveRow { row: usize, to: usize },
}

impl RandomForm {
    /// A form of about so many fields.
    pub fn new(random: &mut Random, size: usize) -> Self {
        let mut form = Self { fields: Vec::new(), logic: Vec::new(), inputs: Vec::new(), has_table: false };
        let mut known: Vec<Thing> = Vec::new();
        for index in 0..size.max(2) {
            match random.below(6) {
                0..=2 => form.input(random, index, &mut known),
                3 if !form.has_table => form.table(random, &mut known),
                _ => form.computed(random, index, &mut known),
            }
        }
        form.checks(random, &known);
        form
    }

    pub fn json(&self, fields: &[Json], logic: &[Json]) -> Json {
        json!({ "format": 1, "id": "random", "label": "R", "fields": fields, "logic": logic })
    }

    fn rule(&mut self, target: &str, aspect: &str, formula: String) {
        let id = format!("r{}", self.logic.len());
        self.logic.push(json!({ "id": id, "target": target, "aspect": aspect, "formula": formula }));
    }

    fn input(&mut self, random: &mut Random, index: usize, known: &mut Vec<Thing>) {
        let kind = KINDS[random.below(5)];
        let id = format!("f{index}");
        let mut field = plain(&id, kind, random);
        if random.one_in(5) {
            field["when_hidden"] = json!("keep");
        }
        if random.one_in(4) && kind != Kind::Switch {
            field["default"] = value(random, kind);
        }
        self.fields.push(field);
        self.rules(random, &id, known);
        if random.one_in(5) {
            let default = match kind {
                Kind::Number => number(random, known, 2),
                Kind::Text => text(random, known),
                Kind::Switch => condition(random, known, 1),
                Kind::Date => "DATE(2026, 1, 15)".to_owned(),
                Kind::Choice => "IF(TRUE, \"b\")".to_owned(),
            };
            self.rule(&id, "default", default);
        }
        self.inputs.push((id.clone(), kind));
        known.push(Thing { written: format!("{{{id}}}"), kind });
    }

    /// Whether it is shown, required, read-only: each by what was made before.
    fn rules(&mut self, random: &mut Random, target: &str, known: &[Thing]) {
        if known.is_empty() {
            return;
        }
        for (aspect, often) in [("visible", 3), ("required", 5), ("readonly", 6)] {
            if random.one_in(often) {
                let formula = condition(random, known, 2);
                self.rule(target, aspect, formula);
            }
        }
    }

    fn computed(&mut self, random: &mut Random, index: usize, known: &mut Vec<Thing>) {
        let id = format!("c{index}");
        let (kind, formula) = if random.one_in(4) { (Kind::Text, text(random, known)) } else { (Kind::Number, number(random, known, 3)) };
        let result = if kind == Kind::Text { "text" } else { "number" };
        let mut field = json!({ "id": id, "kind": "computed", "label": "C", "result": result, "formula": formula });
        if kind == Kind::Number {
            field["scale"] = json!(random.below(5));
        }
        self.fields.push(field);
        if random.one_in(4) && !known.is_empty() {
            let formula = condition(random, known, 2);
            self.rule(&id, "visible", formula);
        }
        known.push(Thing { written: format!("{{{id}}}"), kind });
    }

    /// A sub-table with columns that read their row and the record, and its totals.
    fn table(&mut self, random: &mut Random, known: &mut Vec<Thing>) {
        self.has_table = true;
        let kinds = [("qty", Kind::Number), ("price", Kind::Number), ("name", Kind::Text), ("flag", Kind::Switch)];
        let mut in_row: Vec<Thing> = known.clone();
        let mut columns = Vec::new();
        for (id, kind) in kinds {
            columns.push(plain(id, kind, random));
            if random.one_in(3) && !in_row.is_empty() {
                let formula = condition(random, &in_row, 1);
                self.rule(&format!("lines.{id}"), pick_aspect(random), formula);
            }
            self.inputs.push((format!("lines/{id}"), kind));
            in_row.push(Thing { written: format!("{{lines.{id}}}"), kind });
        }
        for id in ["amount", "tax"] {
            columns.push(json!({ "id": id, "kind": "computed", "label": "C", "scale": 2, "formula": number(random, &in_row, 2) }));
            in_row.push(Thing { written: format!("{{{id}}}"), kind: Kind::Number });
        }
        self.fields.push(json!({ "id": "lines", "kind": "sub_table", "label": "L", "fields": columns }));
        self.rules(random, "lines", known);
        for total in
            ["SUM({lines.amount})", "COUNTIF({lines.flag}, TRUE)", "SUMROWS({lines}, {qty} * {price})", "MAX({lines.tax})", "ROWS({lines.qty})"]
        {
            known.push(Thing { written: total.to_owned(), kind: Kind::Number });
        }
    }

    /// Checks decide nothing that a formula reads: they may read everything.
    fn checks(&mut self, random: &mut Random, known: &[Thing]) {
        let targets: Vec<String> = self.inputs.iter().filter(|(path, _)| !path.contains('/')).map(|(path, _)| path.clone()).collect();
        for target in targets {
            if random.one_in(4) {
                let formula = condition(random, known, 2);
                self.rule(&target, "valid", formula);
                if let Some(rule) = self.logic.last_mut() {
                    rule["message"] = json!("not like this");
                }
            }
        }
    }

    /// Steps of somebody who fills it in.
    pub fn steps(&self, random: &mut Random, count: usize) -> Vec<Step> {
        (0..count).filter_map(|_| self.step(random)).collect()
    }

    fn step(&self, random: &mut Random) -> Option<Step> {
        if self.has_table && random.one_in(3) {
            return Some(match random.below(4) {
                0 | 1 => Step::AddRow { at: random.below(4) },
                2 => Step::RemoveRow { row: random.below(4) },
                _ => Step::MoveRow { row: random.below(4), to: random.below(4) },
            });
        }
        let (path, kind) = self.inputs.get(random.below(self.inputs.len()))?;
        let value = if random.one_in(6) { Json::Null } else { value(random, *kind) };
        Some(match path.split_once('/') {
            Some((_, column)) => Step::EditCell { row: random.below(4), column: column.to_owned(), value },
            None => Step::Edit { field: path.clone(), value },
        })
    }
}

fn pick_aspect(random: &mut Random) -> &'static str {
    random.pick(&["visible", "required", "readonly"])
}

fn plain(id: &str, kind: Kind, random: &mut Random) -> Json {
    let option = |id: &str| json!({ "id": id, "label": id });
    match kind {
        Kind::Number => json!({ "id": id, "kind": "number", "label": "N", "scale": random.below(4), "min": -1000 }),
        Kind::Text => json!({ "id": id, "kind": "text", "label": "T", "max_length": 40 }),
        Kind::Switch => json!({ "id": id, "kind": "switch", "label": "S" }),
        Kind::Date => json!({ "id": id, "kind": "date", "label": "D" }),
        Kind::Choice => json!({ "id": id, "kind": "choice", "label": "C", "options": [option("a"), option("b"), option("c")] }),
    }
}

fn value(random: &mut Random, kind: Kind) -> Json {
    match kind {
        Kind::Number => json!(random.pick(&["0", "1", "-2", "3", "12.5", "0.25", "7", "999", "-0.5"])),
        Kind::Text => json!(random.pick(&["x", "y", "榫卯", "a longer text", "7"])),
        Kind::Switch => json!(random.one_in(2)),
        Kind::Date => json!(random.pick(&["2026-01-01", "2026-01-31", "2024-02-29"])),
        Kind::Choice => json!(random.pick(&["a", "b", "c"])),
    }
}

fn named(random: &mut Random, known: &[Thing], kind: Kind) -> Option<String> {
    let of_kind: Vec<&Thing> = known.iter().filter(|thing| thing.kind == kind).collect();
    (!of_kind.is_empty()).then(|| of_kind[random.below(of_kind.len())].written.clone())
}

fn number(random: &mut Random, known: &[Thing], depth: usize) -> String {
    if depth == 0 || random.one_in(4) {
        let literal = random.pick(&["0", "1", "2.5", "10%", "-3"]).to_owned();
        return if random.one_in(4) { literal } else { named(random, known, Kind::Number).unwrap_or(literal) };
    }
    let (one, other) = (number(random, known, depth - 1), number(random, known, depth - 1));
    match random.below(10) {
        0..=2 => format!("({one} + {other})"),
        3 => format!("({one} - {other})"),
        4 => format!("({one} * {other})"),
        5 => format!("({one} / {other})"),
        6 => format!("ROUND({one}, 1)"),
        7 => format!("IFERROR({one}, {other})"),
        8 => format!("MAX({one}, {other})"),
        _ => format!("IF({}, {one}, {other})", condition(random, known, 1)),
    }
}

fn text(random: &mut Random, known: &[Thing]) -> String {
    let part = named(random, known, Kind::Text).unwrap_or_else(|| "\"-\"".to_owned());
    match named(random, known, Kind::Choice) {
        Some(choice) if random.one_in(2) => format!("{part} & \"/\" & {choice}"),
        _ => format!("{part} & \"/\" & {}", number(random, known, 1)),
    }
}

fn condition(random: &mut Random, known: &[Thing], depth: usize) -> String {
    if depth > 0 && random.one_in(3) {
        let (one, other) = (condition(random, known, depth - 1), condition(random, known, depth - 1));
        return match random.below(3) {
            0 => format!("AND({one}, {other})"),
            1 => format!("OR({one}, {other})"),
            _ => format!("NOT({one})"),
        };
    }
    let kind = KINDS[random.below(5)];
    match (kind, named(random, known, kind)) {
        (Kind::Text, Some(thing)) => format!("{thing} = \"x\""),
        (Kind::Switch, Some(thing)) => thing,
        (Kind::Date, Some(thing)) => format!("{thing} < DATE(2026, 1, 15)"),
        (Kind::Choice, Some(thing)) => format!("{thing} <> \"a\""),
        _ => format!("{} > {}", number(random, known, 1), random.pick(&["0", "1", "5"])),
    }
}
