//! Where two reports part: the first place in the order of the first report, for a reader to begin at.

use crate::verify::visible;
use serde_json::Value;

/// The first difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Such as `signatures[0].verdict`; empty where the values are the same and only their writing differs.
    pub path: String,
    /// The value in the bundle's report, as JSON.
    pub expected: String,
    /// The value now.
    pub found: String,
}

impl Difference {
    /// None only for the same bytes.
    pub(super) fn between(expected: &[u8], found: &[u8]) -> Option<Self> {
        if expected == found {
            return None;
        }
        let read = |bytes| serde_json::from_slice::<Value>(bytes).unwrap_or_default();
        let (expected, found) = (read(expected), read(found));
        let other = Self { path: String::new(), expected: String::new(), found: String::new() };
        Some(first(&expected, &found, String::new()).unwrap_or(other))
    }
}

/// The depth is that of a report that was read: `serde_json` refuses what is nested too deeply.
fn first(expected: &Value, found: &Value, path: String) -> Option<Difference> {
    match (expected, found) {
        (Value::Object(left), Value::Object(right)) => {
            let keys = left.keys().chain(right.keys().filter(|key| !left.contains_key(*key)));
            keys.map(|key| (key, left.get(key), right.get(key))).find_map(|(key, left, right)| {
                let dot = if path.is_empty() { "" } else { "." };
                at(left, right, format!("{path}{dot}{key}"))
            })
        }
        (Value::Array(left), Value::Array(right)) => (0..left.len().max(right.len()))
            .find_map(|index| at(left.get(index), right.get(index), format!("{path}[{index}]"))),
        (expected, found) if expected == found => None,
        (expected, found) => Some(Difference {
            path: visible(&path),
            expected: shown(Some(expected)),
            found: shown(Some(found)),
        }),
    }
}

fn at(expected: Option<&Value>, found: Option<&Value>, path: String) -> Option<Difference> {
    if let (Some(expected), Some(found)) = (expected, found) {
        return first(expected, found, path);
    }
    Some(Difference { path: visible(&path), expected: shown(expected), found: shown(found) })
}

/// What is not there is shown as a dash, which is no JSON.
fn shown(value: Option<&Value>) -> String {
    visible(&value.map_or_else(|| "–".to_owned(), ToString::to_string))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_place_is_named() {
        let report = r#"{"a":[1,{"b":2}],"c":3}"#;
        let rows = [
            (r#"{"a":[1,{"b":2}],"c":3}"#, None),
            (r#"{"a":[1,{"b":4}],"c":5}"#, Some(("a[1].b", "2", "4"))),
            (r#"{"a":[1],"c":3}"#, Some(("a[1]", r#"{"b":2}"#, "–"))),
            (r#"{"a":[1,{"b":2}],"c":3,"d":null}"#, Some(("d", "–", "null"))),
            (r#"{"a":[1,{"b":2}], "c":3}"#, Some(("", "", ""))),
        ];
        for (found, expected) in rows {
            let expected = expected.map(|(path, expected, found)| Difference {
                path: path.to_owned(),
                expected: expected.to_owned(),
                found: found.to_owned(),
            });
            let difference = Difference::between(report.as_bytes(), found.as_bytes());
            assert_eq!(difference, expected, "{found}");
        }
    }
}
