//! Hostile messages: each refused with a typed error or read as what it is, none with a panic or in more than linear time.

use core::fmt::Write as _;

use super::address::{self, Address, same_mailbox};
use super::fixtures::SAMPLES;
use super::{
    HeaderProtection, Limits, Mail, MailError, Outside, SignedContent, SignedMail, is_mail,
};

/// A message around two parts, and where its body begins.
fn message(parts: &str) -> (String, usize) {
    let header = "From: a@contoh.example\r\nContent-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=b\r\n\r\n";
    (format!("{header}{parts}"), header.len())
}

const SIGNATURE: &str = "Content-Type: application/pkcs7-signature\r\nContent-Transfer-Encoding: base64\r\n\r\nMAA=\r\n";

fn read(text: &str) -> Result<Mail, MailError> {
    Mail::read(text.as_bytes(), &Limits::DEFAULT)
}

fn signed(text: &str) -> SignedMail {
    match read(text) {
        Ok(Mail::Signed(mail)) => *mail,
        other => panic!("{other:?}"),
    }
}

#[test]
fn mail_begins_with_header_fields() {
    let rows: [(&str, &[u8], bool); 22] = [
        ("from", b"From: a@contoh.example\r\n", true),
        ("case", b"mime-VERSION: 1.0\n", true),
        ("delivered", b"Return-Path: <>\r\nX-Spam: no\r\n yes\r\nReceived: by x", true),
        ("cut in the value", b"Message-ID: <1", true),
        ("mbox", b"From a@contoh.example Tue Feb  3\nFrom: a@contoh.example\n", false),
        ("blank line first", b"\r\nFrom: a@contoh.example\r\n", false),
        ("fold first", b" x\r\nFrom: a@contoh.example\r\n", false),
        ("body first", b"X-A: b\r\n\r\nFrom: a@contoh.example\r\n", false),
        ("other fields only", b"Subject: x\r\nTo: y\r\n\r\n", false),
        ("space before the colon", b"From : a@contoh.example\r\n", false),
        ("empty", b"", false),
        ("pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\nFrom: x\n", false),
        ("der", b"\x30\x82\x05\x0aFrom: x\n", false),
        ("pem", b"-----BEGIN PKCS7-----\nMIIF\nFrom: x\n", false),
        ("prose", b"Yth. Bapak, Date: besok.\nFrom: x\n", false),
        ("yaml", b"name: periksa\nversion: 1\n", false),
        ("toml", b"[package]\nname = \"x\"\n", false),
        ("http", b"HTTP/1.1 200 OK\r\nDate: x\r\nContent-Type: y\r\n", false),
        ("html", b"<!DOCTYPE html>\n<meta http-equiv=\"Content-Type\">", false),
        ("json", b"{\"From\": \"x\"}", false),
        ("bom", b"\xef\xbb\xbfFrom: a@contoh.example\r\n", false),
        ("no colon", b"From\n", false),
    ];
    for (name, head, expected) in rows {
        assert_eq!(is_mail(head), expected, "{name}");
    }
}

#[test]
fn headers_that_readers_take_differently_are_refused() {
    let rows = [
        ("NUL in a field", "From: a@contoh.example\0\r\n\r\n", MailError::HeaderSyntax { at: 0 }),
        ("bare CR", "X: y\rFrom: b@contoh.example\r\n\r\n", MailError::HeaderSyntax { at: 0 }),
        ("no field", "X: y\r\nbukan kolom\r\n\r\n", MailError::HeaderSyntax { at: 6 }),
        ("space before the colon", "X: y\r\nFrom : a\r\n\r\n", MailError::HeaderSyntax { at: 6 }),
        ("a blank fold", "X: y\r\n \r\nFrom: a\r\n\r\n", MailError::HeaderSyntax { at: 6 }),
        ("a fold first", " X: y\r\n\r\n", MailError::HeaderSyntax { at: 0 }),
        (
            "letters beyond ASCII in a name",
            "X: y\r\nFröm: a\r\n",
            MailError::HeaderSyntax { at: 6 },
        ),
        (
            "two types",
            "Content-Type: text/plain\r\ncontent-type: text/html\r\n\r\n",
            MailError::FieldTwice { at: 26 },
        ),
    ];
    for (name, text, expected) in rows {
        assert_eq!(read(text), Err(expected), "{name}");
    }
}

#[test]
fn a_signed_message_has_one_author_field_that_reads_one_way() {
    let parts = format!("--b\r\n\r\nx\r\n--b\r\n{SIGNATURE}--b--\r\n");
    let (text, _) = message(&parts);
    let from = |field: &str| read(&text.replacen("From: a@contoh.example", field, 1));
    let good = signed(&text);
    let expected = SignedMail {
        form: super::MailForm::MultipartSigned,
        from: vec![Address { name: None, addr_spec: "a@contoh.example".to_owned() }],
        sender: None,
        subject: None,
        date: None,
        signature: vec![0x30, 0],
        content: SignedContent::InFile(
            text.find("\r\nx\r\n--b").unwrap()..text.find("\r\n--b\r\nContent").unwrap(),
        ),
        protection: HeaderProtection::Absent,
        signed_type: Some("text/plain".to_owned()),
        outside: Outside::default(),
        micalg: None,
        smime_type: None,
    };
    assert_eq!(good, expected);
    // Without From nothing can fit the certificate; that is for the report.
    let without =
        SignedMail { from: Vec::new(), ..signed(&text.replacen("From: a@", "From-X: a@", 1)) };
    assert_eq!(without.from, Vec::new());
    let rows = [
        ("From: a@x\r\nFrom: b@x", MailError::FieldTwice { at: 11 }),
        ("From: a@x\r\nfrom: a@x", MailError::FieldTwice { at: 11 }),
        ("From: a@x\r\nSubject: x\r\nSUBJECT: y", MailError::FieldTwice { at: 23 }),
        ("From: a@x\r\nSender: b@x, c@x", MailError::AddressSyntax { at: 11 }),
        ("From: a@x <b@x>", MailError::AddressSyntax { at: 0 }),
        ("From:", MailError::AddressSyntax { at: 0 }),
    ];
    for (field, expected) in rows {
        assert_eq!(from(field), Err(expected), "{field}");
    }
    let long = format!("From: a@x\r\nSubject: {}", "x".repeat(20_000));
    assert_eq!(from(&long), Err(MailError::FieldTooLong { at: 11 }));
}

#[test]
fn addresses_are_what_the_field_says_letter_for_letter() {
    let address = |name: Option<&str>, addr_spec: &str| Address {
        name: name.map(str::to_owned),
        addr_spec: addr_spec.to_owned(),
    };
    let plain = |addr_spec: &str| Some(vec![address(None, addr_spec)]);
    let named = |name: &str, addr_spec: &str| Some(vec![address(Some(name), addr_spec)]);
    let rows: [(&str, Option<Vec<Address>>); 35] = [
        ("a@x.example", plain("a@x.example")),
        (" <a@x.example> ", plain("a@x.example")),
        ("Budi <a@x.example>", named("Budi", "a@x.example")),
        ("\"Budi, S.H.\" <a@x.example>", named("Budi, S.H.", "a@x.example")),
        ("=?utf-8?Q?Ked=C3=A9?= <a@x.example>", named("Kedé", "a@x.example")),
        ("=?utf-8?B?S2Vkw6k=?= <a@x.example>", named("Kedé", "a@x.example")),
        ("Kedé <a@x.example>", named("Kedé", "a@x.example")),
        ("o'brien@x.example", plain("o'brien@x.example")),
        ("a@x.example <a@x.example>", named("a@x.example", "a@x.example")),
        ("\"b@x.example\" <a@x.example>", named("b@x.example", "a@x.example")),
        ("a@x.example (kantor)", named("kantor", "a@x.example")),
        ("a@x, Budi <b@x>", Some(vec![address(None, "a@x"), address(Some("Budi"), "b@x")])),
        ("Dinas: a@x, b@x;", Some(vec![address(None, "a@x"), address(None, "b@x")])),
        // Mail programs show the one or the other.
        ("b@x <a@x>", None),
        ("<a@x> <b@x>", None),
        ("<a@x>b@x", None),
        (
            "Budi <a@x> (kantor), Citra <b@x>;",
            Some(vec![address(Some("Budi (kantor)"), "a@x"), address(Some("Citra"), "b@x")]),
        ),
        ("Ke>pala <a@x>", None),
        ("Budi <a@x>mple>", None),
        ("Budi <a@x>>", None),
        ("\\\"Budi\" <a@x>", None),
        ("Budi <a@x>\u{1}", None),
        // Python's program decodes it, and shows a@x in quotes at y.
        ("=?utf-8?b?YUB4?=@y", None),
        ("<=?utf-8?q?a=40x?=@y>", None),
        ("a@x b@x", None),
        ("a(b)@x", None),
        ("a@x(.example)", named(".example", "a@x")),
        ("a @x", None),
        ("a@b@x", None),
        ("<@x,@y:a@z>", None),
        ("\"a b\"@x", None),
        ("a@[127.0.0.1]", None),
        ("\"a@x", None),
        ("Budi", None),
        ("undisclosed:;", None),
    ];
    for (value, expected) in rows {
        let expected = expected.ok_or(MailError::AddressSyntax { at: 3 });
        assert_eq!(address::mailboxes(value.as_bytes(), 3, &Limits::DEFAULT), expected, "{value}");
    }
    assert_eq!(
        address::mailboxes(b"\xff <a@x>", 3, &Limits::DEFAULT),
        Err(MailError::AddressSyntax { at: 3 })
    );
}

#[test]
fn a_display_name_may_imitate_another_address() {
    let rows = [
        (Some("b@x.example"), true),
        (Some("'b@x.example' lewat milis"), true),
        (Some("b@x.example."), true),
        (Some("\u{ab}b@x.example\u{bb}"), true),
        (Some("b@\u{200b}x.example"), true),
        (Some("b\u{ff20}x.example"), true),
        (Some("b@x_example"), true),
        (Some("a@X.EXAMPLE"), false),
        (Some("\u{ab}a@x.example\u{bb}."), false),
        (Some("@Dinas"), false),
        (Some("Budi @ Dinas"), false),
        (None, false),
    ];
    for (name, expected) in rows {
        let address =
            Address { name: name.map(str::to_owned), addr_spec: "a@x.example".to_owned() };
        assert_eq!(address.name_shows_another(), expected, "{name:?}");
    }
}

#[test]
fn a_mailbox_is_the_same_but_for_the_case_of_its_domain() {
    let rows = [
        ("a@x.example", "a@x.example", true),
        ("a@x.example", "a@X.Example", true),
        ("a@x.example", "A@x.example", false),
        ("a@x.example", "a@x.example.", false),
        ("a@x.example", "a@y.example", false),
        ("a@x.example\0", "a@x.example\0", false),
        ("a", "a", false),
        ("@x", "@x", false),
        ("", "", false),
    ];
    for (one, other, expected) in rows {
        assert_eq!(same_mailbox(one, other), expected, "{one:?} {other:?}");
        assert_eq!(same_mailbox(other, one), expected, "{other:?} {one:?}");
    }
}

#[test]
fn dates_name_a_moment_or_none() {
    let rows = [
        ("Tue, 03 Feb 2026 08:24:20 +0700", Some("2026-02-03T01:24:20Z")),
        ("3 Feb 2026 08:24:20 -0530 (x)", Some("2026-02-03T13:54:20Z")),
        ("Tue, 03 Feb 2026 08:24:20 GMT", Some("2026-02-03T08:24:20Z")),
        ("31 Feb 2026 08:24:20 +0000", None),
        ("3 Feb 2026 25:24:20 +0000", None),
        ("besok", None),
        ("", None),
    ];
    for (value, expected) in rows {
        let read = address::date(value.as_bytes()).map(crate::time::UnixTime::to_rfc3339);
        assert_eq!(read.as_deref(), expected, "{value}");
    }
}

#[test]
fn structure_that_readers_take_differently_is_refused() {
    let good = format!("--b\r\n\r\nx\r\n--b\r\n{SIGNATURE}--b--\r\n");
    let (text, body) = message(&good);
    let with = |from: &str, to: &str| {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text, "{from}");
        read(&changed)
    };
    let boundary = |value: &str| with("boundary=b", value);
    let at = "From: a@contoh.example\r\n".len();
    let encoded = with("boundary=b", "boundary=b\r\nContent-Transfer-Encoding: base64");
    assert_eq!(
        encoded,
        Err(MailError::TransferEncoding {
            at: body + "\r\nContent-Transfer-Encoding: base64".len()
        })
    );
    assert_eq!(with("; boundary=b", ""), Err(MailError::BoundaryMissing { at: body - 12 }));
    assert_eq!(boundary("boundary"), Err(MailError::ContentTypeSyntax { at }));
    assert_eq!(boundary("boundary=\"\""), Err(MailError::ContentTypeSyntax { at }));
    assert_eq!(
        boundary("boundary=\" \""),
        Err(MailError::BoundarySyntax { at: body + 2, length: 1 })
    );
    assert_eq!(
        boundary(&format!("boundary={}", "b".repeat(71))),
        Err(MailError::BoundarySyntax { at: body + 70, length: 71 })
    );
    assert_eq!(boundary("boundary=c"), Err(MailError::BoundaryNotFound { at: body }));
    assert_eq!(boundary("boundary=b; boundary=c"), Err(MailError::ParameterTwice { at }));
    assert_eq!(boundary("boundary*=b"), Err(MailError::ParameterEncoded { at }));
    assert_eq!(boundary("boundary*0=b"), Err(MailError::ParameterEncoded { at }));
    assert_eq!(
        with("protocol=\"application/pkcs7-signature\"; ", ""),
        Err(MailError::ProtocolMissing { at: 0 })
    );
    assert_eq!(with("--b--\r\n", ""), Err(MailError::NotClosed { at: text.len() - 7 }));
    assert_eq!(with("--b--\r\n", "--b\r\n--b--"), Err(MailError::NotTwoParts { at: 0, found: 3 }));
    assert_eq!(with("MAA=", "MA*A="), Err(MailError::Base64 { at: text.find("A=\r\n").unwrap() }));
    let cut = with("MAA=", "MAA");
    assert_eq!(cut, Err(MailError::Base64 { at: text.find("MAA=").unwrap() }));
    // A boundary inside what is signed, in the way a forger would end it early.
    let early = with("x\r\n", "x\r--b--\r\n");
    assert_eq!(
        early,
        Err(MailError::AmbiguousDelimiter { at: text.find("x\r\n--b").unwrap() + 2 })
    );
}

#[test]
fn what_stands_beside_the_signed_part_is_counted() {
    let inner = format!(
        "Content-Type: multipart/signed; protocol=\"application/x-pkcs7-signature\"; boundary=b\r\n\r\npendahuluan\r\n--b\r\n\r\nx\r\n--b\r\n{SIGNATURE}--b--\r\npenutup\r\n"
    );
    let text = format!(
        "From: a@x\r\nContent-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n\r\nsatu\r\n--m\r\n{inner}\r\n--m\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--m\r\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\r\nContent-Transfer-Encoding: base64\r\n\r\nMAA=\r\n--m--\r\n"
    );
    let mail = signed(&text);
    let at = |what: &str| {
        let start = text.find(what).unwrap();
        start..start + what.len()
    };
    assert_eq!(
        mail.outside,
        Outside { parts: 3, texts: vec![at("pendahuluan"), at("penutup\r\n")] }
    );
}

#[test]
fn work_is_bounded() {
    let limits = Limits::DEFAULT;
    let mut deep = "From: a@x\n".to_owned();
    for level in 0..10_000 {
        write!(deep, "Content-Type: multipart/mixed; boundary=b{level}x\n\n--b{level}x\n").unwrap();
    }
    for level in (0..10_000).rev() {
        write!(deep, "\n--b{level}x--\n").unwrap();
    }
    let eighth = deep.find("boundary=b8x").unwrap() + "boundary=b8x\n\n".len();
    assert_eq!(read(&deep), Err(MailError::NestingTooDeep { at: eighth }));

    let many = "X: y\n".repeat(100_000);
    assert_eq!(read(&many), Err(MailError::TooManyFields { at: 5 * limits.fields }));
    let long = format!("X: {}\n", "y".repeat(limits.header_bytes));
    assert_eq!(read(&long), Err(MailError::HeaderTooLong { at: 0 }));
    let folded = format!("X: y\n{}", " z\n".repeat(1_000_000));
    assert_eq!(read(&folded), Err(MailError::HeaderTooLong { at: 0 }));
    assert_eq!(read(&"y".repeat(4_000_000)), Err(MailError::HeaderTooLong { at: 0 }));

    let header = "Content-Type: multipart/mixed; boundary=b\n\n";
    let parts = format!("{header}{}--b--", "--b\n\n".repeat(1002));
    assert_eq!(read(&parts), Err(MailError::TooManyParts { at: header.len() + 5 * 1001 }));
    // Boundaries that are none, by the hundred thousand, and twice over.
    let false_ones = " --b".repeat(1_000_000);
    let text = format!("{header}--b\n\n{false_ones}\n--b\n\n{false_ones}\n--b--");
    assert_eq!(read(&text), Ok(Mail::Unsigned { parts: 2, messages: 0, cms_attachments: 0 }));

    let opaque = "From: a@x\nContent-Type: application/pkcs7-mime; smime-type=signed-data\nContent-Transfer-Encoding: base64\n\n";
    let small = Limits { decoded: 1000, ..limits };
    let huge = format!("{opaque}{}", "AAAA".repeat(1_000_000));
    assert_eq!(
        Mail::read(huge.as_bytes(), &small),
        Err(MailError::TooLarge { at: opaque.len(), length: 3_000_003 })
    );
    assert_eq!(signed(&huge).signature, vec![0; 3_000_000]);
    let comments = format!("Content-Type: multipart/mixed {}; boundary=b\n\n", "(".repeat(200_000));
    assert_eq!(read(&comments), Err(MailError::ContentTypeSyntax { at: 0 }));
    // An encoded word that never ends, as often as the field has room for.
    let words = format!("From: a@x\nSubject: {}\n", "=?utf-8?q?a".repeat(1400));
    let (text, _) = message(&format!("--b\r\n\r\nx\r\n--b\r\n{SIGNATURE}--b--\r\n"));
    let mail = signed(&text.replacen("From: a@contoh.example\r\n", &words, 1));
    assert_eq!(mail.subject, Some("=?utf-8?q?a".repeat(1400)));
}

/// A linear congruential generator: the same mutations every time.
struct Sequence(u64);

impl Sequence {
    fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap().checked_rem(bound).unwrap()
    }
}

#[test]
fn mutations_never_panic_and_read_the_same_twice() {
    let tokens: [&[u8]; 20] = [
        b"\r\n",
        b"\n",
        b"\r",
        b"\0",
        b"--",
        b"--luar",
        b"--luar--",
        b"\"",
        b"(",
        b")",
        b"\\",
        b"=?",
        b"?=",
        b"@",
        b"<",
        b">",
        b";",
        b":",
        b"\xff",
        b"=?utf-8?B?",
    ];
    let mut sequence = Sequence(1);
    let mut read_as_signed = 0;
    for round in 0..6000 {
        let (_, sample) = SAMPLES[round % SAMPLES.len()];
        let mut bytes = sample.to_vec();
        for _ in 0..=sequence.below(4) {
            // Most of a sample is base64; what structure there is stands at its beginning.
            let room = if sequence.below(4) == 0 { bytes.len() } else { bytes.len().min(900) };
            let at = sequence.below(room);
            match sequence.below(4) {
                0 => bytes[at] = u8::try_from(sequence.below(256)).unwrap(),
                1 => {
                    bytes.splice(at..at, tokens[sequence.below(tokens.len())].iter().copied());
                }
                2 => {
                    let end = (at + sequence.below(40)).min(bytes.len());
                    bytes.drain(at..end);
                }
                _ => {
                    let end = (at + sequence.below(200)).min(bytes.len());
                    let copy = bytes[at..end].to_vec();
                    bytes.splice(at..at, copy);
                }
            }
        }
        let first = Mail::read(&bytes, &Limits::DEFAULT);
        assert_eq!(first, Mail::read(&bytes, &Limits::DEFAULT));
        is_mail(&bytes);
        if let Ok(Mail::Signed(mail)) = first {
            read_as_signed += 1;
            if let SignedContent::InFile(range) = mail.content {
                assert!(range.start <= range.end && range.end <= bytes.len());
            }
        }
    }
    // Enough of them get past the first error to have tried what comes after.
    assert!(read_as_signed > 500, "{read_as_signed}");
}
