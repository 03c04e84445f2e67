//! What may not change between two lists of a series, and does (RFC 5280 3.3, 5.3; threats REV-10 to REV-13).
//!
//! A genuine newer list that takes back what an earlier one said is held for a person: published, it could clear a
//! certificate that is revoked. Held, the portal only becomes stale, which it says by itself. What can only revoke more, or
//! explains itself, is published with its finding.

use super::certificates::Ends;
use super::entries::{Difference, Listed};
use crate::history::{Finding, Severity};
use crate::trust::registry::Entry;
use std::fmt;
use verifier::time::UnixTime;

/// What the monitor may find; the other findings of a list are the lint's, and those of a refusal.
pub const CODES: [&str; 9] = [
    "vanished-early",
    "vanished",
    "released",
    "returned",
    "date-moved",
    "reason-changed",
    "gap",
    "late",
    "over",
];

/// Findings of one kind that are told one by one; a list that drops thousands has one more that says how many.
const MAX_EACH: usize = 100;

/// One list as far as time matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// `thisUpdate`
    pub this_update: UnixTime,
    /// `nextUpdate`
    pub next_update: Option<UnixTime>,
}

/// What is known besides the two lists.
#[derive(Clone, Copy)]
pub struct Known<'k> {
    /// When certificates end.
    pub ends: &'k Ends,
    /// Who issues the lists.
    pub issuer: &'k Entry,
    /// Whether a serial number had left the series before, and not because it was on hold.
    pub has_left: &'k dyn Fn(&str) -> bool,
}

impl fmt::Debug for Known<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Known").field("issuer", &self.issuer.id).finish_non_exhaustive()
    }
}

/// What is to be said of a list that follows another.
#[must_use]
pub fn compare(
    before: Span,
    after: Span,
    difference: &Difference<'_>,
    known: Known<'_>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    vanished(after, &difference.removed, known, &mut findings);
    returned(&difference.added, known, &mut findings);
    moved(&difference.changed, &mut findings);
    reasons(&difference.changed, &mut findings);
    if let Some(until) = before.next_update.filter(|until| *until < after.this_update) {
        findings.push(Finding {
            code: "gap".to_owned(),
            severity: Severity::Warning,
            serial: None,
            expected: Some(until.to_rfc3339()),
            found: Some(after.this_update.to_rfc3339()),
        });
    }
    findings
}

/// Whether a person has to decide before such a list is published.
#[must_use]
pub fn holds(finding: &Finding) -> bool {
    // A certificate that is revoked again harms nobody who trusts the portal.
    finding.severity >= Severity::Error && finding.code != "returned"
}

/// RFC 5280 3.3: an entry stays until one list after the certificate's end. That it left before is only certain where the end
/// is known, and lists between the two may not have reached us, so the end itself is the border.
fn vanished(after: Span, removed: &[Listed<'_>], known: Known<'_>, findings: &mut Vec<Finding>) {
    let mut early = Vec::new();
    let mut released = Vec::new();
    let mut others = 0_usize;
    for listed in removed {
        if listed.reason == Some("certificateHold") {
            released.push(finding("released", Severity::Notice, listed, None));
            continue;
        }
        let end = known.ends.not_before_that(known.issuer, &listed.serial);
        match end.filter(|end| after.this_update <= *end) {
            Some(end) => early.push(Finding {
                expected: Some(format!("listed until {}", end.to_rfc3339())),
                found: Some(format!("not in the list of {}", after.this_update.to_rfc3339())),
                ..finding("vanished-early", Severity::Error, listed, None)
            }),
            None => others = others.saturating_add(1),
        }
    }
    extend(findings, early);
    extend(findings, released);
    if others > 0 {
        findings.push(Finding {
            code: "vanished".to_owned(),
            severity: Severity::Notice,
            serial: None,
            expected: None,
            found: Some(others.to_string()),
        });
    }
}

fn returned(added: &[Listed<'_>], known: Known<'_>, findings: &mut Vec<Finding>) {
    let back = added.iter().filter(|listed| (known.has_left)(&listed.serial_text()));
    let back = back.map(|listed| finding("returned", Severity::Error, listed, None));
    extend(findings, back.collect());
}

fn moved(changed: &[(Listed<'_>, Listed<'_>)], findings: &mut Vec<Finding>) {
    let moved = changed.iter().filter(|(before, after)| before.date != after.date);
    // The end of a hold gives a new date to what is now a revocation (5.3.1).
    let moved = moved.map(|(before, after)| {
        let held = before.reason == Some("certificateHold");
        let severity = if held { Severity::Notice } else { Severity::Error };
        finding("date-moved", severity, after, Some(before))
    });
    extend(findings, moved.collect());
}

fn reasons(changed: &[(Listed<'_>, Listed<'_>)], findings: &mut Vec<Finding>) {
    let other = changed.iter().filter(|(before, after)| before.reason != after.reason);
    let other = other.map(|(before, after)| {
        let is_expected =
            after.reason == Some("keyCompromise") || before.reason == Some("certificateHold");
        let severity = if is_expected { Severity::Notice } else { Severity::Error };
        finding("reason-changed", severity, after, Some(before))
    });
    extend(findings, other.collect());
}

fn finding(
    code: &str,
    severity: Severity,
    listed: &Listed<'_>,
    before: Option<&Listed<'_>>,
) -> Finding {
    Finding {
        code: code.to_owned(),
        severity,
        serial: Some(listed.serial_text()),
        expected: before.map(Listed::words),
        found: Some(listed.words()),
    }
}

fn extend(findings: &mut Vec<Finding>, mut more: Vec<Finding>) {
    let rest = more.len().saturating_sub(MAX_EACH);
    // The worst are told first.
    more.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let last = more.get(MAX_EACH).map(|finding| (finding.code.clone(), finding.severity));
    more.truncate(MAX_EACH);
    findings.append(&mut more);
    if let Some((code, severity)) = last {
        let found = Some(format!("{rest} more"));
        findings.push(Finding { code, severity, serial: None, expected: None, found });
    }
}
