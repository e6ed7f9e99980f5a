//! From a definition to a [`CompiledForm`]: everything that is wrong is found in one pass.

mod fields;
mod graph;
mod layouts;
mod logic;
mod overrule;
mod plan;
mod similar;
mod views;

pub use views::check_view;

pub(crate) use plan::{Plan, Reader, Target, Vertex};

use crate::{CompiledForm, Findings, FormEnvironment, Index, scope};
use definition::{Diagnostic, Form};

/// Compiles a form. There is none when a finding is an error; warnings may stand beside it.
pub fn compile(form: &Form, environment: &FormEnvironment<'_>) -> (Option<CompiledForm>, Vec<Diagnostic>) {
    compile_whole(form.clone(), environment)
}

/// The same of a definition that nobody else needs: a large one is not copied.
pub fn compile_whole(definition: Form, environment: &FormEnvironment<'_>) -> (Option<CompiledForm>, Vec<Diagnostic>) {
    let form = &definition;
    let mut findings = Findings::new(format!("forms/{}.json", form.id));
    check_retired(form, &mut findings);
    let mut fields = findings.at("fields", |findings| fields::compile_fields(&form.fields, environment, findings));
    let scope = scope::scope_of(&form.id, &fields, environment);
    fields::check_fill_maps(&fields, &mut findings);
    let vertices = logic::compile_logic(form, &mut fields, &scope, &mut findings);
    let plan = graph::plan(&fields, vertices, &mut findings);
    let layouts = layouts::layouts(form, &fields, &mut findings);
    let views = views::views(form, &fields, &mut findings);
    let title_field = layouts::title_field(form, &fields, &mut findings);
    similar::check(form, &fields, &mut findings);
    let ready = !findings.has_errors();
    let compiled = plan.filter(|_| ready).map(|plan| {
        let indexes = fields.values().filter(|field| field.unique).map(|field| Index { fields: vec![field.id.clone()], unique: true }).collect();
        CompiledForm { definition, fields, scope, layouts, views, indexes, title_field, plan }
    });
    (compiled, findings.into_diagnostics())
}

/// The names that formulas about a record of the form may use, whatever else is wrong with the form. Checks of other objects go on with it.
pub fn form_scope(form: &Form, environment: &FormEnvironment<'_>) -> formula::Scope {
    let fields = fields::compile_fields(&form.fields, environment, &mut Findings::new(""));
    scope::scope_of(&form.id, &fields, environment)
}

fn check_retired(form: &Form, findings: &mut Findings) {
    for (index, field) in form.fields.iter().enumerate() {
        if form.retired.contains(&field.id) {
            let message = told!(
                format!("字段 id「{}」已停用，不能再次使用", field.id),
                format!("the field id `{}` is retired and is never used again", field.id),
            );
            let found = findings.error("MC0106", &format!("/fields/{index}/id"), message);
            found.hint = Some(told!("换一个新的 id", "take a new id"));
        }
    }
}
