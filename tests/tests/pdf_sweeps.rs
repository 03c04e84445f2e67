//! Sweeps over a small letter whose every byte is ours (threat catalogue 0.2): each byte flipped, each length cut, bytes
//! appended, containers swapped, and good files judged after bad ones.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test stops at the first surprise"
)]

use std::collections::BTreeSet;
use std::ops::Range;

use periksa_tests::letters::Letters;
use periksa_tests::made;
use periksa_tests::pdf_builder::{
    Identity, Placeholder, Signing, find, hashed, sign, signature_value, time_stamp_token,
    with_token,
};
use periksa_tests::pdf_vectors::letter::{
    LINE, OTHER_LINE, ROOM, STAMPED, content, dictionary, good, letter, signed,
};
use periksa_tests::trust::{DemoAnchors, validation_data};
use verifier::report::TimeSource;
use verifier::time::UnixTime;
use verifier::{Reason, Report, ValidationData, Verdict, verify};

struct Judge {
    data: ValidationData,
    at: UnixTime,
}

impl Judge {
    fn new() -> Self {
        let at = Letters::read().unwrap().at().unwrap();
        Self { data: validation_data(DemoAnchors::TakenAsReal).unwrap(), at }
    }

    fn report(&self, bytes: &[u8]) -> Report {
        verify(bytes, &self.data, self.at)
    }

    fn is_green(&self, bytes: &[u8]) -> bool {
        self.report(bytes).verdict <= Verdict::AsliDitambah
    }

    /// Which of these cases are green, tried on all cores.
    fn green<T: Copy + Send + Sync + Ord>(
        &self,
        cases: &[T],
        bytes: impl Fn(T) -> Vec<u8> + Sync,
    ) -> BTreeSet<T> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let bytes = &bytes;
        std::thread::scope(|scope| {
            let tried: Vec<_> = (0..threads)
                .map(|thread| {
                    scope.spawn(move || -> Vec<T> {
                        let mine = cases.iter().skip(thread).step_by(threads).copied();
                        mine.filter(|case| self.is_green(&bytes(*case))).collect()
                    })
                })
                .collect();
            tried.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
        })
    }
}

/// The hexadecimal digits of the container.
fn digits(file: &[u8]) -> Range<usize> {
    let start = find(file, b"/Contents<").unwrap() + 10;
    start..start + find(&file[start..], b">").unwrap()
}

/// Digits of these bytes of the container.
fn digits_of(file: &[u8], bytes: Range<usize>) -> Range<usize> {
    let start = digits(file).start;
    start + 2 * bytes.start..start + 2 * bytes.end
}

/// Sweep 1: every byte counts, but for what RFC 5652 gives no meaning that is judged: the members of `digestAlgorithms`, a hint
/// for readers in one pass (5.1; nothing is taken from it, threat CMS-29).
///
/// There are no unsigned attributes in this letter, and the padding is not an exception: after the container come zeros.
#[test]
fn a_flipped_byte_anywhere_is_never_green() {
    let (judge, letter) = (Judge::new(), good());
    assert_eq!(judge.report(&letter).verdict, Verdict::Asli);
    assert!(letter.len() < 8192, "{}", letter.len());
    let every: Vec<usize> = (0..letter.len()).collect();
    let green = judge.green(&every, |at| {
        let mut bytes = letter.clone();
        bytes[at] ^= 0x01;
        bytes
    });
    // As `openssl asn1parse` shows the container: the SEQUENCE in the SET at 26.
    let exceptions: BTreeSet<usize> = digits_of(&letter, 28..43).collect();
    assert_eq!(green, exceptions);
}

/// The letter case of digits is the one thing that may change in the gap; bit 5 of anything else counts.
#[test]
fn flipped_letter_case_counts_everywhere_but_in_the_digits() {
    let (judge, letter) = (Judge::new(), good());
    let digits = digits(&letter);
    // Among the digits one in seven is enough: they are all read by one function.
    let cases: Vec<usize> = (0..letter.len())
        .filter(|at| !digits.contains(at) || (at - digits.start).is_multiple_of(7))
        .collect();
    let green = judge.green(&cases, |at| {
        let mut bytes = letter.clone();
        bytes[at] ^= 0x20;
        bytes
    });
    let expected: BTreeSet<usize> = cases
        .iter()
        .copied()
        .filter(|at| digits.contains(at) && letter[*at].is_ascii_alphabetic())
        .collect();
    assert_eq!(green, expected);
}

/// Sweep 2: cut at every length.
#[test]
fn a_letter_cut_anywhere_is_never_green() {
    let (judge, letter) = (Judge::new(), good());
    let every: Vec<usize> = (0..letter.len()).collect();
    assert_eq!(judge.green(&every, |length| letter[..length].to_vec()), BTreeSet::new());
}

/// Sweep 2: up to 64 bytes of white space are told and do no harm.
#[test]
fn white_space_after_the_end_is_told_and_harmless() {
    let (judge, letter) = (Judge::new(), good());
    for pattern in [&b" "[..], b"\n", b"\r\n", b"\0", b"\t\x0c"] {
        for count in 1..=64 {
            let after: Vec<u8> = pattern.iter().copied().cycle().take(count).collect();
            let report = judge.report(&[&letter[..], &after].concat());
            let told = report.notes.contains(&Reason::TrailingBytes { count });
            assert_eq!((report.verdict, told), (Verdict::Asli, true), "{pattern:?} {count}");
        }
    }
}

/// Sweep 2: anything else after the end is never green.
#[test]
fn other_bytes_after_the_end_are_never_green() {
    let (judge, letter) = (Judge::new(), good());
    let mut after: Vec<Vec<u8>> = Vec::new();
    for count in 1..=64 {
        let comment = format!("%{}", "x".repeat(count - 1));
        let object = format!("9 0 obj {} endobj", "0".repeat(count));
        after.extend([
            comment.into_bytes(),
            object.into_bytes(),
            vec![b'x'; count],
            vec![0xff; count],
        ]);
        // White space does not hide a byte behind it.
        after.push([vec![b' '; count], b"x".to_vec()].concat());
    }
    after.push(letter.clone());
    after.push(signed(&letter_of(OTHER_LINE)));
    after.push(letter_of(OTHER_LINE).document());
    for after in after {
        let report = judge.report(&[&letter[..], &after].concat());
        assert_eq!(
            report.verdict,
            Verdict::BelumPasti,
            "{}",
            after[..20.min(after.len())].escape_ascii()
        );
        assert!(
            matches!(report.reasons.first(), Some(Reason::StructureUnreadable { .. })),
            "{:?}",
            report.reasons
        );
    }
}

fn letter_of(line: &str) -> periksa_tests::pdf_builder::Update {
    letter().stream(4, "", content(line))
}

/// Sweep 4: a container is good where it was made, and nowhere else.
#[test]
fn swapped_containers_are_never_green() {
    let judge = Judge::new();
    let documents: Vec<Vec<u8>> =
        [LINE, OTHER_LINE].iter().map(|line| letter_of(line).document()).collect();
    let signers = [Identity::person(), Identity::other_person()];
    let mut files = Vec::new();
    for (document, signer) in
        documents.iter().flat_map(|document| signers.iter().map(move |signer| (document, signer)))
    {
        files.push((document, sign(document.clone(), &Signing::by(signer))));
    }
    for (from, (other_document, other)) in files.iter().enumerate() {
        for (to, (document, file)) in files.iter().enumerate() {
            let mut swapped = file.clone();
            swapped[digits(file)].copy_from_slice(&other[digits(other)]);
            // A container of the same document is that document's, whoever made it.
            let expected =
                if other_document == document { Verdict::Asli } else { Verdict::Berubah };
            assert_eq!(judge.report(&swapped).verdict, expected, "container {from} in file {to}");
        }
    }
}

/// Sweep 4: a time-stamp proves the time of the signature value it is over, and of no other.
#[test]
fn a_swapped_time_stamp_proves_no_time() {
    let judge = Judge::new();
    let wide = dictionary("").replace(&"00".repeat(ROOM), &"00".repeat(2 * ROOM + 500));
    let stamped = |line: &str, over: Option<&[u8]>| {
        let mut file = letter_of(line).object(7, wide.clone()).document();
        let placeholder = Placeholder::find(&file);
        let range = placeholder.proper_range(&file);
        let [a, b, c, d] = range;
        placeholder.write_range(&mut file, &format!("[{a} {b} {c} {d}]"));
        let cms = Signing::by(&Identity::person()).contents(&hashed(&file, &range));
        let value = signature_value(&cms);
        let token = time_stamp_token(over.unwrap_or(&value), STAMPED);
        placeholder.write_contents(&mut file, &with_token(&cms, &token));
        (file, value)
    };
    let (own, value) = stamped(LINE, None);
    let (swapped, _) = stamped(OTHER_LINE, Some(&value));
    let time_source = |file: &[u8]| judge.report(file).signatures[0].time_source;
    assert_eq!(judge.report(&own).verdict, Verdict::Asli);
    assert_eq!(time_source(&own), Some(TimeSource::TimeStamp));
    assert_eq!(time_source(&swapped), Some(TimeSource::ValidationTime));
}

/// Sweep 8: nothing of one file is left for the next.
#[test]
fn bad_files_leave_nothing_behind() {
    let judge = Judge::new();
    let made = made::vectors().unwrap();
    let bad = |name: &str| made.iter().find(|made| made.name == name).unwrap().bytes.clone();
    let letter = good();
    let changed = periksa_tests::pdf_builder::replaced(&letter, b"Rp15", b"Rp75");
    let alone: Vec<String> =
        [&letter, &changed].map(|file| Judge::new().report(file).to_json()).to_vec();
    let sequence = [
        letter.clone(),
        bad("nested-brackets"),
        letter.clone(),
        changed.clone(),
        bad("xref-bomb"),
        letter.clone(),
        bad("prev-loop"),
        changed,
        letter,
    ];
    let reports: Vec<String> = sequence.iter().map(|file| judge.report(file).to_json()).collect();
    for (at, of) in [(0, 0), (2, 0), (3, 1), (5, 0), (7, 1), (8, 0)] {
        assert_eq!(reports[at], alone[of], "{at}");
    }
    for at in [1, 4, 6] {
        assert!(reports[at].contains("\"verdict\":\"belum-pasti\""), "{at}");
    }
}
