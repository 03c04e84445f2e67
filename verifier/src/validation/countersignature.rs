//! Countersignatures (RFC 5652 11.4): each is a `SignerInfo` over the value of the signature that carries it. They are listed,
//! and neither add to its verdict nor take from it: whoever holds the file can add one (threat CMS-35).

use super::signature::{Algorithms, identify, message_digest, signature_value};
use super::{Context, Objection};
use crate::cms::{SignedData, SignerInfo};
use crate::pkix::Certificate;
use crate::report::{CountersignatureReport, Outcome};

/// What there is to say of each. A countersignature of a countersignature is not looked at.
pub(crate) fn countersignatures(
    signed_data: &SignedData<'_>,
    signer_info: &SignerInfo<'_>,
    context: &Context<'_>,
) -> Vec<CountersignatureReport> {
    let judge = |countersignature: &SignerInfo<'_>| {
        let identified = identify(signed_data, countersignature, context).ok();
        let certificate = identified.map(|(certificate, _)| certificate);
        let outcome = match certificate {
            // Which key to try is not known.
            None => Outcome::Indeterminate,
            Some(certificate) => {
                match fits(countersignature, certificate, &signer_info.signature, context) {
                    Ok(()) => Outcome::Passed,
                    Err(Objection { indication: crate::Indication::TotalFailed(_), .. }) => {
                        Outcome::Failed
                    }
                    Err(_) => Outcome::Indeterminate,
                }
            }
        };
        CountersignatureReport {
            subject: certificate.map(Certificate::display_subject),
            certificate_sha256: certificate.map(|certificate| certificate.sha256.clone()),
            outcome,
        }
    };
    signer_info.countersignatures().iter().map(judge).collect()
}

/// Signed attributes without content-type (RFC 5652 11.4), whose digest is that of the countersigned value.
fn fits(
    countersignature: &SignerInfo<'_>,
    certificate: &Certificate,
    value: &[u8],
    context: &Context<'_>,
) -> Result<(), Objection> {
    let limit = |limit| super::chain::limit_reached(limit);
    context.work.check_signature().map_err(limit)?;
    let attributes = countersignature
        .signed_attributes
        .as_ref()
        .ok_or_else(|| super::signature::format_failure("signed-attributes-absent".to_owned()))?;
    attributes
        .check_single_valued()
        .map_err(|error| super::signature::format_failure(error.key()))?;
    let algorithm =
        countersignature.digest_algorithm.digest_algorithm().map_err(Objection::algorithm)?;
    message_digest(attributes, &algorithm.digest(value))?;
    let algorithms = Algorithms::check(countersignature, certificate)?;
    signature_value(countersignature, attributes, &algorithms).map(|_| ())
}
