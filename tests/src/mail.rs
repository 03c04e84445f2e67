//! Signed e-mail: `tests/fixtures/mail.toml`, what each message is, and the verdict that follows from that. The recipe is
//! `tests/recipe/mail.py`.

use std::io;

use serde::Deserialize;

use crate::workspace;

/// The whole table.
#[derive(Debug, Deserialize)]
pub struct Messages {
    /// One entry for each file.
    #[serde(rename = "message")]
    pub messages: Vec<Message>,
}

/// What a message is.
#[derive(Debug, Deserialize)]
pub struct Message {
    /// File name.
    pub file: String,
    /// What it is there to show.
    pub why: String,
    /// `signed`, `unsigned`, `encrypted`, `open-pgp`, `certificates-only` or `error`.
    pub mail: String,
    /// Which bytes the messageDigest fits: `exact`, `canonical`, `inside` or `neither`.
    pub digest: Option<String>,
    /// From is the address of the certificate.
    pub address_fits: Option<bool>,
    /// Parts beside the signed one.
    pub outside_parts: Option<usize>,
}

/// Signed with a certificate that names no address, so that From is neither confirmed nor contradicted.
const WITHOUT_ADDRESS: [&str; 1] = ["openssl-cms-other-author.eml"];
/// The header that was signed along is another one than what is shown.
const HEADER_CHANGED: [&str; 1] = ["protected-from-tampered.eml"];

impl Messages {
    /// Reads the table.
    pub fn read() -> io::Result<Self> {
        let text = std::fs::read_to_string(workspace().join("tests/fixtures/mail.toml"))?;
        toml::from_str(&text).map_err(io::Error::other)
    }
}

impl Message {
    /// The message.
    pub fn bytes(&self) -> io::Result<Vec<u8>> {
        std::fs::read(workspace().join("tests/fixtures/mail").join(&self.file))
    }

    /// Name of the vector, and of its committed report.
    #[must_use]
    pub fn name(&self) -> String {
        format!("mail-{}", self.file.trim_end_matches(".eml"))
    }

    /// The verdict and the keys of the reasons, all of them, that follow from what it is.
    #[must_use]
    pub fn expected(&self) -> (&'static str, Vec<&'static str>) {
        match self.mail.as_str() {
            "unsigned" => return ("tanpa", vec!["mail-not-signed"]),
            "encrypted" | "open-pgp" => return ("belum-pasti", vec!["kind-not-supported"]),
            // RFC 8551 3.8: nobody signed anything; the certificates are of the demo PKI.
            "certificates-only" => return ("data-sertifikat", Vec::new()),
            "signed" => {}
            // Two programs would read it differently.
            _ => return ("belum-pasti", vec!["mail-unreadable"]),
        }
        let mut reasons = Vec::new();
        if self.digest.as_deref() == Some("neither") {
            reasons.push("hash-mismatch");
        }
        if self.address_fits == Some(false) && !WITHOUT_ADDRESS.contains(&self.file.as_str()) {
            reasons.push("mail-from-differs");
        }
        if HEADER_CHANGED.contains(&self.file.as_str()) {
            reasons.push("mail-header-differs");
        }
        if self.outside_parts.unwrap_or(0) > 0 {
            reasons.push("mail-parts-outside");
        }
        let verdict = match reasons.first() {
            None => "asli",
            Some(&"hash-mismatch") => "berubah",
            Some(_) => "belum-pasti",
        };
        (verdict, reasons)
    }
}
