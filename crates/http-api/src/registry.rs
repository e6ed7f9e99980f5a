//! What the builder offers, written for the browser.

use crate::dto::LabelText;
use crate::dto::build::{FunctionEntry, Registry};
use crate::problem::Problem;
use formula::Function;
use runtime::RuntimeError;
use value::Label;

/// All registries of the engines.
pub(crate) fn all() -> Result<Registry, Problem> {
    let mut registry: Registry =
        serde_json::from_value(app_engine::registry()).map_err(|error| Problem::from(RuntimeError::Internal(error.to_string())))?;
    registry.functions = formula::functions().map(entry).collect();
    Ok(registry)
}

fn entry(function: &Function) -> FunctionEntry {
    let params = function.params.iter().map(|param| if param.optional { format!("[{}]", param.name) } else { param.name.to_owned() });
    let more = if function.repeat > 0 { ", …" } else { "" };
    FunctionEntry {
        name: function.name.into(),
        zh: function.zh.into(),
        group: format!("{:?}", function.group).to_lowercase(),
        signature: format!("{}({}{more})", function.name, params.collect::<Vec<_>>().join(", ")),
        help: LabelText::from(Label::both(function.help.0, function.help.1)),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_registry_is_written() {
        let registry = super::all().unwrap();
        assert!(registry.controls.len() >= 16 && registry.nodes.len() >= 5);
        assert!(registry.functions.iter().any(|function| function.name == "SUM"));
    }
}
