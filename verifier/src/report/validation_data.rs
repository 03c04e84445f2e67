//! What a report says of files that hold certificates or a revocation list.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{PathReport, RevocationReport};
use crate::reason::Reason;

/// A certificate looked at by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CertificateDetails {
    /// SHA-256 of the certificate.
    pub sha256: String,
    /// Subject, for reading; attributes that identify a person by number are left out.
    pub subject: String,
    /// CN of the subject.
    pub common_name: Option<String>,
    /// O of the subject.
    pub organization: Option<String>,
    /// C of the subject.
    pub country: Option<String>,
    /// Serial number, contents octets in hexadecimal.
    pub serial_number: String,
    /// Issuer, for reading.
    pub issuer: String,
    /// Kind under Pasal 4 of the regulation.
    pub kind: KindReport,
    /// The public key, such as `RSA 2048`; its algorithm's OID where that is not supported.
    pub key: String,
    /// The algorithm of the issuer's signature; its OID where that is not supported.
    pub signature_algorithm: String,
    /// RFC 3339.
    pub not_before: String,
    /// RFC 3339.
    pub not_after: String,
    /// At the moment of validation.
    pub validity: Validity,
    /// Whole days until `not_after`; `null` when it has passed.
    pub remaining_days: Option<i64>,
    /// Names of RFC 5280 4.2.1.3.
    pub key_usage: Vec<&'static str>,
    /// In the order of the certificate.
    pub extended_key_usage: Vec<UsageReport>,
    /// OIDs of its policies.
    pub policies: Vec<String>,
    /// From `subjectAltName` and the subject.
    pub email_addresses: Vec<String>,
    /// Where its issuer says its list is; nothing is fetched from there.
    pub crl_addresses: Vec<String>,
    /// Where its issuer says its responder is; nothing is asked there.
    pub ocsp_addresses: Vec<String>,
    /// The way to an anchor, or to a registered issuer.
    pub path: PathReport,
    /// What the published lists say of it now; `null` without a path, and for an anchor.
    pub revocation: Option<RevocationReport>,
    /// The registry's name of this very certificate.
    pub is_registered: Option<String>,
    /// Whether its own key signed it.
    pub self_signed: bool,
    /// What stands against it.
    pub reasons: Vec<Reason>,
}

/// A kind, and the fact it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct KindReport {
    /// `individual`, `organization`, `electronic-system`, `ca`, `time-stamp-authority` or `undetermined`.
    pub value: &'static str,
    /// The provision of the regulation, such as `4(a)`.
    pub article: Option<&'static str>,
    /// Key of the fact, or of what is missing.
    pub basis: &'static str,
}

/// Where the moment of validation lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Validity {
    /// Before `not_before`.
    NotYetValid,
    /// From `not_before` to `not_after`, both included.
    Valid,
    /// After `not_after`.
    Expired,
}

/// An extended key usage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UsageReport {
    /// OID.
    pub oid: String,
    /// The standard's name, where it is known.
    pub name: Option<&'static str>,
}

/// A revocation list looked at by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CrlDetails {
    /// SHA-256 of the list.
    pub sha256: String,
    /// Bytes of the list.
    pub size: usize,
    /// Issuer, for reading.
    pub issuer: String,
    /// The registry's name of the key that made its signature.
    pub registered_issuer: Option<String>,
    /// RFC 3339.
    pub this_update: String,
    /// RFC 3339.
    pub next_update: Option<String>,
    /// Its number in decimal digits.
    pub number: Option<String>,
    /// How many certificates it names; `null` where an entry does not read.
    pub entries: Option<u64>,
    /// How many for each reason; `none` for entries without one.
    pub reasons: BTreeMap<&'static str, u64>,
    /// Whether a registered issuer made it.
    pub signature: CrlSignature,
    /// At the moment of validation.
    pub freshness: Freshness,
    /// Against the newest list of the same issuer that the portal published; `null` where its signature is not verified.
    pub newer_than_published: Option<Newer>,
    /// That list.
    pub published: Option<PublishedCrl>,
    /// Where it departs from RFC 5280 5, as keys.
    pub deviations: Vec<&'static str>,
}

/// Whether a registered issuer made a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CrlSignature {
    /// Its signature verifies under the registered key of its issuer.
    Verified,
    /// It has the name of a registered issuer, and not that issuer's signature.
    NotVerified,
    /// No registered issuer has that name.
    IssuerUnknown,
}

/// Whether a list speaks for the moment of validation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Freshness {
    /// It does.
    Current,
    /// The next one was due before.
    Ended,
    /// It was made after: the clock is wrong, or the list.
    FromTheFuture,
    /// It does not say when the next one is due.
    Unstated,
}

/// How a list compares with the published one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Newer {
    /// Made later.
    Newer,
    /// Made at the same time with the same number.
    Same,
    /// Made earlier.
    Older,
    /// The portal has no list of this issuer.
    NonePublished,
}

/// The published list that a list is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublishedCrl {
    /// RFC 3339.
    pub this_update: String,
    /// Its number in decimal digits.
    pub number: Option<String>,
}
