//! Time-stamp validation (EN 319 102-1 5.4; RFC 3161 2.4.2, appendix B): whether a signature time-stamp proves that the
//! signature existed at its genTime.

use crate::algorithms::{DigestAlgorithm, sha256_hex};
use crate::cms::{Accuracy, SignedData, TstInfo, oid};
use crate::indication::Indeterminate;
use crate::pkix::{Certificate, Purpose};
use crate::policy::{CLOCK_TOLERANCE, Relaxation};
use crate::revocation::{Moment, RevocationStatus, RevocationStore, UnknownBecause};
use crate::time::UnixTime;
use crate::trust::{Regime, Role, TrustedEntry};

use super::assessment::{Evidence, Objection};
use super::existence::{Existence, Stamped};
use super::past_validation::{at_the_moment, control_time};
use super::signature::Algorithms;
use super::signer::EssBinding;
use super::{Context, chain, signature};
use crate::pkix::ProspectivePath;

/// Whether test authorities count: only where the signer's own anchor is no real one. A test authority's key may be
/// public, so its word must never prove the time of a real signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TestAuthorities {
    Accepted,
    Refused,
}

/// A token that proves the signature's existence.
#[derive(Debug, Clone)]
pub(crate) struct ProofOfExistence<'a> {
    /// SHA-256 of the token.
    pub(crate) sha256: String,
    /// The document time-stamp that it is, by its name in the report; `None` for a time-stamp of the signature itself.
    pub(crate) document_time_stamp: Option<String>,
    pub(crate) gen_time: UnixTime,
    pub(crate) accuracy: Accuracy,
    /// When it is proven to have existed: genTime and what the authority says its clock may be off, never later than the
    /// moment of validation (RFC 3161 2.4.2; threat TST-17).
    pub(crate) proven: UnixTime,
    pub(crate) authority: &'a Certificate,
    pub(crate) path: ProspectivePath<'a>,
    /// The rules without which it would prove nothing; none where EN 319 102-1 with nothing relaxed accepts it.
    pub(crate) relaxed: Vec<Relaxation>,
    /// What that would say instead.
    pub(crate) otherwise: Indeterminate,
}

impl ProofOfExistence<'_> {
    /// The earliest moment at which the token may have been made.
    pub(crate) fn not_before(&self) -> UnixTime {
        let seconds = self.gen_time.seconds().saturating_sub(self.accuracy.seconds());
        UnixTime::from_seconds(seconds)
    }
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

/// What a token says, whether or not that proves anything.
pub(crate) fn stated(token: &[u8]) -> Evidence {
    let read = || {
        let (signed_data, _) = SignedData::read(token).ok()?;
        let content = signed_data.content_octets()?;
        let tst_info = TstInfo::read(&content).ok()?;
        Some(Evidence::of([
            ("sha256", sha256_hex(token).into()),
            ("gen_time", tst_info.gen_time.to_rfc3339().into()),
            ("accuracy", tst_info.accuracy.seconds().into()),
            ("ordering", tst_info.ordering.into()),
            ("policy", tst_info.policy.into()),
        ]))
    };
    read().unwrap_or_default()
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
    store: &RevocationStore<'_>,
    token: &[u8],
    imprint: Imprint<'_>,
    existence: Existence<'_, 'a>,
) -> Result<ProofOfExistence<'a>, NotProven> {
    let Genuine { gen_time, accuracy, authority } = genuine_token(context, token, imprint)?;
    let not_after = context.validation_time.seconds().saturating_add(CLOCK_TOLERANCE);
    let latest = gen_time.seconds().saturating_add(accuracy.seconds());
    if not_after < gen_time.seconds() {
        return Err(NotProven::because("gen-time-in-the-future"));
    }
    // That it existed at a time that has not come is no news (threat TST-17).
    if not_after < latest {
        return Err(NotProven::because("accuracy-beyond-the-moment"));
    }
    let chosen =
        chain::choose(context, authority, Purpose::TimeStamp, store, Moment::Proven(gen_time));
    let path = chosen.path.map_err(|objection| NotProven {
        why: "authority-path",
        objection: Some(chain::objection(&objection, authority, Moment::Proven(gen_time))),
    })?;
    if path.anchor.regime == Regime::Uji && existence.authorities() == TestAuthorities::Refused {
        return Err(NotProven::because("test-authority"));
    }
    if path.check_at(gen_time).is_err() {
        return Err(NotProven::because("authority-not-valid-at-gen-time"));
    }
    // A test authority's key may be public: it says nothing of a real one's token either.
    let existence = match path.anchor.regime {
        Regime::Uji => existence,
        Regime::PsreInduk | Regime::BsreLama => existence.with(TestAuthorities::Refused),
    };
    let authority_path = AuthorityPath { context, store, path: &path, authority, gen_time };
    let (relaxed, otherwise) = authority_path.accept(existence)?;
    let proven = UnixTime::from_seconds(latest).min(context.validation_time).max(gen_time);
    Ok(ProofOfExistence {
        sha256: sha256_hex(token),
        document_time_stamp: None,
        gen_time,
        accuracy,
        proven,
        authority,
        path,
        relaxed,
        otherwise,
    })
}

/// The path of a token's authority, which was valid at genTime.
struct AuthorityPath<'p, 'a> {
    context: &'p Context<'a>,
    store: &'p RevocationStore<'p>,
    path: &'p ProspectivePath<'a>,
    authority: &'a Certificate,
    gen_time: UnixTime,
}

impl<'a> AuthorityPath<'_, 'a> {
    /// Whether the token counts, and the rules that this rests on (design, 3.1). The path must still hold and nothing of it be
    /// known as revoked: at the moment of validation, or at that of a document time-stamp that covers the token. Where it has
    /// ended, the registry's window for the authority stands in for such a time-stamp.
    fn accept(
        &self,
        existence: Existence<'_, 'a>,
    ) -> Result<(Vec<Relaxation>, Indeterminate), NotProven> {
        let &AuthorityPath { context, store, path, .. } = self;
        let now = Moment::Validation(context.validation_time);
        let statuses = chain::revocation(context, path, store, now);
        let is_listed = || {
            let entry = listed(context, self.authority);
            entry.is_some_and(|entry| entry.valid_for.contains(self.gen_time))
        };
        let by_registry = if path.check_at(now.time()).is_ok() {
            Ok(Relaxation::TimeStampAuthorityRevocation)
        } else if is_listed() {
            Ok(Relaxation::TimeStampAuthorityWindow)
        } else {
            Err(NotProven::because("authority-ended-and-not-listed"))
        };
        let by_registry = known_revocation(&statuses).and(by_registry);
        let bridge = existence.earliest().and_then(|stamped| self.bridged_by(stamped));
        let otherwise = at_the_moment(context, path, &statuses);
        if bridge.is_none()
            && let Err(why) = by_registry
        {
            return Err(why);
        }
        let admitted = |by| existence.admitted(store, by, None);
        let control = control_time(context, store, path, &statuses, &admitted);
        let existed = existence.strictly().unwrap_or(context.validation_time);
        if control.is_some_and(|control| existed <= control) {
            return Ok((Vec::new(), otherwise));
        }
        let relaxed = match (by_registry, bridge) {
            (Ok(rule), _) => vec![rule],
            (Err(_), Some(Bridge { stamped, .. })) if !stamped.proof.relaxed.is_empty() => {
                stamped.proof.relaxed.clone()
            }
            (Err(_), Some(Bridge { is_good: false, .. })) => {
                vec![Relaxation::TimeStampAuthorityRevocation]
            }
            (Err(_), _) => vec![Relaxation::EvidenceWithoutProofOfExistence],
        };
        Ok((relaxed, otherwise))
    }

    /// Past certificate validation by a document time-stamp (EN 319 102-1 5.6.2.4): whatever came over the authority after that,
    /// the token is older.
    fn bridged_by<'s>(&self, stamped: &'s Stamped<'a>) -> Option<Bridge<'s, 'a>> {
        let proven = stamped.proof.proven;
        if proven < self.gen_time || self.path.check_at(proven).is_err() {
            return None;
        }
        let statuses =
            chain::revocation(self.context, self.path, self.store, Moment::Proven(proven));
        let is_good = statuses.iter().all(|(_, status)| status.is_good());
        known_revocation(&statuses).ok().map(|()| Bridge { stamped, is_good })
    }
}

/// A document time-stamp that shows a token to be older than what came over its authority.
struct Bridge<'s, 'a> {
    stamped: &'s Stamped<'a>,
    /// Whether there is evidence that nothing of the authority was revoked by then.
    is_good: bool,
}

/// "No revocation is known" (design, 3.1): as of the moment that was asked about.
fn known_revocation(statuses: &[(&Certificate, RevocationStatus)]) -> Result<(), NotProven> {
    for (_, status) in statuses {
        match status {
            RevocationStatus::Revoked { .. } => {
                return Err(NotProven::because("authority-revoked"));
            }
            RevocationStatus::Unknown(UnknownBecause::Accusing(_)) => {
                return Err(NotProven::because("authority-may-be-revoked"));
            }
            RevocationStatus::Good { .. } | RevocationStatus::Unknown(_) => {}
        }
    }
    Ok(())
}

/// A token that its authority made, over what it should be over.
struct Genuine<'a> {
    gen_time: UnixTime,
    accuracy: Accuracy,
    authority: &'a Certificate,
}

/// The token's own signature, its imprint, and its ESS attribute (RFC 3161 2.4.1, 2.4.2; RFC 5816).
fn genuine_token<'a>(
    context: &Context<'a>,
    token: &[u8],
    imprint: Imprint<'_>,
) -> Result<Genuine<'a>, NotProven> {
    let block = |why| move |objection| NotProven { why, objection: Some(objection) };
    let (signed_data, after) =
        SignedData::read(token).map_err(|_| NotProven::because("token-not-readable"))?;
    if signed_data.content_type != oid::TST_INFO || !after.is_empty() {
        return Err(NotProven::because("not-a-time-stamp-token"));
    }
    let content = signed_data.content_octets();
    let content = content.as_deref().ok_or(NotProven::because("token-without-content"))?;
    let signer_info = signature::sole_signer_info(&signed_data).map_err(block("token-format"))?;
    let attributes = signature::signed_attributes(signer_info, oid::TST_INFO)
        .map_err(block("token-signed-attributes"))?;
    let algorithm =
        signer_info.digest_algorithm.acceptable_digest_algorithm().map_err(Objection::algorithm);
    let digest = algorithm.map_err(block("token-digest-algorithm"))?.digest(content);
    signature::message_digest(attributes, &digest).map_err(block("token-message-digest"))?;
    let (authority, ess) = signature::identify(&signed_data, signer_info, context)
        .map_err(block("authority-certificate"))?;
    // RFC 3161 2.4.1: mandatory in a token (threat TST-15).
    if ess != EssBinding::Confirmed {
        return Err(NotProven::because("token-signing-certificate-attribute"));
    }
    let algorithms =
        Algorithms::check(signer_info, authority).map_err(block("token-algorithms"))?;
    // A hundred signers have room for thousands of tokens (threat TST-13).
    context.work.check_signature().map_err(|limit| block("limit")(chain::limit_reached(limit)))?;
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
    // None is defined for general use, so a critical one is one that is not understood (RFC 3161 2.4.2).
    if tst_info.critical_extension.is_some() {
        return Err(NotProven::because("tst-info-critical-extension"));
    }
    // RFC 3161 2.4.2: where it is given, it is a name of the certificate (threat TST-15).
    if tst_info.tsa.is_some_and(|name| !authority.has_general_name(name)) {
        return Err(NotProven::because("tsa-name"));
    }
    Ok(Genuine { gen_time: tst_info.gen_time, accuracy: tst_info.accuracy, authority })
}

fn listed<'a>(context: &Context<'a>, authority: &Certificate) -> Option<&'a TrustedEntry> {
    context
        .trusted_root
        .entries
        .iter()
        .find(|entry| entry.role == Role::TimeStampAuthority && entry.sha256 == authority.sha256)
}
