//! The whole mapping from what was found about a signature to its verdict, for pages to render and for tests to hold.

use super::{Additions, Completeness, SinceThen, Verdict};
use crate::indication::Indication;

/// One row: everything the verdict of a signature follows from, and the verdict.
///
/// It is that of a signature under a real anchor; under one for tests it is `uji`, and this is its `would_be`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerdictRow {
    /// Under the published policy.
    pub indication: Indication,
    /// Whether every check was made.
    pub completeness: Completeness,
    /// What became of the certificates.
    pub since_then: SinceThen,
    /// What came after the signature.
    pub additions: Additions,
    /// What follows.
    pub verdict: Verdict,
}

/// Every row: each indication, with and without everything checked, ended and added.
#[must_use]
pub fn verdict_table() -> Vec<VerdictRow> {
    let mut rows = Vec::new();
    for indication in Indication::all() {
        for completeness in [Completeness::Complete, Completeness::SomethingNotChecked] {
            for since_then in [SinceThen::StillValid, SinceThen::Ended] {
                for additions in [Additions::None, Additions::Visible, Additions::NotPermitted] {
                    let verdict =
                        Verdict::of_signature(indication, completeness, since_then, additions);
                    let row =
                        VerdictRow { indication, completeness, since_then, additions, verdict };
                    rows.push(row);
                }
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    /// TOTAL-PASSED is earned, and nothing else is ever good (I1).
    #[test]
    fn no_other_indication_and_no_gap_gives_a_good_verdict() {
        let table = verdict_table();
        assert_eq!(table.len(), 27 * 2 * 2 * 3);
        let good: Vec<_> = table
            .iter()
            .filter(|row| row.verdict.is_good())
            .map(|row| (row.indication, row.completeness, row.since_then, row.additions))
            .collect();
        let earned = |since_then, additions| {
            (Indication::TotalPassed, Completeness::Complete, since_then, additions)
        };
        let expected = [
            earned(SinceThen::StillValid, Additions::None),
            earned(SinceThen::StillValid, Additions::Visible),
            earned(SinceThen::Ended, Additions::None),
            earned(SinceThen::Ended, Additions::Visible),
        ];
        assert_eq!(good, expected);
    }

    /// Whatever gets worse, the verdict does not get better.
    #[test]
    fn the_verdict_is_monotone() {
        const fn rank(indication: Indication) -> u8 {
            match indication {
                Indication::TotalPassed => 0,
                Indication::Indeterminate(_) => 1,
                Indication::TotalFailed(_) => 2,
            }
        }
        let table = verdict_table();
        let mut compared = 0;
        for one in &table {
            for other in &table {
                // One main indication has no order among its sub-indications.
                let is_worse = (one.indication == other.indication
                    || rank(one.indication) < rank(other.indication))
                    && one.completeness <= other.completeness
                    && one.since_then <= other.since_then
                    && one.additions <= other.additions;
                if is_worse {
                    assert!(one.verdict <= other.verdict, "{one:?}\n{other:?}");
                    compared += 1;
                }
            }
        }
        // Of the pairs of indications 27 are the same and 20 + 6 + 20 * 6 ordered; of the others 3 * 3 * 6 are.
        assert_eq!(compared, (27 + 20 + 6 + 120) * 54);
    }
}
