//! The entries of a list (RFC 5280 5.1.2.6, 5.3), walked once.
//!
//! Kept of each are two slices, to find a certificate that is listed twice; the rest of a million entries takes no memory.
//! In which order they stand is nobody's concern.

use super::Covers;
use super::der::{self, Element, Fault};
use super::extensions::{self, Extension};
use super::findings::Findings;
use super::rules;
use super::scope::Scope;
use super::time::{self, Moment};
use crate::digest;
use ::der::oid::ObjectIdentifier;
use std::fmt::Display;

const REASON_CODE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.21");
const HOLD_INSTRUCTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.23");
const INVALIDITY_DATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.24");
const CERTIFICATE_ISSUER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.29");

/// `CRLReason` (5.3.1).
mod reason {
    pub(super) const UNSPECIFIED: u8 = 0;
    pub(super) const CA_COMPROMISE: u8 = 2;
    pub(super) const REMOVE_FROM_CRL: u8 = 8;
    /// All but 7, which is not used.
    pub(super) const DEFINED: [u8; 10] = [0, 1, 2, 3, 4, 5, 6, 8, 9, 10];
    /// BR 7.2.2; of authorities also cACompromise.
    pub(super) const ALLOWED: [u8; 5] = [1, 3, 4, 5, 9];
}

/// What is known of the list.
#[derive(Debug)]
pub(super) struct About {
    pub(super) this_update: Option<Moment>,
    pub(super) covers: Covers,
    pub(super) scope: Scope,
}

const PART: &str = "tbsCertList.revokedCertificates";

/// Checks each entry, and all of them together.
pub(super) fn check(entries: &Element<'_>, about: &About, findings: &mut Findings) {
    let mut row = entries.elements();
    if row.peek().is_none() {
        findings.add(&rules::CRL_NO_ENTRIES, PART, || "an empty SEQUENCE".to_owned());
    }
    // 5.3.3: the issuer of an entry is that of the one before where it does not name another; the list's own at first.
    let mut issuer: &[u8] = &[];
    let mut listed: Vec<(&[u8], &[u8])> = Vec::new();
    let mut number: usize = 0;
    while row.peek().is_some() {
        let at = format_args!("{PART}[{number}]");
        let entry = match row.expect(der::SEQUENCE) {
            Ok(entry) => entry,
            Err(fault) => {
                findings.unreadable(at, fault);
                break;
            }
        };
        match check_entry(&entry, about, at, findings) {
            Ok(entry) => {
                issuer = entry.issuer.unwrap_or(issuer);
                listed.push((entry.serial, issuer));
            }
            Err(fault) => findings.unreadable(at, fault),
        }
        number = number.saturating_add(1);
    }
    check_twice(listed, findings);
}

/// What tells one certificate from another.
struct Listed<'a> {
    serial: &'a [u8],
    /// Where it names one.
    issuer: Option<&'a [u8]>,
}

/// `SEQUENCE { userCertificate INTEGER, revocationDate Time, crlEntryExtensions Extensions OPTIONAL }`
fn check_entry<'a>(
    entry: &Element<'a>,
    about: &About,
    at: impl Display + Copy,
    findings: &mut Findings,
) -> Result<Listed<'a>, Fault> {
    let mut fields = entry.elements();
    let serial = fields.expect(der::INTEGER)?.integer()?;
    super::check_serial(serial, at, findings);
    let date = time::expect(&mut fields)?;
    let revoked = time::read(&date, at, findings);
    let found = match fields.optional(der::SEQUENCE)? {
        Some(list) => extensions::read(&list, at, findings),
        None => Vec::new(),
    };
    fields.finish()?;
    if let (Some(revoked), Some(this_update)) = (revoked, about.this_update)
        && revoked > this_update
    {
        let found = || format!("{revoked}, of a list from {this_update}");
        findings.add(&rules::CRL_REVOKED_LATER, at, found);
    }
    let mut issuer = None;
    for extension in &found {
        if extension.is(REASON_CODE) {
            check_reason(extension, about, at, findings)?;
        } else if extension.is(INVALIDITY_DATE) {
            if extension.critical {
                let found = || "critical".to_owned();
                findings.add(&rules::CRL_INVALIDITY_DATE_CRITICAL, at, found);
            }
            let date = der::only(extension.value, der::GENERALIZED_TIME)?;
            time::read_form(&date, at, findings);
        } else if extension.is(CERTIFICATE_ISSUER) {
            if !extension.critical {
                let found = || "not critical".to_owned();
                findings.add(&rules::CRL_ISSUER_NOT_CRITICAL, at, found);
            }
            issuer = Some(extension.value.rest());
        } else if extension.critical && !extension.is(HOLD_INSTRUCTION) {
            findings.add(&rules::CRL_UNKNOWN_CRITICAL_ENTRY, at, || extension.name());
        }
    }
    Ok(Listed { serial, issuer })
}

/// 5.3.1
fn check_reason(
    extension: &Extension<'_>,
    about: &About,
    at: impl Display + Copy,
    findings: &mut Findings,
) -> Result<(), Fault> {
    if extension.critical {
        findings.add(&rules::CRL_REASON_CRITICAL, at, || "critical".to_owned());
    }
    let code = der::only(extension.value, der::ENUMERATED)?;
    let code = match code.integer()? {
        [code] => *code,
        _ => return Err(code.bad_value("a reason from 0 to 10")),
    };
    let found = || format!("reason {code}");
    if code == reason::UNSPECIFIED {
        findings.add(&rules::CRL_REASON_UNSPECIFIED, at, found);
    }
    if !reason::DEFINED.contains(&code) {
        findings.add(&rules::CRL_REASON_UNDEFINED, at, found);
    }
    if code == reason::REMOVE_FROM_CRL && !about.scope.is_delta {
        findings.add(&rules::CRL_REMOVE_IN_FULL, at, found);
    }
    let is_allowed = reason::ALLOWED.contains(&code)
        || (code == reason::CA_COMPROMISE && about.covers == Covers::Authorities);
    if !is_allowed {
        findings.add(&rules::CRL_REASON_PROHIBITED, at, found);
    }
    Ok(())
}

fn check_twice(mut listed: Vec<(&[u8], &[u8])>, findings: &mut Findings) {
    listed.sort_unstable();
    for pair in listed.windows(2) {
        if let [one, other] = pair
            && one == other
        {
            let found = || format!("serial number {}", digest::hex(one.0));
            findings.add(&rules::CRL_SERIAL_TWICE, PART, found);
        }
    }
}
