//! Writes transparency logs of several sizes, as the operator's tool writes them, for the other implementation that
//! `cargo xtask test --only log` has.
//!
//! The one argument is the folder to write to, which is made anew. In it: `key` and `witness`, verifier keys; `of-<size>`, logs
//! written by one run; `grown`, a log of many runs, and `kept/<size>`, its checkpoint after each.
#![allow(clippy::print_stdout, reason = "a program for the terminal")]

use std::error::Error;
use std::fs::{copy, create_dir_all, remove_dir_all, write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use site_gen::disk::RealDisk;
use site_gen::log::{CHECKPOINT, Entry, EntryError, EntryType, append, witness};
use site_gen::note::Signer;
use verifier::note::SignatureType;

const ORIGIN: &str = "contoh.example/log";

/// Around the edges of tiles, and the example of the specification, which has three levels.
const SIZES: [u64; 7] = [1, 2, 255, 256, 257, 1000, 70_000];

/// The sizes at which the log of many runs was signed.
const RUNS: [u64; 9] = [1, 2, 3, 255, 256, 257, 511, 513, 1000];

fn main() -> Result<(), Box<dyn Error>> {
    let folder =
        PathBuf::from(std::env::args_os().nth(1).ok_or("expected the folder to write to")?);
    if folder.exists() {
        remove_dir_all(&folder)?;
    }
    create_dir_all(folder.join("kept"))?;
    let signer = Signer::from_seed(ORIGIN, SignatureType::Ed25519, [1; 32])?;
    let saksi = Signer::from_seed("saksi.example/1", SignatureType::CosignatureV1, [2; 32])?;
    write(folder.join("key"), signer.verifier_key().to_string())?;
    write(folder.join("witness"), saksi.verifier_key().to_string())?;
    for size in SIZES {
        append(&RealDisk, &folder.join(format!("of-{size}")), &signer, &entries(0..size)?)?;
    }
    let grown = folder.join("grown");
    let mut from = 0;
    for to in RUNS {
        append(&RealDisk, &grown, &signer, &entries(from..to)?)?;
        cosign(&grown, &signer, &saksi, to)?;
        copy(grown.join(CHECKPOINT), folder.join(format!("kept/{to}")))?;
        from = to;
    }
    println!("{} logs in {}", SIZES.len().saturating_add(1), folder.display());
    Ok(())
}

/// The witness signs what is published, at a moment that is only a number here.
fn cosign(dir: &Path, log: &Signer, saksi: &Signer, at: u64) -> Result<(), Box<dyn Error>> {
    let note = std::fs::read_to_string(dir.join(CHECKPOINT))?;
    let (text, _) = note.split_once("\n\n").ok_or("a checkpoint without signatures")?;
    let line = saksi.signature_line(&format!("{text}\n"), at);
    let witnesses = [saksi.verifier_key().clone()];
    witness::add(&RealDisk, dir, log.verifier_key(), &witnesses, &line)?;
    Ok(())
}

fn entries(numbers: Range<u64>) -> Result<Vec<Entry>, EntryError> {
    let entry = |number: u64| {
        let (path, bytes) = (format!("crl/contoh/{number}.crl"), number.to_be_bytes());
        let identifiers = [("number", number.to_string())];
        let identifiers = identifiers.each_ref().map(|(name, value)| (*name, value.as_str()));
        Entry::new(EntryType::CrlSnapshot, &path, &bytes, &identifiers)
    };
    numbers.map(entry).collect()
}
