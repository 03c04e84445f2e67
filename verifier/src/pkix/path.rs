//! Certification paths: found from the end entity towards a registered anchor (RFC 4158), and checked as RFC 5280 6.1
//! asks. Certificates of the document are candidates for the way, never for its end (I10).

use der::oid::ObjectIdentifier;

use super::certificate::{Certificate, CertificateError};
use super::oid;
use crate::algorithms::{AlgorithmObjection, PublicKey};
use crate::policy::{Budget, Limit, Work};
use crate::time::UnixTime;
use crate::trust::{Role, TrustPurpose, TrustedEntry, TrustedRoot};

/// What the end entity is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Signing a document.
    Signature,
    /// Signing a message of e-mail.
    Mail,
    /// Signing time-stamp tokens.
    TimeStamp,
    /// Nothing: the certificate is looked at by itself, and what it is for is its own matter.
    Inspection,
}

impl Purpose {
    /// Whether an entry of the registry may end a path for this.
    fn is_served_by(self, entry: &TrustedEntry) -> bool {
        match self {
            Self::Signature | Self::Mail => entry.purposes.contains(&TrustPurpose::Signature),
            Self::TimeStamp => entry.purposes.contains(&TrustPurpose::TimeStamp),
            Self::Inspection => true,
        }
    }
}

/// Why a path does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PathObjection {
    /// Nothing leads to a registered anchor; the issuer that was missing.
    NotFound { issuer: String },
    /// The issuer is a registered intermediate, whose certificate is not among those at hand.
    IntermediateMissing { issuer: String },
    /// A certificate has the name of this issuer on it, and not its signature (RFC 5280 6.1.3 (a)(1)).
    NotSignedByIssuer { certificate: String },
    /// A certificate that is not yet valid at the moment in question.
    NotYetValid { certificate: String, not_before: UnixTime },
    /// A certificate or an anchor's window that ended before the moment in question.
    Expired { certificate: String, not_after: UnixTime },
    /// A rule of RFC 5280 6.1 or of the policy that a certificate breaks, named by clause.
    Constraint { certificate: String, rule: &'static str },
    /// A critical extension, or a constraint, that this verifier does not process.
    UnknownExtension { certificate: String, oid: String },
    /// A signature algorithm or key in the path.
    Algorithm { certificate: String, objection: AlgorithmObjection },
    /// The search was cut off.
    Limit(Limit),
}

/// A path whose signatures, names and constraints hold; whether it holds at a moment is for `check_at` to say.
#[derive(Debug, Clone)]
pub(crate) struct ProspectivePath<'a> {
    pub(crate) anchor: &'a TrustedEntry,
    /// End entity first; the anchor's own certificate is not among them.
    pub(crate) certificates: Vec<&'a Certificate>,
}

/// Searches paths.
#[derive(Debug)]
pub(crate) struct PathBuilder<'a> {
    pub(crate) trusted_root: &'a TrustedRoot,
    /// Candidates for the way.
    pub(crate) certificates: &'a [Certificate],
    pub(crate) budget: &'a Budget,
    /// What is left for the document.
    pub(crate) work: &'a Work,
}

/// What a search found: every path, and every way that failed.
#[derive(Debug, Default)]
pub(crate) struct Search<'a> {
    pub(crate) paths: Vec<ProspectivePath<'a>>,
    pub(crate) attempts: Vec<PathObjection>,
    signature_checks: usize,
}

impl<'a> PathBuilder<'a> {
    /// Every path from the certificate to an anchor registered for the purpose.
    pub(crate) fn search(&self, end_entity: &'a Certificate, purpose: Purpose) -> Search<'a> {
        let mut search = Search::default();
        match check_end_entity(end_entity, purpose) {
            Ok(()) => self.extend(&mut search, &mut vec![end_entity], purpose),
            Err(objection) => search.attempts.push(objection),
        }
        search
    }

    fn extend(&self, search: &mut Search<'a>, path: &mut Vec<&'a Certificate>, purpose: Purpose) {
        let Some(last) = path.last().copied() else { return };
        let mut found_issuer = false;
        let anchors = self.trusted_root.entries.iter().filter(|entry| {
            entry.role == Role::Anchor
                && purpose.is_served_by(entry)
                && entry.subject == last.issuer()
        });
        for anchor in anchors {
            let key = PublicKey::from_spki(&anchor.spki);
            match self.check_signature(search, last, key) {
                Ok(()) => {
                    found_issuer = true;
                    search.paths.push(ProspectivePath { anchor, certificates: path.clone() });
                }
                Err(objection) => search.attempts.push(objection),
            }
        }
        // An anchor's certificate carried along is not a step of the way: the registry's copy was just tried.
        for issuer in self.certificates {
            let is_candidate = issuer.subject() == last.issuer()
                && !issuer.is_self_issued()
                && !path.iter().any(|step| step.sha256 == issuer.sha256);
            if !is_candidate {
                continue;
            }
            if path.len() >= self.budget.path_length {
                search.attempts.push(PathObjection::Limit(Limit::SignatureChecks));
                return;
            }
            let checked = self
                .check_signature(search, last, issuer.public_key())
                .and_then(|()| check_issuer(issuer, path.len().saturating_sub(1)));
            match checked {
                Ok(()) => {
                    found_issuer = true;
                    path.push(issuer);
                    self.extend(search, path, purpose);
                    path.pop();
                }
                Err(objection) => search.attempts.push(objection),
            }
        }
        if found_issuer {
            return;
        }
        let mut intermediates = self
            .trusted_root
            .entries
            .iter()
            .filter(|entry| entry.role == Role::Intermediate && entry.subject == last.issuer());
        let issuer = last.display_issuer();
        if purpose == Purpose::Inspection {
            self.end_at_intermediates(search, path, intermediates);
        } else if intermediates.next().is_some() {
            search.attempts.push(PathObjection::IntermediateMissing { issuer });
        } else {
            search.attempts.push(PathObjection::NotFound { issuer });
        }
    }

    /// A certificate that is looked at comes alone as a rule: the registered key of its issuer settles who issued it, though
    /// the way from there to the anchor is not walked. No signature is judged by such a path.
    fn end_at_intermediates(
        &self,
        search: &mut Search<'a>,
        path: &[&'a Certificate],
        intermediates: impl Iterator<Item = &'a TrustedEntry>,
    ) {
        let Some(last) = path.last().copied() else { return };
        let before = search.paths.len();
        for anchor in intermediates {
            let key = PublicKey::from_spki(&anchor.spki);
            match self.check_signature(search, last, key) {
                Ok(()) => {
                    search.paths.push(ProspectivePath { anchor, certificates: path.to_vec() })
                }
                Err(objection) => search.attempts.push(objection),
            }
        }
        let issuer = last.display_issuer();
        search.attempts.push(if search.paths.len() > before {
            PathObjection::IntermediateMissing { issuer }
        } else {
            PathObjection::NotFound { issuer }
        });
    }

    /// RFC 5280 6.1.3 (a)(1).
    fn check_signature(
        &self,
        search: &mut Search<'a>,
        certificate: &Certificate,
        issuer_key: Result<PublicKey, AlgorithmObjection>,
    ) -> Result<(), PathObjection> {
        self.work.check_signature().map_err(PathObjection::Limit)?;
        search.signature_checks = search.signature_checks.saturating_add(1);
        if search.signature_checks > self.budget.signature_checks {
            return Err(PathObjection::Limit(Limit::SignatureChecks));
        }
        let name = || certificate.sha256.clone();
        let algorithm = |objection| PathObjection::Algorithm { certificate: name(), objection };
        match certificate.is_signed_by(&issuer_key.map_err(algorithm)?) {
            Ok(true) => Ok(()),
            // A signature that a key of this kind cannot have made is another key's.
            Ok(false) | Err(AlgorithmObjection::Mismatch(_)) => {
                Err(PathObjection::NotSignedByIssuer { certificate: name() })
            }
            Err(objection) => Err(algorithm(objection)),
        }
    }
}

impl ProspectivePath<'_> {
    /// RFC 5280 6.1.3 (a)(2) for each certificate, and the window of the anchor.
    pub(crate) fn check_at(&self, moment: UnixTime) -> Result<(), PathObjection> {
        for certificate in &self.certificates {
            let name = || certificate.sha256.clone();
            if moment < certificate.not_before {
                let not_before = certificate.not_before;
                return Err(PathObjection::NotYetValid { certificate: name(), not_before });
            }
            if certificate.not_after < moment {
                return Err(PathObjection::Expired {
                    certificate: name(),
                    not_after: certificate.not_after,
                });
            }
        }
        let anchor = || self.anchor.sha256.clone();
        if moment < self.anchor.valid_for.from {
            return Err(PathObjection::NotYetValid {
                certificate: anchor(),
                not_before: self.anchor.valid_for.from,
            });
        }
        match self.anchor.valid_for.until.filter(|until| *until < moment) {
            Some(not_after) => Err(PathObjection::Expired { certificate: anchor(), not_after }),
            None => Ok(()),
        }
    }

    /// The earliest end of a certificate or of the anchor.
    pub(crate) fn ends(&self) -> UnixTime {
        let window = self.anchor.valid_for.until.unwrap_or(self.anchor.not_after);
        self.certificates
            .iter()
            .map(|certificate| certificate.not_after)
            .fold(window, UnixTime::min)
    }
}

/// RFC 5280 6.1.5 and the policy: what the end entity may be used for.
fn check_end_entity(certificate: &Certificate, purpose: Purpose) -> Result<(), PathObjection> {
    check_extensions(certificate)?;
    let broken = |rule| PathObjection::Constraint { certificate: certificate.sha256.clone(), rule };
    let field = |_: CertificateError| broken("RFC 5280 4.2 extension that does not decode");
    let is_ca =
        certificate.basic_constraints().map_err(field)?.is_some_and(|constraints| constraints.ca);
    if purpose == Purpose::Inspection {
        return if is_ca { check_issuer(certificate, 0) } else { Ok(()) };
    }
    // Threats PATH-27, TST-06.
    if is_ca {
        return Err(broken("policy: a CA certificate signs no documents and no time-stamps"));
    }
    match certificate.key_usage().map_err(field)? {
        Some(usage) if usage.digital_signature() || usage.non_repudiation() => {}
        // Threat PATH-24.
        _ => return Err(broken("policy: keyUsage digitalSignature or nonRepudiation")),
    }
    let usages = certificate.extended_key_usage().map_err(field)?;
    let signing = [oid::ADOBE_DOCUMENT_SIGNING, oid::DOCUMENT_SIGNING];
    let acceptable = match (purpose, &usages) {
        // RFC 3161 2.3: critical, and this alone (threat TST-05).
        (Purpose::TimeStamp, Some(usages)) => {
            let critical = certificate
                .extension(oid::EXTENDED_KEY_USAGE)
                .is_some_and(|extension| extension.critical);
            critical
                && usages.iter().all(|usage| *usage == oid::TIME_STAMPING)
                && !usages.is_empty()
        }
        (Purpose::TimeStamp, None) => false,
        (Purpose::Signature | Purpose::Mail, None) | (Purpose::Inspection, _) => true,
        (Purpose::Signature, Some(usages)) => signing.iter().any(|usage| usages.contains(usage)),
        // RFC 8550 4.4.4; who may sign documents may sign the mail they go with.
        (Purpose::Mail, Some(usages)) => {
            usages.contains(&oid::EMAIL_PROTECTION)
                || signing.iter().any(|usage| usages.contains(usage))
        }
    };
    if acceptable { Ok(()) } else { Err(broken("policy: extendedKeyUsage for this purpose")) }
}

/// RFC 5280 6.1.4: a certificate that issues others; `below` of them stand between it and the end entity.
fn check_issuer(certificate: &Certificate, below: usize) -> Result<(), PathObjection> {
    check_extensions(certificate)?;
    let broken = |rule| PathObjection::Constraint { certificate: certificate.sha256.clone(), rule };
    let field = |_: CertificateError| broken("RFC 5280 4.2 extension that does not decode");
    if !certificate.is_version_3() {
        return Err(broken("RFC 5280 6.1.4 (k) version 3"));
    }
    let constraints = certificate.basic_constraints().map_err(field)?;
    let Some(constraints) = constraints.filter(|constraints| constraints.ca) else {
        return Err(broken("RFC 5280 6.1.4 (k) basicConstraints cA"));
    };
    if constraints
        .path_len_constraint
        .is_some_and(|limit| usize::try_from(limit).is_ok_and(|limit| limit < below))
    {
        return Err(broken("RFC 5280 6.1.4 (m) pathLenConstraint"));
    }
    if certificate.key_usage().map_err(field)?.is_some_and(|usage| !usage.key_cert_sign()) {
        return Err(broken("RFC 5280 6.1.4 (n) keyCertSign"));
    }
    // Threat PATH-25: an extended key usage in a CA certificate restricts what is below; not processed yet.
    if certificate.extension(oid::EXTENDED_KEY_USAGE).is_some() {
        return Err(unprocessed(certificate, oid::EXTENDED_KEY_USAGE.to_string()));
    }
    Ok(())
}

/// RFC 5280 6.1.4 (o), 6.1.5 (f): what is critical and not processed refuses the path; so do the constraints that
/// this verifier does not process yet, critical or not (threats PATH-20, PATH-21).
fn check_extensions(certificate: &Certificate) -> Result<(), PathObjection> {
    const UNDERSTOOD: [ObjectIdentifier; 7] = [
        oid::SUBJECT_KEY_IDENTIFIER,
        oid::KEY_USAGE,
        oid::SUBJECT_ALT_NAME,
        oid::BASIC_CONSTRAINTS,
        oid::CRL_DISTRIBUTION_POINTS,
        // No policy is required, so none can be missing (design, 3.1).
        oid::CERTIFICATE_POLICIES,
        oid::EXTENDED_KEY_USAGE,
    ];
    const CONSTRAINTS: [ObjectIdentifier; 4] = [
        oid::NAME_CONSTRAINTS,
        oid::POLICY_MAPPINGS,
        oid::POLICY_CONSTRAINTS,
        oid::INHIBIT_ANY_POLICY,
    ];
    let refused = certificate.extensions().find(|extension| {
        let is_of =
            |kinds: &[ObjectIdentifier]| extension.oid().is_some_and(|oid| kinds.contains(&oid));
        is_of(&CONSTRAINTS) || (extension.critical && !is_of(&UNDERSTOOD))
    });
    match refused {
        Some(extension) => Err(unprocessed(certificate, extension.name())),
        None => Ok(()),
    }
}

fn unprocessed(certificate: &Certificate, oid: String) -> PathObjection {
    PathObjection::UnknownExtension { certificate: certificate.sha256.clone(), oid }
}
