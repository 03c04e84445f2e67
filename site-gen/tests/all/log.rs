//! `site-gen log` as it is called: what it prints, what it refuses, and its exit codes.

use std::path::Path;
use std::process::Command;

use site_gen::note::Signer;
use verifier::note::SignatureType;

/// Standard output, standard error and exit code of a call in a folder.
fn log(folder: &Path, arguments: &[&str]) -> (String, String, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_site-gen"))
        .arg("log")
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

/// A folder with a key and a log of two files; gives the verifier key.
fn begun(folder: &Path) -> String {
    let (key, said, code) = log(folder, &["keygen", "--name", "contoh.example/log", "log.key"]);
    assert_eq!((said.as_str(), code), ("the private key is in log.key\n", 0));
    for (number, name) in ["a.crl", "b.crl"].into_iter().enumerate() {
        std::fs::write(folder.join(name), name).unwrap();
        let (path, number) = (format!("crl/{name}"), format!("number={number}"));
        let arguments = ["append", "--key-file", "log.key", "--type", "crl-snapshot", "--path"];
        let (said, errors, code) =
            log(folder, &[arguments.as_slice(), &[&path, "--say", &number, name]].concat());
        assert_eq!((errors.as_str(), code), ("", 0));
        assert!(said.starts_with("1 appended, "), "{said}");
    }
    key.trim_end().to_owned()
}

#[test]
fn an_auditor_is_told_what_is_good_what_is_not_and_what_was_not_checked() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let key = begun(folder);
    let (said, _, code) = log(
        folder,
        &["verify", "trust/log", "--key", &key, "--entry", "b.crl", "--entry", "a.crl"],
    );
    assert_eq!(code, 0, "{said}");
    let outcomes: Vec<_> =
        said.lines().map(|line| line.split_whitespace().take(2).collect::<Vec<_>>()).collect();
    let expected = [
        vec!["good", "files"],
        vec!["good", "signature"],
        vec!["not-checked", "cosignatures"],
        vec!["not-checked", "consistency"],
        vec!["good", "inclusion"],
        vec!["good", "inclusion"],
        vec!["good"],
    ];
    assert_eq!(outcomes, expected);
    // Without a key it is not known whose log it is.
    let (said, errors, code) = log(folder, &["verify", "trust/log", "--json"]);
    assert!(said.starts_with(r#"{"verdict":"incomplete","answers":[{"about":"files""#), "{said}");
    assert!(errors.contains("whose they are is not known"), "{errors}");
    assert_eq!(code, 2);
    std::fs::write(folder.join("c.crl"), "c").unwrap();
    let (said, _, code) = log(folder, &["verify", "trust/log", "--key", &key, "--entry", "c.crl"]);
    assert!(said.contains("wrong        inclusion     c.crl: no entry has its SHA-256"), "{said}");
    assert_eq!(code, 1);
    let tile = folder.join("trust/log/tile/0/000.p/2");
    std::fs::write(&tile, [0; 64]).unwrap();
    let (said, _, code) = log(folder, &["verify", "trust/log", "--key", &key]);
    assert!(said.contains("tile/0/000.p/2: not what the entries of the log make it"), "{said}");
    assert_eq!(code, 1);
    for bad in [["verify", "nowhere"], ["verify", "."]] {
        let (said, errors, code) = log(folder, &bad);
        assert_eq!((said.as_str(), code), ("", 2));
        assert!(errors.contains("there is no checkpoint"), "{errors}");
    }
    let (_, errors, code) = log(folder, &["verify", "trust/log", "--key", "a+b"]);
    assert!(errors.contains("expected NAME+ID+BASE64"), "{errors}");
    assert_eq!(code, 2);
}

#[test]
fn the_log_is_shown_for_people_and_for_programs() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    begun(folder);
    let (said, _, code) = log(folder, &["show"]);
    assert_eq!(code, 0);
    let lines: Vec<_> = said.lines().collect();
    assert_eq!(lines[0], "log        contoh.example/log");
    assert_eq!(lines[1], "entries    2");
    assert_eq!(lines[3], "signed by  contoh.example/log (not checked here)");
    assert_eq!(lines[5], "        1  crl-snapshot  crl/b.crl  number 1");
    let (said, _, _) = log(folder, &["show", "--json", "--last", "1"]);
    let shown: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(shown["tree_size"], 2);
    assert_eq!(shown["entries"][0]["index"], 1);
    assert_eq!(shown["entries"][0]["entry"]["path"], "crl/b.crl");
    assert_eq!(shown["entries"].as_array().unwrap().len(), 1);
}

#[test]
fn keys_are_not_made_where_they_would_be_seen_and_are_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::create_dir(folder.join("static")).unwrap();
    let keygen = |out: &str| log(folder, &["keygen", "--name", "contoh.example/log", out]);
    let (said, errors, code) = keygen("static/log.key");
    assert_eq!((said.as_str(), code), ("", 2));
    assert!(errors.contains("is published or a part of what is"), "{errors}");
    assert!(!folder.join("static/log.key").exists());
    assert_eq!(keygen("log.key").2, 0);
    let (_, errors, code) = keygen("log.key");
    assert!(errors.contains("a key is never replaced"), "{errors}");
    assert_eq!(code, 2);
    let (_, errors, code) = log(folder, &["keygen", "--name", "a b", "other.key"]);
    assert!(errors.contains("its name is empty, or has a space"), "{errors}");
    assert_eq!(code, 2);
    // The verifier key in place of the private one.
    let (key, _, _) = log(folder, &["keygen", "--name", "a", "third.key"]);
    std::fs::write(folder.join("public.key"), key).unwrap();
    let (_, errors, code) = log(folder, &["append", "--key-file", "public.key"]);
    assert!(errors.contains("this is the verifier key"), "{errors}");
    assert_eq!(code, 2);
}

#[test]
fn witnesses_cosign_what_is_published_and_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let key = begun(folder);
    let signer =
        Signer::from_seed("saksi.example/1", SignatureType::CosignatureV1, [3; 32]).unwrap();
    let witness = signer.verifier_key().to_string();
    let verify = |since: &[&str]| {
        let fixed = ["verify", "trust/log", "--key", &key, "--witness", &witness];
        let (said, _, code) = log(folder, &[fixed.as_slice(), since].concat());
        (
            said.contains(
                "good         cosignatures  1 of 1 witnesses, 1 needed: saksi.example/1 at 9",
            ),
            code,
        )
    };
    assert_eq!(verify(&[]), (false, 1));
    let note = std::fs::read_to_string(folder.join("trust/log/checkpoint")).unwrap();
    let (text, _) = note.split_once("\n\n").unwrap();
    let add = |text: &str, witness: &str| {
        std::fs::write(folder.join("lines"), signer.signature_line(text, 9)).unwrap();
        log(folder, &["cosign", "add", "--key", &key, "--witness", witness, "lines"])
    };
    let (said, errors, code) = add("another\n", &witness);
    assert_eq!((said.as_str(), code), ("", 1));
    assert!(errors.contains("the signature of saksi.example/1 does not verify"), "{errors}");
    let (_, errors, code) = add(&format!("{text}\n"), &key);
    assert!(errors.contains("not one of the witnesses"), "{errors}");
    assert_eq!(code, 1);
    let (said, _, code) = add(&format!("{text}\n"), &witness);
    assert_eq!((said.as_str(), code), ("cosigned by saksi.example/1 at 9\n", 0));
    assert_eq!(verify(&[]), (true, 0));
    // An earlier checkpoint that was kept is the beginning of this one.
    std::fs::write(folder.join("kept"), note).unwrap();
    assert_eq!(verify(&["--since", "kept"]), (true, 0));
    assert_eq!(verify(&["--quorum", "2"]).1, 2);
}
