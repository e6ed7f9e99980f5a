//! What can be wrong with a template, in both languages: one function per code.

use crate::TemplateFault;
use value::Label;

fn fault(code: &'static str, (start, end): (usize, usize), zh: String, en: String) -> TemplateFault {
    TemplateFault { code, start, end, message: Label::both(zh, en), hint: None }
}

/// `MT0101`: not a template.
pub(crate) fn syntax(place: (usize, usize), detail: &str) -> TemplateFault {
    fault("MT0101", place, format!("模板写法有误：{detail}"), format!("The template cannot be read: {detail}"))
}

/// `MT0102`: something that templates do not offer.
pub(crate) fn not_offered(place: (usize, usize), what: &str) -> TemplateFault {
    let mut found = fault("MT0102", place, format!("模板中不能使用 {what}"), format!("Templates do not offer {what}"));
    found.hint = Some(Label::both("计算和比较请写成公式：formula(\"…\")", "Write calculations and comparisons as a formula: formula(\"…\")"));
    found
}

/// `MT0103`: a name that is not known.
pub(crate) fn unknown(place: (usize, usize), name: &str, hint: Option<Label>) -> TemplateFault {
    TemplateFault { hint, ..fault("MT0103", place, format!("没有字段「{name}」"), format!("There is no field `{name}`")) }
}

/// `MT0104`: a filter that is not known, or used wrongly.
pub(crate) fn filter(place: (usize, usize), name: &str, known: bool) -> TemplateFault {
    let usage = crate::FILTERS.iter().map(|filter| filter.usage).collect::<Vec<_>>().join(" ");
    let (zh, en) = if known {
        (format!("过滤器「{name}」的参数不对"), format!("Filter `{name}` does not take these arguments"))
    } else {
        (format!("没有过滤器「{name}」"), format!("There is no filter `{name}`"))
    };
    TemplateFault { hint: Some(Label::both(format!("可用：{usage}"), format!("There are: {usage}"))), ..fault("MT0104", place, zh, en) }
}

/// `MT0105`: a formula that is not written as a text.
pub(crate) fn formula_text(place: (usize, usize)) -> TemplateFault {
    let (zh, en) = ("公式要写成一个文本：formula(\"…\")", "A formula is written as one text: formula(\"…\")");
    fault("MT0105", place, zh.into(), en.into())
}

/// `MT0106`: a loop over something that has no rows.
pub(crate) fn no_rows(place: (usize, usize)) -> TemplateFault {
    fault("MT0106", place, "只能循环子表或多值字段".into(), "Only a sub-table or a field with several values can be looped over".into())
}
