//! Markdown to HTML with the parser and extensions Zola uses, heading ids included.
//!
//! Links are handed to the caller; everything else is a pure function of the text.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use serde::Serialize;
use std::collections::BTreeSet;

/// What a body becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The HTML.
    pub html: String,
    /// The part before `<!-- more -->`, if there is one.
    pub summary: Option<String>,
    /// The headings as a tree.
    pub headings: Vec<Heading>,
    /// How many words the text has.
    pub word_count: usize,
}

/// A heading and the ones below it, as `toc` gives them to templates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its anchor.
    pub id: String,
    /// The absolute address of the anchor.
    pub permalink: String,
    /// Its text.
    pub title: String,
    /// The headings below.
    pub children: Vec<Self>,
}

const MORE: &str = "<!-- more -->";
/// Words a minute, as Zola counts them.
const READING_SPEED: usize = 200;

impl Rendered {
    /// Minutes, at least one for a text that is not empty.
    #[must_use]
    pub fn reading_time(&self) -> usize {
        self.word_count.div_ceil(READING_SPEED)
    }
}

/// Renders `text`; `link` turns each link's destination into the one to write.
pub fn render<E>(
    text: &str,
    permalink: &str,
    mut link: impl FnMut(&str) -> Result<Option<String>, E>,
) -> Result<Rendered, E> {
    let mut events: Vec<Event<'_>> = Parser::new_ext(text, options()).collect();
    for event in &mut events {
        if let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = event
            && let Some(written) = link(dest_url)?
        {
            *dest_url = CowStr::from(written);
        }
    }
    let flat = name_headings(&mut events, permalink);
    let word_count =
        events.iter().filter_map(words_of).map(|text| text.split_whitespace().count()).sum();
    let mut out = String::with_capacity(text.len().saturating_mul(2));
    html::push_html(&mut out, events.into_iter());
    let (html, summary) = match out.split_once(MORE) {
        None => (out, None),
        Some((before, after)) => {
            let summary = before.to_owned();
            (format!("{before}<span id=\"continue-reading\"></span>{after}"), Some(summary))
        }
    };
    Ok(Rendered { html, summary, headings: nested(flat), word_count })
}

/// The extensions Zola turns on.
pub(crate) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
}

/// Gives every heading an id: its own `{#id}`, or the slug of its text, made unique with `-1`, `-2`.
fn name_headings(events: &mut [Event<'_>], permalink: &str) -> Vec<Heading> {
    let mut found: Vec<(usize, Heading, bool)> = Vec::new();
    let mut open: Option<(usize, u8, Option<String>, String)> = None;
    for (at, event) in events.iter().enumerate() {
        if let Event::Start(Tag::Heading { level, id, .. }) = event {
            open = Some((at, number(*level), id.as_ref().map(ToString::to_string), String::new()));
        } else if let (Some(text), Some((_, _, _, title))) = (words_of(event), &mut open) {
            title.push_str(text);
        } else if matches!(event, Event::End(TagEnd::Heading(_)))
            && let Some((start, level, id, title)) = open.take()
        {
            let fixed = id.is_some();
            let id = id.unwrap_or_else(|| slug::slugify(&title));
            found.push((
                start,
                Heading { level, id, permalink: String::new(), title, children: vec![] },
                fixed,
            ));
        }
    }
    let mut taken: BTreeSet<String> = found
        .iter()
        .filter(|(_, _, fixed)| *fixed)
        .map(|(_, heading, _)| heading.id.clone())
        .collect();
    let mut headings = Vec::new();
    for (start, mut heading, fixed) in found {
        if !fixed {
            heading.id = unique(&heading.id, &taken);
            taken.insert(heading.id.clone());
        }
        heading.permalink = format!("{permalink}#{}", heading.id);
        if let Some(Event::Start(Tag::Heading { id, .. })) = events.get_mut(start) {
            *id = Some(CowStr::from(heading.id.clone()));
        }
        headings.push(heading);
    }
    headings
}

fn words_of<'e>(event: &'e Event<'_>) -> Option<&'e str> {
    if let Event::Text(text) | Event::Code(text) = event { Some(text) } else { None }
}

/// 1 to 6.
pub(crate) fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn unique(id: &str, taken: &BTreeSet<String>) -> String {
    let numbered = (1_u32..).map(|number| format!("{id}-{number}"));
    std::iter::once(id.to_owned())
        .chain(numbered)
        .find(|id| !taken.contains(id))
        .unwrap_or_default()
}

/// A heading holds the deeper ones that follow it.
fn nested(flat: Vec<Heading>) -> Vec<Heading> {
    let mut roots: Vec<Heading> = Vec::new();
    for heading in flat {
        place(&mut roots, heading);
    }
    roots
}

fn place(siblings: &mut Vec<Heading>, heading: Heading) {
    match siblings.last_mut() {
        Some(last) if last.level < heading.level => place(&mut last.children, heading),
        Some(_) | None => siblings.push(heading),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    fn plain(text: &str) -> Rendered {
        render(text, "https://x/", |_| Ok::<_, Infallible>(None)).unwrap()
    }

    #[test]
    fn headings_get_unique_slugs_and_nest() {
        let found = plain("# Cara kerja\n## A\n## A\n### Dalam {#sendiri}\n# `kode`\n");
        let tree: Vec<(u8, &str, usize)> =
            found.headings.iter().map(|h| (h.level, h.id.as_str(), h.children.len())).collect();
        assert_eq!(tree, [(1, "cara-kerja", 2), (1, "kode", 0)]);
        assert_eq!(found.headings[0].children[1].id, "a-1");
        assert_eq!(found.headings[0].children[1].children[0].permalink, "https://x/#sendiri");
        assert!(found.html.starts_with("<h1 id=\"cara-kerja\">Cara kerja</h1>"), "{}", found.html);
    }

    #[test]
    fn the_summary_ends_at_the_more_mark() {
        let found = plain("Satu\n\n<!-- more -->\n\nDua\n");
        assert_eq!(found.summary.as_deref(), Some("<p>Satu</p>\n"));
        assert_eq!(found.word_count, 2);
    }

    #[test]
    fn links_are_the_callers() {
        let found = render("[a](@/b.md) ![c](d.png)", "", |link| {
            Ok::<_, Infallible>(Some(format!("X{link}")))
        })
        .unwrap();
        assert_eq!(
            found.html,
            "<p><a href=\"X@/b.md\">a</a> <img src=\"Xd.png\" alt=\"c\" /></p>\n"
        );
    }
}
