//! A fingerprint from somewhere else than the certificate: before a certificate is registered, two sources that do not know of
//! each other have to name the one that it has.

/// What a source says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// Who, in words.
    pub source: String,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
}

/// Why a fingerprint is not confirmed.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub enum ConfirmationError {
    /// Not a source and a fingerprint.
    #[error(
        "--confirmed: expected a source and its SHA-256, like \"Surat BSrE 12/2026 AB:CD:…\", found {found:?}, which ends in {digits} \
         of 64 hexadecimal digits"
    )]
    NoFingerprint {
        /// What was given.
        found: String,
        /// How many digits there are.
        digits: usize,
    },
    /// A fingerprint of nobody.
    #[error(
        "--confirmed: expected the name of a source before the fingerprint {found}, found none"
    )]
    NoSource {
        /// The fingerprint.
        found: String,
    },
    /// Not enough sources.
    #[error(
        "expected the fingerprint from two sources that are independent of each other (--confirmed \"SOURCE SHA256\", twice), found {found}"
    )]
    TooFew {
        /// How many different ones.
        found: usize,
    },
    /// Two of the same name count as one, and hide that there is only one.
    #[error("--confirmed: expected sources with different names, found {source_name:?} twice")]
    SameSource {
        /// The name.
        source_name: String,
    },
    /// Another certificate.
    #[error(
        "the certificate's SHA-256 is\n  {computed}\nbut {source_name:?} says\n  {said}\nThis is not the certificate that the source means. Do not register it \
         before you know why"
    )]
    Differs {
        /// Who.
        source_name: String,
        /// What it says.
        said: String,
        /// What it is.
        computed: String,
    },
}

impl Confirmation {
    /// Reads `SOURCE SHA256`. The fingerprint is the last 64 digits, in any case, with colons, hyphens or spaces between them.
    pub fn read(text: &str) -> Result<Self, ConfirmationError> {
        let mut digits = Vec::new();
        let mut rest = text.trim_end();
        while digits.len() < 64 {
            let mut characters = rest.chars();
            match characters.next_back() {
                Some(digit) if digit.is_ascii_hexdigit() => digits.push(digit.to_ascii_lowercase()),
                Some(':' | ' ' | '-') => {}
                Some(_) | None => {
                    let (found, digits) = (text.to_owned(), digits.len());
                    return Err(ConfirmationError::NoFingerprint { found, digits });
                }
            }
            rest = characters.as_str();
        }
        let sha256: String = digits.into_iter().rev().collect();
        let source = rest.split_whitespace().collect::<Vec<_>>().join(" ");
        if source.is_empty() {
            return Err(ConfirmationError::NoSource { found: grouped(&sha256) });
        }
        if !rest.ends_with([' ', ':', '=']) {
            return Err(ConfirmationError::NoFingerprint { found: text.to_owned(), digits: 65 });
        }
        let source = source.trim_end_matches([':', '=', ' ']).to_owned();
        Ok(Self { source, sha256 })
    }
}

/// Whether at least two sources say that this is the fingerprint, and none says otherwise.
pub fn confirm(confirmations: &[Confirmation], sha256: &str) -> Result<(), ConfirmationError> {
    let mut names: Vec<String> = Vec::new();
    for Confirmation { source, sha256: said } in confirmations {
        if said != sha256 {
            return Err(ConfirmationError::Differs {
                source_name: source.clone(),
                said: grouped(said),
                computed: grouped(sha256),
            });
        }
        let name = source.to_lowercase();
        if names.contains(&name) {
            return Err(ConfirmationError::SameSource { source_name: source.clone() });
        }
        names.push(name);
    }
    if names.len() < 2 {
        return Err(ConfirmationError::TooFew { found: names.len() });
    }
    Ok(())
}

/// For comparing by eye: upper case, in groups of four.
#[must_use]
pub fn grouped(hexadecimal: &str) -> String {
    groups(hexadecimal).join(" ")
}

/// The groups alone.
#[must_use]
pub fn groups(hexadecimal: &str) -> Vec<String> {
    let digits: Vec<char> = hexadecimal.to_ascii_uppercase().chars().collect();
    digits.chunks(4).map(|group| group.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHA256: &str = "261ec47209f760880e6ca9953236faded04818a827712a89416a70969438f38e";

    fn confirmation(source: &str, sha256: &str) -> Confirmation {
        Confirmation { source: source.to_owned(), sha256: sha256.to_owned() }
    }

    #[test]
    fn a_fingerprint_is_read_in_every_form_that_tools_write() {
        let colons =
            groups(SHA256).join("").as_bytes().chunks(2).fold(String::new(), |text, pair| {
                let between = if text.is_empty() { "" } else { ":" };
                text + between + std::str::from_utf8(pair).unwrap()
            });
        for text in [
            format!("Surat BSrE {SHA256}"),
            format!("Surat  BSrE {}", SHA256.to_uppercase()),
            format!("Surat BSrE: {}", grouped(SHA256)),
            format!("Surat BSrE {colons}\n"),
            format!("Surat BSrE={colons}"),
        ] {
            assert_eq!(Confirmation::read(&text), Ok(confirmation("Surat BSrE", SHA256)), "{text}");
        }
        // A source may itself end in digits.
        let text = format!("Surat 12/2026 {SHA256}");
        assert_eq!(Confirmation::read(&text), Ok(confirmation("Surat 12/2026", SHA256)));
    }

    #[test]
    fn what_is_no_source_with_a_fingerprint_is_refused() {
        let short = &SHA256[1..];
        let no_fingerprint = |found: &str, digits| ConfirmationError::NoFingerprint {
            found: found.to_owned(),
            digits,
        };
        for (text, expected) in [
            (SHA256.to_owned(), ConfirmationError::NoSource { found: grouped(SHA256) }),
            (format!("Surat {short}"), no_fingerprint(&format!("Surat {short}"), 63)),
            (format!("Surat 1{SHA256}"), no_fingerprint(&format!("Surat 1{SHA256}"), 65)),
            ("Surat".to_owned(), no_fingerprint("Surat", 0)),
            (String::new(), no_fingerprint("", 0)),
        ] {
            assert_eq!(Confirmation::read(&text), Err(expected), "{text}");
        }
    }

    #[test]
    fn two_sources_of_different_names_have_to_say_the_same() {
        let other = SHA256.replace('2', "3");
        let (letter, page) = (confirmation("Surat", SHA256), confirmation("Laman", SHA256));
        assert_eq!(confirm(&[letter.clone(), page.clone()], SHA256), Ok(()));
        for (given, expected) in [
            (vec![], ConfirmationError::TooFew { found: 0 }),
            (vec![letter.clone()], ConfirmationError::TooFew { found: 1 }),
            (
                vec![letter.clone(), confirmation("SURAT", SHA256), page.clone()],
                ConfirmationError::SameSource { source_name: "SURAT".to_owned() },
            ),
            (
                vec![letter, page, confirmation("Lain", &other)],
                ConfirmationError::Differs {
                    source_name: "Lain".to_owned(),
                    said: grouped(&other),
                    computed: grouped(SHA256),
                },
            ),
        ] {
            assert_eq!(confirm(&given, SHA256), Err(expected));
        }
    }
}
