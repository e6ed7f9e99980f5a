//! What is generated from the types and registries must be fresh. `UPDATE=1` writes it.

use crate::root;
use serde_json::Value as Json;

#[test]
fn generated_schemas_are_fresh() {
    let folder = root().join("definitions/schema");
    let update = std::env::var_os("UPDATE").is_some();
    let mut wanted: Vec<(String, Json)> = app_engine::schema::all();
    wanted.push(("demo-recipe.json".into(), app_engine::demo::schema()));
    wanted.push(("registry.json".into(), app_engine::registry()));
    let mut stale = Vec::new();
    for (name, schema) in &wanted {
        let text = serde_json::to_string_pretty(schema).unwrap() + "\n";
        let path = folder.join(name);
        if std::fs::read_to_string(&path).ok().as_deref() != Some(&text) {
            if update {
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(&path, text).unwrap();
            } else {
                stale.push(name.clone());
            }
        }
    }
    assert!(stale.is_empty(), "stale in definitions/schema: {stale:?}; run `cargo xtask gen`");
}

#[test]
fn every_schema_is_a_schema() {
    for (name, schema) in app_engine::schema::all() {
        jsonschema::draft202012::meta::validate(&schema).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

/// One line of the index: a code, and what is said where it is reported.
fn codes_of(text: &str) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find("\"M").map(|at| from + at) {
        from = at + 2;
        let code: String = text[at + 1..].chars().take_while(|char| char.is_ascii_alphanumeric()).collect();
        let is_code = code.len() == 6 && code[2..].bytes().all(|byte| byte.is_ascii_digit()) && "DFCWRQPTAS".contains(&code[1..2]);
        if !is_code || !text[at + 1 + code.len()..].starts_with('"') {
            continue;
        }
        let (zh, en) = words_near(text, at, at + code.len() + 2);
        found.push((code, zh, en));
    }
    found
}

/// The Chinese and the English sentence nearest to a code: behind it, else before it.
fn words_near(text: &str, start: usize, end: usize) -> (String, String) {
    let cut = |from: usize, to: usize| text.char_indices().filter(|(at, _)| (from..to).contains(at)).map(|(_, char)| char).collect::<String>();
    let behind = cut(end, end + 500);
    let before = cut(start.saturating_sub(600), start);
    let pair = |words: Vec<String>| -> Option<(String, String)> {
        let zh = words.iter().position(|word| is_chinese(word))?;
        let en = words[zh + 1..].iter().find(|word| !is_chinese(word) && word.contains(' '))?;
        Some((words[zh].clone(), en.clone()))
    };
    let mut backwards = literals(&before);
    let last_chinese = backwards.iter().rposition(|word| is_chinese(word)).unwrap_or_default();
    backwards.drain(..last_chinese.min(backwards.len()));
    let until_next_code: Vec<String> = literals(&behind).into_iter().take_while(|word| !(word.len() == 6 && word.starts_with('M'))).collect();
    pair(until_next_code).or_else(|| pair(backwards)).unwrap_or_default()
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|char| ('\u{4e00}'..='\u{9fff}').contains(&char))
}

fn literals(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut chars = text.chars();
    while chars.by_ref().any(|char| char == '"') {
        let mut word = String::new();
        while let Some(char) = chars.next() {
            match char {
                '"' => break,
                '\\' => word.extend(chars.next()),
                other => word.push(other),
            }
        }
        found.push(word);
    }
    found
}

/// The index of all codes, from the sources of the engines: what a finding says, in both languages.
#[test]
fn generated_error_index_is_fresh() {
    let mut index: std::collections::BTreeMap<String, (String, String)> = std::collections::BTreeMap::new();
    for name in ["definition", "formula", "query", "template", "form-engine", "flow-engine", "rule-engine", "report-engine", "print-engine", "app-engine"] {
        for text in sources(&root().join("crates").join(name).join("src")) {
            let until_tests = text.split("#[cfg(test)]").next().unwrap_or_default();
            for (code, zh, en) in codes_of(until_tests) {
                let entry = index.entry(code).or_default();
                if entry.0.is_empty() {
                    *entry = (zh, en);
                }
            }
        }
    }
    let lines = index.iter().filter(|(_, (zh, _))| !zh.is_empty()).map(|(code, (zh, en))| format!("| `{code}` | {} | {} |", cell(zh), cell(en)));
    let text = format!(
        "# Codes of findings\n\nGenerated from the sources by `cargo xtask gen`. Words in braces are names of the definition.\n\n| code | 说明 | meaning |\n|---|---|---|\n{}\n",
        lines.collect::<Vec<_>>().join("\n")
    );
    let path = root().join("docs/errors/README.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    } else {
        assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), text, "docs/errors/README.md is stale; run `cargo xtask gen`");
    }
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn sources(folder: &std::path::Path) -> Vec<String> {
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| if path.is_dir() { sources(path) } else { vec![std::fs::read_to_string(path).unwrap_or_default()] };
    paths.iter().flat_map(read).collect()
}
