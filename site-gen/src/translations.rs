//! Every page in every language, saying the same: which pages lack a translation, whose source has changed since, whose structure differs.
//!
//! `content/translations.toml` holds, for each translation, the digest of the source it was checked against. Somebody reads both and
//! then says so with `site-gen translations --accept`; nothing here can tell whether two texts mean the same. The tables of words need
//! no such list: each of their rows has all languages, or is refused.

pub mod structure;

use crate::config::{Config, Lang};
use crate::content::{ContentPath, Entry, Library};
use crate::digest;
use crate::fields::{FieldError, Fields, Place, parse_toml};
use crate::site::SitePath;
use std::collections::BTreeMap;
use std::fmt;
use structure::Difference;

/// The file, from `content/`.
pub const FILE: &str = "translations.toml";

/// How many hexadecimal digits of the digest the file holds: enough to see a change, which is all it is for.
const DIGITS: usize = 16;

/// For each translation, the short digest of the source that it was checked against.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked(BTreeMap<ContentPath, String>);

/// A page in a language besides the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translation {
    /// Its file, from `content/`.
    pub file: ContentPath,
    /// The page in the first language.
    pub source: ContentPath,
    /// The short digest of that page now.
    pub digest: String,
    /// How it stands to that page.
    pub state: State,
}

/// How a translation stands to its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Checked against the source as it is.
    Current,
    /// Checked against an earlier source.
    Stale,
    /// Not checked against any.
    Unchecked,
}

/// What is wrong with the translations of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A page that a language does not have.
    Missing {
        /// The page.
        page: ContentPath,
        /// The language.
        lang: Lang,
    },
    /// A page that the first language does not have.
    NoSource {
        /// The page.
        page: ContentPath,
    },
    /// A translation that was not checked against the source as it is.
    NotCurrent(Translation),
    /// Two pages that are not built alike.
    Differs {
        /// The translation.
        file: ContentPath,
        /// Its source.
        source: ContentPath,
        /// Where and how.
        difference: Difference,
    },
    /// A row of the table without a page.
    Superfluous {
        /// As the table has it.
        page: ContentPath,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { page, lang } => {
                write!(
                    formatter,
                    "content/{page}: there is no `{lang}` of this page; write it, with the same structure"
                )
            }
            Self::NoSource { page } => {
                write!(
                    formatter,
                    "content/{page}: there is no page in the first language that this translates; write it, or remove this one"
                )
            }
            Self::NotCurrent(Translation { file, source, state, .. }) => {
                let because = match state {
                    State::Stale => "has changed since this translation was checked against it",
                    State::Unchecked | State::Current => "was never compared with this translation",
                };
                write!(
                    formatter,
                    "content/{file}: content/{source} {because}; read both, then run `site-gen translations --accept {file}`"
                )
            }
            Self::Differs { file, source, difference: Difference { at, found, expected } } => {
                write!(formatter, "content/{file}: {at}: {found}; content/{source} has {expected}")
            }
            Self::Superfluous { page } => {
                write!(
                    formatter,
                    "content/{FILE}: there is no page `{page}`; run `site-gen translations --accept-all`, or remove the row"
                )
            }
        }
    }
}

/// Everything that is wrong, in the order of the pages. `None` where the site has no `content/translations.toml`, and so keeps no list.
///
/// # Errors
/// A list that cannot be read.
pub fn examine(
    config: &Config,
    library: &Library,
    files: &BTreeMap<SitePath, Vec<u8>>,
) -> Result<Option<Vec<Fault>>, FieldError> {
    let Some(checked) = Checked::read(files)? else { return Ok(None) };
    let mut faults = Vec::new();
    for entry in written(library, files) {
        if entry.lang != config.default_language {
            if source_of(config, library, files, entry).is_none() {
                faults.push(Fault::NoSource { page: entry.source.clone() });
            }
            continue;
        }
        for lang in config.languages.keys().filter(|lang| **lang != entry.lang) {
            let twin = library.translated(config, &entry.canonical, lang);
            if twin.is_none_or(|twin| bytes(files, &twin.source).is_none()) {
                faults.push(Fault::Missing { page: entry.source.clone(), lang: lang.clone() });
            }
        }
    }
    let translations = translations(config, library, files, &checked);
    for row in checked.0.keys() {
        if !translations.iter().any(|translation| translation.file == *row) {
            faults.push(Fault::Superfluous { page: row.clone() });
        }
    }
    for translation in translations {
        let pair = (library.entry(&translation.source), library.entry(&translation.file));
        if let (Some(source), Some(twin)) = pair {
            faults.extend(structure::differences(source, twin).into_iter().map(|difference| {
                Fault::Differs {
                    file: twin.source.clone(),
                    source: source.source.clone(),
                    difference,
                }
            }));
        }
        if translation.state != State::Current {
            faults.push(Fault::NotCurrent(translation));
        }
    }
    Ok(Some(faults))
}

/// Every translation that has a source, in the order of their paths.
#[must_use]
pub fn translations(
    config: &Config,
    library: &Library,
    files: &BTreeMap<SitePath, Vec<u8>>,
    checked: &Checked,
) -> Vec<Translation> {
    let others = written(library, files).filter(|entry| entry.lang != config.default_language);
    others
        .filter_map(|entry| {
            let (source, bytes) = source_of(config, library, files, entry)?;
            let digest: String = digest::sha256(bytes).chars().take(DIGITS).collect();
            let state = match checked.0.get(&entry.source) {
                None => State::Unchecked,
                Some(known) if *known == digest => State::Current,
                Some(_) => State::Stale,
            };
            let (file, source) = (entry.source.clone(), source.source.clone());
            Some(Translation { file, source, digest, state })
        })
        .collect()
}

/// Pages that stand in a file; others are made by the build.
fn written<'l>(
    library: &'l Library,
    files: &'l BTreeMap<SitePath, Vec<u8>>,
) -> impl Iterator<Item = &'l Entry> {
    library.entries().filter(|entry| bytes(files, &entry.source).is_some())
}

fn source_of<'l>(
    config: &Config,
    library: &'l Library,
    files: &'l BTreeMap<SitePath, Vec<u8>>,
    entry: &Entry,
) -> Option<(&'l Entry, &'l [u8])> {
    let source = library.translated(config, &entry.canonical, &config.default_language)?;
    Some((source, bytes(files, &source.source)?))
}

fn bytes<'f>(files: &'f BTreeMap<SitePath, Vec<u8>>, name: &str) -> Option<&'f [u8]> {
    files.get(&SitePath::new(name).ok()?).map(Vec::as_slice)
}

impl Checked {
    /// Reads the list; `None` where there is none.
    ///
    /// # Errors
    /// A list of another form.
    pub fn read(files: &BTreeMap<SitePath, Vec<u8>>) -> Result<Option<Self>, FieldError> {
        let Some(bytes) = bytes(files, FILE) else { return Ok(None) };
        // What is no text is no TOML either, and is told as such.
        let text = String::from_utf8_lossy(bytes);
        let place = Place::file(&format!("content/{FILE}"));
        let table = parse_toml(&place, &text)?;
        let fields = Fields::new(place, &table);
        fields.only(&["checked"])?;
        let rows = fields.required_table("checked")?;
        let row = |page: &str| Ok((page.to_owned(), rows.required_text(page)?.to_owned()));
        Ok(Some(Self(rows.keys().map(row).collect::<Result<_, FieldError>>()?)))
    }

    /// The list after these translations were read; rows without a page are left out.
    #[must_use]
    pub fn after(&self, all: &[Translation], is_accepted: impl Fn(&Translation) -> bool) -> Self {
        let row = |translation: &Translation| {
            let digest = if is_accepted(translation) {
                Some(&translation.digest)
            } else {
                self.0.get(&translation.file)
            };
            Some((translation.file.clone(), digest?.clone()))
        };
        Self(all.iter().filter_map(row).collect())
    }

    /// The list as a file.
    #[must_use]
    pub fn text(&self) -> String {
        let head = "# For each translation, the first 16 hexadecimal digits of the SHA-256 of the page that it was checked against.\n\
                    # Written by `site-gen translations --accept`, after somebody has read both.\n\n[checked]\n";
        let rows = self.0.iter().map(|(page, digest)| format!("\"{page}\" = \"{digest}\"\n"));
        std::iter::once(head.to_owned()).chain(rows).collect()
    }
}
