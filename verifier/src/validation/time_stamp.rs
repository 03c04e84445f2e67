//! Time-stamp validation (EN 319 102-1 5.4; RFC 3161 2.4.2, appendix B): whether a signature time-stamp proves that the
//! signature existed at its genTime.

use crate::algorithms::DigestAlgorithm;
use crate::cms::{SignedData, SignerInfo, TstInfo, oid};
use crate::indication::Indeterminate;
use crate::pkix::{Certificate, Purpose};
use crate::revocation::{CrlStore, Moment, RevocationStatus};
use crate::time::UnixTime;
use crate::trust::{Regime, Role, TrustedEntry};

use super::assessment::Objection;
use super::signature::Algorithms;
use super::signer::EssBinding;
use super::{Context, chain, signature};
use crate::pkix::ProspectivePath;

/// A token may be this far ahead of the moment of validation: device clocks differ. Policy; seconds.
const CLOCK_SKEW: i64 = 300;

/// Whether test authorities count: only where the signer's own anchor is no real one. A test authority's key may be
/// public, so its word must never prove the time of a real signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TestAuthorities {
    Accepted,
    Refused,
}

/// A token that proves the signature's existence.
#[derive(Debug)]
pub(crate) struct ProofOfExistence<'a> {
    pub(crate) gen_time: UnixTime,
    pub(crate) authority: &'a Certificate,
    pub(crate) path: ProspectivePath<'a>,
    /// What EN 319 102-1 would object to, and the policy rule that accepts it.
    pub(crate) relaxed: Option<(Indeterminate, &'static str)>,
}

/// Why a token proves nothing: a key for the report, and the objection where a building block gave one.
#[derive(Debug)]
pub(crate) struct NotProven {
    pub(crate) why: &'static str,
    pub(crate) objection: Option<Objection>,
}

impl NotProven {
    const fn because(why: &'static str) -> Self {
        Self { why, objection: None }
    }
}

/// The signature time-stamp tokens of a `SignerInfo`, as they stand.
pub(crate) fn tokens<'a>(signer_info: &SignerInfo<'a>) -> Vec<&'a [u8]> {
    let attributes =
        signer_info.unsigned_attributes.iter().flat_map(|attributes| &attributes.attributes);
    attributes
        .filter(|attribute| attribute.oid == oid::SIGNATURE_TIME_STAMP)
        .flat_map(|attribute| attribute.values.iter().map(|value| value.raw))
        .collect()
}

/// What a token is over.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Imprint<'a> {
    /// These bytes: the value of a signature (RFC 3161 appendix A).
    Of(&'a [u8]),
    /// Bytes with this digest, by the token's own algorithm: those of a document's revision.
    Digest(&'a [u8]),
}

/// Judges one token.
pub(crate) fn proof_of_existence<'a>(
    context: &Context<'a>,
    crls: &mut CrlStore<'_>,
    token: &[u8],
    imprint: Imprint<'_>,
    test_authorities: TestAuthorities,
) -> Result<ProofOfExistence<'a>, NotProven> {
    let (gen_time, authority) = genuine_token(context, token, imprint)?;
    if context.validation_time.seconds().saturating_add(CLOCK_SKEW) < gen_time.seconds() {
        return Err(NotProven::because("gen-time-in-the-future"));
    }
    let chosen = chain::choose(context, authority, Purpose::TimeStamp, gen_time);
    let path = chosen.path.map_err(|objection| NotProven {
        why: "authority-path",
        objection: Some(chain::objection(&objection, authority, Moment::Proven(gen_time))),
    })?;
    if path.anchor.regime == Regime::Uji && test_authorities == TestAuthorities::Refused {
        return Err(NotProven::because("test-authority"));
    }
    if path.check_at(gen_time).is_err() {
        return Err(NotProven::because("authority-not-valid-at-gen-time"));
    }
    // Strictly, the authority's path must hold at the moment of validation; the registry's window stands in for the
    // archive time-stamp that would bridge the gap (design, 3.1).
    let relaxed = if path.check_at(context.validation_time).is_ok() {
        None
    } else if listed(context, authority).is_some_and(|entry| entry.valid_for.contains(gen_time)) {
        Some((Indeterminate::OutOfBoundsNoPoe, "time-stamp-authority-window"))
    } else {
        return Err(NotProven::because("authority-ended-and-not-listed"));
    };
    // "No revocation is known": an entry of any date ends it.
    let moment = Moment::Validation(context.validation_time);
    let statuses = chain::revocation(&path, crls, moment, context.validation_time);
    if statuses.iter().any(|(_, status)| matches!(status, RevocationStatus::Revoked { .. })) {
        return Err(NotProven::because("authority-revoked"));
    }
    // Strictly, "not revoked" needs evidence here as for the signer.
    let is_good = |(_, status): &(&Certificate, RevocationStatus)| {
        matches!(status, RevocationStatus::Good { .. })
    };
    let unproven = (Indeterminate::TryLater, "time-stamp-authority-revocation");
    let relaxed = relaxed.or((!statuses.iter().all(is_good)).then_some(unproven));
    Ok(ProofOfExistence { gen_time, authority, path, relaxed })
}

/// The token's own signature, its imprint, and its ESS attribute (RFC 3161 2.4.1, 2.4.2; RFC 5816).
fn genuine_token<'a>(
    context: &Context<'a>,
    token: &[u8],
    imprint: Imprint<'_>,
) -> Result<(UnixTime, &'a Certificate), NotProven> {
    let block = |why| move |objection| NotProven { why, objection: Some(objection) };
    let (signed_data, after) =
        SignedData::read(token).map_err(|_| NotProven::because("token-not-readable"))?;
    if signed_data.content_type != oid::TST_INFO || !after.is_empty() {
        return Err(NotProven::because("not-a-time-stamp-token"));
    }
    let content = signed_data.content.ok_or(NotProven::because("token-without-content"))?;
    let signer_info = signature::sole_signer_info(&signed_data).map_err(block("token-format"))?;
    let attributes = signature::signed_attributes(signer_info, oid::TST_INFO)
        .map_err(block("token-signed-attributes"))?;
    let algorithm =
        signer_info.digest_algorithm.acceptable_digest_algorithm().map_err(Objection::algorithm);
    let digest = algorithm.map_err(block("token-digest-algorithm"))?.digest(content);
    signature::message_digest(attributes, &digest).map_err(block("token-message-digest"))?;
    let (authority, ess) = signature::identify(&signed_data, signer_info, context.certificates)
        .map_err(block("authority-certificate"))?;
    // RFC 3161 2.4.1: mandatory in a token (threat TST-15).
    if ess != EssBinding::Confirmed {
        return Err(NotProven::because("token-signing-certificate-attribute"));
    }
    let algorithms =
        Algorithms::check(signer_info, authority).map_err(block("token-algorithms"))?;
    signature::signature_value(signer_info, attributes, &algorithms)
        .map_err(block("token-signature-value"))?;
    let tst_info =
        TstInfo::read(content).map_err(|_| NotProven::because("tst-info-not-readable"))?;
    let algorithm: DigestAlgorithm = tst_info
        .imprint_algorithm
        .acceptable_digest_algorithm()
        .map_err(|objection| block("imprint-algorithm")(Objection::algorithm(objection)))?;
    // Over the value of the signature field, and nothing around it (threats TST-01, TST-02).
    let is_over = match imprint {
        Imprint::Of(bytes) => algorithm.digest(bytes) == tst_info.imprint,
        Imprint::Digest(digest) => digest == tst_info.imprint,
    };
    if !is_over {
        return Err(NotProven::because("imprint"));
    }
    Ok((tst_info.gen_time, authority))
}

fn listed<'a>(context: &Context<'a>, authority: &Certificate) -> Option<&'a TrustedEntry> {
    context
        .trusted_root
        .entries
        .iter()
        .find(|entry| entry.role == Role::TimeStampAuthority && entry.sha256 == authority.sha256)
}
