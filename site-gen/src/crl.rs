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

pub mod genuine;
pub mod insertion;
pub mod intake;
pub mod journal;
pub mod ledger;
pub mod lock;
pub mod monitor;
pub mod refusal;
pub mod shelf;

pub mod thinning;

use crate::history::Finding;

/// What the lint says of a list.
#[must_use]
pub fn lint(_der: &[u8]) -> Vec<Finding> {
    // Connected with `lint::lint_crl` once that is here.
    Vec::new()
}
