//! A small generator of numbers that look random and are the same everywhere: SplitMix64.

/// The state; the same seed gives the same numbers.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// A generator from a seed and a name, so that adding one thing does not change another.
    pub fn new(seed: u64, name: &str) -> Self {
        let mix = |state: u64, byte: u8| (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Self(name.bytes().fold(seed ^ 0xcbf2_9ce4_8422_2325, mix))
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number from `least` to `most`, both included.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        let span = most.abs_diff(least).saturating_add(1);
        let step = self.bits() % span.max(1);
        least.min(most).saturating_add_unsigned(step)
    }

    /// Whether something that happens in so many per cent of all cases happens now.
    pub fn happens(&mut self, percent: u32) -> bool {
        self.between(1, 100) <= i64::from(percent)
    }

    /// One of several.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let last = i64::try_from(items.len()).ok()?.checked_sub(1)?;
        let index = usize::try_from(self.between(0, last)).ok()?;
        items.get(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers() {
        let (mut left, mut right) = (Random::new(7, "a"), Random::new(7, "a"));
        let numbers: Vec<i64> = (0..100).map(|_| left.between(1, 6)).collect();
        assert!(numbers.iter().all(|number| (1..=6).contains(number)));
        assert_eq!(numbers, (0..100).map(|_| right.between(1, 6)).collect::<Vec<_>>());
        assert_ne!(left.bits(), Random::new(7, "b").bits());
    }
}
