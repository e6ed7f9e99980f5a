//! The program as ops use it: run as a process on packages and data of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on fails at once")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

struct Place {
    folder: TempDir,
    database: Option<String>,
}

impl Place {
    fn new(database: Option<String>) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mortise"));
        command.current_dir(self.folder.path()).args(arguments).args(["--lang", "en", "--fonts"]).arg(root("crates/print-engine/fonts"));
        if let Some(database) = &self.database {
            command.args(["--database", database]);
        }
        command.output().unwrap()
    }

    #[track_caller]
    fn works(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    #[track_caller]
    fn fails(&self, arguments: &[&str], code: i32) -> String {
        let output = self.run(arguments);
        let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {text}");
        text
    }
}

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

fn leave() -> String {
    root("examples/leave-request").display().to_string()
}

#[test]
fn a_good_package_is_checked_formatted_and_played() {
    let place = Place::new(None);
    assert!(place.works(&["check", &leave()]).contains("0 errors"));
    assert_eq!(place.works(&["fmt", "--check", &leave()]), "");
    assert!(place.works(&["test", &leave()]).contains("0 failed"));
}

#[test]
fn a_broken_package_is_told_with_places() {
    let place = Place::new(None);
    std::fs::create_dir_all(place.path("broken/forms")).unwrap();
    std::fs::copy(root("examples/leave-request/app.json"), place.path("broken/app.json")).unwrap();
    let form = "{\n  \"format\": 1,\n  \"id\": \"order\",\n  \"label\": \"Order\",\n  \"colour\": 1,\n  \"fields\": []\n}\n";
    std::fs::write(place.path("broken/forms/order.json"), form).unwrap();
    let text = place.fails(&["check", "broken"], 1);
    assert!(text.contains("forms/order.json:5:"), "{text}");
    assert!(place.fails(&["check", "nowhere"], 2).contains("nowhere"));
    assert!(place.fails(&["import", "broken"], 1).contains("forms/order.json"));
}

#[test]
fn a_backup_put_back_holds_everything() {
    for (from, to) in [(None, None), (Some(test_kit::postgres()), Some(test_kit::postgres()))] {
        let (old, new) = (Place::new(from.as_ref().map(|d| d.url.clone())), Place::new(to.as_ref().map(|d| d.url.clone())));
        old.works(&["import", &leave()]);
        assert!(old.works(&["user", "add", "anna", "--admin"]).starts_with("anna "));
        std::fs::create_dir_all(old.path("data/files/ab")).unwrap();
        std::fs::write(old.path("data/files/ab/cdef"), b"a photo").unwrap();
        let archive = new.path("backup.zip").display().to_string();
        old.works(&["backup", &archive]);
        assert!(old.fails(&["backup", &archive], 2).contains("there already"));
        new.works(&["restore", &archive]);
        assert_eq!(std::fs::read(new.path("data/files/ab/cdef")).unwrap(), b"a photo");
        assert!(new.works(&["user", "list"]).contains("anna"));
        old.works(&["export", "leave", "old.mortise"]);
        new.works(&["export", "leave", "new.mortise"]);
        assert_eq!(std::fs::read(old.path("old.mortise")).unwrap(), std::fs::read(new.path("new.mortise")).unwrap());
        assert!(new.fails(&["restore", &archive], 2).contains("not empty"));
    }
}

#[test]
fn the_doctor_finds_what_is_missing() {
    let place = Place::new(None);
    assert!(place.works(&["doctor"]).contains("ok    fonts"));
    std::fs::write(place.path("mortise.toml"), "database = \"oracle:nothing\"\n").unwrap();
    assert!(place.fails(&["doctor"], 1).contains("FAULT database"));
}

#[test]
fn an_app_is_described_for_programs_outside() {
    let place = Place::new(None);
    let package = leave();
    let of_package = ["json-schema", "openapi", "typescript", "columns"].map(|what| place.works(&["describe", what, &package]));
    let [schema, api, types, columns] = &of_package;
    assert!(schema.contains("\"$defs\"") && schema.contains("NewRequest"));
    assert!(api.contains("\"openapi\": \"3.1.0\"") && api.contains("/api/apps/leave/forms/request/records"));
    assert!(types.contains("export interface NewRequest {"));
    assert!(
        columns.contains("### `r_leave_request`") && columns.contains("| `days` | Days `days` | integer | bigint | the number × 10^1 |"),
        "{columns}"
    );
    place.works(&["import", &package]);
    for (what, before) in ["json-schema", "openapi", "typescript", "columns"].into_iter().zip(&of_package) {
        assert_eq!(place.works(&["describe", what, "leave"]), *before, "{what}: what is installed is what the package says");
    }
    place.works(&["describe", "typescript", "leave", "--file", "leave.ts"]);
    assert_eq!(std::fs::read_to_string(place.path("leave.ts")).unwrap(), *types);
    assert!(place.fails(&["describe", "openapi", "nothing"], 2).contains("not"));
}
