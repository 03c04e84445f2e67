//! Who signs: a certificate, its issuers, and its key. Those of the demo PKI (`trust/demo`) are worthless on purpose; others
//! are issued here with the demo CA's key.

use base64ct::{Base64, Encoding as _};

use super::certificate::Certificate;
use super::der::{children, sequence};
use super::digest::Digest;
use super::key::Key;
use crate::workspace;

/// A certificate and its key.
#[derive(Debug, Clone)]
pub struct Identity {
    /// In DER.
    pub certificate: Vec<u8>,
    /// Of the CA that issued it.
    pub issuer_certificate: Vec<u8>,
    /// The private key.
    pub key: Key,
}

impl Identity {
    /// By the name of its files in `trust/demo`.
    #[must_use]
    pub fn of_demo_pki(name: &str) -> Self {
        Self {
            certificate: pem(&format!("trust/demo/certificates/{name}.pem")),
            issuer_certificate: pem("trust/demo/certificates/ca.pem"),
            key: Key::read(&pem(&format!("trust/demo/keys/{name}.pem"))),
        }
    }

    /// The signature of a person.
    #[must_use]
    pub fn person() -> Self {
        Self::of_demo_pki("individual-p256")
    }

    /// The signature of another one.
    #[must_use]
    pub fn other_person() -> Self {
        Self::of_demo_pki("position")
    }

    /// The demo PKI's issuing CA.
    #[must_use]
    pub fn demo_ca() -> Self {
        Self {
            issuer_certificate: pem("trust/demo/certificates/root.pem"),
            ..Self::of_demo_pki("ca")
        }
    }

    /// The demo PKI's time-stamp authority.
    #[must_use]
    pub fn time_stamp_authority() -> Self {
        Self::of_demo_pki("tsa")
    }

    /// Whom the demo CA gives this certificate for this key.
    #[must_use]
    pub fn issued(certificate: &Certificate, key: Key) -> Self {
        Self::issued_by(&Self::demo_ca(), certificate, key)
    }

    /// Whom this CA gives this certificate for this key.
    #[must_use]
    pub fn issued_by(issuer: &Self, certificate: &Certificate, key: Key) -> Self {
        Self {
            certificate: certificate.issue(&key.spki(), issuer),
            issuer_certificate: issuer.certificate.clone(),
            key,
        }
    }

    pub(crate) fn signature(&self, digest: Digest, message: &[u8]) -> Vec<u8> {
        self.key.sign(&self.key.scheme(digest), message)
    }

    pub(crate) fn signature_algorithm(&self, digest: Digest) -> Vec<u8> {
        self.key.scheme(digest).algorithm()
    }

    /// A field of `tbsCertificate`: 1 serialNumber, 3 issuer, 5 subject.
    #[must_use]
    pub fn field(&self, at: usize) -> &[u8] {
        let fields = children(children(&self.certificate)[0]);
        // Version 1 is left out.
        let left_out = usize::from(fields[0][0] != 0xa0);
        fields[at - left_out]
    }

    /// `IssuerAndSerialNumber`, from the certificate: `[0] version, serialNumber, signature, issuer, ...`.
    #[must_use]
    pub fn issuer_and_serial_number(&self) -> Vec<u8> {
        sequence(&[self.field(3), self.field(1)])
    }
}

/// The bytes inside the first PEM block of a file of the workspace.
pub(super) fn pem(file: &str) -> Vec<u8> {
    let text = std::fs::read_to_string(workspace().join(file)).unwrap();
    let lines = text.lines().skip_while(|line| !line.starts_with("-----BEGIN")).skip(1);
    let body: String = lines.take_while(|line| !line.starts_with("-----END")).collect();
    Base64::decode_vec(&body).unwrap()
}
