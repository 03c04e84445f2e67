//! A revocation list for those who publish it (RFC 5280 5): the same reader that judges documents, with everything in the
//! list to be had, entry by entry and in place. What is done with a list is theirs.

use core::fmt;

use super::crl::{Checked, Crl, ISSUING_DISTRIBUTION_POINT};
use super::entry::{EntryExtensions, shortest};
use crate::der::{DerError, Reader, tag, whole};
use crate::pkix::{IssuingDistributionPoint, display_name};
use crate::time::UnixTime;

/// `CertificateList` (5.1) in DER as it stands; nothing is checked until [`standing`](Self::standing) is asked.
pub struct RevocationList<'a> {
    crl: Crl<'a>,
}

/// What a list is worth under a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListStanding {
    /// This key did not make its signature, or made it by an algorithm that does not count (threats REV-02, REV-03, REV-37).
    NotGenuine,
    /// Genuine, and nothing good follows from it (threat REV-09); what is in the way.
    Unusable(&'static str),
    /// Genuine, and only changes to another list (5.2.4; threat REV-14).
    Delta,
    /// Genuine, and of everything in its scope.
    Complete,
}

/// `IssuingDistributionPoint` (5.2.5), as far as it tells one list of an issuer from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// Addresses among the names of the point.
    pub uris: Vec<String>,
    /// Whether it is of everything that a point of these names covers: no kinds of certificates, no reasons, no other issuers.
    pub is_unlimited: bool,
}

/// One entry of `revokedCertificates`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RevokedEntry<'a> {
    /// Contents octets of the serial number, the shortest form.
    pub serial_number: &'a [u8],
    /// `revocationDate`
    pub revocation_date: UnixTime,
    /// The name of `CRLReason` (5.3.1), where it has one.
    pub reason: Option<&'static str>,
    /// `invalidityDate` (5.3.2)
    pub invalidity_date: Option<UnixTime>,
}

impl<'a> RevocationList<'a> {
    /// Reads a list in DER, and nothing after it.
    pub fn read(der: &'a [u8]) -> Result<Self, DerError> {
        Ok(Self { crl: Crl::read(der)? })
    }

    /// DER of the issuer's name.
    #[must_use]
    pub fn issuer(&self) -> &'a [u8] {
        self.crl.issuer
    }

    /// The same for readers.
    #[must_use]
    pub fn issuer_name(&self) -> String {
        display_name(self.crl.issuer)
    }

    /// `thisUpdate`
    #[must_use]
    pub const fn this_update(&self) -> UnixTime {
        self.crl.this_update
    }

    /// `nextUpdate`
    #[must_use]
    pub const fn next_update(&self) -> Option<UnixTime> {
        self.crl.next_update
    }

    /// The octets of `cRLNumber` (5.2.3), big-endian without leading zeros; `None` where there is none, or a negative one.
    #[must_use]
    pub fn number(&self) -> Option<&'a [u8]> {
        self.crl.number_digits()
    }

    /// `keyIdentifier` of the authority key identifier (5.2.1).
    #[must_use]
    pub fn key_identifier(&self) -> Option<&'a [u8]> {
        let identifier = whole(self.crl.authority_key_identifier()?, tag::SEQUENCE).ok()?;
        Some(identifier.reader().optional(tag::CONTEXT_0_PRIMITIVE).ok()??.value)
    }

    /// Its scope, where it says one that reads.
    #[must_use]
    pub fn scope(&self) -> Option<Scope> {
        let extension =
            self.crl.extensions.iter().find(|one| one.oid == ISSUING_DISTRIBUTION_POINT)?;
        IssuingDistributionPoint::uris(extension.value)
            .ok()
            .map(|(uris, is_unlimited)| Scope { uris, is_unlimited })
    }

    /// Whether its signature algorithm is one that counts, whoever made the signature (threat REV-37).
    #[must_use]
    pub fn is_signed_acceptably(&self) -> bool {
        self.crl.signature_scheme().is_ok()
    }

    /// What it is worth under this key (DER of a `SubjectPublicKeyInfo`).
    #[must_use]
    pub fn standing(&self, spki: &[u8]) -> ListStanding {
        match Checked::of(&self.crl, spki) {
            Checked::NotGenuine => ListStanding::NotGenuine,
            Checked::Unusable(why) => ListStanding::Unusable(why),
            Checked::Usable(checked) if checked.is_complete() => ListStanding::Complete,
            Checked::Usable(_) => ListStanding::Delta,
        }
    }

    /// The entries in the order of the list. After an error there is no more.
    #[must_use]
    pub fn entries(&self) -> RevokedEntries<'a> {
        RevokedEntries { rest: Reader::new(self.crl.entries) }
    }
}

impl fmt::Debug for RevocationList<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("RevocationList").finish_non_exhaustive()
    }
}

/// The entries of a list, one after the other.
#[derive(Debug, Clone)]
pub struct RevokedEntries<'a> {
    rest: Reader<'a>,
}

impl<'a> Iterator for RevokedEntries<'a> {
    type Item = Result<RevokedEntry<'a>, DerError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let entry = read_entry(&mut self.rest);
        if entry.is_err() {
            self.rest = Reader::new(&[]);
        }
        Some(entry)
    }
}

fn read_entry<'a>(entries: &mut Reader<'a>) -> Result<RevokedEntry<'a>, DerError> {
    let entry = entries.expect(tag::SEQUENCE)?;
    let mut fields = entry.reader();
    let serial = fields.expect(tag::INTEGER)?;
    let revocation_date = UnixTime::from_asn1(&fields.any()?)?;
    let extensions = match fields.optional(tag::SEQUENCE)? {
        None => EntryExtensions::default(),
        // An issuer of its own is another's certificate: no list of one issuer (5.3.3).
        Some(extensions) => EntryExtensions::read(&extensions, false)?,
    };
    fields.finish()?;
    Ok(RevokedEntry {
        serial_number: shortest(serial.value),
        revocation_date,
        reason: extensions.reason.map(super::CrlReason::name),
        invalidity_date: extensions.invalidity_date,
    })
}
