//! `site-gen verify`: what it says about a document, and the parts of one it writes.

use crate::project::trust_dir;
use site_gen::trust::{self, Demo};
use site_gen::verify::copy::{CopyError, Part, VerifiedCopy};
use site_gen::verify::{built_in_words, text, validation_data};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use verifier::Report;
use verifier::report::{ChangeReport, LaterChanges, ModificationLevel, Permitted, SignedRevision};
use verifier::time::UnixTime;

const AT: &str = "2026-11-23T08:00:00Z";

fn letter(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/letters").join(name)
}

fn verify(bytes: &[u8]) -> Report {
    let data = validation_data(trust::load(&trust_dir(), Demo::Included).unwrap()).unwrap();
    verifier::verify(bytes, &data, UnixTime::from_rfc3339(AT).unwrap())
}

/// A letter that was changed later, and how many of its bytes its `ByteRange` says were signed.
fn changed_letter() -> (Vec<u8>, usize) {
    let bytes = std::fs::read(letter("later-page-change.pdf")).unwrap();
    let latin1: String = bytes.iter().copied().map(char::from).collect();
    let integers = latin1.split_once("/ByteRange").unwrap().1.split_once('[').unwrap().1;
    let integers = integers.split_once(']').unwrap().0.split_whitespace();
    let integers: Vec<usize> = integers.map(|integer| integer.parse().unwrap()).collect();
    (bytes, integers[2].checked_add(integers[3]).unwrap())
}

/// What is said of it when the signed revision is known to be `length` bytes long.
fn with_signed_revision(bytes: &[u8], length: usize) -> Report {
    let mut report = verify(bytes);
    for signature in &mut report.signatures {
        signature.signed_revision = Some(SignedRevision { revision: 1, of: 2, length });
    }
    report
}

#[test]
fn the_signed_revision_is_taken_only_when_its_signature_holds() {
    let (file, length) = changed_letter();
    let report = with_signed_revision(&file, length);
    let field = report.signatures[0].field.clone();
    for wanted in ["1", field.as_deref().unwrap_or_default()] {
        let part = Part::SignedRevision(wanted);
        let copy = VerifiedCopy::take(&file, &report, part, verify).unwrap();
        assert_eq!(copy.bytes(), &file[..length]);
        assert_eq!(copy.report().would_be.map(|verdict| verdict.key()), Some("asli"));
    }
    for cut in [length.checked_sub(1).unwrap(), length.checked_add(1).unwrap(), 10, 0] {
        let report = with_signed_revision(&file, cut);
        let error = VerifiedCopy::take(&file, &report, Part::SignedRevision("1"), verify);
        let is_refused =
            matches!(error, Err(CopyError::NotConfirmed { start: 0, end, .. }) if end == cut);
        assert!(is_refused, "{cut}: {error:?}");
    }
}

#[test]
fn a_part_that_is_not_there_is_told_with_what_is() {
    let (file, length) = changed_letter();
    let known = with_signed_revision(&file, length);
    let error = |report: &Report, part| {
        VerifiedCopy::take(&file, report, part, verify).unwrap_err().to_string()
    };
    assert_eq!(
        error(&known, Part::SignedRevision("2")),
        "there is no signature \"2\": expected its field name or a number, one of 1 (\"sig_1770081860000\")"
    );
    assert_eq!(
        error(&known, Part::SignedRevision("0\u{1b}[2J")),
        "there is no signature \"0\\u{1b}[2J\": expected its field name or a number, one of 1 (\"sig_1770081860000\")"
    );
    assert!(error(&known, Part::IntactCopy).starts_with("the report names no intact copy"));
    let mut unknown = known.clone();
    unknown.signatures[0].signed_revision = None;
    assert!(error(&unknown, Part::SignedRevision("1")).contains("does not cover a revision"));
    let whole = with_signed_revision(&file, file.len());
    assert!(
        error(&whole, Part::SignedRevision("1")).starts_with("nothing came after the signature")
    );
    let mut twice = known.clone();
    twice.signatures.push(known.signatures[0].clone());
    assert_eq!(
        error(&twice, Part::SignedRevision("sig_1770081860000")),
        "2 signatures are in fields named \"sig_1770081860000\": give a number instead, one of 1 (\"sig_1770081860000\"), 2 (\"sig_1770081860000\")"
    );
    let mut unsigned = known;
    unsigned.signatures.clear();
    assert!(
        error(&unsigned, Part::SignedRevision("1")).starts_with("the report lists no signature")
    );
}

#[test]
fn the_text_says_what_is_covered_and_what_came_later() {
    let (file, length) = changed_letter();
    let mut report = with_signed_revision(&file, length);
    let change = |page, subtype: Option<&str>| ChangeReport {
        key: if subtype.is_some() { "annotation-added" } else { "page-changed" },
        level: if subtype.is_some() {
            ModificationLevel::Annotation
        } else {
            ModificationLevel::Other
        },
        permitted: subtype.is_some(),
        revision: 2,
        path: String::new(),
        object: None,
        replaces: None,
        page: Some(page),
        field: None,
        subtype: subtype.map(str::to_owned),
        rectangle: None,
    };
    report.signatures[0].later_changes = LaterChanges {
        level: Some(ModificationLevel::Other),
        permitted: Permitted::No,
        changes: vec![change(1, Some("Stamp")), change(1, Some("\u{202e}X")), change(3, None)],
        more: 4,
    };
    let words = built_in_words().unwrap();
    let said = text("surat.pdf", &report, words.code("id").unwrap());
    let expected = format!(
        "    Cakupan: seluruh versi saat ditandatangani (versi 1 dari 2, yaitu {length} byte pertama dari {} byte)
    Perubahan setelah tanda tangan ini:
      Versi 2: Halaman 3 diubah – tidak diizinkan
      Versi 2: 2 anotasi ditambahkan di halaman 1: cap, \\u{{202e}}X – diizinkan
      Perubahan lain yang tidak ditulis di sini: 4
",
        file.len()
    );
    assert!(said.contains(&expected), "{said}");
    let untouched = verify(&std::fs::read(letter("a-valid.pdf")).unwrap());
    let said = text("letter.pdf", &untouched, words.code("en").unwrap());
    assert!(said.contains("      Nothing changed after this signature.\n"), "{said}");
}

fn site_gen(arguments: &[&str]) -> Output {
    let trust = trust_dir();
    let mut command = Command::new(env!("CARGO_BIN_EXE_site-gen"));
    command.args(["verify", "--at", AT, "--trust"]).arg(trust).args(arguments).output().unwrap()
}

fn code_and_errors(output: &Output) -> (Option<i32>, String) {
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn the_intact_copy_is_written_once_and_replaces_nothing_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (damaged, copy) = (path("damaged.pdf"), path("copy.pdf"));
    let original = std::fs::read(letter("a-valid.pdf")).unwrap();
    std::fs::write(&damaged, [b"<br>\r\n", original.as_slice()].concat()).unwrap();

    let written = site_gen(&["--json", &damaged, "--intact-copy", "-o", &copy]);
    // The demo PKI is never green.
    assert_eq!(
        code_and_errors(&written),
        (Some(1), format!("{copy}: {} bytes written\n", original.len()))
    );
    assert_eq!(std::fs::read(&copy).unwrap(), original);
    let lines = String::from_utf8(written.stdout).unwrap();
    assert_eq!(lines.lines().count(), 1);
    let report: serde_json::Value = serde_json::from_str(&lines).unwrap();
    assert_eq!(report["document"]["size"], original.len());
    assert_eq!(report["would_be"], "asli");

    std::fs::write(&copy, "mine").unwrap();
    let (code, error) = code_and_errors(&site_gen(&[&damaged, "--intact-copy", "-o", &copy]));
    assert_eq!(code, Some(2));
    assert_eq!(
        error,
        format!(
            "error: {copy} is already there and stays as it is; name another file, or add --force to replace it\n"
        )
    );
    assert_eq!(std::fs::read(&copy).unwrap(), b"mine");
    let forced = site_gen(&[&damaged, "--intact-copy", "-o", &copy, "--force"]);
    assert_eq!(forced.status.code(), Some(1));
    assert_eq!(std::fs::read(&copy).unwrap(), original);

    let (code, error) =
        code_and_errors(&site_gen(&[&damaged, "--intact-copy", "-o", &damaged, "--force"]));
    assert_eq!(code, Some(2));
    assert!(error.contains("is the document itself, which is never replaced"), "{error}");
    let mut left: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["copy.pdf", "damaged.pdf"], "no temporary file is left");
}

#[test]
fn what_cannot_be_written_is_told_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("out.pdf").display().to_string();
    let valid = letter("a-valid.pdf").display().to_string();
    for (arguments, expected) in [
        (vec![&*valid, "--intact-copy", "-o", &output], "the report names no intact copy"),
        (
            vec![&*valid, "--signed-revision", "7", "-o", &output],
            "there is no signature \"7\": expected its field name or a number, one of 1",
        ),
        (
            vec![&*valid, &*valid, "--signed-revision", "1", "-o", &output],
            "expected one FILE with -o, found 2",
        ),
        (vec![&*valid, "--signed-revision", "1"], "--output <OUT>"),
        (
            vec![&*valid, "-o", &output],
            "--signed-revision <FIELD_OR_NUMBER>|--intact-copy|--content",
        ),
        (
            vec![&*valid, "--intact-copy", "--signed-revision", "1", "-o", &output],
            "cannot be used with",
        ),
        (vec!["no-such.pdf", "--intact-copy", "-o", &output], "no-such.pdf: "),
    ] {
        let (code, error) = code_and_errors(&site_gen(&arguments));
        assert_eq!(code, Some(2), "{error}");
        assert!(error.contains(expected), "{expected}: {error}");
        assert!(!Path::new(&output).exists());
    }
}

#[test]
fn the_signed_revision_of_a_changed_letter_is_written_byte_by_byte() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("signed.pdf").display().to_string();
    let changed = letter("later-page-change.pdf").display().to_string();
    let (file, length) = changed_letter();
    let written = site_gen(&[&changed, "--signed-revision", "1", "-o", &output]);
    assert_eq!(code_and_errors(&written), (Some(1), format!("{output}: {length} bytes written\n")));
    assert_eq!(std::fs::read(&output).unwrap(), file[..length]);
    assert!(String::from_utf8(written.stdout).unwrap().contains("Asli dan utuh"));
}

fn cms(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/cms");
    folder.join(name).display().to_string()
}

#[test]
fn a_detached_signature_is_judged_with_its_file_and_with_no_other() {
    let (file, signature) = (cms("pengumuman.txt"), cms("pengumuman.txt.p7s"));
    let judged = |arguments: &[&str]| {
        let output = site_gen(arguments);
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let reasons = report["reasons"].as_array().unwrap().iter();
        let reasons: Vec<String> =
            reasons.map(|reason| reason["key"].as_str().unwrap().to_owned()).collect();
        (output.status.code(), report["would_be"].as_str().map(str::to_owned), reasons)
    };
    let asli = Some("asli".to_owned());
    assert_eq!(judged(&["--json", &file, "--signature", &signature]), (Some(1), asli, vec![]));
    let other = judged(&["--json", &signature, "--signature", &signature]);
    let hash_mismatch = vec!["hash-mismatch".to_owned()];
    assert_eq!(other, (Some(1), Some("berubah".to_owned()), hash_mismatch));
    let alone = judged(&["--json", &signature]);
    let missing = vec!["content-missing".to_owned()];
    assert_eq!(alone, (Some(1), Some("belum-pasti".to_owned()), missing));
    let enveloping = judged(&["--json", &file, "--signature", &cms("pengumuman.txt.p7m")]);
    assert_eq!(enveloping, (Some(1), None, vec!["content-twice".to_owned()]));

    let several = site_gen(&[&file, &file, "--signature", &signature]);
    let (code, error) = code_and_errors(&several);
    assert_eq!(code, Some(2));
    assert!(error.contains("expected one FILE with --signature, found 2"), "{error}");
}

#[test]
fn what_an_enveloping_signature_holds_is_written_only_if_it_fits() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (output, bent) = (path("out.txt"), path("bent.p7m"));
    let written = site_gen(&[&cms("pengumuman.txt.p7m"), "--content", "-o", &output]);
    let expected = std::fs::read(cms("pengumuman.txt")).unwrap();
    assert_eq!(
        code_and_errors(&written),
        (Some(1), format!("{output}: {} bytes written\n", expected.len()))
    );
    assert_eq!(std::fs::read(&output).unwrap(), expected);
    std::fs::remove_file(&output).unwrap();

    let mut bytes = std::fs::read(cms("pengumuman.txt.p7m")).unwrap();
    let at = bytes.windows(expected.len()).position(|window| window == expected).unwrap();
    bytes[at] ^= 1;
    std::fs::write(&bent, bytes).unwrap();
    for (file, found) in [(&bent, "one that does not fit"), (&cms("pengumuman.txt.p7s"), "none")] {
        let (code, error) = code_and_errors(&site_gen(&[file, "--content", "-o", &output]));
        assert_eq!(code, Some(2), "{error}");
        assert!(error.contains(&format!("that it fits, found {found}")), "{error}");
        assert!(!Path::new(&output).exists());
    }
}

#[test]
fn a_message_says_who_wrote_it_and_whether_the_certificate_confirms_that() {
    let words = built_in_words().unwrap();
    let mail = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/mail");
    let said = |name: &str| {
        let report = verify(&std::fs::read(mail.join(name)).unwrap());
        text(name, &report, words.code("en").unwrap())
    };
    let confirmed = said("openssl-cms-text.eml");
    assert!(confirmed.contains("kepala.dinas@contoh.example (Kepala Dinas)"), "{confirmed}");
    assert!(confirmed.contains(words.code("en").unwrap().labels["address-matches"].as_str()));
    assert!(!confirmed.contains("after this signature"), "{confirmed}");
    let differs = said("from-tampered.eml");
    assert!(differs.contains(words.code("en").unwrap().labels["address-differs"].as_str()));
}

fn fixture(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name).display().to_string()
}

/// A signature without its CA's certificate, and the file that it is over.
fn without_ca() -> [String; 3] {
    let signature = "rsa-2048-pkcs1-sha256-issuer-serial-default-der-detached-no-ca.p7s";
    [
        fixture("tests/fixtures/agreement/content.txt"),
        "--signature".to_owned(),
        fixture(&format!("tests/fixtures/agreement/files/{signature}")),
    ]
}

fn json(arguments: &[&str]) -> serde_json::Value {
    let output = site_gen(&[&["--json"], arguments].concat());
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_certificate_that_is_added_completes_a_chain_and_ends_none() {
    let [content, option, signature] = without_ca();
    let arguments = [&*content, &*option, &*signature];
    let alone = json(&arguments);
    assert_eq!(alone["verdict"], "belum-pasti");
    assert_eq!(alone["reasons"][0]["key"], "path-not-found");
    let ca = fixture("trust/demo/certificates/ca.pem");
    let completed = json(&[&arguments[..], &["--add", &ca]].concat());
    assert_eq!((&completed["verdict"], &completed["would_be"]), (&"uji".into(), &"asli".into()));

    // Under a registry without the demo root the same certificates lead nowhere.
    let folder = tempfile::tempdir().unwrap();
    let registry = std::fs::read_to_string(trust_dir().join("registry.toml")).unwrap();
    std::fs::write(folder.path().join("registry.toml"), registry).unwrap();
    let root = fixture("trust/demo/certificates/root.pem");
    let trust = folder.path().display().to_string();
    let stranger = [&arguments[..], &["--add", &ca, "--add", &root, "--trust", &trust]].concat();
    let mut command = Command::new(env!("CARGO_BIN_EXE_site-gen"));
    let output = command.args(["verify", "--json", "--at", AT]).args(stranger).output().unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["signatures"][0]["path"]["anchor"], serde_json::Value::Null);
    assert_eq!(report["verdict"], "tidak-dikenal");
}

#[test]
fn a_list_that_is_added_counts_and_is_said_to_be_added() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(trust_dir().join("demo/registry.toml"), folder.path().join("registry.toml"))
        .unwrap();
    let trust = folder.path().display().to_string();
    let letter = letter("a-valid.pdf").display().to_string();
    let said = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_site-gen"));
        command.args(["verify", "--at", AT, "--lang", "en", "--trust", &trust, &letter]);
        String::from_utf8(command.args(more).output().unwrap().stdout).unwrap()
    };
    let without = said(&[]);
    let unknown = "C=ID, O=Periksa Contoh, CN=Periksa Contoh CA (UJI, BUKAN RESMI): unknown (there is no revocation data from its issuer)\n";
    assert!(without.contains(unknown), "{without}");
    let lists = ["ca", "root"].map(|name| fixture(&format!("trust/demo/crl/{name}.crl")));
    let with = said(&["--add", &lists[0], "--add", &lists[1]]);
    let good = "CN=Contoh Penanda Tangan Satu, O=Pemerintah Kabupaten Contoh, C=ID: not revoked
        revocation list, added by you
        Dated 2026-11-01T00:37:33Z, current until 2040-01-01T00:00:00Z
        List number: 26723
";
    assert!(with.contains(good), "{with}");
    assert!(with.contains("Genuine and intact"), "{with}");
}

#[test]
fn what_cannot_be_added_is_told_and_stops_the_work() {
    let folder = tempfile::tempdir().unwrap();
    let cut = folder.path().join("cut.pem").display().to_string();
    let pem = std::fs::read(fixture("trust/demo/certificates/ca.pem")).unwrap();
    std::fs::write(&cut, &pem[..pem.len() / 2]).unwrap();
    let [content, option, signature] = without_ca();
    for (file, expected) in [
        (
            fixture("trust/demo/keys/ca.pem"),
            "found a private key. It was not added; give it to nobody",
        ),
        (content.clone(), "or an OCSP response (DER), found none of these"),
        (fixture("tests/fixtures/cms/pengumuman.txt.p7m"), "found none of these"),
        (cut, "expected certificates or a revocation list, found one that does not read ("),
        ("no-such.cer".to_owned(), "error: no-such.cer: "),
    ] {
        let output = site_gen(&[&content, &option, &signature, "--add", &file]);
        let (code, error) = code_and_errors(&output);
        assert_eq!((code, output.stdout.len()), (Some(2), 0), "{error}");
        assert!(error.contains(expected), "{expected}: {error}");
    }
}

#[test]
fn a_revocation_is_told_with_its_list_and_what_it_means() {
    let words = built_in_words().unwrap();
    let said = |bytes: &[u8], lang| text("letter", &verify(bytes), words.code(lang).unwrap());
    let of_letter = |name, lang| said(&std::fs::read(letter(name)).unwrap(), lang);
    let before = of_letter("a-revoked-before-signing.pdf", "en");
    for expected in [
        "      CN=Contoh Penanda Tangan Enam, O=Pemerintah Kabupaten Contoh, C=ID: revoked
        revocation list, published by this portal
        Dated 2026-11-01T00:37:33Z, current until 2040-01-01T00:00:00Z
        List number: 26723
        Revoked on 2026-03-01T03:00:00Z. Reason given: the private key is or may be compromised
        The proven time of the signature is not earlier than that revocation. This signature cannot be relied on.
",
        "    - The signer's certificate was revoked on 2026-03-01T03:00:00Z. The proven time of the signature is not earlier: \
         2026-03-10T02:10:07Z. Reason: the private key is or may be compromised. Source: revocation list dated \
         2026-11-01T00:37:33Z, number 26723. Do not rely on this signature. Ask the agency for a letter with a valid signature.\n",
    ] {
        assert!(before.contains(expected), "{before}");
    }
    let after = of_letter("a-revoked-after-signing-key-compromise.pdf", "id");
    let stands = "        Tanda tangan ini terbukti lebih tua dari pencabutan itu. Pencabutan itu tidak mengubah putusan.\n";
    assert!(after.contains(stands), "{after}");
    let tried = of_letter("a-unknown-issuer.pdf", "en");
    let way = "    Chains that were tried:
      the issuer was not found (not-found: CN=Contoh Penerbit Tak Terdaftar Root, O=Contoh Lain, C=ID)
";
    assert!(tried.contains(way), "{tried}");
    let certificate =
        std::fs::read(trust_dir().join("demo/certificates/revoked-key-compromise.pem")).unwrap();
    let alone = said(&certificate, "en");
    let status = "    Revocation status: revoked
      revocation list, published by this portal
      Dated 2026-11-01T00:37:33Z, current until 2040-01-01T00:00:00Z
      List number: 26723
      Revoked on 2026-03-01T03:00:00Z. Reason given: the private key is or may be compromised
";
    assert!(alone.contains(status), "{alone}");
}

/// `| head`: who reads may have seen enough, and the exit code still tells the verdict.
#[test]
fn a_reader_that_goes_away_is_no_crash() {
    let letter = letter("a-valid.pdf");
    let mut child = Command::new(env!("CARGO_BIN_EXE_site-gen"))
        .args(["verify", "--trust"])
        .arg(trust_dir())
        .arg(letter)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        (output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()),
        (Some(1), "")
    );
}
