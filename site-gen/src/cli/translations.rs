//! `site-gen translations`

use super::{Project, failed, say};
use clap::Args;
use site_gen::content::Library;
use site_gen::disk::{self, RealDisk};
use site_gen::sources::Sources;
use site_gen::translations::{Checked, FILE, State, Translation, translations};
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

/// List the translations of the pages and whether their sources have changed, or record that they were checked
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  site-gen translations
  site-gen translations --accept panduan/pegawai/minta-sertifikat.en.md
  site-gen translations --accept-all

Read a translation beside its source before you accept it. What is recorded is the digest of the source, in
content/translations.toml; `site-gen check` fails when a source has changed since.")]
pub(crate) struct Translations {
    #[command(flatten)]
    project: Project,
    /// These translations say what their sources say; paths from content/
    #[arg(long, value_name = "PAGE", num_args = 1..)]
    accept: Vec<String>,
    /// All translations say what their sources say
    #[arg(long, conflicts_with = "accept")]
    accept_all: bool,
}

/// Why nothing was recorded.
#[derive(Debug, thiserror::Error)]
enum AcceptError {
    #[error("expected a translation, found `{0}`; `site-gen translations` lists them")]
    Unknown(String),
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: std::io::Error },
}

impl Translations {
    pub(crate) fn run(self) -> ExitCode {
        match self.told() {
            Ok(lines) => {
                for line in lines {
                    say(&line);
                }
                ExitCode::SUCCESS
            }
            Err(error) => failed(error.as_ref()),
        }
    }

    fn told(&self) -> Result<Vec<String>, Box<dyn Error>> {
        let root = &self.project.root;
        let (config, files) = Sources::read_content(root)?;
        let library = Library::read(&config, &files)?;
        let checked = Checked::read(&files)?.unwrap_or_default();
        let all = translations(&config, &library, &files, &checked);
        if !self.accept_all && self.accept.is_empty() {
            return Ok(all.iter().map(row).collect());
        }
        let named: Vec<&str> = self.accept.iter().map(|page| plain(page)).collect();
        if let Some(unknown) = named.iter().find(|name| !all.iter().any(|one| one.file == **name)) {
            return Err(AcceptError::Unknown((*unknown).to_owned()).into());
        }
        let is_accepted = |one: &Translation| self.accept_all || named.contains(&one.file.as_str());
        let path = root.join("content").join(FILE);
        disk::replace(&RealDisk, &path, checked.after(&all, is_accepted).text().as_bytes())
            .map_err(|source| AcceptError::File { path, source })?;
        let newly = all.iter().filter(|one| is_accepted(one) && one.state != State::Current);
        Ok(vec![format!("{} accepted of {} translations", newly.count(), all.len())])
    }
}

/// A path from `content/`, as the list shows it.
fn plain(page: &str) -> &str {
    page.strip_prefix("content/").unwrap_or(page)
}

fn row(translation: &Translation) -> String {
    let state = match translation.state {
        State::Current => "current  ",
        State::Stale => "stale    ",
        State::Unchecked => "unchecked",
    };
    format!("{state} {}", translation.file)
}
