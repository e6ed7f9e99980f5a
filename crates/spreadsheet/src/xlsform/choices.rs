//! The lists of the sheet choices, and labels in the two languages of the product.

use super::sheets::{Row, Table};
use super::{Note, Refusal};
use std::collections::{BTreeMap, BTreeSet};
use value::Label;

/// An option.
#[derive(Debug, Clone)]
pub(super) struct Option_ {
    pub(super) name: String,
    pub(super) id: String,
    pub(super) label: Label,
    /// Further columns, which filters speak of.
    pub(super) columns: BTreeMap<String, String>,
}

/// The lists by name.
pub(super) type Lists = BTreeMap<String, Vec<Option_>>;

/// Reads the lists.
pub(super) fn lists(table: &Table, languages: &mut Languages, refusals: &mut Vec<Refusal>) -> Lists {
    let mut lists = Lists::new();
    let every: BTreeSet<String> = table.rows.iter().flat_map(|row| row.cells.keys().cloned()).collect();
    for row in &table.rows {
        let (list, name) = (row.get("list_name").trim(), row.get("name").trim());
        if list.is_empty() {
            refusals.push(Refusal::new(&table.name, row.number, "list_name", "没有写列表名", "the name of the list is missing"));
            continue;
        }
        if name.is_empty() {
            refusals.push(Refusal::new(&table.name, row.number, "name", "选项没有 name", "the option has no name"));
            continue;
        }
        let options = lists.entry(list.to_owned()).or_default();
        if options.iter().any(|option| option.name == name) {
            let (zh, en) = (format!("列表「{list}」里有两个选项「{name}」"), format!("the list `{list}` has the option `{name}` twice"));
            refusals.push(Refusal::new(&table.name, row.number, "name", zh, en));
            continue;
        }
        let id = id_of(name, |id| options.iter().any(|option| option.id == id));
        let label = languages.label(row, "label").unwrap_or_else(|| Label::Plain(name.to_owned()));
        let mut columns: BTreeMap<String, String> = every.iter().map(|column| (column.clone(), row.get(column).to_owned())).collect();
        columns.insert("name".into(), name.to_owned());
        options.push(Option_ { name: name.to_owned(), id, label, columns });
    }
    lists
}

/// An id of a name: small letters, digits and underscores.
pub(super) fn id_of(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    let ascii = name.is_ascii() && plain.contains(|c: char| c.is_ascii_alphanumeric());
    let begins = plain.starts_with(|c: char| c.is_ascii_lowercase());
    let whole = if !ascii {
        return definition::suggest::id_for(name, taken);
    } else if begins {
        plain
    } else {
        format!("o_{}", plain.trim_start_matches('_'))
    };
    let base: String = whole.chars().take(36).collect();
    let base = base.trim_end_matches('_');
    if !taken(base) {
        return base.to_owned();
    }
    (2_u32..).map(|number| format!("{base}_{number}")).find(|id| !taken(id)).unwrap_or_else(|| base.to_owned())
}

/// The languages of the workbook.
#[derive(Debug, Default)]
pub(super) struct Languages {
    /// The language of texts that name none.
    default: String,
    told: BTreeSet<String>,
    pub(super) notes: Vec<Note>,
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum Tongue {
    Zh,
    En,
    Plain,
    Other,
}

impl Languages {
    /// The languages of a workbook whose texts without a language are in this one.
    pub(super) fn of(default: &str) -> Self {
        Self { default: default.trim().to_owned(), ..Self::default() }
    }

    fn tongue(&self, language: &str) -> Tongue {
        let name = if language.is_empty() || language.eq_ignore_ascii_case("default") { self.default.as_str() } else { language };
        let lower = name.to_lowercase();
        if lower.is_empty() || lower == "default" {
            Tongue::Plain
        } else if lower.contains('中')
            || lower.contains("chinese")
            || lower.contains("(zh")
            || lower == "zh"
            || lower.starts_with("zh-")
            || lower.contains("汉")
        {
            Tongue::Zh
        } else if lower.contains("english") || lower.contains("(en") || lower == "en" || lower.starts_with("en-") || lower.contains("英") {
            Tongue::En
        } else {
            Tongue::Other
        }
    }

    /// The text of a column in the languages that there are.
    pub(super) fn label(&mut self, row: &Row, column: &'static str) -> Option<Label> {
        let texts = row.texts.get(column)?;
        let of =
            |languages: &Self, wanted: Tongue| texts.iter().find(|(language, _)| languages.tongue(language) == wanted).map(|(_, text)| text.clone());
        let (zh, en, plain, other) = (of(self, Tongue::Zh), of(self, Tongue::En), of(self, Tongue::Plain), of(self, Tongue::Other));
        for (language, _) in texts {
            if self.tongue(language) == Tongue::Other && (zh.is_some() || en.is_some() || plain.is_some()) && self.told.insert(language.clone()) {
                let message = Label::both(
                    format!("语言「{language}」没有采用：产品有中文和英文"),
                    format!("the language `{language}` was left out: the product has Chinese and English"),
                );
                self.notes.push(Note { place: column.to_owned(), message });
            }
        }
        match (zh, en, plain) {
            (Some(zh), Some(en), _) => Some(Label::both(zh, en)),
            (Some(zh), None, Some(en)) => Some(Label::both(zh, en)),
            (None, Some(en), Some(zh)) => Some(Label::both(zh, en)),
            (Some(only), None, None) | (None, Some(only), None) | (None, None, Some(only)) => Some(Label::Plain(only)),
            (None, None, None) => other.map(Label::Plain),
        }
    }
}
