//! What is found while an app is compiled, in words with a hint.

use definition::{Diagnostic, suggest::nearest};
use value::{Label, Locale};

/// A thing that something else refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Thing {
    Form,
    Field,
    Column,
    Option,
    Role,
    Message,
    Report,
    Dashboard,
    Node,
    View,
    Flow,
    Calendar,
    Slot,
    Person,
    Department,
    Record,
}

impl Thing {
    /// Code and names in Chinese and English.
    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Form => ("MD0201", "表单", "form"),
            Self::Field => ("MD0202", "字段", "field"),
            Self::Column => ("MD0203", "子表列", "column"),
            Self::Option => ("MD0205", "选项", "option"),
            Self::Role => ("MD0206", "角色", "role"),
            Self::Message => ("MD0207", "消息模板", "message"),
            Self::Report => ("MD0208", "报表", "report"),
            Self::Dashboard => ("MD0209", "仪表板", "dashboard"),
            Self::Node => ("MD0210", "流程节点", "node"),
            Self::Flow => ("MD0214", "流程", "flow"),
            Self::View => ("MD0211", "视图", "view"),
            Self::Calendar => ("MD0212", "工作日历", "working calendar"),
            Self::Slot => ("MD0213", "插槽", "slot"),
            Self::Person => ("MS0101", "人员", "person"),
            Self::Department => ("MS0102", "部门", "department"),
            Self::Record => ("MS0103", "记录", "record"),
        }
    }
}

/// Collects the findings about one file.
#[derive(Debug)]
pub(crate) struct Findings<'a> {
    pub file: String,
    pub found: &'a mut Vec<Diagnostic>,
}

impl Findings<'_> {
    pub fn error(&mut self, code: &str, pointer: impl Into<String>, message: (String, String), hint: Option<(String, String)>) {
        let found = Diagnostic::error(code, &self.file, pointer, Label::both(message.0, message.1));
        self.found.push(with(found, hint));
    }

    pub fn warning(&mut self, code: &str, pointer: impl Into<String>, message: (String, String), hint: Option<(String, String)>) {
        let found = Diagnostic::warning(code, &self.file, pointer, Label::both(message.0, message.1));
        self.found.push(with(found, hint));
    }

    /// Something refers to a thing that is not there.
    pub fn not_there<'b>(
        &mut self,
        thing: Thing,
        wrong: &str,
        pointer: impl Into<String>,
        candidates: impl IntoIterator<Item = (&'b str, &'b Label)>,
    ) {
        let (code, zh, en) = thing.words();
        let message = (format!("不存在{zh}「{wrong}」"), format!("there is no {en} `{wrong}`"));
        let candidates: Vec<(&str, &Label)> = candidates.into_iter().collect();
        self.error(code, pointer, message, Some(meant(wrong, zh, en, &candidates)));
    }

    /// An id that stands twice.
    pub fn twice(&mut self, id: &str, pointer: impl Into<String>) {
        let message = (format!("id「{id}」重复"), format!("the id `{id}` stands twice"));
        self.error("MD0301", pointer, message, Some(("换一个没有用过的 id".into(), "choose an id that was never used".into())));
    }
}

fn with(found: Diagnostic, hint: Option<(String, String)>) -> Diagnostic {
    match hint {
        Some((zh, en)) => found.with_hint(Label::both(zh, en)),
        None => found,
    }
}

/// The candidate that was meant, by id or by label, else what there is to choose from.
fn meant(wrong: &str, zh: &str, en: &str, candidates: &[(&str, &Label)]) -> (String, String) {
    let by_id = nearest(wrong, candidates.iter().map(|(id, _)| *id));
    let labels = |locale: Locale| candidates.iter().map(move |(_, label)| label.get(locale));
    let by_label = nearest(wrong, labels(Locale::ZhCn).chain(labels(Locale::En)).filter(|label| !label.is_empty()));
    let is = |(id, label): &&(&str, &Label)| {
        by_id == Some(*id) || by_label.is_some_and(|text| label.get(Locale::ZhCn) == text || label.get(Locale::En) == text)
    };
    if let Some((id, label)) = candidates.iter().find(is) {
        let name = |locale: Locale| label.get(locale);
        if label.is_empty() {
            return (format!("你是否想用「{id}」？"), format!("did you mean `{id}`?"));
        }
        return (format!("你是否想用「{}」（{id}）？", name(Locale::ZhCn)), format!("did you mean `{id}` ({})?", name(Locale::En)));
    }
    let ids: Vec<&str> = candidates.iter().map(|(id, _)| *id).filter(|id| !id.starts_with('_')).take(12).collect();
    if ids.is_empty() {
        return (format!("应用里还没有{zh}"), format!("the app has no {en} yet"));
    }
    (format!("可用的{zh}：{}", ids.join("、")), format!("there is: {}", ids.join(", ")))
}
