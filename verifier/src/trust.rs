//! The trusted root: anchors and time-stamp authorities as facts (after RFC 5914), with the window in which each is
//! accepted. It is data: read from JSON that the portal publishes, named in every report, never part of this code.

use base64ct::{Base64, Encoding as _};

use crate::algorithms::sha256_hex;
use crate::json::Json;
use crate::policy::{InitialPolicySet, Initially};
use crate::time::UnixTime;

const SCHEMA: &str = "periksa-trusted-root/1";

/// Why bytes are not a trusted root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrustedRootError {
    /// Not JSON, or a name stands twice in an object; line and column.
    Json {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// Another schema or version than this verifier reads.
    Schema {
        /// The schema that came.
        found: String,
    },
    /// A field of the root that is not there, or is not what the schema describes.
    Root {
        /// The field.
        field: &'static str,
    },
    /// A field of an entry that is not there, or does not decode.
    Field {
        /// The entry.
        id: String,
        /// The field.
        field: &'static str,
    },
}

impl core::fmt::Display for TrustedRootError {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Json { line, column } => {
                write!(formatter, "not a trusted root: JSON error at {line}:{column}")
            }
            Self::Schema { found } => {
                write!(formatter, "not a trusted root: expected {SCHEMA}, found {found}")
            }
            Self::Root { field } => write!(formatter, "trusted root: {field} does not decode"),
            Self::Field { id, field } => {
                write!(formatter, "trusted root: entry {id}: {field} does not decode")
            }
        }
    }
}

impl core::error::Error for TrustedRootError {}

/// What an entry is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Ends a certification path.
    Anchor,
    /// A CA under an anchor, known so that it can be recognised. Never ends the path of a signature.
    Intermediate,
    /// A time-stamp authority whose certificate is listed with a window.
    TimeStampAuthority,
}

impl Role {
    fn of_word(word: &str) -> Option<Self> {
        match word {
            "anchor" => Some(Self::Anchor),
            "intermediate" => Some(Self::Intermediate),
            "time-stamp-authority" => Some(Self::TimeStampAuthority),
            _ => None,
        }
    }
}

/// Under which rules an entry's certificates were issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Regime {
    /// Under the national root.
    PsreInduk,
    /// `BSrE`'s own root of the years before.
    BsreLama,
    /// For tests: never more than the verdict `uji`.
    Uji,
}

impl Regime {
    fn of_word(word: &str) -> Option<Self> {
        match word {
            "psre-induk" => Some(Self::PsreInduk),
            "bsre-lama" => Some(Self::BsreLama),
            "uji" => Some(Self::Uji),
            _ => None,
        }
    }
}

/// A purpose an anchor is registered for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrustPurpose {
    /// Signatures of documents.
    Signature,
    /// Time-stamps.
    TimeStamp,
}

impl TrustPurpose {
    fn of_word(word: &str) -> Option<Self> {
        match word {
            "signature" => Some(Self::Signature),
            "time-stamp" => Some(Self::TimeStamp),
            _ => None,
        }
    }
}

/// A window of time, both ends included; without an end it is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// First moment.
    pub from: UnixTime,
    /// Last moment.
    pub until: Option<UnixTime>,
}

impl Window {
    /// Whether the moment lies in the window.
    #[must_use]
    pub fn contains(&self, moment: UnixTime) -> bool {
        self.from <= moment && self.until.is_none_or(|until| moment <= until)
    }
}

/// One entry, as facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedEntry {
    /// The registry's name for it.
    pub id: String,
    /// What it is for.
    pub role: Role,
    /// Under which rules.
    pub regime: Regime,
    /// Encoded subject name.
    pub subject: Vec<u8>,
    /// Encoded `SubjectPublicKeyInfo`.
    pub spki: Vec<u8>,
    /// SHA-256 of the certificate, lower-case hexadecimal.
    pub sha256: String,
    /// End of the certificate's validity.
    pub not_after: UnixTime,
    /// When we accept it.
    pub valid_for: Window,
    /// What we accept it for.
    pub purposes: Vec<TrustPurpose>,
    /// What binds the paths that end at it.
    pub constraints: AnchorConstraints,
    /// The encoding of its certificate, where the registry has it: then it is a candidate for paths.
    pub certificate: Option<Vec<u8>>,
}

/// Constraints on the paths that end at an anchor, whatever its certificate says (RFC 5914 `CertPathControls`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnchorConstraints {
    /// `policySet`
    pub policies: InitialPolicySet,
    /// `requireExplicitPolicy`
    pub require_explicit_policy: Initially,
    /// `inhibitPolicyMapping`
    pub inhibit_policy_mapping: Initially,
    /// `inhibitAnyPolicy`
    pub inhibit_any_policy: Initially,
    /// `nameConstr`: an encoded `NameConstraints` (RFC 5280 4.2.1.10).
    pub name_constraints: Option<Vec<u8>>,
    /// `pathLenConstraint`
    pub path_len_constraint: Option<u64>,
}

/// The registry as the verifier uses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedRoot {
    /// Grows with each change.
    pub version: u64,
    /// SHA-256 of the JSON it was read from.
    pub sha256: String,
    /// Its entries.
    pub entries: Vec<TrustedEntry>,
}

impl TrustedRoot {
    /// Reads the JSON that the portal publishes as `trust/trusted_root.json`.
    ///
    /// # Errors
    /// [`TrustedRootError`] where it is not that.
    pub fn from_json(json: &[u8]) -> Result<Self, TrustedRootError> {
        let root: Json = serde_json::from_slice(json).map_err(|error| TrustedRootError::Json {
            line: error.line(),
            column: error.column(),
        })?;
        let bad = |field| TrustedRootError::Root { field };
        let field = |field| root.field(field).ok_or(bad(field));
        let schema = field("schema")?.text().ok_or(bad("schema"))?;
        if schema != SCHEMA {
            return Err(TrustedRootError::Schema { found: schema.to_owned() });
        }
        let version = field("version")?.number().ok_or(bad("version"))?;
        let entries = field("entries")?.list().ok_or(bad("entries"))?;
        let entries = entries.iter().map(TrustedEntry::read).collect::<Result<_, _>>()?;
        Ok(Self { version, sha256: sha256_hex(json), entries })
    }
}

impl TrustedEntry {
    fn read(entry: &Json) -> Result<Self, TrustedRootError> {
        let text = |field| entry.field(field).and_then(Json::text);
        let id = text("id").ok_or(TrustedRootError::Root { field: "entries.id" })?;
        let bad = |field| move || TrustedRootError::Field { id: id.to_owned(), field };
        let bytes = |field| {
            text(field).and_then(|text| Base64::decode_vec(text).ok()).ok_or_else(bad(field))
        };
        let window = |field, name| {
            let value = entry.field("valid_for").and_then(|window| window.field(name));
            // Without an end it is open.
            let text = value.filter(|value| !value.is_null()).map(Json::text);
            let time = text.map(|text| text.and_then(UnixTime::from_rfc3339));
            time.map(|time| time.ok_or_else(bad(field))).transpose()
        };
        let purposes = entry.field("purposes").and_then(Json::list);
        let purposes = purposes.and_then(|purposes| {
            let known = |purpose: &Json| purpose.text().and_then(TrustPurpose::of_word);
            purposes.iter().map(known).collect()
        });
        Ok(Self {
            role: text("role").and_then(Role::of_word).ok_or_else(bad("role"))?,
            regime: text("regime").and_then(Regime::of_word).ok_or_else(bad("regime"))?,
            subject: bytes("subject")?,
            spki: bytes("spki")?,
            sha256: text("sha256").ok_or_else(bad("sha256"))?.to_owned(),
            not_after: text("not_after")
                .and_then(UnixTime::from_rfc3339)
                .ok_or_else(bad("not_after"))?,
            valid_for: Window {
                from: window("valid_for.from", "from")?.ok_or_else(bad("valid_for.from"))?,
                until: window("valid_for.until", "until")?,
            },
            purposes: purposes.ok_or_else(bad("purposes"))?,
            constraints: match entry.field("constraints") {
                None => AnchorConstraints::default(),
                Some(constraints) => {
                    AnchorConstraints::read(constraints).ok_or_else(bad("constraints"))?
                }
            },
            certificate: match entry.field("certificate") {
                None => None,
                Some(_) => {
                    let certificate = bytes("certificate")?;
                    let is_it =
                        text("sha256").is_some_and(|sha256| sha256 == sha256_hex(&certificate));
                    Some(certificate).filter(|_| is_it).ok_or_else(bad("certificate")).map(Some)?
                }
            },
            id: id.to_owned(),
        })
    }
}

impl AnchorConstraints {
    /// Every name must be known: a constraint that is not understood would not bind.
    fn read(constraints: &Json) -> Option<Self> {
        let mut read = Self::default();
        for (name, value) in constraints.members()? {
            let flag =
                || value.boolean().map(|set| if set { Initially::Set } else { Initially::NotSet });
            match name.as_str() {
                "policies" => {
                    let policies =
                        value.list()?.iter().map(|policy| policy.text().map(str::to_owned));
                    read.policies = InitialPolicySet::These(policies.collect::<Option<_>>()?);
                }
                "require_explicit_policy" => read.require_explicit_policy = flag()?,
                "inhibit_policy_mapping" => read.inhibit_policy_mapping = flag()?,
                "inhibit_any_policy" => read.inhibit_any_policy = flag()?,
                "name_constraints" => {
                    read.name_constraints = Some(Base64::decode_vec(value.text()?).ok()?);
                }
                "path_len_constraint" => read.path_len_constraint = Some(value.number()?),
                _ => return None,
            }
        }
        Some(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &str = r#"{"schema":"periksa-trusted-root/1","version":7,"later":[1.5,-1,true,null,{}],
"entries":[{"id":"a","role":"anchor","regime":"uji","subject":"MAA=","spki":"MAE=","sha256":"00",
"not_after":"2030-01-01T00:00:00Z","valid_for":{"from":"2020-01-01T00:00:00Z","until":null},
"purposes":["signature","time-stamp"]}]}"#;

    #[test]
    fn a_root_is_read_and_what_later_versions_add_is_left_out() {
        let root = TrustedRoot::from_json(ROOT.as_bytes()).unwrap();
        let at = |text| UnixTime::from_rfc3339(text).unwrap();
        let entry = TrustedEntry {
            id: "a".to_owned(),
            role: Role::Anchor,
            regime: Regime::Uji,
            subject: vec![0x30, 0],
            spki: vec![0x30, 1],
            sha256: "00".to_owned(),
            not_after: at("2030-01-01T00:00:00Z"),
            valid_for: Window { from: at("2020-01-01T00:00:00Z"), until: None },
            purposes: vec![TrustPurpose::Signature, TrustPurpose::TimeStamp],
            constraints: AnchorConstraints::default(),
            certificate: None,
        };
        let sha256 = sha256_hex(ROOT.as_bytes());
        assert_eq!(root, TrustedRoot { version: 7, sha256, entries: vec![entry] });
    }

    /// What is missing, of another type or unknown is no root, and the error names it.
    #[test]
    fn a_root_that_is_not_what_the_schema_describes_is_refused() {
        let root = |field| TrustedRootError::Root { field };
        let entry = |field| TrustedRootError::Field { id: "a".to_owned(), field };
        let rows = [
            ("{", "", TrustedRootError::Json { line: 1, column: 9 }),
            (
                "root/1",
                "root/2",
                TrustedRootError::Schema { found: "periksa-trusted-root/2".to_owned() },
            ),
            ("\"schema\"", "\"Schema\"", root("schema")),
            (":7,", ":-7,", root("version")),
            (":7,", ":7.0,", root("version")),
            ("\"entries\":[", "\"entries\":[7,", root("entries.id")),
            ("anchor", "Anchor", entry("role")),
            ("uji", "resmi", entry("regime")),
            ("MAA=", "MAA", entry("subject")),
            ("MAE=", "-", entry("spki")),
            ("\"00\"", "0", entry("sha256")),
            ("2030-01-01T", "2030-01-32T", entry("not_after")),
            ("2020-01-01T", "2020-13-01T", entry("valid_for.from")),
            ("\"from\"", "\"since\"", entry("valid_for.from")),
            (":null}", ":\"\"}", entry("valid_for.until")),
            ("\"time-stamp\"", "\"all\"", entry("purposes")),
        ];
        for (from, to, expected) in rows {
            let json = ROOT.replacen(from, to, 1);
            assert_eq!(TrustedRoot::from_json(json.as_bytes()), Err(expected), "{from} -> {to}");
        }
    }

    /// Readers differ in which of two they take (RFC 8259 4). The place is where the second value ends.
    #[test]
    fn a_name_twice_is_no_root() {
        let rows = [
            (":7", ":7,\"version\":8"),
            ("\"a\"", "\"a\",\"id\":\"b\""),
            ("\"uji\"", "\"uji\",\"regime\":\"bsre-lama\""),
            ("{\"from", "{\"until\":null,\"until\":0"),
        ];
        for (from, to) in rows {
            let json = ROOT.replacen(from, to, 1);
            let (before, _) = json.split_at(json.find(to).unwrap() + to.len());
            let line = before.lines().count();
            let column = before.lines().last().unwrap().len();
            let expected = Err(TrustedRootError::Json { line, column });
            assert_eq!(TrustedRoot::from_json(json.as_bytes()), expected, "{to}");
        }
    }
}
