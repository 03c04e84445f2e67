//! `site-gen check`

use super::{Project, failed, say, tell};
use clap::Args;
use site_gen::content::Library;
use site_gen::prose::{self, readability::Figures};
use site_gen::sources::Sources;
use site_gen::translations;
use std::error::Error;
use std::process::ExitCode;

/// Build the site in memory and check it, without writing anything
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  site-gen check
  site-gen check --root portal
  site-gen check --readability

Checks everything a build checks: configuration, front matter, templates, trust data, words, and every internal
link with its anchor, in content and in templates. `build` fails on the same.

Then it checks what a build does not: the language that people read, by the rules and exceptions of
content/prose.toml, and the translations of pages, by content/translations.toml. Tables of words have all languages
in each row; that a row fits in meaning is for its readers. A site without one of these files is not
checked for it.")]
pub(crate) struct Check {
    #[command(flatten)]
    project: Project,
    /// Print the figures of readability of every page, tab-separated, and check nothing
    #[arg(long)]
    readability: bool,
}

impl Check {
    pub(crate) fn run(self) -> ExitCode {
        if self.readability {
            return match self.figures() {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => failed(error.as_ref()),
            };
        }
        let sources = match Sources::read(&self.project.root, None) {
            Ok(sources) => sources,
            Err(error) => return failed(&error),
        };
        if let Err(expired) = super::build::look_at_security(&sources, super::now()) {
            return failed(&expired);
        }
        let site = match site_gen::build::build(&sources) {
            Ok(site) => site,
            Err(error) => return failed(&error),
        };
        match read(&sources) {
            Ok(faults) if faults.is_empty() => {
                let pages =
                    site.files().filter(|(path, _)| path.as_str().ends_with(".html")).count();
                say(&format!("{pages} pages, {} files: nothing wrong found", site.len()));
                ExitCode::SUCCESS
            }
            Ok(faults) => {
                for fault in &faults {
                    tell(&format!("error: {fault}"));
                }
                tell(&format!("error: {} found in what people read", faults.len()));
                ExitCode::FAILURE
            }
            Err(error) => failed(error.as_ref()),
        }
    }

    /// The table of figures.
    fn figures(&self) -> Result<(), Box<dyn Error>> {
        let (config, files) = Sources::read_content(&self.project.root)?;
        let library = site_gen::build::library(&config, &files)?;
        say("page\twords\tsentences\twords a sentence\tlong words %\tLIX");
        for page in prose::readability(&library) {
            let Figures { file, words, sentences, words_a_sentence, long_words, lix } =
                page.figures();
            say(&format!("{file}\t{words}\t{sentences}\t{words_a_sentence}\t{long_words}\t{lix}"));
        }
        Ok(())
    }
}

/// What is wrong with language and translations, in words.
fn read(sources: &Sources) -> Result<Vec<String>, Box<dyn Error>> {
    let (config, files) = (&sources.config, &sources.content);
    let library = Library::read(config, files)?;
    let mut faults = Vec::new();
    if let Some(examined) = prose::examine(config, &library, files)? {
        faults.extend(examined.findings.iter().map(ToString::to_string));
        faults.extend(examined.unneeded.iter().map(|exception| {
            format!(
                "content/prose.toml: nothing needs this exception any more; remove it: {exception}"
            )
        }));
    }
    if let Some(examined) = translations::examine(config, &library, files)? {
        faults.extend(examined.iter().map(ToString::to_string));
    }
    Ok(faults)
}
