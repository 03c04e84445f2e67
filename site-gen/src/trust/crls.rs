//! Certificate revocation lists as published files (RFC 5280 5.1): read just enough to know whose list it is, which one and
//! from when. Judging a list, its signature first of all, is the verifier's work.

use super::registry::{Entry, Registry, Role};
use crate::digest;
use der::pem::PemLabel;
use der::{DateTime, Decode, Encode};
use serde::Serialize;
use x509_cert::certificate::Raw;
use x509_cert::crl::CertificateList;
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::{AuthorityKeyIdentifier, CrlNumber};

/// A snapshot in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedCrl {
    /// The operator's file it was read from.
    pub file_name: String,
    /// The list, byte for byte; DER also when the file was PEM.
    pub der: Vec<u8>,
    /// The registry entry that issues it.
    pub issuer: String,
    /// That entry's subjectKeyIdentifier.
    pub issuer_ski: String,
    /// Of the DER, lower-case hexadecimal.
    pub sha256: String,
    /// thisUpdate
    pub this_update: DateTime,
    /// nextUpdate
    pub next_update: Option<DateTime>,
    /// crlNumber in decimal digits
    pub number: Option<String>,
}

/// Why a revocation list has no place here.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum CrlError {
    /// Not a list.
    #[error("{file}: not a certificate revocation list in DER or PEM: {source}")]
    NotACrl {
        /// The file.
        file: String,
        /// Where reading stopped.
        source: der::Error,
    },
    /// A list by someone who is not in the registry.
    #[error(
        "{file}: the issuer `{issuer}` is not in the registry, so nobody could check this list; registered issuers: {known}"
    )]
    UnknownIssuer {
        /// The file.
        file: String,
        /// The list's issuer.
        issuer: String,
        /// Those that are registered.
        known: String,
    },
    /// Several entries have that name, and the list does not say which key made it.
    #[error(
        "{file}: the issuer `{issuer}` could be any of {candidates}, and the list's authority key identifier names none of them"
    )]
    AmbiguousIssuer {
        /// The file.
        file: String,
        /// The list's issuer.
        issuer: String,
        /// The entries.
        candidates: String,
    },
}

impl PublishedCrl {
    /// `crl/<ski>/<number>-<first 16 digits of the digest>.crl`: never changes its content.
    #[must_use]
    pub fn path(&self) -> String {
        let number = self.number.as_deref().unwrap_or("0");
        format!(
            "crl/{}/{number}-{}.crl",
            self.issuer_ski,
            self.sha256.get(..16).unwrap_or_default()
        )
    }

    /// `crl/<ski>/latest.crl`: a copy of the newest.
    #[must_use]
    pub fn latest_path(&self) -> String {
        format!("crl/{}/latest.crl", self.issuer_ski)
    }

    /// Later lists compare greater: crlNumber first (RFC 5280 5.2.3), then thisUpdate.
    fn order(&self) -> (&str, usize, &str, DateTime, &str) {
        let number = self.number.as_deref().unwrap_or_default();
        (&self.issuer, number.len(), number, self.this_update, &self.sha256)
    }
}

/// Finds each list's issuer, drops exact copies, and sorts by issuer, oldest first.
pub fn place(
    registry: &Registry,
    files: Vec<(String, Vec<u8>)>,
) -> Result<Vec<PublishedCrl>, CrlError> {
    let mut crls: Vec<PublishedCrl> = Vec::new();
    for (file, bytes) in files {
        let crl = read(registry, file, bytes)?;
        if !crls.iter().any(|other| other.sha256 == crl.sha256) {
            crls.push(crl);
        }
    }
    crls.sort_by(|left, right| left.order().cmp(&right.order()));
    Ok(crls)
}

/// The newest list of each issuer.
pub fn latest(crls: &[PublishedCrl]) -> impl Iterator<Item = &PublishedCrl> {
    crls.iter().zip(crls.iter().skip(1).map(Some).chain([None])).filter_map(
        |(crl, next)| match next {
            Some(next) if next.issuer == crl.issuer => None,
            Some(_) | None => Some(crl),
        },
    )
}

/// One snapshot in the templates' `trust.crls`.
#[derive(Debug, Serialize)]
pub struct IndexEntry<'a> {
    issuer: &'a str,
    path: String,
    sha256: &'a str,
    size: usize,
    this_update: String,
    next_update: Option<String>,
    number: Option<&'a str>,
}

/// The value of `trust.crls`.
#[must_use]
pub fn index_entries(crls: &[PublishedCrl]) -> Vec<IndexEntry<'_>> {
    crls.iter()
        .map(|crl| IndexEntry {
            issuer: &crl.issuer,
            path: crl.path(),
            sha256: &crl.sha256,
            size: crl.der.len(),
            this_update: crl.this_update.to_string(),
            next_update: crl.next_update.map(|moment| moment.to_string()),
            number: crl.number.as_deref(),
        })
        .collect()
}

fn read(registry: &Registry, file: String, bytes: Vec<u8>) -> Result<PublishedCrl, CrlError> {
    let not_a_crl = |source| CrlError::NotACrl { file: file.clone(), source };
    let der = if bytes.starts_with(b"-----BEGIN ") {
        let (label, der) = der::pem::decode_vec(&bytes).map_err(|error| not_a_crl(error.into()))?;
        CertificateList::<Raw>::validate_pem_label(label)
            .map_err(|error| not_a_crl(error.into()))?;
        der
    } else {
        bytes
    };
    let list = CertificateList::<Raw>::from_der(&der).map_err(not_a_crl)?;
    let tbs = &list.tbs_cert_list;
    let name = tbs.issuer.to_der().map_err(not_a_crl)?;
    let extensions = tbs.crl_extensions.as_deref().unwrap_or_default();
    let key_id = extension::<AuthorityKeyIdentifier>(extensions)
        .map_err(not_a_crl)?
        .and_then(|identifier| identifier.key_identifier)
        .map(|key_id| digest::hex(key_id.as_bytes()));
    let number = extension::<CrlNumber>(extensions).map_err(not_a_crl)?;
    let issuer = issuer(registry, &file, &tbs.issuer.to_string(), &name, key_id.as_deref())?;
    Ok(PublishedCrl {
        issuer: issuer.id.clone(),
        issuer_ski: issuer.ski.clone(),
        sha256: digest::sha256(&der),
        this_update: tbs.this_update.to_date_time(),
        next_update: tbs.next_update.map(|time| time.to_date_time()),
        number: number.map(|CrlNumber(number)| decimal(number.as_bytes())),
        file_name: file,
        der,
    })
}

fn extension<'a, T>(extensions: &'a [Extension]) -> der::Result<Option<T>>
where
    T: Decode<'a, Error = der::Error> + der::oid::AssociatedOid,
{
    let found = extensions.iter().find(|extension| extension.extn_id == T::OID);
    found.map(|extension| T::from_der(extension.extn_value.as_bytes())).transpose()
}

/// The entry whose Name is the list's issuer, byte for byte. A time-stamp authority issues no lists.
fn issuer<'r>(
    registry: &'r Registry,
    file: &str,
    issuer: &str,
    name: &[u8],
    key_id: Option<&str>,
) -> Result<&'r Entry, CrlError> {
    let issuers = || registry.entries.iter().filter(|entry| entry.role != Role::TimeStampAuthority);
    let candidates: Vec<&Entry> = issuers().filter(|entry| entry.subject == name).collect();
    let by_key = candidates.iter().find(|entry| key_id == Some(entry.ski.as_str()));
    let names = |entries: &mut dyn Iterator<Item = &Entry>| {
        entries.map(|entry| entry.id.as_str()).collect::<Vec<_>>().join(", ")
    };
    match (by_key, candidates.as_slice()) {
        (Some(entry), _) => Ok(entry),
        // A list without the identifier, or with another form of it, still has a name that only one entry has.
        (None, [entry]) => Ok(entry),
        (None, []) => Err(CrlError::UnknownIssuer {
            file: file.to_owned(),
            issuer: issuer.to_owned(),
            known: names(&mut issuers()),
        }),
        (None, several) => Err(CrlError::AmbiguousIssuer {
            file: file.to_owned(),
            issuer: issuer.to_owned(),
            candidates: names(&mut several.iter().copied()),
        }),
    }
}

/// A big-endian number of any length in decimal digits (a crlNumber has up to 20 octets).
fn decimal(bytes: &[u8]) -> String {
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
}
