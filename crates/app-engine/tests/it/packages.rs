//! Every package of the project: judged alike by serde and schema, canonical, without a finding, byte for byte the same after a round trip.

use crate::{packages, read_folder};
use definition::{Files, Package, archive, canonical, package::is_beside, read};
use value::Locale;

#[test]
fn packages_compile_without_a_finding() {
    for folder in packages() {
        let checked = app_engine::check(&read_folder(&folder));
        let found: Vec<String> = checked.compiled.diagnostics.iter().map(|found| found.line(Locale::En)).collect();
        assert!(found.is_empty(), "{}:\n{}", folder.display(), found.join("\n"));
        assert!(checked.compiled.app.is_some());
    }
}

#[test]
fn packages_are_canonical() {
    let update = std::env::var_os("UPDATE").is_some();
    for folder in packages() {
        for (path, text) in read_folder(&folder).iter().filter(|(path, _)| !is_beside(path)) {
            let canonical = canonical::format(path, text).unwrap_or_else(|found| panic!("{path}: {found:?}"));
            if update && canonical != *text {
                std::fs::write(folder.join(path), &canonical).unwrap();
            } else {
                assert_eq!(canonical, *text, "{}/{path} is not canonical; run `mortise fmt`", folder.display());
            }
            assert_eq!(canonical::format(path, &canonical).unwrap(), canonical, "{path}: canonical twice");
        }
    }
}

#[test]
fn folder_archive_and_objects_are_the_same_bytes() {
    for folder in packages() {
        let files: Files = read_folder(&folder).into_iter().filter(|(path, _)| !is_beside(path)).collect();
        let (package, found) = Package::read(&files);
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(package.files(), files, "folder -> objects -> folder");
        let archive = archive::pack(&package.files()).unwrap();
        assert_eq!(archive::unpack(&archive, archive::Limits::default()).unwrap(), files, "folder -> archive -> folder");
        let mut again = Package::default();
        for (key, entry) in package.entries() {
            let parsed = read::parse(&key.path(), &entry.text).unwrap();
            again.add(parsed.object().unwrap(), &parsed, &entry.text);
        }
        assert_eq!(again.files(), files, "objects -> rows -> objects");
        assert_eq!(again.hash(), package.hash());
    }
}

#[test]
fn serde_and_schema_agree() {
    for folder in packages() {
        check_agreement(&read_folder(&folder), &folder.display().to_string());
    }
    for (name, files) in crate::diagnostics::spoilt_packages() {
        check_agreement(&files, &name);
    }
}

/// What the schema takes, serde takes: the typed form here, the settings of kinds in their engines.
fn check_agreement(files: &Files, name: &str) {
    const ABOUT_SETTINGS: [&str; 12] =
        ["MC0101", "MC0102", "MC0103", "MW0101", "MW0102", "MW0107", "MR0103", "MR0104", "MQ0112", "MQ0113", "MP0105", "MP0106"];
    let found = app_engine::compile(&Package::read(files).0).diagnostics;
    for (path, text) in files.iter().filter(|(path, _)| !is_beside(path)) {
        let Ok(parsed) = read::parse(path, text) else { continue };
        let (schema, serde) = (app_engine::judge(&parsed), parsed.object());
        let settings: Vec<_> = found.iter().filter(|found| found.file == *path && ABOUT_SETTINGS.contains(&found.code.as_str())).collect();
        assert_eq!(schema.is_empty(), serde.is_ok() && settings.is_empty(), "{name}/{path}: schema {schema:?}, serde {serde:?} {settings:?}");
    }
}
