//! `site-gen build`

use super::{Project, failed, say};
use clap::Args;
use site_gen::config::BaseUrl;
use site_gen::sources::Sources;
use std::path::PathBuf;
use std::process::ExitCode;

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
}

pub(super) fn base_url(text: &str) -> Result<BaseUrl, &'static str> {
    BaseUrl::new(text).ok_or("expected an address that starts with https://, http:// or /")
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
        let dir =
            self.output_dir.unwrap_or_else(|| self.project.root.join(&sources.config.output_dir));
        match site_gen::publish::write_site(&site, &dir) {
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
