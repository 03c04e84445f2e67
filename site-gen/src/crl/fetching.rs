//! Lists from the addresses of the registry: each series by itself, a few at a time, and each taken in as soon as it is there.
//! A source that fails, or that makes one wait, keeps no other from being taken.

use super::accept::{TakenBack, Terms, Way};
use super::certificates::moment;
use super::event::{Event, Level};
use super::genuine::{folder_of, is_of_demo};
use super::intake::{Answer, Intake, IntakeError, Offer, Outcome, Series};
use super::refusal::Refusal;
use crate::disk::{self, Disk};
use crate::fetch::{FetchError, Fetched, Fetcher, Request, Validators};
use crate::trust::registry::{Entry, Regime, Registry, Role};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError, mpsc};
use verifier::time::UnixTime;

/// Sources that are asked at the same time: a list may have hundreds of megabytes, and a registry has a handful of sources.
const AT_ONCE: usize = 4;

/// One series and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source<'r> {
    /// Who issues it.
    pub issuer: &'r Entry,
    /// Its name.
    pub folder: String,
    /// Where it is; a later address is asked where the ones before fail.
    pub addresses: Vec<&'r str>,
}

/// An id that is not in the registry, or has no list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected the id of an entry with an address in `crl` ({known}), found {found}")]
pub struct NoSource {
    /// Those that have one.
    pub known: String,
    /// What was asked for.
    pub found: String,
}

/// What an address gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// Bytes.
    Bytes(Vec<u8>, Validators),
    /// Nothing has changed.
    NotModified,
}

/// Whoever asks addresses: the network, or a test.
pub trait Client: Sync {
    /// Asks one address; the text says why there are no bytes.
    fn get(
        &self,
        address: &str,
        known: Option<&Validators>,
        tell: &(dyn Fn(Event) + Sync),
    ) -> Result<Given, String>;
}

impl Client for Fetcher {
    fn get(
        &self,
        address: &str,
        known: Option<&Validators>,
        tell: &(dyn Fn(Event) + Sync),
    ) -> Result<Given, String> {
        let fetched = self.fetch(Request { address, known }, &mut |attempt| {
            let event = Event::new(Level::Warn, "attempt")
                .with("source", address)
                .with("attempt", attempt.number.to_string())
                .with("why", attempt.failure.to_string())
                .with_some("wait", attempt.wait.map(|wait| format!("{wait:.1?}")));
            // The last one is told as what became of the source.
            if attempt.wait.is_some() {
                tell(event);
            }
        });
        match fetched {
            Ok(Fetched::New { bytes, validators, .. }) => Ok(Given::Bytes(bytes, validators)),
            Ok(Fetched::NotModified { .. }) => Ok(Given::NotModified),
            Err(error) => Err(FetchError::to_string(&error)),
        }
    }
}

/// What became of one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetch {
    /// The registry entry.
    pub issuer: String,
    /// The series.
    pub folder: String,
    /// What became of it.
    pub end: End,
}

/// How it went with one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// A list came.
    Answered(Answer),
    /// What we have is what is there.
    NotModified,
    /// None of its addresses gave anything.
    Failed(String),
}

impl Fetch {
    /// Whether we now have what the issuer publishes.
    #[must_use]
    pub fn is_good(&self) -> bool {
        match &self.end {
            End::NotModified => true,
            End::Failed(_) => false,
            End::Answered(answer) => match answer.outcome {
                Outcome::Accepted(_) | Outcome::Inserted | Outcome::Unchanged => true,
                Outcome::Refused(_) => false,
            },
        }
    }
}

/// The series of these ids; without any, all that may still get new lists: no test PKIs, and nobody whose window has ended.
pub fn sources<'r>(
    registry: &'r Registry,
    ids: &[String],
    at: UnixTime,
) -> Result<Vec<Source<'r>>, NoSource> {
    let with_lists = || {
        let entries = registry.entries.iter();
        entries.filter(|one| one.role != Role::TimeStampAuthority && !one.crl.is_empty())
    };
    let known = || with_lists().map(|entry| entry.id.as_str()).collect::<Vec<_>>().join(", ");
    for id in ids {
        if !with_lists().any(|entry| entry.id == *id) {
            return Err(NoSource { known: known(), found: id.clone() });
        }
    }
    let is_meant = |entry: &&Entry| {
        if ids.is_empty() {
            let is_open = moment(entry.valid_until).is_none_or(|until| at <= until);
            entry.regime != Regime::Uji && !is_of_demo(entry) && is_open
        } else {
            ids.contains(&entry.id)
        }
    };
    let mut sources: Vec<Source<'r>> = Vec::new();
    for entry in with_lists().filter(is_meant) {
        for address in &entry.crl {
            let folder = folder_of(entry, address);
            match sources.iter_mut().find(|source| source.folder == folder) {
                Some(source) => source.addresses.push(address),
                None => sources.push(Source { issuer: entry, folder, addresses: vec![address] }),
            }
        }
    }
    Ok(sources)
}

/// Asks all sources and takes in what they give; the answers in the order of `sources`.
pub fn fetch(
    intake: &mut Intake<'_>,
    client: &dyn Client,
    sources: &[Source<'_>],
    memory: &mut Memory,
    terms: (UnixTime, TakenBack),
    tell: &(dyn Fn(Event) + Sync),
) -> Vec<Fetch> {
    let mut waiting = VecDeque::new();
    for (place, source) in sources.iter().enumerate() {
        // A series that cannot be read is told when its answer is there; the others do not wait for it.
        let newest = intake.newest(Series { issuer: source.issuer, folder: &source.folder });
        let newest = newest.ok().flatten().map(|head| head.sha256);
        let known = source.addresses.iter().map(|address| memory.of(address, newest.as_deref()));
        waiting.push_back((place, source, known.collect::<Vec<_>>()));
    }
    let waiting = Mutex::new(waiting);
    let (sender, receiver) = mpsc::channel();
    let mut ends: BTreeMap<usize, Fetch> = BTreeMap::new();
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE.min(sources.len()) {
            let (sender, waiting) = (sender.clone(), &waiting);
            scope.spawn(move || {
                loop {
                    let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                    let Some((place, source, known)) = next else { return };
                    let given = ask(client, source, &known, tell);
                    // Nobody listens any more where taking in has failed.
                    if sender.send((place, given)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        for (place, given) in receiver {
            let Some(source) = sources.get(place) else { continue };
            let (issuer, folder) = (source.issuer.id.clone(), source.folder.clone());
            let end = take_in(intake, source, given, memory, terms, tell).unwrap_or_else(|error| {
                let why = error.to_string();
                let event = Event::new(Level::Error, "failed").with("issuer", issuer.as_str());
                tell(event.with("why", why.as_str()));
                End::Failed(why)
            });
            ends.insert(place, Fetch { issuer, folder, end });
        }
    });
    ends.into_values().collect()
}

/// The first of a source's addresses that gives something, or why none did.
fn ask<'r>(
    client: &dyn Client,
    source: &Source<'r>,
    known: &[Option<Validators>],
    tell: &(dyn Fn(Event) + Sync),
) -> Result<(&'r str, Given), String> {
    let mut failures = Vec::new();
    for (address, known) in source.addresses.iter().zip(known) {
        match client.get(address, known.as_ref(), tell) {
            Ok(given) => return Ok((address, given)),
            Err(why) => failures.push(why),
        }
    }
    Err(failures.join("; "))
}

fn take_in(
    intake: &mut Intake<'_>,
    source: &Source<'_>,
    given: Result<(&str, Given), String>,
    memory: &mut Memory,
    (at, taken_back): (UnixTime, TakenBack),
    tell: &(dyn Fn(Event) + Sync),
) -> Result<End, IntakeError> {
    let series = Series { issuer: source.issuer, folder: &source.folder };
    let event = |level, name| Event::new(level, name).with("issuer", source.issuer.id.as_str());
    let mut asked = source.addresses.first().copied().unwrap_or_default();
    let end = match given {
        Err(why) => {
            tell(event(Level::Error, "failed").with("source", asked).with("why", why.as_str()));
            End::Failed(why)
        }
        Ok((address, Given::NotModified)) => {
            asked = address;
            tell(event(Level::Info, "unchanged").with("source", address).with("status", "304"));
            End::NotModified
        }
        Ok((address, Given::Bytes(bytes, validators))) => {
            asked = address;
            let terms = Terms { way: Way::Fetched(address), at, taken_back };
            let answer = intake.offer(Offer {
                bytes: &bytes,
                source: address,
                series: Some(series),
                terms,
            })?;
            tell(answer.event());
            match answer.outcome {
                Outcome::Accepted(_) | Outcome::Unchanged => {
                    memory.remember(address, &answer.sha256, validators);
                }
                // What was refused has to come again in full.
                Outcome::Inserted | Outcome::Refused(_) => memory.forget(address),
            }
            End::Answered(answer)
        }
    };
    if let Some(late) = intake.look_at_clock(series, asked, at)? {
        tell(event(Level::Error, "late").with("source", asked).with_some("due", late.expected));
    }
    Ok(end)
}

/// What the last answers said about themselves, `crl/fetch.json`: asked with that, an address only sends what is new.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Memory {
    addresses: BTreeMap<String, Remembered>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Remembered {
    sha256: String,
    validators: Validators,
}

impl Memory {
    /// Reads it. One that is not there, or does not read, remembers nothing: then all is fetched in full.
    pub fn read(path: &Path) -> io::Result<Self> {
        let bytes = disk::read(path)?.unwrap_or_default();
        Ok(serde_json::from_slice(&bytes).unwrap_or_default())
    }

    /// Writes it, where it has changed.
    pub fn write(&self, disk: &dyn Disk, path: &Path) -> io::Result<()> {
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        if disk::read(path)?.as_ref() == Some(&bytes) {
            return Ok(());
        }
        disk::replace(disk, path, &bytes)
    }

    /// Only where the list that it is about is the newest one that was accepted: else "not modified" would mean another list.
    fn of(&self, address: &str, newest: Option<&str>) -> Option<Validators> {
        let known = self.addresses.get(address)?;
        (newest == Some(known.sha256.as_str())).then(|| known.validators.clone())
    }

    fn remember(&mut self, address: &str, sha256: &str, validators: Validators) {
        let remembered = Remembered { sha256: sha256.to_owned(), validators };
        self.addresses.insert(address.to_owned(), remembered);
    }

    fn forget(&mut self, address: &str) {
        self.addresses.remove(address);
    }
}

/// Whether a refusal is for a person to decide.
#[must_use]
pub fn is_held(fetch: &Fetch) -> bool {
    matches!(&fetch.end, End::Answered(Answer { outcome: Outcome::Refused(Refusal::Held(_)), .. }))
}
