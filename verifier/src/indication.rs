//! The answer for one signature in the words of EN 319 102-1 V1.4.1 (5.1.3, table 5 and table 6).
//!
//! Only the sub-indications that this verifier can give are here; each belongs to one main indication in this edition.

use serde::{Serialize, Serializer};

/// Main indication with its sub-indication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Indication {
    /// Every check that the policy names passed.
    TotalPassed,
    /// The signature is proven not to be valid.
    TotalFailed(Failed),
    /// It cannot be told.
    Indeterminate(Indeterminate),
}

/// Sub-indications of TOTAL-FAILED.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failed {
    /// The signature does not conform to a supported format.
    FormatFailure,
    /// The digest of the signed bytes differs from the signed digest.
    HashFailure,
    /// The signature value does not verify under the signer's key.
    SigCryptoFailure,
    /// The proven signing time lies before the certificate's validity.
    NotYetValid,
}

/// Sub-indications of INDETERMINATE.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Indeterminate {
    /// The signature or its attributes break a constraint.
    SigConstraintsFailure,
    /// The certification path breaks a constraint.
    ChainConstraintsFailure,
    /// An algorithm or a key size is not acceptable or not supported.
    CryptoConstraintsFailure,
    /// The signing certificate cannot be identified.
    NoSigningCertificateFound,
    /// A path could not be built, for want of a certificate that is known to exist.
    CertificateChainGeneralFailure,
    /// No path leads to a registered anchor.
    NoCertificateChainFound,
    /// The signing certificate is revoked and nothing proves the signature older.
    RevokedNoPoe,
    /// A CA certificate is revoked and nothing proves the signature older.
    RevokedCaNoPoe,
    /// The certificate is out of its validity and nothing proves the signature older.
    OutOfBoundsNoPoe,
    /// The signed content is not at hand.
    SignedDataNotFound,
    /// The signature names a policy that is not evaluated.
    SignaturePolicyNotAvailable,
    /// Time-stamps stand in an order in which they cannot have been made.
    TimestampOrderFailure,
    /// Revocation data that would settle it is missing or not new enough.
    TryLater,
    /// Another reason, given in the report.
    Custom,
}

impl Indication {
    /// `TOTAL-PASSED`, `TOTAL-FAILED` or `INDETERMINATE`.
    #[must_use]
    pub const fn main(self) -> &'static str {
        match self {
            Self::TotalPassed => "TOTAL-PASSED",
            Self::TotalFailed(_) => "TOTAL-FAILED",
            Self::Indeterminate(_) => "INDETERMINATE",
        }
    }

    /// The sub-indication in ETSI's spelling.
    #[must_use]
    pub const fn sub(self) -> Option<&'static str> {
        match self {
            Self::TotalPassed => None,
            Self::TotalFailed(failed) => Some(failed.standard_name()),
            Self::Indeterminate(indeterminate) => Some(indeterminate.standard_name()),
        }
    }
}

impl Failed {
    /// ETSI's spelling.
    #[must_use]
    pub const fn standard_name(self) -> &'static str {
        match self {
            Self::FormatFailure => "FORMAT_FAILURE",
            Self::HashFailure => "HASH_FAILURE",
            Self::SigCryptoFailure => "SIG_CRYPTO_FAILURE",
            Self::NotYetValid => "NOT_YET_VALID",
        }
    }
}

impl Indeterminate {
    /// ETSI's spelling.
    #[must_use]
    pub const fn standard_name(self) -> &'static str {
        match self {
            Self::SigConstraintsFailure => "SIG_CONSTRAINTS_FAILURE",
            Self::ChainConstraintsFailure => "CHAIN_CONSTRAINTS_FAILURE",
            Self::CryptoConstraintsFailure => "CRYPTO_CONSTRAINTS_FAILURE",
            Self::NoSigningCertificateFound => "NO_SIGNING_CERTIFICATE_FOUND",
            Self::CertificateChainGeneralFailure => "CERTIFICATE_CHAIN_GENERAL_FAILURE",
            Self::NoCertificateChainFound => "NO_CERTIFICATE_CHAIN_FOUND",
            Self::RevokedNoPoe => "REVOKED_NO_POE",
            Self::RevokedCaNoPoe => "REVOKED_CA_NO_POE",
            Self::OutOfBoundsNoPoe => "OUT_OF_BOUNDS_NO_POE",
            Self::SignedDataNotFound => "SIGNED_DATA_NOT_FOUND",
            Self::SignaturePolicyNotAvailable => "SIGNATURE_POLICY_NOT_AVAILABLE",
            Self::TimestampOrderFailure => "TIMESTAMP_ORDER_FAILURE",
            Self::TryLater => "TRY_LATER",
            Self::Custom => "CUSTOM",
        }
    }
}

impl Serialize for Indication {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.main())
    }
}
