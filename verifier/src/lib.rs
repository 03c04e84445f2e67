//! The verifier of signed documents: a pure function from bytes, validation data and a moment to a report.
//!
//! It follows EN 319 102-1 V1.4.1 in its vocabulary and the published policy "Kebijakan Verifikasi Periksa 1" in its
//! rules. It knows no clock, disk, network or randomness, and writes no prose. What it does not check yet is in the
//! report as not checked, and keeps the verdict from being good.
//!
//! The story in three steps: [`Plan::new`] reads the file and says which digests it needs, the host computes them
//! ([`Plan::digests`], [`Digests::advance`]), [`Plan::conclude`] judges. [`verify`] does all three.

pub mod algorithms;
pub mod cms;
mod der;
mod digests;
#[doc(hidden)]
pub mod doors;
mod evidence;
mod indication;
mod json;
mod mail;
pub mod note;
mod ordered;
pub mod pdf;
mod pem;
mod pkix;
mod plan;
pub mod policy;
pub mod publication;
mod reason;
pub mod report;
mod revocation;
pub mod time;
pub mod tlog;
pub mod trust;
mod validation;
mod verdict;

pub use algorithms::DigestAlgorithm;
pub use der::DerError;
pub use digests::{DigestRequest, Digests};
pub use evidence::{Fact, Facts};
pub use indication::{Failed, Indeterminate, Indication};
pub use plan::{Added, NotAdded, Plan, is_detached_signature};
pub use policy::Relaxation;
pub use reason::{Reason, Revocation};
pub use report::Report;
pub use revocation::{
    EffectRow, IndexError, ListStanding, NotIndexed, RevocationIndex, RevocationList,
    RevokedEntries, RevokedEntry, Scope, WrittenIndex, revocation_effects, write_index,
};
pub use validation::{EvidenceFile, EvidenceKind, certification_path};
pub use verdict::{
    Additions, Completeness, DocumentVerdict, SinceThen, Standing, Verdict, VerdictRow,
    of_document, verdict_table,
};

use policy::Budget;
use time::UnixTime;
use trust::TrustedRoot;

/// What a verification may rest on besides the file (EN 319 102-1 calls it validation data).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidationData {
    /// The registry of anchors and time-stamp authorities.
    pub trusted_root: TrustedRoot,
    /// Published lists, in DER. Each is judged by its signature before it counts.
    pub crls: Vec<Vec<u8>>,
    /// Indexes of published lists that are too long to be handed to every visitor; a list that is there too decides.
    pub indexes: Vec<RevocationIndex>,
    /// What the visitor adds.
    pub added: AddedData,
}

impl ValidationData {
    /// What the portal publishes, and nothing added.
    #[must_use]
    pub fn new(trusted_root: TrustedRoot, crls: Vec<Vec<u8>>) -> Self {
        Self { trusted_root, crls, indexes: Vec::new(), added: AddedData::default() }
    }
}

/// What a visitor adds to a file, each in DER: the same as if the file carried it, so never trusted for itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AddedData {
    /// Candidates for certification paths.
    pub certificates: Vec<Vec<u8>>,
    /// Revocation lists.
    pub crls: Vec<Vec<u8>>,
    /// OCSP responses.
    pub ocsp_responses: Vec<Vec<u8>>,
}

/// Judges a file at a moment: the same bytes, data and moment give the same report.
///
/// No file makes this fail: what is wrong with it is in the report.
#[must_use]
pub fn verify(file: &[u8], data: &ValidationData, at: UnixTime) -> Report {
    verify_with_password(file, None, data, at)
}

/// Judges a file and a detached signature of it (RFC 5652 5.2), each as it came.
#[must_use]
pub fn verify_detached(
    content: &[u8],
    signature: &[u8],
    data: &ValidationData,
    at: UnixTime,
) -> Report {
    let plan = Plan::detached(content, signature, Budget::DEFAULT);
    let mut digests = plan.digests();
    digests.advance(content, usize::MAX);
    plan.conclude(&digests, data, at)
}

/// The same for a file that may be encrypted: the password opens it, and is in no part of the report.
#[must_use]
pub fn verify_with_password(
    file: &[u8],
    password: Option<&str>,
    data: &ValidationData,
    at: UnixTime,
) -> Report {
    let plan = Plan::with_password(file, password, Budget::DEFAULT);
    let mut digests = plan.digests();
    digests.advance(file, usize::MAX);
    plan.conclude(&digests, data, at)
}

/// SHA-256 of a whole file in lower-case hexadecimal, as reports write it.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    algorithms::sha256_hex(bytes)
}
