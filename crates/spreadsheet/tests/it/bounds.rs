//! Sheets that are as large as a sheet can be, with little in them: looked at soon, and what was not looked at is told.

use crate::files::{fixture, with_part};
use spreadsheet::analysis::{Names, Proposal, analyse, first_records, records};
use spreadsheet::workbook::open;
use spreadsheet::xlsform;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

const SHEET: &str = "xl/worksheets/sheet1.xml";
/// Nothing here is optimised, and others want the processor, too.
const SOON: Duration = Duration::from_secs(60);

/// The suppliers with more rows below.
fn looked_at(rows: &str) -> Proposal {
    let bytes = with_part(&fixture("register-suppliers.xlsx"), SHEET, |text| text.replace("</sheetData>", &format!("{rows}</sheetData>")));
    let began = Instant::now();
    let opened = open(&bytes).unwrap();
    let proposal = analyse(&opened);
    proposal.forms.iter().for_each(|form| _ = records(&opened, form, &Names::default()));
    let _ = xlsform::translate(&opened);
    assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
    proposal
}

#[test]
fn a_cell_at_the_end_of_the_sheet_is_told_and_nothing_else_changes() {
    let known = looked_at("");
    let mut found = looked_at("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>");
    let told = found.left_out.remove(0);
    assert!(told.place.ends_with("!XFD1048576"), "{told:?}");
    assert_eq!(found, known);
}

#[test]
fn one_long_row_and_one_long_column_cost_no_more_than_their_cells() {
    let mut rows = String::from("<row r=\"60\">");
    for _ in 0..16_000 {
        rows.push_str("<c><v>1</v></c>");
    }
    rows.push_str("</row>");
    for row in 61..60_000 {
        write!(rows, "<row r=\"{row}\"><c r=\"A{row}\"><v>{row}</v></c></row>").unwrap();
    }
    assert_eq!(looked_at(&rows).forms.len(), 1);
}

#[test]
fn the_rows_beyond_the_first_are_only_counted() {
    let opened = open(&fixture("register-purchase.xlsx")).unwrap();
    let form = &analyse(&opened).forms[0];
    let all = records(&opened, form, &Names::default());
    let some = first_records(&opened, form, &Names::default(), 2);
    assert!(all.records.len() > 3 && all.more == 0);
    assert_eq!((some.records.as_slice(), some.more), (&all.records[..2], all.records.len() - 2));
    let merged = open(&fixture("register-merged-orders.xlsx")).unwrap();
    let form = &analyse(&merged).forms[0];
    let (all, some) = (records(&merged, form, &Names::default()), first_records(&merged, form, &Names::default(), 1));
    assert_eq!((some.records.as_slice(), some.more), (&all.records[..1], all.records.len() - 1), "lines of other records do not stray into the last");
}
