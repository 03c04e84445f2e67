//! The readers of single structures, one door each, for the fuzz targets in `fuzz/`: whether the bytes read, and nothing more.
//! No verdict follows from any of them.

use crate::cms::{SignedData, TstInfo};
use crate::mail::{Limits, Mail};
use crate::note::Note;
use crate::pem;
use crate::pkix::Certificate;
use crate::revocation::{Crl, OcspResponse, RevocationIndex, Wanted};
use crate::tlog::Checkpoint;

/// `ContentInfo` with signed-data, in DER or BER (RFC 5652 3, 5.1), and everything that its signers carry.
#[must_use]
pub fn cms(bytes: &[u8]) -> bool {
    SignedData::read(bytes).is_ok_and(|(signed_data, _)| {
        signed_data.signer_infos.iter().for_each(|signer_info| drop(signer_info.carried()));
        signed_data.content_octets();
        true
    })
}

/// `TSTInfo` (RFC 3161 2.4.2).
#[must_use]
pub fn tst_info(bytes: &[u8]) -> bool {
    TstInfo::read(bytes).is_ok()
}

/// A certificate (RFC 5280 4.1), with the key and the names that it holds.
#[must_use]
pub fn certificate(bytes: &[u8]) -> bool {
    Certificate::read(bytes).is_ok_and(|certificate| {
        let _ = (certificate.public_key().is_ok(), certificate.display_subject());
        certificate.email_addresses();
        true
    })
}

/// A revocation list (RFC 5280 5.1), with a walk over its entries.
#[must_use]
pub fn crl(bytes: &[u8]) -> bool {
    Crl::read(bytes)
        .is_ok_and(|crl| crl.entry(Wanted { serial_number: &[1], issuer: None }).is_ok())
}

/// The head of an index of a list, with the shards after it, each of which is checked.
#[must_use]
pub fn revocation_index(bytes: &[u8]) -> bool {
    let end = bytes.iter().position(|octet| *octet == b'\n').unwrap_or(bytes.len());
    let (head, shards) = bytes.split_at_checked(end).unwrap_or_default();
    let shards = shards.get(1..).unwrap_or_default().to_vec();
    RevocationIndex::read(head, shards).is_ok_and(|index| index.check().is_ok())
}

/// An OCSP response (RFC 6960 4.2.1).
#[must_use]
pub fn ocsp_response(bytes: &[u8]) -> bool {
    OcspResponse::read(bytes).is_ok_and(|response| response.summary().get("status").is_some())
}

/// A message of e-mail (RFC 5322, RFC 8551).
#[must_use]
pub fn mail(bytes: &[u8]) -> bool {
    Mail::read(bytes, &Limits::DEFAULT).is_ok()
}

/// PEM (RFC 7468).
#[must_use]
pub fn pem(bytes: &[u8]) -> bool {
    pem::read(bytes).is_ok()
}

/// A signed note and the checkpoint in it (C2SP signed-note, tlog-checkpoint).
#[must_use]
pub fn checkpoint(bytes: &[u8]) -> bool {
    Note::parse(bytes).is_ok_and(|note| Checkpoint::parse(note.unverified_text()).is_ok())
}
