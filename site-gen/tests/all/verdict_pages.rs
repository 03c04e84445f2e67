//! The pages of verdicts and indications, with the project's own words as the fixture: every one is there in both languages, says
//! what its tables say, and leads to those that it follows from and that follow from it.

use crate::pages::{between, config, content, root, site};
use crate::project::{Project, texts};
use site_gen::html::escape;
use site_gen::indications::Indications;
use site_gen::policy::Policy;
use site_gen::verdict_pages::words::{VerdictPage, VerdictPages};
use site_gen::words::{VerdictWords, Words};
use std::collections::BTreeSet;
use verifier::{Indication, Verdict, VerdictRow, verdict_table};

const FOLDERS: [(&str, &str); 2] = [("id", ""), ("en", "en/")];

fn words() -> Words {
    let policy = Policy::parse(&config(), &content("policy.toml")).unwrap();
    Words::parse(&config(), &content("verdicts.toml"), &policy).unwrap()
}

fn indications() -> Indications {
    Indications::parse(&config(), &content("indications.toml")).unwrap()
}

fn pages() -> VerdictPages {
    VerdictPages::parse(&config(), &content("verdict_pages.toml")).unwrap()
}

/// The address of an indication's page: `total-failed-hash-failure`.
fn slug(indication: Indication) -> String {
    indication.full().to_lowercase().replace(['/', '_'], "-")
}

/// Old addresses such as `putusan/#asli` still lead somewhere.
#[test]
fn the_page_of_all_verdicts_leads_to_every_verdict_and_every_indication() {
    let site = site();
    let words = words();
    for (lang, folder) in FOLDERS {
        let page = &site[&format!("{folder}putusan/index.html")];
        let words = words.code(lang).unwrap();
        let shown = between(page, "<section class=\"verdict\" id=\"", "\"");
        let expected: Vec<&str> = words.verdicts_in_order().map(|one| one.key.as_str()).collect();
        assert_eq!(shown, expected);
        assert_eq!(page.matches("class=\"shape\"").count(), expected.len());
        for verdict in words.verdicts_in_order() {
            let link = format!("<h2><a href=\"{}/\">{}</a></h2>", verdict.key, verdict.headline);
            assert!(page.contains(&link), "{lang}: {link}");
        }
        let own = indications();
        for indication in Indication::all() {
            let title = &own.code(lang).unwrap().indications[&indication.full()].title;
            let link = format!("<li><a href=\"{}/\">{title}</a></li>", slug(indication));
            assert!(page.contains(&link), "{lang}: {link}");
        }
    }
}

#[test]
fn every_verdict_has_a_page_that_says_all_of_it() {
    let site = site();
    let (words, pages, indications) = (words(), pages(), indications());
    for verdict in Verdict::ALL {
        for (lang, folder) in FOLDERS {
            let page = &site[&format!("{folder}putusan/{}/index.html", verdict.key())];
            let row: &VerdictWords = &words.code(lang).unwrap().verdicts[verdict.key()];
            let VerdictPage { happened, action, changes, .. } =
                &pages.code(lang).unwrap().verdicts[verdict.key()];
            for text in [happened, &row.meaning, action.as_ref().unwrap_or(&row.action)] {
                assert!(page.contains(&format!("<p>{}</p>", escape(text))), "{lang}: {text}");
            }
            assert!(page.contains(&format!("<h1>{}</h1>", row.headline)), "{}", row.key);
            assert_eq!(page.matches("class=\"shape\"").count(), 1, "{}", row.key);
            assert!(page.contains("<a href=\"../\">"), "{lang}: {} leads back", row.key);
            for pointing in [" di atas", " di bawah", " above", " below"] {
                let said = action.as_ref().unwrap_or(&row.action);
                assert!(!said.contains(pointing), "{lang}: {said}");
            }
            assert!(!changes.is_empty(), "{}", row.key);
            for change in changes {
                assert_ne!(change.to.as_ref(), Some(&row.key), "{}", change.text);
                let said = page.split_once(&format!("<li>{}", escape(&change.text))).unwrap().1;
                if let Some(to) = &change.to {
                    let link = said.split_once("</li>").unwrap().0;
                    assert!(link.contains(&format!("<a href=\"../{to}/\">")), "{lang}: {link}");
                }
            }
            for full in &row.indications {
                let indication = &indications.code(lang).unwrap().indications[full];
                let link =
                    format!("<li><a href=\"../{}/\">{}</a>", indication.slug, indication.text);
                assert!(page.contains(&link), "{lang}: {link}");
            }
            for key in &row.conditions {
                let condition = &indications.code(lang).unwrap().conditions[key];
                assert!(page.contains(&format!("<li>{condition}</li>")), "{lang}: {condition}");
            }
        }
    }
}

#[test]
fn every_indication_has_a_page_that_leads_to_the_verdicts_of_the_verifiers_table() {
    let site = site();
    let indications = indications();
    for indication in Indication::all() {
        for (lang, folder) in FOLDERS {
            let page = &site[&format!("{folder}putusan/{}/index.html", slug(indication))];
            let row = &indications.code(lang).unwrap().indications[&indication.full()];
            assert_eq!(row.slug, slug(indication));
            assert!(page.contains(&format!("<h1>{}</h1>", row.title)), "{}", row.key);
            for text in [&row.text, &row.meaning, &row.action, &row.change] {
                assert!(page.contains(&format!("<p>{}</p>", escape(text))), "{lang}: {text}");
            }
            assert!(page.contains(&format!("<code>{}</code>", row.key)), "{}", row.key);
            assert!(page.contains("<a href=\"../\">"), "{lang}: {} leads back", row.key);
            let given = match (row.given.as_str(), lang) {
                ("yes", "id") => "Portal ini memberikannya.",
                ("never", "id") => "Portal ini tidak pernah memberikannya.",
                ("strict", "id") => {
                    "Portal ini tidak memberikannya; hanya standar tanpa kelonggaran."
                }
                ("yes", _) => "This portal gives it.",
                ("never", _) => "This portal never gives it.",
                _ => "This portal does not give it; only the standard with nothing relaxed does.",
            };
            assert!(page.contains(&format!("</code>. {given}</p>")), "{lang}: {}", row.key);
            // And no other verdict; a test issuer is no row of the table.
            let (_, own) = page.split_once("<h1>").unwrap();
            let (own, _) = own.split_once("</main>").unwrap();
            let linked: BTreeSet<&str> = between(own, "<li><a href=\"../", "/\">")
                .into_iter()
                .filter(|key| Verdict::ALL.iter().any(|verdict| verdict.key() == *key))
                .collect();
            let rows = verdict_table().into_iter().filter(|row| row.indication == indication);
            let mut expected: BTreeSet<&str> =
                rows.map(|VerdictRow { verdict, .. }| verdict.key()).collect();
            expected.insert(Verdict::Uji.key());
            assert_eq!(linked, expected, "{lang}: {}", row.key);
        }
    }
}

/// A title is a heading and stands in lists; it is short, and no two pages have the same.
#[test]
fn titles_of_indications_are_short_and_differ() {
    let indications = indications();
    for (lang, _) in FOLDERS {
        let rows = indications.code(lang).unwrap().indications.values();
        let titles: Vec<&str> = rows.map(|row| row.title.as_str()).collect();
        assert_eq!(titles.iter().find(|title| title.chars().count() > 60), None);
        assert_eq!(titles.iter().collect::<BTreeSet<_>>().len(), titles.len());
    }
}

#[test]
fn what_is_missing_or_misspelt_is_refused() {
    let own = content("verdict_pages.toml");
    for (from, to, expected) in [
        (
            "key = \"rusak\"",
            "key = \"rusakk\"",
            "content/verdict_pages.toml: verdict `rusakk`: `key` should be one of asli, asli-saat-itu, asli-ditambah, berubah, dicabut, belum-pasti, tidak-dikenal, uji, rusak, tanpa, data-sertifikat, found rusakk",
        ),
        (
            "to = \"asli-saat-itu\"",
            "to = \"asli-dulu\"",
            "content/verdict_pages.toml: change `asli-dulu`: `to` should be one of asli, asli-saat-itu, asli-ditambah, berubah, dicabut, belum-pasti, tidak-dikenal, uji, rusak, tanpa, data-sertifikat, found asli-dulu",
        ),
        (
            "happened.en = \"There is a signature in this file. It cannot be read, does not fit its key, or was made outside its certificate's validity.\"\n",
            "",
            "content/verdict_pages.toml: verdict `rusak`.happened: `en` is missing",
        ),
        (
            "reviewed = \"2026-11-28\"\n",
            "",
            "content/verdict_pages.toml: page: `reviewed` is missing",
        ),
        (
            "key = \"tanpa\"",
            "key = \"uji\"",
            "content/verdict_pages.toml: verdict `uji`: this key is there twice",
        ),
    ] {
        let changed = own.replacen(from, to, 1);
        assert_ne!(changed, own, "{from} is not in the table");
        let error = VerdictPages::parse(&config(), &changed).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
}

/// A small portal whose section of verdicts says which pages it has.
fn small() -> Project {
    crate::portal::portal()
        .with(
            "content/putusan/_index.md",
            "+++\ntemplate = \"list.html\"\nsort_by = \"weight\"\n+++\n",
        )
        .with("templates/list.html", "{% for page in section.pages %}{{ page.slug }} {% endfor %}")
        .with("templates/putusan-satu.html", "{{ page.extra.verdict }}: {{ page.title }}")
        .with("templates/indikasi-satu.html", "{{ page.extra.indication }}: {{ page.title }}")
}

#[test]
fn generated_pages_are_pages_of_their_section() {
    let found = texts(&small().build().unwrap());
    let list = &found["putusan/index.html"];
    assert!(list.starts_with("asli asli-saat-itu asli-ditambah "), "{list}");
    assert!(list.ends_with(" indeterminate-signed-data-not-found indeterminate-custom "), "{list}");
    assert_eq!(
        found["en/putusan/rusak/index.html"],
        "rusak: The signature is damaged or cannot be read"
    );
    assert_eq!(
        found["putusan/indeterminate-no-poe/index.html"],
        "INDETERMINATE/NO_POE: Tidak terbukti lebih tua dari kejadian yang merusaknya"
    );
}

#[test]
fn a_portal_without_the_section_has_none_of_them() {
    let found = texts(&crate::portal::portal().build().unwrap());
    assert_eq!(found.keys().find(|path| path.contains("putusan")), None);
}

#[test]
fn a_content_file_in_the_place_of_a_generated_page_is_refused() {
    let project = small().with("content/putusan/asli.en.md", "+++\ntitle = \"Mine\"\n+++\n");
    assert_eq!(
        project.error(),
        "two sources want to write putusan/asli.en.md; the second is the page of a verdict, which is generated"
    );
}

/// A sample is one that the portal offers, and the table of letters says of it what the page says.
#[test]
fn a_sample_letter_shows_the_verdict_of_its_page() {
    let table = |text: &str| text.parse::<toml::Table>().unwrap();
    let letters =
        table(&std::fs::read_to_string(root().join("tests/fixtures/letters.toml")).unwrap());
    let config = table(&std::fs::read_to_string(root().join("config.toml")).unwrap());
    let offered: Vec<&str> = config["extra"]["periksa"]["samples"]
        .as_array()
        .unwrap()
        .iter()
        .map(|sample| sample["file"].as_str().unwrap().rsplit('/').next().unwrap())
        .collect();
    let pages = table(&content("verdict_pages.toml"));
    let mut shown = 0;
    for page in pages["verdict"].as_array().unwrap() {
        let key = page["key"].as_str().unwrap();
        let Some(sample) = page.get("sample").map(|sample| sample.as_str().unwrap()) else {
            continue;
        };
        assert!(offered.contains(&sample), "{key}: {sample} is no sample of config.toml");
        let letter = letters["letter"]
            .as_array()
            .unwrap()
            .iter()
            .find(|letter| letter["file"].as_str() == Some(sample));
        match key {
            // Every letter of the demo is one, and a certificate is no letter.
            "uji" => assert!(letter.is_some(), "{sample}"),
            "data-sertifikat" => assert!(sample.ends_with(".pem"), "{sample}"),
            _ => assert_eq!(letter.unwrap()["verdict"].as_str(), Some(key), "{sample}"),
        }
        shown += 1;
    }
    assert_eq!(shown, 8);
}
