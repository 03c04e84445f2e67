//! Certification path validation by itself (RFC 5280 6): what the verifier does for every signer and time-stamp authority, for
//! one certificate and with the inputs of 6.1.1 chosen freely. Conformance tests and comparisons with other implementations
//! come in by this door.

use super::{Context, chain};
use crate::pkix::{Certificate, Purpose};
use crate::policy::{Budget, Work};
pub use crate::policy::{InitialPolicySet, Initially, PolicyInputs};
use crate::revocation::{Moment, RevocationStore, Source};
use crate::time::UnixTime;
use crate::trust::TrustedRoot;

/// Whether revocation counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevocationChecking {
    /// Every certificate of the path needs positive evidence (6.1.3 (a)(3), 6.3).
    Required,
    /// It is left out.
    Disabled,
}

/// One question.
#[derive(Debug, Clone, Copy)]
pub struct PathRequest<'a> {
    /// The certificate, in DER.
    pub certificate: &'a [u8],
    /// Others that may lead from it to an anchor, in DER and in any order.
    pub candidates: &'a [Vec<u8>],
    /// Revocation lists, in DER.
    pub crls: &'a [Vec<u8>],
    /// OCSP responses, in DER.
    pub ocsp_responses: &'a [Vec<u8>],
    /// The anchors.
    pub trusted_root: &'a TrustedRoot,
    /// 6.1.1 (b): the moment.
    pub at: UnixTime,
    /// 6.1.1 (c), (e) to (g).
    pub policies: &'a PolicyInputs,
    /// 6.1.3 (a)(3).
    pub revocation: RevocationChecking,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathOutcome {
    /// A path is valid.
    Valid {
        /// The registry's name of the anchor.
        anchor: String,
        /// SHA-256 of its certificates, the one asked about first, the anchor left out.
        certificates: Vec<String>,
    },
    /// None is.
    Invalid {
        /// Why each way failed, as keys.
        because: Vec<String>,
    },
}

/// Looks for a valid path.
#[must_use]
pub fn validate(request: &PathRequest<'_>) -> PathOutcome {
    let because = |because: String| PathOutcome::Invalid { because: vec![because] };
    let certificate = match Certificate::read(request.certificate) {
        Ok(certificate) => certificate,
        Err(error) => return because(error.key()),
    };
    let mut candidates: Vec<Certificate> =
        request.candidates.iter().filter_map(|encoding| Certificate::read(encoding).ok()).collect();
    if candidates.iter().all(|candidate| candidate.sha256 != certificate.sha256) {
        candidates.push(certificate.clone());
    }
    let mut store = RevocationStore::default();
    request.crls.iter().for_each(|crl| store.add_crl(crl, Source::Published));
    let responses = request.ocsp_responses.iter();
    responses.for_each(|response| store.add_ocsp_response(response, Source::Added));
    let budget = Budget::DEFAULT;
    let context = Context {
        trusted_root: request.trusted_root,
        validation_time: request.at,
        certificates: &candidates,
        certificates_left_out: false,
        policies: request.policies,
        budget: &budget,
        work: &Work::new(&budget),
    };
    first_good(&context, &certificate, &store, request.revocation)
}

/// A path that holds at the moment, with nothing of it revoked.
fn first_good(
    context: &Context<'_>,
    certificate: &Certificate,
    store: &RevocationStore<'_>,
    revocation: RevocationChecking,
) -> PathOutcome {
    let at = context.validation_time;
    let moment = Moment::Validation(at);
    let search = context.builder().search(certificate, Purpose::Inspection, at);
    let mut because: Vec<String> =
        search.attempts.iter().map(|attempt| chain::why(&attempt.objection)).collect();
    for path in &search.paths {
        if let Err(objection) = path.check_at(at) {
            because.push(chain::why(&objection));
            continue;
        }
        let statuses = match revocation {
            RevocationChecking::Required => chain::revocation(context, path, store, moment),
            RevocationChecking::Disabled => Vec::new(),
        };
        match statuses.iter().find(|(_, status)| !status.is_good()) {
            Some((certificate, status)) => because.push(chain::revoked_why(certificate, status)),
            None => {
                return PathOutcome::Valid {
                    anchor: path.anchor.id.clone(),
                    certificates: path
                        .certificates
                        .iter()
                        .map(|step| step.sha256.clone())
                        .collect(),
                };
            }
        }
    }
    PathOutcome::Invalid { because }
}
