//! The vectors: files, the moment and trust data they are judged with, and what must come of it.
//!
//! Each vector is judged natively (`tests/tests/`) and in WASM under Node (`tests/node/`); the reports are byte-identical.
//! Letters come from independent signers (`tests/recipe`); the rest is made here, because nobody signs it: by bending letters
//! (`made`), or whole, with every byte chosen (`pdf_builder`, `pdf_vectors`; `cms_builder`, `cms_vectors`; `hierarchy`,
//! `path_vectors`, `revocation_vectors`).

pub mod agreement;
pub mod bench;
pub mod certificate_files;
pub mod circumstances;
pub mod clock;
pub mod cms_builder;
pub mod cms_vectors;
pub mod crl_year;
pub mod damage;
pub mod differential;
pub mod encrypted;
pub mod family;
pub mod habits;
pub mod hierarchy;
pub mod later_updates;
pub mod letters;
pub mod made;
pub mod mail;
pub mod matrix;
pub mod path_vectors;
pub mod pdf_builder;
pub mod pdf_vectors;
pub mod pkits;
pub mod producers;
pub mod reports;
pub mod revocation_vectors;
pub mod trust;

use std::path::{Path, PathBuf};

/// The folder of the workspace.
#[must_use]
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The folder of documents that stand beside the project and never in it; `None` where it is not there.
#[must_use]
pub fn corpus() -> Option<PathBuf> {
    let corpus = workspace().join("../shared/corpus/bsre");
    corpus.is_dir().then_some(corpus)
}
