//! `content/verdicts.toml`: what every verdict, reason and check is called, in each language.
//!
//! One table drives the page, the command line and the documentation. It is checked here for being whole: every key the
//! report can hold, every language of the site, and no placeholder that the report does not fill.

pub mod changes;
pub mod keys;
pub(crate) mod row;

use crate::config::{Config, Lang};
use crate::fields::{FieldError, Fields, Place, parse_toml};
use crate::policy::{Kind, Policy};
use changes::ChangeWords;
use keys::{CHANGES, CHECKS, REASONS, SHAPES, TONES, VALUES, VERDICTS};
use row::{Arguments, Piece, Row, complete, once, one_of, pieces};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The file, from `content/`.
pub const FILE: &str = "verdicts.toml";

/// Why the table of words was refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum WordsError {
    /// A field.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// The file is not there or not text.
    #[error("content/{0} is missing or not UTF-8 text; a portal needs its words")]
    NoFile(&'static str),
    /// Keys without words.
    #[error("content/{file}: no [[{list}]] for {}", keys.join(", "))]
    Incomplete {
        /// Which file.
        file: &'static str,
        /// Which list.
        list: &'static str,
        /// The keys a report can hold.
        keys: Vec<String>,
    },
    /// The same key twice.
    #[error("{place}: this key is there twice")]
    Twice {
        /// The second.
        place: Place,
    },
    /// A placeholder nothing fills, or one that only one language has.
    #[error("{place}: `{key}` has the placeholder {{{placeholder}}}; {because}")]
    Placeholder {
        /// Where.
        place: Place,
        /// The field, with its language.
        key: String,
        /// The placeholder.
        placeholder: String,
        /// What is wrong with it.
        because: String,
    },
}

/// The words of all languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    languages: BTreeMap<Lang, Language>,
}

/// The words of one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Language {
    /// By key.
    pub verdicts: BTreeMap<String, VerdictWords>,
    /// By key.
    pub reasons: BTreeMap<String, ReasonWords>,
    /// By key.
    pub changes: BTreeMap<String, ChangeWords>,
    /// By name.
    pub checks: BTreeMap<String, String>,
    /// By key: labels of the page and words for values like `outcome-passed`.
    pub labels: BTreeMap<String, String>,
    /// By key: what a reader is told of an article of the regulation.
    pub articles: BTreeMap<String, String>,
    /// Verdicts in the order of the file.
    order: Vec<String>,
    json: String,
}

/// What a verdict says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerdictWords {
    /// As reports write it.
    pub key: String,
    /// One of [`SHAPES`].
    pub shape: String,
    /// One of [`TONES`].
    pub tone: String,
    /// The sentence.
    pub headline: String,
    /// "Artinya"
    pub meaning: String,
    /// "Yang sebaiknya Anda lakukan"
    pub action: String,
    /// Keys of articles.
    pub articles: Vec<String>,
    /// `MAIN/SUB`, as the verifier's table has them.
    pub indications: Vec<String>,
    /// What else decides, by key.
    pub conditions: Vec<String>,
}

/// What a reason says, with placeholders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReasonWords {
    /// What is so.
    pub text: String,
    /// What would settle it.
    pub remedy: String,
}

impl Words {
    /// Reads and checks the table for the languages of a site; what a report says of a rule comes from the policy.
    pub fn parse(config: &Config, text: &str, policy: &Policy) -> Result<Self, WordsError> {
        let place = Place::file(&format!("content/{FILE}"));
        let table = parse_toml(&place, text)?;
        let fields = Fields::new(place, &table);
        fields.only(&["verdict", "reason", "change", "check", "label", "article"])?;
        let mut languages = BTreeMap::new();
        for lang in config.languages.keys() {
            languages.insert(
                lang.clone(),
                read_language(&fields, lang, &config.languages.keys().collect::<Vec<_>>(), policy)?,
            );
        }
        Ok(Self { languages })
    }

    /// Every language with its words.
    pub fn languages(&self) -> impl Iterator<Item = (&Lang, &Language)> {
        self.languages.iter()
    }

    /// The words of one language.
    #[must_use]
    pub fn language(&self, lang: &Lang) -> Option<&Language> {
        self.languages.get(lang)
    }

    /// The words of a language code such as `id`.
    #[must_use]
    pub fn code(&self, code: &str) -> Option<&Language> {
        self.languages.iter().find(|(lang, _)| lang.as_str() == code).map(|(_, words)| words)
    }
}

impl Language {
    /// The table as JSON: the lists `verdict`, `reason`, `change`, `check`, `label` and `article` in the file's order,
    /// every text in this language, and no `<`, `>` or `&` in it.
    #[must_use]
    pub fn json(&self) -> &str {
        &self.json
    }

    /// The table as a classic script that hands it to the scripts of the sealed frame, after `kotak/text.js`: the frame has
    /// no connection to fetch it with, and a page that held it would be sent again with every visit.
    #[must_use]
    pub fn script(&self) -> String {
        format!(
            "globalThis.Periksa = Object.freeze({{ ...globalThis.Periksa, table: {} }});\n",
            self.json
        )
    }

    /// The verdicts in the order of the file.
    pub fn verdicts_in_order(&self) -> impl Iterator<Item = &VerdictWords> {
        self.order.iter().filter_map(|key| self.verdicts.get(key))
    }

    /// A reason's text and remedy with `{argument}` filled from the report's object.
    #[must_use]
    pub fn reason(&self, reason: &Value) -> Option<ReasonWords> {
        let words = self.reasons.get(reason.get("key")?.as_str()?)?;
        Some(ReasonWords {
            text: self.fill(&words.text, reason),
            remedy: self.fill(&words.remedy, reason),
        })
    }

    /// Why a way to an anchor does not hold, told by the first word of what the verifier says; the names of rules, such as
    /// `RFC 5280 6.1.4 (n) keyCertSign`, are under one roof.
    #[must_use]
    pub fn attempt(&self, why: &str) -> &str {
        let first = why.split([':', ' ']).next().unwrap_or_default();
        let named = self.labels.get(&format!("why-{first}"));
        named.or_else(|| self.labels.get("why-rule")).map_or("", String::as_str)
    }

    /// Fills `{argument}`; a value with a word of its own (`reason-keyCompromise`) is given in that word, a missing one as
    /// the label `not-stated`.
    #[must_use]
    pub fn fill(&self, text: &str, values: &Value) -> String {
        let mut out = String::new();
        for piece in pieces(text) {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Placeholder(name) => {
                    let shown = match values.get(name) {
                        None | Some(Value::Null) => self.labels.get("not-stated").cloned(),
                        Some(Value::String(value)) => Some(
                            self.labels.get(&format!("{name}-{value}")).unwrap_or(value).clone(),
                        ),
                        Some(other) => Some(other.to_string()),
                    };
                    out.push_str(&shown.unwrap_or_else(|| "-".to_owned()));
                }
            }
        }
        out
    }
}

fn read_language(
    fields: &Fields<'_>,
    lang: &Lang,
    all: &[&Lang],
    policy: &Policy,
) -> Result<Language, WordsError> {
    let mut words = Language::default();
    let mut lists = Map::new();
    let no_arguments = Arguments::SameInAllLanguages;

    let mut rows = Vec::new();
    for row in fields.tables("verdict", "key")? {
        row.only(&[
            "key",
            "shape",
            "tone",
            "headline",
            "meaning",
            "action",
            "articles",
            "indications",
            "conditions",
        ])?;
        let texts = Row { fields: &row, lang, all, arguments: Arguments::Known(&[]) };
        let own = |key| -> Result<Vec<String>, FieldError> {
            Ok(row.required_texts(key)?.into_iter().map(str::to_owned).collect())
        };
        let verdict = VerdictWords {
            key: row.required_text("key")?.to_owned(),
            shape: one_of(&row, "shape", SHAPES)?.to_owned(),
            tone: one_of(&row, "tone", TONES)?.to_owned(),
            headline: texts.text("headline")?,
            meaning: texts.text("meaning")?,
            action: texts.text("action")?,
            articles: own("articles")?,
            indications: own("indications")?,
            conditions: own("conditions")?,
        };
        // The indications are for the documentation: each byte of the frame counts.
        rows.push(object([
            ("key", verdict.key.clone().into()),
            ("shape", verdict.shape.clone().into()),
            ("tone", verdict.tone.clone().into()),
            ("headline", verdict.headline.clone().into()),
            ("meaning", verdict.meaning.clone().into()),
            ("action", verdict.action.clone().into()),
            ("articles", verdict.articles.clone().into()),
        ]));
        words.order.push(verdict.key.clone());
        once(&row, words.verdicts.insert(verdict.key.clone(), verdict))?;
    }
    lists.insert("verdict".to_owned(), rows.into());

    let mut rows = Vec::new();
    for row in fields.tables("reason", "key")? {
        row.only(&["key", "text", "remedy"])?;
        let key = row.required_text("key")?;
        let known = REASONS.iter().find(|(known, _)| *known == key);
        let arguments = known.map_or(no_arguments, |(_, arguments)| Arguments::Known(arguments));
        let texts = Row { fields: &row, lang, all, arguments };
        let reason = ReasonWords { text: texts.text("text")?, remedy: texts.text("remedy")? };
        rows.push(object([
            ("key", key.into()),
            ("text", reason.text.clone().into()),
            ("remedy", reason.remedy.clone().into()),
        ]));
        once(&row, words.reasons.insert(key.to_owned(), reason))?;
    }
    lists.insert("reason".to_owned(), rows.into());

    let mut rows = Vec::new();
    for row in fields.tables("change", "key")? {
        row.only(&["key", "one", "many", "page"])?;
        let key = row.required_text("key")?;
        let text = |field, arguments| {
            let arguments = Arguments::Known(arguments);
            Row { fields: &row, lang, all, arguments }.text(field)
        };
        let has_page = row.table("page")?.is_some();
        let change = ChangeWords {
            one: text("one", &[])?,
            many: text("many", &["count"])?,
            page: has_page.then(|| text("page", &["page"])).transpose()?,
        };
        let mut shown = object([
            ("key", key.into()),
            ("one", change.one.clone().into()),
            ("many", change.many.clone().into()),
        ]);
        if let (Some(page), Some(object)) = (&change.page, shown.as_object_mut()) {
            object.insert("page".to_owned(), page.clone().into());
        }
        rows.push(shown);
        once(&row, words.changes.insert(key.to_owned(), change))?;
    }
    lists.insert("change".to_owned(), rows.into());

    for (list, naming, field) in
        [("check", "name", "label"), ("label", "key", "text"), ("article", "key", "text")]
    {
        let mut rows = Vec::new();
        let mut seen = BTreeMap::new();
        for row in fields.tables(list, naming)? {
            let text = Row { fields: &row, lang, all, arguments: no_arguments }.text(field)?;
            let key = row.required_text(naming)?;
            rows.push(object([(naming, key.into()), (field, text.clone().into())]));
            once(&row, seen.insert(key.to_owned(), text))?;
        }
        if list == "label" {
            for (key, text) in policy_labels(policy, lang) {
                rows.push(object([("key", key.clone().into()), ("text", text.clone().into())]));
                seen.insert(key, text);
            }
        }
        lists.insert(list.to_owned(), rows.into());
        match list {
            "check" => words.checks = seen,
            "label" => words.labels = seen,
            "article" => words.articles = seen,
            _ => {}
        }
    }

    complete(FILE, "verdict", VERDICTS.iter(), &words.verdicts)?;
    complete(FILE, "reason", REASONS.iter().map(|(key, _)| key), &words.reasons)?;
    complete(FILE, "change", CHANGES.iter(), &words.changes)?;
    complete(FILE, "check", CHECKS.iter(), &words.checks)?;
    let labels = |(list, values): &(&str, &'static [&str])| {
        let list = (*list).to_owned();
        values.iter().map(move |value| format!("{list}-{value}"))
    };
    complete(FILE, "label", VALUES.iter().flat_map(labels), &words.labels)?;
    words.json = for_script(&Value::Object(lists));
    Ok(words)
}

/// What reports say of the policy: its name as `policy-periksa-1`, and of each relaxation one sentence, as `rule-<key>`.
fn policy_labels(policy: &Policy, lang: &Lang) -> Vec<(String, String)> {
    let Some(words) = policy.language(lang) else { return Vec::new() };
    let name = (format!("policy-{}", verifier::policy::ID), words.name.clone());
    let relaxations = words.rules.iter().filter(|rule| rule.kind == Kind::Relaxation);
    let rules = relaxations.map(|rule| (format!("rule-{}", rule.key), rule.text.clone()));
    [name].into_iter().chain(rules).collect()
}

fn object<const N: usize>(pairs: [(&str, Value); N]) -> Value {
    Value::Object(pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

/// Inside `script` only `<` could end the element; `>` and `&` are kept out for other doors.
fn for_script(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_with_the_reports_values_and_their_words() {
        let mut words = Language::default();
        words.labels.insert("reason-keyCompromise".to_owned(), "kunci bocor".to_owned());
        words.labels.insert("not-stated".to_owned(), "tidak disebut".to_owned());
        let values = serde_json::json!({ "date": "2026-01-02", "reason": "keyCompromise", "count": 3, "none": null });
        assert_eq!(
            words.fill("{date}: {reason}, {count} {x y} {none} {", &values),
            "2026-01-02: kunci bocor, 3 {x y} tidak disebut {"
        );
    }

    #[test]
    fn json_for_a_script_cannot_end_it() {
        assert_eq!(
            for_script(&serde_json::json!(["</script>&"])),
            r#"["\u003c/script\u003e\u0026"]"#
        );
    }
}
