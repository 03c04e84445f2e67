//! `registry` in templates: each entry as a reader compares it, and the history. No clock: a page says dates, and whoever reads
//! it knows the day.

use crate::trust::changes::Action;
use crate::trust::confirmation::groups;
use crate::trust::{Entry, Purpose, Registry};
use der::DateTime;
use serde::Serialize;

/// The whole of it.
#[derive(Serialize)]
pub(super) struct RegistryValue<'a> {
    entries: Vec<EntryValue<'a>>,
    /// The newest first.
    changes: Vec<ChangeValue<'a>>,
}

#[derive(Serialize)]
struct EntryValue<'a> {
    id: &'a str,
    role: &'static str,
    regime: &'static str,
    name: &'a str,
    /// SHA-256 in groups of four, upper case.
    fingerprint: Vec<String>,
    serial: String,
    not_before: DayValue,
    not_after: DayValue,
    /// Where it differs from the certificate's validity.
    window: Option<WindowValue>,
    purposes: Vec<&'static str>,
    crl: &'a [String],
    provenance: &'a [String],
    /// Its address in the site, empty where its bytes are not published.
    certificate: String,
}

#[derive(Serialize)]
struct WindowValue {
    from: DayValue,
    until: DayValue,
}

#[derive(Serialize)]
struct ChangeValue<'a> {
    version: u64,
    day: DayValue,
    action: &'static str,
    /// The name of the entry, empty for all.
    name: &'a str,
    reason: &'a str,
}

/// A moment for reading; what a month is called is a matter of language.
#[derive(Serialize)]
struct DayValue {
    iso: String,
    day: u8,
    /// From 0.
    month: u8,
    year: u16,
    time: String,
}

/// For the templates.
pub(super) fn value(registry: &Registry) -> RegistryValue<'_> {
    let changes = registry.changes.iter().rev().map(|change| {
        let of = |id: &str| registry.entries.iter().find(|entry| entry.id == id);
        let entry = change.entry.as_deref().and_then(of);
        ChangeValue {
            version: change.version,
            day: DayValue::of_text(&change.date),
            action: Action::word(change.action),
            name: entry.map(|entry| entry.name.as_str()).unwrap_or_default(),
            reason: &change.reason,
        }
    });
    RegistryValue {
        changes: changes.collect(),
        entries: registry.entries.iter().map(EntryValue::of).collect(),
    }
}

/// `trust/certificates/<id>.cer`: DER, as RFC 2585 3 names it.
pub(super) fn certificate_path(id: &str) -> String {
    format!("trust/certificates/{id}.cer")
}

impl<'a> EntryValue<'a> {
    fn of(entry: &'a Entry) -> Self {
        let is_whole = (entry.valid_from, entry.valid_until) == (entry.not_before, entry.not_after);
        Self {
            id: &entry.id,
            role: entry.role.word(),
            regime: entry.regime.word(),
            name: &entry.name,
            fingerprint: groups(&entry.sha256),
            serial: entry.serial.to_uppercase(),
            not_before: DayValue::of(entry.not_before),
            not_after: DayValue::of(entry.not_after),
            window: (!is_whole).then(|| WindowValue {
                from: DayValue::of(entry.valid_from),
                until: DayValue::of(entry.valid_until),
            }),
            purposes: entry.purposes.iter().map(|purpose| Purpose::word(*purpose)).collect(),
            crl: &entry.crl,
            provenance: &entry.provenance,
            certificate: match entry.published_certificate() {
                Some(_) => certificate_path(&entry.id),
                None => String::new(),
            },
        }
    }
}

impl DayValue {
    fn of(moment: DateTime) -> Self {
        let iso = moment.to_string();
        Self {
            day: moment.day(),
            month: moment.month().saturating_sub(1),
            year: moment.year(),
            time: iso.get(11..19).unwrap_or_default().to_owned(),
            iso,
        }
    }

    /// Of a change, whose day was read before.
    fn of_text(day: &str) -> Self {
        let moment = format!("{day}T00:00:00Z").parse().unwrap_or(DateTime::INFINITY);
        Self { iso: day.to_owned(), time: String::new(), ..Self::of(moment) }
    }
}
