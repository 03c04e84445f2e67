//! A certificate revocation list against RFC 5280 5.1 and 5.2 and the profile of the Baseline Requirements (4.9.7, 7.2).
//! Its signature, its issuer and whether it is current are the verifier's work.

use super::Covers;
use super::algorithm;
use super::der::{self, Element, Elements, Fault};
use super::entries::{self, About};
use super::extensions::{self, Extension};
use super::findings::Findings;
use super::rules;
use super::scope::Scope;
use super::time::{self, Moment};
use ::der::oid::ObjectIdentifier;

const CRL_NUMBER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.20");
const DELTA_CRL_INDICATOR: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.27");
const ISSUING_DISTRIBUTION_POINT: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.28");
/// What a list may hold besides the above without anybody failing to understand it: issuerAltName, freshestCRL,
/// authorityInfoAccess, expiredCertsOnCRL (X.509).
const OTHERS: [ObjectIdentifier; 4] = [
    ObjectIdentifier::new_unwrap("2.5.29.18"),
    ObjectIdentifier::new_unwrap("2.5.29.46"),
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.1.1"),
    ObjectIdentifier::new_unwrap("2.5.29.60"),
];
/// BR 4.9.7, for lists of subscribers' certificates.
const DAYS_OF_SUBSCRIBERS: u64 = 10;
/// 5.2.3; the octets of 2^159 - 1.
const NUMBER_OCTETS: usize = 20;

const EXTENSIONS: &str = "tbsCertList.crlExtensions";

/// Lints a list; whose certificates it lists is taken from itself where nobody says.
pub(super) fn lint(der: &[u8], covers: Option<Covers>, findings: &mut Findings) {
    match CertificateList::read(der, findings) {
        Ok(list) => list.check(covers, findings),
        Err(fault) => findings.unreadable("certificateList", fault),
    }
}

/// `CertificateList` (5.1), in slices of the file.
///
/// ```text
/// TBSCertList ::= SEQUENCE {
///   version Version OPTIONAL, signature AlgorithmIdentifier, issuer Name, thisUpdate Time, nextUpdate Time OPTIONAL,
///   revokedCertificates SEQUENCE OF SEQUENCE { … } OPTIONAL, crlExtensions [0] EXPLICIT Extensions OPTIONAL }
/// ```
struct CertificateList<'a> {
    version: Option<Element<'a>>,
    signature: Element<'a>,
    issuer: Element<'a>,
    this_update: Element<'a>,
    next_update: Option<Element<'a>>,
    revoked_certificates: Option<Element<'a>>,
    extensions: Option<Element<'a>>,
    signature_algorithm: Element<'a>,
}

impl<'a> CertificateList<'a> {
    fn read(file: &'a [u8], findings: &mut Findings) -> Result<Self, Fault> {
        let mut whole = Elements::new(file, 0);
        let mut parts = whole.expect(der::SEQUENCE)?.elements();
        super::check_end(&whole, findings);
        let mut fields = parts.expect(der::SEQUENCE)?.elements();
        let signature_algorithm = parts.expect(der::SEQUENCE)?;
        parts.expect(der::BIT_STRING)?.bits()?;
        parts.finish()?;

        let list = Self {
            version: fields.optional(der::INTEGER)?,
            signature: fields.expect(der::SEQUENCE)?,
            issuer: fields.expect(der::SEQUENCE)?,
            this_update: time::expect(&mut fields)?,
            next_update: if fields.peek().is_some_and(time::is_time) {
                Some(fields.any()?)
            } else {
                None
            },
            revoked_certificates: fields.optional(der::SEQUENCE)?,
            extensions: match fields.optional(der::constructed(0))? {
                Some(explicit) => Some(der::only(explicit.elements(), der::SEQUENCE)?),
                None => None,
            },
            signature_algorithm,
        };
        fields.finish()?;
        Ok(list)
    }

    fn check(&self, covers: Option<Covers>, findings: &mut Findings) {
        self.check_version(findings);
        if self.signature.raw != self.signature_algorithm.raw {
            findings.add(&rules::CRL_ALGORITHMS, "signatureAlgorithm", || {
                "another one than tbsCertList.signature".to_owned()
            });
        }
        algorithm::check_signature(&self.signature_algorithm, "signatureAlgorithm", findings);
        super::check_name(&self.issuer, "tbsCertList.issuer", findings);
        let scope = self.check_extensions(findings);
        let covers = covers.unwrap_or_else(|| scope.covers());
        let this_update = self.check_times(covers, findings);
        if let Some(entries) = &self.revoked_certificates {
            entries::check(entries, &About { this_update, covers, scope }, findings);
        }
    }

    /// 5.1.2.1: lists with extensions are of version 2, and all have to have some.
    fn check_version(&self, findings: &mut Findings) {
        let at = "tbsCertList.version";
        match self.version.map(|version| version.integer()) {
            None => findings.add(&rules::CRL_VERSION_MISSING, at, || "no version".to_owned()),
            Some(Ok([1])) => {}
            Some(Ok(_)) => findings.add(&rules::CRL_VERSION, at, || "another version".to_owned()),
            Some(Err(fault)) => findings.unreadable(at, fault),
        }
    }

    /// 5.1.2.4, 5.1.2.5, and how long it lasts; gives `thisUpdate`.
    fn check_times(&self, covers: Covers, findings: &mut Findings) -> Option<Moment> {
        let this_update = time::read(&self.this_update, "tbsCertList.thisUpdate", findings);
        let at = "tbsCertList.nextUpdate";
        let Some(next_update) = &self.next_update else {
            findings.add(&rules::CRL_NEXT_UPDATE_MISSING, at, || "no nextUpdate".to_owned());
            return this_update;
        };
        if let (Some(this), Some(next)) = (this_update, time::read(next_update, at, findings)) {
            let rule = match covers {
                _ if next < this => Some(&rules::CRL_ENDS_BEFORE),
                Covers::Subscribers => this
                    .is_more_than_days_before(DAYS_OF_SUBSCRIBERS, next)
                    .then_some(&rules::CRL_LASTS_TOO_LONG),
                Covers::Authorities => {
                    (next > this.a_year_later()).then_some(&rules::CRL_OF_CAS_LASTS_TOO_LONG)
                }
            };
            if let Some(rule) = rule {
                findings.add(rule, at, || format!("{next} after thisUpdate {this}"));
            }
        }
        this_update
    }

    /// 5.2; gives what the list is about.
    fn check_extensions(&self, findings: &mut Findings) -> Scope {
        let found = self
            .extensions
            .map(|list| extensions::read(&list, EXTENSIONS, findings))
            .unwrap_or_default();
        let mut scope = Scope::default();
        for extension in &found {
            if extension.is(extensions::AUTHORITY_KEY) {
                extensions::check_authority_key(extension, EXTENSIONS, findings);
            } else if extension.is(CRL_NUMBER) {
                check_number(extension, findings);
            } else if extension.is(DELTA_CRL_INDICATOR) {
                scope.is_delta = true;
                if !extension.critical {
                    let found = || "not critical".to_owned();
                    findings.add(&rules::CRL_DELTA_NOT_CRITICAL, EXTENSIONS, found);
                }
            } else if extension.is(ISSUING_DISTRIBUTION_POINT) {
                scope.check(extension, "issuingDistributionPoint", findings);
            } else if extension.critical && !extension.is_one_of(&OTHERS) {
                findings.add(&rules::UNKNOWN_CRITICAL, EXTENSIONS, || extension.name());
            }
        }
        let is_there = |oid| found.iter().any(|extension| extension.is(oid));
        if !is_there(extensions::AUTHORITY_KEY) {
            let found = || "no authorityKeyIdentifier".to_owned();
            findings.add(&rules::CRL_AUTHORITY_KEY_MISSING, EXTENSIONS, found);
        }
        if !is_there(CRL_NUMBER) {
            findings.add(&rules::CRL_NUMBER_MISSING, EXTENSIONS, || "no cRLNumber".to_owned());
        }
        scope
    }
}

/// 5.2.3
fn check_number(extension: &Extension<'_>, findings: &mut Findings) {
    let at = "cRLNumber";
    if extension.critical {
        findings.add(&rules::CRL_NUMBER_CRITICAL, at, || "critical".to_owned());
    }
    match der::only(extension.value, der::INTEGER).and_then(|number| number.integer()) {
        Err(fault) => findings.unreadable(at, fault),
        Ok([first, ..]) if *first >= 0x80 => {
            findings.add(&rules::CRL_NUMBER_RANGE, at, || "a negative number".to_owned());
        }
        Ok(octets) if octets.len() > NUMBER_OCTETS => {
            findings.add(&rules::CRL_NUMBER_RANGE, at, || format!("{} octets", octets.len()));
        }
        Ok(_) => {}
    }
}
