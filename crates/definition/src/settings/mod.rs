//! Settings of kinds as tables: every setting says its key, its type, what it is when left out, and what people read about it.
//!
//! [`settings!`](crate::settings!) and [`choices!`](crate::choices!) make of one table: the struct, its reader, its JSON Schema and the
//! names and helps that a property panel shows. The reader is a row of calls, not generated code per key: a hundred kinds fit into a
//! browser engine.

mod read;
mod schema;
mod setting;

pub use read::{Reader, SettingFault, SettingFaultKind};
pub use schema::{SCHEMA_HELP, SCHEMA_LABEL, schema};
pub use setting::{Choices, Misread, OfInputs, Setting};

/// What people read about one setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SettingText {
    /// Its key in definitions.
    pub key: &'static str,
    /// Its name, in Chinese and English.
    pub label: (&'static str, &'static str),
    /// What it is for, in Chinese and English.
    pub help: (&'static str, &'static str),
}

/// A table of settings, as [`settings!`](crate::settings!) makes it.
pub trait SettingTable: Default {
    /// What the table is for.
    const ABOUT: &'static str;

    /// The keys, in the order of a panel. They stand apart from the texts so that an engine without panels leaves the texts out.
    const KEYS: &'static [&'static str];

    /// The keys with their texts, in the same order.
    const TEXTS: &'static [SettingText];

    /// Takes each setting from a reader.
    fn read_from(reader: &mut Reader<'_>) -> Self;

    /// Tells each setting's schema.
    fn describe(each: &mut schema::Describe<'_>);
}

/// Reads a table. None when a key is unknown or a value is wrong; every fault is told with its key.
pub fn read<S: SettingTable>(settings: &crate::Settings, faults: &mut Vec<SettingFault>) -> Option<S> {
    let before = faults.len();
    let mut reader = Reader::new(settings, faults);
    let found = S::read_from(&mut reader);
    reader.judge_keys(S::KEYS);
    (faults.len() == before).then_some(found)
}

/// Declares a table of settings.
///
/// ```
/// definition::settings! {
///     /// Settings of a rating.
///     pub struct RatingSettings {
///         max: u32 = 5, ("星数", "Stars"), ("最多几颗星", "The number of stars"), 2..=10;
///         half: bool = false, ("半星", "Half stars"), ("可以给半颗星", "Whether half a star can be given");
///     }
/// }
/// let given = serde_json::json!({ "max": 12 });
/// let mut faults = Vec::new();
/// assert!(definition::settings::read::<RatingSettings>(given.as_object().unwrap(), &mut faults).is_none());
/// assert_eq!(faults[0].key, "max");
/// ```
#[macro_export]
macro_rules! settings {
    (
        $(#[doc = $about:literal])+
        $visible:vis struct $name:ident {
            $( $key:ident : $kind:ty = $default:expr, ($label_zh:literal, $label_en:literal), ($help_zh:literal, $help_en:literal)
               $(, $least:literal ..= $most:literal)? ; )*
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, PartialEq)]
        $visible struct $name {
            $( #[doc = $help_en] pub $key: $kind, )*
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $( $key: $default, )* }
            }
        }

        impl $crate::settings::SettingTable for $name {
            const ABOUT: &'static str = concat!($($about),+);

            const KEYS: &'static [&'static str] = &[ $( stringify!($key), )* ];

            const TEXTS: &'static [$crate::settings::SettingText] = &[
                $( $crate::settings::SettingText {
                    key: stringify!($key),
                    label: ($label_zh, $label_en),
                    help: ($help_zh, $help_en),
                }, )*
            ];

            fn read_from(reader: &mut $crate::settings::Reader<'_>) -> Self {
                let _ = &reader;
                Self { $( $key: $crate::__setting!(reader, $key, $kind, $default $(, $least, $most)?), )* }
            }

            fn describe(each: &mut $crate::settings::Describe<'_>) {
                let _ = &each;
                $( $crate::__describe!(each, $key, $kind, $default $(, $least, $most)?); )*
            }
        }
    };
}

pub use schema::Describe;

#[doc(hidden)]
#[macro_export]
macro_rules! __setting {
    ($reader:ident, $key:ident, $kind:ty, $default:expr) => {
        $reader.take::<$kind>(stringify!($key)).unwrap_or_else(|| $default)
    };
    ($reader:ident, $key:ident, $kind:ty, $default:expr, $least:literal, $most:literal) => {
        $reader.take_within::<$kind>(stringify!($key), $least, $most).unwrap_or_else(|| $default)
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __describe {
    ($each:ident, $key:ident, $kind:ty, $default:expr) => {
        $each.setting::<$kind>(stringify!($key), &$default, None)
    };
    ($each:ident, $key:ident, $kind:ty, $default:expr, $least:literal, $most:literal) => {
        $each.setting::<$kind>(stringify!($key), &$default, Some(($least, $most)))
    };
}

/// Declares a setting that is one of a few names. The first is the default.
///
/// ```
/// definition::choices! {
///     /// How options are offered.
///     pub enum Display {
///         Auto = "auto", ("自动", "By their number");
///         List = "list", ("下拉列表", "A list that opens");
///     }
/// }
/// ```
#[macro_export]
macro_rules! choices {
    (
        $(#[$attribute:meta])*
        $visible:vis enum $name:ident {
            $( $variant:ident = $text:literal, ($label_zh:literal, $label_en:literal); )*
        }
    ) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        $visible enum $name {
            $( #[doc = $label_en] $variant, )*
        }

        impl $crate::settings::Choices for $name {
            const ALL: &'static [(&'static str, Self)] = &[ $( ($text, Self::$variant), )* ];
            const LABELS: &'static [(&'static str, &'static str)] = &[ $( ($label_zh, $label_en), )* ];
        }

        impl Default for $name {
            fn default() -> Self {
                <Self as $crate::settings::Choices>::ALL[0].1
            }
        }
    };
}
