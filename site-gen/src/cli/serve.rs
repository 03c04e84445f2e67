//! `site-gen serve`

use super::{Project, failed, say, tell};
use clap::Args;
use site_gen::config::{BaseUrl, Config};
use site_gen::serve::{Log, Prefix, Served, bind, run};
use site_gen::site::Site;
use site_gen::sources::Sources;
use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// Build the site in memory, serve it on this computer only, and build it again when a source changes
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  site-gen serve
  site-gen serve --port 0 --prefix /sub/path/ --log
  site-gen serve --dir dist

Prints the address once the site can be read. No live reload: reload the page after a change.")]
pub(crate) struct Serve {
    #[command(flatten)]
    project: Project,
    /// The port; 0 takes any free one
    #[arg(short, long, default_value_t = 1111)]
    port: u16,
    /// Serve the files of this folder as they are, without building
    #[arg(short, long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Serve under this path, as on a host that gives the site a sub-path
    #[arg(long, value_name = "PATH", default_value = "/", value_parser = prefix)]
    prefix: Prefix,
    /// Write each request to standard error: METHOD PATH STATUS
    #[arg(long)]
    log: bool,
}

fn prefix(text: &str) -> Result<Prefix, &'static str> {
    Prefix::new(text).ok_or("expected a path like /sub/path/")
}

impl Serve {
    pub(crate) fn run(self) -> ExitCode {
        let (listener, address) = match bind(self.port) {
            Ok(bound) => bound,
            Err(error) => return failed(&error),
        };
        let url = format!("http://{address}{}", self.prefix.as_str());
        let served = match self.dir {
            Some(dir) if !dir.is_dir() => {
                tell(&format!("error: {} is not a folder", dir.display()));
                return ExitCode::FAILURE;
            }
            Some(dir) => Arc::new(Served::Folder(dir)),
            None => match built(&self.project.root, &url) {
                Ok((served, config)) => {
                    let served = Arc::new(served);
                    let (again, root, url) =
                        (Arc::clone(&served), self.project.root.clone(), url.clone());
                    std::thread::spawn(move || rebuild_on_change(&again, &root, &url, &config));
                    served
                }
                Err(error) => return failed(error.as_ref()),
            },
        };
        say(&url);
        let log: Option<Log> = if self.log { Some(log) } else { None };
        match run(listener, served, self.prefix, log) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => failed(&error),
        }
    }
}

fn log(method: &str, path: &str, status: u16) {
    tell(&format!("{method} {path} {status}"));
}

fn built(root: &Path, url: &str) -> Result<(Served, Config), Box<dyn std::error::Error>> {
    let (site, config) = signed_site(root, url)?;
    Ok((Served::built(site), config))
}

/// The site, signed for being looked at: its log is one of this run alone, and no browser keeps anything of it.
fn signed_site(root: &Path, url: &str) -> Result<(Site, Config), Box<dyn std::error::Error>> {
    let mut sources = Sources::read(root, BaseUrl::new(url))?;
    if let Some(portal) = &mut sources.portal {
        portal.remember = false;
    }
    let site = site_gen::build::build(&sources)?;
    let log = |_: &Path| std::env::temp_dir().join(format!("periksa-serve-{}", std::process::id()));
    let site = super::build::sealed(site, &sources, root, log, super::now(), None)?;
    Ok((site, sources.config))
}

/// Looks twice a second; a site that does not build leaves the last good one in place.
fn rebuild_on_change(served: &Served, root: &Path, url: &str, config: &Config) {
    let mut paths = Sources::watched(root, config);
    let mut seen = fingerprint(&paths);
    loop {
        std::thread::sleep(Duration::from_millis(500));
        let now = fingerprint(&paths);
        if now == seen {
            continue;
        }
        seen = now;
        match signed_site(root, url) {
            Ok((site, config)) => {
                paths = Sources::watched(root, &config);
                tell(&format!("built again: {} files", site.len()));
                served.replace(site);
            }
            Err(error) => {
                tell(&format!("error: {error}\n(still serving the last site that was whole)"))
            }
        }
    }
}

type Fingerprint = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

/// Sizes and times of change of all files below; what cannot be read is as if it were not there.
fn fingerprint(paths: &[PathBuf]) -> Fingerprint {
    let mut found = Fingerprint::new();
    let mut open: Vec<PathBuf> = paths.to_vec();
    while let Some(path) = open.pop() {
        let Ok(metadata) = std::fs::metadata(&path) else { continue };
        if metadata.is_dir() {
            let entries = std::fs::read_dir(&path).into_iter().flatten().flatten();
            open.extend(entries.map(|entry| entry.path()));
        } else {
            found.insert(path, mark(&metadata));
        }
    }
    found
}

fn mark(metadata: &Metadata) -> (u64, Option<SystemTime>) {
    (metadata.len(), metadata.modified().ok())
}
