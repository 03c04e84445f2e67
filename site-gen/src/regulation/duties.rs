//! `content/duties.toml`: what the regulation asks, allows and forbids, unit by unit, and of whom. No unit can be forgotten: every lowest
//! one of an article is a duty, or somebody wrote down why it is none. One that says a word of duty cannot be written off: it has to be
//! listed, or everything that it holds.

use super::text::{Kind, Unit};
use super::{Regulation, RegulationError};
use crate::config::Lang;
use crate::fields::Fields;
use crate::per_language::{PerLanguage, Table};
use crate::words::WordsError;
use crate::words::row::{Arguments, Row, once, one_of};
use std::collections::BTreeMap;

/// The file, from `content/`.
pub const FILE: &str = "duties.toml";

/// The words by which a regulation binds.
const BINDING: &[&str] =
    &["wajib", "harus", "dilarang", "berkewajiban", "bertanggungjawab", "bertanggung jawab"];

/// The duties in all languages.
pub type Duties = PerLanguage<DutyWords>;

/// The duties in one language, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DutyWords {
    /// Each with its unit.
    pub duties: Vec<Duty>,
    /// The units that ask, allow and forbid nothing; the file gives the reason of each.
    pub no_duties: Vec<String>,
}

/// What a unit asks, allows or forbids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// The unit.
    pub unit: String,
    /// `duty`, `power` or `prohibition`.
    pub kind: String,
    /// Of whom.
    pub who: String,
    /// Why no step of a guide carries it.
    pub exception: Option<String>,
}

impl Table for DutyWords {
    const FILE: &'static str = FILE;
    const KEYS: &'static [&'static str] = &["duty", "no_duty"];

    fn read(fields: &Fields<'_>, lang: &Lang, all: &[&Lang]) -> Result<Self, WordsError> {
        let mut seen = BTreeMap::new();
        let mut words = Self::default();
        for row in fields.tables("duty", "unit")? {
            row.only(&["unit", "kind", "who", "exception"])?;
            let text = Row { fields: &row, lang, all, arguments: Arguments::Known(&[]) };
            let unit = row.required_text("unit")?.to_owned();
            once(&row, seen.insert(unit.clone(), ()))?;
            words.duties.push(Duty {
                unit,
                kind: one_of(&row, "kind", &["duty", "power", "prohibition"])?.to_owned(),
                who: text.text("who")?,
                exception: match row.raw_table("exception")? {
                    None => None,
                    Some(_) => Some(text.text("exception")?),
                },
            });
        }
        for row in fields.tables("no_duty", "unit")? {
            row.only(&["unit", "reason"])?;
            let unit = row.required_text("unit")?.to_owned();
            once(&row, seen.insert(unit.clone(), ()))?;
            row.required_text("reason")?;
            words.no_duties.push(unit);
        }
        Ok(words)
    }
}

impl DutyWords {
    /// Every listed unit is there, every unit that binds is a duty, and of no unit it is left open whether it is one.
    pub(crate) fn check(&self, regulation: &Regulation) -> Result<(), RegulationError> {
        for unit in self.duties.iter().map(|duty| &duty.unit).chain(&self.no_duties) {
            regulation.required(&format!("content/{FILE}"), unit)?;
        }
        let listed = |unit: &Unit| self.duties.iter().any(|duty| duty.unit == unit.id);
        let all_below = |unit: &Unit| !unit.units.is_empty() && unit.units.iter().all(listed);
        let forgotten: Vec<String> = regulation
            .all()
            .into_iter()
            .filter(|unit| binds(&unit.own_text()) && !listed(unit) && !all_below(unit))
            .map(|unit| unit.id.clone())
            .collect();
        if !forgotten.is_empty() {
            return Err(RegulationError::Unlisted(forgotten));
        }
        let is_decided = |unit: &Unit| listed(unit) || self.no_duties.contains(&unit.id);
        let articles = regulation.all().into_iter().filter(|unit| unit.kind == Kind::Pasal);
        let open: Vec<String> = articles.flat_map(|unit| lowest_open(unit, &is_decided)).collect();
        if open.is_empty() { Ok(()) } else { Err(RegulationError::Undecided(open)) }
    }
}

/// The units below which there is none, and of which nothing above decides.
fn lowest_open(unit: &Unit, is_decided: &impl Fn(&Unit) -> bool) -> Vec<String> {
    if is_decided(unit) {
        Vec::new()
    } else if unit.units.is_empty() {
        vec![unit.id.clone()]
    } else {
        unit.units.iter().flat_map(|below| lowest_open(below, is_decided)).collect()
    }
}

/// Whether a text says one of the words, as whole words.
fn binds(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let said = format!(" {} ", words.join(" "));
    BINDING.iter().any(|word| said.contains(&format!(" {word} ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_bind() {
        for (text, expected) in [
            ("Pemohon harus menyerahkan", true),
            ("bertanggung jawab:", true),
            ("Dilarang", true),
            ("hak, kewajiban, dan tanggung jawab", false),
            ("seharusnya", false),
        ] {
            assert_eq!(binds(text), expected, "{text}");
        }
    }
}
