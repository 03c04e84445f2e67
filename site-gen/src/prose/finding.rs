//! What is found, and where.

use super::rules::Rule;
use crate::config::Lang;
use std::fmt;

/// How much of a sentence a finding quotes, in characters.
const QUOTED: usize = 80;

/// A rule that a text does not follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// From `content/`.
    pub file: String,
    /// The language of the text.
    pub lang: Lang,
    /// Where in the file, like `extra.steps[2].text`.
    pub at: String,
    /// What is so.
    pub fault: Fault,
    /// The whole sentence, heading or beginning of the paragraph.
    pub text: String,
}

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// More than the rule accepts.
    Longer {
        /// Of which rule.
        rule: Rule,
        /// How much there is.
        found: usize,
        /// What is counted.
        unit: &'static str,
        /// How much there may be.
        most: usize,
    },
    /// A term whose first use leads nowhere.
    NotLinked {
        /// As it is written here.
        form: String,
        /// Where it should lead.
        link: String,
    },
    /// A step in which something is done by somebody.
    Passive {
        /// The words that show it.
        words: String,
    },
    /// A word that has a plainer one.
    Jargon {
        /// As the table has it.
        word: String,
        /// What to write.
        instead: String,
    },
    /// A word twice.
    Doubled {
        /// Which.
        word: String,
    },
}

impl Fault {
    /// The rule.
    #[must_use]
    pub fn rule(&self) -> Rule {
        match self {
            Self::Longer { rule, .. } => *rule,
            Self::NotLinked { .. } => Rule::TermLink,
            Self::Passive { .. } => Rule::PassiveStep,
            Self::Jargon { .. } => Rule::Jargon,
            Self::Doubled { .. } => Rule::DoubledWord,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Longer { found, unit, most, .. } => {
                write!(formatter, "{found} {unit}, at most {most}")
            }
            Self::NotLinked { form, link } => write!(formatter, "“{form}” is not linked to {link}"),
            Self::Passive { words } => write!(formatter, "“{words}” hides who acts"),
            Self::Jargon { word, instead } => write!(formatter, "“{word}”: write “{instead}”"),
            Self::Doubled { word } => write!(formatter, "“{word}” twice"),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, lang, at, fault, text } = self;
        let rule = fault.rule();
        let text = cut(text);
        write!(
            formatter,
            "content/{file}: {at} ({lang}): {rule}: {fault}; {}: “{text}”",
            rule.remedy()
        )
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn a_finding_says_where_which_rule_how_much_and_what_helps() {
        let config = Config::parse("config.toml", "base_url = \"/\"\n").unwrap();
        let long = "kata ".repeat(23);
        let finding = Finding {
            file: "panduan/a.md".to_owned(),
            lang: config.default_language,
            at: "extra.steps[2].text".to_owned(),
            fault: Fault::Longer { rule: Rule::SentenceLength, found: 23, unit: "words", most: 20 },
            text: long,
        };
        let quoted = "kata ".repeat(16);
        assert_eq!(
            finding.to_string(),
            format!(
                "content/panduan/a.md: extra.steps[2].text (en): sentence-length: 23 words, at most 20; make two sentences, or a list: “{}…”",
                quoted.trim_end()
            )
        );
    }
}
