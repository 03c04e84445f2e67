//! What a vector is judged with besides its file, where that is its own: a trusted root, published lists, what a visitor
//! adds, and the moment. The demo PKI, taken as real, is always part of it: its time-stamp authority proves times.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a generator of test files stops at the first surprise"
)]

use std::sync::LazyLock;

use base64ct::{Base64, Encoding as _};
use serde_json::{Value, json};
use site_gen::trust::TrustBundle;
use verifier::time::UnixTime;
use verifier::trust::TrustedRoot;
use verifier::{Report, ValidationData, verify, verify_detached};

use crate::cms_builder::{Digest, Identity};
use crate::letters::Letters;
use crate::pdf_vectors::Vector;
use crate::trust::{DemoAnchors, bundle};

static DEMO: LazyLock<TrustBundle> = LazyLock::new(|| bundle(DemoAnchors::TakenAsReal).unwrap());
static MOMENT: LazyLock<UnixTime> = LazyLock::new(|| Letters::read().unwrap().at().unwrap());

/// Validation data and a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circumstances {
    /// JSON of the trusted root.
    pub trusted_root: Vec<u8>,
    /// Published lists, in DER.
    pub crls: Vec<Vec<u8>>,
    /// Files that the visitor adds, in this order.
    pub added: Vec<Vec<u8>>,
    /// The moment.
    pub at: UnixTime,
}

impl Circumstances {
    /// The demo PKI, these entries and these lists, at the moment of all vectors.
    #[must_use]
    pub fn of(entries: &[Entry], crls: &[Vec<u8>]) -> Self {
        let mut root: Value = serde_json::from_slice(&DEMO.trusted_root).unwrap();
        root["entries"].as_array_mut().unwrap().extend(entries.iter().map(Entry::json));
        let published = DEMO.crls.iter().map(|crl| &crl.der).chain(crls).cloned().collect();
        Self {
            trusted_root: serde_json::to_vec(&root).unwrap(),
            crls: published,
            added: Vec::new(),
            at: *MOMENT,
        }
    }

    /// SHA-256 of the trusted root, as reports have it.
    #[must_use]
    pub fn trusted_root_sha256(&self) -> String {
        hexadecimal(&Digest::Sha256.of(&self.trusted_root))
    }

    /// The same as the verifier takes it. A file that cannot be added is left out, as on the page.
    #[must_use]
    pub fn validation_data(&self) -> ValidationData {
        let trusted_root = TrustedRoot::from_json(&self.trusted_root).unwrap();
        let mut data = ValidationData::new(trusted_root, self.crls.clone());
        for file in &self.added {
            let _ = data.added.add(file);
        }
        data
    }
}

/// The report on a vector, by the door that it needs, with its own circumstances or with these.
#[must_use]
pub fn judge(vector: &Vector, data: &ValidationData, at: UnixTime) -> Report {
    let own = vector.circumstances.as_ref().map(|own| (own.validation_data(), own.at));
    let (data, at) = own.as_ref().map_or((data, at), |(data, at)| (data, *at));
    match &vector.detached {
        Some(signature) => verify_detached(&vector.bytes, signature, data, at),
        None => verify(&vector.bytes, data, at),
    }
}

/// An entry of the trusted root.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The registry's name for it.
    pub id: &'static str,
    /// `anchor`, `intermediate` or `time-stamp-authority`.
    pub role: &'static str,
    /// Under which rules.
    pub regime: &'static str,
    /// What it is accepted for.
    pub purposes: &'static [&'static str],
    /// First and last moment at which it is accepted, RFC 3339; open without the second.
    pub valid_for: [Option<&'static str>; 2],
    /// What is asked of paths that end at it.
    pub constraints: Option<Value>,
    /// Whether the entry holds the certificate itself.
    pub has_certificate: bool,
    /// Whose name, key and certificate it is about.
    pub identity: Identity,
}

impl Entry {
    /// An anchor for signatures and time-stamps, as it would be under the national root.
    #[must_use]
    pub fn anchor(id: &'static str, identity: &Identity) -> Self {
        Self {
            id,
            role: "anchor",
            regime: "psre-induk",
            purposes: &["signature", "time-stamp"],
            valid_for: [Some("2020-01-01T00:00:00Z"), None],
            constraints: None,
            has_certificate: false,
            identity: identity.clone(),
        }
    }

    /// An intermediate whose certificate is registered too.
    #[must_use]
    pub fn intermediate(id: &'static str, identity: &Identity) -> Self {
        Self { role: "intermediate", has_certificate: true, ..Self::anchor(id, identity) }
    }

    /// With these constraints.
    #[must_use]
    pub fn constrained(mut self, constraints: Value) -> Self {
        self.constraints = Some(constraints);
        self
    }

    /// Accepted between these moments.
    #[must_use]
    pub const fn window(mut self, from: &'static str, until: &'static str) -> Self {
        self.valid_for = [Some(from), Some(until)];
        self
    }

    fn json(&self) -> Value {
        let certificate = &self.identity.certificate;
        let [from, until] = self.valid_for;
        let mut entry = json!({
            "id": self.id,
            "role": self.role,
            "regime": self.regime,
            "name": self.id,
            "subject": Base64::encode_string(self.identity.field(5)),
            "spki": Base64::encode_string(self.identity.field(6)),
            "sha256": hexadecimal(&Digest::Sha256.of(certificate)),
            "not_after": "2056-01-01T00:00:00Z",
            "valid_for": {"from": from, "until": until},
            "purposes": self.purposes,
        });
        if let Some(constraints) = &self.constraints {
            entry["constraints"] = constraints.clone();
        }
        if self.has_certificate {
            entry["certificate"] = Base64::encode_string(certificate).into();
        }
        entry
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
