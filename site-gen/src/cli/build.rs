//! `site-gen build`

use super::keys::moment;
use super::{Project, failed, say, tell};
use clap::Args;
use site_gen::config::BaseUrl;
use site_gen::disk::RealDisk;
use site_gen::publication::{self, Life, SealError, Signing, audit};
use site_gen::security::Expired;
use site_gen::site::Site;
use site_gen::sources::Sources;
use site_gen::trust::Demo;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use verifier::time::UnixTime;

/// Build the site and replace the output folder in one step
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  site-gen build
  site-gen build --base-url https://periksa.example/portal --output-dir /srv/www/periksa

The output folder is only ever replaced when site-gen wrote it (it holds .periksa-site).")]
pub(crate) struct Build {
    #[command(flatten)]
    project: Project,
    /// Where the output goes, instead of `output_dir` in config.toml
    #[arg(short, long, value_name = "DIR")]
    output_dir: Option<PathBuf>,
    /// The address the site will have, instead of `base_url` in config.toml
    #[arg(short = 'u', long, value_name = "URL", value_parser = base_url)]
    base_url: Option<BaseUrl>,
    /// The moment of signing, instead of now
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    at: Option<UnixTime>,
    /// Until when the signed state may be used, instead of the days that config.toml gives it
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    expires: Option<UnixTime>,
}

/// Why another run cannot begin.
#[derive(Debug, thiserror::Error)]
enum LockError {
    #[error("{}: another run is writing this output; wait for its end", .0.display())]
    Taken(PathBuf),
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: std::io::Error },
}

/// Held until the end; the system lets go of it however a run ends.
fn output_lock(dir: &Path) -> Result<File, LockError> {
    let name = dir.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let path = dir.with_file_name(format!(".{name}.lock"));
    let open = || {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)?;
        }
        File::options().create(true).append(true).open(&path)
    };
    let file = open().map_err(|source| LockError::File { path: path.clone(), source })?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(LockError::Taken(dir.to_owned())),
        Err(TryLockError::Error(source)) => Err(LockError::File { path, source }),
    }
}

/// Signs a portal, where its configuration names the keys; `log` is the folder of the log, from that of the trust data.
pub(super) fn sealed(
    mut site: Site,
    sources: &Sources,
    root: &Path,
    log: impl Fn(&Path) -> PathBuf,
    issued: UnixTime,
    expires: Option<UnixTime>,
) -> Result<Site, SealError> {
    let Some(portal) = &sources.portal else { return Ok(site) };
    let (Some(config), Some(statements)) = (
        sources.config.portal.as_ref().and_then(|portal| portal.signing.as_ref()),
        &portal.statements,
    ) else {
        tell(
            "warning: config.toml has no [extra.periksa.signing]: nothing is signed, and the page takes no files; make keys with `site-gen keys init`",
        );
        return Ok(site);
    };
    let signing = Signing::read(root, config, statements)?;
    if sources.config.portal.as_ref().is_some_and(|portal| portal.demo == Demo::Excluded) {
        signing.refuse_worthless(config)?;
    }
    let days = i64::from(config.days).saturating_mul(86_400);
    let ends = UnixTime::from_seconds(issued.seconds().saturating_add(days));
    let life = Life { issued, expires: expires.unwrap_or(ends) };
    let trust_dir = sources.config.portal.as_ref().map(|portal| portal.trust_dir.clone());
    let log_dir = log(&trust_dir.unwrap_or_default());
    publication::seal(&RealDisk, &mut site, portal, &signing, &log_dir, life)?;
    Ok(site)
}

pub(super) fn base_url(text: &str) -> Result<BaseUrl, &'static str> {
    BaseUrl::new(text).ok_or("expected an address that starts with https://, http:// or /")
}

/// A build has to be able to say that `security.txt` is of today; what an operator should know besides is told.
pub(super) fn look_at_security(sources: &Sources, built: UnixTime) -> Result<(), Expired> {
    let security = sources.config.portal.as_ref().and_then(|portal| portal.security.as_ref());
    if let Some(warning) = security.map(|security| security.check(built)).transpose()?.flatten() {
        tell(&warning);
    }
    Ok(())
}

impl Build {
    pub(crate) fn run(self) -> ExitCode {
        let sources = match Sources::read(&self.project.root, self.base_url) {
            Ok(sources) => sources,
            Err(error) => return failed(&error),
        };
        let site = match site_gen::build::build(&sources) {
            Ok(site) => site,
            Err(error) => return failed(&error),
        };
        let root = &self.project.root;
        let dir = self.output_dir.clone().unwrap_or_else(|| root.join(&sources.config.output_dir));
        // One run at a time, from the log to the last file: two would publish parts of both.
        let _lock = match output_lock(&dir) {
            Ok(lock) => lock,
            Err(error) => return failed(&error),
        };
        let remembers = sources.portal.as_ref().and_then(|portal| portal.statements.as_ref());
        let remembers = remembers.is_some_and(|statements| !statements.is_worthless());
        let seen = if remembers { audit::memory_of(&dir) } else { None };
        let mut issued = self.at.unwrap_or_else(super::now);
        if let Some(seen) = &seen {
            // Each state has its own moment, also where a clock was put back by some seconds.
            issued = issued.max(UnixTime::from_seconds(seen.issued.seconds().saturating_add(1)));
        }
        if let Err(expired) = look_at_security(&sources, issued) {
            return failed(&expired);
        }
        let log = |trust_dir: &Path| root.join(trust_dir).join("log");
        let site = match sealed(site, &sources, root, log, issued, self.expires) {
            Ok(site) => site,
            Err(error) => return failed(&error),
        };
        if let Some(statements) =
            sources.portal.as_ref().and_then(|portal| portal.statements.as_ref())
            && let Err(error) = publication::check(&site, statements, seen.as_ref(), issued)
        {
            return failed(&error);
        }
        match site_gen::publish::write_site(&RealDisk, &site, &dir) {
            Ok(()) => {
                let bytes: usize = site.files().map(|(_, bytes)| bytes.len()).sum();
                say(&format!(
                    "{}: {} files, {} kB",
                    dir.display(),
                    site.len(),
                    bytes.div_ceil(1000)
                ));
                ExitCode::SUCCESS
            }
            Err(error) => failed(&error),
        }
    }
}
