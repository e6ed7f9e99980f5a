//! report-engine
