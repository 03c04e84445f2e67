//! Installing Debian packages, where that is allowed without asking for a password.

use std::process::Command;

use crate::command::{first_line, run};
use crate::console::say;
use crate::error::ChoreError;

/// Installs packages as root or by a `sudo` that asks nothing; else says what to install.
///
/// `why` says what they are for and opens the sentence a person reads when they cannot be installed.
pub(crate) fn install(packages: &[&'static str], why: &'static str) -> Result<(), ChoreError> {
    let missing = || ChoreError::MissingPackages { packages: packages.to_vec(), why };
    let rights = Rights::of_this_process().ok_or_else(missing)?;
    say(format!("      {why}: installing {}", packages.join(" ")));
    run(rights.apt_get().args(["-qq", "update"])).map_err(|_failed| missing())?;
    run(rights
        .apt_get()
        .args(["-qq", "install", "--yes", "--no-install-recommends"])
        .args(packages))
    .map_err(|_failed| missing())
}

/// How this process may install packages.
#[derive(Clone, Copy, Debug)]
enum Rights {
    Root,
    Sudo,
}

impl Rights {
    fn of_this_process() -> Option<Self> {
        first_line(Command::new("apt-get").arg("--version"))?;
        if first_line(Command::new("id").arg("-u")).as_deref() == Some("0") {
            return Some(Self::Root);
        }
        first_line(Command::new("sudo").args(["-n", "true"])).map(|_silence| Self::Sudo)
    }

    fn apt_get(self) -> Command {
        let mut command = match self {
            Self::Root => Command::new("env"),
            Self::Sudo => {
                let mut command = Command::new("sudo");
                command.args(["-n", "env"]);
                command
            }
        };
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        command
    }
}
