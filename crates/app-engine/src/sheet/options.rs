//! Options by what people call them.

use form_engine::CompiledField;
use std::collections::BTreeMap;
use value::{Locale, OptionId};

/// What stands between several values in one cell.
const BETWEEN: [char; 6] = ['、', ',', '，', ';', '；', '\n'];

/// A name as it is compared: letters of one width and case, without spaces.
pub(super) fn bare(text: &str) -> String {
    value::unique_key(text).chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// The options of a field by name, by way and by id. A name that two have means none of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Named {
    by_name: BTreeMap<String, Option<OptionId>>,
}

impl Named {
    pub(super) fn of(field: &CompiledField) -> Self {
        let mut named = Self::default();
        for option in field.options.iter() {
            for locale in [Locale::ZhCn, Locale::En] {
                let path = field.options.path(option.id.as_str());
                let steps: Vec<&str> = path.iter().map(|step| step.label.get(locale)).collect();
                named.add(option.label.get(locale), &option.id);
                if steps.len() > 1 {
                    named.add(&steps.join("/"), &option.id);
                }
            }
        }
        // Ids are a last way: a name always goes first.
        for option in field.options.iter() {
            named.by_name.entry(bare(option.id.as_str())).or_insert_with(|| Some(option.id.clone()));
        }
        named
    }

    fn add(&mut self, name: &str, id: &OptionId) {
        let name = bare(name);
        if !name.is_empty() {
            self.by_name.entry(name).and_modify(|known| *known = known.take().filter(|known| known == id)).or_insert_with(|| Some(id.clone()));
        }
    }

    /// The option of a name: as it is written, or as a way with other signs between its steps.
    pub(super) fn one(&self, text: &str) -> Option<&OptionId> {
        let name = bare(text);
        let known = |name: &str| self.by_name.get(name).and_then(Option::as_ref);
        known(&name).or_else(|| known(&name.replace(['>', '›', '→', '\\', '／'], "/")))
    }

    /// Whether a name is that of one option.
    pub(super) fn means(&self, text: &str, id: &OptionId) -> bool {
        self.one(text) == Some(id)
    }
}

/// Takes a cell apart into its values: by lines if it has some, by signs else; a value that holds a sign itself is put together again as
/// long as that makes a known one. Answers the first part that nobody knows.
pub(super) fn taken_apart<T>(text: &str, known: &dyn Fn(&str) -> Option<T>) -> Result<Vec<T>, String> {
    if let Some(whole) = known(text) {
        return Ok(vec![whole]);
    }
    if text.contains('\n') {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        return lines.map(|line| known(line).ok_or_else(|| line.to_owned())).collect();
    }
    let mut ends: Vec<usize> = text.char_indices().filter(|(_, letter)| BETWEEN.contains(letter)).map(|(at, _)| at).collect();
    ends.push(text.len());
    let mut found = Vec::new();
    let mut rest = ends.as_slice();
    let mut begin = 0;
    while let Some((first, later)) = rest.split_first() {
        let piece = |end: usize| text.get(begin..end).unwrap_or_default().trim();
        if piece(*first).is_empty() {
            (begin, rest) = (after(text, *first), later);
            continue;
        }
        let fits = rest.iter().enumerate().find_map(|(index, end)| Some((index, *end, known(piece(*end))?)));
        let Some((index, end, value)) = fits else { return Err(piece(*first).to_owned()) };
        found.push(value);
        (begin, rest) = (after(text, end), rest.get(index + 1..).unwrap_or_default());
    }
    Ok(found)
}

fn after(text: &str, sign: usize) -> usize {
    sign + text.get(sign..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
}

/// Joins values so that they can be taken apart again.
pub(super) fn joined(items: &[String], locale: Locale) -> String {
    if items.iter().any(|item| item.contains(BETWEEN)) {
        return items.join("\n");
    }
    items.join(if locale == Locale::ZhCn { "、" } else { ", " })
}
