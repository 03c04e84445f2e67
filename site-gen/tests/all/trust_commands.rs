//! `site-gen trust`: what it says, what it writes, and that whatever ends it leaves a registry that holds.
//!
//! Over 500 lines: the answers of six commands stand here whole, and most lines are those answers.

use crate::project::trust_dir;
use site_gen::digest;
use site_gen::disk::{Failing, Failure, RealDisk};
use site_gen::trust::certificate_file::CertificateFile;
use site_gen::trust::confirmation::{Confirmation, grouped};
use site_gen::trust::operator::{Imported, OperatorError, TrustFolder};
use site_gen::trust::proposal::{Proposal, draft};
use site_gen::trust::{Demo, Entry, Registry, load};
use site_gen::verify::validation_data;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;
use verifier::time::UnixTime;

const DATE: &str = "2026-11-28";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn demo_certificate(name: &str) -> PathBuf {
    trust_dir().join("demo/certificates").join(format!("{name}.pem"))
}

fn made_certificate(name: &str) -> PathBuf {
    root().join("tests/fixtures/registry").join(format!("{name}.pem"))
}

fn counterfeit(name: &str) -> PathBuf {
    root().join("tests/recipe/pki-unknown/certificates").join(format!("{name}.pem"))
}

fn certificate(path: &Path) -> CertificateFile {
    CertificateFile::read(&std::fs::read(path).unwrap()).unwrap()
}

fn demo_text() -> String {
    std::fs::read_to_string(trust_dir().join("demo/registry.toml")).unwrap()
}

/// The text of one entry of the demo registry, from its first line to its last.
fn demo_entry(id: &str) -> String {
    let text = demo_text();
    let start = text.find(&format!("[[entry]]\nid = \"{id}\"")).unwrap();
    let entry = &text[start..];
    format!("{}\n", entry.split_once("\n\n").unwrap().0)
}

const HEAD: &str =
    "# Kept by hand.\nschema = \"periksa-registry/1\"\nversion = 1 # the first one\n\n";
const FIRST: &str = "\n[[change]]\nversion = 1\ndate = \"2026-11-01\"\naction = \"first-version\"\nreason = \"Awal.\" # and so on\n";

/// A trust folder with some entries of the demo PKI.
struct Folder(TempDir);

/// What a command said.
#[derive(Debug, PartialEq, Eq)]
struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

fn said(code: i32, out: &str, err: &str) -> Said {
    Said { code: Some(code), out: out.to_owned(), err: err.to_owned() }
}

impl Folder {
    fn with(ids: &[&str]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        let entries: Vec<String> = ids.iter().map(|id| demo_entry(id)).collect();
        let text = format!("{HEAD}{}{FIRST}", entries.join("\n"));
        std::fs::write(folder.registry(), text).unwrap();
        folder
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn registry(&self) -> PathBuf {
        self.path().join("registry.toml")
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.registry()).unwrap()
    }

    /// Runs `site-gen trust …` on this folder.
    fn run(&self, arguments: &[&str]) -> Said {
        let dir = self.path().display().to_string();
        let said = site_gen(&[arguments, &["--dir", &dir]].concat());
        Said { err: said.err.replace(&dir, "DIR"), out: said.out.replace(&dir, "DIR"), ..said }
    }

    fn loaded(&self) -> Registry {
        load(self.path(), Demo::Excluded).unwrap().registry
    }
}

fn site_gen(arguments: &[&str]) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_site-gen"));
    let output = command.arg("trust").args(arguments).output().unwrap();
    Said {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// `add` with two sources that agree, as far as nothing else is asked for.
fn add(folder: &Folder, file: &Path, id: &str, role: &str, more: &[&str]) -> Said {
    let (file, sha256) = (file.display().to_string(), certificate(file).sha256);
    let confirmed = [
        format!("Surat BSrE 12/2026 {}", grouped(&sha256)),
        format!("Token sebuah surat {sha256}"),
    ];
    let mut arguments = vec!["add", &file, "--id", id, "--role", role, "--date", DATE];
    arguments.extend(["--reason", "Dibutuhkan", "--regime", "uji"]);
    arguments.extend(["--confirmed", &confirmed[0], "--confirmed", &confirmed[1]]);
    arguments.extend(more);
    let said = folder.run(&arguments);
    Said { err: said.err.replace(&file, "FILE"), ..said }
}

/// What `add` writes of the demo CA into a folder that has its root.
fn added_ca() -> String {
    let provenance = demo_entry("demo-ca");
    let facts = provenance.split_once("provenance = ").unwrap().0;
    format!(
        "{facts}provenance = [\n    \"Diterbitkan oleh Periksa Contoh Root (UJI, BUKAN RESMI); tanda tangan penerbitnya diperiksa: cocok.\",\n    \
         \"SHA-256 dibandingkan pada 2026-11-28 dengan yang disebut Surat BSrE 12/2026: sama.\",\n    \
         \"SHA-256 dibandingkan pada 2026-11-28 dengan yang disebut Token sebuah surat: sama.\",\n]\n"
    )
}

const CA_LIST: [&str; 2] = ["--crl", "http://contoh.invalid/ca.crl"];

#[test]
fn a_certificate_is_added_as_facts_and_every_comment_stays() {
    let folder = Folder::with(&["demo-root"]);
    let file = demo_certificate("ca");
    assert_eq!(
        add(&folder, &file, "demo-ca", "intermediate", &CA_LIST),
        said(
            0,
            "demo-ca: added: version 2\n",
            "To publish its bytes: site-gen trust import FILE\n"
        )
    );
    let change = "\n[[change]]\nversion = 2\ndate = \"2026-11-28\"\naction = \"added\"\nentry = \"demo-ca\"\nreason = \"Dibutuhkan\"\n";
    let head = HEAD.replace("version = 1 #", "version = 2 #");
    let expected = format!("{head}{}\n{}{FIRST}{change}", demo_entry("demo-root"), added_ca());
    assert_eq!(folder.text(), expected);
    // Again: it is there.
    assert_eq!(
        add(&folder, &file, "demo-ca-2", "intermediate", &CA_LIST),
        said(
            1,
            "",
            "error: this certificate is registered already, as `demo-ca`; its entry stays as it is\n"
        )
    );
    assert_eq!(folder.text(), expected);
}

#[test]
fn a_dry_run_prints_the_entry_and_changes_nothing() {
    let folder = Folder::with(&["demo-root"]);
    let before = folder.text();
    let more = [&CA_LIST[..], &["--dry-run"]].concat();
    let said_dry = add(&folder, &demo_certificate("ca"), "demo-ca", "intermediate", &more);
    assert_eq!(said_dry, said(0, &added_ca(), ""));
    assert_eq!(folder.text(), before);
}

/// Written by another program with another library: the demo registry.
#[test]
fn what_is_drawn_up_is_what_the_recipe_computed() {
    let registry = load(&trust_dir().join("demo"), Demo::Excluded).unwrap().registry;
    for (name, entry) in ["root", "ca", "old-root", "tsa", "tsa-2023"].iter().zip(&registry.entries)
    {
        let file = certificate(&demo_certificate(name));
        let confirmed =
            |source: &str| Confirmation { source: source.to_owned(), sha256: entry.sha256.clone() };
        let proposal = Proposal {
            id: entry.id.clone(),
            role: entry.role,
            regime: entry.regime,
            valid_from: None,
            valid_until: None,
            purposes: Vec::new(),
            crl: entry.crl.clone(),
            provenance: Vec::new(),
            confirmed: vec![confirmed("a"), confirmed("b")],
            date: DATE.to_owned(),
        };
        let mut others = registry.clone();
        others.entries.retain(|other| other.id != entry.id);
        let now = UnixTime::from_rfc3339("2026-11-28T08:00:00Z").unwrap();
        let drafted = draft(&others, &file, &proposal, now).unwrap();
        let without_origin =
            |entry: &Entry| Entry { file: String::new(), provenance: Vec::new(), ..entry.clone() };
        assert_eq!(without_origin(&drafted.entry), without_origin(entry));
    }
}

#[test]
fn what_must_not_be_believed_is_refused_with_what_to_do() {
    let folder = Folder::with(&["demo-root", "demo-ca"]);
    let before = folder.text();
    let issuer = |missing: &str| {
        format!(
            "expected the certificate of an issuer for the role anchor, with cA TRUE in basicConstraints and keyCertSign in keyUsage; found none with {missing}"
        )
    };
    let authority = |found: &str| {
        format!(
            "expected the certificate of a time-stamp authority, whose extKeyUsage is critical and names timeStamping alone (RFC 3161 2.3); found {found}"
        )
    };
    for (file, role, more, expected) in [
        (
            made_certificate("weak"),
            "anchor",
            &[][..],
            "expected a key that the policy accepts (RSA from 2048 bits, or one of its curves), found an RSA key of 1024 bits".to_owned(),
        ),
        (made_certificate("no-issuer"), "anchor", &[], issuer("cA TRUE")),
        (made_certificate("signs-nothing"), "anchor", &[], issuer("keyCertSign")),
        (
            made_certificate("not-critical"),
            "time-stamp-authority",
            &[],
            authority("one that is not critical"),
        ),
        (made_certificate("two-usages"), "time-stamp-authority", &[], authority("others beside it")),
        (demo_certificate("email"), "time-stamp-authority", &[], authority("others")),
        (demo_certificate("old-root"), "time-stamp-authority", &[], authority("the certificate of an issuer")),
        (
            demo_certificate("tsa"),
            "time-stamp-authority",
            &["--purpose", "signature"],
            "expected no purpose but time-stamp for a time-stamp authority, found signature".to_owned(),
        ),
        (
            counterfeit("ca"),
            "intermediate",
            &[],
            "its issuer, C=ID,O=Contoh Lain,CN=Contoh Penerbit Tak Terdaftar Root, is not registered, so nobody could tell whether the certificate is its; \
             register the issuer's certificate first, with fingerprints of its own. Registered issuers: demo-root, demo-ca".to_owned(),
        ),
        (
            counterfeit("forged-ca"),
            "intermediate",
            &[],
            "expected a signature by the key of `demo-root`, which it names as its issuer, found one that is not by it".to_owned(),
        ),
        (
            demo_certificate("tsa"),
            "time-stamp-authority",
            &["--regime", "psre-induk"],
            "expected the regime uji, of its issuer `demo-ca`, found psre-induk: what stands under a test authority is a test, and nothing else is".to_owned(),
        ),
        (
            demo_certificate("old-root"),
            "anchor",
            &["--regime", "bsre-lama"],
            "DIR/registry.toml: entry `new`: `regime` should be uji, found bsre-lama: the private key of this `spki` is public (demo entry `demo-old-root`), so it proves nothing".to_owned(),
        ),
        (
            demo_certificate("old-root"),
            "anchor",
            &["--crl", "ldap://contoh.invalid/"],
            "DIR/registry.toml: entry `new`: `crl` should be addresses that start with http:// or https://, found ldap://contoh.invalid/".to_owned(),
        ),
        (
            demo_certificate("old-root"),
            "anchor",
            &["--valid-until", "2010-01-01"],
            "DIR/registry.toml: entry `new`.valid_for: `until` should be not before 2016-08-18T05:05:39Z, found 2010-01-01T00:00:00Z".to_owned(),
        ),
        (
            demo_certificate("old-root"),
            "anchor",
            &["--date", "2026-10-31"],
            "DIR/registry.toml: change number 2: `date` should be not before 2026-11-01, of the change above it, found 2026-10-31".to_owned(),
        ),
    ] {
        let more: Vec<&str> = more.to_vec();
        let answer = add_with(&folder, &file, role, &more);
        assert_eq!(answer, said(1, "", &format!("error: {expected}\n")), "{}", file.display());
        assert_eq!(folder.text(), before, "{}", file.display());
    }
}

/// `add` as `new`, where what is given replaces the regime and the day.
fn add_with(folder: &Folder, file: &Path, role: &str, more: &[&str]) -> Said {
    let (file, sha256) = (file.display().to_string(), certificate(file).sha256);
    let confirmed = [format!("Surat {sha256}"), format!("Laman {sha256}")];
    let mut arguments = vec!["add", &file, "--id", "new", "--role", role, "--reason", "Uji"];
    arguments.extend(["--confirmed", &confirmed[0], "--confirmed", &confirmed[1]]);
    for (option, value) in [("--regime", "uji"), ("--date", DATE)] {
        if !more.contains(&option) {
            arguments.extend([option, value]);
        }
    }
    arguments.extend(more);
    folder.run(&arguments)
}

#[test]
fn a_fingerprint_has_to_come_from_two_sources_that_agree() {
    let folder = Folder::with(&["demo-root"]);
    let before = folder.text();
    let file = demo_certificate("ca").display().to_string();
    let sha256 = certificate(&demo_certificate("ca")).sha256;
    let run = |confirmed: &[String]| {
        let mut arguments = vec!["add", &file, "--id", "demo-ca", "--role", "intermediate"];
        arguments.extend(["--regime", "uji", "--reason", "Uji", "--date", DATE]);
        confirmed.iter().for_each(|one| arguments.extend(["--confirmed", one]));
        folder.run(&arguments)
    };
    let other = sha256.replacen("52", "53", 1);
    for (confirmed, expected) in [
        (
            vec![format!("Surat {sha256}")],
            "error: expected the fingerprint from two sources that are independent of each other (--confirmed \"SOURCE SHA256\", twice), found 1\n".to_owned(),
        ),
        (
            vec![format!("Surat {sha256}"), format!("surat {sha256}")],
            "error: --confirmed: expected sources with different names, found \"surat\" twice\n".to_owned(),
        ),
        (
            vec![format!("Surat {sha256}"), format!("Laman {other}")],
            format!(
                "error: the certificate's SHA-256 is\n  {}\nbut \"Laman\" says\n  {}\nThis is not the certificate that the source means. \
                 Do not register it before you know why\n",
                grouped(&sha256),
                grouped(&other)
            ),
        ),
    ] {
        assert_eq!(run(&confirmed), said(1, "", &expected));
    }
    // What is no fingerprint is a wrong argument, which is told before anything is read.
    let wrong = run(&["Surat ABCD".to_owned()]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.err.contains("which ends in 4 of 64 hexadecimal digits"), "{}", wrong.err);
    assert_eq!(folder.text(), before);
}

#[test]
fn what_is_unusual_is_told_and_does_not_keep_an_entry_out() {
    let folder = Folder::with(&["demo-root"]);
    let unusual = made_certificate("unusual");
    let answer =
        add(&folder, &unusual, "unusual", "anchor", &["--valid-until", "2026-01-01", "--dry-run"]);
    assert_eq!(answer.code, Some(0));
    assert_eq!(
        answer.err,
        "warning: basicConstraints is not critical, as RFC 5280 asks of an issuer\n\
         warning: keyUsage is not critical, as RFC 5280 asks of an issuer\n\
         warning: its keyUsage has no cRLSign, so it should not sign revocation lists (RFC 5280 4.2.1.3); without evidence of revocation no letter is found genuine\n\
         warning: no --crl: where its revocation list is published stands in the certificates that it issued\n\
         warning: it has no subjectKeyIdentifier; `ski` was computed from its key (RFC 7093 2 (1)) and finds nothing by itself\n\
         warning: the window ended at 2026-01-01T00:00:00Z: it is accepted for what is proven older, and for nothing else\n"
    );
    // The same name with another key, as a counterfeit has it.
    let forged = counterfeit("forged-root");
    let more = ["--crl", "http://contoh.invalid/x.crl", "--dry-run"];
    assert_eq!(
        add(&folder, &forged, "forged", "anchor", &more).err,
        "warning: `demo-root` has the same name\n"
    );
}

#[test]
fn bytes_are_imported_only_for_the_entry_whose_fingerprint_they_have() {
    let folder = Folder::with(&["demo-root", "demo-ca"]);
    let [ca, root, tsa, forged] = [
        demo_certificate("ca"),
        demo_certificate("root"),
        demo_certificate("tsa"),
        counterfeit("forged-ca"),
    ]
    .map(|path| path.display().to_string());
    let key = trust_dir().join("demo/keys/ca.pem").display().to_string();
    let facts = |path: &str| certificate(Path::new(path));
    let refused = |path: &str, hint: &str| {
        let facts = facts(path);
        format!(
            "error: {path}: its SHA-256 is that of no entry, so it was not imported:\n  {}\n  {}, valid {} to {}\n{hint}\n",
            grouped(&facts.sha256),
            facts.name,
            facts.not_before,
            facts.not_after
        )
    };
    let resembles = format!(
        "It resembles `demo-ca` and is not the certificate of that entry, whose SHA-256 is\n  {}",
        grouped(&facts(&ca).sha256)
    );
    let errors = format!(
        "{}{}error: {key}: expected one certificate, found a private key. Nothing was read of it; give it to nobody\n",
        refused(&tsa, "If the portal should know it: `site-gen trust add`"),
        refused(&forged, &resembles),
    );
    let out =
        format!("{ca}: imported as demo-ca: version 2\n{root}: imported as demo-root: version 2\n");
    assert_eq!(
        folder.run(&["import", "--date", DATE, &tsa, &forged, &key, &ca, &root]),
        said(1, &out, &errors)
    );
    let reason = "Berkas sertifikat diterbitkan; SHA-256-nya sama dengan yang tercatat.";
    let change = |id: &str| {
        format!(
            "\n[[change]]\nversion = 2\ndate = \"2026-11-28\"\naction = \"imported\"\nentry = \"{id}\"\nreason = \"{reason}\"\n"
        )
    };
    // An issuing CA's helps to find paths, and is named in its entry.
    let ca_entry = format!("{}certificate = \"certificates/demo-ca.pem\"\n", demo_entry("demo-ca"));
    let expected = format!(
        "{}{}\n{ca_entry}{FIRST}{}{}",
        HEAD.replace("version = 1 #", "version = 2 #"),
        demo_entry("demo-root"),
        change("demo-ca"),
        change("demo-root")
    );
    assert_eq!(folder.text(), expected);
    let published: Vec<_> =
        folder.loaded().entries.iter().map(|entry| entry.imported.clone()).collect();
    assert_eq!(published, [Some(facts(&root).der), Some(facts(&ca).der)]);
    // Again: nothing to do.
    assert_eq!(
        folder.run(&["import", &ca, &root]),
        said(0, &format!("{ca}: demo-ca has it already\n{root}: demo-root has it already\n"), "")
    );
    assert_eq!(folder.text(), expected);
}

/// Ended at any step, in any way: what is there is a registry, and the same command completes it.
#[test]
fn an_import_that_ends_anywhere_is_completed_by_the_next() {
    let file = certificate(&demo_certificate("ca"));
    let import = |disk: &dyn site_gen::disk::Disk, folder: &Folder| {
        TrustFolder::open(disk, folder.path())?.import(&file, DATE, "Uji")
    };
    let whole = Folder::with(&["demo-root", "demo-ca"]);
    import(&RealDisk, &whole).unwrap();
    for failure in [Failure::Before, Failure::Torn, Failure::After] {
        let mut ended = 0;
        for step in 0.. {
            let folder = Folder::with(&["demo-root", "demo-ca"]);
            let before = folder.text();
            let disk = Failing::new(RealDisk, step, failure);
            let result = import(&disk, &folder);
            if !disk.has_ended() {
                assert_eq!(result.unwrap(), Imported::Added { id: "demo-ca".to_owned() });
                break;
            }
            ended += 1;
            assert!(matches!(result, Err(OperatorError::Write { .. })), "{failure:?} at {step}");
            let now = folder.text();
            assert!(now == before || now == whole.text(), "{failure:?} at {step}: {now}");
            drop(folder.loaded());
            import(&RealDisk, &folder).unwrap();
            assert_eq!(folder.text(), whole.text(), "{failure:?} at {step}");
            assert_eq!(folder.loaded().entries[1].imported.as_ref(), Some(&file.der));
        }
        // Two files, each a folder, a file beside its place and a change of name.
        assert_eq!(ended, 6, "{failure:?}");
    }
}

#[test]
fn what_another_wrote_meanwhile_is_not_written_over() {
    let folder = Folder::with(&["demo-root", "demo-ca"]);
    let mut open = TrustFolder::open(&RealDisk, folder.path()).unwrap();
    let others = format!("{}# another was here\n", folder.text());
    std::fs::write(folder.registry(), &others).unwrap();
    let from = "2030-01-01T00:00:00Z".parse().unwrap();
    let error = open.retire("demo-root", from, DATE, "Uji").unwrap_err();
    let path = folder.registry();
    assert!(matches!(error, OperatorError::ChangedMeanwhile { path: named } if named == path));
    assert_eq!(folder.text(), others);
}

/// A file without end is not read to its end.
#[test]
fn what_is_larger_than_a_certificate_is_none() {
    let folder = Folder::with(&["demo-root"]);
    assert_eq!(
        folder.run(&["import", "/dev/zero"]),
        said(
            1,
            "",
            "error: /dev/zero: expected one certificate in DER or PEM, found a file of more than 262144 bytes, which no certificate has\n"
        )
    );
}

#[test]
fn an_entry_is_retired_and_stays() {
    let folder = Folder::with(&["demo-root"]);
    let run = |from: &str| {
        folder.run(&["retire", "demo-root", "--from", from, "--reason", "Bocor", "--date", DATE])
    };
    let end = |found: &str| {
        format!(
            "error: `demo-root`: expected an end after 2018-08-28T04:55:22Z and not after 2056-08-23T04:55:22Z, where its window ends already, found {found}\n"
        )
    };
    assert_eq!(run("2057-01-01"), said(1, "", &end("2057-01-01T00:00:00Z")));
    assert_eq!(run("2018-01-01"), said(1, "", &end("2018-01-01T00:00:00Z")));
    assert_eq!(
        run("2027-01-01"),
        said(0, "demo-root: accepted until 2026-12-31T23:59:59Z: version 2\n", "")
    );
    let entry = demo_entry("demo-root")
        .replace("until = \"2056-08-23T04:55:22Z\"", "until = \"2026-12-31T23:59:59Z\"");
    let change = "\n[[change]]\nversion = 2\ndate = \"2026-11-28\"\naction = \"retired\"\nentry = \"demo-root\"\nreason = \"Bocor\"\n";
    let head = HEAD.replace("version = 1 #", "version = 2 #");
    assert_eq!(folder.text(), format!("{head}{entry}{FIRST}{change}"));
    assert_eq!(
        folder.run(&["retire", "nobody", "--from", "2027-01-01", "--reason", "x"]),
        said(1, "", "error: DIR/registry.toml: there is no entry `nobody`\n")
    );
    // A change without a reason is none.
    let without = folder.run(&["retire", "demo-root", "--from", "2026-12-01", "--reason", " "]);
    assert_eq!(without.code, Some(2));
    assert!(without.err.contains("expected a sentence, found nothing"), "{}", without.err);
}

/// The would-be verdict of a demo letter on 2026-11-23 when an entry of the demo registry was retired.
fn judged_after(id: &str, from: &str, letter: &str) -> Option<&'static str> {
    let folder = Folder(tempfile::tempdir().unwrap());
    std::fs::write(folder.registry(), demo_text()).unwrap();
    std::fs::create_dir(folder.path().join("crl")).unwrap();
    for name in ["root.crl", "ca.crl", "ca-2024.crl"] {
        let list = trust_dir().join("demo/crl").join(name);
        std::fs::copy(list, folder.path().join("crl").join(name)).unwrap();
    }
    let retire = ["retire", id, "--from", from, "--reason", "Bocor", "--date", DATE];
    assert_eq!(folder.run(&retire).code, Some(0));
    let data = validation_data(load(folder.path(), Demo::Excluded).unwrap()).unwrap();
    let letter = root().join("tests/fixtures/letters").join(letter);
    let at = UnixTime::from_rfc3339("2026-11-23T08:00:00Z").unwrap();
    let report = verifier::verify(&std::fs::read(letter).unwrap(), &data, at);
    report.would_be.map(verifier::Verdict::key)
}

/// Of an issuing CA and of a time-stamp authority too, whose certificates go on: else retiring them would be words.
#[test]
fn what_was_made_after_the_end_of_a_window_is_not_accepted() {
    // Signed and stamped on 2026-02-03; its certificate is good to this day.
    let today = "a-valid.pdf";
    // Stamped on 2024-06-03; its certificate ended on 2024-12-31, so all hangs on the time-stamp.
    let stamped = "a-expired-with-time-stamp.pdf";
    for (id, from, letter, expected) in [
        ("demo-root", "2026-01-01", today, "belum-pasti"),
        ("demo-ca", "2026-01-01", today, "belum-pasti"),
        ("demo-ca", "2026-03-01", today, "asli-saat-itu"),
        ("demo-time-stamp-authority", "2024-01-01", stamped, "belum-pasti"),
        ("demo-time-stamp-authority", "2024-07-01", stamped, "asli-saat-itu"),
    ] {
        assert_eq!(judged_after(id, from, letter), Some(expected), "{id} {from}");
    }
}

#[test]
fn the_list_and_one_entry_in_words_and_in_json() {
    let folder = Folder::with(&["demo-root", "demo-time-stamp-authority-2023"]);
    assert_eq!(
        folder.run(&["list"]),
        said(
            0,
            "version 1\n\
             demo-root                       anchor                uji  2018-08-28 to 2056-08-23  Periksa Contoh Root (UJI, BUKAN RESMI)\n\
             demo-time-stamp-authority-2023  time-stamp-authority  uji  2023-09-02 to 2026-09-01  Periksa Contoh Penanda Waktu 2023 (UJI, BUKAN RESMI)\n",
            ""
        )
    );
    assert_eq!(
        folder.run(&["show", "demo-time-stamp-authority-2023"]),
        said(
            0,
            "demo-time-stamp-authority-2023: Periksa Contoh Penanda Waktu 2023 (UJI, BUKAN RESMI)\n  \
             time-stamp-authority, uji, for time-stamp\n  \
             SHA-256      B0B4 506E 6951 E0DB 5456 FE23 925D A600 DA50 C7AA 9527 81D9 8F3B 379A 411E D87F\n  \
             serial       345C62DB86178D20DFE610878B3B701FC4A0B2C2\n  \
             certificate  2023-09-02T10:39:11Z to 2026-09-01T10:39:10Z\n  \
             accepted     2023-09-02T10:39:11Z to 2026-09-01T10:39:10Z\n  \
             lists        none\n  \
             bytes        not published\n  \
             Dibuat sendiri oleh proyek Periksa; kunci privatnya terbuka untuk umum dan tidak berharga.\n  \
             2026-11-01 version 1, first-version: Awal.\n",
            ""
        )
    );
    let list = folder.run(&["list", "--json"]);
    let list: serde_json::Value = serde_json::from_str(&list.out).unwrap();
    assert_eq!(
        list["changes"],
        serde_json::json!([{ "version": 1, "date": "2026-11-01", "action": "first-version", "entry": null, "reason": "Awal." }])
    );
    let show = folder.run(&["show", "demo-root", "--json"]);
    let mut show: serde_json::Value = serde_json::from_str(&show.out).unwrap();
    assert_eq!(show["changes"], list["changes"]);
    show.as_object_mut().unwrap().remove("changes");
    assert_eq!(list["entries"][0], show);
    assert_eq!(
        show,
        serde_json::json!({
            "id": "demo-root",
            "role": "anchor",
            "regime": "uji",
            "name": "Periksa Contoh Root (UJI, BUKAN RESMI)",
            "ski": "019dd942876671a76aa118ffd504b3d23740d66b",
            "sha256": "e14ecabe6e9e395d4b0a8129665ef9963cda2bfbd57b7cf9cc49db055afb8acc",
            "serial": "2f1646c14521913259f28cba7b3d3b83925389a3",
            "not_before": "2018-08-28T04:55:22Z",
            "not_after": "2056-08-23T04:55:22Z",
            "valid_for": { "from": "2018-08-28T04:55:22Z", "until": "2056-08-23T04:55:22Z" },
            "purposes": ["signature", "time-stamp"],
            "crl": ["http://contoh.invalid/root.crl"],
            "provenance": ["Dibuat sendiri oleh proyek Periksa; kunci privatnya terbuka untuk umum dan tidak berharga."],
            "constraints": null,
            "is_published": false,
        })
    );
    assert_eq!(
        folder.run(&["show", "nobody"]),
        said(
            1,
            "",
            "error: there is no entry `nobody`; there are: demo-root, demo-time-stamp-authority-2023\n"
        )
    );
    let nowhere = site_gen(&["list", "--root", "/nowhere"]);
    assert_eq!(
        nowhere,
        said(
            2,
            "",
            "error: /nowhere/config.toml: No such file or directory (os error 2); name the folder of the registry with --dir\n"
        )
    );
}

#[test]
fn two_states_are_compared_and_what_should_never_be_is_told_first() {
    let old = Folder::with(&["demo-root", "demo-ca"]);
    let diff = |from: &Path, to: &Path, more: &[&str]| {
        let (from, to) = (from.display().to_string(), to.display().to_string());
        site_gen(&[&["diff", &from, &to], more].concat())
    };
    assert_eq!(diff(old.path(), &old.registry(), &[]), said(0, "", "no difference\n"));

    let new = Folder::with(&["demo-root", "demo-ca"]);
    let tsa = demo_certificate("tsa");
    add(&new, &tsa, "demo-time-stamp-authority", "time-stamp-authority", &[]);
    new.run(&["retire", "demo-ca", "--from", "2030-01-01", "--reason", "x", "--date", DATE]);
    let expected = "-  demo-ca: retired, accepted until 2029-12-31T23:59:59Z instead of 2046-01-01T00:00:00Z\n\
                    +  demo-time-stamp-authority: added\n\
                    ~  the registry: `version` was 1, is 3\n";
    assert_eq!(diff(old.path(), new.path(), &[]), said(1, expected, ""));
    // The published form says the same.
    let published = |folder: &Folder| {
        let path = folder.path().join("trusted_root.json");
        std::fs::write(&path, load(folder.path(), Demo::Excluded).unwrap().trusted_root).unwrap();
        path
    };
    assert_eq!(diff(&published(&old), new.path(), &[]), said(1, expected, ""));
    assert_eq!(diff(&published(&new), new.path(), &[]), said(0, "", "no difference\n"));
    assert_eq!(
        diff(new.path(), old.path(), &[]),
        said(
            1,
            "!! demo-time-stamp-authority: IS GONE. Entries are retired and never taken out\n\
             !! the registry: ITS VERSION RUNS BACKWARDS, from 3 to 1\n\
             ~  demo-ca: `valid_for.until` was 2029-12-31T23:59:59Z, is 2046-01-01T00:00:00Z\n",
            ""
        )
    );
    // The fact that makes it that certificate.
    let swapped = Folder::with(&["demo-root", "demo-ca"]);
    let sha256 = certificate(&demo_certificate("ca")).sha256;
    let other = digest::sha256(b"another");
    std::fs::write(swapped.registry(), swapped.text().replace(&sha256, &other)).unwrap();
    assert_eq!(
        diff(old.path(), swapped.path(), &[]),
        said(
            1,
            &format!(
                "!! demo-ca: `sha256` IS ANOTHER under the same id: was {sha256}, is {other}. Entries never change what they are\n\
                 !! the registry: differs, AND ITS VERSION IS THE SAME, 1\n"
            ),
            ""
        )
    );
    let json = diff(old.path(), swapped.path(), &["--json"]);
    assert_eq!(json.code, Some(1));
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&json.out).unwrap(),
        serde_json::json!({
            "is_same": false,
            "differences": [
                { "kind": "fact-changed", "entry": "demo-ca", "key": "sha256", "old": sha256, "new": other, "is_alarming": true },
                { "kind": "version-wrong", "key": "version", "old": "1", "new": "1", "is_alarming": true },
            ]
        })
    );
    for (text, expected) in [
        ("{", "expected the JSON of trusted_root.json, found something else at line 1, column 1"),
        ("{\"schema\":\"x\"}", "expected the schema periksa-trusted-root/1, found x"),
        (
            "{\"schema\":\"periksa-trusted-root/1\",\"version\":1,\"entries\":[{\"id\":\"a\",\"role\":1}]}",
            "entry `a`: expected `role` as text",
        ),
    ] {
        let path = old.path().join("bad.json");
        std::fs::write(&path, text).unwrap();
        let expected = format!("error: {}: {expected}\n", path.display());
        assert_eq!(diff(&path, new.path(), &[]), said(2, "", &expected));
    }
}

/// Real certificates, where they are at hand: each is the one that the registry describes.
#[test]
fn the_facts_of_the_registry_are_those_of_the_real_certificates() {
    let corpus = root().join("../shared/corpus/bsre");
    if !corpus.is_dir() {
        println!("skipped: no real certificates here");
        return;
    }
    let folder = Folder(tempfile::tempdir().unwrap());
    std::fs::copy(trust_dir().join("registry.toml"), folder.registry()).unwrap();
    let entries = folder.loaded().entries;
    let mut found = Vec::new();
    for dir in ["ca", "tsa"] {
        for file in std::fs::read_dir(corpus.join(dir)).unwrap() {
            let file = certificate(&file.unwrap().path());
            let entry = entries.iter().find(|entry| entry.sha256 == file.sha256).unwrap();
            assert_eq!(
                (&file.name, &file.subject, &file.spki, file.ski().unwrap(), &file.serial),
                (&entry.name, &entry.subject, &entry.spki, Some(entry.ski.clone()), &entry.serial)
            );
            assert_eq!((file.not_before, file.not_after), (entry.not_before, entry.not_after));
            let mut open = TrustFolder::open(&RealDisk, folder.path()).unwrap();
            let imported = open.import(&file, DATE, "Uji").unwrap();
            assert_eq!(imported, Imported::Added { id: entry.id.clone() });
            found.push(entry.id.as_str());
        }
    }
    found.sort_unstable();
    let mut all: Vec<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
    all.sort_unstable();
    assert_eq!(found, all);
    assert!(folder.loaded().entries.iter().all(|entry| entry.imported.is_some()));
}
