//! `content/changes.toml`: what changed in the words of the portal, told to people. A page, a feed in each language, and beside it a
//! table of every page with who answers for it and when it was last reviewed.

use crate::config::{Config, Lang};
use crate::content::{Entry, Library};
use crate::fields::Fields;
use crate::per_language::Table;
use crate::published_history::Speaker;
use crate::published_history::atom;
use crate::published_history::events::Event;
use crate::published_history::feed::Feed;
use crate::references::{Because, BrokenLink};
use crate::review;
use crate::words::WordsError;
use crate::words::row::{Arguments, Row};
use serde::Serialize;
use tera::{TeraResult, Value};

/// The table in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// What the feed is called.
    title: String,
    /// The newest first.
    rows: Vec<Change>,
}

/// A change.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Change {
    /// `2026-11-28`
    day: String,
    /// The content files it is about, in the default language.
    pages: Vec<String>,
    text: String,
}

impl Table for Changes {
    const FILE: &'static str = "changes.toml";
    const KEYS: &'static [&'static str] = &["title", "change"];

    fn read(fields: &Fields<'_>, lang: &Lang, all: &[&Lang]) -> Result<Self, WordsError> {
        let text = |fields: &Fields<'_>, key| {
            Row { fields, lang, all, arguments: Arguments::Known(&[]) }.text(key)
        };
        let mut rows: Vec<Change> = Vec::new();
        for row in fields.tables("change", "date")? {
            row.only(&["date", "pages", "text"])?;
            let date = row.required_text("date")?;
            let day = review::day(&toml::Value::String(date.to_owned()))
                .ok_or_else(|| row.unexpected("date", "a day like \"2026-11-28\"", date))?;
            if let Some(newer) = rows.last().filter(|newer| newer.day < day) {
                let expected = format!("at most {}: the newest change stands first", newer.day);
                return Err(row.unexpected("date", &expected, &day).into());
            }
            let pages = row.required_texts("pages")?.into_iter().map(str::to_owned).collect();
            rows.push(Change { day, pages, text: text(&row, "text")? });
        }
        Ok(Self { title: text(fields, "title")?, rows })
    }
}

/// `changes` in templates.
#[derive(Debug, Serialize)]
struct ChangesValue<'a> {
    changes: Vec<ChangeValue<'a>>,
    pages: Vec<PageValue<'a>>,
}

#[derive(Debug, Serialize)]
struct ChangeValue<'a> {
    day: &'a str,
    date: String,
    text: &'a str,
    pages: Vec<PageValue<'a>>,
}

#[derive(Debug, Serialize)]
struct PageValue<'a> {
    title: &'a str,
    /// For `get_url(path="@/" ~ source)`.
    source: &'a str,
    owner: &'a str,
    day: Option<String>,
    date: Option<String>,
}

/// What stands on other pages only, and is no page of its own for readers.
fn is_unlisted(entry: &Entry) -> bool {
    entry.front.extra.get("unlisted").and_then(toml::Value::as_bool).unwrap_or_default()
}

fn page<'a>(entry: &'a Entry, words: &Speaker<'_>) -> PageValue<'a> {
    let day = review::reviewed(entry);
    PageValue {
        title: entry.front.title.as_deref().unwrap_or(&entry.url),
        source: &entry.source,
        owner: review::owner(entry).unwrap_or_default(),
        date: day.as_deref().map(|day| words.date(day)),
        day,
    }
}

impl Changes {
    /// The value of `changes` in one language.
    pub fn value(
        &self,
        config: &Config,
        library: &Library,
        lang: &Lang,
        words: &Speaker<'_>,
    ) -> TeraResult<Value> {
        let changes = self.rows.iter().map(|change| ChangeValue {
            day: &change.day,
            date: words.date(&change.day),
            text: &change.text,
            pages: change
                .pages
                .iter()
                .filter_map(|canonical| library.translated(config, canonical, lang))
                .map(|entry| page(entry, words))
                .collect(),
        });
        let mut pages: Vec<PageValue<'_>> = library
            .entries()
            .filter(|entry| entry.lang == *lang && entry.front.render && !is_unlisted(entry))
            .map(|entry| page(entry, words))
            .collect();
        pages.sort_by_key(|page| page.title.to_lowercase());
        Value::try_from_serializable(&ChangesValue { changes: changes.collect(), pages })
    }

    /// The pages that a change names and nobody has.
    #[must_use]
    pub fn broken(&self, config: &Config, library: &Library, lang: &Lang) -> Vec<BrokenLink> {
        let named = self.rows.iter().flat_map(|change| &change.pages);
        let unknown = named.filter(|name| library.translated(config, name, lang).is_none());
        unknown
            .map(|name| BrokenLink {
                file: "content/changes.toml".to_owned(),
                link: name.clone(),
                because: Because::NoPage {
                    exists: library
                        .entries()
                        .filter(|entry| entry.lang == *lang)
                        .map(|entry| entry.source.clone())
                        .collect(),
                },
            })
            .collect()
    }

    /// The feed in one language: its path and its bytes.
    #[must_use]
    pub fn feed(&self, config: &Config, lang: &Lang) -> (String, Vec<u8>) {
        let folder = config.language_folder(lang);
        let author = config.languages.get(lang).and_then(|language| language.title.clone());
        let path = format!("{folder}feeds/perubahan.atom");
        let feed = Feed {
            id: format!("urn:x-periksa:feed:changes:{lang}"),
            title: self.title.clone(),
            lang: lang.as_str(),
            author: author.unwrap_or_default(),
            page: config.base_url.permalink(&format!("{folder}perubahan/")),
            events: self
                .rows
                .iter()
                .enumerate()
                .map(|(at, change)| self.event(at, change))
                .collect(),
        };
        let bytes = atom::bytes(&feed, &config.base_url.permalink(&path));
        (path, bytes)
    }

    /// Changes of one day are counted from the oldest, so that a newer one leaves their names as they are.
    fn event(&self, at: usize, change: &Change) -> Event {
        let older = self.rows.iter().skip(at).filter(|other| other.day == change.day).count();
        Event {
            id: format!("urn:x-periksa:change:{}:{older}", change.day),
            at: format!("{}T00:00:00Z", change.day),
            title: change.text.clone(),
            text: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::per_language::PerLanguage;
    use crate::published_history::words::tests::with_speaker;
    use crate::site::SitePath;
    use std::collections::BTreeMap;

    const TEXT: &str = "title.id = \"Perubahan isi\"\ntitle.en = \"Changes\"\n
[[change]]\ndate = \"2026-11-28\"\npages = [\"a.md\"]\ntext.id = \"Baru.\"\ntext.en = \"New.\"\n
[[change]]\ndate = \"2026-11-28\"\npages = []\ntext.id = \"Lama.\"\ntext.en = \"Old.\"\n";

    fn config() -> Config {
        let text = "base_url = \"https://periksa.example\"\ntitle = \"Periksa\"\ndefault_language = \"id\"\n[languages.en]\n";
        Config::parse("config.toml", text).unwrap()
    }

    fn library(files: &[(&str, &str)]) -> Library {
        let files: BTreeMap<SitePath, Vec<u8>> = files
            .iter()
            .map(|(path, text)| (SitePath::new(path).unwrap(), text.as_bytes().to_vec()))
            .collect();
        Library::read(&config(), &files).unwrap()
    }

    #[test]
    fn the_feed_tells_each_change_under_a_lasting_name() {
        let changes = PerLanguage::<Changes>::parse(&config(), TEXT).unwrap();
        let config = config();
        let (path, bytes) = changes.code("id").unwrap().feed(&config, &config.default_language);
        assert_eq!(path, "feeds/perubahan.atom");
        let expected = "<?xml version=\"1.0\" encoding=\"utf-8\"?>
<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"id\">
<id>urn:x-periksa:feed:changes:id</id>
<title>Perubahan isi</title>
<updated>2026-11-28T00:00:00Z</updated>
<author><name>Periksa</name></author>
<link rel=\"self\" type=\"application/atom+xml\" href=\"https://periksa.example/feeds/perubahan.atom\"/>
<link rel=\"alternate\" type=\"text/html\" href=\"https://periksa.example/perubahan/\"/>
<entry>
<id>urn:x-periksa:change:2026-11-28:2</id>
<title>Baru.</title>
<updated>2026-11-28T00:00:00Z</updated>
<content type=\"text\"></content>
</entry>
<entry>
<id>urn:x-periksa:change:2026-11-28:1</id>
<title>Lama.</title>
<updated>2026-11-28T00:00:00Z</updated>
<content type=\"text\"></content>
</entry>
</feed>
";
        assert_eq!(String::from_utf8(bytes).unwrap(), expected);
    }

    #[test]
    fn every_page_is_listed_with_its_last_review() {
        let library = library(&[
            (
                "_index.md",
                "+++\ntitle = \"Rumah\"\n[extra]\nowner = \"Kami\"\nreviewed = \"2026-02-03\"\n+++\n",
            ),
            (
                "a.md",
                "+++\ntitle = \"Awal\"\n[extra]\nowner = \" \"\nreviewed = \"kemarin\"\n+++\n",
            ),
        ]);
        let config = config();
        let changes = PerLanguage::<Changes>::parse(&config, TEXT).unwrap();
        let value = with_speaker("id", |words| {
            changes
                .code("id")
                .unwrap()
                .value(&config, &library, &config.default_language, words)
                .unwrap()
        });
        let awal =
            "{\"title\":\"Awal\",\"source\":\"a.md\",\"owner\":\"\",\"day\":null,\"date\":null}";
        assert_eq!(
            serde_json::to_string(&value).unwrap(),
            format!(
                "{{\"changes\":[{{\"day\":\"2026-11-28\",\"date\":\"28 November 2026\",\"text\":\"Baru.\",\"pages\":[{awal}]}},\
                 {{\"day\":\"2026-11-28\",\"date\":\"28 November 2026\",\"text\":\"Lama.\",\"pages\":[]}}],\"pages\":[{awal},\
                 {{\"title\":\"Rumah\",\"source\":\"_index.md\",\"owner\":\"Kami\",\"day\":\"2026-02-03\",\"date\":\"3 Februari 2026\"}}]}}"
            )
        );
        let missing: Vec<String> =
            review::missing(&library).iter().map(ToString::to_string).collect();
        assert_eq!(
            missing,
            [
                "content/a.md: `extra.owner` should be who answers for the page, found \" \"",
                "content/a.md: `extra.reviewed` should be the day of its last review like \"2026-11-28\", found \"kemarin\"",
            ]
        );
        let broken =
            changes.code("en").unwrap().broken(&config, &library, config.language("en").unwrap());
        let broken: Vec<String> = broken.iter().map(ToString::to_string).collect();
        assert_eq!(
            broken,
            [
                "content/changes.toml: broken link `a.md`: no such content file; that folder has none"
            ]
        );
    }

    #[test]
    fn changes_stand_newest_first() {
        let text = TEXT.replacen("2026-11-28", "2026-11-27", 1);
        assert_eq!(
            PerLanguage::<Changes>::parse(&config(), &text).unwrap_err().to_string(),
            "content/changes.toml: change `2026-11-28`: `date` should be at most 2026-11-27: the newest change stands first, found 2026-11-28"
        );
    }
}
