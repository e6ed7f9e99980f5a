//! Approvals: who decided what and when, as the flow recorded it.

use super::grid::{PAD, RULE, SHADE, count};
use super::{ElementKind, Lay, Stage};
use crate::block::{Block, Slice};
use crate::compile::Checker;
use crate::text::{TextStyle, lines, place_line};
use definition::Settings;
use scene::Item;
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use value::Locale;

/// 审批记录
pub const ELEMENT: ElementKind = ElementKind {
    kind: "approvals",
    label: ("审批记录", "Approvals"),
    help: ("打印流程中每一步的处理人、意见和时间", "Prints who decided each step of the flow, with opinion and time"),
    schema: || schema_for!(ApprovalsSettings),
    example: "{}",
    compile,
};

/// Settings of the approvals.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ApprovalsSettings {
    /// How the text looks.
    pub style: TextStyle,
}

fn compile(settings: &Settings, checker: &mut Checker<'_>) -> Option<Box<dyn Lay>> {
    let settings: ApprovalsSettings = checker.read(settings)?;
    checker.style(&settings.style);
    Some(Box::new(Approvals { style: settings.style }))
}

#[derive(Debug)]
struct Approvals {
    style: TextStyle,
}

/// Shares of the width: step, person, decision, opinion, time.
const SHARES: [f64; 5] = [0.18, 0.14, 0.11, 0.36, 0.21];

impl Lay for Approvals {
    fn lay(&self, stage: &Stage<'_>) -> Block {
        let heads = match stage.context.locale {
            Locale::ZhCn => ["步骤", "处理人", "结果", "意见", "时间"],
            Locale::En => ["Step", "By", "Decision", "Opinion", "Time"],
        };
        let head = self.line(stage, heads, true);
        let mut block = Block { slices: vec![head.clone()], header: Some(head) };
        for approval in &stage.record.approvals {
            let texts = [&approval.step, &approval.person, &approval.decision, &approval.opinion, &approval.time].map(String::as_str);
            let line = self.line(stage, texts, false);
            block.push(line.height, line.items);
        }
        block
    }
}

impl Approvals {
    fn line(&self, stage: &Stage<'_>, texts: [&str; 5], head: bool) -> Slice {
        let style = if head { self.style.clone().bold() } else { self.style.clone() };
        let fonts = stage.context.fonts;
        let mut x = 0.0;
        let mut cells = Vec::new();
        for (text, share) in texts.into_iter().zip(SHARES) {
            let wide = stage.width * share;
            cells.push((x, wide, lines(text, &style, wide - 2.0 * PAD, fonts)));
            x += wide;
        }
        let tallest = cells.iter().map(|(_, _, lines)| lines.len()).max().unwrap_or(1);
        let height = count(tallest) * style.line_height() + PAD;
        let mut items = Vec::new();
        for (x, wide, lines) in cells {
            items.push(Item::Rect { x, y: 0.0, w: wide, h: height, fill: head.then_some(SHADE), stroke: Some(RULE) });
            for (row, line) in lines.iter().enumerate() {
                let y = PAD / 2.0 + count(row) * style.line_height();
                items.extend(place_line(line, &style, (x + PAD, y), wide - 2.0 * PAD, fonts, stage.missing));
            }
        }
        Slice { top: 0.0, height, items }
    }
}
