//! Finds phrases in texts, as whole words and whatever their case.

use std::ops::Range;

/// Where a phrase stands, in order; `endings` may be stuck to it.
#[must_use]
pub fn places(text: &str, phrase: &str, endings: &[&str]) -> Vec<Range<usize>> {
    let lower = lower(text);
    let phrase = phrase.to_lowercase();
    let mut found = Vec::new();
    let mut from = 0_usize;
    while let Some(at) = lower.get(from..).and_then(|rest| rest.find(&phrase)) {
        let start = from.saturating_add(at);
        let end = start.saturating_add(phrase.len());
        let after = lower.get(end..).unwrap_or_default();
        let ending = endings.iter().copied().find(|ending| {
            after.strip_prefix(ending).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        });
        let begins = !lower
            .get(..start)
            .unwrap_or_default()
            .ends_with(|c: char| c.is_alphanumeric() || c == '-');
        if begins && (ending.is_some() || !after.starts_with(char::is_alphanumeric)) {
            found.push(start..end.saturating_add(ending.map_or(0, str::len)));
        }
        from = end.max(start.saturating_add(1));
        while !lower.is_char_boundary(from) {
            from = from.saturating_add(1);
        }
    }
    found
}

/// In small letters, of the same length: a letter whose small form has another length stays.
fn lower(text: &str) -> String {
    text.chars()
        .map(|c| {
            let mut small = c.to_lowercase();
            match (small.next(), small.next()) {
                (Some(one), None) if one.len_utf8() == c.len_utf8() => one,
                _ => c,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_found_as_whole_words() {
        for (text, phrase, endings, expected) in [
            ("Kunci privat dan kunci privatnya", "kunci privat", &["nya"][..], vec![0..12, 17..32]),
            ("kunci privatnya", "kunci privat", &[], vec![]),
            ("subkunci, kunci-kunci", "kunci", &[], vec![10..15]),
            ("İ CRL, crl.", "CRL", &[], vec![3..6, 8..11]),
            ("", "CRL", &[], vec![]),
        ] {
            assert_eq!(places(text, phrase, endings), expected, "{text}");
        }
    }
}
