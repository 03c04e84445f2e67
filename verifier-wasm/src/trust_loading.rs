//! The door to the loading of trust data: which files the page has to fetch, and in the end whether they may be used.

use serde::Serialize;
use verifier::publication::{Loading, Refusal, Step};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::moment;

/// A state of trust data being loaded.
#[wasm_bindgen]
#[derive(Debug)]
pub struct TrustLoading {
    loading: Result<Loading, Refusal>,
}

/// What `step` gives, as JSON: `wants`, or `refused`, or the rest.
#[derive(Debug, Default, Serialize)]
struct Said {
    #[serde(skip_serializing_if = "Option::is_none")]
    wants: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    may_be_a_race: bool,
    version: u64,
    issued: String,
    /// Seconds since 1970.
    expires: i64,
    memory: String,
    missing: Vec<String>,
}

#[wasm_bindgen]
impl TrustLoading {
    /// Begins: with the key statement that the page names, what this browser remembers, and the device's clock in seconds since
    /// 1970.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(pinned: &str, memory: Option<String>, unix_seconds: f64) -> Self {
        Self { loading: Loading::new(pinned, memory.as_deref(), moment(unix_seconds)) }
    }

    /// A file that was found.
    pub fn supply(&mut self, path: &str, bytes: &[u8]) {
        if let Ok(loading) = &mut self.loading {
            loading.supply(path, bytes);
        }
    }

    /// A file that was not.
    pub fn absent(&mut self, path: &str) {
        if let Ok(loading) = &mut self.loading {
            loading.absent(path);
        }
    }

    /// What comes next, as JSON.
    #[must_use]
    pub fn step(&self) -> String {
        let step = match &self.loading {
            Ok(loading) => loading.step(),
            Err(refusal) => Step::Refused(refusal.clone()),
        };
        let said = match step {
            Step::Wants(paths) => Said { wants: Some(paths), ..Said::default() },
            Step::Refused(refusal) => Said {
                refused: Some(refusal.key()),
                detail: Some(refusal.to_string()),
                may_be_a_race: refusal.may_be_a_race(),
                ..Said::default()
            },
            Step::Admitted(admitted) => Said {
                version: admitted.snapshot.version,
                issued: admitted.snapshot.issued.to_rfc3339(),
                expires: admitted.snapshot.expires.seconds(),
                memory: admitted.memory.to_json(),
                missing: admitted.missing,
                ..Said::default()
            },
        };
        serde_json::to_string(&said).unwrap_or_default()
    }
}
