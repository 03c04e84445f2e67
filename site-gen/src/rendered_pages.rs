//! The pages of a finished site as a visitor can find them: read from the HTML that was written, so that generated pages count too.
//!
//! Search, sitemap and the list of all pages begin here. Pages with `<meta name="robots" content="noindex">` (redirects, the sealed
//! box) and the page for unknown addresses are none of them. What stands inside an element with `data-nosearch` is not searched.

use crate::config::{Config, Lang};
use crate::html::{self, Piece, Tag};
use crate::site::{Site, SitePath};
use serde::Serialize;

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderedPage {
    /// Its file.
    pub path: SitePath,
    /// Its language.
    pub lang: Lang,
    /// Its first heading; without one, its address.
    pub title: String,
    /// `<meta name=description>`, or nothing.
    pub description: String,
    /// The title of the page of the folder above, in the same language; empty on the home page.
    pub section: String,
    /// The texts of `<main>`.
    pub texts: Vec<Text>,
}

/// A piece of text and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Whether in a heading.
    pub is_heading: bool,
    /// As a reader sees it.
    pub text: String,
}

/// Pages of one section, for the list of all pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group<'p> {
    /// The section's title.
    pub title: &'p str,
    /// Its pages by title.
    pub pages: Vec<Listed<'p>>,
}

/// A page in the list of all pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed<'p> {
    /// Its title.
    pub title: &'p str,
    /// Its URL path below the root, for `get_url`.
    pub url: &'p str,
}

/// All pages in the order of their paths.
#[must_use]
pub fn of(site: &Site, config: &Config) -> Vec<RenderedPage> {
    let mut pages: Vec<RenderedPage> =
        site.files().filter_map(|(path, bytes)| read(path, bytes, config)).collect();
    let titles: Vec<(SitePath, String)> =
        pages.iter().map(|page| (page.path.clone(), page.title.clone())).collect();
    for page in &mut pages {
        let root = config.language_folder(&page.lang);
        page.section = above(page.path.url(), &root)
            .find_map(|url| titles.iter().find(|(path, _)| path.url() == url))
            .map(|(_, title)| title.clone())
            .unwrap_or_default();
    }
    pages
}

/// The folders above a URL path, the nearest first, down to the one of the language.
fn above<'u>(url: &'u str, root: &'u str) -> impl Iterator<Item = &'u str> {
    let below = url.strip_prefix(root).unwrap_or_default();
    let ends: Vec<usize> =
        below.trim_end_matches('/').match_indices('/').map(|(at, _)| at).collect();
    let folder = move |at: usize| {
        let end = root.len().saturating_add(at).saturating_add(1);
        url.get(..end).unwrap_or_default()
    };
    let home = (!below.is_empty()).then_some(root);
    ends.into_iter().rev().map(folder).chain(home)
}

/// The pages of one language by section, sections in the order of their addresses, pages by title.
#[must_use]
pub fn by_section<'p>(pages: &'p [RenderedPage], lang: &Lang) -> Vec<Group<'p>> {
    let mut groups: Vec<Group<'p>> = Vec::new();
    for page in pages.iter().filter(|page| page.lang == *lang) {
        // The home page stands with the pages beside it.
        let title = if page.section.is_empty() { &page.title } else { &page.section };
        let listed = Listed { title: &page.title, url: page.path.url() };
        match groups.iter_mut().find(|group| group.title == title) {
            Some(group) => group.pages.push(listed),
            None => groups.push(Group { title, pages: vec![listed] }),
        }
    }
    for group in &mut groups {
        group.pages.sort_by_key(|page| page.title.to_lowercase());
    }
    groups
}

fn read(path: &SitePath, bytes: &[u8], config: &Config) -> Option<RenderedPage> {
    if !path.as_str().ends_with(".html") || path.as_str() == "404.html" {
        return None;
    }
    let html = std::str::from_utf8(bytes).ok()?;
    let pieces = html::pieces(html);
    let tags = || {
        pieces.iter().filter_map(|piece| match piece {
            Piece::Start(tag) => Some(tag),
            Piece::End(_) | Piece::Text(_) => None,
        })
    };
    let meta = |name: &str| {
        let found = tags().find(|tag| tag.name == "meta" && tag.attribute("name") == Some(name));
        found.and_then(|tag| tag.attribute("content")).unwrap_or_default()
    };
    if meta("robots").contains("noindex") {
        return None;
    }
    let code = tags().find(|tag| tag.name == "html")?.attribute("lang")?;
    let lang = config.language(code)?.clone();
    Some(RenderedPage {
        title: title(&pieces).unwrap_or_else(|| path.url().to_owned()),
        description: meta("description").to_owned(),
        section: String::new(),
        texts: texts(&pieces, code),
        path: path.clone(),
        lang,
    })
}

/// The text of the first `h1`.
fn title(pieces: &[Piece<'_>]) -> Option<String> {
    let inside = pieces.iter().skip_while(|piece| !is_start(piece, "h1"));
    let inside = inside.take_while(|piece| !is_end(piece, "h1"));
    let text: String = inside.filter_map(text_of).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// What `<main>` says in the page's language, without what is hidden or not for searching.
fn texts(pieces: &[Piece<'_>], lang: &str) -> Vec<Text> {
    let inside = pieces.iter().skip_while(|piece| !is_start(piece, "main"));
    let mut open: Vec<Open> = Vec::new();
    let mut found: Vec<Text> = Vec::new();
    for piece in inside {
        match piece {
            Piece::Start(tag) => {
                if !VOID.contains(&tag.name.as_str()) {
                    open.push(Open::of(tag, lang));
                }
            }
            Piece::End(name) => {
                if let Some(at) = open.iter().rposition(|one| one.name == *name) {
                    open.truncate(at);
                }
                if name == "main" {
                    break;
                }
            }
            Piece::Text(written) if !open.iter().any(|one| one.is_left_out) => {
                let is_heading = open.iter().any(|one| one.is_heading);
                let text = html::text(written);
                if !text.trim().is_empty() {
                    found.push(Text { is_heading, text });
                }
            }
            Piece::Text(_) => {}
        }
    }
    found
}

/// HTML 13.1.2, as far as these pages use them; raw text has lost its end tag already.
const VOID: &[&str] = &[
    "br", "hr", "img", "input", "link", "meta", "path", "source", "wbr", "col", "circle", "rect",
    "line", "polyline", "polygon", "use", "script", "style", "textarea", "title",
];

/// No text of the page itself, or only there in place of a script.
const LEFT_OUT: &[&str] = &["nav", "noscript", "svg", "template"];

/// What another page says better: the words of the regulation under a step, cards and roles that lead on, guides on a sheet to print,
/// who answers for the page. And fingerprints, which nobody types.
const SAID_ELSEWHERE: &[&str] = &["law", "cards", "role", "sheet", "about", "fingerprint"];

fn is_said_elsewhere(class: &str) -> bool {
    class.split_ascii_whitespace().any(|class| SAID_ELSEWHERE.contains(&class))
}

struct Open {
    name: String,
    is_heading: bool,
    is_left_out: bool,
}

impl Open {
    fn of(tag: &Tag, lang: &str) -> Self {
        let has = |name: &str| tag.attribute(name).is_some();
        Self {
            name: tag.name.clone(),
            is_heading: matches!(tag.name.as_str(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6"),
            is_left_out: has("hidden")
                || has("data-nosearch")
                || tag.attribute("lang").is_some_and(|own| own != lang)
                || LEFT_OUT.contains(&tag.name.as_str())
                || tag.attribute("class").is_some_and(is_said_elsewhere),
        }
    }
}

fn is_start(piece: &Piece<'_>, name: &str) -> bool {
    matches!(piece, Piece::Start(tag) if tag.name == name)
}

fn is_end(piece: &Piece<'_>, name: &str) -> bool {
    matches!(piece, Piece::End(end) if end == name)
}

fn text_of(piece: &Piece<'_>) -> Option<String> {
    match piece {
        Piece::Text(written) => Some(html::text(written)),
        Piece::Start(_) | Piece::End(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(files: &[(&str, &str)]) -> (Site, Config) {
        let config = "base_url = \"/\"\ndefault_language = \"id\"\n[languages.en]\n";
        let mut site = Site::default();
        for (path, html) in files {
            site.add(SitePath::new(path).unwrap(), html.as_bytes().to_vec(), "test").unwrap();
        }
        (site, Config::parse("config.toml", config).unwrap())
    }

    #[test]
    fn a_page_says_what_its_main_part_shows() {
        let (site, config) = site(&[(
            "a/index.html",
            "<html lang=\"id\"><meta name=\"description\" content=\"Apa &amp; siapa\"><body><nav>x</nav><main><h1>Surat &amp; <b>kunci</b></h1>\
             <p>Satu<br>dua</p><div hidden>tidak</div><p data-nosearch>ab <i>cd</i></p><details class=\"law\">l</details><p lang=\"en\">e</p><svg><title>t</title><path d=\"\"/><text>s</text></svg><h2>Tiga</h2>\
             <noscript>n</noscript></main>luar",
        )]);
        let text = |is_heading: bool, text: &str| Text { is_heading, text: text.to_owned() };
        let expected = RenderedPage {
            path: SitePath::new("a/index.html").unwrap(),
            lang: config.language("id").unwrap().clone(),
            title: "Surat & kunci".to_owned(),
            description: "Apa & siapa".to_owned(),
            section: String::new(),
            texts: vec![
                text(true, "Surat & "),
                text(true, "kunci"),
                text(false, "Satu"),
                text(false, "dua"),
                text(true, "Tiga"),
            ],
        };
        assert_eq!(of(&site, &config), [expected]);
    }

    #[test]
    fn pages_stand_below_the_nearest_page_above() {
        let (site, config) = site(&[
            ("index.html", "<html lang=\"id\"><h1>Rumah</h1>"),
            ("panduan/index.html", "<html lang=\"id\"><h1>Panduan</h1>"),
            ("panduan/staf/b/index.html", "<html lang=\"id\"><h1>B</h1>"),
            ("panduan/a/index.html", "<html lang=\"id\"><h1>a</h1>"),
            ("z/index.html", "<html lang=\"id\"><h1>Z</h1>"),
            ("404.html", "<html lang=\"id\"><h1>404</h1>"),
            ("lama/index.html", "<html lang=\"id\"><meta name=\"robots\" content=\"noindex\">"),
            ("en/index.html", "<html lang=\"en\"><h1>Home</h1>"),
            ("en/z/index.html", "<html lang=\"en\"><h1>Z</h1>"),
            ("fr/index.html", "<html lang=\"fr\">"),
        ]);
        let pages = of(&site, &config);
        let listed = |code: &str| -> Vec<(String, Vec<String>)> {
            let groups = by_section(&pages, config.language(code).unwrap());
            let urls =
                |group: &Group<'_>| group.pages.iter().map(|page| page.url.to_owned()).collect();
            groups.iter().map(|group| (group.title.to_owned(), urls(group))).collect()
        };
        let group = |title: &str, urls: &[&str]| {
            (title.to_owned(), urls.iter().map(|url| (*url).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(
            listed("id"),
            [
                group("Rumah", &["panduan/", "", "z/"]),
                group("Panduan", &["panduan/a/", "panduan/staf/b/"])
            ]
        );
        assert_eq!(listed("en"), [group("Home", &["en/", "en/z/"])]);
    }
}
