//! What can be asked on the command line.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use value::Locale;

/// The no-code application engine Mortise 榫卯.
#[derive(Debug, Parser)]
#[command(name = "mortise", version, about, max_term_width = 120)]
pub struct Cli {
    /// Where and how the server keeps its things.
    #[command(flatten)]
    pub place: PlaceOptions,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Options that overrule the file and the environment.
#[derive(Debug, Default, Args)]
pub struct PlaceOptions {
    /// The configuration file; `mortise.toml` in the current folder or the data folder when left out.
    #[arg(long, global = true, env = "MORTISE_CONFIG")]
    pub config: Option<PathBuf>,
    /// The folder for the database, the files and the secrets.
    #[arg(long, global = true)]
    pub data: Option<PathBuf>,
    /// The address of the database: `sqlite:path` or `postgres://…`.
    #[arg(long, global = true)]
    pub database: Option<String>,
    /// The folder with the fonts for paper.
    #[arg(long, global = true)]
    pub fonts: Option<PathBuf>,
    /// The language of what is printed here.
    #[arg(long, global = true)]
    pub lang: Option<Language>,
}

/// A language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serves the product.
    Serve(Serve),
    /// Checks a package and prints everything that is wrong with it.
    Check {
        /// A folder or a `.mortise` file.
        package: PathBuf,
    },
    /// Writes the files of a package folder in canonical form.
    Fmt {
        /// A folder.
        folder: PathBuf,
        /// Changes nothing; fails when a file is not in canonical form.
        #[arg(long)]
        check: bool,
    },
    /// Plays the scenarios of a package.
    Test {
        /// A folder or a `.mortise` file.
        package: PathBuf,
        /// Only the scenario with this id.
        #[arg(long)]
        only: Option<String>,
    },
    /// Makes a package of an Excel workbook (a list, forms on paper) or of an XLSForm.
    FromWorkbook {
        /// The `.xlsx` file.
        workbook: PathBuf,
        /// The folder to write, not there yet or empty; its name becomes the id of the app.
        #[arg(long)]
        out: PathBuf,
        /// Whoever manages the app reviews each new record.
        #[arg(long)]
        review: bool,
        /// Prints the reasons of every decision.
        #[arg(long)]
        why: bool,
    },
    /// Imports a package and publishes it. An app that is here keeps what was changed in it; what its maker changed differently is listed.
    Import {
        /// A folder or a `.mortise` file.
        package: PathBuf,
        /// Also makes the people and records of the package's demo recipe.
        #[arg(long)]
        demo: bool,
        /// Binds a slot: `slot=value`, the value being a login, the name of a department, an address or a secret.
        #[arg(long = "bind", value_name = "SLOT=VALUE")]
        bindings: Vec<String>,
        /// Whose value is taken where both changed the same thing differently; without it nothing is imported then.
        #[arg(long, value_enum, value_name = "WHOSE")]
        conflicts: Option<Whose>,
        /// Replaces everything in the app, with all that was changed here.
        #[arg(long, conflicts_with = "conflicts")]
        replace: bool,
        /// Stored values that do not convert become blank and stay in the history; without it nothing is imported then.
        #[arg(long)]
        blank_unfit: bool,
    },
    /// Writes the published version of an app as a package.
    Export {
        /// The id of the app.
        app: String,
        /// The file to write.
        file: PathBuf,
    },
    /// Writes what programs outside need to know of an app: types, schemas, the interface, the tables.
    Describe {
        /// What is written.
        what: What,
        /// The id of an app that is installed here, or a folder or `.mortise` file.
        app: String,
        /// The file to write; it is printed when left out.
        #[arg(long)]
        file: Option<PathBuf>,
    },
    /// Manages people.
    #[command(subcommand)]
    User(UserCommand),
    /// Writes the database and all files into one archive.
    Backup {
        /// The archive to write.
        file: PathBuf,
    },
    /// Puts a backup back. The data folder and database must be empty.
    Restore {
        /// The archive to read.
        file: PathBuf,
    },
    /// Looks whether everything that the server needs is there.
    Doctor {
        /// Also replay every case from its events, and compare its state, its to-dos and its timers with what is stored.
        #[arg(long)]
        cases: bool,
    },
    /// Prints the OpenAPI description of the HTTP interface.
    Openapi,
}

/// What can be written about an app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum What {
    /// JSON Schema 2020-12 of the records of each form: as they are read, new ones, changes.
    JsonSchema,
    /// OpenAPI 3.1 of the routes of the app's records.
    Openapi,
    /// TypeScript interfaces of the records.
    Typescript,
    /// The tables and columns in which the records are kept, as Markdown.
    Columns,
}

/// How to serve.
#[derive(Debug, Args)]
pub struct Serve {
    /// The address to listen at.
    #[arg(long)]
    pub host: Option<String>,
    /// The port; 0 takes a free one and prints it.
    #[arg(long)]
    pub port: Option<u16>,
    /// The address under which people reach the product.
    #[arg(long)]
    pub base_url: Option<String>,
    /// Writes logs as JSON.
    #[arg(long)]
    pub json_logs: bool,
    /// Imports every package of a folder with its demo data and prints the demo logins.
    #[arg(long, value_name = "FOLDER")]
    pub demo: Option<PathBuf>,
}

/// Whose value is taken in a conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Whose {
    /// The value of the package.
    Vendor,
    /// The value of this deployment.
    Customer,
}

/// What can be done with people.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Makes a person and prints the first password.
    Add {
        /// Login name.
        login: String,
        /// Name that others see; the login when left out.
        #[arg(long)]
        name: Option<String>,
        /// Whether the person administers the product.
        #[arg(long)]
        admin: bool,
        /// A password that may stay, read from the environment.
        #[arg(long, env = "MORTISE_USER_PASSWORD", hide_env_values = true)]
        password: Option<String>,
    },
    /// Makes a new first password.
    Reset {
        /// Login name.
        login: String,
    },
    /// Lists all people.
    List,
}

impl PlaceOptions {
    /// The language of what is printed: the option, else that of the environment.
    pub fn locale(&self) -> Locale {
        match self.lang {
            Some(Language::Zh) => Locale::ZhCn,
            Some(Language::En) => Locale::En,
            None => from_environment(),
        }
    }
}

fn from_environment() -> Locale {
    let language = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| std::env::var(name).ok().filter(|text| !text.is_empty()));
    match language {
        Some(text) if text.starts_with("zh") => Locale::ZhCn,
        _ => Locale::En,
    }
}
