//! 图标

use super::{check, settings};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, Options, ValueContext};
use definition::{Choice, Field};
use std::sync::Arc;
use value::{Label, OptionId, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "icon",
    label: pair("图标", "Icon"),
    help: pair("从图标集中选一个", "One icon of the set"),
    group: Group::Text,
    icon: "icons",
    schema: settings::schema::<IconSettings>,
    prepare,
    example: example(r#"{ "id": "sign", "kind": "icon", "label": { "zh-CN": "图标", "en": "Icon" }, "icons": ["car", "tool", "box"] }"#),
};

definition::settings! {
    /// Settings of an icon.
    pub struct IconSettings {
        icons: Vec<String> = Vec::new(), ("可选图标", "Icons"), ("可以选哪些图标；不填为全部", "The icons that are offered; all of them when left out");
    }
}

/// The set: names as definitions write them, and what people call them.
const ICONS: [(&str, &str, &str); 36] = [
    ("alert", "警报", "Alarm"),
    ("app", "应用", "Tiles"),
    ("bell", "铃", "Bell"),
    ("book", "书", "Book"),
    ("box", "购物袋", "Bag"),
    ("bug", "虫", "Bug"),
    ("building", "银行", "Building"),
    ("bulb", "灯泡", "Bulb"),
    ("calendar", "日历", "Calendar"),
    ("camera", "相机", "Camera"),
    ("car", "汽车", "Car"),
    ("chart", "图表", "Chart"),
    ("clock", "时钟", "Clock"),
    ("cloud", "云", "Cloud"),
    ("dashboard", "仪表盘", "Dial"),
    ("experiment", "烧瓶", "Flask"),
    ("file", "文件", "File"),
    ("fire", "火", "Fire"),
    ("flag", "旗", "Flag"),
    ("gift", "礼物", "Gift"),
    ("heart", "心", "Heart"),
    ("home", "房子", "House"),
    ("list", "清单", "List"),
    ("lock", "锁", "Lock"),
    ("mail", "信封", "Letter"),
    ("phone", "电话", "Telephone"),
    ("pin", "图钉", "Place"),
    ("rocket", "火箭", "Rocket"),
    ("service", "客服", "Headset"),
    ("shield", "盾牌", "Shield"),
    ("shop", "店铺", "Shop"),
    ("star", "星", "Star"),
    ("team", "团队", "Team"),
    ("tool", "工具", "Tool"),
    ("trophy", "奖杯", "Cup"),
    ("user", "人", "Person"),
];

#[derive(Debug)]
struct Icon {
    options: Options,
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: IconSettings = settings::read(field, findings)?;
    for (index, name) in settings.icons.iter().enumerate().filter(|(_, name)| !ICONS.iter().any(|(known, ..)| known == name)) {
        let meant = definition::suggest::nearest(name, ICONS.iter().map(|(known, ..)| *known));
        let message = told!(format!("没有图标「{name}」"), format!("there is no icon `{name}`"));
        findings.error("MC0103", &format!("/icons/{index}"), message).hint =
            meant.map(|meant| told!(format!("你是否想用「{meant}」？"), format!("did you mean `{meant}`?")));
    }
    let offered = ICONS.iter().filter(|(name, ..)| settings.icons.is_empty() || settings.icons.iter().any(|wanted| wanted == name));
    let choices: Vec<Choice> = offered.filter_map(|(name, zh, en)| choice(name, Label::both(*zh, *en))).collect();
    Some(Arc::new(Icon { options: Options::of(&choices) }))
}

fn choice(name: &str, label: Label) -> Option<Choice> {
    Some(Choice { id: OptionId::parse(name).ok()?, label, tone: definition::Tone::default(), retired: false, children: Vec::new() })
}

impl Behaviour for Icon {
    fn value_type(&self) -> ValueType {
        ValueType::Choice
    }

    fn options(&self) -> Options {
        self.options.clone()
    }

    fn check(&self, value: &Value, context: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        if let Value::Choice(id) = value {
            check::option(id, context, faults);
        }
    }
}
