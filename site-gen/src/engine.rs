//! The verifier as the page loads it: two files made by `cargo xtask wasm`, and the hash the page holds them to.

use crate::digest::integrity;
use serde::Serialize;

/// The two files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engine {
    /// The glue, a classic script.
    pub script: Vec<u8>,
    /// The WASM module.
    pub wasm: Vec<u8>,
}

/// `engine` in templates.
#[derive(Debug, Serialize, PartialEq, Eq)]
pub struct EngineFacts {
    /// Subresource integrity of `engine/verifier.wasm` (`sha384-...`).
    pub wasm_integrity: String,
    /// Subresource integrity of `engine/verifier.js`.
    pub script_integrity: String,
    /// The size of the module in bytes.
    pub wasm_size: usize,
    /// The version of the verifier; all members of the workspace share it.
    pub version: &'static str,
}

impl Engine {
    /// What templates say of the engine.
    #[must_use]
    pub fn facts(&self) -> EngineFacts {
        EngineFacts {
            wasm_integrity: integrity(&self.wasm),
            script_integrity: integrity(&self.script),
            wasm_size: self.wasm.len(),
            version: env!("CARGO_PKG_VERSION"),
        }
    }
}
