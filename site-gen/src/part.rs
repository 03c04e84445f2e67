//! A page's content as part of another page, as in a guide set that is printed whole: its links still lead where they led, its anchors
//! are its own, and its headings are one level further down.

use crate::html;
use crate::references;
use crate::site::{SitePath, Viewpoint};

/// Links that were written for the page `from`, written for `view`.
#[must_use]
pub fn moved(html: &str, from: &SitePath, view: &Viewpoint) -> String {
    let mut replacements = Vec::new();
    for tag in html::tags(html) {
        for attribute in references::links(&tag) {
            let link = &attribute.value;
            if references::leads_out(link) || link.starts_with('#') {
                continue;
            }
            let (address, anchor) =
                link.split_once('#').map_or((link.as_str(), None), |(a, b)| (a, Some(b)));
            if let Some(below) = references::resolved(from, address) {
                let anchor = anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default();
                let moved = view.link_to(&format!("{below}{anchor}"));
                replacements.push((attribute.range.clone(), html::escape(&moved)));
            }
        }
    }
    html::replace(html, &replacements)
}

/// Ids and the references to them that begin with `prefix`, and headings one level down.
#[must_use]
pub fn part_of(html: &str, prefix: &str) -> String {
    let mut replacements = Vec::new();
    for attribute in html::tags(html).iter().flat_map(|tag| &tag.attributes) {
        let own = |id: &str| format!("{prefix}-{id}");
        let value = match attribute.name.as_str() {
            "id" | "for" => own(&attribute.value),
            "aria-labelledby" | "aria-describedby" => {
                attribute.value.split_whitespace().map(own).collect::<Vec<_>>().join(" ")
            }
            "href" => match attribute.value.strip_prefix('#') {
                Some(anchor) => format!("#{}", own(anchor)),
                None => continue,
            },
            _ => continue,
        };
        replacements.push((attribute.range.clone(), html::escape(&value)));
    }
    let mut html = html::replace(html, &replacements);
    // The deepest first, or one would go down twice.
    for level in (1..=5_u8).rev() {
        let below = level.saturating_add(1);
        for (from, to) in [
            (format!("<h{level} "), format!("<h{below} ")),
            (format!("<h{level}>"), format!("<h{below}>")),
            (format!("</h{level}>"), format!("</h{below}>")),
        ] {
            html = html.replace(&from, &to);
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> SitePath {
        SitePath::new(text).unwrap()
    }

    #[test]
    fn links_lead_where_they_led() {
        let view = Viewpoint::File(path("panduan/cetak/index.html"));
        let from = path("panduan/pegawai/a/index.html");
        for (html, expected) in [
            ("<a href=\"../b/#c\">b</a>", "<a href=\"../pegawai/b/#c\">b</a>"),
            ("<a href=\"../../../\">rumah</a>", "<a href=\"../../\">rumah</a>"),
            ("<a href=\"#c\">c</a>", "<a href=\"#c\">c</a>"),
            ("<a href=\"https://x/\">x</a>", "<a href=\"https://x/\">x</a>"),
            (
                "<img src=\"../../../icons/a.svg\" alt=\"\">",
                "<img src=\"../../icons/a.svg\" alt=\"\">",
            ),
        ] {
            assert_eq!(moved(html, &from, &view), expected);
        }
    }

    #[test]
    fn anchors_are_its_own_and_headings_go_down_once() {
        assert_eq!(
            part_of(
                "<h2 id=\"a\">A</h2><h3>B</h3><a href=\"#a\">a</a><svg aria-labelledby=\"t d\"><title id=\"t\">T</title></svg><a href=\"b/\">b</a>",
                "minta"
            ),
            "<h3 id=\"minta-a\">A</h3><h4>B</h4><a href=\"#minta-a\">a</a><svg aria-labelledby=\"minta-t minta-d\"><title id=\"minta-t\">T</title></svg><a href=\"b/\">b</a>"
        );
    }
}
