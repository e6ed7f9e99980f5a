//! Days and times by a spreadsheet's format: `yyyy-mm-dd hh:mm:ss`, `m月d日`, `aaaa`, `dddd`.

use chrono::{Datelike, NaiveDateTime, Timelike};

const MONTHS: [&str; 12] = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const CHINESE_DAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];

/// Writes a local day and time; letters that mean nothing stay as they are.
pub(crate) fn format_local(local: NaiveDateTime, format: &str) -> String {
    let twelve_hours = format.to_ascii_uppercase().contains("AM/PM");
    let chars: Vec<char> = format.chars().collect();
    let mut written = String::new();
    let mut at = 0;
    let mut after_hour = false;
    while let Some(first) = chars.get(at).copied() {
        let letter = first.to_ascii_lowercase();
        let run = chars.iter().skip(at).take_while(|c| c.to_ascii_lowercase() == letter).count();
        let mut used = run;
        match letter {
            'y' => written.push_str(&if run <= 2 { format!("{:02}", local.year() % 100) } else { format!("{:04}", local.year()) }),
            'm' if after_hour || followed_by_seconds(&chars, at + run) => written.push_str(&padded(local.minute(), run)),
            'm' => written.push_str(&month(local, run)),
            'd' => written.push_str(&day(local, run)),
            'a' if is_am_pm(&chars, at) => {
                written.push_str(if local.hour() < 12 { "AM" } else { "PM" });
                used = 5;
            }
            'a' if run >= 3 => {
                written.push_str(&format!("{}{}", if run == 3 { "" } else { "星期" }, named(&CHINESE_DAYS, local.weekday().num_days_from_monday())))
            }
            'h' => {
                let hour = if twelve_hours { (local.hour() + 11) % 12 + 1 } else { local.hour() };
                written.push_str(&padded(hour, run));
            }
            's' => written.push_str(&padded(local.second(), run)),
            '"' => {
                let literal: String = chars.iter().skip(at + 1).take_while(|c| **c != '"').collect();
                used = literal.chars().count() + 2;
                written.push_str(&literal);
            }
            '\\' => {
                written.extend(chars.get(at + 1));
                used = 2;
            }
            _ => {
                used = 1;
                written.push(first);
            }
        }
        // Minutes are those that follow an hour, up to the next part of the date.
        after_hour = match letter {
            'h' => true,
            'y' | 'd' | 's' | 'm' => false,
            _ => after_hour,
        };
        at += used.max(1);
    }
    written
}

fn is_am_pm(chars: &[char], at: usize) -> bool {
    chars.iter().skip(at).take(5).collect::<String>().eq_ignore_ascii_case("AM/PM")
}

fn followed_by_seconds(chars: &[char], from: usize) -> bool {
    chars.iter().skip(from).find(|c| c.is_ascii_alphabetic()).is_some_and(|c| c.eq_ignore_ascii_case(&'s'))
}

fn padded(number: u32, run: usize) -> String {
    if run >= 2 { format!("{number:02}") } else { number.to_string() }
}

fn named(names: &[&str], index: u32) -> String {
    usize::try_from(index).ok().and_then(|index| names.get(index)).map_or_else(String::new, ToString::to_string)
}

fn month(local: NaiveDateTime, run: usize) -> String {
    let name = named(&MONTHS, local.month0());
    match run {
        1 | 2 => padded(local.month(), run),
        3 => name.chars().take(3).collect(),
        _ => name,
    }
}

fn day(local: NaiveDateTime, run: usize) -> String {
    let name = named(&DAYS, local.weekday().num_days_from_monday());
    match run {
        1 | 2 => padded(local.day(), run),
        3 => name.chars().take(3).collect(),
        _ => name,
    }
}
