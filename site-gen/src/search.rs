//! Searching the portal without a server: an index for each language, made of what the pages say once they are rendered.
//!
//! A visitor's browser fetches `cari/indeks.<language>.json` when somebody begins to search, and looks up there
//! (`static/js/search-index.js`). A site has it when it has `content/search.toml`.

pub mod index;
pub mod stems;
pub mod words;

use crate::config::Config;
use crate::rendered_pages::RenderedPage;
use crate::site::{BadSitePath, SitePath};
use words::SearchWords;

use crate::per_language::PerLanguage;

/// The files: path and bytes.
///
/// # Errors
/// A language that cannot be part of a path; none can be configured.
pub fn files(
    config: &Config,
    pages: &[RenderedPage],
    words: &PerLanguage<SearchWords>,
) -> Result<Vec<(SitePath, Vec<u8>)>, BadSitePath> {
    let spoken = config.languages.keys().filter_map(|lang| Some((lang, words.language(lang)?)));
    spoken
        .map(|(lang, words)| {
            let own: Vec<&RenderedPage> = pages.iter().filter(|page| page.lang == *lang).collect();
            let folder = config.language_folder(lang);
            let json = index::json(lang.as_str(), &folder, &own, words);
            Ok((SitePath::new(&format!("cari/indeks.{lang}.json"))?, json))
        })
        .collect()
}
