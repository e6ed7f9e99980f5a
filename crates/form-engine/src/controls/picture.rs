//! A picture that a definition brings along.

use definition::settings::{Misread, Setting};

/// The longest picture in a definition, in bytes of its text.
const LONGEST: usize = 300_000;

/// A picture as `data:image/…`, or a path of this site; nothing is ever fetched from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture(String);

impl Picture {
    fn parse(text: &str) -> Option<Self> {
        const KINDS: [&str; 5] = ["png", "jpeg", "gif", "webp", "svg+xml"];
        let carried = text.strip_prefix("data:image/").is_some_and(|rest| {
            let behind = KINDS.iter().find_map(|kind| rest.strip_prefix(kind));
            behind.is_some_and(|behind| behind.starts_with([',', ';']))
        });
        let here = text.starts_with('/') && !text.starts_with("//") && !text.contains('\\');
        ((carried || here) && text.len() <= LONGEST).then(|| Self(text.to_owned()))
    }
}

impl Setting for Picture {
    fn read(json: &serde_json::Value) -> Result<Self, Misread> {
        let found = json.as_str().and_then(Self::parse);
        found.ok_or_else(|| {
            Misread::of(
                "data:image/png、jpeg、gif、webp、svg+xml，或以 / 开头的本站路径",
                "data:image/png, jpeg, gif, webp or svg+xml, or a path of this site that begins with /",
            )
        })
    }

    fn schema(_: &mut schemars::SchemaGenerator) -> serde_json::Value {
        serde_json::json!({ "type": "string", "maxLength": LONGEST, "pattern": "^(data:image/(png|jpeg|gif|webp|svg\\+xml)[,;]|/([^/]|$))" })
    }

    fn write(&self) -> serde_json::Value {
        serde_json::Value::String(self.0.clone())
    }
}
