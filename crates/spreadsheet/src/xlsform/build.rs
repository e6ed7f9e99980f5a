//! From the rows of the survey to a form: first the names, then the fields, their rules and the layout.

use super::choices::{self, Languages, Lists, id_of};
use super::formula::{self, Known, Names, Place, Sort};
use super::logic;
use super::questions::{self, Logic};
use super::sheets::{self, Row, Table};
use super::types::{self, Fate, Role};
use super::xpath::Fault;
use super::{Note, Refusal, Translated};
use crate::workbook::Workbook;
use definition::Form;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;
use value::{Label, Locale};

/// The sheets that say what the form is.
struct Sheets {
    survey: Table,
    choices: Table,
    settings: Table,
}

/// Translates a workbook. What is refused is told with its cells.
pub(super) fn form(workbook: &Workbook) -> Result<Translated, Vec<Refusal>> {
    let mut notes = Vec::new();
    let mut read = |name: &'static str| sheets::find(workbook, name).map(|sheet| sheets::read(sheet, name, &mut notes)).unwrap_or_default();
    let sheets = Sheets { survey: read("survey"), choices: read("choices"), settings: read("settings") };
    let known = ["survey", "choices", "settings"];
    for sheet in workbook.sheets.iter().filter(|sheet| !sheet.cells.is_empty() && !known.contains(&sheet.name.trim().to_lowercase().as_str())) {
        let message = Label::both("XLSForm 不用这张工作表，没有采用", "an XLSForm has no use for this sheet, so it was left out");
        notes.push(Note { place: sheet.name.clone(), message });
    }
    translated(&sheets, notes).map_err(|mut refusals| {
        for refusal in &mut refusals {
            let tables = [&sheets.survey, &sheets.choices, &sheets.settings];
            let table = tables.into_iter().find(|table| table.name == refusal.sheet);
            refusal.cell = table.and_then(|table| questions::cell(table, refusal.row, &refusal.column));
        }
        refusals
    })
}

fn translated(Sheets { survey, choices, settings }: &Sheets, notes: Vec<Note>) -> Result<Translated, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let sheet_of_settings = settings.name.as_str();
    let settings = settings.rows.first().cloned().unwrap_or_default();
    if survey.rows.is_empty() {
        return Err(vec![Refusal::new("survey", 1, "type", "survey 工作表没有题目", "the sheet survey has no questions")]);
    }
    if logic::says_yes(settings.get("allow_choice_duplicates")) {
        refusals.push(Refusal::new(sheet_of_settings, settings.number, "allow_choice_duplicates", "选项 id 不能重复", "ids of options are unique"));
    }
    let mut languages = Languages::of(settings.get("default_language"));
    let lists = choices::lists(choices, &mut languages, &mut refusals);
    let mut builder = Builder {
        survey,
        lists: &lists,
        languages,
        notes,
        refusals,
        names: Names::new(),
        questions: Vec::new(),
        fields: Vec::new(),
        nodes: Vec::new(),
        rules: Vec::new(),
        groups: Vec::new(),
        repeat: None,
        parts: 0,
    };
    builder.collect();
    builder.settle_calculations();
    builder.rows();
    builder.finish(&settings)
}

/// A group that is open.
struct Group {
    row: u32,
    /// Its condition as a formula, the cell in which it stands and what stands there.
    relevant: Option<String>,
    place: String,
    said: String,
    /// Its section, when it is the outermost.
    section: Option<(Map<String, Json>, Vec<Json>)>,
}

/// A repeat that is open.
struct Repeat {
    row: u32,
    id: String,
    field: Map<String, Json>,
    columns: Vec<Json>,
    /// How many groups were open when it began.
    groups: usize,
}

struct Builder<'t> {
    survey: &'t Table,
    lists: &'t Lists,
    languages: Languages,
    notes: Vec<Note>,
    refusals: Vec<Refusal>,
    names: Names,
    questions: Vec<questions::Question>,
    fields: Vec<Json>,
    nodes: Vec<Json>,
    rules: Vec<Json>,
    groups: Vec<Group>,
    repeat: Option<Repeat>,
    parts: u32,
}

/// A row with its type.
struct Question<'r> {
    row: &'r Row,
    role: Role,
    list: Option<String>,
    other: bool,
}

impl<'t> Builder<'t> {
    fn refuse(&mut self, row: u32, column: &str, (zh, en): Fault) {
        self.refusals.push(Refusal::new(&self.survey.name, row, column, zh, en));
    }

    fn note(&mut self, row: u32, zh: impl Into<String>, en: impl Into<String>) {
        self.notes.push(Note { place: format!("{}!{row}", self.survey.name), message: Label::both(zh, en) });
    }

    fn question<'r>(&mut self, row: &'r Row, tell: bool) -> Option<Question<'r>> {
        let text = row.get("type").trim();
        if text.is_empty() || logic::says_yes(row.get("disabled")) {
            return None;
        }
        let Some((entry, list, other)) = types::read(text) else {
            if tell {
                self.refuse(row.number, "type", (format!("没有类型「{text}」"), format!("there is no type `{text}`")));
            }
            return None;
        };
        match entry.fate {
            Fate::Refused(zh, en) if tell => self.refuse(row.number, "type", (format!("类型「{text}」：{zh}"), format!("`{text}`: {en}"))),
            Fate::LeftOut(zh, en) if tell => self.note(row.number, format!("「{text}」没有采用：{zh}"), format!("`{text}` was left out: {en}")),
            _ => {}
        }
        let role = entry.role;
        (!matches!(role, Role::Refused | Role::LeftOut)).then_some(Question { row, role, list, other })
    }

    /// All names with what they hold, so that expressions may name later questions.
    fn collect(&mut self) {
        let mut table: Option<String> = None;
        let mut taken: Vec<String> = Vec::new();
        for row in &self.survey.rows {
            let Some(question) = self.question(row, true) else { continue };
            if question.role == Role::EndRepeat {
                table = None;
            }
            if matches!(question.role, Role::EndGroup | Role::EndRepeat | Role::BeginGroup) {
                continue;
            }
            let name = row.get("name").trim().to_owned();
            if name.is_empty() {
                if question.role != Role::Note {
                    self.refuse(row.number, "name", ("没有写 name".into(), "the name is missing".into()));
                }
                continue;
            }
            if !name.starts_with(|c: char| c.is_alphabetic() || c == '_') || name.contains(char::is_whitespace) {
                self.refuse(row.number, "name", (format!("「{name}」不能作名称"), format!("`{name}` cannot be a name")));
                continue;
            }
            if self.names.contains_key(&name) {
                self.refuse(row.number, "name", (format!("名称「{name}」用了两次"), format!("the name `{name}` is used twice")));
                continue;
            }
            let id = id_of(&name, |id| taken.iter().any(|known| known == id));
            taken.push(id.clone());
            let options = self.options_of(&question);
            self.names.insert(name, Known { id: id.clone(), sort: sort_of(&question), table: table.clone(), options });
            if question.role == Role::BeginRepeat {
                table = Some(id);
            }
        }
    }

    fn options_of(&mut self, question: &Question<'_>) -> BTreeMap<String, String> {
        if !matches!(question.role, Role::One | Role::Many | Role::Rank) {
            return BTreeMap::new();
        }
        let Some(list) = &question.list else {
            self.refuse(question.row.number, "type", ("没有写选项列表".into(), "the name of the list is missing".into()));
            return BTreeMap::new();
        };
        let Some(options) = self.lists.get(list) else {
            self.refuse(
                question.row.number,
                "type",
                (format!("choices 工作表没有列表「{list}」"), format!("the sheet choices has no list `{list}`")),
            );
            return BTreeMap::new();
        };
        let mut options: BTreeMap<String, String> = options.iter().map(|option| (option.name.clone(), option.id.clone())).collect();
        if question.other {
            options.entry("other".into()).or_insert_with(|| "other".into());
        }
        options
    }

    /// What calculations give follows from what they name, which may be calculations, too.
    fn settle_calculations(&mut self) {
        for _ in 0..4 {
            let mut changed = false;
            for row in &self.survey.rows {
                let calculates = self.question(row, false).is_some_and(|question| question.role == Role::Calculate);
                let Some(known) = self.names.get(row.get("name").trim()).filter(|_| calculates) else { continue };
                let place = Place { names: &self.names, this: Some(known), table: known.table.as_deref(), columns: None };
                let Ok(found) = formula::translate(row.get("calculation"), &place) else { continue };
                let sort = if matches!(found.sort, Sort::One | Sort::Many) { Sort::Text } else { found.sort };
                if known.sort != sort {
                    changed = true;
                    if let Some(known) = self.names.get_mut(row.get("name").trim()) {
                        known.sort = sort;
                    }
                }
            }
            if !changed {
                return;
            }
        }
    }

    fn rows(&mut self) {
        for row in &self.survey.rows {
            let Some(question) = self.question(row, false) else { continue };
            match question.role {
                Role::BeginGroup => self.begin_group(row),
                Role::EndGroup => self.end_group(row),
                Role::BeginRepeat => self.begin_repeat(row),
                Role::EndRepeat => self.end_repeat(row),
                _ => self.field(&question),
            }
        }
        let open: Vec<u32> = self.groups.iter().map(|group| group.row).chain(self.repeat.iter().map(|repeat| repeat.row)).collect();
        for row in open {
            self.refuse(row, "type", ("没有结尾".into(), "its end is missing".into()));
        }
    }

    fn part(&mut self, kind: &str) -> String {
        self.parts += 1;
        format!("{kind}_{}", self.parts)
    }

    fn begin_group(&mut self, row: &Row) {
        let label = self.label(row).unwrap_or_else(|| Label::Plain(row.get("name").to_owned()));
        let relevant = self.condition(row, "relevant", None);
        self.ask(row, &label, None);
        if let Some(formula) = &relevant {
            self.logic(row, "relevant", "visible", formula);
        }
        let outermost = self.groups.is_empty() && self.repeat.is_none();
        let section = outermost.then(|| {
            let id = self.part("section");
            (object(json!({ "kind": "section", "id": id, "label": plain(&label) })), Vec::new())
        });
        if !outermost && self.repeat.is_none() && !label.is_empty() {
            let id = self.part("heading");
            self.node(json!({ "kind": "heading", "id": id, "text": plain(&label) }));
        }
        let (place, said) = (self.place(row, "relevant"), row.get("relevant").trim().to_owned());
        self.groups.push(Group { row: row.number, relevant, place, said, section });
    }

    fn end_group(&mut self, row: &Row) {
        let inside = self.repeat.as_ref().is_none_or(|repeat| self.groups.len() > repeat.groups);
        let Some(group) = self.groups.pop().filter(|_| inside) else {
            return self.refuse(row.number, "type", ("前面没有对应的 begin group".into(), "no group was begun before".into()));
        };
        if let Some((mut section, children)) = group.section
            && !children.is_empty()
        {
            section.insert("children".into(), Json::Array(children));
            self.nodes.push(Json::Object(section));
        }
    }

    fn begin_repeat(&mut self, row: &Row) {
        if self.repeat.is_some() {
            return self.refuse(row.number, "type", ("子表里不能再有子表".into(), "a repeat cannot stand in a repeat".into()));
        }
        let Some(known) = self.names.get(row.get("name").trim()).cloned() else { return };
        let label = self.label(row).unwrap_or_else(|| Label::Plain(row.get("name").to_owned()));
        let mut field = Map::from_iter([("id".into(), json!(known.id)), ("kind".into(), json!("sub_table")), ("label".into(), plain(&label))]);
        let count = row.get("repeat_count").trim();
        if !count.is_empty() {
            match count.parse::<u32>() {
                Ok(count) if count > 0 => {
                    field.insert("min_rows".into(), json!(count));
                    field.insert("max_rows".into(), json!(count));
                }
                _ => self.refuse(row.number, "repeat_count", ("只能写固定的行数".into(), "only a number of rows can stand here".into())),
            }
        }
        self.ask(row, &label, Some(&known));
        self.rules_of(row, &known, None);
        self.node(json!({ "kind": "field", "field": known.id, "wide": true }));
        self.repeat = Some(Repeat { row: row.number, id: known.id, field, columns: Vec::new(), groups: self.groups.len() });
    }

    fn end_repeat(&mut self, row: &Row) {
        let Some(mut repeat) = self.repeat.take() else {
            return self.refuse(row.number, "type", ("前面没有对应的 begin repeat".into(), "no repeat was begun before".into()));
        };
        if self.groups.len() != repeat.groups {
            self.refuse(row.number, "type", ("子表里的组没有结尾".into(), "a group in the repeat has no end".into()));
            self.groups.truncate(repeat.groups);
        }
        if repeat.columns.is_empty() {
            return self.refuse(repeat.row, "type", ("子表里没有题目".into(), "the repeat has no questions".into()));
        }
        repeat.field.insert("fields".into(), Json::Array(repeat.columns));
        self.fields.push(Json::Object(repeat.field));
    }

    fn node(&mut self, node: Json) {
        let section = self.groups.iter_mut().find_map(|group| group.section.as_mut());
        match section {
            Some((_, children)) => children.push(node),
            None => self.nodes.push(node),
        }
    }

    /// Notes that a question is there; what is calculated for it follows.
    fn ask(&mut self, row: &Row, label: &Label, known: Option<&Known>) {
        let field = known.map(|known| known.table.as_ref().map_or_else(|| known.id.clone(), |table| format!("{table}/{}", known.id)));
        let place = self.place(row, "type");
        self.questions.push(questions::Question {
            row: row.number,
            place,
            said: row.get("type").trim().to_owned(),
            label: label.clone(),
            field,
            logic: Vec::new(),
        });
    }

    fn place(&self, row: &Row, column: &str) -> String {
        let cell = questions::cell(self.survey, row.number, column).unwrap_or_else(|| row.number.to_string());
        format!("{}!{cell}", self.survey.name)
    }

    /// Notes what is calculated for the question that was asked last.
    fn logic(&mut self, row: &Row, column: &'static str, aspect: &str, formula: &str) {
        let label = || row.texts.get("label").and_then(|texts| texts.first()).map(|(_, text)| text.clone()).unwrap_or_default();
        let said = if column == "label" { label() } else { row.get(column).trim().to_owned() };
        // A question without a condition of its own has that of its group.
        let group = self.groups.iter().rev().find(|group| group.relevant.is_some()).filter(|_| column == "relevant" && said.is_empty());
        let (place, said) = group.map_or_else(|| (self.place(row, column), said), |group| (group.place.clone(), group.said.clone()));
        let logic = Logic { place, column, said, decides: questions::decides(aspect), formula: formula.to_owned() };
        if let Some(question) = self.questions.last_mut() {
            question.logic.push(logic);
        }
    }

    fn label(&mut self, row: &Row) -> Option<Label> {
        self.languages.label(row, "label")
    }

    /// A condition of a row as a formula, refused with its column when it cannot be translated.
    fn condition(&mut self, row: &Row, column: &str, this: Option<&Known>) -> Option<String> {
        let text = row.get(column).trim().to_owned();
        if text.is_empty() {
            return None;
        }
        let table = self.repeat.as_ref().map(|repeat| repeat.id.clone());
        let place = Place { names: &self.names, this, table: table.as_deref(), columns: None };
        match logic::condition(&text, &place) {
            Ok(formula) => Some(formula),
            Err(fault) => {
                self.refuse(row.number, column, fault);
                None
            }
        }
    }

    fn field(&mut self, question: &Question<'_>) {
        let row = question.row;
        let known = self.names.get(row.get("name").trim()).cloned();
        if question.role == Role::Note {
            return self.note_row(row, known.as_ref());
        }
        let Some(known) = known else { return };
        let label = self.label(row).unwrap_or_else(|| Label::Plain(row.get("name").to_owned()));
        self.ask(row, &label, Some(&known));
        let mut field = Map::from_iter([("id".into(), json!(known.id)), ("label".into(), plain(&label))]);
        let hint = self.languages.label(row, "hint");
        let guidance = self.languages.label(row, "guidance_hint");
        if let Some(help) = joined(hint, guidance) {
            field.insert("help".into(), plain(&help));
        }
        self.kind(question, &known, &mut field);
        if logic::says_yes(row.get("required")) && question.role != Role::Calculate {
            field.insert("required".into(), json!(true));
        }
        if logic::says_yes(row.get("read_only")) && question.role != Role::Calculate || question.role == Role::Today {
            field.insert("readonly".into(), json!(true));
        }
        self.rules_of(row, &known, Some(question.role));
        self.dynamic_label(row, &known, &mut field);
        self.place_field(field, &known, question.role);
    }

    fn place_field(&mut self, field: Map<String, Json>, known: &Known, role: Role) {
        let wide = field.get("kind").is_some_and(|kind| kind == "textarea");
        if let Some(repeat) = &mut self.repeat {
            repeat.columns.push(Json::Object(field));
            return;
        }
        self.fields.push(Json::Object(field));
        if !matches!(role, Role::Hidden) {
            self.node(if wide { json!({ "kind": "field", "field": known.id, "wide": true }) } else { json!({ "kind": "field", "field": known.id }) });
        }
    }

    /// A note: a text between fields; one with a condition or names of fields is computed.
    fn note_row(&mut self, row: &Row, known: Option<&Known>) {
        let Some(label) = self.label(row) else { return };
        let text = label.get(Locale::ZhCn).to_owned();
        let conditional = !row.get("relevant").trim().is_empty() || text.contains("${") || self.groups.iter().any(|group| group.relevant.is_some());
        if self.repeat.is_some() {
            return self.note(row.number, "子表里的说明没有采用", "a note within a repeat was left out");
        }
        let (Some(known), true) = (known, conditional) else {
            self.ask(row, &label, None);
            let id = self.part("note");
            return self.node(json!({ "kind": "note", "id": id, "text": plain(&label) }));
        };
        let place = Place { names: &self.names, this: None, table: None, columns: None };
        let formula = match logic::with_names(&text, &place) {
            Ok(Some((formula, _))) => formula,
            Ok(None) => format!("\"{}\"", text.replace('"', "\"\"")),
            Err(fault) => return self.refuse(row.number, "label", fault),
        };
        self.ask(row, &label, Some(known));
        let field = json!({ "id": known.id, "kind": "computed", "label": { "zh-CN": "说明", "en": "Note" }, "result": "text", "formula": formula });
        self.rules_of(row, known, Some(Role::Note));
        self.fields.push(field);
        self.node(json!({ "kind": "field", "field": known.id, "wide": true }));
    }

    fn kind(&mut self, question: &Question<'_>, known: &Known, field: &mut Map<String, Json>) {
        let row = question.row;
        let appearance = row.get("appearance").to_lowercase();
        let looks = |word: &str| appearance.split_whitespace().any(|part| part == word);
        let small = looks("minimal") || looks("autocomplete") || looks("search") || looks("quick");
        let mut set = |key: &str, value: Json| _ = field.insert(key.into(), value);
        let kind = match question.role {
            Role::Question("text") if looks("multiline") => "textarea",
            Role::Question("text") if looks("url") => "url",
            Role::Question("number") => {
                set("scale", json!(if types::read(row.get("type")).is_some_and(|(entry, ..)| entry.names.contains(&"integer")) { 0 } else { 4 }));
                "number"
            }
            Role::Question("date") if looks("month-year") => "month",
            Role::Question("date") if looks("year") => "year",
            Role::Question("photo") if looks("signature") => "signature",
            Role::Question("photo") if looks("draw") || looks("annotate") => "sketch",
            Role::Question(kind) => kind,
            Role::One if small => "dropdown",
            Role::One => "choice",
            Role::Many if small => "multi_dropdown",
            Role::Many => "multi_choice",
            Role::Rank => "ranking",
            Role::Today => "date",
            Role::Range => "slider",
            Role::Calculate => "computed",
            _ => "text",
        };
        set("kind", json!(kind));
        if matches!(question.role, Role::One | Role::Many | Role::Rank) {
            set("options", self.option_list(question));
        }
        match question.role {
            Role::Range => self.range(row, field),
            Role::Calculate => self.computed(row, known, field),
            Role::Question(_) | Role::One | Role::Many => self.literal_default(row, known, field),
            _ => {}
        }
    }

    fn option_list(&self, question: &Question<'_>) -> Json {
        let options = question.list.as_ref().and_then(|list| self.lists.get(list));
        let mut list: Vec<Json> = options.into_iter().flatten().map(|option| json!({ "id": option.id, "label": plain(&option.label) })).collect();
        if question.other && !list.iter().any(|option| option.get("id").is_some_and(|id| id == "other")) {
            list.push(json!({ "id": "other", "label": { "zh-CN": "其他", "en": "Other" } }));
        }
        Json::Array(list)
    }

    fn range(&mut self, row: &Row, field: &mut Map<String, Json>) {
        let mut numbers = BTreeMap::from([("start", "1".to_owned()), ("end", "10".to_owned()), ("step", "1".to_owned())]);
        for part in row.get("parameters").split([' ', ',', ';']).filter(|part| !part.is_empty()) {
            match part.split_once('=') {
                Some((key, number)) if number.parse::<value::Decimal>().is_ok() => {
                    if let Some(known) = numbers.get_mut(key.trim()) {
                        *known = number.trim().to_owned();
                    }
                }
                _ => self.refuse(row.number, "parameters", (format!("看不懂参数「{part}」"), format!("the parameter `{part}` cannot be read"))),
            }
        }
        let number = |key: &str| numbers.get(key).and_then(|text| serde_json::from_str::<Json>(text).ok()).unwrap_or(Json::Null);
        field.insert("min".into(), number("start"));
        field.insert("max".into(), number("end"));
        field.insert("step".into(), number("step"));
    }

    fn computed(&mut self, row: &Row, known: &Known, field: &mut Map<String, Json>) {
        let text = row.get("calculation").trim();
        if text.is_empty() {
            return self.refuse(row.number, "calculation", ("没有写计算式".into(), "the calculation is missing".into()));
        }
        let place = Place { names: &self.names, this: Some(known), table: known.table.as_deref(), columns: None };
        match formula::translate(text, &place) {
            Ok(found) => {
                let result = match found.sort {
                    Sort::Number => "number",
                    Sort::Bool => "bool",
                    Sort::Date => "date",
                    Sort::Moment => "datetime",
                    _ => "text",
                };
                if result == "number" {
                    let whole = ["TRUNC(", "COUNTA(", "COUNTROWS(", "LEN("].iter().any(|begin| found.text.starts_with(begin))
                        || found.text.starts_with("ROUND(") && found.text.ends_with(", 0)");
                    field.insert("scale".into(), json!(if whole { 0 } else { 4 }));
                }
                field.insert("result".into(), json!(result));
                self.logic(row, "calculation", "value", &found.text);
                field.insert("formula".into(), json!(found.text));
            }
            Err(fault) => self.refuse(row.number, "calculation", fault),
        }
    }

    fn literal_default(&mut self, row: &Row, known: &Known, field: &mut Map<String, Json>) {
        let text = row.get("default").trim();
        if text.is_empty() || logic::is_expression(text) {
            return;
        }
        let wrong = || (format!("默认值「{text}」不合适"), format!("the default `{text}` does not fit"));
        let value = match known.sort {
            Sort::Number => serde_json::from_str::<Json>(text).ok().filter(Json::is_number),
            Sort::One => known.options.get(text).map(|id| json!(id)),
            Sort::Many => text.split_whitespace().map(|name| known.options.get(name).cloned()).collect::<Option<Vec<_>>>().map(|ids| json!(ids)),
            Sort::Bool => Some(json!(text == "OK" || logic::says_yes(text))),
            Sort::Date => super::day(text).map(|_| json!(text.get(..10))),
            Sort::Text | Sort::Time => Some(json!(text)),
            _ => None,
        };
        match value {
            Some(value) => _ = field.insert("default".into(), value),
            None => self.refuse(row.number, "default", wrong()),
        }
    }

    /// The rules of a row: visible, required, read-only, right, default, options.
    fn rules_of(&mut self, row: &Row, known: &Known, role: Option<Role>) {
        let target = known.table.as_ref().map_or_else(|| known.id.clone(), |table| format!("{table}.{}", known.id));
        let own = self.condition(row, "relevant", Some(known));
        let since = self.repeat.as_ref().filter(|_| known.table.is_some()).map_or(0, |repeat| repeat.groups);
        let mut conditions: Vec<String> = self.groups.iter().skip(since).filter_map(|group| group.relevant.clone()).chain(own).collect();
        conditions.dedup();
        match conditions.as_slice() {
            [] if role == Some(Role::Hidden) => self.rule(&target, "visible", "FALSE", None),
            [] => {}
            [only] => self.decide(row, "relevant", (&target, "visible"), only),
            several => self.decide(row, "relevant", (&target, "visible"), &format!("AND({})", several.join(", "))),
        }
        if role.is_none() || role == Some(Role::Calculate) || role == Some(Role::Note) {
            return;
        }
        for (column, aspect) in [("required", "required"), ("read_only", "readonly")] {
            let text = row.get(column).trim();
            if !logic::says_yes(text) && !logic::says_no(text) {
                let formula = self.condition(row, column, Some(known));
                formula.into_iter().for_each(|formula| self.decide(row, column, (&target, aspect), &formula));
            }
        }
        self.constraint(row, known, &target);
        self.given(row, known, &target, role);
        self.choice_filter(row, known, &target);
    }

    fn constraint(&mut self, row: &Row, known: &Known, target: &str) {
        let text = row.get("constraint").trim();
        if text.is_empty() {
            return;
        }
        let place = Place { names: &self.names, this: Some(known), table: known.table.as_deref(), columns: None };
        match logic::check(text, &place, known) {
            Ok(formula) => {
                let message = self
                    .languages
                    .label(row, "constraint_message")
                    .unwrap_or_else(|| Label::both("填写的内容不符合要求", "this is not what is asked for"));
                self.logic(row, "constraint", "valid", &formula);
                self.rule(target, "valid", &formula, Some(&message));
            }
            Err(fault) => self.refuse(row.number, "constraint", fault),
        }
    }

    /// Values that are calculated: of read-only questions always, of others to begin with.
    fn given(&mut self, row: &Row, known: &Known, target: &str, role: Option<Role>) {
        let calculation = row.get("calculation").trim();
        let default = row.get("default").trim();
        let readonly = logic::says_yes(row.get("read_only"));
        let (column, text) = match (calculation.is_empty(), logic::is_expression(default)) {
            (false, _) => ("calculation", calculation),
            (true, true) => ("default", default),
            _ if role == Some(Role::Today) => ("type", "today()"),
            _ => return,
        };
        let place = Place { names: &self.names, this: Some(known), table: known.table.as_deref(), columns: None };
        match formula::translate(text, &place) {
            Ok(found) => {
                let aspect = if column == "calculation" && readonly { "value" } else { "default" };
                self.decide(row, column, (target, aspect), &found.text);
            }
            Err(fault) => self.refuse(row.number, column, fault),
        }
    }

    fn choice_filter(&mut self, row: &Row, known: &Known, target: &str) {
        let text = row.get("choice_filter").trim();
        if text.is_empty() {
            return;
        }
        let list = types::read(row.get("type")).and_then(|(_, list, _)| list);
        let Some(options) = list.and_then(|list| self.lists.get(&list)) else { return };
        let place = Place { names: &self.names, this: Some(known), table: known.table.as_deref(), columns: None };
        match logic::filter(text, options, &place) {
            Ok(formula) => self.decide(row, "choice_filter", (target, "options"), &formula),
            Err(fault) => self.refuse(row.number, "choice_filter", fault),
        }
    }

    fn dynamic_label(&mut self, row: &Row, known: &Known, field: &mut Map<String, Json>) {
        let Some(label) = self.label(row).filter(|label| label.get(Locale::ZhCn).contains("${")) else { return };
        let text = label.get(Locale::ZhCn).to_owned();
        let place = Place { names: &self.names, this: None, table: known.table.as_deref(), columns: None };
        match logic::with_names(&text, &place) {
            Ok(Some((formula, plain))) => {
                field.insert("label".into(), json!(plain));
                let target = known.table.as_ref().map_or_else(|| known.id.clone(), |table| format!("{table}.{}", known.id));
                self.decide(row, "label", (&target, "label"), &formula);
            }
            Ok(None) => {}
            Err(fault) => self.refuse(row.number, "label", fault),
        }
    }

    /// A rule that a cell of the survey asks for.
    fn decide(&mut self, row: &Row, column: &'static str, (target, aspect): (&str, &str), formula: &str) {
        self.logic(row, column, aspect, formula);
        self.rule(target, aspect, formula, None);
    }

    fn rule(&mut self, target: &str, aspect: &str, formula: &str, message: Option<&Label>) {
        let id = format!("r_{}", self.rules.len() + 1);
        let mut rule = object(json!({ "id": id, "target": target, "aspect": aspect, "formula": formula }));
        if let Some(message) = message {
            rule.insert("message".into(), plain(message));
        }
        self.rules.push(Json::Object(rule));
    }

    fn finish(mut self, settings: &Row) -> Result<Translated, Vec<Refusal>> {
        if self.fields.is_empty() && self.refusals.is_empty() {
            self.refuse(1, "type", ("没有题目".into(), "there are no questions".into()));
        }
        let title = settings.get("form_title").trim();
        let id = settings.get("form_id").trim();
        let label = if title.is_empty() { if id.is_empty() { "表单" } else { id } } else { title };
        let id = id_of(if id.is_empty() { label } else { id }, |_| false);
        let mut form = object(json!({ "format": 1, "id": id, "label": label, "fields": self.fields, "logic": self.rules }));
        if !self.nodes.is_empty() {
            form.insert("layouts".into(), json!([{ "id": "desktop", "kind": "desktop", "children": self.nodes }]));
        }
        let instance = settings.get("instance_name").trim();
        if !instance.is_empty() {
            let named = instance
                .strip_prefix("${")
                .and_then(|rest| rest.strip_suffix('}'))
                .and_then(|name| self.names.get(name))
                .filter(|known| known.table.is_none());
            match named {
                Some(known) => _ = form.insert("title_field".into(), json!(known.id)),
                None => self.notes.push(Note {
                    place: "settings".into(),
                    message: Label::both("instance_name 的表达式没有采用", "the expression of instance_name was left out"),
                }),
            }
        }
        if !self.refusals.is_empty() {
            self.refusals.sort_by(|one, other| (&one.sheet, one.row, &one.column).cmp(&(&other.sheet, other.row, &other.column)));
            return Err(self.refusals);
        }
        self.notes.append(&mut self.languages.notes);
        match serde_json::from_value::<Form>(Json::Object(form)) {
            Ok(form) => Ok(Translated { form, questions: self.questions, notes: self.notes }),
            Err(fault) => {
                Err(vec![Refusal::new("survey", 1, "name", format!("表单不合格式：{fault}"), format!("the form does not fit the format: {fault}"))])
            }
        }
    }
}

fn sort_of(question: &Question<'_>) -> Sort {
    match question.role {
        Role::Question("number") | Role::Range => Sort::Number,
        Role::Question("date") | Role::Today => Sort::Date,
        Role::Question("datetime" | "created_at" | "updated_at") => Sort::Moment,
        Role::Question("time") => Sort::Time,
        Role::Question("switch") => Sort::Bool,
        Role::Question("text" | "email" | "mobile" | "barcode") | Role::Hidden => Sort::Text,
        Role::One => Sort::One,
        Role::Many | Role::Rank => Sort::Many,
        Role::BeginRepeat => Sort::Rows,
        Role::Calculate => Sort::Number,
        _ => Sort::Other,
    }
}

fn joined(hint: Option<Label>, guidance: Option<Label>) -> Option<Label> {
    match (hint, guidance) {
        (Some(hint), Some(guidance)) => {
            let join = |locale| format!("{}\n{}", hint.get(locale), guidance.get(locale));
            Some(Label::both(join(Locale::ZhCn), join(Locale::En)))
        }
        (hint, guidance) => hint.or(guidance),
    }
}

fn plain(label: &Label) -> Json {
    serde_json::to_value(label).unwrap_or_default()
}

/// An object that was written out.
fn object(json: Json) -> Map<String, Json> {
    if let Json::Object(object) = json { object } else { Map::new() }
}
