//! What a path is for, and what its certificates must say to serve that (RFC 5280 4.2.1.3, 4.2.1.12; the policy).

use der::oid::ObjectIdentifier;

use super::certificate::{Certificate, CertificateError};
use super::oid;
use super::path_validation::{PathObjection, check_extensions, check_issuer};
use crate::trust::{TrustPurpose, TrustedEntry};

/// What the end entity is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Signing a document.
    Signature,
    /// Signing a message of e-mail.
    Mail,
    /// Signing time-stamp tokens.
    TimeStamp,
    /// Signing revocation lists (RFC 5280 6.3.3 (f)).
    CrlSigning,
    /// Nothing: the certificate is looked at by itself, and what it is for is its own matter.
    Inspection,
}

/// Usages that serve the signing of documents: Adobe's, and RFC 9336.
const DOCUMENTS: [ObjectIdentifier; 2] = [oid::ADOBE_DOCUMENT_SIGNING, oid::DOCUMENT_SIGNING];
/// RFC 8550 4.4.4; who may sign documents may sign the mail they go with.
const MAIL: [ObjectIdentifier; 3] =
    [oid::EMAIL_PROTECTION, oid::ADOBE_DOCUMENT_SIGNING, oid::DOCUMENT_SIGNING];

impl Purpose {
    /// Whether an entry of the registry may end a path for this.
    pub(super) fn is_served_by(self, entry: &TrustedEntry) -> bool {
        match self {
            Self::Signature | Self::Mail => entry.purposes.contains(&TrustPurpose::Signature),
            Self::TimeStamp => entry.purposes.contains(&TrustPurpose::TimeStamp),
            Self::CrlSigning | Self::Inspection => true,
        }
    }

    /// The extended key usages of which one is needed; `None` where it does not matter.
    const fn usages(self) -> Option<&'static [ObjectIdentifier]> {
        match self {
            Self::Signature => Some(&DOCUMENTS),
            Self::Mail => Some(&MAIL),
            Self::TimeStamp => Some(&[oid::TIME_STAMPING]),
            Self::CrlSigning | Self::Inspection => None,
        }
    }
}

/// RFC 5280 6.1.5 (f) and the policy: what the end entity may be used for.
pub(super) fn check_end_entity(
    certificate: &Certificate,
    purpose: Purpose,
) -> Result<(), PathObjection> {
    let broken = |rule| PathObjection::broken(certificate, rule);
    let field = |_: CertificateError| PathObjection::undecodable(certificate);
    let is_ca =
        certificate.basic_constraints().map_err(field)?.is_some_and(|constraints| constraints.ca);
    let key_usage = certificate.key_usage().map_err(field)?;
    match purpose {
        Purpose::Inspection if is_ca => return check_issuer(certificate),
        Purpose::Inspection => return Ok(()),
        Purpose::CrlSigning => {
            return match key_usage {
                Some(usage) if !usage.crl_sign() => Err(broken("RFC 5280 6.3.3 (f) cRLSign")),
                Some(_) | None => Ok(()),
            };
        }
        Purpose::Signature | Purpose::Mail | Purpose::TimeStamp => {}
    }
    // Threats PATH-27, TST-06.
    if is_ca {
        return Err(broken("policy: a CA certificate signs no documents and no time-stamps"));
    }
    match key_usage {
        Some(usage) if usage.digital_signature() || usage.non_repudiation() => {}
        // Threat PATH-24.
        _ => return Err(broken("policy: keyUsage digitalSignature or nonRepudiation")),
    }
    let usages = certificate.extended_key_usage().map_err(field)?;
    let acceptable = match (purpose, &usages) {
        // RFC 3161 2.3: critical, and this alone (threat TST-05).
        (Purpose::TimeStamp, Some(usages)) => {
            let critical = certificate
                .extension(oid::EXTENDED_KEY_USAGE)
                .is_some_and(|extension| extension.critical);
            critical && usages.iter().all(|usage| *usage == oid::TIME_STAMPING)
        }
        (Purpose::TimeStamp, None) => false,
        (_, None) => true,
        (_, Some(usages)) => serves(purpose, usages),
    };
    if acceptable { Ok(()) } else { Err(broken("policy: extendedKeyUsage for this purpose")) }
}

/// The extended key usages that are left for the end entity on its way down. One in a CA certificate restricts what is below
/// it: a policy, as in X.509 implementations of every kind, where RFC 5280 is silent (threat PATH-25).
#[derive(Debug)]
pub(super) struct Usages(Option<Vec<ObjectIdentifier>>);

impl Usages {
    /// Those of which the purpose needs one.
    pub(super) fn of(purpose: Purpose) -> Self {
        Self(purpose.usages().map(<[_]>::to_vec))
    }

    /// What a certificate of the path leaves of them.
    pub(super) fn restrict(&mut self, certificate: &Certificate) -> Result<(), PathObjection> {
        let usages = certificate.extended_key_usage();
        let usages = usages.map_err(|_| PathObjection::undecodable(certificate))?;
        let (Some(left), Some(usages)) = (&mut self.0, usages) else { return Ok(()) };
        if !usages.contains(&oid::ANY_EXTENDED_KEY_USAGE) {
            left.retain(|usage| usages.contains(usage));
        }
        if left.is_empty() {
            Err(PathObjection::broken(certificate, "policy: extendedKeyUsage for this purpose"))
        } else {
            Ok(())
        }
    }
}

fn serves(purpose: Purpose, usages: &[ObjectIdentifier]) -> bool {
    purpose.usages().is_none_or(|wanted| wanted.iter().any(|usage| usages.contains(usage)))
}

/// RFC 6960 4.2.2.2: who answers in an issuer's place says so itself, with this usage and no other in its stead (threat REV-27).
pub(crate) fn check_ocsp_responder(certificate: &Certificate) -> Result<(), PathObjection> {
    check_extensions(certificate)?;
    let field = |_: CertificateError| PathObjection::undecodable(certificate);
    let usages = certificate.extended_key_usage().map_err(field)?.unwrap_or_default();
    let key_usage = certificate.key_usage().map_err(field)?;
    let may_sign =
        key_usage.is_none_or(|usage| usage.digital_signature() || usage.non_repudiation());
    if usages.contains(&oid::OCSP_SIGNING) && may_sign {
        Ok(())
    } else {
        Err(PathObjection::broken(certificate, "RFC 6960 4.2.2.2 OCSPSigning"))
    }
}
