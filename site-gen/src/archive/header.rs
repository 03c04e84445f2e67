//! The head of a report: what all of its lines were made with.

use super::format::{Cell, Format};
use crate::digest::hex;
use sha2::{Digest as _, Sha256};
use verifier::time::UnixTime;
use verifier::{ValidationData, verify};

/// Name and version of the report's form.
pub(super) const SCHEMA: &str = "periksa-archive/1";

/// What a report was made with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    facts: [(&'static str, Cell); 8],
}

impl Header {
    pub(super) fn new(data: &ValidationData, at: UnixTime) -> Self {
        // Every report says what it was made with, the one on nothing too.
        let report = verify(b"", data, at);
        Self {
            facts: [
                ("schema", Cell::Text(SCHEMA.to_owned())),
                ("engine_version", Cell::Text(report.engine.version.to_owned())),
                ("policy_id", Cell::Text(report.policy.id.to_owned())),
                ("policy_version", Cell::Number(report.policy.version.into())),
                ("trust_version", Cell::Number(report.trust.version)),
                ("trust_sha256", Cell::Text(report.trust.sha256)),
                ("evidence_sha256", Cell::Text(evidence_sha256(data))),
                ("at", Cell::Text(report.validation_time)),
            ],
        }
    }

    /// As it stands in the file: with the number of lines, once there are all.
    pub(super) fn record(&self, format: Format, documents: Option<usize>) -> String {
        let documents = documents.map_or(Cell::Nothing, Cell::count);
        let mut facts = self.facts.to_vec();
        facts.push(("documents", documents));
        format.head(&facts)
    }

    /// The first fact that a line has otherwise: its name, what the line has, and what is here.
    pub(super) fn difference(
        &self,
        format: Format,
        line: &str,
    ) -> Option<(&'static str, String, String)> {
        self.facts.iter().find_map(|(name, value)| {
            let expected = match value {
                Cell::Text(text) => text.clone(),
                Cell::Number(number) => number.to_string(),
                Cell::Nothing | Cell::List(_) => String::new(),
            };
            let found = format.fact(line, name).unwrap_or_default();
            (found != expected).then_some((*name, found, expected))
        })
    }
}

/// Revocation lists, and what the caller adds, in their order: the trusted root names neither, and both decide verdicts.
fn evidence_sha256(data: &ValidationData) -> String {
    let mut hasher = Sha256::new();
    let added = &data.added;
    for list in [&data.crls, &added.certificates, &added.crls, &added.ocsp_responses] {
        hasher.update(u64::try_from(list.len()).unwrap_or(u64::MAX).to_be_bytes());
        for bytes in list {
            hasher.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
            hasher.update(bytes);
        }
    }
    hex(&hasher.finalize())
}
