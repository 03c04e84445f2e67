//! Revocation lists on their way to publication.
//!
//! ```text
//! bytes ─genuine→ Genuine ─accept→ Verdict ─intake→ list file, then journal line
//!                            └ monitor: what changed, and whether it may
//! ```
//!
//! [`genuine`], [`accept`], [`monitor`], [`thinning`] and [`ledger`] are pure: bytes, registry and moment in, values out.
//! [`shelf`] is one series on disk, [`intake`] the one way in, [`fetching`] where lists come from. A list that is refused
//! changes nothing but the journal, which says so.

pub mod accept;
pub mod certificates;
pub mod ended;
pub mod entries;
pub mod event;
pub mod fetching;
pub mod genuine;
pub mod insertion;
pub mod intake;
pub mod journal;
pub mod ledger;
pub mod lock;
pub mod monitor;
pub mod refusal;
pub mod shelf;
pub mod status;
pub mod thinning;

use crate::history::{Finding, Severity};
use crate::lint::{self, Covers, lint_crl_of};
use crate::trust::Role;
use genuine::Genuine;

/// What the lint says of a list. That of an anchor is of authorities, and may live longer.
fn lint(list: &Genuine<'_>) -> Vec<Finding> {
    let covers = match list.issuer.role {
        Role::Anchor => Covers::Authorities,
        Role::Intermediate | Role::TimeStampAuthority => Covers::Subscribers,
    };
    let finding = |lint: lint::LintFinding| Finding {
        code: lint.code.to_owned(),
        severity: match lint.severity {
            lint::Severity::Notice => Severity::Notice,
            lint::Severity::Warning => Severity::Warning,
            lint::Severity::Error | lint::Severity::Fatal => Severity::Error,
        },
        serial: None,
        expected: Some(lint.clause.to_owned()),
        found: Some(lint.found),
    };
    lint_crl_of(covers, list.der).into_iter().map(finding).collect()
}
