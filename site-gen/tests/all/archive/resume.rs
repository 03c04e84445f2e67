//! How an interrupted run goes on, what it judges again, and what is never written over.

use super::{AT, Archive, letter, lines, modified};
use site_gen::archive::{Existing, Format, Request, verify_archive};
use std::fs;
use std::fs::File;
use std::time::Duration;
use verifier::time::UnixTime;

#[test]
fn a_run_ended_anywhere_goes_on_to_the_same_report() {
    // Small documents: there are some hundred runs.
    let archive = Archive::with_letters(&["no-signature.pdf"]).with("b, \"é\".pdf", b"");
    for format in [Format::Csv, Format::Json] {
        let whole = archive.whole(format);
        let bytes = whole.as_bytes();
        let ends: Vec<usize> = bytes
            .iter()
            .enumerate()
            .filter_map(|(at, byte)| (*byte == b'\n').then_some(at.checked_add(1).unwrap()))
            .collect();
        let documents_end = &ends[ends.len().checked_sub(2).unwrap()..];
        assert_eq!(lines(&whole, format).len(), 2);
        // Around the ends of lines every byte, between them every ninth.
        let is_near_an_end = |cut: usize| ends.iter().any(|end| end.abs_diff(cut) <= 3);
        let cuts = (0..=bytes.len()).filter(|cut| cut % 9 == 0 || is_near_an_end(*cut));
        for cut in cuts {
            fs::write(archive.report(), &bytes[..cut]).unwrap();
            let summary = archive.resume(format).unwrap();
            let expected = documents_end.iter().filter(|end| **end <= cut).count();
            assert_eq!(summary.kept, expected, "{format:?} cut at {cut}");
            assert_eq!(fs::read_to_string(archive.report()).unwrap(), whole, "cut at {cut}");
        }
    }
}

#[test]
fn lines_that_are_none_are_passed_over_and_their_documents_judged_again() {
    let archive = Archive::with_letters(&["a-valid.pdf", "no-signature.pdf"]);
    for format in [Format::Csv, Format::Json] {
        let whole = archive.whole(format);
        let first = lines(&whole, format)[0].to_owned();
        for (damaged, kept) in [
            (whole.replace(&first, "\"\0\0"), 1),
            (whole.replace(&first, ""), 1),
            (whole.replace(&first, &first.replace("uji", "indah")), 1),
            // The later of two counts, and there is one in the end.
            (format!("{whole}{first}{}", if format == Format::Csv { "\r\n" } else { "\n" }), 2),
        ] {
            fs::write(archive.report(), damaged).unwrap();
            assert_eq!(archive.resume(format).unwrap().kept, kept);
            assert_eq!(fs::read_to_string(archive.report()).unwrap(), whole);
        }
        // What is no text ends what can be read.
        let mut bytes = whole.clone().into_bytes();
        let at = whole.find(&first).unwrap();
        bytes[at] = 0xff;
        fs::write(archive.report(), bytes).unwrap();
        assert_eq!(archive.resume(format).unwrap().kept, 0);
        assert_eq!(fs::read_to_string(archive.report()).unwrap(), whole);
    }
}

#[test]
fn changed_new_and_removed_documents_are_told_anew_and_the_others_kept() {
    let names = ["a-valid.pdf", "a-altered.pdf", "a-unknown-issuer.pdf", "no-signature.pdf"];
    let archive = Archive::with_letters(&names);
    archive.resume(Format::Csv).unwrap();
    let before = fs::read_to_string(archive.report()).unwrap();
    // What was kept is the line as it stands, not one that is made again.
    let marked = before.replace("Contoh Penanda Tangan Satu,", "Tersimpan,");
    assert_ne!(marked, before);
    fs::write(archive.report(), &marked).unwrap();
    assert_eq!(archive.resume(Format::Csv).unwrap().kept, 4);
    assert_eq!(fs::read_to_string(archive.report()).unwrap(), marked);
    fs::write(archive.report(), before).unwrap();

    // Another size; another date; one that came; one that went.
    archive.put("a-valid.pdf", &letter("a-valid-ecdsa.pdf"));
    let touched = archive.documents().join("a-altered.pdf");
    let later = modified().checked_add(Duration::from_nanos(1)).unwrap();
    File::options().write(true).open(touched).unwrap().set_modified(later).unwrap();
    archive.put("baru/b-altered.pdf", &letter("b-altered.pdf"));
    fs::remove_file(archive.documents().join("a-unknown-issuer.pdf")).unwrap();
    assert_eq!(archive.resume(Format::Csv).unwrap().kept, 1);
    let after = fs::read_to_string(archive.report()).unwrap();
    assert_eq!(after, archive.whole(Format::Csv));
    let paths: Vec<&str> =
        lines(&after, Format::Csv).iter().map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(paths, ["a-altered.pdf", "a-valid.pdf", "baru/b-altered.pdf", "no-signature.pdf"]);
}

#[test]
fn a_report_is_for_one_moment_and_one_set_of_evidence() {
    let mut archive = Archive::with_letters(&["a-valid.pdf"]);
    archive.resume(Format::Json).unwrap();
    let before = fs::read_to_string(archive.report()).unwrap();
    let (documents, report) = (archive.documents(), archive.report());

    // Without a moment it is the report's, not that of the call.
    let request = Request { at: None, ..archive.request(&documents, &report, Format::Json) };
    assert_eq!(verify_archive(&request, |_progress| {}).unwrap().kept, 1);
    assert_eq!(fs::read_to_string(&report).unwrap(), before);

    let at = UnixTime::from_rfc3339("2026-11-24T08:00:00Z");
    let request = Request { at, ..archive.request(&documents, &report, Format::Json) };
    let error = verify_archive(&request, |_progress| {}).unwrap_err().to_string();
    let place = report.display();
    let rest = "A report has one of each: name another file, or add --force instead of --resume to judge all of it again";
    assert_eq!(
        error,
        format!(
            "{place}: the lines that are there were made with at {AT}, and this run has 2026-11-24T08:00:00Z. {rest}"
        )
    );
    archive.data.crls.pop();
    let error = archive.resume(Format::Json).unwrap_err().to_string();
    assert!(error.contains("were made with evidence_sha256 "), "{error}");
    for (from, to, name) in [
        ("\"engine_version\":\"", "\"engine_version\":\"9.", "engine_version 9."),
        ("\"trust_version\":", "\"trust_version\":9", "trust_version 9"),
    ] {
        fs::write(&report, before.replace(from, to)).unwrap();
        let error = archive.resume(Format::Json).unwrap_err().to_string();
        assert!(error.contains(&format!("were made with {name}")), "{error}");
        assert_eq!(fs::read_to_string(&report).unwrap(), before.replace(from, to), "it stays");
    }
}

#[test]
fn nothing_is_written_over_unasked() {
    let archive = Archive::with_letters(&["no-signature.pdf"]);
    let (documents, report) = (archive.documents(), archive.report());
    let run = |existing, format| {
        let request = Request { existing, ..archive.request(&documents, &report, format) };
        verify_archive(&request, |_progress| {}).map(|summary| summary.kept)
    };
    assert_eq!(run(Existing::Stays, Format::Csv).unwrap(), 0);
    let place = report.display();
    assert_eq!(
        run(Existing::Stays, Format::Csv).unwrap_err().to_string(),
        format!(
            "{place} is already there and stays as it is; add --resume to go on with it, --force to begin anew, or name another file"
        )
    );
    let not_a_report = format!(
        "{place}: expected a report of an archive in JSON, found another file. It stays as it is; name another file"
    );
    for existing in [Existing::Replaced, Existing::Resumed] {
        assert_eq!(run(existing, Format::Json).unwrap_err().to_string(), not_a_report);
    }
    assert_eq!(run(Existing::Resumed, Format::Csv).unwrap(), 1);
    assert_eq!(run(Existing::Replaced, Format::Csv).unwrap(), 0);

    // A document is no report: not even --force writes over it.
    let valid = letter("a-valid.pdf");
    for other in
        [valid.as_slice(), b"path,verdict\r\n", b"x", b"{\"schema\":\"periksa-report/1\"}\n"]
    {
        fs::write(&report, other).unwrap();
        assert_eq!(run(Existing::Replaced, Format::Json).unwrap_err().to_string(), not_a_report);
        assert_eq!(fs::read(&report).unwrap(), other);
    }

    fs::remove_file(&report).unwrap();
    run(Existing::Stays, Format::Json).unwrap();
    let held = File::open(&report).unwrap();
    held.lock().unwrap();
    let busy = run(Existing::Resumed, Format::Json).unwrap_err().to_string();
    assert_eq!(busy, format!("{place}: another run is writing it"));
    drop(held);

    fs::rename(documents.join("no-signature.pdf"), documents.join("lain.pdf")).unwrap();
    assert_eq!(
        run(Existing::Resumed, Format::Json).unwrap_err().to_string(),
        format!(
            "{place}: none of its 1 documents is in {}; the report is about another folder and stays as it is",
            documents.display()
        )
    );
}
