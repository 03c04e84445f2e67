//! Cryptographic verification of one `SignerInfo` (EN 319 102-1 5.2.7; RFC 5652 5.4, 5.6): the same for a signature of a
//! document and for the signature of a time-stamp token.

use der::oid::ObjectIdentifier;

use super::assessment::Evidence;
use super::signer::{EssBinding, ess_binding, signing_certificate};
use super::{Context, Objection};
use crate::algorithms::{
    BEFORE_ANY_END, DigestAlgorithm, PublicKey, SignatureScheme, acceptable, digest_acceptance,
};
use crate::cms::{AttributeEncoding, Attributes, CmsError, SignedData, SignerInfo};
use crate::indication::{Failed, Indeterminate};
use crate::pkix::Certificate;
use crate::reason::Reason;

/// The one `SignerInfo` that a PDF signature and a token have (I7; threats CMS-16, CMS-17).
pub(crate) fn sole_signer_info<'a, 'b>(
    signed_data: &'b SignedData<'a>,
) -> Result<&'b SignerInfo<'a>, Objection> {
    match signed_data.signer_infos.as_slice() {
        [signer_info] => Ok(signer_info),
        others => Err(format_failure(format!("signer-infos: {}", others.len()))),
    }
}

/// Signed attributes: there, each once with one value, and of this content type (I8).
pub(crate) fn signed_attributes<'a, 'b>(
    signer_info: &'b SignerInfo<'a>,
    content_type: ObjectIdentifier,
) -> Result<&'b Attributes<'a>, Objection> {
    let cms = |error: CmsError| format_failure(error.key());
    let attributes = signer_info
        .signed_attributes
        .as_ref()
        .ok_or_else(|| format_failure("signed-attributes-absent".to_owned()))?;
    attributes.check_single_valued().map_err(cms)?;
    if attributes.content_type().map_err(cms)? != Some(content_type) {
        return Err(format_failure("content-type-attribute".to_owned()));
    }
    attributes.signing_time().map_err(cms)?;
    // RFC 6211 3: where it is there it must agree, parameters too (threat CMS-32).
    if let Some((digest, signature)) = attributes.algorithm_protection().map_err(cms)? {
        let agrees = digest.is_same(&signer_info.digest_algorithm)
            && signature
                .is_some_and(|signature| signature.is_same(&signer_info.signature_algorithm));
        if !agrees {
            let reason = Reason::Format { check: "cms-algorithm-protection".to_owned() };
            return Err(Objection::indeterminate(Indeterminate::SigConstraintsFailure, reason));
        }
    }
    Ok(attributes)
}

/// RFC 5652 11.2: the signed digest is the digest of the content.
pub(crate) fn message_digest(attributes: &Attributes<'_>, digest: &[u8]) -> Result<(), Objection> {
    let signed = attributes.message_digest().map_err(|error| format_failure(error.key()))?;
    match signed {
        None => Err(format_failure("message-digest-absent".to_owned())),
        Some(signed) if signed == digest => Ok(()),
        Some(_) => Err(Objection::failed(Failed::HashFailure, Reason::HashMismatch)),
    }
}

/// The algorithms and the key, each acceptable and all in agreement (EN 319 102-1 5.2.8, RFC 5652 5.3).
#[derive(Debug)]
pub(crate) struct Algorithms {
    declared: DigestAlgorithm,
    scheme: SignatureScheme,
    key: PublicKey,
}

impl Algorithms {
    /// What the structure names, if that does not contradict itself. Whether it counts is another question: a value is tried
    /// whatever the answer, so that a wrong one is told from one that is worth nothing.
    pub(crate) fn read(
        signer_info: &SignerInfo<'_>,
        certificate: &Certificate,
    ) -> Result<Self, Objection> {
        let declared =
            signer_info.digest_algorithm.digest_algorithm().map_err(Objection::algorithm)?;
        let scheme = SignatureScheme::new(&signer_info.signature_algorithm, Some(declared))
            .map_err(Objection::algorithm)?;
        let key = certificate.public_key().map_err(Objection::algorithm)?;
        Ok(Self { declared, scheme, key })
    }

    /// Whether the policy accepts them.
    pub(crate) fn acceptance(&self) -> Result<(), Objection> {
        digest_acceptance(self.declared, BEFORE_ANY_END)
            .and_then(|()| acceptable(self.scheme, &self.key, BEFORE_ANY_END))
            .map_err(Objection::algorithm)
    }

    /// Both.
    pub(crate) fn check(
        signer_info: &SignerInfo<'_>,
        certificate: &Certificate,
    ) -> Result<Self, Objection> {
        let algorithms = Self::read(signer_info, certificate)?;
        algorithms.acceptance()?;
        Ok(algorithms)
    }

    pub(crate) fn evidence(&self) -> Evidence {
        Evidence::of([("algorithm", self.scheme.name().into()), ("key", self.key.name().into())])
    }
}

/// RFC 5652 5.4: the signature value is this key's over the signed attributes.
///
/// They are hashed as received; where that does not verify, in DER, and the evidence says which matched.
pub(crate) fn signature_value(
    signer_info: &SignerInfo<'_>,
    attributes: &Attributes<'_>,
    Algorithms { scheme, key, .. }: &Algorithms,
) -> Result<Evidence, Objection> {
    for how in AttributeEncoding::ALL {
        let Some(encoding) = attributes.encoded(how) else { continue };
        if key.verifies(*scheme, &encoding, &signer_info.signature).map_err(Objection::algorithm)? {
            return Ok(Evidence::of([("attribute_order", how.name().into())]));
        }
    }
    Err(Objection::failed(Failed::SigCryptoFailure, Reason::SignatureValueWrong))
}

/// Identification, and what the ESS attributes say.
pub(crate) fn identify<'a>(
    signed_data: &SignedData<'_>,
    signer_info: &SignerInfo<'_>,
    context: &Context<'a>,
) -> Result<(&'a Certificate, EssBinding), Objection> {
    let certificate = signing_certificate(signed_data, signer_info, context)?;
    Ok((certificate, ess_binding(signer_info, certificate, context.work)?))
}

/// `FORMAT_FAILURE` for this check.
pub(crate) fn format_failure(check: String) -> Objection {
    Objection::failed(Failed::FormatFailure, Reason::Format { check })
}
