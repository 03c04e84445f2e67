//! How two translations of a page are built: the same fields, as many entries in each list, the same headings, the same law.

use crate::content::Entry;
use crate::prose::blocks;
use toml::Value;

/// A place at which two pages are not built alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where, like `extra.steps[2].law`.
    pub at: String,
    /// What the translation has.
    pub found: String,
    /// What its source has.
    pub expected: String,
}

/// Lists that are no words of a language: they are the same, not only as long.
const SAME_LISTS: &[&str] = &["roles", "law", "letters"];
/// Texts that are none, either.
const SAME_TEXTS: &[&str] = &["extra.reviewed"];

/// Everything at which a translation is not built as its source.
#[must_use]
pub fn differences(source: &Entry, twin: &Entry) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut compare = |at: &str, expected: String, own: String| {
        if expected != own {
            found.push(Difference { at: at.to_owned(), found: own, expected });
        }
    };
    let there = |text: &Option<String>| if text.is_some() { "text" } else { NOTHING }.to_owned();
    let (one, other) = (&source.front, &twin.front);
    compare("title", there(&one.title), there(&other.title));
    compare("description", there(&one.description), there(&other.description));
    compare("template", format!("{:?}", one.template), format!("{:?}", other.template));
    compare("weight", format!("{:?}", one.weight), format!("{:?}", other.weight));
    compare("headings", headings(&source.body), headings(&twin.body));
    compare("law in the body", units(&source.body), units(&twin.body));
    tables("extra", &one.extra, &other.extra, &mut found);
    found
}

const NOTHING: &str = "nothing";

fn tables(at: &str, source: &toml::Table, twin: &toml::Table, found: &mut Vec<Difference>) {
    let added = twin.keys().filter(|key| !source.contains_key(*key));
    for key in source.keys().chain(added) {
        values(&format!("{at}.{key}"), key, source.get(key), twin.get(key), found);
    }
}

fn values(
    at: &str,
    key: &str,
    source: Option<&Value>,
    twin: Option<&Value>,
    found: &mut Vec<Difference>,
) {
    let is_list = source.is_some_and(Value::is_array);
    let is_same = is_list && SAME_LISTS.contains(&key) || SAME_TEXTS.contains(&at);
    match (source, twin) {
        (Some(Value::Table(source)), Some(Value::Table(twin))) => tables(at, source, twin, found),
        (Some(Value::Array(source)), Some(Value::Array(twin)))
            if !is_same && source.len() == twin.len() =>
        {
            for ((one, other), number) in source.iter().zip(twin).zip(1_u32..) {
                values(&format!("{at}[{number}]"), key, Some(one), Some(other), found);
            }
        }
        (source, twin) => {
            let (expected, own) = (shown(source, is_same), shown(twin, is_same));
            if expected != own {
                found.push(Difference { at: at.to_owned(), found: own, expected });
            }
        }
    }
}

/// A value, or only of which kind it is.
fn shown(value: Option<&Value>, whole: bool) -> String {
    match value {
        None => NOTHING.to_owned(),
        Some(value) if whole => value.to_string(),
        Some(Value::String(_)) => "text".to_owned(),
        Some(Value::Array(items)) if items.len() == 1 => "1 entry".to_owned(),
        Some(Value::Array(items)) => format!("{} entries", items.len()),
        Some(Value::Table(_)) => "a table".to_owned(),
        Some(
            other @ (Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_)),
        ) => other.to_string(),
    }
}

/// The levels of the headings: `2 3 3 2`.
fn headings(body: &str) -> String {
    let levels = blocks::blocks(body).into_iter().filter_map(|block| block.heading);
    let levels: Vec<String> = levels.map(|level| level.to_string()).collect();
    if levels.is_empty() { NOTHING.to_owned() } else { levels.join(" ") }
}

/// The units of the regulation that the body unfolds, in order.
fn units(body: &str) -> String {
    let after = body.split("<Law id=\"").skip(1);
    let units: Vec<&str> = after.filter_map(|rest| Some(rest.split_once('"')?.0)).collect();
    if units.is_empty() { NOTHING.to_owned() } else { units.join(" ") }
}
