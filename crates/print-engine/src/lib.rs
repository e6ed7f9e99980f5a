//! print-engine
