//! Persons.

use super::{BASE, Body, Function, Group, Returns, word, words};
use value::Value;

pub(super) static FUNCTIONS: &[&Function] = &[&CURRENTUSER];

static CURRENTUSER: Function = Function {
    name: "CURRENTUSER",
    zh: word("当前用户"),
    group: Group::People,
    returns: Returns::Reference,
    help: words("正在操作的人；没有登录时为空", "Who acts; blank if nobody has signed in"),
    example: words("ISBLANK(CURRENTUSER())", "TRUE"),
    body: Body::Eager(|call| Ok(call.evaluator.world.current_user().map_or(Value::Blank, |user| Value::Reference(user.into())))),
    ..BASE
};
