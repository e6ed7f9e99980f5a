//! Provinces, cities and districts by their codes (GB/T 2260).
//!
//! The table stands in `regions.txt`. Forms in the browser go without: the names come from the same data there, loaded when a picker opens,
//! and the server writes them again. The feature `regions` brings the table to the browser, too, for whoever plays a whole app.

use super::location::wrong;
use serde_json::{Map, Value as Json, json};
use value::{JsonFault, normal_text};

/// One line a place: six digits and its name, in the order of the codes.
#[cfg(any(not(target_family = "wasm"), feature = "regions"))]
static TABLE: &str = include_str!("regions.txt");

definition::choices! {
    /// How deep a place in the country is said.
    pub enum RegionLevel {
        District = "district", ("省市区", "Province, city, district");
        City = "city", ("省市", "Province, city");
        Province = "province", ("省", "Province");
    }
}

/// The keys of a place in the country, from the code to the district.
pub(crate) const KEYS: [&str; 4] = ["code", "province", "city", "district"];

/// The level that a code is of.
pub(crate) fn level_of(code: &str) -> RegionLevel {
    match (code.ends_with("0000"), code.ends_with("00")) {
        (true, _) => RegionLevel::Province,
        (false, true) => RegionLevel::City,
        (false, false) => RegionLevel::District,
    }
}

/// Whether a code reaches a level. Some provinces have districts with no city above them, and some cities have no districts.
pub(crate) fn reaches(code: &str, wanted: RegionLevel) -> bool {
    match (level_of(code), wanted) {
        (RegionLevel::District, _) | (_, RegionLevel::Province) | (RegionLevel::City, RegionLevel::City) => true,
        (RegionLevel::City, RegionLevel::District) | (RegionLevel::Province, _) => !has_below(code, wanted),
    }
}

/// Reads the code and the names into what is kept. Where the table is there, names come from it, whatever is said.
pub(crate) fn read_into(object: &Map<String, Json>, kept: &mut Map<String, Json>) -> Result<(), JsonFault> {
    let code = object.get("code").and_then(Json::as_str).ok_or_else(|| wrong("/code", "6 digits"))?;
    if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong("/code", "6 digits"));
    }
    kept.insert("code".into(), json!(code));
    let known = names_of(code);
    for (key, place) in KEYS.into_iter().skip(1).zip(0_usize..) {
        let said = object.get(key).and_then(Json::as_str).map(normal_text).filter(|name| name.chars().count() <= 40);
        let name = known.as_ref().map_or(said, |known| known.get(place).cloned().flatten());
        if let Some(name) = name.filter(|name| !name.is_empty()) {
            kept.insert(key.into(), json!(name));
        }
    }
    Ok(())
}

/// Province, city and district of a code; none when the table does not know it or is not there.
#[cfg(any(not(target_family = "wasm"), feature = "regions"))]
fn names_of(code: &str) -> Option<[Option<String>; 3]> {
    let own = name_of(code)?;
    let above = |digits: usize| {
        let code: String = code.chars().take(digits).chain(std::iter::repeat('0')).take(6).collect();
        name_of(&code).map(str::to_owned)
    };
    Some(match level_of(code) {
        RegionLevel::Province => [Some(own.to_owned()), None, None],
        RegionLevel::City => [above(2), Some(own.to_owned()), None],
        RegionLevel::District => [above(2), above(4), Some(own.to_owned())],
    })
}

#[cfg(all(target_family = "wasm", not(feature = "regions")))]
fn names_of(_: &str) -> Option<[Option<String>; 3]> {
    None
}

/// All regions: code, and the names from the province to the district.
#[cfg(not(target_family = "wasm"))]
pub fn region_names() -> Vec<(String, Vec<String>)> {
    let names: std::collections::BTreeMap<&str, &str> = TABLE.lines().filter_map(|line| Some((line.get(..6)?, line.get(6..)?))).collect();
    let above = |code: &str, digits: usize| {
        let above: String = code.chars().take(digits).chain(std::iter::repeat('0')).take(6).collect();
        names.get(above.as_str()).filter(|_| above != code).map(|name| (*name).to_owned())
    };
    let all = |(code, name): (&&str, &&str)| {
        let higher = [above(code, 2), above(code, 4)].into_iter().flatten();
        ((*code).to_owned(), higher.chain([(*name).to_owned()]).collect())
    };
    names.iter().map(all).collect()
}

/// Whether there is a place with this code; without the table every code may be one.
pub(crate) fn is_known(code: &str) -> bool {
    cfg!(all(target_family = "wasm", not(feature = "regions"))) || names_of(code).is_some()
}

#[cfg(any(not(target_family = "wasm"), feature = "regions"))]
fn name_of(code: &str) -> Option<&'static str> {
    TABLE.lines().find_map(|line| line.strip_prefix(code))
}

/// Whether the table has places below one that are no deeper than wanted.
#[cfg(any(not(target_family = "wasm"), feature = "regions"))]
fn has_below(code: &str, wanted: RegionLevel) -> bool {
    let stem = code.trim_end_matches("00");
    let codes = TABLE.lines().filter_map(|line| line.get(..6));
    codes.filter(|other| other.starts_with(stem) && *other != code).any(|other| wanted == RegionLevel::District || other.ends_with("00"))
}

/// In the browser the picker knows what is below; the server looks again.
#[cfg(all(target_family = "wasm", not(feature = "regions")))]
fn has_below(_: &str, _: RegionLevel) -> bool {
    false
}

/// The names from the province to the district, one after the other.
pub(crate) fn write(json: &Json, between: &str) -> String {
    let names: Vec<&str> = KEYS.iter().skip(1).filter_map(|key| json.get(*key).and_then(Json::as_str)).collect();
    names.join(between)
}
