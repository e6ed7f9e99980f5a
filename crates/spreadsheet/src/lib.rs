//! spreadsheet
