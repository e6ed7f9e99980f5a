//! Workbooks with answer keys: what the analysis finds is compared with what a person would say.
//!
//! A case is a key `name.json` beside its workbook `name.xlsx`; `tests/fixtures/workbooks/README.md` describes the format.

mod compare;
mod key;
mod tally;

use super::{Options, Source, Suite};
use crate::report::Report;
use anyhow::Context;
use key::Key;
use std::path::{Path, PathBuf};
use tally::Tally;

pub struct Workbooks;

impl Suite for Workbooks {
    fn name(&self) -> &'static str {
        "workbooks"
    }

    fn run(&self, sources: &[Source], options: &Options) -> anyhow::Result<Report> {
        let mut report = Report::default();
        let (all, held_out) = compare_all(sources, options, &mut report)?;
        report.total(format!("all: {}", all.line()));
        if held_out.workbooks > 0 {
            report.total(format!("of them held out while tuning: {}", held_out.line()));
        }
        all.figures().into_iter().for_each(|line| report.total(line));
        Ok(report)
    }
}

/// Compares every workbook with its key; the counts of all, and of those that were held out.
fn compare_all(sources: &[Source], options: &Options, report: &mut Report) -> anyhow::Result<(Tally, Tally)> {
    let (mut all, mut held_out) = (Tally::default(), Tally::default());
    for source in sources {
        let key: Key = serde_json::from_value(source.json.clone()).with_context(|| format!("{} is not the key of a workbook", source.name))?;
        let path = workbook_of(Path::new(&source.name));
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let (tally, faults) = compare::workbook(&bytes, &key);
        if options.verbose {
            report.note(format!("{name}: {}", tally.line()));
        }
        match faults.as_slice() {
            [] => report.pass(),
            faults => report.fail(&name, faults.join("\n    ")),
        }
        all.add(&tally);
        if key.held_out {
            held_out.add(&tally);
        }
    }
    Ok((all, held_out))
}

/// `name.json`, `name.key.json` and `name.xlsx.json` are keys of `name.xlsx`.
fn workbook_of(key: &Path) -> PathBuf {
    let bare = key.with_extension("");
    let bare = if bare.extension().is_some_and(|extension| extension == "key" || extension == "xlsx") { bare.with_extension("") } else { bare };
    bare.with_extension("xlsx")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suites::read;

    #[test]
    fn the_corpus_is_understood() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/workbooks");
        let options = Options { wasm: None, verbose: false };
        let (all, held_out) = compare_all(&read(&folder).unwrap(), &options, &mut Report::default()).unwrap();
        assert!(all.workbooks >= 60 && held_out.workbooks * 3 >= all.workbooks, "{} workbooks", all.workbooks);
        for (name, found, least) in
            [("fields", all.fields, 95), ("types", all.types, 95), ("sub-tables", all.tables, 90), ("options", all.options, 90)]
        {
            assert!(found.found * 100 >= found.all * least, "{name}: {} of {}", found.found, found.all);
        }
    }
}
