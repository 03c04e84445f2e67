//! The matrix of long-term validation: `tests/fixtures/matrix.toml`, documents that pyHanko signed, each judged at several
//! moments with the evidence that is at hand then. The recipe is `tests/recipe/matrix`.

use std::io;
use std::path::PathBuf;

use base64ct::{Base64, Encoding as _};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use verifier::time::UnixTime;
use verifier::{Report, verify};
use x509_cert::certificate::{CertificateInner, Rfc5280};
use x509_cert::der::{Decode as _, Encode as _};

use crate::circumstances::Circumstances;
use crate::workspace;

/// The whole table.
#[derive(Debug, Deserialize)]
pub struct Matrix {
    anchors: Vec<String>,
    #[serde(rename = "registry")]
    registries: Vec<Listed>,
    /// One entry for each document, moment and evidence.
    #[serde(rename = "row")]
    pub rows: Vec<Row>,
}

/// A time-stamp authority that a registry lists, and when it is accepted.
#[derive(Debug, Deserialize)]
struct Listed {
    name: String,
    authority: String,
    from: String,
    until: String,
}

/// A document at a moment, with evidence, and what must be said of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Name of the vector.
    pub name: String,
    /// File name of the document, without its ending.
    pub document: String,
    /// The moment, RFC 3339.
    pub at: String,
    /// Published lists, file names.
    pub published: Vec<String>,
    /// What the visitor adds, file names.
    pub added: Vec<String>,
    /// Which authorities are listed: `anchors`, or the name of a registry of the table.
    pub registry: String,
    /// Key of the verdict.
    pub verdict: String,
    /// What it is there to show.
    pub why: String,
    /// One entry for each signature and document time-stamp, in the order of the document.
    #[serde(rename = "signature")]
    pub signatures: Vec<ExpectedSignature>,
}

/// What must be said of one signature or document time-stamp.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedSignature {
    /// Name of its field.
    pub field: String,
    /// `signature` or `document-time-stamp`.
    pub kind: String,
    /// The level it has the form of.
    pub level: String,
    /// Key of the verdict, of a signature.
    pub verdict: Option<String>,
    /// Main indication.
    pub indication: String,
    /// Sub-indication.
    pub sub_indication: Option<String>,
    /// Main indication with nothing relaxed.
    pub indication_strict: String,
    /// Sub-indication with nothing relaxed.
    pub sub_indication_strict: Option<String>,
    /// Rules of the policy that make the difference.
    pub policy_rules: Vec<String>,
    /// Absent where something failed, and for a document time-stamp that proves nothing.
    pub best_signature_time: Option<String>,
    /// What pyHanko says, by which clause.
    pub pyhanko: String,
    /// Why that is not `indication_strict`.
    pub differs: Option<String>,
}

/// Where the verifier says another thing than the table, and why that stands for now.
#[derive(Debug)]
pub struct KnownDifference {
    /// The reason.
    pub why: &'static str,
    /// `signature` or `document-time-stamp`.
    pub kind: &'static str,
    /// Names of the values that are others.
    pub values: &'static [&'static str],
    /// Names of the rows.
    pub rows: &'static [&'static str],
}

/// An unexpected agreement fails too.
pub const KNOWN_DIFFERENCES: [KnownDifference; 1] = [KnownDifference {
    why: "The rules name what was relaxed on another way to the same proof: at the moment instead of at the document time-stamp.",
    kind: "signature",
    values: &["policy_rules"],
    rows: &["b-lta-by-b-01"],
}];

/// Why the table, or a file that it names, could not be read.
#[derive(Debug)]
pub enum MatrixError {
    /// A file is not there.
    Read(PathBuf, io::Error),
    /// It is not the table.
    Toml(toml::de::Error),
    /// No RFC 3339 time.
    Moment(String),
    /// No certificate.
    Certificate(String, x509_cert::der::Error),
    /// JSON that cannot be written.
    Json(serde_json::Error),
}

impl Matrix {
    /// Reads the table.
    pub fn read() -> Result<Self, MatrixError> {
        let path = workspace().join("tests/fixtures/matrix.toml");
        let text =
            std::fs::read_to_string(&path).map_err(|error| MatrixError::Read(path, error))?;
        toml::from_str(&text).map_err(MatrixError::Toml)
    }

    /// What a row is judged with.
    pub fn circumstances(&self, row: &Row) -> Result<Circumstances, MatrixError> {
        let evidence = |names: &[String]| {
            let read = |name: &String| bytes(&format!("evidence/{name}"));
            names.iter().map(read).collect::<Result<Vec<_>, _>>()
        };
        let at = UnixTime::from_rfc3339(&row.at);
        Ok(Circumstances {
            trusted_root: self.trusted_root(&row.registry)?,
            crls: evidence(&row.published)?,
            added: evidence(&row.added)?,
            at: at.ok_or_else(|| MatrixError::Moment(row.at.clone()))?,
        })
    }

    /// The report on a row.
    pub fn judged(&self, row: &Row) -> Result<Report, MatrixError> {
        let own = self.circumstances(row)?;
        Ok(verify(&row.bytes()?, &own.validation_data(), own.at))
    }

    fn trusted_root(&self, registry: &str) -> Result<Vec<u8>, MatrixError> {
        let anchors = self.anchors.iter().map(|name| {
            entry(name, "anchor", json!({"from": "2020-01-01T00:00:00Z", "until": null}))
        });
        let listed = self.registries.iter().filter(|listed| listed.name == registry);
        let authorities = listed.map(|listed| {
            let window = json!({"from": listed.from, "until": listed.until});
            entry(&listed.authority, "time-stamp-authority", window)
        });
        let entries = anchors.chain(authorities).collect::<Result<Vec<Value>, _>>()?;
        let root = json!({"schema": "periksa-trusted-root/1", "version": 1, "entries": entries});
        serde_json::to_vec(&root).map_err(MatrixError::Json)
    }
}

impl Row {
    /// The document.
    pub fn bytes(&self) -> Result<Vec<u8>, MatrixError> {
        bytes(&format!("{}.pdf", self.document))
    }
}

/// Where the documents are.
#[must_use]
pub fn folder() -> PathBuf {
    workspace().join("tests/fixtures/matrix")
}

fn bytes(file: &str) -> Result<Vec<u8>, MatrixError> {
    let path = folder().join(file);
    std::fs::read(&path).map_err(|error| MatrixError::Read(path, error))
}

/// An entry of the trusted root for a certificate of the folder. Anchors are good for signatures and time-stamps: each CA of
/// the matrix issues only what it is there for.
fn entry(name: &str, role: &str, valid_for: Value) -> Result<Value, MatrixError> {
    let encoding = bytes(&format!("certificates/{name}.cer"))?;
    let problem = |error| MatrixError::Certificate(name.to_owned(), error);
    let certificate = CertificateInner::<Rfc5280>::from_der(&encoding).map_err(problem)?;
    let certificate = certificate.tbs_certificate();
    let subject = certificate.subject().to_der().map_err(problem)?;
    let spki = certificate.subject_public_key_info().to_der().map_err(problem)?;
    let not_after = certificate.validity().not_after.to_unix_duration().as_secs();
    let not_after = UnixTime::from_seconds(i64::try_from(not_after).unwrap_or(i64::MAX));
    let sha256: String =
        Sha256::digest(&encoding).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(json!({
        "id": name,
        "role": role,
        "regime": "psre-induk",
        "name": name,
        "subject": Base64::encode_string(&subject),
        "spki": Base64::encode_string(&spki),
        "sha256": sha256,
        "not_after": not_after.to_rfc3339(),
        "valid_for": valid_for,
        "purposes": ["signature", "time-stamp"],
    }))
}
