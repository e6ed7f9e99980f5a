//! A throw-away PostgreSQL cluster per test process.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// An address such as `postgres://mortise@localhost/postgres?host=/run/somewhere`; with it no cluster is started.
const OUTER: &str = "MORTISE_TEST_POSTGRES";

/// A running cluster.
pub(crate) struct Cluster {
    programs: PathBuf,
    /// The folder with the socket, or the host of the outer server.
    address: Address,
    databases: AtomicU32,
}

enum Address {
    Own { folder: PathBuf, _guard: Child },
    Outer { url: String },
}

/// Whether the cluster waits for the disk. Tests need not; what is measured must.
static SYNCS: AtomicBool = AtomicBool::new(false);

static CLUSTER: OnceLock<Cluster> = OnceLock::new();

/// The cluster of this process shall write to the disk as a real one does: for measuring programs, before the first database is asked for.
pub fn sync_to_disk() {
    SYNCS.store(true, Ordering::Relaxed);
}

/// The cluster of this process; the first caller starts it.
pub(crate) fn cluster() -> &'static Cluster {
    CLUSTER.get_or_init(|| match start() {
        Ok(cluster) => cluster,
        Err(why) => panic!("{why}"),
    })
}

impl Cluster {
    /// Makes a database, empty or as a copy of another, and gives its name.
    pub(crate) fn create(&self, template: Option<&str>) -> String {
        let name = format!("t{}_{}", std::process::id(), self.databases.fetch_add(1, Ordering::Relaxed));
        let copy = template.map_or_else(String::new, |template| format!(" TEMPLATE {template}"));
        self.run(&format!("CREATE DATABASE {name}{copy}"));
        name
    }

    /// Drops a database, also while somebody is connected.
    pub(crate) fn drop_database(&self, name: &str) {
        self.run(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
    }

    /// The address of a database.
    pub(crate) fn url(&self, database: &str) -> String {
        match &self.address {
            Address::Own { folder, .. } => format!("postgres://mortise@localhost/{database}?host={}", folder.display()),
            Address::Outer { url } => match url.split_once("/postgres") {
                Some((before, after)) => format!("{before}/{database}{after}"),
                None => panic!("{OUTER} must name the database `postgres`"),
            },
        }
    }

    fn run(&self, sql: &str) {
        let output = Command::new(self.programs.join("psql"))
            .args(["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--command", sql, &self.url("postgres")])
            .output()
            .expect("psql starts");
        assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

fn start() -> Result<Cluster, String> {
    let programs = find_programs()
        .ok_or("PostgreSQL is not installed: run `apt-get install postgresql` (or `cargo xtask test`, which does it), then run the test again.")?;
    if let Ok(url) = std::env::var(OUTER) {
        return Ok(Cluster { programs, address: Address::Outer { url }, databases: AtomicU32::new(0) });
    }
    let folder = tempfile::Builder::new().prefix("mortise-pg-").tempdir().map_err(|error| format!("no folder for PostgreSQL: {error}"))?.keep();
    let user = unprivileged()?;
    if let Some((uid, gid)) = user {
        std::os::unix::fs::chown(&folder, Some(uid), Some(gid)).map_err(|error| format!("no folder for PostgreSQL: {error}"))?;
    }
    make_cluster(&programs, &folder, user)?;
    let guard = run_guarded(&programs, &folder, user)?;
    Ok(Cluster { programs, address: Address::Own { folder, _guard: guard }, databases: AtomicU32::new(0) })
}

/// Debian keeps several versions side by side; the newest one is taken.
fn find_programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let newest = versions
        .filter_map(|entry| Some((entry.as_ref().ok()?.file_name().to_str()?.parse::<u32>().ok()?, entry.ok()?.path().join("bin"))))
        .filter(|(_, programs)| programs.join("initdb").exists())
        .max_by_key(|(version, _)| *version)
        .map(|(_, programs)| programs);
    newest.or_else(|| {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).find(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
    })
}

/// PostgreSQL refuses to run as root; then it runs as `postgres` or `nobody`.
fn unprivileged() -> Result<Option<(u32, u32)>, String> {
    use std::os::unix::fs::MetadataExt;
    let me = std::fs::metadata("/proc/self").map(|meta| meta.uid()).unwrap_or(1);
    if me != 0 {
        return Ok(None);
    }
    let people = std::fs::read_to_string("/etc/passwd").map_err(|error| format!("/etc/passwd cannot be read: {error}"))?;
    let find = |name: &str| {
        people.lines().find_map(|line| {
            let mut parts = line.split(':');
            (parts.next() == Some(name)).then_some(())?;
            let mut ids = parts.skip(1);
            Some((ids.next()?.parse().ok()?, ids.next()?.parse().ok()?))
        })
    };
    find("postgres").or_else(|| find("nobody")).map(Some).ok_or_else(|| "there is neither a user `postgres` nor `nobody`".into())
}

fn command(program: &Path, user: Option<(u32, u32)>) -> Command {
    let mut command = Command::new(program);
    if let Some((uid, gid)) = user {
        command.uid(uid).gid(gid);
    }
    command.current_dir("/").env("LC_ALL", "C.UTF-8").stdin(Stdio::null());
    command
}

/// The default order of text is deliberately not that of code points: what relies on it shall be found.
fn make_cluster(programs: &Path, folder: &Path, user: Option<(u32, u32)>) -> Result<(), String> {
    let output = command(&programs.join("initdb"), user)
        .arg("--pgdata")
        .arg(folder.join("data"))
        .args(["--username=mortise", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US"])
        .args(["--no-sync", "--no-instructions"])
        .output()
        .map_err(|error| format!("initdb does not start: {error}"))?;
    if output.status.success() { Ok(()) } else { Err(format!("initdb failed: {}", String::from_utf8_lossy(&output.stderr))) }
}

/// A shell starts the server and waits for the end of its input. The input is a pipe from this process: when the process ends, even by
/// a kill, the pipe closes, the server stops and the folder goes.
fn run_guarded(programs: &Path, folder: &Path, user: Option<(u32, u32)>) -> Result<Child, String> {
    const SCRIPT: &str = r#"
        options="-k $2 -c listen_addresses= $3 -c max_connections=300"
        options="$options -c shared_buffers=64MB -c unix_socket_permissions=0777 -c autovacuum=off"
        "$1/pg_ctl" --pgdata "$2/data" --log "$2/log" --options "$options" --wait --silent start >/dev/null 2>&1 && echo ready
        read -r _
        "$1/pg_ctl" --pgdata "$2/data" --mode immediate --wait --silent stop >/dev/null 2>&1
        rm -rf "$2"
    "#;
    let mut guard = command(Path::new("/bin/sh"), user)
        .args(["-c", SCRIPT, "sh"])
        .arg(programs)
        .arg(folder)
        .arg(if SYNCS.load(Ordering::Relaxed) { "" } else { "-c fsync=off -c synchronous_commit=off -c full_page_writes=off" })
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        // A keyboard interrupt of the test must not reach the shell, or nobody would tidy up.
        .process_group(0)
        .spawn()
        .map_err(|error| format!("PostgreSQL does not start: {error}"))?;
    let mut said = String::new();
    if let Some(output) = guard.stdout.take() {
        let _ = BufReader::new(output).take(6).read_line(&mut said);
    }
    if said.trim() == "ready" {
        return Ok(guard);
    }
    let log = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
    Err(format!("PostgreSQL does not start; it says: {log}"))
}
