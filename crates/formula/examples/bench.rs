//! How long one evaluation takes: `cargo run --release -p formula --example bench` prints nanoseconds per formula (least and median of short rounds, so that a busy machine does not count).

use formula::{Budget, FieldType, Lookup, Scope, compile, evaluate};
use indexmap::IndexMap;
use std::hint::black_box;
use std::io::Write;
use std::time::Instant;
use value::{FieldId, Label, Record, Value, ValueType};

const ROUNDS: usize = 2001;
const CALLS: u32 = 500;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let field = |value_type: ValueType| FieldType {
        label: Label::default(),
        value_type,
        options: Vec::new(),
        fields: IndexMap::new(),
        face: value::FaceOf::default(),
    };
    let (level, amount) = (FieldId::parse("level")?, FieldId::parse("amount")?);
    let fields = IndexMap::from([(level.clone(), field(ValueType::Text)), (amount.clone(), field(ValueType::Number { scale: 2 }))]);
    let scope = Scope { fields, ..Scope::default() };
    let record = Record::from_iter([(level, Value::text("严重")), (amount, Value::int(2000))]);
    let world = Lookup { record, now: value::Instant::UNIX_EPOCH, zone: calendar::Zone::shanghai(), user: None };
    for (source, budget) in [
        ("IF(AND({level}=\"严重\",{amount}>1000),{amount}*3,0)", Some(250)),
        ("ROUND({amount}*3*0.85, 2) & \"元\"", None),
        ("{amount}", None),
        ("SUM({1,2,3,4,5,6,7,8,9,10})", None),
    ] {
        let formula = compile(source, &scope).map_err(|faults| format!("{faults:?}"))?;
        let mut times: Vec<f64> = (0..ROUNDS)
            .map(|_| {
                let begin = Instant::now();
                for _ in 0..CALLS {
                    black_box(evaluate(black_box(&formula), black_box(&world), Budget::default()));
                }
                begin.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS)
            })
            .collect();
        times.sort_by(f64::total_cmp);
        let least = times.first().copied().unwrap_or_default();
        let median = times.get(ROUNDS / 2).copied().unwrap_or_default();
        writeln!(std::io::stdout(), "{least:6.0} ns {median:6.0} ns  {source}")?;
        if let Some(budget) = budget {
            writeln!(std::io::stdout(), "figure\tformula {source}\t{median:.0}\tns\t<=\t{budget}\tleast {least:.0} ns")?;
        }
    }
    Ok(())
}
