//! Files that are not opened: each says in words what it is and what to do.

use crate::files::{fixture, packed, repeated, unpacked, with_part};
use spreadsheet::workbook::{MOST_BYTES, OpenFault, open};
use value::Locale;

const SHEET: &str = "xl/worksheets/sheet1.xml";

fn check(bytes: &[u8], wanted: impl Fn(&OpenFault) -> bool) {
    let fault = open(bytes).unwrap_err();
    assert!(wanted(&fault), "{fault:?}");
    for locale in [Locale::ZhCn, Locale::En] {
        assert!(fault.label().get(locale).chars().count() > 8, "{fault:?}");
    }
}

#[test]
fn what_is_no_workbook_is_refused() {
    for bytes in [&b""[..], b"PK", b"hello", b"%PDF-1.7"] {
        check(bytes, |fault| *fault == OpenFault::NoWorkbook);
    }
    check(&packed(&[("a.txt".into(), b"hello".to_vec())]), |fault| *fault == OpenFault::NoWorkbook);
    check(b"\xEF\xBB\xBF\n<HTML><body><table></table></body></HTML>", |fault| *fault == OpenFault::WebPage);
    check(&packed(&[("xl/workbook.bin".into(), vec![0x83])]), |fault| *fault == OpenFault::Binary);
}

#[test]
fn old_and_encrypted_workbooks_are_told_apart() {
    let mut old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    old.resize(2048, 0);
    check(&old, |fault| *fault == OpenFault::OldFormat);
    old.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    check(&old, |fault| *fault == OpenFault::Encrypted);
}

#[test]
fn macros_are_refused() {
    let mut parts = unpacked(&fixture("printed-leave.xlsx"));
    parts.push(("xl/vbaProject.bin".into(), vec![1, 2, 3]));
    check(&packed(&parts), |fault| *fault == OpenFault::Macros);
}

#[test]
fn a_bomb_is_not_unpacked() {
    let bytes = repeated(&unpacked(&fixture("printed-leave.xlsx")), 11);
    assert!(bytes.len() < 1 << 20);
    check(&bytes, |fault| *fault == OpenFault::Bomb);
}

#[test]
fn too_large_a_file_is_refused_unread() {
    check(&vec![0; MOST_BYTES + 1], |fault| *fault == OpenFault::TooLarge);
}

#[test]
fn a_damaged_part_is_named() {
    let whole = fixture("printed-leave.xlsx");
    check(&whole[..whole.len() / 2], |fault| matches!(fault, OpenFault::Damaged { .. }));
    let torn = with_part(&whole, SHEET, |text| text.split_at(text.len() / 2).0.to_owned());
    check(&torn, |fault| matches!(fault, OpenFault::Damaged { part, .. } if part.contains("sheet1") || part.contains("请假单")));
}

#[test]
fn places_outside_of_a_sheet_are_damage() {
    let whole = fixture("register-suppliers.xlsx");
    for (from, to) in [("r=\"A3\"", "r=\"A4294967299\""), ("r=\"A3\"", "r=\"ZZZZZZZ3\""), ("<row r=\"3\"", "<row r=\"99999999999\"")] {
        let broken = with_part(&whole, SHEET, |text| text.replacen(from, to, 1));
        check(&broken, |fault| matches!(fault, OpenFault::Damaged { .. }));
    }
    let formula = with_part(&whole, SHEET, |text| text.replacen("<v>1</v>", "<f t=\"shared\" ref=\"A1\" si=\"99999999999999\">1</f><v>1</v>", 1));
    check(&formula, |fault| matches!(fault, OpenFault::Damaged { .. }));
}

#[test]
fn a_cell_far_away_costs_nothing() {
    let whole = fixture("register-suppliers.xlsx");
    let far = with_part(&whole, SHEET, |text| text.replace("</sheetData>", "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>"));
    let opened = open(&far).unwrap();
    assert_eq!(opened.sheets[0].cells.keys().last().unwrap().to_string(), "XFD1048576");
}
