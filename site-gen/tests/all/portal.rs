//! A portal: engine, trust data, words and samples beside the pages.

use crate::project::{Project, texts, trust_dir};
use std::path::Path;

pub(crate) fn portal() -> Project {
    let trust = trust_dir().canonicalize().unwrap();
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content");
    let own = |name: &str| std::fs::read_to_string(content.join(name)).unwrap();
    Project::new()
        .with(
            "config.toml",
            &format!(
                "base_url = \"/\"\ndefault_language = \"id\"\n[languages.en]\n[extra.periksa.trust]\ndir = {:?}\ndemo = true\n[extra.periksa.engine]\ndir = \"wasm\"\n\
                 [[extra.periksa.samples]]\nfile = \"letters/a.pdf\"\ntitle = \"Surat\"\ntitle_en = \"Letter\"\n",
                trust.display().to_string()
            ),
        )
        .with("content/verdicts.toml", &own("verdicts.toml"))
        .with("content/policy.toml", &own("policy.toml"))
        .with("content/indications.toml", &own("indications.toml"))
        .with("content/verdict_pages.toml", &own("verdict_pages.toml"))
        .with("content/glossary.toml", &own("glossary.toml"))
        .with("content/history.toml", &own("history.toml"))
        .with("content/findings.toml", &own("findings.toml"))
        .with("content/lint.toml", &own("lint.toml"))
        .with("wasm/verifier.js", "\"use strict\";")
        .with("wasm/verifier.wasm", "\0asm")
        .with("letters/a.pdf", "%PDF-1.7")
        .with(
            "templates/index.html",
            "{% for sample in samples %}<a href=\"{{ get_url(path=sample.file) }}\">{{ sample.title }}</a>{% endfor %}\
             <p data-integrity=\"{{ engine.wasm_integrity }}\">{{ engine.wasm_size }} {{ trust.version }}</p>\
             <script src=\"{{ get_url(path=\"words/\" ~ lang ~ \".js\") }}\"></script>",
        )
}

#[test]
fn everything_the_page_loads_is_in_the_site() {
    let site = portal().build().unwrap();
    let found = texts(&site);
    assert_eq!(found["engine/verifier.js"], "\"use strict\";");
    assert_eq!(found["engine/verifier.wasm"], "\0asm");
    assert_eq!(found["contoh/a.pdf"], "%PDF-1.7");
    assert!(
        found["trust/trusted_root.json"]
            .starts_with("{\"schema\":\"periksa-trusted-root/1\",\"version\":")
    );
    let index: serde_json::Value = serde_json::from_str(&found["crl/index.json"]).unwrap();
    for crl in index["crls"].as_array().unwrap() {
        assert!(found.contains_key(crl["path"].as_str().unwrap()), "{crl}");
    }
    assert!(!found.keys().any(|path| path.ends_with(".toml")), "tables of words are no pages");
    let page = &found["en/index.html"];
    assert!(
        page.starts_with("<a href=\"../contoh/a.pdf\">Letter</a><p data-integrity=\"sha384-"),
        "{page}"
    );
    assert!(page.ends_with("<script src=\"../words/en.js\"></script>"), "{page}");
    for (lang, headline) in [("id", "Asli dan utuh"), ("en", "Genuine and intact")] {
        let script = &found[&format!("words/{lang}.js")];
        assert!(!script.contains('<'), "{lang}");
        let json = script.split_once("table: ").unwrap().1.strip_suffix(" });\n").unwrap();
        let words: serde_json::Value = serde_json::from_str(json).unwrap();
        assert_eq!(words["verdict"][0]["headline"], headline);
        // What only the pages about the policy and the verdicts say is not sent to who verifies.
        for pages_only in ["NO_SIGNING_CERTIFICATE_FOUND", "Perbup Paser", "MiB"] {
            assert!(!script.contains(pages_only), "{lang}: {pages_only}");
        }
    }
}

#[test]
fn without_an_engine_the_error_says_how_to_make_one() {
    let project = portal();
    std::fs::remove_file(project.path().join("wasm/verifier.wasm")).unwrap();
    assert_eq!(
        project.error(),
        format!(
            "{} is missing: the verifier has not been built for the browser; run `cargo xtask wasm`",
            project.path().join("wasm/verifier.wasm").display()
        )
    );
}

#[test]
fn a_sample_that_is_not_there_is_named() {
    let project = portal();
    std::fs::remove_file(project.path().join("letters/a.pdf")).unwrap();
    assert!(
        project.error().starts_with("config.toml: samples `letters/a.pdf`: "),
        "{}",
        project.error()
    );
}
