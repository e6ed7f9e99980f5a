//! Reading a table of settings.

use super::{Misread, Setting};
use crate::{Settings, suggest};
use rust_decimal::Decimal;

/// What is wrong with one setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingFault {
    /// Its key.
    pub key: String,
    /// What is wrong.
    pub kind: SettingFaultKind,
}

/// What can be wrong with a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingFaultKind {
    /// There is no such setting.
    Unknown {
        /// The one that was probably meant.
        meant: Option<String>,
        /// All that there are.
        keys: &'static [&'static str],
    },
    /// It is of another type.
    Type(Misread),
    /// It is too small or too large.
    Range {
        /// The smallest that will do.
        least: i64,
        /// The largest that will do.
        most: i64,
    },
}

/// Hands out settings by key and collects what is wrong with them.
#[derive(Debug)]
pub struct Reader<'a> {
    settings: &'a Settings,
    faults: &'a mut Vec<SettingFault>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(settings: &'a Settings, faults: &'a mut Vec<SettingFault>) -> Self {
        Self { settings, faults }
    }

    /// The setting of a key; none when it is left out or wrong.
    pub fn take<T: Setting>(&mut self, key: &'static str) -> Option<T> {
        match T::read(self.settings.get(key)?) {
            Ok(found) => Some(found),
            Err(misread) => {
                self.report(key, SettingFaultKind::Type(misread));
                None
            }
        }
    }

    /// The setting of a key that has bounds.
    pub fn take_within<T: Setting>(&mut self, key: &'static str, least: i64, most: i64) -> Option<T> {
        let found = self.take::<T>(key)?;
        if found.number().is_some_and(|number| number < Decimal::from(least) || number > Decimal::from(most)) {
            self.report(key, SettingFaultKind::Range { least, most });
        }
        Some(found)
    }

    /// Reports every key that the table does not have. Keys that begin with `x-` belong to whoever wrote them.
    pub(super) fn judge_keys(&mut self, keys: &'static [&'static str]) {
        for key in self.settings.keys().filter(|key| !key.starts_with("x-")) {
            if keys.contains(&key.as_str()) {
                continue;
            }
            let meant = suggest::nearest(key, keys.iter().copied()).map(str::to_owned);
            self.faults.push(SettingFault { key: key.clone(), kind: SettingFaultKind::Unknown { meant, keys } });
        }
    }

    fn report(&mut self, key: &str, kind: SettingFaultKind) {
        self.faults.push(SettingFault { key: key.to_owned(), kind });
    }
}
