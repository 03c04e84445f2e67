//! Files that hold no document but what documents are judged with: certificates (`.cer`, `.crt`, `.pem`, `.p7b`) or a
//! revocation list (`.crl`). Told from their bytes, never from their names; what is inside is decoded later.
//!
//! A file that is meant to be one and is broken is told as that: its holder shall not read that it is "not a PDF".

use super::Subject;
use crate::AddedData;
use crate::cms::{self, SignedData};
use crate::der::{Reader, contents_so_far, tag};
use crate::pem::{self, Label, MAX_BLOCKS};
use crate::policy::Budget;
use crate::report::DocumentKind;
use crate::revocation::OcspResponse;

/// What the file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ValidationDataFile {
    /// Encodings, in the order of the file.
    Certificates(Vec<Vec<u8>>),
    /// The encoding of one list.
    Crl(Vec<u8>),
    /// A private key, whatever else there is.
    PrivateKey,
    /// Not readable: why, as a key.
    Unreadable(String),
}

/// Labels that make a text a file of this kind (RFC 7468 4); CMS is another matter.
const CERTIFICATE: &str = "CERTIFICATE";
const X509_CRL: &str = "X509 CRL";

/// The certificates or the list that a file is; `None` for any other file.
pub(super) fn read(bytes: &[u8], budget: &Budget) -> Option<(DocumentKind, Subject)> {
    let is_text = pem::has_block(bytes, &[CERTIFICATE, X509_CRL]);
    let (kind, file) = match structure(bytes) {
        Some(DocumentKind::Crl) => (DocumentKind::Crl, ValidationDataFile::Crl(bytes.to_vec())),
        Some(kind) => (kind, ValidationDataFile::Certificates(vec![bytes.to_vec()])),
        None if is_text => of_text(bytes),
        None => return bag(bytes, budget),
    };
    Some(limited(bytes, budget, kind, file))
}

/// What a visitor added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// So many certificates.
    Certificates(usize),
    /// A revocation list.
    Crl,
    /// An OCSP response.
    OcspResponse,
}

/// Why a file could not be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotAdded {
    /// It holds a private key, which nobody should hand around.
    PrivateKey,
    /// It is meant to be certificates or a list, and does not read: why, as a key.
    Unreadable(String),
    /// It is none of these.
    Other,
}

impl AddedData {
    /// Adds a file: certificates (DER, PEM, a bag), a revocation list (DER, PEM) or an OCSP response (DER), told by its bytes.
    ///
    /// # Errors
    /// [`NotAdded`] where it is none of these; then nothing changes.
    pub fn add(&mut self, file: &[u8]) -> Result<Added, NotAdded> {
        let found = private_key(file).or_else(|| read(file, &Budget::DEFAULT));
        match found.map(|(_, subject)| subject) {
            Some(Subject::ValidationData(ValidationDataFile::Certificates(encodings))) => {
                let count = encodings.len();
                self.certificates.extend(encodings);
                Ok(Added::Certificates(count))
            }
            Some(Subject::ValidationData(ValidationDataFile::Crl(encoding))) => {
                self.crls.push(encoding);
                Ok(Added::Crl)
            }
            Some(Subject::ValidationData(ValidationDataFile::PrivateKey)) => {
                Err(NotAdded::PrivateKey)
            }
            Some(Subject::ValidationData(ValidationDataFile::Unreadable(key))) => {
                Err(NotAdded::Unreadable(key))
            }
            Some(_) => Err(NotAdded::Other),
            None if OcspResponse::read(file).is_ok() => {
                self.ocsp_responses.push(file.to_vec());
                Ok(Added::OcspResponse)
            }
            None => Err(NotAdded::Other),
        }
    }
}

fn limited(
    bytes: &[u8],
    budget: &Budget,
    kind: DocumentKind,
    file: ValidationDataFile,
) -> (DocumentKind, Subject) {
    let is_too_large = bytes.len() > budget.file_size;
    (kind, if is_too_large { Subject::TooLarge } else { Subject::ValidationData(file) })
}

/// A file that holds a private key, whatever else is in it: in PEM, as PKCS #8 (RFC 5958 2) or in a PKCS #12 store
/// (RFC 7292 4; `.p12`, `.pfx`), which is how signers are given theirs.
pub(super) fn private_key(bytes: &[u8]) -> Option<(DocumentKind, Subject)> {
    let is_there = pem::has_block(bytes, &["PRIVATE KEY"]) || is_pkcs_8(bytes) || is_pkcs_12(bytes);
    let subject = Subject::ValidationData(ValidationDataFile::PrivateKey);
    is_there.then_some((DocumentKind::Certificate, subject))
}

/// `OneAsymmetricKey ::= SEQUENCE { version, privateKeyAlgorithm, privateKey OCTET STRING, ...`
fn is_pkcs_8(bytes: &[u8]) -> bool {
    let read = || {
        let mut fields = Reader::new(contents_so_far(bytes, tag::SEQUENCE)?);
        let version = fields.expect(tag::INTEGER).ok()?;
        let algorithm = fields.expect(tag::SEQUENCE).ok()?;
        algorithm.reader().expect(tag::OBJECT_IDENTIFIER).ok()?;
        // 0, and 1 with a public key beside it.
        let is_version = matches!(version.value, [0 | 1]);
        (is_version && fields.peek() == Some(tag::OCTET_STRING)).then_some(())
    };
    read().is_some()
}

/// `PFX ::= SEQUENCE { version INTEGER {v3(3)}, authSafe ContentInfo, ...`
fn is_pkcs_12(bytes: &[u8]) -> bool {
    let read = || {
        let mut fields = Reader::new(contents_so_far(bytes, tag::SEQUENCE)?);
        let version = fields.expect(tag::INTEGER).ok()?;
        let content_info = contents_so_far(fields.rest(), tag::SEQUENCE)?;
        let content_type = Reader::new(content_info).expect(tag::OBJECT_IDENTIFIER).ok()?;
        let is_safe = [cms::oid::DATA, cms::oid::SIGNED_DATA]
            .iter()
            .any(|oid| oid.as_bytes() == content_type.value);
        (is_safe && version.value == [3]).then_some(())
    };
    read().is_some()
}

/// A bag of certificates: `SignedData` that nobody signed (RFC 5652 5.1; `.p7b`, in DER or PEM).
pub(super) fn bag(bytes: &[u8], budget: &Budget) -> Option<(DocumentKind, Subject)> {
    let blocks =
        if pem::has_block(bytes, &["PKCS7", "CMS"]) { pem::read(bytes) } else { Ok(vec![]) };
    let der = match blocks.as_deref() {
        Ok([block]) if matches!(block.label, Label::Pkcs7 | Label::Cms) => &block.der,
        Ok([]) => bytes,
        Ok(_) | Err(_) => return None,
    };
    let (signed_data, after) = SignedData::read(der).ok()?;
    let is_bag = signed_data.signer_infos.is_empty()
        && signed_data.content.is_none()
        && !signed_data.carried.certificates.is_empty();
    let file = match after {
        _ if !is_bag => return None,
        [] if signed_data.carried.certificates.len() <= MAX_BLOCKS => {
            ValidationDataFile::Certificates(
                signed_data.carried.certificates.iter().map(|encoding| encoding.to_vec()).collect(),
            )
        }
        [] => ValidationDataFile::Unreadable("too-many-certificates".to_owned()),
        // Threat CMS-39.
        _ => ValidationDataFile::Unreadable("trailing-data".to_owned()),
    };
    Some(limited(bytes, budget, DocumentKind::Certificate, file))
}

/// Whether DER begins as a certificate or as a list does: both are
/// `SEQUENCE { SEQUENCE { version, serialNumber, signature, issuer, validity or thisUpdate ...` (RFC 5280 4.1, 5.1).
///
/// The end may be missing: a cut certificate is a certificate that does not read.
fn structure(bytes: &[u8]) -> Option<DocumentKind> {
    let tbs = contents_so_far(contents_so_far(bytes, tag::SEQUENCE)?, tag::SEQUENCE)?;
    let mut fields = Reader::new(tbs);
    fields.optional(tag::CONTEXT_0).ok()?;
    fields.optional(tag::INTEGER).ok()?;
    fields.expect(tag::SEQUENCE).ok()?;
    fields.expect(tag::SEQUENCE).ok()?;
    match fields.peek()? {
        tag::SEQUENCE => Some(DocumentKind::Certificate),
        tag::UTC_TIME | tag::GENERALIZED_TIME => Some(DocumentKind::Crl),
        _ => None,
    }
}

fn of_text(bytes: &[u8]) -> (DocumentKind, ValidationDataFile) {
    let kind = if pem::has_block(bytes, &[CERTIFICATE]) {
        DocumentKind::Certificate
    } else {
        DocumentKind::Crl
    };
    let unreadable = |check: &str| ValidationDataFile::Unreadable(check.to_owned());
    let mut blocks = match pem::read(bytes) {
        Ok(blocks) => blocks,
        Err(error) => return (kind, ValidationDataFile::Unreadable(error.key())),
    };
    let all_are = |label| blocks.iter().all(|block| block.label == label);
    let file = if all_are(Label::Certificate) {
        let encodings = blocks.into_iter().map(|block| block.der);
        ValidationDataFile::Certificates(encodings.collect())
    } else if !all_are(Label::X509Crl) {
        unreadable("pem-mixed-labels")
    } else if let (Some(block), None) = (blocks.pop(), blocks.pop()) {
        ValidationDataFile::Crl(block.der)
    } else {
        unreadable("pem-several-lists")
    };
    (kind, file)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CA: &[u8] = include_bytes!("../../../trust/demo/certificates/ca.pem");
    const ROOT: &[u8] = include_bytes!("../../../trust/demo/certificates/root.pem");
    const KEY: &[u8] = include_bytes!("../../../trust/demo/keys/ca.pem");
    const CRL: &[u8] = include_bytes!("../../../trust/demo/crl/ca.crl");

    /// `EncapsulatedContentInfo` of data without content, and the type of signed data.
    const DATA: [u8; 13] = [0x30, 11, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1];
    const SIGNED_DATA: [u8; 11] = [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];

    /// The demo key without its armour.
    fn der_of_key() -> Vec<u8> {
        use base64ct::{Base64, Encoding as _};
        let text = str::from_utf8(KEY).unwrap();
        let base64 = text.lines().skip_while(|line| !line.starts_with("-----BEGIN")).skip(1);
        let base64: String = base64.take_while(|line| !line.starts_with("-----END")).collect();
        Base64::decode_vec(&base64).unwrap()
    }

    fn der(pem: &[u8]) -> Vec<u8> {
        pem::read(pem).unwrap()[0].der.clone()
    }

    fn found(bytes: &[u8]) -> Option<(DocumentKind, ValidationDataFile)> {
        match private_key(bytes).or_else(|| read(bytes, &Budget::DEFAULT))? {
            (kind, Subject::ValidationData(file)) => Some((kind, file)),
            (kind, _) => Some((kind, ValidationDataFile::Unreadable("too large".to_owned()))),
        }
    }

    /// `text` as a PEM block; lines of any length are fine.
    fn block(label: &str, der: &[u8]) -> String {
        use base64ct::{Base64, Encoding as _};
        format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", Base64::encode_string(der))
    }

    /// `SignedData` with these certificates and signer infos.
    fn bag_of(certificates: &[u8], signer_infos: &[u8]) -> Vec<u8> {
        let element = |tag: u8, contents: &[&[u8]]| {
            let contents = contents.concat();
            let length = u16::try_from(contents.len()).unwrap().to_be_bytes();
            let header = if contents.len() < 0x80 {
                vec![tag, length[1]]
            } else if contents.len() < 0x100 {
                vec![tag, 0x81, length[1]]
            } else {
                vec![tag, 0x82, length[0], length[1]]
            };
            [header, contents].concat()
        };
        let certificates = element(0xa0, &[certificates]);
        let signer_infos = element(0x31, &[signer_infos]);
        let inner = element(0x30, &[&[2, 1, 1], &[0x31, 0], &DATA, &certificates, &signer_infos]);
        element(0x30, &[&SIGNED_DATA, &element(0xa0, &[&inner])])
    }

    #[test]
    fn files_are_told_from_their_bytes() {
        type Row = (&'static str, Vec<u8>, Option<(DocumentKind, ValidationDataFile)>);
        use DocumentKind::{Certificate, Crl};
        use ValidationDataFile::{Certificates, PrivateKey};
        let [ca, root] = [der(CA), der(ROOT)];
        let both = Certificates(vec![ca.clone(), root.clone()]);
        let bag = bag_of(&[&ca[..], &root[..]].concat(), &[]);
        let unreadable = |check: &str| ValidationDataFile::Unreadable(check.to_owned());
        let rows: Vec<Row> = vec![
            ("a certificate", ca.clone(), Some((Certificate, Certificates(vec![ca.clone()])))),
            ("in PEM", CA.to_vec(), Some((Certificate, Certificates(vec![ca.clone()])))),
            ("a chain", [CA, ROOT].concat(), Some((Certificate, both.clone()))),
            ("a bag", bag.clone(), Some((Certificate, both.clone()))),
            ("a bag in PEM", block("PKCS7", &bag).into_bytes(), Some((Certificate, both))),
            (
                "bytes after a bag",
                [&bag[..], b"\n"].concat(),
                Some((Certificate, unreadable("trailing-data"))),
            ),
            ("a list", CRL.to_vec(), Some((Crl, ValidationDataFile::Crl(CRL.to_vec())))),
            (
                "a list in PEM",
                block("X509 CRL", CRL).into_bytes(),
                Some((Crl, ValidationDataFile::Crl(CRL.to_vec()))),
            ),
            // To be told by the reader of certificates, not here.
            (
                "a cut one",
                ca[..700].to_vec(),
                Some((Certificate, Certificates(vec![ca[..700].to_vec()]))),
            ),
            (
                "two lists",
                block("X509 CRL", CRL).repeat(2).into_bytes(),
                Some((Crl, unreadable("pem-several-lists"))),
            ),
            (
                "a certificate and a list",
                [CA, block("X509 CRL", CRL).as_bytes()].concat(),
                Some((Certificate, unreadable("pem-mixed-labels"))),
            ),
            ("a private key", KEY.to_vec(), Some((Certificate, PrivateKey))),
            ("a private key in DER", der_of_key(), Some((Certificate, PrivateKey))),
            (
                "a store of keys",
                [&[0x30, 0x82, 9, 9, 2, 1, 3, 0x30, 0x82, 8, 8][..], &DATA[2..]].concat(),
                Some((Certificate, PrivateKey)),
            ),
            (
                "a store of keys that is signed",
                [&[0x30, 0x82, 9, 9, 2, 1, 3, 0x30, 0x82, 8, 8][..], &SIGNED_DATA].concat(),
                Some((Certificate, PrivateKey)),
            ),
            // TimeStampReq: version, messageImprint, nonce.
            (
                "a question for a time-stamp",
                vec![0x30, 10, 2, 1, 1, 0x30, 2, 0x30, 0, 2, 1, 7],
                None,
            ),
            ("a certificate with its key", [CA, KEY].concat(), Some((Certificate, PrivateKey))),
            (
                "a byte order mark",
                [b"\xef\xbb\xbf", CA].concat(),
                Some((Certificate, unreadable("pem-byte-order-mark-at-0"))),
            ),
            ("a signature", bag_of(&ca, &[0x30, 0]), None),
            ("a signature in PEM", block("CMS", &bag_of(&ca, &[0x30, 0])).into_bytes(), None),
            ("a bag of nothing", bag_of(&[], &[]), None),
            ("a signed message", b"-----BEGIN PGP SIGNED MESSAGE-----\n".to_vec(), None),
            ("nothing", Vec::new(), None),
            ("sequences", vec![0x30, 0x80, 0x30, 0x80, 0x30, 0, 0x30, 0, 0x30], None),
        ];
        for (name, bytes, expected) in rows {
            assert_eq!(found(&bytes), expected, "{name}");
        }
    }

    #[test]
    fn a_file_over_the_limit_is_not_looked_into() {
        let budget = Budget { file_size: 1000, ..Budget::DEFAULT };
        let limited = read(CA, &budget).map(|(kind, subject)| (kind, format!("{subject:?}")));
        assert_eq!(limited, Some((DocumentKind::Certificate, "TooLarge".to_owned())));
    }
}
