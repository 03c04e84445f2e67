//! The limits of budgets.toml: what a visitor has to download may not grow unnoticed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

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
    let mut budgets = read(workspace)?;
    budgets.retain(|budget| budget.part == part);
    let measured = measure(workspace, &budgets)?;
    let mut over: usize = 0;
    for budget in &budgets {
        let bytes = budget.count(workspace, &measured);
        let verdict = if bytes > budget.bytes { "OVER" } else { "ok" };
        say(format!(
            "      {:<34} {bytes:>7} of {:>7} bytes  {verdict}",
            budget.name, budget.bytes
        ));
        over = over.saturating_add(usize::from(bytes > budget.bytes));
    }
    if over == 0 { Ok(()) } else { Err(ChoreError::OverBudget { budgets: over }) }
}

/// Every file that one of the budgets counts, measured once. A budget that counts no file would be kept by anything.
fn measure(
    workspace: &Workspace,
    budgets: &[Budget],
) -> Result<BTreeMap<PathBuf, Sizes>, ChoreError> {
    let mut counted = BTreeSet::new();
    for budget in budgets {
        let directory = workspace.path(&budget.directory);
        let fitting: Vec<_> =
            files::below(&directory)?.into_iter().filter(|path| budget.counts(path)).collect();
        if fitting.is_empty() {
            return Err(ChoreError::NothingThere { path: directory });
        }
        counted.extend(fitting);
    }
    let paths: Vec<PathBuf> = counted.into_iter().collect();
    let sizes = sizes::measure(workspace, &paths)?;
    Ok(paths.into_iter().zip(sizes).collect())
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

/// One `[[budget]]`: of the files below `directory` whose names end in `ending` and in none of `except`, the largest or all together.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Budget {
    name: String,
    part: Part,
    directory: PathBuf,
    ending: String,
    #[serde(default)]
    except: Vec<String>,
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
    fn counts(&self, path: &Path) -> bool {
        let path = path.to_string_lossy();
        path.ends_with(&self.ending) && !self.except.iter().any(|other| path.ends_with(other))
    }

    fn count(&self, workspace: &Workspace, measured: &BTreeMap<PathBuf, Sizes>) -> u64 {
        let directory = workspace.path(&self.directory);
        let own =
            measured.iter().filter(|(path, _)| path.starts_with(&directory) && self.counts(path));
        let bytes = own.map(|(_, sizes)| self.travels.count(sizes));
        match self.of {
            Of::Largest => bytes.max().unwrap_or_default(),
            Of::Total => bytes.sum(),
        }
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
        // What one budget leaves out, another counts.
        for except in table.budget.iter().flat_map(|budget| &budget.except) {
            assert!(table.budget.iter().any(|budget| budget.ending == *except), "{except}");
        }
    }
}
