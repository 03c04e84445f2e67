//! The report: what was checked, with which data, and what came of it (EN 319 102-1 5.1.3). Its JSON is the contract with
//! pages, widget, command line and tests; keys may be added, the ones here keep their names and values.

mod validation_data;

use serde::Serialize;

use crate::evidence::Facts;
use crate::indication::Indication;
use crate::pdf::Coverage;
pub use crate::pdf::ModificationLevel;
use crate::policy::Relaxation;
use crate::reason::Reason;
use crate::verdict::Verdict;
pub use validation_data::{
    CertificateDetails, CrlDetails, CrlSignature, Freshness, KindReport, Newer, PublishedCrl,
    UsageReport, Validity,
};

/// Name and version of the report's form.
pub const SCHEMA: &str = "periksa-report/1";

/// The whole report for one file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// The program that made it.
    pub engine: Engine,
    /// The policy it applied.
    pub policy: Policy,
    /// The trust data it used.
    pub trust: Trust,
    /// The moment it was made for, RFC 3339.
    pub validation_time: String,
    /// The file.
    pub document: DocumentReport,
    /// The verdict for the file: the worst of its signatures'.
    pub verdict: Verdict,
    /// With `uji`: the verdict it would be under a real anchor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub would_be: Option<Verdict>,
    /// Why the verdict is not better.
    pub reasons: Vec<Reason>,
    /// What is worth saying besides.
    pub notes: Vec<Reason>,
    /// The signatures, in the order of the form.
    pub signatures: Vec<SignatureReport>,
    /// The certificates of a file that holds nothing else, in its order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub certificates: Vec<CertificateDetails>,
    /// The revocation list that a file is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crl: Option<CrlDetails>,
    /// SHA-256 of published lists of which only the index was at hand, and which would say more.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub wanted_lists: Vec<String>,
}

impl Report {
    /// The report as compact JSON: same report, same bytes.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Strings, numbers and lists of them always serialise.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// The program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Engine {
    /// Version of the `verifier` crate.
    pub version: &'static str,
}

/// The policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Policy {
    /// Its name.
    pub id: &'static str,
    /// Its version.
    pub version: u32,
}

/// The trust data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trust {
    /// Version of the trusted root.
    pub version: u64,
    /// SHA-256 of its JSON.
    pub sha256: String,
}

/// The file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentReport {
    /// SHA-256 of every byte of the file: the verdict is bound to it.
    pub sha256: String,
    /// Bytes.
    pub size: usize,
    /// What the file is.
    pub kind: DocumentKind,
    /// Whether it is encrypted.
    pub encrypted: bool,
    /// Of a signed message: what it says of itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail: Option<MailReport>,
    /// How the CMS was written: `der`, `ber`, `pem`, `base64` or `mail`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub container: Option<&'static str>,
    /// SHA-256 of the signature file, where it is another file than the signed one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature_sha256: Option<String>,
    /// What an enveloping signature holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<ContentReport>,
    /// Where an intact copy is, in a file that was damaged in transit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intact_copy: Option<IntactCopy>,
}

/// A message of e-mail. From, Subject and Date are those of its header, which no signature covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MailReport {
    /// `multipart-signed` or `opaque-signed`.
    pub form: &'static str,
    /// Who it says it is from.
    pub from: Vec<AddressReport>,
    /// What it says it is about.
    pub subject: Option<String>,
    /// When it says it was sent, RFC 3339.
    pub date: Option<String>,
    /// Whether From and Subject stand inside what was signed too.
    pub headers_signed: bool,
    /// Parts that a mail program shows and the signature does not cover.
    pub outside_parts: usize,
    /// The form in which the content was hashed: `as-is`, or `canonical` with every line end written as CRLF.
    pub content_form: &'static str,
    /// How From relates to the certificates of its signatures: `matches`, `differs` or `not-in-certificate`.
    pub address: &'static str,
}

/// An address of e-mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AddressReport {
    /// Display name, chosen by whoever wrote the message.
    pub name: Option<String>,
    /// `local-part@domain`.
    pub address: String,
}

/// The content of an enveloping signature: offered for saving, never opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContentReport {
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Bytes.
    pub size: usize,
}

/// What a file is, told by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    /// A PDF document.
    Pdf,
    /// CMS signed-data.
    Cms,
    /// A message of e-mail.
    Email,
    /// Certificates.
    Certificate,
    /// A revocation list.
    Crl,
    /// Something else.
    Other,
}

/// One signature.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SignatureReport {
    /// Its name in this report.
    pub id: String,
    /// Fully qualified name of its field; `null` outside of PDF.
    pub field: Option<String>,
    /// What it is.
    pub kind: SignatureKind,
    /// `SubFilter` of its dictionary.
    pub sub_filter: Option<String>,
    /// Level it has the form of.
    pub level: Option<String>,
    /// Level of which everything was found good, by what the document itself carries; `null` where the signature did not pass.
    pub level_reached: Option<String>,
    /// Its verdict.
    pub verdict: Verdict,
    /// With `uji`: the verdict it would be under a real anchor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub would_be: Option<Verdict>,
    /// Why the verdict is not better.
    pub reasons: Vec<Reason>,
    /// What is worth saying besides.
    pub notes: Vec<Reason>,
    /// Under the published policy.
    pub indication: Indication,
    /// Under the published policy.
    pub sub_indication: Option<&'static str>,
    /// Under EN 319 102-1 with nothing relaxed.
    pub indication_strict: Indication,
    /// Under EN 319 102-1 with nothing relaxed.
    pub sub_indication_strict: Option<&'static str>,
    /// Policy rules that made the difference between the two.
    pub policy_rules: Vec<Relaxation>,
    /// Whom the signing certificate names.
    pub signer: Option<Signer>,
    /// `M` or signing-time: claimed, never proof. RFC 3339.
    pub claimed_time: Option<String>,
    /// Claimed less proven time, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claimed_time_skew: Option<i64>,
    /// What the signed attributes claim beside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claims: Option<ClaimsReport>,
    /// `Name` of the dictionary: claimed.
    pub claimed_name: Option<String>,
    /// `Reason` of the dictionary: claimed.
    pub claimed_reason: Option<String>,
    /// `Location` of the dictionary: claimed.
    pub claimed_location: Option<String>,
    /// The earliest moment at which the signature is proven to exist, or the moment of validation. RFC 3339.
    pub best_signature_time: Option<String>,
    /// Which of the two it is.
    pub time_source: Option<TimeSource>,
    /// How much of the file it covers.
    pub coverage: Coverage,
    /// The revision it covers, where it covers one.
    pub signed_revision: Option<SignedRevision>,
    /// What came after it.
    pub later_changes: LaterChanges,
    /// Every check, made or not.
    pub checks: Vec<Check>,
    /// Its certification path.
    pub path: PathReport,
    /// The time-stamp that proves its time.
    pub time_stamp: Option<TimeStampReport>,
    /// Revocation status of each certificate of the path.
    pub revocation: Vec<RevocationReport>,
    /// Signatures over this signature's value; none of them is a signature of the document.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub countersignatures: Vec<CountersignatureReport>,
}

/// What signed attributes claim: protected by the signature, proof of nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimsReport {
    /// OID of the signature policy.
    pub signature_policy: Option<String>,
    /// OID of the commitment type.
    pub commitment_type: Option<String>,
    /// Whether roles or other attributes of the signer are claimed.
    pub signer_attributes: bool,
    /// Description of the content.
    pub content_description: Option<String>,
    /// Media type of the content.
    pub mime_type: Option<String>,
}

/// A countersignature (RFC 5652 11.4). Whether its signer is to be trusted was not checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CountersignatureReport {
    /// Subject of the certificate that it names, for reading.
    pub subject: Option<String>,
    /// SHA-256 of the certificate.
    pub certificate_sha256: Option<String>,
    /// Whether it is a signature of that certificate's key over this signature's value.
    pub outcome: Outcome,
}

/// What a signature is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignatureKind {
    /// A signature by a person, an organisation or a system.
    Signature,
    /// A time-stamp over the document.
    DocumentTimeStamp,
}

/// Whom the signing certificate names; strings as in the certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signer {
    /// CN.
    pub common_name: Option<String>,
    /// O.
    pub organization: Option<String>,
    /// C.
    pub country: Option<String>,
    /// Kind of certificate (Pasal 4 of the regulation); not told yet.
    pub kind: Option<&'static str>,
    /// SHA-256 of the certificate.
    pub certificate_sha256: String,
}

/// Where the best signature time comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeSource {
    /// A verified time-stamp.
    TimeStamp,
    /// The moment of validation: nothing proves an earlier time.
    ValidationTime,
}

/// What came after the signed revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LaterChanges {
    /// The farthest-reaching change; `null` when changes are there and could not be compared.
    pub level: Option<ModificationLevel>,
    /// Whether everything that came is allowed.
    pub permitted: Permitted,
    /// The changes, oldest first; at most [`LaterChanges::MOST`], the gravest kept.
    pub changes: Vec<ChangeReport>,
    /// How many more there are.
    #[serde(skip_serializing_if = "is_zero")]
    pub more: usize,
}

impl LaterChanges {
    /// Changes listed in a report: nobody reads more.
    pub const MOST: usize = 100;
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// Whether what came is allowed by the signature and those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Permitted {
    /// Every change.
    Yes,
    /// Not every change.
    No,
    /// It could not be told.
    Undetermined,
}

/// One change between two adjacent revisions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangeReport {
    /// What it is, for the words in `content/`.
    pub key: &'static str,
    /// How far it reaches.
    pub level: ModificationLevel,
    /// Whether it is allowed.
    pub permitted: bool,
    /// Which revision made it, counted from 1.
    pub revision: usize,
    /// Way from the trailer, such as `Root/Pages/Kids[0]/Contents`.
    pub path: String,
    /// The object that came, such as `12 0`.
    pub object: Option<String>,
    /// The object that was there before, and the revision that made it, such as `5 0 (1)`.
    pub replaces: Option<String>,
    /// Page, counted from 1.
    pub page: Option<usize>,
    /// Fully qualified name of the field.
    pub field: Option<String>,
    /// Kind of annotation, such as `FreeText`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtype: Option<String>,
    /// Where on the page: left, bottom, right, top in points, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rectangle: Option<String>,
}

/// The revision that a signature covers: the first `length` bytes of the file are what was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SignedRevision {
    /// Counted from 1.
    pub revision: usize,
    /// Revisions of the file.
    pub of: usize,
    /// Bytes from the start of the file.
    pub length: usize,
}

/// A copy without the bytes that came in transit: `start..end` of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct IntactCopy {
    /// First byte.
    pub start: usize,
    /// First byte after.
    pub end: usize,
}

/// One check and its fate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Check {
    /// Its name.
    pub name: &'static str,
    /// Clause it comes from.
    pub clause: &'static str,
    /// Its fate.
    pub outcome: Outcome,
    /// What it rests on.
    pub evidence: Facts,
}

/// Fate of a check (EN 319 102-1 5.1.4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It held.
    Passed,
    /// It is proven not to hold.
    Failed,
    /// It cannot be told.
    Indeterminate,
    /// The policy does not ask for it, and it would not have held.
    Disabled,
    /// It was not made.
    NotChecked,
}

/// The certification path.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PathReport {
    /// The registry's name of the anchor.
    pub anchor: Option<String>,
    /// The certificates, end entity first.
    pub certificates: Vec<CertificateReport>,
    /// The policies it holds under (RFC 5280 6.1.6), as the anchor's domain calls them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub policies: Vec<String>,
    /// Every other way that was tried, and why it does not do.
    pub attempts: Vec<AttemptReport>,
}

/// A way that was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AttemptReport {
    /// SHA-256 of its certificates as far as it went, end entity first.
    pub certificates: Vec<String>,
    /// The registry's name of the anchor it came to.
    pub anchor: Option<String>,
    /// What was wrong with it, and with which certificate.
    pub why: String,
}

/// A certificate of a path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CertificateReport {
    /// Subject, for reading.
    pub subject: String,
    /// SHA-256 of the certificate.
    pub sha256: String,
    /// RFC 3339.
    pub not_before: String,
    /// RFC 3339.
    pub not_after: String,
    /// `signer`, `time-stamp-authority` or `ca`.
    pub role: &'static str,
}

/// The time-stamp that proves the time of a signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TimeStampReport {
    /// SHA-256 of the token.
    pub sha256: String,
    /// The document time-stamp that it is, by its `id`; absent for a time-stamp of the signature itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_time_stamp: Option<String>,
    /// `genTime`, RFC 3339.
    pub gen_time: String,
    /// How many seconds, either way, the authority says its clock may be off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accuracy: Option<i64>,
    /// Subject of the authority's certificate, for reading.
    pub tsa: String,
    /// The registry's name of the anchor.
    pub anchor: String,
    /// The authority's path.
    pub path: Vec<CertificateReport>,
}

/// What is known of one certificate's revocation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RevocationReport {
    /// SHA-256 of the certificate.
    pub certificate: String,
    /// `good`, `revoked` or `unknown`.
    pub status: &'static str,
    /// With `unknown`: why, as a key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<&'static str>,
    /// `crl` or `ocsp`; absent without evidence.
    pub method: Option<&'static str>,
    /// `published`, `embedded` or `added`; absent without evidence.
    pub source: Option<&'static str>,
    /// SHA-256 of the list or the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// `thisUpdate` of the list, RFC 3339.
    pub this_update: Option<String>,
    /// `nextUpdate` of the list, RFC 3339.
    pub next_update: Option<String>,
    /// Reason of the entry.
    pub reason: Option<String>,
    /// Date of the entry, RFC 3339.
    pub date: Option<String>,
    /// Since when the key is known or suspected not to be its holder's alone (RFC 5280 5.3.2), RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invalidity_date: Option<String>,
    /// Where the revocation stands beside the time of the signature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relation: Option<Relation>,
    /// What that means for the signature, by the policy's table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effect: Option<Effect>,
    /// Number of the list.
    pub number: Option<String>,
}

/// Where a revocation stands beside the time of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// The signature is proven older.
    AfterSigning,
    /// The earliest time that is proven is that of the revocation, or later.
    BeforeSigning,
    /// No time is proven.
    NotProven,
}

/// What a revocation means for a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// The signature stands.
    Stands,
    /// Nothing shows that it was made before.
    Ends,
    /// It is not settled yet.
    Open,
}
