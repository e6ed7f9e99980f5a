//! Connectors: systems outside that an app calls. Their addresses and secrets are slots; a definition holds neither.

use crate::{FormulaText, is_default};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use value::{ConnectorId, FieldId, Label, OperationId, SlotId};

/// A system outside, and what it can be asked to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Connector {
    /// Number of the format.
    pub format: u32,
    /// Permanent id.
    pub id: ConnectorId,
    /// Name.
    pub label: Label,
    /// What it is for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub help: Label,
    /// How it is reached.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-label" = { "zh-CN": "连接方式", "en": "How it is reached" }))]
    pub transport: Transport,
    /// The slot of its address, such as `https://stock.example.com/api`.
    #[schemars(extend("x-label" = { "zh-CN": "地址（插槽）", "en": "Address (slot)" }))]
    pub address: SlotId,
    /// How the product proves who it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-label" = { "zh-CN": "身份验证", "en": "Sign-in" }))]
    pub sign_in: Option<SignIn>,
    /// A call takes no longer than this many seconds.
    #[serde(default = "ten", skip_serializing_if = "is_ten")]
    #[schemars(range(min = 1, max = 60))]
    #[schemars(extend("x-label" = { "zh-CN": "最长等待（秒）", "en": "Longest wait (seconds)" }))]
    pub timeout_seconds: u32,
    /// What it can be asked to do.
    #[schemars(extend("x-label" = { "zh-CN": "操作", "en": "Operations" }))]
    pub operations: Vec<Operation>,
}

fn ten() -> u32 {
    10
}

fn is_ten(number: &u32) -> bool {
    *number == 10
}

/// How a connector reaches its system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Transport {
    /// Requests by HTTP with JSON.
    #[default]
    #[schemars(extend("x-label" = { "zh-CN": "HTTP（JSON）", "en": "HTTP (JSON)" }))]
    Http,
}

/// How the product proves who it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
pub enum SignIn {
    /// A token in the header `Authorization`.
    #[schemars(extend("x-label" = { "zh-CN": "令牌（Bearer）", "en": "Token (Bearer)" }))]
    Bearer {
        /// The slot of the token.
        #[schemars(extend("x-label" = { "zh-CN": "令牌（插槽）", "en": "Token (slot)" }))]
        secret: SlotId,
    },
    /// A name and a password.
    #[schemars(extend("x-label" = { "zh-CN": "用户名和密码（Basic）", "en": "Name and password (Basic)" }))]
    Basic {
        /// The slot of both, as `name:password`.
        #[schemars(extend("x-label" = { "zh-CN": "用户名:密码（插槽）", "en": "name:password (slot)" }))]
        secret: SlotId,
    },
    /// A key in a header of its own.
    #[schemars(extend("x-label" = { "zh-CN": "自定义请求头", "en": "Header of its own" }))]
    Header {
        /// The name of the header, such as `X-Api-Key`.
        #[schemars(extend("x-label" = { "zh-CN": "请求头", "en": "Header" }))]
        header: String,
        /// The slot of the key.
        #[schemars(extend("x-label" = { "zh-CN": "密钥（插槽）", "en": "Key (slot)" }))]
        secret: SlotId,
    },
}

impl SignIn {
    /// The slot of the secret.
    pub fn secret(&self) -> &SlotId {
        match self {
            Self::Bearer { secret } | Self::Basic { secret } | Self::Header { secret, .. } => secret,
        }
    }
}

/// Something that a system can be asked to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// Permanent id.
    #[schemars(extend("x-label" = { "zh-CN": "编号", "en": "Id" }))]
    pub id: OperationId,
    /// Name.
    pub label: Label,
    /// What it does, and what it needs.
    #[serde(default, skip_serializing_if = "is_default")]
    pub help: Label,
    /// The method of HTTP.
    #[schemars(extend("x-label" = { "zh-CN": "方法", "en": "Method" }))]
    pub method: Method,
    /// Whether it only looks something up although it is no GET, such as a search that is sent as POST. Only what looks up may be asked for
    /// the options of fields: people who type ask again and again.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-label" = { "zh-CN": "只查询", "en": "Only looks up" }, "x-help" = { "zh-CN": "方法不是 GET，但只查询、不改动对方的数据。只有查询才能作为字段选项的来源。", "en": "It changes nothing over there although it is no GET. Only what looks up may give the options of fields." }))]
    pub only_reads: bool,
    /// The path behind the address, such as `/parts/{part}/stock`; inputs stand in braces.
    #[schemars(extend("x-label" = { "zh-CN": "路径", "en": "Path" }))]
    pub path: String,
    /// What has to be given to it.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-label" = { "zh-CN": "输入", "en": "Inputs" }))]
    pub inputs: Vec<InputValue>,
    /// What stands behind the `?` of the address; what is blank is left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-label" = { "zh-CN": "查询参数", "en": "Query" }))]
    pub query: Vec<Sent>,
    /// Further headers; what is blank is left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-label" = { "zh-CN": "请求头", "en": "Headers" }))]
    pub headers: Vec<Sent>,
    /// The members of the JSON body, each by its pointer, such as `/part/number`.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-label" = { "zh-CN": "请求内容（JSON）", "en": "Body (JSON)" }))]
    pub body: Vec<Sent>,
    /// What is taken from the JSON answer.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-label" = { "zh-CN": "返回值", "en": "Answer" }))]
    pub answer: Vec<AnswerValue>,
    /// The header under which a repeated call can be told from a new one.
    #[serde(default = "idempotency_key", skip_serializing_if = "is_idempotency_key")]
    #[schemars(extend("x-label" = { "zh-CN": "防重复请求头", "en": "Header against repetition" }))]
    pub idempotency_header: String,
}

fn idempotency_key() -> String {
    "Idempotency-Key".into()
}

fn is_idempotency_key(header: &str) -> bool {
    header == "Idempotency-Key"
}

impl Operation {
    /// Whether it only looks something up, so that it may be asked as often as somebody types.
    pub fn is_read(&self) -> bool {
        self.method == Method::Get || self.only_reads
    }
}

/// A method of HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Looks something up.
    #[schemars(extend("x-label" = { "zh-CN": "GET 查询", "en": "GET" }))]
    Get,
    /// Makes something.
    #[schemars(extend("x-label" = { "zh-CN": "POST 新建", "en": "POST" }))]
    Post,
    /// Puts something in the place of what is there.
    #[schemars(extend("x-label" = { "zh-CN": "PUT 替换", "en": "PUT" }))]
    Put,
    /// Changes something.
    #[schemars(extend("x-label" = { "zh-CN": "PATCH 修改", "en": "PATCH" }))]
    Patch,
    /// Takes something away.
    #[schemars(extend("x-label" = { "zh-CN": "DELETE 删除", "en": "DELETE" }))]
    Delete,
}

impl Method {
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// Something that an operation needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InputValue {
    /// Permanent id, by which formulas of the operation name it: `{part}`.
    #[schemars(extend("x-label" = { "zh-CN": "编号", "en": "Id" }))]
    pub id: FieldId,
    /// Name.
    pub label: Label,
    /// What kind of value it is.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-label" = { "zh-CN": "类型", "en": "Kind" }))]
    pub kind: ValueKind,
    /// Whether nothing is asked without it.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-label" = { "zh-CN": "必需", "en": "Required" }))]
    pub required: bool,
}

/// Something that is sent along.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    /// Its name; in the body a pointer such as `/part/number`.
    #[schemars(extend("x-label" = { "zh-CN": "名称", "en": "Name" }))]
    pub name: String,
    /// Its value, a formula over the inputs.
    #[schemars(extend("x-label" = { "zh-CN": "值", "en": "Value" }))]
    pub value: FormulaText,
}

/// Something that is taken from an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerValue {
    /// Permanent id, by which steps of flows name it.
    #[schemars(extend("x-label" = { "zh-CN": "编号", "en": "Id" }))]
    pub id: FieldId,
    /// Name.
    pub label: Label,
    /// Where it stands in the JSON answer, as a pointer such as `/stock/free`.
    #[schemars(extend("x-label" = { "zh-CN": "在答复中的位置", "en": "Place in the answer" }))]
    pub pointer: String,
    /// What kind of value it is.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-label" = { "zh-CN": "类型", "en": "Kind" }))]
    pub kind: ValueKind,
    /// Whether an answer without it counts as a failure.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-label" = { "zh-CN": "必需", "en": "Required" }))]
    pub required: bool,
}

/// A kind of value that goes over to a system outside or comes from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ValueKind {
    /// Text.
    #[default]
    #[schemars(extend("x-label" = { "zh-CN": "文本", "en": "Text" }))]
    Text,
    /// A number.
    #[schemars(extend("x-label" = { "zh-CN": "数字", "en": "Number" }))]
    Number,
    /// Yes or no.
    #[schemars(extend("x-label" = { "zh-CN": "是否", "en": "Yes or no" }))]
    Bool,
    /// A day.
    #[schemars(extend("x-label" = { "zh-CN": "日期", "en": "Day" }))]
    Date,
    /// A moment.
    #[schemars(extend("x-label" = { "zh-CN": "时刻", "en": "Moment" }))]
    Instant,
}

impl ValueKind {
    /// The type of its values; numbers keep nine digits after the point.
    pub fn value_type(self) -> value::ValueType {
        match self {
            Self::Text => value::ValueType::Text,
            Self::Number => value::ValueType::Number { scale: 9 },
            Self::Bool => value::ValueType::Bool,
            Self::Date => value::ValueType::Date,
            Self::Instant => value::ValueType::Instant,
        }
    }
}
