//! Certification path validation by itself (RFC 5280 6): what the verifier does for every signer and time-stamp authority, for
//! one certificate and with the inputs of 6.1.1 chosen freely. Conformance tests and comparisons with other implementations
//! come in by this door.

use std::collections::BTreeSet;

use crate::pkix::Certificate;
use crate::policy::{Budget, Work};
use crate::revocation::{CrlSource, CrlStore, Moment};
use crate::time::UnixTime;
use crate::trust::TrustedRoot;
use crate::validation::certification_path;

/// Policies that the caller accepts (RFC 5280 6.1.1 (c)).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum InitialPolicySet {
    /// `any-policy`: the caller is not concerned about policies.
    #[default]
    Any,
    /// These, as dotted identifiers.
    These(BTreeSet<String>),
}

/// Whether something is required or inhibited from the start (RFC 5280 6.1.1 (e) to (g)).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Initially {
    /// It is.
    Set,
    /// It is not.
    #[default]
    NotSet,
}

/// The inputs about policies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PolicyInputs {
    /// 6.1.1 (c) `user-initial-policy-set`.
    pub user_initial_policy_set: InitialPolicySet,
    /// 6.1.1 (e) `initial-policy-mapping-inhibit`.
    pub initial_policy_mapping_inhibit: Initially,
    /// 6.1.1 (f) `initial-explicit-policy`.
    pub initial_explicit_policy: Initially,
    /// 6.1.1 (g) `initial-any-policy-inhibit`.
    pub initial_any_policy_inhibit: Initially,
}

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
    let candidates: Vec<Certificate> =
        request.candidates.iter().filter_map(|encoding| Certificate::read(encoding).ok()).collect();
    let mut crls = CrlStore::default();
    for crl in request.crls {
        crls.add(crl, CrlSource::Published);
    }
    let budget = Budget::DEFAULT;
    let context = crate::validation::Context {
        trusted_root: request.trusted_root,
        validation_time: request.at,
        certificates: &candidates,
        certificates_left_out: false,
        budget: &budget,
        work: &Work::new(&budget),
    };
    certification_path(&context, &certificate, &mut crls, Moment::Validation(request.at), request)
}
