//! The filter language.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use value::FieldId;

/// A condition on a record, or a group of them.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Filter {
    /// All of them hold. An empty list always holds.
    And(Vec<Filter>),
    /// At least one holds. An empty list never holds.
    Or(Vec<Filter>),
    /// It does not hold. Blanks are kept: NOT is two-valued.
    Not(Box<Filter>),
    /// A field compared with something.
    #[serde(untagged)]
    Condition(Condition),
}

/// One comparison.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The field, or a system field such as `_created_at`; `lines.amount` reaches into a sub-table (any row).
    pub field: FieldPath,
    /// How it is compared.
    pub op: Operator,
    /// With what; left out for `blank` and `not_blank`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Operand>,
}

/// A field, or a column of a sub-table.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldPath {
    /// The field.
    pub field: FieldId,
    /// The column of the sub-table, if the field is one.
    pub column: Option<FieldId>,
}

/// How a field is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// Equal; text is case-sensitive on NFC.
    Eq,
    /// Not equal; blanks are kept.
    Ne,
    /// Less than.
    Lt,
    /// At most.
    Le,
    /// Greater than.
    Gt,
    /// At least.
    Ge,
    /// One of a list.
    In,
    /// None of a list; blanks are kept.
    NotIn,
    /// Text that contains another, without regard to case.
    Contains,
    /// Text that begins with another.
    StartsWith,
    /// Nothing was entered (为空).
    Blank,
    /// Something was entered (不为空).
    NotBlank,
    /// A list that holds at least one of these.
    HasAny,
    /// A list that holds all of these.
    HasAll,
    /// A day or moment within a named period, in the app's zone.
    Within,
    /// A department, or one below it; an option of a cascade, or one below it.
    Under,
    /// The person is the creator, a holder of a task now or before, or was told (抄送). The field is `_id`; no value means the actor.
    Involves,
}

/// What a field is compared with.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Operand {
    /// A value that is known only when the query runs.
    Variable {
        /// Which one.
        var: Variable,
    },
    /// A named period relative to today.
    Period {
        /// Which one.
        period: Period,
    },
    /// A literal, read as the field's type; a list for `in`, `not_in`, `has_any`, `has_all`.
    Literal(serde_json::Value),
}

/// A value that is bound to the actor or the clock when the query runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Variable {
    /// The signed-in person.
    CurrentUser,
    /// The departments of the signed-in person.
    CurrentDepartments,
    /// Today in the app's zone.
    Today,
    /// The moment of the query.
    Now,
}

/// A period relative to today. Weeks begin on Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// 今天
    Today,
    /// 昨天
    Yesterday,
    /// 本周
    ThisWeek,
    /// 上周
    LastWeek,
    /// 本月
    ThisMonth,
    /// 上月
    LastMonth,
    /// 本季
    ThisQuarter,
    /// 上季
    LastQuarter,
    /// 今年
    ThisYear,
    /// 去年
    LastYear,
    /// 近 7 天 (today included)
    #[serde(rename = "last_7_days")]
    Last7Days,
    /// 近 30 天 (today included)
    #[serde(rename = "last_30_days")]
    Last30Days,
    /// 近 90 天 (today included)
    #[serde(rename = "last_90_days")]
    Last90Days,
    /// 近 12 个月 (the current month included)
    #[serde(rename = "last_12_months")]
    Last12Months,
}

/// By hand, as [`Operand`] is: what serde makes for untagged enums keeps a copy of everything that it reads, and is many times as large.
impl<'de> Deserialize<'de> for Filter {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let object = Map::deserialize(deserializer)?;
        let only = object.iter().next().filter(|_| object.len() == 1);
        let read = match only.map(|(key, json)| (key.as_str(), json)) {
            Some(("and", json)) => value::read_json(json).map(Filter::And),
            Some(("or", json)) => value::read_json(json).map(Filter::Or),
            Some(("not", json)) => value::read_json(json).map(|filter| Filter::Not(Box::new(filter))),
            _ => value::read_object(&object).map(Filter::Condition),
        };
        read.map_err(serde::de::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Operand {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Json::deserialize(deserializer)?;
        let variable = json.get("var").and_then(|var| value::read_json(var).ok());
        let period = json.get("period").and_then(|period| value::read_json(period).ok());
        Ok(match (variable, period) {
            (Some(var), _) => Operand::Variable { var },
            (None, Some(period)) => Operand::Period { period },
            (None, None) => Operand::Literal(json),
        })
    }
}

impl FieldPath {
    /// Reads `field` or `field.column`.
    pub fn parse(text: &str) -> Result<Self, value::IdError> {
        match text.split_once('.') {
            None => Ok(Self { field: FieldId::parse(text)?, column: None }),
            Some((field, column)) => Ok(Self { field: FieldId::parse(field)?, column: Some(FieldId::parse(column)?) }),
        }
    }
}

impl std::fmt::Display for FieldPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.column {
            None => write!(f, "{}", self.field),
            Some(column) => write!(f, "{}.{column}", self.field),
        }
    }
}

impl Serialize for FieldPath {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FieldPath {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for FieldPath {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "FieldPath".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^_?[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)?$", "maxLength": 81 })
    }
}
