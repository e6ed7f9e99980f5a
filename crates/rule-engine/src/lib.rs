//! rule-engine
