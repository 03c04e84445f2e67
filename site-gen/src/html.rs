//! Finds tags, attributes and ids in HTML that this program wrote, and can replace attribute values in place.
//!
//! Not a full HTML parser: it knows comments, doctypes, raw text (`script`, `style`, `textarea`, `title`) and the three ways to
//! write an attribute, which is what a link check needs.

use std::ops::Range;

/// A start tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Its name in lower case.
    pub name: String,
    /// Its attributes in order.
    pub attributes: Vec<Attribute>,
}

/// An attribute of a start tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Its name in lower case.
    pub name: String,
    /// Its value with character references resolved.
    pub value: String,
    /// Where the value stands in the text, without quotes.
    pub range: Range<usize>,
}

impl Tag {
    /// The value of an attribute.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|attribute| attribute.name == name)
            .map(|attribute| attribute.value.as_str())
    }
}

/// What a document is made of, as [`pieces`] finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'h> {
    /// A start tag.
    Start(Tag),
    /// The name of an end tag in lower case.
    End(String),
    /// Text between tags as it is written, character references and all.
    Text(&'h str),
}

/// All start tags in order.
#[must_use]
pub fn tags(html: &str) -> Vec<Tag> {
    let tag = |piece| match piece {
        Piece::Start(tag) => Some(tag),
        Piece::End(_) | Piece::Text(_) => None,
    };
    pieces(html).into_iter().filter_map(tag).collect()
}

/// Start tags, end tags and texts in order; comments, doctypes and raw text are left out, and so is the end tag of raw text.
#[must_use]
pub fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut scan = Scan { html, at: 0 };
    let mut pieces = Vec::new();
    loop {
        let text = scan.take_while(|c| c != '<');
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
        if !scan.skip_past("<") {
            return pieces;
        }
        if scan.rest().starts_with("!--") {
            scan.skip_past("-->");
        } else if scan.rest().starts_with(|c: char| c.is_ascii_alphabetic()) {
            let tag = scan.tag();
            scan.advance(1);
            if matches!(tag.name.as_str(), "script" | "style" | "textarea" | "title") {
                scan.skip_raw_text(&tag.name);
                scan.skip_past(">");
            }
            pieces.push(Piece::Start(tag));
        } else if scan.rest().starts_with('/') {
            scan.advance(1);
            pieces.push(Piece::End(scan.tag().name));
            scan.advance(1);
        } else if scan.rest().starts_with('!') {
            scan.skip_past(">");
        }
    }
}

/// Text as a reader sees it.
#[must_use]
pub fn text(written: &str) -> String {
    unescape(written)
}

/// What a link may point at inside a document: every `id`, and the `name` of an `a`.
pub fn anchors(tags: &[Tag]) -> impl Iterator<Item = &str> {
    tags.iter().flat_map(|tag| {
        let name = if tag.name == "a" { tag.attribute("name") } else { None };
        tag.attribute("id").into_iter().chain(name)
    })
}

/// Puts new texts at some ranges, which are in order and do not overlap.
#[must_use]
pub fn replace(html: &str, replacements: &[(Range<usize>, String)]) -> String {
    let mut out = String::with_capacity(html.len());
    let mut at = 0;
    for (range, text) in replacements {
        out.push_str(html.get(at..range.start).unwrap_or_default());
        out.push_str(text);
        at = range.end;
    }
    out.push_str(html.get(at..).unwrap_or_default());
    out
}

/// Text as it may stand in content or in a quoted attribute.
#[must_use]
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

struct Scan<'h> {
    html: &'h str,
    at: usize,
}

impl<'h> Scan<'h> {
    fn rest(&self) -> &'h str {
        self.html.get(self.at..).unwrap_or_default()
    }

    fn advance(&mut self, length: usize) {
        self.at = self.at.saturating_add(length).min(self.html.len());
    }

    fn skip_past(&mut self, what: &str) -> bool {
        match self.rest().find(what) {
            Some(found) => {
                self.advance(found.saturating_add(what.len()));
                true
            }
            None => {
                self.at = self.html.len();
                false
            }
        }
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'h str {
        let rest = self.rest();
        let length = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        self.advance(length);
        rest.get(..length).unwrap_or_default()
    }

    fn tag(&mut self) -> Tag {
        let name = self
            .take_while(|c| !c.is_ascii_whitespace() && c != '>' && c != '/')
            .to_ascii_lowercase();
        let mut attributes = Vec::new();
        loop {
            self.take_while(|c| c.is_ascii_whitespace() || c == '/');
            if self.rest().is_empty() || self.rest().starts_with('>') {
                return Tag { name, attributes };
            }
            let before = self.at;
            attributes.push(self.attribute());
            if self.at == before {
                self.advance(1);
            }
        }
    }

    fn attribute(&mut self) -> Attribute {
        let name = self
            .take_while(|c| !c.is_ascii_whitespace() && c != '=' && c != '>' && c != '/')
            .to_ascii_lowercase();
        self.take_while(|c| c.is_ascii_whitespace());
        if !self.rest().starts_with('=') {
            return Attribute { name, value: String::new(), range: self.at..self.at };
        }
        self.advance(1);
        self.take_while(|c| c.is_ascii_whitespace());
        let quote = self.rest().chars().next().filter(|c| matches!(c, '"' | '\''));
        if quote.is_some() {
            self.advance(1);
        }
        let start = self.at;
        let raw = match quote {
            Some(quote) => self.take_while(|c| c != quote),
            None => self.take_while(|c| !c.is_ascii_whitespace() && c != '>'),
        };
        let range = start..self.at;
        if quote.is_some() {
            self.advance(1);
        }
        Attribute { name, value: unescape(raw), range }
    }

    fn skip_raw_text(&mut self, name: &str) {
        let end = format!("</{name}");
        let rest = self.rest();
        let found = rest
            .match_indices("</")
            .find(|(at, _)| {
                rest.get(*at..at.saturating_add(end.len()))
                    .is_some_and(|text| text.eq_ignore_ascii_case(&end))
            })
            .map_or(rest.len(), |(at, _)| at);
        self.advance(found);
    }
}

/// The character references that stand in addresses.
fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    ["&quot;|\"", "&#39;|'", "&#x27;|'", "&#x2F;|/", "&lt;|<", "&gt;|>", "&amp;|&"]
        .iter()
        .filter_map(|pair| pair.split_once('|'))
        .fold(text.to_owned(), |text, (reference, character)| text.replace(reference, character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_attributes_however_they_are_written() {
        let html = r#"<!doctype html><!-- <a href=no> --><A HREF="x?a=1&amp;b" id=one data-x='"'>t</a><br/><input disabled><script>"<a href='no'>"</SCRIPT><p id="z">"#;
        let found = tags(html);
        let names: Vec<&str> = found.iter().map(|tag| tag.name.as_str()).collect();
        assert_eq!(names, ["a", "br", "input", "script", "p"]);
        assert_eq!(found[0].attribute("href"), Some("x?a=1&b"));
        assert_eq!(found[0].attribute("data-x"), Some("\""));
        assert_eq!(found[2].attribute("disabled"), Some(""));
        assert_eq!(anchors(&found).collect::<Vec<_>>(), ["one", "z"]);
    }

    #[test]
    fn pieces_are_tags_and_texts() {
        let html = "<!doctype html><title>a < b</title><p class=x>One<br>&amp; <b>two</b></p>";
        let shown = pieces(html).into_iter().map(|piece| match piece {
            Piece::Start(tag) => format!("<{}", tag.name),
            Piece::End(name) => format!(">{name}"),
            Piece::Text(written) => text(written),
        });
        assert_eq!(
            shown.collect::<Vec<_>>(),
            ["<title", "<p", "One", "<br", "& ", "<b", "two", ">b", ">p"]
        );
    }

    #[test]
    fn broken_html_ends() {
        for html in [
            "<",
            "<a",
            "<a href",
            "<a href=",
            "<a href=\"",
            "<a =x>",
            "<script>",
            "<!--",
            "<a\u{e9} \u{e9}='",
        ] {
            assert!(tags(html).len() <= 1, "{html}");
        }
    }

    #[test]
    fn values_are_replaced_in_place() {
        let html = "<a href='/x'>a</a><img src=/y>";
        let changes: Vec<_> = tags(html)
            .iter()
            .map(|tag| (tag.attributes[0].range.clone(), "../z".to_owned()))
            .collect();
        assert_eq!(replace(html, &changes), "<a href='../z'>a</a><img src=../z>");
    }
}
