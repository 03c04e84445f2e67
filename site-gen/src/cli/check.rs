//! `site-gen check`

use super::{Project, failed, say};
use clap::Args;
use site_gen::sources::Sources;
use std::process::ExitCode;

/// Build the site in memory and check it, without writing anything
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  site-gen check
  site-gen check --root portal

Checks everything a build checks: configuration, front matter, templates, trust data, words, and every internal
link with its anchor, in content and in templates. `build` fails on the same.")]
pub(crate) struct Check {
    #[command(flatten)]
    project: Project,
}

impl Check {
    pub(crate) fn run(self) -> ExitCode {
        let sources = match Sources::read(&self.project.root, None) {
            Ok(sources) => sources,
            Err(error) => return failed(&error),
        };
        if let Err(expired) = super::build::look_at_security(&sources, super::now()) {
            return failed(&expired);
        }
        match site_gen::build::build(&sources) {
            Ok(site) => {
                let pages =
                    site.files().filter(|(path, _)| path.as_str().ends_with(".html")).count();
                say(&format!("{pages} pages, {} files: nothing wrong found", site.len()));
                ExitCode::SUCCESS
            }
            Err(error) => failed(&error),
        }
    }
}
