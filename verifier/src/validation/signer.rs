//! Identification of the signing certificate (EN 319 102-1 5.2.3): named by the signer identifier, confirmed by the ESS
//! attribute. One certificate is carried through: its key verifies, its path is built, its names are shown (I9).

use super::{Context, Objection, chain};
use crate::algorithms::{BEFORE_ANY_END, DigestAlgorithm, digest_acceptance};
use crate::cms::{EssCertId, SignedData, SignerIdentifier, SignerInfo};
use crate::der::{tag, whole};
use crate::indication::{Failed, Indeterminate};
use crate::pkix::Certificate;
use crate::policy::{Limit, Work};
use crate::reason::Reason;

/// Certificates that one signer identifier may name: comparing them costs their size, for every signer, token and
/// countersignature of the file (threat WEB-10). A CA never gives a serial number twice.
const MAX_NAMED: usize = 16;

/// What the ESS attributes say of the certificate (RFC 5035 5.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EssBinding {
    /// No ESS attribute.
    Absent,
    /// Every form that is present names this certificate, one at least by an acceptable digest.
    Confirmed,
    /// Only by SHA-1, which is not acceptable as evidence.
    OnlyWeak,
    /// Some form names another certificate.
    Contradicted,
}

impl EssBinding {
    /// The word in reports.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Confirmed => "confirmed",
            Self::OnlyWeak => "onlyweak",
            Self::Contradicted => "contradicted",
        }
    }
}

/// The certificate that the signer identifier names, among those of the same `SignedData` first.
pub(crate) fn signing_certificate<'a>(
    signed_data: &SignedData<'_>,
    signer_info: &SignerInfo<'_>,
    context: &Context<'a>,
) -> Result<&'a Certificate, Objection> {
    let missing = || {
        Objection::indeterminate(
            Indeterminate::NoSigningCertificateFound,
            Reason::SigningCertificateMissing,
        )
    };
    let matches = |certificate: &&Certificate| match &signer_info.sid {
        SignerIdentifier::IssuerAndSerialNumber { issuer, serial_number } => {
            certificate.issuer() == issuer.as_slice()
                && certificate.serial_number() == serial_number.as_slice()
        }
        SignerIdentifier::SubjectKeyIdentifier(identifier) => {
            certificate.subject_key_identifier() == Some(identifier.as_slice())
        }
    };
    let named: Vec<&Certificate> = context.certificates.iter().filter(matches).collect();
    // Nothing to choose between.
    if let [only] = named.as_slice() {
        return Ok(only);
    }
    if named.len() > MAX_NAMED {
        return Err(chain::limit_reached(Limit::Certificates));
    }
    let mut of_this_signature: Vec<&Certificate> = Vec::new();
    for certificate in named.iter().copied() {
        let same_length = signed_data.carried.certificates.iter().copied();
        for encoding in same_length.filter(|encoding| encoding.len() == certificate.raw().len()) {
            look_at(encoding, context.work)?;
            if encoding == certificate.raw() {
                of_this_signature.push(certificate);
                break;
            }
        }
    }
    let candidates = if of_this_signature.is_empty() { named } else { of_this_signature };
    match candidates.as_slice() {
        [] => Err(missing()),
        [only] => Ok(only),
        // Several with the same name: only the ESS attribute can tell which one (threats CMS-19, CMS-20).
        several => {
            let mut confirmed = several.iter().filter(|candidate| {
                let binding = ess_binding(signer_info, candidate, context.work);
                matches!(binding, Ok(EssBinding::Confirmed))
            });
            match (confirmed.next(), confirmed.next()) {
                (Some(one), None) => Ok(one),
                _ => Err(missing()),
            }
        }
    }
}

/// Compares the ESS attributes with the certificate.
pub(crate) fn ess_binding(
    signer_info: &SignerInfo<'_>,
    certificate: &Certificate,
    work: &Work,
) -> Result<EssBinding, Objection> {
    let Some(attributes) = &signer_info.signed_attributes else { return Ok(EssBinding::Absent) };
    let cert_ids = attributes.ess_certificates().map_err(|error| {
        Objection::failed(Failed::FormatFailure, Reason::Format { check: error.key() })
    })?;
    let mut binding = EssBinding::Absent;
    for cert_id in &cert_ids {
        look_at(certificate.raw(), work)?;
        let Some(is_weak) = hash_matches(cert_id, certificate) else {
            return Ok(EssBinding::Contradicted);
        };
        if !issuer_serial_matches(cert_id, certificate) {
            return Ok(EssBinding::Contradicted);
        }
        binding = match (binding, is_weak) {
            (EssBinding::Absent | EssBinding::OnlyWeak, true) => EssBinding::OnlyWeak,
            _ => EssBinding::Confirmed,
        };
    }
    Ok(binding)
}

/// Bytes of a certificate that are compared or hashed, of what may be read of the document's objects.
fn look_at(certificate: &[u8], work: &Work) -> Result<(), Objection> {
    work.read_object(certificate.len()).map_err(chain::limit_reached)
}

/// `None` when the hash is another certificate's, or cannot be compared; else whether it is a weak one.
fn hash_matches(cert_id: &EssCertId<'_>, certificate: &Certificate) -> Option<bool> {
    let algorithm = match cert_id.digest_algorithm {
        Some(algorithm) => algorithm.digest_algorithm().ok()?,
        // RFC 5035 4: the default of version 2.
        None if cert_id.is_version_2 => DigestAlgorithm::Sha256,
        // RFC 2634 5.4.1: version 1 is SHA-1.
        None => DigestAlgorithm::Sha1,
    };
    let is_weak = digest_acceptance(algorithm, BEFORE_ANY_END).is_err();
    (algorithm.digest(certificate.raw()) == cert_id.hash).then_some(is_weak)
}

/// RFC 5035 5.4: where the issuer and serial number are given, they are the certificate's.
fn issuer_serial_matches(cert_id: &EssCertId<'_>, certificate: &Certificate) -> bool {
    let Some((names, serial_number)) = cert_id.issuer_serial else { return true };
    // GeneralNames with one directoryName `[4]`, explicit because Name is a CHOICE.
    let names_issuer = whole(names, tag::SEQUENCE).and_then(|names| {
        let mut names = names.reader();
        let name = names.expect(0xa4)?;
        names.finish()?;
        Ok(name.value == certificate.issuer())
    });
    names_issuer == Ok(true) && serial_number == certificate.serial_number()
}
