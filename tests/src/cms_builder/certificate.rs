//! Certificates (RFC 5280 4.1), issued with the profile of the demo PKI unless a vector says otherwise.

use super::der::{bits, element, generalized_time, integer, oid, sequence, utf8};
use super::digest::Digest;
use super::identity::Identity;

/// A certificate to be issued.
#[derive(Debug, Clone)]
pub struct Certificate {
    /// Contents octets of the serial number.
    pub serial_number: Vec<u8>,
    /// Encoded issuer name; that of the issuer's certificate where it is not given.
    pub issuer: Option<Vec<u8>>,
    /// Encoded subject name.
    pub subject: Vec<u8>,
    /// First and last moment, as `GeneralizedTime`; RFC 5280 4.1.2.5 would have `UTCTime` before 2050, which is written.
    pub validity: [&'static str; 2],
    /// Encoded extensions.
    pub extensions: Vec<Vec<u8>>,
}

/// An extension (RFC 5280 4.2).
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

const SUBJECT_KEY_IDENTIFIER: &str = "2.5.29.14";
const KEY_USAGE: &str = "2.5.29.15";
const BASIC_CONSTRAINTS: &str = "2.5.29.19";
const CRL_DISTRIBUTION_POINTS: &str = "2.5.29.31";
const EXTENDED_KEY_USAGE: &str = "2.5.29.37";

/// keyUsage with these bits of its first octet.
#[must_use]
pub fn key_usage(octet: u8) -> Vec<u8> {
    let unused = u8::try_from(octet.trailing_zeros()).unwrap();
    Extension::Critical.of(KEY_USAGE, &element(0x03, &[unused, octet]))
}

impl Certificate {
    /// A person's, for signing documents.
    #[must_use]
    pub fn person(common_name: &str, serial_number: u8) -> Self {
        Self::end_entity(common_name, serial_number)
            .extended_key_usage(Extension::Critical, &["1.2.840.113583.1.1.5"])
    }

    /// A time-stamp authority's (RFC 3161 2.3).
    #[must_use]
    pub fn time_stamp_authority(common_name: &str, serial_number: u8) -> Self {
        Self::end_entity(common_name, serial_number)
            .extended_key_usage(Extension::Critical, &["1.3.6.1.5.5.7.3.8"])
    }

    /// An end entity's, good for nothing in particular.
    #[must_use]
    pub fn end_entity(common_name: &str, serial_number: u8) -> Self {
        Self {
            serial_number: vec![0x7a, serial_number],
            issuer: None,
            subject: name(common_name),
            validity: ["20250106000000Z", "20400105235959Z"],
            extensions: vec![
                Extension::Critical.of(BASIC_CONSTRAINTS, &sequence(&[])),
                // digitalSignature, nonRepudiation.
                key_usage(0xc0),
                Extension::Plain.of(
                    CRL_DISTRIBUTION_POINTS,
                    &distribution_point("http://contoh.invalid/ca.crl"),
                ),
            ],
        }
    }

    /// A CA's.
    #[must_use]
    pub fn authority(common_name: &str, serial_number: u8) -> Self {
        let mut certificate = Self::end_entity(common_name, serial_number);
        certificate.extensions = vec![
            Extension::Critical.of(BASIC_CONSTRAINTS, &sequence(&[&element(0x01, &[0xff])])),
            // digitalSignature, keyCertSign, cRLSign.
            key_usage(0x86),
        ];
        certificate
    }

    /// With an extended key usage.
    #[must_use]
    pub fn extended_key_usage(mut self, extension: Extension, purposes: &[&str]) -> Self {
        let purposes: Vec<u8> = purposes.iter().flat_map(|purpose| oid(purpose)).collect();
        self.extensions.push(extension.of(EXTENDED_KEY_USAGE, &element(0x30, &purposes)));
        self
    }

    /// With a subject key identifier.
    #[must_use]
    pub fn subject_key_identifier(mut self, identifier: &[u8]) -> Self {
        self.extensions
            .push(Extension::Plain.of(SUBJECT_KEY_IDENTIFIER, &element(0x04, identifier)));
        self
    }

    /// Valid between these moments.
    #[must_use]
    pub const fn valid(mut self, from: &'static str, until: &'static str) -> Self {
        self.validity = [from, until];
        self
    }

    /// Its encoding for a key, signed by an issuer.
    #[must_use]
    pub fn issue(&self, spki: &[u8], issuer: &Identity) -> Vec<u8> {
        let scheme = issuer.key.scheme(Digest::Sha256);
        let algorithm = scheme.algorithm();
        let issuer_name = self.issuer.clone().unwrap_or_else(|| issuer.field(5).to_vec());
        let to_be_signed = self.to_be_signed(&algorithm, &issuer_name, spki);
        let signature = issuer.key.sign(&scheme, &to_be_signed);
        sequence(&[&to_be_signed, &algorithm, &bits(&signature)])
    }

    /// Its encoding under an issuer's name with a signature of nobody's: for many of them at once.
    #[must_use]
    pub fn unsigned(&self, spki: &[u8], issuer: &Identity) -> Vec<u8> {
        let algorithm = issuer.key.scheme(Digest::Sha256).algorithm();
        let to_be_signed = self.to_be_signed(&algorithm, issuer.field(5), spki);
        sequence(&[&to_be_signed, &algorithm, &bits(&[0; 64])])
    }

    /// Its encoding, signed by its own key under its own name.
    #[must_use]
    pub fn self_signed(&self, key: super::Key) -> Identity {
        let scheme = key.scheme(Digest::Sha256);
        let algorithm = scheme.algorithm();
        let to_be_signed = self.to_be_signed(&algorithm, &self.subject, &key.spki());
        let signature = key.sign(&scheme, &to_be_signed);
        let certificate = sequence(&[&to_be_signed, &algorithm, &bits(&signature)]);
        Identity { issuer_certificate: certificate.clone(), certificate, key }
    }

    fn to_be_signed(&self, algorithm: &[u8], issuer: &[u8], spki: &[u8]) -> Vec<u8> {
        let [from, until] = self.validity.map(time);
        sequence(&[
            &element(0xa0, &integer(2)),
            &element(0x02, &self.serial_number),
            algorithm,
            issuer,
            &sequence(&[&from, &until]),
            &self.subject,
            spki,
            &element(0xa3, &element(0x30, &self.extensions.concat())),
        ])
    }
}

/// `CRLDistributionPoints` with one address (RFC 5280 4.2.1.13): the list of the demo CA is for certificates that name it.
fn distribution_point(address: &str) -> Vec<u8> {
    let name = element(0xa0, &element(0xa0, &element(0x86, address.as_bytes())));
    sequence(&[&sequence(&[&name])])
}

/// RFC 5280 4.1.2.5: `UTCTime` until 2049.
pub(super) fn time(text: &str) -> Vec<u8> {
    if text < "2050" { element(0x17, &text.as_bytes()[2..]) } else { generalized_time(text) }
}

/// A name with common name, organization and country.
#[must_use]
pub fn name(common_name: &str) -> Vec<u8> {
    let attribute =
        |dotted: &str, value: Vec<u8>| element(0x31, &sequence(&[&oid(dotted), &value]));
    sequence(&[
        &attribute("2.5.4.3", utf8(common_name)),
        &attribute("2.5.4.10", utf8("Pemerintah Kabupaten Contoh")),
        &attribute("2.5.4.6", element(0x13, b"ID")),
    ])
}
