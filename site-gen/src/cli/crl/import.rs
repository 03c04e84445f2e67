//! `site-gen crl import`

use super::operator::{Operator, exit_code, intake_failed, line, read, unusable, value};
use clap::Args;
use serde_json::json;
use site_gen::crl::accept::{TakenBack, Terms, Way};
use site_gen::crl::event::{Event, Level};
use site_gen::crl::intake::{Intake, Offer, Outcome};
use site_gen::disk::RealDisk;
use site_gen::trust;
use std::path::PathBuf;
use std::process::ExitCode;

/// Take revocation lists from files into the archive
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  site-gen crl import bsrecadsg1.crl
  site-gen crl import --history archive-2025/*.crl
  site-gen crl import --accept-findings trust/crl/SKI/.held.crl

A list is taken when a registered issuer signed it, it is of one of that issuer's addresses, it is not of the future, and it is \
newer than the newest one. One that is over is taken with a finding. --history takes lists that are older than the newest one, \
each in its place. A list that takes back what an earlier one said is held; --accept-findings takes it all the same, and the \
findings are published with it. What is refused changes nothing.

Exit code 0: all taken or already there, 1: some refused, 2: bad input, 3: all refused, 4: another site-gen is writing.")]
pub(crate) struct Import {
    /// Revocation lists in DER or PEM
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The files are older than the newest list: put each in its place
    #[arg(long)]
    history: bool,
    /// Take a list that takes back an earlier revocation: you have asked its issuer
    #[arg(long, conflicts_with = "history")]
    accept_findings: bool,
    #[command(flatten)]
    operator: Operator,
}

impl Import {
    pub(super) fn run(self) -> ExitCode {
        let registry = match trust::load_registry(&self.operator.dir) {
            Ok(registry) => registry,
            Err(error) => return unusable(&error),
        };
        let at = self.operator.at();
        let mut intake = match Intake::open(&RealDisk, &self.operator.dir, &registry, at) {
            Ok(intake) => intake,
            Err(error) => return intake_failed(&error),
        };
        let taken_back = if self.accept_findings { TakenBack::Accepted } else { TakenBack::Held };
        let terms = Terms { way: Way::Imported, at, taken_back };
        let (mut good, mut lines, mut values) = (0_usize, Vec::new(), Vec::new());
        for path in &self.files {
            let name = path.display().to_string();
            let source =
                path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
            let bytes = match read(path) {
                Ok(bytes) => bytes,
                Err(error) => {
                    let why = error.to_string();
                    let event = Event::new(Level::Error, "failed").with("source", name.as_str());
                    self.operator.log(&event.with("why", why.as_str()));
                    lines.push(format!("{name}: failed: {why}"));
                    values.push(json!({ "source": source, "outcome": "failed", "why": why }));
                    continue;
                }
            };
            let offer = Offer { bytes: &bytes, source: &source, series: None, terms };
            let answer =
                if self.history { intake.offer_history(offer) } else { intake.offer(offer) };
            let answer = match answer {
                Ok(answer) => answer,
                Err(error) => return intake_failed(&error),
            };
            self.operator.log(&answer.event());
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
