//! The text of a regulation, line by line, as a tree of units.
//!
//! A line `= key` begins a block around the articles (Menimbang, the signatures); `BAB V`, `Bagian Kesatu` and `Pasal 9` begin
//! chapter, part and article; `(2) …`, `b. …` and `19. …` are paragraph, letter and item, each on one line; any other line
//! belongs to what was begun last. In a line, `*…*` is a foreign word and `{key}` stands for words that are left out.
//! Numbers must follow each other, so that a line lost is an error.

use super::RegulationError;
use std::fmt::Write as _;

/// The ordinals that number parts.
const ORDINALS: &[&str] = &[
    "Kesatu",
    "Kedua",
    "Ketiga",
    "Keempat",
    "Kelima",
    "Keenam",
    "Ketujuh",
    "Kedelapan",
    "Kesembilan",
    "Kesepuluh",
];

/// What a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Words around the articles: title, considerations, signatures.
    Block,
    /// A chapter.
    Bab,
    /// A part of a chapter.
    Bagian,
    /// An article.
    Pasal,
    /// A numbered paragraph.
    Ayat,
    /// A letter.
    Huruf,
    /// A numbered item.
    Angka,
}

impl Kind {
    /// Its name in ids and in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Block => "block",
            Self::Bab => "bab",
            Self::Bagian => "bagian",
            Self::Pasal => "pasal",
            Self::Ayat => "ayat",
            Self::Huruf => "huruf",
            Self::Angka => "angka",
        }
    }

    /// Greater lies inside lesser; items and letters stand side by side.
    const fn depth(self) -> u8 {
        match self {
            Self::Block | Self::Bab => 0,
            Self::Bagian => 1,
            Self::Pasal => 2,
            Self::Ayat => 3,
            Self::Huruf | Self::Angka => 4,
        }
    }

    /// Whether it is one line, with its marker at the beginning.
    #[must_use]
    pub const fn is_item(self) -> bool {
        matches!(self, Self::Ayat | Self::Huruf | Self::Angka)
    }
}

/// A piece of the regulation that can be cited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Stable: `pasal-9-huruf-b`.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// Its place among its siblings, from 1; articles and chapters are counted through the whole text. A block has 0.
    pub number: u32,
    /// The number as printed, without punctuation: `V`, `Kesatu`, `9`, `2`, `b`; a block's key.
    pub name: String,
    /// As printed before its words: `BAB V`, `Pasal 9`, `(2)`, `b.`; a block has none.
    pub marker: String,
    /// Its own words: a title, a sentence, the lines of a block.
    pub lines: Vec<Line>,
    /// What it holds.
    pub units: Vec<Self>,
}

/// A line of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line(pub Vec<Run>);

/// Words of a line that are written alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    /// As they stand.
    Plain(String),
    /// Words of a foreign language, which the regulation prints in italics.
    Foreign(String),
    /// Words left out here, by the key of the omission.
    Omitted(String),
}

impl Unit {
    /// Itself and everything below, in the order of the text.
    #[must_use]
    pub fn with_all_below(&self) -> Vec<&Self> {
        std::iter::once(self).chain(self.units.iter().flat_map(Self::with_all_below)).collect()
    }

    /// Whether the unit with this id is this one or below it.
    pub(super) fn holds(&self, id: &str) -> bool {
        self.id == id || self.units.iter().any(|unit| unit.holds(id))
    }

    /// Its own words without markup, a line each.
    #[must_use]
    pub fn own_text(&self) -> String {
        self.lines.iter().map(Line::plain).collect::<Vec<_>>().join("\n")
    }

    /// Its words and those of everything below, with the markers, a line each.
    #[must_use]
    pub fn plain(&self) -> String {
        let mut out = String::new();
        for unit in self.with_all_below() {
            let marker =
                if unit.kind.is_item() { format!("{} ", unit.marker) } else { String::new() };
            let is_heading = !unit.kind.is_item() && unit.id != self.id && !unit.marker.is_empty();
            if is_heading {
                // Writing to a string does not fail.
                let _ = writeln!(out, "{}", unit.marker);
            }
            for line in &unit.lines {
                let _ = writeln!(out, "{marker}{}", line.plain());
            }
        }
        out.trim_end().to_owned()
    }
}

impl Line {
    /// `*…*` and `{key}` read.
    fn read(text: &str) -> Self {
        let mut runs = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(['*', '{']) {
            let (before, from) = rest.split_at(at);
            let closing = if from.starts_with('*') { '*' } else { '}' };
            let inside = from.get(1..).unwrap_or_default();
            let Some((word, after)) = inside.split_once(closing) else { break };
            if !before.is_empty() {
                runs.push(Run::Plain(before.to_owned()));
            }
            let word = word.to_owned();
            runs.push(if closing == '*' { Run::Foreign(word) } else { Run::Omitted(word) });
            rest = after;
        }
        if !rest.is_empty() {
            runs.push(Run::Plain(rest.to_owned()));
        }
        Self(runs)
    }

    /// With its markup, as it was read.
    #[must_use]
    pub fn marked(&self) -> String {
        let word = |run: &Run| match run {
            Run::Plain(text) => text.clone(),
            Run::Foreign(text) => format!("*{text}*"),
            Run::Omitted(key) => format!("{{{key}}}"),
        };
        self.0.iter().map(word).collect()
    }

    /// Without markup, and without what is left out.
    #[must_use]
    pub fn plain(&self) -> String {
        let word = |run: &Run| match run {
            Run::Plain(text) | Run::Foreign(text) => text.clone(),
            Run::Omitted(_) => String::new(),
        };
        self.0.iter().map(word).collect::<String>().trim_end().to_owned()
    }
}

/// What a line begins, with its printed number and the words after it.
struct Start<'t> {
    kind: Kind,
    name: &'t str,
    words: &'t str,
}

/// Reads a whole text.
pub(super) fn read(text: &str) -> Result<Vec<Unit>, RegulationError> {
    let mut tree = Tree::default();
    for (line, number) in text.lines().zip(1_u32..) {
        if line.trim().is_empty() {
            continue;
        }
        match start(line) {
            Some(start) => tree.begin(&start, number, line)?,
            None => tree.words(number, line)?,
        }
    }
    tree.close_to(0);
    Ok(tree.roots)
}

fn start(line: &str) -> Option<Start<'_>> {
    let all =
        |text: &str, fits: fn(&char) -> bool| !text.is_empty() && text.chars().all(|c| fits(&c));
    let digits = |text: &str| all(text, char::is_ascii_digit);
    let of = |kind, name, words| Some(Start { kind, name, words });
    if let Some(key) = line.strip_prefix("= ") {
        return of(Kind::Block, key, "");
    }
    if let Some(name) = line.strip_prefix("BAB ").filter(|name| all(name, |c| "IVXLC".contains(*c)))
    {
        return of(Kind::Bab, name, "");
    }
    if let Some(name) = line.strip_prefix("Bagian ").filter(|name| ORDINALS.contains(name)) {
        return of(Kind::Bagian, name, "");
    }
    if let Some(name) = line.strip_prefix("Pasal ").filter(|name| digits(name)) {
        return of(Kind::Pasal, name, "");
    }
    let numbered = line.strip_prefix('(').and_then(|rest| rest.split_once(") "));
    if let Some((name, words)) = numbered.filter(|(name, _)| digits(name)) {
        return of(Kind::Ayat, name, words);
    }
    match line.split_once(". ") {
        Some((name, words)) if digits(name) => of(Kind::Angka, name, words),
        Some((name, words)) if name.len() == 1 && all(name, char::is_ascii_lowercase) => {
            of(Kind::Huruf, name, words)
        }
        Some(_) | None => None,
    }
}

/// The tree while it grows: the units still open, outermost first.
#[derive(Default)]
struct Tree {
    roots: Vec<Unit>,
    open: Vec<Unit>,
    chapters: u32,
    articles: u32,
}

impl Tree {
    fn begin(&mut self, start: &Start<'_>, line: u32, found: &str) -> Result<(), RegulationError> {
        let kind = start.kind;
        self.close_to(kind.depth());
        let parent = self.open.last();
        let siblings = parent.map_or(self.roots.as_slice(), |parent| &parent.units);
        let after = |count: u32| count.saturating_add(1);
        let number = match kind {
            Kind::Block => 0,
            Kind::Bab => after(self.chapters),
            Kind::Pasal => after(self.articles),
            Kind::Bagian | Kind::Ayat | Kind::Huruf | Kind::Angka => {
                after(u32::try_from(siblings.len()).unwrap_or(u32::MAX))
            }
        };
        let expected =
            if kind == Kind::Block { start.name.to_owned() } else { printed(kind, number) };
        let fits = match kind {
            Kind::Block | Kind::Bab => true,
            Kind::Bagian | Kind::Pasal => parent.is_some_and(|parent| parent.kind != Kind::Block),
            Kind::Ayat => parent.is_some_and(|parent| parent.kind == Kind::Pasal),
            Kind::Huruf | Kind::Angka => {
                parent.is_some_and(|parent| parent.kind != Kind::Bab && parent.kind != Kind::Bagian)
            }
        };
        if !fits
            || expected != start.name
            || siblings.iter().any(|unit| unit.kind.depth() != kind.depth())
        {
            let expected = if fits {
                format!("{} {expected}", kind.word())
            } else {
                format!("something that holds a {} before it", kind.word())
            };
            return Err(RegulationError::Line { line, expected, found: found.to_owned() });
        }
        match kind {
            Kind::Bab => self.chapters = number,
            Kind::Pasal => self.articles = number,
            Kind::Block | Kind::Bagian | Kind::Ayat | Kind::Huruf | Kind::Angka => {}
        }
        let words = start.words.trim();
        let lines = if words.is_empty() { Vec::new() } else { vec![Line::read(words)] };
        let id = id(kind, number, start.name, parent);
        let (name, marker) = (start.name.to_owned(), marker(kind, start.name));
        self.open.push(Unit { id, kind, number, name, marker, lines, units: Vec::new() });
        Ok(())
    }

    fn words(&mut self, line: u32, found: &str) -> Result<(), RegulationError> {
        let wrong = |expected: &str| {
            let expected = expected.to_owned();
            Err(RegulationError::Line { line, expected, found: found.to_owned() })
        };
        match self.open.last_mut() {
            None => wrong("`= ` and the key of a block"),
            Some(unit) if unit.kind.is_item() => wrong("a new unit: each item is one line"),
            Some(unit) if unit.kind == Kind::Pasal && !unit.lines.is_empty() => {
                wrong("a new unit: the words of an article before its paragraphs are one line")
            }
            Some(unit) => {
                unit.lines.push(Line::read(found.trim()));
                Ok(())
            }
        }
    }

    /// Moves what is open at this depth and deeper to where it belongs.
    fn close_to(&mut self, depth: u8) {
        while self.open.last().is_some_and(|unit| unit.kind.depth() >= depth) {
            let Some(unit) = self.open.pop() else { return };
            let siblings = match self.open.last_mut() {
                Some(parent) => &mut parent.units,
                None => &mut self.roots,
            };
            siblings.push(unit);
        }
    }
}

/// `pasal-9-huruf-b`: articles and chapters stand for themselves, everything else follows what holds it.
fn id(kind: Kind, number: u32, name: &str, parent: Option<&Unit>) -> String {
    let above = parent.map(|parent| format!("{}-", parent.id)).unwrap_or_default();
    match kind {
        Kind::Block => name.to_owned(),
        Kind::Bab | Kind::Pasal => format!("{}-{number}", kind.word()),
        Kind::Bagian | Kind::Ayat | Kind::Angka => format!("{above}{}-{number}", kind.word()),
        Kind::Huruf => format!("{above}{}-{name}", kind.word()),
    }
}

fn marker(kind: Kind, name: &str) -> String {
    match kind {
        Kind::Block => String::new(),
        Kind::Bab => format!("BAB {name}"),
        Kind::Bagian => format!("Bagian {name}"),
        Kind::Pasal => format!("Pasal {name}"),
        Kind::Ayat => format!("({name})"),
        Kind::Huruf | Kind::Angka => format!("{name}."),
    }
}

/// A number as a unit of this kind prints it.
fn printed(kind: Kind, number: u32) -> String {
    let place = usize::try_from(number).unwrap_or(usize::MAX).saturating_sub(1);
    match kind {
        Kind::Bab => roman(number),
        Kind::Bagian => ORDINALS.get(place).copied().unwrap_or_default().to_owned(),
        Kind::Huruf => ('a'..='z').nth(place).map(String::from).unwrap_or_default(),
        Kind::Block | Kind::Pasal | Kind::Ayat | Kind::Angka => number.to_string(),
    }
}

fn roman(number: u32) -> String {
    let mut rest = number;
    let mut out = String::new();
    for (value, sign) in
        [(50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
    {
        while rest >= value {
            out.push_str(sign);
            rest = rest.saturating_sub(value);
        }
    }
    out
}
