//! The PDF, read back by poppler, qpdf and zbar.

use crate::support::{FULL, fonts, lay};
use print_engine::{Document, write_pdf};
use std::path::PathBuf;
use std::process::Command;

/// Writes a PDF into a folder of its own that is removed with the answer.
fn written(document: &Document, name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("mortise-paper-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("paper.pdf");
    std::fs::write(&path, write_pdf(document, fonts(), "请假单").unwrap()).unwrap();
    path
}

fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .unwrap_or_else(|_| panic!("`{program}` is missing: run `cargo xtask test`, which installs it"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn every_value_can_be_extracted_as_text() {
    let path = written(&lay(FULL, 40), "text");
    let text = run("pdftotext", &["-layout", path.to_str().unwrap(), "-"]);
    // Readers guess spaces from distances, so they are left out of the comparison.
    let text: String = text.split_whitespace().collect();
    for wanted in ["QJ20260301-0007", "张㛃䶮", "家中有事", "物料040", "40.50", "主管审批", "李四", "情况属实", "第1页/共3页"]
    {
        assert!(text.contains(wanted), "{wanted} is not in\n{text}");
    }
    std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
}

#[test]
fn the_file_is_sound_and_small() {
    let path = written(&lay(FULL, 20), "sound");
    run("qpdf", &["--check", path.to_str().unwrap()]);
    assert!(std::fs::metadata(&path).unwrap().len() < 100_000);
    std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
}

#[test]
fn the_code_leads_back_to_the_record() {
    let path = written(&lay(FULL, 3), "code");
    let picture = path.with_file_name("page");
    run("pdftoppm", &["-r", "200", "-png", "-singlefile", path.to_str().unwrap(), picture.to_str().unwrap()]);
    let read = run("zbarimg", &["--quiet", "--raw", picture.with_extension("png").to_str().unwrap()]);
    assert_eq!(read.trim(), "http://127.0.0.1:8080/app/leave/record/0197");
    std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
}
