//! The edge as its users see it: a real server on its own database.

mod openapi;
