//! The search index of the project's own site, and the two programs that take words apart.

use crate::pages::{config, content, site};
use serde_json::Value;
use site_gen::per_language::PerLanguage;
use site_gen::search::stems::{stems, words};
use site_gen::search::words::SearchWords;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Gives each word of a list, which it reads from its input, with its stems in each language.
const ASK: &str = "
const { stems, words } = await import(process.argv[1]);
let text = '';
for await (const part of process.stdin) text += part;
const { texts, langs } = JSON.parse(text);
const all = [...new Set(texts.flatMap(words))].sort();
console.log(JSON.stringify(all.map((word) => [word, ...langs.map((lang) => stems(lang, word))])));
";

const LANGS: [&str; 3] = ["id", "en", "xx"];

/// A word, and its stems in each language and in none.
type Stemmed = (String, Vec<String>, Vec<String>, Vec<String>);

/// Over every word of the site, markup and addresses included, in both languages' rules.
#[test]
fn the_browser_takes_words_apart_as_the_index_does() {
    let site = site();
    let texts: Vec<&String> =
        site.iter().filter(|(path, _)| path.ends_with(".html")).map(|(_, text)| text).collect();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../static/js/search-stems.js");
    let node = Command::new("node")
        .args(["--no-warnings", "--input-type=module", "--eval", ASK])
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let mut node =
        node.expect("Node.js, which the tests of this project need, runs the rules of the browser");
    let asked = serde_json::json!({ "texts": texts, "langs": LANGS }).to_string();
    node.stdin.take().unwrap().write_all(asked.as_bytes()).unwrap();
    let output = node.wait_with_output().unwrap();
    let found: Vec<Stemmed> = serde_json::from_slice(&output.stdout).unwrap();
    let all: BTreeSet<String> = texts.iter().flat_map(|text| words(text)).collect();
    let expected: Vec<Stemmed> = all
        .into_iter()
        .map(|word| {
            let [id, en, none] = LANGS.map(|lang| stems(lang, &word));
            (word, id, en, none)
        })
        .collect();
    assert!(expected.len() > 2_000, "{} words", expected.len());
    let differing: Vec<_> =
        expected.iter().zip(&found).filter(|(expected, found)| expected != found).collect();
    assert_eq!(differing, [], "of {} words", expected.len());
    assert_eq!(found.len(), expected.len());
}

#[test]
fn the_index_has_every_page_that_a_visitor_may_find() {
    let site = site();
    for (lang, folder) in [("id", ""), ("en", "en/")] {
        let index: Value =
            serde_json::from_str(&site[&format!("cari/indeks.{lang}.json")]).unwrap();
        let pages: BTreeSet<String> = index["pages"]
            .as_array()
            .unwrap()
            .iter()
            .map(|page| format!("{folder}{}index.html", page[0].as_str().unwrap()))
            .collect();
        let expected: BTreeSet<String> = site
            .iter()
            .filter(|(path, text)| {
                path.ends_with(".html")
                    && text.contains(&format!("<html lang=\"{lang}\""))
                    && !text.contains("noindex")
                    // The page for searching lists them all already.
                    && *path != &format!("{folder}cari/index.html")
            })
            .map(|(path, _)| path.clone())
            .collect();
        assert_eq!(pages, expected);
        // And without script the page for searching has the same pages.
        let listed = &site[&format!("{folder}cari/index.html")];
        for page in index["pages"].as_array().unwrap() {
            let title = site_gen::html::escape(page[1].as_str().unwrap()).replace("&#39;", "'");
            assert!(listed.contains(&format!(">{title}</a></li>")), "{lang}: {title}");
        }
    }
}

/// A row that leads nowhere is a promise that nobody keeps.
#[test]
fn every_everyday_word_means_a_word_that_some_page_has() {
    let site = site();
    let table = PerLanguage::<SearchWords>::parse(&config(), &content("search.toml")).unwrap();
    let mut dead: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
    for lang in ["id", "en"] {
        let index: Value =
            serde_json::from_str(&site[&format!("cari/indeks.{lang}.json")]).unwrap();
        let same = index["same"].as_object().unwrap();
        let leads = |word: &str| stems(lang, word).iter().any(|root| same.contains_key(root));
        let words = table.code(lang).unwrap().same.keys();
        dead.insert(lang, words.filter(|word| !leads(word)).collect());
    }
    assert_eq!(dead, BTreeMap::from([("en", vec![]), ("id", vec![])]));
}
