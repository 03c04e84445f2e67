//! The browser of the end-to-end tests.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::apt;
use crate::command::first_line;
use crate::error::ChoreError;

/// Names a browser of one's own choice; also what the tests are told.
pub(crate) const VARIABLE: &str = "PERIKSA_CHROMIUM";

/// Finds Chromium, or installs Debian's.
pub(crate) fn find() -> Result<PathBuf, ChoreError> {
    if let Some(path) = std::env::var_os(VARIABLE) {
        return Ok(PathBuf::from(path));
    }
    if let Some(path) = installed() {
        return Ok(path);
    }
    // Ubuntu's package of this name only points to a snap, which does not run everywhere.
    if is_debian() {
        apt::install(&["chromium"], "Chromium is needed for the browser tests")?;
    }
    installed().ok_or(ChoreError::Missing {
        what: "Chromium or Chrome",
        remedy: "Install it (on Debian, as root: apt-get install chromium), or name it in PERIKSA_CHROMIUM.",
    })
}

fn installed() -> Option<PathBuf> {
    let known = [
        "/usr/bin/chromium",
        "/usr/bin/google-chrome",
        "/usr/bin/chromium-browser",
        "/snap/bin/chromium",
    ];
    let mut present = known.into_iter().map(Path::new).filter(|path| path.exists());
    present
        .find(|path| first_line(Command::new(path).arg("--version")).is_some())
        .map(Path::to_path_buf)
}

fn is_debian() -> bool {
    std::fs::read_to_string("/etc/os-release")
        .is_ok_and(|text| text.lines().any(|line| line == "ID=debian"))
}
