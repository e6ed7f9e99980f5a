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
mod regions;
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

/// All kinds of controls in the order of the palette.
pub static CONTROLS: &[&Control] = &[
    &text::CONTROL,
    &textarea::CONTROL,
    &rich_text::CONTROL,
    &markdown::CONTROL,
    &mobile::CONTROL,
    &landline::CONTROL,
    &email::CONTROL,
    &url::CONTROL,
    &id_card::CONTROL,
    &plate::CONTROL,
    &credit_code::CONTROL,
    &bank_card::CONTROL,
    &masked_text::CONTROL,
    &multi_text::CONTROL,
    &key_values::CONTROL,
    &tags::CONTROL,
    &code::CONTROL,
    &color::CONTROL,
    &icon::CONTROL,
    &uuid::CONTROL,
    &number::CONTROL,
    &money::CONTROL,
    &percent::CONTROL,
    &counter::CONTROL,
    &number_range::CONTROL,
    &slider::CONTROL,
    &slider_range::CONTROL,
    &rating::CONTROL,
    &emoji_rating::CONTROL,
    &nps::CONTROL,
    &date::CONTROL,
    &datetime::CONTROL,
    &time::CONTROL,
    &date_range::CONTROL,
    &datetime_range::CONTROL,
    &time_range::CONTROL,
    &month::CONTROL,
    &quarter::CONTROL,
    &week::CONTROL,
    &year::CONTROL,
    &month_range::CONTROL,
    &quarter_range::CONTROL,
    &year_range::CONTROL,
    &duration::CONTROL,
    &partial_date::CONTROL,
    &barcode::CONTROL,
    &switch::CONTROL,
    &choice::CONTROL,
    &multi_choice::CONTROL,
    &button_group::CONTROL,
    &dropdown::CONTROL,
    &multi_dropdown::CONTROL,
    &checkbox_group::CONTROL,
    &consent::CONTROL,
    &check_item::CONTROL,
    &cascade::CONTROL,
    &cascade_multi::CONTROL,
    &chained_choice::CONTROL,
    &tree_choice::CONTROL,
    &transfer::CONTROL,
    &picture_choice::CONTROL,
    &card_choice::CONTROL,
    &image_map::CONTROL,
    &ranking::CONTROL,
    &matrix_single::CONTROL,
    &matrix_multi::CONTROL,
    &matrix_mixed::CONTROL,
    &condition_builder::CONTROL,
    &formula_input::CONTROL,
    &upload::CONTROL,
    &photo::CONTROL,
    &defect_photo::CONTROL,
    &watermark_photo::CONTROL,
    &video::CONTROL,
    &voice::CONTROL,
    &signature::CONTROL,
    &sketch::CONTROL,
    &region::CONTROL,
    &address::CONTROL,
    &location::CONTROL,
    &map_point::CONTROL,
    &map_track::CONTROL,
    &map_area::CONTROL,
    &member::CONTROL,
    &members::CONTROL,
    &department::CONTROL,
    &departments::CONTROL,
    &role::CONTROL,
    &relation::CONTROL,
    &serial::CONTROL,
    &relation_many::CONTROL,
    &related_field::CONTROL,
    &roll_up::CONTROL,
    &reverse_list::CONTROL,
    &related_query::CONTROL,
    &sub_table::CONTROL,
    &sub_cards::CONTROL,
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
    &metadata::CONTROL,
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
