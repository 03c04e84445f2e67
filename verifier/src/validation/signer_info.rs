//! One `SignerInfo` over content whose digests are known: identification, cryptographic verification, acceptance and trust,
//! in the order of EN 319 102-1 5.2.3 to 5.2.8 and 5.5. The same for a signature in a PDF, a file of CMS, and mail.

use super::assessment::{Assessment, CheckName, Evidence, Objection};
use super::countersignature::countersignatures;
use super::existence::Existence;
use super::signature::Algorithms;
use super::signer::EssBinding;
use super::trust::{Findings, trust};
use super::{Context, signature};
use crate::cms::{Attributes, SignedClaims, SignedData, SignerInfo};
use crate::der::Rules;
use crate::digests::Digests;
use crate::indication::Indeterminate;
use crate::pkix::Purpose;
use crate::plan::ContentDigests;
use crate::policy::{Limit, Relaxation};
use crate::reason::Reason;
use crate::report::{CountersignatureReport, Outcome};
use crate::revocation::RevocationStore;

const SIGNING_CERTIFICATE: CheckName = CheckName("signing_certificate", "EN 319 102-1 5.2.3");
const SIGNED_ATTRIBUTES: CheckName = CheckName("signed_attributes", "RFC 5652 5.3");
const MESSAGE_DIGEST: CheckName = CheckName("message_digest", "RFC 5652 11.2");
const SIGNATURE_VALUE: CheckName = CheckName("signature_value", "RFC 5652 5.4");
const SIGNATURE_POLICY: CheckName = CheckName("signature_policy", "EN 319 102-1 5.2.4");
const ARCHIVE_TIME_STAMP: CheckName = CheckName("archive_time_stamp", "EN 319 122-1 5.5.3");
const ALGORITHMS: CheckName = CheckName("algorithms", "EN 319 102-1 5.2.8");

/// The form a signature has, where the policy asks different things of different forms (design, 3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// `adbe.pkcs7.detached`, and CMS by itself: the ESS attribute may be missing.
    Pkcs7,
    /// `ETSI.CAdES.detached`: it may not.
    Cades,
    /// A message: the same as CMS by itself, and the certificate may be one for mail.
    Mail,
}

impl Profile {
    /// What the certificate must be good for.
    pub(crate) const fn purpose(self) -> Purpose {
        match self {
            Self::Pkcs7 | Self::Cades => Purpose::Signature,
            Self::Mail => Purpose::Mail,
        }
    }
}

/// A signature and what it is over.
#[derive(Debug)]
pub(crate) struct Signed<'s, 'd> {
    pub(crate) profile: Profile,
    pub(crate) signed_data: &'s SignedData<'d>,
    pub(crate) signer_info: &'s SignerInfo<'d>,
    pub(crate) contents: &'s ContentDigests,
    pub(crate) digests: &'s Digests,
}

/// How the structure was written, for evidence.
pub(crate) const fn encoding_name(signed_data: &SignedData<'_>) -> &'static str {
    match signed_data.rules {
        Rules::Der => "der",
        Rules::Ber => "ber",
    }
}

/// Judges it.
pub(crate) fn judge<'a>(
    assessment: &mut Assessment,
    findings: &mut Findings<'a>,
    signed: &Signed<'_, '_>,
    existence: Existence<'_, 'a>,
    context: &Context<'a>,
    store: &RevocationStore<'_>,
) {
    if context.certificates_left_out {
        let limit = Limit::Certificates;
        assessment.unchecked.push(Reason::LimitReached { limit });
    }
    let carried = signed.signer_info.carried();
    findings.carries_evidence = !(carried.crls.is_empty()
        && carried.ocsp_responses.is_empty()
        && carried.basic_ocsp_responses.is_empty());
    if signed.signer_info.has_archive_time_stamp() {
        // It could only add to what is proven.
        assessment.not_checked(ARCHIVE_TIME_STAMP, None);
    }
    identify(assessment, findings, signed, context);
    integrity(assessment, findings, signed);
    trust(assessment, findings, signed, existence, context, store);
    findings.countersignatures = countersignatures(signed.signed_data, signed.signer_info, context);
    if !findings.countersignatures.is_empty() {
        let fits = |report: &&CountersignatureReport| report.outcome == Outcome::Passed;
        let fit = findings.countersignatures.iter().filter(fits).count();
        let count = findings.countersignatures.len();
        assessment.notes.push(Reason::Countersigned { count, fit });
    }
}

/// Identification of the signing certificate; the ESS attribute by the policy for the form.
fn identify<'a>(
    assessment: &mut Assessment,
    findings: &mut Findings<'a>,
    signed: &Signed<'_, '_>,
    context: &Context<'a>,
) {
    let identified = signature::identify(signed.signed_data, signed.signer_info, context);
    let (certificate, ess) = match identified {
        Ok(identified) => identified,
        Err(objection) => {
            return assessment.objected(SIGNING_CERTIFICATE, objection, Evidence::new());
        }
    };
    findings.certificate = Some(certificate);
    let found = Evidence::of([
        ("certificate", certificate.sha256.clone().into()),
        ("ess", ess.name().into()),
    ]);
    let objection = match (ess, signed.profile) {
        (EssBinding::Confirmed, _) => None,
        // PAdES asks for it; the older form never had to have it (design, 3.1).
        (EssBinding::Absent, Profile::Pkcs7 | Profile::Mail) => {
            assessment.notes.push(Reason::EssAbsent);
            assessment
                .relaxed
                .push((Indeterminate::SigConstraintsFailure, Relaxation::EssAbsentTolerated));
            None
        }
        (EssBinding::Absent, Profile::Cades) => {
            Some(signature::format_failure("ess-absent".to_owned()))
        }
        (EssBinding::Contradicted, _) => Some(Objection::indeterminate(
            Indeterminate::SigConstraintsFailure,
            Reason::SigningCertificateMismatch,
        )),
        (EssBinding::OnlyWeak, _) => Some(Objection::indeterminate(
            Indeterminate::CryptoConstraintsFailure,
            Reason::AlgorithmRefused { algorithm: "SHA-1 (ESS)".to_owned() },
        )),
    };
    match objection {
        None => assessment.passed(SIGNING_CERTIFICATE, found),
        Some(objection) => assessment.objected(SIGNING_CERTIFICATE, objection, found),
    }
}

/// Cryptographic verification (EN 319 102-1 5.2.7), and what the signed attributes say.
fn integrity(assessment: &mut Assessment, findings: &mut Findings<'_>, signed: &Signed<'_, '_>) {
    let signer_info = signed.signer_info;
    let content_type = signed.signed_data.content_type;
    let attributes = match (signature::signed_attributes(signer_info, content_type), signed.profile)
    {
        (Ok(attributes), _) => attributes,
        // Threats CMS-03 to CMS-05: without them nothing tells the content from attributes; the older form may lack them.
        (Err(_), Profile::Pkcs7 | Profile::Mail) if signer_info.signed_attributes.is_none() => {
            let reason = Reason::Format { check: "signed-attributes-absent".to_owned() };
            let objection = Objection::indeterminate(Indeterminate::SigConstraintsFailure, reason);
            return assessment.objected(SIGNED_ATTRIBUTES, objection, Evidence::new());
        }
        (Err(objection), _) => {
            return assessment.objected(SIGNED_ATTRIBUTES, objection, Evidence::new());
        }
    };
    match SignedClaims::read(attributes) {
        Ok(claims) => {
            claimed(assessment, &claims);
            findings.claims = claims;
        }
        Err(error) => {
            let objection = signature::format_failure(error.key());
            return assessment.objected(SIGNED_ATTRIBUTES, objection, Evidence::new());
        }
    }
    findings.claimed_time = attributes.signing_time().ok().flatten();
    let is_der = attributes.is_der();
    if !is_der {
        // RFC 5652 5.3 wants DER; who signed other bytes signed them all the same (threats CMS-12, CMS-13).
        assessment.notes.push(Reason::AttributesNotDer);
        assessment
            .relaxed
            .push((Indeterminate::SigConstraintsFailure, Relaxation::AttributesNotDer));
    }
    assessment
        .passed(SIGNED_ATTRIBUTES, Evidence::of([("count", attributes.attributes.len().into())]));
    message_digest(assessment, signed, attributes);
    let Some(certificate) = findings.certificate else {
        // Identification has objected already.
        assessment.not_checked(ALGORITHMS, None);
        return assessment.not_checked(SIGNATURE_VALUE, Some(Reason::SigningCertificateMissing));
    };
    match Algorithms::read(signer_info, certificate) {
        Ok(algorithms) => {
            match algorithms.acceptance() {
                Ok(()) => assessment.passed(ALGORITHMS, algorithms.evidence()),
                Err(objection) => {
                    assessment.objected(ALGORITHMS, objection, algorithms.evidence());
                }
            }
            let result = signature::signature_value(signer_info, attributes, &algorithms);
            assessment.settle(SIGNATURE_VALUE, result);
        }
        Err(objection) => {
            assessment.objected(ALGORITHMS, objection, Evidence::new());
            assessment.not_checked(SIGNATURE_VALUE, None);
        }
    }
}

/// RFC 5652 11.2, for each form in which the content may have been hashed.
fn message_digest(
    assessment: &mut Assessment,
    signed: &Signed<'_, '_>,
    attributes: &Attributes<'_>,
) {
    let declared = signed.signer_info.digest_algorithm.digest_algorithm();
    let algorithm = match declared {
        Ok(algorithm) => algorithm,
        Err(objection) => {
            let objection = Objection::algorithm(objection);
            return assessment.objected(MESSAGE_DIGEST, objection, Evidence::new());
        }
    };
    let forms = signed.contents.by(algorithm, signed.digests);
    let mut found = Evidence::of([("algorithm", algorithm.name().into())]);
    let mut objection =
        Objection::indeterminate(Indeterminate::SignedDataNotFound, Reason::ContentMissing);
    for (form, digest) in &forms {
        match signature::message_digest(attributes, digest) {
            Ok(()) => {
                if forms.len() > 1 {
                    found.add("form", form.name());
                }
                return assessment.passed(MESSAGE_DIGEST, found);
            }
            Err(other) => objection = other,
        }
    }
    assessment.objected(MESSAGE_DIGEST, objection, found);
}

/// What the signed attributes claim is shown and proves nothing (threats CMS-15, CMS-27).
fn claimed(assessment: &mut Assessment, claims: &SignedClaims) {
    if claims.has_signature_policy {
        let policy = claims.signature_policy.clone().unwrap_or_default();
        assessment.notes.push(Reason::SignaturePolicyNotEvaluated { policy });
        assessment.disabled(SIGNATURE_POLICY, Evidence::new());
        let strict = Indeterminate::SignaturePolicyNotAvailable;
        assessment.relaxed.push((strict, Relaxation::SignaturePolicyNotEvaluated));
    }
    if claims.has_signer_attributes {
        assessment.notes.push(Reason::ClaimedAttributes);
    }
    for oid in &claims.unknown {
        assessment.notes.push(Reason::AttributeUnknown { oid: oid.clone() });
    }
}

/// What the structure carries besides, in forms that are not read.
///
/// It is the same for every signer of a `SignedData`, and counted once (threat WEB-10).
#[derive(Debug)]
pub(crate) struct OtherEvidence {
    attribute_certificates: usize,
    revocation_infos: usize,
}

impl OtherEvidence {
    /// What the `SignedData` carries.
    pub(crate) fn read(signed_data: &SignedData<'_>) -> Self {
        let by_signers = signed_data.signer_infos.iter().map(SignerInfo::carried);
        let carried = by_signers.chain([signed_data.carried.clone()]);
        Self {
            attribute_certificates: signed_data.carried.attribute_certificates,
            revocation_infos: carried
                .map(|carried| carried.other_revocation_infos)
                .fold(0, usize::saturating_add),
        }
    }

    pub(crate) fn tell(&self, assessment: &mut Assessment) {
        if self.revocation_infos > 0 {
            let count = self.revocation_infos;
            assessment.notes.push(Reason::RevocationInfosUnread { count });
        }
        if self.attribute_certificates > 0 {
            let count = self.attribute_certificates;
            assessment.notes.push(Reason::AttributeCertificates { count });
        }
    }
}
