//! What our own reader takes from a sheet: validations of both sorts, comments, what is hidden.

use crate::files::{fixture, with_part};
use spreadsheet::analysis::{Kind, Names, analyse, records, to_form};
use spreadsheet::workbook::{At, CellValue, ValidationKind, open};

const SHEET: &str = "xl/worksheets/sheet1.xml";

#[test]
fn validations_comments_and_hidden_columns_are_read() {
    let opened = open(&fixture("register-incoming-inspection.xlsx")).unwrap();
    let sheet = &opened.sheets[0];
    assert_eq!(sheet.comments.get(&At::read("F4").unwrap()).map(String::as_str), Some("按送货单填写"));
    let validation = sheet.validation_at(At::read("J9").unwrap()).unwrap();
    assert_eq!((validation.kind, validation.first.as_str(), validation.allow_blank), (ValidationKind::List, "\"合格,不合格,特采\"", true));
    assert!(matches!(sheet.cell(At::read("I5").unwrap()).unwrap().formula.as_deref(), Some("H5/G5")));
    assert!(sheet.cell(At::read("A2").unwrap()).unwrap().look.bold);
    let calibration = open(&fixture("register-calibration.xlsx")).unwrap();
    assert!(calibration.sheets[0].hidden_columns.contains(&7));
}

#[test]
fn validations_of_the_extension_are_read() {
    let extension = "<extLst><ext uri=\"{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}\" xmlns:x14=\"http://schemas.microsoft.com/office/spreadsheetml/2009/9/main\"><x14:dataValidations count=\"1\" xmlns:xm=\"http://schemas.microsoft.com/office/excel/2006/main\"><x14:dataValidation type=\"list\" allowBlank=\"1\"><x14:formula1><xm:f>选项!$B$1:$B$4</xm:f></x14:formula1><xm:sqref>B3:B50</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>";
    let bytes = with_part(&fixture("register-suppliers.xlsx"), SHEET, |text| text.replace("</worksheet>", extension));
    let opened = open(&bytes).unwrap();
    let validation = opened.sheets[0].validation_at(At::read("B7").unwrap()).unwrap();
    assert_eq!((validation.kind, validation.first.as_str()), (ValidationKind::List, "选项!$B$1:$B$4"));
    let field = analyse(&opened).forms[0].fields[1].clone();
    assert_eq!((field.kind, field.options.len()), (Kind::Choice, 4));
}

#[test]
fn phones_kept_as_numbers_keep_their_digits() {
    let opened = open(&fixture("register-suppliers.xlsx")).unwrap();
    let CellValue::Number(number) = opened.sheets[0].cell(At::read("D3").unwrap()).unwrap().value else { panic!() };
    let form = &analyse(&opened).forms[0];
    let found = records(&opened, form, &Names::default());
    let phone = form.fields.iter().find(|field| field.kind == Kind::Mobile).unwrap();
    assert_eq!(found.records[0][&phone.id], number.to_string());
    assert_eq!(number.to_string().len(), 11);
}

#[test]
fn a_decision_carries_its_reasons() {
    let form = analyse(&open(&fixture("register-empty-template.xlsx")).unwrap()).forms.remove(0);
    for field in &form.fields {
        assert!((0.0..=1.0).contains(&field.confidence), "{field:?}");
        assert!(!field.evidence.is_empty(), "{field:?}");
    }
    let result = form.fields.iter().find(|field| field.label == "点检结果".into()).unwrap();
    assert!(result.evidence.iter().any(|evidence| evidence.place == "E3"), "{result:?}");
    assert_eq!(to_form(&form).unwrap().fields.len(), 8);
}

#[test]
fn lines_of_merged_records_stand_in_the_sub_table() {
    let opened = open(&fixture("register-merged-orders.xlsx")).unwrap();
    let form = &analyse(&opened).forms[0];
    let table = form.fields.iter().find(|field| field.kind == Kind::SubTable).unwrap();
    let lines: Vec<usize> =
        records(&opened, form, &Names::default()).records.iter().map(|record| record[&table.id].as_array().unwrap().len()).collect();
    assert_eq!(lines, [3, 1, 2, 4]);
}
