//! The extensions of a certificate of an authority (RFC 5280 4.2, RFC 3161 2.3), first each by itself, then what must be there
//! of an authority of its kind.

use super::der::{self, Element, Fault};
use super::extensions::{self, AUTHORITY_KEY, Extension};
use super::findings::Findings;
use super::rules;
use crate::trust::registry::Role;
use ::der::oid::ObjectIdentifier;
use std::collections::BTreeSet;

const SUBJECT_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.14");
const KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.15");
const BASIC_CONSTRAINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.19");
const NAME_CONSTRAINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.30");
const DISTRIBUTION_POINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.31");
const POLICIES: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.32");
const EXTENDED_KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37");
const INFORMATION_ACCESS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.1.1");
/// What may be critical besides: subjectAltName, issuerAltName, policyMappings, policyConstraints, inhibitAnyPolicy.
const OTHERS: [ObjectIdentifier; 5] = [
    ObjectIdentifier::new_unwrap("2.5.29.17"),
    ObjectIdentifier::new_unwrap("2.5.29.18"),
    ObjectIdentifier::new_unwrap("2.5.29.33"),
    ObjectIdentifier::new_unwrap("2.5.29.36"),
    ObjectIdentifier::new_unwrap("2.5.29.54"),
];
const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");

const PART: &str = "tbsCertificate.extensions";

/// keyCertSign (5) and cRLSign (6), bits of the first octet (4.2.1.3).
const KEY_CERT_SIGN: u8 = 0x04;
const CRL_SIGN: u8 = 0x02;

/// What the extensions say, as far as they do.
#[derive(Debug, Default)]
pub(super) struct Facts<'a> {
    pub(super) is_ca: bool,
    has_subject_key: bool,
    has_authority_key: bool,
    /// The first octet of keyUsage.
    key_usage: Option<u8>,
    /// Identifiers of extKeyUsage.
    purposes: Vec<&'a [u8]>,
}

impl Facts<'_> {
    /// Whether time-stamps are among its purposes.
    pub(super) fn is_for_time_stamps(&self) -> bool {
        self.purposes.contains(&TIME_STAMPING.as_bytes())
    }
}

/// Reads the extensions, and checks each.
pub(super) fn read<'a>(list: Option<&Element<'a>>, findings: &mut Findings) -> Facts<'a> {
    let mut facts = Facts::default();
    let found = list.map(|list| extensions::read(list, PART, findings)).unwrap_or_default();
    for extension in &found {
        if let Err(fault) = check_one(extension, &mut facts, findings) {
            findings.unreadable(PART, fault);
        }
    }
    facts
}

fn check_one<'a>(
    extension: &Extension<'a>,
    facts: &mut Facts<'a>,
    findings: &mut Findings,
) -> Result<(), Fault> {
    let critical = || "critical".to_owned();
    let not_critical = || "not critical".to_owned();
    if extension.is(BASIC_CONSTRAINTS) {
        check_basic_constraints(extension, facts, findings)?;
    } else if extension.is(KEY_USAGE) {
        let bits = der::only(extension.value, der::BIT_STRING)?.bits()?;
        facts.key_usage = Some(bits.first().copied().unwrap_or_default());
        if bits.iter().all(|octet| *octet == 0) {
            findings.add(&rules::USAGE_EMPTY, "keyUsage", || "no bit is set".to_owned());
        }
        if !extension.critical {
            findings.add(&rules::USAGE_NOT_CRITICAL, "keyUsage", not_critical);
        }
    } else if extension.is(SUBJECT_KEY) {
        facts.has_subject_key = true;
        der::only(extension.value, der::OCTET_STRING)?;
        if extension.critical {
            findings.add(&rules::SUBJECT_KEY_CRITICAL, "subjectKeyIdentifier", critical);
        }
    } else if extension.is(AUTHORITY_KEY) {
        facts.has_authority_key = true;
        extensions::check_authority_key(extension, "authorityKeyIdentifier", findings);
    } else if extension.is(EXTENDED_KEY_USAGE) {
        let mut purposes = extension.sequence()?;
        while purposes.peek().is_some() {
            facts.purposes.push(purposes.expect(der::OBJECT_IDENTIFIER)?.value);
        }
        if facts.is_for_time_stamps() && !extension.critical {
            findings.add(&rules::STAMPING_NOT_CRITICAL, "extKeyUsage", not_critical);
        }
    } else if extension.is(POLICIES) {
        check_policies(extension, findings)?;
    } else if extension.is(NAME_CONSTRAINTS) {
        if !extension.critical {
            findings.add(&rules::NAMES_NOT_CRITICAL, "nameConstraints", not_critical);
        }
    } else if extension.is(DISTRIBUTION_POINTS) {
        if extension.critical {
            findings.add(&rules::POINTS_CRITICAL, "cRLDistributionPoints", critical);
        }
    } else if extension.is(INFORMATION_ACCESS) {
        if extension.critical {
            findings.add(&rules::ACCESS_CRITICAL, "authorityInfoAccess", critical);
        }
    } else if extension.critical && !extension.is_one_of(&OTHERS) {
        findings.add(&rules::UNKNOWN_CRITICAL, PART, || extension.name());
    }
    Ok(())
}

/// 4.2.1.9: `SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER OPTIONAL }`
fn check_basic_constraints(
    extension: &Extension<'_>,
    facts: &mut Facts<'_>,
    findings: &mut Findings,
) -> Result<(), Fault> {
    let at = "basicConstraints";
    let mut fields = extension.sequence()?;
    let said = fields.optional(der::BOOLEAN)?.map(|flag| flag.boolean()).transpose()?;
    let path_length = fields.optional(der::INTEGER)?;
    fields.finish()?;
    facts.is_ca = said == Some(true);
    if said == Some(false) {
        findings.add(&rules::DEFAULT_VALUE, at, || "cA FALSE".to_owned());
    }
    if facts.is_ca && !extension.critical {
        findings.add(&rules::BASIC_NOT_CRITICAL, at, || "not critical".to_owned());
    }
    if !facts.is_ca && path_length.is_some() {
        findings.add(&rules::PATH_LENGTH, at, || "pathLenConstraint without cA".to_owned());
    }
    Ok(())
}

/// 4.2.1.4: each policy once.
fn check_policies(extension: &Extension<'_>, findings: &mut Findings) -> Result<(), Fault> {
    let mut known = BTreeSet::new();
    let mut policies = extension.sequence()?;
    while policies.peek().is_some() {
        let policy = policies.expect(der::SEQUENCE)?.elements().expect(der::OBJECT_IDENTIFIER)?;
        if !known.insert(policy.value) {
            let found = || extensions::oid_text(policy.value);
            findings.add(&rules::POLICY_TWICE, "certificatePolicies", found);
        }
    }
    Ok(())
}

/// What an authority of this kind must have.
pub(super) fn check_together(
    facts: &Facts<'_>,
    role: Role,
    is_self_issued: bool,
    findings: &mut Findings,
) {
    let not_there = || "not there".to_owned();
    if role != Role::TimeStampAuthority && !facts.is_ca {
        findings.add(&rules::BASIC_MISSING, PART, || "no cA TRUE".to_owned());
    }
    if !facts.has_subject_key {
        let rule = if facts.is_ca {
            &rules::SUBJECT_KEY_MISSING
        } else {
            &rules::SUBJECT_KEY_MISSING_BELOW
        };
        findings.add(rule, PART, not_there);
    }
    // 4.2.1.1: one that issued itself may leave it out.
    if !facts.has_authority_key && !is_self_issued {
        findings.add(&rules::AUTHORITY_KEY_MISSING, PART, not_there);
    }
    let has = |bit: u8| facts.key_usage.is_some_and(|usage| usage & bit != 0);
    if facts.is_ca && facts.key_usage.is_none() {
        findings.add(&rules::USAGE_MISSING, PART, not_there);
    } else if facts.is_ca {
        if !has(KEY_CERT_SIGN) {
            findings.add(&rules::NO_CERT_SIGN, "keyUsage", || "no keyCertSign".to_owned());
        }
        if !has(CRL_SIGN) {
            findings.add(&rules::NO_CRL_SIGN, "keyUsage", || "no cRLSign".to_owned());
        }
    } else if has(KEY_CERT_SIGN) {
        findings.add(&rules::CERT_SIGN, "keyUsage", || "keyCertSign without cA".to_owned());
    }
    if role == Role::TimeStampAuthority && facts.purposes != [TIME_STAMPING.as_bytes()] {
        let found = || match facts.purposes.len() {
            0 => "not there".to_owned(),
            _ => facts
                .purposes
                .iter()
                .map(|oid| extensions::oid_text(oid))
                .collect::<Vec<_>>()
                .join(", "),
        };
        findings.add(&rules::STAMPING_NOT_ALONE, "extKeyUsage", found);
    }
}
