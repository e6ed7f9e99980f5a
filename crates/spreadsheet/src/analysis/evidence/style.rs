//! Marks: an asterisk or red letters for what must be filled in, the unit beside the name.

use super::Ballot;
use crate::analysis::Context;
use crate::analysis::column::Column;
use crate::analysis::proposal::{Evidence, Kind, Source};

pub(super) fn recognise(column: &Column<'_>, context: &Context<'_>, ballot: &mut Ballot) {
    let place = column.head.first.to_string();
    if column.heading.required {
        ballot.required = true;
        ballot.note(Evidence::new(Source::Style, &place, "名称带星号或注明必填", "the name carries an asterisk or says that it is required"));
    } else if column.marked_red && context.red_means_required {
        ballot.required = true;
        ballot.note(Evidence::new(Source::Style, &place, "名称是红色", "the name is red"));
    }
    if let Some(unit) = &column.heading.unit {
        unit_of(unit, &place, ballot);
    }
    if column.pictures > 0 {
        let reason = Evidence::new(
            Source::Data,
            column.body_place(),
            format!("列中放了 {} 张图片", column.pictures),
            format!("{} pictures stand in it", column.pictures),
        );
        ballot.vote(Kind::Photo, 8, reason);
    }
}

fn unit_of(unit: &str, place: &str, ballot: &mut Ballot) {
    let reason = Evidence::new(Source::Words, place, format!("名称里有单位「{unit}」"), format!("the name carries the unit `{unit}`"));
    let is_text = ballot.weight(Kind::Text) >= 6;
    match unit.to_lowercase().as_str() {
        "%" | "％" => ballot.vote(Kind::Percent, 5, reason),
        "元" | "¥" | "￥" | "rmb" | "cny" | "人民币" | "人民币元" => {
            ballot.currency.get_or_insert_with(|| "CNY".into());
            ballot.vote(Kind::Money, 6, reason);
        }
        "usd" | "$" | "美元" => {
            ballot.currency = Some("USD".into());
            ballot.vote(Kind::Money, 6, reason);
        }
        "eur" => {
            ballot.currency = Some("EUR".into());
            ballot.vote(Kind::Money, 6, reason);
        }
        "万元" | "千元" => {
            ballot.unit = Some(unit.to_owned());
            ballot.vote(Kind::Number, 10, reason);
        }
        _ if is_text => {}
        _ => {
            ballot.unit = Some(unit.to_owned());
            ballot.vote(Kind::Number, 5, reason);
        }
    }
}
