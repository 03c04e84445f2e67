//! `site-gen trust add`

use super::{Day, Folder, could_not, moment, now, read_certificate, sentence};
use crate::cli::{failed, say, tell};
use clap::Args;
use der::DateTime;
use site_gen::disk::RealDisk;
use site_gen::trust::certificate_file::CertificateFile;
use site_gen::trust::confirmation::Confirmation;
use site_gen::trust::operator::{OperatorError, TrustFolder};
use site_gen::trust::proposal::Proposal;
use site_gen::trust::{Purpose, Regime, Role};
use std::path::PathBuf;
use std::process::ExitCode;

/// Register a certificate whose fingerprint two independent sources confirm
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  site-gen trust add tsa.cer --id bsre-time-stamp-authority-2026 --role time-stamp-authority --regime psre-induk \\
      --confirmed \"Surat BSrE 12/2026 AB:CD:…\" --confirmed \"Token penanda waktu dokumen nyata abcd…\" \\
      --reason \"Otoritas penanda waktu baru\" --dry-run
  site-gen trust add ca.pem --id bsre-ca-ds-g2 --role intermediate --regime psre-induk --crl https://ca.example/g2.crl \\
      --confirmed \"Surat BSrE 12/2026 …\" --confirmed \"Halaman repositori BSrE …\" --reason \"CA penerbit baru\"

The facts are computed from the certificate. A fingerprint is its SHA-256 as the last thing in --confirmed, in either case, with \
colons, hyphens or spaces, or without; before it stands who says so. Two copies of one source are one source.

An intermediate and a time-stamp authority need a registered issuer whose signature they bear: register from the top down. \
What is unusual is told as a warning and does not keep the entry from being made; look at it with --dry-run first.

Exit code: 0 registered (or would be); 1 refused; 2 something could not be read or written.")]
pub(super) struct Add {
    /// The certificate, DER or PEM
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    folder: Folder,
    #[command(flatten)]
    day: Day,
    /// The name of the entry: a-z, 0-9 and single hyphens
    #[arg(long)]
    id: String,
    /// anchor, intermediate or time-stamp-authority
    #[arg(long, value_parser = role)]
    role: Role,
    /// psre-induk, bsre-lama or uji
    #[arg(long, value_parser = regime)]
    regime: Regime,
    /// Why it is registered, for the history that readers see
    #[arg(long, value_name = "TEXT", value_parser = sentence)]
    reason: String,
    /// Who says what its SHA-256 is; at least twice, from sources that are independent of each other
    #[arg(long, value_name = "SOURCE SHA256", value_parser = Confirmation::read)]
    confirmed: Vec<Confirmation>,
    /// From when it is accepted; with the certificate if not given
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    valid_from: Option<DateTime>,
    /// Until when it is accepted; with the certificate if not given
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    valid_until: Option<DateTime>,
    /// signature or time-stamp; all that its role allows if not given
    #[arg(long, value_parser = purpose)]
    purpose: Vec<Purpose>,
    /// Where the list that it issues is published
    #[arg(long, value_name = "URL")]
    crl: Vec<String>,
    /// More of how we know it, one sentence each
    #[arg(long, value_name = "SENTENCE", value_parser = sentence)]
    provenance: Vec<String>,
    /// Print the entry and change nothing
    #[arg(long)]
    dry_run: bool,
}

fn word<T: Copy>(text: &str, all: &[T], name: fn(T) -> &'static str) -> Result<T, String> {
    let found = all.iter().copied().find(|one| name(*one) == text);
    let known: Vec<&str> = all.iter().map(|one| name(*one)).collect();
    found.ok_or_else(|| format!("expected one of {}", known.join(", ")))
}

fn role(text: &str) -> Result<Role, String> {
    word(text, &[Role::Anchor, Role::Intermediate, Role::TimeStampAuthority], Role::word)
}

fn regime(text: &str) -> Result<Regime, String> {
    word(text, &[Regime::PsreInduk, Regime::BsreLama, Regime::Uji], Regime::word)
}

fn purpose(text: &str) -> Result<Purpose, String> {
    word(text, &[Purpose::Signature, Purpose::TimeStamp], Purpose::word)
}

impl Add {
    pub(super) fn run(self) -> ExitCode {
        let dir = match self.folder.path() {
            Ok(dir) => dir,
            Err(error) => return could_not(&error),
        };
        let mut folder = match TrustFolder::open(&RealDisk, &dir) {
            Ok(folder) => folder,
            Err(error) => return could_not(&error),
        };
        let bytes = match read_certificate(&self.file) {
            Ok(bytes) => bytes,
            Err(error) => return could_not(&error),
        };
        let certificate = match CertificateFile::read(&bytes) {
            Ok(certificate) => certificate,
            Err(source) => {
                tell(&format!("error: {}: {source}", self.file.display()));
                return ExitCode::FAILURE;
            }
        };
        let proposal = Proposal {
            id: self.id,
            role: self.role,
            regime: self.regime,
            valid_from: self.valid_from,
            valid_until: self.valid_until,
            purposes: self.purpose,
            crl: self.crl,
            provenance: self.provenance,
            confirmed: self.confirmed,
            date: self.day.text(),
        };
        match folder.add(&certificate, &proposal, &self.reason, now(), !self.dry_run) {
            Ok(added) => {
                added.warnings.iter().for_each(|warning| tell(&format!("warning: {warning}")));
                if self.dry_run {
                    say(added.text.trim_end());
                } else {
                    say(&format!("{}: added: version {}", proposal.id, added.version));
                    let file = self.file.display();
                    tell(&format!("To publish its bytes: site-gen trust import {file}"));
                }
                ExitCode::SUCCESS
            }
            Err(error @ OperatorError::Write { .. }) => could_not(&error),
            Err(error) => failed(&error),
        }
    }
}
