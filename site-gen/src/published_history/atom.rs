//! The Atom Syndication Format (RFC 4287).

use super::feed::Feed;
use crate::html::escape;

/// The feed document; `own` is its address.
#[must_use]
pub fn bytes(feed: &Feed<'_>, own: &str) -> Vec<u8> {
    let mut lines = vec![
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>".to_owned(),
        format!("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">", text(feed.lang)),
        format!("<id>{}</id>", text(&feed.id)),
        format!("<title>{}</title>", text(&feed.title)),
        format!("<updated>{}</updated>", text(feed.updated())),
        format!("<author><name>{}</name></author>", text(&feed.author)),
        format!("<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>", text(own)),
        format!("<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>", text(&feed.page)),
    ];
    for event in &feed.events {
        lines.push("<entry>".to_owned());
        lines.push(format!("<id>{}</id>", text(&event.id)));
        lines.push(format!("<title>{}</title>", text(&event.title)));
        lines.push(format!("<updated>{}</updated>", text(&event.at)));
        // 4.1.2: an entry with text content needs no link.
        lines.push(format!("<content type=\"text\">{}</content>", text(&event.text.join("\n"))));
        lines.push("</entry>".to_owned());
    }
    lines.push("</feed>\n".to_owned());
    lines.join("\n").into_bytes()
}

/// What XML 1.0 cannot hold (2.2) is replaced: a finding can quote what somebody else wrote.
fn text(text: &str) -> String {
    let allowed = |c: char| {
        matches!(c, '\t' | '\n' | '\r') || (c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'))
    };
    escape(&text.chars().map(|c| if allowed(c) { c } else { '\u{fffd}' }).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::published_history::events::Event;

    #[test]
    fn a_feed_has_what_the_standard_requires() {
        let feed = Feed {
            id: "urn:x-periksa:feed:ca:id".to_owned(),
            title: "Pencabutan & temuan".to_owned(),
            lang: "id",
            author: "Periksa".to_owned(),
            page: "https://periksa.example/temuan/".to_owned(),
            events: vec![Event {
                id: "urn:x-periksa:finding:late-1".to_owned(),
                at: "2026-02-03T10:00:00Z".to_owned(),
                title: "Temuan".to_owned(),
                text: vec!["<html>".to_owned(), "\u{0}".to_owned()],
            }],
        };
        let expected = "<?xml version=\"1.0\" encoding=\"utf-8\"?>
<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"id\">
<id>urn:x-periksa:feed:ca:id</id>
<title>Pencabutan &amp; temuan</title>
<updated>2026-02-03T10:00:00Z</updated>
<author><name>Periksa</name></author>
<link rel=\"self\" type=\"application/atom+xml\" href=\"https://periksa.example/feeds/ca.atom\"/>
<link rel=\"alternate\" type=\"text/html\" href=\"https://periksa.example/temuan/\"/>
<entry>
<id>urn:x-periksa:finding:late-1</id>
<title>Temuan</title>
<updated>2026-02-03T10:00:00Z</updated>
<content type=\"text\">&lt;html&gt;
\u{fffd}</content>
</entry>
</feed>
";
        let found = bytes(&feed, "https://periksa.example/feeds/ca.atom");
        assert_eq!(String::from_utf8(found).unwrap(), expected);
    }
}
