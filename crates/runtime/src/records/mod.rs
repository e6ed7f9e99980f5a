//! Records: looking at them, and the commands that change them.

mod bulk;
mod change;
mod comments;
mod export;
mod groups;
mod history;
mod list;
mod lookup;
mod mentions;
mod own_views;
mod print;
mod roll_up;
mod single;
pub(crate) mod unfinished;
