//! Which column goes into which field.

use super::options::bare;
use super::{CellReader, NotRead};
use definition::FieldRight;
use form_engine::{CompiledField, CompiledForm};
use query::FieldPath;
use serde::{Deserialize, Serialize};
use spreadsheet::Line;
use std::collections::{BTreeMap, BTreeSet};
use value::{FieldId, Label, Locale, ValueType};

/// A head stands within the first rows, below titles.
const HEAD_WITHIN: usize = 12;

/// Which column goes where.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The columns that are taken.
    pub columns: Vec<Column>,
}

/// A column that is taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// The column, counted from 0.
    pub column: u32,
    /// The field, `customer`, or the column of a sub-table, `lines.product`.
    pub field: FieldPath,
    /// By which field of the other form a record is found; by its title when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<FieldId>,
}

/// A field into which a column may go.
#[derive(Debug, Clone)]
pub struct Target<'f> {
    /// Its path.
    pub path: FieldPath,
    /// Its name; `table / column` within a sub-table.
    pub label: Label,
    /// The field.
    pub field: &'f CompiledField,
    /// Why it cannot come from a cell, if so.
    pub refused: Option<NotRead>,
}

/// The fields of a form in their order, sub-tables with their columns.
pub fn targets<'f>(form: &'f CompiledForm, right: &dyn Fn(&FieldId) -> FieldRight) -> Vec<Target<'f>> {
    let mut found = Vec::new();
    for field in form.fields.values().filter(|field| right(&field.id) > FieldRight::Hidden) {
        let own = right(&field.id);
        if !matches!(field.value_type, ValueType::Rows(_)) {
            let path = FieldPath { field: field.id.clone(), column: None };
            found.push(target(path, field.label.clone(), field, own));
            continue;
        }
        for column in field.columns.values() {
            let label = |locale| format!("{} / {}", field.label.get(locale), column.label.get(locale));
            let path = FieldPath { field: field.id.clone(), column: Some(column.id.clone()) };
            found.push(target(path, Label::both(label(Locale::ZhCn), label(Locale::En)), column, own));
        }
    }
    found
}

fn target(path: FieldPath, label: Label, field: &CompiledField, right: FieldRight) -> Target<'_> {
    let refused = match &path.column {
        // Rows are written whole, so that the number of a row could not be kept.
        Some(_) if field.origin != form_engine::Origin::Entered => Some(NotRead::Kind(super::face::NotFromCell::Made)),
        _ => CellReader::of(&path.to_string(), field, right).err(),
    };
    Target { path, label, field, refused }
}

/// The fields by which an import may find the records that are there already: one text or number of the record itself.
pub fn key_fields<'f>(form: &'f CompiledForm, right: &dyn Fn(&FieldId) -> FieldRight) -> Vec<&'f CompiledField> {
    let fits = |field: &&CompiledField| {
        matches!(field.value_type, ValueType::Text | ValueType::Number { .. })
            && field.storage != form_engine::Storage::Live
            && right(&field.id) >= FieldRight::Read
    };
    form.fields.values().filter(fits).collect()
}

/// The row of the heads: of the first rows the one in which most names of fields stand, else the first with two texts.
pub fn head_line(lines: &[Line], targets: &[Target<'_>]) -> Option<u32> {
    let names = Names::of(targets);
    let hits = |line: &Line| line.cells.iter().filter(|cell| names.exact(&cell.text()).is_some()).count();
    let best = lines.iter().take(HEAD_WITHIN).map(|line| (hits(line), line)).filter(|(hits, _)| *hits > 0);
    // Of several with as many the first one counts.
    let best = best.rev().max_by_key(|(hits, _)| *hits).map(|(_, line)| line.number);
    let filled = |line: &&Line| line.cells.iter().filter(|cell| !cell.text().is_empty()).count() > 1;
    best.or_else(|| lines.iter().take(HEAD_WITHIN).find(filled).or(lines.first()).map(|line| line.number))
}

/// Proposes where the columns go: as they went the last time, by name, by how the name sounds. A field is proposed once.
pub fn propose(heads: &[String], targets: &[Target<'_>], remembered: &BTreeMap<String, Option<FieldPath>>) -> Vec<Option<FieldPath>> {
    let names = Names::of(targets);
    let mut taken: BTreeSet<FieldPath> = BTreeSet::new();
    let mut proposed: Vec<Option<FieldPath>> = vec![None; heads.len()];
    let ways: [Way<'_>; 3] = [
        &|head| remembered.get(&bare(head)).cloned().flatten().filter(|path| names.open.contains(path)),
        &|head| names.exact(head).cloned(),
        &|head| names.sounding(head).cloned(),
    ];
    for (round, way) in ways.iter().enumerate() {
        for (head, place) in heads.iter().zip(proposed.iter_mut()) {
            // A column that was left out the last time stays out.
            let left_out = round > 0 && remembered.get(&bare(head)) == Some(&None);
            if place.is_none() && !left_out && !head.trim().is_empty() {
                *place = way(head).filter(|path| taken.insert(path.clone()));
            }
        }
    }
    proposed
}

/// A way by which a head finds its field.
type Way<'a> = &'a dyn Fn(&str) -> Option<FieldPath>;

/// How a head is remembered.
pub fn head_key(head: &str) -> String {
    bare(head)
}

/// The names of fields as heads spell them.
struct Names {
    exact: BTreeMap<String, FieldPath>,
    sounds: BTreeMap<String, Option<FieldPath>>,
    open: BTreeSet<FieldPath>,
}

impl Names {
    fn of(targets: &[Target<'_>]) -> Self {
        let mut names = Self { exact: BTreeMap::new(), sounds: BTreeMap::new(), open: BTreeSet::new() };
        let open = || targets.iter().filter(|target| target.refused.is_none());
        names.open = open().map(|target| target.path.clone()).collect();
        for target in open() {
            for locale in [Locale::ZhCn, Locale::En] {
                names.add(target.label.get(locale), &target.path);
            }
        }
        // The bare name of a column of a sub-table, and ids, as long as nothing else is called so.
        for target in open() {
            let own = [Locale::ZhCn, Locale::En].map(|locale| target.field.label.get(locale).to_owned());
            own.into_iter().chain([target.path.to_string()]).for_each(|name| names.add(&name, &target.path));
        }
        names
    }

    fn add(&mut self, name: &str, path: &FieldPath) {
        let key = spoken(name);
        if key.is_empty() {
            return;
        }
        let sound = sound(&key);
        self.exact.entry(key).or_insert_with(|| path.clone());
        self.sounds.entry(sound).and_modify(|known| *known = known.take().filter(|known| known == path)).or_insert_with(|| Some(path.clone()));
    }

    fn exact(&self, head: &str) -> Option<&FieldPath> {
        self.exact.get(&bare(head)).or_else(|| self.exact.get(&spoken(head)))
    }

    fn sounding(&self, head: &str) -> Option<&FieldPath> {
        let head = spoken(head);
        if head.chars().count() < 2 { None } else { self.sounds.get(&sound(&head))?.as_ref() }
    }
}

/// A head without what forms add to it: a star, a unit or a remark in brackets, a colon.
fn spoken(name: &str) -> String {
    let name = bare(name);
    let cut = name.find(['(', '（', '[', '【']).filter(|at| *at > 0).and_then(|at| name.get(..at)).unwrap_or(&name);
    cut.trim_matches(['*', ':', '：', '·', '#']).to_owned()
}

fn sound(name: &str) -> String {
    definition::suggest::sounds(name).split(' ').next().unwrap_or_default().to_owned()
}
