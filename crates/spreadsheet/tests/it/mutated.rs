//! Workbooks with wrong bytes: refused or read, never a panic, always the same answer.

use crate::files::{fixture, packed, unpacked};
use spreadsheet::analysis::{Names, analyse, records, to_form};
use spreadsheet::{workbook, xlsform};

/// A small generator of numbers; the same seed gives the same workbooks.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below.max(1)
    }
}

fn look_at(bytes: &[u8]) {
    let Ok(opened) = workbook::open(bytes) else { return };
    let proposal = analyse(&opened);
    for form in &proposal.forms {
        records(&opened, form, &Names::default());
        let _ = to_form(form);
    }
    let _ = xlsform::translate(&opened);
}

#[test]
fn wrong_bytes_of_the_file_never_panic() {
    let mut numbers = Numbers(1);
    for name in ["printed-repair.xlsx", "register-purchase.xlsx", "eight-d-chinese.xlsx"] {
        let whole = fixture(name);
        for _ in 0..20 {
            let mut bytes = whole.clone();
            for _ in 0..=numbers.next(6) {
                let at = numbers.next(bytes.len());
                bytes[at] = numbers.next(256) as u8;
            }
            if numbers.next(4) == 0 {
                bytes.truncate(numbers.next(whole.len()));
            }
            look_at(&bytes);
        }
    }
}

#[test]
fn wrong_words_in_the_parts_never_panic() {
    let mut numbers = Numbers(2);
    let words = ["99999999999999999999", "-1", "", "&#0;", "<", "\"", "A1:XFD1048576", "1e308", "NaN", "0", "#REF!", "单", "]]>", "A0", "1.5"];
    for name in ["printed-checklist.xlsx", "register-merged-orders.xlsx", "register-staff.xlsx"] {
        let parts = unpacked(&fixture(name));
        for _ in 0..40 {
            let mut parts = parts.clone();
            let part = numbers.next(parts.len());
            let mut text = String::from_utf8_lossy(&parts[part].1).into_owned();
            for _ in 0..=numbers.next(3) {
                let places: Vec<usize> = text.char_indices().map(|(index, _)| index).collect();
                if places.is_empty() {
                    break;
                }
                let from = places[numbers.next(places.len())];
                let to = places.iter().copied().find(|place| *place >= from + numbers.next(8)).unwrap_or(text.len());
                text.replace_range(from..to, words[numbers.next(words.len())]);
            }
            parts[part].1 = text.into_bytes();
            look_at(&packed(&parts));
        }
    }
}

#[test]
fn garbage_of_two_hundred_columns_is_looked_at() {
    let mut numbers = Numbers(3);
    let mut rows = Vec::new();
    for _ in 0..12 {
        let cell = |numbers: &mut Numbers| {
            let value = ["", "x", "电话", "□是 □否", "2026.3.1", "金额(元)", "合计", "::", "=1", "1e9"][numbers.next(10)];
            spreadsheet::Cell::Text(value.into())
        };
        rows.push((0..200).map(|_| cell(&mut numbers)).collect());
    }
    let table = spreadsheet::SheetTable {
        title: "x".into(),
        columns: (0..200).map(|_| spreadsheet::SheetColumn { label: "a".into(), scale: 0 }).collect(),
        rows,
    };
    let bytes = spreadsheet::write_table(&table).unwrap();
    look_at(&bytes);
}
