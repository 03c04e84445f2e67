//! The first quarter of a year of an hourly list: its first ten days hour by hour, the rest every six hours. `bench-crl-year` has every hour of it.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use periksa_tests::crl_year::fault::{Fault, calendar};
use periksa_tests::crl_year::{HOURS, simulate};
use site_gen::disk::Disk;

/// Writes without waiting for the disk: two thousand runs sync eight thousand times.
#[derive(Debug)]
struct Unsynced;

impl Disk for Unsynced {
    fn create_dir_all(&self, dir: &Path) -> io::Result<()> {
        fs::create_dir_all(dir)
    }
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        fs::write(path, bytes)
    }
    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = fs::OpenOptions::new().append(true).create(true).open(path)?;
        io::Write::write_all(&mut file, bytes)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }
    fn exchange(&self, _: &Path, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
    fn truncate(&self, path: &Path, length: u64) -> io::Result<()> {
        fs::OpenOptions::new().write(true).open(path)?.set_len(length)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }
    fn remove_dir_all(&self, dir: &Path) -> io::Result<()> {
        fs::remove_dir_all(dir)
    }
}

#[test]
fn in_a_quarter_of_lists_every_fault_is_found_and_none_is_published() {
    let dir = tempfile::tempdir().unwrap();
    let is_sampled = |hour: &u32| *hour < 10 * 24 || hour.is_multiple_of(6);
    let hours = (0..HOURS / 4).filter(is_sampled);
    let figures = simulate(&Unsynced, dir.path(), hours, &|| Duration::ZERO);
    println!("{}", figures.words());
    assert_eq!(figures.missed, Vec::<String>::new());
    assert_eq!(figures.false_alarms, Vec::<String>::new());
    assert_eq!(figures.published, Vec::<String>::new());
    assert_eq!(figures.lost, 0);
    let put_in: Vec<Fault> = (0..HOURS / 4)
        .filter(is_sampled)
        .filter_map(|hour| calendar().get(&hour).copied())
        .filter(|fault| *fault != Fault::Silence)
        .collect();
    assert!(put_in.len() > 40, "{} faults", put_in.len());
    // And a silence is late, once.
    assert!(figures.faults > put_in.len(), "{} of {}", figures.faults, put_in.len());
}
