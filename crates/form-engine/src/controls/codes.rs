//! What codes on labels and packages can hold: digits and check digits, letters, length.

use super::check;
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::{FieldFault, code};
use value::Value;

definition::choices! {
    /// A kind of code.
    pub enum CodeFormat {
        Qr = "qr", ("二维码 QR", "QR code");
        DataMatrix = "data_matrix", ("Data Matrix", "Data Matrix");
        Pdf417 = "pdf_417", ("PDF417", "PDF417");
        Aztec = "aztec", ("Aztec", "Aztec");
        Code128 = "code_128", ("Code 128", "Code 128");
        Code39 = "code_39", ("Code 39", "Code 39");
        Code93 = "code_93", ("Code 93", "Code 93");
        Codabar = "codabar", ("Codabar", "Codabar");
        Ean13 = "ean_13", ("EAN-13 商品码", "EAN-13");
        Ean8 = "ean_8", ("EAN-8 商品码", "EAN-8");
        UpcA = "upc_a", ("UPC-A", "UPC-A");
        Itf = "itf", ("ITF 箱码", "ITF");
    }
}

/// The most that is kept of a code.
const LONGEST: u32 = 1_000;

/// One line without what a reader puts around it.
pub(crate) fn normalise(value: Value) -> Value {
    match value {
        Value::Text(text) => {
            let plain: String = text.chars().filter(|letter| !letter.is_control()).collect();
            let plain = plain.trim();
            if plain.is_empty() { Value::Blank } else { Value::text(plain) }
        }
        other => other,
    }
}

/// Whether a text can stand in a code of one of the kinds; every text can if none is named.
pub(crate) fn check(text: &str, formats: &[CodeFormat], faults: &mut Vec<FieldFault>) {
    check::length(text, None, Some(LONGEST), faults);
    if !formats.is_empty() && !formats.iter().any(|format| fits(text, *format)) {
        check::fault(
            faults,
            code::PATTERN,
            "不是这个字段接受的条码，或校验位不对，请重新扫描",
            "not a code that is taken here, or its check digit is wrong; scan it again",
        );
    }
}

fn fits(text: &str, format: CodeFormat) -> bool {
    let all = |fine: fn(char) -> bool| text.chars().all(fine);
    match format {
        CodeFormat::Qr | CodeFormat::DataMatrix | CodeFormat::Pdf417 | CodeFormat::Aztec => true,
        CodeFormat::Code128 | CodeFormat::Code93 => all(|letter| letter.is_ascii()),
        CodeFormat::Code39 => all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit() || " -.$/+%".contains(letter)),
        CodeFormat::Codabar => all(|letter| letter.is_ascii_digit() || "-$:/.+ABCD".contains(letter)),
        CodeFormat::Ean13 => text.len() == 13 && checks(text),
        CodeFormat::Ean8 => text.len() == 8 && checks(text),
        CodeFormat::UpcA => text.len() == 12 && checks(text),
        CodeFormat::Itf => text.len().is_multiple_of(2) && all(|letter| letter.is_ascii_digit()),
    }
}

/// The last digit makes the sum, every second digit three times, a multiple of ten.
fn checks(text: &str) -> bool {
    let weighed = text.chars().rev().enumerate().map(|(at, letter)| Some(letter.to_digit(10)? * if at.is_multiple_of(2) { 1 } else { 3 }));
    weighed.sum::<Option<u32>>().is_some_and(|sum| sum.is_multiple_of(10))
}

#[cfg(not(target_family = "wasm"))]
/// What a code looks like as JSON; check digits are said in words.
pub(crate) fn shape(formats: &[CodeFormat], spelling: Spelling) -> Shape {
    let shape = Shape::text((None, Some(LONGEST)), spelling);
    let looks: Option<Vec<&str>> = formats.iter().map(|format| looks_of(*format)).collect();
    match looks.filter(|looks| !looks.is_empty() && spelling.is_sent()) {
        Some(looks) => shape.with("pattern", format!("^(?:{})$", looks.join("|"))).note("校验位必须正确", "check digits must be right"),
        None => shape,
    }
}

#[cfg(not(target_family = "wasm"))]
/// The signs of a code; none where every text is one.
fn looks_of(format: CodeFormat) -> Option<&'static str> {
    Some(match format {
        CodeFormat::Qr | CodeFormat::DataMatrix | CodeFormat::Pdf417 | CodeFormat::Aztec => return None,
        CodeFormat::Code128 | CodeFormat::Code93 => "[\\x00-\\x7f]*",
        CodeFormat::Code39 => "[0-9A-Z \\-.$/+%]*",
        CodeFormat::Codabar => "[0-9\\-$:/.+A-D]*",
        CodeFormat::Ean13 => "[0-9]{13}",
        CodeFormat::Ean8 => "[0-9]{8}",
        CodeFormat::UpcA => "[0-9]{12}",
        CodeFormat::Itf => "(?:[0-9]{2})*",
    })
}
