//! Demo data from a recipe: the same recipe and the same day give the same records, bit for bit.
//!
//! Nothing is written here. The answer is a list of people and records with creator and moment, which `runtime` files through its own door,
//! so that rules, computed fields and flows act on them as on anything else.

mod generate;
mod random;
mod recipe;

pub use random::Random;
pub use recipe::{Generator, Recipe, RecipeAct, RecipeDepartment, RecipeForm, RecipePerson, Story, Weighted};

use calendar::Zone;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use value::{DepartmentId, FormId, Instant, NodeId, RecordId, RoleId, UserId};

/// What is made.
#[derive(Debug, Clone, PartialEq)]
pub struct Demo {
    /// The departments, those above before those below.
    pub departments: Vec<DemoDepartment>,
    /// The people.
    pub people: Vec<DemoPerson>,
    /// The records, form by form, each form by moment.
    pub records: Vec<DemoRecord>,
}

/// A department.
#[derive(Debug, Clone, PartialEq)]
pub struct DemoDepartment {
    /// Its key.
    pub id: DepartmentId,
    /// Its short name in the recipe.
    pub short: String,
    /// Its name.
    pub name: String,
    /// Its head.
    pub head: Option<UserId>,
    /// The department above.
    pub above: Option<DepartmentId>,
}

/// A person.
#[derive(Debug, Clone, PartialEq)]
pub struct DemoPerson {
    /// The key.
    pub id: UserId,
    /// The name with which the person signs in.
    pub login: String,
    /// The name that others see.
    pub name: String,
    /// The roles of the app.
    pub roles: Vec<RoleId>,
    /// The department.
    pub department: Option<DepartmentId>,
}

/// A record, and what happened with it afterwards.
#[derive(Debug, Clone, PartialEq)]
pub struct DemoRecord {
    /// The form.
    pub form: FormId,
    /// Its key; other records refer by it.
    pub id: RecordId,
    /// Who filed it; the system when nobody.
    pub by: Option<UserId>,
    /// When.
    pub at: Instant,
    /// What was entered.
    pub values: Map<String, Json>,
    /// What happened afterwards, in this order.
    pub acts: Vec<DemoAct>,
}

/// A step of the flow that was done, by whoever held it.
#[derive(Debug, Clone, PartialEq)]
pub struct DemoAct {
    /// The node.
    pub node: NodeId,
    /// What was done.
    pub action: String,
    /// When.
    pub at: Instant,
    /// What was said.
    pub opinion: String,
    /// What was filled in.
    pub values: Map<String, Json>,
}

/// What the recipe is cooked with.
#[derive(Debug, Clone)]
pub struct Kitchen<'a> {
    /// The moment; everything lies before it.
    pub now: Instant,
    /// The app's zone.
    pub zone: &'a Zone,
    /// People who are there already, by the name with which they sign in; the others get keys of their own.
    pub people: &'a BTreeMap<String, UserId>,
    /// Departments that are there already, by their short name in the recipe.
    pub departments: &'a BTreeMap<String, DepartmentId>,
}

/// Reads a recipe.
pub fn read(text: &str) -> Result<Recipe, serde_json::Error> {
    serde_json::from_str(text)
}

/// The JSON Schema of a recipe.
pub fn schema() -> Json {
    schemars::generate::SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Recipe>().to_value()
}

/// Makes the data.
pub fn make(recipe: &Recipe, kitchen: &Kitchen<'_>) -> Demo {
    generate::make(recipe, kitchen)
}
