//! What must come of a case: verdict, sub-indication and reason, which go together.

use crate::pdf_vectors::Vector;

/// What must come of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// It passes.
    Passes,
    /// It passes at a proven time, and something has ended since.
    PassedThen,
    /// A rule of the path is broken.
    ChainConstraints,
    /// Nothing leads to an anchor.
    NoChain,
    /// Something of the path is out of its validity.
    OutOfBounds,
    /// An algorithm of the path does not count.
    Algorithm,
    /// A limit is reached.
    Limit,
    /// No certificate fits the signer.
    NoSigner,
    /// The path is refused or none is found: which of the two is open.
    Refused,
    /// Not certain, for a reason that is open.
    Uncertain,
    /// The signer's certificate is revoked, and no time is proven.
    Revoked,
    /// The signer's certificate was revoked by the time that is proven.
    RevokedBefore,
    /// A CA's certificate is revoked.
    CaRevoked,
    /// Suspended: it may be lifted.
    Suspended,
    /// Evidence is missing.
    NoData,
    /// Evidence is too old.
    Stale,
    /// Evidence is there and cannot be used.
    Unusable,
    /// Evidence is missing, too old or not usable: which is open.
    TryLater,
    /// Revoked, or not certain.
    NotGood,
}

impl Expected {
    const fn verdicts(self) -> &'static [&'static str] {
        match self {
            Self::Passes => &["asli"],
            Self::PassedThen => &["asli-saat-itu"],
            Self::NoChain => &["tidak-dikenal"],
            Self::Refused => &["belum-pasti", "tidak-dikenal"],
            Self::Revoked | Self::RevokedBefore | Self::CaRevoked => &["dicabut"],
            Self::NotGood => &["dicabut", "belum-pasti"],
            Self::ChainConstraints
            | Self::OutOfBounds
            | Self::Algorithm
            | Self::Limit
            | Self::NoSigner
            | Self::Uncertain
            | Self::Suspended
            | Self::NoData
            | Self::Stale
            | Self::Unusable
            | Self::TryLater => &["belum-pasti"],
        }
    }

    const fn sub_indication(self) -> Option<&'static str> {
        match self {
            Self::Passes
            | Self::PassedThen
            | Self::Limit
            | Self::Refused
            | Self::Uncertain
            | Self::NotGood => None,
            Self::ChainConstraints => Some("CHAIN_CONSTRAINTS_FAILURE"),
            Self::NoChain => Some("NO_CERTIFICATE_CHAIN_FOUND"),
            Self::OutOfBounds => Some("OUT_OF_BOUNDS_NO_POE"),
            Self::Algorithm => Some("CRYPTO_CONSTRAINTS_FAILURE"),
            Self::NoSigner => Some("NO_SIGNING_CERTIFICATE_FOUND"),
            Self::Revoked | Self::RevokedBefore => Some("REVOKED_NO_POE"),
            Self::CaRevoked => Some("REVOKED_CA_NO_POE"),
            Self::Suspended | Self::NoData | Self::Stale | Self::Unusable | Self::TryLater => {
                Some("TRY_LATER")
            }
        }
    }

    const fn reason(self) -> Option<&'static str> {
        match self {
            Self::Limit => Some("limit-reached"),
            Self::Revoked => Some("revoked"),
            Self::RevokedBefore => Some("revoked-before-signing"),
            Self::CaRevoked => Some("issuer-revoked"),
            Self::Suspended => Some("suspended"),
            Self::NoData => Some("revocation-no-data"),
            Self::Stale => Some("revocation-stale"),
            Self::Unusable => Some("revocation-unusable"),
            Self::Passes
            | Self::PassedThen
            | Self::ChainConstraints
            | Self::NoChain
            | Self::OutOfBounds
            | Self::Algorithm
            | Self::NoSigner
            | Self::Refused
            | Self::Uncertain
            | Self::TryLater
            | Self::NotGood => None,
        }
    }

    /// The same vector with this head.
    #[must_use]
    pub fn of(self, mut vector: Vector) -> Vector {
        vector.verdicts = self.verdicts().to_vec();
        if let Some(sub_indication) = self.sub_indication() {
            vector = vector.sub_indication(sub_indication);
        }
        match self.reason() {
            Some(reason) => vector.reason(reason),
            None => vector,
        }
    }
}
