//! 轨迹

use super::geo;
use super::settings;
use super::way::Way;
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use std::sync::Arc;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "map_track",
    label: pair("轨迹", "Track"),
    help: pair("一条路线：依次的坐标，自动算长度", "A way: coordinates one after the other; its length is calculated"),
    group: Group::Place,
    icon: "track",
    schema: settings::schema::<MapTrackSettings>,
    prepare,
    example: example(r#"{ "id": "route", "kind": "map_track", "label": { "zh-CN": "巡查路线", "en": "Route" }, "min_points": 2 }"#),
};

definition::settings! {
    /// Settings of a track.
    pub struct MapTrackSettings {
        basemap: Option<String> = None, ("底图地址", "Base map"), ("本服务器上的瓦片地址，如 /tiles/{z}/{x}/{y}.png；不填则只画网格，不向外请求", "Tiles of this server such as /tiles/{z}/{x}/{y}.png; a plain grid when left out, and nothing is asked of other servers");
        min_points: u32 = 2, ("最少点数", "Fewest points"), ("至少几个点", "At least so many points"), 2..=1000;
        max_points: u32 = 500, ("最多点数", "Most points"), ("最多几个点", "At most so many points"), 2..=1000;
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: MapTrackSettings = settings::read(field, findings)?;
    geo::check_basemap(settings.basemap.as_ref(), findings);
    super::check::ordered(Some(&settings.min_points), Some(&settings.max_points), ("min_points", "max_points"), findings);
    Some(Arc::new(Way { closed: false, least: settings.min_points, most: settings.max_points }))
}
