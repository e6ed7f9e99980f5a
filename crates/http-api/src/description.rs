//! The description of the interface: OpenAPI made from the routes, with what holds for all of them.

use crate::dto::package::ImportPlan;
use crate::dto::problem::ProblemBody;
use crate::gate::Right;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, ResponseBuilder};
use utoipa::{PartialSchema, ToSchema};

/// The empty description into which the routes write themselves.
pub(crate) fn base() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Mortise")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some("Every change carries `X-CSRF-Token` (from `GET /api/session`) and, where `x-idempotency-key` is true, `Idempotency-Key` (8 to 128 characters): send the same key again when no answer came. Errors are problem+json."))
        .build();
    OpenApiBuilder::new().info(info).build()
}

/// The whole description.
pub fn openapi() -> OpenApi {
    let (router, rights) = crate::table::build_router(0);
    let mut api = router.into_openapi();
    add_problem_schema(&mut api);
    for (path, item) in &mut api.paths.paths {
        for (method, operation) in operations_of(item) {
            let right = rights.get(&(method.to_owned(), path.clone())).copied().unwrap_or(Right::Public);
            complete(operation, method, right);
        }
    }
    api
}

/// The methods that a path offers.
pub(crate) fn methods_of(item: &PathItem) -> Vec<&'static str> {
    let slots = [("GET", &item.get), ("POST", &item.post), ("PUT", &item.put), ("PATCH", &item.patch), ("DELETE", &item.delete)];
    slots.into_iter().filter(|(_, operation)| operation.is_some()).map(|(method, _)| method).collect()
}

fn operations_of(item: &mut PathItem) -> Vec<(&'static str, &mut Operation)> {
    let slots = [("GET", &mut item.get), ("POST", &mut item.post), ("PUT", &mut item.put), ("PATCH", &mut item.patch), ("DELETE", &mut item.delete)];
    slots.into_iter().filter_map(|(method, operation)| operation.as_mut().map(|operation| (method, operation))).collect()
}

fn add_problem_schema(api: &mut OpenApi) {
    let components = api.components.get_or_insert_default();
    let mut schemas = Vec::new();
    ProblemBody::schemas(&mut schemas);
    components.schemas.extend(schemas);
    components.schemas.insert(ProblemBody::name().into_owned(), ProblemBody::schema());
    // Parts of uploads are texts to the routes; what they hold is described here.
    let mut parts = vec![(ImportPlan::name().into_owned(), ImportPlan::schema())];
    ImportPlan::schemas(&mut parts);
    components.schemas.extend(parts);
    let mut live = Vec::new();
    crate::dto::event::LiveEvent::schemas(&mut live);
    components.schemas.extend(live);
    let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("mortise")));
    components.security_schemes.insert("session".into(), cookie.into());
    let csrf = SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::new("X-CSRF-Token")));
    components.security_schemes.insert("csrf".into(), csrf.into());
}

/// Says what holds for every route of its kind: problems, the session, the tokens of a change.
fn complete(operation: &mut Operation, method: &str, right: Right) {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("ProblemBody"))).build();
    let problem = ResponseBuilder::new().description("A problem.").content("application/problem+json", content).build();
    operation.responses.responses.insert("default".into(), RefOr::T(problem));
    if matches!(right, Right::Public | Right::Limited(_)) {
        // An empty list says that nothing is needed; none at all would leave it open.
        operation.security = Some(Vec::new());
        return;
    }
    let mut needs = SecurityRequirement::new("session", Vec::<String>::new());
    if method != "GET" {
        needs = needs.add("csrf", Vec::<String>::new());
    }
    operation.security = Some(vec![needs]);
}

/// Says that the operations of these paths carry an idempotency key.
pub(crate) fn mark_keyed(paths: &mut utoipa::openapi::Paths) {
    for item in paths.paths.values_mut() {
        for (_, operation) in operations_of(item) {
            operation.extensions.get_or_insert_default().insert("x-idempotency-key".into(), serde_json::Value::Bool(true));
        }
    }
}

/// Method, path and right of every route, for tests of the gate.
pub fn declared_rights() -> Vec<(String, String, &'static str)> {
    let (_, rights) = crate::table::build_router(0);
    rights.into_iter().map(|((method, path), right)| (method, path, right.name())).collect()
}
