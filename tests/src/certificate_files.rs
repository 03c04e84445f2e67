//! Vectors of files that hold certificates or a revocation list and no document: the demo PKI in the forms in which such
//! files are handed out, and the same bent. None may be taken for a letter.

use std::io;

use crate::workspace;

/// One file and what must be said of it.
#[derive(Debug)]
pub struct CertificateFile {
    /// Name of the vector, and of its committed report.
    pub name: &'static str,
    /// What it is there to show.
    pub why: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
    /// Keys of the reasons, all of them.
    pub reasons: &'static [&'static str],
}

/// Every vector.
pub fn vectors() -> io::Result<Vec<CertificateFile>> {
    let mut vectors = certificates()?;
    vectors.extend(chains()?);
    vectors.extend(lists()?);
    vectors.extend(refused()?);
    Ok(vectors)
}

/// A file of the project.
pub fn file(path: &str) -> io::Result<Vec<u8>> {
    std::fs::read(workspace().join(path))
}

fn demo(name: &str) -> io::Result<Vec<u8>> {
    file(&format!("trust/demo/certificates/{name}.pem"))
}

fn unknown(name: &str) -> io::Result<Vec<u8>> {
    file(&format!("tests/recipe/pki-unknown/certificates/{name}.pem"))
}

fn made(name: &str) -> io::Result<Vec<u8>> {
    file(&format!("tests/fixtures/certificates/{name}"))
}

fn vector(
    name: &'static str,
    why: &'static str,
    bytes: io::Result<Vec<u8>>,
    reasons: &'static [&'static str],
) -> io::Result<CertificateFile> {
    Ok(CertificateFile { name, why, bytes: bytes?, reasons })
}

fn certificates() -> io::Result<Vec<CertificateFile>> {
    let ended = &["certificate-expired", "revocation-stale", "test-anchor"];
    let revoked = &["certificate-revoked", "test-anchor"];
    [
        vector(
            "individual",
            "Huruf a; its issuer is registered, and not in the file.",
            demo("individual"),
            &["test-anchor"],
        ),
        vector("individual-der", "The same in DER.", made("individual.cer"), &["test-anchor"]),
        vector(
            "individual-text",
            "The same as openssl -text writes it.",
            made("individual-text.crt"),
            &["test-anchor"],
        ),
        vector("individual-p256", "An ECDSA key.", demo("individual-p256"), &["test-anchor"]),
        vector("position", "Huruf b.", demo("position"), &["test-anchor"]),
        vector("system", "Huruf c.", demo("system"), &["test-anchor"]),
        vector("ca", "An issuer, known by its fingerprint.", demo("ca"), &["test-anchor"]),
        vector("root", "An anchor, known by its fingerprint.", demo("root"), &["test-anchor"]),
        vector(
            "tsa",
            "A time-stamp authority, known by its fingerprint.",
            demo("tsa"),
            &["test-anchor"],
        ),
        vector(
            "tsa-ended",
            "Absence from a list of later says nothing (REV-20).",
            demo("tsa-2023"),
            ended,
        ),
        vector("expired", "Ended two years before.", demo("expired"), ended),
        vector("revoked", "Revoked for key compromise.", demo("revoked-key-compromise"), revoked),
        vector(
            "old-individual",
            "The older root, which issued to signers itself; all of it has ended.",
            demo("old-individual"),
            &["certificate-expired", "revocation-stale", "test-anchor"],
        ),
        vector(
            "unknown-individual",
            "An issuer that nobody registered: its policies tell no kind.",
            unknown("individual"),
            &["path-not-found"],
        ),
        vector(
            "unknown-root",
            "A root that nobody registered vouches for itself.",
            unknown("root"),
            &["path-not-found"],
        ),
        vector(
            "forged-individual",
            "The issuer's name over another key.",
            unknown("forged-individual"),
            &["path-not-found"],
        ),
        vector("forged-ca", "A counterfeit issuer.", unknown("forged-ca"), &["path-not-found"]),
        vector(
            "forged-root",
            "The anchor's name over another key.",
            unknown("forged-root"),
            &["path-not-found"],
        ),
    ]
    .into_iter()
    .collect()
}

fn chains() -> io::Result<Vec<CertificateFile>> {
    let joined = |parts: &[io::Result<Vec<u8>>]| -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        for part in parts {
            match part {
                Ok(part) => bytes.extend_from_slice(part),
                Err(error) => return Err(io::Error::from(error.kind())),
            }
        }
        Ok(bytes)
    };
    [
        vector(
            "chain-p7b",
            "A bag in DER: the path is walked to the anchor.",
            made("chain.p7b"),
            &["test-anchor"],
        ),
        vector("chain-p7b-pem", "A bag in PEM.", made("chain-pem.p7b"), &["test-anchor"]),
        vector(
            "chain-pem",
            "A chain in PEM, one of them twice: listed once.",
            joined(&[demo("individual"), demo("ca"), demo("individual")]),
            &["test-anchor"],
        ),
        vector(
            "same-name-twice",
            "Two holders of one name under two issuers of one name: only one is the issuer's.",
            joined(&[
                unknown("forged-individual"),
                unknown("forged-ca"),
                demo("individual"),
                demo("ca"),
            ]),
            &["path-not-found", "test-anchor"],
        ),
    ]
    .into_iter()
    .collect()
}

fn lists() -> io::Result<Vec<CertificateFile>> {
    let crl = |name: &str| file(&format!("trust/demo/crl/{name}.crl"));
    let forged = crl("ca").map(|mut bytes| {
        // In the signature: names, dates and entries are as they were.
        if let Some(last) = bytes.last_mut() {
            *last ^= 1;
        }
        bytes
    });
    let unknown =
        crl("ca").map(|bytes| replaced(&bytes, b"Periksa Contoh CA", b"Periksa Kontoh CA"));
    [
        vector(
            "crl",
            "The published list itself: critical number, scope not critical.",
            crl("ca"),
            &["test-anchor"],
        ),
        vector(
            "crl-text",
            "The same as openssl -text writes it.",
            made("ca-text.crl"),
            &["test-anchor"],
        ),
        vector("crl-root", "The root's list.", crl("root"), &["test-anchor"]),
        vector(
            "crl-2024",
            "An older list, in the form that RFC 5280 asks for.",
            crl("ca-2024"),
            &["crl-ended", "test-anchor"],
        ),
        vector(
            "crl-embedded",
            "One that a signing service had.",
            file("tests/recipe/embedded/ca-20260203.crl"),
            &["crl-ended", "test-anchor"],
        ),
        vector(
            "crl-forged",
            "The issuer's name, not its signature (REV-02).",
            forged,
            &["crl-not-genuine"],
        ),
        vector(
            "crl-sha1",
            "A digest that is not computed: no word of forgery (REV-37).",
            made("ca-sha1.crl"),
            &["algorithm-refused"],
        ),
        vector(
            "crl-unknown",
            "An issuer that nobody registered.",
            unknown,
            &["crl-issuer-unknown"],
        ),
    ]
    .into_iter()
    .collect()
}

fn refused() -> io::Result<Vec<CertificateFile>> {
    let der = || made("individual.cer");
    let cut = |length: usize| move |bytes: Vec<u8>| bytes.into_iter().take(length).collect();
    let unreadable = &["validation-data-unreadable"];
    [
        vector(
            "private-key",
            "A private key must never be passed on.",
            file("trust/demo/keys/individual.pem"),
            &["private-key-in-file"],
        ),
        vector("cut", "A certificate that breaks off.", der().map(cut(900)), unreadable),
        vector(
            "crl-cut",
            "A list that breaks off.",
            file("trust/demo/crl/ca.crl").map(cut(700)),
            unreadable,
        ),
        vector(
            "trailing-byte",
            "A byte after the certificate.",
            der().map(|mut bytes| {
                bytes.push(0);
                bytes
            }),
            unreadable,
        ),
        vector(
            "byte-order-mark",
            "A text editor's mark before PEM.",
            demo("ca").map(|bytes| [b"\xef\xbb\xbf", &bytes[..]].concat()),
            unreadable,
        ),
        vector(
            "label-of-another",
            "A bag that calls itself a certificate (CMS-40).",
            made("chain-pem.p7b").map(|bytes| replaced(&bytes, b"PKCS7", b"CERTIFICATE")),
            unreadable,
        ),
        vector(
            "trusted-certificate",
            "The form with trust settings of openssl.",
            demo("ca").map(|bytes| replaced(&bytes, b" CERTIFICATE", b" TRUSTED CERTIFICATE")),
            unreadable,
        ),
    ]
    .into_iter()
    .collect()
}

/// Every occurrence of some bytes replaced.
fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(from.len()).position(|window| window == from) {
        let (before, after) = rest.split_at(at);
        out.extend_from_slice(before);
        out.extend_from_slice(to);
        rest = after.get(from.len()..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
    out
}
