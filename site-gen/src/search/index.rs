//! The index of one language in the form that `static/js/search-index.js` reads: small, and the same for the same pages.
//!
//! Terms are sorted; each is a capital letter for how many letters it shares with the one before, and the rest. The postings of each
//! term, in the same order and apart by spaces, are numbers in base 70 with the signs of `SIGNS`: four times the distance to
//! the page before, and the level. What stands once or twice in the text of more than a sixth of the pages tells little and is left out;
//! such a term is among the common ones, because what is left would make it look rare.

use super::stems::{self, stems};
use super::words::SearchWords;
use crate::rendered_pages::RenderedPage;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The document.
#[derive(Debug, Serialize)]
struct Index<'a> {
    schema: &'static str,
    lang: &'a str,
    /// Before each address.
    folder: &'a str,
    sections: Vec<&'a str>,
    /// Address, title, description, number of the section.
    pages: Vec<(&'a str, &'a str, String, usize)>,
    terms: String,
    postings: String,
    stop: String,
    common: String,
    same: BTreeMap<String, String>,
}

/// What a word counts by where it stands; the numbers are in the postings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Text,
    /// Three times, and at least once in sixty words.
    OftenInText,
    Heading,
    Title,
}

/// Page number to level.
type Postings = BTreeMap<usize, Level>;

/// Readers of small screens see no more, and the index is much smaller for it.
const DESCRIPTION: usize = 42;

/// Below this many pages everything tells something.
const FEW_PAGES: usize = 8;

/// Digits from 0; from the 71st on, there is more of the number to come. Quotes, backslash and space would cost more in JSON.
const SIGNS: std::ops::RangeInclusive<char> = '#'..='~';
const LAST_DIGITS: usize = 70;
const OTHER_DIGITS: usize = 21;

/// The bytes of the index.
#[must_use]
pub fn json(lang: &str, folder: &str, pages: &[&RenderedPage], words: &SearchWords) -> Vec<u8> {
    let roots = Roots::of(lang, pages);
    let mut terms: BTreeMap<String, Postings> = BTreeMap::new();
    for (number, page) in pages.iter().enumerate() {
        for (root, level) in levels(page, words, &roots) {
            terms.entry(root).or_default().insert(number, level);
        }
    }
    let sixth = pages.len().div_euclid(6);
    let mut common: Vec<String> = Vec::new();
    terms.retain(|term, postings| {
        if pages.len() > FEW_PAGES && postings.len() > sixth {
            common.push(term.clone());
            postings.retain(|_, level| *level > Level::Text);
        }
        !postings.is_empty()
    });

    let home = pages.iter().find(|page| page.path.url() == folder);
    let mut sections: Vec<&str> = Vec::new();
    let mut listed = Vec::new();
    for page in pages {
        // That a page stands below the first one tells a reader nothing.
        let section =
            if home.is_some_and(|home| home.title == page.section) { "" } else { &page.section };
        let section = sections.iter().position(|one| *one == section).unwrap_or_else(|| {
            sections.push(section);
            sections.len().saturating_sub(1)
        });
        let url = page.path.url();
        listed.push((
            url.strip_prefix(folder).unwrap_or(url),
            page.title.as_str(),
            shortened(&page.description),
            section,
        ));
    }
    let index = Index {
        schema: "periksa-search/1",
        lang,
        folder,
        sections,
        pages: listed,
        terms: front_coded(terms.keys()),
        postings: terms.values().map(encoded).collect::<Vec<_>>().join(" "),
        stop: words.stop.join(" "),
        common: common.join(" "),
        same: same(lang, words, &terms),
    };
    let mut bytes = serde_json::to_vec(&index).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// Which root a form with several belongs to: the first that some other word has as its only one.
struct Roots<'l> {
    lang: &'l str,
    certain: BTreeSet<String>,
}

impl<'l> Roots<'l> {
    fn of(lang: &'l str, pages: &[&RenderedPage]) -> Self {
        let mut certain = BTreeSet::new();
        let texts = pages.iter().flat_map(|page| page.texts.iter().map(|text| &text.text));
        for word in texts.flat_map(|text| stems::words(text)) {
            let mut roots = stems(lang, &word);
            if roots.len() == 1 {
                certain.extend(roots.pop());
            }
        }
        Self { lang, certain }
    }

    fn root(&self, word: &str) -> String {
        let roots = stems(self.lang, word);
        let certain = roots.iter().find(|root| self.certain.contains(*root)).cloned();
        certain.or_else(|| roots.into_iter().next()).unwrap_or_else(|| word.to_owned())
    }
}

/// The roots of a page and where they stand.
fn levels(page: &RenderedPage, words: &SearchWords, roots: &Roots<'_>) -> BTreeMap<String, Level> {
    let mut found: BTreeMap<String, Level> = BTreeMap::new();
    let mut often: BTreeMap<String, usize> = BTreeMap::new();
    let mut length = 0_usize;
    let mut note = |text: &str, level: Level| {
        for word in stems::words(text) {
            length = length.saturating_add(1);
            if words.stop.contains(&word) || !tells(&word) {
                continue;
            }
            let root = roots.root(&word);
            let count = often.entry(root.clone()).or_default();
            *count = count.saturating_add(1);
            let own = found.entry(root).or_insert(level);
            *own = level.max(*own);
        }
    };
    for text in &page.texts {
        note(&text.text, if text.is_heading { Level::Heading } else { Level::Text });
    }
    note(&page.description, Level::OftenInText);
    note(&page.title, Level::Title);
    for (root, count) in often {
        if count >= 3 && count.saturating_mul(60) >= length {
            let own = found.entry(root).or_insert(Level::OftenInText);
            *own = Level::OftenInText.max(*own);
        }
    }
    found
}

/// Single letters, fingerprints and long numbers are not searched by anybody.
fn tells(word: &str) -> bool {
    let letters = word.chars().count();
    let digits = word.chars().filter(|c| c.is_numeric()).count();
    match digits {
        0 => (2..=24).contains(&letters),
        all if all == letters => letters <= 4,
        _ => letters <= 8,
    }
}

fn shortened(description: &str) -> String {
    if description.chars().count() <= DESCRIPTION {
        return description.to_owned();
    }
    let end = description.char_indices().nth(DESCRIPTION).map_or(description.len(), |(at, _)| at);
    let cut = description.get(..end).unwrap_or(description);
    match (cut.rfind(". "), cut.rfind(' ')) {
        (Some(at), _) => cut.get(..=at).unwrap_or(cut).to_owned(),
        (None, Some(at)) => format!("{}…", cut.get(..at).unwrap_or(cut)),
        (None, None) => format!("{cut}…"),
    }
}

fn front_coded<'t>(terms: impl Iterator<Item = &'t String>) -> String {
    let mut written = String::new();
    let mut last = "";
    for term in terms {
        let pairs = last.chars().zip(term.chars());
        let shared = pairs.take_while(|(before, now)| before == now).count().min(25);
        written.extend(('A'..='Z').nth(shared));
        written.extend(term.chars().skip(shared));
        last = term;
    }
    written
}

fn encoded(postings: &Postings) -> String {
    let mut written = String::new();
    let mut next = 0_usize;
    for (page, level) in postings {
        let level: usize = match level {
            Level::Text => 0,
            Level::OftenInText => 1,
            Level::Heading => 2,
            Level::Title => 3,
        };
        number(page.saturating_sub(next).saturating_mul(4).saturating_add(level), &mut written);
        next = page.saturating_add(1);
    }
    written
}

fn number(mut value: usize, written: &mut String) {
    let sign = |digit: usize| SIGNS.filter(|c| *c != '\\').nth(digit);
    while value >= LAST_DIGITS {
        written.extend(sign(LAST_DIGITS.saturating_add(value.rem_euclid(OTHER_DIGITS))));
        value = value.div_euclid(OTHER_DIGITS);
    }
    written.extend(sign(value));
}

/// For each form of an everyday word, the terms that the portal has of its meanings.
fn same(
    lang: &str,
    words: &SearchWords,
    terms: &BTreeMap<String, Postings>,
) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (key, meanings) in &words.same {
        let known: BTreeSet<String> = meanings
            .iter()
            .flat_map(|word| stems(lang, word))
            .filter(|root| terms.contains_key(root))
            .collect();
        if known.is_empty() {
            continue;
        }
        let known = known.into_iter().collect::<Vec<_>>().join(" ");
        for root in stems(lang, key) {
            found.insert(root, known.clone());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::rendered_pages;
    use crate::site::{Site, SitePath};

    #[test]
    fn the_index_is_terms_and_postings() {
        let config = Config::parse("config.toml", "base_url = \"/\"\ndefault_language = \"id\"\n");
        let mut site = Site::default();
        for (path, html) in [
            (
                "index.html",
                "<html lang=\"id\"><main><h1>Surat</h1><p>mengirim kunci, kunci, KUNCI 0123456789abcdef",
            ),
            (
                "b/index.html",
                "<html lang=\"id\"><meta name=\"description\" content=\"Hilang\"><main><h1>Kunci</h1><p>dikirim yang hilang</p>",
            ),
        ] {
            site.add(SitePath::new(path).unwrap(), html.as_bytes().to_vec(), "test").unwrap();
        }
        let pages = rendered_pages::of(&site, &config.unwrap());
        let words = SearchWords {
            stop: vec!["yang".to_owned()],
            same: BTreeMap::from([
                ("kehilangan".to_owned(), vec!["hilang".to_owned(), "lenyap".to_owned()]),
                ("hp".to_owned(), vec!["ponsel".to_owned()]),
            ]),
        };
        let pages: Vec<&RenderedPage> = pages.iter().collect();
        // hilang: page 0 (b/), often (the description); kirim: both, text; kunc: title, often; surat: page 1, title.
        let expected = concat!(
            "{\"schema\":\"periksa-search/1\",\"lang\":\"id\",\"folder\":\"\",\"sections\":[\"\"],",
            "\"pages\":[[\"b/\",\"Kunci\",\"Hilang\",0],[\"\",\"Surat\",\"\",0]],",
            "\"terms\":\"AhilangAkirimBuncAsurat\",\"postings\":\"$ ## &$ *\",\"stop\":\"yang\",\"common\":\"\",\"same\":{\"hilang\":\"hilang\"}}\n"
        );
        assert_eq!(String::from_utf8(json("id", "", &pages, &words)).unwrap(), expected);
    }

    #[test]
    fn long_distances_take_more_signs() {
        for (value, expected) in [(0, "#"), (57, "]"), (69, "i"), (70, "q&"), (70 * 21 + 5, "oq&")]
        {
            let mut written = String::new();
            number(value, &mut written);
            assert_eq!(written, expected, "{value}");
        }
    }

    #[test]
    fn long_descriptions_end_after_a_sentence_or_between_words() {
        let long = format!("{} {}", "a".repeat(40), "b".repeat(40));
        assert_eq!(shortened(&long), format!("{}…", "a".repeat(40)));
        assert_eq!(shortened(&format!("Satu. {long}")), "Satu.");
        assert_eq!(shortened("Pendek."), "Pendek.");
    }
}
