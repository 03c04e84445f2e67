//! What can be wrong with `content/regulation.toml`, and with what refers to it.

use super::FILE;
use crate::fields::FieldError;
use crate::words::WordsError;

/// Why there is no regulation, or not the unit that is asked for.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum RegulationError {
    /// A field.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// What is said of the regulation.
    #[error(transparent)]
    Words(#[from] WordsError),
    /// The file is not UTF-8.
    #[error("content/{FILE}: not UTF-8 text")]
    NotText,
    /// A line of the text that does not follow the one before.
    #[error("content/{FILE}: line {line} of `text`: expected {expected}, found {found:?}")]
    Line {
        /// Counted from 1 inside `text`.
        line: u32,
        /// What may stand there.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// A unit that the regulation does not have.
    #[error("{place}: the regulation has no unit `{id}`; the nearest are {}", nearest.join(", "))]
    NoUnit {
        /// Which file, and where in it.
        place: String,
        /// The id that was asked for.
        id: String,
        /// The ids most like it.
        nearest: Vec<String>,
    },
    /// A note beside words that are not there.
    #[error("{place}: `{unit}` does not say {quote:?}; its own text is {text:?}")]
    NoQuote {
        /// Which note.
        place: String,
        /// The unit.
        unit: String,
        /// The words that the note quotes.
        quote: String,
        /// What the unit says without the units below it.
        text: String,
    },
    /// An omission that is not in the text, or not explained.
    #[error(
        "content/{FILE}: the text leaves out {in_text:?}, [[omission]] explains {explained:?}; both should be the same"
    )]
    Omissions {
        /// The keys in braces, in the order of the text.
        in_text: Vec<String>,
        /// The keys that have a reason.
        explained: Vec<String>,
    },
    /// Articles without a gist, in a language that is not the regulation's.
    #[error("content/{FILE}: no [[gist]] in `{lang}` for {}", units.join(", "))]
    NoGist {
        /// The language.
        lang: String,
        /// The articles.
        units: Vec<String>,
    },
    /// Units that bind somebody and are no duty in the table.
    #[error("content/{}: no [[duty]] for {}, which say a word of duty", super::duties::FILE, .0.join(", "))]
    Unlisted(Vec<String>),
    /// Units of which the table says neither that they are duties nor that they are none.
    #[error("content/{}: neither [[duty]] nor [[no_duty]] for {}, nor for what they stand below", super::duties::FILE, .0.join(", "))]
    Undecided(Vec<String>),
    /// The regulation could not be written as JSON.
    #[error("content/{FILE} as JSON: {0}")]
    Json(String),
    /// A page asks for a unit, and there is no regulation.
    #[error("{file}: asks for the unit `{id}`, and there is no content/{FILE}")]
    NoRegulation {
        /// The page.
        file: String,
        /// The id that was asked for.
        id: String,
    },
}
