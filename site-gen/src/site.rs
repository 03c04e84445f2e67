//! The site as a value: an ordered map from path to bytes, and the arithmetic of paths inside it.
//!
//! Every link Periksa writes is relative to the page it stands on, so that the same files work at a domain's root, under
//! any sub-path and from any folder. The one exception is the page shown for unknown addresses: see [`Viewpoint`].

use std::collections::BTreeMap;
use std::fmt;

/// Everything that will be written, in the order of its paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Site {
    files: BTreeMap<SitePath, Vec<u8>>,
}

/// Two parts of the site want the same path.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("two sources want to write {path}; the second is {second}")]
pub struct Collision {
    /// The path both want.
    pub path: SitePath,
    /// What the second one is.
    pub second: String,
}

impl Site {
    /// Adds a file; a path is written once.
    pub fn add(&mut self, path: SitePath, bytes: Vec<u8>, origin: &str) -> Result<(), Collision> {
        if self.files.contains_key(&path) {
            return Err(Collision { path, second: origin.to_owned() });
        }
        self.files.insert(path, bytes);
        Ok(())
    }

    /// The files in order.
    pub fn files(&self) -> impl Iterator<Item = (&SitePath, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path, bytes.as_slice()))
    }

    /// The bytes at a path.
    #[must_use]
    pub fn file(&self, path: &SitePath) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// How many files there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

/// A path below the site's root: segments joined by `/`, none empty, none `.` or `..`, no backslash, no NUL.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SitePath(String);

/// A text that is not a [`SitePath`].
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error(
    "{0:?} is not a path inside the site (expected segments like css/base.css, without . or .. and without \\)"
)]
pub struct BadSitePath(pub String);

impl SitePath {
    /// Checks a text.
    pub fn new(text: &str) -> Result<Self, BadSitePath> {
        let fine = |segment: &str| {
            !segment.is_empty()
                && segment != "."
                && segment != ".."
                && !segment.contains(['\\', '\0'])
        };
        if text.split('/').all(fine) {
            Ok(Self(text.to_owned()))
        } else {
            Err(BadSitePath(text.to_owned()))
        }
    }

    /// The file a URL path below the root stands for: `kotak/` is `kotak/index.html`.
    pub fn of_url(url: &str) -> Result<Self, BadSitePath> {
        if url.is_empty() || url.ends_with('/') {
            Self::new(&format!("{url}index.html"))
        } else {
            Self::new(url)
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The URL path below the root: `kotak/index.html` is `kotak/`.
    #[must_use]
    pub fn url(&self) -> &str {
        match self.0.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            Some(_) | None => &self.0,
        }
    }

    /// The folders above the file.
    fn folders(&self) -> Vec<&str> {
        let mut segments: Vec<&str> = self.0.split('/').collect();
        segments.pop();
        segments
    }

    /// Whether the name says that the bytes never change, so that it may be written before the files that point at it.
    #[must_use]
    pub fn is_immutable(&self) -> bool {
        crate::headers::is_immutable(&self.0)
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// From where a link will be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Viewpoint {
    /// From this file: links are relative.
    File(SitePath),
    /// From an address nobody knows (the 404 page is shown at any depth): links start at the base URL's path, `/` or `/sub/`.
    Anywhere {
        /// The path of `base_url`, with both slashes.
        base_path: String,
    },
}

impl Viewpoint {
    /// The link to a URL path below the root (`""`, `kotak/`, `css/base.css`).
    #[must_use]
    pub fn link_to(&self, url: &str) -> String {
        match self {
            Self::Anywhere { base_path } => format!("{base_path}{url}"),
            Self::File(file) => relative(&file.folders(), url),
        }
    }
}

fn relative(here: &[&str], url: &str) -> String {
    let there: Vec<&str> = url.split('/').collect();
    let shared = here
        .iter()
        .zip(there.iter().take(there.len().saturating_sub(1)))
        .take_while(|(left, right)| left == right)
        .count();
    let up = "../".repeat(here.len().saturating_sub(shared));
    let down = there.get(shared..).unwrap_or_default().join("/");
    match (up.is_empty(), down.is_empty()) {
        (true, true) => "./".to_owned(),
        // A colon in the first segment would read as a scheme.
        (true, false) if down.split('/').next().is_some_and(|first| first.contains(':')) => {
            format!("./{down}")
        }
        _ => format!("{up}{down}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_relative_to_the_page_they_stand_on() {
        for (from, to, expected) in [
            ("index.html", "", "./"),
            ("index.html", "css/base.css", "css/base.css"),
            ("index.html", "kotak/", "kotak/"),
            ("kotak/index.html", "kotak/", "./"),
            ("kotak/index.html", "", "../"),
            ("kotak/index.html", "js/a.js", "../js/a.js"),
            ("en/kotak/index.html", "en/", "../"),
            ("en/kotak/index.html", "kotak/", "../../kotak/"),
            ("en/index.html", "en/kotak/", "kotak/"),
            ("a/index.html", "a:b", "../a:b"),
            ("index.html", "a:b", "./a:b"),
        ] {
            let view = Viewpoint::File(SitePath::new(from).unwrap());
            assert_eq!(view.link_to(to), expected, "{from} -> {to}");
        }
    }

    #[test]
    fn the_page_for_unknown_addresses_links_from_the_base_path() {
        let view = Viewpoint::Anywhere { base_path: "/sub/".to_owned() };
        assert_eq!(view.link_to("css/a.css"), "/sub/css/a.css");
    }

    #[test]
    fn paths_that_leave_the_site_are_refused() {
        for text in ["", "/a", "a/", "a//b", "../a", "a/./b", "a\\b", "a\0"] {
            assert_eq!(SitePath::new(text), Err(BadSitePath(text.to_owned())), "{text:?}");
        }
        assert_eq!(SitePath::new("en/kotak/index.html").unwrap().url(), "en/kotak/");
        assert_eq!(SitePath::new("xindex.html").unwrap().url(), "xindex.html");
    }
}
