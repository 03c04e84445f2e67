//! Certificate revocation lists (RFC 5280 5.1) with every field chosen.

use super::certificate::time;
use super::der::{bits, element, generalized_time, integer, sequence, unsigned};
use super::digest::Digest;
use super::extension::{Extension, IssuingDistributionPoint, id};
use super::identity::Identity;

/// A list to be issued.
#[derive(Debug, Clone)]
pub struct Crl {
    /// Encoded version; empty for version 1.
    pub version: Vec<u8>,
    /// Encoded issuer name; the subject of whoever issues it where it is not given.
    pub issuer: Option<Vec<u8>>,
    /// thisUpdate.
    pub this_update: &'static str,
    /// nextUpdate.
    pub next_update: Option<&'static str>,
    /// Encoded entries, in this order.
    pub entries: Vec<Vec<u8>>,
    /// Whether revokedCertificates is written where there is no entry.
    pub has_empty_entries: bool,
    /// Encoded extensions; without any the field is left out.
    pub extensions: Vec<Vec<u8>>,
    /// With which digest it is signed.
    pub digest: Digest,
}

impl Crl {
    /// As a good CA writes it, and nobody revoked.
    #[must_use]
    pub fn new(this_update: &'static str, next_update: &'static str) -> Self {
        Self {
            version: integer(1),
            issuer: None,
            this_update,
            next_update: Some(next_update),
            entries: Vec::new(),
            has_empty_entries: false,
            extensions: vec![Extension::Plain.of(id::CRL_NUMBER, &element(0x02, &[0x7f, 0x00]))],
            digest: Digest::Sha256,
        }
    }

    /// With an entry for an encoded serial number: the date, and the reason (RFC 5280 5.3.1).
    #[must_use]
    pub fn revoking(self, serial_number: &[u8], date: &str, reason: u8) -> Self {
        self.entry(serial_number, date, &[reason_code(reason)])
    }

    /// With an entry and its encoded extensions.
    #[must_use]
    pub fn entry(mut self, serial_number: &[u8], date: &str, extensions: &[Vec<u8>]) -> Self {
        let extensions = match extensions {
            [] => Vec::new(),
            extensions => element(0x30, &extensions.concat()),
        };
        self.entries.push(sequence(&[serial_number, &time(date), &extensions]));
        self
    }

    /// With one more extension.
    #[must_use]
    pub fn with(mut self, extension: Vec<u8>) -> Self {
        self.extensions.push(extension);
        self
    }

    /// With this number (RFC 5280 5.2.3) instead of the one it has.
    #[must_use]
    pub fn numbered(mut self, number: u8) -> Self {
        self.extensions.remove(0);
        self.with(Extension::Plain.of(id::CRL_NUMBER, &integer(number)))
    }

    /// Of changes since the list of this number (RFC 5280 5.2.4).
    #[must_use]
    pub fn delta(self, base: u8) -> Self {
        self.with(Extension::Critical.of(id::DELTA_CRL_INDICATOR, &integer(base)))
    }

    /// Of this scope.
    #[must_use]
    pub fn scope(self, scope: &IssuingDistributionPoint) -> Self {
        self.with(scope.encode())
    }

    /// Its encoding, signed by the issuer.
    #[must_use]
    pub fn issue(&self, issuer: &Identity) -> Vec<u8> {
        let scheme = issuer.key.scheme(self.digest);
        let entries = match self.entries.as_slice() {
            [] if !self.has_empty_entries => Vec::new(),
            entries => element(0x30, &entries.concat()),
        };
        let extensions = match self.extensions.as_slice() {
            [] => Vec::new(),
            extensions => element(0xa0, &element(0x30, &extensions.concat())),
        };
        let to_be_signed = sequence(&[
            &self.version,
            &scheme.algorithm(),
            self.issuer.as_deref().unwrap_or_else(|| issuer.field(5)),
            &time(self.this_update),
            &self.next_update.map_or(Vec::new(), time),
            &entries,
            &extensions,
        ]);
        let signature = issuer.key.sign(&scheme, &to_be_signed);
        sequence(&[&to_be_signed, &scheme.algorithm(), &bits(&signature)])
    }
}

/// reasonCode of an entry (RFC 5280 5.3.1).
#[must_use]
pub fn reason_code(reason: u8) -> Vec<u8> {
    Extension::Plain.of(id::REASON_CODE, &element(0x0a, &[reason]))
}

/// invalidityDate of an entry (RFC 5280 5.3.2).
#[must_use]
pub fn invalidity_date(date: &str) -> Vec<u8> {
    Extension::Plain.of(id::INVALIDITY_DATE, &generalized_time(date))
}

/// certificateIssuer of an entry (RFC 5280 5.3.3), with an encoded name.
#[must_use]
pub fn certificate_issuer(name: &[u8]) -> Vec<u8> {
    let names = sequence(&[&element(0xa4, name)]);
    Extension::Critical.of(id::CERTIFICATE_ISSUER, &names)
}

/// The serial number of these digits as an entry has it.
#[must_use]
pub fn serial(digits: &[u8]) -> Vec<u8> {
    unsigned(digits)
}
