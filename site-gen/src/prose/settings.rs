//! `content/prose.toml`: words with a plainer one, and the texts that may break a rule, each with its reason.

use super::finding::Finding;
use super::rules::Rule;
use crate::config::{Config, Lang};
use crate::fields::{FieldError, Fields, Place, parse_toml};
use std::fmt;

/// The file, from `content/`.
pub const FILE: &str = "prose.toml";

/// What the file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// Words with a plainer one.
    pub jargon: Vec<Jargon>,
    /// Texts that may break a rule.
    pub exceptions: Vec<Exception>,
}

/// Words with a plainer one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Jargon {
    /// Of which language.
    pub lang: Lang,
    /// Where they are refused.
    pub scope: Scope,
    /// The words.
    pub words: Vec<String>,
    /// What to write.
    pub instead: String,
}

/// Where a word is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// In the sentence of a verdict.
    Headlines,
    /// There, in what the verdict means and asks for, and on the first screen of a guide.
    FirstScreens,
    /// In everything that is read.
    Everywhere,
}

/// A text that may break a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// From `content/`.
    pub file: String,
    /// Which rule.
    pub rule: Rule,
    /// How the sentence begins.
    pub begins: String,
    /// Why.
    pub reason: String,
}

impl Exception {
    /// Whether this is the text that it speaks of.
    #[must_use]
    pub fn is_for(&self, finding: &Finding) -> bool {
        self.file == finding.file
            && self.rule == finding.fault.rule()
            && finding.text.starts_with(&self.begins)
    }
}

impl fmt::Display for Exception {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} in content/{}: “{}”", self.rule, self.file, self.begins)
    }
}

impl Settings {
    /// Reads the file.
    ///
    /// # Errors
    /// A field that is missing, unknown or of another kind.
    pub fn parse(config: &Config, text: &str) -> Result<Self, FieldError> {
        let place = Place::file(&format!("content/{FILE}"));
        let table = parse_toml(&place, text)?;
        let fields = Fields::new(place, &table);
        fields.only(&["jargon", "exception"])?;
        Ok(Self {
            jargon: fields
                .tables("jargon", "instead")?
                .iter()
                .map(|row| jargon(config, row))
                .collect::<Result<_, _>>()?,
            exceptions: fields
                .tables("exception", "begins")?
                .iter()
                .map(exception)
                .collect::<Result<_, _>>()?,
        })
    }
}

fn jargon(config: &Config, row: &Fields<'_>) -> Result<Jargon, FieldError> {
    row.only(&["lang", "scope", "words", "instead"])?;
    let code = row.required_text("lang")?;
    let lang = config
        .language(code)
        .ok_or_else(|| row.unexpected("lang", "a language of config.toml", code))?;
    let scope = match row.required_text("scope")? {
        "headlines" => Scope::Headlines,
        "first-screens" => Scope::FirstScreens,
        "everywhere" => Scope::Everywhere,
        other => {
            return Err(row.unexpected("scope", "headlines, first-screens or everywhere", other));
        }
    };
    Ok(Jargon {
        lang: lang.clone(),
        scope,
        words: row.required_texts("words")?.into_iter().map(str::to_lowercase).collect(),
        instead: row.required_text("instead")?.to_owned(),
    })
}

fn exception(row: &Fields<'_>) -> Result<Exception, FieldError> {
    row.only(&["file", "rule", "begins", "reason"])?;
    let id = row.required_text("rule")?;
    let rule = Rule::ALL.iter().find(|rule| rule.id() == id).ok_or_else(|| {
        let known: Vec<&str> = Rule::ALL.iter().map(|rule| rule.id()).collect();
        row.unexpected("rule", &format!("one of {}", known.join(", ")), id)
    })?;
    Ok(Exception {
        file: row.required_text("file")?.to_owned(),
        rule: *rule,
        begins: row.required_text("begins")?.to_owned(),
        reason: row.required_text("reason")?.to_owned(),
    })
}
