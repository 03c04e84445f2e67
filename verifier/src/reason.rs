//! Why a verdict is not better, as data: a key and what belongs to it. The words are in `content/`, one per key.

use serde::Serialize;

use crate::policy::Limit;

/// A reason, with its arguments. Reasons that only add to a good verdict are listed as notes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[expect(
    missing_docs,
    reason = "each field is an argument of the sentence that content/verdicts.toml has for the key"
)]
pub enum Reason {
    // What this verifier does not check yet.
    /// The file goes on after the signed revision, and what came is not judged.
    LaterChangesNotChecked,
    /// Several signatures: how one relates to the next is not judged.
    SeveralSignaturesNotChecked,
    /// What the signer allowed to be changed is not judged.
    PermissionsNotChecked,
    /// The document brings OCSP responses, which are not read.
    OcspNotChecked,
    /// A document time-stamp is there and not judged.
    DocumentTimeStampNotChecked,
    /// A hybrid-reference file: the view of older readers is not compared.
    HybridReferenceNotChecked,
    /// A kind of file that is not judged.
    KindNotSupported {
        kind: &'static str,
    },
    /// A kind of signature that is not judged.
    SubFilterUnsupported {
        sub_filter: String,
    },
    /// BER that is not DER.
    EncodingUnsupported,
    /// The document is encrypted.
    Encrypted,

    // The file.
    EmptyFile,
    NotASignedFile,
    NoSignatureField,
    UnsignedField {
        field: String,
    },
    /// Bytes before `%PDF-`.
    LeadingBytes {
        count: usize,
    },
    /// Without the bytes before the header, every signature is over the bytes as they are.
    IntactWithoutLeadingBytes {
        count: usize,
    },
    /// White space after the end of the last revision.
    TrailingBytes {
        count: usize,
    },
    StructureUnreadable {
        offset: usize,
        expected: String,
        found: String,
    },
    LimitReached {
        limit: Limit,
    },
    SignatureOutsideForm,
    /// An earlier revision has a signature that the last one does not show.
    SignatureRemoved,
    /// The signed bytes say more than once where the signature's contents stand.
    GapNotFixed,
    /// The field differs between the signed revision and the file in hand.
    FieldChanged,

    // The signature.
    Format {
        check: String,
    },
    HashMismatch,
    SignatureValueWrong,
    SigningCertificateMissing,
    SigningCertificateMismatch,
    AlgorithmUnsupported {
        algorithm: String,
    },
    AlgorithmRefused {
        algorithm: String,
    },
    /// The signed attributes do not name the signing certificate.
    EssAbsent,

    // The path and the time.
    PathNotFound {
        issuer: String,
    },
    PathConstraints {
        certificate: String,
    },
    UnknownCriticalExtension {
        oid: String,
    },
    TestAnchor {
        anchor: String,
    },
    NotYetValid {
        not_before: String,
    },
    Expired {
        not_after: String,
    },
    /// The certificate or its chain ended after the proven time.
    ExpiredSince {
        not_after: String,
    },
    TimeNotProven,
    TimeStampUntrusted,
    /// The time-stamp rests on the registry's window for its authority.
    TimeStampAuthorityWindow,

    // Revocation.
    RevocationNoData {
        issuer: String,
    },
    RevocationStale {
        issuer: String,
        this_update: String,
        next_update: String,
    },
    RevocationUnusable {
        issuer: String,
    },
    Revoked {
        date: String,
        reason: String,
    },
    RevokedLater {
        date: String,
        reason: String,
    },
}
