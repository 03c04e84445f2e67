//! `cargo xtask fuzz`: the targets of `fuzz/`, one after the other, each for so many seconds.
//!
//! Never part of the tests: what it finds depends on chance, and what it found once is a unit test or a vector since.
//! Seeds and dictionaries are in git; what a run adds is in `fuzz/corpus` and `fuzz/artifacts`, which are not.

use std::num::NonZeroU32;

use crate::command::{first_line, run};
use crate::console::{problem, say};
use crate::error::ChoreError;
use crate::files;
use crate::workspace::Workspace;

/// The version that is installed where there is none; any installed one is used.
const VERSION: &str = "0.13.2";

/// Runs the named targets, or every one; those after a finding run too.
pub(crate) fn chore(
    workspace: &Workspace,
    seconds: NonZeroU32,
    names: &[String],
) -> Result<(), ChoreError> {
    let targets = selected(names)?;
    install(workspace)?;
    let mut failed: usize = 0;
    for (number, target) in (1..).zip(&targets) {
        say(format!("\n[{number}/{}] {} for {seconds} s", targets.len(), target.name));
        if let Err(error) = fuzz(workspace, seconds, target) {
            problem(&error);
            failed = failed.saturating_add(1);
        }
    }
    if failed == 0 { Ok(()) } else { Err(ChoreError::StepsFailed { failed }) }
}

/// A door from bytes, as `fuzz/fuzz_targets` names it.
#[derive(Debug, PartialEq, Eq)]
struct Target {
    name: &'static str,
    dictionary: &'static str,
}

const TARGETS: &[Target] = &[
    Target { name: "cms", dictionary: "der" },
    Target { name: "tst_info", dictionary: "der" },
    Target { name: "certificate", dictionary: "der" },
    Target { name: "crl", dictionary: "der" },
    Target { name: "revocation_index", dictionary: "index" },
    Target { name: "ocsp_response", dictionary: "der" },
    Target { name: "mail", dictionary: "mail" },
    Target { name: "pem", dictionary: "pem" },
    Target { name: "checkpoint", dictionary: "note" },
    Target { name: "verify", dictionary: "verify" },
];

fn selected(names: &[String]) -> Result<Vec<&'static Target>, ChoreError> {
    if names.is_empty() {
        return Ok(TARGETS.iter().collect());
    }
    let target = |name: &String| {
        TARGETS
            .iter()
            .find(|target| target.name == *name)
            .ok_or_else(|| ChoreError::UnknownArgument { argument: name.clone() })
    };
    names.iter().map(target).collect()
}

fn install(workspace: &Workspace) -> Result<(), ChoreError> {
    if first_line(workspace.cargo().args(["fuzz", "--version"])).is_some() {
        return Ok(());
    }
    say(format!("      installing cargo-fuzz {VERSION} (once for this machine)"));
    let install = ["install", "--quiet", "--locked", "cargo-fuzz", "--version", VERSION];
    run(workspace.cargo().args(install))
}

fn fuzz(workspace: &Workspace, seconds: NonZeroU32, target: &Target) -> Result<(), ChoreError> {
    let Target { name, dictionary } = target;
    let corpus = workspace.path(format!("fuzz/corpus/{name}"));
    files::make_directory(&corpus)?;
    let mut cargo = workspace.cargo();
    // What makes a stable compiler accept the flags of instrumentation.
    cargo.env("RUSTC_BOOTSTRAP", "1");
    // `verifier` forbids `unsafe`: a sanitizer would find nothing and take half of the runs.
    cargo.args(["fuzz", "run", "--sanitizer", "none", name]);
    // The first directory takes what is new, the second is only read.
    cargo.arg(corpus).arg(workspace.path(format!("fuzz/seeds/{name}"))).arg("--");
    cargo.arg(format!("-max_total_time={seconds}"));
    cargo.arg(format!("-dict=fuzz/dictionaries/{dictionary}.dict"));
    run(cargo.args(["-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1"]))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn every_target_of_the_folder_is_run_and_has_seeds_and_a_dictionary() {
        let folder = Workspace::find().unwrap().path("fuzz");
        let stem = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
        let sources = files::named(&folder.join("fuzz_targets"), ".rs");
        let mut there: Vec<String> = sources.iter().map(|path| stem(path)).collect();
        let mut known: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
        there.sort_unstable();
        known.sort_unstable();
        assert_eq!(known, there);
        for target in TARGETS {
            let seeds = files::below(&folder.join("seeds").join(target.name)).unwrap();
            assert!((1..=20).contains(&seeds.len()), "{target:?}: {} seeds", seeds.len());
            let dictionary = format!("dictionaries/{}.dict", target.dictionary);
            assert!(folder.join(dictionary).is_file(), "{target:?}");
        }
    }

    #[test]
    fn named_targets_are_run_in_the_order_they_were_named() {
        let names =
            |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let run = |named: &[&str]| -> Vec<&str> {
            selected(&names(named)).unwrap().iter().map(|target| target.name).collect()
        };
        assert_eq!(run(&["pem", "cms"]), ["pem", "cms"]);
        assert_eq!(run(&[]).len(), TARGETS.len());
        let error = selected(&names(&["cms", "xml"])).unwrap_err();
        assert_eq!(error.to_string(), "`xml` is not known here");
    }
}
