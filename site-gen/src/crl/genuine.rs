//! Whose list it is, and whether that issuer made it: everything that does not depend on the lists before it.

use super::refusal::{Found, Refusal};
use crate::digest;
use crate::trust::registry::{Entry, Registry, Role};
use der::Decode as _;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;
use verifier::{DerError, ListStanding, RevocationList};

/// Most bytes of a list: five times a list of a million entries, and what a small computer still holds twice.
pub const MAX_BYTES: usize = 256 << 20;

/// A complete list that a registered issuer made, of one of that issuer's addresses.
#[derive(Debug)]
pub struct Genuine<'a> {
    /// The list, byte for byte.
    pub der: &'a [u8],
    /// The same for reading.
    pub list: RevocationList<'a>,
    /// Who made it.
    pub issuer: &'a Entry,
    /// `<ski>` or `<ski>/<partition>`: the name of its series.
    pub folder: String,
    /// Of the DER, lower-case hexadecimal.
    pub sha256: String,
}

/// The DER in what came.
pub fn der(bytes: &[u8], limit: usize) -> Result<Cow<'_, [u8]>, Refusal> {
    if bytes.len() > limit {
        return Err(Refusal::TooLarge { limit, found: bytes.len() });
    }
    if !bytes.trim_ascii_start().starts_with(b"-----BEGIN ") {
        return Ok(Cow::Borrowed(bytes));
    }
    match der::pem::decode_vec(bytes.trim_ascii_start()) {
        Ok(("X509 CRL", der)) => Ok(Cow::Owned(der)),
        Ok(_) | Err(_) => Err(Refusal::NotAList(Found::OtherPem)),
    }
}

/// Checks DER against the registry (RFC 5280 6.3.3 (b) and (g), as far as no certificate is needed).
pub fn check<'a>(registry: &'a Registry, der: &'a [u8]) -> Result<Genuine<'a>, Refusal> {
    let list = RevocationList::read(der).map_err(|error| Refusal::NotAList(instead(der, error)))?;
    let issuer = issuer(registry, &list)?;
    match list.standing(&issuer.spki) {
        ListStanding::Complete => {}
        ListStanding::NotGenuine if !list.is_signed_acceptably() => {
            return Err(Refusal::WeakAlgorithm);
        }
        ListStanding::NotGenuine => return Err(Refusal::Signature { issuer: issuer.id.clone() }),
        ListStanding::Unusable(what) => return Err(Refusal::Unusable(what)),
        ListStanding::Delta => return Err(Refusal::Delta),
    }
    // RFC 5280 5.2.3: at most 20 octets. It becomes the name of a file.
    if list.number().is_some_and(|number| number.len() > MAX_NUMBER) {
        return Err(Refusal::Unusable("crl-number"));
    }
    let folder = match partition(issuer, &list)? {
        Some(partition) => format!("{}/{partition}", issuer.ski),
        None => issuer.ski.clone(),
    };
    Ok(Genuine { der, list, issuer, folder, sha256: digest::sha256(der) })
}

/// 20 octets and a sign.
const MAX_NUMBER: usize = 21;

impl Genuine<'_> {
    /// `cRLNumber` in decimal digits.
    #[must_use]
    pub fn number(&self) -> Option<String> {
        self.list.number().map(decimal)
    }

    /// `<number>-<first 16 digits of the digest>.crl`: never changes its content.
    #[must_use]
    pub fn file_name(&self) -> String {
        file_name(self.number().as_deref(), &self.sha256)
    }
}

/// The name of a list's file.
#[must_use]
pub fn file_name(number: Option<&str>, sha256: &str) -> String {
    format!("{}-{}.crl", number.unwrap_or("0"), sha256.get(..16).unwrap_or_default())
}

/// Whether an entry is of the demo PKI, whose lists have a folder of their own.
#[must_use]
pub fn is_of_demo(entry: &Entry) -> bool {
    Path::new(&entry.file).ends_with("demo/registry.toml")
}

/// The entry whose Name is the list's issuer, byte for byte. A time-stamp authority issues no lists.
fn issuer<'r>(registry: &'r Registry, list: &RevocationList<'_>) -> Result<&'r Entry, Refusal> {
    let issuers = || registry.entries.iter().filter(|entry| entry.role != Role::TimeStampAuthority);
    let candidates: Vec<&Entry> =
        issuers().filter(|entry| entry.subject == list.issuer()).collect();
    let key_id = list.key_identifier().map(digest::hex);
    let by_key = candidates.iter().find(|entry| key_id.as_ref() == Some(&entry.ski));
    let names = |entries: &mut dyn Iterator<Item = &Entry>| {
        entries.map(|entry| entry.id.as_str()).collect::<Vec<_>>().join(", ")
    };
    match (by_key, candidates.as_slice()) {
        (Some(entry), _) => Ok(entry),
        // A list without the identifier, or with another form of it, still has a name that only one entry has.
        (None, [entry]) => Ok(entry),
        (None, []) => {
            Err(Refusal::UnknownIssuer { issuer: list.issuer_name(), known: names(&mut issuers()) })
        }
        (None, several) => Err(Refusal::AmbiguousIssuer {
            issuer: list.issuer_name(),
            candidates: names(&mut several.iter().copied()),
        }),
    }
}

/// Which of the issuer's series it is of, by the address that it names itself (5.2.5): what it was fetched from proves nothing.
fn partition(issuer: &Entry, list: &RevocationList<'_>) -> Result<Option<String>, Refusal> {
    let scope = list.scope();
    if scope.as_ref().is_some_and(|scope| !scope.is_unlimited) {
        return Err(Refusal::Limited);
    }
    let named = scope.map(|scope| scope.uris).unwrap_or_default();
    let own = issuer.crl.iter().find(|address| named.contains(address));
    let needs_one = is_partitioned(issuer);
    match own {
        Some(address) => Ok(needs_one.then(|| partition_of(address))),
        // A list that names no address is of all that its issuer has, unless that is in several lists.
        None if named.is_empty() && !needs_one => Ok(None),
        None if issuer.crl.is_empty() => Ok(None),
        None => Err(Refusal::Point {
            expected: issuer.crl.join(" or "),
            found: if named.is_empty() { "no address".to_owned() } else { named.join(", ") },
        }),
    }
}

/// Whether an entry's addresses are of several lists, and not of one list at several hosts.
fn is_partitioned(issuer: &Entry) -> bool {
    issuer.crl.iter().map(|address| partition_of(address)).collect::<BTreeSet<_>>().len() > 1
}

/// The name of the series at an address: its last segment without the ending.
fn partition_of(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let segment = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    slug::slugify(segment.strip_suffix(".crl").unwrap_or(segment))
}

/// The series that an address of an entry is of.
#[must_use]
pub fn folder_of(issuer: &Entry, address: &str) -> String {
    if is_partitioned(issuer) {
        format!("{}/{}", issuer.ski, partition_of(address))
    } else {
        issuer.ski.clone()
    }
}

/// What bytes are that are no list.
fn instead(bytes: &[u8], error: DerError) -> Found {
    let start = bytes.trim_ascii_start();
    let looks = |tag: &str| {
        start.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag.as_bytes()))
    };
    if start.is_empty() {
        Found::Nothing
    } else if ["<!doctype", "<html", "<head", "<body", "<?xml", "<!--"].into_iter().any(looks) {
        Found::Html
    } else if let Some(expected) = length(bytes).filter(|expected| *expected > bytes.len()) {
        Found::Truncated { expected, found: bytes.len() }
    } else if x509_cert::Certificate::from_der(bytes).is_ok() {
        Found::Certificate
    } else if is_ocsp_response(bytes) {
        Found::OcspResponse
    } else {
        Found::Other(error)
    }
}

/// How many bytes the outermost SEQUENCE has by its own account.
fn length(bytes: &[u8]) -> Option<usize> {
    let (first, rest) = bytes.strip_prefix(&[0x30])?.split_first()?;
    if *first < 0x80 {
        return usize::from(*first).checked_add(2);
    }
    let count = usize::from(first & 0x7f);
    let digits = rest.get(..count).filter(|digits| (1..=4).contains(&digits.len()))?;
    let length = digits.iter().try_fold(0_usize, |length, digit| {
        length.checked_mul(256)?.checked_add(usize::from(*digit))
    })?;
    length.checked_add(count)?.checked_add(2)
}

/// RFC 6960 4.2.1: a SEQUENCE that starts with an ENUMERATED.
fn is_ocsp_response(bytes: &[u8]) -> bool {
    let header = match bytes {
        [0x30, length, ..] if *length >= 0x80 => usize::from(length & 0x7f).saturating_add(2),
        _ => 2,
    };
    bytes.get(header..).is_some_and(|inside| inside.starts_with(&[0x0a, 0x01]))
}

/// A big-endian number of any length in decimal digits (a crlNumber has up to 20 octets).
#[must_use]
pub fn decimal(bytes: &[u8]) -> String {
    // Little-endian digits; each step multiplies by 256 and adds a byte.
    let mut digits: Vec<u8> = vec![0];
    for byte in bytes {
        let mut carry = u32::from(*byte);
        for digit in &mut digits {
            let value = u32::from(*digit).saturating_mul(256).saturating_add(carry);
            *digit = u8::try_from(value.checked_rem(10).unwrap_or_default()).unwrap_or_default();
            carry = value.checked_div(10).unwrap_or_default();
        }
        while carry > 0 {
            digits
                .push(u8::try_from(carry.checked_rem(10).unwrap_or_default()).unwrap_or_default());
            carry = carry.checked_div(10).unwrap_or_default();
        }
    }
    digits.iter().rev().map(ToString::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crl_numbers_of_any_length_are_decimal() {
        for (bytes, expected) in [
            (&[0_u8][..], "0"),
            (&[18], "18"),
            (&[0x66, 0xd3], "26323"),
            (&[0xff; 20], "1461501637330902918203684832716283019655932542975"),
        ] {
            assert_eq!(decimal(bytes), expected);
        }
    }

    #[test]
    fn what_came_instead_of_a_list_has_a_name() {
        let error = DerError::Truncated { at: 0 };
        for (bytes, expected) in [
            (&b""[..], Found::Nothing),
            (b" \n", Found::Nothing),
            (b"\n<!DOCTYPE html><html>", Found::Html),
            (&[0x30, 0x82, 0x04, 0x00, 0x30], Found::Truncated { expected: 1028, found: 5 }),
            (&[0x30, 0x03, 0x0a, 0x01, 0x06], Found::OcspResponse),
            (&[0x30, 0x03, 0x02, 0x01, 0x06], Found::Other(error)),
        ] {
            assert_eq!(instead(bytes, error), expected, "{bytes:?}");
        }
    }

    #[test]
    fn the_name_of_a_series_is_the_last_segment_of_its_address() {
        for (address, expected) in [
            ("https://va.bsre.go.id/bsrecadsg1.crl", "bsrecadsg1"),
            ("http://ca.example/crl/Part%207.crl?x=1", "part-207"),
            ("http://ca.example/a/b/", "b"),
        ] {
            assert_eq!(partition_of(address), expected);
        }
    }
}
