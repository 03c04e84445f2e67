//! `cargo xtask serve`: from a clean clone to the portal in a browser.

use crate::arguments::{Port, StandardLibrary};
use crate::console::say;
use crate::error::ChoreError;
use crate::stopwatch::Stopwatch;
use crate::toolchain::WasmToolchain;
use crate::workspace::Workspace;
use crate::{node, site, wasm};

/// Gets what is missing, builds everything and serves it.
pub(crate) fn chore(workspace: &Workspace, port: Port) -> Result<(), ChoreError> {
    let stopwatch = Stopwatch::start();
    say("[1/4] tools: a standard library for wasm32, Node.js packages");
    let toolchain = WasmToolchain::find(workspace, StandardLibrary::Whichever)?;
    node::install_packages(workspace)?;
    say("[2/4] the verifier for the browser");
    wasm::build(workspace, &toolchain)?;
    say("[3/4] the generator");
    site::compile_generator(workspace)?;
    say(format!(
        "[4/4] the portal with the demo trust data, {stopwatch} after the start; Ctrl+C ends it"
    ));
    site::serve(workspace, port)
}
