//! `trusted_root.json`: the registry as the verifier reads it. Compact JSON with a fixed order of keys, so that the same
//! registry gives the same bytes and the SHA-256 in a report means something.

use super::constraints::Constraints;
use super::registry::{Entry, Purpose, Registry};
use base64ct::{Base64, Encoding};
use serde::Serialize;

#[derive(Serialize)]
struct TrustedRoot<'a> {
    schema: &'static str,
    version: u64,
    entries: Vec<TrustedEntry<'a>>,
}

/// What `provenance` says stays out: readers find it on the portal, the verifier does not judge by it.
#[derive(Serialize)]
struct TrustedEntry<'a> {
    id: &'a str,
    role: &'static str,
    regime: &'static str,
    name: &'a str,
    subject: String,
    spki: String,
    ski: &'a str,
    sha256: &'a str,
    serial: &'a str,
    not_before: String,
    not_after: String,
    valid_for: Window,
    purposes: Vec<&'static str>,
    crl: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    constraints: Option<&'a Constraints>,
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate: Option<String>,
}

#[derive(Serialize)]
struct Window {
    from: String,
    until: String,
}

/// The bytes of the file.
#[must_use]
pub fn bytes(registry: &Registry) -> Vec<u8> {
    let root = TrustedRoot {
        schema: "periksa-trusted-root/1",
        version: registry.version,
        entries: registry.entries.iter().map(trusted_entry).collect(),
    };
    // Strings, numbers and switches only: there is nothing in it that JSON cannot say.
    serde_json::to_vec(&root).unwrap_or_default()
}

fn trusted_entry(entry: &Entry) -> TrustedEntry<'_> {
    TrustedEntry {
        id: &entry.id,
        role: entry.role.word(),
        regime: entry.regime.word(),
        name: &entry.name,
        subject: Base64::encode_string(&entry.subject),
        spki: Base64::encode_string(&entry.spki),
        ski: &entry.ski,
        sha256: &entry.sha256,
        serial: &entry.serial,
        not_before: entry.not_before.to_string(),
        not_after: entry.not_after.to_string(),
        valid_for: Window {
            from: entry.valid_from.to_string(),
            until: entry.valid_until.to_string(),
        },
        purposes: entry.purposes.iter().map(|purpose| Purpose::word(*purpose)).collect(),
        crl: &entry.crl,
        constraints: entry.constraints.as_ref(),
        certificate: entry.certificate.as_deref().map(Base64::encode_string),
    }
}
