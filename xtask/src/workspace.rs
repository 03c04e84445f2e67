//! Where things are in the work tree.

use std::env::var_os;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::ChoreError;

/// The work tree that xtask was started in.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
    cargo: OsString,
}

impl Workspace {
    /// Asks the environment that `cargo run` sets; the binary itself holds no path.
    pub(crate) fn find() -> Result<Self, ChoreError> {
        let member =
            var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).ok_or(ChoreError::NoWorkspace)?;
        let root = member.parent().ok_or(ChoreError::NoWorkspace)?.to_path_buf();
        let cargo = var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        Ok(Self { root, cargo })
    }

    pub(crate) fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }

    /// What the browser gets of the verifier: `verifier.js` and `verifier.wasm`.
    pub(crate) fn engine(&self) -> PathBuf {
        self.path("target/periksa/wasm")
    }

    /// A program, to be run in the root of the work tree.
    pub(crate) fn program(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }

    /// The cargo that started xtask.
    pub(crate) fn cargo(&self) -> Command {
        self.program(&self.cargo)
    }
}
