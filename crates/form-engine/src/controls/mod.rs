//! The registry: one file per kind, one line per kind.

mod check;
mod clock;
mod codes;
mod files;
mod geo;
mod line;
mod marks;
mod matrix;
mod offered;
mod period;
mod picture;
pub mod regions;
mod rich;
mod settings;
mod shown;
mod slide;
mod unit;
mod way;

pub mod address;
pub mod auto_number;
pub mod bank_card;
pub mod barcode;
pub mod button;
pub mod button_group;
pub mod card_choice;
pub mod cascade;
pub mod cascade_multi;
pub mod chained_choice;
pub mod check_item;
pub mod checkbox_group;
pub mod choice;
pub mod code;
pub mod color;
pub mod computed;
pub mod condition_builder;
pub mod consent;
pub mod counter;
pub mod credit_code;
pub mod date;
pub mod date_range;
pub mod datetime;
pub mod datetime_range;
pub mod defect_photo;
pub mod department;
pub mod departments;
pub mod dropdown;
pub mod duration;
pub mod email;
pub mod emoji_rating;
pub mod formula_input;
pub mod icon;
pub mod id_card;
pub mod image_map;
pub mod key_values;
pub mod landline;
pub mod location;
pub mod map_area;
pub mod map_point;
pub mod map_track;
pub mod markdown;
pub mod masked_text;
pub mod matrix_mixed;
pub mod matrix_multi;
pub mod matrix_single;
pub mod member;
pub mod members;
pub mod metadata;
pub mod mobile;
pub mod money;
pub mod month;
pub mod month_range;
pub mod multi_choice;
pub mod multi_dropdown;
pub mod multi_text;
pub mod nps;
pub mod number;
pub mod number_range;
pub mod outside_choice;
pub mod partial_date;
pub mod people;
pub mod percent;
pub mod photo;
pub mod picture_choice;
pub mod plate;
pub mod quarter;
pub mod quarter_range;
pub mod ranking;
pub mod rating;
pub mod region;
pub mod related_field;
pub mod related_query;
pub mod relation;
pub mod relation_many;
pub mod reverse_list;
pub mod rich_text;
pub mod role;
pub mod roll_up;
pub mod serial;
pub mod signature;
pub mod sketch;
pub mod slider;
pub mod slider_range;
pub mod sub_cards;
pub mod sub_form;
pub mod sub_table;
pub mod switch;
pub mod system;
pub mod tags;
pub mod text;
pub mod textarea;
pub mod time;
pub mod time_range;
pub mod transfer;
pub mod tree_choice;
pub mod upload;
pub mod url;
pub mod uuid;
pub mod video;
pub mod voice;
pub mod watermark_photo;
pub mod week;
pub mod year;
pub mod year_range;

use crate::Control;

/// All kinds of controls in the order of the palette. Those that few forms need are only in the whole registry.
pub static CONTROLS: &[&Control] = &[
    &text::CONTROL,
    &textarea::CONTROL,
    #[cfg(feature = "whole")]
    &rich_text::CONTROL,
    #[cfg(feature = "whole")]
    &markdown::CONTROL,
    &mobile::CONTROL,
    #[cfg(feature = "whole")]
    &landline::CONTROL,
    &email::CONTROL,
    &url::CONTROL,
    #[cfg(feature = "whole")]
    &id_card::CONTROL,
    #[cfg(feature = "whole")]
    &plate::CONTROL,
    #[cfg(feature = "whole")]
    &credit_code::CONTROL,
    #[cfg(feature = "whole")]
    &bank_card::CONTROL,
    #[cfg(feature = "whole")]
    &masked_text::CONTROL,
    #[cfg(feature = "whole")]
    &multi_text::CONTROL,
    #[cfg(feature = "whole")]
    &key_values::CONTROL,
    &tags::CONTROL,
    #[cfg(feature = "whole")]
    &code::CONTROL,
    #[cfg(feature = "whole")]
    &color::CONTROL,
    #[cfg(feature = "whole")]
    &icon::CONTROL,
    #[cfg(feature = "whole")]
    &uuid::CONTROL,
    &number::CONTROL,
    &money::CONTROL,
    &percent::CONTROL,
    &counter::CONTROL,
    #[cfg(feature = "whole")]
    &number_range::CONTROL,
    &slider::CONTROL,
    #[cfg(feature = "whole")]
    &slider_range::CONTROL,
    &rating::CONTROL,
    &emoji_rating::CONTROL,
    &nps::CONTROL,
    &date::CONTROL,
    &datetime::CONTROL,
    &time::CONTROL,
    &date_range::CONTROL,
    #[cfg(feature = "whole")]
    &datetime_range::CONTROL,
    #[cfg(feature = "whole")]
    &time_range::CONTROL,
    &month::CONTROL,
    #[cfg(feature = "whole")]
    &quarter::CONTROL,
    #[cfg(feature = "whole")]
    &week::CONTROL,
    #[cfg(feature = "whole")]
    &year::CONTROL,
    #[cfg(feature = "whole")]
    &month_range::CONTROL,
    #[cfg(feature = "whole")]
    &quarter_range::CONTROL,
    #[cfg(feature = "whole")]
    &year_range::CONTROL,
    #[cfg(feature = "whole")]
    &duration::CONTROL,
    #[cfg(feature = "whole")]
    &partial_date::CONTROL,
    #[cfg(feature = "whole")]
    &barcode::CONTROL,
    &switch::CONTROL,
    &choice::CONTROL,
    &multi_choice::CONTROL,
    &button_group::CONTROL,
    &dropdown::CONTROL,
    &multi_dropdown::CONTROL,
    &outside_choice::CONTROL,
    &checkbox_group::CONTROL,
    #[cfg(feature = "whole")]
    &consent::CONTROL,
    #[cfg(feature = "whole")]
    &check_item::CONTROL,
    &cascade::CONTROL,
    #[cfg(feature = "whole")]
    &cascade_multi::CONTROL,
    #[cfg(feature = "whole")]
    &chained_choice::CONTROL,
    #[cfg(feature = "whole")]
    &tree_choice::CONTROL,
    #[cfg(feature = "whole")]
    &transfer::CONTROL,
    #[cfg(feature = "whole")]
    &picture_choice::CONTROL,
    #[cfg(feature = "whole")]
    &card_choice::CONTROL,
    #[cfg(feature = "whole")]
    &image_map::CONTROL,
    #[cfg(feature = "whole")]
    &ranking::CONTROL,
    #[cfg(feature = "whole")]
    &matrix_single::CONTROL,
    #[cfg(feature = "whole")]
    &matrix_multi::CONTROL,
    #[cfg(feature = "whole")]
    &matrix_mixed::CONTROL,
    #[cfg(feature = "whole")]
    &condition_builder::CONTROL,
    #[cfg(feature = "whole")]
    &formula_input::CONTROL,
    &upload::CONTROL,
    &photo::CONTROL,
    &defect_photo::CONTROL,
    #[cfg(feature = "whole")]
    &watermark_photo::CONTROL,
    #[cfg(feature = "whole")]
    &video::CONTROL,
    &voice::CONTROL,
    &signature::CONTROL,
    #[cfg(feature = "whole")]
    &sketch::CONTROL,
    &region::CONTROL,
    &address::CONTROL,
    &location::CONTROL,
    #[cfg(feature = "whole")]
    &map_point::CONTROL,
    #[cfg(feature = "whole")]
    &map_track::CONTROL,
    #[cfg(feature = "whole")]
    &map_area::CONTROL,
    &member::CONTROL,
    &members::CONTROL,
    &department::CONTROL,
    &departments::CONTROL,
    #[cfg(feature = "whole")]
    &role::CONTROL,
    &relation::CONTROL,
    &serial::CONTROL,
    &relation_many::CONTROL,
    #[cfg(feature = "whole")]
    &related_field::CONTROL,
    #[cfg(feature = "whole")]
    &roll_up::CONTROL,
    #[cfg(feature = "whole")]
    &reverse_list::CONTROL,
    #[cfg(feature = "whole")]
    &related_query::CONTROL,
    &sub_table::CONTROL,
    &sub_cards::CONTROL,
    #[cfg(feature = "whole")]
    &sub_form::CONTROL,
    &auto_number::CONTROL,
    &computed::CONTROL,
    &system::CREATED_BY,
    &system::CREATED_AT,
    &system::UPDATED_BY,
    &system::UPDATED_AT,
    &system::OWNER_DEPARTMENT,
    &system::FLOW_STATE,
    &system::CURRENT_STEP,
    &system::DEADLINE,
    #[cfg(feature = "whole")]
    &metadata::CONTROL,
    #[cfg(feature = "whole")]
    &button::CONTROL,
];

/// The control of a kind.
pub fn control(kind: &str) -> Option<&'static Control> {
    CONTROLS.iter().copied().find(|control| control.kind == kind)
}

/// Checks the number of rows of a sub-table.
pub(crate) fn count_rows(count: usize, settings: &sub_table::SubTable, faults: &mut Vec<crate::FieldFault>) {
    check::count(count, settings.min_rows, Some(settings.most_rows()), ("行", "rows"), faults);
}
