//! Java, which the Nu Html Checker runs in.

use std::process::{Command, Stdio};

use crate::apt;
use crate::error::ChoreError;

/// Makes sure of a Java; the checker wants 17, which Debian 12 has.
pub(crate) fn install() -> Result<(), ChoreError> {
    if is_there() {
        return Ok(());
    }
    apt::install(
        &["default-jre-headless"],
        "the markup of the pages is checked by a program in Java",
    )?;
    if is_there() {
        return Ok(());
    }
    Err(ChoreError::Missing {
        what: "Java",
        remedy: "Install it (on Debian, as root: apt-get install default-jre-headless) so that `java` is found.",
    })
}

/// It tells its version on standard error, so only whether it starts is asked.
fn is_there() -> bool {
    let mut java = Command::new("java");
    java.arg("-version").stdout(Stdio::null()).stderr(Stdio::null());
    java.status().is_ok_and(|status| status.success())
}
