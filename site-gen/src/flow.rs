//! The way through a procedure as a picture: boxes one below the other, a decision with its side way. SVG inside the page, drawn when
//! the site is built: no script, no request, and no colour but the classes of `css/periksa.css`. The steps stand beside it as a list,
//! so the picture says in a description what it shows, and nothing is only in it.
//!
//! One unit is a pixel on a narrow telephone (360 px with its margins).

use crate::html::escape;
use serde::Deserialize;

const WIDTH: u32 = 328;
/// Beside a decision the main way is narrower, and the side box stands at its right.
const MAIN_BESIDE: u32 = 190;
const SIDE_LEFT: u32 = 220;
const LINE: u32 = 19;
const SIDE_LINE: u32 = 17;
const GAP: u32 = 28;
const MARGIN: u32 = 2;

/// One box, as `[[extra.flow]]` of a guide writes it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlowBox {
    /// Who acts.
    pub actor: String,
    /// What is done.
    pub text: String,
    /// What is decided afterwards.
    pub ask: Option<String>,
    /// The answer that leads on.
    pub onwards: Option<String>,
    /// The other answer and what comes of it.
    pub otherwise: Option<String>,
}

/// What the picture is called, and how its description begins.
#[derive(Debug, Clone, Copy)]
pub struct FlowWords<'w> {
    /// The name of the picture.
    pub title: &'w str,
    /// Between an answer and what follows: "dilanjutkan".
    pub goes_on: &'w str,
}

/// Draws the boxes from the top.
#[must_use]
pub fn draw(words: FlowWords<'_>, boxes: &[FlowBox]) -> String {
    let beside = boxes.iter().any(|one| one.otherwise.is_some());
    let main = if beside { MAIN_BESIDE } else { WIDTH.saturating_sub(2 * MARGIN) };
    let mut picture = Picture { main, drawn: String::new(), y: MARGIN };
    for (place, one) in boxes.iter().enumerate() {
        if place > 0 {
            let before = place.checked_sub(1).and_then(|before| boxes.get(before));
            picture.arrow(before.and_then(|before| before.onwards.as_deref()));
        }
        picture.action(one);
        if let Some(ask) = &one.ask {
            picture.arrow(None);
            picture.decision(ask, one.otherwise.as_deref());
        }
    }
    let height = picture.y.saturating_add(MARGIN);
    format!(
        "<svg class=\"flow\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"alur-t alur-d\"><title id=\"alur-t\">{}</title><desc id=\"alur-d\">{}</desc>{}</svg>",
        escape(words.title),
        escape(&description(words, boxes)),
        picture.drawn
    )
}

/// The picture in words.
fn description(words: FlowWords<'_>, boxes: &[FlowBox]) -> String {
    let mut told = Vec::new();
    for (place, one) in boxes.iter().enumerate() {
        told.push(format!("{}. {}: {}.", place.saturating_add(1), one.actor, one.text));
        if let Some(ask) = &one.ask {
            told.push(ask.clone());
            if let Some(onwards) = &one.onwards {
                told.push(format!("{onwards}: {}.", words.goes_on));
            }
            told.extend(one.otherwise.iter().map(|otherwise| format!("{otherwise}.")));
        }
    }
    told.join(" ")
}

struct Picture {
    main: u32,
    drawn: String,
    y: u32,
}

impl Picture {
    fn action(&mut self, one: &FlowBox) {
        let lines = wrapped(&one.text, self.main.saturating_sub(24), 15);
        let height = LINE.saturating_mul(count(&lines)).saturating_add(36);
        let (y, main) = (self.y, self.main);
        self.drawn.push_str(&format!(
            "<rect x=\"{MARGIN}\" y=\"{y}\" width=\"{main}\" height=\"{height}\" rx=\"8\"/><text class=\"who\" x=\"14\" y=\"{}\">{}</text>",
            y.saturating_add(21),
            escape(&one.actor)
        ));
        for (line, at) in lines.iter().zip(0_u32..) {
            let y = y.saturating_add(41).saturating_add(at.saturating_mul(LINE));
            self.drawn.push_str(&format!("<text x=\"14\" y=\"{y}\">{}</text>", escape(line)));
        }
        self.y = y.saturating_add(height);
    }

    /// Six corners, so that a decision is told from an action without colour.
    fn decision(&mut self, ask: &str, otherwise: Option<&str>) {
        let lines = wrapped(ask, self.main.saturating_sub(56), 15);
        let side = otherwise
            .map(|text| wrapped(text, WIDTH.saturating_sub(SIDE_LEFT).saturating_sub(18), 13));
        let own = LINE.saturating_mul(count(&lines)).saturating_add(24);
        let beside = side
            .as_ref()
            .map_or(0, |lines| SIDE_LINE.saturating_mul(count(lines)).saturating_add(16));
        let height = own.max(beside);
        let (y, right) = (self.y, self.main.saturating_add(MARGIN));
        let half = own / 2;
        let corner = right.saturating_sub(14);
        self.drawn.push_str(&format!(
            "<path d=\"M16 {y}H{corner}l14 {half}l-14 {half}H16l-14-{half}z\"/>"
        ));
        for (line, at) in lines.iter().zip(0_u32..) {
            let y = y.saturating_add(27).saturating_add(at.saturating_mul(LINE));
            let middle = self.main / 2;
            self.drawn.push_str(&format!(
                "<text x=\"{middle}\" y=\"{y}\" text-anchor=\"middle\">{}</text>",
                escape(line)
            ));
        }
        if let Some(lines) = side {
            let middle = y.saturating_add(half);
            let (from, to) = (right, SIDE_LEFT);
            self.drawn.push_str(&format!(
                "<path class=\"line\" d=\"M{from} {middle}H{to}m-7-5l7 5l-7 5\"/><rect class=\"end\" x=\"{SIDE_LEFT}\" y=\"{y}\" width=\"{}\" height=\"{beside}\" rx=\"8\"/>",
                WIDTH.saturating_sub(SIDE_LEFT).saturating_sub(MARGIN)
            ));
            for (line, at) in lines.iter().zip(0_u32..) {
                let y = y.saturating_add(21).saturating_add(at.saturating_mul(SIDE_LINE));
                let x = SIDE_LEFT.saturating_add(10);
                self.drawn.push_str(&format!(
                    "<text class=\"who\" x=\"{x}\" y=\"{y}\">{}</text>",
                    escape(line)
                ));
            }
        }
        // The way down begins at the decision itself, also where the side box is the higher one.
        let rest = height.saturating_sub(own);
        if rest > 0 {
            let below = y.saturating_add(own);
            let x = self.main / 2;
            self.drawn.push_str(&format!("<path class=\"line\" d=\"M{x} {below}v{rest}\"/>"));
        }
        self.y = y.saturating_add(height);
    }

    fn arrow(&mut self, answer: Option<&str>) {
        let (x, y) = (self.main / 2, self.y);
        let length = GAP.saturating_sub(2);
        self.drawn
            .push_str(&format!("<path class=\"line\" d=\"M{x} {y}v{length}m-5-7l5 7l5-7\"/>"));
        if let Some(answer) = answer {
            let (x, y) = (x.saturating_add(10), y.saturating_add(18));
            self.drawn.push_str(&format!(
                "<text class=\"who\" x=\"{x}\" y=\"{y}\">{}</text>",
                escape(answer)
            ));
        }
        self.y = y.saturating_add(GAP);
    }
}

fn count(lines: &[String]) -> u32 {
    u32::try_from(lines.len()).unwrap_or(u32::MAX)
}

/// Words in lines of at most `width` at a size in pixels, as wide as system fonts draw them or a little more.
fn wrapped(text: &str, width: u32, size: u32) -> Vec<String> {
    let (mut lines, mut line) = (Vec::new(), String::new());
    for word in text.split_whitespace() {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if line.is_empty() || wide(&longer, size) <= width {
            line = longer;
        } else {
            lines.push(std::mem::replace(&mut line, word.to_owned()));
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

fn wide(text: &str, size: u32) -> u32 {
    let hundredths: u32 = text
        .chars()
        .map(|character| match character {
            'i' | 'l' | 'j' | '.' | ',' | ':' | '\'' | '|' | '!' => 30,
            't' | 'f' | 'r' | ' ' | '-' | '(' | ')' | '/' => 40,
            'm' | 'w' | 'M' | 'W' => 90,
            _ if character.is_uppercase() => 70,
            _ => 58,
        })
        .sum();
    hundredths.saturating_mul(size) / 100
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: FlowWords<'_> = FlowWords { title: "Alur", goes_on: "dilanjutkan" };

    fn action(actor: &str, text: &str) -> FlowBox {
        let (actor, text) = (actor.to_owned(), text.to_owned());
        FlowBox { actor, text, ask: None, onwards: None, otherwise: None }
    }

    #[test]
    fn boxes_stand_below_each_other_and_fill_the_width() {
        let drawn = draw(WORDS, &[action("Anda", "Siapkan <berkas>"), action("Meja", "Periksa")]);
        assert_eq!(
            drawn,
            concat!(
                "<svg class=\"flow\" viewBox=\"0 0 328 142\" role=\"img\" aria-labelledby=\"alur-t alur-d\">",
                "<title id=\"alur-t\">Alur</title>",
                "<desc id=\"alur-d\">1. Anda: Siapkan &lt;berkas&gt;. 2. Meja: Periksa.</desc>",
                "<rect x=\"2\" y=\"2\" width=\"324\" height=\"55\" rx=\"8\"/>",
                "<text class=\"who\" x=\"14\" y=\"23\">Anda</text>",
                "<text x=\"14\" y=\"43\">Siapkan &lt;berkas&gt;</text>",
                "<path class=\"line\" d=\"M162 57v26m-5-7l5 7l5-7\"/>",
                "<rect x=\"2\" y=\"85\" width=\"324\" height=\"55\" rx=\"8\"/>",
                "<text class=\"who\" x=\"14\" y=\"106\">Meja</text>",
                "<text x=\"14\" y=\"126\">Periksa</text></svg>",
            )
        );
    }

    #[test]
    fn a_decision_has_six_corners_its_side_way_and_both_answers_in_the_description() {
        let asked = FlowBox {
            ask: Some("Lengkap?".to_owned()),
            onwards: Some("Ya".to_owned()),
            otherwise: Some("Tidak: jawaban tertulis dengan alasan".to_owned()),
            ..action("Meja", "Periksa")
        };
        let drawn = draw(WORDS, &[asked, action("Meja", "Daftarkan ke BSrE")]);
        for piece in [
            "1. Meja: Periksa. Lengkap? Ya: dilanjutkan. Tidak: jawaban tertulis dengan alasan. 2. Meja: Daftarkan ke BSrE.</desc>",
            "<path d=\"M16 85H178l14 21l-14 21H16l-14-21z\"/>",
            "<path class=\"line\" d=\"M192 106H220m-7-5l7 5l-7 5\"/>",
            "<text class=\"who\" x=\"105\" y=\"204\">Ya</text>",
        ] {
            assert!(drawn.contains(piece), "{piece} in {drawn}");
        }
    }

    #[test]
    fn lines_break_between_words_and_a_long_word_stands_alone() {
        for (text, expected) in [
            (
                "Periksa kelengkapan berkas permohonan",
                vec!["Periksa kelengkapan", "berkas permohonan"],
            ),
            ("", vec![]),
            ("pertanggungjawabannyalah a", vec!["pertanggungjawabannyalah", "a"]),
        ] {
            assert_eq!(wrapped(text, 166, 15), expected, "{text}");
        }
    }
}
