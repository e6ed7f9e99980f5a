//! The types of questions: what each becomes. `docs/xlsform` is made from this list.

/// What becomes of something of an XLSForm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is there under another name.
    Taken(&'static str),
    /// It is made of something else; in what way, in Chinese and English.
    Translated(&'static str, &'static str),
    /// It is passed over, and that is told.
    LeftOut(&'static str, &'static str),
    /// The whole form is refused, with row and column; why.
    Refused(&'static str, &'static str),
}

/// A type of question.
#[derive(Debug)]
pub struct TypeEntry {
    /// Its name and other spellings.
    pub names: &'static [&'static str],
    /// What becomes of it.
    pub fate: Fate,
    /// What it is here.
    pub(super) role: Role,
}

/// What a row of the survey is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A question of a kind of control.
    Question(&'static str),
    /// A choice from a list.
    One,
    /// Several of a list.
    Many,
    /// The order of a list.
    Rank,
    Note,
    Calculate,
    Hidden,
    Range,
    Today,
    BeginGroup,
    EndGroup,
    BeginRepeat,
    EndRepeat,
    LeftOut,
    Refused,
}

use Fate::{LeftOut, Refused, Taken, Translated};

const fn entry(names: &'static [&'static str], role: Role, fate: Fate) -> TypeEntry {
    TypeEntry { names, fate, role }
}

/// All types that are known.
pub static TYPES: &[TypeEntry] = &[
    entry(
        &["text", "string"],
        Role::Question("text"),
        Translated("text；外观 multiline 为 textarea，url 为 url", "`text`; `textarea` for the appearance multiline, `url` for url"),
    ),
    entry(&["integer", "int"], Role::Question("number"), Translated("number，0 位小数", "`number` without decimals")),
    entry(&["decimal"], Role::Question("number"), Translated("number，4 位小数", "`number` with 4 decimals")),
    entry(&["range"], Role::Range, Translated("slider，参数 start、end、step", "`slider` with start, end and step")),
    entry(
        &["select_one", "select one", "select1", "select_one_or_other"],
        Role::One,
        Translated(
            "choice；外观 minimal、autocomplete 为 dropdown；or_other 加选项“其他”",
            "`choice`; `dropdown` for the appearances minimal and autocomplete; or_other adds an option",
        ),
    ),
    entry(
        &["select_multiple", "select multiple", "select all that apply", "select_multiple_or_other"],
        Role::Many,
        Translated(
            "multi_choice；外观 minimal、autocomplete 为 multi_dropdown",
            "`multi_choice`; `multi_dropdown` for the appearances minimal and autocomplete",
        ),
    ),
    entry(&["rank"], Role::Rank, Taken("ranking")),
    entry(
        &["note"],
        Role::Note,
        Translated("布局里的说明；有条件或引用的为 computed 文本", "a note in the layout; a computed text when it has a condition or names fields"),
    ),
    entry(&["calculate", "calculation"], Role::Calculate, Taken("computed")),
    entry(&["hidden"], Role::Hidden, Translated("不显示的 text", "a `text` that is never shown")),
    entry(&["date"], Role::Question("date"), Translated("date；外观 month-year 为 month", "`date`; `month` for the appearance month-year")),
    entry(&["time"], Role::Question("time"), Taken("time")),
    entry(&["dateTime", "datetime", "date time"], Role::Question("datetime"), Taken("datetime")),
    entry(&["geopoint", "location", "gps"], Role::Question("map_point"), Taken("map_point")),
    entry(&["geotrace", "gps trace"], Role::Question("map_track"), Taken("map_track")),
    entry(&["geoshape", "gps shape"], Role::Question("map_area"), Taken("map_area")),
    entry(
        &["image", "photo", "picture"],
        Role::Question("photo"),
        Translated("photo；外观 signature 为 signature，draw 为 sketch", "`photo`; `signature` for the appearance signature, `sketch` for draw"),
    ),
    entry(&["audio"], Role::Question("voice"), Taken("voice")),
    entry(&["video"], Role::Question("video"), Taken("video")),
    entry(&["file"], Role::Question("upload"), Taken("upload")),
    entry(&["barcode"], Role::Question("barcode"), Taken("barcode")),
    entry(&["acknowledge", "trigger"], Role::Question("switch"), Taken("switch")),
    entry(&["email"], Role::Question("email"), Taken("email")),
    entry(&["phonenumber", "phone number"], Role::Question("mobile"), Taken("mobile")),
    entry(&["start", "starttime"], Role::Question("created_at"), Taken("created_at")),
    entry(&["end", "endtime"], Role::Question("updated_at"), Taken("updated_at")),
    entry(&["username"], Role::Question("created_by"), Taken("created_by")),
    entry(&["today"], Role::Today, Translated("date，默认 TODAY()，只读", "a read-only `date` that begins with TODAY()")),
    entry(
        &["begin group", "begin_group", "begin lgroup"],
        Role::BeginGroup,
        Translated("布局里的组；组的条件落到组内每个字段", "a section of the layout; its condition holds for every field in it"),
    ),
    entry(&["end group", "end_group", "end lgroup"], Role::EndGroup, Translated("组的结尾", "the end of the section")),
    entry(&["begin repeat", "begin_repeat", "begin loop"], Role::BeginRepeat, Taken("sub_table")),
    entry(&["end repeat", "end_repeat", "end loop"], Role::EndRepeat, Translated("子表的结尾", "the end of the sub-table")),
    entry(
        &["deviceid", "imei", "subscriberid", "simserial", "audit", "start-geopoint", "background-audio", "background-geopoint"],
        Role::LeftOut,
        LeftOut("设备信息在浏览器里得不到", "a browser does not tell about the device"),
    ),
    entry(
        &[
            "csv-external",
            "xml-external",
            "select_one_from_file",
            "select_multiple_from_file",
            "select_one_external",
            "select one external",
            "rank_from_file",
            "osm",
        ],
        Role::Refused,
        Refused("选项在另一个文件里；请把选项写到 choices 工作表", "its options stand in another file; write them into the sheet choices"),
    ),
];

/// The type of a row and the list behind it.
pub(super) fn read(text: &str) -> Option<(&'static TypeEntry, Option<String>, bool)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let plain = words.join(" ");
    let exact = |wanted: &str| TYPES.iter().find(|entry| entry.names.iter().any(|name| name.eq_ignore_ascii_case(wanted)));
    if let Some(found) = exact(&plain) {
        return Some((found, None, false));
    }
    // The longest beginning that is a type; what follows is the name of a list.
    for length in (1..words.len()).rev() {
        let (begin, rest) = words.split_at_checked(length)?;
        let Some(found) = exact(&begin.join(" ")) else { continue };
        let other = rest.len() > 1 && rest.last().is_some_and(|last| last.eq_ignore_ascii_case("or_other"))
            || begin.join("_").to_lowercase().ends_with("or_other");
        let takes = matches!(found.role, Role::One | Role::Many | Role::Rank | Role::Refused);
        return takes.then(|| (found, rest.first().map(|list| (*list).to_owned()), other));
    }
    None
}
