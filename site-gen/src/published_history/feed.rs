//! A feed, before it is written in one form or another.

use super::events::Event;

/// What a feed reader is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed<'a> {
    /// The same for ever.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// The language of its words.
    pub lang: &'a str,
    /// Who speaks: the portal's name.
    pub author: String,
    /// The page that says the same.
    pub page: String,
    /// Newest first.
    pub events: Vec<Event>,
}

impl Feed<'_> {
    /// When anything last happened; a feed with no events is as old as the epoch, because no clock is read for it.
    #[must_use]
    pub fn updated(&self) -> &str {
        self.events.first().map_or("1970-01-01T00:00:00Z", |event| &event.at)
    }
}
