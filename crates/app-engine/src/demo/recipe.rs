//! The recipe of demo data: `demo/recipe.json` in the folder of an app. It is no object of the package and is never published.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use value::{FieldId, FormId, NodeId, RoleId};

/// Who is there, what is filed, and what stories the data tell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// Where editors find the schema.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Number of the format.
    pub format: u32,
    /// The same seed gives the same data.
    pub seed: u64,
    /// The departments by a short name.
    #[serde(default)]
    pub departments: IndexMap<String, RecipeDepartment>,
    /// The people by the name with which they sign in.
    #[serde(default)]
    pub people: IndexMap<String, RecipePerson>,
    /// What is filed, form by form; a form may refer to those before it.
    pub forms: Vec<RecipeForm>,
    /// Events that are to be found in the reports.
    #[serde(default)]
    pub stories: Vec<Story>,
}

/// A department.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecipeDepartment {
    /// Its name.
    pub name: String,
    /// The name with which its head signs in.
    #[serde(default)]
    pub head: Option<String>,
    /// The short name of the department above.
    #[serde(default)]
    pub above: Option<String>,
}

/// A person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecipePerson {
    /// The name that others see.
    pub name: String,
    /// The roles of the app.
    #[serde(default)]
    pub roles: Vec<RoleId>,
    /// The short name of the department.
    #[serde(default)]
    pub department: Option<String>,
}

/// Records of one form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecipeForm {
    /// The form.
    pub form: FormId,
    /// How many records.
    pub count: u32,
    /// Over how many days before now they are spread.
    #[serde(default = "a_year")]
    pub days: u32,
    /// The hours of the day in which they are filed, in the app's zone.
    #[serde(default = "office_hours")]
    pub hours: (u32, u32),
    /// How many are filed on a day of the weekend for a hundred on a working day.
    #[serde(default = "all")]
    pub weekend_percent: u32,
    /// The role of those who file them; the system when left out.
    #[serde(default)]
    pub by: Option<RoleId>,
    /// How the values are made.
    pub values: IndexMap<FieldId, Generator>,
    /// What happens afterwards, in this order, as long as it lies in the past.
    #[serde(default)]
    pub acts: Vec<RecipeAct>,
}

fn a_year() -> u32 {
    365
}

fn office_hours() -> (u32, u32) {
    (8, 20)
}

fn all() -> u32 {
    100
}

/// A step of the flow that is done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecipeAct {
    /// The node whose to-do is done, by whoever holds it. Left out if the record is not there at that time.
    pub node: NodeId,
    /// What is done: `approve`, `complete`, `reject` …
    pub action: String,
    /// Minutes after what was done before, at least and at most.
    pub after_minutes: (u32, u32),
    /// Per cent of the records that get so far; the others stay where they are.
    #[serde(default = "all")]
    pub percent: u32,
    /// What is said.
    #[serde(default)]
    pub opinion: String,
    /// What is filled in.
    #[serde(default)]
    pub values: IndexMap<FieldId, Generator>,
}

/// How a value is made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "gen", rename_all = "snake_case", deny_unknown_fields)]
pub enum Generator {
    /// Always the same.
    Always {
        /// The value.
        value: Json,
    },
    /// One of several, by weight.
    OneOf {
        /// The values.
        options: Vec<Weighted>,
    },
    /// Some of several.
    SomeOf {
        /// The values.
        options: Vec<Json>,
        /// At least so many.
        min: u32,
        /// At most so many.
        max: u32,
    },
    /// A text from a template: `{word}` is replaced by one of a list, `#` by a digit.
    Text {
        /// One of them is taken.
        templates: Vec<String>,
        /// The lists.
        #[serde(default)]
        words: IndexMap<String, Vec<String>>,
    },
    /// Each value in turn: the first record takes the first one.
    InTurn {
        /// The values.
        values: Vec<Json>,
    },
    /// A number.
    Number {
        /// At least.
        min: i64,
        /// At most.
        max: i64,
        /// Digits after the point.
        #[serde(default)]
        scale: u32,
    },
    /// A day so many days before the record was filed.
    DaysBefore {
        /// At least.
        min: u32,
        /// At most.
        max: u32,
    },
    /// The moment at which this is done.
    Moment {},
    /// A record of an earlier form that was there at that moment, if there is one.
    Record {
        /// The form.
        form: FormId,
        /// Only those with these values.
        #[serde(default)]
        with: Map<String, Json>,
    },
    /// The value of the record to which a field made before refers.
    Of {
        /// The field that refers.
        field: FieldId,
        /// The field there.
        value: FieldId,
    },
    /// A person with a role.
    Person {
        /// The role.
        role: RoleId,
    },
    /// A department.
    Department {
        /// Its short name.
        department: String,
    },
    /// Rows of a sub-table.
    Rows {
        /// At least so many.
        min: u32,
        /// At most so many.
        max: u32,
        /// How the values of a row are made.
        values: IndexMap<FieldId, Generator>,
    },
    /// In some records only.
    Maybe {
        /// Per cent of the records.
        percent: u32,
        /// What is then made.
        then: Box<Generator>,
    },
    /// What the value of a field made before calls for.
    By {
        /// That field.
        field: FieldId,
        /// What is made for which value; an empty text stands for no value.
        of: IndexMap<String, Generator>,
        /// What is made for all others; nothing when left out.
        #[serde(default)]
        otherwise: Option<Box<Generator>>,
    },
}

/// A value and how often it comes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Weighted {
    /// The value.
    pub value: Json,
    /// Its weight among the others.
    #[serde(default = "one")]
    pub weight: u32,
}

fn one() -> u32 {
    1
}

/// Some of the records of a form tell a story: they lie in a span of days and have these values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// What is to be found.
    pub label: value::Label,
    /// The form.
    pub form: FormId,
    /// How many of its records.
    pub count: u32,
    /// How many days ago, at least and at most.
    pub days_ago: (u32, u32),
    /// The values that differ.
    pub values: IndexMap<FieldId, Generator>,
}
