//! XML 1.0 as text: what is opened is closed, what is written is escaped, and any string may be.
//!
//! The little that a report needs: elements, attributes and text, indented, no comments, no declarations but the first line.

/// XML being written.
#[derive(Debug)]
pub(super) struct Writer {
    text: String,
    depth: usize,
}

impl Writer {
    /// Nothing but the first line.
    pub(super) fn new() -> Self {
        Self { text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), depth: 0 }
    }

    /// An element with what `inner` writes.
    pub(super) fn element(&mut self, name: &'static str, inner: impl FnOnce(&mut Self)) {
        self.element_with(name, &[], inner);
    }

    /// The same with attributes.
    pub(super) fn element_with(
        &mut self,
        name: &'static str,
        attributes: &[(&'static str, &str)],
        inner: impl FnOnce(&mut Self),
    ) {
        self.open(name, attributes, ">\n");
        self.depth = self.depth.saturating_add(1);
        inner(self);
        self.depth = self.depth.saturating_sub(1);
        self.indent();
        self.close(name);
    }

    /// An element with text.
    pub(super) fn text(&mut self, name: &'static str, text: &str) {
        self.open(name, &[], ">");
        self.text.extend(text.chars().map(permitted).map(Escaped).map(String::from));
        self.close(name);
    }

    /// An element with attributes and nothing in it.
    pub(super) fn empty(&mut self, name: &'static str, attributes: &[(&'static str, &str)]) {
        self.open(name, attributes, "/>\n");
    }

    /// The whole text.
    pub(super) fn finish(self) -> String {
        self.text
    }

    fn open(&mut self, name: &str, attributes: &[(&'static str, &str)], end: &str) {
        self.indent();
        self.text.push('<');
        self.text.push_str(name);
        for (name, value) in attributes {
            self.text.push(' ');
            self.text.push_str(name);
            self.text.push_str("=\"");
            self.text.extend(value.chars().map(permitted).map(Escaped).map(String::from));
            self.text.push('"');
        }
        self.text.push_str(end);
    }

    fn close(&mut self, name: &str) {
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push_str(">\n");
    }

    fn indent(&mut self) {
        self.text.extend(std::iter::repeat_n("  ", self.depth));
    }
}

/// The character, or U+FFFD for one that no XML 1.0 document can hold (production 2), not even as a reference.
const fn permitted(character: char) -> char {
    match character {
        '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'.. => character,
        _ => '\u{FFFD}',
    }
}

/// A character as it stands in text and in values of attributes.
struct Escaped(char);

impl From<Escaped> for String {
    fn from(Escaped(character): Escaped) -> Self {
        match character {
            '&' => "&amp;".to_owned(),
            '<' => "&lt;".to_owned(),
            // Only `]]>` has to be written so; always is simpler.
            '>' => "&gt;".to_owned(),
            '"' => "&quot;".to_owned(),
            // A reader would make them other white space (2.11, 3.3.3).
            '\t' => "&#9;".to_owned(),
            '\n' => "&#10;".to_owned(),
            '\r' => "&#13;".to_owned(),
            character => character.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> String {
        let mut xml = Writer::new();
        xml.text("a", text);
        xml.finish().lines().skip(1).collect()
    }

    #[test]
    fn text_is_escaped_and_keeps_its_white_space() {
        for (given, expected) in [
            ("", "<a></a>"),
            ("Dinas <A> & \"B\"", "<a>Dinas &lt;A&gt; &amp; &quot;B&quot;</a>"),
            ("]]>", "<a>]]&gt;</a>"),
            ("1\r\n2\t3", "<a>1&#13;&#10;2&#9;3</a>"),
            ("é\u{10FFFF}", "<a>é\u{10FFFF}</a>"),
        ] {
            assert_eq!(text(given), expected, "{given:?}");
        }
    }

    #[test]
    fn what_xml_cannot_hold_becomes_a_replacement_character() {
        for given in ["\0", "\u{1}", "\u{8}", "\u{B}", "\u{1F}", "\u{FFFE}", "\u{FFFF}"] {
            assert_eq!(text(given), "<a>\u{FFFD}</a>", "{given:?}");
        }
        // DEL and the C1 controls are discouraged, and permitted.
        assert_eq!(text("\u{7F}\u{85}"), "<a>\u{7F}\u{85}</a>");
    }

    #[test]
    fn elements_close_in_their_order() {
        let mut xml = Writer::new();
        xml.element_with("a", &[("id", "1\"<")], |xml| {
            xml.element("b", |xml| xml.text("c", "d"));
            xml.empty("e", &[("f", "g")]);
        });
        let expected = concat!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
            "<a id=\"1&quot;&lt;\">\n  <b>\n    <c>d</c>\n  </b>\n  <e f=\"g\"/>\n</a>\n"
        );
        assert_eq!(xml.finish(), expected);
    }
}
