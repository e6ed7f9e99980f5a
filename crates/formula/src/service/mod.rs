//! What an editor of formulas asks.
