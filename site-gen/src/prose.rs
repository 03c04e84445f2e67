//! Plain language, checked: what people read on the portal follows the rules of [`rules`], in every language of the site.
//!
//! [`examine`] is a pure function of `content/`. It knows sentences, words and links, and nothing of grammar or of meaning: a text that
//! passes can still be hard to read. Where a text is better as it is, `content/prose.toml` says so, with the reason.

pub mod blocks;
mod checks;
mod finding;
pub mod phrases;
pub mod readability;
pub mod reading;
pub mod rules;
pub mod sentences;
pub mod settings;
mod terms;

pub use finding::{Fault, Finding};

use crate::config::Config;
use crate::content::Library;
use crate::fields::FieldError;
use crate::site::SitePath;
use readability::Readability;
use reading::Text;
use settings::{Exception, Settings};
use std::collections::BTreeMap;
use terms::Term;

/// What an examination found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Examined {
    /// What breaks a rule, and no exception speaks of it.
    pub findings: Vec<Finding>,
    /// Exceptions that nothing needs any more.
    pub unneeded: Vec<Exception>,
}

/// Where the folder of the guides begins.
const GUIDES: &str = "panduan/";

/// Examines everything that is read. `None` where the site has no `content/prose.toml`, and so asks for no examination.
///
/// # Errors
/// A table that cannot be read.
pub fn examine(
    config: &Config,
    library: &Library,
    files: &BTreeMap<SitePath, Vec<u8>>,
) -> Result<Option<Examined>, FieldError> {
    let Some(text) = table(files, settings::FILE) else { return Ok(None) };
    let settings = Settings::parse(config, text)?;
    let terms = match table(files, terms::FILE) {
        Some(text) => terms::parse(config, text)?,
        None => Vec::new(),
    };
    let mut findings = Vec::new();
    for entry in library.entries() {
        let texts = reading::of_page(entry);
        let is_guide = entry.source.starts_with(GUIDES);
        add_page(&mut findings, &texts, is_guide, &settings, &terms);
    }
    for text in reading::of_tables(config, files)? {
        add_text(&mut findings, &text, false, &settings);
    }
    Ok(Some(excepted(findings, &settings.exceptions)))
}

/// The figures of every page that has a whole sentence, in the order of their paths.
#[must_use]
pub fn readability(library: &Library) -> Vec<Readability> {
    let figures = library.entries().map(Readability::of);
    figures.filter(|page| page.counts.sentences > 0).collect()
}

fn table<'f>(files: &'f BTreeMap<SitePath, Vec<u8>>, name: &str) -> Option<&'f str> {
    let path = SitePath::new(name).ok()?;
    std::str::from_utf8(files.get(&path)?).ok()
}

fn add_page(
    findings: &mut Vec<Finding>,
    texts: &[Text],
    is_guide: bool,
    settings: &Settings,
    terms: &[Term],
) {
    for text in texts {
        add_text(findings, text, is_guide, settings);
    }
    if is_guide {
        findings.extend(terms::not_linked(terms, texts));
    }
}

fn add_text(findings: &mut Vec<Finding>, text: &Text, is_guide: bool, settings: &Settings) {
    let faults = checks::faults(text, is_guide, &settings.jargon);
    findings.extend(faults.into_iter().map(|(fault, shown)| Finding {
        file: text.file.clone(),
        lang: text.lang.clone(),
        at: text.at.clone(),
        fault,
        text: shown,
    }));
}

/// Takes out what is excepted, and keeps the exceptions that took out nothing.
fn excepted(findings: Vec<Finding>, exceptions: &[Exception]) -> Examined {
    let is_excepted =
        |finding: &Finding| exceptions.iter().any(|exception| exception.is_for(finding));
    let unneeded = exceptions
        .iter()
        .filter(|exception| !findings.iter().any(|finding| exception.is_for(finding)));
    let unneeded = unneeded.cloned().collect();
    Examined {
        findings: findings.into_iter().filter(|finding| !is_excepted(finding)).collect(),
        unneeded,
    }
}
