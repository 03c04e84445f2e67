//! The verifier as the page loads it: two files made by `cargo xtask wasm`, and the hash the page holds them to.

use base64ct::{Base64, Encoding};
use serde::Serialize;
use sha2::{Digest, Sha384};

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

/// Subresource Integrity, section 3.1: the algorithm, a hyphen, the digest in base64.
#[must_use]
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", Base64::encode_string(&Sha384::digest(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integrity_of_the_empty_file_is_the_published_value() {
        assert_eq!(
            integrity(b""),
            "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb"
        );
    }
}
