//! Certificates looked at by themselves: whom they name, who issued them, of which kind they are, and what the published
//! lists say of them at the moment of validation. Nobody signed anything here, so nothing is ever judged genuine.

use super::{Context, chain, revocation};
use crate::algorithms::{AlgorithmObjection, SignatureScheme, hex};
use crate::pkix::{Certificate, CertificateKind, Claims, Kind, NameAttribute, Purpose, usage_name};
use crate::reason::Reason;
use crate::report::{
    CertificateDetails, KindReport, PathReport, RevocationReport, UsageReport, Validity,
};
use crate::revocation::{Moment, RevocationStore};
use crate::time::UnixTime;
use crate::trust::Regime;

const SECONDS_OF_DAY: i64 = 86_400;

/// What is known of the certificates of a file, in its order, and what stands against them.
#[derive(Debug, Default)]
pub(crate) struct CertificateFile {
    pub(crate) certificates: Vec<CertificateDetails>,
    /// Each reason once.
    pub(crate) reasons: Vec<Reason>,
}

/// Looks at every certificate of a file; `encodings` are all of them, the context has those that decode, each once.
pub(crate) fn certificate_file(
    encodings: &[Vec<u8>],
    context: &Context<'_>,
    store: &RevocationStore<'_>,
) -> CertificateFile {
    let mut file = CertificateFile {
        reasons: encodings.iter().filter_map(|encoding| unreadable(encoding)).collect(),
        certificates: Vec::new(),
    };
    let is_of_file =
        |certificate: &&Certificate| encodings.iter().any(|encoding| encoding == certificate.raw());
    for certificate in context.certificates.iter().filter(is_of_file) {
        file.certificates.push(details(certificate, context, store));
    }
    for reason in file.certificates.iter().flat_map(|details| &details.reasons) {
        if !file.reasons.contains(reason) {
            file.reasons.push(reason.clone());
        }
    }
    file
}

fn unreadable(encoding: &[u8]) -> Option<Reason> {
    let check = Certificate::read(encoding).err()?.key();
    Some(Reason::ValidationDataUnreadable { check })
}

fn details(
    certificate: &Certificate,
    context: &Context<'_>,
    store: &RevocationStore<'_>,
) -> CertificateDetails {
    let now = context.validation_time;
    let claims = Claims::of(certificate);
    let moment = Moment::Validation(now);
    let chosen = chain::choose(context, certificate, Purpose::Inspection, store, moment);
    let path = chosen.path.as_ref().ok();
    let kind = Kind::of(certificate, &claims, path.map(|path| path.anchor.regime));
    // Its own list says nothing of an anchor: whoever holds its key writes that list.
    let is_anchor = path.is_some_and(|path| path.anchor.sha256 == certificate.sha256);
    let statuses = if is_anchor { &[][..] } else { &chosen.statuses };

    let mut reasons = Vec::new();
    match validity(certificate, now) {
        Validity::Valid => {}
        Validity::NotYetValid => {
            reasons.push(Reason::NotYetValid { not_before: certificate.not_before.to_rfc3339() })
        }
        Validity::Expired => reasons
            .push(Reason::CertificateExpired { not_after: certificate.not_after.to_rfc3339() }),
    }
    let path_reason = match &chosen.path {
        Err(objection) => Some(objection.clone()),
        Ok(path) => path.check_at(now).err(),
    };
    if let Some(objection) = path_reason {
        let reason = chain::objection(&objection, certificate, Moment::Validation(now)).reason;
        // What was just said of the certificate itself, in words about a signature.
        let is_said = !reasons.is_empty()
            && matches!(reason, Reason::Expired { .. } | Reason::NotYetValid { .. });
        if !is_said {
            reasons.push(without_signature(reason));
        }
    }
    reasons.extend(statuses.iter().enumerate().filter_map(|(position, (subject, status))| {
        revocation::objection(position, subject, status, moment)
            .map(|objection| without_signature(objection.reason))
    }));
    if let Some(path) = path.filter(|path| path.anchor.regime == Regime::Uji) {
        reasons.push(Reason::TestAnchor { anchor: path.anchor.id.clone() });
    }
    reasons.extend(
        claims
            .undecodable
            .iter()
            .map(|oid| Reason::ValidationDataUnreadable { check: format!("extension-{oid}") }),
    );

    let status: Option<RevocationReport> = statuses
        .first()
        .map(|(subject, status)| revocation::report(subject, status, moment, store));
    CertificateDetails {
        sha256: certificate.sha256.clone(),
        subject: certificate.display_subject(),
        common_name: certificate.subject_attribute(NameAttribute::CommonName),
        organization: certificate.subject_attribute(NameAttribute::Organization),
        country: certificate.subject_attribute(NameAttribute::Country),
        serial_number: hex(certificate.serial_number()),
        issuer: certificate.display_issuer(),
        kind: KindReport {
            value: kind.value.name(),
            article: kind.value.article(),
            basis: kind.basis,
        },
        key: certificate.public_key().map_or_else(objected, |key| key.name()),
        signature_algorithm: signature_algorithm(certificate),
        not_before: certificate.not_before.to_rfc3339(),
        not_after: certificate.not_after.to_rfc3339(),
        validity: validity(certificate, now),
        remaining_days: remaining_days(certificate, now),
        key_usage: claims.key_usage,
        extended_key_usage: claims
            .extended_key_usage
            .iter()
            .map(|usage| UsageReport { oid: usage.to_string(), name: usage_name(*usage) })
            .collect(),
        policies: claims.policies,
        email_addresses: certificate
            .subject_attribute(NameAttribute::EmailAddress)
            .into_iter()
            .chain(claims.email_addresses)
            .collect(),
        crl_addresses: claims.crl_addresses,
        ocsp_addresses: claims.ocsp_addresses,
        path: PathReport {
            anchor: path.map(|path| path.anchor.id.clone()),
            certificates: path
                .map(|path| chain::certificate_reports(path, role(kind)))
                .unwrap_or_default(),
            policies: path.map(|path| path.policies.iter().cloned().collect()).unwrap_or_default(),
            attempts: chosen.attempts.clone(),
        },
        revocation: status,
        is_registered: context
            .trusted_root
            .entries
            .iter()
            .find(|entry| entry.sha256 == certificate.sha256)
            .map(|entry| entry.id.clone()),
        self_signed: is_self_signed(certificate),
        reasons,
    }
}

/// The role of the first certificate of its path, as reports of signatures name it.
fn role(kind: Kind) -> &'static str {
    use CertificateKind::{
        Ca, ElectronicSystem, Individual, Organization, TimeStampAuthority, Undetermined,
    };
    match kind.value {
        Ca => "ca",
        TimeStampAuthority => "time-stamp-authority",
        Individual | Organization | ElectronicSystem | Undetermined => "signer",
    }
}

/// A reason in words about the certificate alone.
fn without_signature(reason: Reason) -> Reason {
    if let Reason::Expired { not_after } = reason {
        Reason::CertificateExpired { not_after }
    } else if let Reason::Revoked(revocation) = reason {
        Reason::CertificateRevoked(revocation)
    } else {
        reason
    }
}

/// RFC 5280 4.1.2.5: both ends included.
fn validity(certificate: &Certificate, now: UnixTime) -> Validity {
    if now < certificate.not_before {
        Validity::NotYetValid
    } else if certificate.not_after < now {
        Validity::Expired
    } else {
        Validity::Valid
    }
}

fn remaining_days(certificate: &Certificate, now: UnixTime) -> Option<i64> {
    let seconds = certificate.not_after.seconds().checked_sub(now.seconds())?;
    (seconds >= 0).then(|| seconds.div_euclid(SECONDS_OF_DAY))
}

fn signature_algorithm(certificate: &Certificate) -> String {
    // Decoded once already.
    let Ok(algorithm) = certificate.signature_algorithm() else { return String::new() };
    SignatureScheme::new(&algorithm, None).map_or_else(objected, SignatureScheme::name)
}

fn is_self_signed(certificate: &Certificate) -> bool {
    certificate.is_self_issued()
        && certificate.public_key().and_then(|key| certificate.is_signed_by(&key)).unwrap_or(false)
}

/// What is there in place of what this verifier can use.
fn objected(objection: AlgorithmObjection) -> String {
    match objection {
        AlgorithmObjection::KeySize(oid, bits) => format!("{oid} ({bits} bit)"),
        AlgorithmObjection::Unsupported(oid)
        | AlgorithmObjection::Refused(oid)
        | AlgorithmObjection::Mismatch(oid)
        | AlgorithmObjection::BadParameters(oid)
        | AlgorithmObjection::BadKey(oid) => oid.to_string(),
    }
}
