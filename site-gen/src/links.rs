//! `@/page.md#anchor`: links to content files, resolved to addresses and remembered for the check at the end.

use crate::config::{Config, Lang};
use crate::content::{Entry, Library};
use crate::references::{Because, BrokenLink, Reference};

/// A resolved link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The URL path below the root, with the anchor.
    pub url: String,
    /// What has to exist for it.
    pub reference: Reference,
}

/// Resolves a link that starts with `@/`. With `lang`, the translation in that language is meant, as in
/// `get_url(path="@/a.md", lang="en")`; without it, exactly the file that is named.
pub fn resolve(
    config: &Config,
    library: &Library,
    file: &str,
    link: &str,
    lang: Option<&Lang>,
) -> Result<Target, BrokenLink> {
    let path = link.strip_prefix("@/").unwrap_or(link);
    let (path, anchor) =
        path.split_once('#').map_or((path, None), |(path, anchor)| (path, Some(anchor)));
    let entry: Option<&Entry> = match lang {
        Some(lang) => library.translated(config, path, lang),
        None => library.entry(path),
    };
    let entry = entry.filter(|entry| entry.front.render).ok_or_else(|| BrokenLink {
        file: file.to_owned(),
        link: link.to_owned(),
        because: Because::NoPage { exists: beside(library, path) },
    })?;
    let url = match anchor {
        Some(anchor) => format!("{}#{anchor}", entry.url),
        None => entry.url.clone(),
    };
    let reference = Reference {
        file: file.to_owned(),
        link: link.to_owned(),
        target: entry.output.clone(),
        anchor: anchor.map(str::to_owned),
    };
    Ok(Target { url, reference })
}

fn beside(library: &Library, path: &str) -> Vec<String> {
    let folder_of =
        |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
    let folder = folder_of(path);
    library
        .entries()
        .filter(|entry| entry.front.render && folder_of(&entry.source) == folder)
        .map(|entry| format!("@/{}", entry.source))
        .collect()
}
