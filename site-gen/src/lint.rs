//! Lint: what the standards ask of revocation lists and of certificates of authorities, and what is otherwise (RFC 5280, the
//! Baseline Requirements of the CA/Browser Forum, RFC 3161). Findings are to be told, to readers and to the authority; none
//! of them changes a verdict, and none makes a list be refused. Real lists have some.
//!
//! Pure functions over bytes: any bytes have an answer. Memory beyond the file is a few slices for each entry of a list.
//! Codes, and whose they are: [`rules`]. What each means in plain words: [`words`].

mod algorithm;
mod certificate;
mod certificate_extensions;
mod crl;
mod der;
mod entries;
mod extensions;
mod findings;
pub mod rules;
mod scope;
mod time;
pub mod words;

use crate::trust::registry::Role;
use der::{Element, Elements};
use findings::Findings;
pub use findings::gravest;
use serde::Serialize;
use std::fmt::Display;
use std::str::FromStr;

/// What is otherwise than a rule asks; each rule once for a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LintFinding {
    /// The rule.
    pub code: &'static str,
    /// How grave that is.
    pub severity: Severity,
    /// Where the rule stands.
    pub clause: &'static str,
    /// Where it is broken, the first time.
    pub at: String,
    /// What stands there.
    pub found: String,
    /// How often it is broken.
    pub count: u64,
}

/// How grave a breach of a rule is; the gravest is the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing; no rule is broken.
    Notice,
    /// Against a SHOULD, or what others will stumble over.
    Warning,
    /// Against a MUST.
    Error,
    /// It does not read as what it should be, so that not everything was looked at.
    Fatal,
}

impl Severity {
    /// All, from the least.
    pub const ALL: [Self; 4] = [Self::Notice, Self::Warning, Self::Error, Self::Fatal];

    /// Its name in JSON and on the command line.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Fatal => "fatal",
        }
    }
}

/// A severity was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected notice, warning, error or fatal")]
pub struct NoSeverity;

impl FromStr for Severity {
    type Err = NoSeverity;

    fn from_str(text: &str) -> Result<Self, NoSeverity> {
        Self::ALL.into_iter().find(|severity| severity.key() == text).ok_or(NoSeverity)
    }
}

/// Whose certificates a list is about: some rules are stricter for those of subscribers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Covers {
    /// People, offices and machines.
    Subscribers,
    /// Authorities only, as the list of a root.
    Authorities,
}

/// Lints a revocation list in DER. Whose certificates it lists is what it says itself; where it says nothing, the stricter
/// rules hold. Who knows better says so with [`lint_crl_of`].
#[must_use]
pub fn lint_crl(der: &[u8]) -> Vec<LintFinding> {
    let mut findings = Findings::default();
    crl::lint(der, None, &mut findings);
    findings.into_vec()
}

/// Lints a revocation list of such certificates.
#[must_use]
pub fn lint_crl_of(covers: Covers, der: &[u8]) -> Vec<LintFinding> {
    let mut findings = Findings::default();
    crl::lint(der, Some(covers), &mut findings);
    findings.into_vec()
}

/// Lints a certificate in DER by what it is there for.
#[must_use]
pub fn lint_certificate(der: &[u8], role: Role) -> Vec<LintFinding> {
    let mut findings = Findings::default();
    certificate::lint(der, Some(role), &mut findings);
    findings.into_vec()
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// `CertificateList`
    RevocationList,
    /// `Certificate`
    Certificate,
}

/// A file of either kind, and what was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Linted {
    /// `None` where it is neither.
    pub kind: Option<Kind>,
    /// In the order in which they were met.
    pub findings: Vec<LintFinding>,
}

/// Lints whatever it is. What is not said of it is taken from itself.
#[must_use]
pub fn lint(der: &[u8], covers: Option<Covers>, role: Option<Role>) -> Linted {
    let mut findings = Findings::default();
    let kind = kind_of(der);
    match kind {
        Some(Kind::Certificate) => certificate::lint(der, role, &mut findings),
        // What is neither is told as a list would be told that does not read.
        Some(Kind::RevocationList) | None => crl::lint(der, covers, &mut findings),
    }
    Linted { kind, findings: findings.into_vec() }
}

/// Told by the fifth field, which is a time in a list, and a pair of times or a name in a certificate.
fn kind_of(der: &[u8]) -> Option<Kind> {
    let mut outer = Elements::new(der, 0).expect(der::SEQUENCE).ok()?.elements();
    let mut fields = outer.expect(der::SEQUENCE).ok()?.elements();
    if fields.optional(der::constructed(0)).ok()?.is_some() {
        return Some(Kind::Certificate);
    }
    fields.optional(der::INTEGER).ok()?;
    fields.expect(der::SEQUENCE).ok()?;
    fields.expect(der::SEQUENCE).ok()?;
    match fields.peek()? {
        tag if time::is_time(tag) => Some(Kind::RevocationList),
        der::SEQUENCE => Some(Kind::Certificate),
        _ => None,
    }
}

/// Nothing follows the structure.
fn check_end(whole: &Elements<'_>, findings: &mut Findings) {
    let more = whole.rest().len();
    if more > 0 {
        let at = format_args!("octet {}", whole.at());
        findings.add(&rules::TRAILING_DATA, at, || format!("{more} octets after the end"));
    }
}

/// A name has at least one attribute.
fn check_name(name: &Element<'_>, at: &str, findings: &mut Findings) {
    if name.value.is_empty() {
        findings.add(&rules::EMPTY_NAME, at, || "an empty name".to_owned());
    }
}

/// RFC 5280 4.1.2.2: positive, in at most twenty octets.
fn check_serial(serial: &[u8], at: impl Display, findings: &mut Findings) {
    let found = match serial {
        [0] => "zero".to_owned(),
        [first, ..] if *first >= 0x80 => "a negative number".to_owned(),
        _ if serial.len() > SERIAL_OCTETS => format!("{} octets", serial.len()),
        _ => return,
    };
    findings.add(&rules::SERIAL_NUMBER, at, || found);
}

const SERIAL_OCTETS: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn severities_are_read_as_they_are_written() {
        for severity in Severity::ALL {
            assert_eq!(severity.key().parse(), Ok(severity));
            assert_eq!(serde_json::to_value(severity).unwrap(), severity.key());
        }
        assert_eq!("Error".parse::<Severity>(), Err(NoSeverity));
        assert!(Severity::ALL.is_sorted());
    }
}
