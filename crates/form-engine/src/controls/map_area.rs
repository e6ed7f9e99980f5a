//! 区域

use super::geo;
use super::settings;
use super::way::Way;
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use std::sync::Arc;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "map_area",
    label: pair("区域", "Area"),
    help: pair("一块区域：边界的坐标，自动算周长和面积", "A piece of land: the corners of its border; length and area are calculated"),
    group: Group::Place,
    icon: "area",
    schema: settings::schema::<MapAreaSettings>,
    prepare,
    example: example(r#"{ "id": "plot", "kind": "map_area", "label": { "zh-CN": "地块", "en": "Plot" } }"#),
};

definition::settings! {
    /// Settings of an area.
    pub struct MapAreaSettings {
        basemap: Option<String> = None, ("底图地址", "Base map"), ("本服务器上的瓦片地址，如 /tiles/{z}/{x}/{y}.png；不填则只画网格，不向外请求", "Tiles of this server such as /tiles/{z}/{x}/{y}.png; a plain grid when left out, and nothing is asked of other servers");
        min_points: u32 = 3, ("最少点数", "Fewest points"), ("至少几个点", "At least so many points"), 3..=1000;
        max_points: u32 = 500, ("最多点数", "Most points"), ("最多几个点", "At most so many points"), 3..=1000;
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: MapAreaSettings = settings::read(field, findings)?;
    geo::check_basemap(settings.basemap.as_ref(), findings);
    super::check::ordered(Some(&settings.min_points), Some(&settings.max_points), ("min_points", "max_points"), findings);
    Some(Arc::new(Way { closed: true, least: settings.min_points, most: settings.max_points }))
}
