//! The columns of the three sheets: what each becomes.

use super::types::Fate::{self, LeftOut, Refused, Translated};

/// A column of a sheet.
#[derive(Debug)]
pub struct ColumnEntry {
    /// The sheet.
    pub sheet: &'static str,
    /// Its name and other spellings.
    pub names: &'static [&'static str],
    /// What becomes of it.
    pub fate: Fate,
}

const fn entry(sheet: &'static str, names: &'static [&'static str], fate: Fate) -> ColumnEntry {
    ColumnEntry { sheet, names, fate }
}

const NO_MEDIA: Fate = LeftOut("题目里的图片、声音和影片", "pictures, sounds and films beside a question");
const NOT_HERE: Fate = LeftOut("只对采集客户端有意义", "it means something to other clients only");

/// All columns that are known. A column with `::` behind its name holds a language.
pub static COLUMNS: &[ColumnEntry] = &[
    entry("survey", &["type"], Translated("见类型表", "see the types")),
    entry("survey", &["name"], Translated("字段 id（小写、下划线）", "the id of the field, in small letters and underscores")),
    entry(
        "survey",
        &["label"],
        Translated(
            "名称；::中文 与 ::English 成为两种语言，里面的 ${…} 成为 label 规则",
            "the name; ::Chinese and ::English become the two languages, `${…}` within becomes a rule",
        ),
    ),
    entry("survey", &["hint"], Translated("填写说明", "the help")),
    entry("survey", &["guidance_hint"], Translated("接在填写说明后面", "goes on with the help")),
    entry("survey", &["required"], Translated("必填；表达式成为 required 规则", "required; an expression becomes a rule")),
    entry("survey", &["required_message"], LeftOut("必填的提示由产品统一给出", "what is said about required fields is the product's")),
    entry("survey", &["relevant", "relevance"], Translated("visible 规则", "a rule of visibility")),
    entry("survey", &["constraint"], Translated("valid 规则；空值不检查", "a check; a blank is not checked")),
    entry("survey", &["constraint_message", "constraint_msg", "constraining message"], Translated("检查的提示", "what the check says")),
    entry(
        "survey",
        &["calculation", "calculate"],
        Translated(
            "computed 的公式；其他类型成为 default 规则，只读的成为 value 规则",
            "the formula of a computed field; for other types a default, for read-only ones the value",
        ),
    ),
    entry("survey", &["default"], Translated("默认值；表达式成为 default 规则", "the default; an expression becomes a rule")),
    entry("survey", &["appearance"], Translated("见外观表；其余的不改变样子", "see the appearances; others change nothing")),
    entry("survey", &["read_only", "readonly", "read only"], Translated("只读；表达式成为 readonly 规则", "read-only; an expression becomes a rule")),
    entry("survey", &["choice_filter"], Translated("options 规则", "a rule about the options")),
    entry(
        "survey",
        &["repeat_count", "count"],
        Translated("固定数成为最少和最多行数；表达式拒绝", "a number becomes the fewest and the most rows; an expression is refused"),
    ),
    entry("survey", &["parameters"], Translated("range 的 start、end、step；其余不取", "start, end and step of a range; others are left out")),
    entry("survey", &["trigger"], LeftOut("公式总是随引用的字段重算", "formulas follow the fields that they name in any case")),
    entry("survey", &["image", "big-image", "audio", "video", "media"], NO_MEDIA),
    entry(
        "survey",
        &["autoplay", "accuracythreshold", "intent", "rows", "body", "bind", "instance", "save_to", "noapperrorstring", "requiredmsg", "query"],
        NOT_HERE,
    ),
    entry("survey", &["disabled"], Translated("yes 的行跳过", "a row with yes is passed over")),
    entry("survey", &["note", "notes", "comment", "comments", "#"], LeftOut("给作者看的说明", "notes for authors")),
    entry("choices", &["list_name", "list name", "list"], Translated("选项属于哪个列表", "the list of the option")),
    entry("choices", &["name", "value"], Translated("选项 id", "the id of the option")),
    entry("choices", &["label"], Translated("选项名称，按语言", "the name of the option, by language")),
    entry("choices", &["order"], LeftOut("选项按行的顺序", "options stand in the order of the rows")),
    entry("choices", &["image", "big-image", "audio", "video", "media"], NO_MEDIA),
    entry("choices", &["geometry"], NOT_HERE),
    entry("settings", &["form_title", "title"], Translated("表单名称", "the name of the form")),
    entry("settings", &["form_id", "id_string"], Translated("表单 id", "the id of the form")),
    entry("settings", &["default_language"], Translated("哪一列是没有语言的默认", "the language of what has none")),
    entry(
        "settings",
        &["instance_name"],
        Translated("${字段} 成为标题字段；其他表达式不取", "`${field}` becomes the title field; other expressions are left out"),
    ),
    entry("settings", &["allow_choice_duplicates"], Refused("yes 拒绝：选项 id 不能重复", "yes is refused: ids of options are unique")),
    entry(
        "settings",
        &[
            "version",
            "style",
            "public_key",
            "submission_url",
            "auto_send",
            "auto_delete",
            "sms_keyword",
            "sms_separator",
            "clean_text_values",
            "namespaces",
            "instance_xmlns",
            "omit_instanceid",
            "client_editable",
            "compact_prefix",
        ],
        NOT_HERE,
    ),
];

/// The column of a sheet with a name in any spelling.
pub(super) fn column(sheet: &str, name: &str) -> Option<&'static ColumnEntry> {
    COLUMNS.iter().find(|entry| entry.sheet == sheet && entry.names.contains(&name))
}
