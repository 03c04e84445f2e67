//! What a browser keeps between two visits, so that it cannot be taken back: digests and numbers, nothing of the visitor's.

use base64ct::{Base64, Encoding as _};

use super::snapshot::{LogState, Snapshot};
use super::{KeyStatement, moment};
use crate::json::Json;
use crate::time::UnixTime;

const SCHEMA: &str = "periksa-memory/1";

/// The newest state that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Memory {
    /// Number of the key statement.
    pub keys: u64,
    /// SHA-256 of it.
    pub keys_sha256: String,
    /// Number of the snapshot.
    pub version: u64,
    /// When it was made.
    pub issued: UnixTime,
    /// SHA-256 of it.
    pub sha256: String,
    /// The verifier key of the log.
    pub log_key: String,
    /// The log.
    pub log: LogState,
}

impl Memory {
    pub(super) fn of(snapshot: &Snapshot, keys: &KeyStatement) -> Self {
        Self {
            keys: keys.version,
            keys_sha256: keys.sha256.clone(),
            version: snapshot.version,
            issued: snapshot.issued,
            sha256: snapshot.sha256.clone(),
            log_key: keys.log.to_string(),
            log: snapshot.log,
        }
    }

    /// Reads what [`to_json`](Self::to_json) wrote. Anything else is no memory: whoever can write there could also erase it.
    #[must_use]
    pub fn from_json(text: &str) -> Option<Self> {
        let json: Json = serde_json::from_str(text).ok()?;
        let text = |name| json.field(name)?.text().map(str::to_owned);
        let memory = Self {
            keys: json.field("keys")?.number()?,
            keys_sha256: text("keys_sha256")?,
            version: json.field("version")?.number()?,
            issued: moment(&json, "issued")?,
            sha256: text("sha256")?,
            log_key: text("log_key")?,
            log: LogState::read(json.field("log")?)?,
        };
        (text("schema")? == SCHEMA).then_some(memory)
    }

    /// For keeping.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Numbers, digests and moments hold nothing that JSON writes otherwise; a key has a name, which may.
        let log_key = serde_json::to_string(&self.log_key).unwrap_or_default();
        format!(
            r#"{{"schema":"{SCHEMA}","keys":{},"keys_sha256":"{}","version":{},"issued":"{}","sha256":"{}","log_key":{log_key},"log":{{"size":{},"root":"{}"}}}}"#,
            self.keys,
            self.keys_sha256,
            self.version,
            self.issued.to_rfc3339(),
            self.sha256,
            self.log.size,
            Base64::encode_string(&self.log.root),
        )
    }
}
