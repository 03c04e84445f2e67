//! From folder to files.

use crate::project::{Project, texts};

const CSS: &str = "body { margin: 0 }\n";

#[test]
fn every_page_links_relative_to_itself() {
    let site = Project::new().build().unwrap();
    let mut found = texts(&site);
    for made in ["_headers", "robots.txt", "sitemap.xml"] {
        found.remove(made);
    }
    let found: Vec<(&str, &str)> =
        found.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    assert_eq!(
        found,
        [
            // Its depth is unknown, so it starts at the path of base_url.
            ("404.html", "<a href=\"/sub/\">404 of /404.html</a>"),
            ("css/base.css", CSS),
            (
                "en/index.html",
                "<html lang=\"en\"><link rel=\"stylesheet\" href=\"../css/base.css\"><title>Check</title><p>Home</p>\n</html>\n"
            ),
            (
                "en/old/index.html",
                "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>../panduan/minta/</title>\n<meta name=\"robots\" content=\"noindex\">\n<meta http-equiv=\"refresh\" content=\"0; url=../panduan/minta/\">\n<p><a href=\"../panduan/minta/\">../panduan/minta/</a></p>\n</html>\n"
            ),
            (
                "en/panduan/minta/index.html",
                "<html lang=\"en\"><link rel=\"stylesheet\" href=\"../../../css/base.css\"><title>Check</title><h2 id=\"what\">What</h2>\n<a href=\"../../../\">home</a></html>\n"
            ),
            (
                "index.html",
                "<html lang=\"id\"><link rel=\"stylesheet\" href=\"css/base.css\"><title>Periksa</title><h1 id=\"rumah\">Rumah</h1>\n<p><a href=\"panduan/minta/#syarat\">panduan</a></p>\n</html>\n"
            ),
            (
                "panduan/cabut/index.html",
                "<html lang=\"id\"><link rel=\"stylesheet\" href=\"../../css/base.css\"><title>Periksa</title><p>Teks</p>\n<a href=\"../../\">home</a></html>\n"
            ),
            (
                "panduan/index.html",
                "<html lang=\"id\"><link rel=\"stylesheet\" href=\"../css/base.css\"><title>Periksa</title><a href=\"cabut/\">Cabut</a><a href=\"minta/\">Minta</a></html>\n"
            ),
            (
                "panduan/minta/index.html",
                "<html lang=\"id\"><link rel=\"stylesheet\" href=\"../../css/base.css\"><title>Periksa</title><h2 id=\"syarat\">Syarat</h2>\n<a href=\"../../\">home</a></html>\n"
            ),
        ]
    );
}

#[test]
fn the_same_sources_give_the_same_bytes() {
    let project = Project::new();
    assert_eq!(project.build().unwrap(), project.build().unwrap());
}

#[test]
fn templates_read_other_pages_sections_and_translations() {
    let project = Project::new()
        .with(
            "templates/index.html",
            "{% set s = get_section(path=\"panduan/_index.md\") %}{% for p in s.pages %}{{ p.title }},{% endfor %}\
             {% set p = get_page(path=\"panduan/minta.md\") %}{{ p.content }}\
             {% for t in p.translations %}{{ t.lang }}={{ t.title }};{% endfor %}\
             {% set c = get_page(path=\"panduan/cabut.md\") %}{{ c.higher.title }} {{ get_url(path=\"@/panduan/minta.md\", lang=\"en\") }} \
             {{ get_url(path=\"css/base.css\", cachebust=true) }} {{ trans(key=\"hi\", lang=\"en\") }}",
        )
        .with("config.toml", "base_url = \"/\"\ndefault_language = \"id\"\n[languages.en.translations]\nhi = \"Hello\"\n");
    let site = project.build().unwrap();
    assert_eq!(
        texts(&site)["index.html"],
        "Cabut,Minta,<h2 id=\"syarat\">Syarat</h2>\nen=Request;id=Minta;Minta en/panduan/minta/ css/base.css?h=b4d5deb2f19a59cc8683 Hello"
    );
}

#[test]
fn drafts_and_unrendered_pages_have_no_address() {
    let project = Project::new()
        .with("content/konsep.md", "+++\ndraft = true\n+++\n")
        .with("content/data.md", "+++\nrender = false\n+++\n");
    let site = project.build().unwrap();
    let paths: Vec<String> = site.files().map(|(path, _)| path.to_string()).collect();
    assert!(
        !paths.iter().any(|path| path.starts_with("konsep/") || path.starts_with("data/")),
        "{paths:?}"
    );
}

#[test]
fn what_cannot_be_read_is_named() {
    let cases = [
        (
            "content/a.md",
            "+++\nautor = \"x\"\n+++\n",
            "content/a.md: unknown key `autor`; known here: title, description, date, updated, weight, draft, render, slug, path, template, authors, aliases, taxonomies, in_search_index, extra",
        ),
        (
            "content/a.md",
            "+++\ntaxonomies = { tags = [\"x\"] }\n+++\n",
            "content/a.md: `taxonomies` is a key of Zola that site-gen does not implement yet",
        ),
        (
            "content/a.md",
            "+++\ntemplate = \"x.html\"\n+++\n",
            "content/a.md: there is no template x.html; templates/ has 404.html, base.html, index.html, page.html, section.html",
        ),
        (
            "content/a.de.md",
            "+++\n+++\n",
            "content/a.de.md: `de` is not a language of the site; config.toml has en, id",
        ),
        (
            "content/a.md",
            "+++\nslug = \"panduan\"\n+++\n",
            "two sources want to write panduan/index.html; the second is content/panduan/_index.md",
        ),
    ];
    for (path, text, expected) in cases {
        assert_eq!(Project::new().with(path, text).error(), expected);
    }
}

#[test]
fn an_error_in_a_body_names_the_file_and_the_place() {
    let error = Project::new().with("content/a.md", "+++\n+++\n{{ nothing }}\n").error();
    assert!(error.starts_with("content/a.md: "), "{error}");
    assert!(error.contains("nothing"), "{error}");
}
