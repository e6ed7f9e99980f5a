//! What the commands need from the machine, installed when it is missing, or one sentence that says what to do.

use crate::run::{answers, command, output, run};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

/// Something from the system's package manager.
pub struct Tool {
    /// Name for people.
    pub name: &'static str,
    /// Debian's packages.
    pub packages: &'static [&'static str],
    /// Whether it is there.
    pub present: fn() -> bool,
}

/// The browser of the end-to-end tests.
pub const CHROMIUM: Tool = Tool { name: "Chromium", packages: &["chromium"], present: || chromium().is_some() };
/// The database server of the tests.
pub const POSTGRESQL: Tool = Tool { name: "PostgreSQL", packages: &["postgresql"], present: || postgresql().is_some() };
/// Foreign readers of our PDFs.
pub const POPPLER: Tool = Tool { name: "poppler (pdftotext, pdftoppm)", packages: &["poppler-utils"], present: || answers("pdftotext", "-v") };
/// A foreign checker of our PDFs.
pub const QPDF: Tool = Tool { name: "qpdf", packages: &["qpdf"], present: || answers("qpdf", "--version") };
/// A foreign reader of our QR codes.
pub const ZBAR: Tool = Tool { name: "zbar (zbarimg)", packages: &["zbar-tools"], present: || answers("zbarimg", "--version") };
/// The system-call trace of the crash test.
pub const STRACE: Tool = Tool { name: "strace", packages: &["strace"], present: || answers("strace", "-V") };
/// What other engines are measured with.
pub const PYTHON: Tool = Tool {
    name: "Python with venv",
    packages: &["python3-venv"],
    present: || command("python3", &["-c", "import ensurepip, venv"]).status().is_ok_and(|status| status.success()),
};
/// Chinese letters for the browser's screenshots.
pub const FONTS: Tool = Tool {
    name: "Noto CJK fonts",
    packages: &["fonts-noto-cjk"],
    present: || output(command("fc-list", &[":lang=zh", "family"])).is_ok_and(|list| !list.trim().is_empty()),
};

/// Installs what is missing.
pub fn ensure(tools: &[&Tool]) -> Result<()> {
    let missing: Vec<&&Tool> = tools.iter().filter(|tool| !(tool.present)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().flat_map(|tool| tool.packages.iter().copied()).collect();
    let names = missing.iter().map(|tool| tool.name).collect::<Vec<_>>().join(", ");
    println!("missing: {names}; installing {}", packages.join(" "));
    install(&packages)?;
    for tool in missing {
        if !(tool.present)() {
            bail!("{} is still missing after installing {}: install it by hand and run the command again", tool.name, tool.packages.join(" "));
        }
    }
    Ok(())
}

fn install(packages: &[&str]) -> Result<()> {
    if !answers("apt-get", "--version") {
        bail!("please install with your system's package manager: {}", packages.join(" "));
    }
    let sudo: &[&str] = if is_root()? { &[] } else { &["sudo"] };
    let apt = |arguments: &[&str]| {
        let words: Vec<&str> = sudo.iter().copied().chain(["apt-get", "-y", "-qq"]).chain(arguments.iter().copied()).collect();
        let (program, rest) = words.split_first().map_or(("apt-get", &[][..]), |(first, rest)| (*first, rest));
        let mut command = command(program, rest);
        command.env("DEBIAN_FRONTEND", "noninteractive");
        run(command)
    };
    apt(&["update"])?;
    let mut arguments = vec!["install", "--no-install-recommends"];
    arguments.extend(packages);
    apt(&arguments)
}

fn is_root() -> Result<bool> {
    Ok(output(command("id", &["-u"]))?.trim() == "0")
}

/// The Chromium that the tests drive.
pub fn chromium() -> Option<PathBuf> {
    ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].iter().map(PathBuf::from).find(|path| path.exists())
}

/// The folder with PostgreSQL's programs.
pub fn postgresql() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut folders: Vec<PathBuf> = versions.flatten().map(|entry| entry.path().join("bin")).filter(|bin| bin.join("initdb").exists()).collect();
    folders.sort();
    folders.pop()
}

/// Node and npm, which cannot be installed behind the user's back.
pub fn ensure_node() -> Result<()> {
    if answers("node", "--version") && answers("npm", "--version") {
        return Ok(());
    }
    bail!("Node.js 20 or newer with npm is needed for the web app: install it and run the command again");
}

/// The compiler's target for the browser engine.
pub fn ensure_wasm_target() -> Result<()> {
    let libraries = output(command("rustc", &["--print", "target-libdir", "--target", "wasm32-unknown-unknown"]))?;
    if Path::new(libraries.trim()).exists() {
        return Ok(());
    }
    run(command("rustup", &["target", "add", "wasm32-unknown-unknown"])).or_else(|fault| {
        bail!("the browser engine needs the target wasm32-unknown-unknown: run `rustup target add wasm32-unknown-unknown` ({fault})")
    })
}
