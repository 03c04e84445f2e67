//! What the verifier asks for, and how much work it will do: one struct each, every default with its source.
//!
//! The published policy is "Kebijakan Verifikasi Periksa 1" (design, section 3.1); its rules are published in
//! `content/policy.toml`, with the numbers from here.

mod relaxation;

pub use relaxation::Relaxation;

use core::cell::{Cell, RefCell};
use std::collections::BTreeSet;

/// The policy's id in reports.
pub const ID: &str = "periksa-1";
/// Its version.
pub const VERSION: u32 = 1;
/// Its name, in the language of those who publish it.
pub const NAME: &str = "Kebijakan Verifikasi Periksa 1";

/// Seconds that a time-stamp may be ahead of the moment of validation: the clocks of devices differ.
pub const CLOCK_TOLERANCE: i64 = 300;

/// A resource limit that a file reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Limit {
    /// Nesting of arrays and dictionaries.
    Nesting,
    /// Elements of one object.
    Elements,
    /// Decoded size of one stream.
    DecodedStream,
    /// Cross-reference sections.
    Revisions,
    /// Cross-reference entries.
    XrefEntries,
    /// Bytes of objects read, over all revisions.
    ObjectBytes,
    /// Fields of the interactive form.
    Fields,
    /// Signatures of one document.
    Signatures,
    /// Certificates considered for one document.
    Certificates,
    /// Signature verifications while building certification paths.
    SignatureChecks,
    /// Steps of certification paths, or certificates in one of them.
    PathSteps,
    /// Names compared with name constraints.
    NameConstraints,
    /// Questions about revocation, or bytes of lists walked for them.
    Revocation,
    /// Bytes to hash, over all signatures.
    SignedBytes,
    /// Size of the file.
    FileSize,
}

/// Bounds on the work that one file can cause. Reaching one is reported, and is never a pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Bytes of the file. A WASM instance must hold it; phones give a page a few hundred MB (threat WEB-11).
    pub file_size: usize,
    /// Decoded bytes of one stream (threat WEB-01 names 64 MB).
    pub decoded_stream: usize,
    /// Cross-reference sections (threat WEB-04 names 1000).
    pub revisions: usize,
    /// Entries of all cross-reference sections: 8 million objects are more than any real document has.
    pub xref_entries: u64,
    /// Bytes of objects read while looking for signatures, each time they are read: once round the largest file.
    pub object_bytes: usize,
    /// Decoded bytes of all streams of a file (threat WEB-01 names 256 MB).
    pub decoded_streams: usize,
    /// Fields of the form: the largest real forms have some thousand.
    pub fields: usize,
    /// Signatures judged. The longest approval chains known have some dozen.
    pub signatures: usize,
    /// Certificates considered (threat CMS-26 names 64 for one bag; a document may carry several).
    pub certificates: usize,
    /// Bytes hashed: a file of the largest size with some dozen signatures.
    pub signed_bytes: usize,
    /// Signatures checked while building paths for one certificate (threat PATH-01 names 100).
    pub signature_checks: usize,
    /// Signatures checked while building paths for one document: a second or two of work in a browser.
    pub document_signature_checks: usize,
    /// Certificates in one path, anchor not counted. Real paths have two.
    pub path_length: usize,
    /// Certificates tried as the next of a path, for one certificate. A signature is checked once, however many paths it is
    /// part of, so that paths of checked steps need a bound of their own (threats PATH-01, PATH-02).
    pub path_steps: usize,
    /// The same for one document, each search counted as one more: every key under the name of a list's issuer may be asked
    /// for its path, for every list.
    pub document_path_steps: usize,
    /// Certificates whose revocation is asked about for one document, those of list signers and responders too: a hundred
    /// signatures with a time-stamp each have some four hundred, and each is asked about once more with nothing relaxed.
    pub status_questions: usize,
    /// Bytes of revocation lists that are walked for entries: two dozen walks of the longest list that is planned for, 40 MB.
    pub list_bytes: usize,
}

impl Budget {
    /// The limits of this release.
    pub const DEFAULT: Self = Self {
        file_size: 256 * 1024 * 1024,
        decoded_stream: 64 * 1024 * 1024,
        revisions: 1000,
        xref_entries: 8_000_000,
        object_bytes: 256 * 1024 * 1024,
        decoded_streams: 256 * 1024 * 1024,
        fields: 20_000,
        signatures: 100,
        certificates: 256,
        // A phone's WASM counts bytes in 32 bits.
        signed_bytes: 4_000_000_000,
        signature_checks: 100,
        document_signature_checks: 2000,
        path_length: 8,
        path_steps: 2000,
        document_path_steps: 10_000,
        status_questions: 2000,
        list_bytes: 1_000_000_000,
    };

    /// Every bound with its key in the published policy.
    #[must_use]
    pub fn limits(&self) -> [(&'static str, u64); 17] {
        // Taken apart, so that a new bound cannot be left out.
        let Self {
            file_size,
            decoded_stream,
            revisions,
            xref_entries,
            object_bytes,
            decoded_streams,
            fields,
            signatures,
            certificates,
            signed_bytes,
            signature_checks,
            document_signature_checks,
            path_length,
            path_steps,
            document_path_steps,
            status_questions,
            list_bytes,
        } = *self;
        let of = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        [
            ("file-size", of(file_size)),
            ("decoded-stream", of(decoded_stream)),
            ("revisions", of(revisions)),
            ("xref-entries", xref_entries),
            ("object-bytes", of(object_bytes)),
            ("decoded-streams", of(decoded_streams)),
            ("fields", of(fields)),
            ("signatures", of(signatures)),
            ("certificates", of(certificates)),
            ("signed-bytes", of(signed_bytes)),
            ("signature-checks", of(signature_checks)),
            ("document-signature-checks", of(document_signature_checks)),
            ("path-length", of(path_length)),
            ("path-steps", of(path_steps)),
            ("document-path-steps", of(document_path_steps)),
            ("status-questions", of(status_questions)),
            ("list-bytes", of(list_bytes)),
        ]
    }
}

/// Policies that the caller accepts (RFC 5280 6.1.1 (c)).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum InitialPolicySet {
    /// `any-policy`: the caller is not concerned about policies.
    #[default]
    Any,
    /// These, as dotted identifiers.
    These(BTreeSet<String>),
}

/// Whether something is required or inhibited from the start (RFC 5280 6.1.1 (e) to (g)).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Initially {
    /// It is.
    Set,
    /// It is not.
    #[default]
    NotSet,
}

/// The inputs about policies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PolicyInputs {
    /// 6.1.1 (c) `user-initial-policy-set`.
    pub user_initial_policy_set: InitialPolicySet,
    /// 6.1.1 (e) `initial-policy-mapping-inhibit`.
    pub initial_policy_mapping_inhibit: Initially,
    /// 6.1.1 (f) `initial-explicit-policy`.
    pub initial_explicit_policy: Initially,
    /// 6.1.1 (g) `initial-any-policy-inhibit`.
    pub initial_any_policy_inhibit: Initially,
}

impl PolicyInputs {
    /// Nothing required, nothing inhibited.
    pub(crate) const NONE: Self = Self {
        user_initial_policy_set: InitialPolicySet::Any,
        initial_policy_mapping_inhibit: Initially::NotSet,
        initial_explicit_policy: Initially::NotSet,
        initial_any_policy_inhibit: Initially::NotSet,
    };
}

/// What is left of the budget for one document; shared by everything that works on it.
#[derive(Debug)]
pub(crate) struct Work {
    object_bytes: Cell<usize>,
    decoded_bytes: Cell<usize>,
    fields: Cell<usize>,
    signature_checks: Cell<usize>,
    path_steps: Cell<usize>,
    status_questions: Cell<usize>,
    list_bytes: Cell<usize>,
    /// Which key made the signature over which certificate, as far as that was tried.
    issued: RefCell<Vec<Issue>>,
}

impl Work {
    pub(crate) fn new(budget: &Budget) -> Self {
        Self {
            object_bytes: Cell::new(budget.object_bytes),
            decoded_bytes: Cell::new(budget.decoded_streams),
            fields: Cell::new(budget.fields),
            signature_checks: Cell::new(budget.document_signature_checks),
            path_steps: Cell::new(budget.document_path_steps),
            status_questions: Cell::new(budget.status_questions),
            list_bytes: Cell::new(budget.list_bytes),
            issued: RefCell::default(),
        }
    }

    pub(crate) fn read_object(&self, bytes: usize) -> Result<(), Limit> {
        spend(&self.object_bytes, bytes, Limit::ObjectBytes)
    }

    pub(crate) fn decode(&self, bytes: usize) -> Result<(), Limit> {
        spend(&self.decoded_bytes, bytes, Limit::DecodedStream)
    }

    pub(crate) fn visit_field(&self) -> Result<(), Limit> {
        spend(&self.fields, 1, Limit::Fields)
    }

    pub(crate) fn check_signature(&self) -> Result<(), Limit> {
        spend(&self.signature_checks, 1, Limit::SignatureChecks)
    }

    pub(crate) fn step(&self) -> Result<(), Limit> {
        spend(&self.path_steps, 1, Limit::PathSteps)
    }

    pub(crate) fn ask_status(&self) -> Result<(), Limit> {
        spend(&self.status_questions, 1, Limit::Revocation)
    }

    pub(crate) fn walk_list(&self, bytes: usize) -> Result<(), Limit> {
        spend(&self.list_bytes, bytes, Limit::Revocation)
    }

    /// Whether this key made the signature over this certificate, if that was tried before.
    pub(crate) fn known_issue(&self, certificate: &str, spki: &[u8]) -> Option<bool> {
        let issued = self.issued.borrow();
        let mut known =
            issued.iter().filter(|known| known.spki == spki && known.certificate == certificate);
        known.next().map(|known| known.is_issued)
    }

    pub(crate) fn remember_issue(&self, certificate: &str, spki: &[u8], is_issued: bool) {
        let (certificate, spki) = (certificate.to_owned(), spki.to_vec());
        self.issued.borrow_mut().push(Issue { certificate, spki, is_issued });
    }
}

/// Whether a key made the signature over a certificate.
#[derive(Debug)]
struct Issue {
    /// SHA-256 of the certificate.
    certificate: String,
    spki: Vec<u8>,
    is_issued: bool,
}

fn spend(left: &Cell<usize>, amount: usize, limit: Limit) -> Result<(), Limit> {
    left.set(left.get().checked_sub(amount).ok_or(limit)?);
    Ok(())
}
