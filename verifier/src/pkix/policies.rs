//! Extensions about certificate policies (RFC 5280 4.2.1.4, 4.2.1.5, 4.2.1.11, 4.2.1.14). Policies are dotted texts here:
//! they have arcs that `const-oid` does not hold.

use std::collections::{BTreeMap, BTreeSet};

use super::certificate::{Certificate, CertificateError};
use super::oid;
use crate::der::{DerError, Reader, Tlv, is_oid, oid_text, tag, whole};

/// `anyPolicy` (4.2.1.4).
pub(super) const ANY_POLICY: &str = "2.5.29.32.0";

/// What a certificate says of policies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct PolicyExtensions {
    /// `certificatePolicies`; `None` where there are none.
    pub(super) policies: Option<BTreeSet<String>>,
    /// `policyMappings`: what the issuer's policy is called below.
    pub(super) mappings: BTreeMap<String, BTreeSet<String>>,
    /// `policyConstraints`
    pub(super) require_explicit_policy: Option<u64>,
    pub(super) inhibit_policy_mapping: Option<u64>,
    /// `inhibitAnyPolicy`
    pub(super) inhibit_any_policy: Option<u64>,
}

impl PolicyExtensions {
    /// Reads all of them.
    pub(super) fn of(certificate: &Certificate) -> Result<Self, CertificateError> {
        let value = |oid| certificate.extension(oid).map(|extension| extension.value);
        let mut found = Self {
            policies: value(oid::CERTIFICATE_POLICIES).map(certificate_policies).transpose()?,
            mappings: value(oid::POLICY_MAPPINGS).map_or(Ok(BTreeMap::new()), policy_mappings)?,
            inhibit_any_policy: value(oid::INHIBIT_ANY_POLICY)
                .map(|value| whole(value, tag::INTEGER).and_then(|skip| skip.small_integer()))
                .transpose()?,
            ..Self::default()
        };
        if let Some(value) = value(oid::POLICY_CONSTRAINTS) {
            let outer = whole(value, tag::SEQUENCE)?;
            let mut fields = outer.reader();
            found.require_explicit_policy = skip_certs(&mut fields, tag::CONTEXT_0_PRIMITIVE)?;
            found.inhibit_policy_mapping = skip_certs(&mut fields, tag::CONTEXT_1_PRIMITIVE)?;
            fields.finish()?;
            // 4.2.1.11: not an empty sequence.
            if found.require_explicit_policy.is_none() && found.inhibit_policy_mapping.is_none() {
                return Err(outer.bad_value().into());
            }
        }
        Ok(found)
    }
}

/// `SkipCerts ::= INTEGER (0..MAX)`, its tag replaced.
fn skip_certs(fields: &mut Reader<'_>, tag: u8) -> Result<Option<u64>, DerError> {
    fields.optional(tag)?.map(|number| number.small_integer()).transpose()
}

/// `SEQUENCE SIZE (1..MAX) OF SEQUENCE { policyIdentifier, policyQualifiers OPTIONAL }`, no policy twice.
fn certificate_policies(value: &[u8]) -> Result<BTreeSet<String>, DerError> {
    let list = whole(value, tag::SEQUENCE)?;
    let mut policies = BTreeSet::new();
    for information in list.reader().all()? {
        let mut fields = information.reader();
        let policy = policy(&fields.expect(tag::OBJECT_IDENTIFIER)?)?;
        fields.optional(tag::SEQUENCE)?;
        fields.finish()?;
        if information.tag != tag::SEQUENCE || !policies.insert(policy) {
            return Err(information.bad_value());
        }
    }
    if policies.is_empty() { Err(list.bad_value()) } else { Ok(policies) }
}

/// `SEQUENCE SIZE (1..MAX) OF SEQUENCE { issuerDomainPolicy, subjectDomainPolicy }`
fn policy_mappings(value: &[u8]) -> Result<BTreeMap<String, BTreeSet<String>>, DerError> {
    let list = whole(value, tag::SEQUENCE)?;
    let mut mappings: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for mapping in list.reader().all()? {
        let mut fields = mapping.reader();
        let issuer_domain_policy = policy(&fields.expect(tag::OBJECT_IDENTIFIER)?)?;
        let subject_domain_policy = policy(&fields.expect(tag::OBJECT_IDENTIFIER)?)?;
        fields.finish()?;
        mappings.entry(issuer_domain_policy).or_default().insert(subject_domain_policy);
    }
    if mappings.is_empty() { Err(list.bad_value()) } else { Ok(mappings) }
}

fn policy(element: &Tlv<'_>) -> Result<String, DerError> {
    if is_oid(element.value) { Ok(oid_text(element)) } else { Err(element.bad_value()) }
}
