//! The programs that the step `servers` serves the portal with.

use std::path::Path;

use crate::apt;
use crate::console::say;

/// Debian's package and the program it brings.
const PROGRAMS: [(&str, &str); 2] = [("nginx", "/usr/sbin/nginx"), ("caddy", "/usr/bin/caddy")];

/// Installs what is missing. Where that cannot be done the tests of that server skip themselves, and say so.
pub(crate) fn install() {
    for (package, program) in PROGRAMS {
        if Path::new(program).is_file() {
            continue;
        }
        if let Err(error) = apt::install(&[package], "the portal is served by it in a test") {
            say(format!("      {package} SKIPPED: {error}"));
        }
    }
}
