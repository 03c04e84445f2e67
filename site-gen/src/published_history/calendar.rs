//! `nextUpdate` as a calendar (RFC 5545) that an operator can subscribe to: one event, which moves with each new list. It rings no
//! bell; whoever subscribes decides what reminds them.

use super::{Speaker, Told};

/// Whether there is a moment to tell: the newest list says when it ends.
#[must_use]
pub fn has_one(told: &Told<'_>) -> bool {
    told.series.newest().is_some_and(|list| list.next_update.is_some())
}

/// The calendar; none when the newest list does not say when it ends.
#[must_use]
pub fn bytes(told: &Told<'_>, words: &Speaker<'_>) -> Option<Vec<u8>> {
    let newest = told.series.newest()?;
    let ends = utc(newest.next_update.as_deref()?);
    // Grows with every list, so that a calendar knows the event has moved (3.8.7.4).
    let sequence = told.series.accepted().count().saturating_sub(1);
    let name = told.name(words);
    let title = words.label("calendar-title", &[("name", &name)]);
    let text = words.label("calendar-text", &[("date", &words.moment(&newest.this_update))]);
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Periksa//site-gen//ID".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:next-update-{}@periksa", told.slug()),
        format!("SEQUENCE:{sequence}"),
        format!("DTSTAMP:{}", utc(&newest.accepted_at)),
        format!("DTSTART:{ends}"),
        format!("SUMMARY:{}", escaped(&title)),
        format!("DESCRIPTION:{}", escaped(&text)),
        "TRANSP:TRANSPARENT".to_owned(),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    Some(lines.iter().map(|line| folded(line)).collect::<String>().into_bytes())
}

/// `2026-02-03T00:37:33Z` as `20260203T003733Z` (3.3.5, form 2).
fn utc(moment: &str) -> String {
    moment.chars().filter(|c| !matches!(c, '-' | ':')).collect()
}

/// TEXT (3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// No line longer than 75 octets without its end (3.1), none cut inside a character.
fn folded(line: &str) -> String {
    let mut out = String::new();
    let mut octets: usize = 0;
    for c in line.chars() {
        if octets.saturating_add(c.len_utf8()) > 75 {
            out.push_str("\r\n ");
            octets = 1;
        }
        octets = octets.saturating_add(c.len_utf8());
        out.push(c);
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{Accepted, Line, Series};
    use crate::published_history::tests::{accepted, series, told};
    use crate::published_history::words::tests::with_speaker;

    #[test]
    fn the_newest_list_has_one_event_at_its_next_update() {
        let series = series();
        let expected = "BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Periksa//site-gen//ID\r
BEGIN:VEVENT\r
UID:next-update-contoh-ca@periksa\r
SEQUENCE:2\r
DTSTAMP:20260510T000000Z\r
DTSTART:20260511T000000Z\r
SUMMARY:Daftar Contoh CA harus sudah diganti\r
DESCRIPTION:Sesudah waktu ini daftar yang terbit 10 Mei 2026 00:00 UTC tida\r
 k berlaku lagi. Tanpa daftar baru\\, hasil pemeriksaan dapat berbunyi “Be\r
 lum dapat dipastikan”.\r
TRANSP:TRANSPARENT\r
END:VEVENT\r
END:VCALENDAR\r
";
        with_speaker("id", |words| {
            let found = bytes(&told(&series), words).unwrap();
            assert_eq!(String::from_utf8(found).unwrap(), expected);
            assert!(has_one(&told(&series)));
        });
    }

    #[test]
    fn a_list_that_does_not_say_when_it_ends_has_no_calendar() {
        let list = Accepted {
            next_update: None,
            ..accepted(1, "2026-02-03T00:37:33Z", "2026-02-04T00:37:33Z")
        };
        let series = Series { lines: vec![Line::Accepted(Box::new(list))], ..series() };
        with_speaker("id", |words| assert_eq!(bytes(&told(&series), words), None));
        assert!(!has_one(&told(&series)));
    }

    #[test]
    fn no_line_is_too_long_and_no_character_is_cut() {
        let folded = folded(&"é".repeat(100));
        assert!(folded.split("\r\n").all(|line| line.len() <= 75), "{folded}");
        assert_eq!(folded.replace("\r\n ", "").trim_end(), "é".repeat(100));
    }
}
