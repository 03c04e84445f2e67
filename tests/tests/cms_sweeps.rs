//! Sweeps over a small signed file whose every byte is ours (threat catalogue 0.2): each byte flipped, each length cut, bytes
//! appended; and the pieces in which a file is hashed (threat ALG-17).
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test stops at the first surprise"
)]

use std::collections::BTreeSet;
use std::ops::Range;

use periksa_tests::cms_builder::{Digest, Identity, SignedData, Signer};
use periksa_tests::cms_vectors::vectors;
use periksa_tests::letters::Letters;
use periksa_tests::trust::{DemoAnchors, validation_data};
use verifier::policy::Budget;
use verifier::time::UnixTime;
use verifier::{Plan, ValidationData, Verdict, verify, verify_detached};

const TEXT: &[u8] = b"Bantuan disetujui sebesar Rp15.000.000,00\n";

struct Judge {
    data: ValidationData,
    at: UnixTime,
}

impl Judge {
    fn new() -> Self {
        let at = Letters::read().unwrap().at().unwrap();
        Self { data: validation_data(DemoAnchors::TakenAsReal).unwrap(), at }
    }

    fn is_green(&self, file: &[u8]) -> bool {
        verify(file, &self.data, self.at).verdict <= Verdict::AsliDitambah
    }

    fn is_green_beside(&self, signature: &[u8]) -> bool {
        verify_detached(TEXT, signature, &self.data, self.at).verdict <= Verdict::AsliDitambah
    }
}

fn signer() -> Signer {
    Signer::new(&Identity::person(), &Digest::Sha256.of(TEXT))
}

fn enveloping() -> Vec<u8> {
    SignedData::attached(&Identity::person(), &signer(), TEXT).encode()
}

fn detached() -> Vec<u8> {
    SignedData::detached(&Identity::person(), &signer()).encode()
}

/// What no signature covers and nothing follows from: versions (RFC 5652 5.1, 5.3; threat CMS-48), the list of digest
/// algorithms (threat CMS-29), and the NULL of a digest algorithm, which may be left out or not.
fn free(file: &[u8]) -> Vec<Range<usize>> {
    let algorithm = Digest::Sha256.algorithm();
    let set = [&[0x31, 0x0f], algorithm.as_slice()].concat();
    let at =
        |wanted: &[u8]| file.windows(wanted.len()).position(|window| window == wanted).unwrap();
    let list = at(&set);
    let signer_info = at(&signer().encode());
    let sid = at(&signer().sid);
    // The value of SignedData's version stands before the list, that of SignerInfo before the identifier.
    assert!(signer_info < sid);
    vec![list - 1..list, list + 2..list + set.len(), sid - 1..sid]
}

fn flips(file: &[u8], is_green: impl Fn(&[u8]) -> bool) -> BTreeSet<usize> {
    let mut green = BTreeSet::new();
    for at in 0..file.len() {
        for mask in [0x01, 0x80, 0xff] {
            let mut flipped = file.to_vec();
            flipped[at] ^= mask;
            if is_green(&flipped) {
                green.insert(at);
            }
        }
    }
    green
}

#[test]
fn no_flipped_byte_is_green_but_where_nothing_follows_from_it() {
    let judge = Judge::new();
    for (file, green) in [
        (enveloping(), flips(&enveloping(), |file| judge.is_green(file))),
        (detached(), flips(&detached(), |file| judge.is_green_beside(file))),
    ] {
        let free = free(&file);
        let surprising: Vec<usize> =
            green.into_iter().filter(|at| !free.iter().any(|range| range.contains(at))).collect();
        assert_eq!(surprising, Vec::<usize>::new());
    }
}

#[test]
fn no_part_of_a_file_is_green() {
    let judge = Judge::new();
    let (file, signature) = (enveloping(), detached());
    assert!(judge.is_green(&file) && judge.is_green_beside(&signature), "whole, they are");
    let cut: Vec<usize> =
        (0..file.len()).filter(|length| judge.is_green(&file[..*length])).collect();
    assert_eq!(cut, Vec::<usize>::new());
    let cut: Vec<usize> = (0..signature.len())
        .filter(|length| judge.is_green_beside(&signature[..*length]))
        .collect();
    assert_eq!(cut, Vec::<usize>::new());
}

#[test]
fn nothing_may_follow_a_file() {
    let judge = Judge::new();
    let tails: [&[u8]; 7] = [b"\0", b"\n", b" ", b"\r\n", b"\x30\x00", b"\x05\x00", b"%PDF-1.7"];
    for tail in tails {
        for count in [1, 64] {
            let more = tail.repeat(count);
            assert!(!judge.is_green(&[enveloping(), more.clone()].concat()), "{tail:?} x {count}");
            assert!(!judge.is_green_beside(&[detached(), more].concat()), "{tail:?} x {count}");
        }
    }
}

/// The browser feeds pieces of its own size; engines hash blocks of 64 and 128 octets.
#[test]
fn the_pieces_in_which_a_file_is_hashed_change_nothing() {
    let judge = Judge::new();
    let lengths = vectors()
        .into_iter()
        .filter(|vector| vector.id == "ALG-17" && vector.bytes.len() < 100_000);
    for vector in lengths {
        let plan = Plan::new(&vector.bytes, Budget::DEFAULT);
        let whole = verify(&vector.bytes, &judge.data, judge.at).to_json();
        for piece in [1, 63, 64, 65, 127, 4096, 65_536] {
            let mut digests = plan.digests();
            while !digests.is_complete() {
                digests.advance(&vector.bytes, piece);
            }
            let report = plan.conclude(&digests, &judge.data, judge.at).to_json();
            assert_eq!(report, whole, "{} in pieces of {piece}", vector.name);
        }
    }
}
