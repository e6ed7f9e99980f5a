//! Comments and pictures: parts that hang at a sheet by relations.

use super::package::Parts;
use super::xml::{Part, attribute};
use super::{At, OpenFault};
use quick_xml::events::Event;
use std::collections::BTreeMap;

/// A relation: its id, what sort it is, and the part that it leads to.
pub(super) struct Relation {
    pub(super) id: String,
    pub(super) sort: String,
    pub(super) part: String,
}

/// The relations of a part.
pub(super) fn relations(of: &str, parts: &Parts) -> Result<Vec<Relation>, OpenFault> {
    let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
    let name = format!("{folder}/_rels/{file}.rels");
    let Some(text) = parts.get(&name) else { return Ok(Vec::new()) };
    let mut part = Part::new(&name, text);
    let mut found = Vec::new();
    loop {
        match part.next()? {
            Event::Start(element) | Event::Empty(element) if element.local_name().as_ref() == "Relationship" => {
                let text = |name| attribute(&element, name).unwrap_or_default();
                let sort = text("Type").rsplit('/').next().unwrap_or_default().to_owned();
                found.push(Relation { id: text("Id"), sort, part: resolved(folder, &text("Target")) });
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// A path relative to a folder, or one from the root.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').collect();
    for step in target.split('/') {
        match step {
            ".." => _ = steps.pop(),
            "." | "" => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// The comments of a sheet by cell.
pub(super) fn comments(name: &str, text: &str) -> Result<BTreeMap<At, String>, OpenFault> {
    let mut part = Part::new(name, text);
    let mut found = BTreeMap::new();
    let mut at = None;
    loop {
        match part.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "comment" => at = attribute(&element, "ref").as_deref().and_then(At::read),
                "text" => {
                    let said = part.text()?;
                    if let (Some(at), false) = (at, said.trim().is_empty()) {
                        found.insert(at, without_author(said.trim()));
                    }
                }
                _ => {}
            },
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// Excel begins a comment with the name of its author and a line break.
fn without_author(text: &str) -> String {
    match text.split_once('\n') {
        Some((author, said)) if author.trim_end().ends_with([':', '：']) && author.chars().count() <= 30 && !said.trim().is_empty() => {
            said.trim().to_owned()
        }
        _ => text.to_owned(),
    }
}

/// The cells at which the pictures of a drawing begin.
pub(super) fn pictures(name: &str, text: &str) -> Result<Vec<At>, OpenFault> {
    let mut part = Part::new(name, text);
    let mut found = Vec::new();
    let (mut from, mut within, mut corner) = (None, false, (None, None));
    loop {
        match part.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "from" => within = true,
                "col" if within => corner.0 = part.text()?.trim().parse::<u32>().ok(),
                "row" if within => corner.1 = part.text()?.trim().parse::<u32>().ok(),
                "pic" => found.extend(from),
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == "from" => {
                within = false;
                from = match corner {
                    (Some(column), Some(row)) => At::read(&At::new(row.min(2_000_000), column.min(20_000)).to_string()),
                    _ => None,
                };
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}
