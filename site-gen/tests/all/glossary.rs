//! The glossary, with the project's own as the fixture: the words that pages link to are there, and the page shows each once.

use crate::pages::{config, content, site};
use site_gen::glossary::{Glossary, Origin};
use site_gen::html::escape;

/// Words that guides link to at their first use.
const LINKED: [&str; 25] = [
    "tanda-tangan-elektronik",
    "sertifikat-elektronik",
    "kunci-privat",
    "passphrase",
    "pengelola-pendaftaran",
    "perangkat-daerah",
    "diskominfo",
    "bsre",
    "penerbit",
    "penanda-tangan",
    "pencabutan",
    "daftar-pencabutan",
    "stempel-waktu",
    "masa-berlaku",
    "nomor-seri",
    "sidik-jari",
    "rantai-sertifikat",
    "dokumen-elektronik",
    "naskah-dinas",
    "insiden-keamanan-informasi",
    "sistem-elektronik",
    "e-mail-dinas",
    "keutuhan",
    "validasi-jangka-panjang",
    "kode-qr",
];

fn own() -> Glossary {
    Glossary::parse(&config(), &content("glossary.toml")).unwrap()
}

#[test]
fn words_that_guides_link_to_have_forms_in_both_languages() {
    let glossary = own();
    for lang in ["id", "en"] {
        let terms = &glossary.code(lang).unwrap().terms;
        for slug in LINKED {
            let term = terms.iter().find(|term| term.slug == slug).unwrap();
            assert_ne!(term.forms, Vec::<String>::new(), "{lang}: {slug}");
        }
        let asked_for = terms.iter().filter(|term| !term.forms.is_empty()).count();
        assert_eq!(asked_for, LINKED.len(), "{lang}");
        assert!(terms.is_sorted_by_key(|term| term.title.to_lowercase()), "{lang}");
    }
}

/// Every definition of the regulation's first article that pages use, by its number.
#[test]
fn words_that_the_regulation_defines_say_where() {
    let glossary = own();
    let origin = |slug: &str| {
        let terms = &glossary.code("id").unwrap().terms;
        terms.iter().find(|term| term.slug == slug).unwrap().origin.clone()
    };
    let unit = str::to_owned;
    for (slug, expected) in [
        ("sertifikat-elektronik", Origin::Defined(unit("pasal-1-angka-10"))),
        ("bsre", Origin::Defined(unit("pasal-1-angka-19"))),
        ("pencabutan", Origin::Defined(unit("pasal-16-ayat-1"))),
        ("e-mail-dinas", Origin::Used(unit("pasal-9-huruf-b"))),
        ("kode-qr", Origin::Portal),
    ] {
        assert_eq!(origin(slug), expected, "{slug}");
    }
}

#[test]
fn the_page_shows_each_word_under_its_address() {
    let site = site();
    let glossary = own();
    for (lang, folder, used) in
        [("id", "", "Dipakai, tanpa diartikan, dalam"), ("en", "en/", "Used, and not defined, in")]
    {
        let page = &site[&format!("{folder}istilah/index.html")];
        for term in &glossary.code(lang).unwrap().terms {
            let start = format!("<dt id=\"{}\"><dfn>{}</dfn></dt>", term.slug, term.title);
            assert_eq!(page.matches(&start).count(), 1, "{lang}: {}", term.slug);
            assert!(page.contains(&escape(&term.meaning)), "{lang}: {}", term.meaning);
        }
        let link = format!("{used} <a href=\"../peraturan/#pasal-9-huruf-b\">");
        assert!(page.contains(&link), "{lang}");
    }
}

#[test]
fn what_is_missing_or_misspelt_is_refused() {
    let own = content("glossary.toml");
    for (from, to, expected) in [
        (
            "slug = \"bsre\"",
            "slug = \"BSrE\"",
            "content/glossary.toml: term `BSrE`: `slug` should be small letters, digits and hyphens, as in an address, found BSrE",
        ),
        (
            "slug = \"bsre\"",
            "slug = \"passphrase\"",
            "content/glossary.toml: term `passphrase`: this key is there twice",
        ),
        (
            "forms.en = [\"BSrE\"]\n",
            "",
            "content/glossary.toml: term `bsre`.forms: `en` is missing",
        ),
        (
            "defined_in = \"pasal-1-angka-19\"",
            "defined_in = \"pasal-1-angka-19\"\nused_in = \"pasal-3\"",
            "content/glossary.toml: term `bsre`: `used_in` should be left away where `defined_in` says it, found pasal-3",
        ),
    ] {
        let changed = own.replacen(from, to, 1);
        assert_ne!(changed, own, "{from} is not in the table");
        assert_eq!(Glossary::parse(&config(), &changed).unwrap_err().to_string(), expected);
    }
}
