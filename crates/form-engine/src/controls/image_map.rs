//! 图上选择

use super::offered::{self, Levels, SomeOf, options_of};
use super::picture::Picture;
use super::{check, settings};
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::settings::{Misread, Setting};
use definition::{Choice, Field};
use indexmap::IndexMap;
use std::sync::Arc;
use value::{DictionaryId, OptionId};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "image_map",
    label: pair("图上选择", "Image map"),
    help: pair("在一张图上点选区域：问题在哪里", "Areas of a picture are chosen by a tap: where is it"),
    group: Group::Choice,
    icon: "map_areas",
    schema: settings::schema::<ImageMapSettings>,
    prepare,
    example: example(
        r#"{ "id": "spot", "kind": "image_map", "label": { "zh-CN": "部位", "en": "Spot" }, "multiple": true, "width": 200, "height": 100,
        "areas": { "left": "0,0 100,0 100,100 0,100", "right": "100,0 200,0 200,100 100,100" },
        "options": [ { "id": "left", "label": { "zh-CN": "左侧", "en": "Left" } }, { "id": "right", "label": { "zh-CN": "右侧", "en": "Right" } } ] }"#,
    ),
};

definition::settings! {
    /// Settings of a choice on a picture.
    pub struct ImageMapSettings {
        options: Vec<Choice> = Vec::new(), ("选项", "Options"), ("每个区域一个选项", "One option per area");
        dictionary: Option<DictionaryId> = None, ("字典", "Dictionary"), ("选项来自哪个字典", "The dictionary that holds the options");
        picture: Option<Picture> = None, ("底图", "Picture"), ("区域下面的图片：data:image/… 或本站路径", "The picture below the areas as data:image/… or a path of this site");
        width: u32 = 400, ("图宽", "Width"), ("区域坐标的宽度", "The width in which areas are drawn"), 10..=10_000;
        height: u32 = 300, ("图高", "Height"), ("区域坐标的高度", "The height in which areas are drawn"), 10..=10_000;
        areas: IndexMap<OptionId, Area> = IndexMap::new(), ("区域", "Areas"), ("每个选项的多边形：「0,0 100,0 100,80」", "The polygon of each option: 0,0 100,0 100,80");
        multiple: bool = false, ("可多选", "Several"), ("可以选择多个", "Whether several can be chosen");
        max: Option<u32> = None, ("最多选几项", "Most"), ("可多选时最多几项", "At most so many, if several can be chosen");
    }
}

/// A polygon of at least three corners.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    corners: Vec<(u32, u32)>,
}

impl Area {
    fn parse(text: &str) -> Option<Self> {
        let corner = |corner: &str| {
            let (x, y) = corner.split_once(',')?;
            Some((x.parse().ok()?, y.parse().ok()?))
        };
        let corners: Vec<(u32, u32)> = text.split_ascii_whitespace().map(corner).collect::<Option<_>>()?;
        (3..=200).contains(&corners.len()).then_some(Self { corners })
    }

    fn is_within(&self, width: u32, height: u32) -> bool {
        self.corners.iter().all(|(x, y)| *x <= width && *y <= height)
    }
}

impl Setting for Area {
    fn read(json: &serde_json::Value) -> Result<Self, Misread> {
        json.as_str()
            .and_then(Self::parse)
            .ok_or_else(|| Misread::of("3 到 200 个角，例如「0,0 100,0 100,80」", "3 to 200 corners such as 0,0 100,0 100,80"))
    }

    fn schema(_: &mut schemars::SchemaGenerator) -> serde_json::Value {
        serde_json::json!({ "type": "string", "pattern": "^[0-9]+,[0-9]+(\\s+[0-9]+,[0-9]+){2,199}$" })
    }

    fn write(&self) -> serde_json::Value {
        serde_json::Value::String(self.corners.iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" "))
    }
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: ImageMapSettings = settings::read(field, findings)?;
    check::only_for_several(settings.multiple, settings.max.is_some(), "/max", findings);
    let options = options_of(&settings.options, settings.dictionary.as_ref(), environment, findings)?;
    offered::known(settings.areas.keys(), "/areas", &options, findings);
    for (id, area) in &settings.areas {
        if !area.is_within(settings.width, settings.height) {
            let message = told!(format!("区域「{id}」超出图片"), format!("the area `{id}` reaches beyond the picture"));
            findings.error("MC0103", &format!("/areas/{id}"), message);
        }
    }
    if !settings.multiple {
        return Some(offered::one(options, Levels::Any));
    }
    Some(Arc::new(SomeOf::of(options, None, settings.max)))
}
