//! The functions of XPath: what each becomes.

use super::types::Fate::{self, Refused, Taken, Translated};

/// A function.
#[derive(Debug)]
pub struct FunctionEntry {
    /// Its name.
    pub name: &'static str,
    /// The fewest and the most arguments.
    pub arguments: (usize, usize),
    /// What becomes of it.
    pub fate: Fate,
}

const fn entry(name: &'static str, arguments: (usize, usize), fate: Fate) -> FunctionEntry {
    FunctionEntry { name, arguments, fate }
}

const MANY: usize = 100;
const OTHER_PLACE: Fate = Refused("要到表单之外取数", "it looks outside of the form");
const NO_CHANCE: Fate = Refused("公式的结果不能是随机的", "a formula gives the same answer every time");
const NO_POSITION: Fate = Refused("公式不知道行的位置", "a formula does not know the place of its row");

/// All functions that are known.
pub static FUNCTIONS: &[FunctionEntry] = &[
    entry("if", (3, 3), Taken("IF")),
    entry("coalesce", (2, 2), Translated("IF(ISBLANK(a), b, a)", "`IF(ISBLANK(a), b, a)`")),
    entry("once", (1, 1), Refused("只算一次的值请用 default", "use `default` for what is calculated once")),
    entry("true", (0, 0), Taken("TRUE")),
    entry("false", (0, 0), Taken("FALSE")),
    entry("not", (1, 1), Taken("NOT")),
    entry("boolean", (1, 1), Translated("a <> 0 或非空", "not blank, not 0")),
    entry("boolean-from-string", (1, 1), Translated("a = \"true\" 或 \"1\"", "`OR(a = \"true\", a = \"1\")`")),
    entry("number", (1, 1), Taken("VALUE")),
    entry("string", (1, 1), Translated("a & \"\"", "`a & \"\"`")),
    entry("int", (1, 1), Taken("TRUNC")),
    entry("round", (1, 2), Taken("ROUND")),
    entry("abs", (1, 1), Taken("ABS")),
    entry("pow", (2, 2), Taken("POWER")),
    entry("sqrt", (1, 1), Taken("SQRT")),
    entry("exp", (1, 1), Taken("EXP")),
    entry("exp10", (1, 1), Translated("POWER(10, a)", "`POWER(10, a)`")),
    entry("log", (1, 1), Taken("LN")),
    entry("log10", (1, 1), Taken("LOG10")),
    entry("pi", (0, 0), Taken("PI")),
    entry("floor", (1, 1), Translated("FLOOR(a, 1)", "`FLOOR(a, 1)`")),
    entry("ceiling", (1, 1), Translated("CEILING(a, 1)", "`CEILING(a, 1)`")),
    entry("sin", (1, 1), Taken("SIN")),
    entry("cos", (1, 1), Taken("COS")),
    entry("tan", (1, 1), Taken("TAN")),
    entry("asin", (1, 1), Taken("ASIN")),
    entry("acos", (1, 1), Taken("ACOS")),
    entry("atan", (1, 1), Taken("ATAN")),
    entry("atan2", (2, 2), Translated("ATAN2，参数对调", "`ATAN2` with its arguments exchanged")),
    entry("sum", (1, 1), Taken("SUM")),
    entry("max", (1, MANY), Taken("MAX")),
    entry("min", (1, MANY), Taken("MIN")),
    entry("count", (1, 1), Translated("子表为 COUNTROWS，列为 COUNTA", "`COUNTROWS` of a repeat, `COUNTA` of a column")),
    entry("count-non-empty", (1, 1), Taken("COUNTA")),
    entry("selected", (2, 2), Translated("单选为相等，多选为 CONTAINS", "equal for a single choice, `CONTAINS` for several")),
    entry("count-selected", (1, 1), Taken("COUNTA")),
    entry("selected-at", (2, 2), Translated("INDEX，从 1 数起", "`INDEX`, counted from 1")),
    entry("jr:choice-name", (2, 2), Taken("LABEL")),
    entry("join", (2, MANY), Translated("TEXTJOIN，跳过空值", "`TEXTJOIN` without blanks")),
    entry("concat", (1, MANY), Taken("CONCAT")),
    entry("string-length", (1, 1), Taken("LEN")),
    entry("substr", (2, 3), Translated("MID，从 1 数起", "`MID`, counted from 1")),
    entry("substring", (2, 3), Taken("MID")),
    entry("substring-before", (2, 2), Taken("TEXTBEFORE")),
    entry("substring-after", (2, 2), Taken("TEXTAFTER")),
    entry("contains", (2, 2), Taken("CONTAINS")),
    entry("starts-with", (2, 2), Taken("STARTSWITH")),
    entry("ends-with", (2, 2), Taken("ENDSWITH")),
    entry("normalize-space", (1, 1), Taken("TRIM")),
    entry("upper-case", (1, 1), Taken("UPPER")),
    entry("lower-case", (1, 1), Taken("LOWER")),
    entry("regex", (2, 2), Translated("REGEXTEST，整段匹配；模式要写成文字", "`REGEXTEST` of the whole text; the pattern is a literal")),
    entry("today", (0, 0), Taken("TODAY")),
    entry("now", (0, 0), Taken("NOW")),
    entry("date", (1, 1), Translated("DATEVALUE，已是日期的不变", "`DATEVALUE`; a day stays as it is")),
    entry("format-date", (2, 2), Translated("TEXT，格式写成文字", "`TEXT`; the format is a literal")),
    entry("format-date-time", (2, 2), Translated("TEXT，格式写成文字", "`TEXT`; the format is a literal")),
    entry("date-time", (1, 1), Refused("没有对应的函数", "there is no such function here")),
    entry("decimal-date-time", (1, 1), Refused("没有对应的函数", "there is no such function here")),
    entry("decimal-time", (1, 1), Refused("没有对应的函数", "there is no such function here")),
    entry("pulldata", (1, MANY), OTHER_PLACE),
    entry("instance", (1, 1), OTHER_PLACE),
    entry("current", (0, 0), OTHER_PLACE),
    entry("property", (1, 1), OTHER_PLACE),
    entry("indexed-repeat", (3, 7), NO_POSITION),
    entry("position", (0, 1), NO_POSITION),
    entry("last", (0, 0), NO_POSITION),
    entry("random", (0, 0), NO_CHANCE),
    entry("uuid", (0, 1), NO_CHANCE),
    entry("randomize", (1, 2), NO_CHANCE),
    entry("area", (1, 1), Refused("没有对应的函数", "there is no such function here")),
    entry("distance", (1, MANY), Refused("没有对应的函数", "there is no such function here")),
    entry("digest", (2, 3), Refused("没有对应的函数", "there is no such function here")),
    entry("base64-decode", (1, 1), Refused("没有对应的函数", "there is no such function here")),
    entry("extract-signed", (2, 2), Refused("没有对应的函数", "there is no such function here")),
    entry("checklist", (3, MANY), Refused("没有对应的函数", "there is no such function here")),
    entry("weighted-checklist", (4, MANY), Refused("没有对应的函数", "there is no such function here")),
    entry("translate", (3, 3), Refused("没有对应的函数", "there is no such function here")),
];

/// A function by its name.
pub(super) fn function(name: &str) -> Option<&'static FunctionEntry> {
    FUNCTIONS.iter().find(|entry| entry.name == name)
}
