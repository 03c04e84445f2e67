//! What makes a site a verification portal, besides its pages: the engine, the trust data, the revocation lists, the demo
//! letters, as files and as variables of the templates.

use crate::build::BuildError;
use crate::config::{Config, Lang};
use crate::digest;
use crate::site::{Site, SitePath};
use crate::sources::{PortalSources, Sources};
use crate::templates::Templates;
use crate::trust::crls;
use crate::words::{self, Words, WordsError};
use serde::Serialize;
use tera::{TeraResult, Value};

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

/// Gives every template `trust` and `engine`.
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
        crls: crls::index_entries(&portal.trust.crls),
    };
    templates.set_global("trust", Value::try_from_serializable(&trust)?);
    let engine = Value::try_from_serializable(&portal.engine.facts())?;
    templates.set_global("engine", engine);
    Ok(())
}

/// The table of words, which a portal has to have.
pub fn read_words(sources: &Sources) -> Result<Words, WordsError> {
    let bytes = SitePath::new(words::FILE)
        .ok()
        .and_then(|path| sources.content.get(&path))
        .ok_or(WordsError::NoFile)?;
    let text = std::str::from_utf8(bytes).map_err(|_| WordsError::NoFile)?;
    Words::parse(&sources.config, text)
}

/// The table of words, one script for each language: a reader needs one.
pub fn add_words(site: &mut Site, words: Option<&Words>) -> Result<(), BuildError> {
    for (lang, language) in words.into_iter().flat_map(Words::languages) {
        let path = SitePath::new(&format!("words/{lang}.js"))?;
        site.add(path, language.script().into_bytes(), "content/verdicts.toml")?;
    }
    Ok(())
}

/// Engine, trust data, revocation lists and letters as files.
pub fn add_files(site: &mut Site, portal: &PortalSources) -> Result<(), BuildError> {
    let PortalSources { engine, trust, samples } = portal;
    site.add(SitePath::new("engine/verifier.js")?, engine.script.clone(), "the engine")?;
    site.add(SitePath::new("engine/verifier.wasm")?, engine.wasm.clone(), "the engine")?;
    site.add(
        SitePath::new("trust/trusted_root.json")?,
        trust.trusted_root.clone(),
        "the trust registry",
    )?;
    site.add(SitePath::new("crl/index.json")?, crls::index(&trust.crls), "the revocation lists")?;
    for crl in &trust.crls {
        site.add(SitePath::new(&crl.path())?, crl.der.clone(), &crl.file_name)?;
    }
    for crl in crls::latest(&trust.crls) {
        site.add(SitePath::new(&crl.latest_path())?, crl.der.clone(), &crl.file_name)?;
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
