//! The operations of decimals, each once: the crate writes its code out wherever they are used, which is most of a small engine.

use value::Decimal;

/// Arithmetic of 28 digits; `None` where the result has more.
pub(crate) trait Exact: Sized {
    /// The sum.
    fn plus(self, other: Decimal) -> Option<Decimal>;
    /// The difference.
    fn minus(self, other: Decimal) -> Option<Decimal>;
    /// The product.
    fn by(self, other: Decimal) -> Option<Decimal>;
    /// The quotient; `None` also for a divisor of 0.
    fn over(self, other: Decimal) -> Option<Decimal>;
    /// What a division leaves.
    fn rest(self, other: Decimal) -> Option<Decimal>;
}

impl Exact for Decimal {
    #[inline(never)]
    fn plus(self, other: Decimal) -> Option<Decimal> {
        self.checked_add(other)
    }

    #[inline(never)]
    fn minus(self, other: Decimal) -> Option<Decimal> {
        self.checked_sub(other)
    }

    #[inline(never)]
    fn by(self, other: Decimal) -> Option<Decimal> {
        self.checked_mul(other)
    }

    #[inline(never)]
    fn over(self, other: Decimal) -> Option<Decimal> {
        self.checked_div(other)
    }

    #[inline(never)]
    fn rest(self, other: Decimal) -> Option<Decimal> {
        self.checked_rem(other)
    }
}
