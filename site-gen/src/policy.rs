//! `content/policy.toml`: the rules of "Kebijakan Verifikasi Periksa 1" in words, one source for its page and for what reports
//! say of a rule. Numbers are the verifier's; the rules that it knows by key, and these alone, have to be there.

use crate::config::Lang;
use crate::fields::Fields;
use crate::per_language::{PerLanguage, Table};
use crate::words::WordsError;
use crate::words::row::{Arguments, Row, complete, once, one_of};
use serde::Serialize;
use std::collections::BTreeMap;
use verifier::policy::{Budget, CLOCK_TOLERANCE};
use verifier::{Indication, Relaxation};

/// The file, from `content/`.
pub const FILE: &str = "policy.toml";

/// The policy in all languages.
pub type Policy = PerLanguage<PolicyWords>;

/// The policy in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PolicyWords {
    /// What it is called.
    pub name: String,
    /// In the order of the file.
    pub rules: Vec<Rule>,
}

/// What sort of rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// What a good verdict asks.
    Requirement,
    /// What is accepted although EN 319 102-1 with nothing relaxed does not.
    Relaxation,
    /// How much work one file may cause.
    Limit,
}

/// A rule, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// Its key, which is its address on the page.
    pub key: String,
    /// What sort of rule.
    pub kind: Kind,
    /// Its name; limits have none.
    pub title: String,
    /// The rule.
    pub text: String,
    /// Why.
    pub reason: String,
    /// Standards and articles.
    pub source: Vec<String>,
    /// What EN 319 102-1 asks instead; for relaxations.
    pub strict_text: String,
    /// The indications it would give; for relaxations.
    pub strict: Vec<String>,
}

impl Table for PolicyWords {
    const FILE: &'static str = FILE;
    const KEYS: &'static [&'static str] = &["name", "rule"];

    fn read(fields: &Fields<'_>, lang: &Lang, all: &[&Lang]) -> Result<Self, WordsError> {
        let limits = Budget::DEFAULT.limits();
        let mut words = Self {
            name: Row { fields, lang, all, arguments: Arguments::Known(&[]) }.text("name")?,
            rules: Vec::new(),
        };
        let mut seen = BTreeMap::new();
        for row in fields.tables("rule", "key")? {
            let rule = read_rule(&row, lang, all, &limits)?;
            once(&row, seen.insert(rule.key.clone(), ()))?;
            words.rules.push(rule);
        }
        complete(FILE, "rule", Relaxation::ALL.map(Relaxation::key).iter(), &seen)?;
        complete(FILE, "rule", limits.iter().map(|(key, _)| key), &seen)?;
        Ok(words)
    }
}

fn read_rule(
    row: &Fields<'_>,
    lang: &Lang,
    all: &[&Lang],
    limits: &[(&'static str, u64)],
) -> Result<Rule, WordsError> {
    let texts = |arguments| Row { fields: row, lang, all, arguments: Arguments::Known(arguments) };
    let plain = texts(&[]);
    let own = |key| -> Result<Vec<String>, WordsError> {
        Ok(row.required_texts(key)?.into_iter().map(str::to_owned).collect())
    };
    let key = row.required_text("key")?.to_owned();
    let mut rule = Rule {
        kind: Kind::Requirement,
        title: String::new(),
        text: String::new(),
        reason: plain.text("reason")?,
        source: Vec::new(),
        strict_text: String::new(),
        strict: Vec::new(),
        key,
    };
    match one_of(row, "kind", &["requirement", "relaxation", "limit"])? {
        "limit" => {
            row.only(&["key", "kind", "unit", "text", "reason"])?;
            let keys: Vec<&str> = limits.iter().map(|(key, _)| *key).collect();
            one_of(row, "key", &keys)?;
            let bound = limits.iter().find(|(key, _)| *key == rule.key);
            let bound = bound.map(|(_, bound)| *bound).unwrap_or_default();
            let shown = match one_of(row, "unit", &["bytes", "count"])? {
                "bytes" => bytes(bound, lang),
                _ => count(bound, lang),
            };
            rule.kind = Kind::Limit;
            rule.text = texts(&["value"]).text("text")?.replace("{value}", &shown);
        }
        "relaxation" => {
            row.only(&[
                "key",
                "kind",
                "title",
                "text",
                "strict_text",
                "reason",
                "strict",
                "source",
            ])?;
            one_of(row, "key", &Relaxation::ALL.map(Relaxation::key))?;
            let known: Vec<String> = Indication::all().into_iter().map(Indication::full).collect();
            rule.kind = Kind::Relaxation;
            rule.text = plain.text("text")?;
            rule.strict_text = plain.text("strict_text")?;
            rule.strict = own("strict")?;
            if let Some(other) = rule.strict.iter().find(|strict| !known.contains(strict)) {
                return Err(row.unexpected("strict", "indications of EN 319 102-1", other).into());
            }
        }
        _ => {
            row.only(&["key", "kind", "title", "text", "reason", "source"])?;
            let minutes = CLOCK_TOLERANCE.checked_div(60).unwrap_or_default().to_string();
            rule.text = texts(&["minutes"]).text("text")?.replace("{minutes}", &minutes);
        }
    }
    if rule.kind != Kind::Limit {
        rule.title = plain.text("title")?;
        rule.source = own("source")?;
    }
    Ok(rule)
}

/// In the largest unit in which it is whole.
fn bytes(bytes: u64, lang: &Lang) -> String {
    let units = [(1_000_000_000, "GB"), (1024 * 1024, "MiB"), (1_000_000, "MB")];
    let whole = units.iter().find_map(|(size, unit)| {
        let is_whole = bytes.checked_rem(*size) == Some(0);
        Some((bytes.checked_div(*size).filter(|_| is_whole)?, *unit))
    });
    match whole {
        Some((number, unit)) => format!("{} {unit}", count(number, lang)),
        None => format!("{} byte", count(bytes, lang)),
    }
}

/// With the thousands set off as the language does.
fn count(number: u64, lang: &Lang) -> String {
    let separator = if lang.as_str() == "en" { ',' } else { '.' };
    let digits: Vec<char> = number.to_string().chars().rev().collect();
    let groups: Vec<String> = digits.chunks(3).map(|group| group.iter().collect()).collect();
    groups.join(&separator.to_string()).chars().rev().collect()
}
