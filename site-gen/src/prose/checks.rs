//! The rules that one text alone answers.

use super::blocks::Block;
use super::finding::Fault;
use super::phrases::places;
use super::reading::{Part, Text};
use super::rules::Rule;
use super::sentences::{sentences, words};
use super::settings::{Jargon, Scope};
use crate::config::Lang;

/// What is wrong with a text: each fault with the sentence or heading that shows it.
#[must_use]
pub(super) fn faults(text: &Text, is_guide: bool, jargon: &[Jargon]) -> Vec<(Fault, String)> {
    let mut found = Vec::new();
    for block in &text.blocks {
        let mut add = |fault: Fault, shown: &str| found.push((fault, shown.trim().to_owned()));
        if let Some(fault) = size(text.part, block) {
            add(fault, &block.text);
        }
        for sentence in sentences(&block.text) {
            let longest = sentence.stretches.iter().copied().max().unwrap_or_default();
            if let Some(fault) = longer(Rule::SentenceLength, longest, "words") {
                add(fault, sentence.text);
            }
            if text.part == Part::Step
                && let Some(words) = passive(&text.lang, sentence.text)
            {
                add(Fault::Passive { words }, sentence.text);
            }
            if let Some(word) = doubled(sentence.text) {
                add(Fault::Doubled { word }, sentence.text);
            }
            for row in jargon.iter().filter(|row| row.lang == text.lang) {
                if !is_refused(row.scope, text.part, is_guide) {
                    continue;
                }
                for word in
                    row.words.iter().filter(|word| !places(sentence.text, word, &[]).is_empty())
                {
                    let fault = Fault::Jargon { word: word.clone(), instead: row.instead.clone() };
                    add(fault, sentence.text);
                }
            }
        }
    }
    found
}

/// A title, heading or description is counted in characters, anything else in sentences.
fn size(part: Part, block: &Block) -> Option<Fault> {
    let characters = block.text.trim().chars().count();
    if part == Part::Title || block.heading.is_some() {
        longer(Rule::HeadingLength, characters, "characters")
    } else if part == Part::Description {
        longer(Rule::DescriptionLength, characters, "characters")
    } else {
        longer(Rule::ParagraphLength, sentences(&block.text).len(), "sentences")
    }
}

fn longer(rule: Rule, found: usize, unit: &'static str) -> Option<Fault> {
    let most = rule.limit()?;
    (found > most).then_some(Fault::Longer { rule, found, unit, most })
}

fn is_refused(scope: Scope, part: Part, is_guide: bool) -> bool {
    match scope {
        Scope::Everywhere => true,
        Scope::Headlines => part == Part::Headline,
        Scope::FirstScreens => match part {
            Part::Headline | Part::Verdict => true,
            Part::Title | Part::Description | Part::FirstScreen => is_guide,
            Part::Step | Part::Body | Part::Other => false,
        },
    }
}

/// Indonesian: a verb with `di-` and `oleh`. English: a form of "to be", a participle, and `by`.
fn passive(lang: &Lang, text: &str) -> Option<String> {
    let plain: Vec<String> = words(text)
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
        .collect();
    let at = |place: usize| plain.get(place).map_or("", String::as_str);
    for place in 0..plain.len() {
        let next = place.saturating_add(1);
        match lang.as_str() {
            "id" if at(place).starts_with("di") && at(place).len() > 4 && at(next) == "oleh" => {
                return Some(format!("{} oleh", at(place)));
            }
            "en" if BE.contains(&at(place)) && at(next).ends_with(['d', 'n']) => {
                let last = (next..next.saturating_add(4)).find(|place| at(*place) == "by");
                if let Some(last) = last {
                    return Some(plain.get(place..=last).unwrap_or_default().join(" "));
                }
            }
            _ => {}
        }
    }
    None
}

const BE: &[&str] = &["is", "are", "was", "were", "be", "been", "being"];

fn doubled(text: &str) -> Option<String> {
    let all: Vec<&str> = words(text).collect();
    let pair = all.windows(2).find(|pair| match pair {
        [one, other] => one.chars().all(char::is_alphabetic) && one.eq_ignore_ascii_case(other),
        _ => false,
    });
    pair.and_then(|pair| pair.first()).map(|word| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::prose::blocks::blocks;

    fn config() -> Config {
        let text = "base_url = \"/\"\ndefault_language = \"id\"\n[languages.en]\n";
        Config::parse("config.toml", text).unwrap()
    }

    fn found(code: &str, part: Part, text: &str) -> Vec<(Fault, String)> {
        let config = config();
        let lang = config.language(code).unwrap().clone();
        let jargon = |scope, word: &str, instead: &str| Jargon {
            lang: lang.clone(),
            scope,
            words: vec![word.to_owned()],
            instead: instead.to_owned(),
        };
        let jargon = [
            jargon(Scope::Headlines, "crl", "daftar pencabutan"),
            jargon(Scope::FirstScreens, "hash", "sidik jari"),
            jargon(Scope::Everywhere, "sah secara hukum", "asli dan utuh"),
        ];
        let text = Text {
            file: "panduan/a.md".to_owned(),
            lang: lang.clone(),
            at: "here".to_owned(),
            part,
            blocks: blocks(text),
        };
        faults(&text, true, &jargon)
    }

    fn longer(rule: Rule, found: usize, unit: &'static str) -> Fault {
        Fault::Longer { rule, found, unit, most: rule.limit().unwrap() }
    }

    #[test]
    fn lengths_are_counted_up_to_their_limits() {
        let kata = |count: usize| format!("K{}.", " kata".repeat(count - 1));
        let sentence = |count: usize| (longer(Rule::SentenceLength, count, "words"), kata(count));
        for (part, text, expected) in [
            (Part::Body, kata(20), vec![]),
            (Part::Body, kata(21), vec![sentence(21)]),
            (Part::Body, format!("Ingat ini: {}", kata(20)), vec![]),
            (Part::Body, "A. ".repeat(5), vec![]),
            (
                Part::Body,
                "Ya. ".repeat(6),
                vec![(longer(Rule::ParagraphLength, 6, "sentences"), "Ya. ".repeat(6))],
            ),
            (Part::Title, "x".repeat(60), vec![]),
            (
                Part::Title,
                "x".repeat(61),
                vec![(longer(Rule::HeadingLength, 61, "characters"), "x".repeat(61))],
            ),
            (
                Part::Body,
                format!("## {}", "x".repeat(61)),
                vec![(longer(Rule::HeadingLength, 61, "characters"), "x".repeat(61))],
            ),
            (
                Part::Description,
                "x".repeat(161),
                vec![(longer(Rule::DescriptionLength, 161, "characters"), "x".repeat(161))],
            ),
        ] {
            let expected: Vec<(Fault, String)> = expected
                .into_iter()
                .map(|(fault, shown)| (fault, shown.trim().to_owned()))
                .collect();
            // `K kata kata` has the same word twice, which is another rule's.
            let found: Vec<(Fault, String)> = found("id", part, &text)
                .into_iter()
                .filter(|(fault, _)| fault.rule() != Rule::DoubledWord)
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_step_says_who_does_what() {
        for (code, part, text, expected) in [
            ("id", Part::Step, "Berkas diperiksa oleh Pengelola.", Some("diperiksa oleh")),
            ("id", Part::Step, "Pemeriksaan dilakukan oleh kami.", Some("dilakukan oleh")),
            ("id", Part::Step, "Minta surat dari kepala dinas.", None),
            ("id", Part::Step, "Diri oleh-oleh dia oleh.", None),
            ("id", Part::Body, "Berkas diperiksa oleh Pengelola.", None),
            ("en", Part::Step, "It is then checked by us.", Some("is then checked by")),
            (
                "en",
                Part::Step,
                "The file is checked with care by us.",
                Some("is checked with care by"),
            ),
            ("en", Part::Step, "It was written by hand.", Some("was written by")),
            ("en", Part::Step, "Check the file by hand.", None),
        ] {
            let found: Vec<Fault> =
                found(code, part, text).into_iter().map(|(fault, _)| fault).collect();
            let expected: Vec<Fault> = expected
                .map(|words| Fault::Passive { words: words.to_owned() })
                .into_iter()
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn jargon_is_refused_where_its_scope_says() {
        let word = |word: &str, instead: &str| Fault::Jargon {
            word: word.to_owned(),
            instead: instead.to_owned(),
        };
        for (part, text, expected) in [
            (Part::Headline, "CRL lama", vec![word("crl", "daftar pencabutan")]),
            (Part::Verdict, "CRL lama", vec![]),
            (Part::Verdict, "Hash lain", vec![word("hash", "sidik jari")]),
            (Part::FirstScreen, "Hash lain", vec![word("hash", "sidik jari")]),
            (Part::Body, "Hash lain, hashing", vec![]),
            (Part::Body, "Ini sah secara hukum.", vec![word("sah secara hukum", "asli dan utuh")]),
        ] {
            let found: Vec<Fault> =
                found("id", part, text).into_iter().map(|(fault, _)| fault).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_word_twice_is_a_slip_and_reduplication_is_none() {
        for (text, expected) in [
            ("Surat yang yang asli", Some("yang")),
            ("Pasal 9 9 dan surat-surat itu", None),
            ("Ya. Ya.", None),
        ] {
            let found: Vec<Fault> =
                found("id", Part::Body, text).into_iter().map(|(fault, _)| fault).collect();
            let expected: Vec<Fault> =
                expected.map(|word| Fault::Doubled { word: word.to_owned() }).into_iter().collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
