//! Every sample message of `tests/fixtures/mail`, read and compared with `mail.toml`, whole.

use sha2::{Digest as _, Sha256};
use toml::{Table, Value};

use super::{
    HeaderProtection, Limits, Mail, MailForm, ShownFields, SignedContent, SignedMail, is_mail,
    same_mailbox,
};

/// As `make_mail_pki.sh` put it into the certificate.
const CERTIFIED: &str = "kepala.dinas@contoh.example";

/// The files, built in: this crate reads no disk, its tests neither.
macro_rules! samples {
    ($($name:literal,)*) => {
        [$((
            concat!($name, ".eml"),
            include_bytes!(concat!("../../../tests/fixtures/mail/", $name, ".eml")).as_slice(),
        )),*]
    };
}

pub(super) const SAMPLES: [(&str, &[u8]); 44] = samples![
    "openssl-cms-text",
    "openssl-cms-entity",
    "openssl-smime",
    "openssl-cms-crlf",
    "openssl-cms-stream",
    "openssl-cms-binary",
    "openssl-cms-other-author",
    "openssl-opaque",
    "openssl-opaque-stream",
    "quoted-printable",
    "base64",
    "attachment",
    "trailing-spaces",
    "trailing-spaces-lost",
    "saved-as-lf",
    "mixed-line-ends",
    "binary-signature",
    "mailing-list",
    "mailing-list-inside",
    "preamble",
    "body-tampered",
    "charset-tampered",
    "from-tampered",
    "from-domain-case",
    "from-local-case",
    "from-twice",
    "content-type-twice",
    "wrong-protocol",
    "protocol-mismatch",
    "no-signature-part",
    "not-closed",
    "two-signed",
    "protected-message",
    "protected-headers",
    "protected-from-tampered",
    "opaque",
    "opaque-octet-stream",
    "opaque-no-smime-type",
    "encrypted",
    "certificates-only",
    "open-pgp",
    "unsigned",
    "forwarded",
    "cms-attached",
];

#[test]
fn every_sample_reads_as_the_table_says() {
    let table: Table = toml::from_str(include_str!("../../../tests/fixtures/mail.toml")).unwrap();
    let messages = table["message"].as_array().unwrap();
    assert_eq!(messages.len(), SAMPLES.len());
    for (row, (file, bytes)) in messages.iter().zip(SAMPLES) {
        let mut expected = row.as_table().unwrap().clone();
        assert_eq!(expected.remove("file").unwrap().as_str(), Some(file));
        expected.remove("why").unwrap();
        expected.remove("openssl").unwrap();
        assert!(is_mail(bytes), "{file}");
        assert_eq!(facts(bytes), expected, "{file}");
    }
}

/// The facts of a message, in the words of the table.
fn facts(bytes: &[u8]) -> Table {
    let mut facts = Table::new();
    let mut say = |key: &str, value: Value| facts.insert(key.to_owned(), value);
    let number = |count: usize| Value::Integer(i64::try_from(count).unwrap());
    match Mail::read(bytes, &Limits::DEFAULT) {
        Err(error) => {
            say("mail", "error".into());
            say("error", error.key().into());
        }
        Ok(Mail::Encrypted) => {
            say("mail", "encrypted".into());
        }
        Ok(Mail::CertificatesOnly(certificates)) => {
            assert_eq!(certificates[0], 0x30);
            say("mail", "certificates-only".into());
        }
        Ok(Mail::OpenPgp) => {
            say("mail", "open-pgp".into());
        }
        Ok(Mail::Unsigned { parts, messages, cms_attachments }) => {
            say("mail", "unsigned".into());
            say("parts", number(parts));
            say("messages", number(messages));
            say("cms_attachments", number(cms_attachments));
        }
        Ok(Mail::Signed(mail)) => {
            say("mail", "signed".into());
            let form = match mail.form {
                MailForm::MultipartSigned => "multipart-signed",
                MailForm::OpaqueSigned => "opaque-signed",
            };
            say("form", form.into());
            let [author] = &*mail.from else { panic!("one author: {:?}", mail.from) };
            say("from_name", author.name.clone().unwrap().into());
            say("from", author.addr_spec.clone().into());
            say("subject", mail.subject.clone().unwrap().into());
            if let Some(date) = mail.date {
                say("date", date.to_rfc3339().into());
            }
            let content = match &mail.content {
                SignedContent::InFile(_) => "in-file",
                SignedContent::Canonical { .. } => "canonical",
                SignedContent::Mixed { .. } => "mixed",
                SignedContent::Encapsulated => "encapsulated",
            };
            say("content", content.into());
            say("digest", digest(bytes, &mail).into());
            say("address_fits", fits(&mail).into());
            say("outside_parts", number(mail.outside.parts));
            say("outside_texts", number(mail.outside.texts.len()));
            say("protection", protection(&mail.protection).into());
            let optional = [
                ("signed_type", &mail.signed_type),
                ("micalg", &mail.micalg),
                ("smime_type", &mail.smime_type),
            ];
            for (key, value) in optional {
                if let Some(value) = value {
                    say(key, value.clone().into());
                }
            }
        }
    }
    facts
}

/// Which of the bytes handed out the messageDigest attribute fits: `SEQUENCE { OID, SET { OCTET STRING } }`.
fn digest(file: &[u8], mail: &SignedMail) -> &'static str {
    let attribute = [
        &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x04][..],
        &[0x31, 0x22, 0x04, 0x20],
    ]
    .concat();
    let at = memchr::memmem::find(&mail.signature, &attribute).unwrap();
    let signed =
        mail.signature[at..].strip_prefix(&*attribute).unwrap().first_chunk::<32>().unwrap();
    let is_over = |bytes: &[u8]| Sha256::digest(bytes)[..] == *signed;
    let (exact, canonical) = match &mail.content {
        SignedContent::Encapsulated => return "inside",
        SignedContent::InFile(range) => (range, None),
        SignedContent::Canonical { in_file, bytes } => (in_file, Some(bytes)),
        SignedContent::Mixed { in_file, canonical } => (in_file, Some(canonical)),
    };
    if is_over(&file[exact.clone()]) {
        "exact"
    } else if canonical.is_some_and(|bytes| is_over(bytes)) {
        "canonical"
    } else {
        "neither"
    }
}

/// Whether From is the rfc822Name of a certificate in the CMS: `[1] IA5String`.
fn fits(mail: &SignedMail) -> bool {
    let name = [&[0x81, u8::try_from(CERTIFIED.len()).unwrap()], CERTIFIED.as_bytes()].concat();
    memchr::memmem::find(&mail.signature, &name).is_some()
        && mail.from.iter().all(|address| same_mailbox(&address.addr_spec, CERTIFIED))
}

fn protection(protection: &HeaderProtection) -> &'static str {
    let is_genuine = |fields: &ShownFields| {
        assert_eq!(fields.from.len(), 1);
        assert_eq!(fields.from[0].addr_spec, CERTIFIED);
        assert_eq!(fields.subject.as_deref(), Some("Undangan rapat koordinasi – Kabupaten Contoh"));
    };
    match protection {
        HeaderProtection::Absent => "absent",
        HeaderProtection::Message(fields) => {
            is_genuine(fields);
            "message"
        }
        HeaderProtection::ProtectedHeaders(fields) => {
            is_genuine(fields);
            "protected-headers"
        }
        HeaderProtection::Encapsulated => "encapsulated",
        HeaderProtection::Unreadable(_) => "unreadable",
    }
}
