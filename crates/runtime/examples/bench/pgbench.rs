//! The same statements once more, sent by `pgbench`: a program that nobody can say was written to be beaten.
//!
//! Every caller is a client, and every client plays its own transactions in their order. Statements are prepared once per client, as the
//! driver of the runtime does it.

use crate::bare::Line;
use sea_orm::sea_query::Value as Cell;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::process::Command;
use test_kit::TestDatabase;

/// Plays the transactions of the clients; answers the seconds.
pub fn play(clients: &[Vec<Vec<Line>>], database: &TestDatabase, folder: &Path) -> f64 {
    let script = folder.join("steps.pgbench");
    std::fs::write(&script, written(clients)).unwrap();
    let count = clients.len().to_string();
    let played = Command::new("pgbench")
        .args(["--no-vacuum", "--protocol", "simple", "--client", &count, "--jobs", "2", "--transactions", "1", "--file"])
        .arg(&script)
        .arg(&database.url)
        .env("PGOPTIONS", "-c default_transaction_isolation=repeatable\\ read")
        .output()
        .expect("pgbench comes with PostgreSQL");
    let said = String::from_utf8_lossy(&played.stdout);
    assert!(played.status.success(), "{said}\n{}", String::from_utf8_lossy(&played.stderr));
    let done = format!("number of transactions actually processed: {count}/{count}");
    assert!(said.contains(&done), "{said}\n{}", String::from_utf8_lossy(&played.stderr));
    let per_second = said.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse::<f64>().ok());
    clients.len() as f64 / per_second.expect("pgbench says how fast it was")
}

/// One script for all: what a client has to do stands behind its number.
fn written(clients: &[Vec<Vec<Line>>]) -> String {
    let mut script = String::new();
    for (number, transactions) in clients.iter().enumerate() {
        writeln!(script, "\\{} :client_id = {number}", if number == 0 { "if" } else { "elif" }).unwrap();
        let mut names = BTreeMap::new();
        for line in transactions.iter().flatten() {
            let next = names.len();
            names.entry((line.sql.as_str(), types(line))).or_insert_with_key(|(sql, types)| {
                writeln!(script, "PREPARE s{next}{types} AS {};", on_one_line(sql)).unwrap();
                next
            });
        }
        for lines in transactions {
            writeln!(script, "BEGIN;").unwrap();
            for line in lines {
                let values = line.values.iter().map(literal).collect::<Vec<_>>().join(", ");
                let given = if values.is_empty() { values } else { format!("({values})") };
                writeln!(script, "EXECUTE s{}{given};", names[&(line.sql.as_str(), types(line))]).unwrap();
            }
            writeln!(script, "COMMIT;").unwrap();
        }
    }
    script + "\\endif\n"
}

fn on_one_line(sql: &str) -> String {
    sql.replace('\n', " ")
}

/// What the driver tells the database of the values.
fn types(line: &Line) -> String {
    let types: Vec<_> = line
        .values
        .iter()
        .map(|value| match value {
            Cell::Bool(_) => "boolean",
            Cell::Int(_) => "integer",
            Cell::BigInt(_) | Cell::BigUnsigned(_) => "bigint",
            Cell::String(_) => "text",
            Cell::Uuid(_) => "uuid",
            Cell::Json(_) => "jsonb",
            other => panic!("pgbench is not told of {other:?}"),
        })
        .collect();
    if types.is_empty() { String::new() } else { format!(" ({})", types.join(", ")) }
}

fn literal(value: &Cell) -> String {
    let text = match value {
        Cell::Bool(it) => it.map(|it| it.to_string()),
        Cell::Int(it) => it.map(|it| it.to_string()),
        Cell::BigInt(it) => it.map(|it| it.to_string()),
        Cell::BigUnsigned(it) => it.map(|it| it.to_string()),
        Cell::String(it) => it.as_ref().map(ToString::to_string),
        Cell::Uuid(it) => it.map(|it| it.to_string()),
        Cell::Json(it) => it.as_ref().map(ToString::to_string),
        other => panic!("pgbench is not told of {other:?}"),
    };
    text.map_or_else(|| "NULL".into(), |text| format!("'{}'", text.replace('\'', "''")))
}
