//! `cargo xtask pkits`: gets NIST's Public Key Interoperability Test Suite for `tests/tests/pkits.rs`.
//!
//! Its 578 certificates and lists are not ours to carry in the repository. The Python package `cryptography-vectors` has them
//! as NIST published them in 2011; the requirements file pins it by its hash.

use std::path::Path;

use crate::console::{problem, say};
use crate::error::ChoreError;
use crate::files;
use crate::python::Environment;
use crate::workspace::Workspace;

const REQUIREMENTS: &str = "tests/fixtures/pkits-requirements.txt";

/// Provides `certs/*.crt` and `crls/*.crl` in `target/periksa/pkits`.
pub(crate) fn chore(workspace: &Workspace) -> Result<(), ChoreError> {
    let suite = workspace.path("target/periksa/pkits");
    let wanted = files::digest(&[&files::read(&workspace.path(REQUIREMENTS))?]);
    let stamp = suite.join("made-from.txt");
    if files::read_text(&stamp).is_ok_and(|made_from| made_from == wanted) {
        say("      the certificates and lists of PKITS are there");
        return Ok(());
    }
    say("      getting the certificates and lists of PKITS: 23 MB, once");
    let environment = Environment::with(workspace, &suite.join("python"), REQUIREMENTS)
        .map_err(|error| unavailable(&error))?;
    let published = environment.packages(workspace)?.join("cryptography_vectors/x509/PKITS_data");
    for (folder, ending) in [("certs", ".crt"), ("crls", ".crl")] {
        copy(&published.join(folder), &suite.join(folder), ending)?;
    }
    files::write(&stamp, wanted.as_bytes())
}

fn copy(from: &Path, to: &Path, ending: &str) -> Result<(), ChoreError> {
    let published = files::named(from, ending);
    if published.is_empty() {
        return Err(ChoreError::NothingThere { path: from.to_path_buf() });
    }
    files::make_directory(to)?;
    for path in published {
        let name = path.file_name().unwrap_or_default();
        files::write(&to.join(name), &files::read(&path)?)?;
    }
    Ok(())
}

fn unavailable(error: &ChoreError) -> ChoreError {
    problem(error);
    ChoreError::Missing {
        what: "NIST's PKITS",
        remedy: "pip takes it once from a package index, as tests/fixtures/pkits-requirements.txt says: let it reach one, \
                 then run `cargo xtask pkits`. The test `pkits` fails until then.",
    }
}
