//! `site-gen crl status`

use super::operator::{Operator, SOME_FAILED, unusable};
use clap::Args;
use serde_json::json;
use site_gen::crl::fetching::sources;
use site_gen::crl::status::{Row, row, words};
use site_gen::trust;
use std::process::ExitCode;

/// Say how fresh the newest list of each issuer is
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  site-gen crl status
  site-gen crl status bsre-ca-ds-g1 --json

`fresh` is the first half of a list's life, `ends-soon` the second: a list that is renewed in time is renewed by then. Without \
an ID: every entry whose lists may still be renewed.

Exit code 0: all can be used today, 1: one is over or missing, 2: bad input.")]
pub(crate) struct Status {
    /// Entries of the registry
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    #[command(flatten)]
    operator: Operator,
}

impl Status {
    pub(super) fn run(self) -> ExitCode {
        let at = self.operator.at();
        let registry = match trust::load_registry(&self.operator.dir) {
            Ok(registry) => registry,
            Err(error) => return unusable(&error),
        };
        let sources = match sources(&registry, &self.ids, at) {
            Ok(sources) => sources,
            Err(error) => return unusable(&error),
        };
        let mut rows = Vec::new();
        for source in &sources {
            match row(&self.operator.dir, source, at) {
                Ok(row) => rows.push(row),
                Err(error) => return unusable(&error),
            }
        }
        self.operator.print(&table(&rows), &json!(rows));
        if rows.iter().all(|row| row.state.is_good()) {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(SOME_FAILED)
        }
    }
}

fn table(rows: &[Row]) -> Vec<String> {
    let head = [
        "issuer",
        "number",
        "thisUpdate",
        "nextUpdate",
        "age",
        "state",
        "entries",
        "last findings",
    ];
    let mut table = vec![head.map(str::to_owned)];
    for row in rows {
        let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        // `crl lint` has the others.
        let happened = row.findings.iter().filter(|finding| !finding.is_of_lint());
        let mut codes: Vec<&str> = happened.map(|finding| finding.code.as_str()).collect();
        codes.dedup();
        table.push([
            row.issuer.clone(),
            or_none(&row.number),
            or_none(&row.this_update),
            or_none(&row.next_update),
            row.age.map_or_else(|| "-".to_owned(), words),
            row.state.word().to_owned(),
            row.entries.map_or_else(|| "-".to_owned(), |entries| entries.to_string()),
            if codes.is_empty() { "-".to_owned() } else { codes.join(",") },
        ]);
    }
    let widths: Vec<usize> = (0..head.len())
        .map(|column| {
            table.iter().filter_map(|row| row.get(column)).map(String::len).max().unwrap_or(0)
        })
        .collect();
    table
        .iter()
        .map(|row| {
            let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        })
        .collect()
}
