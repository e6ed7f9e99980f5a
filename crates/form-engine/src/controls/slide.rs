//! What sliders share: a scale from one number to another in steps.

use super::check;
use crate::{FieldFault, Findings};
use rust_decimal::Decimal;

/// A scale on which a thumb moves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Slide {
    min: Decimal,
    max: Decimal,
    step: Decimal,
}

impl Slide {
    /// A scale that goes up in whole steps; what is wrong with it is reported.
    pub(super) fn new(min: Decimal, max: Decimal, step: Decimal, findings: &mut Findings) -> Option<Self> {
        let slide = Self { min, max, step };
        let problem = if min >= max {
            Some(("/max", told!("最大值应大于最小值", "the largest number is above the smallest")))
        } else if step <= Decimal::ZERO || slide.scale() > 9 {
            Some(("/step", told!("步长应大于 0，最多 9 位小数", "a step is above 0 and has at most 9 digits after the point")))
        } else if max.checked_sub(min).and_then(|length| length.checked_div(step)).is_none_or(|steps| steps > Decimal::from(100_000)) {
            Some(("/step", told!("步长太小：最多 100000 步", "the step is too small: there are at most 100,000 steps")))
        } else {
            None
        };
        match problem {
            Some((place, message)) => {
                findings.error("MC0103", place, message);
                None
            }
            None => Some(slide),
        }
    }

    /// Digits after the point: as many as its ends and its step have.
    pub(super) fn scale(&self) -> u32 {
        [self.min, self.max, self.step].iter().map(|number| number.normalize().scale()).max().unwrap_or(0)
    }

    /// Whether a number stands on the scale.
    /// What it looks like as JSON.
    #[cfg(not(target_family = "wasm"))]
    pub(super) fn shape(&self, spelling: crate::shape::Spelling) -> crate::shape::Shape {
        let shape = crate::shape::Shape::number(self.scale(), (Some(self.min), Some(self.max)), spelling);
        check::shape_steps(shape, self.min, self.step, spelling)
    }

    pub(super) fn check(&self, number: Decimal, faults: &mut Vec<FieldFault>) {
        check::number(number, Some(self.min), Some(self.max), faults);
        check::step(number, self.min, self.step, faults);
    }
}

/// Settings of a slider with one thumb or two.
macro_rules! slide_settings {
    ($(#[doc = $about:literal])+ $name:ident) => {
        definition::settings! {
            $(#[doc = $about])+
            pub struct $name {
                min: Decimal = Decimal::ZERO, ("最小值", "Smallest"), ("左端的数", "The number at the left end");
                max: Decimal = Decimal::ONE_HUNDRED, ("最大值", "Largest"), ("右端的数", "The number at the right end");
                step: Decimal = Decimal::ONE, ("步长", "Step"), ("每格多少，也决定小数位数", "How far one step goes; it decides the digits after the point, too");
                unit: Option<Label> = None, ("单位", "Unit"), ("显示在数字后面的计量单位", "What is measured, shown after the number");
                low_text: Option<Label> = None, ("左端文字", "Text at the left"), ("左端的说明，例如「很轻」", "What the left end means, such as light");
                high_text: Option<Label> = None, ("右端文字", "Text at the right"), ("右端的说明，例如「很重」", "What the right end means, such as heavy");
            }
        }
    };
}

pub(super) use slide_settings;
