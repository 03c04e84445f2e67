//! The shape of the project: arrows between the verifier's modules point one way, and every member inherits the lints.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use periksa_tests::workspace;

/// Which modules of the crate each module may use; what is not listed may use none.
const ARROWS: [(&str, &[&str]); 27] = [
    ("der", &[]),
    ("indication", &[]),
    ("json", &[]),
    ("ordered", &[]),
    ("pem", &[]),
    ("policy", &[]),
    ("time", &["der"]),
    ("algorithms", &["der", "policy", "time"]),
    ("reason", &["policy"]),
    ("verdict", &["indication"]),
    // pdf never hears of cms, nor cms of pdf.
    ("pdf", &["ordered", "policy"]),
    ("cms", &["algorithms", "der", "time"]),
    // Nor does mail: it hands out bytes.
    ("mail", &["time"]),
    ("digests", &["algorithms", "pdf"]),
    ("note", &["algorithms"]),
    ("tlog", &["algorithms", "note"]),
    ("trust", &["algorithms", "json", "policy", "time"]),
    ("publication", &["algorithms", "json", "note", "time", "tlog"]),
    // pem for its tests: the demo certificates are committed in it.
    ("pkix", &["algorithms", "der", "ordered", "pem", "policy", "time", "trust"]),
    ("evidence", &["pdf", "reason"]),
    (
        "revocation",
        &["algorithms", "der", "evidence", "json", "pkix", "policy", "report", "time", "trust"],
    ),
    ("report", &["evidence", "indication", "pdf", "policy", "reason", "verdict"]),
    (
        "plan",
        &[
            "algorithms",
            "cms",
            "der",
            "digests",
            "mail",
            "ordered",
            "pdf",
            "pem",
            "policy",
            "report",
            "revocation",
            "time",
        ],
    ),
    (
        "validation",
        &[
            "algorithms",
            "cms",
            "der",
            "digests",
            "evidence",
            "indication",
            "mail",
            "ordered",
            "pdf",
            "pkix",
            "plan",
            "policy",
            "reason",
            "report",
            "revocation",
            "time",
            "trust",
            "verdict",
        ],
    ),
    ("doors", &["cms", "mail", "note", "pem", "pkix", "revocation", "tlog"]),
    ("lib", &["policy", "time", "trust"]),
    ("main", &[]),
];

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Names that follow `crate::` in the code, macros and types of the crate root aside.
fn used_modules(text: &str) -> BTreeSet<&str> {
    let is_name = |character: char| character.is_ascii_lowercase() || character == '_';
    text.split("crate::")
        .skip(1)
        .map(|rest| rest.split(|character| !is_name(character)).next().unwrap())
        .collect()
}

#[test]
fn arrows_between_modules_point_one_way() {
    let source = workspace().join("verifier/src");
    let mut wrong = Vec::new();
    for path in rust_files(&source) {
        let relative = path.strip_prefix(&source).unwrap().with_extension("");
        let module = relative.iter().next().unwrap().to_str().unwrap().to_owned();
        let allowed = ARROWS.iter().find(|(name, _)| *name == module).map(|(_, allowed)| *allowed);
        let Some(allowed) = allowed else {
            wrong.push(format!("{module} is not in the table"));
            continue;
        };
        let text = std::fs::read_to_string(&path).unwrap();
        for used in
            used_modules(&text).into_iter().filter(|used| !used.is_empty() && *used != module)
        {
            if !allowed.contains(&used) {
                wrong.push(format!("{} uses {used}", relative.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_member_inherits_the_lints_and_says_no_versions_of_its_own() {
    let text = std::fs::read_to_string(workspace().join("Cargo.toml")).unwrap();
    let root: toml::Table = toml::from_str(&text).unwrap();
    for member in root["workspace"]["members"].as_array().unwrap() {
        let path = workspace().join(member.as_str().unwrap()).join("Cargo.toml");
        let manifest: toml::Table =
            toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        assert_eq!(manifest["lints"]["workspace"].as_bool(), Some(true), "{member}");
        for list in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for (name, dependency) in
                manifest.get(list).and_then(|list| list.as_table()).into_iter().flatten()
            {
                assert_eq!(dependency["workspace"].as_bool(), Some(true), "{member}: {name}");
            }
        }
    }
}

#[test]
fn the_verifier_knows_no_clock_disk_network_or_bridge() {
    let text = std::fs::read_to_string(workspace().join("verifier/Cargo.toml")).unwrap();
    for name in ["wasm-bindgen", "tera", "getrandom", "tokio"] {
        assert!(!text.contains(name), "{name}");
    }
    for path in rust_files(&workspace().join("verifier/src")) {
        let text = std::fs::read_to_string(&path).unwrap();
        for forbidden in
            ["std::fs", "std::net", "std::env", "SystemTime", "Instant::", "println!", "HashMap"]
        {
            assert!(!text.contains(forbidden), "{}: {forbidden}", path.display());
        }
    }
}
