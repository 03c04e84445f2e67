//! The verdict a citizen reads, as a key (design, 3.2). It follows from the indication and from what was not checked;
//! only [`Verdict::of_signature`] can make a good one, and a document has the worst of its signatures'.

mod document;
mod table;

pub use document::{DocumentVerdict, Standing, of_document};
pub use table::{VerdictRow, verdict_table};

use serde::{Serialize, Serializer};

use crate::indication::{Failed, Indeterminate, Indication};

/// Keys of the table in `content/verdicts.toml`, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Genuine and intact.
    Asli,
    /// Genuine when signed; the certificate has ended since.
    AsliSaatItu,
    /// Genuine, with permitted additions.
    AsliDitambah,
    /// No signature.
    Tanpa,
    /// Certificates or a revocation list: no document that anybody could have signed.
    DataSertifikat,
    /// A certificate for tests.
    Uji,
    /// Cannot be told.
    BelumPasti,
    /// No registered issuer.
    TidakDikenal,
    /// Revoked, and nothing proves the signature older.
    Dicabut,
    /// The signature is broken or not readable.
    Rusak,
    /// The document was changed after signing.
    Berubah,
}

/// Whether the certificates have ended since the signature was made; best first, as the two after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SinceThen {
    /// They have not.
    StillValid,
    /// They have, or were revoked later.
    Ended,
}

/// Whether anything that bears on the signature was left unchecked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Completeness {
    /// Every check that the policy names was made.
    Complete,
    /// Some check was not made: never green.
    SomethingNotChecked,
}

/// Whether what came after the signature takes anything from "genuine and intact".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Additions {
    /// Nothing, or validation data and further signatures only.
    None,
    /// Allowed additions that a reader sees.
    Visible,
    /// Something that nothing allows.
    NotPermitted,
}

impl Verdict {
    /// Every one, best first.
    pub const ALL: [Self; 11] = [
        Self::Asli,
        Self::AsliSaatItu,
        Self::AsliDitambah,
        Self::Tanpa,
        Self::DataSertifikat,
        Self::Uji,
        Self::BelumPasti,
        Self::TidakDikenal,
        Self::Dicabut,
        Self::Rusak,
        Self::Berubah,
    ];

    /// Its key in reports and in the table of words.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Asli => "asli",
            Self::AsliSaatItu => "asli-saat-itu",
            Self::AsliDitambah => "asli-ditambah",
            Self::Tanpa => "tanpa",
            Self::DataSertifikat => "data-sertifikat",
            Self::Uji => "uji",
            Self::BelumPasti => "belum-pasti",
            Self::TidakDikenal => "tidak-dikenal",
            Self::Dicabut => "dicabut",
            Self::Rusak => "rusak",
            Self::Berubah => "berubah",
        }
    }

    /// Whether it is one of the good ones: nothing else counts as green anywhere.
    #[must_use]
    pub const fn is_good(self) -> bool {
        match self {
            Self::Asli | Self::AsliSaatItu | Self::AsliDitambah => true,
            Self::Tanpa
            | Self::DataSertifikat
            | Self::Uji
            | Self::BelumPasti
            | Self::TidakDikenal
            | Self::Dicabut
            | Self::Rusak
            | Self::Berubah => false,
        }
    }

    /// The verdict for a signature whose anchor is a real one (or that has none).
    pub(crate) fn of_signature(
        indication: Indication,
        completeness: Completeness,
        since_then: SinceThen,
        additions: Additions,
    ) -> Self {
        let alone = Self::of_signature_alone(indication, completeness, since_then);
        match additions {
            Additions::None => alone,
            // Additions take nothing from what is not good anyway.
            Additions::Visible => match alone {
                Self::Asli | Self::AsliSaatItu => Self::AsliDitambah,
                Self::AsliDitambah
                | Self::Tanpa
                | Self::DataSertifikat
                | Self::Uji
                | Self::BelumPasti
                | Self::TidakDikenal
                | Self::Dicabut
                | Self::Rusak
                | Self::Berubah => alone,
            },
            Additions::NotPermitted => alone.max(Self::Berubah),
        }
    }

    fn of_signature_alone(
        indication: Indication,
        completeness: Completeness,
        since_then: SinceThen,
    ) -> Self {
        match (indication, completeness, since_then) {
            (Indication::TotalPassed, Completeness::Complete, SinceThen::StillValid) => Self::Asli,
            (Indication::TotalPassed, Completeness::Complete, SinceThen::Ended) => {
                Self::AsliSaatItu
            }
            (Indication::TotalPassed, Completeness::SomethingNotChecked, _) => Self::BelumPasti,
            (Indication::TotalFailed(failed), _, _) => match failed {
                Failed::HashFailure => Self::Berubah,
                Failed::Revoked => Self::Dicabut,
                Failed::FormatFailure
                | Failed::SigCryptoFailure
                | Failed::Expired
                | Failed::NotYetValid => Self::Rusak,
            },
            (Indication::Indeterminate(indeterminate), _, _) => match indeterminate {
                Indeterminate::RevokedNoPoe | Indeterminate::RevokedCaNoPoe => Self::Dicabut,
                Indeterminate::NoCertificateChainFound
                | Indeterminate::NoCertificateChainFoundNoPoe => Self::TidakDikenal,
                Indeterminate::SigConstraintsFailure
                | Indeterminate::ChainConstraintsFailure
                | Indeterminate::CertificateChainGeneralFailure
                | Indeterminate::CryptoConstraintsFailure
                | Indeterminate::PolicyProcessingError
                | Indeterminate::SignaturePolicyNotAvailable
                | Indeterminate::TimestampOrderFailure
                | Indeterminate::NoSigningCertificateFound
                | Indeterminate::OutOfBoundsNotRevoked
                | Indeterminate::OutOfBoundsNoPoe
                | Indeterminate::RevocationOutOfBoundsNoPoe
                | Indeterminate::CryptoConstraintsFailureNoPoe
                | Indeterminate::NoPoe
                | Indeterminate::TryLater
                | Indeterminate::SignedDataNotFound
                | Indeterminate::Custom => Self::BelumPasti,
            },
        }
    }
}

impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}
