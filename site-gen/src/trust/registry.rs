//! `registry.toml`: anchors, issuing CAs and time-stamp authorities held as facts (in the manner of RFC 5914), each with the
//! window in which we accept it and how we know.

use super::constraints::Constraints;
use crate::digest;
use crate::fields::{FieldError, Fields, Place, parse_toml};
use base64ct::{Base64, Encoding};
use der::{DateTime, Decode, Encode};
use std::collections::BTreeSet;
use std::io;
use std::path::{Component, Path};
use x509_cert::Certificate;
use x509_cert::name::Name;
use x509_cert::spki::SubjectPublicKeyInfoRef;

const SCHEMA: &str = "periksa-registry/1";

/// The entries of one or two registry files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registry {
    /// Grows with each change; of two files, the first one's.
    pub version: u64,
    /// In the order of the files.
    pub entries: Vec<Entry>,
}

/// What an entry may be on a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// A path may end here.
    Anchor,
    /// An issuing CA, known so that paths and revocation lists are found.
    Intermediate,
    /// A time-stamp authority with a window of its own.
    TimeStampAuthority,
}

/// Under whose rule an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Regime {
    /// The national root.
    PsreInduk,
    /// The older root of `BSrE` alone.
    BsreLama,
    /// Test: can only give the verdict `uji`.
    Uji,
}

/// What an entry may vouch for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// Signatures of documents.
    Signature,
    /// Time-stamps.
    TimeStamp,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The file it comes from, for messages.
    pub file: String,
    /// Kebab case, unique.
    pub id: String,
    /// What it may be on a path.
    pub role: Role,
    /// Under whose rule it stands.
    pub regime: Regime,
    /// For readers.
    pub name: String,
    /// DER of the Name.
    pub subject: Vec<u8>,
    /// DER of the `SubjectPublicKeyInfo`.
    pub spki: Vec<u8>,
    /// subjectKeyIdentifier, lower-case hexadecimal.
    pub ski: String,
    /// SHA-256 of the certificate, lower-case hexadecimal.
    pub sha256: String,
    /// The serial number, lower-case hexadecimal.
    pub serial: String,
    /// The certificate's notBefore.
    pub not_before: DateTime,
    /// The certificate's notAfter.
    pub not_after: DateTime,
    /// From when we accept it.
    pub valid_from: DateTime,
    /// Until when we accept it.
    pub valid_until: DateTime,
    /// What it may vouch for.
    pub purposes: Vec<Purpose>,
    /// Where the list it issues is published.
    pub crl: Vec<String>,
    /// How many days every certificate that it issues is valid at least, where that is known: so long no entry may leave its
    /// list (RFC 5280 3.3).
    pub subscriber_validity_days: Option<u32>,
    /// How we know.
    pub provenance: Vec<String>,
    /// Of an anchor: what binds the paths that end at it.
    pub constraints: Option<Constraints>,
    /// Of an issuing CA: DER of its certificate, so that paths are found where a document does not bring it.
    pub certificate: Option<Vec<u8>>,
}

/// Reads a file that an entry names, from the folder of the registry.
pub type ReadFile<'r> = &'r dyn Fn(&str) -> io::Result<Vec<u8>>;

/// Why a registry was refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum RegistryError {
    /// A field.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// Two entries share what must be unique.
    #[error("{place}: `{key}` should be unique, found {value} again (first in entry `{first}`)")]
    Duplicate {
        /// The second entry.
        place: Place,
        /// The field.
        key: &'static str,
        /// The value they share.
        value: String,
        /// The first entry.
        first: String,
    },
    /// A key whose private half is published (the demo PKI) in a regime other than `uji`.
    #[error(
        "{place}: `regime` should be uji, found {found}: the private key of this `spki` is public (demo entry `{demo_entry}`), so it proves nothing"
    )]
    WorthlessKey {
        /// The entry.
        place: Place,
        /// Its regime.
        found: &'static str,
        /// The demo entry with the same key.
        demo_entry: String,
    },
    /// The list of worthless keys inside this program has no keys.
    #[error("the built-in list of demo keys is empty")]
    NoWorthlessKeys,
}

impl Role {
    /// Its word in files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Anchor => "anchor",
            Self::Intermediate => "intermediate",
            Self::TimeStampAuthority => "time-stamp-authority",
        }
    }
}

impl Regime {
    /// Its word in files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::PsreInduk => "psre-induk",
            Self::BsreLama => "bsre-lama",
            Self::Uji => "uji",
        }
    }
}

impl Purpose {
    /// Its word in files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Signature => "signature",
            Self::TimeStamp => "time-stamp",
        }
    }
}

impl Registry {
    /// Reads the text of `file` (its name is for the errors) that stands in no folder: no entry has a certificate's file.
    pub fn parse(file: &str, text: &str) -> Result<Self, RegistryError> {
        Self::parse_with(file, text, &|_| Err(io::ErrorKind::NotFound.into()))
    }

    /// The same with the files beside it.
    pub fn parse_with(file: &str, text: &str, read: ReadFile<'_>) -> Result<Self, RegistryError> {
        let place = Place::file(file);
        let table = parse_toml(&place, text)?;
        let fields = Fields::new(place, &table);
        fields.only(&["schema", "version", "entry"])?;
        match fields.required_text("schema")? {
            SCHEMA => {}
            other => return Err(fields.unexpected("schema", SCHEMA, other).into()),
        }
        let version = fields.required_version("version")?;
        let entries = fields
            .tables("entry", "id")?
            .iter()
            .map(|fields| read_entry(file, fields, read))
            .collect::<Result<Vec<_>, _>>()?;
        if entries.is_empty() {
            return Err(fields.unexpected("entry", "at least one entry", "none").into());
        }
        let registry = Self { version, entries };
        registry.refuse_duplicates()?;
        Ok(registry)
    }

    /// Adds another file's entries.
    pub fn join(&mut self, other: Self) -> Result<(), RegistryError> {
        self.entries.extend(other.entries);
        self.refuse_duplicates()
    }

    fn refuse_duplicates(&self) -> Result<(), RegistryError> {
        type Value = fn(&Entry) -> &str;
        let unique: [(&'static str, Value); 2] =
            [("id", |entry| &entry.id), ("sha256", |entry| &entry.sha256)];
        for (key, value) in unique {
            let mut seen: Vec<&Entry> = Vec::new();
            for entry in &self.entries {
                if let Some(first) = seen.iter().find(|first| value(first) == value(entry)) {
                    let (value, first) = (value(entry).to_owned(), first.id.clone());
                    return Err(RegistryError::Duplicate {
                        place: entry.place(),
                        key,
                        value,
                        first,
                    });
                }
                seen.push(entry);
            }
        }
        Ok(())
    }

    /// `worthless` are keys and the demo entries they belong to.
    pub fn refuse_worthless_keys(
        &self,
        worthless: &[(Vec<u8>, String)],
    ) -> Result<(), RegistryError> {
        for entry in self.entries.iter().filter(|entry| entry.regime != Regime::Uji) {
            if let Some((_, demo_entry)) = worthless.iter().find(|(spki, _)| *spki == entry.spki) {
                return Err(RegistryError::WorthlessKey {
                    place: entry.place(),
                    found: entry.regime.word(),
                    demo_entry: demo_entry.clone(),
                });
            }
        }
        Ok(())
    }
}

impl Entry {
    fn place(&self) -> Place {
        Place::file(&self.file).entry(&format!("entry `{}`", self.id))
    }
}

const KEYS: &[&str] = &[
    "id",
    "role",
    "regime",
    "name",
    "subject",
    "spki",
    "ski",
    "sha256",
    "serial",
    "not_before",
    "not_after",
    "valid_for",
    "purposes",
    "crl",
    "subscriber_validity_days",
    "provenance",
    "constraints",
    "certificate",
];

fn read_entry(file: &str, fields: &Fields<'_>, read: ReadFile<'_>) -> Result<Entry, FieldError> {
    fields.only(KEYS)?;
    let not_before = moment(fields, "not_before")?;
    let not_after = moment(fields, "not_after")?;
    in_order(fields, "not_after", not_before, not_after)?;
    let window = fields.required_table("valid_for")?;
    window.only(&["from", "until"])?;
    let valid_from = moment(&window, "from")?;
    let valid_until = moment(&window, "until")?;
    in_order(&window, "until", valid_from, valid_until)?;
    let constraints = match fields.table("constraints")? {
        Some(table) => Some(Constraints::read(&table)?),
        None => None,
    };
    let entry = Entry {
        file: file.to_owned(),
        id: kebab(fields, "id")?,
        role: word(
            fields,
            "role",
            &[Role::Anchor, Role::Intermediate, Role::TimeStampAuthority],
            Role::word,
        )?,
        regime: word(
            fields,
            "regime",
            &[Regime::PsreInduk, Regime::BsreLama, Regime::Uji],
            Regime::word,
        )?,
        name: fields.required_text("name")?.to_owned(),
        subject: der_bytes(fields, "subject", "base64 of a DER Name", |der| {
            Name::from_der(der).is_ok()
        })?,
        spki: der_bytes(fields, "spki", "base64 of a DER SubjectPublicKeyInfo", |der| {
            SubjectPublicKeyInfoRef::from_der(der).is_ok()
        })?,
        ski: hex(fields, "ski", 1..=32, "lower-case hexadecimal of 1 to 32 bytes")?,
        sha256: hex(fields, "sha256", 32..=32, "lower-case hexadecimal of 32 bytes")?,
        // RFC 5280 4.1.2.2: at most 20 octets
        serial: hex(fields, "serial", 1..=20, "lower-case hexadecimal of 1 to 20 bytes")?,
        not_before,
        not_after,
        valid_from,
        valid_until,
        purposes: purposes(fields)?,
        crl: addresses(fields)?,
        subscriber_validity_days: days(fields)?,
        provenance: provenance(fields)?,
        constraints,
        certificate: None,
    };
    only_with_role(fields, "constraints", &entry, Role::Anchor)?;
    only_with_role(fields, "certificate", &entry, Role::Intermediate)?;
    Ok(Entry { certificate: certificate(fields, &entry, read)?, ..entry })
}

/// Where it would say nothing, it is not taken.
fn only_with_role(
    fields: &Fields<'_>,
    key: &str,
    entry: &Entry,
    role: Role,
) -> Result<(), FieldError> {
    if entry.role == role || !fields.keys().any(|known| known == key) {
        return Ok(());
    }
    let expected = format!("only in an entry with the role {}", role.word());
    Err(fields.unexpected(
        key,
        &expected,
        &format!("one in an entry with the role {}", entry.role.word()),
    ))
}

/// The certificate of the entry, and no other: by its fingerprint, and by what the entry says of it.
fn certificate(
    fields: &Fields<'_>,
    entry: &Entry,
    read: ReadFile<'_>,
) -> Result<Option<Vec<u8>>, FieldError> {
    const KEY: &str = "certificate";
    let Some(path) = fields.text(KEY)? else { return Ok(None) };
    let is_inside = |part: Component<'_>| matches!(part, Component::Normal(_));
    if path.is_empty() || !Path::new(path).components().all(is_inside) {
        return Err(fields.unexpected(KEY, "a file in the folder of this registry", path));
    }
    let wrong = |expected: &str, found: &str| {
        Err(fields.unexpected(KEY, expected, &format!("{path}: {found}")))
    };
    let any = "a file with one certificate in DER or PEM";
    let bytes = match read(path) {
        Ok(bytes) => bytes,
        Err(error) => return wrong(any, &error.to_string()),
    };
    let der = match der::pem::decode_vec(&bytes) {
        Ok(("CERTIFICATE", der)) => der,
        Ok(_) | Err(_) => bytes,
    };
    let Ok(decoded) = Certificate::from_der(&der) else { return wrong(any, "something else") };
    let found = digest::sha256(&der);
    if found != entry.sha256 {
        let expected = format!("the certificate with the SHA-256 of this entry, {}", entry.sha256);
        return wrong(&expected, &format!("SHA-256 {found}"));
    }
    let tbs = decoded.tbs_certificate();
    let says = |part: der::Result<Vec<u8>>, entry: &[u8]| part.is_ok_and(|part| part == entry);
    for (key, is_same) in [
        ("subject", says(tbs.subject().to_der(), &entry.subject)),
        ("spki", says(tbs.subject_public_key_info().to_der(), &entry.spki)),
    ] {
        if !is_same {
            return wrong(&format!("a certificate with the `{key}` of this entry"), "another");
        }
    }
    Ok(Some(der))
}

fn kebab(fields: &Fields<'_>, key: &str) -> Result<String, FieldError> {
    let text = fields.required_text(key)?;
    let part = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    if text.split('-').all(part) {
        Ok(text.to_owned())
    } else {
        Err(fields.unexpected(key, "kebab case: a-z, 0-9 and single hyphens", text))
    }
}

fn word<T: Copy>(
    fields: &Fields<'_>,
    key: &str,
    all: &[T],
    name: fn(T) -> &'static str,
) -> Result<T, FieldError> {
    let text = fields.required_text(key)?;
    all.iter().copied().find(|one| name(*one) == text).ok_or_else(|| {
        let known: Vec<&str> = all.iter().map(|one| name(*one)).collect();
        fields.unexpected(key, &format!("one of {}", known.join(", ")), text)
    })
}

/// The base64 is strict: padded, without white space, and its own re-encoding.
pub(super) fn der_bytes(
    fields: &Fields<'_>,
    key: &str,
    expected: &str,
    reads: impl Fn(&[u8]) -> bool,
) -> Result<Vec<u8>, FieldError> {
    let text = fields.required_text(key)?;
    match Base64::decode_vec(text) {
        Err(error) => {
            Err(fields.unexpected(key, expected, &format!("text that is not base64 ({error})")))
        }
        Ok(bytes) if reads(&bytes) => Ok(bytes),
        Ok(bytes) => Err(fields.unexpected(
            key,
            expected,
            &format!("{} bytes that are something else", bytes.len()),
        )),
    }
}

fn hex(
    fields: &Fields<'_>,
    key: &str,
    lengths: std::ops::RangeInclusive<usize>,
    expected: &str,
) -> Result<String, FieldError> {
    let text = fields.required_text(key)?;
    let digits = text.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'));
    let (bytes, odd) = (text.len().div_ceil(2), text.len().is_multiple_of(2));
    if digits && odd && lengths.contains(&bytes) {
        Ok(text.to_owned())
    } else if digits {
        Err(fields.unexpected(key, expected, &format!("{} digits", text.len())))
    } else {
        Err(fields.unexpected(key, expected, text))
    }
}

fn moment(fields: &Fields<'_>, key: &str) -> Result<DateTime, FieldError> {
    let text = fields.required_text(key)?;
    // The comparison refuses other spellings of the same moment: the text is published as it stands.
    match text.parse::<DateTime>() {
        Ok(moment) if moment.to_string() == text => Ok(moment),
        Ok(_) | Err(_) => Err(fields.unexpected(key, "a moment like 2018-08-28T04:55:22Z", text)),
    }
}

fn in_order(
    fields: &Fields<'_>,
    key: &str,
    first: DateTime,
    last: DateTime,
) -> Result<(), FieldError> {
    if first <= last {
        Ok(())
    } else {
        Err(fields.unexpected(key, &format!("not before {first}"), &last.to_string()))
    }
}

fn purposes(fields: &Fields<'_>) -> Result<Vec<Purpose>, FieldError> {
    let known = [Purpose::Signature, Purpose::TimeStamp];
    let mut purposes = Vec::new();
    for text in fields.required_texts("purposes")? {
        let purpose = known.into_iter().find(|purpose| purpose.word() == text);
        purposes.push(
            purpose
                .ok_or_else(|| fields.unexpected("purposes", "signature or time-stamp", text))?,
        );
    }
    let unique: BTreeSet<Purpose> = purposes.iter().copied().collect();
    if purposes.is_empty() || unique.len() != purposes.len() {
        let found = format!("{} purposes", purposes.len());
        return Err(fields.unexpected("purposes", "at least one purpose, none twice", &found));
    }
    Ok(purposes)
}

fn addresses(fields: &Fields<'_>) -> Result<Vec<String>, FieldError> {
    let texts = fields.required_texts("crl")?;
    let known = |text: &&&str| text.starts_with("http://") || text.starts_with("https://");
    match texts.iter().find(|text| !known(text)) {
        Some(other) => {
            Err(fields.unexpected("crl", "addresses that start with http:// or https://", other))
        }
        None => Ok(texts.into_iter().map(str::to_owned).collect()),
    }
}

fn days(fields: &Fields<'_>) -> Result<Option<u32>, FieldError> {
    const KEY: &str = "subscriber_validity_days";
    let Some(days) = fields.integer(KEY)? else { return Ok(None) };
    match u32::try_from(days) {
        Ok(days @ 1..=36_500) => Ok(Some(days)),
        Ok(_) | Err(_) => Err(fields.unexpected(KEY, "days from 1 to 36500", &days.to_string())),
    }
}

fn provenance(fields: &Fields<'_>) -> Result<Vec<String>, FieldError> {
    let texts = fields.required_texts("provenance")?;
    if texts.is_empty() || texts.iter().any(|text| text.trim().is_empty()) {
        return Err(fields.unexpected(
            "provenance",
            "at least one sentence, none empty",
            "nothing",
        ));
    }
    Ok(texts.into_iter().map(str::to_owned).collect())
}
