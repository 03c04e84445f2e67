//! The answer for one signature in the words of EN 319 102-1 V1.4.1 (5.1.3, table 5 and table 6): all of them, and each belongs
//! to one main indication in this edition.

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Failed {
    /// The signature does not conform to a supported format.
    FormatFailure,
    /// The digest of the signed bytes differs from the signed digest.
    HashFailure,
    /// The signature value does not verify under the signer's key.
    SigCryptoFailure,
    /// The signing certificate was revoked, and the signature is proven to be younger than that.
    Revoked,
    /// The signing certificate had ended, and the signature is proven to be younger than that.
    Expired,
    /// The proven signing time lies before the certificate's validity.
    NotYetValid,
}

/// Sub-indications of INDETERMINATE.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Indeterminate {
    /// The signature or its attributes break a constraint.
    SigConstraintsFailure,
    /// The certification path breaks a constraint.
    ChainConstraintsFailure,
    /// A path could not be built, for want of a certificate that is known to exist.
    CertificateChainGeneralFailure,
    /// An algorithm or a key size is not acceptable or not supported.
    CryptoConstraintsFailure,
    /// The signature policy that is named could not be processed.
    PolicyProcessingError,
    /// The signature names a policy that is not evaluated.
    SignaturePolicyNotAvailable,
    /// Time-stamps stand in an order in which they cannot have been made.
    TimestampOrderFailure,
    /// The signing certificate cannot be identified.
    NoSigningCertificateFound,
    /// No path leads to a registered anchor.
    NoCertificateChainFound,
    /// A path leads to an anchor that is trusted no more, and nothing proves the signature older.
    NoCertificateChainFoundNoPoe,
    /// The signing certificate is revoked and nothing proves the signature older.
    RevokedNoPoe,
    /// A CA certificate is revoked and nothing proves the signature older.
    RevokedCaNoPoe,
    /// The certificate is out of its validity, is known not to be revoked, and nothing proves the signature older.
    OutOfBoundsNotRevoked,
    /// The certificate is out of its validity and nothing proves the signature older.
    OutOfBoundsNoPoe,
    /// A certificate behind the revocation data is out of its validity, and nothing proves the data older.
    RevocationOutOfBoundsNoPoe,
    /// An algorithm counts no more, and nothing proves what was made with it older than that.
    CryptoConstraintsFailureNoPoe,
    /// There is no proof that something existed before an event that compromised it.
    NoPoe,
    /// Revocation data that would settle it is missing or not new enough.
    TryLater,
    /// The signed content is not at hand.
    SignedDataNotFound,
    /// Another reason, given in the report.
    Custom,
}

impl Indication {
    /// Every one: each main indication with each of its sub-indications.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let failed = Failed::ALL.map(Self::TotalFailed);
        let indeterminate = Indeterminate::ALL.map(Self::Indeterminate);
        [Self::TotalPassed].into_iter().chain(failed).chain(indeterminate).collect()
    }

    /// Both, as `INDETERMINATE/TRY_LATER`.
    #[must_use]
    pub fn full(self) -> String {
        match self.sub() {
            None => self.main().to_owned(),
            Some(sub) => format!("{}/{sub}", self.main()),
        }
    }

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
    /// Every one, in the order of table 6.
    pub const ALL: [Self; 6] = [
        Self::FormatFailure,
        Self::HashFailure,
        Self::SigCryptoFailure,
        Self::Revoked,
        Self::Expired,
        Self::NotYetValid,
    ];

    /// ETSI's spelling.
    #[must_use]
    pub const fn standard_name(self) -> &'static str {
        match self {
            Self::FormatFailure => "FORMAT_FAILURE",
            Self::HashFailure => "HASH_FAILURE",
            Self::SigCryptoFailure => "SIG_CRYPTO_FAILURE",
            Self::Revoked => "REVOKED",
            Self::Expired => "EXPIRED",
            Self::NotYetValid => "NOT_YET_VALID",
        }
    }
}

impl Indeterminate {
    /// Every one, in the order of table 6.
    pub const ALL: [Self; 20] = [
        Self::SigConstraintsFailure,
        Self::ChainConstraintsFailure,
        Self::CertificateChainGeneralFailure,
        Self::CryptoConstraintsFailure,
        Self::PolicyProcessingError,
        Self::SignaturePolicyNotAvailable,
        Self::TimestampOrderFailure,
        Self::NoSigningCertificateFound,
        Self::NoCertificateChainFound,
        Self::NoCertificateChainFoundNoPoe,
        Self::RevokedNoPoe,
        Self::RevokedCaNoPoe,
        Self::OutOfBoundsNotRevoked,
        Self::OutOfBoundsNoPoe,
        Self::RevocationOutOfBoundsNoPoe,
        Self::CryptoConstraintsFailureNoPoe,
        Self::NoPoe,
        Self::TryLater,
        Self::SignedDataNotFound,
        Self::Custom,
    ];

    /// ETSI's spelling.
    #[must_use]
    pub const fn standard_name(self) -> &'static str {
        match self {
            Self::SigConstraintsFailure => "SIG_CONSTRAINTS_FAILURE",
            Self::ChainConstraintsFailure => "CHAIN_CONSTRAINTS_FAILURE",
            Self::CertificateChainGeneralFailure => "CERTIFICATE_CHAIN_GENERAL_FAILURE",
            Self::CryptoConstraintsFailure => "CRYPTO_CONSTRAINTS_FAILURE",
            Self::PolicyProcessingError => "POLICY_PROCESSING_ERROR",
            Self::SignaturePolicyNotAvailable => "SIGNATURE_POLICY_NOT_AVAILABLE",
            Self::TimestampOrderFailure => "TIMESTAMP_ORDER_FAILURE",
            Self::NoSigningCertificateFound => "NO_SIGNING_CERTIFICATE_FOUND",
            Self::NoCertificateChainFound => "NO_CERTIFICATE_CHAIN_FOUND",
            Self::NoCertificateChainFoundNoPoe => "NO_CERTIFICATE_CHAIN_FOUND_NO_POE",
            Self::RevokedNoPoe => "REVOKED_NO_POE",
            Self::RevokedCaNoPoe => "REVOKED_CA_NO_POE",
            Self::OutOfBoundsNotRevoked => "OUT_OF_BOUNDS_NOT_REVOKED",
            Self::OutOfBoundsNoPoe => "OUT_OF_BOUNDS_NO_POE",
            Self::RevocationOutOfBoundsNoPoe => "REVOCATION_OUT_OF_BOUNDS_NO_POE",
            Self::CryptoConstraintsFailureNoPoe => "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
            Self::NoPoe => "NO_POE",
            Self::TryLater => "TRY_LATER",
            Self::SignedDataNotFound => "SIGNED_DATA_NOT_FOUND",
            Self::Custom => "CUSTOM",
        }
    }
}

impl Serialize for Indication {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.main())
    }
}
