//! `site-gen verify DIR --report`: the lines, what a folder's documents are, and how an interrupted run goes on.

mod resume;

use crate::project::trust_dir;
use serde_json::Value;
use site_gen::archive::{ArchiveError, Existing, Format, Request, Summary, verify_archive};
use site_gen::trust::{self, Demo};
use site_gen::verify::validation_data;
use std::fs::{self, File};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tempfile::TempDir;
use verifier::time::UnixTime;
use verifier::{ValidationData, Verdict};

const AT: &str = "2026-11-23T08:00:00Z";
/// When every file of these archives was changed last.
const MODIFIED: Duration = Duration::new(1_770_081_860, 120_000_000);
const COLUMNS: &str = "path,signature_path,modified,size,sha256,signature_sha256,kind,verdict,would_be,signatures,\
                       indication,sub_indication,indication_strict,sub_indication_strict,best_signature_times,\
                       time_sources,common_names,organizations,levels,reasons,error";

fn modified() -> SystemTime {
    UNIX_EPOCH.checked_add(MODIFIED).unwrap()
}

/// A folder of documents, and a place beside it for reports.
struct Archive {
    folder: TempDir,
    data: ValidationData,
}

impl Archive {
    fn new() -> Self {
        let bundle = trust::load(&trust_dir(), Demo::Included).unwrap();
        let archive =
            Self { folder: tempfile::tempdir().unwrap(), data: validation_data(bundle).unwrap() };
        fs::create_dir(archive.documents()).unwrap();
        archive
    }

    fn with_letters(letters: &[&str]) -> Self {
        letters.iter().fold(Self::new(), |archive, name| archive.with(name, &letter(name)))
    }

    fn with(self, name: &str, bytes: &[u8]) -> Self {
        self.put(name, bytes);
        self
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        let path = self.documents().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        File::options().write(true).open(&path).unwrap().set_modified(modified()).unwrap();
    }

    fn documents(&self) -> PathBuf {
        self.folder.path().join("arsip")
    }

    fn report(&self) -> PathBuf {
        self.folder.path().join("laporan")
    }

    fn request<'a>(&'a self, documents: &'a Path, report: &'a Path, format: Format) -> Request<'a> {
        Request {
            folder: documents,
            output: report,
            format,
            existing: Existing::Resumed,
            data: &self.data,
            password: None,
            at: UnixTime::from_rfc3339(AT),
            now: UnixTime::from_seconds(0),
            threads: NonZeroUsize::new(2).unwrap(),
        }
    }

    fn resume(&self, format: Format) -> Result<Summary, ArchiveError> {
        let (documents, report) = (self.documents(), self.report());
        verify_archive(&self.request(&documents, &report, format), |_progress| {})
    }

    /// The report that a run without interruption makes.
    fn whole(&self, format: Format) -> String {
        let (documents, report) = (self.documents(), self.folder.path().join("utuh"));
        let _ = fs::remove_file(&report);
        verify_archive(&self.request(&documents, &report, format), |_progress| {}).unwrap();
        fs::read_to_string(report).unwrap()
    }
}

fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures").join(name)).unwrap()
}

fn letter(name: &str) -> Vec<u8> {
    fixture(&format!("letters/{name}"))
}

fn site_gen(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_site-gen"));
    command.args(["verify", "--at", AT, "--trust"]).arg(trust_dir());
    command.args(arguments).output().unwrap()
}

fn texts(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// Lines of documents, without the head.
fn lines(report: &str, format: Format) -> Vec<&str> {
    match format {
        Format::Csv => report.split_terminator("\r\n").skip(2).collect(),
        Format::Json => report.lines().skip(1).collect(),
    }
}

#[test]
fn a_letter_is_a_line_and_the_head_names_what_all_lines_were_made_with() {
    let archive = Archive::with_letters(&[
        "a-valid.pdf",
        "a-altered.pdf",
        "no-signature.pdf",
        "four-signatures-two-chains.pdf",
    ]);
    let trust = &archive.data.trusted_root;
    let csv = archive.whole(Format::Csv);
    let head: Vec<&str> = csv.split("\r\n").take(2).collect();
    let evidence = head[0].split("evidence_sha256=").nth(1).unwrap().split(',').next().unwrap();
    assert_eq!(evidence.len(), 64);
    let (version, sha256) = (trust.version, &trust.sha256);
    let engine = env!("CARGO_PKG_VERSION");
    assert_eq!(
        head,
        [
            &format!(
                "schema=periksa-archive/1,engine_version={engine},policy_id=periksa-1,policy_version=1,trust_version={version},\
                 trust_sha256={sha256},evidence_sha256={evidence},at={AT},documents=4,,,,,,,,,,,,"
            ),
            COLUMNS
        ]
    );
    assert_eq!(
        lines(&csv, Format::Csv),
        [
            "a-altered.pdf,,2026-02-03T01:24:20.120000000Z,37249,1d52af997b62a58f2997ef7fe67129b1d8eb7d27457a2f1915685dc95717f2fb,,\
             pdf,uji,berubah,1,TOTAL-FAILED,HASH_FAILURE,TOTAL-FAILED,HASH_FAILURE,,,Contoh Penanda Tangan Satu,\
             Pemerintah Kabupaten Contoh,PKCS7-T,hash-mismatch,",
            "a-valid.pdf,,2026-02-03T01:24:20.120000000Z,37247,863be418285977d12b8e5b732aa17812ff27ff506a5ff0409ac73a30f0329981,,\
             pdf,uji,asli,1,TOTAL-PASSED,,INDETERMINATE,SIG_CONSTRAINTS_FAILURE,2026-02-03T01:24:22Z,time-stamp,\
             Contoh Penanda Tangan Satu,Pemerintah Kabupaten Contoh,PKCS7-T,,",
            FOUR_SIGNATURES,
            "no-signature.pdf,,2026-02-03T01:24:20.120000000Z,2913,e5eb6f5ebb5f45c35ca2b484f865920b1dc2dc3d6ec4fbee11f7619002027cc2,,\
             pdf,tanpa,,0,,,,,,,,,,no-signature-field,",
        ]
    );

    let json = archive.whole(Format::Json);
    assert_eq!(
        json.lines().next().unwrap(),
        format!(
            "{{\"schema\":\"periksa-archive/1\",\"engine_version\":\"{engine}\",\"policy_id\":\"periksa-1\",\"policy_version\":1,\
             \"trust_version\":{version},\"trust_sha256\":\"{sha256}\",\"evidence_sha256\":\"{evidence}\",\"at\":\"{AT}\",\"documents\":4}}"
        )
    );
    assert_eq!(
        lines(&json, Format::Json)[1],
        "{\"path\":\"a-valid.pdf\",\"signature_path\":null,\"modified\":\"2026-02-03T01:24:20.120000000Z\",\"size\":37247,\
         \"sha256\":\"863be418285977d12b8e5b732aa17812ff27ff506a5ff0409ac73a30f0329981\",\"signature_sha256\":null,\"kind\":\"pdf\",\
         \"verdict\":\"uji\",\"would_be\":\"asli\",\"signatures\":1,\"indication\":\"TOTAL-PASSED\",\"sub_indication\":null,\
         \"indication_strict\":\"INDETERMINATE\",\"sub_indication_strict\":\"SIG_CONSTRAINTS_FAILURE\",\
         \"best_signature_times\":[\"2026-02-03T01:24:22Z\"],\"time_sources\":[\"time-stamp\"],\
         \"common_names\":[\"Contoh Penanda Tangan Satu\"],\"organizations\":[\"Pemerintah Kabupaten Contoh\"],\
         \"levels\":[\"PKCS7-T\"],\"reasons\":[],\"error\":null}"
    );
}

const FOUR_SIGNATURES: &str = "four-signatures-two-chains.pdf,,2026-02-03T01:24:20.120000000Z,140079,7a47417ec4c8071e65e682d211b4aaae223d48fd3a73cfc53fa544565eaa8e87,,\
     pdf,uji,asli-saat-itu,4,TOTAL-PASSED,,INDETERMINATE,OUT_OF_BOUNDS_NO_POE,2026-01-02T08:36:10Z | 2026-01-03T08:35:53Z | 2026-01-03T08:36:05Z | 2026-01-03T10:08:17Z,\
     time-stamp | time-stamp | time-stamp | time-stamp,\
     Contoh Penanda Tangan Delapan | Contoh Jabatan Kepala Bagian | Contoh Penanda Tangan Satu | Contoh Jabatan Kepala Dinas,\
     Pemerintah Kabupaten Contoh | Pemerintah Kabupaten Contoh | Pemerintah Kabupaten Contoh | Pemerintah Kabupaten Contoh,\
     PKCS7-T | PKCS7-T | PKCS7-T | PKCS7-T,,";

/// The report on the folder says of every letter what the report on the letter says.
#[test]
fn every_letter_has_the_verdict_that_it_has_alone() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/letters");
    let archive = Archive::new();
    let report = archive.report();
    let request = archive.request(&folder, &report, Format::Json);
    let summary = verify_archive(&request, |_progress| {}).unwrap();
    let text = fs::read_to_string(&report).unwrap();
    let told: Vec<Value> =
        lines(&text, Format::Json).iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut names: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(told.iter().map(|line| line["path"].as_str().unwrap()).collect::<Vec<_>>(), names);
    assert_eq!(summary.documents(), names.len());
    for (line, name) in told.iter().zip(&names) {
        let report =
            verifier::verify(&letter(name), &archive.data, UnixTime::from_rfc3339(AT).unwrap());
        let report: Value = serde_json::from_str(&report.to_json()).unwrap();
        let field = |name: &str| -> Value {
            report["signatures"].as_array().unwrap().iter().map(|one| one[name].clone()).collect()
        };
        assert_eq!(line["verdict"], report["verdict"], "{name}");
        assert_eq!(line["would_be"], report["would_be"], "{name}");
        assert_eq!(line["sha256"], report["document"]["sha256"], "{name}");
        assert_eq!(line["best_signature_times"], field("best_signature_time"), "{name}");
        assert_eq!(line["levels"], field("level"), "{name}");
    }
}

#[test]
fn the_report_is_the_same_for_any_number_of_threads() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/letters");
    let archive = Archive::new();
    let reports: Vec<Vec<u8>> = [1, 2, 7]
        .map(|threads| {
            let report = archive.folder.path().join(format!("{threads}"));
            let threads = NonZeroUsize::new(threads).unwrap();
            let request = Request { threads, ..archive.request(&folder, &report, Format::Json) };
            verify_archive(&request, |_progress| {}).unwrap();
            fs::read(report).unwrap()
        })
        .into();
    assert_eq!(reports[0].iter().filter(|byte| **byte == b'\n').count(), 35);
    assert!(reports.iter().all(|report| *report == reports[0]));
}

/// Which documents have a line: path, signature, verdict or error.
fn told(archive: &Archive) -> (Vec<[String; 3]>, Summary) {
    let summary = archive.resume(Format::Json).unwrap();
    let text = fs::read_to_string(archive.report()).unwrap();
    let told = lines(&text, Format::Json)
        .iter()
        .map(|line| {
            let line: Value = serde_json::from_str(line).unwrap();
            let text = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
            [text("path"), text("signature_path"), text("verdict") + &text("error")]
        })
        .collect();
    (told, summary)
}

#[test]
fn a_document_is_told_by_content_and_a_name_that_claims_to_be_one_has_a_line() {
    let archive = Archive::new()
        .with("tanpa akhiran", &letter("a-valid.pdf"))
        .with("gambar.jpg", &letter("no-signature.pdf"))
        .with("catatan.txt", b"Bukan dokumen")
        .with("kosong.pdf", b"")
        .with("pesan", &fixture("mail/opaque.eml"))
        .with("dalam/lebih dalam/DAFTAR.PDF", b"bukan PDF");
    let (told, summary) = told(&archive);
    let expected = [
        ["dalam/lebih dalam/DAFTAR.PDF", "", "tanpa"],
        ["gambar.jpg", "", "tanpa"],
        ["kosong.pdf", "", "tanpa"],
        ["pesan", "", "uji"],
        ["tanpa akhiran", "", "uji"],
    ];
    assert_eq!(told, expected);
    assert_eq!((summary.others, summary.not_opened), (1, 0));
}

#[test]
fn a_detached_signature_is_judged_with_the_file_beside_it() {
    let content = fixture("cms/pengumuman.txt");
    let signature = fixture("cms/pengumuman.txt.p7s");
    let archive = Archive::new()
        // x.p7s beside x, and the text alone is no document.
        .with("a.txt", &content)
        .with("a.txt.p7s", &signature)
        // x.p7s beside x.pdf; a letter that is signed inside too has a line of its own.
        .with("b.pdf", &letter("a-valid.pdf"))
        .with("b.P7S", &signature)
        // An unsigned letter has one line: the one with its signature.
        .with("c.pdf", &letter("no-signature.pdf"))
        .with("c.pdf.p7s", &signature)
        // Alone, and beside a file of another folder.
        .with("d/a.txt.p7s", &signature)
        // Not a signature, whatever its name.
        .with("e.txt", &content)
        .with("e.txt.p7s", b"?")
        // Holds what it signs: the file beside it is another matter.
        .with("f.txt.p7s", &fixture("cms/pengumuman.txt.p7m"))
        .with("f.txt", &content);
    let (told, summary) = told(&archive);
    let expected = [
        ["a.txt", "a.txt.p7s", "uji"],
        ["b.pdf", "", "uji"],
        ["b.pdf", "b.P7S", "uji"],
        ["c.pdf", "c.pdf.p7s", "uji"],
        ["d/a.txt.p7s", "", "uji"],
        ["e.txt.p7s", "", "tanpa"],
        ["f.txt.p7s", "", "uji"],
    ];
    assert_eq!(told, expected);
    // The three texts, and the unsigned letter by itself.
    assert_eq!(summary.others, 4);

    let text = fs::read_to_string(archive.report()).unwrap();
    let fits: Vec<String> = lines(&text, Format::Json)
        .iter()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["would_be"].to_string())
        .collect();
    let expected = ["asli", "asli", "berubah", "berubah", "belum-pasti", "null", "asli"];
    assert_eq!(
        fits,
        expected.map(|would_be| if would_be == "null" {
            would_be.to_owned()
        } else {
            format!("\"{would_be}\"")
        })
    );

    // Another signature over the same file is another line.
    assert_eq!(archive.resume(Format::Json).unwrap().kept, 7);
    archive.put("a.txt.p7s", &fixture("cms/pengumuman.txt.p7m"));
    let summary = archive.resume(Format::Json).unwrap();
    assert_eq!((summary.kept, summary.documents()), (6, 7));
}

#[test]
fn what_cannot_be_read_has_a_line_and_is_tried_again() {
    let archive = Archive::with_letters(&["no-signature.pdf"]);
    let documents = archive.documents();
    let limit = u64::try_from(verifier::policy::Budget::DEFAULT.file_size).unwrap();
    // Files with a hole: their size is all there is of them.
    for (name, size) in
        [("besar.pdf", limit.saturating_add(1)), ("film.mp4", limit.saturating_add(1))]
    {
        File::create(documents.join(name)).unwrap().set_len(size).unwrap();
    }
    std::os::unix::fs::symlink("tidak-ada.pdf", documents.join("putus.pdf")).unwrap();
    std::os::unix::fs::symlink("..", documents.join("berputar")).unwrap();
    std::os::unix::fs::symlink("no-signature.pdf", documents.join("tautan")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(documents.join("soket.pdf")).unwrap();
    let expected = [
        ["besar.pdf", "", "file-too-large"],
        ["no-signature.pdf", "", "tanpa"],
        ["putus.pdf", "", "not-found"],
        ["tautan", "", "tanpa"],
    ];
    let (lines, summary) = told(&archive);
    assert_eq!(lines, expected);
    assert_eq!((summary.unreadable, summary.others, summary.not_opened), (2, 1, 2));
    assert_eq!(summary.verdicts, [(Verdict::Tanpa, 2)]);

    fs::rename(documents.join("no-signature.pdf"), documents.join("tidak-ada.pdf")).unwrap();
    let expected = [
        ["besar.pdf", "", "file-too-large"],
        ["putus.pdf", "", "tanpa"],
        ["tautan", "", "not-found"],
        ["tidak-ada.pdf", "", "tanpa"],
    ];
    assert_eq!(told(&archive).0, expected);
}

#[test]
fn the_command_says_how_many_have_which_verdict_and_ends_with_a_code() {
    let archive = Archive::with_letters(&["a-valid.pdf", "no-signature.pdf", "a-altered.pdf"]);
    let (documents, report) = (archive.documents(), archive.report());
    let (documents, report) = (documents.to_str().unwrap(), report.to_str().unwrap());
    let csv = ["--report", "csv", "-o", report];
    let run = |more: &[&str]| texts(&site_gen(&[&[documents], csv.as_slice(), more].concat()));
    let words =
        " 1  Tidak ada tanda tangan elektronik\n 2  Sertifikat uji, bukan tanda tangan resmi\n";
    let words = words.replace("\n ", "\n").trim_start().to_owned();
    assert_eq!(run(&[]), (Some(1), words, format!("{report}: 3 documents written\n")));
    assert_eq!(
        run(&["--lang", "en", "--resume", "--threads", "1"]),
        (
            Some(1),
            "1  No electronic signature\n2  Test certificate, not an official signature\n"
                .to_owned(),
            format!("{report}: 3 documents written\n{report}: 3 of them were there already\n")
        )
    );
    std::os::unix::fs::symlink("hilang", archive.documents().join("putus.pdf")).unwrap();
    let (code, table, _) = run(&["--resume"]);
    assert_eq!((code, table.lines().last()), (Some(2), Some("1  Tidak dapat dibaca")));

    let (code, _, error) = run(&[]);
    assert_eq!(code, Some(2));
    assert!(error.contains("is already there and stays as it is"), "{error}");
    let (code, _, error) = texts(&site_gen(&[documents]));
    assert_eq!(code, Some(2));
    assert_eq!(
        error,
        format!(
            "error: {documents}: this is a folder; add --report csv -o OUT, or --report json -o OUT, to verify every document in it\n"
        )
    );
    for (arguments, expected) in [
        (vec![documents, documents], "expected one folder with --report, found 2"),
        (vec![report], "expected a folder with --report, found a file"),
        (vec!["no-such-folder"], "no-such-folder: "),
        (vec![documents, "--json"], "cannot be used with"),
        (vec![documents, "--resume", "--force"], "cannot be used with"),
    ] {
        let other = archive.folder.path().join("lain");
        let all = [arguments.as_slice(), &["--report", "json", "-o", other.to_str().unwrap()]];
        let (code, _, error) = texts(&site_gen(&all.concat()));
        assert_eq!(code, Some(2), "{error}");
        assert!(error.contains(expected), "{expected}: {error}");
        assert!(!other.exists());
    }
}

#[test]
fn a_folder_without_documents_is_not_called_genuine() {
    let archive = Archive::new().with("catatan.txt", b"Bukan dokumen");
    let (documents, report) = (archive.documents(), archive.report());
    let (documents, report) = (documents.to_str().unwrap(), report.to_str().unwrap());
    let (code, said, error) =
        texts(&site_gen(&[documents, "--report", "json", "-o", report, "--resume"]));
    assert_eq!((code, said.as_str()), (Some(2), ""));
    assert_eq!(
        error,
        format!("error: {documents}: there is no document in it; 1 other files were looked at\n")
    );
    assert!(fs::read_to_string(report).unwrap().ends_with("\"documents\":0}\n"));
    assert!(!archive.resume(Format::Json).unwrap().all_green());
}

#[test]
fn names_are_no_formulas_and_no_new_lines() {
    let unsigned = letter("no-signature.pdf");
    let archive = Archive::new()
        .with("=1+1.pdf", &unsigned)
        .with("-surat.pdf", &unsigned)
        .with("@a.pdf", &unsigned)
        .with("+62.pdf", &unsigned)
        .with("a\r\n=b.pdf", &unsigned)
        .with("a, \"b\".pdf", &unsigned);
    let csv = archive.whole(Format::Csv);
    let path = |line: &&str| line.split(",,2026-02").next().unwrap().to_owned();
    assert_eq!(
        lines(&csv, Format::Csv).iter().map(path).collect::<Vec<_>>(),
        [
            "'+62.pdf",
            "'-surat.pdf",
            "'=1+1.pdf",
            "'@a.pdf",
            "a\\u{d}\\u{a}=b.pdf",
            "\"a, \"\"b\"\".pdf\"",
        ]
    );
    archive.resume(Format::Csv).unwrap();
    // A name that stands otherwise in the report than on the disk is judged again; the report is the same.
    assert_eq!(archive.resume(Format::Csv).unwrap().kept, 1);
    assert_eq!(fs::read_to_string(archive.report()).unwrap(), csv);
    let json = archive.whole(Format::Json);
    let path = |line: &&str| serde_json::from_str::<Value>(line).unwrap()["path"].to_string();
    assert_eq!(
        lines(&json, Format::Json).iter().map(path).collect::<Vec<_>>(),
        [
            "\"+62.pdf\"",
            "\"-surat.pdf\"",
            "\"=1+1.pdf\"",
            "\"@a.pdf\"",
            "\"a\\r\\n=b.pdf\"",
            "\"a, \\\"b\\\".pdf\"",
        ]
    );
}

#[test]
fn a_report_inside_the_folder_is_no_document_of_it() {
    let archive = Archive::with_letters(&["no-signature.pdf"]);
    // A name that would have a line.
    let (documents, report) = (archive.documents(), archive.documents().join("laporan.pem"));
    for existing in [Existing::Stays, Existing::Resumed, Existing::Replaced] {
        let request = Request { existing, ..archive.request(&documents, &report, Format::Json) };
        let summary = verify_archive(&request, |_progress| {}).unwrap();
        assert_eq!((summary.documents(), summary.others), (1, 0), "{existing:?}");
    }
    let mut left: Vec<_> =
        fs::read_dir(&documents).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["laporan.pem", "no-signature.pdf"], "no temporary file is left");
}
