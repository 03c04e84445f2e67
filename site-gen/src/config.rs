//! `config.toml` with Zola's key names; what Zola does not know stands under `[extra.periksa]`, where Zola leaves it alone.
//!
//! A key of Zola that is not implemented yet is an error as soon as it asks for something.

use crate::fields::{FieldError, Fields, Place, parse_toml};
use crate::publication::SigningConfig;
use crate::security::{self, SecurityConfig};
use crate::trust::Demo;
use crate::trust::index::DEFAULT_ABOVE_BYTES;
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

/// A language code as it stands in file names and addresses, like `id` or `en`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lang(String);

impl Lang {
    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Where the site will stand: `https://host`, `https://host/sub`, or `/`; kept without the last slash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// Reads an address. `None` when it is neither an `http(s)` address nor starts with `/`.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let known = ["https://", "http://", "/"].iter().any(|start| text.starts_with(start));
        (known && !text.contains(['?', '#', ' ']))
            .then(|| Self(text.trim_end_matches('/').to_owned()))
    }

    /// The address without the last slash; empty for `/`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The absolute address of a URL path below the root.
    #[must_use]
    pub fn permalink(&self, url: &str) -> String {
        format!("{}/{url}", self.0)
    }

    /// The path part with both slashes: `/` or `/sub/`.
    #[must_use]
    pub fn path(&self) -> String {
        let after_scheme = self.0.split_once("://").map_or(self.0.as_str(), |(_, rest)| rest);
        match after_scheme.split_once('/') {
            Some((_, path)) => format!("/{path}/"),
            None => "/".to_owned(),
        }
    }
}

/// What a language says of itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LanguageConfig {
    /// The site's title.
    pub title: Option<String>,
    /// The site's description.
    pub description: Option<String>,
    /// What `trans(key=)` gives.
    pub translations: BTreeMap<String, String>,
}

/// A demo letter offered for trying.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The file, from the project's root.
    pub file: String,
    /// What the reader sees, by language; the default language is always there.
    pub title: BTreeMap<Lang, String>,
}

/// `[extra.periksa]`: what makes a site a verification portal.
#[derive(Debug, Clone, PartialEq)]
pub struct Portal {
    /// The folder of the trust registry.
    pub trust_dir: PathBuf,
    /// Whether the demo PKI is published too.
    pub demo: Demo,
    /// Revocation lists longer than this are handed to visitors as an index.
    pub index_above_bytes: usize,
    /// Where `cargo xtask wasm` puts the engine.
    pub engine_dir: PathBuf,
    /// The demo letters.
    pub samples: Vec<Sample>,
    /// The keys that sign what is published.
    pub signing: Option<SigningConfig>,
    /// Whom to tell of a weakness.
    pub security: Option<SecurityConfig>,
}

/// Whether a file is made that no source has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Generate {
    /// As in Zola, unless told otherwise.
    Yes,
    /// `generate_... = false`
    No,
}

/// The whole configuration.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Where the site will stand.
    pub base_url: BaseUrl,
    /// The language of files without a code in their name.
    pub default_language: Lang,
    /// All languages, the default one included.
    pub languages: BTreeMap<Lang, LanguageConfig>,
    /// The author of all pages.
    pub author: Option<String>,
    /// Where the output goes, from the project's root.
    pub output_dir: PathBuf,
    /// Whether there is a `sitemap.xml`.
    pub generate_sitemap: Generate,
    /// Whether there is a `robots.txt`.
    pub generate_robots_txt: Generate,
    /// `[extra]`, given to templates as it stands.
    pub extra: toml::Table,
    /// `[extra.periksa]`, when the site is a portal.
    pub portal: Option<Portal>,
}

const KEYS: &[&str] = &[
    "base_url",
    "title",
    "description",
    "default_language",
    "author",
    "output_dir",
    "languages",
    "translations",
    "extra",
    "theme",
    "compile_sass",
    "minify_html",
    "build_search_index",
    "generate_feeds",
    "generate_sitemap",
    "generate_robots_txt",
    "feed_filenames",
    "feed_limit",
    "taxonomies",
    "ignored_content",
    "ignored_static",
    "markdown",
    "search",
    "slugify",
    "link_checker",
    "hard_link_static",
    "exclude_paginated_pages_in_sitemap",
];
const KEYS_NOT_IMPLEMENTED: &[&str] = &[
    "theme",
    "compile_sass",
    "minify_html",
    "build_search_index",
    "generate_feeds",
    "feed_filenames",
    "feed_limit",
    "taxonomies",
    "ignored_content",
    "ignored_static",
    "markdown",
    "search",
    "slugify",
    "link_checker",
    "hard_link_static",
    "exclude_paginated_pages_in_sitemap",
];
const LANGUAGE_KEYS: &[&str] = &[
    "title",
    "description",
    "translations",
    "generate_feeds",
    "build_search_index",
    "feed_filenames",
    "taxonomies",
    "search",
];
const LANGUAGE_KEYS_NOT_IMPLEMENTED: &[&str] =
    &["generate_feeds", "build_search_index", "feed_filenames", "taxonomies", "search"];

impl Config {
    /// Reads the text of `file` (its name is for the errors).
    pub fn parse(file: &str, text: &str) -> Result<Self, FieldError> {
        let place = Place::file(file);
        let table = parse_toml(&place, text)?;
        let fields = Fields::new(place, &table);
        fields.only(KEYS)?;
        fields.not_implemented(KEYS_NOT_IMPLEMENTED)?;

        let base_url = fields.required_text("base_url")?;
        let base_url = BaseUrl::new(base_url).ok_or_else(|| {
            fields.unexpected(
                "base_url",
                "an address that starts with https://, http:// or /",
                base_url,
            )
        })?;
        let default_language = language(
            &fields,
            "default_language",
            fields.text("default_language")?.unwrap_or("en"),
        )?;
        let languages = languages(&fields, &default_language)?;
        let portal = match fields.table("extra")? {
            None => None,
            Some(extra) => extra
                .table("periksa")?
                .map(|own| portal(&own, &languages, &default_language))
                .transpose()?,
        };
        Ok(Self {
            base_url,
            default_language,
            languages,
            author: fields.text("author")?.map(str::to_owned),
            output_dir: PathBuf::from(fields.text("output_dir")?.unwrap_or("public")),
            generate_sitemap: generate(&fields, "generate_sitemap")?,
            generate_robots_txt: generate(&fields, "generate_robots_txt")?,
            extra: fields.raw_table("extra")?.cloned().unwrap_or_default(),
            portal,
        })
    }

    /// The same site at another address, as `serve` needs it.
    #[must_use]
    pub fn at(mut self, base_url: BaseUrl) -> Self {
        self.base_url = base_url;
        self
    }

    /// The language of a code, if the site has it.
    #[must_use]
    pub fn language(&self, code: &str) -> Option<&Lang> {
        self.languages.keys().find(|lang| lang.as_str() == code)
    }

    /// The folder of a language in addresses: empty for the default language, `en/` for another.
    #[must_use]
    pub fn language_folder(&self, lang: &Lang) -> String {
        if *lang == self.default_language { String::new() } else { format!("{lang}/") }
    }
}

fn generate(fields: &Fields<'_>, key: &str) -> Result<Generate, FieldError> {
    Ok(if fields.switch(key)?.unwrap_or(true) { Generate::Yes } else { Generate::No })
}

fn language(fields: &Fields<'_>, key: &str, code: &str) -> Result<Lang, FieldError> {
    let fine = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if !code.is_empty() && code.chars().all(fine) {
        Ok(Lang(code.to_owned()))
    } else {
        Err(fields.unexpected(key, "a language code like id or en", code))
    }
}

fn languages(
    fields: &Fields<'_>,
    default: &Lang,
) -> Result<BTreeMap<Lang, LanguageConfig>, FieldError> {
    let mut languages = BTreeMap::from([(default.clone(), language_config(fields)?)]);
    if let Some(others) = fields.table("languages")? {
        for code in others.keys() {
            let own = others.required_table(code)?;
            own.only(LANGUAGE_KEYS)?;
            own.not_implemented(LANGUAGE_KEYS_NOT_IMPLEMENTED)?;
            languages.insert(language(&others, code, code)?, language_config(&own)?);
        }
    }
    Ok(languages)
}

fn language_config(fields: &Fields<'_>) -> Result<LanguageConfig, FieldError> {
    let mut translations = BTreeMap::new();
    if let Some(table) = fields.table("translations")? {
        for key in table.keys() {
            translations.insert(key.to_owned(), table.required_text(key)?.to_owned());
        }
    }
    Ok(LanguageConfig {
        title: fields.text("title")?.map(str::to_owned),
        description: fields.text("description")?.map(str::to_owned),
        translations,
    })
}

fn portal(
    fields: &Fields<'_>,
    languages: &BTreeMap<Lang, LanguageConfig>,
    default: &Lang,
) -> Result<Portal, FieldError> {
    fields.only(&["trust", "engine", "samples", "signing", "security"])?;
    let trust = fields.required_table("trust")?;
    trust.only(&["dir", "demo", "index_above_bytes"])?;
    let engine = fields.required_table("engine")?;
    engine.only(&["dir"])?;
    Ok(Portal {
        trust_dir: PathBuf::from(trust.required_text("dir")?),
        demo: if trust.switch("demo")?.unwrap_or(false) { Demo::Included } else { Demo::Excluded },
        index_above_bytes: index_above_bytes(&trust)?,
        engine_dir: PathBuf::from(engine.required_text("dir")?),
        signing: fields.table("signing")?.map(|signing| read_signing(&signing)).transpose()?,
        security: fields.table("security")?.map(|table| security::read(&table)).transpose()?,
        samples: fields
            .tables("samples", "file")?
            .iter()
            .map(|sample| read_sample(sample, languages, default))
            .collect::<Result<_, _>>()?,
    })
}

fn read_signing(fields: &Fields<'_>) -> Result<SigningConfig, FieldError> {
    fields.only(&["statements", "snapshot_key", "log_key", "days"])?;
    let path = |key| fields.required_text(key).map(PathBuf::from);
    let days = fields.integer("days")?.unwrap_or(DAYS);
    let expected = "a number of days from 1 to 60: a state that nobody looks after has to end";
    let in_range = (1..=60).contains(&days);
    Ok(SigningConfig {
        statements: path("statements")?,
        snapshot_key: path("snapshot_key")?,
        log_key: path("log_key")?,
        days: u32::try_from(days)
            .ok()
            .filter(|_| in_range)
            .ok_or_else(|| fields.unexpected("days", expected, &days.to_string()))?,
    })
}

/// A week: long enough for a holiday without the operator, short enough that a mirror that stopped is noticed.
const DAYS: i64 = 7;

fn index_above_bytes(trust: &Fields<'_>) -> Result<usize, FieldError> {
    const KEY: &str = "index_above_bytes";
    let Some(bytes) = trust.integer(KEY)? else { return Ok(DEFAULT_ABOVE_BYTES) };
    usize::try_from(bytes)
        .map_err(|_| trust.unexpected(KEY, "a number of bytes from 0", &bytes.to_string()))
}

/// `title` is the default language's, `title_en` that of `en`.
fn read_sample(
    fields: &Fields<'_>,
    languages: &BTreeMap<Lang, LanguageConfig>,
    default: &Lang,
) -> Result<Sample, FieldError> {
    let key_of =
        |lang: &Lang| if lang == default { "title".to_owned() } else { format!("title_{lang}") };
    let known: Vec<String> = languages.keys().map(key_of).collect();
    if let Some(key) =
        fields.keys().find(|key| *key != "file" && !known.iter().any(|known| known == key))
    {
        let known = "`file`, `title`, and `title_` with the code of a language of the site";
        return Err(fields.unexpected(key, known, key));
    }
    let title = languages
        .keys()
        .map(|lang| Ok((lang.clone(), fields.required_text(&key_of(lang))?.to_owned())))
        .collect::<Result<_, FieldError>>()?;
    Ok(Sample { file: fields.required_text("file")?.to_owned(), title })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_the_base_url_has_both_slashes() {
        for (text, path) in [
            ("https://periksa.example", "/"),
            ("https://periksa.example/", "/"),
            ("https://periksa.example/sub/dir/", "/sub/dir/"),
            ("/", "/"),
            ("/sub", "/sub/"),
        ] {
            assert_eq!(BaseUrl::new(text).unwrap().path(), path, "{text}");
        }
        assert_eq!(BaseUrl::new("periksa.example"), None);
    }

    #[test]
    fn a_key_that_is_not_implemented_is_refused_once_it_asks_for_something() {
        let base = "base_url = \"/\"\n";
        assert_eq!(
            Config::parse("config.toml", &format!("{base}compile_sass = false")).map(|_| ()),
            Ok(())
        );
        assert_eq!(
            Config::parse("config.toml", &format!("{base}compile_sass = true"))
                .unwrap_err()
                .to_string(),
            "config.toml: `compile_sass` is a key of Zola that site-gen does not implement yet"
        );
        assert!(
            Config::parse("config.toml", &format!("{base}titel = \"x\""))
                .unwrap_err()
                .to_string()
                .starts_with("config.toml: unknown key `titel`; known here: base_url, title")
        );
    }
}
