//! Keys that prove nothing, because their private halves are in this repository: those of the demo PKI.
//!
//! The list is compiled in, so that no edit of a registry on an operator's machine can turn a demo key into a real anchor.

use super::registry::{Registry, RegistryError};

const DEMO_REGISTRY: &str = include_str!("../../../trust/demo/registry.toml");

/// The keys (DER of `SubjectPublicKeyInfo`) and the demo entries they belong to.
pub fn keys() -> Result<Vec<(Vec<u8>, String)>, RegistryError> {
    let registry = Registry::parse("built-in trust/demo/registry.toml", DEMO_REGISTRY)?;
    if registry.entries.is_empty() {
        return Err(RegistryError::NoWorthlessKeys);
    }
    Ok(registry.entries.into_iter().map(|entry| (entry.spki, entry.id)).collect())
}
