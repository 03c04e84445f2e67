//! Certification path validation (RFC 5280 6.1, with RFC 6818 and the policy graph of RFC 9618): names, constraints and
//! policies of a path whose signatures hold. Validity at a moment and revocation are asked for elsewhere, for the same path
//! may be judged at several moments.

use std::collections::BTreeSet;

use der::oid::ObjectIdentifier;

use super::certificate::{Certificate, CertificateError};
use super::distribution_point::DistributionPoint;
use super::name::is_text;
use super::name_comparison::ComparableName;
use super::name_constraints::{NameConstraints, Unsatisfied, constrained_names, satisfied};
use super::oid;
use super::policies::{ANY_POLICY, PolicyExtensions};
use super::policy_graph::PolicyGraph;
use super::purpose::{Purpose, Usages, check_end_entity};
use crate::algorithms::AlgorithmObjection;
use crate::policy::{InitialPolicySet, Initially, Limit, PolicyInputs};
use crate::time::UnixTime;
use crate::trust::TrustedEntry;

/// Why a path does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PathObjection {
    /// Nothing leads to a registered anchor; the issuer that was missing.
    NotFound { issuer: String },
    /// The issuer is a registered intermediate, whose certificate is not among those at hand.
    IntermediateMissing { issuer: String },
    /// A certificate has the name of this issuer on it, and not its signature (RFC 5280 6.1.3 (a)(1)).
    NotSignedByIssuer { certificate: String },
    /// A certificate that is not yet valid at the moment in question.
    NotYetValid { certificate: String, not_before: UnixTime },
    /// A certificate or an anchor's window that ended before the moment in question.
    Expired { certificate: String, not_after: UnixTime },
    /// A rule of RFC 5280 6.1 or of the policy that a certificate breaks, named by clause.
    Constraint { certificate: String, rule: &'static str },
    /// A critical extension that this verifier does not process.
    UnknownExtension { certificate: String, oid: String },
    /// A signature algorithm or key in the path.
    Algorithm { certificate: String, objection: AlgorithmObjection },
    /// The search was cut off.
    Limit(Limit),
}

impl PathObjection {
    pub(super) fn broken(certificate: &Certificate, rule: &'static str) -> Self {
        Self::Constraint { certificate: certificate.sha256.clone(), rule }
    }

    pub(super) fn undecodable(certificate: &Certificate) -> Self {
        Self::broken(certificate, "RFC 5280 4.2 extension that does not decode")
    }
}

/// What 6.1.2 initialises and 6.1.4 carries from one certificate to the next.
struct State {
    policies: PolicyGraph,
    explicit_policy: usize,
    policy_mapping: usize,
    inhibit_any_policy: usize,
    max_path_length: usize,
    name_constraints: Vec<NameConstraints>,
    comparisons: usize,
}

/// Walks from the anchor to the end entity; `path` has the end entity first. Gives the policies under which the path holds,
/// by the names that the anchor's domain has for them: all of them where `anyPolicy` is among them.
pub(super) fn validate(
    path: &[&Certificate],
    anchor: &TrustedEntry,
    inputs: &PolicyInputs,
    purpose: Purpose,
) -> Result<BTreeSet<String>, PathObjection> {
    let Some((end_entity, issuers)) = path.split_first() else {
        return Ok(BTreeSet::new());
    };
    let mut state = State::initial(path.len(), anchor, inputs)?;
    let mut usages = Usages::of(purpose);
    for issuer in issuers.iter().rev() {
        let extensions = policy_extensions(issuer)?;
        check_extensions(issuer)?;
        state.process(issuer, &extensions, !issuer.is_self_issued())?;
        state.prepare_for_next(issuer, &extensions)?;
        usages.restrict(issuer)?;
    }
    check_itself(end_entity, purpose)?;
    usages.restrict(end_entity)?;
    let extensions = policy_extensions(end_entity)?;
    state.process(end_entity, &extensions, true)?;
    state.wrap_up(end_entity, &extensions, anchor, inputs)
}

/// What can be said of an end entity without its path (6.1.5 (f)).
pub(super) fn check_itself(
    end_entity: &Certificate,
    purpose: Purpose,
) -> Result<(), PathObjection> {
    policy_extensions(end_entity)?;
    check_extensions(end_entity)?;
    check_end_entity(end_entity, purpose)
}

impl State {
    /// 6.1.2; the constraints of an anchor are taken as RFC 5937 3 does.
    fn initial(
        length: usize,
        anchor: &TrustedEntry,
        inputs: &PolicyInputs,
    ) -> Result<Self, PathObjection> {
        let constraints = &anchor.constraints;
        let counter = |input: Initially, of_anchor: Initially| {
            let is_set = input == Initially::Set || of_anchor == Initially::Set;
            if is_set { 0 } else { length.saturating_add(1) }
        };
        let name_constraints = constraints.name_constraints.as_deref().map(NameConstraints::read);
        let name_constraints = name_constraints.transpose().map_err(|_| {
            let rule = "trusted root: name_constraints that do not decode";
            PathObjection::Constraint { certificate: anchor.sha256.clone(), rule }
        })?;
        let max_path_length = constraints.path_len_constraint.and_then(|most| most.try_into().ok());
        Ok(Self {
            policies: PolicyGraph::initial(),
            explicit_policy: counter(
                inputs.initial_explicit_policy,
                constraints.require_explicit_policy,
            ),
            policy_mapping: counter(
                inputs.initial_policy_mapping_inhibit,
                constraints.inhibit_policy_mapping,
            ),
            inhibit_any_policy: counter(
                inputs.initial_any_policy_inhibit,
                constraints.inhibit_any_policy,
            ),
            max_path_length: max_path_length.map_or(length, |most: usize| most.min(length)),
            name_constraints: name_constraints.into_iter().collect(),
            comparisons: 0,
        })
    }

    /// 6.1.3 (b) to (f). A self-issued certificate on the way is bound by no name constraints, and its `anyPolicy` counts.
    fn process(
        &mut self,
        certificate: &Certificate,
        extensions: &PolicyExtensions,
        is_bound: bool,
    ) -> Result<(), PathObjection> {
        let broken = |rule| PathObjection::broken(certificate, rule);
        if is_bound && !self.name_constraints.is_empty() {
            let names = constrained_names(certificate)
                .map_err(|_| PathObjection::undecodable(certificate))?;
            let constraints: Vec<&NameConstraints> = self.name_constraints.iter().collect();
            satisfied(&names, &constraints, &mut self.comparisons).map_err(|why| match why {
                Unsatisfied::NotPermitted => broken("RFC 5280 6.1.3 (b) permitted subtrees"),
                Unsatisfied::Excluded => broken("RFC 5280 6.1.3 (c) excluded subtrees"),
                Unsatisfied::Limit => PathObjection::Limit(Limit::NameConstraints),
            })?;
        }
        match &extensions.policies {
            Some(policies) => {
                let any_policy_counts = self.inhibit_any_policy > 0 || !is_bound;
                self.policies.descend(policies, any_policy_counts);
            }
            None => self.policies.set_null(),
        }
        if self.explicit_policy == 0 && self.policies.is_null() {
            return Err(broken("RFC 5280 6.1.3 (f) explicit policy"));
        }
        Ok(())
    }

    /// 6.1.4
    fn prepare_for_next(
        &mut self,
        certificate: &Certificate,
        extensions: &PolicyExtensions,
    ) -> Result<(), PathObjection> {
        let broken = |rule| PathObjection::broken(certificate, rule);
        // (a), (b)
        let mappings = &extensions.mappings;
        let mut mapped = mappings.keys().chain(mappings.values().flatten());
        if mapped.any(|policy| policy == ANY_POLICY) {
            return Err(broken("RFC 5280 6.1.4 (a) anyPolicy in policyMappings"));
        }
        if self.policy_mapping > 0 {
            self.policies.map(mappings);
        } else {
            self.policies.delete_mapped(mappings);
        }
        // (g)
        if let Some(extension) = certificate.extension(oid::NAME_CONSTRAINTS) {
            let constraints = NameConstraints::read(extension.value)
                .map_err(|_| PathObjection::undecodable(certificate))?;
            self.name_constraints.push(constraints);
        }
        // (h) to (j)
        let is_self_issued = certificate.is_self_issued();
        let lower = |counter: &mut usize, limit: Option<u64>| {
            if !is_self_issued {
                *counter = counter.saturating_sub(1);
            }
            // What does not fit is larger than any path.
            if let Some(limit) = limit.and_then(|limit| usize::try_from(limit).ok()) {
                *counter = limit.min(*counter);
            }
        };
        lower(&mut self.explicit_policy, extensions.require_explicit_policy);
        lower(&mut self.policy_mapping, extensions.inhibit_policy_mapping);
        lower(&mut self.inhibit_any_policy, extensions.inhibit_any_policy);
        // (k), (n)
        check_issuer(certificate)?;
        // (l)
        if !is_self_issued {
            self.max_path_length = self
                .max_path_length
                .checked_sub(1)
                .ok_or_else(|| broken("RFC 5280 6.1.4 (l) pathLenConstraint"))?;
        }
        // (m)
        let constraints = certificate.basic_constraints();
        let constraints = constraints.map_err(|_| PathObjection::undecodable(certificate))?;
        let limit = constraints.and_then(|constraints| constraints.path_len_constraint);
        if let Some(limit) = limit.and_then(|limit| usize::try_from(limit).ok()) {
            self.max_path_length = limit.min(self.max_path_length);
        }
        Ok(())
    }

    /// 6.1.5
    fn wrap_up(
        mut self,
        certificate: &Certificate,
        extensions: &PolicyExtensions,
        anchor: &TrustedEntry,
        inputs: &PolicyInputs,
    ) -> Result<BTreeSet<String>, PathObjection> {
        // (a), (b)
        self.explicit_policy = self.explicit_policy.saturating_sub(1);
        if extensions.require_explicit_policy == Some(0) {
            self.explicit_policy = 0;
        }
        // (g)
        let mut policies = self.policies.authority_constrained_policies();
        let accepted = [&inputs.user_initial_policy_set, &anchor.constraints.policies];
        for accepted in accepted {
            if let InitialPolicySet::These(accepted) = accepted {
                policies = if policies.contains(ANY_POLICY) {
                    accepted.clone()
                } else {
                    policies.into_iter().filter(|policy| accepted.contains(policy)).collect()
                };
            }
        }
        if self.explicit_policy == 0 && policies.is_empty() {
            return Err(PathObjection::broken(
                certificate,
                "RFC 5280 6.1.5 (g) no acceptable policy",
            ));
        }
        Ok(policies)
    }
}

/// 6.1.4 (k) and (n): the certificate of a CA that may issue others.
pub(super) fn check_issuer(certificate: &Certificate) -> Result<(), PathObjection> {
    let broken = |rule| PathObjection::broken(certificate, rule);
    let field = |_: CertificateError| PathObjection::undecodable(certificate);
    if !certificate.is_version_3() {
        return Err(broken("RFC 5280 6.1.4 (k) version 3"));
    }
    // 4.1.2.6: without a name it issues in nobody's (threat PATH-29).
    if ComparableName::of(certificate.subject()).is_empty() {
        return Err(broken("RFC 5280 4.1.2.6 subject of a CA"));
    }
    let constraints = certificate.basic_constraints().map_err(field)?;
    if constraints.is_none_or(|constraints| !constraints.ca) {
        return Err(broken("RFC 5280 6.1.4 (k) basicConstraints cA"));
    }
    if certificate.key_usage().map_err(field)?.is_some_and(|usage| !usage.key_cert_sign()) {
        return Err(broken("RFC 5280 6.1.4 (n) keyCertSign"));
    }
    Ok(())
}

fn policy_extensions(certificate: &Certificate) -> Result<PolicyExtensions, PathObjection> {
    PolicyExtensions::of(certificate).map_err(|_| PathObjection::undecodable(certificate))
}

/// 6.1.4 (o), 6.1.5 (f): what is critical and not processed refuses the path, and so does what is known and does not decode
/// (threats PATH-20, PATH-21, PATH-23, PATH-26), or a name that is no text.
pub(super) fn check_extensions(certificate: &Certificate) -> Result<(), PathObjection> {
    const PROCESSED: [ObjectIdentifier; 11] = [
        oid::KEY_USAGE,
        oid::SUBJECT_ALT_NAME,
        oid::BASIC_CONSTRAINTS,
        oid::NAME_CONSTRAINTS,
        oid::CRL_DISTRIBUTION_POINTS,
        oid::CERTIFICATE_POLICIES,
        oid::POLICY_MAPPINGS,
        oid::POLICY_CONSTRAINTS,
        oid::EXTENDED_KEY_USAGE,
        oid::INHIBIT_ANY_POLICY,
        // Names the same list's changes; a list is looked for by what it says itself.
        oid::FRESHEST_CRL,
    ];
    // Hints for finding: with or without them the same is asked of a path (threat PATH-36).
    const HINTS: [ObjectIdentifier; 2] =
        [oid::SUBJECT_KEY_IDENTIFIER, oid::AUTHORITY_KEY_IDENTIFIER];
    let refused = certificate.extensions().find(|extension| {
        let is_known =
            extension.oid().is_some_and(|oid| PROCESSED.contains(&oid) || HINTS.contains(&oid));
        extension.critical && !is_known
    });
    if let Some(extension) = refused {
        return Err(PathObjection::UnknownExtension {
            certificate: certificate.sha256.clone(),
            oid: extension.name(),
        });
    }
    if !is_text(certificate.subject()) {
        return Err(PathObjection::broken(certificate, "RFC 5280 4.1.2.4 text of a name"));
    }
    let decodes = certificate.key_usage().is_ok()
        && certificate.basic_constraints().is_ok()
        && certificate.extended_key_usage().is_ok()
        && constrained_names(certificate).is_ok()
        && DistributionPoint::of(certificate).is_ok();
    let constraints = certificate.extension(oid::NAME_CONSTRAINTS);
    let constraints = constraints.map(|extension| NameConstraints::read(extension.value));
    if decodes && constraints.is_none_or(|constraints| constraints.is_ok()) {
        Ok(())
    } else {
        Err(PathObjection::undecodable(certificate))
    }
}
