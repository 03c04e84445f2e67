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
    // What this verifier does not check.
    /// The signature brings revocation information in forms that are not read.
    RevocationInfosUnread {
        count: usize,
    },
    /// A kind of file that is not judged.
    KindNotSupported {
        kind: &'static str,
    },
    /// A kind of signature that is not judged.
    SubFilterUnsupported {
        sub_filter: String,
    },
    /// The document is encrypted in a way that is not read.
    EncryptionUnsupported {
        filter: String,
    },
    /// The document opens with a password only, and none or another was given.
    PasswordNeeded,

    // What came after the signed revision.
    /// Later changes that nothing allows (`later_changes.changes` lists them).
    ChangesNotPermitted {
        count: usize,
    },
    /// A later revision could not be compared in full.
    ChangesUndetermined,
    /// What the certification says contradicts itself (threat PDF-65).
    CertificationInconsistent {
        check: String,
    },
    /// Fields of the same fully qualified name (threat PDF-87).
    FieldNameTwice {
        field: String,
    },
    /// The two views of a hybrid-reference file differ on this object.
    HybridViewsDiffer {
        object: String,
    },

    // Harmless damage and habits, and what they were mistaken for.
    /// A habit of producers that the grammar does not have, accepted by name.
    StructureHabit {
        habit: String,
        offset: usize,
    },
    /// The signature was found by searching, because the structure does not read.
    FoundBySearching,
    /// Line ends were converted in transit (FTP text mode).
    LineEndsConverted,
    /// The file ends before its structure does.
    Truncated,
    /// The copy was made by printing or re-saving: this program wrote it, and a signature does not survive that.
    SavedAgain {
        producer: String,
    },
    /// Dropping the bytes outside `start..end` leaves an intact copy (`document.intact_copy`).
    IntactCopy {
        start: usize,
        end: usize,
    },

    // Notes that inform without alarming.
    /// Only a time-stamp over the document: it existed then, nobody signed.
    DocumentTimeStampOnly {
        time: String,
        tsa: String,
    },
    /// A document time-stamp whose authority this portal does not know.
    DocumentTimeStampUntrusted,
    /// A usage-rights signature is no signature of the document (threat PDF-67).
    UsageRightsSignature,
    /// Actions that run by themselves or on a click: kinds, in words of the standard.
    ActiveContent {
        kinds: String,
    },
    /// XFA: what is shown depends on the program.
    XfaPresent,
    /// Optional content.
    Layers {
        count: usize,
        hidden: usize,
    },
    /// What is shown depends on material outside the file.
    ExternalContent {
        kinds: String,
    },
    /// Embedded files: the verdict is for the outer file alone.
    Attachments {
        count: usize,
        names: String,
    },
    /// Pages that show less than they hold.
    CropBoxSmaller {
        pages: String,
    },
    /// Pages or catalogs that nothing leads to (threat PDF-57).
    HiddenPages {
        count: usize,
    },
    /// Viewers are asked to draw form fields anew.
    NeedAppearances,
    /// `Name` of the signature dictionary is not the name in the certificate.
    ClaimedNameDiffers {
        claimed: String,
    },
    /// The claimed time and the proven time are more than a day apart.
    ClaimedTimeDiffers {
        claimed: String,
        proven: String,
    },
    /// Hosts of the links in the document, as text.
    LinkHosts {
        hosts: String,
    },
    /// The field asks for things of its signature (`SV`) that are not checked.
    SeedValueNotChecked {
        field: String,
    },

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

    // Certificates and lists by themselves.
    /// The certificates or the list of the file do not read; the key says where.
    ValidationDataUnreadable {
        check: String,
    },
    /// A private key, which nobody but its holder may have.
    PrivateKeyInFile,
    /// A certificate that ended, with no signature to ask about.
    CertificateExpired {
        not_after: String,
    },
    /// A certificate that was revoked, with no signature to ask about.
    CertificateRevoked(Box<Revocation>),
    /// A list of an issuer that is not registered.
    CrlIssuerUnknown {
        issuer: String,
    },
    /// A list with the name of a registered issuer on it, and not its signature.
    CrlNotGenuine {
        issuer: String,
    },
    /// A list whose successor was due before the moment of validation.
    CrlEnded {
        this_update: String,
        next_update: String,
    },
    /// A list of a later time than the moment of validation.
    CrlFromTheFuture {
        this_update: String,
    },

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
    /// The signed attributes do not stand as DER writes them.
    AttributesNotDer,
    /// A detached signature, and the file that it is over was not given.
    ContentMissing,
    /// A signature with content of its own, and a file was given beside it.
    ContentTwice,
    /// The content is itself a signed document, of which nothing is said.
    ContentSignedItself,

    // Signed e-mail.
    /// The message leaves the grammar of mail, or two readers could read it differently.
    MailUnreadable {
        check: String,
    },
    /// The message itself is not signed.
    MailNotSigned,
    /// Attachments of the message are signed files of their own.
    MailAttachmentsSigned {
        count: usize,
    },
    /// From is not the address in the certificate.
    MailFromDiffers {
        from: String,
    },
    /// The certificate names no address, so that From is not confirmed by it.
    MailFromNotInCertificate,
    /// The display name of From shows another address.
    MailFromNameMisleads {
        name: String,
    },
    /// The header of the message differs from the one that was signed.
    MailHeaderDiffers,
    /// From, Subject and Date are covered by no signature.
    MailHeaderNotSigned,
    /// Parts of the message are covered by no signature.
    MailPartsOutside {
        count: usize,
    },

    // What a signer says beside the signature, shown and proof of nothing.
    /// The signature names a policy, or implies one.
    SignaturePolicyNotEvaluated {
        policy: String,
    },
    /// Roles or other attributes of the signer.
    ClaimedAttributes,
    /// A signed attribute that this verifier does not know.
    AttributeUnknown {
        oid: String,
    },
    /// Attribute certificates, which are not read.
    AttributeCertificates {
        count: usize,
    },
    /// Countersignatures: `fit` of them are over this signature's value. They are no signatures of the document.
    Countersigned {
        count: usize,
        fit: usize,
    },

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
    /// Beside the time-stamp that proves the time there are this many that prove nothing.
    TimeStampsLeftOut {
        count: usize,
    },
    /// A document time-stamp says an earlier time than the time-stamp of a signature that it covers.
    DocumentTimeStampOrder {
        document: String,
        signature: String,
    },
    /// A content time-stamp that proves nothing.
    ContentTimeStampUntrusted,
    /// The content is time-stamped later than its signature.
    TimeStampOrder {
        content: String,
        signature: String,
    },
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
        because: &'static str,
    },
    /// Nothing proves a time of the signature.
    Revoked(Box<Revocation>),
    /// The earliest proven time is not before the revocation.
    RevokedBeforeSigning {
        proven: String,
        #[serde(flatten)]
        revocation: Box<Revocation>,
    },
    /// Lists and answers that were made after the moment of validation, and so left out.
    EvidenceAfterMoment {
        count: usize,
    },
    /// A content time-stamp proves that the signature was made after the revocation.
    SignedAfterRevocation {
        proven: String,
        #[serde(flatten)]
        revocation: Box<Revocation>,
    },
    /// A content time-stamp proves that the signature was made after its certificate had ended.
    SignedAfterEnd {
        proven: String,
        not_after: String,
    },
    /// The signature is proven older: a note.
    RevokedLater {
        proven: String,
        #[serde(flatten)]
        revocation: Box<Revocation>,
    },
    /// A certificate of an issuer on the way.
    IssuerRevoked {
        subject: String,
        #[serde(flatten)]
        revocation: Box<Revocation>,
    },
    /// `certificateHold` (RFC 5280 5.3.1).
    Suspended(Box<Revocation>),
    /// The revocation reaches back to this date (RFC 5280 5.3.2).
    InvalidSince {
        invalidity_date: String,
    },
}

/// A revocation, and what it is known by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Revocation {
    /// RFC 3339.
    pub date: String,
    /// RFC 5280 5.3.1's name.
    pub reason: String,
    /// `crl` or `ocsp`.
    pub method: &'static str,
    /// Number of the list.
    pub number: Option<String>,
    /// When the list was made, or the answer (RFC 3339).
    pub this_update: String,
}
