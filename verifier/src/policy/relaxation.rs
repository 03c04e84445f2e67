//! Where the published policy accepts what EN 319 102-1 with nothing relaxed does not. What each rule says, and why it is there,
//! is in `content/policy.toml`.

use serde::{Serialize, Serializer};

/// A rule of the policy that makes `indication` and `indication_strict` differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relaxation {
    /// The registry's window for a time-stamp authority that has ended stands in for an archive time-stamp.
    TimeStampAuthorityWindow,
    /// Of a time-stamp authority it is enough that no revocation is known.
    TimeStampAuthorityRevocation,
    /// A list or an answer counts from its `thisUpdate`, although nothing proves that it existed before a certificate of the path
    /// ended or was revoked.
    EvidenceWithoutProofOfExistence,
    /// What was current when the signature was made counts, although it is older than the signature.
    EvidenceCurrentAtSigning,
    /// `adbe.pkcs7.detached`, CMS by itself and mail may lack the ESS signing-certificate attribute.
    EssAbsentTolerated,
    /// Signed attributes that do not stand as DER writes them count as they were hashed.
    AttributesNotDer,
    /// A signature policy that the signature names is shown and not evaluated.
    SignaturePolicyNotEvaluated,
}

impl Relaxation {
    /// Every one.
    pub const ALL: [Self; 7] = [
        Self::TimeStampAuthorityWindow,
        Self::TimeStampAuthorityRevocation,
        Self::EvidenceWithoutProofOfExistence,
        Self::EvidenceCurrentAtSigning,
        Self::EssAbsentTolerated,
        Self::AttributesNotDer,
        Self::SignaturePolicyNotEvaluated,
    ];

    /// Its key in reports and in `content/policy.toml`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::TimeStampAuthorityWindow => "time-stamp-authority-window",
            Self::TimeStampAuthorityRevocation => "time-stamp-authority-revocation",
            Self::EvidenceWithoutProofOfExistence => "evidence-without-proof-of-existence",
            Self::EvidenceCurrentAtSigning => "evidence-current-at-signing",
            Self::EssAbsentTolerated => "ess-absent-tolerated",
            Self::AttributesNotDer => "attributes-not-der",
            Self::SignaturePolicyNotEvaluated => "signature-policy-not-evaluated",
        }
    }
}

impl Serialize for Relaxation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}
