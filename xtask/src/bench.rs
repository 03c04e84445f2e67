//! `cargo xtask bench`: how long verifying takes, and how much memory, against other programs in the same run.
//!
//! Never part of the tests: a time says something of a machine, and a test must say something of the code.

use crate::apt;
use crate::arguments::StandardLibrary;
use crate::browser;
use crate::command::{first_line, run};
use crate::console::say;
use crate::error::ChoreError;
use crate::files;
use crate::node;
use crate::python::Environment;
use crate::toolchain::WasmToolchain;
use crate::wasm;
use crate::workspace::Workspace;

/// Builds the verifier and the benchmarks with optimisation, and runs them.
pub(crate) fn chore(workspace: &Workspace) -> Result<(), ChoreError> {
    if first_line(workspace.program("sh").args(["-c", NEEDED])).is_none() {
        apt::install(
            &["poppler-utils", "time", "openssl", "gcc", "libc6-dev", "libssl-dev"],
            "what the verifier is measured against is needed",
        )?;
    }
    say("[1/8] building the verifier for the browser");
    let toolchain = WasmToolchain::find(workspace, StandardLibrary::Whichever)?;
    node::install_packages(workspace)?;
    wasm::build(workspace, &toolchain)?;
    say("[2/8] building with optimisation");
    let mut cargo = workspace.cargo();
    cargo.args(["build", "--release", "--quiet", "--locked"]);
    run(cargo.args(["--package", "site-gen", "--package", "periksa-tests", "--bins"]))?;
    let folder = workspace.path("target/periksa/bench");
    files::make_directory(&folder)?;
    let mut cc = workspace.program("cc");
    cc.args(["-O2", "tests/bench/openssl-cms.c", "-lcrypto", "-o"]);
    run(cc.arg(folder.join("openssl-cms")))?;
    say("[3/8] measuring CMS; a busy machine makes the times worse and the ratios uncertain");
    run(&mut bench(workspace, "bench-cms"))?;
    say("[4/8] measuring a revocation list of a million entries, and paths among many candidates");
    run(&mut bench(workspace, "bench-crl"))?;
    say("[5/8] measuring the same list published, as an index and as it is, in Chromium too");
    let chromium = browser::find()?;
    run(bench(workspace, "bench-index").env(browser::VARIABLE, chromium))?;
    say("[6/8] measuring PDF");
    run(&mut bench(workspace, "bench-pdf"))?;
    say("[7/8] measuring an archive of 10,000 letters");
    let python = workspace.path("target/periksa/python");
    Environment::with(workspace, &python, "tests/recipe/requirements.txt")?;
    run(&mut bench(workspace, "bench-archive"))?;
    say("[8/8] taking in a year of an hourly revocation list, with faults");
    run(&mut bench(workspace, "bench-crl-year"))
}

/// Prints a line where everything is there.
const NEEDED: &str = "command -v pdfsig && command -v openssl && test -x /usr/bin/time \
                      && echo '#include <openssl/cms.h>' | cc -E - >/dev/null";

fn bench(workspace: &Workspace, name: &str) -> std::process::Command {
    let mut cargo = workspace.cargo();
    cargo.args(["run", "--release", "--quiet", "--locked", "--package", "periksa-tests"]);
    cargo.args(["--bin", name]);
    cargo
}
