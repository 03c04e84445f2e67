//! Figures of readability: words, sentences, long words, and LIX of each page.
//!
//! LIX (läsbarhetsindex, Björnsson 1968) is the number of words a sentence, plus the percentage of words of more than six letters. It
//! counts letters and marks only, so it needs no dictionary and no syllables and can be computed for any language written with them;
//! as Björnsson has it, a colon ends a sentence too. Its scale was set for Swedish. Indonesian builds words with affixes
//! (`memeriksa`, `pemeriksaannya`), which makes words long that are not hard: figures of two languages cannot be compared, and none of
//! them says which grade of school a text needs. They compare pages of one language, and one page with its earlier self.

use super::reading::{self, Text};
use super::sentences::{sentences, words};
use crate::config::Lang;
use crate::content::{Entry, Library};
use serde::Serialize;

/// From how many letters a word is long.
const LONG: usize = 7;
/// A page of fewer sentences is a list or a form, of which an average says nothing.
const FEWEST: usize = 5;

/// What is counted on one page. Only whole sentences count: a heading or a label is no running text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Words.
    pub words: usize,
    /// Sentences, and their parts between colons.
    pub sentences: usize,
    /// Words of more than six letters.
    pub long_words: usize,
}

/// A page and its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readability {
    /// The page, from `content/`.
    pub file: String,
    /// Its language.
    pub lang: Lang,
    /// What was counted.
    pub counts: Counts,
}

/// What is told of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// The page, from `content/`.
    pub file: String,
    /// Words.
    pub words: usize,
    /// Sentences.
    pub sentences: usize,
    /// Words a sentence, with one decimal.
    pub words_a_sentence: String,
    /// The percentage of long words.
    pub long_words: String,
    /// LIX.
    pub lix: String,
}

/// A row of `readability` in the templates of one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The title of the page.
    pub title: String,
    /// Its figures.
    #[serde(flatten)]
    pub figures: Figures,
}

/// The figures of the pages of one language that have an address, in the order of their paths.
#[must_use]
pub fn rows(library: &Library, lang: &Lang) -> Vec<Row> {
    let own = library.entries().filter(|entry| entry.lang == *lang && entry.front.render);
    let row = |entry: &Entry| Row {
        title: entry.front.title.clone().unwrap_or_else(|| entry.source.clone()),
        figures: Readability::of(entry).figures(),
    };
    own.map(row).filter(|row| row.figures.sentences >= FEWEST).collect()
}

impl Counts {
    /// Counts the texts of one page.
    #[must_use]
    pub fn of(texts: &[Text]) -> Self {
        let mut counts = Self::default();
        let blocks = texts.iter().flat_map(|text| &text.blocks);
        for sentence in blocks.flat_map(|block| sentences(&block.text)) {
            if sentence.is_closed {
                counts.sentences = counts.sentences.saturating_add(sentence.stretches.len());
                for word in words(sentence.text) {
                    counts.words = counts.words.saturating_add(1);
                    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
                    counts.long_words =
                        counts.long_words.saturating_add(usize::from(letters >= LONG));
                }
            }
        }
        counts
    }

    /// Tenths, rounded half up; nothing where there is no sentence.
    fn tenths(count: usize, factor: usize, of: usize) -> usize {
        let twice = count.saturating_mul(factor).saturating_mul(2);
        twice.saturating_add(of).checked_div(of.saturating_mul(2)).unwrap_or_default()
    }

    /// The figures, as a language writes decimals.
    #[must_use]
    pub fn figures(&self, file: &str, lang: &Lang) -> Figures {
        let a_sentence = Self::tenths(self.words, 10, self.sentences);
        let long = Self::tenths(self.long_words, 1000, self.words);
        let separator = if lang.as_str() == "en" { '.' } else { ',' };
        let decimal = |tenths: usize| format!("{}{separator}{}", tenths / 10, tenths % 10);
        Figures {
            file: file.to_owned(),
            words: self.words,
            sentences: self.sentences,
            words_a_sentence: decimal(a_sentence),
            long_words: Self::tenths(self.long_words, 100, self.words).to_string(),
            lix: Self::tenths(a_sentence.saturating_add(long), 1, 10).to_string(),
        }
    }
}

impl Readability {
    /// Counts what a page says.
    #[must_use]
    pub fn of(entry: &Entry) -> Self {
        Self {
            file: entry.source.clone(),
            lang: entry.lang.clone(),
            counts: Counts::of(&reading::of_page(entry)),
        }
    }

    /// The figures in its own language.
    #[must_use]
    pub fn figures(&self) -> Figures {
        self.counts.figures(&self.file, &self.lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::prose::blocks::blocks;
    use crate::prose::reading::Part;

    #[test]
    fn lix_is_words_a_sentence_plus_the_percentage_of_long_words() {
        let config =
            Config::parse("config.toml", "base_url = \"/\"\ndefault_language = \"id\"\n").unwrap();
        let lang = config.default_language;
        let body = "## Judul yang tidak dihitung\n\nPilih berkas aslinya. Perangkat memeriksa: isi, lalu `kode` waktu.\n\n- label saja\n";
        let text = Text {
            file: "a.md".to_owned(),
            lang: lang.clone(),
            at: "body".to_owned(),
            part: Part::Body,
            blocks: blocks(body),
        };
        let counts = Counts::of(&[text]);
        // Long: aslinya, Perangkat, memeriksa.
        assert_eq!(counts, Counts { words: 8, sentences: 3, long_words: 3 });
        assert_eq!(
            counts.figures("a.md", &lang),
            Figures {
                file: "a.md".to_owned(),
                words: 8,
                sentences: 3,
                words_a_sentence: "2,7".to_owned(),
                long_words: "38".to_owned(),
                lix: "40".to_owned(),
            }
        );
        assert_eq!(
            Counts::default().figures("b.md", &lang),
            Figures {
                file: "b.md".to_owned(),
                words: 0,
                sentences: 0,
                words_a_sentence: "0,0".to_owned(),
                long_words: "0".to_owned(),
                lix: "0".to_owned(),
            }
        );
    }
}
