//! JSON Feed 1.1 (jsonfeed.org/version/1.1).

use super::feed::Feed;
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    language: &'a str,
    authors: [Author<'a>; 1],
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    title: &'a str,
    content_text: String,
    date_published: &'a str,
}

/// The feed document; `own` is its address.
#[must_use]
pub fn bytes(feed: &Feed<'_>, own: &str) -> Vec<u8> {
    let document = Document {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        home_page_url: &feed.page,
        feed_url: own,
        language: feed.lang,
        authors: [Author { name: &feed.author }],
        items: feed
            .events
            .iter()
            .map(|event| Item {
                id: &event.id,
                title: &event.title,
                content_text: event.text.join("\n"),
                date_published: &event.at,
            })
            .collect(),
    };
    // Strings and lists only: there is nothing in it that JSON cannot say.
    serde_json::to_vec(&document).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::published_history::events::Event;

    #[test]
    fn a_feed_has_what_the_standard_requires() {
        let feed = Feed {
            id: "urn:x".to_owned(),
            title: "Temuan".to_owned(),
            lang: "id",
            author: "Periksa".to_owned(),
            page: "https://periksa.example/temuan/".to_owned(),
            events: vec![Event {
                id: "urn:y".to_owned(),
                at: "2026-02-03T10:00:00Z".to_owned(),
                title: "A".to_owned(),
                text: vec!["b".to_owned(), "c".to_owned()],
            }],
        };
        let expected = concat!(
            r#"{"version":"https://jsonfeed.org/version/1.1","title":"Temuan","#,
            r#""home_page_url":"https://periksa.example/temuan/","feed_url":"https://periksa.example/a.json","#,
            r#""language":"id","authors":[{"name":"Periksa"}],"#,
            r#""items":[{"id":"urn:y","title":"A","content_text":"b\nc","date_published":"2026-02-03T10:00:00Z"}]}"#
        );
        let found = bytes(&feed, "https://periksa.example/a.json");
        assert_eq!(String::from_utf8(found).unwrap(), expected);
    }
}
