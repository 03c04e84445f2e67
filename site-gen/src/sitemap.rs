//! `sitemap.xml` (sitemaps.org, protocol 0.9) with the translations of each page, and `robots.txt` (RFC 9309) that names it.
//!
//! A sitemap wants whole addresses, so a site whose `base_url` is only a path has none. `lastmod` is the day on which somebody last
//! reviewed the page, where the page says it: a build knows no other day.

use crate::config::{Config, Lang};
use crate::content::Library;
use crate::html::escape;
use crate::rendered_pages::RenderedPage;
use crate::review;
use std::collections::BTreeMap;

/// The sitemap, unless the site has no whole addresses.
#[must_use]
pub fn xml(config: &Config, library: &Library, pages: &[RenderedPage]) -> Option<Vec<u8>> {
    if !config.base_url.as_str().contains("://") {
        return None;
    }
    let address = |page: &RenderedPage| escape(&config.base_url.permalink(page.path.url()));
    let mut same: BTreeMap<String, BTreeMap<&Lang, &RenderedPage>> = BTreeMap::new();
    for page in pages {
        same.entry(key(config, library, page)).or_default().insert(&page.lang, page);
    }
    let mut lines = vec![
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>".to_owned(),
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">".to_owned(),
    ];
    for page in pages {
        lines.push("<url>".to_owned());
        lines.push(format!("<loc>{}</loc>", address(page)));
        let entry = library.entries().find(|entry| entry.output == page.path);
        if let Some(reviewed) = entry.and_then(review::reviewed) {
            lines.push(format!("<lastmod>{}</lastmod>", escape(&reviewed)));
        }
        let translations = same.get(&key(config, library, page)).filter(|all| all.len() > 1);
        for (lang, other) in translations.into_iter().flatten() {
            lines.push(format!(
                "<xhtml:link rel=\"alternate\" hreflang=\"{lang}\" href=\"{}\"/>",
                address(other)
            ));
        }
        lines.push("</url>".to_owned());
    }
    lines.push("</urlset>\n".to_owned());
    Some(lines.join("\n").into_bytes())
}

/// Translations of each other share it: the name of the content file, or the address below the language's folder.
fn key(config: &Config, library: &Library, page: &RenderedPage) -> String {
    let entry = library.entries().find(|entry| entry.output == page.path);
    entry.map_or_else(
        || {
            let folder = config.language_folder(&page.lang);
            let url = page.path.url();
            format!("/{}", url.strip_prefix(&folder).unwrap_or(url))
        },
        |entry| entry.canonical.clone(),
    )
}

/// Everybody may read everything.
#[must_use]
pub fn robots(config: &Config) -> Vec<u8> {
    let mut text = "User-agent: *\nAllow: /\n".to_owned();
    if config.base_url.as_str().contains("://") {
        text.push_str(&format!("Sitemap: {}\n", config.base_url.permalink("sitemap.xml")));
    }
    text.into_bytes()
}
