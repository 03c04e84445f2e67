//! Certificates and certification paths (RFC 5280 4 and 6.1, RFC 4158, RFC 6818, RFC 9618). What is critical and not
//! processed is refused, never skipped.

mod certificate;
mod claims;
mod distribution_point;
mod extension;
mod general_name;
mod kind;
mod name;
mod name_comparison;
mod name_constraints;
mod path;
mod path_validation;
mod policies;
mod policy_graph;
mod purpose;

pub(crate) use certificate::Certificate;
pub(crate) use claims::{Claims, usage_name};
pub(crate) use distribution_point::{IssuingDistributionPoint, ReasonFlags};
pub(crate) use kind::{CertificateKind, Kind};
pub(crate) use name::{Attribute as NameAttribute, display_name};
pub(crate) use name_comparison::ComparableName;
pub(crate) use path::{Attempt, PathBuilder, ProspectivePath};
pub(crate) use path_validation::PathObjection;
pub(crate) use purpose::{Purpose, check_ocsp_responder};

/// A certificate of the demo PKI, for unit tests.
#[cfg(test)]
pub(crate) fn demo_certificate(name: &str) -> Certificate {
    let pem: &[u8] = match name {
        "root" => include_bytes!("../../trust/demo/certificates/root.pem"),
        "ca" => include_bytes!("../../trust/demo/certificates/ca.pem"),
        "tsa" => include_bytes!("../../trust/demo/certificates/tsa.pem"),
        "individual" => include_bytes!("../../trust/demo/certificates/individual.pem"),
        "position" => include_bytes!("../../trust/demo/certificates/position.pem"),
        "system" => include_bytes!("../../trust/demo/certificates/system.pem"),
        _ => panic!("no such certificate: {name}"),
    };
    Certificate::read(&crate::pem::read(pem).unwrap()[0].der).unwrap()
}

pub(crate) mod oid {
    use der::oid::ObjectIdentifier;
    pub(crate) const SUBJECT_KEY_IDENTIFIER: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("2.5.29.14");
    pub(crate) const KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.15");
    pub(crate) const AUTHORITY_KEY_IDENTIFIER: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("2.5.29.35");
    pub(crate) const SUBJECT_ALT_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.17");
    pub(crate) const BASIC_CONSTRAINTS: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("2.5.29.19");
    pub(crate) const NAME_CONSTRAINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.30");
    pub(crate) const CRL_DISTRIBUTION_POINTS: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("2.5.29.31");
    pub(crate) const CERTIFICATE_POLICIES: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("2.5.29.32");
    pub(crate) const POLICY_MAPPINGS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.33");
    pub(crate) const POLICY_CONSTRAINTS: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("2.5.29.36");
    pub(crate) const EXTENDED_KEY_USAGE: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("2.5.29.37");
    pub(crate) const AUTHORITY_INFO_ACCESS: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.1.1");
    pub(crate) const ANY_EXTENDED_KEY_USAGE: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("2.5.29.37.0");
    pub(crate) const OCSP_SIGNING: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.9");
    /// `id-pkix-ocsp-nocheck` (RFC 6960 4.2.2.2.1).
    pub(crate) const OCSP_NO_CHECK: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.5");
    pub(crate) const FRESHEST_CRL: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.46");
    pub(crate) const INHIBIT_ANY_POLICY: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("2.5.29.54");
    pub(crate) const EMAIL_ADDRESS: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.1");
    pub(crate) const EMAIL_PROTECTION: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.4");
    pub(crate) const TIME_STAMPING: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");
    /// Adobe Authentic Documents Trust: the sole EKU of every real signer certificate met.
    pub(crate) const ADOBE_DOCUMENT_SIGNING: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113583.1.1.5");
    /// RFC 9336 document signing.
    pub(crate) const DOCUMENT_SIGNING: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.36");
}
