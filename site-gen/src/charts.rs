//! Charts drawn when the site is built, as SVG inside the page: no script, no request, and no colour or size of their own but
//! the classes of `css/periksa.css`, because the page's policy lets no style in. Each picture has a name and a description for
//! who does not see it; the numbers stand in a table beside it, which is the page's work.
//!
//! One unit is half a pixel on a narrow telephone (360 px), so text of 26 units can be read there.

use crate::html::escape;

const WIDTH: u64 = 680;
/// Where the picture of a column or line chart begins and ends, from the top; above is the highest label, below the axis.
const TOP: u64 = 20;
const FLOOR: u64 = 280;
const HEIGHT: u64 = 324;

/// What every picture says of itself.
#[derive(Debug, Clone, Copy)]
pub struct Told<'t> {
    /// Unique on the page; begins its ids.
    pub id: &'t str,
    /// The name.
    pub title: &'t str,
    /// What is to be seen.
    pub description: &'t str,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Under the column, where there is room: short.
    pub label: Option<String>,
    /// How high, and how sure.
    pub value: Value,
}

/// What is known of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// All of it.
    Complete(u64),
    /// At least this much: drawn hollow.
    AtLeast(u64),
    /// Nothing is known, which is not zero: drawn as a grey field.
    Unknown,
}

/// A bar with its words above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it is.
    pub label: String,
    /// How long.
    pub value: u64,
    /// The value in words.
    pub text: String,
}

/// A point of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// How far to the right, in any unit of time.
    pub at: u64,
    /// How high.
    pub value: u64,
    /// Nothing is known between the point before and this one: the line is broken.
    pub after_gap: bool,
}

/// Columns side by side, from the oldest. `number` writes a number in the reader's language.
#[must_use]
pub fn columns(told: Told<'_>, columns: &[Column], number: &dyn Fn(u64) -> String) -> String {
    let highest = columns.iter().filter_map(|column| column.value.known()).max().unwrap_or(0);
    let scale = Scale::above(highest);
    let count = u64::try_from(columns.len()).unwrap_or(u64::MAX);
    let margin = scale.margin(number);
    let edge = |place: usize| {
        let place = u64::try_from(place).unwrap_or(u64::MAX);
        ratio(place, count, WIDTH.saturating_sub(margin)).saturating_add(margin)
    };
    let (mut full, mut hollow) = (String::new(), String::new());
    let (mut unknown, mut labels) = (String::new(), String::new());
    for (place, column) in columns.iter().enumerate() {
        let (left, right) = (edge(place), edge(place.saturating_add(1)));
        let gap = if right.saturating_sub(left) > 8 { 2 } else { 0 };
        let (inner_left, width) = (
            left.saturating_add(gap),
            right.saturating_sub(left).saturating_sub(gap.saturating_mul(2)),
        );
        match column.value {
            Value::Complete(value) => upright(&mut full, inner_left, width, scale.height(value)),
            Value::AtLeast(value) => upright(&mut hollow, inner_left, width, scale.height(value)),
            Value::Unknown => {
                upright(&mut unknown, left, right.saturating_sub(left), FLOOR.saturating_sub(TOP))
            }
        }
        if let Some(label) = &column.label {
            let (anchor, x) =
                if left > WIDTH.saturating_sub(110) { ("end", right) } else { ("start", left) };
            // A label near the right edge ends with its column instead of beginning with it.
            labels.push_str(&text_at(x, FLOOR.saturating_add(32), anchor, label));
        }
    }
    let inside = [
        path("chart-unknown", &unknown),
        scale.lines(margin, number),
        path("chart-bar", &full),
        path("chart-hollow", &hollow),
        labels,
    ];
    svg(told, HEIGHT, &inside.concat())
}

/// Bars below each other, each with its words above it.
#[must_use]
pub fn bars(told: Told<'_>, bars: &[Bar]) -> String {
    let longest = bars.iter().map(|bar| bar.value).max().unwrap_or(0);
    let (mut drawn, mut words) = (String::new(), String::new());
    let mut y: u64 = 28;
    for bar in bars {
        words.push_str(&text_at(0, y, "start", &bar.label));
        words.push_str(&text_at(WIDTH, y, "end", &bar.text));
        let width = ratio(bar.value, longest, WIDTH);
        // What is there is seen, however little it is.
        let width = if bar.value > 0 { width.max(2) } else { 0 };
        drawn.push_str(&format!("M0 {}h{width}v14h-{width}z", y.saturating_add(10)));
        y = y.saturating_add(66);
    }
    svg(told, y.saturating_sub(32), &[path("chart-bar", &drawn), words].concat())
}

/// A line through points, from the oldest; a point that stands alone is a dot. `ends` are the words under both ends.
#[must_use]
pub fn line(
    told: Told<'_>,
    points: &[Point],
    ends: (&str, &str),
    number: &dyn Fn(u64) -> String,
) -> String {
    let scale = Scale::above(points.iter().map(|point| point.value).max().unwrap_or(0));
    let first = points.first().map_or(0, |point| point.at);
    let span = points.last().map_or(0, |point| point.at.saturating_sub(first));
    // Dots at the edges are whole.
    let margin = scale.margin(number).saturating_add(8);
    let wide = WIDTH.saturating_sub(margin).saturating_sub(8);
    let x =
        |point: &Point| ratio(point.at.saturating_sub(first), span, wide).saturating_add(margin);
    let y = |point: &Point| FLOOR.saturating_sub(scale.height(point.value));
    let (mut drawn, mut dots) = (String::new(), String::new());
    for (place, point) in points.iter().enumerate() {
        let begins = place == 0 || point.after_gap;
        let ends_here = points.get(place.saturating_add(1)).is_none_or(|next| next.after_gap);
        drawn.push_str(&format!("{}{} {}", if begins { "M" } else { "L" }, x(point), y(point)));
        if begins && ends_here {
            dots.push_str(&format!("<circle cx=\"{}\" cy=\"{}\" r=\"8\"/>", x(point), y(point)));
        }
    }
    let dots = if dots.is_empty() { dots } else { format!("<g class=\"chart-bar\">{dots}</g>") };
    let below = FLOOR.saturating_add(32);
    let inside = [
        scale.lines(scale.margin(number), number),
        path("chart-line", &drawn),
        dots,
        text_at(scale.margin(number), below, "start", ends.0),
        if span == 0 { String::new() } else { text_at(WIDTH, below, "end", ends.1) },
    ];
    svg(told, HEIGHT, &inside.concat())
}

impl Value {
    fn known(self) -> Option<u64> {
        match self {
            Self::Complete(value) | Self::AtLeast(value) => Some(value),
            Self::Unknown => None,
        }
    }
}

/// The vertical scale: from zero to a round number.
struct Scale {
    top: u64,
}

impl Scale {
    /// An even number with one digit that is not zero, or 1 or 10, and not below the value.
    fn above(value: u64) -> Self {
        let mut power: u64 = 1;
        loop {
            for step in [1_u64, 2, 4, 6, 8] {
                let top = step.saturating_mul(power);
                if top >= value || top == u64::MAX {
                    return Self { top };
                }
            }
            power = power.saturating_mul(10);
        }
    }

    fn height(&self, value: u64) -> u64 {
        ratio(value, self.top, FLOOR.saturating_sub(TOP))
    }

    /// Where it is a whole number.
    fn middle(&self) -> Option<u64> {
        self.top.checked_div(2).filter(|_| self.top.is_multiple_of(2))
    }

    /// Room for the numbers on the left.
    fn margin(&self, number: &dyn Fn(u64) -> String) -> u64 {
        let widest = [Some(self.top), self.middle()].into_iter().flatten();
        let characters = widest.map(|value| number(value).chars().count()).max().unwrap_or(0);
        u64::try_from(characters).unwrap_or(u64::MAX).saturating_mul(16).saturating_add(14)
    }

    /// The floor, the top and the middle, with their numbers before them.
    fn lines(&self, margin: u64, number: &dyn Fn(u64) -> String) -> String {
        let wide = WIDTH.saturating_sub(margin);
        let (mut drawn, mut labels) = (String::new(), String::new());
        for value in [Some(0), Some(self.top), self.middle()].into_iter().flatten() {
            let y = FLOOR.saturating_sub(self.height(value));
            drawn.push_str(&format!("M{margin} {y}h{wide}"));
            let x = margin.saturating_sub(10);
            labels.push_str(&text_at(x, y.saturating_add(9), "end", &number(value)));
        }
        [path("chart-grid", &drawn), labels].concat()
    }
}

/// A column from the floor up; nothing where there is no height, so that zero is zero.
fn upright(drawn: &mut String, left: u64, width: u64, height: u64) {
    if height > 0 {
        let top = FLOOR.saturating_sub(height);
        drawn.push_str(&format!("M{left} {top}h{width}v{height}h-{width}z"));
    }
}

fn ratio(part: u64, whole: u64, length: u64) -> u64 {
    part.saturating_mul(length).checked_div(whole).unwrap_or_default()
}

fn path(class: &str, drawn: &str) -> String {
    if drawn.is_empty() {
        return String::new();
    }
    format!("<path class=\"{class}\" d=\"{drawn}\"/>")
}

fn text_at(x: u64, y: u64, anchor: &str, text: &str) -> String {
    let anchor =
        if anchor == "start" { String::new() } else { format!(" text-anchor=\"{anchor}\"") };
    format!("<text x=\"{x}\" y=\"{y}\"{anchor}>{}</text>", escape(text))
}

fn svg(told: Told<'_>, height: u64, inside: &str) -> String {
    let Told { id, title, description } = told;
    format!(
        "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>{inside}</svg>",
        escape(title),
        escape(description)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOLD: Told<'_> = Told { id: "a", title: "A & B", description: "Apa" };

    fn plain(number: u64) -> String {
        number.to_string()
    }

    #[test]
    fn zero_draws_nothing_and_unknown_draws_a_field() {
        let column = |value| Column { label: None, value };
        let all = [Value::Complete(2), Value::Complete(0), Value::AtLeast(1), Value::Unknown];
        let drawn = columns(TOLD, &all.map(column), &plain);
        assert_eq!(
            drawn,
            concat!(
                "<svg class=\"chart\" viewBox=\"0 0 680 324\" role=\"img\" aria-labelledby=\"a-t a-d\">",
                "<title id=\"a-t\">A &amp; B</title><desc id=\"a-d\">Apa</desc>",
                "<path class=\"chart-unknown\" d=\"M517 20h163v260h-163z\"/>",
                "<path class=\"chart-grid\" d=\"M30 280h650M30 20h650M30 150h650\"/>",
                "<text x=\"20\" y=\"289\" text-anchor=\"end\">0</text>",
                "<text x=\"20\" y=\"29\" text-anchor=\"end\">2</text>",
                "<text x=\"20\" y=\"159\" text-anchor=\"end\">1</text>",
                "<path class=\"chart-bar\" d=\"M32 20h158v260h-158z\"/>",
                "<path class=\"chart-hollow\" d=\"M357 150h158v130h-158z\"/></svg>",
            )
        );
    }

    #[test]
    fn a_scale_ends_at_a_round_number_not_below_the_highest() {
        for (value, top) in
            [(0, 1), (1, 1), (3, 4), (9, 10), (540, 600), (6096, 8_000), (u64::MAX, u64::MAX)]
        {
            assert_eq!(Scale::above(value).top, top, "{value}");
        }
    }

    #[test]
    fn a_line_is_broken_where_nothing_is_known_and_a_lone_point_is_a_dot() {
        let points = [(0, 1, false), (10, 2, false), (20, 2, true)]
            .map(|(at, value, after_gap)| Point { at, value, after_gap });
        let drawn = line(TOLD, &points, ("dulu", "kini"), &plain);
        assert!(drawn.contains("d=\"M38 150L355 20M672 20\""), "{drawn}");
        assert!(
            drawn.contains("<g class=\"chart-bar\"><circle cx=\"672\" cy=\"20\" r=\"8\"/></g>")
        );
        assert!(drawn.contains("<text x=\"680\" y=\"312\" text-anchor=\"end\">kini</text>"));
    }

    #[test]
    fn the_smallest_bar_is_still_seen() {
        let bar = |value: u64| Bar { label: "<a>".to_owned(), value, text: value.to_string() };
        let drawn = bars(TOLD, &[bar(100_000), bar(1), bar(0)]);
        assert!(
            drawn.contains("d=\"M0 38h680v14h-680zM0 104h2v14h-2zM0 170h0v14h-0z\""),
            "{drawn}"
        );
        assert!(drawn.contains("&lt;a&gt;"));
    }
}
