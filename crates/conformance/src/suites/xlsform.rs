//! XLSForms: workbooks in `accept/` become forms that the engine takes, workbooks in `refuse/` are refused with a place.
//!
//! A key `name.json` beside a workbook says more. In `accept/` it is a part of the form that must be found in it: objects by their keys,
//! lists of objects by their `id`. In `refuse/` it is `{"refusals": [{"sheet": "survey", "row": 3, "column": "type"}]}`.

use super::{Options, Source, Suite};
use crate::report::Report;
use anyhow::{Context, bail};
use definition::Severity;
use form_engine::FormEnvironment;
use serde::Deserialize;
use serde_json::Value as Json;
use spreadsheet::workbook;
use spreadsheet::xlsform::{Refusal, Translated, translate};
use std::path::{Path, PathBuf};
use value::Locale;

pub struct XlsForm;

/// What a refused workbook is refused for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RefuseKey {
    refusals: Vec<RefusalKey>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RefusalKey {
    sheet: String,
    row: u32,
    column: String,
}

impl Suite for XlsForm {
    fn name(&self) -> &'static str {
        "xlsform"
    }

    fn run(&self, _: &[Source], _: &Options) -> anyhow::Result<Report> {
        bail!("give a folder with `accept` and `refuse`")
    }

    fn run_at(&self, path: &Path, options: &Options) -> anyhow::Result<Report> {
        let mut report = Report::default();
        let (accept, refuse) = (workbooks(&path.join("accept"))?, workbooks(&path.join("refuse"))?);
        if accept.is_empty() && refuse.is_empty() {
            bail!("{} has no workbooks in `accept` or `refuse`", path.display());
        }
        for path in accept {
            let (name, key) = (name_of("accept", &path), key_of(&path)?);
            match read(&path)? {
                Ok(translated) => accepted(&name, &translated, key.as_ref(), options, &mut report),
                Err(refused) => report.fail(&name, refused.lines()),
            }
        }
        for path in refuse {
            let (name, key) = (name_of("refuse", &path), key_of(&path)?);
            match read(&path)? {
                Ok(_) => report.fail(&name, "it was taken"),
                Err(refused) => rightly_refused(&name, &refused, key, options, &mut report)?,
            }
        }
        Ok(report)
    }
}

/// Why a workbook was refused: as a workbook, or at places of it.
enum Refused {
    Workbook(String),
    Places(Vec<Refusal>),
}

impl Refused {
    fn lines(&self) -> String {
        match self {
            Refused::Workbook(fault) => fault.clone(),
            Refused::Places(refusals) => refusals.iter().map(|refusal| refusal.line(Locale::En)).collect::<Vec<_>>().join("\n    "),
        }
    }
}

fn read(path: &Path) -> anyhow::Result<Result<Translated, Refused>> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(match workbook::open(&bytes) {
        Ok(opened) => translate(&opened).map_err(Refused::Places),
        Err(fault) => Err(Refused::Workbook(fault.to_string())),
    })
}

fn accepted(name: &str, translated: &Translated, key: Option<&Json>, options: &Options, report: &mut Report) {
    let (dictionaries, forms) = (indexmap::IndexMap::new(), indexmap::IndexMap::new());
    let outside = std::sync::Arc::default();
    let environment = FormEnvironment { dictionaries: &dictionaries, forms: &forms, currency: "CNY", outside: &outside };
    let (_, diagnostics) = form_engine::compile(&translated.form, &environment);
    let mut faults: Vec<String> =
        diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).map(|diagnostic| diagnostic.line(Locale::En)).collect();
    if let Some(key) = key {
        let form = serde_json::to_value(&translated.form).unwrap_or_default();
        differences("", key, &form, &mut faults);
    }
    if options.verbose {
        translated.notes.iter().for_each(|note| report.note(format!("{name}: {} {}", note.place, note.message.get(Locale::En))));
    }
    match faults.as_slice() {
        [] => report.pass(),
        faults => report.fail(name, faults.join("\n    ")),
    }
}

fn rightly_refused(name: &str, refused: &Refused, key: Option<Json>, options: &Options, report: &mut Report) -> anyhow::Result<()> {
    if options.verbose {
        report.note(format!("{name}: {}", refused.lines()));
    }
    let wanted: Option<RefuseKey> = key.map(serde_json::from_value).transpose().with_context(|| format!("the key of {name}"))?;
    let Some(wanted) = wanted else {
        report.pass();
        return Ok(());
    };
    let Refused::Places(found) = refused else {
        report.fail(name, refused.lines());
        return Ok(());
    };
    let there = |key: &RefusalKey| found.iter().any(|refusal| refusal.sheet == key.sheet && refusal.row == key.row && refusal.column == key.column);
    if wanted.refusals.iter().all(there) && wanted.refusals.len() == found.len() {
        report.pass();
    } else {
        report.fail(name, format!("it was refused for\n    {}", refused.lines()));
    }
    Ok(())
}

/// What of the wanted part is not in a value.
fn differences(place: &str, wanted: &Json, found: &Json, faults: &mut Vec<String>) {
    match (wanted, found) {
        (Json::Object(wanted), Json::Object(found)) => {
            for (key, wanted) in wanted {
                let none = Json::Null;
                differences(&format!("{place}/{key}"), wanted, found.get(key).unwrap_or(&none), faults);
            }
        }
        (Json::Array(wanted), Json::Array(found)) if wanted.iter().all(|item| item.get("id").is_some()) => {
            for item in wanted {
                let id = item.get("id");
                match found.iter().find(|found| found.get("id") == id) {
                    Some(found) => differences(&format!("{place}/{}", id.and_then(Json::as_str).unwrap_or_default()), item, found, faults),
                    None => faults.push(format!("{place}: {} is missing", item)),
                }
            }
        }
        (wanted, found) if wanted == found => {}
        (wanted, found) => faults.push(format!("{place} is {found}, not {wanted}")),
    }
}

fn workbooks(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "xlsx"))
        .collect();
    paths.sort();
    Ok(paths)
}

fn key_of(workbook: &Path) -> anyhow::Result<Option<Json>> {
    let path = workbook.with_extension("json");
    if !path.is_file() {
        return Ok(None);
    }
    let text = std::fs::read_to_string(&path)?;
    Ok(Some(serde_json::from_str(&text).with_context(|| format!("{} is not JSON", path.display()))?))
}

fn name_of(folder: &str, path: &Path) -> String {
    format!("{folder}/{}", path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_is_taken_or_refused_as_it_should_be() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/xlsform");
        let report = XlsForm.run_at(&folder, &Options { wasm: None, verbose: false }).unwrap();
        let mut told = Vec::new();
        report.write(&mut told).unwrap();
        assert_eq!(report.failed(), 0, "{}", String::from_utf8_lossy(&told));
    }
}
