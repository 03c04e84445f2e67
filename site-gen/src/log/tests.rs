//! The log through its whole life: growth over the edges of tiles, a run that ends at any step, and files that do not fit.

use super::*;
use crate::disk::{Failing, Failure, RealDisk};
use std::fs;
use verifier::note::SignatureType;
use verifier::tlog::verify_consistency;

const ORIGIN: &str = "contoh.example/log";

fn signer() -> Signer {
    Signer::from_seed(ORIGIN, SignatureType::Ed25519, [1; 32]).unwrap()
}

fn entry(number: u64) -> Entry {
    let (path, bytes) = (format!("crl/{number}.crl"), number.to_be_bytes());
    Entry::new(EntryType::CrlSnapshot, &path, &bytes, &[("number", &number.to_string())]).unwrap()
}

fn entries(numbers: std::ops::Range<u64>) -> Vec<Entry> {
    numbers.map(entry).collect()
}

/// Appends on the disk itself.
fn add(dir: &Path, numbers: std::ops::Range<u64>) -> Appended {
    append(&RealDisk, dir, &signer(), &entries(numbers)).unwrap()
}

fn read(dir: &Path) -> Result<Log, LogError> {
    Log::read(dir, Believed::SignedBy(signer().verifier_key()))
}

/// Copies a folder with what is hidden in it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for one in fs::read_dir(from).unwrap() {
        let path = one.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

#[test]
fn the_origin_is_the_address_of_the_site_without_its_scheme() {
    let origin = |url: &str| origin(&BaseUrl::new(url).unwrap());
    assert_eq!(origin("https://periksa.example"), Some("periksa.example/log".to_owned()));
    assert_eq!(origin("https://a.example/sub/"), Some("a.example/sub/log".to_owned()));
    assert_eq!(origin("/"), None);
}

#[test]
fn a_log_grows_over_the_edges_of_tiles_and_stays_consistent() {
    let folder = tempfile::tempdir().unwrap();
    let dir = &folder.path().join("log");
    let mut last: Option<Checkpoint> = None;
    let mut from = 0;
    for to in [1, 2, 255, 256, 257, 512, 600] {
        let appended = add(dir, from..to);
        assert_eq!(appended.new, to - from);
        let log = read(dir).unwrap();
        let checkpoint = log.checkpoint.clone();
        assert_eq!(appended.checkpoint, Some(checkpoint.clone()));
        assert_eq!((checkpoint.tree_size, &*checkpoint.origin), (to, ORIGIN));
        if let Some(last) = last {
            let proof = log.tree.consistency(last.tree_size).unwrap();
            let (first, second) = (&last.root_hash, &checkpoint.root_hash);
            assert_eq!(verify_consistency(&proof, from, first, to, second), Ok(()));
        }
        (last, from) = (Some(checkpoint), to);
    }
    let log = read(dir).unwrap();
    let lines: Vec<_> = entries(0..600).iter().map(Entry::line).collect();
    assert_eq!(log.entries, lines);
    assert_eq!(log.others, Vec::<String>::new());
    // Narrow tiles go when theirs is full; level 1 keeps one for each size that a checkpoint had.
    let paths: Vec<_> = log.files().into_iter().map(|file| file.path).collect();
    let expected = [
        "tile/0/000",
        "tile/0/001",
        "tile/0/002.p/88",
        "tile/1/000.p/1",
        "tile/1/000.p/2",
        "tile/entries/000",
        "tile/entries/001",
        "tile/entries/002.p/88",
        "checkpoint",
    ];
    assert_eq!(paths, expected);
    let on_disk = |file: &PublishedFile| fs::read(dir.join(&file.path)).unwrap() == file.bytes;
    assert!(log.files().iter().all(on_disk));
}

#[test]
fn what_is_in_already_is_not_appended_again() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    assert_eq!(add(dir, 0..0), Appended { new: 0, checkpoint: None });
    assert_eq!(add(dir, 0..3).new, 3);
    let before = fs::read(dir.join(CHECKPOINT)).unwrap();
    assert_eq!(add(dir, 1..3).new, 0);
    assert_eq!(fs::read(dir.join(CHECKPOINT)).unwrap(), before);
    let twice = [entry(3), entry(3), entry(0)];
    assert_eq!(append(&RealDisk, dir, &signer(), &twice).unwrap().new, 1);
    let lines: Vec<_> = entries(0..4).iter().map(Entry::line).collect();
    assert_eq!(read(dir).unwrap().entries, lines);
}

/// Over the edge of a tile, where every kind of step happens: the checkpoint is always the old or the new one with all its
/// tiles, and the next run, which has something else to append, ends with one tree in which the first comes first.
#[test]
fn a_run_that_ends_at_any_step_never_makes_a_second_log() {
    let (old, batch) = (254, 258);
    let start = tempfile::tempdir().unwrap();
    add(start.path(), 0..250);
    add(start.path(), 250..old);
    let before = read(start.path()).unwrap().checkpoint;
    for failure in [Failure::Before, Failure::Torn, Failure::After] {
        let mut was_signed = Vec::new();
        for step in 0.. {
            let folder = tempfile::tempdir().unwrap();
            let dir = folder.path();
            copy(start.path(), dir);
            let disk = Failing::new(RealDisk, step, failure);
            let result = append(&disk, dir, &signer(), &entries(old..batch));
            if !disk.has_ended() {
                assert_eq!(result.unwrap().new, batch - old);
                break;
            }
            assert!(result.is_err(), "{failure:?} at {step}");
            let log = read(dir).unwrap();
            let size = log.checkpoint.tree_size;
            assert!(size == batch || log.checkpoint == before, "{failure:?} at {step}: {size}");
            was_signed.push(size == batch);
            // What would be published at this moment is whole.
            assert!(log.files().len() > 4, "{failure:?} at {step}");
            let begun = Pending::path(dir).exists();
            let appended = add(dir, 1000..1002);
            let log = read(dir).unwrap();
            assert_eq!(log.others, Vec::<String>::new(), "{failure:?} at {step}");
            let finished = begun || size == batch;
            let end = if finished { batch } else { old };
            let expected = entries(0..end).into_iter().chain(entries(1000..1002));
            let expected: Vec<_> = expected.map(|entry| entry.line()).collect();
            assert_eq!(log.entries, expected, "{failure:?} at {step}");
            assert_eq!(appended.new, end + 2 - size, "{failure:?} at {step}");
            assert!(!Pending::path(dir).exists());
            let proof = log.tree.consistency(old).unwrap();
            let now = (log.checkpoint.tree_size, &log.checkpoint.root_hash);
            let shown = verify_consistency(&proof, old, &before.root_hash, now.0, now.1);
            assert_eq!(shown, Ok(()), "{failure:?} at {step}");
        }
        // Steps: .pending (3), five tiles (3 each), the checkpoint (3); the rest comes after it was signed.
        assert!(was_signed.len() > 21, "{failure:?}: {was_signed:?}");
        assert!(was_signed.is_sorted(), "{failure:?}: {was_signed:?}");
    }
}

#[test]
fn the_first_run_may_end_at_any_step_too() {
    for failure in [Failure::Before, Failure::Torn, Failure::After] {
        for step in 0.. {
            let folder = tempfile::tempdir().unwrap();
            let dir = &folder.path().join("log");
            let disk = Failing::new(RealDisk, step, failure);
            let result = append(&disk, dir, &signer(), &entries(0..2));
            if !disk.has_ended() {
                assert_eq!(result.unwrap().new, 2);
                break;
            }
            add(dir, 0..2);
            add(dir, 2..3);
            let lines: Vec<_> = entries(0..3).iter().map(Entry::line).collect();
            assert_eq!(read(dir).unwrap().entries, lines, "{failure:?} at {step}");
        }
    }
}

/// One changed byte in any file, and any missing file: nothing is appended, and the file is named.
#[test]
fn nothing_is_appended_to_a_log_whose_files_do_not_fit() {
    let start = tempfile::tempdir().unwrap();
    add(start.path(), 0..256);
    add(start.path(), 256..258);
    let files = read(start.path()).unwrap().files();
    assert_eq!(files.len(), 6);
    for file in files {
        for changed in [true, false] {
            let folder = tempfile::tempdir().unwrap();
            let dir = folder.path();
            copy(start.path(), dir);
            let path = dir.join(&file.path);
            if changed {
                let mut bytes = file.bytes.clone();
                let last = bytes.len() - 2;
                bytes[last] ^= 1;
                fs::write(&path, bytes).unwrap();
            } else {
                fs::remove_file(&path).unwrap();
            }
            let error = append(&RealDisk, dir, &signer(), &entries(300..301)).unwrap_err();
            // A changed entry shows in the root, which names the log and not a file.
            let of_an_entry = changed && file.path.starts_with("tile/entries/");
            let named = if matches!(error, LogError::OtherRoot { .. }) {
                of_an_entry
            } else {
                error.to_string().contains(&file.path)
            };
            assert!(named, "{} {changed}: {error}", file.path);
            let pending = Pending::path(dir);
            assert!(!pending.exists());
        }
    }
}

#[test]
fn a_lost_checkpoint_another_key_and_a_foreign_pending_file_stop_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    add(dir, 0..3);
    let other = Signer::from_seed(ORIGIN, SignatureType::Ed25519, [2; 32]).unwrap();
    let error = append(&RealDisk, dir, &other, &entries(3..4)).unwrap_err();
    assert!(matches!(error, LogError::Checkpoint { .. }), "{error}");
    let pending = Pending { from: 2, lines: vec![entry(9).line()] };
    pending.write(&RealDisk, dir).unwrap();
    let error = append(&RealDisk, dir, &signer(), &[]).unwrap_err();
    assert!(matches!(error, LogError::Pending { .. }), "{error}");
    // What is in the log already was begun from an earlier checkpoint: done, and forgotten.
    let pending = Pending { from: 1, lines: vec![entry(1).line(), entry(2).line()] };
    pending.write(&RealDisk, dir).unwrap();
    assert_eq!(append(&RealDisk, dir, &signer(), &[]).unwrap().new, 0);
    fs::remove_file(dir.join(CHECKPOINT)).unwrap();
    let error = append(&RealDisk, dir, &signer(), &entries(0..1)).unwrap_err();
    assert!(matches!(error, LogError::CheckpointLost { .. }), "{error}");
}

#[test]
fn a_tile_that_was_written_from_other_entries_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    add(dir, 0..1);
    let path = dir.join("tile/0/000.p/2");
    fs::write(&path, [0; 64]).unwrap();
    let error = append(&RealDisk, dir, &signer(), &entries(1..2)).unwrap_err();
    assert!(matches!(&error, LogError::Differs { path: named } if *named == path), "{error}");
    assert_eq!(fs::read(&path).unwrap(), [0; 64]);
    assert_eq!(read(dir).unwrap().checkpoint.tree_size, 1);
}

#[test]
fn two_runs_do_not_write_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    add(dir, 0..1);
    let held = lock(dir).unwrap();
    let error = append(&RealDisk, dir, &signer(), &entries(1..2)).unwrap_err();
    assert!(matches!(error, LogError::Locked { .. }), "{error}");
    drop(held);
    assert_eq!(add(dir, 1..2).new, 1);
}

mod audits {
    use super::super::audit::{Answer, Outcome, Questions, audit};
    use super::*;
    use verifier::note::VerifierKey;

    fn witness(seed: u8) -> Signer {
        let name = format!("saksi.example/{seed}");
        Signer::from_seed(&name, SignatureType::CosignatureV1, [seed; 32]).unwrap()
    }

    fn ask<'a>(
        dir: &Path,
        signer: &'a Signer,
        change: impl FnOnce(&mut Questions<'a>),
    ) -> Vec<Answer> {
        let key = Some(signer.verifier_key());
        let mut questions = Questions { key, witnesses: &[], quorum: 0, since: None, files: &[] };
        change(&mut questions);
        audit(dir, &questions).unwrap()
    }

    fn outcome(answers: &[Answer], about: &str) -> Outcome {
        answers.iter().find(|answer| answer.about == about).unwrap().outcome
    }

    #[test]
    fn what_was_not_asked_is_not_said_to_be_good() {
        let (folder, log) = (tempfile::tempdir().unwrap(), signer());
        add(folder.path(), 0..2);
        let answers = ask(folder.path(), &log, |questions| questions.key = None);
        let outcomes: Vec<_> =
            answers.iter().map(|answer| (answer.about, answer.outcome)).collect();
        let expected = [
            ("files", Outcome::Good),
            ("signature", Outcome::NotChecked),
            ("cosignatures", Outcome::NotChecked),
            ("consistency", Outcome::NotChecked),
            ("inclusion", Outcome::NotChecked),
        ];
        assert_eq!(outcomes, expected);
    }

    #[test]
    fn a_file_is_found_by_its_digest_and_an_earlier_checkpoint_by_its_root() {
        let (folder, log) = (tempfile::tempdir().unwrap(), signer());
        let dir = folder.path();
        add(dir, 0..2);
        let earlier = fs::read(dir.join(CHECKPOINT)).unwrap();
        add(dir, 2..5);
        let files = [("daftar.crl".to_owned(), 3_u64.to_be_bytes().to_vec())];
        let answers = ask(dir, &log, |questions| {
            questions.since = Some(("kept", &earlier));
            questions.files = &files;
        });
        assert_eq!(outcome(&answers, "consistency"), Outcome::Good);
        let inclusion = answers.last().unwrap();
        assert_eq!(inclusion.outcome, Outcome::Good);
        assert_eq!(inclusion.found, format!("daftar.crl: entry 3 of 5, {}", entry(3)));
        let files = [("lain.crl".to_owned(), b"x".to_vec())];
        let answers = ask(dir, &log, |questions| questions.files = &files);
        assert_eq!(outcome(&answers, "inclusion"), Outcome::Wrong);
        // Another log of the same key: the same size, other entries; and a larger one.
        let other = tempfile::tempdir().unwrap();
        add(other.path(), 7..9);
        let fork = fs::read(other.path().join(CHECKPOINT)).unwrap();
        add(other.path(), 9..20);
        let larger = fs::read(other.path().join(CHECKPOINT)).unwrap();
        for since in [&fork, &larger] {
            let answers = ask(dir, &log, |questions| questions.since = Some(("kept", since)));
            assert_eq!(outcome(&answers, "consistency"), Outcome::Wrong);
        }
    }

    #[test]
    fn another_key_and_a_file_too_many_are_found() {
        let (folder, log) = (tempfile::tempdir().unwrap(), signer());
        let dir = folder.path();
        add(dir, 0..2);
        let other = Signer::from_seed(ORIGIN, SignatureType::Ed25519, [2; 32]).unwrap();
        let answers = ask(dir, &other, |_| ());
        assert_eq!(outcome(&answers, "signature"), Outcome::Wrong);
        fs::write(dir.join("tile/0/000.p/3"), [0; 96]).unwrap();
        let answers = ask(dir, &log, |_| ());
        assert_eq!(answers[0].outcome, Outcome::Wrong);
        assert_eq!(answers[0].found, "the checkpoint does not speak of: tile/0/000.p/3");
    }

    #[test]
    fn cosignatures_are_checked_before_they_are_published() {
        let (folder, log) = (tempfile::tempdir().unwrap(), signer());
        let dir = folder.path();
        add(dir, 0..2);
        let text = read(dir).unwrap().checkpoint.to_string();
        let (one, two) = (witness(1), witness(2));
        let witnesses = [one.verifier_key().clone(), two.verifier_key().clone()];
        let cosign = |witnesses: &[VerifierKey], lines: &str| {
            witness::add(&RealDisk, dir, signer().verifier_key(), witnesses, lines)
                .map(|all| all.into_iter().map(|one| one.timestamp.unwrap()).collect::<Vec<_>>())
        };
        let quorum = |quorum: usize| {
            let answers = ask(dir, &log, |questions| {
                questions.witnesses = &witnesses;
                questions.quorum = quorum;
            });
            outcome(&answers, "cosignatures")
        };
        assert_eq!(quorum(1), Outcome::Wrong);
        let line = one.signature_line(&text, 50);
        let unknown = cosign(&witnesses[1..], &line).unwrap_err();
        assert!(matches!(unknown, witness::CosignError::UnknownWitness { .. }), "{unknown}");
        let about_another = one.signature_line("contoh.example/log\n3\nAAAA\n", 50);
        let wrong = cosign(&witnesses, &about_another).unwrap_err();
        assert!(matches!(wrong, witness::CosignError::Note(_)), "{wrong}");
        let broken = cosign(&witnesses, "- a AAAA\n").unwrap_err();
        assert!(matches!(broken, witness::CosignError::Line { number: 1 }), "{broken}");
        let nothing = cosign(&witnesses, "").unwrap_err();
        assert!(matches!(nothing, witness::CosignError::Nothing), "{nothing}");
        assert_eq!(quorum(1), Outcome::Wrong);
        assert_eq!(cosign(&witnesses, &line).unwrap(), [50]);
        assert_eq!((quorum(1), quorum(2)), (Outcome::Good, Outcome::Wrong));
        // A whole note; an earlier moment of the same witness does not count, a later one does.
        let note = format!("{text}\n{}", two.signature_line(&text, 60));
        assert_eq!(cosign(&witnesses, &note).unwrap(), [50, 60]);
        assert_eq!(cosign(&witnesses, &one.signature_line(&text, 40)).unwrap(), [50, 60]);
        assert_eq!(cosign(&witnesses, &one.signature_line(&text, 70)).unwrap(), [60, 70]);
        assert_eq!(quorum(2), Outcome::Good);
        let old = format!("{text}\n{}", one.signature_line(&text, 80));
        // The next checkpoint has none, and what is about the last one is not added to it.
        add(dir, 2..3);
        assert_eq!(quorum(1), Outcome::Wrong);
        let error = cosign(&witnesses, &old).unwrap_err();
        assert!(matches!(error, witness::CosignError::OtherCheckpoint), "{error}");
    }
}
