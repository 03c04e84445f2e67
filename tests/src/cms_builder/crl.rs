//! Certificate revocation lists (RFC 5280 5.1).

use super::certificate::{Extension, time};
use super::der::{bits, element, integer, sequence};
use super::digest::Digest;
use super::identity::Identity;

/// A list to be issued.
#[derive(Debug, Clone)]
pub struct Crl {
    /// thisUpdate.
    pub this_update: &'static str,
    /// nextUpdate.
    pub next_update: &'static str,
    /// Encoded serial numbers, with the date and the reason (RFC 5280 5.3.1).
    pub revoked: Vec<(Vec<u8>, &'static str, u8)>,
}

impl Crl {
    /// Its encoding, signed by the issuer.
    #[must_use]
    pub fn issue(&self, issuer: &Identity) -> Vec<u8> {
        let scheme = issuer.key.scheme(Digest::Sha256);
        let entries: Vec<u8> = self
            .revoked
            .iter()
            .flat_map(|(serial_number, date, reason)| {
                let reason = Extension::Plain.of("2.5.29.21", &element(0x0a, &[*reason]));
                sequence(&[serial_number, &time(date), &sequence(&[&reason])])
            })
            .collect();
        let entries = if entries.is_empty() { entries } else { element(0x30, &entries) };
        let number = Extension::Plain.of("2.5.29.20", &element(0x02, &[0x7f, 0x00]));
        let to_be_signed = sequence(&[
            &integer(1),
            &scheme.algorithm(),
            issuer.field(5),
            &time(self.this_update),
            &time(self.next_update),
            &entries,
            &element(0xa0, &sequence(&[&number])),
        ]);
        let signature = issuer.key.sign(&scheme, &to_be_signed);
        sequence(&[&to_be_signed, &scheme.algorithm(), &bits(&signature)])
    }
}
