//! Extensions of certificates and lists (RFC 5280 4.2, 5.2, 5.3; RFC 6960 4.4), as encodings: what stands in them is chosen by
//! the caller, down to values that no standard allows.

use super::der::{element, integer, octets, oid, sequence};

/// Whether an extension is critical (RFC 5280 4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extension {
    /// Critical.
    Critical,
    /// Not critical.
    Plain,
}

impl Extension {
    /// Its encoding around a value.
    #[must_use]
    pub fn of(self, dotted: &str, value: &[u8]) -> Vec<u8> {
        let critical = if self == Self::Critical { element(0x01, &[0xff]) } else { Vec::new() };
        sequence(&[&oid(dotted), &critical, &element(0x04, value)])
    }
}

/// Object identifiers of extensions.
pub mod id {
    pub(crate) const SUBJECT_KEY_IDENTIFIER: &str = "2.5.29.14";
    pub(crate) const KEY_USAGE: &str = "2.5.29.15";
    pub(crate) const SUBJECT_ALT_NAME: &str = "2.5.29.17";
    pub(crate) const BASIC_CONSTRAINTS: &str = "2.5.29.19";
    pub(crate) const CRL_NUMBER: &str = "2.5.29.20";
    pub(crate) const REASON_CODE: &str = "2.5.29.21";
    pub(crate) const INVALIDITY_DATE: &str = "2.5.29.24";
    pub(crate) const DELTA_CRL_INDICATOR: &str = "2.5.29.27";
    pub(crate) const ISSUING_DISTRIBUTION_POINT: &str = "2.5.29.28";
    pub(crate) const CERTIFICATE_ISSUER: &str = "2.5.29.29";
    pub(crate) const NAME_CONSTRAINTS: &str = "2.5.29.30";
    pub(crate) const CRL_DISTRIBUTION_POINTS: &str = "2.5.29.31";
    pub(crate) const CERTIFICATE_POLICIES: &str = "2.5.29.32";
    pub(crate) const POLICY_MAPPINGS: &str = "2.5.29.33";
    pub(crate) const AUTHORITY_KEY_IDENTIFIER: &str = "2.5.29.35";
    pub(crate) const POLICY_CONSTRAINTS: &str = "2.5.29.36";
    pub(crate) const EXTENDED_KEY_USAGE: &str = "2.5.29.37";
    pub(crate) const INHIBIT_ANY_POLICY: &str = "2.5.29.54";
    pub(crate) const NO_REV_AVAIL: &str = "2.5.29.56";
    pub(crate) const EXPIRED_CERTS_ON_CRL: &str = "2.5.29.60";
    pub(crate) const AUTHORITY_INFO_ACCESS: &str = "1.3.6.1.5.5.7.1.1";
    pub(crate) const QC_STATEMENTS: &str = "1.3.6.1.5.5.7.1.3";
    pub(crate) const OCSP_NO_CHECK: &str = "1.3.6.1.5.5.7.48.1.5";
    pub(crate) const OCSP_ARCHIVE_CUTOFF: &str = "1.3.6.1.5.5.7.48.1.6";
    pub(crate) const VALIDITY_ASSURED_SHORT_TERM: &str = "0.4.0.194121.2.1";
    pub(crate) const CERT_HASH: &str = "1.3.36.8.3.13";
    pub(crate) const ANY_POLICY: &str = "2.5.29.32.0";
}

/// keyUsage with these bits of its first octet.
#[must_use]
pub fn key_usage(octet: u8) -> Vec<u8> {
    let unused = u8::try_from(octet.trailing_zeros().min(7)).unwrap();
    Extension::Critical.of(id::KEY_USAGE, &element(0x03, &[unused, octet]))
}

/// basicConstraints of a CA, with an encoded pathLenConstraint or without.
#[must_use]
pub fn authority_constraints(path_len_constraint: &[u8]) -> Vec<u8> {
    let value = sequence(&[&element(0x01, &[0xff]), path_len_constraint]);
    Extension::Critical.of(id::BASIC_CONSTRAINTS, &value)
}

/// authorityKeyIdentifier that names a key.
#[must_use]
pub fn authority_key_identifier(extension: Extension, identifier: &[u8]) -> Vec<u8> {
    extension.of(id::AUTHORITY_KEY_IDENTIFIER, &sequence(&[&element(0x80, identifier)]))
}

/// subjectAltName with these `GeneralName`s.
#[must_use]
pub fn subject_alt_name(names: &[Vec<u8>]) -> Vec<u8> {
    Extension::Plain.of(id::SUBJECT_ALT_NAME, &element(0x30, &names.concat()))
}

/// The value of nameConstraints: encoded bases of permitted and of excluded subtrees.
#[must_use]
pub fn name_constraints_value(permitted: &[Vec<u8>], excluded: &[Vec<u8>]) -> Vec<u8> {
    let subtrees = |tag: u8, bases: &[Vec<u8>]| {
        let subtrees: Vec<u8> = bases.iter().flat_map(|base| sequence(&[base])).collect();
        if bases.is_empty() { subtrees } else { element(tag, &subtrees) }
    };
    sequence(&[&subtrees(0xa0, permitted), &subtrees(0xa1, excluded)])
}

/// nameConstraints with these subtrees, critical as RFC 5280 4.2.1.10 asks.
#[must_use]
pub fn name_constraints(permitted: &[Vec<u8>], excluded: &[Vec<u8>]) -> Vec<u8> {
    Extension::Critical.of(id::NAME_CONSTRAINTS, &name_constraints_value(permitted, excluded))
}

/// certificatePolicies without qualifiers.
#[must_use]
pub fn certificate_policies(policies: &[&str]) -> Vec<u8> {
    let policies: Vec<u8> = policies.iter().flat_map(|policy| sequence(&[&oid(policy)])).collect();
    Extension::Plain.of(id::CERTIFICATE_POLICIES, &element(0x30, &policies))
}

/// policyMappings from the issuer's domain to the subject's.
#[must_use]
pub fn policy_mappings(mappings: &[(&str, &str)]) -> Vec<u8> {
    let mappings: Vec<u8> =
        mappings.iter().flat_map(|(from, to)| sequence(&[&oid(from), &oid(to)])).collect();
    Extension::Critical.of(id::POLICY_MAPPINGS, &element(0x30, &mappings))
}

/// policyConstraints: requireExplicitPolicy, inhibitPolicyMapping.
#[must_use]
pub fn policy_constraints(require: Option<u8>, inhibit: Option<u8>) -> Vec<u8> {
    let field = |tag: u8, skip: Option<u8>| skip.map_or(Vec::new(), |skip| element(tag, &[skip]));
    let value = sequence(&[&field(0x80, require), &field(0x81, inhibit)]);
    Extension::Critical.of(id::POLICY_CONSTRAINTS, &value)
}

/// inhibitAnyPolicy.
#[must_use]
pub fn inhibit_any_policy(skip: u8) -> Vec<u8> {
    Extension::Critical.of(id::INHIBIT_ANY_POLICY, &integer(skip))
}

/// `DistributionPoint` (RFC 5280 4.2.1.13): an encoded `DistributionPointName`, the octets of reasons, and the names of
/// another issuer of the list.
#[must_use]
pub fn distribution_point(name: &[u8], reasons: Option<&[u8]>, crl_issuer: &[Vec<u8>]) -> Vec<u8> {
    let name = if name.is_empty() { Vec::new() } else { element(0xa0, name) };
    let reasons = reasons.map_or(Vec::new(), |reasons| element(0x81, reasons));
    let issuer = crl_issuer.concat();
    let issuer = if issuer.is_empty() { issuer } else { element(0xa2, &issuer) };
    sequence(&[&name, &reasons, &issuer])
}

/// `DistributionPointName`: full names.
#[must_use]
pub fn full_name(names: &[Vec<u8>]) -> Vec<u8> {
    element(0xa0, &names.concat())
}

/// cRLDistributionPoints with these points.
#[must_use]
pub fn crl_distribution_points(points: &[Vec<u8>]) -> Vec<u8> {
    Extension::Plain.of(id::CRL_DISTRIBUTION_POINTS, &element(0x30, &points.concat()))
}

/// authorityInfoAccess: methods and addresses (RFC 5280 4.2.2.1).
#[must_use]
pub fn authority_info_access(descriptions: &[(&str, &str)]) -> Vec<u8> {
    let description = |(method, address): &(&str, &str)| {
        sequence(&[&oid(method), &element(0x86, address.as_bytes())])
    };
    let descriptions: Vec<u8> = descriptions.iter().flat_map(description).collect();
    Extension::Plain.of(id::AUTHORITY_INFO_ACCESS, &element(0x30, &descriptions))
}

/// issuingDistributionPoint (RFC 5280 5.2.5) to be written.
#[derive(Debug, Clone, Default)]
pub struct IssuingDistributionPoint {
    /// Encoded `DistributionPointName`.
    pub name: Vec<u8>,
    /// onlyContainsUserCerts.
    pub only_user: bool,
    /// onlyContainsCACerts.
    pub only_ca: bool,
    /// Octets of onlySomeReasons.
    pub only_some_reasons: Option<Vec<u8>>,
    /// indirectCRL.
    pub indirect: bool,
    /// onlyContainsAttributeCerts.
    pub only_attribute: bool,
}

impl IssuingDistributionPoint {
    /// Its encoding, critical as RFC 5280 5.2.5 asks.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        self.encode_as(Extension::Critical)
    }

    /// Its encoding.
    #[must_use]
    pub fn encode_as(&self, extension: Extension) -> Vec<u8> {
        let name = if self.name.is_empty() { Vec::new() } else { element(0xa0, &self.name) };
        let flag = |tag: u8, is_set: bool| {
            if is_set { element(tag, &[0xff]) } else { Vec::new() }
        };
        let reasons =
            self.only_some_reasons.as_ref().map_or(Vec::new(), |octets| element(0x83, octets));
        let value = sequence(&[
            &name,
            &flag(0x81, self.only_user),
            &flag(0x82, self.only_ca),
            &reasons,
            &flag(0x84, self.indirect),
            &flag(0x85, self.only_attribute),
        ]);
        extension.of(id::ISSUING_DISTRIBUTION_POINT, &value)
    }
}

/// subjectKeyIdentifier.
#[must_use]
pub fn subject_key_identifier(identifier: &[u8]) -> Vec<u8> {
    Extension::Plain.of(id::SUBJECT_KEY_IDENTIFIER, &octets(identifier))
}
