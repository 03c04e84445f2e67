//! Bundles that are refused, each with its reason, those whose report is another, and one that was packed again: zips are built here,
//! so that their headers may lie.

use super::{Files, fixture, listing, save, text, verify};
use crate::project::trust_dir;
use serde_json::{Value, json};
use site_gen::digest::sha256;

/// One file of a zip that tests make: what its headers say may differ from what is there.
#[derive(Clone)]
struct Entry {
    name: String,
    bytes: Vec<u8>,
    checksum: u32,
    flags: u16,
    method: u16,
    size: Option<u32>,
    local_name: Option<String>,
}

impl Entry {
    fn new(name: &str, bytes: &[u8]) -> Self {
        let (name, checksum) = (name.to_owned(), crc32fast::hash(bytes));
        let bytes = bytes.to_vec();
        Self { name, bytes, checksum, flags: 0, method: 0, size: None, local_name: None }
    }

    fn deflated(name: &str, bytes: &[u8]) -> Self {
        let packed = miniz_oxide::deflate::compress_to_vec(bytes, 6);
        let size = Some(u32::try_from(bytes.len()).unwrap());
        Self { bytes: packed, method: 8, size, ..Self::new(name, bytes) }
    }

    fn header(&self, name: &str) -> Vec<u8> {
        let length = u32::try_from(self.bytes.len()).unwrap();
        let mut header = [20, self.flags, self.method, 0, 0x21].map(u16::to_le_bytes).concat();
        let numbers = [self.checksum, length, self.size.unwrap_or(length)];
        header.extend(numbers.map(u32::to_le_bytes).concat());
        header.extend([u16::try_from(name.len()).unwrap(), 0].map(u16::to_le_bytes).concat());
        header
    }
}

fn zip(entries: &[Entry]) -> Vec<u8> {
    let (mut zip, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let offset = u32::try_from(zip.len()).unwrap().to_le_bytes();
        let local = entry.local_name.as_ref().unwrap_or(&entry.name);
        let local = [b"PK\x03\x04", &*entry.header(local), local.as_bytes(), &entry.bytes].concat();
        zip.extend(local);
        directory.extend(
            [
                b"PK\x01\x02\x14\0",
                &*entry.header(&entry.name),
                &[0; 10],
                &offset,
                entry.name.as_bytes(),
            ]
            .concat(),
        );
    }
    let count = u16::try_from(entries.len()).unwrap().to_le_bytes();
    let [size, at] = [directory.len(), zip.len()].map(|n| u32::try_from(n).unwrap().to_le_bytes());
    [&*zip, &directory, b"PK\x05\x06\0\0\0\0", &count, &count, &size, &at, b"\0\0"].concat()
}

/// What is said of a bad bundle, after its name.
fn refusal(zip: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("paket.zip");
    std::fs::write(&path, zip).unwrap();
    let output = verify(&["--bundle", path.to_str().unwrap()]);
    let said = text(&output.stderr);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), String::new()), "{said}");
    let only: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(only.len(), 1, "nothing is written");
    let start = format!("error: {}: ", path.display());
    said.trim_end().strip_prefix(&start).unwrap_or_else(|| panic!("{said}")).to_owned()
}

#[test]
fn zips_that_are_not_plain_are_refused() {
    let good = Entry::new("paket.json", b"{}");
    let with = |change: fn(&mut Entry)| {
        let mut entry = Entry::new("a.txt", b"abc");
        change(&mut entry);
        zip(&[good.clone(), entry])
    };
    let name = |name: &str| zip(&[good.clone(), Entry::new(name, b"abc")]);
    let plain = "expected a name of letters, digits and `-._` in folders, found";
    let bomb = |size: u32| {
        let mut entry = Entry::new("a.txt", b"abc");
        (entry.method, entry.size) = (8, Some(size));
        zip(&[good.clone(), entry])
    };
    let whole = zip(std::slice::from_ref(&good));
    let mut many = Vec::new();
    many.resize(10_001, Entry::new("a", b""));
    let rows: Vec<(Vec<u8>, String)> = vec![
        (b"".to_vec(), "expected a zip with its directory at the end, found none".into()),
        (
            b"%PDF-1.7 not a zip at all".to_vec(),
            "expected a zip with its directory at the end, found none".into(),
        ),
        (
            whole[..whole.len() - 1].to_vec(),
            "expected a zip with its directory at the end, found none".into(),
        ),
        (
            [b"x", &*whole].concat(),
            "expected the end of the directory at byte 99, found something else".into(),
        ),
        (name("../a.txt"), format!("{plain} \"../a.txt\"")),
        (name("/a.txt"), format!("{plain} \"/a.txt\"")),
        (name("a//b"), format!("{plain} \"a//b\"")),
        (name("a\\b"), format!("{plain} \"a\\\\b\"")),
        (name("a\u{202e}b"), format!("{plain} \"a\\u{{202e}}b\"")),
        (name("C:a"), format!("{plain} \"C:a\"")),
        (name("paket.json"), "paket.json: expected once, found twice".into()),
        (
            with(|entry| entry.flags = 1),
            "a.txt: expected a file without a password, found an encrypted one".into(),
        ),
        (
            with(|entry| entry.method = 12),
            "a.txt: expected a stored or deflated file, found method 12".into(),
        ),
        (
            with(|entry| entry.size = Some(4)),
            "a.txt: expected 4 bytes that fit their checksum, found others".into(),
        ),
        (
            with(|entry| entry.size = Some(u32::MAX)),
            "expected at most 1073741824 bytes, packed and unpacked, found 4294967297".into(),
        ),
        (
            bomb(50_000_000),
            format!(
                "expected files at most 100 times as large as the zip ({} bytes), found 50000002 bytes",
                bomb(0).len()
            ),
        ),
        (bomb(3), "a.txt: expected 3 bytes that fit their checksum, found others".into()),
        (
            with(|entry| entry.local_name = Some("b.txt".into())),
            "expected a file's header at byte 42, found something else".into(),
        ),
        (zip(&many), "expected at most 10000 files, found 10001".into()),
    ];
    for (zip, expected) in rows {
        assert_eq!(refusal(&zip), expected);
    }
}

#[test]
fn bundles_that_are_not_whole_are_refused() {
    let letter = fixture("letters/a-valid.pdf");
    let files = listing(&save(&[letter.to_str().unwrap()]).path);
    let manifest: Value = serde_json::from_slice(&files[0].1).unwrap();
    let build = |manifest: &Value, change: &dyn Fn(&mut Files)| {
        let mut files = files.clone();
        files[0].1 = manifest.to_string().into_bytes();
        change(&mut files);
        zip(&files.iter().map(|(name, bytes)| Entry::new(name, bytes)).collect::<Vec<_>>())
    };
    let altered = |change: &dyn Fn(&mut Value)| {
        let mut manifest = manifest.clone();
        change(&mut manifest);
        build(&manifest, &|_| {})
    };
    let listed = |change: &dyn Fn(&mut Vec<Value>)| {
        altered(&|manifest| change(manifest["files"].as_array_mut().unwrap()))
    };
    let index = |path: &str| files.iter().position(|(name, _)| name == path).unwrap();
    let in_list = |path: &str| index(path) - 1;
    let (size, digest) =
        (files[index("dokumen.pdf")].1.len(), sha256(&files[index("dokumen.pdf")].1));
    // A file and what the manifest says of it, both replaced.
    let replaced = |path: &str, bytes: &[u8]| {
        let mut manifest = manifest.clone();
        let listed = &mut manifest["files"][in_list(path)];
        (listed["size"], listed["sha256"]) = (json!(bytes.len()), json!(sha256(bytes)));
        build(&manifest, &|files| files[index(path)].1 = bytes.to_vec())
    };
    let said = |zip: Vec<u8>, expected: String| assert_eq!(refusal(&zip), expected);
    said(
        build(&manifest, &|files| drop(files.remove(0))),
        "\"paket.json\": expected in the bundle, found no such file".into(),
    );
    said(
        build(&manifest, &|files| drop(files.remove(index("dokumen.pdf")))),
        "\"dokumen.pdf\": expected in the bundle, found no such file".into(),
    );
    said(
        build(&manifest, &|files| files.push(("lain.txt".into(), b"x".to_vec()))),
        "lain.txt: expected only files that paket.json lists, found another".into(),
    );
    said(
        altered(&|manifest| manifest["schema"] = json!("periksa-bundle/2")),
        "expected a bundle of the form periksa-bundle/1, found \"periksa-bundle/2\"".into(),
    );
    said(
        altered(&|manifest| manifest["schema"] = json!(1)),
        "expected a bundle of the form periksa-bundle/1, found \"\"".into(),
    );
    said(altered(&|manifest| manifest["engine"]["version"] = json!("9.9.9")), "expected paket.json to say of engine, policy, trust data and moment what the report says, found otherwise".into());
    said(
        listed(&|files| files.push(files[0].clone())),
        "\"BACA-SAYA.txt\": expected once in paket.json, found twice".into(),
    );
    said(
        listed(&|files| files[in_list("trusted_root.json")]["role"] = json!("added")),
        "expected one file with the role TrustedRoot, found 0".into(),
    );
    said(
        listed(&|files| files[in_list("BACA-SAYA.txt")]["role"] = json!("document")),
        "expected one file with the role Document, found 2".into(),
    );
    said(
        listed(&|files| files[in_list("dokumen.pdf")]["sha256"] = json!("00")),
        format!(
            "dokumen.pdf: expected \"{size} bytes with SHA-256 \", found \"{size} bytes with SHA-256 {digest}\""
        ),
    );
    said(
        build(&manifest, &|files| files[index("dokumen.pdf")].1.push(b'\n')),
        format!(
            "dokumen.pdf: expected \"{size} bytes with SHA-256 {digest}\", found \"{} bytes with SHA-256 {}\"",
            size + 1,
            sha256(&[&*files[index("dokumen.pdf")].1, b"\n"].concat())
        ),
    );
    said(
        replaced("laporan.json", b"{"),
        "laporan.json: EOF while parsing an object at line 1 column 1".into(),
    );
    assert!(refusal(&replaced("trusted_root.json", b"{}")).starts_with("trusted_root.json: "));
    assert!(
        refusal(&listed(&|files| files[0]["role"] = json!("spy")))
            .starts_with("paket.json: unknown variant `spy`")
    );
    said(listed(&|files| files[in_list("BACA-SAYA.txt")]["role"] = json!("added")), "BACA-SAYA.txt: expected certificates, a revocation list or an OCSP response, found none of these".into());
}

#[test]
fn another_report_is_told_by_its_first_difference_and_another_engine_first() {
    let letter = fixture("letters/a-valid.pdf");
    let saved = save(&[letter.to_str().unwrap()]);
    let files = listing(&saved.path);
    let report: Value = serde_json::from_str(&saved.json).unwrap();
    let engine = report["engine"]["version"].as_str().unwrap();
    // Whoever alters a report can alter the manifest too; only making the report again tells.
    let forged = |change: &dyn Fn(&mut Value)| {
        let mut report = report.clone();
        change(&mut report);
        let bytes = report.to_string().into_bytes();
        let mut manifest: Value = serde_json::from_slice(&files[0].1).unwrap();
        manifest["engine"]["version"] = report["engine"]["version"].clone();
        let at = files.iter().position(|(name, _)| name == "laporan.json").unwrap();
        (manifest["files"][at - 1]["size"], manifest["files"][at - 1]["sha256"]) =
            (json!(bytes.len()), json!(sha256(&bytes)));
        let mut files = files.clone();
        (files[0].1, files[at].1) = (manifest.to_string().into_bytes(), bytes);
        std::fs::write(
            &saved.path,
            zip(&files.iter().map(|(name, bytes)| Entry::new(name, bytes)).collect::<Vec<_>>()),
        )
        .unwrap();
        let output = verify(&["--bundle", saved.path.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1));
        let said = text(&output.stdout);
        said.lines()
            .skip_while(|line| !line.starts_with("This bundle") && !line.starts_with("The report"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let trust = format!(
        "The issuers are those in {}. Whoever made the bundle chose the revocation lists and the moment.",
        trust_dir().display()
    );
    assert_eq!(
        forged(&|report| report["verdict"] = json!("asli\u{1b}[31m")),
        ["The report is NOT identical. First difference at verdict: in the bundle \"asli\\u001b[31m\", now \"uji\".".to_owned(), trust.clone()]
    );
    assert_eq!(
        forged(&|report| report["engine"]["version"] = json!("9.9.9")),
        [
            format!(
                "This bundle was made by engine version 9.9.9 and verified again by version {engine}. Differences may come from that."
            ),
            format!(
                "The report is NOT identical. First difference at engine.version: in the bundle \"9.9.9\", now \"{engine}\"."
            ),
            trust,
        ]
    );
}

#[test]
fn a_bundle_that_another_program_packed_again_is_read() {
    let letter = fixture("letters/a-valid.pdf");
    let saved = save(&[letter.to_str().unwrap()]);
    let files = listing(&saved.path);
    let mut entries = vec![Entry::new("crl/", b"")];
    entries.extend(files.iter().map(|(name, bytes)| Entry::deflated(name, bytes)));
    entries.reverse();
    let mut again = zip(&entries);
    // A comment after the directory, as archivers write it.
    again.truncate(again.len() - 2);
    again.extend([&300_u16.to_le_bytes()[..], &[b'x'; 300]].concat());
    std::fs::write(&saved.path, again).unwrap();
    let output = verify(&["--json", "--bundle", saved.path.to_str().unwrap()]);
    assert_eq!((text(&output.stdout).trim_end(), output.status.code()), (&*saved.json, Some(0)));
}

/// Files for reading are the evidence of the report and the words of today, or it is said which are not.
#[test]
fn what_else_is_put_into_a_bundle_is_named() {
    let letter = fixture("letters/a-valid.pdf");
    let saved = save(&[letter.to_str().unwrap()]);
    let files = listing(&saved.path);
    let stranger = "bukti/0000.crl";
    for name in [stranger, "BACA-SAYA.txt"] {
        let bytes = b"Sudah diperiksa: asli".to_vec();
        let mut files = files.clone();
        files.retain(|(known, _)| known != name);
        let mut manifest: Value = serde_json::from_slice(&files[0].1).unwrap();
        let listed = manifest["files"].as_array_mut().unwrap();
        listed.retain(|listed| listed["path"] != name);
        let role = if name == stranger { "evidence" } else { "readme" };
        listed.push(json!({
            "path": name, "role": role, "size": bytes.len(), "sha256": sha256(&bytes),
        }));
        files[0].1 = manifest.to_string().into_bytes();
        files.push((name.to_owned(), bytes));
        let entries: Vec<Entry> =
            files.iter().map(|(name, bytes)| Entry::new(name, bytes)).collect();
        std::fs::write(&saved.path, zip(&entries)).unwrap();
        let output = verify(&["--bundle", saved.path.to_str().unwrap()]);
        let said = text(&output.stdout);
        let expected =
            format!("CAUTION: these files in the bundle are not what this check gives: {name}.");
        assert!(said.lines().any(|line| line == expected), "{said}");
        assert_eq!(output.status.code(), Some(1));
    }
}
