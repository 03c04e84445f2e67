//! The way of revocation lists into the archive: one test for each rule, and the program ended at every step.
//!
//! Over 500 lines: every test takes a short series of lists through one intake, and they share the issuer that makes them.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test stops at the first surprise"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use base64ct::{Base64, Encoding as _};
use periksa_tests::crl_year::authority::{ADDRESS, Authority, Bent, Entry, moment};
use site_gen::crl::accept::{TakenBack, Terms, Way};
use site_gen::crl::fetching::{Client, End, Given, Memory, fetch, sources};
use site_gen::crl::intake::{Answer, Archive, Intake, IntakeError, Offer, Outcome, Series};
use site_gen::crl::monitor;
use site_gen::disk::{Disk, Failing, Failure, RealDisk};
use site_gen::fetch::Validators;
use site_gen::history::{self, Accepted, Line, Severity};
use site_gen::trust::{Demo, Registry, load};
use tempfile::TempDir;
use verifier::time::UnixTime;

/// A trust folder with the registry of an authority of a few entries.
struct Operator {
    dir: TempDir,
    registry: Registry,
    authority: Authority,
}

impl Operator {
    fn new() -> Self {
        Self::of(&|registry| registry)
    }

    fn of(change: &dyn Fn(String) -> String) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let authority = Authority::with_entries(20);
        let text = change(authority.registry());
        fs::write(dir.path().join("registry.toml"), &text).unwrap();
        let known = dir.path().join("certificates/known");
        fs::create_dir_all(&known).unwrap();
        for (name, der) in authority.known_certificates() {
            fs::write(known.join(name), der).unwrap();
        }
        let registry = Registry::parse("registry.toml", &text).unwrap();
        Self { dir, registry, authority }
    }

    fn open<'i>(&'i self, disk: &'i dyn Disk, hour: u32) -> Intake<'i> {
        Intake::open(disk, self.dir.path(), &self.registry, moment(hour)).unwrap()
    }

    fn import(&self, bytes: &[u8], hour: u32) -> Answer {
        self.open(&RealDisk, hour).offer(offer(bytes, hour, TakenBack::Held)).unwrap()
    }

    fn folder(&self) -> PathBuf {
        self.dir.path().join("crl").join(&self.registry.entries[0].ski)
    }

    /// The lists in the archive, the journal aside.
    fn lists(&self) -> Vec<String> {
        let mut names = site_gen::disk::names(&self.folder()).unwrap();
        names.retain(|name| name != "journal.jsonl");
        names
    }

    fn lines(&self) -> Vec<Line> {
        let series = history::load(self.dir.path(), &self.registry, Demo::Excluded).unwrap();
        series.into_iter().next().map(|series| series.lines).unwrap_or_default()
    }

    fn accepted(&self) -> Vec<Accepted> {
        let accepted = self.lines().into_iter().filter_map(|line| match line {
            Line::Accepted(accepted) => Some(*accepted),
            Line::Observed(_) => None,
        });
        accepted.collect()
    }

    fn observed(&self) -> Vec<(String, Severity)> {
        let observed = self.lines().into_iter().filter_map(|line| match line {
            Line::Accepted(_) => None,
            Line::Observed(observed) => Some((observed.finding.code, observed.finding.severity)),
        });
        observed.collect()
    }
}

fn offer(bytes: &[u8], hour: u32, taken_back: TakenBack) -> Offer<'_> {
    let terms = Terms { way: Way::Imported, at: moment(hour), taken_back };
    Offer { bytes, source: "list.crl", series: None, terms }
}

fn word(answer: &Answer) -> String {
    match &answer.outcome {
        Outcome::Accepted(_) => "accepted".to_owned(),
        Outcome::Inserted => "inserted".to_owned(),
        Outcome::Unchanged => "unchanged".to_owned(),
        Outcome::Refused(refusal) => refusal.code().to_owned(),
    }
}

/// What the monitor found; the lint is tested elsewhere.
fn monitored(list: &Accepted) -> Vec<&str> {
    let codes = list.findings.iter().map(|finding| finding.code.as_str());
    codes.filter(|code| monitor::CODES.contains(code)).collect()
}

fn numbers(accepted: &[Accepted]) -> Vec<&str> {
    accepted.iter().map(|list| list.number.as_deref().unwrap()).collect()
}

#[test]
fn a_list_is_accepted_once_in_der_or_pem() {
    let operator = Operator::new();
    let list = operator.authority.list(1);
    // Lines of 64 characters (RFC 7468 2).
    let text = Base64::encode_string(&list);
    let lines: Vec<&str> =
        text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    let pem = format!("-----BEGIN X509 CRL-----\n{}\n-----END X509 CRL-----\n", lines.join("\n"));
    assert_eq!(word(&operator.import(pem.as_bytes(), 1)), "accepted");
    assert_eq!(word(&operator.import(&list, 1)), "unchanged");
    let published = load(operator.dir.path(), Demo::Excluded).unwrap();
    assert_eq!(published.crls.iter().map(|crl| &crl.der).collect::<Vec<_>>(), [&list]);
    let accepted = operator.accepted();
    assert_eq!(accepted.len(), 1);
    assert_eq!(accepted[0].added.len(), 20);
    assert_eq!(monitored(&accepted[0]), Vec::<&str>::new());
}

/// A list that takes something back waits; a person may take it, and then its findings are published.
#[test]
fn a_list_that_takes_a_revocation_back_is_held_until_a_person_accepts_it() {
    let mut operator = Operator::new();
    operator.import(&operator.authority.list(1), 1);
    operator.authority.advance(2);
    let bent = Bent { entry: Some((0, Entry::Gone)), ..Bent::default() };
    for hour in [2, 2, 3] {
        let list = operator.authority.bent(hour, &bent);
        assert_eq!(word(&operator.import(&list, hour)), "held");
    }
    let list = operator.authority.bent(3, &bent);
    // Every hour the same: it is told once.
    assert_eq!(operator.observed(), [("vanished-early".to_owned(), Severity::Refused)]);
    assert_eq!(numbers(&operator.accepted()), ["26001"]);
    let held = operator.folder().join(".held.crl");
    assert_eq!(fs::read(&held).unwrap(), list);

    let mut intake = operator.open(&RealDisk, 3);
    let answer = intake.offer(offer(&list, 3, TakenBack::Accepted)).unwrap();
    drop(intake);
    assert_eq!(word(&answer), "accepted");
    assert!(!held.exists());
    let accepted = operator.accepted();
    assert_eq!(numbers(&accepted), ["26001", "26003"]);
    assert_eq!(monitored(&accepted[1]), ["vanished-early"]);
    assert_eq!(accepted[1].findings[0].severity, Severity::Error);

    // It comes back: more is revoked than before, so it is published, and said.
    let answer = operator.import(&operator.authority.list(4), 4);
    let Outcome::Accepted(list) = answer.outcome else { panic!("{answer:?}") };
    let serial = site_gen::digest::hex(&Authority::serial(0));
    assert_eq!(monitored(&list), ["returned"]);
    assert_eq!(list.findings[0].serial.as_deref(), Some(serial.as_str()));
}

/// What an entry says in one list and in the next, and what becomes of the next.
#[test]
fn only_what_revokes_more_or_explains_itself_is_published() {
    let (superseded, affiliation_changed, key_compromise, hold) =
        (Entry::Reason(4), Entry::Reason(3), Entry::Reason(1), Entry::Reason(6));
    for (before, after, expected, findings) in [
        (superseded, superseded, "accepted", &[][..]),
        (superseded, Entry::Moved, "held", &["date-moved"]),
        (superseded, affiliation_changed, "held", &["reason-changed"]),
        // A key that is found out to be known to others: RFC 5280 5.3.1 has no better way to say so.
        (superseded, key_compromise, "accepted", &["reason-changed"]),
        (key_compromise, superseded, "held", &["reason-changed"]),
        (key_compromise, Entry::Gone, "held", &["vanished-early"]),
        // A suspension ends either way.
        (hold, Entry::Gone, "accepted", &["released"]),
        (hold, superseded, "accepted", &["reason-changed"]),
    ] {
        let operator = Operator::new();
        let list = |hour: u32, entry: Entry| {
            let bent = Bent { entry: Some((0, entry)), ..Bent::default() };
            operator.authority.bent(hour, &bent)
        };
        operator.import(&list(1, before), 1);
        let answer = operator.import(&list(2, after), 2);
        assert_eq!(word(&answer), expected, "{before:?} to {after:?}");
        let found: Vec<String> = match &answer.outcome {
            Outcome::Accepted(list) => monitored(list).into_iter().map(str::to_owned).collect(),
            Outcome::Refused(refusal) => {
                refusal.findings().into_iter().map(|finding| finding.code).collect()
            }
            Outcome::Inserted | Outcome::Unchanged => Vec::new(),
        };
        assert_eq!(found, findings, "{before:?} to {after:?}");
        // Whoever was only on hold has not left, and so does not return.
        let last = operator.import(&list(3, before), 3);
        if let (Outcome::Accepted(list), Entry::Gone) = (&last.outcome, after) {
            assert_eq!(monitored(list), Vec::<&str>::new(), "{before:?} to {after:?}");
        }
    }
}

/// RFC 5280 3.3: without the certificate's end a list may drop an entry; with the shortest life of all certificates it may not
/// before the first of them can have ended.
#[test]
fn the_shortest_life_of_certificates_says_when_no_entry_may_leave() {
    let gone = Bent { entry: Some((9, Entry::Gone)), ..Bent::default() };
    for (days, expected, finding) in [
        (None, "accepted", "vanished"),
        (Some(2196), "accepted", "vanished"),
        (Some(2197), "held", ""),
    ] {
        // The issuer is of 2020-01-01, the list of 2026-01-05T02:00:33Z: 2,196 days and two hours later.
        let operator = Operator::of(&|registry| {
            let key = days.map(|days| format!("subscriber_validity_days = {days}\nprovenance"));
            registry.replace("provenance", key.as_deref().unwrap_or("provenance"))
        });
        operator.import(&operator.authority.list(1), 1);
        let answer = operator.import(&operator.authority.bent(2, &gone), 2);
        assert_eq!(word(&answer), expected, "{days:?}");
        if let Outcome::Accepted(list) = &answer.outcome {
            assert_eq!(monitored(list), [finding], "{days:?}");
        }
    }
}

/// Each rule about time and number, each with a genuine list.
#[test]
fn nothing_runs_backwards_and_nothing_is_of_the_future() {
    let operator = Operator::new();
    operator.import(&operator.authority.list(10), 10);
    let list = |number: u32, from: i64, until: i64| {
        let bent = Bent { number: Some(number), times: Some([from, until]), ..Bent::default() };
        operator.authority.bent(10, &bent)
    };
    const DAY: i64 = 86_400;
    for (bytes, expected) in [
        (list(26_009, 60, DAY), "number-backwards"),
        (list(26_010, 60, DAY), "same-number-other-bytes"),
        (list(26_011, -60, DAY), "this-update-backwards"),
        (list(26_011, 0, DAY), "same-this-update-other-bytes"),
        (list(26_011, 301, DAY), "future"),
        // Five minutes are what clocks may differ by.
        (list(26_011, 300, DAY), "accepted"),
        // Nothing else than the number may be equal.
        (list(26_012, 300, DAY), "same-this-update-other-bytes"),
    ] {
        assert_eq!(word(&operator.import(&bytes, 10)), expected);
    }
    assert_eq!(numbers(&operator.accepted()), ["26010", "26011"]);
}

/// What a person brings may be over, what an address gives may not.
#[test]
fn a_list_that_is_over_is_taken_from_a_person_and_not_from_an_address() {
    let operator = Operator::new();
    let list = operator.authority.list(1);
    let mut intake = operator.open(&RealDisk, 30);
    let terms = Terms { way: Way::Fetched(ADDRESS), at: moment(30), taken_back: TakenBack::Held };
    let fetched = Offer { terms, ..offer(&list, 30, TakenBack::Held) };
    assert_eq!(word(&intake.offer(fetched).unwrap()), "over");
    let answer = intake.offer(offer(&list, 30, TakenBack::Held)).unwrap();
    let Outcome::Accepted(list) = answer.outcome else { panic!("{answer:?}") };
    assert_eq!(monitored(&list), ["over"]);
}

#[test]
fn older_lists_go_between_their_neighbours_and_never_to_the_end() {
    let mut operator = Operator::new();
    let mut lists = Vec::new();
    for hour in 0..6 {
        operator.authority.advance(hour);
        lists.push(operator.authority.list(hour));
    }
    operator.import(&lists[1], 6);
    operator.import(&lists[4], 6);
    let mut intake = operator.open(&RealDisk, 6);
    for (hour, expected) in
        [(5, "not-older"), (2, "inserted"), (0, "inserted"), (3, "inserted"), (2, "unchanged")]
    {
        let answer = intake.offer_history(offer(&lists[hour], 6, TakenBack::Held)).unwrap();
        assert_eq!(word(&answer), expected, "{hour}");
    }
    // A moment between 1 and 2, and a number after 4.
    let bent = Bent { number: Some(26_009), times: Some([60, 86_400]), ..Bent::default() };
    let astray = operator.authority.bent(1, &bent);
    let answer = intake.offer_history(offer(&astray, 6, TakenBack::Held)).unwrap();
    assert_eq!(word(&answer), "out-of-order");
    drop(intake);

    // The journal is the one that would be there had each list come in its hour.
    let in_order = Operator::new();
    for (list, hour) in lists.iter().zip(0..).take(5) {
        in_order.import(list, hour);
    }
    let said = |operator: &Operator| -> Vec<_> {
        let lines = operator.accepted().into_iter();
        lines.map(|list| (list.number, list.added, list.removed, list.changed)).collect()
    };
    assert_eq!(said(&operator), said(&in_order));
    assert_eq!(operator.lists(), in_order.lists());
}

/// Killed before, in or after any step: what is published is whole, and the next run ends as if nothing had happened.
#[test]
fn a_run_that_is_ended_anywhere_is_made_good_by_the_next() {
    let undisturbed = Operator::new();
    undisturbed.import(&undisturbed.authority.list(1), 1);
    undisturbed.import(&undisturbed.authority.list(30), 30);
    let (lines, lists) = (undisturbed.accepted(), undisturbed.lists());
    for failure in [Failure::Before, Failure::Torn, Failure::After] {
        for step in 0.. {
            let operator = Operator::new();
            operator.import(&operator.authority.list(1), 1);
            let disk = Failing::new(RealDisk, step, failure);
            let list = operator.authority.list(30);
            let ended = operator.open(&disk, 30).offer(offer(&list, 30, TakenBack::Held));
            let has_ended = disk.has_ended();
            // Whoever builds the site now publishes the lists of the journal, all of them whole.
            let published = load(operator.dir.path(), Demo::Excluded).unwrap();
            assert!((1..=2).contains(&published.crls.len()), "{failure:?} at {step}");
            assert_eq!(published.crls.len(), operator.accepted().len(), "{failure:?} at {step}");
            let again = word(&operator.import(&list, 30));
            assert!(["accepted", "unchanged"].contains(&again.as_str()), "{failure:?} at {step}");
            let mut now = operator.accepted();
            // A list that was taken up again has its file as its source.
            now[1].source.clone_from(&lines[1].source);
            assert_eq!(now, lines, "{failure:?} at {step}");
            assert_eq!(operator.lists(), lists, "{failure:?} at {step}");
            let hidden = fs::read_dir(operator.folder()).unwrap();
            let hidden = hidden.filter(|entry| {
                entry.as_ref().unwrap().file_name().to_string_lossy().starts_with('.')
            });
            assert_eq!(hidden.count(), 0, "{failure:?} at {step}");
            if !has_ended {
                assert_eq!(word(&ended.unwrap()), "accepted");
                assert!(step >= 4, "a file and a line are at least four steps, not {step}");
                break;
            }
            assert!(ended.is_err(), "{failure:?} at {step}");
        }
    }
}

/// The same for an older list, whose line goes between two others.
#[test]
fn an_insertion_that_is_ended_anywhere_is_made_good_by_the_next() {
    let import = |operator: &Operator| {
        operator.import(&operator.authority.list(1), 30);
        operator.import(&operator.authority.list(30), 30);
    };
    let insert = |operator: &Operator, disk: &dyn Disk| {
        let list = operator.authority.list(12);
        operator.open(disk, 30).offer_history(offer(&list, 30, TakenBack::Held))
    };
    let undisturbed = Operator::new();
    import(&undisturbed);
    insert(&undisturbed, &RealDisk).unwrap();
    let lines = undisturbed.accepted();
    assert_eq!(numbers(&lines), ["26001", "26012", "26030"]);
    for failure in [Failure::Before, Failure::Torn, Failure::After] {
        for step in 0.. {
            let operator = Operator::new();
            import(&operator);
            let disk = Failing::new(RealDisk, step, failure);
            let ended = insert(&operator, &disk);
            let published = load(operator.dir.path(), Demo::Excluded).unwrap();
            assert_eq!(published.crls.len(), operator.accepted().len(), "{failure:?} at {step}");
            insert(&operator, &RealDisk).unwrap();
            assert_eq!(operator.accepted(), lines, "{failure:?} at {step}");
            assert_eq!(operator.lists(), undisturbed.lists(), "{failure:?} at {step}");
            if !disk.has_ended() {
                assert_eq!(word(&ended.unwrap()), "inserted");
                break;
            }
        }
    }
}

#[test]
fn an_archive_that_lost_its_journal_gets_it_back_from_its_lists() {
    let operator = Operator::new();
    for hour in [1, 2, 30] {
        operator.import(&operator.authority.list(hour), hour);
    }
    let before = numbers(&operator.accepted()).join(" ");
    fs::remove_file(operator.folder().join("journal.jsonl")).unwrap();
    assert_eq!(word(&operator.import(&operator.authority.list(31), 31)), "accepted");
    assert_eq!(numbers(&operator.accepted()).join(" "), format!("{before} 26031"));
}

#[test]
fn two_runs_never_write_one_archive() {
    let operator = Operator::new();
    let first = operator.open(&RealDisk, 1);
    let second = Intake::open(&RealDisk, operator.dir.path(), &operator.registry, moment(1));
    assert!(matches!(second, Err(IntakeError::Lock(_))), "{second:?}");
    drop(first);
    operator.open(&RealDisk, 1);
}

#[test]
fn to_ask_changes_nothing() {
    let operator = Operator::new();
    let list = operator.authority.list(1);
    let mut archive =
        Archive::open(&RealDisk, operator.dir.path(), &operator.registry, moment(1)).unwrap();
    assert_eq!(word(&archive.ask(offer(&list, 1, TakenBack::Held)).unwrap()), "accepted");
    assert!(!operator.dir.path().join("crl").exists());
}

/// The same issuer with two lists: each has a series of its own, by the address that it names, whatever it was fetched from.
#[test]
fn a_partitioned_list_is_of_the_series_that_it_names() {
    let operator = Operator::of(&|registry| {
        let several = format!("crl = [\"{ADDRESS}\", \"https://ca.example/lain.crl\"]");
        registry.replace(&format!("crl = [\"{ADDRESS}\"]"), &several)
    });
    let other = Bent { address: Some("https://ca.example/lain.crl"), ..Bent::default() };
    let lists = [operator.authority.list(1), operator.authority.bent(1, &other)];
    let issuer = &operator.registry.entries[0];
    let mut intake = operator.open(&RealDisk, 1);
    let terms = Terms { way: Way::Fetched(ADDRESS), at: moment(1), taken_back: TakenBack::Held };
    let folder = format!("{}/penerbit", issuer.ski);
    let series = Some(Series { issuer, folder: &folder });
    let mixed_up = Offer { bytes: &lists[1], source: ADDRESS, series, terms };
    assert_eq!(word(&intake.offer(mixed_up).unwrap()), "wrong-point");
    for list in &lists {
        assert_eq!(word(&intake.offer(offer(list, 1, TakenBack::Held)).unwrap()), "accepted");
    }
    drop(intake);
    let all = history::load(operator.dir.path(), &operator.registry, Demo::Excluded).unwrap();
    let folders: Vec<&str> = all.iter().map(|series| series.folder.as_str()).collect();
    assert_eq!(folders, [format!("{}/lain", issuer.ski), folder.clone()]);
    let published = load(operator.dir.path(), Demo::Excluded).unwrap();
    let mut latest: Vec<String> =
        published.crls.iter().map(site_gen::trust::PublishedCrl::latest_path).collect();
    latest.sort();
    assert_eq!(
        latest,
        [format!("crl/{}/lain/latest.crl", issuer.ski), format!("crl/{folder}/latest.crl")]
    );
}

/// Addresses and what they give, and what they were asked with.
struct Addresses {
    answers: BTreeMap<&'static str, Result<Vec<u8>, &'static str>>,
    asked: Mutex<Vec<(String, Option<String>)>>,
}

impl Client for Addresses {
    fn get(
        &self,
        address: &str,
        known: Option<&Validators>,
        _: &(dyn Fn(site_gen::crl::event::Event) + Sync),
    ) -> Result<Given, String> {
        let etag = known.and_then(|known| known.etag.clone());
        self.asked.lock().unwrap().push((address.to_owned(), etag.clone()));
        match &self.answers[address] {
            Err(why) => Err((*why).to_owned()),
            Ok(bytes) => {
                let tag = site_gen::digest::sha256(bytes);
                if etag.as_ref() == Some(&tag) {
                    return Ok(Given::NotModified);
                }
                let validators = Validators { etag: Some(tag), ..Validators::default() };
                Ok(Given::Bytes(bytes.clone(), validators))
            }
        }
    }
}

/// A source that fails keeps no other from being taken; a mirror stands in; what is known is asked for only if it has changed.
#[test]
fn each_source_is_taken_by_itself() {
    const MIRROR: &str = "https://mirror.example/penerbit.crl";
    const OTHER: &str = "https://other.example/lain.crl";
    let operator = Operator::of(&|registry| {
        let mirrored = format!("crl = [\"{ADDRESS}\", \"{MIRROR}\"]");
        let registry = registry.replace(&format!("crl = [\"{ADDRESS}\"]"), &mirrored);
        let (_, entry) = registry.split_once("[[entry]]").unwrap();
        let other = entry
            .replace("id = \"penerbit\"", "id = \"lain\"")
            .replace(&mirrored, &format!("crl = [\"{OTHER}\"]"))
            .replace("serial = \"02\"", "serial = \"03\"")
            .lines()
            .map(|line| match line.split_once(" = ") {
                Some((key @ ("sha256" | "ski"), value)) => {
                    format!("{key} = \"ee{}", &value[3..])
                }
                _ => line.to_owned(),
            })
            .collect::<Vec<_>>()
            .join("\n");
        format!("{registry}\n[[entry]]{other}\n")
    });
    let mut answers = BTreeMap::new();
    answers.insert(ADDRESS, Err("no answer"));
    answers.insert(MIRROR, Ok(operator.authority.list(1)));
    answers.insert(OTHER, Ok(b"<html>".to_vec()));
    let mut client = Addresses { answers, asked: Mutex::new(Vec::new()) };
    let path = operator.dir.path().join("crl/fetch.json");

    let run = |client: &Addresses, hour: u32| -> Vec<String> {
        let mut intake = operator.open(&RealDisk, hour);
        let sources = sources(&operator.registry, &[], moment(hour)).unwrap();
        let mut memory = Memory::read(&path).unwrap();
        let terms = (moment(hour), TakenBack::Held);
        let fetched = fetch(&mut intake, client, &sources, &mut memory, terms, &|_| ());
        memory.write(&RealDisk, &path).unwrap();
        let ends = fetched.iter().map(|one| match &one.end {
            End::Answered(answer) => format!("{} {}", one.issuer, word(answer)),
            End::NotModified => format!("{} not modified", one.issuer),
            End::Failed(why) => format!("{} failed: {why}", one.issuer),
        });
        ends.collect()
    };
    assert_eq!(run(&client, 1), ["penerbit accepted", "lain html"]);
    assert_eq!(run(&client, 2), ["penerbit not modified", "lain html"]);
    let tag = site_gen::digest::sha256(&operator.authority.list(1));
    let mut asked = client.asked.lock().unwrap().clone();
    asked.sort();
    let row = |address: &str, etag: Option<&str>| (address.to_owned(), etag.map(str::to_owned));
    assert_eq!(
        asked,
        [
            row(ADDRESS, None),
            row(ADDRESS, None),
            row(MIRROR, None),
            row(MIRROR, Some(&tag)),
            row(OTHER, None),
            row(OTHER, None),
        ]
    );
    // A list that came another way is the newest now: "not modified" would be about the one before.
    operator.import(&operator.authority.list(3), 3);
    assert_eq!(run(&client, 3), ["penerbit number-backwards", "lain html"]);
    client.answers.insert(MIRROR, Err("no answer"));
    assert_eq!(run(&client, 3), ["penerbit failed: no answer; no answer", "lain html"]);
    // The page that came each time stands in the journal once, and so does that a list is due.
    run(&client, 40);
    run(&client, 41);
    let all = history::load(operator.dir.path(), &operator.registry, Demo::Excluded).unwrap();
    let codes = |series: &history::Series| -> Vec<String> {
        let lines = series.lines.iter().filter_map(|line| match line {
            Line::Observed(observed) => Some(observed.finding.code.clone()),
            Line::Accepted(_) => None,
        });
        lines.collect()
    };
    let by_issuer: BTreeMap<&str, Vec<String>> =
        all.iter().map(|series| (series.issuer.as_str(), codes(series))).collect();
    assert_eq!(by_issuer["lain"], ["html"]);
    assert_eq!(by_issuer["penerbit"], ["number-backwards", "late"]);
}

/// Lists that an operator only copies into `crl/` have a history as if they had been imported.
#[test]
fn loose_lists_have_a_history_too() {
    let mut operator = Operator::new();
    let loose = operator.dir.path().join("crl");
    fs::create_dir_all(&loose).unwrap();
    for (hour, name) in [(0, "c.crl"), (5, "a.crl"), (9, "b.crl")] {
        operator.authority.advance(hour);
        fs::write(loose.join(name), operator.authority.list(hour)).unwrap();
    }
    let history = operator.accepted();
    assert_eq!(numbers(&history), ["26000", "26005", "26009"]);
    assert_eq!(history[0].added.len(), 20);
    assert_eq!(history[0].source, "c.crl");
    let at: Vec<Option<UnixTime>> =
        history.iter().map(|list| UnixTime::from_rfc3339(&list.accepted_at)).collect();
    assert_eq!(at, [Some(moment(0)), Some(moment(5)), Some(moment(9))]);
}

#[test]
fn a_line_that_is_not_ours_stops_the_archive_with_its_place() {
    let operator = Operator::new();
    operator.import(&operator.authority.list(1), 1);
    let journal = operator.folder().join("journal.jsonl");
    let mut text = fs::read_to_string(&journal).unwrap();
    text.push_str("{\"kind\":\"other\"}\n");
    fs::write(&journal, text).unwrap();
    let mut intake = operator.open(&RealDisk, 2);
    let error = intake.offer(offer(&operator.authority.list(2), 2, TakenBack::Held)).unwrap_err();
    let place = format!("{}:2: expected a line of this journal", display(&journal));
    assert!(error.to_string().starts_with(&place), "{error}");
}

/// The two real lists, under the real registry: what is known of them (domain notes 1.5) is what the journal has.
#[test]
fn the_real_lists_are_accepted() {
    let Some(corpus) = periksa_tests::corpus() else {
        eprintln!("skipped: the corpus is not here");
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let registry = dir.path().join("registry.toml");
    fs::copy(periksa_tests::workspace().join("trust/registry.toml"), &registry).unwrap();
    let registry = site_gen::trust::load_registry(dir.path()).unwrap();
    let at = UnixTime::from_rfc3339("2026-02-03T12:00:00Z").unwrap();
    let mut intake = Intake::open(&RealDisk, dir.path(), &registry, at).unwrap();
    let terms = Terms { way: Way::Imported, at, taken_back: TakenBack::Held };
    for name in
        ["bsre-ca-ds-g1-20260203T003733Z.crl", "root-ca-indonesia-ds-g1-20251022T052402Z.crl"]
    {
        let bytes = fs::read(corpus.join("crl").join(name)).unwrap();
        let offer = Offer { bytes: &bytes, source: name, series: None, terms };
        assert_eq!(word(&intake.offer(offer).unwrap()), "accepted");
    }
    drop(intake);
    let history = history::load(dir.path(), &registry, Demo::Excluded).unwrap();
    let mut known = Vec::new();
    for series in &history {
        let mut reasons: BTreeMap<Option<&str>, usize> = BTreeMap::new();
        for entry in &series.ledger {
            *reasons.entry(entry.entry.reason.as_deref()).or_default() += 1;
        }
        let newest = series.newest().unwrap();
        known.push((newest.number.as_deref(), newest.next_update.as_deref(), reasons));
    }
    assert_eq!(
        known,
        [
            (Some("18"), Some("2026-04-20T05:24:02Z"), BTreeMap::from([(None, 1)])),
            (
                Some("26323"),
                Some("2026-02-04T00:37:33Z"),
                BTreeMap::from([
                    (None, 4_168),
                    (Some("affiliationChanged"), 1_152),
                    (Some("superseded"), 709),
                    (Some("keyCompromise"), 67),
                ])
            ),
        ]
    );
}

fn display(path: &Path) -> String {
    path.display().to_string()
}
