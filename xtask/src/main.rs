//! The chores: `cargo xtask CHORE`. They get what is missing, build, serve and test the project.
//!
//! This is the rim of the project that runs other programs; the verifier and the generator know nothing of it.
//! Each chore is one module whose main function tells its story; this file only says which one was asked for.

mod apt;
mod arguments;
mod bench;
mod browser;
mod budgets;
mod command;
mod console;
mod dependencies;
mod differential;
mod error;
mod files;
mod fixtures;
mod fuzz;
mod java;
mod lint;
mod node;
mod pkits;
mod python;
mod reports;
mod serve;
mod servers;
mod site;
mod sizes;
mod steps;
mod stopwatch;
mod toolchain;
mod transparency_log;
mod wasm;
mod work_tree;
mod workspace;

use std::env::args_os;
use std::process::ExitCode;

use arguments::Chore;
use error::ChoreError;
use workspace::Workspace;

fn main() -> ExitCode {
    let chore = match Chore::from_arguments(args_os().skip(1)) {
        Ok(chore) => chore,
        Err(error) => {
            console::problem(&error);
            console::say(arguments::USAGE);
            return ExitCode::from(2);
        }
    };
    match run(&chore) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            console::problem(&error);
            ExitCode::FAILURE
        }
    }
}

fn run(chore: &Chore) -> Result<(), ChoreError> {
    let workspace = Workspace::find()?;
    match chore {
        Chore::Wasm { standard_library } => wasm::chore(&workspace, *standard_library),
        Chore::Serve { port } => serve::chore(&workspace, *port),
        Chore::Test { selection } => steps::chore(&workspace, selection),
        Chore::ListSteps => {
            steps::list();
            Ok(())
        }
        Chore::Fixtures => fixtures::chore(&workspace),
        Chore::Pkits => pkits::chore(&workspace),
        Chore::Bench => bench::chore(&workspace),
        Chore::Fuzz { seconds, targets } => fuzz::chore(&workspace, *seconds, targets),
        Chore::Differential { cases, seed } => differential::chore(&workspace, *cases, *seed),
        Chore::Help => {
            console::say(arguments::USAGE);
            Ok(())
        }
    }
}
