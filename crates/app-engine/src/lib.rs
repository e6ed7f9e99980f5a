//! app-engine
