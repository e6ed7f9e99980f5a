//! The name of a field as it is written in a cell: its words in one or two languages, its unit, whether it is required.

use value::Label;

/// A name that was read.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Heading {
    /// The name in Chinese, or all of it when it is written in one language.
    pub(super) zh: String,
    /// The name in English, if it is written in both.
    pub(super) en: Option<String>,
    /// The sign of a required field stands beside it.
    pub(super) required: bool,
    /// What is counted or measured.
    pub(super) unit: Option<String>,
    /// What else stands in brackets: how to fill it in.
    pub(super) hint: Option<String>,
    /// Options in brackets: `(是/否)`.
    pub(super) options: Vec<String>,
}

const UNITS: &[&str] = &[
    "元",
    "万元",
    "千元",
    "人民币",
    "人民币元",
    "¥",
    "￥",
    "rmb",
    "cny",
    "usd",
    "eur",
    "$",
    "美元",
    "kg",
    "g",
    "mg",
    "t",
    "吨",
    "公斤",
    "千克",
    "克",
    "斤",
    "m",
    "mm",
    "cm",
    "km",
    "dm",
    "μm",
    "um",
    "米",
    "毫米",
    "厘米",
    "公里",
    "千米",
    "㎡",
    "m2",
    "m²",
    "m3",
    "m³",
    "平方米",
    "立方米",
    "平米",
    "l",
    "ml",
    "升",
    "毫升",
    "台",
    "件",
    "个",
    "只",
    "套",
    "箱",
    "包",
    "张",
    "份",
    "人",
    "次",
    "天",
    "小时",
    "h",
    "hr",
    "hrs",
    "hour",
    "hours",
    "分钟",
    "min",
    "mins",
    "minutes",
    "s",
    "秒",
    "sec",
    "周",
    "个月",
    "月",
    "年",
    "℃",
    "°c",
    "%",
    "％",
    "‰",
    "mpa",
    "kpa",
    "pa",
    "v",
    "kv",
    "a",
    "ma",
    "w",
    "kw",
    "kwh",
    "度",
    "hz",
    "rpm",
    "n",
    "n·m",
    "nm",
    "n.m",
    "双",
    "条",
    "批",
    "卷",
    "根",
    "块",
    "片",
    "瓶",
    "桶",
    "组",
    "项",
    "分",
    "pcs",
    "pc",
    "ea",
    "sets",
    "set",
    "days",
    "day",
    "persons",
    "people",
    "units",
    "k",
    "page",
    "页",
    "本",
    "支",
    "盒",
    "袋",
    "辆",
    "颗",
    "粒",
    "轮",
    "吨/天",
    "元/件",
    "元/个",
    "元/kg",
    "元/吨",
    "元/台",
    "元/月",
    "元/天",
    "件/小时",
    "km/h",
    "r/min",
    "ppm",
    "db",
    "mm2",
    "mm²",
    "岁",
    "工时",
    "人天",
    "人日",
    "人时",
    "人次",
    "套/件",
    "pcs/h",
    "l/min",
    "t/d",
    "ω",
    "mω",
    "kω",
    "lux",
    "步",
    "字",
    "名",
    "户",
    "亩",
];

pub(super) fn is_unit(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let text = text.strip_prefix("单位").map_or(text.as_str(), |rest| rest.trim_start_matches([':', '：']).trim());
    UNITS.contains(&text)
}

pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{2FA1F}')
}

pub(super) fn has_han(text: &str) -> bool {
    text.chars().any(is_han)
}

impl Heading {
    /// Reads a cell.
    pub(super) fn read(text: &str) -> Self {
        let mut heading = Self::default();
        let text = heading.without_marks(text);
        let text = heading.without_brackets(&text);
        let text = heading.without_slash_unit(&text);
        let (zh, en) = languages(&text);
        heading.zh = tidy(&zh);
        heading.en = heading.en.take().or(en).map(|en| tidy(&en)).filter(|en| !en.is_empty());
        if heading.zh.is_empty() {
            heading.zh = heading.en.take().unwrap_or_default();
        }
        heading
    }

    /// The name.
    pub(super) fn label(&self) -> Label {
        match &self.en {
            Some(en) => Label::both(&self.zh, en),
            None => Label::Plain(self.zh.clone()),
        }
    }

    fn without_marks(&mut self, text: &str) -> String {
        let mut text = text.trim().to_owned();
        for mark in ["（必填）", "(必填)", "【必填】", "[必填]", "（必填项）", "(required)", "(Required)", "（required）", "必填："]
        {
            if text.contains(mark) {
                self.required = true;
                text = text.replace(mark, "");
            }
        }
        let bare = text.trim().trim_matches(['*', '＊', '※', '★']).to_owned();
        self.required |= bare.len() != text.trim().len();
        let bare = bare.trim().trim_end_matches([':', '：', '_']).trim_end();
        let bare = bare.strip_suffix(['*', '＊']).map_or(bare, |rest| {
            self.required = true;
            rest
        });
        without_number(bare.trim_end_matches([':', '：'])).to_owned()
    }

    fn without_brackets(&mut self, text: &str) -> String {
        let mut text = text.to_owned();
        for (open, close) in [('（', '）'), ('(', ')'), ('(', '）'), ('（', ')'), ('[', ']'), ('【', '】')] {
            while let Some((before, inner, after)) = bracketed(&text, open, close) {
                if !self.take_bracket(&before, &inner) {
                    break;
                }
                text = format!("{before} {after}");
            }
        }
        text
    }

    /// Takes what stands in brackets behind a name. False when it belongs to the name.
    fn take_bracket(&mut self, before: &str, inner: &str) -> bool {
        let inner = inner.trim();
        let parts: Vec<&str> = inner.split(['/', '、', '|', '／']).map(str::trim).filter(|part| !part.is_empty()).collect();
        if inner.is_empty() {
        } else if is_unit(inner) {
            let unit = inner.strip_prefix("单位").map_or(inner, |rest| rest.trim_start_matches([':', '：']).trim());
            self.unit = Some(unit.to_owned());
        } else if matches!(inner, "必填" | "必选" | "required") {
            self.required = true;
        } else if is_hint(inner) {
            self.hint = Some(inner.to_owned());
        } else if parts.len() >= 2 && has_han(inner) && parts.iter().all(|part| part.chars().count() <= 6) && has_han(before) {
            self.options = parts.into_iter().map(str::to_owned).collect();
        } else if has_han(before) && !has_han(inner) && inner.chars().filter(char::is_ascii_alphabetic).count() >= 2 && !is_code(inner) {
            self.en = Some(inner.to_owned());
        } else if inner.chars().count() > 10 {
            self.hint = Some(inner.to_owned());
        } else {
            return false;
        }
        true
    }

    /// `数量/台`: the unit behind a slash.
    fn without_slash_unit(&mut self, text: &str) -> String {
        let Some((name, unit)) = text.rsplit_once(['/', '／']) else { return text.to_owned() };
        if self.unit.is_none() && has_han(name) && is_unit(unit) {
            self.unit = Some(unit.trim().to_owned());
            return name.to_owned();
        }
        text.to_owned()
    }
}

/// How to fill it in: `可多选`, `请填写全称`, `yyyy-mm-dd`, `如：A-12`.
fn is_hint(inner: &str) -> bool {
    matches!(inner, "选填" | "可选" | "optional" | "多选" | "可多选" | "单选")
        || inner.contains("填写")
        || inner.starts_with(['请', '如', '例'])
        || inner.starts_with("e.g")
        || looks_like_date_form(inner)
}

/// Capitals and digits only: `SN`, `QR-8.2`; they are a part of a Chinese name, not its translation.
fn is_code(text: &str) -> bool {
    text.chars().count() <= 3 && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
}

fn bracketed(text: &str, open: char, close: char) -> Option<(String, String, String)> {
    let (before, rest) = text.split_once(open)?;
    let (inner, after) = rest.split_once(close)?;
    (!before.trim().is_empty()).then(|| (before.to_owned(), inner.to_owned(), after.to_owned()))
}

fn looks_like_date_form(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.contains("yyyy") || lower.contains("hh:mm") || matches!(text, "年月日" | "年/月/日" | "年-月-日")
}

/// `1、姓名`, `(2) 部门`, `① 电话` without the number.
pub(super) fn without_number(text: &str) -> &str {
    let text = text.trim();
    let circled = |c: char| matches!(c, '①'..='⑳');
    if let Some(rest) = text.strip_prefix(circled) {
        return rest.trim_start();
    }
    let inner = text.strip_prefix(['(', '（']);
    let start = inner.unwrap_or(text);
    let rest = start.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    if rest.len() == start.len() {
        return text;
    }
    let rest = match inner {
        Some(_) => rest.strip_prefix([')', '）']).map(|rest| rest.trim_start_matches(['、', '.', '．'])),
        None => rest.strip_prefix(['、', '．', '.']).filter(|rest| !rest.starts_with(|c: char| c.is_ascii_digit())),
    };
    rest.map(str::trim_start).filter(|rest| !rest.is_empty()).unwrap_or(text)
}

/// Splits `客户名称 Customer name`, `Name/姓名`, two lines.
fn languages(text: &str) -> (String, Option<String>) {
    let text = text.trim();
    if !has_han(text) {
        return (text.to_owned(), None);
    }
    for split in ['\n', '/', '／', '|'] {
        if let Some((one, other)) = text.split_once(split) {
            match (has_han(one), has_han(other)) {
                (true, false) if is_english(other) => return (one.to_owned(), Some(other.to_owned())),
                (false, true) if is_english(one) => return (other.to_owned(), Some(one.to_owned())),
                _ => {}
            }
        }
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let first_latin = words.iter().position(|word| !has_han(word));
    let last_latin = words.iter().rposition(|word| !has_han(word));
    if let (Some(first), Some(last)) = (first_latin, last_latin) {
        let (latin, han): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| !has_han(word));
        let in_one_run = last - first + 1 == latin.len();
        if in_one_run && (first == 0 || last + 1 == words.len()) && is_english(&latin.join(" ")) {
            return (han.join(""), Some(latin.join(" ")));
        }
    }
    glued(text)
}

/// `客户名称Customer Name`: a Chinese name with English words right behind it.
fn glued(text: &str) -> (String, Option<String>) {
    let Some(start) = text.char_indices().find(|(_, c)| c.is_ascii_alphabetic()).map(|(index, _)| index) else { return (text.to_owned(), None) };
    let (zh, en) = text.split_at_checked(start).unwrap_or((text, ""));
    let small = en.chars().filter(char::is_ascii_lowercase).count();
    if has_han(zh) && !has_han(en) && small >= 3 { (zh.to_owned(), Some(en.to_owned())) } else { (text.to_owned(), None) }
}

fn is_english(text: &str) -> bool {
    let letters = text.chars().filter(char::is_ascii_alphabetic).count();
    letters >= 2 && !is_code(text.trim()) || matches!(text.trim(), "No" | "No." | "NO." | "NO" | "Qty" | "QTY" | "S/N" | "P/N")
}

/// In one line; no room between Chinese characters.
fn tidy(text: &str) -> String {
    let text = text.trim().trim_end_matches([':', '：']).trim();
    let mut tidied = String::new();
    for word in text.split_whitespace() {
        let between_han =
            tidied.chars().next_back().is_some_and(|c| !c.is_ascii_alphanumeric()) || word.chars().next().is_some_and(|c| !c.is_ascii_alphanumeric());
        if !tidied.is_empty() && (!between_han || tidied.is_ascii()) {
            tidied.push(' ');
        }
        tidied.push_str(word);
    }
    tidied
}

#[cfg(test)]
mod tests {
    use super::Heading;

    #[test]
    fn names_are_read() {
        let read = |text: &str| {
            let heading = Heading::read(text);
            (heading.zh, heading.en.unwrap_or_default(), heading.unit.unwrap_or_default(), heading.required)
        };
        let case = |text: &str, zh: &str, en: &str, unit: &str, required: bool| {
            assert_eq!(read(text), (zh.to_owned(), en.to_owned(), unit.to_owned(), required), "{text}");
        };
        case("客户名称", "客户名称", "", "", false);
        case("*姓  名：", "姓名", "", "", true);
        case("金额(元)", "金额", "", "元", false);
        case("重量（kg）", "重量", "", "kg", false);
        case("数量/台", "数量", "", "台", false);
        case("不良图片 Defect pic.", "不良图片", "Defect pic.", "", false);
        case("姓名（Name）", "姓名", "Name", "", false);
        case("Customer Name/客户名称", "客户名称", "Customer Name", "", false);
        case("客户名称\nCustomer", "客户名称", "Customer", "", false);
        case("产品SN码", "产品SN码", "", "", false);
        case("电话（办公）", "电话（办公）", "", "", false);
        case("Order No.", "Order No.", "", "", false);
        case("1、申请人（必填）", "申请人", "", "", true);
        case("Amount (USD)", "Amount", "", "USD", false);
        case("供应商Supplier", "供应商", "Supplier", "", false);
        assert_eq!(Heading::read("是否合格(是/否)").options, ["是", "否"]);
    }
}
