//! `cargo xtask test`: everything the project can check about itself, in steps.
//!
//! A failed step does not stop the others, but those that use what it makes are not run and count as failed.

use crate::arguments::{Selection, StandardLibrary};
use crate::budgets::{self, Part};
use crate::command::run;
use crate::console::{problem, say};
use crate::error::ChoreError;
use crate::stopwatch::Stopwatch;
use crate::toolchain::WasmToolchain;
use crate::work_tree::WorkTree;
use crate::workspace::Workspace;
use crate::{
    browser, dependencies, differential, files, java, lint, node, pkits, reports, servers, site,
    transparency_log, wasm,
};

/// Runs the selected steps and says how each ended.
pub(crate) fn chore(workspace: &Workspace, selection: &Selection) -> Result<(), ChoreError> {
    let steps = selected(selection)?;
    let before = WorkTree::look(workspace)?;
    let mut ended: Vec<Ended> = Vec::new();
    for (number, step) in (1..).zip(&steps) {
        say(format!("\n[{number}/{}] {}: {}", steps.len(), step.name, step.does));
        let stopwatch = Stopwatch::start();
        let outcome = match missing_need(step, &ended) {
            Some(because) => Err(ChoreError::Skipped { because }),
            None => (step.run)(workspace, &before),
        };
        let word = match &outcome {
            Ok(()) => "passed",
            Err(error) => {
                problem(error);
                "FAILED"
            }
        };
        say(format!("      {} {word} ({stopwatch})", step.name));
        ended.push(Ended { name: step.name, outcome, took: stopwatch.to_string() });
    }
    summarise(&ended)
}

/// Prints the names for `--only`.
pub(crate) fn list() {
    for step in STEPS {
        say(format!("{:<14} {}", step.name, step.does));
    }
}

fn selected(selection: &Selection) -> Result<Vec<&'static Step>, ChoreError> {
    match selection {
        Selection::All => Ok(STEPS.iter().collect()),
        Selection::Only(names) => {
            if let Some(unknown) =
                names.iter().find(|name| STEPS.iter().all(|step| step.name != **name))
            {
                return Err(ChoreError::UnknownArgument { argument: unknown.clone() });
            }
            Ok(STEPS.iter().filter(|step| names.iter().any(|name| name == step.name)).collect())
        }
    }
}

/// A need that was tried in this run and did not pass; what an earlier run left is used otherwise.
fn missing_need(step: &Step, ended: &[Ended]) -> Option<&'static str> {
    let failed =
        |need: &&&str| ended.iter().any(|other| other.name == **need && other.outcome.is_err());
    step.needs.iter().find(|need| failed(need)).copied()
}

fn summarise(ended: &[Ended]) -> Result<(), ChoreError> {
    say("\nsummary");
    for step in ended {
        let word = if step.outcome.is_ok() { "passed" } else { "FAILED" };
        say(format!("      {word}  {:<14} {:>9}", step.name, step.took));
    }
    let failed = ended.iter().filter(|step| step.outcome.is_err()).count();
    let passed = ended.len().saturating_sub(failed);
    say(format!("steps: {passed} passed, {failed} failed"));
    if failed == 0 { Ok(()) } else { Err(ChoreError::StepsFailed { failed }) }
}

/// How a step ended.
struct Ended {
    name: &'static str,
    outcome: Result<(), ChoreError>,
    took: String,
}

/// One thing to check.
struct Step {
    name: &'static str,
    does: &'static str,
    needs: &'static [&'static str],
    run: fn(&Workspace, &WorkTree) -> Result<(), ChoreError>,
}

const STEPS: &[Step] = &[
    Step { name: "format", does: "cargo fmt --check", needs: &[], run: format_is_canonical },
    Step {
        name: "lints",
        does: "clippy over the workspace, warnings are errors",
        needs: &[],
        run: lints_are_silent,
    },
    Step {
        name: "documentation",
        does: "rustdoc, warnings are errors",
        needs: &[],
        run: documentation_builds,
    },
    Step {
        name: "dependencies",
        does: "licences, bans, sources, advisories",
        needs: &[],
        run: dependencies_are_allowed,
    },
    Step { name: "native", does: "cargo test", needs: &[], run: native_tests },
    Step {
        name: "differential",
        does: "path validation against certval, pyHanko and openssl",
        needs: &[],
        run: paths_agree,
    },
    Step {
        name: "reports",
        does: "reports in ETSI's XML, read with classes made from its schema",
        needs: &[],
        run: reports_are_read,
    },
    Step {
        name: "log",
        does: "transparency logs, verified by Go's implementation",
        needs: &[],
        run: logs_are_verified,
    },
    Step {
        name: "lint",
        does: "findings in lists and certificates beside pkilint's",
        needs: &[],
        run: findings_agree,
    },
    Step { name: "wasm", does: "the verifier for the browser", needs: &[], run: wasm_builds },
    Step {
        name: "wasm-vectors",
        does: "the vectors in WASM under Node.js",
        needs: &["wasm"],
        run: wasm_vectors,
    },
    Step {
        name: "site",
        does: "the portal is built and checked",
        needs: &["wasm"],
        run: site_builds,
    },
    Step {
        name: "browser",
        does: "the portal in Chromium",
        needs: &["wasm", "site"],
        run: browser_tests,
    },
    Step {
        name: "pages",
        does: "every page: axe, html-validate, vnu, keyboard, without script, on paper",
        needs: &["wasm", "site"],
        run: pages_are_sound,
    },
    Step {
        name: "lighthouse",
        does: "five kinds of pages on a slow phone",
        needs: &["wasm", "site"],
        run: pages_are_fast,
    },
    Step {
        name: "servers",
        does: "every published file from nginx, Caddy and the built-in server",
        needs: &["wasm", "site"],
        run: servers_serve,
    },
    Step {
        name: "budgets",
        does: "sizes under the limits of budgets.toml",
        needs: &["wasm", "site"],
        run: within_budgets,
    },
    Step {
        name: "clean-tree",
        does: "nothing above changed the work tree",
        needs: &[],
        run: tree_is_as_before,
    },
];

fn format_is_canonical(workspace: &Workspace, _before: &WorkTree) -> Result<(), ChoreError> {
    run(workspace.cargo().args(["fmt", "--all", "--check"]))
}

fn lints_are_silent(workspace: &Workspace, _before: &WorkTree) -> Result<(), ChoreError> {
    let arguments = [
        "clippy",
        "--quiet",
        "--locked",
        "--workspace",
        "--all-targets",
        "--",
        "--deny",
        "warnings",
    ];
    run(workspace.cargo().args(arguments))
}

fn documentation_builds(workspace: &Workspace, _before: &WorkTree) -> Result<(), ChoreError> {
    let mut cargo = workspace.cargo();
    cargo.args(["doc", "--quiet", "--locked", "--workspace", "--no-deps"]);
    run(cargo.env("RUSTDOCFLAGS", "--deny warnings"))
}

fn dependencies_are_allowed(workspace: &Workspace, _before: &WorkTree) -> Result<(), ChoreError> {
    dependencies::check(workspace)
}

fn native_tests(workspace: &Workspace, _before: &WorkTree) -> Result<(), ChoreError> {
    if !workspace.path("../shared/corpus").is_dir() {
        say(
            "      no corpus of real documents beside the project: the tests that read it SKIP themselves",
        );
    }
    // Without the suite its test fails and says so; the others run.
    let suite = pkits::chore(workspace);
    let tests = ["test", "--quiet", "--locked", "--workspace", "--no-fail-fast"];
    run(workspace.cargo().args(tests)).and(suite)
}

fn paths_agree(workspace: &Workspace, _before: &WorkTree) -> Result<(), ChoreError> {
    differential::step(workspace)
}

fn reports_are_read(workspace: &Workspace, _before: &WorkTree) -> Result<(), ChoreError> {
    reports::step(workspace)
}

fn logs_are_verified(workspace: &Workspace, _before: &WorkTree) -> Result<(), ChoreError> {
    transparency_log::step(workspace)
}

fn findings_agree(workspace: &Workspace, _before: &WorkTree) -> Result<(), ChoreError> {
    lint::step(workspace)
}

fn wasm_builds(workspace: &Workspace, _before: &WorkTree) -> Result<(), ChoreError> {
    let toolchain = WasmToolchain::find(workspace, StandardLibrary::Whichever)?;
    node::install_packages(workspace)?;
    wasm::build(workspace, &toolchain)
}

fn wasm_vectors(workspace: &Workspace, _before: &WorkTree) -> Result<(), ChoreError> {
    node_tests(workspace, "tests/node", &[])
}

fn site_builds(workspace: &Workspace, _before: &WorkTree) -> Result<(), ChoreError> {
    site::compile_generator(workspace)?;
    site::check(workspace)?;
    site::build(workspace)
}

fn browser_tests(workspace: &Workspace, _before: &WorkTree) -> Result<(), ChoreError> {
    let chromium = browser::find()?;
    node_tests(workspace, "tests/browser", &[(browser::VARIABLE, chromium.as_os_str())])
}

fn pages_are_sound(workspace: &Workspace, _before: &WorkTree) -> Result<(), ChoreError> {
    let chromium = browser::find()?;
    java::install()?;
    node_tests(workspace, "tests/pages", &[(browser::VARIABLE, chromium.as_os_str())])
}

fn pages_are_fast(workspace: &Workspace, _before: &WorkTree) -> Result<(), ChoreError> {
    let chromium = browser::find()?;
    node_tests(workspace, "tests/lighthouse", &[(browser::VARIABLE, chromium.as_os_str())])
}

fn servers_serve(workspace: &Workspace, _before: &WorkTree) -> Result<(), ChoreError> {
    servers::install();
    site::compile_generator(workspace)?;
    node_tests(workspace, "tests/servers", &[])
}

fn within_budgets(workspace: &Workspace, _before: &WorkTree) -> Result<(), ChoreError> {
    let engine = budgets::check(workspace, Part::Engine);
    let site = budgets::check(workspace, Part::Site);
    engine.and(site)
}

fn tree_is_as_before(workspace: &Workspace, before: &WorkTree) -> Result<(), ChoreError> {
    let now = WorkTree::look(workspace)?;
    if now == *before {
        return Ok(());
    }
    for line in now.lines_beyond(before) {
        say(format!("      {line}"));
    }
    Err(ChoreError::TreeChanged)
}

/// Names the files one by one: what `--test` does with a directory differs between versions of Node.js.
fn node_tests(
    workspace: &Workspace,
    directory: &str,
    variables: &[(&str, &std::ffi::OsStr)],
) -> Result<(), ChoreError> {
    node::install_packages(workspace)?;
    let directory = workspace.path(directory);
    let tests = files::named(&directory, ".test.mjs");
    if tests.is_empty() {
        return Err(ChoreError::NothingThere { path: directory });
    }
    let mut node = workspace.program("node");
    node.args(["--test", "--test-reporter=spec"]);
    // A failed test may leave a server or a browser open; neither that nor a hanging one may hold up the rest.
    node.args(["--test-force-exit", FILE_PATIENCE]);
    run(node.args(tests).envs(variables.iter().copied()))
}

/// Milliseconds for one file of tests, many times what the slowest takes.
const FILE_PATIENCE: &str = "--test-timeout=900000";

#[cfg(test)]
mod tests {
    use super::*;

    fn ended(name: &'static str, outcome: Result<(), ChoreError>) -> Ended {
        Ended { name, outcome, took: "0.0 s".to_owned() }
    }

    #[test]
    fn needs_come_before_the_steps_that_have_them() {
        for (place, step) in STEPS.iter().enumerate() {
            for need in step.needs {
                assert!(
                    STEPS[..place].iter().any(|earlier| earlier.name == *need),
                    "{} needs {need}",
                    step.name
                );
            }
        }
    }

    #[test]
    fn a_step_is_not_run_when_one_it_needs_has_failed() {
        let site = STEPS.iter().find(|step| step.name == "site").unwrap();
        let failed = [ended("native", Ok(())), ended("wasm", Err(ChoreError::TreeChanged))];
        assert_eq!(missing_need(site, &failed), Some("wasm"));
        assert_eq!(missing_need(site, &[ended("wasm", Ok(()))]), None);
        assert_eq!(missing_need(site, &[]), None);
    }

    #[test]
    fn only_known_steps_can_be_selected_and_run_in_their_order() {
        let names =
            |names: &[&str]| Selection::Only(names.iter().map(|name| (*name).to_owned()).collect());
        let selected_names: Vec<_> =
            selected(&names(&["site", "wasm"])).unwrap().iter().map(|step| step.name).collect();
        assert_eq!(selected_names, ["wasm", "site"]);
        let error = selected(&names(&["deploy"])).err().unwrap();
        assert_eq!(error.to_string(), "`deploy` is not known here");
    }
}
