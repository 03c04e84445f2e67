//! `content/history.toml` and `content/findings.toml`: everything in words that is told of the history of revocation lists.
//! Words for reasons are those of `verdicts.toml`, so that a page says the same as a verdict.

use crate::config::Lang;
use crate::crl::monitor;
use crate::fields::Fields;
use crate::lint::words::{self as lint_words, LintWords};
use crate::per_language::{PerLanguage, Table};
use crate::words::row::{Arguments, Piece, Row, complete, once, one_of, pieces};
use crate::words::{Language, WordsError};
use std::collections::BTreeMap;

/// The labels, and what fills each.
pub const LABELS: &[(&str, &[&str])] = &[
    ("thousands", &[]),
    ("reason-removeFromCRL", &[]),
    ("reason-aACompromise", &[]),
    ("name-part", &["name", "part"]),
    ("newest", &["date", "entries"]),
    ("watched", &["date", "lists"]),
    ("ever", &["total", "listed", "left"]),
    ("most-month", &["count", "month"]),
    ("most-reason", &["reason", "count", "total"]),
    ("none", &[]),
    ("outside", &["count"]),
    ("older", &["month"]),
    ("months-title", &["name"]),
    ("months-description", &["first", "last", "count", "month"]),
    ("reasons-title", &["name"]),
    ("reasons-description", &["reason", "count"]),
    ("sizes-title", &["name"]),
    ("sizes-description", &["first", "from", "last", "to"]),
    ("no-data", &[]),
    ("at-least", &["count"]),
    ("same-list", &[]),
    ("finding-list", &["number", "date"]),
    ("finding-no-number", &["date"]),
    ("finding-serial", &["serials"]),
    ("finding-more", &["count"]),
    ("finding-expected", &["expected"]),
    ("finding-found", &["found"]),
    ("nothing-found", &["date"]),
    ("action-refused", &[]),
    ("action-held", &[]),
    ("action-published", &[]),
    ("action-placed", &[]),
    ("action-waiting", &[]),
    ("feed-title", &["name"]),
    ("event-added", &["count"]),
    ("event-first", &["count"]),
    ("event-finding", &["title"]),
    ("event-registry", &["version"]),
    ("calendar-title", &["name"]),
    ("calendar-text", &["date"]),
];

const MONTHS: &[&str] = &["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"];

/// The names of `CRLReason` (RFC 5280 5.3.1), as the verifier writes them.
pub const REASONS: &[&str] = &[
    "unspecified",
    "keyCompromise",
    "cACompromise",
    "affiliationChanged",
    "superseded",
    "cessationOfOperation",
    "certificateHold",
    "removeFromCRL",
    "privilegeWithdrawn",
    "aACompromise",
];

/// Why a list can be refused, as [`Refusal::code`](crate::crl::refusal::Refusal::code) names it; one that is held has the codes of
/// the monitor.
pub const REFUSALS: &[&str] = &[
    "number-backwards",
    "this-update-backwards",
    "same-number-other-bytes",
    "same-this-update-other-bytes",
    "not-a-list",
    "empty",
    "html",
    "truncated",
    "unknown-issuer",
    "ambiguous-issuer",
    "signature",
    "weak-algorithm",
    "unusable",
    "delta",
    "limited-scope",
    "wrong-point",
    "future",
    "entries",
    "not-older",
    "out-of-order",
    "too-large",
];

/// Everything that has words: what the monitor can find, and why a list can be refused.
fn codes() -> Vec<&'static str> {
    monitor::CODES.iter().chain(REFUSALS).copied().collect()
}

/// Labels and months in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryWords {
    labels: BTreeMap<String, String>,
    months: BTreeMap<String, String>,
}

impl Table for HistoryWords {
    const FILE: &'static str = "history.toml";
    const KEYS: &'static [&'static str] = &["label", "month"];

    fn read(fields: &Fields<'_>, lang: &Lang, all: &[&Lang]) -> Result<Self, WordsError> {
        let mut words = Self::default();
        let known: Vec<&str> = LABELS.iter().map(|(key, _)| *key).collect();
        for (list, keys) in [("label", known.as_slice()), ("month", MONTHS)] {
            let found = if list == "label" { &mut words.labels } else { &mut words.months };
            for row in fields.tables(list, "key")? {
                row.only(&["key", "text"])?;
                let key = one_of(&row, "key", keys)?;
                let filled = LABELS.iter().find(|(label, _)| *label == key);
                let arguments = Arguments::Known(filled.map_or(&[], |(_, filled)| filled));
                let text = Row { fields: &row, lang, all, arguments }.text("text")?;
                once(&row, found.insert(key.to_owned(), text))?;
            }
            complete(Self::FILE, list, keys.iter(), found)?;
        }
        Ok(words)
    }
}

/// The findings in one language, by code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FindingWords(BTreeMap<String, FindingText>);

/// A finding in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingText {
    /// What it is called.
    pub title: String,
    /// What was found.
    pub text: String,
    /// What it means for a letter.
    pub meaning: String,
}

impl Table for FindingWords {
    const FILE: &'static str = "findings.toml";
    const KEYS: &'static [&'static str] = &["finding"];

    fn read(fields: &Fields<'_>, lang: &Lang, all: &[&Lang]) -> Result<Self, WordsError> {
        let mut findings = BTreeMap::new();
        for row in fields.tables("finding", "key")? {
            row.only(&["key", "title", "text", "meaning"])?;
            let words = Row { fields: &row, lang, all, arguments: Arguments::Known(&[]) };
            let finding = FindingText {
                title: words.text("title")?,
                text: words.text("text")?,
                meaning: words.text("meaning")?,
            };
            once(&row, findings.insert(one_of(&row, "key", &codes())?.to_owned(), finding))?;
        }
        complete(Self::FILE, "finding", codes().iter(), &findings)?;
        Ok(Self(findings))
    }
}

/// All tables in all languages.
#[derive(Debug)]
pub struct Tables {
    /// `history.toml`
    pub history: PerLanguage<HistoryWords>,
    /// `findings.toml`
    pub findings: PerLanguage<FindingWords>,
    /// `lint.toml`
    pub lint: lint_words::Words,
}

impl Tables {
    /// They in one language, with the words that verdicts use.
    #[must_use]
    pub fn speaker<'w>(&'w self, lang: &Lang, verdicts: &'w Language) -> Option<Speaker<'w>> {
        let (history, findings) = (self.history.language(lang)?, self.findings.language(lang)?);
        Some(Speaker { history, findings, lint: self.lint.language(lang)?, verdicts })
    }
}

/// Says things in one language.
#[derive(Debug, Clone, Copy)]
pub struct Speaker<'w> {
    history: &'w HistoryWords,
    findings: &'w FindingWords,
    lint: &'w LintWords,
    verdicts: &'w Language,
}

impl<'w> Speaker<'w> {
    /// A label of [`LABELS`], filled.
    #[must_use]
    pub fn label(&self, key: &str, values: &[(&str, &str)]) -> String {
        let text = self.history.labels.get(key).map_or("", String::as_str);
        let filled = pieces(text).into_iter().map(|piece| match piece {
            Piece::Text(text) => text,
            Piece::Placeholder(name) => {
                values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
            }
        });
        filled.collect()
    }

    /// The words for a code; none for the code of a lint.
    #[must_use]
    pub fn finding(&self, code: &str) -> Option<&'w FindingText> {
        self.findings.0.get(code)
    }

    /// The words for the code of a lint: what was found, and what that means for whoever reads a verdict.
    #[must_use]
    pub fn lint(&self, code: &str) -> Option<(&'w str, &'w str)> {
        self.lint.findings.get(code).map(|words| (&*words.text, &*words.meaning))
    }

    /// Words for the name of a `CRLReason`; an entry without one does not say why.
    #[must_use]
    pub fn reason(&self, reason: Option<&str>) -> String {
        let name = reason.unwrap_or("unspecified");
        let key = format!("reason-{name}");
        let found = self.verdicts.labels.get(&key).or_else(|| self.history.labels.get(&key));
        found.map_or(name, String::as_str).to_owned()
    }

    /// `6012` as `6.012` or `6,012`.
    #[must_use]
    pub fn number(&self, number: u64) -> String {
        let (digits, between) = (number.to_string(), self.label("thousands", &[]));
        let mut text = String::new();
        for (place, digit) in digits.chars().enumerate() {
            let left = digits.len().saturating_sub(place);
            if place > 0 && left.is_multiple_of(3) {
                text.push_str(&between);
            }
            text.push(digit);
        }
        text
    }

    /// `2026-02` or any later text of RFC 3339 as `Februari 2026`.
    #[must_use]
    pub fn month(&self, moment: &str) -> String {
        match (moment.get(..4), moment.get(5..7).and_then(|month| self.history.months.get(month))) {
            (Some(year), Some(month)) => format!("{month} {year}"),
            _ => moment.to_owned(),
        }
    }

    /// The month's name, cut to three letters.
    #[must_use]
    pub fn short_month(&self, moment: &str) -> String {
        self.month(moment).chars().take(3).collect()
    }

    /// A moment of RFC 3339 as a day, `3 Februari 2026`.
    #[must_use]
    pub fn date(&self, moment: &str) -> String {
        match moment.get(8..10).map(|day| day.trim_start_matches('0')) {
            Some(day) => format!("{day} {}", self.month(moment)),
            None => moment.to_owned(),
        }
    }

    /// A moment of RFC 3339 with its time, `3 Februari 2026 00:37 UTC`.
    #[must_use]
    pub fn moment(&self, moment: &str) -> String {
        match moment.get(11..16) {
            Some(time) => format!("{} {time} UTC", self.date(moment)),
            None => moment.to_owned(),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::config::Config;
    use crate::policy::{self, Policy};
    use crate::words::{self, Words};
    use std::path::Path;

    /// The project's own words.
    pub(crate) fn with_speaker<T>(code: &str, ask: impl FnOnce(&Speaker<'_>) -> T) -> T {
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content");
        let read = |file: &str| std::fs::read_to_string(content.join(file)).unwrap();
        let text = "base_url = \"/\"\ndefault_language = \"id\"\n[languages.en]\n";
        let config = Config::parse("config.toml", text).unwrap();
        let tables = Tables {
            history: PerLanguage::parse(&config, &read(HistoryWords::FILE)).unwrap(),
            findings: PerLanguage::parse(&config, &read(FindingWords::FILE)).unwrap(),
            lint: PerLanguage::parse(&config, &read(LintWords::FILE)).unwrap(),
        };
        let policy = Policy::parse(&config, &read(policy::FILE)).unwrap();
        let words = Words::parse(&config, &read(words::FILE), &policy).unwrap();
        let lang = config.language(code).unwrap();
        ask(&tables.speaker(lang, words.language(lang).unwrap()).unwrap())
    }

    #[test]
    fn numbers_and_moments_are_written_as_the_reader_writes_them() {
        with_speaker("id", |words| {
            for (number, text) in
                [(0, "0"), (999, "999"), (6012, "6.012"), (1_234_567, "1.234.567")]
            {
                assert_eq!(words.number(number), text);
            }
            assert_eq!(words.date("2026-02-03T00:37:33Z"), "3 Februari 2026");
            assert_eq!(words.moment("2026-02-13T00:37:33Z"), "13 Februari 2026 00:37 UTC");
            assert_eq!(words.short_month("2026-08"), "Agu");
            // What is no moment is shown as it is.
            assert_eq!(words.moment("kapan"), "kapan");
        });
        with_speaker("en", |words| assert_eq!(words.number(6012), "6,012"));
    }

    #[test]
    fn every_reason_of_the_standard_has_words() {
        for code in ["id", "en"] {
            with_speaker(code, |words| {
                for reason in REASONS {
                    assert_ne!(words.reason(Some(reason)), *reason, "{code}");
                }
                assert_eq!(words.reason(None), words.reason(Some("unspecified")));
            });
        }
    }

    #[test]
    fn every_refusal_has_words() {
        let source = include_str!("../crl/refusal.rs");
        let body =
            source.split_once("fn code(&self)").unwrap().1.split_once("\n    }\n").unwrap().0;
        let codes: Vec<&str> = body.split('"').skip(1).step_by(2).collect();
        assert!(codes.len() > 20, "{codes:?}");
        for code in codes {
            // A list that is held has the findings that it is held for.
            assert!(REFUSALS.contains(&code) || code == "held" || code == "over", "{code}");
        }
    }

    #[test]
    fn a_code_of_the_monitor_has_words_and_that_of_a_lint_has_none() {
        with_speaker("id", |words| {
            for code in codes() {
                assert!(words.finding(code).is_some(), "{code}");
            }
            assert_eq!(words.finding("crl-number-critical"), None);
        });
    }
}
