//! The whole regulation as HTML: every unit with its id and a link to itself, the editors' notes beside the words, an unofficial
//! gist above each article where the page is not in the regulation's language.
//!
//! What is not the regulation's own word stands in elements of class `mark`, `notes`, `gist` or `omitted`; without them the text is
//! the published one, word for word.

use super::html::run;
use super::notes::{Notes, Place};
use super::text::{Kind, Line, Run, Unit};
use super::words::RegulationWords;
use super::{Regulation, html};
use crate::config::Lang;
use crate::html::escape;
use std::fmt::Write as _;

/// Everything between the first and the last word.
#[must_use]
pub fn page(regulation: &Regulation, lang: &Lang) -> String {
    let Some(words) = regulation.words.language(lang) else { return String::new() };
    let notes = Notes::new(regulation, words);
    let foreign = words.lang != regulation.language;
    let mut page = Page { regulation, lang, words, notes: &notes, foreign, out: String::new() };
    for unit in &regulation.units {
        page.unit(unit, Kind::Block);
    }
    page.out
}

struct Page<'r> {
    regulation: &'r Regulation,
    lang: &'r Lang,
    words: &'r RegulationWords,
    notes: &'r Notes<'r>,
    /// Whether the page is not in the regulation's language.
    foreign: bool,
    out: String,
}

impl<'r> Page<'r> {
    /// What the notes at words are in, where the page is in another language than the words.
    fn lang_attribute(&self) -> String {
        if self.foreign { format!(" lang=\"{}\"", self.lang) } else { String::new() }
    }

    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn unit(&mut self, unit: &Unit, parent: Kind) {
        match unit.kind {
            Kind::Block => self.block(unit),
            Kind::Bab => self.heading(unit, "h2"),
            Kind::Bagian => self.heading(unit, "h3"),
            Kind::Pasal => self.article(unit, if parent == Kind::Bagian { "h4" } else { "h3" }),
            Kind::Ayat | Kind::Huruf | Kind::Angka => {}
        }
    }

    fn block(&mut self, unit: &Unit) {
        let _ = write!(self.out, "<div class=\"block\" id=\"{}\">", unit.id);
        self.lines(unit);
        self.items(unit);
        self.push("</div>\n");
        self.notes_of(unit, &unit.with_all_below());
    }

    /// A chapter or a part, with what it holds.
    fn heading(&mut self, unit: &Unit, tag: &str) {
        let (id, marker) = (&unit.id, escape(&unit.marker));
        let _ = write!(self.out, "<{tag} id=\"{id}\"><a href=\"#{id}\">{marker}</a>");
        for line in &unit.lines {
            self.push("<br>");
            self.line(unit, line);
        }
        let _ = writeln!(self.out, "</{tag}>");
        self.notes_of(unit, &[unit]);
        for below in &unit.units {
            self.unit(below, unit.kind);
        }
    }

    fn article(&mut self, unit: &Unit, tag: &str) {
        let (id, marker) = (&unit.id, escape(&unit.marker));
        let _ = writeln!(self.out, "<{tag} id=\"{id}\"><a href=\"#{id}\">{marker}</a></{tag}>");
        if let Some(gist) = self.words.gists.get(id).filter(|_| self.foreign) {
            let says = self.words.phrase("gist", "", 0);
            let (says, gist) = (escape(&says), escape(gist));
            let _ = writeln!(
                self.out,
                "<p class=\"gist\" lang=\"{}\"><b>{says}</b> {gist}</p>",
                self.lang
            );
        }
        self.lines(unit);
        self.items(unit);
        self.notes_of(unit, &unit.with_all_below());
    }

    fn lines(&mut self, unit: &Unit) {
        for (number, line) in unit.lines.iter().enumerate() {
            self.push(if number == 0 { "<p>" } else { "<br>" });
            self.line(unit, line);
        }
        if !unit.lines.is_empty() {
            self.push("</p>\n");
        }
    }

    fn items(&mut self, unit: &Unit) {
        if unit.units.is_empty() {
            return;
        }
        self.push("<ul class=\"units\">\n");
        for item in &unit.units {
            let (id, marker) = (&item.id, escape(&item.marker));
            let label = self.regulation.label(id, self.lang);
            let link = escape(&self.words.phrase("link", &label, 0));
            let lang = self.lang_attribute();
            let _ = write!(
                self.out,
                "<li id=\"{id}\"><a href=\"#{id}\" aria-label=\"{link}\"{lang}>{marker}</a> "
            );
            for line in &item.lines {
                self.line(item, line);
            }
            self.items(item);
            self.push("</li>\n");
        }
        self.push("</ul>\n");
    }

    /// Words with the marks of the notes that stand at them.
    fn line(&mut self, unit: &Unit, line: &Line) {
        let marks = self.notes.marks(unit, line);
        let mut at = 0_usize;
        for part in &line.0 {
            let text = match part {
                Run::Omitted(key) => {
                    self.omitted(key);
                    continue;
                }
                Run::Plain(text) | Run::Foreign(text) => text,
            };
            let end = at.saturating_add(text.len());
            let mut from = at;
            for (offset, places) in
                marks.iter().filter(|(offset, _)| at < **offset && **offset <= end)
            {
                self.piece(part, text, from.saturating_sub(at)..offset.saturating_sub(at));
                self.mark(places);
                from = *offset;
            }
            self.piece(part, text, from.saturating_sub(at)..text.len());
            at = end;
        }
    }

    fn piece(&mut self, like: &Run, text: &str, range: std::ops::Range<usize>) {
        let piece = text.get(range).unwrap_or_default().to_owned();
        if piece.is_empty() {
            return;
        }
        let piece =
            if matches!(like, Run::Foreign(_)) { Run::Foreign(piece) } else { Run::Plain(piece) };
        run(&piece, &mut self.out);
    }

    fn mark(&mut self, places: &[Place]) {
        let lang = self.lang_attribute();
        let _ = write!(self.out, "<sup class=\"mark\"{lang}>");
        for (count, place) in places.iter().enumerate() {
            let number = place.note;
            let says = escape(&self.words.phrase("mark", "", number));
            let id = place.id.as_ref().map(|id| format!(" id=\"{id}\"")).unwrap_or_default();
            let comma = if count == 0 { "" } else { ", " };
            let _ = write!(
                self.out,
                "{comma}<a{id} href=\"#catatan-{number}\" aria-label=\"{says}\">{number}</a>"
            );
        }
        self.push("</sup>");
    }

    fn omitted(&mut self, key: &str) {
        let shown = self.words.omissions.get(key).map(|omission| escape(&omission.shown));
        let (lang, shown) = (self.lang_attribute(), shown.unwrap_or_default());
        let _ = write!(self.out, "<span class=\"omitted\"{lang}>{shown}</span>");
    }

    /// The notes whose first place is one of these units, and why words are left out there.
    fn notes_of(&mut self, unit: &Unit, units: &[&Unit]) {
        let notes: &'r Notes<'r> = self.notes;
        let notes = notes.first_in(units);
        let left_out = html::omitted(units);
        if notes.is_empty() && left_out.is_empty() {
            return;
        }
        let label = self.regulation.label(&unit.id, self.lang);
        let says = escape(&self.words.phrase("notes_of", &label, 0));
        let _ = writeln!(
            self.out,
            "<div class=\"notes\" role=\"note\" aria-label=\"{says}\" lang=\"{}\">",
            self.lang
        );
        for note in notes {
            let (number, text) = (note.number, escape(note.text));
            let _ = write!(self.out, "<p id=\"catatan-{number}\"><b>{number}</b> {text}");
            for (count, (id, unit)) in note.backwards.iter().enumerate() {
                let before = if count == 0 { " " } else { " · " };
                let label = self.regulation.label(unit, self.lang);
                let says = escape(&self.words.phrase("stands_at", &label, 0));
                let _ = write!(
                    self.out,
                    "{before}<a href=\"#{id}\" aria-label=\"{says}\">{}</a>",
                    escape(&label)
                );
            }
            self.push("</p>\n");
        }
        for key in left_out {
            if let Some(omission) = self.words.omissions.get(key) {
                let (shown, reason) = (escape(&omission.shown), escape(&omission.reason));
                let _ = writeln!(self.out, "<p><b>{shown}</b> {reason}</p>");
            }
        }
        self.push("</div>\n");
    }
}
