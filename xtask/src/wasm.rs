//! The verifier for the browser: compiled, bound to JavaScript, optimised, measured.
//!
//! Cargo decides whether to compile. The two steps after it are skipped when a digest over all that goes into
//! them is the one that the files in `target/periksa/wasm` were made from.

use std::path::{Path, PathBuf};

use wasm_bindgen_cli_support::Bindgen;

use crate::arguments::StandardLibrary;
use crate::budgets;
use crate::command::run;
use crate::console::say;
use crate::error::ChoreError;
use crate::files;
use crate::node;
use crate::sizes;
use crate::toolchain::{TARGET, WasmToolchain};
use crate::workspace::Workspace;

/// `cargo xtask wasm`.
pub(crate) fn chore(
    workspace: &Workspace,
    standard_library: StandardLibrary,
) -> Result<(), ChoreError> {
    let toolchain = WasmToolchain::find(workspace, standard_library)?;
    node::install_packages(workspace)?;
    build(workspace, &toolchain)?;
    budgets::check(workspace, budgets::Part::Engine)
}

/// Writes `verifier.js` and `verifier.wasm`. The Node.js packages must be there.
pub(crate) fn build(workspace: &Workspace, toolchain: &WasmToolchain) -> Result<(), ChoreError> {
    let compiled = compile(workspace, toolchain)?;
    let engine = Engine::at(workspace.engine());
    let input = input_digest(workspace, &compiled)?;
    if engine.is_made_from(&input) {
        say("      unchanged");
        return Ok(());
    }
    files::make_directory(&engine.directory)?;
    let bound = bind(&compiled)?;
    let unoptimised = workspace.path("target/periksa/unoptimised.wasm");
    files::write(&unoptimised, &bound.module)?;
    optimise(workspace, &unoptimised, &engine.module())?;
    files::write(&engine.script(), bound.script.as_bytes())?;
    engine.write_stamp(&input)?;
    engine.print_sizes(workspace)
}

/// Compiles the member `verifier-wasm`.
fn compile(workspace: &Workspace, toolchain: &WasmToolchain) -> Result<Vec<u8>, ChoreError> {
    match toolchain {
        WasmToolchain::Rustup { .. } => {
            say("      compiling the verifier with rustup's standard library for wasm32")
        }
        WasmToolchain::Debian { .. } => {
            say("      compiling the verifier and the standard library with Debian's compiler")
        }
    }
    let mut cargo = toolchain.cargo_build(workspace);
    run(cargo.args([
        "--quiet",
        "--locked",
        "--package",
        "verifier-wasm",
        "--lib",
        "--profile",
        "wasm-release",
    ]))?;
    files::read(&workspace.path("target/wasm").join(TARGET).join("wasm-release/verifier_wasm.wasm"))
}

/// The module after wasm-bindgen, and its script.
struct Bound {
    module: Vec<u8>,
    script: String,
}

/// Makes the glue for a classic script: in the sealed frame ES modules cannot be loaded.
fn bind(compiled: &[u8]) -> Result<Bound, ChoreError> {
    let generate = || {
        let mut bindgen = Bindgen::new();
        bindgen.input_bytes("verifier", compiled.to_vec()).no_modules(true)?;
        bindgen.typescript(false).omit_default_module_path(true);
        bindgen.remove_name_section(true).remove_producers_section(true);
        bindgen.generate_output()
    };
    let mut output = generate().map_err(|cause| ChoreError::Bindgen { cause: cause.into() })?;
    let script = wrap(output.js());
    Ok(Bound { module: output.wasm_mut().emit_wasm(), script })
}

/// Every document gets an engine of its own, so the glue with its state is the body of a function.
fn wrap(glue: &str) -> String {
    format!(
        "\"use strict\"; globalThis.createVerifierEngine = function () {{\n{glue}\nreturn wasm_bindgen; }};\n"
    )
}

/// Small in what travels: without the inlining, which the compiler has already done, the module compresses to 6 %
/// less (measured: Brotli 190 kB instead of 204 kB) although it is 2 % larger unpacked. A value that is kept in a local
/// instead of computed again is no repetition to Brotli any more: without that, 1.6 kB less.
///
/// The features are those that the compiler emits and every browser of the last years has. Never `--all-features`:
/// the optimiser then writes instructions that no browser accepts.
const OPTIONS: [&str; 12] = [
    "-Oz",
    "--skip-pass=inlining-optimizing",
    "--skip-pass=local-cse",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-simd",
    "--strip-producers",
];

fn optimise(workspace: &Workspace, from: &Path, to: &Path) -> Result<(), ChoreError> {
    say("      optimising with wasm-opt");
    let mut node = workspace.program("node");
    run(node.arg("node_modules/binaryen/bin/wasm-opt").args(OPTIONS).arg(from).arg("-o").arg(to))
}

/// All that decides what the two files will be.
fn input_digest(workspace: &Workspace, compiled: &[u8]) -> Result<String, ChoreError> {
    let npm = files::read(&workspace.path("package-lock.json"))?;
    let cargo = files::read(&workspace.path("Cargo.lock"))?;
    Ok(files::digest(&[compiled, &npm, &cargo, OPTIONS.join(" ").as_bytes(), wrap("").as_bytes()]))
}

/// The files as the page loads them, with a note of what they were made from.
struct Engine {
    directory: PathBuf,
}

impl Engine {
    const fn at(directory: PathBuf) -> Self {
        Self { directory }
    }

    fn module(&self) -> PathBuf {
        self.directory.join("verifier.wasm")
    }

    fn script(&self) -> PathBuf {
        self.directory.join("verifier.js")
    }

    fn stamp(&self) -> PathBuf {
        self.directory.join("made-from.txt")
    }

    /// For people who work on them: how large the files are, and how they travel.
    fn print_sizes(&self, workspace: &Workspace) -> Result<(), ChoreError> {
        let made = [self.module(), self.script()];
        for (file, sizes) in made.iter().zip(sizes::measure(workspace, &made)?) {
            say(sizes::line(file, &sizes));
        }
        Ok(())
    }

    fn is_made_from(&self, input: &str) -> bool {
        let noted = files::read_text(&self.stamp());
        let present = self.stamp_text(input);
        noted.is_ok_and(|noted| present.is_ok_and(|present| noted == present))
    }

    fn write_stamp(&self, input: &str) -> Result<(), ChoreError> {
        files::write(&self.stamp(), self.stamp_text(input)?.as_bytes())
    }

    /// Names the files too, so that one that was changed or half written is made again.
    fn stamp_text(&self, input: &str) -> Result<String, ChoreError> {
        let module = files::digest(&[&files::read(&self.module())?]);
        let script = files::digest(&[&files::read(&self.script())?]);
        Ok(format!("input {input}\nverifier.wasm {module}\nverifier.js {script}\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_glue_is_the_body_of_a_function() {
        let expected = "\"use strict\"; globalThis.createVerifierEngine = function () {\n\
                        let wasm_bindgen = 1;\nreturn wasm_bindgen; };\n";
        assert_eq!(wrap("let wasm_bindgen = 1;"), expected);
    }

    #[test]
    fn the_glue_is_made_by_the_wasm_bindgen_that_the_verifier_uses() {
        let lock: toml::Table = include_str!("../../Cargo.lock").parse().unwrap();
        let version = |name: &str| {
            let packages = lock["package"].as_array().unwrap();
            let package =
                packages.iter().find(|package| package["name"].as_str() == Some(name)).unwrap();
            package["version"].clone()
        };
        assert_eq!(version("wasm-bindgen"), version("wasm-bindgen-cli-support"));
    }
}
