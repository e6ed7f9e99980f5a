//! What is printed: the values of a record as people read them, its pictures and its approvals.

use crate::FontPack;
use formula::World;
use std::collections::BTreeMap;
use std::sync::Arc;
use value::Locale;

/// One record, ready to be printed. The rights of the reader were applied before: what is not here does not exist on paper.
pub struct PrintRecord<'a> {
    /// The values for conditions and templates.
    pub world: &'a dyn World,
    /// Every readable field as people read it.
    pub shown: BTreeMap<String, String>,
    /// The rows of every readable sub-table, by column.
    pub rows: BTreeMap<String, Vec<BTreeMap<String, String>>>,
    /// The pictures of upload fields.
    pub pictures: BTreeMap<String, Vec<Picture>>,
    /// Address of the electronic record; it goes into QR codes.
    pub link: String,
    /// The decisions of the flow, oldest first.
    pub approvals: Vec<Approval>,
}

/// A picture with its bytes.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Key by which scenes speak of it.
    pub key: String,
    /// PNG or JPEG.
    pub bytes: Arc<[u8]>,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The shapes over it, as the file's field keeps them.
    pub marks: Option<serde_json::Value>,
}

/// A decision of the flow as it stands on paper.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Approval {
    /// Name of the step.
    pub step: String,
    /// Who decided.
    pub person: String,
    /// What was decided, in words.
    pub decision: String,
    /// What was said.
    pub opinion: String,
    /// When, as people read it.
    pub time: String,
}

/// What is the same for all records of a printing.
pub struct PrintContext<'a> {
    /// Language of labels and templates.
    pub locale: Locale,
    /// The fonts.
    pub fonts: &'a FontPack,
    /// When it is printed, as people read it.
    pub printed_at: String,
    /// Who prints.
    pub printed_by: String,
    /// Title of the document, for its properties.
    pub title: String,
}
