//! Answers: `{ "ok": … }` or `{ "error": { code, message } }`.

use form_engine::FieldFault;
use serde_json::json;
use value::Label;

/// Why a request is refused.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) code: &'static str,
    pub(crate) message: Label,
}

impl Refused {
    pub(crate) fn request(error: &dyn std::fmt::Display) -> Self {
        Self { code: "E0001", message: Label::both(format!("请求有误：{error}"), format!("the request is wrong: {error}")) }
    }

    pub(crate) fn op(op: &str) -> Self {
        Self { code: "E0001", message: Label::both(format!("没有操作「{op}」"), format!("there is no op `{op}`")) }
    }

    pub(crate) fn handle(handle: u32) -> Self {
        Self { code: "E0002", message: Label::both(format!("没有句柄 {handle}"), format!("there is no handle {handle}")) }
    }

    pub(crate) fn too_deep() -> Self {
        Self { code: "E0003", message: Label::both("batch 里不能再放 batch", "a batch cannot stand in a batch") }
    }
}

impl From<FieldFault> for Refused {
    fn from(fault: FieldFault) -> Self {
        Self { code: fault.code, message: fault.message }
    }
}

/// What is answered is JSON already.
pub(crate) fn answer(result: Result<String, Refused>) -> String {
    match result {
        Ok(ok) => ["{\"ok\":", &ok, "}"].concat(),
        Err(refused) => json!({ "error": { "code": refused.code, "message": refused.message } }).to_string(),
    }
}
