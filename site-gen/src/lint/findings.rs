//! What was found, each rule once: where it was broken first, and how often. A list of a million entries that are all wrong in
//! the same way takes no more room than one.

use super::der::Fault;
use super::rules::{self, Rule};
use super::{LintFinding, Severity};
use std::fmt::Display;

/// In the order in which they were met.
#[derive(Debug, Default)]
pub(super) struct Findings(Vec<LintFinding>);

impl Findings {
    /// A rule is broken there; the words are made only the first time.
    pub(super) fn add(
        &mut self,
        rule: &'static Rule,
        at: impl Display,
        found: impl FnOnce() -> String,
    ) {
        match self.0.iter_mut().find(|finding| finding.code == rule.code) {
            Some(finding) => finding.count = finding.count.saturating_add(1),
            None => self.0.push(LintFinding {
                code: rule.code,
                severity: rule.severity,
                clause: rule.clause,
                at: at.to_string(),
                found: found(),
                count: 1,
            }),
        }
    }

    /// What does not read.
    pub(super) fn unreadable(&mut self, at: impl Display, fault: Fault) {
        self.add(&rules::INVALID_SYNTAX, at, || fault.to_string());
    }

    /// All of them.
    pub(super) fn into_vec(self) -> Vec<LintFinding> {
        self.0
    }
}

/// The gravest of some findings.
#[must_use]
pub fn gravest(findings: &[LintFinding]) -> Option<Severity> {
    findings.iter().map(|finding| finding.severity).max()
}
