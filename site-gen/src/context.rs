//! The variables templates see: Zola's names for config, pages and sections.

use crate::config::{Config, Lang};
use crate::content::{Entry, Library};
use crate::front_matter::Kind;
use crate::markdown::{Heading, Rendered};
use serde::Serialize;
use std::collections::BTreeMap;
use tera::{TeraResult, Value};

/// `config` as a language sees it.
#[derive(Debug, Serialize)]
struct ConfigValue<'a> {
    base_url: &'a str,
    title: Option<&'a str>,
    description: Option<&'a str>,
    author: Option<&'a str>,
    default_language: &'a str,
    languages: BTreeMap<&'a str, LanguageValue<'a>>,
    generate_feeds: bool,
    build_search_index: bool,
    extra: &'a toml::Table,
}

#[derive(Debug, Serialize)]
struct LanguageValue<'a> {
    title: Option<&'a str>,
    description: Option<&'a str>,
}

/// The value of `config` in one language.
pub fn config_value(config: &Config, lang: &Lang) -> TeraResult<Value> {
    let own = config.languages.get(lang);
    let fallback = config.languages.get(&config.default_language);
    let languages = config
        .languages
        .iter()
        .map(|(lang, language)| {
            let value = LanguageValue {
                title: language.title.as_deref(),
                description: language.description.as_deref(),
            };
            (lang.as_str(), value)
        })
        .collect();
    Value::try_from_serializable(&ConfigValue {
        base_url: config.base_url.as_str(),
        title: own.or(fallback).and_then(|language| language.title.as_deref()),
        description: own.or(fallback).and_then(|language| language.description.as_deref()),
        author: config.author.as_deref(),
        default_language: config.default_language.as_str(),
        languages,
        generate_feeds: false,
        build_search_index: false,
        extra: &config.extra,
    })
}

#[derive(Debug, Serialize)]
struct TranslationValue<'a> {
    lang: &'a str,
    permalink: String,
    title: Option<&'a str>,
    path: &'a str,
}

/// What pages and sections share.
#[derive(Debug, Serialize)]
struct EntryValue<'a> {
    relative_path: &'a str,
    content: Option<Value>,
    permalink: String,
    path: String,
    components: Vec<&'a str>,
    ancestors: Vec<String>,
    title: Option<&'a str>,
    description: Option<&'a str>,
    draft: bool,
    lang: &'a str,
    extra: &'a toml::Table,
    translations: Vec<TranslationValue<'a>>,
    assets: Vec<String>,
    summary: Option<Value>,
    toc: &'a [Heading],
    word_count: Option<usize>,
    reading_time: Option<usize>,
    #[serde(flatten)]
    own: OwnValue<'a>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum OwnValue<'a> {
    Page {
        slug: &'a str,
        date: Option<String>,
        updated: Option<String>,
        year: Option<u16>,
        month: Option<u8>,
        day: Option<u8>,
        authors: &'a [String],
        lower: Option<Value>,
        higher: Option<Value>,
    },
    Section {
        pages: Vec<Value>,
        subsections: &'a [String],
    },
}

/// What is known of an entry when its value is made.
#[derive(Debug)]
pub struct Known<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// All entries.
    pub library: &'a Library,
    /// The rendered bodies; an entry without one gives only its metadata.
    pub rendered: &'a BTreeMap<String, Rendered>,
    /// The values of the pages a section lists.
    pub pages: &'a BTreeMap<String, Value>,
}

/// The value of `page` or `section`.
pub fn entry_value(known: &Known<'_>, entry: &Entry) -> TeraResult<Value> {
    let rendered = known.rendered.get(&entry.source);
    let own = match &entry.front.kind {
        Kind::Page { date, updated, authors, .. } => {
            let calendar = date.and_then(|date| date.date);
            let (lower, higher) = neighbours(known, entry);
            OwnValue::Page {
                slug: &entry.slug,
                date: date.map(|date| date.to_string()),
                updated: updated.map(|date| date.to_string()),
                year: calendar.map(|date| date.year),
                month: calendar.map(|date| date.month),
                day: calendar.map(|date| date.day),
                authors,
                lower,
                higher,
            }
        }
        Kind::Section { .. } => OwnValue::Section {
            pages: entry
                .pages
                .iter()
                .filter_map(|source| known.pages.get(source).cloned())
                .collect(),
            subsections: &entry.subsections,
        },
    };
    let safe = |html: &str| Value::safe_string(html);
    Value::try_from_serializable(&EntryValue {
        relative_path: &entry.source,
        content: rendered.map(|rendered| safe(&rendered.html)),
        permalink: known.config.base_url.permalink(&entry.url),
        path: format!("/{}", entry.url),
        components: entry.url.split('/').filter(|segment| !segment.is_empty()).collect(),
        ancestors: known.library.ancestors(entry),
        title: entry.front.title.as_deref(),
        description: entry.front.description.as_deref(),
        draft: entry.front.draft,
        lang: entry.lang.as_str(),
        extra: &entry.front.extra,
        translations: known
            .library
            .translations(entry)
            .map(|other| translation(known.config, other))
            .collect(),
        assets: entry.assets.keys().map(|path| format!("/{path}")).collect(),
        summary: rendered.and_then(|rendered| rendered.summary.as_deref()).map(safe),
        toc: rendered.map_or(&[], |rendered| rendered.headings.as_slice()),
        word_count: rendered.map(|rendered| rendered.word_count),
        reading_time: rendered.map(Rendered::reading_time),
        own,
    })
}

fn translation<'a>(config: &Config, entry: &'a Entry) -> TranslationValue<'a> {
    TranslationValue {
        lang: entry.lang.as_str(),
        permalink: config.base_url.permalink(&entry.url),
        title: entry.front.title.as_deref(),
        path: &entry.source,
    }
}

/// The pages before and after in the section's order, without their own neighbours.
fn neighbours(known: &Known<'_>, entry: &Entry) -> (Option<Value>, Option<Value>) {
    let Some(section) = entry.parent.as_deref().and_then(|parent| known.library.entry(parent))
    else {
        return (None, None);
    };
    let Some(at) = section.pages.iter().position(|source| *source == entry.source) else {
        return (None, None);
    };
    let value = |at: Option<usize>| {
        at.and_then(|at| section.pages.get(at)).and_then(|page| known.pages.get(page).cloned())
    };
    (value(at.checked_sub(1)), value(at.checked_add(1)))
}
