//! Parts of a file that may be worth more than the whole: the version that a signature covers, and the copy inside a file
//! that was damaged in transit. Each is verified again as a document of its own; holding a [`VerifiedCopy`] means it held.
//!
//! `static/kotak/verified-copy.js` does the same on the page.

use super::visible;
use verifier::Report;
use verifier::pdf::Coverage;
use verifier::report::{Outcome, Permitted, SignatureReport};

/// Which part is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// The version that a signature covers: the name of its field, or its number in the report, counted from 1.
    SignedRevision(&'a str),
    /// The copy without the bytes that came in transit.
    IntactCopy,
}

/// A part of a file whose signatures held when it was verified on its own.
#[derive(Debug)]
pub struct VerifiedCopy<'f> {
    bytes: &'f [u8],
    report: Report,
}

/// Why there is no such part, or why it is not given.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum CopyError {
    /// Nothing is signed.
    #[error("the report lists no signature, so there is no signed revision to take")]
    NoSignature,
    /// Another name or number.
    #[error("there is no signature {wanted}: expected its field name or a number, one of {}", there.join(", "))]
    NoSuchSignature {
        /// What was asked for.
        wanted: String,
        /// What there is.
        there: Vec<String>,
    },
    /// The name does not say which.
    #[error("{count} signatures are in fields named {wanted}: give a number instead, one of {}", there.join(", "))]
    SeveralSignatures {
        /// What was asked for.
        wanted: String,
        /// How many.
        count: usize,
        /// What there is.
        there: Vec<String>,
    },
    /// The signature does not cover a whole revision, or it cannot be told.
    #[error(
        "the signature in {field} does not cover a revision of the file that can be told; ask the issuer for the original file"
    )]
    NoSignedRevision {
        /// The field.
        field: String,
    },
    /// Nothing came later.
    #[error("nothing came after the signature in {field}: the file as it is is what was signed")]
    IsWholeFile {
        /// The field.
        field: String,
    },
    /// The file was not damaged in a way that can be undone.
    #[error(
        "the report names no intact copy (document.intact_copy): no bytes can be dropped to get one"
    )]
    NoIntactCopy,
    /// The part does not stand on its own.
    #[error(
        "bytes {start} to {end} were verified again and their signature did not hold (verdict {verdict}); ask the issuer for the original file"
    )]
    NotConfirmed {
        /// First byte.
        start: usize,
        /// First byte after.
        end: usize,
        /// What the verifier says of the part.
        verdict: &'static str,
    },
}

impl<'f> VerifiedCopy<'f> {
    /// Takes a part of a file that `report` is about, and has it verified by `verify`.
    ///
    /// # Errors
    /// When there is no such part, or when it does not hold on its own.
    pub fn take(
        file: &'f [u8],
        report: &Report,
        part: Part<'_>,
        verify: impl FnOnce(&[u8]) -> Report,
    ) -> Result<Self, CopyError> {
        match part {
            Part::SignedRevision(wanted) => {
                let signature = signature(report, wanted)?;
                let field = || shown(signature.field.as_deref().unwrap_or_default());
                let revision = signature
                    .signed_revision
                    .ok_or_else(|| CopyError::NoSignedRevision { field: field() })?;
                if revision.length >= file.len() {
                    return Err(CopyError::IsWholeFile { field: field() });
                }
                let is_signed = |copy: &Report| is_same_signature(copy, signature);
                Self::confirmed(file, 0, revision.length, verify, is_signed)
            }
            Part::IntactCopy => {
                let copy = report.document.intact_copy.ok_or(CopyError::NoIntactCopy)?;
                Self::confirmed(file, copy.start, copy.end, verify, is_intact)
            }
        }
    }

    fn confirmed(
        file: &'f [u8],
        start: usize,
        end: usize,
        verify: impl FnOnce(&[u8]) -> Report,
        accepts: impl FnOnce(&Report) -> bool,
    ) -> Result<Self, CopyError> {
        let bytes = file.get(start..end).unwrap_or_default();
        let report = verify(bytes);
        if !bytes.is_empty() && accepts(&report) {
            Ok(Self { bytes, report })
        } else {
            Err(CopyError::NotConfirmed { start, end, verdict: report.verdict.key() })
        }
    }

    /// The bytes, as they stand in the file.
    #[must_use]
    pub const fn bytes(&self) -> &'f [u8] {
        self.bytes
    }

    /// The report on them alone.
    #[must_use]
    pub const fn report(&self) -> &Report {
        &self.report
    }
}

/// A field name that is there wins over a number that looks like it.
fn signature<'r>(report: &'r Report, wanted: &str) -> Result<&'r SignatureReport, CopyError> {
    if report.signatures.is_empty() {
        return Err(CopyError::NoSignature);
    }
    let named: Vec<_> =
        report.signatures.iter().filter(|one| one.field.as_deref() == Some(wanted)).collect();
    if let [one] = named.as_slice() {
        return Ok(one);
    }
    let there = || {
        let numbered = (1..).zip(&report.signatures);
        numbered
            .map(|(number, one): (usize, _)| {
                format!("{number} ({})", shown(one.field.as_deref().unwrap_or_default()))
            })
            .collect()
    };
    if !named.is_empty() {
        let wanted = shown(wanted);
        return Err(CopyError::SeveralSignatures { wanted, count: named.len(), there: there() });
    }
    let number = wanted.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    number
        .and_then(|index| report.signatures.get(index))
        .ok_or_else(|| CopyError::NoSuchSignature { wanted: shown(wanted), there: there() })
}

/// In the copy the same signer's signature covers every byte and holds.
fn is_same_signature(copy: &Report, original: &SignatureReport) -> bool {
    let certificate =
        |one: &SignatureReport| one.signer.as_ref().map(|signer| signer.certificate_sha256.clone());
    let mut same = copy.signatures.iter().filter(|one| one.field == original.field).peekable();
    same.peek().is_some()
        && same.all(|one| {
            holds(one)
                && one.coverage == Coverage::WholeFile
                && one.signed_revision.is_none_or(|signed| signed.length == copy.document.size)
                && certificate(one) == certificate(original)
        })
}

/// Whether there are signatures, and each fits what it is over as it stands.
#[must_use]
pub fn is_intact(copy: &Report) -> bool {
    !copy.signatures.is_empty()
        && copy
            .signatures
            .iter()
            .all(|one| holds(one) && one.later_changes.permitted != Permitted::No)
}

/// Digest and signature value were verified.
fn holds(signature: &SignatureReport) -> bool {
    ["message_digest", "signature_value"].into_iter().all(|name| {
        let mut checks = signature.checks.iter();
        checks.any(|check| check.name == name && check.outcome == Outcome::Passed)
    })
}

fn shown(field: &str) -> String {
    format!("\"{}\"", visible(field))
}
