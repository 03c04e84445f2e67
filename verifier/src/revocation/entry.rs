//! Entries of a list (RFC 5280 5.3), looked for in place: the list is walked once for each serial number, and nothing of it
//! is copied, so that a million entries cost no memory beyond their bytes (threat REV-22).

use super::Moment;
use super::crl::Crl;
use crate::der::{DerError, Reader, Tlv, tag, whole};
use crate::pkix::ComparableName;
use crate::time::UnixTime;

/// `reasonCode` (5.3.1), `invalidityDate` (5.3.2), `certificateIssuer` (5.3.3): contents octets of their identifiers. Compared
/// by bytes, because every entry of a long list has one.
const REASON_CODE: [u8; 3] = [0x55, 0x1d, 21];
const INVALIDITY_DATE: [u8; 3] = [0x55, 0x1d, 24];
const CERTIFICATE_ISSUER: [u8; 3] = [0x55, 0x1d, 29];

/// Why a certificate was revoked (RFC 5280 5.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CrlReason {
    Unspecified,
    KeyCompromise,
    CaCompromise,
    AffiliationChanged,
    Superseded,
    CessationOfOperation,
    CertificateHold,
    RemoveFromCrl,
    PrivilegeWithdrawn,
    AaCompromise,
}

impl CrlReason {
    /// `CRLReason ::= ENUMERATED`
    pub(super) fn read(code: &Tlv<'_>) -> Result<Self, DerError> {
        Ok(match code.value {
            [0] => Self::Unspecified,
            [1] => Self::KeyCompromise,
            [2] => Self::CaCompromise,
            [3] => Self::AffiliationChanged,
            [4] => Self::Superseded,
            [5] => Self::CessationOfOperation,
            [6] => Self::CertificateHold,
            [8] => Self::RemoveFromCrl,
            [9] => Self::PrivilegeWithdrawn,
            [10] => Self::AaCompromise,
            _ => return Err(code.bad_value()),
        })
    }

    /// The name that RFC 5280 5.3.1 gives it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Unspecified => "unspecified",
            Self::KeyCompromise => "keyCompromise",
            Self::CaCompromise => "cACompromise",
            Self::AffiliationChanged => "affiliationChanged",
            Self::Superseded => "superseded",
            Self::CessationOfOperation => "cessationOfOperation",
            Self::CertificateHold => "certificateHold",
            Self::RemoveFromCrl => "removeFromCRL",
            Self::PrivilegeWithdrawn => "privilegeWithdrawn",
            Self::AaCompromise => "aACompromise",
        }
    }
}

/// One entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RevokedCertificate {
    pub(crate) revocation_date: UnixTime,
    pub(crate) reason: Option<CrlReason>,
    pub(crate) invalidity_date: Option<UnixTime>,
}

impl RevokedCertificate {
    /// From when the certificate does not count: a compromise reaches back to its invalidity date (threat REV-18).
    pub(crate) fn effective(&self) -> UnixTime {
        self.invalidity_date.map_or(self.revocation_date, |date| date.min(self.revocation_date))
    }
}

/// Whose entry is looked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted<'q> {
    pub(crate) serial_number: &'q [u8],
    /// The certificate's issuer, where the list may speak for several (5.2.5 `indirectCRL`); `None` where it speaks for its
    /// own alone.
    pub(crate) issuer: Option<&'q ComparableName>,
}

/// `extensions` of an entry.
#[derive(Debug, Default)]
pub(super) struct EntryExtensions<'a> {
    pub(super) reason: Option<CrlReason>,
    pub(super) invalidity_date: Option<UnixTime>,
    /// The encoded name, where the entry says whose certificate it is.
    certificate_issuer: Option<&'a [u8]>,
}

impl Crl<'_> {
    /// The entry of a certificate; of several, the one with the earliest date.
    ///
    /// Every entry is read: an unknown critical extension in any of them makes the list unusable (RFC 5280 5.3).
    pub(crate) fn entry(&self, wanted: Wanted<'_>) -> Result<Option<RevokedCertificate>, DerError> {
        let serial_number = shortest(wanted.serial_number);
        let mut found: Option<RevokedCertificate> = None;
        let mut is_of_issuer =
            wanted.issuer.is_none_or(|issuer| *issuer == ComparableName::of(self.issuer));
        let mut entries = Reader::new(self.entries);
        while !entries.is_empty() {
            if let Some(entry) =
                look_at(&mut entries, serial_number, wanted.issuer, &mut is_of_issuer)?
            {
                found = Some(
                    found.filter(|found| found.effective() <= entry.effective()).unwrap_or(entry),
                );
            }
        }
        Ok(found)
    }

    /// Whether the list, though it cannot be used, speaks against a certificate at the moment: it names it with a date that
    /// is not after a proven time, or with one that cannot be read.
    pub(crate) fn contradicts(&self, serial_number: &[u8], moment: Moment) -> bool {
        match (self.entry(Wanted { serial_number, issuer: None }), moment) {
            (Ok(None), _) => false,
            (Ok(Some(entry)), Moment::Proven(time)) => entry.effective() <= time,
            (Ok(Some(_)), Moment::Validation(_)) => true,
            (Err(_), _) => self.may_list(serial_number),
        }
    }

    /// Whether a serial number stands in a list that does not decode as a whole; where its place cannot be read, it may.
    fn may_list(&self, serial_number: &[u8]) -> bool {
        let wanted = shortest(serial_number);
        let mut entries = Reader::new(self.entries);
        while !entries.is_empty() {
            let serial = entries.any().and_then(|entry| entry.reader().expect(tag::INTEGER));
            if serial.map_or(true, |serial| shortest(serial.value) == wanted) {
                return true;
            }
        }
        false
    }
}

/// The next entry, if it is the wanted one. A function of its own, called a million times: a WASM engine makes such a one fast
/// after the first thousands, and a loop only when it is entered again.
#[inline(never)]
fn look_at(
    entries: &mut Reader<'_>,
    serial_number: &[u8],
    issuer: Option<&ComparableName>,
    is_of_issuer: &mut bool,
) -> Result<Option<RevokedCertificate>, DerError> {
    let entry = entries.expect(tag::SEQUENCE)?;
    let mut fields = entry.reader();
    let serial = fields.expect(tag::INTEGER)?;
    let date = fields.any()?;
    let extensions = match fields.optional(tag::SEQUENCE)? {
        None => EntryExtensions::default(),
        Some(extensions) => EntryExtensions::read(&extensions, issuer.is_some())?,
    };
    fields.finish()?;
    if let (Some(issuer), Some(name)) = (issuer, extensions.certificate_issuer) {
        // 5.3.3: for this entry and those after it (threat REV-13).
        *is_of_issuer = *issuer == ComparableName::of(name);
    }
    if !*is_of_issuer || shortest(serial.value) != serial_number {
        return Ok(None);
    }
    Ok(Some(RevokedCertificate {
        revocation_date: UnixTime::from_asn1(&date)?,
        reason: extensions.reason,
        invalidity_date: extensions.invalidity_date,
    }))
}

impl<'a> EntryExtensions<'a> {
    /// Reads them; one that is critical and not known makes the list unusable, and so does an issuer of its own in a list that
    /// speaks for one.
    pub(super) fn read(list: &Tlv<'a>, is_indirect: bool) -> Result<Self, DerError> {
        let mut read = Self::default();
        let mut extensions = list.reader();
        while !extensions.is_empty() {
            let extension = extensions.expect(tag::SEQUENCE)?;
            let mut fields = extension.reader();
            let id = fields.expect(tag::OBJECT_IDENTIFIER)?.value;
            let critical =
                fields.optional(tag::BOOLEAN)?.map_or(Ok(false), |critical| critical.boolean())?;
            let value = fields.expect(tag::OCTET_STRING)?.value;
            fields.finish()?;
            if id == REASON_CODE {
                read.reason = Some(CrlReason::read(&whole(value, tag::ENUMERATED)?)?);
            } else if id == INVALIDITY_DATE {
                let date = whole(value, tag::GENERALIZED_TIME)?;
                read.invalidity_date = Some(UnixTime::from_asn1(&date)?);
            } else if id == CERTIFICATE_ISSUER && is_indirect {
                read.certificate_issuer = Some(directory_name(value)?);
            } else if critical {
                return Err(extension.bad_value());
            }
        }
        Ok(read)
    }
}

/// The `directoryName` among `GeneralNames`.
fn directory_name(value: &[u8]) -> Result<&[u8], DerError> {
    let names = whole(value, tag::SEQUENCE)?;
    let name = names.reader().all()?.into_iter().find(|name| name.tag == 0xa4);
    Ok(whole(name.ok_or_else(|| names.bad_value())?.value, tag::SEQUENCE)?.raw)
}

/// The shortest contents of the same INTEGER: numbers are compared as numbers, 255 is not -1 (threats PATH-30, REV-23).
pub(super) fn shortest(mut contents: &[u8]) -> &[u8] {
    while let [0, next, ..] | [0xff, next, ..] = contents {
        let is_needed = (contents.first() == Some(&0)) == (*next >= 0x80);
        match contents.get(1..) {
            Some(rest) if !is_needed => contents = rest,
            _ => break,
        }
    }
    contents
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_shortest_form() {
        let rows: [(&[u8], &[u8]); 9] = [
            (&[1], &[1]),
            (&[0, 1], &[1]),
            (&[0, 0, 0x80], &[0, 0x80]),
            (&[0x80], &[0x80]),
            (&[0xff], &[0xff]),
            (&[0, 0xff], &[0, 0xff]),
            (&[0xff, 0xff], &[0xff]),
            (&[0xff, 0x7f], &[0xff, 0x7f]),
            (&[0, 0], &[0]),
        ];
        for (contents, expected) in rows {
            assert_eq!(shortest(contents), expected, "{contents:?}");
        }
    }
}
