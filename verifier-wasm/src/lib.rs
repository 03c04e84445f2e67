//! The verifier's door to JavaScript: one class over `verifier`, no logic of its own.
//!
//! One instance judges one file: the page makes a fresh WASM instance per document, so that nothing a file did to it can
//! reach the next. Hashing goes slice by slice, so that the page stays alive.

mod trust_loading;

pub use trust_loading::TrustLoading;

use verifier::policy::Budget;
use verifier::time::UnixTime;
use verifier::trust::TrustedRoot;
use verifier::{Digests, EvidenceFile, NotAdded, Plan, RevocationIndex, ValidationData};
use wasm_bindgen::prelude::wasm_bindgen;

/// Bytes hashed by one call of `advance`.
const SLICE: usize = 1024 * 1024;

/// The verification of one file.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Verification {
    file: Vec<u8>,
    data: ValidationData,
    plan: Plan,
    digests: Digests,
    evidence: Vec<EvidenceFile>,
}

#[wasm_bindgen]
impl Verification {
    /// Reads a file and the portal's `trusted_root.json`. An encrypted file may need a password, which goes nowhere else; a
    /// detached signature is judged with the file that it is over.
    ///
    /// # Errors
    /// Only when the trusted root cannot be read; no file makes this fail.
    #[wasm_bindgen(constructor)]
    pub fn new(
        file: Vec<u8>,
        trusted_root: &[u8],
        password: Option<String>,
        signature: Option<Vec<u8>>,
    ) -> Result<Self, String> {
        let trusted_root =
            TrustedRoot::from_json(trusted_root).map_err(|error| error.to_string())?;
        let plan = match signature {
            Some(signature) => Plan::detached(&file, &signature, Budget::DEFAULT),
            None => Plan::with_password(&file, password.as_deref(), Budget::DEFAULT),
        };
        let digests = plan.digests();
        let data = ValidationData::new(trusted_root, Vec::new());
        Ok(Self { file, data, plan, digests, evidence: Vec::new() })
    }

    /// Adds a published list, in DER.
    pub fn add_crl(&mut self, der: Vec<u8>) {
        self.data.crls.push(der);
    }

    /// Adds the index of a published list: its head, and its shards one after the other. Whether it is one; if not, the list
    /// itself is needed.
    pub fn add_index(&mut self, head: &[u8], shards: Vec<u8>) -> bool {
        let read = RevocationIndex::read(head, shards);
        let is_index = read.is_ok();
        self.data.indexes.extend(read);
        is_index
    }

    /// Adds what the visitor brings: certificates, revocation lists or OCSP responses, in DER or PEM; nothing is trusted for
    /// being added. What became of it: `used`, `private-key` or `refused`.
    pub fn add_data(&mut self, file: &[u8]) -> String {
        let became = match self.data.added.add(file) {
            Ok(_) => "used",
            Err(NotAdded::PrivateKey) => "private-key",
            Err(NotAdded::Unreadable(_) | NotAdded::Other) => "refused",
        };
        became.to_owned()
    }

    /// Hashes up to 1 MiB more of the file; gives the fraction done, 1 when all is.
    pub fn advance(&mut self) -> f64 {
        self.digests.advance(&self.file, SLICE);
        if self.digests.is_complete() {
            return 1.0;
        }
        let (hashed, total) = self.digests.progress();
        let thousandths = hashed.saturating_mul(1000).checked_div(total).unwrap_or(0).min(999);
        f64::from(u16::try_from(thousandths).unwrap_or(999)) / 1000.0
    }

    /// What an enveloping signature holds, for saving; nothing opens it.
    #[must_use]
    pub fn content(&self) -> Option<Vec<u8>> {
        self.plan.content(&self.file)
    }

    /// The report for this moment, in seconds since 1970-01-01T00:00:00Z, as JSON.
    #[must_use]
    pub fn conclude(&self, unix_seconds: f64) -> String {
        self.plan.conclude(&self.digests, &self.data, moment(unix_seconds)).to_json()
    }

    /// The same report, and from now on the evidence behind it can be had.
    pub fn conclude_with_evidence(&mut self, unix_seconds: f64) -> String {
        let report = self.plan.conclude(&self.digests, &self.data, moment(unix_seconds));
        self.evidence = self.plan.evidence(&self.data, &report);
        report.to_json()
    }

    /// The name of a piece of evidence in a proof bundle; none after the last.
    #[must_use]
    pub fn evidence_path(&self, index: usize) -> Option<String> {
        self.evidence.get(index).map(EvidenceFile::path)
    }

    /// The bytes of that piece.
    #[must_use]
    pub fn evidence_bytes(&self, index: usize) -> Option<Vec<u8>> {
        self.evidence.get(index).map(|file| file.bytes.clone())
    }
}

/// Whether the bytes are a detached signature, which is judged together with another file.
#[wasm_bindgen]
#[must_use]
pub fn is_detached_signature(bytes: &[u8]) -> bool {
    verifier::is_detached_signature(bytes)
}

/// SHA-256 in lower-case hexadecimal: browsers keep their own digests from pages that came without encryption.
#[wasm_bindgen]
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    verifier::sha256(bytes)
}

/// Version of the verifier.
#[wasm_bindgen]
#[must_use]
pub fn engine_version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// JavaScript has no whole numbers: the fraction is dropped, and what is no number or lies outside the years 1970 to 9999
/// becomes 1970, in which no certificate is valid.
fn moment(unix_seconds: f64) -> UnixTime {
    const END_OF_9999: f64 = 253_402_300_799.0;
    if !(0.0..=END_OF_9999).contains(&unix_seconds) {
        return UnixTime::from_seconds(0);
    }
    #[expect(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        reason = "a finite number in range, checked above"
    )]
    UnixTime::from_seconds(unix_seconds.trunc() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_outside_the_calendar_are_1970() {
        let rows = [
            (1_795_420_800.9, 1_795_420_800),
            (0.0, 0),
            (-1.0, 0),
            (f64::NAN, 0),
            (f64::INFINITY, 0),
            (1e300, 0),
        ];
        for (seconds, expected) in rows {
            assert_eq!(moment(seconds).seconds(), expected, "{seconds}");
        }
    }
}
