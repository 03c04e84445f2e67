//! Running other programs, and saying clearly which one failed.

use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::error::ChoreError;
use crate::stopwatch::Stopwatch;

/// Runs a program with its output shown.
pub(crate) fn run(command: &mut Command) -> Result<(), ChoreError> {
    let status = command.status().map_err(|cause| not_started(command, cause))?;
    if status.success() {
        Ok(())
    } else {
        Err(ChoreError::Failed { program: line(command), status })
    }
}

/// Runs a program and gives what it wrote to standard output.
pub(crate) fn output(command: &mut Command) -> Result<Vec<u8>, ChoreError> {
    let answer =
        command.stderr(Stdio::inherit()).output().map_err(|cause| not_started(command, cause))?;
    if answer.status.success() {
        Ok(answer.stdout)
    } else {
        Err(ChoreError::Failed { program: line(command), status: answer.status })
    }
}

/// The first line a program writes to standard output; `None` when it does not exist or fails.
pub(crate) fn first_line(command: &mut Command) -> Option<String> {
    let answer =
        command.stderr(Stdio::null()).output().ok().filter(|answer| answer.status.success())?;
    let text = String::from_utf8(answer.stdout).ok()?;
    Some(text.lines().next().unwrap_or_default().trim().to_owned())
}

/// Runs a program that may hang, and ends it after `limit`.
pub(crate) fn run_within(limit: Duration, command: &mut Command) -> Result<(), ChoreError> {
    let mut child =
        command.stdin(Stdio::null()).spawn().map_err(|cause| not_started(command, cause))?;
    let stopwatch = Stopwatch::start();
    loop {
        match child.try_wait().map_err(|cause| not_started(command, cause))? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(ChoreError::Failed { program: line(command), status }),
            None if stopwatch.elapsed() > limit => {
                // It may have ended by itself in this moment; either way it is no longer wanted.
                let _ended = child.kill().and_then(|()| child.wait());
                return Err(ChoreError::TimedOut { program: line(command), limit });
            }
            None => sleep(Duration::from_millis(50)),
        }
    }
}

fn not_started(command: &Command, cause: std::io::Error) -> ChoreError {
    ChoreError::NotStarted { program: command.get_program().to_string_lossy().into_owned(), cause }
}

/// The command as one would type it, without its directory and environment.
fn line(command: &Command) -> String {
    let name = std::path::Path::new(command.get_program()).file_name().unwrap_or_default();
    let mut words = vec![name.to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|argument| argument.to_string_lossy().into_owned()));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_program_is_named_with_its_arguments() {
        let error = run(Command::new("/bin/sh").args(["-c", "exit 3"])).unwrap_err();
        assert_eq!(error.to_string(), "`sh -c exit 3` failed (exit status: 3)");
    }

    #[test]
    fn a_program_that_does_not_exist_is_no_first_line() {
        assert_eq!(first_line(&mut Command::new("no-such-program-here")), None);
    }

    #[test]
    fn a_program_that_hangs_is_ended() {
        let limit = Duration::from_millis(100);
        let error = run_within(limit, Command::new("sleep").arg("60")).unwrap_err();
        assert!(matches!(error, ChoreError::TimedOut { .. }), "{error}");
    }
}
