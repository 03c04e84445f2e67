//! `paket.json`: what a bundle is of, and each file in it by size and digest, in the order in which the verification takes them.

use serde::{Deserialize, Serialize};
use verifier::Report;

/// The version of the form of bundles.
pub(super) const SCHEMA: &str = "periksa-bundle/1";

/// The manifest of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// `periksa-bundle/1`.
    pub schema: String,
    /// The program that made the report.
    pub engine: Engine,
    /// The policy that it applied.
    pub policy: Policy,
    /// The trust data that it used.
    pub trust: Trust,
    /// The moment that it was made for, RFC 3339.
    pub validation_time: String,
    /// Every other file.
    pub files: Vec<Listed>,
}

/// What the manifest repeats of the report.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Head {
    /// The program.
    pub engine: Engine,
    /// The policy.
    pub policy: Policy,
    /// The trust data.
    pub trust: Trust,
    /// The moment.
    pub validation_time: String,
}

/// A program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Engine {
    /// Its version.
    pub version: String,
}

/// A policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Its identifier.
    pub id: String,
    /// Its version.
    pub version: u32,
}

/// Trust data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trust {
    /// Its version.
    pub version: u64,
    /// SHA-256 of `trusted_root.json`.
    pub sha256: String,
}

/// A file of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// Its name in the zip.
    pub path: String,
    /// What it is there for.
    pub role: Role,
    /// Bytes.
    pub size: usize,
    /// In lower-case hexadecimal.
    pub sha256: String,
}

/// What a file is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// How to verify again.
    Readme,
    /// The document.
    Document,
    /// Its detached signature.
    Signature,
    /// The report, as the verifier wrote it.
    Report,
    /// The registry of anchors.
    TrustedRoot,
    /// A published list.
    Crl,
    /// A file that the visitor added.
    Added,
    /// A certificate of a path; for reading, like the two that follow.
    PathCertificate,
    /// Revocation data that the document carries.
    Evidence,
    /// A time-stamp token that the document carries.
    TimeStampToken,
}

impl Manifest {
    /// The manifest of these files.
    #[must_use]
    pub fn new(head: Head, files: Vec<Listed>) -> Self {
        let Head { engine, policy, trust, validation_time } = head;
        Self { schema: SCHEMA.to_owned(), engine, policy, trust, validation_time, files }
    }

    /// For people and programs; the page writes the same bytes.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Strings, numbers and lists of them always serialise.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// What it repeats of the report.
    #[must_use]
    pub fn head(&self) -> Head {
        Head {
            engine: self.engine.clone(),
            policy: self.policy.clone(),
            trust: self.trust.clone(),
            validation_time: self.validation_time.clone(),
        }
    }
}

impl Head {
    /// Of a report.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        Self {
            engine: Engine { version: report.engine.version.to_owned() },
            policy: Policy { id: report.policy.id.to_owned(), version: report.policy.version },
            trust: Trust { version: report.trust.version, sha256: report.trust.sha256.clone() },
            validation_time: report.validation_time.clone(),
        }
    }
}
