//! `site-gen crl fetch`

use super::operator::{Operator, exit_code, intake_failed, line, unusable, value};
use clap::Args;
use serde_json::{Value, json};
use site_gen::crl::accept::TakenBack;
use site_gen::crl::fetching::{self, End, Memory, fetch, sources};
use site_gen::crl::intake::Intake;
use site_gen::disk::RealDisk;
use site_gen::fetch::{Fetcher, Limits, Proxies, Roots};
use site_gen::trust;
use std::path::PathBuf;
use std::process::ExitCode;

/// Fetch the lists of the registry's issuers into the archive
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  site-gen crl fetch
  site-gen crl fetch bsre-ca-ds-g1 --json
  site-gen crl fetch --log json 2>> /var/log/periksa-crl.jsonl

Without an ID: every entry whose lists may still be renewed; no test PKIs, and none whose window has ended. Each source is \
asked by itself, with what is known of its last answer; what one of them does keeps no other from being taken. http_proxy, \
https_proxy, no_proxy and ALL_PROXY are followed.

Each list that is accepted, unchanged, held or refused is one line on standard error. A list that takes back what an earlier one \
said is held as crl/SKI/.held.crl until `crl import --accept-findings`, or the next list without that fault.

Exit code 0: all sources good, 1: some failed, 2: bad input, 3: all failed, 4: another site-gen is writing.")]
pub(crate) struct Fetch {
    /// Entries of the registry
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// Trust only the root certificates of this file for https
    #[arg(long, value_name = "FILE")]
    roots: Option<PathBuf>,
    #[command(flatten)]
    operator: Operator,
}

impl Fetch {
    pub(super) fn run(self) -> ExitCode {
        let at = self.operator.at();
        let dir = &self.operator.dir;
        let registry = match trust::load_registry(dir) {
            Ok(registry) => registry,
            Err(error) => return unusable(&error),
        };
        let sources = match sources(&registry, &self.ids, at) {
            Ok(sources) => sources,
            Err(error) => return unusable(&error),
        };
        let client = match self.client() {
            Ok(client) => client,
            Err(error) => return unusable(&error),
        };
        let mut intake = match Intake::open(&RealDisk, dir, &registry, at) {
            Ok(intake) => intake,
            Err(error) => return intake_failed(&error),
        };
        let path = dir.join("crl/fetch.json");
        let mut memory = match Memory::read(&path) {
            Ok(memory) => memory,
            Err(error) => return unusable(&error),
        };
        let terms = (at, TakenBack::Held);
        let log = |event| self.operator.log(&event);
        let fetched = fetch(&mut intake, &client, &sources, &mut memory, terms, &log);
        if let Err(error) = memory.write(&RealDisk, &path) {
            return unusable(&error);
        }
        let lines: Vec<String> = fetched.iter().map(words).collect();
        let values: Vec<Value> = fetched.iter().map(json).collect();
        self.operator.print(&lines, &json!(values));
        exit_code(fetched.iter().filter(|one| one.is_good()).count(), fetched.len())
    }

    fn client(&self) -> Result<Fetcher, site_gen::fetch::SetupError> {
        let roots = self.roots.clone().map_or(Roots::System, Roots::File);
        let proxies = Proxies::from_environment(&|name| std::env::var(name).ok());
        let agent = concat!("periksa/", env!("CARGO_PKG_VERSION"));
        let client = Fetcher::new(Limits::DEFAULT, &roots, proxies, agent)?;
        // Portals that share a second share no process number.
        Ok(client.with_seed(u64::from(std::process::id())))
    }
}

fn words(fetch: &fetching::Fetch) -> String {
    match &fetch.end {
        End::Answered(answer) => line(&fetch.issuer, answer),
        End::NotModified => format!("{}: unchanged", fetch.issuer),
        End::Failed(why) => format!("{}: failed: {why}", fetch.issuer),
    }
}

fn json(fetch: &fetching::Fetch) -> Value {
    match &fetch.end {
        End::Answered(answer) => value(answer),
        End::NotModified => json!({
            "issuer": fetch.issuer,
            "folder": fetch.folder,
            "outcome": "unchanged",
        }),
        End::Failed(why) => json!({
            "issuer": fetch.issuer,
            "folder": fetch.folder,
            "outcome": "failed",
            "why": why,
        }),
    }
}
