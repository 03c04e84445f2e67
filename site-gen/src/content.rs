//! The content folder as a tree: sections, pages, their addresses, their translations.
//!
//! `_index.md` makes a folder a section; `name.en.md` is the English of `name.md`; `folder/index.md` is a page with the
//! files beside it as its assets; a leading `2026-11-23-` in a name is the page's date.

use crate::config::{Config, Lang};
use crate::front_matter::{self, FrontMatter, FrontMatterError, Kind, SortBy};
use crate::site::{BadSitePath, SitePath};
use std::collections::BTreeMap;

/// The key of a content file: its path below `content/`, like `guide/_index.en.md`.
pub type ContentPath = String;

/// Why the content folder is not a tree of pages.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ContentError {
    /// The head of a file.
    #[error("content/{0}")]
    FrontMatter(FrontMatterError),
    /// A file's bytes are not text.
    #[error("content/{file}: not UTF-8 text")]
    NotText {
        /// The content file.
        file: ContentPath,
    },
    /// `name.xx.md` where the site has no language `xx`.
    #[error("content/{file}: `{code}` is not a language of the site; config.toml has {known}")]
    UnknownLanguage {
        /// The content file.
        file: ContentPath,
        /// What stands in its name.
        code: String,
        /// The languages of the site.
        known: String,
    },
    /// An address that cannot be one.
    #[error("content/{file}: {source}")]
    Address {
        /// The content file.
        file: ContentPath,
        /// What is wrong.
        source: BadSitePath,
    },
}

/// A page or a section.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its key.
    pub source: ContentPath,
    /// The key without language: translations of each other share it.
    pub canonical: ContentPath,
    /// Its language.
    pub lang: Lang,
    /// Its head.
    pub front: FrontMatter,
    /// Its body: a Tera template that gives Markdown.
    pub body: String,
    /// Its URL path below the root: `en/kotak/`.
    pub url: String,
    /// The file that will hold it.
    pub output: SitePath,
    /// The slug of a page; empty for a section.
    pub slug: String,
    /// The section it lies in.
    pub parent: Option<ContentPath>,
    /// Files beside it that are published with it: name and bytes.
    pub assets: BTreeMap<SitePath, Vec<u8>>,
    /// For a section: its pages, in its order.
    pub pages: Vec<ContentPath>,
    /// For a section: the sections directly below, lightest first.
    pub subsections: Vec<ContentPath>,
}

impl Entry {
    /// Whether this is an `_index.md`.
    #[must_use]
    pub fn is_section(&self) -> bool {
        matches!(self.front.kind, Kind::Section { .. })
    }
}

/// All pages and sections.
#[derive(Debug, Clone, Default)]
pub struct Library {
    entries: BTreeMap<ContentPath, Entry>,
}

/// What a file name says.
struct Name {
    folder: String,
    stem: String,
    lang: Lang,
    date: Option<String>,
}

impl Library {
    /// Reads the tree from the files below `content/`.
    pub fn read(
        config: &Config,
        files: &BTreeMap<SitePath, Vec<u8>>,
    ) -> Result<Self, ContentError> {
        let mut library = Self::default();
        // A table that is no text would count as one that is not there, and whatever it asks for would not be asked.
        let table = |path: &SitePath| is_table_of_words(path.as_str());
        if let Some((path, _)) =
            files.iter().find(|(path, bytes)| table(path) && std::str::from_utf8(bytes).is_err())
        {
            return Err(ContentError::NotText { file: path.to_string() });
        }
        for (path, bytes) in files.iter().filter(|(path, _)| path.as_str().ends_with(".md")) {
            let entry = read_entry(config, path.as_str(), bytes)?;
            if !entry.front.draft {
                library.entries.insert(entry.source.clone(), entry);
            }
        }
        library.imply_home_sections(config)?;
        library.place_assets(files);
        library.join_parents(config);
        library.order();
        Ok(library)
    }

    /// All pages and sections in the order of their paths.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// One page or section.
    #[must_use]
    pub fn entry(&self, source: &str) -> Option<&Entry> {
        self.entries.get(source)
    }

    /// A page or section in one language: `guide/a.md` and `en` give `guide/a.en.md`.
    #[must_use]
    pub fn translated(&self, config: &Config, canonical: &str, lang: &Lang) -> Option<&Entry> {
        self.entry(&with_language(config, canonical, lang))
    }

    /// The template of a page or section by Zola's choice: the front matter's, then the section's for its pages, then the one of the kind.
    #[must_use]
    pub fn template(&self, entry: &Entry) -> String {
        let of_section = || {
            let section = entry.parent.as_deref().and_then(|parent| self.entry(parent))?;
            match &section.front.kind {
                Kind::Section { page_template, .. } => page_template.clone(),
                Kind::Page { .. } => None,
            }
        };
        let usual = match (entry.is_section(), entry.canonical == "_index.md") {
            (true, true) => "index.html",
            (true, false) => "section.html",
            (false, _) => "page.html",
        };
        let own = entry.front.template.clone();
        let inherited = if entry.is_section() { None } else { of_section() };
        own.or(inherited).unwrap_or_else(|| usual.to_owned())
    }

    /// The same page in all its languages, itself included.
    pub fn translations<'l>(&'l self, entry: &'l Entry) -> impl Iterator<Item = &'l Entry> {
        self.entries.values().filter(move |other| other.canonical == entry.canonical)
    }

    /// The sections above, from the top.
    #[must_use]
    pub fn ancestors(&self, entry: &Entry) -> Vec<ContentPath> {
        let mut above = Vec::new();
        let mut next = entry.parent.as_ref();
        while let Some(section) = next.and_then(|source| self.entries.get(source)) {
            above.push(section.source.clone());
            next = section.parent.as_ref();
        }
        above.reverse();
        above
    }

    /// As in Zola, every language has a home even without an `_index.md`.
    fn imply_home_sections(&mut self, config: &Config) -> Result<(), ContentError> {
        for lang in config.languages.keys() {
            let source = with_language(config, "_index.md", lang);
            let in_use = *lang == config.default_language
                || self.entries.values().any(|entry| entry.lang == *lang);
            if in_use && !self.entries.contains_key(&source) {
                let front = FrontMatter::of_implied_section();
                let entry = placed(config, source.clone(), front, String::new())?;
                self.entries.insert(source, entry);
            }
        }
        Ok(())
    }

    /// Files beside `index.md` or `_index.md` belong to it; a table of words (`verdicts.toml` and others at the top) is none.
    fn place_assets(&mut self, files: &BTreeMap<SitePath, Vec<u8>>) {
        for (path, bytes) in files {
            let text = path.as_str();
            let (folder, name) =
                text.rsplit_once('/').map_or(("", text), |(folder, name)| (folder, name));
            if name.ends_with(".md") || is_table_of_words(text) {
                continue;
            }
            let join = |name: &str| {
                if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
            };
            for owner in [join("index.md"), join("_index.md")] {
                if let Some(entry) = self.entries.get_mut(&owner) {
                    if let Ok(asset) = SitePath::new(&format!("{}{name}", entry.url)) {
                        entry.assets.insert(asset, bytes.clone());
                    }
                    break;
                }
            }
        }
    }

    fn join_parents(&mut self, config: &Config) {
        let parents: Vec<(ContentPath, ContentPath, bool)> = self
            .entries
            .values()
            .filter_map(|entry| {
                let parent = self.parent_of(config, entry)?;
                Some((entry.source.clone(), parent, entry.is_section()))
            })
            .collect();
        for (source, parent, is_section) in parents {
            if let Some(section) = self.entries.get_mut(&parent) {
                let children =
                    if is_section { &mut section.subsections } else { &mut section.pages };
                children.push(source.clone());
            }
            if let Some(entry) = self.entries.get_mut(&source) {
                entry.parent = Some(parent);
            }
        }
    }

    /// A page lies in the section of its folder, and in none if the folder has no `_index.md`; a section lies in the
    /// nearest section above it.
    fn parent_of(&self, config: &Config, entry: &Entry) -> Option<ContentPath> {
        let folder = entry.canonical.rsplit_once('/').map_or("", |(folder, _)| folder);
        let own = if entry.is_section() || entry.canonical.ends_with("/index.md") {
            if folder.is_empty() {
                return None;
            }
            folder.rsplit_once('/').map_or("", |(above, _)| above)
        } else {
            folder
        };
        let mut folder = own;
        loop {
            let canonical = if folder.is_empty() {
                "_index.md".to_owned()
            } else {
                format!("{folder}/_index.md")
            };
            let source = with_language(config, &canonical, &entry.lang);
            if self.entries.contains_key(&source) {
                return Some(source);
            }
            if folder.is_empty() || !entry.is_section() {
                return None;
            }
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        }
    }

    fn order(&mut self) {
        let keys: BTreeMap<ContentPath, FrontMatter> = self
            .entries
            .iter()
            .map(|(source, entry)| (source.clone(), entry.front.clone()))
            .collect();
        for entry in self.entries.values_mut() {
            if let Kind::Section { sort_by, .. } = entry.front.kind {
                // The lists begin in path order and the sort is stable: the same input gives the same order.
                entry.pages.sort_by_key(|source| order_key(sort_by, keys.get(source)));
                entry.subsections.sort_by_key(|source| order_key(SortBy::Weight, keys.get(source)));
            }
        }
    }
}

/// What pages are compared by; without the key asked for, a page comes last.
fn order_key(
    sort_by: SortBy,
    front: Option<&FrontMatter>,
) -> (bool, i64, std::cmp::Reverse<String>, String) {
    let (mut missing, mut weight, mut date, mut title) = (false, 0, String::new(), String::new());
    match sort_by {
        SortBy::None => {}
        SortBy::Weight => {
            let own = front.and_then(|front| front.weight);
            missing = own.is_none();
            weight = own.unwrap_or_default();
        }
        SortBy::Title => title = front.and_then(|front| front.title.clone()).unwrap_or_default(),
        SortBy::Date => {
            if let Some(Kind::Page { date: Some(own), .. }) = front.map(|front| &front.kind) {
                date = own.to_string();
            } else {
                missing = true;
            }
        }
    }
    (missing, weight, std::cmp::Reverse(date), title)
}

/// The key of a content file in one language: `guide/a.md` in `en` is `guide/a.en.md`.
pub(crate) fn with_language(config: &Config, canonical: &str, lang: &Lang) -> ContentPath {
    if *lang == config.default_language {
        canonical.to_owned()
    } else {
        format!("{}.{lang}.md", canonical.strip_suffix(".md").unwrap_or(canonical))
    }
}

fn read_entry(config: &Config, source: &str, bytes: &[u8]) -> Result<Entry, ContentError> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| ContentError::NotText { file: source.to_owned() })?;
    let name = read_name(config, source)?;
    let read =
        if name.stem == "_index" { front_matter::read_section } else { front_matter::read_page };
    let (front, body) = read(source, text).map_err(ContentError::FrontMatter)?;
    placed(config, source.to_owned(), front, body)
}

/// Gives an entry its place in the site.
fn placed(
    config: &Config,
    source: String,
    front: FrontMatter,
    body: String,
) -> Result<Entry, ContentError> {
    let name = read_name(config, &source)?;
    let mut front = front;
    let language_folder = config.language_folder(&name.lang);
    let folder = if name.folder.is_empty() { String::new() } else { format!("{}/", name.folder) };
    let (below, slug) = match &mut front.kind {
        Kind::Section { .. } => (folder.clone(), String::new()),
        Kind::Page { date, slug, path, .. } => {
            if date.is_none() {
                *date = name.date.as_deref().and_then(|date| date.parse().ok());
            }
            let own = slug.clone().unwrap_or_else(|| {
                let plain =
                    if name.stem == "index" { last_segment(&name.folder) } else { &name.stem };
                slug::slugify(plain)
            });
            let above = if name.stem == "index" { above(&name.folder) } else { folder.clone() };
            (path.as_ref().map_or_else(|| format!("{above}{own}/"), |path| format!("{path}/")), own)
        }
    };
    let url = format!("{language_folder}{below}");
    let output = SitePath::of_url(&url)
        .map_err(|error| ContentError::Address { file: source.clone(), source: error })?;
    let canonical = match name.date {
        // The date stays part of the key: it is how the file is linked to.
        Some(date) => format!("{folder}{date}-{}.md", name.stem),
        None => format!("{folder}{}.md", name.stem),
    };
    Ok(Entry {
        source,
        canonical,
        lang: name.lang,
        front,
        body,
        url,
        output,
        slug,
        parent: None,
        assets: BTreeMap::new(),
        pages: Vec::new(),
        subsections: Vec::new(),
    })
}

fn last_segment(folder: &str) -> &str {
    folder.rsplit_once('/').map_or(folder, |(_, last)| last)
}

fn above(folder: &str) -> String {
    folder.rsplit_once('/').map_or(String::new(), |(above, _)| format!("{above}/"))
}

fn read_name(config: &Config, source: &str) -> Result<Name, ContentError> {
    let (folder, file) =
        source.rsplit_once('/').map_or(("", source), |(folder, file)| (folder, file));
    let stem = file.strip_suffix(".md").unwrap_or(file);
    let (stem, lang) = match stem.rsplit_once('.') {
        None => (stem, config.default_language.clone()),
        Some((stem, code)) => match config.language(code) {
            Some(lang) => (stem, lang.clone()),
            None => {
                let known: Vec<&str> = config.languages.keys().map(Lang::as_str).collect();
                return Err(ContentError::UnknownLanguage {
                    file: source.to_owned(),
                    code: code.to_owned(),
                    known: known.join(", "),
                });
            }
        },
    };
    let (date, stem) = split_date(stem);
    Ok(Name { folder: folder.to_owned(), stem: stem.to_owned(), lang, date })
}

/// `2026-11-23-name` and `2026-11-23_name` carry a date.
fn split_date(stem: &str) -> (Option<String>, &str) {
    let Some((date, rest)) = stem.split_at_checked(10) else { return (None, stem) };
    let rest_of_name = rest.strip_prefix(['-', '_']).filter(|name| !name.is_empty());
    match (date.parse::<toml::value::Datetime>(), rest_of_name) {
        (Ok(parsed), Some(name)) if parsed.time.is_none() => (Some(date.to_owned()), name),
        _ => (None, stem),
    }
}

/// A TOML file at the top of `content/`.
fn is_table_of_words(path: &str) -> bool {
    path.ends_with(".toml") && !path.contains('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn library(files: &[(&str, &str)]) -> Result<Library, ContentError> {
        let config = Config::parse(
            "config.toml",
            "base_url = \"/\"\ndefault_language = \"id\"\n[languages.en]\n",
        )
        .unwrap();
        let files = files
            .iter()
            .map(|(path, text)| (SitePath::new(path).unwrap(), text.as_bytes().to_vec()))
            .collect();
        Library::read(&config, &files)
    }

    #[test]
    fn a_table_of_words_that_is_no_text_is_told() {
        let config = Config::parse("config.toml", "base_url = \"/\"\n").unwrap();
        let files = [(SitePath::new("changes.toml").unwrap(), vec![0xff])].into();
        assert_eq!(
            Library::read(&config, &files).unwrap_err(),
            ContentError::NotText { file: "changes.toml".to_owned() }
        );
    }

    #[test]
    fn addresses_follow_folder_name_language_and_front_matter() {
        let plain = "+++\n+++\n";
        let found = library(&[
            ("_index.md", plain),
            ("kotak.md", plain),
            ("kotak.en.md", plain),
            ("panduan/_index.md", plain),
            ("panduan/2026-11-23-Minta Sertifikat.md", plain),
            ("panduan/cabut/index.md", plain),
            ("panduan/cabut/form.pdf", "x"),
            ("tentang.md", "+++\npath = \"apa/ini\"\n+++\n"),
            ("lain.md", "+++\nslug = \"beda\"\n+++\n"),
            ("konsep.md", "+++\ndraft = true\n+++\n"),
        ])
        .unwrap();
        let addresses: Vec<(&str, &str)> =
            found.entries().map(|entry| (entry.source.as_str(), entry.output.as_str())).collect();
        assert_eq!(
            addresses,
            [
                ("_index.en.md", "en/index.html"),
                ("_index.md", "index.html"),
                ("kotak.en.md", "en/kotak/index.html"),
                ("kotak.md", "kotak/index.html"),
                ("lain.md", "beda/index.html"),
                ("panduan/2026-11-23-Minta Sertifikat.md", "panduan/minta-sertifikat/index.html"),
                ("panduan/_index.md", "panduan/index.html"),
                ("panduan/cabut/index.md", "panduan/cabut/index.html"),
                ("tentang.md", "apa/ini/index.html"),
            ]
        );
        let section = found.entry("panduan/_index.md").unwrap();
        assert_eq!(
            section.pages,
            ["panduan/2026-11-23-Minta Sertifikat.md", "panduan/cabut/index.md"]
        );
        assert_eq!(section.parent.as_deref(), Some("_index.md"));
        let assets: Vec<&str> = found
            .entry("panduan/cabut/index.md")
            .unwrap()
            .assets
            .keys()
            .map(SitePath::as_str)
            .collect();
        assert_eq!(assets, ["panduan/cabut/form.pdf"]);
    }

    #[test]
    fn a_language_the_site_does_not_have_is_refused() {
        assert_eq!(
            library(&[("a.fr.md", "+++\n+++\n")]).unwrap_err().to_string(),
            "content/a.fr.md: `fr` is not a language of the site; config.toml has en, id"
        );
    }
}
