//! The rules for what people read: each with its name, its limit, why it is there, and what helps.

use std::fmt;

/// A rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// How many words a sentence may have.
    SentenceLength,
    /// How many sentences a paragraph may have.
    ParagraphLength,
    /// How many characters a title or heading may have.
    HeadingLength,
    /// How many characters a description may have.
    DescriptionLength,
    /// In guides, a term of the glossary is linked where it is first used.
    TermLink,
    /// A step tells the reader to do something.
    PassiveStep,
    /// A word that has a plainer one.
    Jargon,
    /// The same word twice in a row.
    DoubledWord,
}

impl Rule {
    /// All, in the order in which they are told.
    pub const ALL: &[Self] = &[
        Self::SentenceLength,
        Self::ParagraphLength,
        Self::HeadingLength,
        Self::DescriptionLength,
        Self::TermLink,
        Self::PassiveStep,
        Self::Jargon,
        Self::DoubledWord,
    ];

    /// Its name, as findings and exceptions write it.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::SentenceLength => "sentence-length",
            Self::ParagraphLength => "paragraph-length",
            Self::HeadingLength => "heading-length",
            Self::DescriptionLength => "description-length",
            Self::TermLink => "term-link",
            Self::PassiveStep => "passive-step",
            Self::Jargon => "jargon",
            Self::DoubledWord => "doubled-word",
        }
    }

    /// The most that is accepted, where the rule counts.
    #[must_use]
    pub fn limit(self) -> Option<usize> {
        match self {
            Self::SentenceLength => Some(20),
            Self::ParagraphLength => Some(5),
            Self::HeadingLength => Some(60),
            Self::DescriptionLength => Some(160),
            Self::TermLink | Self::PassiveStep | Self::Jargon | Self::DoubledWord => None,
        }
    }

    /// Why it is there.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::SentenceLength => {
                "a reader on a small screen loses the beginning of a long sentence"
            }
            Self::ParagraphLength => "a long paragraph fills a small screen and is skipped",
            Self::HeadingLength => {
                "a heading is found by a glance, and a title fits a tab and a result of a search"
            }
            Self::DescriptionLength => "a result of a search shows no more",
            Self::TermLink => "nobody has to know a term before the page uses it",
            Self::PassiveStep => "a step has to say who does what",
            Self::Jargon => {
                "whoever reads a verdict or decides whether a guide is for them has not learnt our words"
            }
            Self::DoubledWord => "it is a slip",
        }
    }

    /// What helps.
    #[must_use]
    pub fn remedy(self) -> &'static str {
        match self {
            Self::SentenceLength => "make two sentences, or a list",
            Self::ParagraphLength => "make two paragraphs, or a list",
            Self::HeadingLength | Self::DescriptionLength => "say less here and the rest below",
            Self::TermLink => "link it at its first use in the steps or in the body",
            Self::PassiveStep => "begin with the verb, or name who acts",
            Self::Jargon => "use the plain word",
            Self::DoubledWord => "leave one out",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.id())
    }
}
