//! Certificates (RFC 5280 4.1), issued with the profile of the demo PKI unless a vector says otherwise.

use super::der::{bits, children, element, generalized_time, integer, oid, sequence, utf8};
use super::digest::Digest;
use super::extension::{self, Extension, id, key_usage};
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
    /// These encodings instead of it.
    pub encoded_validity: Option<[Vec<u8>; 2]>,
    /// Encoded extensions; without any the field is left out.
    pub extensions: Vec<Vec<u8>>,
    /// Encoded `[0] version`; empty for version 1.
    pub version: Vec<u8>,
    /// With which digest it is signed.
    pub digest: Digest,
    /// This algorithm in `tbsCertificate` instead of the one outside.
    pub inner_algorithm: Option<Vec<u8>>,
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
            encoded_validity: None,
            version: element(0xa0, &integer(2)),
            digest: Digest::Sha256,
            inner_algorithm: None,
            extensions: vec![
                Extension::Critical.of(id::BASIC_CONSTRAINTS, &sequence(&[])),
                // digitalSignature, nonRepudiation.
                key_usage(0xc0),
                extension::crl_distribution_points(&[distribution_point(
                    "http://contoh.invalid/ca.crl",
                )]),
            ],
        }
    }

    /// A CA's.
    #[must_use]
    pub fn authority(common_name: &str, serial_number: u8) -> Self {
        let mut certificate = Self::end_entity(common_name, serial_number);
        certificate.extensions = vec![
            extension::authority_constraints(&[]),
            // digitalSignature, keyCertSign, cRLSign.
            key_usage(0x86),
        ];
        certificate
    }

    /// With an extended key usage.
    #[must_use]
    pub fn extended_key_usage(mut self, extension: Extension, purposes: &[&str]) -> Self {
        let purposes: Vec<u8> = purposes.iter().flat_map(|purpose| oid(purpose)).collect();
        self.extensions.push(extension.of(id::EXTENDED_KEY_USAGE, &element(0x30, &purposes)));
        self
    }

    /// With a subject key identifier.
    #[must_use]
    pub fn subject_key_identifier(self, identifier: &[u8]) -> Self {
        self.with(extension::subject_key_identifier(identifier))
    }

    /// With one more extension.
    #[must_use]
    pub fn with(mut self, extension: Vec<u8>) -> Self {
        self.extensions.push(extension);
        self
    }

    /// Without the extensions of this kind.
    #[must_use]
    pub fn without(mut self, dotted: &str) -> Self {
        self.extensions.retain(|extension| children(extension)[0] != oid(dotted));
        self
    }

    /// With this extension instead of those of its kind.
    #[must_use]
    pub fn replacing(mut self, extension: Vec<u8>) -> Self {
        let kind = children(&extension)[0].to_vec();
        self.extensions.retain(|known| children(known)[0] != kind);
        self.with(extension)
    }

    /// For another subject, encoded.
    #[must_use]
    pub fn named(mut self, subject: Vec<u8>) -> Self {
        self.subject = subject;
        self
    }

    /// With these contents octets of the serial number.
    #[must_use]
    pub fn numbered(mut self, serial_number: &[u8]) -> Self {
        self.serial_number = serial_number.to_vec();
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
        let scheme = issuer.key.scheme(self.digest);
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
        let scheme = key.scheme(self.digest);
        let algorithm = scheme.algorithm();
        let to_be_signed = self.to_be_signed(&algorithm, &self.subject, &key.spki());
        let signature = key.sign(&scheme, &to_be_signed);
        let certificate = sequence(&[&to_be_signed, &algorithm, &bits(&signature)]);
        Identity { issuer_certificate: certificate.clone(), certificate, key }
    }

    fn to_be_signed(&self, algorithm: &[u8], issuer: &[u8], spki: &[u8]) -> Vec<u8> {
        let [from, until] = self.encoded_validity.clone().unwrap_or(self.validity.map(time));
        let extensions = match self.extensions.as_slice() {
            [] => Vec::new(),
            extensions => element(0xa3, &element(0x30, &extensions.concat())),
        };
        sequence(&[
            &self.version,
            &element(0x02, &self.serial_number),
            self.inner_algorithm.as_deref().unwrap_or(algorithm),
            issuer,
            &sequence(&[&from, &until]),
            &self.subject,
            spki,
            &extensions,
        ])
    }
}

/// A `DistributionPoint` with one address (RFC 5280 4.2.1.13): the list of the demo CA is for certificates that name it.
fn distribution_point(address: &str) -> Vec<u8> {
    let address = element(0x86, address.as_bytes());
    extension::distribution_point(&extension::full_name(&[address]), None, &[])
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
