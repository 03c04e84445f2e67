//! A document time-stamp (ISO 32000-2 12.8.5; EN 319 142-1 5.4.3): a token over the bytes of a revision. It proves that
//! they existed then, and says nothing about who signed (threats PDF-90 to PDF-92).

use super::assessment::{Assessment, CheckName, Evidence, Objection};
use super::existence::{Existence, Stamped};
use super::time_stamp::{Imprint, NotProven, ProofOfExistence, proof_of_existence};
use super::trust::Findings;
use super::{Context, signature};
use crate::cms::{SignedData, TstInfo};
use crate::digests::Digests;
use crate::indication::{Failed, Indeterminate, Indication};
use crate::plan::{PdfSignature, imprint_algorithm};
use crate::policy::CLOCK_TOLERANCE;
use crate::reason::Reason;
use crate::revocation::RevocationStore;
use crate::trust::Regime;

const TIME_STAMP: CheckName = CheckName("time_stamp", "EN 319 102-1 5.4");

/// A signature that a document time-stamp covers was there before it: its own time-stamp cannot say a later time (EN 319 102-1
/// 5.6.2.3; threat TST-16).
pub(crate) fn order(
    token: &ProofOfExistence<'_>,
    existence: Existence<'_, '_>,
) -> Option<Objection> {
    let is_test = token.path.anchor.regime == Regime::Uji;
    let is_before = |stamped: &&Stamped<'_>| {
        // Two authorities have two clocks.
        let is_same = stamped.proof.authority.sha256 == token.authority.sha256;
        let tolerance = if is_same { 0 } else { CLOCK_TOLERANCE };
        let latest = stamped.proof.proven.seconds().saturating_add(tolerance);
        (is_test || !stamped.is_test()) && latest < token.not_before().seconds()
    };
    let earlier = existence.covering().find(is_before)?;
    let reason = Reason::DocumentTimeStampOrder {
        document: earlier.proof.proven.to_rfc3339(),
        signature: token.gen_time.to_rfc3339(),
    };
    Some(Objection::indeterminate(Indeterminate::TimestampOrderFailure, reason))
}

/// Judges the token.
pub(crate) fn judge<'a>(
    assessment: &mut Assessment,
    findings: &mut Findings<'a>,
    pdf_signature: &PdfSignature,
    digests: &Digests,
    existence: Existence<'_, 'a>,
    context: &Context<'a>,
    store: &RevocationStore<'_>,
) {
    let digest = imprint_algorithm(&pdf_signature.contents)
        .and_then(|algorithm| pdf_signature.digests.by(algorithm, digests).first().copied());
    let Some((_, digest)) = digest else {
        let algorithm = "imprint".to_owned();
        let reason = Reason::AlgorithmRefused { algorithm };
        let objection = Objection::indeterminate(Indeterminate::CryptoConstraintsFailure, reason);
        return assessment.objected(TIME_STAMP, objection, Evidence::new());
    };
    // Whatever else is wrong with the token: it says which bytes it is for.
    if !is_for(&pdf_signature.contents, digest) {
        let objection = Objection::failed(Failed::HashFailure, Reason::HashMismatch);
        return assessment.objected(
            TIME_STAMP,
            objection,
            Evidence::of([("why", "imprint".into())]),
        );
    }
    let proof = proof_of_existence(
        context,
        store,
        &pdf_signature.contents,
        Imprint::Digest(digest),
        existence,
    );
    match proof {
        Ok(proof) => {
            let gen_time = proof.gen_time.to_rfc3339();
            let found = Evidence::of([
                ("gen_time", gen_time.into()),
                ("sha256", proof.sha256.clone().into()),
                ("authority", proof.authority.sha256.clone().into()),
            ]);
            assessment.passed(TIME_STAMP, found);
            let relaxed = proof.relaxed.iter().map(|rule| (proof.otherwise, *rule));
            assessment.relaxed.extend(relaxed);
            findings.certificate = Some(proof.authority);
            findings.proof = Some(proof);
        }
        Err(NotProven { why, objection }) => {
            let failed = match why {
                "imprint" => Some(Objection::failed(Failed::HashFailure, Reason::HashMismatch)),
                "token-signature-value" => objection,
                "not-a-time-stamp-token" | "token-without-content" | "tst-info-not-readable" => {
                    Some(signature::format_failure(why.to_owned()))
                }
                _ => None,
            };
            let objection = failed.unwrap_or_else(|| {
                let indication = Indication::Indeterminate(untrusted(why));
                Objection { indication, reason: Reason::DocumentTimeStampUntrusted }
            });
            assessment.objected(TIME_STAMP, objection, Evidence::of([("why", why.into())]));
        }
    }
}

/// What a token comes to that proves nothing, for want of trust (EN 319 102-1 5.4).
fn untrusted(why: &str) -> Indeterminate {
    match why {
        "authority-ended-and-not-listed" | "authority-not-valid-at-gen-time" => {
            Indeterminate::OutOfBoundsNoPoe
        }
        "authority-revoked" => Indeterminate::RevokedNoPoe,
        "authority-may-be-revoked" => Indeterminate::TryLater,
        _ => Indeterminate::NoCertificateChainFound,
    }
}

/// Whether the token's imprint is this digest; it was read when the plan was made.
fn is_for(token: &[u8], digest: &[u8]) -> bool {
    let Ok((signed_data, _)) = SignedData::read(token) else { return false };
    let content = signed_data.content_octets();
    let tst_info = content.as_deref().map(TstInfo::read);
    matches!(tst_info, Some(Ok(tst_info)) if tst_info.imprint == digest)
}
