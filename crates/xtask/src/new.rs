//! `cargo xtask new <kind> <name>`: the two files of one more control or node, and the line for the list.

use crate::run::root;
use anyhow::{Context, Result, bail};
use std::path::PathBuf;

struct Kind {
    name: &'static str,
    /// Files to write, each with its template.
    files: &'static [(&'static str, &'static str)],
    /// Where the one line goes, and what it looks like.
    list: (&'static str, &'static str),
}

const KINDS: &[Kind] = &[
    Kind {
        name: "control",
        files: &[
            ("crates/form-engine/src/controls/{name}.rs", include_str!("../templates/control.rs.txt")),
            ("apps/web/src/controls/{name}/index.tsx", include_str!("../templates/control.tsx.txt")),
        ],
        list: ("crates/form-engine/src/controls/mod.rs", "    &{name}::CONTROL,"),
    },
    Kind {
        name: "node",
        files: &[("crates/flow-engine/src/nodes/{name}.rs", include_str!("../templates/node.rs.txt"))],
        list: ("crates/flow-engine/src/nodes/mod.rs", "    &{name}::KIND,"),
    },
];

/// Writes the files of a new kind and says which line to add.
pub fn new(arguments: &[String]) -> Result<()> {
    let [kind, name] = arguments else { bail!("cargo xtask new <control|node> <name>") };
    let kind = KINDS.iter().find(|known| known.name == kind).with_context(|| format!("`{kind}` is not control or node"))?;
    let fine = name.bytes().next().is_some_and(|b| b.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !fine {
        bail!("`{name}` is not lower_snake");
    }
    for (path, template) in kind.files {
        let path = root().join(path.replace("{name}", name));
        write(&path, &template.replace("{name}", name).replace("{Name}", &camel(name)))?;
    }
    let (list, line) = kind.list;
    println!("now add to {list}:\n    mod {name};\n{}\nand run `cargo xtask gen`", line.replace("{name}", name));
    Ok(())
}

fn write(path: &PathBuf, text: &str) -> Result<()> {
    if path.exists() {
        bail!("{} is there already", path.display());
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, text)?;
    println!("wrote {}", path.strip_prefix(root()).unwrap_or(path).display());
    Ok(())
}

fn camel(name: &str) -> String {
    name.split('_')
        .map(|word| word.chars().next().map(|first| first.to_uppercase().chain(word.chars().skip(1)).collect::<String>()).unwrap_or_default())
        .collect()
}
