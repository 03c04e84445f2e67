//! `site-gen crl lint`

use crate::cli::{say, tell};
use clap::{Args, ValueEnum};
use serde::Serialize;
use site_gen::lint::{Covers, Kind, LintFinding, Linted, Severity, gravest, lint};
use site_gen::trust::registry::Role;
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Tell what a revocation list, or a certificate of an authority, has otherwise than the standards ask
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  site-gen crl lint trust/crl/*.crl
  site-gen crl lint --covers authorities root.crl
  site-gen crl lint --json --fail-on error new.crl | jq '.findings[].code'
  site-gen crl lint --role anchor trust/certificates/*.pem

Lists and certificates, in DER or PEM, are told by their content; a certificate is linted as one. The rules are those of \
RFC 5280, RFC 3161 and the Baseline Requirements of the CA/Browser Forum, which bind authorities for web servers and are a \
yardstick for others. Codes that begin with itu, pkix or cabf are pkilint's for the same rule, those with periksa are ours.

A finding is no verdict: real lists have some, and the verifier uses them. Signatures and dates are not checked here.

Each rule is told once for a file, with the first place and how often. --json prints an object for each file, on one line: \
file, kind (revocation-list, certificate, or null), findings (code, severity, clause, at, found, count).

Exit code: 0 nothing as grave as --fail-on, 1 something is, 2 a file could not be read.")]
pub(crate) struct Lint {
    /// Revocation lists, or certificates
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print the findings as JSON, one line for each file
    #[arg(long)]
    json: bool,
    /// The least severity that makes the exit code 1: notice, warning, error or fatal
    #[arg(long, value_name = "SEVERITY", default_value = "fatal")]
    fail_on: Severity,
    /// Whose certificates the lists are about; if not given, what the list says, and else subscribers
    #[arg(long, value_name = "WHOSE")]
    covers: Option<CoversArgument>,
    /// What the certificates are there for; if not given, what they look like
    #[arg(long, value_name = "ROLE")]
    role: Option<RoleArgument>,
}

/// [`Covers`] on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum CoversArgument {
    Subscribers,
    Authorities,
}

/// [`Role`] on the command line, in the words of the registry.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum RoleArgument {
    Anchor,
    Intermediate,
    TimeStampAuthority,
}

const FOUND: u8 = 1;
const COULD_NOT_READ: u8 = 2;

/// Why a file was not linted.
#[derive(Debug, thiserror::Error)]
enum LintError {
    #[error("{}: {source}", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    #[error("{}: expected DER, or one PEM block of a revocation list or certificate: {source}", path.display())]
    Pem { path: PathBuf, source: der::pem::Error },
    #[error("{}: expected a PEM block of a revocation list or certificate, found `{label}`", path.display())]
    Label { path: PathBuf, label: String },
}

/// A line of `--json`.
#[derive(Debug, Serialize)]
struct Line<'a> {
    file: Cow<'a, str>,
    #[serde(flatten)]
    linted: &'a Linted,
}

impl Lint {
    pub(crate) fn run(self) -> ExitCode {
        let mut worst = 0;
        for path in &self.files {
            let code = match read(path) {
                Ok(der) => self.lint(path, &der),
                Err(error) => {
                    tell(&format!("error: {error}"));
                    COULD_NOT_READ
                }
            };
            worst = worst.max(code);
        }
        ExitCode::from(worst)
    }

    fn lint(&self, path: &Path, der: &[u8]) -> u8 {
        let covers = self.covers.map(|covers| match covers {
            CoversArgument::Subscribers => Covers::Subscribers,
            CoversArgument::Authorities => Covers::Authorities,
        });
        let role = self.role.map(|role| match role {
            RoleArgument::Anchor => Role::Anchor,
            RoleArgument::Intermediate => Role::Intermediate,
            RoleArgument::TimeStampAuthority => Role::TimeStampAuthority,
        });
        let linted = lint(der, covers, role);
        if self.json {
            let line = Line { file: path.to_string_lossy(), linted: &linted };
            // Texts and numbers only: there is nothing in it that JSON cannot say.
            say(&serde_json::to_string(&line).unwrap_or_default());
        } else {
            say_in_words(path, &linted);
        }
        let is_grave = gravest(&linted.findings).is_some_and(|gravest| gravest >= self.fail_on);
        if is_grave { FOUND } else { 0 }
    }
}

fn say_in_words(path: &Path, linted: &Linted) {
    let kind = match linted.kind {
        Some(Kind::RevocationList) => "revocation list",
        Some(Kind::Certificate) => "certificate",
        None => "neither a revocation list nor a certificate",
    };
    let count = match linted.findings.len() {
        0 => "nothing found".to_owned(),
        1 => "1 finding".to_owned(),
        count => format!("{count} findings"),
    };
    say(&format!("{}: {kind}, {count}", path.display()));
    for LintFinding { code, severity, clause, at, found, count } in &linted.findings {
        let times = if *count == 1 { String::new() } else { format!(" ({count} times)") };
        say(&format!("  {:<7} {code} ({clause}): {at}: {found}{times}", severity.key()));
    }
}

/// The DER of a file: as it is, or of the first PEM block, before which text may stand.
fn read(path: &Path) -> Result<Vec<u8>, LintError> {
    let path_of = || path.to_owned();
    let bytes =
        std::fs::read(path).map_err(|source| LintError::Read { path: path_of(), source })?;
    let pem = match bytes.first() {
        Some(&SEQUENCE) => None,
        _ => bytes.windows(BEGIN.len()).position(|part| part == BEGIN),
    };
    let Some(pem) = pem.and_then(|at| bytes.get(at..)) else { return Ok(bytes) };
    let (label, der) =
        der::pem::decode_vec(pem).map_err(|source| LintError::Pem { path: path_of(), source })?;
    match label {
        "X509 CRL" | "CERTIFICATE" => Ok(der),
        other => Err(LintError::Label { path: path_of(), label: other.to_owned() }),
    }
}

const BEGIN: &[u8] = b"-----BEGIN ";
/// What DER of either kind begins with.
const SEQUENCE: u8 = 0x30;
