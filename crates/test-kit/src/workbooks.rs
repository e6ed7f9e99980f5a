//! Workbooks that somebody sends by mistake or on purpose: torn, locked, with programs, swollen, lying. They are made here, byte by byte,
//! so that no such file lies in the project.

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// A file that must be refused in words.
#[derive(Debug)]
pub struct BadWorkbook {
    /// What its sender calls it.
    pub name: &'static str,
    /// Its bytes.
    pub content: Vec<u8>,
    /// The code of the refusal.
    pub code: &'static str,
}

/// One of each sort.
pub fn bad_workbooks() -> Vec<BadWorkbook> {
    let bad = |name, code, content| BadWorkbook { name, content, code };
    let whole = workbook(&cells(&[&["名称", "数量"], &["螺丝", "3"]]));
    let torn = whole.get(..whole.len() / 2).unwrap_or_default().to_vec();
    let mut old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    old.resize(4096, 0);
    let mut locked = old.clone();
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    vec![
        bad("撕坏的.xlsx", "workbook_damaged", torn),
        bad("半张表.xlsx", "workbook_damaged", workbook("<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c>")),
        bad("没有这个位置.xlsx", "workbook_damaged", workbook("<sheetData><row r=\"1\"><c r=\"ZZZZ1\"><v>1</v></c></row></sheetData>")),
        bad("套娃.xlsx", "workbook_damaged", workbook(&"<a>".repeat(200_000))),
        bad("加密.xlsx", "workbook_encrypted", locked),
        bad("旧版.xls", "workbook_old_format", old),
        bad("带宏.xlsm", "workbook_macros", with_part(&whole, "xl/vbaProject.bin", b"Attribute VB_Name")),
        bad("宏表.xlsx", "workbook_macros", with_part(&whole, "xl/macrosheets/sheet1.xml", b"<x/>")),
        bad("二进制.xlsb", "workbook_binary", packed(&[("xl/workbook.bin", b"\x83\x01\x00".to_vec())])),
        bad("网页.xls", "web_page", b"\xEF\xBB\xBF\r\n<html><body><table><tr><td>\xE5\x90\x8D</td></tr></table></body></html>".to_vec()),
        bad("炸弹.xlsx", "workbook_bomb", swollen(&whole, 11)),
        bad("包中包.xlsx", "not_a_workbook", packed(&[("inner.zip", swollen(&whole, 11))])),
        bad("空.xlsx", "workbook_empty", workbook("<sheetData/>")),
    ]
}

/// A workbook whose first sheet holds these texts.
pub fn sheet_of(rows: &[&[&str]]) -> Vec<u8> {
    workbook(&cells(rows))
}

/// A workbook of two rows that says to have all rows and columns that there can be.
pub fn sheet_that_boasts() -> Vec<u8> {
    workbook(&format!("<dimension ref=\"A1:XFD1048576\"/>{}", cells(&[&["名称", "数量"], &["螺丝", "3"]])))
}

/// The same with a cell at both ends.
pub fn boasting() -> Vec<u8> {
    let far = "<row r=\"1048576\"><c r=\"XFD1048576\" t=\"inlineStr\"><is><t>远</t></is></c></row></sheetData>";
    workbook(&format!("<dimension ref=\"A1:XFD1048576\"/>{}", cells(&[&["a"]]).replace("</sheetData>", far)))
}

/// A workbook whose texts are to be unfolded a thousand million times.
pub fn laughing() -> Vec<u8> {
    let mut entities = String::from("<!DOCTYPE worksheet [<!ENTITY e0 \"ha\">");
    for level in 1..10 {
        entities.push_str(&format!("<!ENTITY e{level} \"{}\">", format!("&e{};", level - 1).repeat(10)));
    }
    let sheet =
        format!("{entities}]>{}", worksheet("<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&e9;</t></is></c></row></sheetData>"));
    packed(&parts(sheet))
}

/// Twelve rows of two hundred columns of anything.
pub fn garbage() -> Vec<u8> {
    let words = ["", "x", "电话", "□是 □否", "2026.3.1", "金额(元)", "合计", "::", "=1+1", "1e9", "#REF!"];
    let row = |row: usize| (0..200).map(move |column: usize| words.get((row * 7 + column * column * 3) % words.len()).copied().unwrap_or_default());
    let rows: Vec<Vec<&str>> = (0..12).map(|number| row(number).collect()).collect();
    sheet_of(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

fn cells(rows: &[&[&str]]) -> String {
    let mut text = String::from("<sheetData>");
    for (number, row) in (1..).zip(rows) {
        text.push_str(&format!("<row r=\"{number}\">"));
        for cell in *row {
            let cell = cell.replace('&', "&amp;").replace('<', "&lt;");
            text.push_str(&format!("<c t=\"inlineStr\"><is><t>{cell}</t></is></c>"));
        }
        text.push_str("</row>");
    }
    text + "</sheetData>"
}

fn worksheet(inner: &str) -> String {
    format!("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{inner}</worksheet>")
}

fn workbook(sheet: &str) -> Vec<u8> {
    packed(&parts(worksheet(sheet)))
}

fn parts(sheet: String) -> Vec<(&'static str, Vec<u8>)> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |sort: &str, to: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{office}/{sort}\" Target=\"{to}\"/></Relationships>"
        )
    };
    let book =
        format!("<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>";
    vec![
        ("[Content_Types].xml", types.into()),
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml").into_bytes()),
        ("xl/workbook.xml", book.into_bytes()),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml").into_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.into_bytes()),
    ]
}

fn packed(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn with_part(bytes: &[u8], name: &str, content: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new_append(Cursor::new(bytes.to_vec())).unwrap();
    writer.start_file(name, SimpleFileOptions::default()).unwrap();
    writer.write_all(content).unwrap();
    writer.finish().unwrap().into_inner()
}

/// With a part of 32 MB of zeros, which is packed once and repeated.
fn swollen(bytes: &[u8], times: usize) -> Vec<u8> {
    let zeros = packed(&[("0", vec![0; 32 << 20])]);
    let mut archive = ZipArchive::new(Cursor::new(zeros)).unwrap();
    let mut writer = ZipWriter::new_append(Cursor::new(bytes.to_vec())).unwrap();
    for copy in 0..times {
        writer.raw_copy_file_rename(archive.by_index_raw(0).unwrap(), format!("xl/media/{copy}.bin")).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
