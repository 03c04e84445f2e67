//! `cargo xtask differential`: thousands of generated PKIs, and what the verifier, certval, pyHanko and openssl say of each.

use std::fs::File;
use std::num::NonZeroU32;
use std::process::Stdio;

use crate::apt;
use crate::command::{first_line, run};
use crate::console::say;
use crate::error::ChoreError;
use crate::files;
use crate::python::Environment;
use crate::workspace::Workspace;

/// What one waits for: a minute beside the builds.
pub(crate) const CASES: NonZeroU32 = NonZeroU32::new(3000).unwrap();

/// From so many on, an explanation that no case needs is worth listing.
const LONG: NonZeroU32 = NonZeroU32::new(20_000).unwrap();

/// The seed of the figures in `tests/differential/README.md`.
pub(crate) const SEED: u32 = 1;

/// What every run of the tests can afford: most findings of the long run, in a third of its time.
const CASES_OF_THE_STEP: NonZeroU32 = NonZeroU32::new(1000).unwrap();

/// The step of `cargo xtask test`.
pub(crate) fn step(workspace: &Workspace) -> Result<(), ChoreError> {
    chore(workspace, CASES_OF_THE_STEP, SEED)
}

/// Writes the cases with the answers of the others, then compares them with the verifier's.
pub(crate) fn chore(workspace: &Workspace, cases: NonZeroU32, seed: u32) -> Result<(), ChoreError> {
    say("[1/4] what answers");
    if first_line(workspace.program("openssl").arg("version")).is_none() {
        apt::install(&["openssl"], "openssl is one of those compared with")?;
    }
    let directory = workspace.path("target/periksa/python-differential");
    let python = Environment::with(workspace, &directory, REQUIREMENTS)?;
    let mut build = workspace.cargo();
    build.args(["build", "--quiet", "--locked", "--manifest-path", "tests/certval/Cargo.toml"]);
    // Beside the project's own: the two workspaces have other versions and features of the same crates.
    run(build.arg("--target-dir").arg(workspace.path(CERTVAL)))?;

    say(format!("[2/4] {cases} cases with the answers of pyHanko and openssl, seed {seed}"));
    let folder = workspace.path("target/periksa/differential-cases");
    files::make_directory(&folder)?;
    let (asked, answered) = (folder.join("asked.jsonl"), folder.join("answered.jsonl"));
    let mut generate = python.program(workspace);
    // No compiled files beside the sources.
    generate.arg("-B").arg("tests/differential/generate.py").arg(&asked);
    run(generate.arg("--cases").arg(cases.to_string()).arg("--seed").arg(seed.to_string()))?;

    say("[3/4] the answers of certval");
    let opened = File::open(&asked);
    let opened = opened.map_err(|cause| ChoreError::NotRead { path: asked.clone(), cause })?;
    let created = File::create(&answered);
    let created =
        created.map_err(|cause| ChoreError::NotWritten { path: answered.clone(), cause })?;
    let mut certval = workspace.program(workspace.path(CERTVAL).join("debug/periksa-certval"));
    run(certval.stdin(Stdio::from(opened)).stdout(Stdio::from(created)))?;

    say("[4/4] the verifier's answers beside them");
    let mut compare = workspace.cargo();
    compare.args(["run", "--quiet", "--locked", "--package", "periksa-tests"]);
    compare.args(["--bin", "compare-paths", "--"]).arg(&answered);
    if cases >= LONG {
        compare.arg("--list-idle");
    }
    run(&mut compare)
}

const REQUIREMENTS: &str = "tests/differential/requirements.txt";
const CERTVAL: &str = "target/certval";
