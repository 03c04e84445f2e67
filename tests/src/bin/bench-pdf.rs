//! How long verifying takes, and how much memory: `site-gen verify --json` against poppler's `pdfsig` and against hashing
//! the file, in the same run, each as a process of its own. Prints a table and writes it to `target/periksa/bench/pdf.md`.
//!
//! `pdfsig` runs with `-nocert`: neither program then asks the net, and ours still validates the certificates. Peak memory
//! is that of the process, as `/usr/bin/time` tells it. Numbers of one machine at one time; only the ratios of a row mean
//! anything.

#![allow(clippy::print_stdout, reason = "the table is what it is for")]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use periksa_tests::bench::{SHAPES, Shape, document};
use periksa_tests::letters::Letters;
use periksa_tests::workspace;
use sha2::{Digest as _, Sha256};

/// Runs of each program for one row; the median counts.
const RUNS: usize = 5;

/// Tells the memory of a process.
const TIME: &str = "/usr/bin/time";

type Outcome<T> = Result<T, Box<dyn Error>>;

/// One row: medians.
struct Row {
    shape: Shape,
    size: usize,
    ours: Cost,
    pdfsig: Cost,
    sha256sum: Cost,
    in_process: Duration,
}

#[derive(Default)]
struct Cost {
    time: Duration,
    kilobytes: u64,
}

fn main() -> Outcome<()> {
    // Beside this program; the chore builds both.
    let site_gen = std::env::current_exe()?.with_file_name("site-gen");
    let folder = workspace().join("target/periksa/bench");
    std::fs::create_dir_all(&folder)?;
    let count = std::env::args().nth(1).map_or(Ok(SHAPES.len()), |count| count.parse())?;
    let mut table = HEAD.to_owned();
    print!("{HEAD}");
    for shape in SHAPES.into_iter().take(count) {
        let row = line(&measure(shape, &site_gen, &folder)?);
        println!("{row}");
        table.push_str(&row);
        table.push('\n');
    }
    let written = folder.join("pdf.md");
    std::fs::write(&written, table)?;
    println!("written to {}", written.display());
    Ok(())
}

const HEAD: &str = "\
`site-gen verify --json` (ours) against `pdfsig -nocert`, `sha256sum` and reading and hashing in one process (sha2); medians.\n\
\n\
| objects | MB | signatures | ours ms | pdfsig ms | sha256sum ms | sha2 ms | ours/pdfsig | ours/sha256sum | ours/sha2 | ours MB | pdfsig MB |\n\
|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n";

fn line(row: &Row) -> String {
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    let ratio = |other: Duration| row.ours.time.as_secs_f64() / other.as_secs_f64();
    let megabytes = |kilobytes: u64| kilobytes.div_ceil(1000);
    format!(
        "| {} | {}.{} | {} | {:.1} | {:.1} | {:.1} | {:.1} | {:.2} | {:.2} | {:.2} | {} | {} |",
        row.shape.objects,
        row.size / 1_000_000,
        row.size / 100_000 % 10,
        row.shape.signatures,
        ms(row.ours.time),
        ms(row.pdfsig.time),
        ms(row.sha256sum.time),
        ms(row.in_process),
        ratio(row.pdfsig.time),
        ratio(row.sha256sum.time),
        ratio(row.in_process),
        megabytes(row.ours.kilobytes),
        megabytes(row.pdfsig.kilobytes),
    )
}

fn measure(shape: Shape, site_gen: &Path, folder: &Path) -> Outcome<Row> {
    let file = folder.join("document.pdf");
    let bytes = document(shape);
    let size = bytes.len();
    std::fs::write(&file, bytes)?;
    let at = Letters::read().and_then(|letters| letters.at());
    let at = at.map_err(|error| format!("{error:?}"))?.to_rfc3339();
    let verify = || {
        let mut command = Command::new(site_gen);
        command.current_dir(workspace()).args(["verify", "--json", "--at", &at]).arg(&file);
        command
    };
    check(&mut verify(), shape)?;
    let (mut ours, mut pdfsig, mut sha256sum, mut in_process) = (vec![], vec![], vec![], vec![]);
    // By turns, so that a busy moment of the machine meets all of them.
    for _ in 0..RUNS {
        ours.push(cost(&verify(), folder)?);
        pdfsig.push(cost(Command::new("pdfsig").arg("-nocert").arg(&file), folder)?);
        sha256sum.push(cost(Command::new("sha256sum").arg(&file), folder)?);
        in_process.push(timed(|| {
            let digest = Sha256::digest(std::fs::read(&file)?);
            std::hint::black_box(digest);
            Ok(())
        })?);
    }
    std::fs::remove_file(&file)?;
    in_process.sort_unstable();
    Ok(Row {
        shape,
        size,
        ours: median(ours),
        pdfsig: median(pdfsig),
        sha256sum: median(sha256sum),
        in_process: in_process.get(RUNS / 2).copied().unwrap_or_default(),
    })
}

/// What is measured is a whole verification: every signature is found, and nothing kept it from being judged.
fn check(verify: &mut Command, shape: Shape) -> Outcome<()> {
    let report: serde_json::Value = serde_json::from_slice(&verify.output()?.stdout)?;
    let signatures = report.pointer("/signatures").and_then(|list| list.as_array()).map(Vec::len);
    let verdict = report.pointer("/verdict").and_then(|verdict| verdict.as_str());
    if verdict == Some("uji") && signatures == usize::try_from(shape.signatures).ok() {
        return Ok(());
    }
    Err(format!("{shape:?}: {verdict:?}, {signatures:?} signatures: not what was to be measured")
        .into())
}

/// Runs a program for its time and its memory. What it says of the document is no matter here.
fn cost(command: &Command, folder: &Path) -> Outcome<Cost> {
    let told: PathBuf = folder.join("memory.txt");
    let mut measured = Command::new(TIME);
    measured.args(["-f", "%M", "-o"]).arg(&told).arg(command.get_program());
    measured.args(command.get_args()).stdout(Stdio::null()).stderr(Stdio::null());
    if let Some(directory) = command.get_current_dir() {
        measured.current_dir(directory);
    }
    let time = timed(|| measured.status().map(|_status| ()))?;
    // A program that ended with another code than 0 has a line that says so before the number.
    let text = std::fs::read_to_string(told)?;
    let kilobytes = text.lines().last().unwrap_or_default().parse()?;
    Ok(Cost { time, kilobytes })
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn timed(run: impl FnOnce() -> std::io::Result<()>) -> std::io::Result<Duration> {
    let start = std::time::Instant::now();
    run()?;
    Ok(start.elapsed())
}

fn median(mut costs: Vec<Cost>) -> Cost {
    let kilobytes = costs.iter().map(|cost| cost.kilobytes).max().unwrap_or_default();
    costs.sort_unstable_by_key(|cost| cost.time);
    let time = costs.get(costs.len() / 2).map(|cost| cost.time).unwrap_or_default();
    Cost { time, kilobytes }
}
