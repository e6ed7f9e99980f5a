//! The fonts while they are in use.

use crate::commit::internal;
use crate::{Fonts, RuntimeResult};
use parking_lot::Mutex;
use print_engine::FontPack;
use std::sync::Arc;

/// Holds the pack from the first print on, until a whole time between two rests passed without one.
pub(crate) struct FontShelf {
    source: Arc<dyn Fonts>,
    held: Mutex<Option<Held>>,
}

struct Held {
    pack: Arc<FontPack>,
    used: bool,
}

impl FontShelf {
    pub(crate) fn over(source: Arc<dyn Fonts>) -> Self {
        Self { source, held: Mutex::default() }
    }

    /// The pack. It may be read from disk now: ask for it where blocking is no harm.
    pub(crate) fn pack(&self) -> RuntimeResult<Arc<FontPack>> {
        let mut held = self.held.lock();
        if let Some(held) = held.as_mut() {
            held.used = true;
            return Ok(held.pack.clone());
        }
        let pack = Arc::new(self.source.read().map_err(internal)?);
        *held = Some(Held { pack: pack.clone(), used: true });
        Ok(pack)
    }

    pub(crate) fn rest(&self) {
        let mut held = self.held.lock();
        match held.as_mut() {
            Some(held) if held.used => held.used = false,
            _ => *held = None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[derive(Default)]
    struct Counted(AtomicUsize);

    impl Fonts for Counted {
        fn read(&self) -> Result<FontPack, String> {
            self.0.fetch_add(1, Ordering::Relaxed);
            Err("there is none".into())
        }
    }

    #[test]
    fn nothing_is_read_before_something_is_printed() {
        let source = Arc::new(Counted::default());
        let shelf = FontShelf::over(source.clone());
        shelf.rest();
        assert_eq!(source.0.load(Ordering::Relaxed), 0);
        assert!(shelf.pack().is_err());
        assert_eq!(source.0.load(Ordering::Relaxed), 1);
    }
}
