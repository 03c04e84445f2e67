//! `site-gen crl check`

use super::operator::{Operator, exit_code, intake_failed, line, read, unusable, value};
use clap::Args;
use serde_json::json;
use site_gen::crl::accept::{TakenBack, Terms, Way};
use site_gen::crl::intake::{Archive, Offer, Outcome};
use site_gen::disk::RealDisk;
use site_gen::trust;
use std::path::PathBuf;
use std::process::ExitCode;

/// Say what an import of these files would do, and change nothing
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  site-gen crl check bsrecadsg1.crl
  site-gen crl check --json --at 2026-02-03T12:00:00Z *.crl

Each file is judged by itself against the archive as it is now.

Exit code 0: all would be taken or are there, 1: some would be refused, 2: bad input, 3: all would be refused.")]
pub(crate) struct Check {
    /// Revocation lists in DER or PEM
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    operator: Operator,
}

impl Check {
    pub(super) fn run(self) -> ExitCode {
        let registry = match trust::load_registry(&self.operator.dir) {
            Ok(registry) => registry,
            Err(error) => return unusable(&error),
        };
        let at = self.operator.at();
        let mut archive = match Archive::open(&RealDisk, &self.operator.dir, &registry, at) {
            Ok(archive) => archive,
            Err(error) => return intake_failed(&error),
        };
        let terms = Terms { way: Way::Imported, at, taken_back: TakenBack::Held };
        let (mut good, mut lines, mut values) = (0_usize, Vec::new(), Vec::new());
        for path in &self.files {
            let name = path.display().to_string();
            let bytes = match read(path) {
                Ok(bytes) => bytes,
                Err(error) => {
                    lines.push(format!("{name}: failed: {error}"));
                    let why = error.to_string();
                    values.push(json!({ "source": name, "outcome": "failed", "why": why }));
                    continue;
                }
            };
            let answer =
                match archive.ask(Offer { bytes: &bytes, source: &name, series: None, terms }) {
                    Ok(answer) => answer,
                    Err(error) => return intake_failed(&error),
                };
            let is_good = match answer.outcome {
                Outcome::Accepted(_) | Outcome::Inserted | Outcome::Unchanged => true,
                Outcome::Refused(_) => false,
            };
            good = good.saturating_add(usize::from(is_good));
            lines.push(line(&name, &answer));
            values.push(value(&answer));
        }
        self.operator.print(&lines, &json!(values));
        exit_code(good, self.files.len())
    }
}
