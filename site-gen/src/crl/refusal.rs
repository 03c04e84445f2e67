//! Why a list is not taken: what was expected, what came, and what to do.

use crate::history::{Finding, Severity};
use verifier::DerError;

/// Why a list was refused. Nothing of it is published.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not a list at all.
    #[error("expected a certificate revocation list in DER or PEM, found {0}")]
    NotAList(Found),
    /// More bytes than are taken.
    #[error("expected at most {limit} bytes, found {found}")]
    TooLarge {
        /// What is taken.
        limit: usize,
        /// What came.
        found: usize,
    },
    /// By someone who is not in the registry.
    #[error(
        "expected an issuer of the registry ({known}), found `{issuer}`, so nobody could check this list; `site-gen trust add` registers one"
    )]
    UnknownIssuer {
        /// The list's issuer.
        issuer: String,
        /// Those that are registered.
        known: String,
    },
    /// Several entries have that name, and the list does not say which key made it.
    #[error(
        "the issuer `{issuer}` could be any of {candidates}, and the list's authority key identifier names none of them"
    )]
    AmbiguousIssuer {
        /// The list's issuer.
        issuer: String,
        /// The entries.
        candidates: String,
    },
    /// An algorithm that proves nothing any more (threat REV-37).
    #[error(
        "expected a signature algorithm that counts today, found another one; the issuer has to sign its list with a better one"
    )]
    WeakAlgorithm,
    /// Another key, or other bytes (threats REV-02, REV-03).
    #[error(
        "expected a signature by the key of `{issuer}`, found one that this key did not make over these bytes"
    )]
    Signature {
        /// The entry.
        issuer: String,
    },
    /// Genuine, and nothing good follows from it (threat REV-09).
    #[error("it has something that nobody here can process ({0}), so it proves nothing")]
    Unusable(&'static str),
    /// Only changes to another list (threat REV-14).
    #[error("expected a complete list, found a delta list; publish the base list")]
    Delta,
    /// Of some kinds of certificates or reasons only.
    #[error(
        "expected a list of everything at its address, found one that is limited to kinds of certificates, to reasons or to other issuers"
    )]
    Limited,
    /// It belongs to another address.
    #[error("expected a list that says it is of {expected}, found one of {found}")]
    Point {
        /// Addresses that the registry has, or the one that was asked.
        expected: String,
        /// What the list says.
        found: String,
    },
    /// It is not made yet (threat REV-06).
    #[error(
        "expected thisUpdate not after {at}, found {this_update}; look at this computer's clock"
    )]
    Future {
        /// Our moment.
        at: String,
        /// The list's.
        this_update: String,
    },
    /// It speaks for no moment any more.
    #[error(
        "expected nextUpdate after {at}, found {next_update}: the address serves an old list (`crl import` takes one for the archive)"
    )]
    Over {
        /// Our moment.
        at: String,
        /// The list's.
        next_update: String,
    },
    /// `cRLNumber` runs backwards (threat REV-10).
    #[error(
        "expected cRLNumber above {newest}, found {found}: older than the newest accepted list (`crl import --history` takes older ones)"
    )]
    NumberBackwards {
        /// Of the newest accepted list.
        newest: String,
        /// What came.
        found: String,
    },
    /// `thisUpdate` runs backwards.
    #[error(
        "expected thisUpdate after {newest}, found {found}: older than the newest accepted list (`crl import --history` takes older ones)"
    )]
    ThisUpdateBackwards {
        /// Of the newest accepted list.
        newest: String,
        /// What came.
        found: String,
    },
    /// Two lists with one number.
    #[error("expected one list with cRLNumber {number}, found another with SHA-256 {sha256}")]
    SameNumber {
        /// The number.
        number: String,
        /// Of what came.
        sha256: String,
    },
    /// Two lists of one second.
    #[error("expected one list with thisUpdate {this_update}, found another with SHA-256 {sha256}")]
    SameThisUpdate {
        /// The moment.
        this_update: String,
        /// Of what came.
        sha256: String,
    },
    /// An entry that does not read.
    #[error("expected entries as RFC 5280 5.1 has them, found {}", at(.0))]
    Entries(DerError),
    /// It takes back what an earlier list said: held until a person decides.
    #[error(
        "it takes back what the list before said ({}); held for your decision: ask the issuer, then `site-gen crl import --accept-findings FILE`",
        codes(.0)
    )]
    Held(Vec<Finding>),
    /// `--history` is for lists before the newest one.
    #[error(
        "expected a list older than the newest accepted one ({newest}), found thisUpdate {found}; import it without --history"
    )]
    NotOlder {
        /// `thisUpdate` of the newest, or that there is none.
        newest: String,
        /// What came.
        found: String,
    },
    /// Number and moment put it at different places.
    #[error(
        "expected a place where both cRLNumber and thisUpdate fit, found number {number} at {this_update} between {before} and {after}"
    )]
    OutOfOrder {
        /// The number.
        number: String,
        /// The moment.
        this_update: String,
        /// The list before that moment.
        before: String,
        /// The list after it.
        after: String,
    },
}

/// What came instead of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// No bytes.
    Nothing,
    /// A page for people.
    Html,
    /// An OCSP response.
    OcspResponse,
    /// A certificate.
    Certificate,
    /// A list or something else in DER whose end did not come.
    Truncated {
        /// Bytes that its length asks for.
        expected: usize,
        /// Bytes that came.
        found: usize,
    },
    /// PEM of something else, or PEM that does not read.
    OtherPem,
    /// Something else; where reading stopped.
    Other(DerError),
}

impl std::fmt::Display for Found {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Nothing => formatter.write_str("nothing: no bytes came"),
            Self::Html => formatter.write_str("an HTML page: look at the address in a browser"),
            Self::OcspResponse => formatter.write_str("an OCSP response"),
            Self::Certificate => formatter.write_str("a certificate"),
            Self::Truncated { expected, found } => {
                write!(formatter, "the first {found} bytes of {expected}")
            }
            Self::OtherPem => formatter.write_str("PEM that is no `X509 CRL`"),
            Self::Other(error) => formatter.write_str(&at(error)),
        }
    }
}

impl Refusal {
    /// The name of the finding that a refusal is, the same as the key of its words.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotAList(Found::Nothing) => "empty",
            Self::NotAList(Found::Html) => "html",
            Self::NotAList(Found::Truncated { .. }) => "truncated",
            Self::NotAList(
                Found::OcspResponse | Found::Certificate | Found::OtherPem | Found::Other(_),
            ) => "not-a-list",
            Self::TooLarge { .. } => "too-large",
            Self::UnknownIssuer { .. } => "unknown-issuer",
            Self::AmbiguousIssuer { .. } => "ambiguous-issuer",
            Self::WeakAlgorithm => "weak-algorithm",
            Self::Signature { .. } => "signature",
            Self::Unusable(_) => "unusable",
            Self::Delta => "delta",
            Self::Limited => "limited-scope",
            Self::Point { .. } => "wrong-point",
            Self::Future { .. } => "future",
            Self::Over { .. } => "over",
            Self::NumberBackwards { .. } => "number-backwards",
            Self::ThisUpdateBackwards { .. } => "this-update-backwards",
            Self::SameNumber { .. } => "same-number-other-bytes",
            Self::SameThisUpdate { .. } => "same-this-update-other-bytes",
            Self::Entries(_) => "entries",
            Self::Held(_) => "held",
            Self::NotOlder { .. } => "not-older",
            Self::OutOfOrder { .. } => "out-of-order",
        }
    }

    /// What the journal says of it: one finding, or those that a list is held for.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let (expected, found) = match self {
            Self::Held(findings) => return findings.clone(),
            Self::NotAList(found) => (None, Some(found.to_string())),
            Self::TooLarge { limit, found } => (Some(limit.to_string()), Some(found.to_string())),
            Self::UnknownIssuer { issuer, .. } => (None, Some(issuer.clone())),
            Self::AmbiguousIssuer { issuer, candidates } => {
                (Some(candidates.clone()), Some(issuer.clone()))
            }
            Self::WeakAlgorithm | Self::Delta | Self::Limited => (None, None),
            Self::Signature { issuer } => (Some(issuer.clone()), None),
            Self::Unusable(what) => (None, Some((*what).to_owned())),
            Self::Point { expected, found } => (Some(expected.clone()), Some(found.clone())),
            Self::Future { at, this_update } => (Some(at.clone()), Some(this_update.clone())),
            Self::Over { at, next_update } => (Some(at.clone()), Some(next_update.clone())),
            Self::NumberBackwards { newest, found }
            | Self::ThisUpdateBackwards { newest, found }
            | Self::NotOlder { newest, found } => (Some(newest.clone()), Some(found.clone())),
            Self::SameNumber { number, sha256 } => (Some(number.clone()), Some(sha256.clone())),
            Self::SameThisUpdate { this_update, sha256 } => {
                (Some(this_update.clone()), Some(sha256.clone()))
            }
            Self::Entries(error) => (None, Some(at(error))),
            Self::OutOfOrder { number, this_update, before, after } => {
                (Some(format!("{before} < {after}")), Some(format!("{number} {this_update}")))
            }
        };
        let code = self.code().to_owned();
        vec![Finding { code, severity: Severity::Refused, serial: None, expected, found }]
    }
}

fn codes(findings: &[Finding]) -> String {
    let mut codes: Vec<&str> = findings
        .iter()
        .filter(|finding| finding.severity >= Severity::Error)
        .map(|finding| finding.code.as_str())
        .collect();
    codes.dedup();
    codes.join(", ")
}

/// Where DER does not read, and what is there.
#[must_use]
pub fn at(error: &DerError) -> String {
    let (what, at) = match error {
        DerError::Truncated { at } => ("the end of the bytes inside an element", at),
        DerError::IndefiniteLength { at } => ("a length that DER does not have (BER)", at),
        DerError::BadLength { at } => ("a length that cannot be", at),
        DerError::HighTagNumber { at } => ("a tag that no list has", at),
        DerError::UnexpectedTag { at, .. } => ("another element", at),
        DerError::TooDeep { at } => ("more elements within elements than a list has", at),
        DerError::TooMany { at } => ("more elements than are read", at),
        DerError::TrailingData { at } => ("bytes after the end", at),
        DerError::BadValue { at } => ("a value that its type does not allow", at),
    };
    format!("{what} at byte {at}")
}
