//! A year of a CA that publishes a list every hour, taken in by the real pipeline, with what goes wrong in life at known hours:
//! is each fault found, is none of it published, and what does the archive cost.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a generator of test files stops at the first surprise"
)]

pub mod authority;
pub mod fault;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use authority::{Authority, Triple, moment};
use fault::Fault;
use site_gen::crl::accept::{TakenBack, Terms, Way};
use site_gen::crl::intake::{Answer, Intake, Offer, Outcome, Series};
use site_gen::disk::Disk;
use site_gen::history::{self, Line};
use site_gen::trust::{Demo, Registry, load};
use verifier::time::UnixTime;

/// Hours of the year.
pub const HOURS: u32 = 24 * 365;
/// Every hour is another run of the program; the archive is opened anew so often, which is the same and takes less time.
const REOPENED: u32 = 24;

/// What came of it.
#[derive(Debug, Default)]
pub struct Figures {
    /// Runs of the pipeline.
    pub runs: usize,
    /// Lists that were accepted.
    pub accepted: usize,
    /// Faults that were put in.
    pub faults: usize,
    /// What should have been said of a fault, and was not.
    pub missed: Vec<String>,
    /// Something was said of a good list.
    pub false_alarms: Vec<String>,
    /// Bytes that are published and should not be.
    pub published: Vec<String>,
    /// Lists in the archive at the end.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Bytes of the journal.
    pub journal: u64,
    /// Certificates in the ledger.
    pub ledger: usize,
    /// Entries that were ever listed and that no list of the archive has.
    pub lost: usize,
    /// Time of the runs, each from bytes to the archive, the slowest last.
    pub times: Vec<Duration>,
}

impl Figures {
    /// For the log of a test and for the tables.
    #[must_use]
    pub fn words(&self) -> String {
        let mut times = self.times.clone();
        times.sort();
        let at = |part: usize| times.get(times.len() * part / 100).copied().unwrap_or_default();
        format!(
            "runs {}, accepted {}, faults {} of {} found, {} published, archive {} files {:.1} MB, journal {:.1} MB, ledger {} \
             certificates, {} entries lost, one run {:.1?} (median), {:.1?} (99 %)",
            self.runs,
            self.accepted,
            self.faults.saturating_sub(self.missed.len()),
            self.faults,
            self.published.len(),
            self.files,
            megabytes(self.bytes),
            megabytes(self.journal),
            self.ledger,
            self.lost,
            at(50),
            at(99),
        )
    }
}

fn megabytes(bytes: u64) -> f64 {
    f64::from(u32::try_from(bytes / 1_000).unwrap_or(u32::MAX)) / 1_000.0
}

/// Runs it at these hours. `now` is a clock, for the times; a test gives one that stands still.
pub fn simulate(
    disk: &dyn Disk,
    trust: &Path,
    hours: impl Iterator<Item = u32>,
    now: &dyn Fn() -> Duration,
) -> Figures {
    let mut authority = Authority::new();
    std::fs::create_dir_all(trust.join("certificates/known")).unwrap();
    std::fs::write(trust.join("registry.toml"), authority.registry()).unwrap();
    for (name, certificate) in authority.known_certificates() {
        std::fs::write(trust.join("certificates/known").join(name), certificate).unwrap();
    }
    let registry = Registry::parse("registry.toml", &authority.registry()).unwrap();
    let issuer = &registry.entries[0];
    let series = Series { issuer, folder: &issuer.ski };
    let address = issuer.crl[0].as_str();
    let faults = fault::calendar();

    let mut figures = Figures::default();
    let mut forbidden: BTreeSet<String> = BTreeSet::new();
    let mut taken: BTreeSet<u32> = BTreeSet::new();
    let mut is_late = false;
    let mut intake: Option<Intake<'_>> = None;
    let mut opened = 0;
    for hour in hours {
        authority.advance(hour);
        let fault = faults.get(&hour).copied();
        let at = moment(hour).seconds() + 600;
        let at = UnixTime::from_seconds(at);
        let started = now();
        if intake.is_none() || hour >= opened + REOPENED {
            drop(intake.take());
            intake = Some(Intake::open(disk, trust, &registry, at).unwrap());
            opened = hour;
        }
        let intake = intake.as_mut().unwrap();
        if fault == Some(Fault::Silence) {
            let late = intake.look_at_clock(series, address, at).unwrap();
            // Once, when the newest list that was taken is over, and not again.
            let due = hour >= authority.taken + 24 && !is_late;
            is_late |= due;
            figures.faults += usize::from(due);
            if late.is_some() != due {
                figures.missed.push(format!("hour {hour}: late is {late:?}"));
            }
            continue;
        }
        let made = now();
        let bytes = match fault {
            Some(fault) => fault.bytes(&authority, hour),
            None => authority.list(hour),
        };
        let making = now() - made;
        let offer = Offer {
            bytes: &bytes,
            source: address,
            series: Some(series),
            terms: Terms { way: Way::Fetched(address), at, taken_back: TakenBack::Held },
        };
        let answer = intake.offer(offer).unwrap();
        figures.times.push((now() - started).saturating_sub(making));
        figures.runs += 1;
        match fault {
            None => {
                check_good(&mut figures, hour, &answer, hour > authority.taken + 24);
                authority.taken = hour;
                is_late = false;
                taken.insert(hour);
            }
            Some(fault) => {
                figures.faults += 1;
                check_fault(&mut figures, hour, fault, &answer);
                forbidden.insert(answer.sha256.clone());
            }
        }
    }
    let everything: BTreeSet<Triple> = (authority.all.into_iter())
        .filter(|(hours, _)| taken.range(hours.clone()).next().is_some())
        .map(|(_, triple)| triple)
        .collect();
    drop(intake);
    look_at_the_end(&mut figures, trust, &registry, &forbidden, &everything);
    figures
}

fn check_good(figures: &mut Figures, hour: u32, answer: &Answer, is_after_gap: bool) {
    match &answer.outcome {
        Outcome::Accepted(list) => {
            figures.accepted += 1;
            let codes: BTreeSet<&str> =
                list.findings.iter().map(|finding| finding.code.as_str()).collect();
            let gap = is_after_gap.then_some("gap");
            let expected: BTreeSet<&str> =
                gap.into_iter().chain((!list.removed.is_empty()).then_some("vanished")).collect();
            if codes != expected {
                figures.false_alarms.push(format!("hour {hour}: {codes:?}, not {expected:?}"));
            }
        }
        other => figures.false_alarms.push(format!("hour {hour}: {other:?}")),
    }
}

fn check_fault(figures: &mut Figures, hour: u32, fault: Fault, answer: &Answer) {
    let codes: Vec<String> = match &answer.outcome {
        Outcome::Refused(refusal) => {
            refusal.findings().into_iter().map(|finding| finding.code).collect()
        }
        other => vec![format!("{other:?}")],
    };
    if !codes.iter().any(|code| code == fault.code()) {
        figures.missed.push(format!("hour {hour}: {fault:?}: {codes:?}"));
    }
}

fn look_at_the_end(
    figures: &mut Figures,
    trust: &Path,
    registry: &Registry,
    forbidden: &BTreeSet<String>,
    everything: &BTreeSet<Triple>,
) {
    let published = load(trust, Demo::Excluded).unwrap();
    let mut kept = BTreeSet::new();
    for list in &published.crls {
        if forbidden.contains(&list.sha256) {
            figures.published.push(list.file_name.clone());
        }
        figures.files += 1;
        figures.bytes += list.der.len() as u64;
        let read = verifier::RevocationList::read(&list.der).unwrap();
        kept.extend(read.entries().map(|entry| authority::triple(&entry.unwrap())));
    }
    figures.lost = everything.difference(&kept).count();
    let series = history::load(trust, registry, Demo::Excluded).unwrap();
    figures.ledger = series[0].ledger.len();
    let serials: BTreeSet<&String> = everything.iter().map(|(serial, ..)| serial).collect();
    let ledger: BTreeMap<&String, &str> = (series[0].ledger.iter())
        .map(|entry| (&entry.entry.serial, entry.entry.date.as_str()))
        .collect();
    assert!(serials.iter().eq(ledger.keys()), "the ledger has everything that was ever listed");
    let journal = trust.join("crl").join(&series[0].folder).join("journal.jsonl");
    figures.journal = std::fs::metadata(journal).unwrap().len();
    // What was refused stands in the journal: once for each of its kind and bytes.
    let observed: BTreeSet<&str> = (series[0].lines.iter())
        .filter_map(|line| match line {
            Line::Observed(observed) => Some(observed.finding.code.as_str()),
            Line::Accepted(_) => None,
        })
        .collect();
    for fault in fault::calendar().values() {
        if !observed.contains(fault.code()) {
            figures.missed.push(format!("{fault:?} is not in the journal"));
        }
    }
}
