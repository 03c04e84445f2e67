//! A certificate (RFC 5280 4.1) as facts: what an entry of the registry holds of it, each part as the bytes stand in the file
//! and never encoded anew, and what has to be known before one is registered.

use crate::digest;
use crate::verify::visible;
use der::asn1::{Any, AnyRef, PrintableStringRef, TeletexStringRef, Utf8StringRef};
use der::oid::AssociatedOid;
use der::{DateTime, Decode, Encode, Reader, SliceReader, Tag, TagNumber};
use verifier::algorithms::{AlgorithmObjection, Primitive, verify_signature};
use verifier::time::UnixTime;
use x509_cert::Certificate;
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectKeyIdentifier,
};
use x509_cert::name::Name;

/// A certificate is some kilobytes; what is larger is another kind of file, and need not be read.
pub const LARGEST: usize = 256 * 1024;

/// A certificate, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateFile {
    /// The certificate in DER.
    pub der: Vec<u8>,
    /// SHA-256 of it, lower-case hexadecimal.
    pub sha256: String,
    /// The common name, or the whole name where there is none; made visible.
    pub name: String,
    /// DER of the subject's Name.
    pub subject: Vec<u8>,
    /// DER of the issuer's Name.
    pub issuer: Vec<u8>,
    /// The issuer's Name for reading.
    pub issuer_name: String,
    /// DER of the `SubjectPublicKeyInfo`.
    pub spki: Vec<u8>,
    /// The serial number in lower-case hexadecimal, without a sign byte.
    pub serial: String,
    /// notBefore
    pub not_before: DateTime,
    /// notAfter
    pub not_after: DateTime,
    tbs: Vec<u8>,
    signature_algorithm: Vec<u8>,
    signature: Vec<u8>,
    decoded: Certificate,
}

/// Why a file is no certificate.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub enum CertificateError {
    /// Something that nobody should have been given.
    #[error(
        "expected one certificate, found a private key. Nothing was read of it; give it to nobody"
    )]
    PrivateKey,
    /// Several, or none.
    #[error("expected one certificate in DER or PEM, found {found} in this PEM file")]
    NotOne {
        /// How many.
        found: usize,
    },
    /// Larger than any.
    #[error(
        "expected one certificate in DER or PEM, found a file of more than {LARGEST} bytes, which no certificate has"
    )]
    TooLarge,
    /// A serial number that RFC 5280 4.1.2.2 does not allow.
    #[error("expected a certificate with a positive serial number, found {found}")]
    BadSerial {
        /// Its octets.
        found: String,
    },
    /// Not a certificate.
    #[error("expected one certificate in DER or PEM, found something else: {source}")]
    Unreadable {
        /// Where reading stopped.
        source: der::Error,
    },
}

impl From<der::Error> for CertificateError {
    fn from(source: der::Error) -> Self {
        Self::Unreadable { source }
    }
}

/// What an extension says, and whether it has to be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked<T> {
    /// critical
    pub is_critical: bool,
    /// extnValue
    pub value: T,
}

impl CertificateFile {
    /// Reads one certificate in DER or PEM.
    pub fn read(bytes: &[u8]) -> Result<Self, CertificateError> {
        if bytes.len() > LARGEST {
            return Err(CertificateError::TooLarge);
        }
        let der = der_of(bytes)?;
        let decoded = Certificate::from_der(&der)?;
        let parts = Parts::read(&der)?;
        let validity = decoded.tbs_certificate().validity();
        Ok(Self {
            sha256: digest::sha256(&der),
            name: visible(&common_name(decoded.tbs_certificate().subject())),
            subject: parts.subject.to_vec(),
            issuer: parts.issuer.to_vec(),
            issuer_name: visible(&decoded.tbs_certificate().issuer().to_string()),
            spki: parts.spki.to_vec(),
            serial: serial(parts.serial)?,
            not_before: validity.not_before.to_date_time(),
            not_after: validity.not_after.to_date_time(),
            tbs: parts.tbs.to_vec(),
            signature_algorithm: parts.signature_algorithm.to_vec(),
            signature: parts.signature.to_vec(),
            decoded,
            der,
        })
    }

    /// Whether the owner of this key signed it, and whether the policy accepts such a signature at a moment.
    pub fn signed_by(&self, spki: &[u8], at: UnixTime) -> Result<Primitive, AlgorithmObjection> {
        verify_signature(spki, &self.signature_algorithm, &self.tbs, &self.signature, at)
    }

    /// Its subject is its issuer.
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        self.subject == self.issuer
    }

    /// subjectKeyIdentifier (RFC 5280 4.2.1.2), lower-case hexadecimal.
    pub fn ski(&self) -> der::Result<Option<String>> {
        let found = self.extension::<SubjectKeyIdentifier>()?;
        Ok(found.map(|found| digest::hex(found.value.0.as_bytes())))
    }

    /// RFC 7093 2 (1): the leftmost 160 bits of the SHA-256 of the key, for a certificate that names none.
    #[must_use]
    pub fn made_up_ski(&self) -> String {
        let key = self.decoded.tbs_certificate().subject_public_key_info();
        let digest = digest::sha256(key.subject_public_key.raw_bytes());
        digest.get(..40).unwrap_or_default().to_owned()
    }

    /// The keyIdentifier of authorityKeyIdentifier (RFC 5280 4.2.1.1), lower-case hexadecimal.
    pub fn authority_key(&self) -> der::Result<Option<String>> {
        let found = self.extension::<AuthorityKeyIdentifier>()?;
        let key = found.and_then(|found| found.value.key_identifier);
        Ok(key.map(|key| digest::hex(key.as_bytes())))
    }

    /// basicConstraints (RFC 5280 4.2.1.9)
    pub fn basic_constraints(&self) -> der::Result<Option<Marked<BasicConstraints>>> {
        self.extension()
    }

    /// keyUsage (RFC 5280 4.2.1.3)
    pub fn key_usage(&self) -> der::Result<Option<Marked<KeyUsage>>> {
        self.extension()
    }

    /// extKeyUsage (RFC 5280 4.2.1.12)
    pub fn extended_key_usage(&self) -> der::Result<Option<Marked<ExtendedKeyUsage>>> {
        self.extension()
    }

    fn extension<T>(&self) -> der::Result<Option<Marked<T>>>
    where
        T: for<'a> Decode<'a, Error = der::Error> + AssociatedOid,
    {
        let found = self.decoded.tbs_certificate().get_extension::<T>()?;
        Ok(found.map(|(is_critical, value)| Marked { is_critical, value }))
    }
}

fn der_of(bytes: &[u8]) -> Result<Vec<u8>, CertificateError> {
    const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
    const END: &str = "-----END CERTIFICATE-----";
    let Ok(text) = std::str::from_utf8(bytes) else { return Ok(bytes.to_vec()) };
    if !text.contains("-----BEGIN ") {
        return Ok(bytes.to_vec());
    }
    if text.contains("PRIVATE KEY-----") {
        return Err(CertificateError::PrivateKey);
    }
    // openssl writes what the certificate says in front of it.
    let (_, block) = text.split_once(BEGIN).ok_or(CertificateError::NotOne { found: 0 })?;
    let found = text.matches(BEGIN).count();
    if found != 1 {
        return Err(CertificateError::NotOne { found });
    }
    let (block, _) = block.split_once(END).ok_or(CertificateError::NotOne { found: 0 })?;
    let block = format!("{BEGIN}{block}{END}\n");
    let (_, der) = der::pem::decode_vec(block.as_bytes()).map_err(der::Error::from)?;
    Ok(der)
}

/// The parts of a certificate, as they stand.
struct Parts<'a> {
    tbs: &'a [u8],
    serial: &'a [u8],
    issuer: &'a [u8],
    subject: &'a [u8],
    spki: &'a [u8],
    signature_algorithm: &'a [u8],
    signature: &'a [u8],
}

impl<'a> Parts<'a> {
    fn read(certificate: &'a [u8]) -> der::Result<Self> {
        let mut fields = SliceReader::new(AnyRef::from_der(certificate)?.value())?;
        let tbs = fields.tlv_bytes()?;
        let signature_algorithm = fields.tlv_bytes()?;
        // The first octet of a BIT STRING says how many bits of the last one count.
        let signature = AnyRef::from_der(fields.tlv_bytes()?)?.value().get(1..).unwrap_or_default();
        let mut fields = SliceReader::new(AnyRef::from_der(tbs)?.value())?;
        let version = Tag::ContextSpecific { constructed: true, number: TagNumber(0) };
        if Tag::peek(&fields)? == version {
            fields.tlv_bytes()?;
        }
        let serial = AnyRef::from_der(fields.tlv_bytes()?)?.value();
        fields.tlv_bytes()?;
        let issuer = fields.tlv_bytes()?;
        fields.tlv_bytes()?;
        let subject = fields.tlv_bytes()?;
        let spki = fields.tlv_bytes()?;
        Ok(Self { tbs, serial, issuer, subject, spki, signature_algorithm, signature })
    }
}

fn serial(octets: &[u8]) -> Result<String, CertificateError> {
    let unsigned = match octets {
        [0, rest @ ..] if !rest.is_empty() => rest,
        all => all,
    };
    let is_negative = octets.first().is_none_or(|first| *first >= 0x80);
    if is_negative || unsigned.len() > 20 || unsigned == [0] {
        return Err(CertificateError::BadSerial { found: digest::hex(octets) });
    }
    Ok(digest::hex(unsigned))
}

fn common_name(name: &Name) -> String {
    const COMMON_NAME: &str = "2.5.4.3";
    let attributes = name.iter_rdn().flat_map(|rdn| rdn.iter());
    let found = attributes
        .filter(|attribute| attribute.oid.to_string() == COMMON_NAME)
        .find_map(|attribute| text(&attribute.value));
    found.unwrap_or_else(|| name.to_string())
}

fn text(value: &Any) -> Option<String> {
    let der = value.to_der().ok()?;
    let utf8 = Utf8StringRef::from_der(&der).map(|text| text.as_str().to_owned());
    let printable = || PrintableStringRef::from_der(&der).map(|text| text.as_str().to_owned());
    let teletex = || TeletexStringRef::from_der(&der).map(|text| text.as_str().to_owned());
    utf8.or_else(|_| printable()).or_else(|_| teletex()).ok()
}
