//! How many letters a second `site-gen verify DIR --report` judges on two cores and on one, beside `pdfsig` letter by letter and
//! pyHanko in one process, the same letters in the same run; and the memory it takes for 100, 1,000 and 10,000 letters.
//! Prints tables and writes them to `target/periksa/bench/archive.md`.
//!
//! `pdfsig` runs with `-nocert`: it asks no net then, and validates no certificate. Peak memory is that of the process, as
//! `/usr/bin/time` tells it. Numbers of one machine at one time; only the ratios mean anything.

#![allow(clippy::print_stdout, reason = "the tables are what it is for")]

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use periksa_tests::letters::Letters;
use periksa_tests::workspace;

/// Letters that every program judges: ten times those of the fixtures.
const LETTERS: usize = 340;
/// Rounds of each program, by turns; the fastest counts.
const ROUNDS: usize = 3;
/// Letters whose memory is measured.
const SIZES: [usize; 3] = [100, 1000, 10_000];
/// Tells the memory of a process.
const TIME: &str = "/usr/bin/time";

type Outcome<T> = Result<T, Box<dyn Error>>;

#[derive(Debug, Clone, Copy)]
struct Cost {
    time: Duration,
    /// Of all cores, which a busy machine changes less.
    work: Duration,
    kilobytes: f64,
}

/// What is run on a folder.
struct Bench {
    /// In `target/periksa/bench`; made for this, and removed.
    folder: PathBuf,
    /// The moment to judge by.
    at: String,
}

fn main() -> Outcome<()> {
    let folder = workspace().join("target/periksa/bench/archive");
    let at = Letters::read().and_then(|letters| letters.at());
    let at = at.map_err(|error| format!("{error:?}"))?.to_rfc3339();
    let bench = Bench { folder, at };
    let table = bench.speed()? + &bench.memory()?;
    fs::remove_dir_all(&bench.folder)?;
    print!("{table}");
    let written = workspace().join("target/periksa/bench/archive.md");
    fs::write(&written, table)?;
    println!("written to {}", written.display());
    Ok(())
}

impl Bench {
    fn speed(&self) -> Outcome<String> {
        let signatures = self.write_letters(LETTERS)?;
        let mut rows: Vec<(&str, Command, Option<Cost>)> = vec![
            ("ours, two threads", self.ours("2"), None),
            ("ours, one thread", self.ours("1"), None),
            ("`pdfsig -nocert`, two at a time", self.pdfsig("2"), None),
            ("`pdfsig -nocert`, one at a time", self.pdfsig("1"), None),
            ("pyHanko, one process", self.pyhanko(), None),
        ];
        self.check(signatures)?;
        // By turns, so that a busy moment of the machine meets all of them.
        for _ in 0..ROUNDS {
            for (_, command, best) in &mut rows {
                let now = self.cost(command)?;
                *best = Some(best.filter(|best| best.time <= now.time).unwrap_or(now));
            }
        }
        let ours = rows.first().and_then(|(_, _, cost)| *cost).ok_or("a row")?;
        let count = f64::from(u32::try_from(LETTERS)?);
        let mut table = format!(
            "{LETTERS} letters with {signatures} signatures, the fixtures ten times; the fastest of {ROUNDS} rounds.\n\n\
             | who | letters a second | time beside ours | processor time a letter | beside ours |\n\
             |:--|--:|--:|--:|--:|\n"
        );
        for (name, _, cost) in &rows {
            let cost = cost.ok_or("a row")?;
            let ratio = |one: Duration, other: Duration| one.as_secs_f64() / other.as_secs_f64();
            table.push_str(&format!(
                "| {name} | {:.1} | {:.2} | {:.2} ms | {:.2} |\n",
                count / cost.time.as_secs_f64(),
                ratio(cost.time, ours.time),
                cost.work.as_secs_f64() * 1000.0 / count,
                ratio(cost.work, ours.work),
            ));
        }
        Ok(table)
    }

    fn memory(&self) -> Outcome<String> {
        let mut table = "\n| letters | on the disk | seconds | letters a second | peak memory |\n\
                         |--:|--:|--:|--:|--:|\n"
            .to_owned();
        for count in SIZES {
            self.write_letters(count)?;
            let sizes = fs::read_dir(self.letters())?.map(|entry| Ok(entry?.metadata()?.len()));
            let bytes: u64 = sizes.collect::<std::io::Result<Vec<_>>>()?.iter().sum();
            let cost = self.cost(&self.ours("2"))?;
            let seconds = cost.time.as_secs_f64();
            table.push_str(&format!(
                "| {count} | {} MB | {seconds:.1} | {:.1} | {:.1} MB |\n",
                bytes.div_ceil(1_000_000),
                f64::from(u32::try_from(count)?) / seconds,
                cost.kilobytes * 1024.0 / 1e6,
            ));
        }
        Ok(table)
    }

    fn letters(&self) -> PathBuf {
        self.folder.join("letters")
    }

    fn report(&self) -> PathBuf {
        self.folder.join("report.jsonl")
    }

    /// So many letters, the fixtures over and over; how many signatures they have.
    fn write_letters(&self, count: usize) -> Outcome<usize> {
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder)?;
        }
        fs::create_dir_all(self.letters())?;
        let letters = Letters::read().map_err(|error| format!("{error:?}"))?;
        let fixtures = workspace().join("tests/fixtures/letters");
        let mut signatures = 0usize;
        for (number, letter) in (0..count).zip(letters.letters.iter().cycle()) {
            let name = format!("{number:05}-{}", letter.file);
            fs::copy(fixtures.join(&letter.file), self.letters().join(name))?;
            signatures = signatures.saturating_add(letter.signatures.len());
        }
        Ok(signatures)
    }

    fn ours(&self, threads: &str) -> Command {
        // Beside this program; the chore builds both.
        let program = std::env::current_exe().unwrap_or_default().with_file_name("site-gen");
        let mut command = Command::new(program);
        command.args(["verify", "--at", &self.at, "--threads", threads, "--report", "json"]);
        command.args(["--force", "-o"]).arg(self.report()).arg(self.letters());
        command
    }

    fn pdfsig(&self, at_a_time: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", "ls \"$1\"/*.pdf | xargs -n 1 -P \"$2\" pdfsig -nocert", "sh"]);
        command.arg(self.letters()).arg(at_a_time);
        command
    }

    fn pyhanko(&self) -> Command {
        let mut command = Command::new("target/periksa/python/bin/python");
        command.arg("tests/bench/pyhanko-archive.py").arg(self.letters()).arg(&self.at);
        command
    }

    /// What is measured is every signature of every letter.
    fn check(&self, signatures: usize) -> Outcome<()> {
        let output = self.pyhanko().current_dir(workspace()).output()?;
        let judged = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        if judged != signatures.to_string() {
            let error = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(format!("pyHanko: {judged} signatures, {error}").into());
        }
        self.ours("2").current_dir(workspace()).output()?;
        let report = fs::read_to_string(self.report())?;
        let mut ours = 0u64;
        for line in report.lines().skip(1) {
            let line: serde_json::Value = serde_json::from_str(line)?;
            let count = line.get("signatures").and_then(serde_json::Value::as_u64);
            ours = ours.saturating_add(count.ok_or("a count")?);
        }
        if usize::try_from(ours)? == signatures {
            Ok(())
        } else {
            Err(format!("ours: {ours} signatures of {signatures}").into())
        }
    }

    /// Runs a program for its time and its memory. What it says of the letters is no matter here.
    fn cost(&self, command: &Command) -> Outcome<Cost> {
        let told = self.folder.join("memory.txt");
        let mut measured = Command::new(TIME);
        measured.current_dir(workspace()).args(["-f", "%U %S %M", "-o"]).arg(&told);
        measured.arg(command.get_program()).args(command.get_args());
        measured.stdout(Stdio::null()).stderr(Stdio::null());
        let time = timed(|| measured.status().map(|_status| ()))?;
        // A program that ended with another code than 0 has a line that says so before the numbers.
        let text = fs::read_to_string(&told)?;
        let last = text.lines().last().unwrap_or_default();
        let numbers: Vec<f64> =
            last.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        let [user, system, kilobytes] = numbers.as_slice() else {
            return Err(format!("{last}: expected three numbers").into());
        };
        let work = Duration::from_secs_f64(user + system);
        Ok(Cost { time, work, kilobytes: *kilobytes })
    }
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn timed(run: impl FnOnce() -> std::io::Result<()>) -> std::io::Result<Duration> {
    let start = std::time::Instant::now();
    run()?;
    Ok(start.elapsed())
}
