//! What makes a site a verification portal, besides its pages: the engine, the trust data, the revocation lists, the demo
//! letters, as files and as variables of the templates.

mod registry;

use crate::build::BuildError;
use crate::changes::Changes;
use crate::config::{Config, Lang};
use crate::content::Library;
use crate::digest;
use crate::glossary::{self, Glossary};
use crate::indications::{self, Indications};
use crate::lint::words::LintWords;
use crate::per_language::{PerLanguage, Table, text_of};
use crate::policy::{self, Policy, PolicyWords, Rule};
use crate::publication::keys::Statements;
use crate::published_history::events::RegistryChange;
use crate::published_history::words::Tables;
use crate::published_history::{self, FindingWords, HistoryWords, Speaker, Told};
use crate::registry_words::RegistryWords;
use crate::review;
use crate::roles::Roles;
use crate::site::{Site, SitePath};
use crate::sources::PortalSources;
use crate::templates::Templates;
use crate::trust::changes::Change;
use crate::trust::{crls, index};
use crate::verdict_pages;
use crate::words::{self, Words, WordsError};
use serde::Serialize;
use std::collections::BTreeMap;
use tera::{TeraResult, Value};
use verifier::algorithms::{Accepted, Row};

/// The value of `samples` in one language.
pub fn samples(config: &Config, portal: &PortalSources, lang: &Lang) -> TeraResult<Value> {
    let configured = config.portal.iter().flat_map(|portal| &portal.samples);
    let samples: Vec<SampleValue<'_>> = configured
        .zip(&portal.samples)
        .map(|(sample, (name, bytes))| SampleValue {
            name,
            file: format!("contoh/{name}"),
            title: sample.title.get(lang).map(String::as_str).unwrap_or_default(),
            size: bytes.len(),
        })
        .collect();
    Value::try_from_serializable(&samples)
}

/// One of `samples` in templates.
#[derive(Serialize)]
struct SampleValue<'a> {
    name: &'a str,
    /// Its path in the site, for `get_url`.
    file: String,
    title: &'a str,
    size: usize,
}

/// `signing` in templates.
#[derive(Serialize)]
struct SigningValue {
    /// The verifier keys that the page names; empty where nothing is signed.
    keys: String,
    /// Whether browsers keep what they have seen.
    remember: bool,
}

/// `trust` in templates.
#[derive(Serialize)]
struct TrustValue<'a> {
    version: u64,
    sha256: String,
    entries: Vec<TrustEntryValue<'a>>,
    crls: Vec<crls::IndexEntry<'a>>,
}

#[derive(Serialize)]
struct TrustEntryValue<'a> {
    id: &'a str,
    role: &'static str,
    regime: &'static str,
    name: &'a str,
    ski: &'a str,
    sha256: &'a str,
    serial: &'a str,
    not_before: String,
    not_after: String,
    valid_from: String,
    valid_until: String,
    provenance: &'a [String],
}

/// Gives every template `trust`, `registry` and `engine`.
pub fn share(templates: &mut Templates, portal: &PortalSources) -> TeraResult<()> {
    let trust = TrustValue {
        version: portal.trust.registry.version,
        sha256: digest::sha256(&portal.trust.trusted_root),
        entries: portal
            .trust
            .registry
            .entries
            .iter()
            .map(|entry| TrustEntryValue {
                id: &entry.id,
                role: entry.role.word(),
                regime: entry.regime.word(),
                name: &entry.name,
                ski: &entry.ski,
                sha256: &entry.sha256,
                serial: &entry.serial,
                not_before: entry.not_before.to_string(),
                not_after: entry.not_after.to_string(),
                valid_from: entry.valid_from.to_string(),
                valid_until: entry.valid_until.to_string(),
                provenance: &entry.provenance,
            })
            .collect(),
        crls: crls::index_entries(&portal.trust.crls, &portal.indexes),
    };
    templates.set_global("trust", Value::try_from_serializable(&trust)?);
    let signing = SigningValue {
        keys: portal.statements.as_ref().map(Statements::pinned).unwrap_or_default(),
        // Keys that everybody has prove nothing to come back to: the real portal at the same address has others.
        remember: portal.remember
            && !portal.statements.as_ref().is_some_and(Statements::is_worthless),
    };
    templates.set_global("signing", Value::try_from_serializable(&signing)?);
    let registry = registry::value(&portal.trust.registry);
    templates.set_global("registry", Value::try_from_serializable(&registry)?);
    let engine = Value::try_from_serializable(&portal.engine.facts())?;
    templates.set_global("engine", engine);
    Ok(())
}

/// Everything in words that a portal has to have.
#[derive(Debug)]
pub struct PortalWords {
    words: Words,
    policy: Policy,
    indications: Indications,
    pages: verdict_pages::words::VerdictPages,
    glossary: Glossary,
    history: Tables,
    changes: Option<PerLanguage<Changes>>,
    /// Who reads guides, where there are any.
    roles: Option<Roles>,
    /// What the registry says, in other languages, where somebody has translated it.
    registry: Option<RegistryWords>,
}

impl PortalWords {
    /// Reads the tables of words.
    pub fn read(
        config: &Config,
        content: &BTreeMap<SitePath, Vec<u8>>,
    ) -> Result<Self, WordsError> {
        let text = |file| text_of(content, file)?.ok_or(WordsError::NoFile(file));
        let policy = Policy::parse(config, text(policy::FILE)?)?;
        Ok(Self {
            words: Words::parse(config, text(words::FILE)?, &policy)?,
            indications: Indications::parse(config, text(indications::FILE)?)?,
            pages: PerLanguage::parse(config, text(verdict_pages::words::FILE)?)?,
            glossary: Glossary::parse(config, text(glossary::FILE)?)?,
            history: Tables {
                history: PerLanguage::parse(config, text(HistoryWords::FILE)?)?,
                findings: PerLanguage::parse(config, text(FindingWords::FILE)?)?,
                lint: PerLanguage::parse(config, text(LintWords::FILE)?)?,
            },
            changes: PerLanguage::where_there(config, content)?,
            roles: PerLanguage::where_there(config, content)?,
            registry: PerLanguage::where_there(config, content)?,
            policy,
        })
    }

    /// Adds the pages of verdicts and indications to the content that somebody wrote.
    pub fn add_pages(
        &self,
        config: &Config,
        content: &mut BTreeMap<SitePath, Vec<u8>>,
    ) -> Result<(), BuildError> {
        let Self { words, indications, pages, .. } = self;
        verdict_pages::add(config, verdict_pages::Tables { words, indications, pages }, content)
    }

    fn told(&self, lang: &Lang) -> Option<verdict_pages::values::Told<'_>> {
        Some(verdict_pages::values::Told {
            words: self.words.language(lang)?,
            indications: self.indications.language(lang)?,
            pages: self.pages.language(lang)?,
        })
    }

    /// `policy`, `verdicts`, `indications`, `glossary`, `roles` and `registry_words` in the templates of one language.
    pub fn values(&self, lang: &Lang) -> TeraResult<Vec<(&'static str, Value)>> {
        let mut values = Vec::new();
        if let Some(policy) = self.policy.language(lang) {
            values.push(("policy", Value::try_from_serializable(&PolicyValue::of(policy))?));
        }
        if let Some(told) = self.told(lang) {
            values.push(("verdicts", Value::try_from_serializable(&told.verdicts())?));
            values.push(("indications", Value::try_from_serializable(&told.indications())?));
        }
        if let Some(glossary) = self.glossary.language(lang) {
            values.push(("glossary", Value::try_from_serializable(&glossary.terms)?));
        }
        if let Some(roles) = self.roles.as_ref().and_then(|roles| roles.language(lang)) {
            values.push(("roles", Value::try_from_serializable(&roles.roles)?));
        }
        let sentences = self.registry.as_ref().and_then(|table| table.language(lang));
        let sentences = sentences.map(|table| table.sentences.clone()).unwrap_or_default();
        values.push(("registry_words", Value::try_from_serializable(&sentences)?));
        Ok(values)
    }

    /// Who tells the history of the revocation lists in one language.
    fn speaker(&self, lang: &Lang) -> Option<Speaker<'_>> {
        self.history.speaker(lang, self.words.language(lang)?)
    }

    /// `history` in the templates of each language.
    pub fn histories(
        &self,
        config: &Config,
        portal: &PortalSources,
    ) -> TeraResult<BTreeMap<Lang, Value>> {
        let told = Told::all(&portal.history, &portal.trust.registry);
        let speaking = config.languages.keys().filter_map(|lang| Some((lang, self.speaker(lang)?)));
        speaking
            .map(|(lang, words)| Ok((lang.clone(), published_history::value(&told, &words)?)))
            .collect()
    }

    /// `changes` in the templates of each language, where the site tells of its changes.
    ///
    /// # Errors
    /// A change is about a page that is not there, or a page does not say who answers for it.
    pub fn changes(
        &self,
        config: &Config,
        library: &Library,
    ) -> Result<BTreeMap<Lang, Value>, BuildError> {
        let Some(changes) = &self.changes else { return Ok(BTreeMap::new()) };
        let missing = review::missing(library);
        if !missing.is_empty() {
            return Err(BuildError::NotReviewed(missing));
        }
        let mut values = BTreeMap::new();
        for lang in config.languages.keys() {
            let (Some(own), Some(words)) = (changes.language(lang), self.speaker(lang)) else {
                continue;
            };
            let broken = own.broken(config, library, lang);
            if !broken.is_empty() {
                return Err(BuildError::Links(broken));
            }
            let value = own.value(config, library, lang, &words).map_err(BuildError::Value)?;
            values.insert(lang.clone(), value);
        }
        Ok(values)
    }

    /// The feeds of the changes.
    pub fn add_changes(&self, site: &mut Site, config: &Config) -> Result<(), BuildError> {
        for lang in config.languages.keys() {
            if let Some(own) = self.changes.as_ref().and_then(|changes| changes.language(lang)) {
                let (path, bytes) = own.feed(config, lang);
                site.add(SitePath::new(&path)?, bytes, "content/changes.toml")?;
            }
        }
        Ok(())
    }

    /// What is told of the revocation lists as files: feeds and calendars in each language.
    pub fn add_feeds(
        &self,
        site: &mut Site,
        config: &Config,
        portal: &PortalSources,
    ) -> Result<(), BuildError> {
        let told = Told::all(&portal.history, &portal.trust.registry);
        let changes = registry_changes(&portal.trust.registry.changes);
        for lang in config.languages.keys() {
            if let Some(words) = self.speaker(lang) {
                published_history::add_feeds(site, config, lang, &told, &changes, &words)?;
            }
        }
        Ok(())
    }

    /// The table of words, one script for each language: a reader needs one.
    pub fn add_to(&self, site: &mut Site) -> Result<(), BuildError> {
        for (lang, language) in self.words.languages() {
            let path = SitePath::new(&format!("words/{lang}.js"))?;
            site.add(path, language.script().into_bytes(), "content/verdicts.toml")?;
        }
        Ok(())
    }
}

/// The changes of the registry, as feeds tell them.
fn registry_changes(changes: &[Change]) -> Vec<RegistryChange> {
    let number = |place: usize, change: &Change| RegistryChange {
        version: change.version,
        place,
        at: change.date.clone(),
        entry: change.entry.clone(),
        reason: change.reason.clone(),
    };
    changes.iter().enumerate().map(|(place, change)| number(place, change)).collect()
}

/// `policy` in templates.
#[derive(Serialize)]
struct PolicyValue<'a> {
    id: &'a str,
    version: u32,
    name: &'a str,
    rules: &'a [Rule],
    algorithms: Vec<AlgorithmValue>,
}

impl<'a> PolicyValue<'a> {
    fn of(policy: &'a PolicyWords) -> Self {
        Self {
            id: verifier::policy::ID,
            version: verifier::policy::VERSION,
            name: &policy.name,
            rules: &policy.rules,
            algorithms: verifier::algorithms::table().into_iter().map(AlgorithmValue::of).collect(),
        }
    }
}

#[derive(Serialize)]
struct AlgorithmValue {
    name: &'static str,
    parameters: &'static str,
    defined_by: &'static str,
    /// `without-end`, `until`, `never`, `refused` or `unsupported`.
    accepted: &'static str,
    /// The last moment, where there is one.
    until: String,
}

impl AlgorithmValue {
    fn of(row: Row) -> Self {
        let (accepted, until) = match row.accepted {
            Accepted::WithoutEnd => ("without-end", String::new()),
            Accepted::Until(end) => ("until", end.to_rfc3339()),
            Accepted::Never => ("never", String::new()),
            Accepted::Refused => ("refused", String::new()),
            Accepted::Unsupported => ("unsupported", String::new()),
        };
        let Row { algorithm: name, parameters, defined_by, .. } = row;
        Self { name, parameters, defined_by, accepted, until }
    }
}

/// Engine, trust data, revocation lists and letters as files.
pub fn add_files(site: &mut Site, portal: &PortalSources) -> Result<(), BuildError> {
    let PortalSources { engine, trust, history, indexes, samples, .. } = portal;
    site.add(SitePath::new("engine/verifier.js")?, engine.script.clone(), "the engine")?;
    site.add(SitePath::new("engine/verifier.wasm")?, engine.wasm.clone(), "the engine")?;
    site.add(
        SitePath::new("trust/trusted_root.json")?,
        trust.trusted_root.clone(),
        "the trust registry",
    )?;
    published_history::add_files(site, &Told::all(history, &trust.registry), &trust.crls, indexes)?;
    for (path, bytes) in index::files(&trust.crls, indexes) {
        site.add(SitePath::new(&path)?, bytes.to_vec(), "the indexes of revocation lists")?;
    }
    for crl in &trust.crls {
        site.add(SitePath::new(&crl.path())?, crl.der.clone(), &crl.file_name)?;
    }
    for crl in crls::latest(&trust.crls) {
        site.add(SitePath::new(&crl.latest_path())?, crl.der.clone(), &crl.file_name)?;
    }
    for entry in &trust.registry.entries {
        if let Some(der) = entry.published_certificate() {
            let path = SitePath::new(&registry::certificate_path(&entry.id))?;
            site.add(path, der.to_vec(), &format!("the certificate of `{}`", entry.id))?;
        }
    }
    for (name, bytes) in samples {
        site.add(
            SitePath::new(&format!("contoh/{name}"))?,
            bytes.clone(),
            "samples of config.toml",
        )?;
    }
    Ok(())
}
