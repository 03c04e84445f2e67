//! The head of a content file: TOML between two lines `+++`, with Zola's keys for pages and for sections.

use crate::fields::{FieldError, Fields, Place, parse_toml};
use toml::value::Datetime;

/// What is wrong with the head of a content file.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum FrontMatterError {
    /// The first line is not `+++`.
    #[error("{file}: expected a first line `+++` (front matter is TOML here), found {found:?}")]
    NoFrontMatter {
        /// The content file.
        file: String,
        /// Its first line.
        found: String,
    },
    /// The second `+++` is missing.
    #[error("{file}: the front matter begins with `+++` and never ends")]
    Unclosed {
        /// The content file.
        file: String,
    },
    /// A field.
    #[error(transparent)]
    Field(#[from] FieldError),
}

/// What pages and sections share.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontMatter {
    /// `title`
    pub title: Option<String>,
    /// `description`
    pub description: Option<String>,
    /// `template`, instead of `page.html`, `section.html` or `index.html`
    pub template: Option<String>,
    /// `weight`, for `sort_by = "weight"`
    pub weight: Option<i64>,
    /// `draft`: left out of the site
    pub draft: bool,
    /// `render = false`: readable by templates, without an address
    pub render: bool,
    /// `aliases`: older addresses that lead here
    pub aliases: Vec<String>,
    /// `extra`
    pub extra: toml::Table,
    /// What only a page or only a section has.
    pub kind: Kind,
}

/// The keys that only one of the two kinds has.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Any file but `_index.md`.
    Page {
        /// `date`
        date: Option<Datetime>,
        /// `updated`
        updated: Option<Datetime>,
        /// `slug`, the last segment of the address
        slug: Option<String>,
        /// `path`, the whole address
        path: Option<String>,
        /// `authors`
        authors: Vec<String>,
    },
    /// `_index.md`.
    Section {
        /// `sort_by`
        sort_by: SortBy,
        /// `page_template`, for the pages directly below
        page_template: Option<String>,
    },
}

/// The order of a section's pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortBy {
    /// By path.
    None,
    /// The newest first.
    Date,
    /// By title.
    Title,
    /// The lightest first.
    Weight,
}

const PAGE_KEYS: &[&str] = &[
    "title",
    "description",
    "date",
    "updated",
    "weight",
    "draft",
    "render",
    "slug",
    "path",
    "template",
    "authors",
    "aliases",
    "taxonomies",
    "in_search_index",
    "extra",
];
const SECTION_KEYS: &[&str] = &[
    "title",
    "description",
    "sort_by",
    "weight",
    "draft",
    "template",
    "paginate_by",
    "paginate_reversed",
    "paginate_path",
    "insert_anchor_links",
    "render",
    "redirect_to",
    "in_search_index",
    "transparent",
    "page_template",
    "aliases",
    "generate_feeds",
    "extra",
];

/// Splits a page's file into its head and its body.
pub fn read_page(file: &str, text: &str) -> Result<(FrontMatter, String), FrontMatterError> {
    let (head, body) = split(file, text)?;
    let table = parse_toml(&Place::file(file), head)?;
    let fields = Fields::new(Place::file(file), &table);
    fields.only(PAGE_KEYS)?;
    fields.not_implemented(&["taxonomies"])?;
    let kind = Kind::Page {
        date: fields.date("date")?,
        updated: fields.date("updated")?,
        slug: fields.text("slug")?.map(str::to_owned),
        path: fields.text("path")?.map(|path| path.trim_matches('/').to_owned()),
        authors: fields.texts("authors")?.into_iter().map(str::to_owned).collect(),
    };
    Ok((shared(&fields, kind)?, body.to_owned()))
}

/// Splits an `_index.md` into its head and its body.
pub fn read_section(file: &str, text: &str) -> Result<(FrontMatter, String), FrontMatterError> {
    let (head, body) = split(file, text)?;
    let table = parse_toml(&Place::file(file), head)?;
    let fields = Fields::new(Place::file(file), &table);
    fields.only(SECTION_KEYS)?;
    fields.not_implemented(&["paginate_by", "redirect_to", "transparent", "generate_feeds"])?;
    let kind = Kind::Section {
        sort_by: match fields.text("sort_by")? {
            None | Some("none") => SortBy::None,
            Some("date") => SortBy::Date,
            Some("title") => SortBy::Title,
            Some("weight") => SortBy::Weight,
            Some(other) => {
                return Err(fields
                    .unexpected("sort_by", "none, date, title or weight", other)
                    .into());
            }
        },
        page_template: fields.text("page_template")?.map(str::to_owned),
    };
    Ok((shared(&fields, kind)?, body.to_owned()))
}

fn shared(fields: &Fields<'_>, kind: Kind) -> Result<FrontMatter, FieldError> {
    Ok(FrontMatter {
        title: fields.text("title")?.map(str::to_owned),
        description: fields.text("description")?.map(str::to_owned),
        template: fields.text("template")?.map(str::to_owned),
        weight: fields.integer("weight")?,
        draft: fields.switch("draft")?.unwrap_or(false),
        render: fields.switch("render")?.unwrap_or(true),
        aliases: fields.texts("aliases")?.into_iter().map(str::to_owned).collect(),
        extra: fields.raw_table("extra")?.cloned().unwrap_or_default(),
        kind,
    })
}

impl FrontMatter {
    /// The head of a section that has no `_index.md` of its own.
    #[must_use]
    pub fn of_implied_section() -> Self {
        Self {
            title: None,
            description: None,
            template: None,
            weight: None,
            draft: false,
            render: true,
            aliases: Vec::new(),
            extra: toml::Table::new(),
            kind: Kind::Section { sort_by: SortBy::None, page_template: None },
        }
    }
}

fn split<'t>(file: &str, text: &'t str) -> Result<(&'t str, &'t str), FrontMatterError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if first.trim_end() != "+++" {
        let found = first.chars().take(40).collect();
        return Err(FrontMatterError::NoFrontMatter { file: file.to_owned(), found });
    }
    let mut at = 0_usize;
    for line in rest.split_inclusive('\n') {
        let next = at.saturating_add(line.len());
        if line.trim_end() == "+++" {
            return Ok((rest.get(..at).unwrap_or_default(), rest.get(next..).unwrap_or_default()));
        }
        at = next;
    }
    Err(FrontMatterError::Unclosed { file: file.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_ends_at_the_second_line_of_plus_signs() {
        let (head, body) = read_page("a.md", "+++\ntitle = \"A\"\n+++\nText\n+++\n").unwrap();
        assert_eq!((head.title.as_deref(), body.as_str()), (Some("A"), "Text\n+++\n"));
    }

    #[test]
    fn what_is_wrong_names_the_file() {
        for (text, expected) in [
            (
                "# A",
                "guide/a.md: expected a first line `+++` (front matter is TOML here), found \"# A\"",
            ),
            (
                "+++\ntitle = \"A\"\n",
                "guide/a.md: the front matter begins with `+++` and never ends",
            ),
            (
                "+++\ndate = \"soon\"\n+++\n",
                "guide/a.md: `date` should be a date like 2026-11-23 or 2026-11-23T08:00:00Z, found soon",
            ),
        ] {
            assert_eq!(read_page("guide/a.md", text).unwrap_err().to_string(), expected);
        }
        let unknown = read_page("guide/a.md", "+++\nautor = \"B\"\n+++\n").unwrap_err().to_string();
        assert!(
            unknown.starts_with("guide/a.md: unknown key `autor`; known here: title, description"),
            "{unknown}"
        );
    }
}
