//! Numbers that tell whether they are right: identity cards, credit codes, bank cards, phones, plates.
//!
//! The functions of formulas and the controls of forms ask here, so that both judge alike.

use value::Date;

/// What an identity number tells of its holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    /// The birthday.
    pub birth: Date,
    /// Whether the holder is a man.
    pub male: bool,
}

/// Reads an 18-digit identity number whose birthday and check digit are right (GB 11643).
pub fn identity_number(text: &str) -> Option<Identity> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let text = text.trim();
    let (body, check) = text.get(..17).zip(text.get(17..))?;
    let digits: Vec<u32> = body.chars().map(|c| c.to_digit(10)).collect::<Option<_>>()?;
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let wanted = "10X98765432".chars().nth(usize::try_from(sum % 11).ok()?)?;
    let mut given = check.chars();
    if given.next().map(|c| c.to_ascii_uppercase()) != Some(wanted) || given.next().is_some() {
        return None;
    }
    let birth = crate::coerce::compact_date(body.get(6..14)?)?;
    let male = digits.get(16)? % 2 == 1;
    (digits.first() != Some(&0)).then_some(Identity { birth, male })
}

/// Whether it is a unified social credit code: seventeen characters with weights, the last checks them modulo 31 (GB 32100).
pub fn is_credit_code(text: &str) -> bool {
    const SIGNS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    let signs: Option<Vec<usize>> = text.trim().chars().map(|c| SIGNS.find(c.to_ascii_uppercase())).collect();
    let Some(signs) = signs.filter(|signs| signs.len() == 18) else { return false };
    let sum: usize = signs.iter().zip(WEIGHTS).map(|(sign, weight)| sign * weight).sum();
    signs.last() == Some(&((31 - sum % 31) % 31))
}

/// Whether it is a mainland mobile number of 11 digits.
pub fn is_mobile(text: &str) -> bool {
    let bare = text.trim();
    let second = bare.as_bytes().get(1).copied().unwrap_or(b'0');
    digits(bare, 11..=11) && bare.starts_with('1') && second >= b'3'
}

/// Whether it is a landline: `0` + area code, number of 7 or 8 digits, extension; or a 400/800 number.
pub fn is_landline(text: &str) -> bool {
    let (number, extension) = text.rsplit_once(['转', '#', 'x']).map_or((text, None), |(number, extension)| (number, Some(extension)));
    if extension.is_some_and(|extension| !digits(extension.trim(), 1..=6)) {
        return false;
    }
    let bare: String = number.chars().filter(|c| !matches!(c, '-' | ' ' | '(' | ')' | '（' | '）')).collect();
    let service = digits(&bare, 10..=10) && (bare.starts_with("400") || bare.starts_with("800"));
    let local = digits(&bare, 10..=12) && bare.starts_with('0') && !bare.starts_with("00");
    // Beijing and a few others have codes of three digits, the rest of four; the number follows with 7 or 8.
    let short_code = bare.starts_with("010") || bare.starts_with("02");
    service || (local && bare.len() >= if short_code { 10 } else { 11 } && bare.len() <= if short_code { 11 } else { 12 })
}

/// Whether it is a bank card number of 12 to 19 digits whose last digit checks the others (Luhn).
pub fn is_bank_card(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let double = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let of = |(place, digit): (usize, u32)| if place % 2 == 1 { double(digit) } else { digit };
    let sum: u32 = bare.chars().rev().filter_map(|c| c.to_digit(10)).enumerate().map(of).sum();
    digits(&bare, 12..=19) && sum.is_multiple_of(10)
}

const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";

/// Whether it is a mainland number plate, new energy plates among them.
pub fn is_plate(text: &str) -> bool {
    let signs: Vec<char> = text.chars().filter(|c| !matches!(c, ' ' | '·' | '-')).map(|c| c.to_ascii_uppercase()).collect();
    let [province, city, rest @ ..] = signs.as_slice() else { return false };
    if !PROVINCES.contains(*province) || !city.is_ascii_uppercase() || *city == 'I' {
        return false;
    }
    match rest {
        [front @ .., last] if front.len() == 4 => front.iter().copied().all(plate_sign) && (plate_sign(*last) || "挂学警港澳".contains(*last)),
        // New energy: six signs, a letter of the kind at one end.
        [first, middle @ .., last] if middle.len() == 4 => {
            let kind = |c: char| ('A'..='K').contains(&c) && c != 'I';
            let small = kind(*first) && plate_sign(*last) && middle.iter().copied().all(plate_sign);
            let large = kind(*last) && first.is_ascii_digit() && middle.iter().all(char::is_ascii_digit);
            small || large
        }
        _ => false,
    }
}

/// Letters and digits of a plate: no I and no O.
fn plate_sign(c: char) -> bool {
    c.is_ascii_digit() || (c.is_ascii_uppercase() && !matches!(c, 'I' | 'O'))
}

/// Whether all are digits and there are so many.
pub(crate) fn digits(text: &str, counts: std::ops::RangeInclusive<usize>) -> bool {
    counts.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}
