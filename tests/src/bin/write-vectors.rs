//! Writes every vector with its native report into a folder, for the harness that runs the same vectors in WASM:
//! `NAME.bin`, `NAME.json`, `NAME.p7s` where a detached signature stands beside it, and `vectors.json` with the moment, the
//! trusted root and the lists; those of vectors that are judged with their own stand under their names.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};

use periksa_tests::agreement::{self, Agreement, ContentIs};
use periksa_tests::certificate_files;
use periksa_tests::circumstances::{Circumstances, judge};
use periksa_tests::cms_vectors;
use periksa_tests::encrypted;
use periksa_tests::letters::Letters;
use periksa_tests::made::vectors;
use periksa_tests::mail;
use periksa_tests::matrix::Matrix;
use periksa_tests::path_vectors;
use periksa_tests::pdf_vectors;
use periksa_tests::revocation_vectors;
use periksa_tests::trust::{DemoAnchors, bundle, validation_data};
use periksa_tests::{corpus, damage, workspace};
use serde_json::{Value, json};
use verifier::{verify_detached, verify_with_password};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os()
        .nth(1)
        .map_or_else(|| workspace().join("target/periksa/vectors"), PathBuf::from);
    if folder.is_dir() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    let letters = Letters::read().map_err(|error| format!("{error:?}"))?;
    let at = letters.at().map_err(|error| format!("{error:?}"))?;
    let data = validation_data(DemoAnchors::TakenAsReal).map_err(|error| format!("{error:?}"))?;
    let bundle = bundle(DemoAnchors::TakenAsReal).map_err(|error| format!("{error:?}"))?;

    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for letter in &letters.letters {
        files.push((letter.file.replace(".pdf", ""), letter.bytes()?));
    }
    files.extend(vectors()?.into_iter().map(|made| (made.name.to_owned(), made.bytes)));
    files.extend(pdf_vectors::vectors().into_iter().map(|vector| (vector.name, vector.bytes)));
    files.extend(damage::vectors()?.into_iter().map(|made| (made.name, made.bytes)));
    files.extend(
        certificate_files::vectors()?
            .into_iter()
            .map(|vector| (format!("certificates-{}", vector.name), vector.bytes)),
    );
    let mut passwords: BTreeMap<String, String> = BTreeMap::new();
    for locked in encrypted::vectors().map_err(|error| format!("{error:?}"))? {
        let name = format!("encrypted-{}", locked.name);
        passwords.extend(locked.password.map(|password| (name.clone(), password)));
        files.push((name, locked.bytes));
    }
    // Real documents take the same way when they stand beside the project; their reports name persons, so they stay in the
    // target folder.
    if let Some(corpus) = corpus() {
        for entry in std::fs::read_dir(corpus.join("pdf"))? {
            let path = entry?.path();
            let name = path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .chars()
                .take(3)
                .collect::<String>();
            files.push((format!("corpus-{name}"), std::fs::read(path)?));
        }
    }
    let mut names = Vec::new();
    let mut detached = Vec::new();
    let mut own: BTreeMap<String, Value> = BTreeMap::new();
    let with_doors =
        [cms_vectors::vectors(), path_vectors::vectors(), revocation_vectors::vectors()];
    for vector in with_doors.concat() {
        std::fs::write(folder.join(format!("{}.bin", vector.name)), &vector.bytes)?;
        let report = judge(&vector, &data, at);
        std::fs::write(folder.join(format!("{}.json", vector.name)), report.to_json())?;
        if let Some(signature) = vector.detached {
            std::fs::write(folder.join(format!("{}.p7s", vector.name)), signature)?;
            detached.push(vector.name.clone());
        }
        if let Some(circumstances) = &vector.circumstances {
            own.insert(vector.name.clone(), write(&folder, &vector.name, circumstances)?);
        }
        names.push(vector.name);
    }
    let matrix = Matrix::read().map_err(|error| format!("{error:?}"))?;
    for row in &matrix.rows {
        let name = format!("matrix-{}", row.name);
        let circumstances = matrix.circumstances(row).map_err(|error| format!("{error:?}"))?;
        let report = matrix.judged(row).map_err(|error| format!("{error:?}"))?;
        let bytes = row.bytes().map_err(|error| format!("{error:?}"))?;
        std::fs::write(folder.join(format!("{name}.bin")), bytes)?;
        std::fs::write(folder.join(format!("{name}.json")), report.to_json())?;
        own.insert(name.clone(), write(&folder, &name, &circumstances)?);
        names.push(name);
    }
    for message in mail::Messages::read()?.messages {
        files.push((message.name(), message.bytes()?));
    }
    let agreement = Agreement::read().map_err(|error| format!("{error:?}"))?;
    for row in &agreement.rows {
        let name = format!("agreement-{}", row.file);
        let container = agreement::container(&row.file).map_err(|error| format!("{error:?}"))?;
        if row.content == ContentIs::Detached {
            let content = agreement::content().map_err(|error| format!("{error:?}"))?;
            let report = verify_detached(&content, &container, &data, at);
            std::fs::write(folder.join(format!("{name}.bin")), content)?;
            std::fs::write(folder.join(format!("{name}.p7s")), container)?;
            std::fs::write(folder.join(format!("{name}.json")), report.to_json())?;
            detached.push(name.clone());
            names.push(name);
        } else {
            files.push((name, container));
        }
    }
    for (name, bytes) in files {
        std::fs::write(folder.join(format!("{name}.bin")), &bytes)?;
        let password = passwords.get(&name).map(String::as_str);
        let report = verify_with_password(&bytes, password, &data, at);
        std::fs::write(folder.join(format!("{name}.json")), report.to_json())?;
        names.push(name);
    }
    std::fs::write(folder.join("trusted_root.json"), &bundle.trusted_root)?;
    let mut crls = Vec::new();
    for (index, crl) in bundle.crls.iter().enumerate() {
        let name = format!("{index}.crl");
        std::fs::write(folder.join(&name), &crl.der)?;
        crls.push(name);
    }
    let manifest = json!({
        "at": at.seconds(),
        "vectors": names,
        "passwords": passwords,
        "detached": detached,
        "crls": crls,
        "own": own,
    });
    std::fs::write(folder.join("vectors.json"), serde_json::to_vec_pretty(&manifest)?)?;
    Ok(())
}

/// Writes what a vector is judged with; gives what the manifest says of it.
fn write(folder: &Path, name: &str, own: &Circumstances) -> std::io::Result<Value> {
    let put = |file: String, bytes: &[u8]| {
        std::fs::write(folder.join(&file), bytes)?;
        Ok::<_, std::io::Error>(file)
    };
    let each = |kind: &str, files: &[Vec<u8>]| {
        let files = files.iter().enumerate();
        files
            .map(|(index, bytes)| put(format!("{name}.{index}.{kind}"), bytes))
            .collect::<std::io::Result<Vec<String>>>()
    };
    Ok(json!({
        "at": own.at.seconds(),
        "trusted_root": put(format!("{name}.root.json"), &own.trusted_root)?,
        "crls": each("crl", &own.crls)?,
        "added": each("added", &own.added)?,
    }))
}
