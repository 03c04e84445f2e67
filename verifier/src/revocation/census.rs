//! What a list holds, for reading: how many entries for which reasons, and where it departs from RFC 5280 5.
//!
//! One pass over the entries in place; a list of a million of them costs a table of eleven counters (threat REV-22).

use std::collections::BTreeMap;

use super::crl::{
    AUTHORITY_KEY_IDENTIFIER, CRL_NUMBER, Crl, DELTA_CRL_INDICATOR, ISSUING_DISTRIBUTION_POINT,
};
use super::entry::EntryExtensions;
use crate::der::{DerError, Reader, tag};
use crate::time::UnixTime;

/// The entries of a list, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Census {
    pub(crate) entries: u64,
    /// By the reason code's name in RFC 5280 5.3.1; `none` where an entry has no reason code.
    pub(crate) reasons: BTreeMap<&'static str, u64>,
}

impl Crl<'_> {
    /// Counts the entries; every one must read as `revokedCertificates` has them (5.1.2.6).
    pub(crate) fn census(&self) -> Result<Census, DerError> {
        let mut census = Census::default();
        let mut entries = Reader::new(self.entries);
        while !entries.is_empty() {
            let entry = entries.expect(tag::SEQUENCE)?;
            let mut fields = entry.reader();
            fields.expect(tag::INTEGER)?;
            UnixTime::from_asn1(&fields.any()?)?;
            let reason = match fields.optional(tag::SEQUENCE)? {
                None => None,
                Some(extensions) => EntryExtensions::read(&extensions, true)?.reason,
            };
            fields.finish()?;
            census.entries = census.entries.saturating_add(1);
            let count = census.reasons.entry(reason.map_or("none", super::CrlReason::name));
            let count = count.or_default();
            *count = count.saturating_add(1);
        }
        Ok(census)
    }

    /// Where the list departs from RFC 5280, or is of a kind that is not used here, as keys.
    pub(crate) fn deviations(&self) -> Vec<&'static str> {
        let extension = |oid| self.extensions.iter().find(|extension| extension.oid == oid);
        let is_critical = |oid| extension(oid).map(|extension| extension.critical);
        let is_unknown = |oid| {
            ![CRL_NUMBER, ISSUING_DISTRIBUTION_POINT, DELTA_CRL_INDICATOR, AUTHORITY_KEY_IDENTIFIER]
                .contains(&oid)
        };
        let rows = [
            // 5.1.2.5: conforming issuers say when the next one comes.
            (self.next_update.is_none(), "next-update-absent"),
            (self.next_update.is_some_and(|next| next < self.this_update), "next-update-earlier"),
            // 5.2.3: present, and not critical; it is critical in real lists.
            (extension(CRL_NUMBER).is_none(), "crl-number-absent"),
            (is_critical(CRL_NUMBER) == Some(true), "critical-crl-number"),
            // 5.2.5: critical; it is not in real lists.
            (
                is_critical(ISSUING_DISTRIBUTION_POINT) == Some(false),
                "non-critical-issuing-distribution-point",
            ),
            // 5.2.1: present.
            (extension(AUTHORITY_KEY_IDENTIFIER).is_none(), "authority-key-identifier-absent"),
            // 5.2.4: speaks of changes only (threat REV-14).
            (extension(DELTA_CRL_INDICATOR).is_some(), "delta-crl"),
            // 5.2: such a list must not be used (threat REV-09).
            (
                self.extensions.iter().any(|found| found.critical && is_unknown(found.oid)),
                "unknown-critical-extension",
            ),
        ];
        rows.into_iter().filter_map(|(is_so, key)| is_so.then_some(key)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(tag: u8, contents: &[&[u8]]) -> Vec<u8> {
        let contents = contents.concat();
        let mut bytes = vec![tag];
        match u8::try_from(contents.len()) {
            Ok(length) if length < 0x80 => bytes.push(length),
            _ => {
                // The least number of octets (X.690 10.1).
                let length = u32::try_from(contents.len()).unwrap().to_be_bytes();
                let octets: Vec<u8> = length.into_iter().skip_while(|octet| *octet == 0).collect();
                bytes.push(0x80 | u8::try_from(octets.len()).unwrap());
                bytes.extend(octets);
            }
        }
        bytes.extend(contents);
        bytes
    }

    /// A list with these entries and extensions; its signature is none.
    fn list(entries: &[u8], extensions: &[&[u8]]) -> Vec<u8> {
        let algorithm = element(0x30, &[&[6, 3, 0x2a, 3, 4]]);
        let time = b"\x17\x0d260203003733Z";
        let extensions = element(0xa0, &[&element(0x30, extensions)]);
        let revoked = element(0x30, &[entries]);
        let tbs =
            element(0x30, &[&[2, 1, 1], &algorithm, &[0x30, 0], time, time, &revoked, &extensions]);
        element(0x30, &[&tbs, &algorithm, &[3, 1, 0]])
    }

    /// An entry with this reason code.
    fn entry(reason: Option<u8>) -> Vec<u8> {
        let extensions = reason.map(|reason| {
            let value = element(4, &[&[0x0a, 1, reason]]);
            element(0x30, &[&element(0x30, &[&[6, 3, 0x55, 0x1d, 0x15], &value])])
        });
        element(0x30, &[&[2, 1, 7], b"\x17\x0d251228160428Z", &extensions.unwrap_or_default()])
    }

    #[test]
    fn entries_are_counted_by_reason() {
        let entries = [entry(None), entry(Some(1)), entry(Some(3)), entry(None), entry(Some(0))];
        let bytes = list(&entries.concat(), &[]);
        let reasons =
            [("affiliationChanged", 1), ("keyCompromise", 1), ("none", 2), ("unspecified", 1)];
        let expected = Census { entries: 5, reasons: reasons.into() };
        assert_eq!(Crl::read(&bytes).unwrap().census(), Ok(expected));
    }

    #[test]
    fn a_million_entries_are_counted_in_place() {
        let bytes = list(&entry(Some(4)).repeat(1_000_000), &[]);
        let expected = Census { entries: 1_000_000, reasons: [("superseded", 1_000_000)].into() };
        assert_eq!(Crl::read(&bytes).unwrap().census(), Ok(expected));
    }

    #[test]
    fn an_entry_that_does_not_read_is_told_and_not_skipped() {
        let rows: [(&str, Vec<u8>); 4] = [
            ("a reason that does not exist", entry(Some(7))),
            ("no date", element(0x30, &[&[2, 1, 7]])),
            (
                "something after the extensions",
                element(0x30, &[&entry(None)[2..], &[0x30, 0, 5, 0]]),
            ),
            ("no entry at all", vec![5, 0]),
        ];
        for (name, odd) in rows {
            let bytes = list(&[entry(None), odd].concat(), &[]);
            assert!(Crl::read(&bytes).unwrap().census().is_err(), "{name}");
        }
    }

    #[test]
    fn departures_from_the_profile_are_named() {
        let extension = |oid: &[u8], critical: &[u8], value: &[u8]| {
            element(0x30, &[&element(6, &[oid]), critical, &element(4, &[value])])
        };
        const CRITICAL: &[u8] = &[1, 1, 0xff];
        let number = |critical| extension(&[0x55, 0x1d, 0x14], critical, &[2, 1, 9]);
        let key = extension(&[0x55, 0x1d, 0x23], &[], &[0x30, 0]);
        let scope = |critical| extension(&[0x55, 0x1d, 0x1c], critical, &[0x30, 0]);
        let delta = extension(&[0x55, 0x1d, 0x1b], CRITICAL, &[2, 1, 9]);
        let odd = |critical| extension(&[0x2a, 3, 4], critical, &[5, 0]);
        let rows: [(Vec<Vec<u8>>, &[&str]); 5] = [
            (vec![number(&[]), key.clone(), scope(CRITICAL), odd(&[])], &[]),
            (vec![], &["crl-number-absent", "authority-key-identifier-absent"]),
            (
                vec![number(CRITICAL), key.clone(), scope(&[])],
                &["critical-crl-number", "non-critical-issuing-distribution-point"],
            ),
            (vec![number(&[]), key.clone(), delta], &["delta-crl"]),
            (vec![number(&[]), key, odd(CRITICAL)], &["unknown-critical-extension"]),
        ];
        for (extensions, expected) in rows {
            let extensions: Vec<&[u8]> = extensions.iter().map(Vec::as_slice).collect();
            let bytes = list(&[], &extensions);
            assert_eq!(Crl::read(&bytes).unwrap().deviations(), expected);
        }
    }
}
