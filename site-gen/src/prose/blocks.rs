//! What a reader reads of a Markdown text: one block a paragraph, heading, list item or table cell, without its markup.
//!
//! A body is a Tera template first, so what stands in its braces is left out. Code stays, between backticks: it belongs to the sentence
//! that a finding quotes, and nobody counts it. Addresses of links are kept beside the text.

use crate::markdown;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::ops::Range;

/// A run of text that stands alone on the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Block {
    /// Its level, if it is a heading.
    pub heading: Option<u8>,
    /// Its words; code between backticks.
    pub text: String,
    /// Its links in order.
    pub links: Vec<Link>,
}

/// A link inside a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where its words stand in the text.
    pub range: Range<usize>,
    /// Where it leads, as written.
    pub destination: String,
}

/// The blocks of a text, in order.
#[must_use]
pub fn blocks(text: &str) -> Vec<Block> {
    let text = without_template(text);
    let mut reading = Reading::default();
    for event in Parser::new_ext(&text, markdown::options()) {
        reading.take(event);
    }
    reading.end_block();
    reading.blocks
}

/// The text without `{{ }}`, `{% %}` and `{# #}`; one that never ends is text.
#[must_use]
pub fn without_template(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        let marks = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];
        let opened = marks.into_iter().filter_map(|(open, close)| {
            let (before, after) = rest.split_once(open)?;
            let (_, after) = after.split_once(close)?;
            Some((before, after))
        });
        let Some((before, after)) = opened.min_by_key(|(before, _)| before.len()) else {
            out.push_str(rest);
            return out;
        };
        out.push_str(before);
        rest = after;
    }
}

#[derive(Debug, Default)]
struct Reading {
    blocks: Vec<Block>,
    open: Block,
    link: Option<Link>,
    is_code: bool,
}

impl Reading {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) => {
                if !self.is_code {
                    self.open.text.push_str(&text);
                }
            }
            Event::Code(code) => {
                self.open.text.push('`');
                self.open.text.push_str(&code.replace('`', ""));
                self.open.text.push('`');
            }
            Event::SoftBreak | Event::HardBreak => self.open.text.push(' '),
            Event::Start(tag) => self.start(tag),
            Event::End(end) => self.end(end),
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::Rule
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                let at = self.open.text.len();
                self.link = Some(Link { range: at..at, destination: dest_url.into_string() });
            }
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript => {}
            Tag::Heading { level, .. } => {
                self.end_block();
                self.open.heading = Some(markdown::number(level));
            }
            Tag::CodeBlock(_) | Tag::MetadataBlock(_) => {
                self.end_block();
                self.is_code = true;
            }
            Tag::Paragraph
            | Tag::BlockQuote(_)
            | Tag::HtmlBlock
            | Tag::List(_)
            | Tag::Item
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Table(_)
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell => self.end_block(),
        }
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Link | TagEnd::Image => {
                if let Some(mut link) = self.link.take() {
                    link.range.end = self.open.text.len();
                    self.open.links.push(link);
                }
            }
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript => {}
            TagEnd::CodeBlock | TagEnd::MetadataBlock(_) => {
                self.is_code = false;
                self.end_block();
            }
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::HtmlBlock
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Table
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::TableCell => self.end_block(),
        }
    }

    fn end_block(&mut self) {
        let block = std::mem::take(&mut self.open);
        // A heading that a template fills is a heading.
        if block.heading.is_some() || !block.text.trim().is_empty() {
            self.blocks.push(block);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(markdown: &str) -> Vec<String> {
        blocks(markdown).into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn each_paragraph_heading_item_and_cell_is_a_block_and_code_blocks_are_none() {
        for (markdown, expected) in [
            ("Satu\ndua.\n\nTiga *empat*.", vec!["Satu dua.", "Tiga empat."]),
            ("## Judul\nTeks\n", vec!["Judul", "Teks"]),
            ("# {{ page.title }}\n\n{{ <Law id=\"pasal-1\"/> }}\n", vec![""]),
            (
                "Daftar:\n\n- satu\n- **dua** dan `x.p7s`\n  - dalam\n",
                vec!["Daftar:", "satu", "dua dan `x.p7s`", "dalam"],
            ),
            ("| A | B |\n|---|---|\n| c | d e |\n", vec!["A", "B", "c", "d e"]),
            ("Atas\n\n```\nkode\n```\n\n<p>html</p>\n", vec!["Atas"]),
            (
                "{% if a %}Satu{% endif %} {{ <Law id=\"pasal-1\"/> }}dua {# tiga #}.",
                vec!["Satu dua ."],
            ),
            ("Harga {terbuka {{ selamanya", vec!["Harga {terbuka {{ selamanya"]),
        ] {
            assert_eq!(texts(markdown), expected, "{markdown}");
        }
    }

    #[test]
    fn a_link_is_its_words_and_where_it_leads() {
        let expected = Block {
            heading: None,
            text: "Minta sertifikat dulu.".to_owned(),
            links: vec![Link {
                range: 6..16,
                destination: "@/istilah.md#sertifikat-elektronik".to_owned(),
            }],
        };
        assert_eq!(
            blocks("Minta [*sertifikat*](@/istilah.md#sertifikat-elektronik) dulu."),
            [expected]
        );
    }
}
