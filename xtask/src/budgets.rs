//! The limits of budgets.toml: what a visitor has to download may not grow unnoticed.

use std::path::PathBuf;

use serde::Deserialize;

use crate::console::say;
use crate::error::ChoreError;
use crate::files;
use crate::sizes::{self, Sizes};
use crate::workspace::Workspace;

/// Which budgets to check.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Part {
    /// The verifier: `verifier.wasm` and its script.
    Engine,
    /// The pages, with what they load.
    Site,
}

/// Checks the budgets of one part; each is printed with what was measured.
pub(crate) fn check(workspace: &Workspace, part: Part) -> Result<(), ChoreError> {
    let budgets = read(workspace)?;
    let mut over: usize = 0;
    for budget in budgets.iter().filter(|budget| budget.part == part) {
        let measured = budget.measure(workspace)?;
        let verdict = if measured > budget.bytes { "OVER" } else { "ok" };
        say(format!(
            "      {:<40} {measured:>7} of {:>7} bytes  {verdict}",
            budget.name, budget.bytes
        ));
        over = over.saturating_add(usize::from(measured > budget.bytes));
    }
    if over == 0 { Ok(()) } else { Err(ChoreError::OverBudget { budgets: over }) }
}

fn read(workspace: &Workspace) -> Result<Vec<Budget>, ChoreError> {
    let path = workspace.path("budgets.toml");
    let text = files::read_text(&path)?;
    let table: Table =
        toml::from_str(&text).map_err(|cause| ChoreError::BadToml { path, cause })?;
    Ok(table.budget)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    budget: Vec<Budget>,
}

/// One `[[budget]]`: of the files below `directory` whose names end in `ending`, the largest or all together.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Budget {
    name: String,
    part: Part,
    directory: PathBuf,
    ending: String,
    of: Of,
    travels: Travels,
    bytes: u64,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Of {
    Largest,
    Total,
}

/// How the bytes are counted.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Travels {
    Raw,
    Gzip,
    Brotli,
}

impl Budget {
    fn measure(&self, workspace: &Workspace) -> Result<u64, ChoreError> {
        let directory = workspace.path(&self.directory);
        let mut fitting = files::below(&directory)?;
        fitting.retain(|path| path.to_string_lossy().ends_with(&self.ending));
        if fitting.is_empty() {
            // Nothing measured would be under every limit.
            return Err(ChoreError::NothingToRun { path: directory });
        }
        let sizes = sizes::measure(workspace, &fitting)?;
        let counted = sizes.iter().map(|sizes| self.travels.count(sizes));
        Ok(match self.of {
            Of::Largest => counted.max().unwrap_or_default(),
            Of::Total => counted.sum(),
        })
    }
}

impl Travels {
    const fn count(self, sizes: &Sizes) -> u64 {
        match self {
            Self::Raw => sizes.raw,
            Self::Gzip => sizes.gzip,
            Self::Brotli => sizes.brotli,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_budgets_are_read_and_cover_both_parts() {
        let table: Table = toml::from_str(include_str!("../../budgets.toml")).unwrap();
        for part in [Part::Engine, Part::Site] {
            assert!(table.budget.iter().any(|budget| budget.part == part), "{part:?}");
        }
        assert!(table.budget.iter().all(|budget| budget.bytes > 0));
    }
}
