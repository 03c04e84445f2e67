//! A hierarchy of the vectors' own, and a document that is signed under it: anchor, CA, person, each with a key that is
//! derived from a word, and the lists that say that nobody is revoked. A vector replaces what it attacks.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a generator of test files stops at the first surprise"
)]

mod case;
mod expected;

pub use case::Case;
pub use expected::Expected;

use crate::cms_builder::general_name::{distinguished_name, rdn};
use crate::cms_builder::{Certificate, Crl, Extension, Identity, Key, oid};

/// What the document says.
pub const TEXT: &[u8] = b"Bantuan disetujui sebesar Rp15.000.000,00\n";
/// When the demo authority stamps, where a vector has no time of its own to prove.
pub const STAMPED: &str = "20260203012422Z";
/// A day before the moment of all vectors, 2026-11-23T08:00:00Z, and a week after it: a list that is current.
pub const CURRENT: [&str; 2] = ["20261122000000Z", "20261130000000Z"];

/// Common name of the anchor.
pub const ANCHOR: &str = "Akar Contoh";
/// Common name of the CA.
pub const CA: &str = "Penerbit Contoh";
/// Common name of the person.
pub const PERSON: &str = "Contoh Penandatangan";

/// An anchor with this common name and the key of this word.
#[must_use]
pub fn anchor_of(common_name: &str, word: &str) -> Identity {
    Certificate::authority(common_name, 1)
        .valid("20200101000000Z", "20560101000000Z")
        .self_signed(Key::p256(word))
}

/// The anchor of most vectors.
#[must_use]
pub fn anchor() -> Identity {
    anchor_of(ANCHOR, "akar contoh")
}

/// The certificate of the CA before it is issued.
#[must_use]
pub fn ca_certificate() -> Certificate {
    Certificate::authority(CA, 2).valid("20200101000000Z", "20500101000000Z")
}

/// The certificate of the person before it is issued.
#[must_use]
pub fn person_certificate() -> Certificate {
    Certificate::person(PERSON, 3)
}

/// The CA with this certificate under an anchor.
#[must_use]
pub fn ca_under(anchor: &Identity, certificate: &Certificate) -> Identity {
    Identity::issued_by(anchor, certificate, Key::p256("penerbit contoh"))
}

/// The person with this certificate under a CA.
#[must_use]
pub fn person_under(ca: &Identity, certificate: &Certificate) -> Identity {
    Identity::issued_by(ca, certificate, Key::p256("contoh penandatangan"))
}

/// Others of the CA's name that no anchor leads to, each with a key of its own.
#[must_use]
pub fn decoys(count: usize) -> Vec<Identity> {
    let stranger = anchor_of(ANCHOR, "akar palsu");
    (0..count)
        .map(|number| {
            let key = Key::p256(&format!("umpan {number}"));
            let certificate = ca_certificate().unsigned(&key.spki(), &stranger);
            Identity { issuer_certificate: stranger.certificate.clone(), certificate, key }
        })
        .collect()
}

/// `C`, `O`, `CN`: the order in which subtrees of names make sense.
#[must_use]
pub fn agency_name(organization: &str, common_name: &str) -> Vec<u8> {
    distinguished_name(&[
        rdn("2.5.4.6", "ID"),
        rdn("2.5.4.10", organization),
        rdn("2.5.4.3", common_name),
    ])
}

/// An extension that nobody knows.
#[must_use]
pub fn unknown_extension(extension: Extension) -> Vec<u8> {
    extension.of(oid::EXAMPLE, &[0x05, 0x00])
}

/// An empty list that is current.
#[must_use]
pub fn current_list() -> Crl {
    Crl::new(CURRENT[0], CURRENT[1])
}
