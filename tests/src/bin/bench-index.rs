//! A revocation list of a million entries from the operator's folder to the visitor's screen, as an index and as it is: making
//! the index, building the site, what travels, and in Chromium loading the page and judging one certificate. Prints a table and
//! writes it to `target/periksa/bench/index.md`.
//!
//! Each program in a process of its own; numbers of one machine at one time, and only the ratios mean anything.

#![allow(clippy::print_stdout, reason = "the table is what it is for")]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

use periksa_tests::cms_builder::Identity;
use periksa_tests::long_list::{AT, long_list};
use periksa_tests::workspace;
use verifier::write_index;

/// Entries of the list.
const ENTRIES: u32 = 1_000_000;
/// Folders of the project that a build reads.
const PARTS: [&str; 8] = [
    "config.toml",
    "content",
    "templates",
    "static",
    "trust",
    "tests/fixtures/letters",
    "tests/fixtures/cms",
    "tests/fixtures/mail",
];

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let folder = workspace().join("target/periksa/bench/index");
    match std::env::args().nth(1).as_deref() {
        None => measure(&folder),
        Some("write") => write(&folder),
        Some(other) => Err(format!("{other}: expected nothing or `write`").into()),
    }
}

fn measure(folder: &Path) -> Outcome<()> {
    let project = folder.join("project");
    make_project(&project)?;
    let list = long_list(ENTRIES, &["individual"]);
    std::fs::write(project.join("trust/demo/crl/long.crl"), &list)?;
    std::fs::write(folder.join("long.crl"), &list)?;
    let mut table = format!(
        "A revocation list of {ENTRIES} entries, {:.1} MB.\n\n| what | time | peak memory |\n|:--|--:|--:|\n",
        f64::from(u32::try_from(list.len())?) / 1e6
    );
    let this = std::env::current_exe()?;
    table.push_str(&timed("read, verify, index", Command::new(&this).arg("write"))?);
    let site_gen = this.with_file_name("site-gen");
    for (name, above) in [("index", "1_000_000"), ("list", "1_000_000_000")] {
        set_threshold(&project, above)?;
        let mut build = Command::new(&site_gen);
        build.arg("build").arg("--root").arg(&project);
        build.arg("--output-dir").arg(folder.join(name));
        build.args(["--at", "2016-01-01T00:00:00Z", "--expires", "2069-01-01T00:00:00Z"]);
        table.push_str(&timed(&format!("`site-gen build`, published as {name}"), &mut build)?);
    }
    let mut node = Command::new("node");
    node.current_dir(workspace()).arg("tests/browser/bench-index.mjs").arg(folder).arg(AT);
    let output = node.output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    table.push_str(&String::from_utf8(output.stdout)?);
    print!("{table}");
    std::fs::remove_dir_all(folder)?;
    let written = workspace().join("target/periksa/bench/index.md");
    std::fs::write(&written, table)?;
    println!("written to {}", written.display());
    Ok(())
}

/// The project with no other list of the demo CA.
fn make_project(project: &Path) -> Outcome<()> {
    if project.exists() {
        std::fs::remove_dir_all(project)?;
    }
    let engine = "target/periksa/wasm";
    for part in PARTS.into_iter().chain([engine]) {
        let to = project.join(part);
        std::fs::create_dir_all(to.parent().unwrap_or(project))?;
        let mut copy = Command::new("cp");
        if !copy.arg("-R").arg(workspace().join(part)).arg(&to).status()?.success() {
            return Err(format!("{part} was not copied").into());
        }
    }
    for name in ["ca.crl", "ca-2024.crl"] {
        std::fs::remove_file(project.join("trust/demo/crl").join(name))?;
    }
    Ok(())
}

fn set_threshold(project: &Path, above: &str) -> Outcome<()> {
    let path = project.join("config.toml");
    let lines = std::fs::read_to_string(&path)?;
    let lines = lines.lines().map(|line| match line.split_once(" = ") {
        Some(("index_above_bytes", _)) => format!("index_above_bytes = {above}\n"),
        Some(_) | None => format!("{line}\n"),
    });
    Ok(std::fs::write(path, lines.collect::<String>())?)
}

/// The index written to files, by a process that does nothing else.
fn write(folder: &Path) -> Outcome<()> {
    let list = std::fs::read(folder.join("long.crl"))?;
    let written = write_index(&list, Identity::demo_ca().field(6))?;
    let shards: Vec<u8> = written.shards.into_iter().flat_map(|(_, bytes)| bytes).collect();
    std::fs::write(folder.join("head.json"), written.head)?;
    Ok(std::fs::write(folder.join("shards.bin"), shards)?)
}

/// A line of the table: user and system time, and the most memory that was resident.
fn timed(name: &str, command: &mut Command) -> Outcome<String> {
    let mut time = Command::new("/usr/bin/time");
    time.args(["-f", "%U %S %M"]).arg(PathBuf::from(command.get_program()));
    let output = time.args(command.get_args()).output()?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let last = text.lines().last().unwrap_or_default();
    let numbers: Vec<f64> =
        last.split_whitespace().map(str::parse).collect::<Result<_, _>>().unwrap_or_default();
    match numbers.as_slice() {
        [user, system, kilobytes] if output.status.success() => Ok(format!(
            "| {name} | {:.2} s | {:.0} MB |\n",
            user + system,
            kilobytes * 1024.0 / 1e6
        )),
        _ => Err(format!("{name}: {text}").into()),
    }
}
