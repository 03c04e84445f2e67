//! `site-gen verify`

mod of_one;

use super::archive::{Archive, ReportFormat};
use super::bundle::{self, Compared};
use super::inputs::Inputs;
use super::output::{self, Existing};
use super::{now, say, tell};
use clap::{ArgGroup, Args};
use of_one::PartError;
use site_gen::archive;
use site_gen::verify::xml;
use site_gen::verify::{built_in_words, moment_line, text};
use site_gen::words::Language;
use std::error::Error;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use verifier::time::UnixTime;
use verifier::{Reason, Report, ValidationData, verify_with_password};

/// Verify signed documents: the same report as in the browser
#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("part").args(["signed_revision", "intact_copy", "content", "report"]),
    group = ArgGroup::new("written").args(["output", "xml", "save_bundle"]).multiple(true),
    after_help = "Examples:
  site-gen verify letter.pdf
  site-gen verify --json letter.pdf | jq .verdict
  site-gen verify --at 2026-11-23T08:00:00Z --trust /srv/periksa/trust *.pdf
  site-gen verify letter.pdf --signed-revision 1 -o signed.pdf
  site-gen verify letter.pdf --signed-revision Signature1 -o signed.pdf
  site-gen verify upload.pdf --intact-copy -o letter.pdf
  site-gen verify --password-file secret.txt encrypted.pdf
  site-gen verify letter.pdf --xml report.xml
  site-gen verify letter.txt --signature letter.txt.p7s
  site-gen verify message.eml
  site-gen verify letter.p7m --content -o letter.txt
  site-gen verify letter.pdf --add issuer.cer --add issuer.crl
  site-gen verify archive/ --report csv -o report.csv
  site-gen verify archive/ --report json -o report.jsonl --resume
  site-gen verify letter.pdf --save-bundle letter.zip
  site-gen verify --bundle letter.zip

With -o, a part of FILE is verified again as a document of its own and written, byte for byte, only if its signature \
holds. What is printed is then about that part. With --content, what a CMS signature or a signed mail holds is written as it is; \
the report is about its signature, and nothing opens it.

With --report, FILE is a folder, and OUT gets one line for each document in it and below, in the order of the names. What \
is a document is told by content, as for one file; a file whose name ends in .pdf, .p7m, .p7s, .p7c, .p7b, .cms, .eml, .cer, .crt, \
.pem, .der or .crl has a line whatever it is. A detached signature x.p7s is judged with the file x, or else x.pdf, beside it. \
Links to folders are not followed. The first line names the engine, the policy, the trust data and the moment, which all lines \
share, and the number of documents once all are there. In CSV the second line has the names of the columns, and an \
apostrophe stands before what a spreadsheet would take for a formula. A run that was interrupted goes on with --resume: lines \
of documents whose size and date of change are the same are kept.

Exit code: 0 every document is genuine, 1 some document is not (or it cannot be told), 2 something could not be read \
or written.

Nothing is sent or fetched. Revocation lists are the *.crl files in DIR/crl. What --add brings is a hint for all of \
the documents and is never trusted by itself: a chain still ends at an anchor of DIR/registry.toml, and a list still needs \
its issuer's signature.

The JSON has the form of skema/periksa-report-1.json on the portal. The XML is a ValidationReport of ETSI TS 119 102-2 with \
the answer of the published policy; characters that XML cannot hold are replaced in it.

--save-bundle writes one zip with the document, its report and everything that the report rests on. --bundle makes the report \
of such a zip again, at its own moment and with its own trust data, and compares: exit code 0 identical, 1 not identical, 2 not a \
bundle that can be read, 3 identical, but its trust data is not that of DIR. Whoever made a bundle chose its trust data. A bundle holds no \
password.

--at judges by what existed at that moment, under the registry of today: newer evidence is left aside, and the text says so.")]
pub(crate) struct Verify {
    /// The documents; with --report, one folder
    #[arg(required_unless_present = "bundle", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Make the report of a proof bundle again, and compare it with the one inside
    #[arg(long, value_name = "BUNDLE", conflicts_with_all = ["files", "signature", "add", "at", "part", "save_bundle"])]
    bundle: Option<PathBuf>,
    /// Password of encrypted documents. Other users of this computer can see it in the list of processes, and your
    /// shell may keep it: --password-file is safer
    #[arg(long, value_name = "PASSWORD", conflicts_with = "password_file")]
    password: Option<String>,
    /// A file whose first line is the password of encrypted documents
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// The detached signature of FILE (.p7s): CMS in DER, BER or PEM
    #[arg(long, value_name = "SIGNATURE", conflicts_with_all = ["part", "password", "password_file"])]
    signature: Option<PathBuf>,
    /// Certificates (DER, PEM, .p7b), a revocation list (DER, PEM) or an OCSP response (DER) to verify with; may be repeated
    #[arg(long, value_name = "FILE")]
    add: Vec<PathBuf>,
    /// Print the report as JSON, one line for each document
    #[arg(long)]
    json: bool,
    /// Write the report as XML of ETSI TS 119 102-2 to OUT; one that is there stays as it is
    #[arg(long, value_name = "OUT")]
    xml: Option<PathBuf>,
    /// The moment to judge by, such as 2026-11-23T08:00:00Z; now if not given
    #[arg(long, value_name = "TIME", value_parser = moment)]
    at: Option<UnixTime>,
    /// The folder with registry.toml and crl/
    #[arg(long, value_name = "DIR", default_value = "trust")]
    trust: PathBuf,
    /// Language of the text
    #[arg(long, value_name = "LANG", default_value = "id", value_parser = ["id", "en"])]
    lang: String,
    /// Write what a signature signed, the file as it was then, to OUT; the signature by its field's name or its number
    #[arg(long, value_name = "FIELD_OR_NUMBER", requires = "output")]
    signed_revision: Option<String>,
    /// Write the intact copy inside a file that was damaged in transit to OUT
    #[arg(long, requires = "output")]
    intact_copy: bool,
    /// Write what an enveloping signature (.p7m) holds to OUT, if the signature fits it
    #[arg(long, requires = "output")]
    content: bool,
    /// Verify every document of a folder, and write one line for each to OUT
    #[arg(long, value_name = "FORMAT", requires = "output", conflicts_with_all = ["json", "signature"])]
    report: Option<ReportFormat>,
    /// Go on with the report OUT, where it is there: for the same moment, and with the same engine and trust data
    #[arg(long, requires = "report", conflicts_with = "force")]
    resume: bool,
    /// How many documents are judged at a time; as many as there are processors if not given
    #[arg(long, value_name = "COUNT", requires = "report")]
    threads: Option<NonZeroUsize>,
    /// The file to write; one that is there stays as it is
    #[arg(short, long, value_name = "OUT", requires = "part")]
    output: Option<PathBuf>,
    /// Write a proof bundle to OUT: the document, its report and what the report rests on, to verify again
    #[arg(long, value_name = "OUT", conflicts_with = "part")]
    save_bundle: Option<PathBuf>,
    /// Replace OUT if it is there
    #[arg(long, requires = "written")]
    force: bool,
}

const SOMETHING_NOT_GREEN: u8 = 1;
const COULD_NOT_READ: u8 = 2;
/// Whoever made a bundle chose its trust data: no call may take that for the word of its own.
const OTHER_TRUST: u8 = 3;

fn moment(text: &str) -> Result<UnixTime, &'static str> {
    UnixTime::from_rfc3339(text)
        .ok_or("expected UTC with whole seconds, such as 2026-11-23T08:00:00Z")
}

impl Verify {
    pub(crate) fn run(self) -> ExitCode {
        let all_words = match built_in_words() {
            Ok(words) => words,
            Err(error) => return unreadable(&error),
        };
        let Some(words) = all_words.code(&self.lang) else { return ExitCode::from(COULD_NOT_READ) };
        let password = match self.password() {
            Ok(password) => password,
            Err(error) => return unreadable(&*error),
        };
        if let Some(path) = &self.bundle {
            let again = bundle::Again {
                path,
                trust: &self.trust,
                json: self.json,
                words,
                all_words: &all_words,
            };
            return match again.verify(password.as_deref()) {
                Ok(Compared::Identical) => ExitCode::SUCCESS,
                Ok(Compared::Different) => ExitCode::from(SOMETHING_NOT_GREEN),
                Ok(Compared::IdenticalUnderOtherTrust) => ExitCode::from(OTHER_TRUST),
                Err(error) => unreadable(&error),
            };
        }
        let inputs = match Inputs::read(&self.trust, &self.add) {
            Ok(inputs) => inputs,
            Err(error) => return unreadable(&*error),
        };
        let data = &inputs.data;
        if let (Some(format), Some(output)) = (self.report, &self.output) {
            return self.archive(format, output, data, password.as_deref(), words);
        }
        let at = self.at.unwrap_or_else(now);
        if let Some(asked) = self.of_one(&inputs, password.as_deref(), at, words) {
            return match asked {
                Ok((file, report)) => self.conclude(&file, &report, words),
                Err(error) => unreadable(&*error),
            };
        }
        if let (Some(_), count @ 2..) = (&self.xml, self.files.len()) {
            return unreadable(&PartError::SeveralReports { count });
        }
        let (mut all_green, mut all_read) = (true, true);
        for file in &self.files {
            if file.is_dir() {
                tell(&format!(
                    "error: {}: this is a folder; add --report csv -o OUT, or --report json -o OUT, to verify every document in it",
                    file.display()
                ));
                all_read = false;
                continue;
            }
            let bytes = match std::fs::read(file) {
                Ok(bytes) => bytes,
                Err(error) => {
                    tell(&format!("error: {}: {error}", file.display()));
                    all_read = false;
                    continue;
                }
            };
            let report = verify_with_password(&bytes, password.as_deref(), data, at);
            all_green &= report.verdict.is_good();
            if let Err(error) = self.deliver(file, &report, words) {
                tell(&format!("error: {error}"));
                all_read = false;
            }
            if report.reasons.contains(&Reason::PasswordNeeded) {
                let problem = match password {
                    Some(_) => "the password does not open it",
                    None => "it is locked with a password: give it with --password-file FILE",
                };
                tell(&format!("{}: {problem}", file.display()));
            }
        }
        if all_read { exit_code(all_green) } else { ExitCode::from(COULD_NOT_READ) }
    }

    /// Every document of a folder, into a report.
    fn archive(
        &self,
        format: ReportFormat,
        output: &Path,
        data: &ValidationData,
        password: Option<&str>,
        words: &Language,
    ) -> ExitCode {
        let existing = match (self.resume, self.force) {
            (true, _) => archive::Existing::Resumed,
            (false, true) => archive::Existing::Replaced,
            (false, false) => archive::Existing::Stays,
        };
        let (files, threads, at) = (self.files.as_slice(), self.threads, self.at);
        let archive =
            Archive { files, output, format, existing, threads, data, password, at, now: now() };
        match archive.run(words) {
            Ok(summary) if summary.unreadable > 0 => ExitCode::from(COULD_NOT_READ),
            Ok(summary) => exit_code(summary.all_green()),
            Err(error) => unreadable(&error),
        }
    }

    fn conclude(&self, file: &Path, report: &Report, words: &Language) -> ExitCode {
        match self.deliver(file, report, words) {
            Ok(()) => exit_code(report.verdict.is_good()),
            Err(error) => unreadable(&error),
        }
    }

    /// Prints the report, and writes it as XML where that is asked for.
    fn deliver(&self, file: &Path, report: &Report, words: &Language) -> Result<(), PartError> {
        if self.json {
            say(&report.to_json());
        } else {
            let mut said = text(&file.display().to_string(), report, words);
            if self.at.is_some() {
                said += &moment_line(report, words);
            }
            say(&said);
        }
        let Some(xml) = &self.xml else { return Ok(()) };
        let text = xml::validation_report(report)
            .map_err(|source| PartError::NoXml { path: file.to_owned(), source })?;
        output::write(xml, text.as_bytes(), self.existing(), file)?;
        tell(&format!("{}: {} bytes written", xml.display(), text.len()));
        Ok(())
    }

    const fn existing(&self) -> Existing {
        if self.force { Existing::Replaced } else { Existing::Stays }
    }

    /// The password, without the end of its line.
    fn password(&self) -> Result<Option<String>, Box<dyn Error>> {
        let Some(path) = &self.password_file else { return Ok(self.password.clone()) };
        let text = std::fs::read_to_string(path)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Some(text.lines().next().unwrap_or_default().to_owned()))
    }
}

fn exit_code(all_green: bool) -> ExitCode {
    if all_green { ExitCode::SUCCESS } else { ExitCode::from(SOMETHING_NOT_GREEN) }
}

fn unreadable(error: &dyn Error) -> ExitCode {
    tell(&format!("error: {error}"));
    ExitCode::from(COULD_NOT_READ)
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
