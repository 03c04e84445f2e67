//! Why an oracle answers otherwise than the verifier, and who is right: `tests/differential/explanations.toml`.
//!
//! A difference that no explanation fits is a finding, and an explanation that fits no difference has outlived it. Labels are
//! wider than what they explain: where the verifier stands alone, only an explanation that says so fits.

use serde::Deserialize;

use super::{Answer, Case, Verdict};

/// The table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explanations {
    /// In the order of the file: the first that fits is taken.
    #[serde(rename = "explanation")]
    pub all: Vec<Explanation>,
}

/// One rule that implementations read differently, or one that some have not implemented.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explanation {
    /// Its name.
    pub name: String,
    /// The oracles that answer so.
    oracles: Vec<String>,
    /// What they answer, against the verifier.
    says: Verdict,
    /// Patterns of labels, of which the case has one. Without any, every case fits.
    #[serde(default)]
    labels: Vec<String>,
    /// Parts of the oracle's words, of which one stands there. Without any, all words fit.
    #[serde(default)]
    words: Vec<String>,
    /// Whether it fits even where all oracles that are able to answer say the same against the verifier.
    #[serde(default)]
    alone: bool,
    /// The clause, the oracle's limit, and so who is right.
    pub because: String,
}

impl Explanations {
    /// The first explanation of this oracle's answer to this case, to which the verifier answers otherwise.
    #[must_use]
    pub fn of(&self, case: &Case, oracle: &str, answer: &Answer) -> Option<&Explanation> {
        let same =
            |other: &Answer| other.verdict == answer.verdict || other.verdict == Verdict::Unable;
        let alone = case.answers.values().all(same);
        self.all.iter().find(|explanation| {
            (explanation.alone || !alone) && explanation.fits(case, oracle, answer)
        })
    }
}

impl Explanation {
    fn fits(&self, case: &Case, oracle: &str, answer: &Answer) -> bool {
        let labelled = |pattern: &String| case.labels.iter().any(|label| begins(label, pattern));
        self.says == answer.verdict
            && self.oracles.iter().any(|name| name == oracle)
            && (self.labels.is_empty() || self.labels.iter().any(labelled))
            && (self.words.is_empty()
                || self.words.iter().any(|words| answer.reason.contains(words)))
    }
}

/// Whether the label begins with the parts of the pattern, of which `*` is any. Parts are set apart by colons.
fn begins(label: &str, pattern: &str) -> bool {
    let mut parts = label.split(':');
    pattern
        .split(':')
        .all(|wanted| parts.next().is_some_and(|part| wanted == "*" || part == wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_fits_the_beginning_of_a_label() {
        let rows = [
            ("revoked:ca:hold:later", "revoked", true),
            ("revoked:ca:hold:later", "revoked:*:*:later", true),
            ("revoked:ca:hold", "revoked:*:*:later", false),
            ("revoked:ca:hold", "revoked:end-entity", false),
            ("revoked-ca", "revoked", false),
        ];
        for (label, pattern, expected) in rows {
            assert_eq!(begins(label, pattern), expected, "{label} {pattern}");
        }
    }
}
