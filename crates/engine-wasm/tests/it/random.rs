//! Native and browser engine on random forms and edit scripts: every answer is the same, byte for byte.

use crate::node::{module, replayed};
use crate::random_forms::{Random, RandomForm, Step};
use engine_wasm::Engine;
use serde_json::{Value as Json, json};

/// A form from each seed.
const FORMS: u64 = 150;

/// The requests of a script with the answers of the native engine, one line each.
#[derive(Default)]
struct Script {
    engine: Engine,
    requests: Vec<String>,
    answers: Vec<String>,
}

impl Script {
    fn ask(&mut self, request: &Json) -> Json {
        let request = request.to_string();
        let answer = self.engine.call(request.as_bytes());
        let json = serde_json::from_str(&answer).unwrap();
        self.requests.push(request);
        self.answers.push(answer);
        json
    }

    fn play(&mut self, seed: u64) {
        let mut random = Random::new(seed);
        let size = 2 + random.below(14);
        let made = RandomForm::new(&mut random, size);
        let loaded = self.ask(&json!({ "op": "load", "form": made.json(&made.fields, &made.logic) }));
        let form = loaded["ok"]["form"].as_u64().unwrap_or_else(|| panic!("{loaded}"));
        let opened = self.ask(&json!({ "op": "open", "form": form, "now": "2026-03-01T00:00:00Z" }));
        let session = &opened["ok"]["session"];
        let mut rows: Vec<Json> = Vec::new();
        for step in made.steps(&mut random, 20) {
            let Some(request) = request(&step, session, &rows) else { continue };
            let changes = self.ask(&request);
            if let Some(order) = changes["ok"]["tables"]["lines"]["order"].as_array() {
                rows.clone_from(order);
            }
        }
        self.ask(&json!({ "op": "state", "session": session }));
        self.ask(&json!({ "op": "submit", "session": session }));
        self.ask(&json!({ "op": "close", "session": session }));
        self.ask(&json!({ "op": "close", "form": form }));
    }
}

/// A step as a request; none when there is no row for it.
fn request(step: &Step, session: &Json, rows: &[Json]) -> Option<Json> {
    let row = |at: &usize| rows.get(*at).or(rows.last());
    let of_rows = |what: Json| {
        let mut request = json!({ "op": "rows", "session": session, "table": "lines" });
        what.as_object().into_iter().flatten().for_each(|(key, value)| request[key] = value.clone());
        request
    };
    Some(match step {
        Step::Edit { field, value } => json!({ "op": "edit", "session": session, "path": field, "value": value }),
        Step::EditCell { row: at, column, value } => {
            json!({ "op": "edit", "session": session, "path": ["lines", row(at)?, column], "value": value })
        }
        Step::AddRow { at } => of_rows(json!({ "do": "add", "at": (*at).min(rows.len()) })),
        Step::RemoveRow { row: at } => of_rows(json!({ "do": "remove", "rows": [row(at)?] })),
        Step::MoveRow { row: at, to } => of_rows(json!({ "do": "move", "row": row(at)?, "to": to })),
    })
}

#[test]
fn random_scripts_have_the_same_answers_in_the_browser_engine() {
    let mut script = Script::default();
    (0..FORMS).for_each(|seed| script.play(seed));
    let Some(module) = module() else {
        println!("the target wasm32-unknown-unknown is not installed: `rustup target add wasm32-unknown-unknown`");
        return;
    };
    let found = replayed(&module, "random-requests.jsonl", &script.requests);
    assert_eq!(found.len(), script.answers.len());
    for ((request, native), wasm) in script.requests.iter().zip(&script.answers).zip(found) {
        assert_eq!(*native, wasm, "to {request}");
    }
}
