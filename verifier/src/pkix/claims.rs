//! What a certificate says of itself besides what a path needs: policies, addresses, usages (RFC 5280 4.2), for reading.
//! Nothing is fetched from an address that a file brings, and nothing is concluded from one (threat PATH-39).

use der::oid::ObjectIdentifier;

use super::certificate::Certificate;
use super::extension::{Extension, KeyUsage};
use super::oid;
use crate::algorithms::{hex, read_oid};
use crate::der::{DerError, Tlv, is_oid, oid_text, tag, whole};

const OCSP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1");
/// `GeneralName` (RFC 5280 4.2.1.6): `rfc822Name [1]`, `uniformResourceIdentifier [6]`.
const RFC_822_NAME: u8 = 0x81;
const UNIFORM_RESOURCE_IDENTIFIER: u8 = 0x86;

/// Extended key usages (RFC 5280 4.2.1.12, RFC 9336, Adobe) by the names their standards give them.
const USAGE_NAMES: [(ObjectIdentifier, &str); 9] = [
    (oid::TIME_STAMPING, "timeStamping"),
    (oid::DOCUMENT_SIGNING, "documentSigning"),
    (oid::ADOBE_DOCUMENT_SIGNING, "adobeAuthenticDocumentsTrust"),
    (ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.1"), "serverAuth"),
    (ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.2"), "clientAuth"),
    (ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.3"), "codeSigning"),
    (ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.4"), "emailProtection"),
    (ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.9"), "OCSPSigning"),
    (ObjectIdentifier::new_unwrap("2.5.29.37.0"), "anyExtendedKeyUsage"),
];

/// The claims, each list in the order of the certificate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Claims {
    /// Names of `KeyUsage` (4.2.1.3).
    pub(crate) key_usage: Vec<&'static str>,
    pub(crate) extended_key_usage: Vec<ObjectIdentifier>,
    /// In dotted form: the arc kept for examples, `2.999`, is one that `const-oid` does not hold.
    pub(crate) policies: Vec<String>,
    /// From `subjectAltName`.
    pub(crate) email_addresses: Vec<String>,
    pub(crate) crl_addresses: Vec<String>,
    pub(crate) ocsp_addresses: Vec<String>,
    /// Extensions of these kinds that do not decode; what they claim is missing above.
    pub(crate) undecodable: Vec<ObjectIdentifier>,
}

impl Claims {
    /// Reads the claims of a certificate.
    pub(crate) fn of(certificate: &Certificate) -> Self {
        let mut claims = Self::default();
        match certificate.key_usage() {
            Ok(usage) => claims.key_usage = usage.map(KeyUsage::names).unwrap_or_default(),
            Err(_) => claims.undecodable.push(oid::KEY_USAGE),
        }
        match certificate.extended_key_usage() {
            Ok(usage) => claims.extended_key_usage = usage.unwrap_or_default(),
            Err(_) => claims.undecodable.push(oid::EXTENDED_KEY_USAGE),
        }
        let mut undecodable = Vec::new();
        let mut read = |extension, reader: Reader, found: &mut Vec<String>| {
            if let Some(value) = certificate.extension(extension)
                && reader(value.value, found).is_err()
            {
                found.clear();
                undecodable.push(extension);
            }
        };
        read(oid::SUBJECT_ALT_NAME, email_addresses, &mut claims.email_addresses);
        read(oid::CRL_DISTRIBUTION_POINTS, crl_addresses, &mut claims.crl_addresses);
        read(oid::AUTHORITY_INFO_ACCESS, ocsp_addresses, &mut claims.ocsp_addresses);
        claims.undecodable.extend(undecodable);
        match certificate.extension(oid::CERTIFICATE_POLICIES).map(policies) {
            None => {}
            Some(Ok(policies)) => claims.policies = policies,
            Some(Err(_)) => claims.undecodable.push(oid::CERTIFICATE_POLICIES),
        }
        claims
    }
}

/// The name that the standard gives an extended key usage.
pub(crate) fn usage_name(usage: ObjectIdentifier) -> Option<&'static str> {
    USAGE_NAMES.iter().find(|(known, _)| *known == usage).map(|(_, name)| *name)
}

/// `CertificatePolicies ::= SEQUENCE OF SEQUENCE { policyIdentifier, ... }` (4.2.1.4)
fn policies(extension: Extension<'_>) -> Result<Vec<String>, DerError> {
    let mut policies = Vec::new();
    for information in whole(extension.value, tag::SEQUENCE)?.reader().all()? {
        let policy = information.reader().expect(tag::OBJECT_IDENTIFIER)?;
        if !is_oid(policy.value) {
            return Err(policy.bad_value());
        }
        policies.push(oid_text(&policy));
    }
    Ok(policies)
}

type Reader = fn(&[u8], &mut Vec<String>) -> Result<(), DerError>;

/// `SubjectAltName ::= GeneralNames` (4.2.1.6)
fn email_addresses(value: &[u8], found: &mut Vec<String>) -> Result<(), DerError> {
    let names = whole(value, tag::SEQUENCE)?.reader().all()?;
    found.extend(names.iter().filter(|name| name.tag == RFC_822_NAME).map(text));
    Ok(())
}

/// `CRLDistributionPoints` (4.2.1.13): the addresses among their full names.
fn crl_addresses(value: &[u8], found: &mut Vec<String>) -> Result<(), DerError> {
    for point in whole(value, tag::SEQUENCE)?.reader().all()? {
        let Some(name) = point.reader().optional(tag::CONTEXT_0)? else { continue };
        let Some(full_name) = name.reader().optional(tag::CONTEXT_0)? else { continue };
        let names = full_name.reader().all()?;
        found.extend(names.iter().filter(|name| is_address(name)).map(text));
    }
    Ok(())
}

/// `AuthorityInfoAccessSyntax ::= SEQUENCE OF SEQUENCE { accessMethod, accessLocation }` (4.2.2.1)
fn ocsp_addresses(value: &[u8], found: &mut Vec<String>) -> Result<(), DerError> {
    for description in whole(value, tag::SEQUENCE)?.reader().all()? {
        let mut fields = description.reader();
        let method = read_oid(&fields.expect(tag::OBJECT_IDENTIFIER)?)?;
        let location = fields.any()?;
        fields.finish()?;
        if method == OCSP && is_address(&location) {
            found.push(text(&location));
        }
    }
    Ok(())
}

fn is_address(name: &Tlv<'_>) -> bool {
    name.tag == UNIFORM_RESOURCE_IDENTIFIER
}

/// `IA5String`: ASCII; anything else is shown in hexadecimal (threat WEB-19).
fn text(name: &Tlv<'_>) -> String {
    let ascii = core::str::from_utf8(name.value).ok().filter(|text| text.is_ascii());
    ascii.map_or_else(|| format!("#{}", hex(name.value)), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_says_where_and_what_for() {
        let expected = Claims {
            key_usage: vec!["digitalSignature", "nonRepudiation"],
            extended_key_usage: vec![oid::ADOBE_DOCUMENT_SIGNING],
            policies: vec!["2.999.19.2021.4.1".to_owned()],
            email_addresses: Vec::new(),
            crl_addresses: vec!["http://contoh.invalid/ca.crl".to_owned()],
            ocsp_addresses: vec!["http://contoh.invalid/ca/ocsp".to_owned()],
            undecodable: Vec::new(),
        };
        assert_eq!(Claims::of(&crate::pkix::demo_certificate("individual")), expected);
    }
}
