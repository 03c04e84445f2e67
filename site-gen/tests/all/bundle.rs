//! Proof bundles: what is in one, that its report is made again byte for byte, and what is refused.

mod refusals;

use crate::project::trust_dir;
use serde_json::{Value, json};
use site_gen::digest::sha256;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const AT: &str = "2026-11-23T08:00:00Z";

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures").join(name)
}

/// Runs `site-gen verify` on the demo trust data, in English.
fn verify(arguments: &[&str]) -> Output {
    let trust = trust_dir();
    let fixed = ["verify", "--lang", "en", "--trust", trust.to_str().unwrap()];
    Command::new(env!("CARGO_BIN_EXE_site-gen")).args(fixed).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A bundle of a document, and the report that was printed when it was made.
struct Saved {
    _folder: tempfile::TempDir,
    path: PathBuf,
    json: String,
}

fn save(arguments: &[&str]) -> Saved {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("paket.zip");
    let fixed = ["--json", "--at", AT, "--save-bundle", path.to_str().unwrap()];
    let output = verify(&[&fixed, arguments].concat());
    assert!(path.is_file(), "{}", text(&output.stderr));
    Saved { _folder: folder, path, json: text(&output.stdout).trim_end().to_owned() }
}

type Files = Vec<(String, Vec<u8>)>;

/// The files of a bundle in their order, from the headers before them: the verifier goes by the directory at the end.
fn listing(zip: &Path) -> Files {
    let zip = std::fs::read(zip).unwrap();
    let number = |bytes: &[u8]| {
        bytes.iter().rev().fold(0_usize, |number, byte| (number << 8) | usize::from(*byte))
    };
    let (mut files, mut rest) = (Files::new(), &*zip);
    while rest.starts_with(b"PK\x03\x04") {
        let (header, after) = rest.split_at(30);
        let (name, after) = after.split_at(number(&header[26..28]));
        let (bytes, after) = after.split_at(number(&header[22..26]));
        files.push((text(name), bytes.to_vec()));
        rest = after;
    }
    files
}

#[test]
fn the_manifest_of_a_letter_names_everything_that_its_report_rests_on() {
    let letter = fixture("letters/a-valid.pdf");
    let saved = save(&[letter.to_str().unwrap()]);
    let files = listing(&saved.path);
    let report: Value = serde_json::from_str(&saved.json).unwrap();
    let manifest: Value = serde_json::from_slice(&files[0].1).unwrap();
    let described: Vec<Value> = files[1..]
        .iter()
        .zip(manifest["files"].as_array().unwrap())
        .map(|((name, bytes), listed)| {
            json!({ "path": name, "role": listed["role"], "size": bytes.len(), "sha256": sha256(bytes) })
        })
        .collect();
    let expected = json!({
        "schema": "periksa-bundle/1",
        "engine": { "version": report["engine"]["version"] },
        "policy": { "id": report["policy"]["id"], "version": report["policy"]["version"] },
        "trust": { "version": report["trust"]["version"], "sha256": report["trust"]["sha256"] },
        "validation_time": AT,
        "files": described,
    });
    assert_eq!(manifest, expected);
    assert_eq!(files[0].0, "paket.json");
    let of = |role: &str| -> Vec<&(String, Vec<u8>)> {
        let roles = manifest["files"].as_array().unwrap().iter();
        roles
            .zip(&files[1..])
            .filter(|(listed, _)| listed["role"] == role)
            .map(|(_, file)| file)
            .collect()
    };
    assert_eq!(of("document"), [&("dokumen.pdf".to_owned(), std::fs::read(&letter).unwrap())]);
    assert_eq!(of("report"), [&("laporan.json".to_owned(), saved.json.clone().into_bytes())]);
    assert_eq!(sha256(&of("trusted-root")[0].1), report["trust"]["sha256"].as_str().unwrap());
    let readme = text(&of("readme")[0].1);
    assert!(
        readme.starts_with("PAKET BUKTI PERIKSA\n") && readme.contains("PERIKSA PROOF BUNDLE\n")
    );
    let index = site_gen::trust::load(&trust_dir(), site_gen::trust::Demo::Included).unwrap().crls;
    let published = index.iter().map(|crl| (format!("crl/{}.crl", crl.sha256), crl.der.clone()));
    assert_eq!(of("crl"), published.collect::<Vec<_>>().iter().collect::<Vec<_>>());
    // Each certificate of each path once, whether of the signature or of its time-stamp.
    let signature = &report["signatures"][0];
    let paths = [&signature["path"]["certificates"], &signature["time_stamp"]["path"]];
    let mut digests: Vec<&str> = paths
        .iter()
        .flat_map(|path| path.as_array().unwrap())
        .map(|certificate| certificate["sha256"].as_str().unwrap())
        .collect();
    digests.sort_unstable();
    digests.dedup();
    let certificates: Vec<String> =
        of("path-certificate").iter().map(|file| file.0.clone()).collect();
    let named: Vec<String> = digests.iter().map(|digest| format!("rantai/{digest}.cer")).collect();
    assert_eq!(certificates, named);
    let token = of("time-stamp-token");
    assert_eq!(token.len(), 1, "the letter has one time-stamp");
    assert_eq!(token[0].0, format!("token/{}.tst", sha256(&token[0].1)));
    assert_eq!(sha256(&token[0].1), signature["time_stamp"]["sha256"].as_str().unwrap());
    assert_eq!(of("added").len(), 0, "nothing was added");
    assert_eq!(of("signature").len(), 0, "the signature is inside the letter");
    let again = save(&[letter.to_str().unwrap()]);
    assert_eq!(std::fs::read(&saved.path).unwrap(), std::fs::read(&again.path).unwrap());
}

#[test]
fn every_kind_of_document_gives_the_identical_report_again() {
    let path = |name: &str| fixture(name).to_str().unwrap().to_owned();
    let demo = |name: &str| trust_dir().join("demo").join(name).to_str().unwrap().to_owned();
    let detached = "agreement/files/p-256-sha256-issuer-serial-default-der-detached.p7s";
    let no_ca =
        "agreement/files/rsa-2048-pkcs1-sha256-issuer-serial-default-der-detached-no-ca.p7s";
    let content = path("agreement/content.txt");
    let mail = std::fs::read_dir(fixture("mail")).unwrap().map(|entry| entry.unwrap().path());
    let mail =
        mail.filter(|path| path.extension().is_some_and(|ending| ending == "eml")).min().unwrap();
    let rows: Vec<(&str, Vec<String>, Option<&str>)> = vec![
        ("dokumen.pdf", vec![path("letters/four-signatures-two-chains.pdf")], None),
        ("dokumen.bin", vec![content.clone(), "--signature".into(), path(detached)], None),
        (
            "dokumen.p7m",
            vec![path("agreement/files/p-256-sha256-issuer-serial-default-der-enveloping.p7m")],
            None,
        ),
        ("dokumen.eml", vec![mail.to_str().unwrap().to_owned()], None),
        ("dokumen.pdf", vec![path(LOCKED), "--password".into(), "rahasia".into()], Some("rahasia")),
        (
            "dokumen.bin",
            vec![
                content,
                "--signature".into(),
                path(no_ca),
                "--add".into(),
                demo("certificates/ca.pem"),
                "--add".into(),
                demo("crl/ca.crl"),
            ],
            None,
        ),
        ("dokumen.cer", vec![demo("certificates/ca.pem")], None),
        ("dokumen.crl", vec![demo("crl/ca.crl")], None),
        ("dokumen.bin", vec![path("agreement/content.txt")], None),
    ];
    for (name, arguments, password) in rows {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let saved = save(&arguments);
        let files = listing(&saved.path);
        assert!(files.iter().any(|(path, _)| path == name), "{name}: {arguments:?}");
        let added = files.iter().filter(|(path, _)| path.starts_with("tambahan/")).count();
        assert_eq!(added, arguments.iter().filter(|argument| **argument == "--add").count());
        let zip = std::fs::read(&saved.path).unwrap();
        assert!(!zip.windows(7).any(|bytes| bytes == b"rahasia"), "a password is in no bundle");
        let bundle = saved.path.to_str().unwrap();
        let mut again = vec!["--json", "--bundle", bundle];
        again.extend(password.iter().flat_map(|password| ["--password", password]));
        let output = verify(&again);
        assert_eq!(text(&output.stdout).trim_end(), saved.json, "{arguments:?}");
        assert_eq!(
            text(&output.stderr),
            format!(
                "Identical report: byte for byte the one in the bundle.\nThe issuers are those in {}. Whoever made the bundle chose the revocation lists and the moment.\n",
                trust_dir().display()
            )
        );
        assert_eq!(output.status.code(), Some(0));
    }
}

const LOCKED: &str = "encrypted/aes-256-password.pdf";

#[test]
fn a_locked_document_without_its_password_is_not_identical_and_says_why() {
    let locked = fixture(LOCKED);
    let saved = save(&[locked.to_str().unwrap(), "--password", "rahasia"]);
    let output = verify(&["--bundle", saved.path.to_str().unwrap()]);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said.contains("The report is NOT identical. First difference at verdict: in the bundle "),
        "{said}"
    );
    assert!(
        said.contains("The document is locked with a password. Give it with --password-file."),
        "{said}"
    );
}

#[test]
fn whose_trust_data_it_is_is_always_said() {
    let letter = fixture("letters/a-valid.pdf");
    let saved = save(&[letter.to_str().unwrap()]);
    let bundle = saved.path.to_str().unwrap();
    let with_trust = |folder: &Path| {
        let arguments =
            ["verify", "--lang", "en", "--bundle", bundle, "--trust", folder.to_str().unwrap()];
        let output = Command::new(env!("CARGO_BIN_EXE_site-gen")).args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(3));
        let said = text(&output.stdout);
        let (first, last) = (said.lines().next().unwrap(), said.lines().last().unwrap());
        assert_eq!(first, last, "it is said before the verdict");
        last.to_owned()
    };
    let elsewhere = tempfile::tempdir().unwrap();
    assert_eq!(
        with_trust(elsewhere.path()),
        format!(
            "CAUTION: the trust data was not compared, because {} cannot be read. Whoever made the bundle chose the issuers, the revocation lists and the moment.",
            elsewhere.path().display()
        )
    );
    std::fs::copy(trust_dir().join("registry.toml"), elsewhere.path().join("registry.toml"))
        .unwrap();
    let named = std::fs::read_dir(trust_dir()).unwrap().map(|entry| entry.unwrap());
    // The state of this installation, its log, is not part of it.
    let is_left_out =
        |entry: &std::fs::DirEntry| ["demo", "log"].map(Into::into).contains(&entry.file_name());
    for entry in named.filter(|entry| entry.path().is_dir() && !is_left_out(entry)) {
        let to = elsewhere.path().join(entry.file_name());
        std::fs::create_dir(&to).unwrap();
        for file in std::fs::read_dir(entry.path()).unwrap().map(|file| file.unwrap()) {
            std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
        }
    }
    assert_eq!(
        with_trust(elsewhere.path()),
        format!(
            "CAUTION: this is no verdict by the data in {}. Whoever made the bundle chose the issuers, the revocation lists and the moment.",
            elsewhere.path().display()
        )
    );
}

#[test]
fn a_bundle_that_is_there_stays_and_the_document_is_never_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let letter = folder.path().join("surat.pdf");
    std::fs::copy(fixture("letters/a-valid.pdf"), &letter).unwrap();
    let out = folder.path().join("paket.zip");
    std::fs::write(&out, "lama").unwrap();
    let (letter, out) = (letter.to_str().unwrap(), out.to_str().unwrap());
    let refused = verify(&[letter, "--save-bundle", out]);
    assert_eq!((refused.status.code(), std::fs::read(out).unwrap()), (Some(2), b"lama".to_vec()));
    let itself = verify(&[letter, "--save-bundle", letter, "--force"]);
    assert_eq!(itself.status.code(), Some(2));
    assert_eq!(
        std::fs::read(letter).unwrap(),
        std::fs::read(fixture("letters/a-valid.pdf")).unwrap()
    );
    verify(&[letter, "--save-bundle", out, "--force"]);
    assert!(std::fs::read(out).unwrap().starts_with(b"PK"));
    let two = verify(&[letter, letter, "--save-bundle", out, "--force"]);
    assert!(text(&two.stderr).contains("expected one FILE with --save-bundle, found 2"));
}

#[test]
fn a_past_moment_is_said_below_the_verdict() {
    let letter = fixture("letters/a-valid.pdf");
    let letter = letter.to_str().unwrap();
    let line = "  Verdict as of 2026-11-23T08:00:00Z: newer evidence was not used. The issuers are those listed now.";
    let said = text(&verify(&["--at", AT, letter]).stdout);
    assert_eq!(
        said.lines().filter(|said| said.starts_with("  Verdict as of ")).collect::<Vec<_>>(),
        [line]
    );
    assert!(!text(&verify(&[letter]).stdout).contains("Verdict as of"));
}
