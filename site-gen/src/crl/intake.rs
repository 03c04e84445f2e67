//! The one way into the archive: whose list it is, whether it is taken, and then its file and its line.

use super::accept::{Before, TakenBack, Terms, Verdict, Way, judge};
use super::certificates::Ends;
use super::event::{Event, Level};
use super::genuine::{self, Genuine, MAX_BYTES};
use super::insertion::{Inserted, Room, insert};
use super::journal;
use super::lock::{Lock, LockError};
use super::refusal::Refusal;
use super::shelf::{Shelf, ShelfError};
use crate::disk::Disk;
use crate::history::{Accepted, Finding, Observed, Severity};
use crate::trust::registry::{Entry, Registry};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use verifier::time::UnixTime;

/// The archive of a trust folder, open for writing by this program alone.
#[derive(Debug)]
pub struct Intake<'i> {
    archive: Archive<'i>,
    _lock: Lock,
}

/// The same without the right to write, for those who only ask what would happen.
#[derive(Debug)]
pub struct Archive<'i> {
    disk: &'i dyn Disk,
    trust: PathBuf,
    registry: &'i Registry,
    ends: Ends,
    opened_at: UnixTime,
    shelves: BTreeMap<PathBuf, Shelf>,
}

/// A list that somebody brings.
#[derive(Debug, Clone, Copy)]
pub struct Offer<'o> {
    /// DER or PEM.
    pub bytes: &'o [u8],
    /// The address or the file, for the journal.
    pub source: &'o str,
    /// The series that was asked for, where one was.
    pub series: Option<Series<'o>>,
    /// How it is judged.
    pub terms: Terms<'o>,
}

/// A series of the registry.
#[derive(Debug, Clone, Copy)]
pub struct Series<'s> {
    /// Who issues its lists.
    pub issuer: &'s Entry,
    /// Its name.
    pub folder: &'s str,
}

/// What became of an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Where it came from.
    pub source: String,
    /// The registry entry, as far as it was found or asked for.
    pub issuer: Option<String>,
    /// The series, likewise.
    pub folder: Option<String>,
    /// Of the DER, or of what came.
    pub sha256: String,
    /// `cRLNumber`, where a list was read.
    pub number: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is the newest of its series.
    Accepted(Box<Accepted>),
    /// It is in the archive, before the newest.
    Inserted,
    /// We had it.
    Unchanged,
    /// It is not published.
    Refused(Refusal),
}

/// Why the archive cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// Another run has it.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// A series.
    #[error(transparent)]
    Shelf(#[from] ShelfError),
    /// Certificates whose end we want to know.
    #[error("{}: {source}", path.display())]
    Certificates {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl<'i> Intake<'i> {
    /// Opens the archive beside a registry.
    pub fn open(
        disk: &'i dyn Disk,
        trust: &Path,
        registry: &'i Registry,
        at: UnixTime,
    ) -> Result<Self, IntakeError> {
        let lock = Lock::take(trust)?;
        Ok(Self { archive: Archive::open(disk, trust, registry, at)?, _lock: lock })
    }

    /// Judges a list and acts on it.
    pub fn offer(&mut self, offer: Offer<'_>) -> Result<Answer, IntakeError> {
        self.archive.offer(offer, Act::Write)
    }

    /// Puts an older list in its place.
    pub fn offer_history(&mut self, offer: Offer<'_>) -> Result<Answer, IntakeError> {
        self.archive.offer_history(offer)
    }

    /// Says so where no newer list has come although one was due: once for each `nextUpdate`.
    pub fn look_at_clock(
        &mut self,
        series: Series<'_>,
        source: &str,
        at: UnixTime,
    ) -> Result<Option<Finding>, IntakeError> {
        self.archive.look_at_clock(series, source, at)
    }

    /// The newest list of a series in short.
    pub fn newest(&mut self, series: Series<'_>) -> Result<Option<journal::Head>, IntakeError> {
        let dir = self.archive.dir(series);
        let shelf = self.archive.shelf(&dir, Act::Write)?;
        Ok(shelf.summary.newest().cloned())
    }
}

/// Whether anything may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Write,
    Ask,
}

impl<'i> Archive<'i> {
    /// Opens the archive beside a registry.
    pub fn open(
        disk: &'i dyn Disk,
        trust: &Path,
        registry: &'i Registry,
        at: UnixTime,
    ) -> Result<Self, IntakeError> {
        let ends = Ends::read(trust)
            .map_err(|source| IntakeError::Certificates { path: trust.to_owned(), source })?;
        Ok(Self {
            disk,
            trust: trust.to_owned(),
            registry,
            ends,
            opened_at: at,
            shelves: BTreeMap::new(),
        })
    }

    /// What would become of a list.
    pub fn ask(&mut self, offer: Offer<'_>) -> Result<Answer, IntakeError> {
        self.offer(offer, Act::Ask)
    }

    fn offer(&mut self, offer: Offer<'_>, act: Act) -> Result<Answer, IntakeError> {
        let registry = self.registry;
        let der = match genuine::der(offer.bytes, MAX_BYTES) {
            Ok(der) => der,
            Err(refusal) => return self.refused(offer, None, refusal, act),
        };
        let list = match genuine::check(registry, &der) {
            Ok(list) => list,
            Err(refusal) => return self.refused(offer, None, refusal, act),
        };
        let series = Series { issuer: list.issuer, folder: &list.folder };
        let dir = self.dir(series);
        self.shelf(&dir, act)?;
        let verdict = match self.shelves.get(&dir) {
            Some(shelf) => {
                let before =
                    Before { summary: &shelf.summary, newest: shelf.newest(), ends: &self.ends };
                judge(&list, before, offer.terms, offer.source)
            }
            None => Ok(Verdict::Unchanged),
        };
        let outcome = match verdict {
            Ok(Verdict::Unchanged) => Outcome::Unchanged,
            Ok(Verdict::Accepted(accepted)) => {
                if act == Act::Write {
                    self.put(&dir, &list, &accepted)?;
                }
                Outcome::Accepted(accepted)
            }
            Err(refusal) => return self.refused(offer, Some(&list), refusal, act),
        };
        Ok(answer(offer, Some(&list), None, outcome))
    }

    /// On any error the series is read again before it is used again.
    fn put(
        &mut self,
        dir: &Path,
        list: &Genuine<'_>,
        accepted: &Accepted,
    ) -> Result<(), IntakeError> {
        let Some(mut shelf) = self.shelves.remove(dir) else { return Ok(()) };
        shelf.put(self.disk, list, accepted)?;
        self.shelves.insert(dir.to_owned(), shelf);
        Ok(())
    }

    /// A refusal stands in the journal of its series: what an address of the issuer gave, and whatever the issuer signed that
    /// contradicts what it signed before. A person's mistake with a file is nobody else's business.
    fn refused(
        &mut self,
        offer: Offer<'_>,
        list: Option<&Genuine<'_>>,
        refusal: Refusal,
        act: Act,
    ) -> Result<Answer, IntakeError> {
        let contradicts = matches!(
            refusal,
            Refusal::Held(_) | Refusal::SameNumber { .. } | Refusal::SameThisUpdate { .. }
        );
        let own = list.map(|list| Series { issuer: list.issuer, folder: &list.folder });
        let series = offer.series.or(own.filter(|_| contradicts));
        let answer = answer(offer, list, offer.series, Outcome::Refused(refusal.clone()));
        let Some(series) = series.filter(|_| act == Act::Write) else { return Ok(answer) };
        let dir = self.dir(series);
        self.shelf(&dir, act)?;
        let Some(mut shelf) = self.shelves.remove(&dir) else { return Ok(answer) };
        for finding in refusal.findings() {
            let observed = Observed {
                at: offer.terms.at.to_rfc3339(),
                source: offer.source.to_owned(),
                sha256: Some(answer.sha256.clone()),
                finding,
            };
            shelf.observe(self.disk, observed)?;
        }
        if let (Some(list), Refusal::Held(_)) = (list, &refusal) {
            shelf.hold(self.disk, list.der)?;
        }
        self.shelves.insert(dir, shelf);
        Ok(answer)
    }

    fn offer_history(&mut self, offer: Offer<'_>) -> Result<Answer, IntakeError> {
        let registry = self.registry;
        let refused = |list, refusal| Ok(answer(offer, list, None, Outcome::Refused(refusal)));
        let der = match genuine::der(offer.bytes, MAX_BYTES) {
            Ok(der) => der,
            Err(refusal) => return refused(None, refusal),
        };
        let list = match genuine::check(registry, &der) {
            Ok(list) => list,
            Err(refusal) => return refused(None, refusal),
        };
        let dir = self.dir(Series { issuer: list.issuer, folder: &list.folder });
        let shelf = self.shelf(&dir, Act::Write)?;
        let mut lines = journal::lines(&shelf.journal()).map_err(ShelfError::from)?;
        match insert(
            &mut lines,
            &list,
            Room::BeforeNewest,
            &self.ends,
            offer.terms.at,
            offer.source,
        ) {
            Err(refusal) => refused(Some(&list), refusal),
            Ok(Inserted::Known) => Ok(answer(offer, Some(&list), None, Outcome::Unchanged)),
            Ok(Inserted::New) => {
                if let Some(mut shelf) = self.shelves.remove(&dir) {
                    shelf.rewrite(self.disk, std::slice::from_ref(&list), &lines)?;
                    self.shelves.insert(dir, shelf);
                }
                Ok(answer(offer, Some(&list), None, Outcome::Inserted))
            }
        }
    }

    fn look_at_clock(
        &mut self,
        series: Series<'_>,
        source: &str,
        at: UnixTime,
    ) -> Result<Option<Finding>, IntakeError> {
        let dir = self.dir(series);
        let shelf = self.shelf(&dir, Act::Write)?;
        let due = shelf.summary.newest().and_then(|newest| newest.next_update);
        let Some(due) = due.filter(|due| *due < at) else { return Ok(None) };
        let finding = Finding {
            code: "late".to_owned(),
            severity: Severity::Warning,
            serial: None,
            expected: Some(due.to_rfc3339()),
            found: None,
        };
        let observed = Observed {
            at: at.to_rfc3339(),
            source: source.to_owned(),
            sha256: None,
            finding: finding.clone(),
        };
        let Some(mut shelf) = self.shelves.remove(&dir) else { return Ok(None) };
        let is_new = shelf.observe(self.disk, observed)?;
        self.shelves.insert(dir, shelf);
        Ok(is_new.then_some(finding))
    }

    fn dir(&self, series: Series<'_>) -> PathBuf {
        let demo = if genuine::is_of_demo(series.issuer) { "demo" } else { "" };
        self.trust.join(demo).join("crl").join(series.folder)
    }

    /// The series, read once. Lists whose run was ended before their line are offered again.
    fn shelf(&mut self, dir: &Path, act: Act) -> Result<&Shelf, IntakeError> {
        if !self.shelves.contains_key(dir) {
            let disk: &dyn Disk = if act == Act::Write { self.disk } else { &ReadOnly };
            let mut shelf = Shelf::open(disk, dir)?;
            if act == Act::Write {
                self.take_up(&mut shelf)?;
            }
            self.shelves.insert(dir.to_owned(), shelf);
        }
        self.shelves.get(dir).ok_or_else(|| {
            let source = std::io::ErrorKind::NotFound.into();
            ShelfError::Io { path: dir.to_owned(), source }.into()
        })
    }

    fn take_up(&self, shelf: &mut Shelf) -> Result<(), IntakeError> {
        for path in shelf.without_line()? {
            let bytes = std::fs::read(&path)
                .map_err(|source| ShelfError::Io { path: path.clone(), source })?;
            let Ok(list) = genuine::check(self.registry, &bytes) else { continue };
            let terms =
                Terms { way: Way::Imported, at: self.opened_at, taken_back: TakenBack::Held };
            let before =
                Before { summary: &shelf.summary, newest: shelf.newest(), ends: &self.ends };
            let is_its_name =
                path.file_name().is_some_and(|name| name == list.file_name().as_str());
            if let (true, Ok(Verdict::Accepted(accepted))) =
                (is_its_name, judge(&list, before, terms, &list.file_name()))
            {
                shelf.put(self.disk, &list, &accepted)?;
            }
        }
        Ok(())
    }
}

fn answer(
    offer: Offer<'_>,
    list: Option<&Genuine<'_>>,
    series: Option<Series<'_>>,
    outcome: Outcome,
) -> Answer {
    let issuer = list.map(|list| list.issuer).or(series.map(|series| series.issuer));
    let folder = list.map(|list| list.folder.as_str()).or(series.map(|series| series.folder));
    Answer {
        source: offer.source.to_owned(),
        issuer: issuer.map(|entry| entry.id.clone()),
        folder: folder.map(str::to_owned),
        sha256: list.map_or_else(|| crate::digest::sha256(offer.bytes), |list| list.sha256.clone()),
        number: list.and_then(Genuine::number),
        outcome,
    }
}

impl Answer {
    /// The line of the log.
    #[must_use]
    pub fn event(&self) -> Event {
        let (level, name) = match &self.outcome {
            Outcome::Accepted(list) if has_happened(&list.findings) => (Level::Warn, "accepted"),
            Outcome::Accepted(_) => (Level::Info, "accepted"),
            Outcome::Inserted => (Level::Info, "inserted"),
            Outcome::Unchanged => (Level::Info, "unchanged"),
            Outcome::Refused(Refusal::Held(_)) => (Level::Error, "held"),
            Outcome::Refused(_) => (Level::Error, "refused"),
        };
        let event = Event::new(level, name)
            .with_some("issuer", self.issuer.as_deref())
            .with_some("number", self.number.as_deref())
            .with("sha256", self.sha256.as_str())
            .with("source", self.source.as_str());
        match &self.outcome {
            Outcome::Accepted(list) => event
                .with("entries", list.entries.to_string())
                .with("added", list.added.len().to_string())
                .with("removed", list.removed.len().to_string())
                .with("changed", list.changed.len().to_string())
                .with("findings", list.findings.len().to_string())
                .with_some("codes", codes(&list.findings)),
            Outcome::Inserted | Outcome::Unchanged => event,
            Outcome::Refused(refusal) => {
                event.with("code", refusal.code()).with("why", refusal.to_string())
            }
        }
    }
}

fn codes(findings: &[Finding]) -> Option<String> {
    let mut codes: Vec<&str> = findings.iter().map(|finding| finding.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    (!codes.is_empty()).then(|| codes.join(","))
}

/// For those who only ask: what an ended run left stays as it is.
#[derive(Debug)]
struct ReadOnly;

impl Disk for ReadOnly {
    fn create_dir_all(&self, _: &Path) -> std::io::Result<()> {
        Ok(())
    }
    fn write(&self, _: &Path, _: &[u8]) -> std::io::Result<()> {
        Ok(())
    }
    fn append(&self, _: &Path, _: &[u8]) -> std::io::Result<()> {
        Ok(())
    }
    fn rename(&self, _: &Path, _: &Path) -> std::io::Result<()> {
        Ok(())
    }
    fn exchange(&self, _: &Path, _: &Path) -> std::io::Result<()> {
        Ok(())
    }
    fn truncate(&self, _: &Path, _: u64) -> std::io::Result<()> {
        Ok(())
    }
    fn remove(&self, _: &Path) -> std::io::Result<()> {
        Ok(())
    }
    fn remove_dir_all(&self, _: &Path) -> std::io::Result<()> {
        Ok(())
    }
}

/// Whether the monitor found an error; what the lint finds is the same every hour.
fn has_happened(findings: &[Finding]) -> bool {
    let mut happened = findings.iter().filter(|finding| !finding.is_of_lint());
    happened.any(|finding| finding.severity >= Severity::Error)
}
