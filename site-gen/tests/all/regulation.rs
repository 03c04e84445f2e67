//! The regulation, with the project's own as the fixture: word for word what was published, cited as lawyers do, and refused
//! where a line or a note does not fit.

use crate::pages::{between, config, content, root, site};
use crate::project::Project;
use site_gen::digest;
use site_gen::html::escape;
use site_gen::regulation::Regulation;
use std::collections::BTreeSet;

/// Of the published words, one a line, without what is left out. It makes the comparison mean something where the copy is not.
const WORDS_SHA256: &str = "961bee4dce84254d28620c7efdd5004332c783dd46a30a7b8d77beb70c864a46";
/// The words left out, in the order of the text, and how many they are in the copy: three names and a personal number.
const LEFT_OUT: [(&str, usize); 4] = [
    ("bupati", 2),
    ("sekretaris-daerah", 2),
    ("kepala-bagian-hukum", 2),
    ("nomor-induk-pegawai", 5),
];

fn regulation() -> Regulation {
    Regulation::parse(&config(), &content("regulation.toml")).unwrap()
}

/// The words of the page, and a mark `{…}` for each place where words are left out.
fn words_of_page(html: &str) -> Vec<String> {
    let (_, text) = html.split_once("<div class=\"regulation\" lang=\"id\">").unwrap();
    let (text, _) = text.split_once("<p class=\"screen\">").unwrap();
    let text = without(text, "<sup class=\"mark\"", "</sup>", "");
    let text = without(&text, "<div class=\"notes\"", "</div>", "");
    let text = without(&text, "<p class=\"gist\"", "</p>", "");
    let text = without(&text, "<span class=\"omitted\"", "</span>", "{}");
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let (tag, after) = after.split_once('>').unwrap();
        let name = tag.trim_start_matches('/').split(' ').next().unwrap();
        // Inline elements stand inside words, all others between them.
        if !["a", "b", "i"].contains(&name) {
            out.push(' ');
        }
        rest = after;
    }
    out.push_str(rest);
    out.split_whitespace().map(unescape).collect()
}

fn without(text: &str, start: &str, end: &str, instead: &str) -> String {
    let mut parts = text.split(start);
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        out.push_str(instead);
        out.push_str(part.split_once(end).unwrap().1);
    }
    out
}

fn unescape(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

fn words_of_json(units: &serde_json::Value, out: &mut Vec<String>) {
    for unit in units.as_array().unwrap() {
        let texts = unit["text"].as_array().unwrap().iter().map(|line| line.as_str().unwrap());
        for text in unit.get("marker").and_then(|marker| marker.as_str()).into_iter().chain(texts) {
            let text = text.replace('*', "");
            out.extend(
                text.split_whitespace().map(|word| {
                    if word.starts_with('{') { "{}".to_owned() } else { word.to_owned() }
                }),
            );
        }
        if let Some(units) = unit.get("units") {
            words_of_json(units, out);
        }
    }
}

/// The words of the copy: headings, list dashes and stars are its markup.
fn words_of_copy(copy: &str) -> Vec<String> {
    let line = |line: &str| {
        let line = line.trim_start().trim_start_matches('#').trim_start();
        line.strip_prefix("- ").unwrap_or(line).replace('*', "")
    };
    copy.lines()
        .flat_map(|text| line(text).split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

#[test]
fn the_published_text_is_word_for_word_the_copy() {
    let site = site();
    let json: serde_json::Value =
        serde_json::from_str(&site["peraturan/perbup-paser-19-2021.json"]).unwrap();
    let mut of_json = Vec::new();
    words_of_json(&json["units"], &mut of_json);
    for page in ["peraturan/index.html", "en/peraturan/index.html"] {
        assert_eq!(words_of_page(&site[page]), of_json, "{page}");
    }
    let left_out: Vec<(&str, usize)> = LEFT_OUT
        .iter()
        .map(|(key, _)| {
            (*key, usize::try_from(json["omissions"][key]["words"].as_u64().unwrap()).unwrap())
        })
        .collect();
    assert_eq!(left_out, LEFT_OUT);
    assert_eq!(json["omissions"].as_object().unwrap().len(), LEFT_OUT.len());
    let own: Vec<&str> = of_json.iter().map(String::as_str).filter(|word| *word != "{}").collect();
    assert_eq!(digest::sha256(own.join("\n").as_bytes()), WORDS_SHA256);

    let path = root().join("../shared/domain/perbup-paser-19-2021.txt");
    let Ok(copy) = std::fs::read_to_string(path) else {
        eprintln!("skipped: the copy is not here; only the digest of its words was compared");
        return;
    };
    let copy = words_of_copy(&copy);
    let mut at = 0;
    let mut omissions = LEFT_OUT.iter();
    for word in &of_json {
        if word == "{}" {
            at += omissions.next().unwrap().1;
        } else {
            assert_eq!(copy.get(at), Some(word), "word {at}, after {:?}", &copy[at - 5..at]);
            at += 1;
        }
    }
    assert_eq!((at, omissions.next()), (copy.len(), None));
}

#[test]
fn every_unit_has_one_id_on_the_page_and_a_link_to_itself() {
    let regulation = regulation();
    let site = site();
    let ids: BTreeSet<&str> = regulation.all().iter().map(|unit| unit.id.as_str()).collect();
    assert_eq!(ids.len(), regulation.all().len());
    let count =
        |kind: &str| regulation.all().iter().filter(|unit| unit.kind.word() == kind).count();
    assert_eq!(
        ["bab", "bagian", "pasal", "ayat", "huruf", "angka", "block"].map(count),
        [15, 10, 30, 64, 72, 24, 11]
    );
    for page in ["peraturan/index.html", "en/peraturan/index.html"] {
        for unit in regulation.all() {
            let id = &unit.id;
            assert_eq!(site[page].matches(&format!(" id=\"{id}\"")).count(), 1, "{page}: {id}");
            let links = usize::from(unit.kind.word() != "block");
            let linked = site[page].contains(&format!("<a href=\"#{id}\""));
            assert_eq!(usize::from(linked), links, "{page}: {id}");
        }
    }
    let link = "<li id=\"pasal-9-huruf-b\"><a href=\"#pasal-9-huruf-b\" aria-label=\"Tautan ke Pasal 9 huruf b\">b.</a> pemohon memiliki e-mail dinas; dan</li>";
    assert!(site["peraturan/index.html"].contains(link));
}

#[test]
fn units_are_cited_as_lawyers_do() {
    let regulation = regulation();
    let config = config();
    for (id, indonesian, english) in [
        (
            "pasal-16-ayat-2-huruf-a",
            "Pasal 16 ayat (2) huruf a",
            "Article 16 paragraph (2) letter a",
        ),
        ("pasal-1-angka-19", "Pasal 1 angka 19", "Article 1 item 19"),
        ("bab-5-bagian-1", "BAB V Bagian Kesatu", "Chapter V Part 1"),
        ("menimbang-huruf-a", "Menimbang huruf a", "Considerations letter a"),
        ("mengingat-angka-3", "Mengingat angka 3", "Legal basis item 3"),
        ("pasal-7", "Pasal 7", "Article 7"),
    ] {
        let label = |lang| regulation.label(id, config.language(lang).unwrap());
        assert_eq!((label("id").as_str(), label("en").as_str()), (indonesian, english), "{id}");
    }
}

#[test]
fn every_note_has_marks_at_its_words_and_ways_back() {
    let site = site();
    let notes = regulation().words.code("id").unwrap().notes.clone();
    for page in ["peraturan/index.html", "en/peraturan/index.html"] {
        let html = &site[page];
        for (note, number) in notes.iter().zip(1..) {
            assert_eq!(
                html.matches(&format!(" id=\"catatan-{number}\"")).count(),
                1,
                "{page}: {number}"
            );
            assert!(html.contains(&format!(" id=\"rujukan-{number}\" href=\"#catatan-{number}\"")));
            assert!(html.contains(&format!("<a href=\"#rujukan-{number}\" aria-label")));
            assert!(page.starts_with("en/") || html.contains(&escape(&note.text)), "{}", note.text);
        }
        let beyond = format!(" id=\"catatan-{}\"", notes.len() + 1);
        assert!(!html.contains(&beyond), "{page}");
    }
    let marked = "Diskominfojember<sup class=\"mark\">";
    assert_eq!(site["peraturan/index.html"].matches(marked).count(), 3);
}

/// The card of a verdict quotes the regulation: the same words.
#[test]
fn what_verdicts_quote_is_in_the_regulation() {
    let table: toml::Table = content("verdicts.toml").parse().unwrap();
    let articles = table["article"].as_array().unwrap();
    assert_eq!(articles.len(), 1);
    assert_eq!(articles[0]["key"].as_str(), Some("6(2)"));
    let unit = regulation().required("test", "pasal-6-ayat-2").unwrap().own_text();
    for lang in ["id", "en"] {
        let said = articles[0]["text"][lang].as_str().unwrap();
        assert_eq!(between(said, "“", "”"), [unit.as_str()], "{lang}");
    }
}

/// A small site that has the regulation, and a page that quotes it.
fn quoting(body: &str) -> Project {
    let project = Project::new()
        .with("content/regulation.toml", &content("regulation.toml"))
        .with("content/peraturan.md", "+++\n+++\n{{ regulation.html | safe }}\n")
        .with("content/peraturan.en.md", "+++\n+++\n{{ regulation.html | safe }}\n")
        .with("content/kutip.md", &format!("+++\n+++\nSatu.\n\n{body}\n\nDua.\n"));
    let law = std::fs::read_to_string(root().join("templates/law.html")).unwrap();
    project.with("templates/law.html", &law)
}

#[test]
fn a_body_quotes_a_unit_by_its_id() {
    let project = quoting("{{ <Law id=\"pasal-22-huruf-a\"/> }}");
    let site = crate::project::texts(&project.build().unwrap());
    let expected = "<p>Satu.</p>\n<details class=\"law\"><summary>Pasal 22 huruf a</summary>\n<blockquote lang=\"id\" cite=\"../peraturan/#pasal-22-huruf-a\"><p>a. menyerahkan Penggunaan Sertifikat Elektronik kepada pihak lain;</p></blockquote>\n<p><a href=\"../peraturan/#pasal-22-huruf-a\">Pasal 22 huruf a di naskah lengkap</a></p>\n</details>\n<p>Dua.</p>";
    let page = &site["kutip/index.html"];
    assert!(page.contains(expected), "{page}");
}

#[test]
fn an_unknown_unit_ends_the_build_with_the_nearest() {
    let error = quoting("{{ <Law id=\"pasal-22-hurup-a\"/> }}").error();
    let expected = "content/kutip.md: the regulation has no unit `pasal-22-hurup-a`; the nearest are pasal-22-huruf-a, pasal-22-huruf-b, pasal-22-huruf-c";
    assert!(error.contains(expected), "{error}");
    let project = Project::new()
        .with("content/a.md", "+++\n+++\n{% set one = unit(id=\"pasal-1\") %}{{ one.label }}\n");
    let error = project.error();
    assert!(
        error.contains(
            "content/a.md: asks for the unit `pasal-1`, and there is no content/regulation.toml"
        ),
        "{error}"
    );
}

#[test]
fn a_lost_line_a_stray_note_and_an_unexplained_omission_are_refused() {
    let own = content("regulation.toml");
    let cut = |from: &str, to: &str| {
        let changed = own.replacen(from, to, 1);
        assert_ne!(changed, own, "{from} is not in the file");
        Regulation::parse(&config(), &changed).unwrap_err().to_string()
    };
    assert_eq!(
        cut("b. pemohon memiliki e-mail dinas; dan\nc. pemohon", "c. pemohon"),
        "content/regulation.toml: line 138 of `text`: expected huruf b, found \"c. pemohon harus menyerahkan scan kartu identitas berupa Kartu Tanda Penduduk Elektronik (KTP-e) pada saat pendaftaran dalam bentuk yang telah ditentukan oleh BSrE.\""
    );
    assert_eq!(
        cut("quote = \"Pasa1\"", "quote = \"Pasal 12\""),
        "content/regulation.toml: note 8: `pasal-13-ayat-2` does not say \"Pasal 12\"; its own text is \"Fasilitasi pendaftaran Sertifikat Elektronik sebagaimana dimaksud pada ayat (1), dilakukan terhadap permohonan Sertifikat Elektronik yang dinyatakan telah memenuhi Persyaratan berdasarkan hasil verifikasi sebagaimana dimaksud dalam Pasa1 12 ayat (3).\""
    );
    assert_eq!(
        cut("\n{bupati}\n", "\n"),
        "content/regulation.toml: the text leaves out [\"kepala-bagian-hukum\", \"nomor-induk-pegawai\", \"sekretaris-daerah\"], [[omission]] explains [\"bupati\", \"kepala-bagian-hukum\", \"nomor-induk-pegawai\", \"sekretaris-daerah\"]; both should be the same"
    );
    assert_eq!(
        cut("[[gist]]\nunit = \"pasal-7\"\ntext.en", "[[gist]]\nunit = \"bab-4\"\ntext.en"),
        "content/regulation.toml: no [[gist]] in `en` for pasal-7"
    );
    assert_eq!(
        cut("\nPasal 30\nPeraturan Bupati ini mulai", "\nPasal 30\nPeraturan Bupati ini\nmulai"),
        "content/regulation.toml: line 332 of `text`: expected a new unit: the words of an article before its paragraphs are one line, found \"mulai berlaku pada tanggal diundangkan.\""
    );
}
