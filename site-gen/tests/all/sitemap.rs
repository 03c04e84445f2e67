//! What programs look for at fixed addresses.

use crate::pages::site;
use crate::project::{Project, texts};

#[test]
fn the_sitemap_has_every_page_with_its_translations() {
    let project = Project::new()
        .with(
            "content/panduan/cabut.md",
            "+++\ntitle = \"Cabut\"\n[extra]\nreviewed = \"2026-11-28\"\n+++\n",
        )
        .with("content/tersembunyi.md", "+++\ntemplate = \"hidden.html\"\n+++\n")
        .with(
            "templates/hidden.html",
            "<html lang=\"id\"><meta name=\"robots\" content=\"noindex\"></html>",
        )
        // A translation under another address.
        .with("content/panduan/minta.en.md", "+++\nslug = \"request\"\n+++\n## What\n");
    let found = texts(&project.build().unwrap());
    let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">
<url>
<loc>https://periksa.example/sub/en/</loc>
<xhtml:link rel=\"alternate\" hreflang=\"en\" href=\"https://periksa.example/sub/en/\"/>
<xhtml:link rel=\"alternate\" hreflang=\"id\" href=\"https://periksa.example/sub/\"/>
</url>
<url>
<loc>https://periksa.example/sub/en/panduan/request/</loc>
<xhtml:link rel=\"alternate\" hreflang=\"en\" href=\"https://periksa.example/sub/en/panduan/request/\"/>
<xhtml:link rel=\"alternate\" hreflang=\"id\" href=\"https://periksa.example/sub/panduan/minta/\"/>
</url>
<url>
<loc>https://periksa.example/sub/</loc>
<xhtml:link rel=\"alternate\" hreflang=\"en\" href=\"https://periksa.example/sub/en/\"/>
<xhtml:link rel=\"alternate\" hreflang=\"id\" href=\"https://periksa.example/sub/\"/>
</url>
<url>
<loc>https://periksa.example/sub/panduan/cabut/</loc>
<lastmod>2026-11-28</lastmod>
</url>
<url>
<loc>https://periksa.example/sub/panduan/</loc>
</url>
<url>
<loc>https://periksa.example/sub/panduan/minta/</loc>
<xhtml:link rel=\"alternate\" hreflang=\"en\" href=\"https://periksa.example/sub/en/panduan/request/\"/>
<xhtml:link rel=\"alternate\" hreflang=\"id\" href=\"https://periksa.example/sub/panduan/minta/\"/>
</url>
</urlset>
";
    assert_eq!(found["sitemap.xml"], expected);
    assert_eq!(
        found["robots.txt"],
        "User-agent: *\nAllow: /\nSitemap: https://periksa.example/sub/sitemap.xml\n"
    );
}

#[test]
fn a_site_without_whole_addresses_has_no_sitemap() {
    let project = Project::new()
        .with("config.toml", "base_url = \"/\"\ndefault_language = \"id\"\n[languages.en]\n");
    let found = texts(&project.build().unwrap());
    assert_eq!(found.get("sitemap.xml"), None);
    assert_eq!(found["robots.txt"], "User-agent: *\nAllow: /\n");
}

#[test]
fn a_site_can_do_without_either_or_bring_its_own() {
    let config = "base_url = \"https://periksa.example\"\ndefault_language = \"id\"\n";
    let project = Project::new()
        .with("config.toml", &format!("{config}generate_sitemap = false\n[languages.en]\n"))
        .with("static/robots.txt", "own\n");
    let found = texts(&project.build().unwrap());
    assert_eq!((found.get("sitemap.xml"), found["robots.txt"].as_str()), (None, "own\n"));
    let project = project
        .with("config.toml", &format!("{config}generate_robots_txt = false\n[languages.en]\n"));
    std::fs::remove_file(project.path().join("static/robots.txt")).unwrap();
    assert_eq!(texts(&project.build().unwrap()).get("robots.txt"), None);
}

#[test]
fn the_portal_says_whom_to_tell_of_a_weakness() {
    assert_eq!(
        site()[".well-known/security.txt"],
        "Contact: mailto:keamanan@periksa.paserkab.example
Expires: 2027-11-01T00:00:00Z
Preferred-Languages: id, en
Canonical: https://periksa.paserkab.example/.well-known/security.txt
Policy: https://periksa.paserkab.example/lapor-celah/
"
    );
}
