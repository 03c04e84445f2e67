//! `verdicts` and `indications` in templates: each with what its page says, and with links both ways.

use super::words::VerdictPageWords;
use crate::indications::{IndicationRow, IndicationWords};
use crate::words::{Language, VerdictWords};
use serde::Serialize;
use std::collections::BTreeMap;
use verifier::Indication;

/// What decides before any indication does.
const ALWAYS: [&str; 2] = ["changes-not-permitted", "test-anchor"];

/// A verdict.
#[derive(Debug, Serialize)]
pub struct VerdictValue<'w> {
    key: &'w str,
    shape: &'w str,
    tone: &'w str,
    headline: &'w str,
    /// The first sentence of its meaning.
    summary: &'w str,
    happened: &'w str,
    meaning: &'w str,
    action: &'w str,
    changes: Vec<ChangeValue<'w>>,
    /// Units of the regulation, such as `pasal-6-ayat-2`.
    articles: Vec<String>,
    indications: Vec<&'w IndicationRow>,
    conditions: Vec<&'w str>,
    /// The file name of a demo letter that shows it.
    sample: Option<&'w str>,
}

#[derive(Debug, Serialize)]
struct ChangeValue<'w> {
    text: &'w str,
    to: Option<LinkValue<'w>>,
}

/// A verdict, to link to.
#[derive(Debug, Serialize)]
struct LinkValue<'w> {
    key: &'w str,
    headline: &'w str,
}

/// An indication.
#[derive(Debug, Serialize)]
pub struct IndicationValue<'w> {
    #[serde(flatten)]
    row: &'w IndicationRow,
    /// The verdicts that it leads to.
    verdicts: Vec<FollowsValue<'w>>,
    /// What leads to another verdict whatever the indication.
    always: Vec<FollowsValue<'w>>,
}

#[derive(Debug, Serialize)]
struct FollowsValue<'w> {
    verdict: LinkValue<'w>,
    /// What besides the indication leads to it; none: the indication alone.
    when: Vec<&'w str>,
}

/// The tables of one language.
#[derive(Debug, Clone, Copy)]
pub struct Told<'w> {
    /// What verdicts say.
    pub words: &'w Language,
    /// What indications and conditions say.
    pub indications: &'w IndicationWords,
    /// What the pages of verdicts say besides.
    pub pages: &'w VerdictPageWords,
}

impl<'w> Told<'w> {
    /// Every verdict, in the order of the table of words.
    #[must_use]
    pub fn verdicts(self) -> Vec<VerdictValue<'w>> {
        self.words.verdicts_in_order().filter_map(|verdict| self.verdict(verdict)).collect()
    }

    fn verdict(self, verdict: &'w VerdictWords) -> Option<VerdictValue<'w>> {
        let page = self.pages.verdicts.get(&verdict.key)?;
        let changes = page.changes.iter().map(|change| ChangeValue {
            text: &change.text,
            to: change.to.as_ref().and_then(|key| self.words.verdicts.get(key)).map(link),
        });
        Some(VerdictValue {
            key: &verdict.key,
            shape: &verdict.shape,
            tone: &verdict.tone,
            headline: &verdict.headline,
            summary: first_sentence(&verdict.meaning),
            happened: &page.happened,
            meaning: &verdict.meaning,
            action: page.action.as_ref().unwrap_or(&verdict.action),
            changes: changes.collect(),
            articles: verdict.articles.iter().filter_map(|key| unit(key)).collect(),
            indications: named(&self.indications.indications, &verdict.indications),
            conditions: self.conditions(verdict.conditions.iter()),
            sample: page.sample.as_deref(),
        })
    }

    /// Every indication, in the order of the standard.
    #[must_use]
    pub fn indications(self) -> Vec<IndicationValue<'w>> {
        let all = Indication::all().into_iter();
        all.filter_map(|indication| self.indication(indication)).collect()
    }

    fn indication(self, indication: Indication) -> Option<IndicationValue<'w>> {
        let row = self.indications.indications.get(&indication.full())?;
        let mut verdicts = Vec::new();
        let mut always = Vec::new();
        for verdict in self.words.verdicts_in_order() {
            let (first, others): (Vec<_>, Vec<_>) =
                verdict.conditions.iter().partition(|key| ALWAYS.contains(&key.as_str()));
            if verdict.indications.contains(&row.key) {
                // Only where all else is well does anything but the indication tell verdicts apart.
                let is_passed = indication == Indication::TotalPassed;
                let others = others.into_iter().filter(|_| is_passed);
                verdicts
                    .push(FollowsValue { verdict: link(verdict), when: self.conditions(others) });
            }
            if !first.is_empty() {
                let when = self.conditions(first.into_iter());
                always.push(FollowsValue { verdict: link(verdict), when });
            }
        }
        Some(IndicationValue { row, verdicts, always })
    }

    fn conditions(self, keys: impl Iterator<Item = &'w String>) -> Vec<&'w str> {
        keys.filter_map(|key| self.indications.conditions.get(key)).map(String::as_str).collect()
    }
}

fn named<'w, T>(map: &'w BTreeMap<String, T>, keys: &[String]) -> Vec<&'w T> {
    keys.iter().filter_map(|key| map.get(key)).collect()
}

fn link(verdict: &VerdictWords) -> LinkValue<'_> {
    LinkValue { key: &verdict.key, headline: &verdict.headline }
}

fn first_sentence(text: &str) -> &str {
    let end = text.find(". ").and_then(|dot| text.get(..=dot));
    end.unwrap_or(text)
}

/// The article `6(2)` of the table of words is the unit `pasal-6-ayat-2`.
fn unit(article: &str) -> Option<String> {
    let (pasal, ayat) = article.strip_suffix(')')?.split_once('(')?;
    Some(format!("pasal-{pasal}-ayat-{ayat}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_is_the_first_sentence() {
        for (text, expected) in [("A b. C.", "A b."), ("A b.", "A b."), ("A. B. C.", "A.")] {
            assert_eq!(first_sentence(text), expected);
        }
    }

    #[test]
    fn an_article_has_an_address_in_the_regulation() {
        assert_eq!(unit("6(2)").as_deref(), Some("pasal-6-ayat-2"));
        assert_eq!(unit("6"), None);
    }
}
