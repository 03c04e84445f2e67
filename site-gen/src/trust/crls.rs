//! Certificate revocation lists as published files (RFC 5280 5.1): whose list it is, which one and from when. Only what its
//! issuer made is published; what it is worth for a document is the verifier's to judge, once more, from its bytes.

use super::index::{IndexOfList, Indexes};
use super::registry::Registry;
use crate::crl::genuine;
use crate::crl::refusal::Refusal;
use der::DateTime;
use serde::Serialize;
use std::borrow::Cow;
use std::time::Duration;
use verifier::time::UnixTime;

/// A snapshot in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedCrl {
    /// The operator's file it was read from.
    pub file_name: String,
    /// The list, byte for byte; DER also when the file was PEM.
    pub der: Vec<u8>,
    /// The registry entry that issues it.
    pub issuer: String,
    /// That entry's subjectKeyIdentifier.
    pub issuer_ski: String,
    /// `<ski>` or `<ski>/<partition>`: its series.
    pub folder: String,
    /// Of the DER, lower-case hexadecimal.
    pub sha256: String,
    /// thisUpdate
    pub this_update: DateTime,
    /// nextUpdate
    pub next_update: Option<DateTime>,
    /// crlNumber in decimal digits
    pub number: Option<String>,
}

/// Why a revocation list has no place here.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{file}: {refusal}")]
pub struct CrlError {
    /// The file.
    pub file: String,
    /// What is wrong with it.
    pub refusal: Refusal,
}

impl PublishedCrl {
    /// `crl/<ski>[/<partition>]/<number>-<first 16 digits of the digest>.crl`: never changes its content.
    #[must_use]
    pub fn path(&self) -> String {
        let name = genuine::file_name(self.number.as_deref(), &self.sha256);
        format!("crl/{}/{name}", self.folder)
    }

    /// `crl/<ski>[/<partition>]/latest.crl`: a copy of the newest.
    #[must_use]
    pub fn latest_path(&self) -> String {
        format!("crl/{}/latest.crl", self.folder)
    }

    /// Later lists compare greater: crlNumber first (RFC 5280 5.2.3), then thisUpdate.
    fn order(&self) -> (&str, &str, usize, &str, DateTime, &str) {
        let number = self.number.as_deref().unwrap_or_default();
        (&self.issuer, &self.folder, number.len(), number, self.this_update, &self.sha256)
    }
}

/// Finds each list's issuer, checks that this issuer made it, drops exact copies, and sorts by issuer, oldest first.
pub fn place(
    registry: &Registry,
    files: Vec<(String, Vec<u8>)>,
) -> Result<Vec<PublishedCrl>, CrlError> {
    let mut crls: Vec<PublishedCrl> = Vec::new();
    for (file, bytes) in files {
        let crl = read(registry, file, bytes)?;
        if !crls.iter().any(|other| other.sha256 == crl.sha256) {
            crls.push(crl);
        }
    }
    crls.sort_by(|left, right| left.order().cmp(&right.order()));
    Ok(crls)
}

/// The newest list of each series.
pub fn latest(crls: &[PublishedCrl]) -> impl Iterator<Item = &PublishedCrl> {
    crls.iter().zip(crls.iter().skip(1).map(Some).chain([None])).filter_map(
        |(crl, next)| match next {
            Some(next) if next.folder == crl.folder => None,
            Some(_) | None => Some(crl),
        },
    )
}

/// One snapshot in `crl/index.json` and in the templates' `trust.crls`.
#[derive(Debug, Serialize)]
pub struct IndexEntry<'a> {
    issuer: &'a str,
    path: String,
    sha256: &'a str,
    size: usize,
    this_update: String,
    next_update: Option<String>,
    number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<IndexOfList>,
}

/// The value of `trust.crls`.
#[must_use]
pub fn index_entries<'a>(
    crls: impl IntoIterator<Item = &'a PublishedCrl>,
    indexes: &Indexes,
) -> Vec<IndexEntry<'a>> {
    crls.into_iter()
        .map(|crl| IndexEntry {
            issuer: &crl.issuer,
            path: crl.path(),
            sha256: &crl.sha256,
            size: crl.der.len(),
            this_update: crl.this_update.to_string(),
            next_update: crl.next_update.map(|moment| moment.to_string()),
            number: crl.number.as_deref(),
            index: indexes.get(&crl.sha256).map(|index| IndexOfList::of(crl, index)),
        })
        .collect()
}

fn read(registry: &Registry, file: String, bytes: Vec<u8>) -> Result<PublishedCrl, CrlError> {
    let checked = genuine::der(&bytes, genuine::MAX_BYTES).and_then(|der| {
        let list = genuine::check(registry, &der)?;
        Ok(PublishedCrl {
            file_name: file.clone(),
            issuer: list.issuer.id.clone(),
            issuer_ski: list.issuer.ski.clone(),
            this_update: date_time(list.list.this_update()),
            next_update: list.list.next_update().map(date_time),
            number: list.number(),
            folder: list.folder,
            sha256: list.sha256,
            der: Vec::new(),
        })
    });
    let crl = checked.map_err(|refusal| CrlError { file, refusal })?;
    // The bytes are moved, not copied: they may be many.
    let der = match genuine::der(&bytes, genuine::MAX_BYTES) {
        Ok(Cow::Owned(der)) => der,
        Ok(Cow::Borrowed(_)) | Err(_) => bytes,
    };
    Ok(PublishedCrl { der, ..crl })
}

/// Both have whole seconds from 1970 on; an earlier one counts as 1970, when no list was made.
fn date_time(moment: UnixTime) -> DateTime {
    let seconds = u64::try_from(moment.seconds()).unwrap_or(0);
    DateTime::from_unix_duration(Duration::from_secs(seconds)).unwrap_or(DateTime::INFINITY)
}
