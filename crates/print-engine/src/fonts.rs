//! Fonts: which glyph a character gets, how wide it is, and the small copy of a font that goes into a document.

use scene::Face;
use std::collections::BTreeMap;
use std::sync::Arc;
use ttf_parser::GlyphId;

/// One font of the pack.
#[derive(Clone)]
pub struct Font {
    name: String,
    bytes: Arc<[u8]>,
    units_per_em: u16,
    ascent: i16,
    descent: i16,
    /// Glyph and width of every character of the basic plane; glyph 0 is "not there".
    basic: Arc<[(u16, u16)]>,
    /// The same for the characters above it.
    above: Arc<BTreeMap<u32, (u16, u16)>>,
}

/// Why a font cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FontError {
    /// The file is not a TrueType font.
    #[error("`{0}` is not a TrueType font")]
    Unreadable(String),
    /// The small copy could not be made.
    #[error("no subset of `{0}` could be made")]
    Subset(String),
}

/// The fonts that play the roles. A missing glyph is looked for in the sans font, then drawn as its code point in a box.
#[derive(Clone)]
pub struct FontPack {
    sans: Font,
    sans_bold: Font,
    serif: Font,
}

/// A glyph as it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyph {
    /// Which font has it.
    pub face: Face,
    /// Its number there.
    pub id: u16,
    /// Its width in 1/1000 em.
    pub width: u16,
}

impl Font {
    /// Reads a static TrueType font.
    pub fn parse(name: &str, bytes: Arc<[u8]>) -> Result<Self, FontError> {
        let face = ttf_parser::Face::parse(&bytes, 0).map_err(|_cause| FontError::Unreadable(name.into()))?;
        let units = face.units_per_em();
        let width = |glyph: GlyphId| -> u16 {
            let advance = u32::from(face.glyph_hor_advance(glyph).unwrap_or(0));
            u16::try_from(advance * 1000 / u32::from(units.max(1))).unwrap_or(u16::MAX)
        };
        let mut basic = vec![(0_u16, 0_u16); 0x1_0000];
        let mut above = BTreeMap::new();
        for table in face.tables().cmap.iter().flat_map(|cmap| cmap.subtables).filter(ttf_parser::cmap::Subtable::is_unicode) {
            table.codepoints(|code| {
                let Some(glyph) = table.glyph_index(code).filter(|glyph| glyph.0 != 0) else { return };
                let found = (glyph.0, width(glyph));
                match usize::try_from(code).ok().and_then(|index| basic.get_mut(index)) {
                    Some(slot) => *slot = found,
                    None => _ = above.insert(code, found),
                }
            });
        }
        let (ascent, descent) = (face.ascender(), face.descender());
        Ok(Self { name: name.into(), units_per_em: units, ascent, descent, basic: basic.into(), above: Arc::new(above), bytes: Arc::clone(&bytes) })
    }

    fn glyph(&self, character: char) -> Option<(u16, u16)> {
        let code = u32::from(character);
        let basic = usize::try_from(code).ok().and_then(|index| self.basic.get(index)).copied();
        basic.or_else(|| self.above.get(&code).copied()).filter(|(glyph, _)| *glyph != 0)
    }

    /// Name of the font.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Units per em.
    pub fn units_per_em(&self) -> u16 {
        self.units_per_em
    }

    /// Height above the baseline, in units.
    pub fn ascent(&self) -> i16 {
        self.ascent
    }

    /// Depth below the baseline (negative), in units.
    pub fn descent(&self) -> i16 {
        self.descent
    }

    /// A copy with these glyphs only, and the new number of each.
    pub fn subset(&self, glyphs: impl Iterator<Item = u16>) -> Result<(Vec<u8>, BTreeMap<u16, u16>), FontError> {
        let mut remapper = subsetter::GlyphRemapper::new();
        let numbers: BTreeMap<u16, u16> = glyphs.map(|glyph| (glyph, remapper.remap(glyph))).collect();
        let bytes = subsetter::subset(&self.bytes, 0, &remapper).map_err(|_cause| FontError::Subset(self.name.clone()))?;
        Ok((bytes, numbers))
    }
}

impl FontPack {
    /// A pack of three fonts.
    pub fn new(sans: Font, sans_bold: Font, serif: Font) -> Self {
        Self { sans, sans_bold, serif }
    }

    /// The font that plays a role.
    pub fn font(&self, face: Face) -> &Font {
        match face {
            Face::Sans => &self.sans,
            Face::SansBold => &self.sans_bold,
            Face::Serif => &self.serif,
        }
    }

    /// The glyph of a character in a face, or in the sans font; `None` when no font has it.
    pub fn glyph(&self, face: Face, character: char) -> Option<Glyph> {
        let found = |face: Face| self.font(face).glyph(character).map(|(id, width)| Glyph { face, id, width });
        found(face).or_else(|| found(Face::Sans))
    }

    /// Width of a character at a size in points. A missing one is as wide as its box.
    pub fn width(&self, face: Face, character: char, size: f64) -> f64 {
        self.glyph(face, character).map_or(MISSING_WIDTH, |glyph| f64::from(glyph.width) / 1000.0) * size
    }

    /// Width of a text at a size in points.
    pub fn text_width(&self, face: Face, text: &str, size: f64) -> f64 {
        text.chars().map(|character| self.width(face, character, size)).sum()
    }
}

/// Width in em of the box that stands for a character that no font has.
pub const MISSING_WIDTH: f64 = 1.6;
