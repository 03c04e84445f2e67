//! What a word may be a form of, so that "kunci hilang" finds "kehilangan kunci".
//!
//! Indonesian puts affixes on both ends, and some swallow the root's first sound: mengirim is kirim, mengubah is ubah. There is no
//! dictionary here: a form that has several possible roots gives them all, the likeliest first, and the index chooses with what
//! else stands on the site. `static/js/search-stems.js` has the same rules; a test compares the two over every word of the site.

/// The words of a text in lower case.
pub fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(Into::into).collect()
}

/// The possible roots of a word in lower case, the likeliest first; there is always one.
#[must_use]
pub fn stems(lang: &str, word: &str) -> Vec<String> {
    if word.contains(char::is_numeric) {
        return vec![word.to_owned()];
    }
    match lang {
        "id" => indonesian(word),
        "en" => vec![english(word)],
        _ => vec![word.to_owned()],
    }
}

fn indonesian(word: &str) -> Vec<String> {
    let bare = without(without(word, &["lah", "kah", "pun"], 5), &["nya"], 3);
    let mut roots = Vec::new();
    for form in unsuffixed(bare) {
        reduce(form, 3, &mut roots);
    }
    let mut distinct: Vec<String> = Vec::new();
    for root in roots {
        let root = without(&root, &["i"], 4);
        if !distinct.iter().any(|one| one == root) {
            distinct.push(root.to_owned());
        }
    }
    distinct
}

/// -kan and -an. After a vowel, -kan may be the end of a root with -an: kerusakan is rusak, gunakan is guna.
fn unsuffixed(word: &str) -> Vec<&str> {
    let mut forms: Vec<&str> =
        word.strip_suffix("kan").filter(|rest| size(rest) > 3).into_iter().collect();
    let clear = forms.first().is_some_and(|form| !form.ends_with(is_vowel));
    if !clear {
        forms.extend(word.strip_suffix("an").filter(|root| is_root(root)));
    }
    if forms.is_empty() { vec![word] } else { forms }
}

/// Too short, or with two consonants at the end, it is none: simpan is not simp.
fn is_root(root: &str) -> bool {
    let mut end = root.chars().rev();
    let closed = end.next().is_some_and(|c| !is_vowel(c) && c != 'g')
        && end.next().is_some_and(|c| !is_vowel(c));
    (size(root) > 3 || size(root) == 3 && root.starts_with(is_vowel)) && !closed
}

/// Takes prefixes off until none is left.
fn reduce(word: &str, rounds: u8, roots: &mut Vec<String>) {
    let forms = match rounds.checked_sub(1) {
        None => Vec::new(),
        Some(_) => unprefixed(word),
    };
    if forms.is_empty() {
        roots.push(word.to_owned());
    }
    for form in forms {
        reduce(&form, rounds.saturating_sub(1), roots);
    }
}

fn unprefixed(word: &str) -> Vec<String> {
    let off = |rest: &str, least: usize| {
        if size(rest) >= least { vec![rest.to_owned()] } else { Vec::new() }
    };
    // The sound that the prefix swallowed.
    let nasal = |rest: &str, sounds: &[&str]| {
        let long_enough = size(rest) >= 3;
        sounds.iter().filter(|_| long_enough).map(|sound| format!("{sound}{rest}")).collect()
    };
    if let Some(rest) = word.strip_prefix(['m', 'p']).and_then(|rest| rest.strip_prefix('e')) {
        if let Some(rest) = rest.strip_prefix("ny").filter(|rest| rest.starts_with(is_vowel)) {
            return nasal(rest, &["s"]);
        }
        if let Some(root) = rest.strip_prefix("nge").filter(|root| size(root) == 3) {
            let mut forms: Vec<String> = nasal(&format!("e{root}"), &["", "k"]);
            forms.push(root.to_owned());
            return forms;
        }
        if let Some(rest) = rest.strip_prefix("ng") {
            return if rest.starts_with(is_vowel) { nasal(rest, &["", "k"]) } else { off(rest, 4) };
        }
        if let Some(root) = rest.strip_prefix('m').filter(|root| root.starts_with(is_vowel)) {
            return nasal(root, &["p", "m"]);
        }
        if let Some(root) = rest.strip_prefix('m').filter(|root| root.starts_with(['b', 'p', 'f']))
        {
            return off(root, 4);
        }
        if let Some(root) = rest.strip_prefix('n').filter(|root| root.starts_with(is_vowel)) {
            return nasal(root, &["t", "n"]);
        }
        if let Some(root) =
            rest.strip_prefix('n').filter(|r| r.starts_with(['c', 'd', 'j', 't', 's', 'z']))
        {
            return off(root, 4);
        }
        let plain = if word.starts_with('m') {
            rest.starts_with(['l', 'r', 'w', 'y'])
        } else {
            rest.starts_with(|c| !is_vowel(c) && !matches!(c, 'm' | 'n' | 'r'))
        };
        if plain {
            return off(rest, 4);
        }
    }
    if let Some(rest) = ["per", "ber", "ter"].iter().find_map(|prefix| word.strip_prefix(prefix)) {
        return off(rest, 4);
    }
    if let Some(rest) = word.strip_prefix("di") {
        return off(rest, 3);
    }
    // No root begins with two consonants: sertifikat is not se-.
    let opens =
        |rest: &&str| rest.starts_with(is_vowel) || rest.chars().nth(1).is_some_and(is_vowel);
    let rest = ["ke", "se"].iter().find_map(|prefix| word.strip_prefix(prefix)).filter(opens);
    rest.map_or_else(Vec::new, |rest| off(rest, 4))
}

fn english(word: &str) -> String {
    let one = if ["ss", "us", "is"].iter().any(|end| word.ends_with(end)) {
        word
    } else {
        without(word, &["s"], 3)
    };
    let root = if one.ends_with("eed") { one } else { without(one, &["ing", "ed"], 3) };
    let root = if root.ends_with("ie") { root.strip_suffix('e').unwrap_or(root) } else { root };
    let root = match root.strip_suffix("ication") {
        Some(rest) => format!("{rest}y"),
        None => root.to_owned(),
    };
    let root = without(without(&root, &["ation", "ally", "ly", "er"], 4), &["e"], 3);
    let root = without(root, &["at"], 4);
    let mut letters: Vec<char> = root.chars().collect();
    if let [.., before, last] = letters.as_slice()
        && before == last
    {
        letters.pop();
    }
    match letters.last_mut() {
        Some(last) if *last == 'y' => *last = 'i',
        Some(last) if *last == 'c' => *last = 'k',
        Some(_) | None => {}
    }
    letters.into_iter().collect()
}

/// The first ending that is there goes, if enough stays.
fn without<'w>(word: &'w str, endings: &[&str], least: usize) -> &'w str {
    let rest = endings.iter().find_map(|ending| word.strip_suffix(ending));
    rest.filter(|rest| size(rest) >= least).unwrap_or(word)
}

fn size(text: &str) -> usize {
    text.chars().count()
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'i' | 'u' | 'e' | 'o')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_share_a_root() {
        for (lang, root, forms) in [
            ("id", "cabut", "cabut dicabut mencabut pencabutan pencabutannya"),
            ("id", "kirim", "kirim dikirim mengirim pengiriman kiriman"),
            ("id", "rusak", "rusak kerusakan merusak dirusak"),
            ("id", "hilang", "hilang kehilangan menghilangkan"),
            ("id", "terbit", "terbit penerbit penerbitan diterbitkan menerbitkan"),
            ("id", "simpan", "simpan menyimpan penyimpanan disimpan"),
            ("id", "ubah", "ubah mengubah perubahan diubah"),
            ("id", "cek", "cek dicek mengecek"),
            ("id", "uji", "uji diuji menguji pengujian"),
            ("id", "mohon", "mohon pemohon permohonan memohon"),
            ("id", "sertifikat", "sertifikat bersertifikat sertifikatnya"),
            ("en", "revok", "revoke revoked revokes revocation revoking"),
            ("en", "verifi", "verify verifies verified verification"),
            ("en", "certifik", "certificate certificates"),
            ("en", "sign", "sign signs signed signing signer signers"),
        ] {
            for form in form_list(forms) {
                let found = stems(lang, form);
                assert!(found.iter().any(|one| one == root), "{form}: {found:?} without {root}");
            }
        }
    }

    fn form_list(forms: &str) -> Vec<&str> {
        forms.split(' ').collect()
    }

    #[test]
    fn what_only_looks_like_an_affix_stays() {
        for word in ["masalah", "langkah", "dinas1", "pasal", "surat", "kode", "qr", "9"] {
            assert_eq!(stems("id", word), [word]);
        }
        assert_eq!(stems("en", "status"), ["status"]);
        assert_eq!(stems("fr", "clés"), ["clés"]);
    }

    #[test]
    fn words_are_letters_and_digits_in_lower_case() {
        assert_eq!(words("Pasal 9(1): e-Meterai, “QR”"), ["pasal", "9", "1", "e", "meterai", "qr"]);
    }
}
