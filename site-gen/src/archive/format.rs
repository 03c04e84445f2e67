//! How a record is written, and read again: JSON, one object a line, or CSV (RFC 4180).
//!
//! A record is always one line: control characters of a cell are made visible in CSV and escaped in JSON. Whatever comes from
//! a file is harmless in a spreadsheet: a cell that would be taken for a formula gets an apostrophe before it.

use super::line::COLUMNS;
use serde_json::{Map, Value};

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180: a record about the run, the names of the columns, then the documents.
    Csv,
    /// A JSON object (RFC 8259) about the run, then one a document, each on a line of its own.
    Json,
}

/// The value of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    Nothing,
    Text(String),
    Number(u64),
    /// One for each signature, in their order.
    List(Vec<Option<String>>),
}

impl Cell {
    pub(super) fn text(text: Option<String>) -> Self {
        text.map_or(Self::Nothing, Self::Text)
    }

    pub(super) fn key(key: Option<&str>) -> Self {
        Self::text(key.map(str::to_owned))
    }

    pub(super) fn count(count: usize) -> Self {
        Self::Number(u64::try_from(count).unwrap_or(u64::MAX))
    }
}

/// What a list in a cell of CSV is joined with.
const BETWEEN: &str = " | ";

impl Format {
    /// What people call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Json => "JSON",
        }
    }

    pub(super) const fn line_end(self) -> &'static str {
        match self {
            Self::Csv => "\r\n",
            Self::Json => "\n",
        }
    }

    /// A document's record, with its line end.
    pub(super) fn record(self, cells: &[Cell; COLUMNS.len()]) -> String {
        match self {
            Self::Csv => csv_record(cells.iter().map(csv_text)),
            Self::Json => json_record(COLUMNS.into_iter().zip(cells)),
        }
    }

    /// The record about the run, and in CSV the names of the columns; with their line ends.
    pub(super) fn head(self, facts: &[(&'static str, Cell)]) -> String {
        match self {
            Self::Csv => {
                let mut cells: Vec<String> = facts
                    .iter()
                    .map(|(name, value)| format!("{name}={}", csv_text(value)))
                    .collect();
                cells.resize(COLUMNS.len(), String::new());
                csv_record(cells.into_iter()) + &csv_record(COLUMNS.into_iter().map(str::to_owned))
            }
            Self::Json => json_record(facts.iter().map(|(name, value)| (*name, value))),
        }
    }

    /// What every head begins with.
    pub(super) fn beginning(self, schema: &str) -> String {
        match self {
            Self::Csv => format!("schema={schema},"),
            Self::Json => format!("{{\"schema\":\"{schema}\","),
        }
    }

    /// A fact of a head's first line, as text.
    pub(super) fn fact(self, line: &str, name: &str) -> Option<String> {
        match self {
            Self::Csv => {
                let cells = csv_cells(line)?;
                let value =
                    cells.iter().find_map(|cell| cell.strip_prefix(name)?.strip_prefix('='));
                value.map(str::to_owned)
            }
            Self::Json => match serde_json::from_str::<Value>(line).ok()?.get(name)? {
                Value::String(text) => Some(text.clone()),
                Value::Number(number) => Some(number.to_string()),
                Value::Null => Some(String::new()),
                Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
            },
        }
    }

    /// The columns of a document's record as texts; lists joined as in CSV.
    pub(super) fn columns(self, line: &str) -> Option<Vec<String>> {
        match self {
            Self::Csv => csv_cells(line).filter(|cells| cells.len() == COLUMNS.len()),
            Self::Json => {
                let object: Map<String, Value> = serde_json::from_str(line).ok()?;
                COLUMNS.iter().map(|name| json_text(object.get(*name)?)).collect()
            }
        }
    }

    /// A text as [`Format::columns`] gives it back.
    pub(super) fn as_read(self, text: &str) -> String {
        match self {
            Self::Csv => harmless(text),
            Self::Json => text.to_owned(),
        }
    }
}

fn json_record<'c>(members: impl Iterator<Item = (&'static str, &'c Cell)>) -> String {
    let value = |cell: &Cell| match cell {
        Cell::Nothing => Value::Null,
        Cell::Text(text) => Value::from(text.as_str()),
        Cell::Number(number) => Value::from(*number),
        Cell::List(list) => Value::from(list.clone()),
    };
    let object: Map<String, Value> =
        members.map(|(name, cell)| (name.to_owned(), value(cell))).collect();
    Value::Object(object).to_string() + Format::Json.line_end()
}

fn json_text(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(list) => {
            let texts: Option<Vec<String>> = list.iter().map(json_text).collect();
            Some(texts?.join(BETWEEN))
        }
        Value::Bool(_) | Value::Object(_) => None,
    }
}

fn csv_text(cell: &Cell) -> String {
    match cell {
        Cell::Nothing => String::new(),
        Cell::Text(text) => harmless(text),
        Cell::Number(number) => number.to_string(),
        Cell::List(list) => {
            let texts: Vec<String> =
                list.iter().map(|text| harmless(text.as_deref().unwrap_or_default())).collect();
            texts.join(BETWEEN)
        }
    }
}

/// A text that stays one line, and that no spreadsheet takes for a formula: not at the start of a cell, nor after a semicolon,
/// which is between cells for the programs of some countries.
fn harmless(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut may_begin = true;
    for character in text.chars() {
        let is_sign = matches!(character, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
        let is_hidden = character.is_control()
            || matches!(character, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
        if may_begin && (is_sign || is_hidden) {
            shown.push('\'');
        }
        if is_hidden {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
        may_begin = character == ';' || (may_begin && character == ' ');
    }
    shown
}

fn csv_record(cells: impl Iterator<Item = String>) -> String {
    let quoted = |cell: String| {
        let is_plain = !cell.contains(['"', ',', ';', '\r', '\n'])
            && !cell.starts_with(' ')
            && !cell.ends_with(' ');
        if is_plain { cell } else { format!("\"{}\"", cell.replace('"', "\"\"")) }
    };
    let cells: Vec<String> = cells.map(quoted).collect();
    cells.join(",") + Format::Csv.line_end()
}

/// The cells of a record that is one line; nothing where quotes are not as RFC 4180 has them.
fn csv_cells(line: &str) -> Option<Vec<String>> {
    let mut cells = Vec::new();
    let mut rest = line;
    loop {
        let mut cell = String::new();
        if let Some(quoted) = rest.strip_prefix('"') {
            rest = quoted;
            loop {
                let (piece, after) = rest.split_once('"')?;
                cell.push_str(piece);
                match after.strip_prefix('"') {
                    Some(more) => {
                        cell.push('"');
                        rest = more;
                    }
                    None => {
                        rest = after;
                        break;
                    }
                }
            }
        } else {
            let end = rest.find(',').unwrap_or(rest.len());
            let (piece, after) = rest.split_at(end);
            if piece.contains('"') {
                return None;
            }
            cell.push_str(piece);
            rest = after;
        }
        cells.push(cell);
        if rest.is_empty() {
            return Some(cells);
        }
        rest = rest.strip_prefix(',')?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_no_formula_and_one_line() {
        for (text, expected) in [
            ("surat.pdf", "surat.pdf"),
            ("a=b-c", "a=b-c"),
            ("=1+1", "'=1+1"),
            ("+62", "'+62"),
            ("-surat.pdf", "'-surat.pdf"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("  =1", "  '=1"),
            ("\t=1", "'\\u{9}=1"),
            ("\r\n=1", "'\\u{d}\\u{a}=1"),
            ("＝1", "'＝1"),
            ("PT X; =1", "PT X; '=1"),
            ("a\u{202e}b", "a\\u{202e}b"),
            ("", ""),
        ] {
            assert_eq!(csv_text(&Cell::Text(text.to_owned())), expected, "{text:?}");
        }
        let list = Cell::List(vec![Some("A".to_owned()), None, Some("=1".to_owned())]);
        assert_eq!(csv_text(&list), "A |  | '=1");
    }

    #[test]
    fn records_are_read_as_they_were_written() {
        let mut cells = [const { Cell::Nothing }; COLUMNS.len()];
        cells[0] = Cell::Text("a,\"b\"; c\n".to_owned());
        cells[3] = Cell::Number(7);
        cells[16] = Cell::List(vec![Some("Satu, S.H.".to_owned()), None]);
        for (format, path) in [(Format::Csv, "a,\"b\"; c\\u{a}"), (Format::Json, "a,\"b\"; c\n")] {
            let record = format.record(&cells);
            let line = record.strip_suffix(format.line_end()).unwrap();
            assert!(!line.contains('\n'), "{line}");
            let mut expected = vec![String::new(); COLUMNS.len()];
            expected[0] = path.to_owned();
            expected[3] = "7".to_owned();
            expected[16] = "Satu, S.H. | ".to_owned();
            assert_eq!(format.columns(line), Some(expected));
            assert_eq!(format.as_read("a,\"b\"; c\n"), path);
        }
        assert_eq!(
            Format::Csv.record(&cells),
            "\"a,\"\"b\"\"; c\\u{a}\",,,7,,,,,,,,,,,,,\"Satu, S.H. | \",,,,\r\n"
        );
    }

    #[test]
    fn what_is_no_record_is_not_read() {
        for line in ["", "\"", "a\"b", "\"a\"b", "\"a", "a,b"] {
            assert_eq!(Format::Csv.columns(line), None, "{line:?}");
        }
        for line in ["", "{}", "[]", "{\"path\":\"a\"}", "{\"path\":"] {
            assert_eq!(Format::Json.columns(line), None, "{line:?}");
        }
    }
}
