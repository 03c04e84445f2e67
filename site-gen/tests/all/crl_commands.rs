//! `site-gen crl`: what is printed, what is logged, and the exit codes, with the demo PKI's lists.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

const AT: &str = "2026-11-23T08:00:00Z";

fn demo_list(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../trust/demo/crl").join(name)
}

/// A trust folder with the demo PKI's registry, and no lists.
fn trust() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../trust/demo");
    fs::copy(demo.join("registry.toml"), dir.path().join("registry.toml")).unwrap();
    fs::create_dir(dir.path().join("certificates")).unwrap();
    for name in ["ca.pem", "root.pem", "old-root.pem"] {
        let place = dir.path().join("certificates").join(name);
        fs::copy(demo.join("certificates").join(name), place).unwrap();
    }
    dir
}

/// Exit code, standard output, standard error.
fn crl(dir: &Path, words: &[&str], files: &[PathBuf]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_site-gen"));
    command.arg("crl").args(words).args(files).arg("--dir").arg(dir);
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn digest(file: &Path) -> String {
    site_gen::digest::sha256(&fs::read(file).unwrap())
}

#[test]
fn import_says_what_became_of_each_file() {
    let dir = trust();
    let page = dir.path().join("page.crl");
    fs::write(&page, "<!doctype html>").unwrap();
    let missing = dir.path().join("missing.crl");
    let list = demo_list("ca.crl");
    let files = [list.clone(), page.clone(), missing.clone(), list.clone()];
    let (code, out, log) = crl(dir.path(), &["import", "--at", AT], &files);
    let (list_name, sha256) = (list.display(), digest(&list));
    assert_eq!(
        out,
        format!(
            "{list_name}: accepted: demo-ca 26723, 5 entries, 5 added, 0 removed, 0 changed, 3 findings\n\
             {}: refused: expected a certificate revocation list in DER or PEM, found an HTML page: look at the address in a \
             browser\n\
             {}: failed: No such file or directory (os error 2)\n\
             {list_name}: unchanged: demo-ca 26723\n",
            page.display(),
            missing.display()
        )
    );
    assert_eq!(
        log,
        format!(
            "level=info event=accepted issuer=demo-ca number=26723 sha256={sha256} source=ca.crl entries=5 added=5 removed=0 \
             changed=0 findings=3 codes=cabf.crl_invalid_validity_period,periksa.crl_idp_not_critical,pkix.crl_number_extension_critical\n\
             level=error event=refused sha256={} source=page.crl code=html why=\"expected a certificate revocation list in DER \
             or PEM, found an HTML page: look at the address in a browser\"\n\
             level=error event=failed source={} why=\"No such file or directory (os error 2)\"\n\
             level=info event=unchanged issuer=demo-ca number=26723 sha256={sha256} source=ca.crl\n",
            digest(&page),
            missing.display()
        )
    );
    assert_eq!(code, 1);
    let (code, out, _) = crl(dir.path(), &["import", "--at", AT], &[page]);
    assert_eq!((code, out.lines().count()), (3, 1));
}

#[test]
fn status_is_a_table_whose_exit_code_says_whether_all_is_fresh() {
    let dir = trust();
    let ids = ["status", "demo-ca", "demo-root", "--at", AT];
    crl(dir.path(), &["import", "--at", AT], &[demo_list("ca.crl"), demo_list("root.crl")]);
    let (code, out, _) = crl(dir.path(), &ids, &[]);
    assert_eq!(
        out,
        "issuer     number  thisUpdate            nextUpdate            age   state  entries  last findings\n\
         demo-root  18      2026-11-01T00:00:00Z  2040-01-01T00:00:00Z  22 d  fresh  1        -\n\
         demo-ca    26723   2026-11-01T00:37:33Z  2040-01-01T00:00:00Z  22 d  fresh  5        -\n"
    );
    assert_eq!(code, 0);
    let (code, out, _) = crl(dir.path(), &["status", "demo-old-root", "--json", "--at", AT], &[]);
    assert_eq!(
        out,
        "[{\"issuer\":\"demo-old-root\",\"folder\":\"3e20767559846dd2cd13c5b5434094668e1d8ee2\",\"number\":null,\"this_update\":\
         null,\"next_update\":null,\"age\":null,\"state\":\"missing\",\"entries\":null,\"lists\":0,\"findings\":[]}]\n"
    );
    assert_eq!(code, 1);
    let (code, _, log) = crl(dir.path(), &["status", "nobody"], &[]);
    assert_eq!(
        log,
        "error: expected the id of an entry with an address in `crl` (demo-root, demo-ca, demo-old-root), found nobody\n"
    );
    assert_eq!(code, 2);
}

#[test]
fn check_judges_and_writes_nothing() {
    let dir = trust();
    let (code, out, _) =
        crl(dir.path(), &["check", "--json", "--at", AT], &[demo_list("old-root.crl")]);
    let value: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(value[0]["outcome"], "accepted");
    assert_eq!(value[0]["findings"][0]["code"], "over");
    assert_eq!(code, 0);
    assert!(!dir.path().join("crl").exists());
}

#[test]
fn older_lists_are_imported_as_history() {
    let dir = trust();
    crl(dir.path(), &["import", "--at", AT], &[demo_list("ca.crl")]);
    let old = [demo_list("ca-2024.crl")];
    let (code, out, _) = crl(dir.path(), &["import", "--at", AT], &old);
    assert_eq!(code, 3);
    assert!(
        out.contains("expected cRLNumber above 26723, found 2454: older than the newest"),
        "{out}"
    );
    let (code, _, log) =
        crl(dir.path(), &["import", "--history", "--log", "json", "--at", AT], &old);
    assert_eq!(code, 0);
    let event: serde_json::Value = serde_json::from_str(&log).unwrap();
    assert_eq!((&event["event"], &event["number"]), (&"inserted".into(), &"2454".into()));
}

/// Gives these answers, one to each connection; what was asked comes back in the end.
fn serve(answers: Vec<Vec<u8>>) -> (u16, std::thread::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = std::thread::spawn(move || {
        let mut requests = Vec::new();
        for answer in answers {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = Vec::new();
            let mut byte = [0];
            while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() == 1 {
                request.push(byte[0]);
            }
            requests.push(String::from_utf8(request).unwrap().to_ascii_lowercase());
            stream.write_all(&answer).unwrap();
        }
        requests
    });
    (port, server)
}

fn answer(status: &str, fields: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\n{fields}content-length: {length}\r\nconnection: close\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}

/// Over a real socket: a list, the same list asked for only if it has changed, an error page with the status 200, and a redirect
/// to where no list is.
#[test]
fn a_fetch_takes_the_list_and_nothing_else() {
    let dir = trust();
    let list = fs::read(demo_list("ca.crl")).unwrap();
    let (port, server) = serve(vec![
        answer("200 OK", "etag: \"7\"\r\n", &list),
        b"HTTP/1.1 304 Not Modified\r\netag: \"7\"\r\nconnection: close\r\n\r\n".to_vec(),
        answer("200 OK", "content-type: text/html\r\n", b"<!DOCTYPE html><p>502"),
        answer("302 Found", "location: ftp://contoh.invalid/ca.crl\r\n", b""),
    ]);
    let registry = dir.path().join("registry.toml");
    let text = fs::read_to_string(&registry).unwrap();
    let own = "\"http://contoh.invalid/ca.crl\"";
    let mirror = format!("\"http://127.0.0.1:{port}/ca.crl\"");
    fs::write(&registry, text.replace(own, &format!("{mirror}, {own}"))).unwrap();
    let mut codes = Vec::new();
    let mut said = Vec::new();
    for run in 0..4 {
        if run == 3 {
            // No other address to ask.
            fs::write(&registry, text.replace(own, &mirror)).unwrap();
        }
        let (code, out, _) = crl(dir.path(), &["fetch", "demo-ca", "--at", AT], &[]);
        codes.push(code);
        said.push(out.split([':', ',', '\n']).nth(1).unwrap().trim().to_owned());
    }
    assert_eq!(said, ["accepted", "unchanged", "refused", "failed"]);
    assert_eq!(codes, [0, 0, 3, 3]);
    let requests = server.join().unwrap();
    let asked: Vec<bool> =
        requests.iter().map(|request| request.contains("if-none-match: \"7\"")).collect();
    // What was refused has to come again in full.
    assert_eq!(asked, [false, true, true, false]);
}

/// Nobody answers at `contoh.invalid`, and the answer of the command is there at once for a name that cannot be resolved.
#[test]
fn a_fetch_of_which_all_sources_fail_has_its_own_exit_code() {
    let dir = trust();
    let registry = dir.path().join("registry.toml");
    let text = fs::read_to_string(&registry).unwrap();
    // An address that is refused before anything is sent.
    fs::write(
        &registry,
        text.replace("http://contoh.invalid/ca.crl", "http://contoh.invalid:0/ca.crl"),
    )
    .unwrap();
    let (code, out, log) = crl(dir.path(), &["fetch", "demo-ca", "--at", AT], &[]);
    assert!(out.starts_with("demo-ca: failed: "), "{out}");
    assert!(log.contains("event=failed issuer=demo-ca"), "{log}");
    assert_eq!(code, 3);
}

/// The units that operators copy are ones that systemd takes.
#[test]
fn the_example_units_are_valid() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let units = ["periksa-crl.service", "periksa-crl.timer"].map(|name| examples.join(name));
    match Command::new("systemd-analyze").arg("verify").args(units).output() {
        Err(_) => eprintln!("skipped: systemd-analyze is not here"),
        Ok(output) => {
            let text = String::from_utf8_lossy(&output.stderr);
            let about_ours: Vec<&str> =
                text.lines().filter(|line| line.contains("periksa-crl")).collect();
            assert_eq!(about_ours, Vec::<&str>::new());
        }
    }
}
