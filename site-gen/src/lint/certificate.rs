//! A certificate of an authority against RFC 5280 4.1: an anchor, an issuing CA, or a time-stamp authority. Its extensions are
//! read in `certificate_extensions`. Its signature and its path are the verifier's work.

use super::algorithm;
use super::certificate_extensions::{self, Facts};
use super::der::{self, Element, Elements, Fault};
use super::findings::Findings;
use super::rules;
use super::time;
use crate::trust::registry::Role;

/// Lints a certificate; what it is there for is taken from itself where nobody says.
pub(super) fn lint(der: &[u8], role: Option<Role>, findings: &mut Findings) {
    match Certificate::read(der, findings) {
        Ok(certificate) => certificate.check(role, findings),
        Err(fault) => findings.unreadable("certificate", fault),
    }
}

/// `Certificate` (4.1), in slices of the file.
///
/// ```text
/// TBSCertificate ::= SEQUENCE {
///   version [0] EXPLICIT, serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo,
///   issuerUniqueID [1] OPTIONAL, subjectUniqueID [2] OPTIONAL, extensions [3] EXPLICIT OPTIONAL }
/// ```
struct Certificate<'a> {
    version: Option<Element<'a>>,
    serial_number: Element<'a>,
    signature: Element<'a>,
    issuer: Element<'a>,
    not_before: Element<'a>,
    not_after: Element<'a>,
    subject: Element<'a>,
    subject_public_key_info: Element<'a>,
    issuer_unique_id: Option<Element<'a>>,
    subject_unique_id: Option<Element<'a>>,
    extensions: Option<Element<'a>>,
    signature_algorithm: Element<'a>,
}

impl<'a> Certificate<'a> {
    fn read(file: &'a [u8], findings: &mut Findings) -> Result<Self, Fault> {
        let mut whole = Elements::new(file, 0);
        let mut parts = whole.expect(der::SEQUENCE)?.elements();
        super::check_end(&whole, findings);
        let mut fields = parts.expect(der::SEQUENCE)?.elements();
        let signature_algorithm = parts.expect(der::SEQUENCE)?;
        parts.expect(der::BIT_STRING)?.bits()?;
        parts.finish()?;

        let explicit = |element: Option<Element<'a>>, tag| {
            element.map(|explicit| der::only(explicit.elements(), tag)).transpose()
        };
        let version = explicit(fields.optional(der::constructed(0))?, der::INTEGER)?;
        let serial_number = fields.expect(der::INTEGER)?;
        let signature = fields.expect(der::SEQUENCE)?;
        let issuer = fields.expect(der::SEQUENCE)?;
        let mut validity = fields.expect(der::SEQUENCE)?.elements();
        let (not_before, not_after) = (time::expect(&mut validity)?, time::expect(&mut validity)?);
        validity.finish()?;
        let certificate = Self {
            version,
            serial_number,
            signature,
            issuer,
            not_before,
            not_after,
            subject: fields.expect(der::SEQUENCE)?,
            subject_public_key_info: fields.expect(der::SEQUENCE)?,
            issuer_unique_id: fields.optional(der::primitive(1))?,
            subject_unique_id: fields.optional(der::primitive(2))?,
            extensions: explicit(fields.optional(der::constructed(3))?, der::SEQUENCE)?,
            signature_algorithm,
        };
        fields.finish()?;
        Ok(certificate)
    }

    fn check(&self, role: Option<Role>, findings: &mut Findings) {
        self.check_version(findings);
        match self.serial_number.integer() {
            Ok(serial) => super::check_serial(serial, "tbsCertificate.serialNumber", findings),
            Err(fault) => findings.unreadable("tbsCertificate.serialNumber", fault),
        }
        if self.signature.raw != self.signature_algorithm.raw {
            findings.add(&rules::ALGORITHMS, "signatureAlgorithm", || {
                "another one than tbsCertificate.signature".to_owned()
            });
        }
        algorithm::check_signature(&self.signature_algorithm, "signatureAlgorithm", findings);
        super::check_name(&self.issuer, "tbsCertificate.issuer", findings);
        self.check_validity(findings);
        let at = "tbsCertificate.subjectPublicKeyInfo";
        algorithm::check_key(&self.subject_public_key_info, at, findings);
        self.check_unique_identifiers(findings);
        let facts = certificate_extensions::read(self.extensions.as_ref(), findings);
        let is_self_issued = self.issuer.raw == self.subject.raw;
        let role = role.unwrap_or_else(|| likely_role(&facts, is_self_issued));
        certificate_extensions::check_together(&facts, role, is_self_issued, findings);
        self.check_subject(role, &facts, is_self_issued, findings);
    }

    /// 4.1.2.1: certificates with extensions are of version 3.
    fn check_version(&self, findings: &mut Findings) {
        let at = "tbsCertificate.version";
        match self.version.map(|version| version.integer()) {
            Some(Ok([2])) => {}
            None => findings.add(&rules::VERSION, at, || "version 1".to_owned()),
            Some(Ok(_)) => findings.add(&rules::VERSION, at, || "another version".to_owned()),
            Some(Err(fault)) => findings.unreadable(at, fault),
        }
    }

    fn check_validity(&self, findings: &mut Findings) {
        let before = time::read(&self.not_before, "tbsCertificate.validity.notBefore", findings);
        let at = "tbsCertificate.validity.notAfter";
        let after = time::read(&self.not_after, at, findings);
        if let (Some(before), Some(after)) = (before, after)
            && after < before
        {
            findings.add(&rules::ENDS_BEFORE, at, || format!("{after}, notBefore {before}"));
        }
    }

    fn check_unique_identifiers(&self, findings: &mut Findings) {
        let found = || "there".to_owned();
        if self.issuer_unique_id.is_some() {
            findings.add(&rules::ISSUER_UNIQUE_ID, "tbsCertificate.issuerUniqueID", found);
        }
        if self.subject_unique_id.is_some() {
            findings.add(&rules::SUBJECT_UNIQUE_ID, "tbsCertificate.subjectUniqueID", found);
        }
    }

    /// 4.1.2.6: whoever issues has a name; and an anchor that somebody else issued is worth knowing.
    fn check_subject(
        &self,
        role: Role,
        facts: &Facts<'_>,
        is_self_issued: bool,
        findings: &mut Findings,
    ) {
        let at = "tbsCertificate.subject";
        let is_authority = facts.is_ca || role != Role::TimeStampAuthority;
        if is_authority && self.subject.value.is_empty() {
            findings.add(&rules::SUBJECT_EMPTY, at, || "an empty name".to_owned());
        }
        if role == Role::Anchor && !is_self_issued {
            findings.add(&rules::NOT_SELF_ISSUED, at, || "another name than the issuer's".into());
        }
    }
}

/// What a certificate is likely there for.
fn likely_role(facts: &Facts<'_>, is_self_issued: bool) -> Role {
    if facts.is_for_time_stamps() {
        Role::TimeStampAuthority
    } else if is_self_issued {
        Role::Anchor
    } else {
        Role::Intermediate
    }
}
