//! Limits on how often somebody may knock: token buckets in memory by address and place.

use crate::problem::Problem;
use crate::state::ApiConfig;
use parking_lot::Mutex;
use runtime::RuntimeError;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// So many buckets are kept; then the full ones, which forget nothing, are dropped.
const MAX_BUCKETS: usize = 10_000;

/// Which limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Limit {
    /// Signing in, and making the first administrator.
    SignIn,
    /// Public pages.
    Public,
    /// Calls of systems outside that a person makes while building.
    Trial,
    /// Options that a connector gives, asked for by a person who fills in.
    Options,
    /// The same on public pages.
    PublicOptions,
}

/// So often a person may ask for options in a minute; typing asks once it pauses.
const OPTIONS_PER_MINUTE: u32 = 120;

/// So many calls a builder may try in a minute.
const TRIALS_PER_MINUTE: u32 = 30;

/// All limits.
pub(crate) struct Limits {
    sign_in_per_minute: u32,
    public_per_minute: u32,
    buckets: Mutex<BTreeMap<(Limit, String), Bucket>>,
}

struct Bucket {
    tokens: f64,
    filled_at: Instant,
}

impl Limits {
    pub(crate) fn new(config: &ApiConfig) -> Self {
        Self { sign_in_per_minute: config.sign_in_per_minute, public_per_minute: config.public_per_minute, buckets: Mutex::default() }
    }

    /// Takes one token of `who`, or tells when to come again.
    pub(crate) fn take(&self, limit: Limit, who: &str, now: Instant) -> Result<(), Problem> {
        let size = f64::from(self.per_minute(limit));
        let mut buckets = self.buckets.lock();
        if buckets.len() >= MAX_BUCKETS {
            buckets.retain(|_, bucket| now.duration_since(bucket.filled_at) < Duration::from_secs(60));
        }
        let bucket = buckets.entry((limit, who.to_owned())).or_insert(Bucket { tokens: size, filled_at: now });
        let elapsed = now.duration_since(bucket.filled_at).as_secs_f64();
        bucket.tokens = (bucket.tokens + elapsed * size / 60.0).min(size);
        bucket.filled_at = now;
        if bucket.tokens < 1.0 {
            return Err(RuntimeError::TooMany { retry_seconds: 60_u32.div_ceil(self.per_minute(limit).max(1)) }.into());
        }
        bucket.tokens -= 1.0;
        Ok(())
    }

    fn per_minute(&self, limit: Limit) -> u32 {
        match limit {
            Limit::SignIn => self.sign_in_per_minute,
            Limit::Public => self.public_per_minute,
            Limit::Trial => TRIALS_PER_MINUTE,
            Limit::Options => OPTIONS_PER_MINUTE,
            // Several visitors may come from one address.
            Limit::PublicOptions => self.public_per_minute.max(OPTIONS_PER_MINUTE),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let limits = Limits::new(&ApiConfig { sign_in_per_minute: 2, ..ApiConfig::default() });
        let start = Instant::now();
        assert!(limits.take(Limit::SignIn, "a", start).is_ok());
        assert!(limits.take(Limit::SignIn, "a", start).is_ok());
        assert!(limits.take(Limit::SignIn, "a", start).is_err());
        assert!(limits.take(Limit::SignIn, "b", start).is_ok());
        assert!(limits.take(Limit::SignIn, "a", start + Duration::from_secs(31)).is_ok());
    }
}
