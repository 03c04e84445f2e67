//! Writes the reports of the letters and of the signed files among the other fixtures as XML of ETSI TS 119 102-2, for the
//! readers that `cargo xtask test --only reports` has.
//!
//! The one argument is the folder to write to. The last file is a report whose texts hold what XML cannot.
#![allow(clippy::print_stdout, reason = "a program for the terminal")]

use std::error::Error;
use std::fs::{create_dir_all, read, read_dir, remove_file, write};
use std::path::{Path, PathBuf};

use periksa_tests::letters::{self, Letters};
use periksa_tests::trust::{DemoAnchors, validation_data};
use periksa_tests::workspace;
use site_gen::verify::xml::validation_report;
use verifier::{Report, verify};

/// Every control character of C0, the two that Unicode has no characters at, and what has to be escaped.
fn awkward() -> String {
    (0..32_u8).map(char::from).chain("\u{7F}\u{85}\u{FFFE}\u{FFFF}]]><&\"'é".chars()).collect()
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder =
        PathBuf::from(std::env::args_os().nth(1).ok_or("expected the folder to write to")?);
    create_dir_all(&folder)?;
    // What an earlier run wrote and this one does not would be read again.
    for path in
        files(&folder)?.iter().filter(|path| path.extension().is_some_and(|ending| ending == "xml"))
    {
        remove_file(path)?;
    }
    let data = validation_data(DemoAnchors::TakenAsReal);
    let data = data.map_err(|error| format!("the demo PKI: {error:?}"))?;
    let at = Letters::read().and_then(|letters| letters.at());
    let at = at.map_err(|error| format!("the letters: {error:?}"))?;
    let fixtures = workspace().join("tests/fixtures");
    let mut written: usize = 0;
    let mut last = None;
    for from in
        [letters::folder(), fixtures.join("mail"), fixtures.join("cms"), fixtures.join("producers")]
    {
        for path in files(&from)? {
            let report = verify(&read(&path)?, &data, at);
            if let Some(xml) = xml(&report) {
                let name = path.strip_prefix(&fixtures).unwrap_or(&path).display().to_string();
                write(folder.join(name.replace(['/', '\\'], "-") + ".xml"), xml)?;
                written = written.saturating_add(1);
                last = Some(report);
            }
        }
    }
    let mut report = last.ok_or("no report has a signature")?;
    for signature in &mut report.signatures {
        signature.field = Some(awkward());
        signature.claimed_reason = Some(awkward());
        signature.claimed_name = Some(awkward());
    }
    write(folder.join("awkward.xml"), xml(&report).ok_or("no signature")?)?;
    println!("{} reports written", written.saturating_add(1));
    Ok(())
}

fn xml(report: &Report) -> Option<String> {
    validation_report(report).ok()
}

/// The files of a folder and of those below it, in order.
fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { found.extend(files(&path)?) } else { found.push(path) }
    }
    found.sort();
    Ok(found)
}
