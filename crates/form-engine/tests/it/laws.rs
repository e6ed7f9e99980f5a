//! Laws that hold for every form: an order of fields has no meaning, and many edits end where one ends.

use calendar::Zone;
use definition::Form;
use form_engine::{CellPath, CompiledForm, FormEnvironment, Opening, Place, Session, Submission, compile, submit};
use indexmap::IndexMap;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use std::sync::Arc;
use value::{FieldId, Record, Value};

/// Inputs `f0…`, sums `c0…` of which each reads some inputs and some earlier sums, and inputs that are hidden by an earlier sum.
fn form(reads: &[(u8, u8)], order: &[usize]) -> Arc<CompiledForm> {
    let mut fields: Vec<Json> = (0..4).map(|index| json!({ "id": format!("f{index}"), "kind": "number", "label": "F", "scale": 0 })).collect();
    let mut logic = Vec::new();
    for (index, (input, before)) in reads.iter().enumerate() {
        let earlier = if index == 0 { "0".to_owned() } else { format!("{{c{}}}", usize::from(*before) % index) };
        let formula = format!("{{f{}}} + {earlier}", input % 4);
        fields.push(json!({ "id": format!("c{index}"), "kind": "computed", "label": "C", "scale": 0, "formula": formula }));
    }
    logic.push(json!({ "id": "hide", "target": "f3", "aspect": "visible", "formula": "{f0} > 5" }));
    let shuffled: Vec<Json> = order.iter().filter_map(|at| fields.get(*at).cloned()).collect();
    let form: Form = serde_json::from_value(json!({ "format": 1, "id": "f", "label": "F", "fields": shuffled, "logic": logic })).unwrap();
    let (compiled, found) =
        compile(&form, &FormEnvironment { dictionaries: &IndexMap::new(), forms: &IndexMap::new(), currency: "CNY", outside: &Arc::default() });
    Arc::new(compiled.unwrap_or_else(|| panic!("{found:?}")))
}

fn id(text: &str) -> FieldId {
    FieldId::parse(text).unwrap()
}

fn answer(form: &Arc<CompiledForm>, edits: &[(u8, i8)]) -> Vec<(FieldId, Value)> {
    let mut session = Session::open(form.clone(), Arc::new(Zone::shanghai()), Opening { place: Place::Browser, ..Opening::default() });
    for (field, value) in edits {
        session.edit(&CellPath::Field(id(&format!("f{}", field % 4))), Value::int(i64::from(*value))).unwrap();
    }
    let entered: Record = session.entered_values();
    let state = |field: &FieldId| session.state(&CellPath::Field(field.clone())).map(|state| state.value.clone()).unwrap_or_default();
    let mut shown: Vec<(FieldId, Value)> =
        form.fields.values().filter(|field| !field.is_entered()).map(|field| (field.id.clone(), state(&field.id))).collect();
    shown.sort_by(|left, right| left.0.cmp(&right.0));
    let decided = submit(form, &Arc::new(Zone::shanghai()), Submission { values: entered, ..Submission::default() }).unwrap();
    for (field, value) in &shown {
        assert_eq!(decided.record.get(field.as_str()), value, "browser and server differ on {field}");
    }
    shown
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_fields_gives_the_same_answers(
        reads in prop::collection::vec((any::<u8>(), any::<u8>()), 1..12),
        edits in prop::collection::vec((any::<u8>(), any::<i8>()), 0..10),
        seed in any::<u64>(),
    ) {
        let count = reads.len() + 4;
        let forwards: Vec<usize> = (0..count).collect();
        let mut mixed = forwards.clone();
        let mut random = seed;
        for at in (1..count).rev() {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            mixed.swap(at, (random >> 33) as usize % (at + 1));
        }
        let last: IndexMap<u8, (u8, i8)> = edits.iter().map(|(field, value)| (field % 4, (*field, *value))).collect();
        let once: Vec<(u8, i8)> = last.into_values().collect();
        let expected = answer(&form(&reads, &forwards), &edits);
        prop_assert_eq!(&expected, &answer(&form(&reads, &mixed), &edits));
        prop_assert_eq!(&expected, &answer(&form(&reads, &forwards), &once));
    }
}
