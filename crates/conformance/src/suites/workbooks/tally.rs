//! What was found of what there is.

use std::fmt::Write;

/// Counts of one workbook or of many.
#[derive(Debug, Default, Clone)]
pub struct Tally {
    pub workbooks: usize,
    pub fields: Found,
    pub types: Found,
    pub tables: Found,
    pub options: Found,
}

/// So many of so many.
#[derive(Debug, Default, Clone, Copy)]
pub struct Found {
    pub found: usize,
    pub all: usize,
}

impl Found {
    pub fn count(&mut self, found: bool) {
        self.all += 1;
        self.found += usize::from(found);
    }

    fn add(&mut self, other: Self) {
        self.all += other.all;
        self.found += other.found;
    }

    /// In per cent with one digit; 100 of nothing.
    fn percent(self) -> String {
        let thousandths = (self.found * 2000 + self.all).checked_div(self.all * 2).unwrap_or(1000);
        format!("{}.{}", thousandths / 10, thousandths % 10)
    }
}

impl Tally {
    pub fn add(&mut self, other: &Tally) {
        self.workbooks += other.workbooks;
        self.fields.add(other.fields);
        self.types.add(other.types);
        self.tables.add(other.tables);
        self.options.add(other.options);
    }

    /// In one line.
    pub fn line(&self) -> String {
        let mut line = format!("{} workbooks", self.workbooks);
        for (name, found) in [("field recall", self.fields), ("type accuracy", self.types), ("sub-tables", self.tables), ("options", self.options)] {
            let _ = write!(line, ", {name} {} % ({}/{})", found.percent(), found.found, found.all);
        }
        line
    }

    /// As lines for `cargo xtask bench`.
    pub fn figures(&self) -> Vec<String> {
        [
            ("field recall", self.fields, 95),
            ("type accuracy", self.types, 95),
            ("sub-tables found", self.tables, 90),
            ("options found", self.options, 90),
        ]
        .into_iter()
        .map(|(name, found, least)| format!("figure\tworkbooks: {name}\t{}\t%\t>=\t{least}\t{} of {}", found.percent(), found.found, found.all))
        .collect()
    }
}
