//! A unit as HTML, for quoting: its words and those of everything below, markers included, without ids.

use super::text::{Kind, Line, Run, Unit};
use crate::html::escape;

/// A unit's words, verbatim. An article's or chapter's own number is left to the label above the quotation.
#[must_use]
pub fn quoted(unit: &Unit) -> String {
    let mut out = String::new();
    if unit.kind.is_item() {
        out.push_str("<p>");
        item(unit, &mut out);
        out.push_str("</p>");
    } else {
        heading_lines(unit, &mut out);
    }
    below(unit, &mut out);
    out
}

/// The foreign words of these regulations are English; a reader aloud is told so.
pub(super) fn run(run: &Run, out: &mut String) {
    match run {
        Run::Plain(text) => out.push_str(&escape(text)),
        Run::Foreign(text) => {
            out.push_str("<i lang=\"en\">");
            out.push_str(&escape(text));
            out.push_str("</i>");
        }
        Run::Omitted(_) => out.push('…'),
    }
}

fn line(line: &Line, out: &mut String) {
    line.0.iter().for_each(|part| run(part, out));
}

fn item(unit: &Unit, out: &mut String) {
    out.push_str(&unit.marker);
    out.push(' ');
    unit.lines.iter().for_each(|words| line(words, out));
}

fn heading_lines(unit: &Unit, out: &mut String) {
    if unit.lines.is_empty() {
        return;
    }
    out.push_str("<p>");
    for (number, words) in unit.lines.iter().enumerate() {
        if number > 0 {
            out.push_str("<br>");
        }
        line(words, out);
    }
    out.push_str("</p>");
}

fn below(unit: &Unit, out: &mut String) {
    if unit.units.iter().any(|unit| unit.kind.is_item()) {
        out.push_str("<ul class=\"units\">");
        for unit in &unit.units {
            out.push_str("<li>");
            item(unit, out);
            below(unit, out);
            out.push_str("</li>");
        }
        out.push_str("</ul>");
        return;
    }
    for unit in &unit.units {
        if unit.kind != Kind::Block {
            out.push_str("<p><b>");
            out.push_str(&escape(&unit.marker));
            out.push_str("</b></p>");
        }
        heading_lines(unit, out);
        below(unit, out);
    }
}

/// The keys of what is left out in the own words of these units.
pub(super) fn omitted<'u>(units: &[&'u Unit]) -> Vec<&'u str> {
    let runs = units.iter().flat_map(|unit| &unit.lines).flat_map(|line| &line.0);
    runs.filter_map(|run| match run {
        Run::Omitted(key) => Some(key.as_str()),
        Run::Plain(_) | Run::Foreign(_) => None,
    })
    .collect()
}
