//! The rule `term-link`: in a guide, a term of `content/glossary.toml` is linked where it is first used.
//!
//! A use is one of the term's forms in a step or in the body, outside of headings, code, links to somewhere else and longer forms of
//! other terms. The first use of either place may carry the link: who reads the steps alone or the body alone still finds it.

use super::blocks::Block;
use super::finding::{Fault, Finding};
use super::phrases::places;
use super::reading::{Part, Text};
use crate::config::{Config, Lang};
use crate::fields::{FieldError, Fields, Place, parse_toml};
use std::ops::Range;

/// The file, from `content/`.
pub(super) const FILE: &str = "glossary.toml";
/// The page whose anchors are the terms, without its ending.
const PAGE: &str = "@/istilah.";

/// A term in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    /// Its anchor.
    pub(super) slug: String,
    /// Its language.
    pub(super) lang: Lang,
    /// How it is written.
    pub(super) forms: Vec<String>,
}

/// The terms of all languages; what else the file says of them is for the page.
///
/// # Errors
/// A term without address or without forms.
pub(super) fn parse(config: &Config, text: &str) -> Result<Vec<Term>, FieldError> {
    let place = Place::file(&format!("content/{FILE}"));
    let table = parse_toml(&place, text)?;
    let mut terms = Vec::new();
    for row in Fields::new(place, &table).tables("term", "slug")? {
        let slug = row.required_text("slug")?;
        let forms = row.required_table("forms")?;
        for lang in config.languages.keys() {
            terms.push(Term {
                slug: slug.to_owned(),
                lang: lang.clone(),
                forms: forms
                    .required_texts(lang.as_str())?
                    .into_iter()
                    .map(str::to_owned)
                    .collect(),
            });
        }
    }
    Ok(terms)
}

/// The terms of a guide whose first use leads nowhere.
#[must_use]
pub(super) fn not_linked(terms: &[Term], texts: &[Text]) -> Vec<Finding> {
    let own: Vec<&Term> = terms
        .iter()
        .filter(|term| texts.first().is_some_and(|text| text.lang == term.lang))
        .collect();
    let mut findings = Vec::new();
    for term in &own {
        let first = |is_here: fn(Part) -> bool| {
            texts.iter().filter(|text| is_here(text.part)).find_map(|text| {
                text.blocks.iter().filter(|block| block.heading.is_none()).find_map(|block| {
                    first_use(term, &own, block).map(|found| (text, block, found))
                })
            })
        };
        let uses = [first(|part| part == Part::Step), first(|part| part == Part::Body)]
            .into_iter()
            .flatten();
        let uses: Vec<_> = uses.collect();
        if uses.iter().any(|(_, _, found)| found.is_linked) {
            continue;
        }
        findings.extend(uses.into_iter().next().map(|(text, block, found)| Finding {
            file: text.file.clone(),
            lang: text.lang.clone(),
            at: text.at.clone(),
            fault: Fault::NotLinked {
                form: block.text.get(found.range).unwrap_or_default().to_owned(),
                link: format!("the glossary (#{})", term.slug),
            },
            text: block.text.clone(),
        }));
    }
    findings
}

struct Use {
    range: Range<usize>,
    is_linked: bool,
}

/// The first use of a term in a block, or its link, if that comes first.
fn first_use(term: &Term, all: &[&Term], block: &Block) -> Option<Use> {
    let anchor = format!("#{}", term.slug);
    let linked = block
        .links
        .iter()
        .find(|link| link.destination.starts_with(PAGE) && link.destination.ends_with(&anchor));
    let covered = |range: &Range<usize>| {
        let longer = |other: &Range<usize>| {
            other.start <= range.start && range.end <= other.end && other.len() > range.len()
        };
        all.iter()
            .any(|other| other.slug != term.slug && uses(other, &block.text).iter().any(longer))
    };
    let elsewhere = |range: &Range<usize>| {
        block.links.iter().any(|link| {
            link.range.start < range.end
                && range.start < link.range.end
                && linked.is_none_or(|own| own != link)
        })
    };
    let used = uses(term, &block.text)
        .into_iter()
        .filter(|range| !covered(range) && !elsewhere(range) && !is_code(&block.text, range))
        .min_by_key(|range| range.start);
    match (linked, used) {
        (None, None) => None,
        (Some(link), None) => Some(Use { range: link.range.clone(), is_linked: true }),
        (None, Some(range)) => Some(Use { range, is_linked: false }),
        (Some(link), Some(range)) => {
            Some(Use { is_linked: link.range.start <= range.start, range })
        }
    }
}

fn uses(term: &Term, text: &str) -> Vec<Range<usize>> {
    let endings: &[&str] = match term.lang.as_str() {
        "id" => &["nya"],
        "en" => &["s", "’s", "'s"],
        _ => &[],
    };
    term.forms.iter().flat_map(|form| places(text, form, endings)).collect()
}

/// Between backticks.
fn is_code(text: &str, range: &Range<usize>) -> bool {
    let before = text.get(..range.start).unwrap_or_default();
    before.matches('`').count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::blocks::blocks;

    const GLOSSARY: &str = "
[[term]]
slug = \"sertifikat-elektronik\"
forms.id = [\"sertifikat elektronik\", \"sertifikat\"]
forms.en = [\"electronic certificate\"]
[[term]]
slug = \"rantai-sertifikat\"
forms.id = [\"rantai sertifikat\"]
forms.en = [\"certificate chain\"]
";

    #[test]
    fn a_term_is_linked_at_its_first_use_in_the_steps_or_in_the_body() {
        let config = Config::parse(
            "config.toml",
            "base_url = \"/\"\ndefault_language = \"id\"\n[languages.en]\n",
        )
        .unwrap();
        let terms = parse(&config, GLOSSARY).unwrap();
        let link = "@/istilah.md#sertifikat-elektronik";
        for (steps, body, expected) in [
            ("Minta sertifikat.", "Sertifikat itu.", Some("sertifikat")),
            (&format!("Minta [sertifikat]({link})."), "Sertifikat itu.", None),
            ("Minta sertifikat.", &format!("[Sertifikat]({link}) itu."), None),
            ("", &format!("Sertifikatnya lalu [sertifikat]({link})."), Some("Sertifikatnya")),
            ("", &format!("Ini [surat itu]({link}), lalu sertifikat."), None),
            ("", "## Sertifikat\n\n`sertifikat` dan [minta sertifikat](@/a.md)", None),
            ("", "[rantai sertifikat](@/istilah.md#rantai-sertifikat)", None),
            ("", "Persertifikatan", None),
            ("", "", None),
        ] {
            let text = |part, text: &str| Text {
                file: "panduan/a.md".to_owned(),
                lang: config.default_language.clone(),
                at: "here".to_owned(),
                part,
                blocks: blocks(text),
            };
            let texts = [text(Part::Step, steps), text(Part::Body, body)];
            let found: Vec<Fault> =
                not_linked(&terms, &texts).into_iter().map(|finding| finding.fault).collect();
            let expected: Vec<Fault> = expected
                .map(|form| Fault::NotLinked {
                    form: form.to_owned(),
                    link: "the glossary (#sertifikat-elektronik)".to_owned(),
                })
                .into_iter()
                .collect();
            assert_eq!(found, expected, "{steps} / {body}");
        }
    }
}
