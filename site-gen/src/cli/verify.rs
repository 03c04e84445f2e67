//! `site-gen verify`

use super::{say, tell};
use clap::Args;
use site_gen::trust::{self, Demo};
use site_gen::verify::{built_in_words, is_green, text, validation_data};
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use verifier::time::UnixTime;
use verifier::{Reason, ValidationData, verify_with_password};

/// Verify signed documents: the same report as in the browser
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  site-gen verify letter.pdf
  site-gen verify --json letter.pdf | jq .verdict
  site-gen verify --at 2026-11-23T08:00:00Z --trust /srv/periksa/trust *.pdf
  site-gen verify --password-file secret.txt encrypted.pdf

Exit code: 0 every document is genuine, 1 some document is not (or it cannot be told), 2 something could not be read.

Nothing is sent or fetched. Revocation lists are the *.crl files in DIR/crl.")]
pub(crate) struct Verify {
    /// The documents
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Password of encrypted documents. Other users of this computer can see it in the list of processes, and your
    /// shell may keep it: --password-file is safer
    #[arg(long, value_name = "PASSWORD", conflicts_with = "password_file")]
    password: Option<String>,
    /// A file whose first line is the password of encrypted documents
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// Print the report as JSON, one line for each document
    #[arg(long)]
    json: bool,
    /// The moment to judge by, such as 2026-11-23T08:00:00Z; now if not given
    #[arg(long, value_name = "TIME", value_parser = moment)]
    at: Option<UnixTime>,
    /// The folder with registry.toml and crl/
    #[arg(long, value_name = "DIR", default_value = "trust")]
    trust: PathBuf,
    /// Language of the text
    #[arg(long, value_name = "LANG", default_value = "id", value_parser = ["id", "en"])]
    lang: String,
}

const SOMETHING_NOT_GREEN: u8 = 1;
const COULD_NOT_READ: u8 = 2;

fn moment(text: &str) -> Result<UnixTime, &'static str> {
    UnixTime::from_rfc3339(text)
        .ok_or("expected UTC with whole seconds, such as 2026-11-23T08:00:00Z")
}

impl Verify {
    pub(crate) fn run(self) -> ExitCode {
        let (data, words) = match (self.data(), built_in_words()) {
            (Ok(data), Ok(words)) => (data, words),
            (Err(error), _) => return unreadable(&*error),
            (_, Err(error)) => return unreadable(&error),
        };
        let Some(words) = words.code(&self.lang) else { return ExitCode::from(COULD_NOT_READ) };
        let password = match self.password() {
            Ok(password) => password,
            Err(error) => return unreadable(&*error),
        };
        let at = self.at.unwrap_or_else(now);
        let (mut all_green, mut all_read) = (true, true);
        for file in &self.files {
            let bytes = match std::fs::read(file) {
                Ok(bytes) => bytes,
                Err(error) => {
                    tell(&format!("error: {}: {error}", file.display()));
                    all_read = false;
                    continue;
                }
            };
            let report = verify_with_password(&bytes, password.as_deref(), &data, at);
            all_green &= is_green(report.verdict);
            if self.json {
                say(&report.to_json());
            } else {
                say(&text(&file.display().to_string(), &report, words));
            }
            if report.reasons.contains(&Reason::PasswordNeeded) {
                let problem = match password {
                    Some(_) => "the password does not open it",
                    None => "it is locked with a password: give it with --password-file FILE",
                };
                tell(&format!("{}: {problem}", file.display()));
            }
        }
        match (all_read, all_green) {
            (false, _) => ExitCode::from(COULD_NOT_READ),
            (true, false) => ExitCode::from(SOMETHING_NOT_GREEN),
            (true, true) => ExitCode::SUCCESS,
        }
    }

    /// The password, without the end of its line.
    fn password(&self) -> Result<Option<String>, Box<dyn Error>> {
        let Some(path) = &self.password_file else { return Ok(self.password.clone()) };
        let text = std::fs::read_to_string(path)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Some(text.lines().next().unwrap_or_default().to_owned()))
    }

    fn data(&self) -> Result<ValidationData, Box<dyn Error>> {
        // A demo PKI that is there is read too: it can only ever give the verdict "uji".
        let has_demo = self.trust.join("demo/registry.toml").is_file();
        let demo = if has_demo { Demo::Included } else { Demo::Excluded };
        Ok(validation_data(trust::load(&self.trust, demo)?)?)
    }
}

fn unreadable(error: &dyn Error) -> ExitCode {
    tell(&format!("error: {error}"));
    ExitCode::from(COULD_NOT_READ)
}

/// The moment of the call; before 1970 counts as 1970, in which no certificate is valid.
#[expect(
    clippy::disallowed_methods,
    reason = "the rim of the program: without --at the moment is now"
)]
fn now() -> UnixTime {
    let since =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    UnixTime::from_seconds(i64::try_from(since.as_secs()).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        verify: Verify,
    }

    fn password(arguments: &[&str]) -> Option<String> {
        let line = ["verify", "surat.pdf"].iter().chain(arguments);
        Line::try_parse_from(line).unwrap().verify.password().unwrap()
    }

    #[test]
    fn a_password_is_the_first_line_of_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sandi");
        for (text, expected) in [
            ("rahasia", "rahasia"),
            ("rahasia\n", "rahasia"),
            (" kata sandi \r\nx", " kata sandi "),
            ("", ""),
        ] {
            std::fs::write(&path, text).unwrap();
            let found = password(&["--password-file", path.to_str().unwrap()]);
            assert_eq!(found.as_deref(), Some(expected), "{text:?}");
        }
        assert_eq!(password(&["--password", "rahasia"]).as_deref(), Some("rahasia"));
        assert_eq!(password(&[]), None);
        let both = ["verify", "surat.pdf", "--password", "a", "--password-file", "b"];
        assert!(Line::try_parse_from(both).is_err());
    }
}
