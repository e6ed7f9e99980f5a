//! Records: looking at them, and the commands that change them.

mod change;
mod comments;
mod export;
mod history;
mod list;
mod lookup;
mod print;
mod roll_up;
mod single;
pub(crate) mod unfinished;
