//! Links inside the site that must lead somewhere: to a file, and where they name one, to an anchor in it.
//!
//! Markdown and templates promise targets while they are rendered; the finished HTML is read once more, so that a link
//! typed into a template is checked as well. All broken links are reported together.

use crate::config::BaseUrl;
use crate::html::{self, Tag};
use crate::site::{Site, SitePath, Viewpoint};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A target promised while a page was rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The content file or template that holds the link.
    pub file: String,
    /// The link as it is written.
    pub link: String,
    /// The file it leads to.
    pub target: SitePath,
    /// The anchor in that file.
    pub anchor: Option<String>,
}

/// A link that leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BrokenLink {
    /// The content file, or the page of the site, that holds the link.
    pub file: String,
    /// The link as it is written.
    pub link: String,
    /// Why it leads nowhere.
    pub because: Because,
}

/// Why a link leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Because {
    /// No such content file.
    NoPage {
        /// The content files of that folder.
        exists: Vec<String>,
    },
    /// No such file in the site.
    NoFile {
        /// What the link means.
        target: String,
        /// The files of that folder.
        exists: Vec<String>,
    },
    /// The address of a folder without its last slash; relative links on that page would break.
    NoSlash,
    /// No such anchor in the file.
    NoAnchor {
        /// The file.
        target: String,
        /// The anchors it has.
        exists: Vec<String>,
    },
    /// More `../` than there are folders.
    LeavesSite,
    /// The link starts with `/`, so it works at one path only.
    FromRoot,
}

impl fmt::Display for BrokenLink {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, link, because } = self;
        write!(formatter, "{file}: broken link `{link}`: ")?;
        match because {
            Because::NoPage { exists } => {
                write!(formatter, "no such content file; that folder has {}", list(exists))
            }
            Because::NoFile { target, exists } => {
                write!(formatter, "the site has no file {target}; that folder has {}", list(exists))
            }
            Because::NoSlash => write!(formatter, "this is a folder: write `{link}/`"),
            Because::NoAnchor { target, exists } => {
                write!(formatter, "{target} has no such anchor; it has {}", list(exists))
            }
            Because::LeavesSite => write!(formatter, "it leads out of the site"),
            Because::FromRoot => {
                write!(
                    formatter,
                    "a link from the root works at one path only; use `@/page.md` or get_url(path=...)"
                )
            }
        }
    }
}

fn list(names: &[String]) -> String {
    // Enough to see the slip of the pen.
    const SHOWN: usize = 12;
    if names.is_empty() {
        return "none".to_owned();
    }
    let shown: Vec<&str> = names.iter().take(SHOWN).map(String::as_str).collect();
    match names.len().checked_sub(SHOWN) {
        None | Some(0) => shown.join(", "),
        Some(more) => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Attributes that hold the address of something this site may have.
const LINKS: &[(&str, &str)] = &[
    ("a", "href"),
    ("area", "href"),
    ("link", "href"),
    ("use", "href"),
    ("script", "src"),
    ("img", "src"),
    ("iframe", "src"),
    ("source", "src"),
    ("video", "src"),
    ("audio", "src"),
    ("track", "src"),
    ("embed", "src"),
    ("object", "data"),
    ("video", "poster"),
    ("form", "action"),
    ("image", "href"),
    ("blockquote", "cite"),
    ("q", "cite"),
];

pub(crate) fn links(tag: &Tag) -> impl Iterator<Item = &html::Attribute> {
    tag.attributes.iter().filter(|attribute| {
        LINKS.iter().any(|(name, link)| *name == tag.name && *link == attribute.name)
    })
}

/// Whether the address has to be absolute: `<link rel=canonical>` and `<link rel=alternate>`.
fn stays_absolute(tag: &Tag) -> bool {
    let rel = tag.attribute("rel").unwrap_or_default();
    tag.name == "link"
        && rel.split_ascii_whitespace().any(|rel| matches!(rel, "canonical" | "alternate"))
}

/// Makes links to the site's own absolute addresses (a `permalink` in a template) relative to the page.
#[must_use]
pub fn relative_links(html: &str, base_url: &BaseUrl, view: &Viewpoint) -> String {
    let mut changes = Vec::new();
    for tag in html::tags(html).iter().filter(|tag| !stays_absolute(tag)) {
        for attribute in links(tag) {
            if let Some(below) = below_base(&attribute.value, base_url) {
                changes.push((attribute.range.clone(), html::escape(&view.link_to(below))));
            }
        }
    }
    html::replace(html, &changes)
}

fn below_base<'a>(address: &'a str, base_url: &BaseUrl) -> Option<&'a str> {
    if address.starts_with("//") {
        return None;
    }
    let rest = address.strip_prefix(base_url.as_str())?;
    match rest.strip_prefix('/') {
        None if rest.is_empty() && !address.is_empty() => Some(rest),
        below => below,
    }
}

/// Checks what was promised, and every link in every HTML file of the site.
#[must_use]
pub fn broken_links(
    site: &Site,
    promised: &[Reference],
    views: &BTreeMap<SitePath, Viewpoint>,
) -> Vec<BrokenLink> {
    let pages: BTreeMap<&SitePath, Vec<Tag>> = site
        .files()
        .filter(|(path, _)| path.as_str().ends_with(".html"))
        .map(|(path, bytes)| (path, html::tags(&String::from_utf8_lossy(bytes))))
        .collect();
    let anchors: BTreeMap<&SitePath, BTreeSet<&str>> =
        pages.iter().map(|(path, tags)| (*path, html::anchors(tags).collect())).collect();
    let check = Check { site, anchors: &anchors };

    let mut broken = BTreeSet::new();
    for reference in promised {
        let Reference { file, link, target, anchor } = reference;
        if let Some(because) = check.target(target, anchor.as_deref()) {
            broken.insert(BrokenLink { file: file.clone(), link: link.clone(), because });
        }
    }
    for (path, tags) in &pages {
        let own = Viewpoint::File((*path).clone());
        let view = views.get(*path).unwrap_or(&own);
        for tag in tags.iter().filter(|tag| !stays_absolute(tag)) {
            for attribute in links(tag) {
                if let Some(because) = check.link(path, view, &attribute.value) {
                    broken.insert(BrokenLink {
                        file: path.to_string(),
                        link: attribute.value.clone(),
                        because,
                    });
                }
            }
        }
    }
    broken.into_iter().collect()
}

struct Check<'s> {
    site: &'s Site,
    anchors: &'s BTreeMap<&'s SitePath, BTreeSet<&'s str>>,
}

impl Check<'_> {
    /// A link as it stands in a page. `None`: it leads somewhere, or out into the world.
    fn link(&self, page: &SitePath, view: &Viewpoint, link: &str) -> Option<Because> {
        if leads_out(link) {
            return None;
        }
        let (address, anchor) =
            link.split_once('#').map_or((link, None), |(address, anchor)| (address, Some(anchor)));
        let anchor = anchor.map(percent_decoded);
        let address = percent_decoded(address.split_once('?').map_or(address, |(path, _)| path));
        if address.is_empty() {
            return self.target(page, anchor.as_deref());
        }
        let below = match view {
            Viewpoint::Anywhere { base_path } => match address.strip_prefix(base_path.as_str()) {
                Some(below) => below.to_owned(),
                None => return Some(Because::FromRoot),
            },
            Viewpoint::File(_) if address.starts_with('/') => return Some(Because::FromRoot),
            Viewpoint::File(file) => match resolved(file, &address) {
                Some(below) => below,
                None => return Some(Because::LeavesSite),
            },
        };
        let Ok(target) = SitePath::of_url(&below) else { return Some(Because::LeavesSite) };
        if self.site.file(&target).is_none() {
            let folder = SitePath::of_url(&format!("{below}/")).ok();
            if folder.is_some_and(|folder| self.site.file(&folder).is_some()) {
                return Some(Because::NoSlash);
            }
        }
        self.target(&target, anchor.as_deref())
    }

    fn target(&self, target: &SitePath, anchor: Option<&str>) -> Option<Because> {
        if self.site.file(target).is_none() {
            return Some(Because::NoFile {
                target: target.to_string(),
                exists: self.beside(target),
            });
        }
        let anchor =
            anchor.filter(|anchor| !matches!(*anchor, "" | "top") && !anchor.starts_with(":~:"))?;
        let anchors = self.anchors.get(target)?;
        if anchors.contains(anchor) {
            return None;
        }
        let exists = anchors.iter().map(|anchor| format!("#{anchor}")).collect();
        Some(Because::NoAnchor { target: target.to_string(), exists })
    }

    fn beside(&self, target: &SitePath) -> Vec<String> {
        let text = target.as_str();
        let folder = text.rsplit_once('/').map_or("", |(folder, _)| folder);
        let in_folder = |path: &&SitePath| {
            path.as_str().rsplit_once('/').map_or("", |(folder, _)| folder) == folder
        };
        self.site.files().map(|(path, _)| path).filter(in_folder).map(ToString::to_string).collect()
    }
}

/// `https:`, `mailto:`, `data:`, `//host`.
pub(crate) fn leads_out(link: &str) -> bool {
    let scheme = link.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    });
    scheme || link.starts_with("//")
}

/// The URL path below the root that a relative address means on a page. `None`: out of the site.
pub(crate) fn resolved(page: &SitePath, address: &str) -> Option<String> {
    let mut folders: Vec<&str> = page.as_str().split('/').collect();
    folders.pop();
    let (path, file) = address.rsplit_once('/').map_or(("", address), |(path, file)| (path, file));
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                folders.pop()?;
            }
            other => folders.push(other),
        }
    }
    let file = match file {
        "." => "",
        ".." => {
            folders.pop()?;
            ""
        }
        other => other,
    };
    let folder = folders.join("/");
    Some(if folder.is_empty() { file.to_owned() } else { format!("{folder}/{file}") })
}

/// Resolves `%20` and the like; what is not UTF-8 afterwards stays as it was.
pub(crate) fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        match hex.filter(|_| *first == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> SitePath {
        SitePath::new(text).unwrap()
    }

    #[test]
    fn relative_addresses_are_followed() {
        for (page, address, expected) in [
            ("index.html", "kotak/", Some("kotak/")),
            ("index.html", "./", Some("")),
            ("en/kotak/index.html", "../../css/a.css", Some("css/a.css")),
            ("en/kotak/index.html", "..", Some("en/")),
            ("index.html", "../x", None),
        ] {
            assert_eq!(resolved(&path(page), address).as_deref(), expected, "{page} {address}");
        }
    }

    #[test]
    fn every_kind_of_broken_link_is_told_apart() {
        let mut site = Site::default();
        let html = "<h1 id=a>x</h1><a href='b/#c'>1</a><a href='b'>2</a><a href='nope.css'>3</a><a href='/b/'>4</a>\
            <a href='../x'>5</a><a href='#zz'>6</a><a href='https://example.org/'>7</a><a href='#a'>8</a><a href='b/?q#%63'>9</a>";
        site.add(path("index.html"), html.as_bytes().to_vec(), "").unwrap();
        site.add(path("b/index.html"), b"<p id=x><link rel=canonical href=/gone>".to_vec(), "")
            .unwrap();
        let found: Vec<String> =
            broken_links(&site, &[], &BTreeMap::new()).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "index.html: broken link `#zz`: index.html has no such anchor; it has #a",
                "index.html: broken link `../x`: it leads out of the site",
                "index.html: broken link `/b/`: a link from the root works at one path only; use `@/page.md` or get_url(path=...)",
                "index.html: broken link `b`: this is a folder: write `b/`",
                "index.html: broken link `b/#c`: b/index.html has no such anchor; it has #x",
                "index.html: broken link `b/?q#%63`: b/index.html has no such anchor; it has #x",
                "index.html: broken link `nope.css`: the site has no file nope.css; that folder has index.html",
            ]
        );
    }

    #[test]
    fn permalinks_become_relative_where_a_browser_follows_them() {
        let base = BaseUrl::new("https://p.example/sub").unwrap();
        let view = Viewpoint::File(path("en/index.html"));
        assert_eq!(
            relative_links(
                "<link rel=canonical href=https://p.example/sub/en/><a href=\"https://p.example/sub/kotak/\">k</a><a href='https://p.example/subx'>o</a>",
                &base,
                &view
            ),
            "<link rel=canonical href=https://p.example/sub/en/><a href=\"../kotak/\">k</a><a href='https://p.example/subx'>o</a>"
        );
        let root = BaseUrl::new("/").unwrap();
        assert_eq!(
            relative_links("<a href=/kotak/><a href=\"\"><a href=//host/><a href=x>", &root, &view),
            "<a href=../kotak/><a href=\"\"><a href=//host/><a href=x>"
        );
    }
}
