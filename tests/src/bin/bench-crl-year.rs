//! Every hour of a year of an hourly revocation list through the pipeline, on this computer's disk: are all faults found, what
//! does the archive cost, how long is one run. Prints a line and writes it to `target/periksa/bench/crl-year.md`.

#![allow(clippy::print_stdout, reason = "the figures are what it is for")]

use std::error::Error;
use std::time::Instant;

use periksa_tests::crl_year::{HOURS, simulate};
use periksa_tests::workspace;
use site_gen::disk::RealDisk;

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn main() -> Result<(), Box<dyn Error>> {
    let bench = workspace().join("target/periksa/bench");
    let folder = bench.join("crl-year");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    let start = Instant::now();
    let figures = simulate(&RealDisk, &folder, 0..HOURS, &|| start.elapsed());
    let words = format!("{}, all of it {:.0?}", figures.words(), start.elapsed());
    println!("{words}");
    std::fs::write(bench.join("crl-year.md"), format!("{words}\n"))?;
    for wrong in figures.missed.iter().chain(&figures.false_alarms).chain(&figures.published) {
        println!("{wrong}");
    }
    if figures.missed.is_empty() && figures.false_alarms.is_empty() && figures.published.is_empty()
    {
        Ok(())
    } else {
        Err("not every fault was found, or something was published".into())
    }
}
