//! Sentences and words of Indonesian and English texts.
//!
//! A sentence ends at `.`, `?`, `!` or `…` before a space, unless the next word begins small or the mark belongs to an abbreviation.
//! A colon does not end a sentence, but the reader breathes there: what is counted for its length is its longest stretch. A word is
//! what stands between spaces and has a letter or a digit; code between backticks is none.

/// A sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence<'t> {
    /// As it stands, with its mark.
    pub text: &'t str,
    /// Whether it has a mark at its end: a label has none.
    pub is_closed: bool,
    /// How many words each of its stretches between colons has; a stretch without words is none.
    pub stretches: Vec<usize>,
}

/// Whatever comes next belongs to the same sentence.
const NEVER_LAST: &[&str] = &[
    "mis", "tgl", "hlm", "jl", "kab", "kec", "kel", "prov", "yth", "a.n", "u.p", "s.d", "d.a",
    "dr", "drs", "ir", "prof", "bpk", "telp", "mr", "mrs", "ms", "e.g", "i.e", "cf", "vs", "fig",
    "approx",
];
/// Abbreviations of something that has a number.
const BEFORE_NUMBERS: &[&str] = &["no", "nos", "ps", "art", "par", "sec", "p", "pp"];
/// What may stand between a sentence's mark and the space.
const CLOSING: &[char] = &['”', '’', '"', '\'', ')', ']', '»'];

/// The sentences of a block, in order.
#[must_use]
pub fn sentences(text: &str) -> Vec<Sentence<'_>> {
    let mut found = Vec::new();
    let mut start = 0_usize;
    for (at, end) in marks(text) {
        if ends_sentence(text, at, end) {
            found.extend(sentence(text.get(start..end).unwrap_or_default(), true));
            start = end;
        }
    }
    found.extend(sentence(text.get(start..).unwrap_or_default(), false));
    found
}

/// The words, without what code there is between backticks.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split('`')
        .step_by(2)
        .flat_map(str::split_whitespace)
        .filter(|token| token.contains(char::is_alphanumeric))
}

fn sentence(text: &str, is_closed: bool) -> Option<Sentence<'_>> {
    let text = text.trim();
    let plain: String = text.split('`').step_by(2).collect();
    let stretches: Vec<usize> = plain
        .split_inclusive(": ")
        .map(|stretch| words(stretch).count())
        .filter(|count| *count > 0)
        .collect();
    (!stretches.is_empty()).then_some(Sentence { text, is_closed, stretches })
}

/// Where marks stand before a space or the end, outside of code: where the first of them begins, and where the next text does.
fn marks(text: &str) -> Vec<(usize, usize)> {
    let is_mark = |c: char| matches!(c, '.' | '?' | '!' | '…');
    let mut found = Vec::new();
    let mut is_code = false;
    let mut mark: Option<usize> = None;
    for (at, c) in text.char_indices() {
        if c == '`' {
            is_code = !is_code;
        }
        if is_code {
            mark = None;
        } else if is_mark(c) {
            mark = mark.or(Some(at));
        } else if c.is_whitespace() {
            found.extend(mark.take().map(|mark| (mark, at)));
        } else if !CLOSING.contains(&c) {
            mark = None;
        }
    }
    found.extend(mark.map(|mark| (mark, text.len())));
    found
}

fn ends_sentence(text: &str, mark: usize, end: usize) -> bool {
    let before = text.get(..mark).unwrap_or_default();
    let after = text.get(end..).unwrap_or_default().trim_start();
    let Some(next) = after.chars().find(|c| c.is_alphanumeric() || *c == '`') else {
        return true;
    };
    if next.is_lowercase() {
        return false;
    }
    if !text.get(mark..).unwrap_or_default().starts_with('.') {
        return true;
    }
    let last = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let lower = last.to_lowercase();
    let is_initial = last.chars().count() == 1 && last.chars().all(char::is_uppercase);
    let before_number = BEFORE_NUMBERS.contains(&lower.as_str()) && next.is_numeric();
    !(is_initial || before_number || NEVER_LAST.contains(&lower.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_fall_into_sentences() {
        for (text, expected) in [
            ("Buka laman. Pilih berkas.", vec!["Buka laman.", "Pilih berkas."]),
            ("Judul tanpa titik", vec!["Judul tanpa titik"]),
            ("Lihat No. 5 dan mis. Pasal 3. Lalu", vec!["Lihat No. 5 dan mis. Pasal 3.", "Lalu"]),
            ("Kepada Yth. Bupati Paser.", vec!["Kepada Yth. Bupati Paser."]),
            ("Surat, cap, dll. Semua ada.", vec!["Surat, cap, dll.", "Semua ada."]),
            ("Surat, cap, dll. yang ada.", vec!["Surat, cap, dll. yang ada."]),
            (
                "Ada 2.048 bit. Pukul 05.05.39 WITA. 3 hari lagi.",
                vec!["Ada 2.048 bit.", "Pukul 05.05.39 WITA.", "3 hari lagi."],
            ),
            (
                "Menurut Pasal 12 ayat (2). Pengelola menjawab.",
                vec!["Menurut Pasal 12 ayat (2).", "Pengelola menjawab."],
            ),
            (
                "Tertulis “Kotak terkunci.” Lalu pilih.",
                vec!["Tertulis “Kotak terkunci.”", "Lalu pilih."],
            ),
            ("Tekan “Lengkap?” lalu kirim.", vec!["Tekan “Lengkap?” lalu kirim."]),
            ("Sudah? Belum!", vec!["Sudah?", "Belum!"]),
            (
                "Use it, e.g. In court. The answer is no. Go.",
                vec!["Use it, e.g. In court.", "The answer is no.", "Go."],
            ),
            ("Pilih `a. B` itu. `.p7s` ikut.", vec!["Pilih `a. B` itu.", "`.p7s` ikut."]),
            ("Berkas (.p7s) dipilih. Ya…", vec!["Berkas (.p7s) dipilih.", "Ya…"]),
            ("– … –", vec![]),
        ] {
            let found: Vec<&str> = sentences(text).iter().map(|found| found.text).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn words_have_a_letter_or_a_digit_and_colons_let_the_reader_breathe() {
        for (text, is_closed, stretches) in [
            ("Pasal 12 ayat (2) – dan/atau `kode itu` {date}.", true, vec![6]),
            ("Surat PDF: siapa, kapan", false, vec![2, 2]),
            ("Pukul 13:05 di `a: b`: ya.", true, vec![3, 1]),
            ("Daftar:", false, vec![1]),
        ] {
            assert_eq!(sentences(text), [Sentence { text, is_closed, stretches }], "{text}");
        }
    }
}
