//! Data validations: the strongest evidence, for somebody wrote down what is allowed.

use super::Ballot;
use crate::analysis::Context;
use crate::analysis::column::Column;
use crate::analysis::proposal::{Evidence, Kind, Source};
use crate::analysis::values;
use crate::workbook::{Validation, ValidationKind};
use value::Decimal;

pub(super) fn recognise(column: &Column<'_>, context: &Context<'_>, ballot: &mut Ballot) {
    let Some(validation) = column.validation else { return };
    let place = column.body.first.to_string();
    if !validation.prompt.is_empty() {
        ballot.help.push(validation.prompt.clone());
        ballot.note(Evidence::new(Source::Validation, &place, "数据验证的输入提示作为填写说明", "the prompt of the validation tells what to enter"));
    }
    if !validation.allow_blank && validation.kind != ValidationKind::Any && column.single {
        ballot.required = true;
        ballot.note(Evidence::new(Source::Validation, &place, "数据验证不允许为空", "the validation allows no blank"));
    }
    match validation.kind {
        ValidationKind::List => list(validation, column, context, ballot),
        ValidationKind::Whole => {
            ballot.scale = Some(0);
            limits(validation, ballot);
            ballot.vote(Kind::Number, 8, Evidence::new(Source::Validation, place, "数据验证要求整数", "the validation asks for a whole number"));
            ballot.also(Kind::Money, 3);
        }
        ValidationKind::Decimal => {
            limits(validation, ballot);
            ballot.vote(Kind::Number, 6, Evidence::new(Source::Validation, place, "数据验证要求数值", "the validation asks for a number"));
            ballot.also(Kind::Money, 5);
            ballot.also(Kind::Percent, 5);
        }
        ValidationKind::Date => {
            ballot.vote(Kind::Date, 8, Evidence::new(Source::Validation, place, "数据验证要求日期", "the validation asks for a date"));
            ballot.also(Kind::Datetime, 4);
        }
        ValidationKind::Time => {
            ballot.vote(Kind::Time, 8, Evidence::new(Source::Validation, place, "数据验证要求时间", "the validation asks for a time"))
        }
        ValidationKind::TextLength => length(validation, &place, ballot),
        ValidationKind::Any | ValidationKind::Custom => {}
    }
}

fn list(validation: &Validation, column: &Column<'_>, context: &Context<'_>, ballot: &mut Ballot) {
    let place = column.body.first.to_string();
    let Some(found) = context.list(&validation.first) else {
        let zh = format!("数据验证的序列「{}」无法读出", validation.first);
        ballot.note(Evidence::new(Source::Validation, place, zh, format!("the list `{}` of the validation cannot be read", validation.first)));
        return;
    };
    let two_sides = found.options.len() == 2 && {
        let said: Vec<Option<bool>> = found.options.iter().map(|option| values::yes_no(option)).collect();
        said.contains(&Some(true)) && said.contains(&Some(false))
    };
    let (zh, en) = (format!("数据验证的下拉序列：{}", found.place), format!("the list of the validation: {}", found.place));
    if two_sides {
        ballot.vote(Kind::Switch, 12, Evidence::new(Source::Validation, &place, zh.clone(), en.clone()));
    }
    let separated = column.strings().filter(|text| {
        found.options.iter().any(|option| *text != option && text.split(['、', ',', '，', ';', '；']).any(|part| part.trim() == option))
    });
    let several = separated.count() >= 1
        && column.strings().all(|text| text.split(['、', ',', '，', ';', '；']).all(|part| found.options.iter().any(|option| option == part.trim())));
    let kind = if several { Kind::MultiChoice } else { Kind::Choice };
    ballot.vote(kind, 11, Evidence::new(Source::Validation, place, zh, en));
    ballot.offer(3, found.options);
}

fn limits(validation: &Validation, ballot: &mut Ballot) {
    let number = |text: &str| text.trim().trim_start_matches('=').parse::<Decimal>().ok();
    let (first, second) = (number(&validation.first), number(&validation.second));
    let step = if ballot.scale == Some(0) { Decimal::ONE } else { Decimal::ZERO };
    match validation.operator.as_str() {
        "between" => (ballot.min, ballot.max) = (first, second),
        "greaterThanOrEqual" => ballot.min = first,
        "greaterThan" => ballot.min = first.map(|first| first + step),
        "lessThanOrEqual" => ballot.max = first,
        "lessThan" => ballot.max = first.map(|first| first - step),
        "equal" => (ballot.min, ballot.max) = (first, first),
        _ => {}
    }
}

fn length(validation: &Validation, place: &str, ballot: &mut Ballot) {
    let most = match validation.operator.as_str() {
        "between" => validation.second.parse::<u32>().ok(),
        "lessThanOrEqual" | "equal" => validation.first.parse::<u32>().ok(),
        "lessThan" => validation.first.parse::<u32>().ok().and_then(|most| most.checked_sub(1)),
        _ => None,
    };
    ballot.max_length = most.filter(|most| *most > 0);
    let kind = if most.is_some_and(|most| most > 255) { Kind::Textarea } else { Kind::Text };
    ballot.vote(kind, 4, Evidence::new(Source::Validation, place, "数据验证限制文本长度", "the validation limits the length of a text"));
}
