//! Sizes of files as they travel: as they are, with gzip, with Brotli.
//!
//! Node.js, which is needed anyway, has both compressors; static hosts use the same ones at their highest levels.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::command::output;
use crate::error::ChoreError;
use crate::workspace::Workspace;

/// The sizes of one file in bytes.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub(crate) struct Sizes {
    pub(crate) raw: u64,
    pub(crate) gzip: u64,
    pub(crate) brotli: u64,
}

const MEASURE: &str = "
const { readFileSync } = require('node:fs');
const { gzipSync, brotliCompressSync } = require('node:zlib');
const sizes = process.argv.slice(1).map((path) => {
  const bytes = readFileSync(path);
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length };
});
console.log(JSON.stringify(sizes));
";

/// Measures files, in their order.
pub(crate) fn measure(workspace: &Workspace, files: &[PathBuf]) -> Result<Vec<Sizes>, ChoreError> {
    let mut node = workspace.program("node");
    let answer = output(node.args(["--eval", MEASURE, "--"]).args(files))?;
    let unexpected = |_cause| ChoreError::UnexpectedOutput {
        program: "node".to_owned(),
        expected: "sizes as JSON",
    };
    serde_json::from_slice(&answer).map_err(unexpected)
}

/// One line about a file.
pub(crate) fn line(file: &Path, sizes: &Sizes) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let Sizes { raw, gzip, brotli } = sizes;
    format!("      {name:<14} {raw:>8} bytes, gzip {gzip:>7}, brotli {brotli:>7}")
}
