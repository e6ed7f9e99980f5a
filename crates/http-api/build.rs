//! The web app is embedded when it is built; a new build of it must reach the binary.

fn main() {
    println!("cargo:rerun-if-changed=../../apps/web/dist");
}
