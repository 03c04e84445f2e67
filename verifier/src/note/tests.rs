//! Notes made by another implementation (OpenSSL, and SHA-256 and base64 of Python), and what departs from the grammar.

use ed25519_dalek::{Signer as _, SigningKey};

use super::*;

const TEXT: &str = "contoh.example/log\n3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
const KEY: &str = "contoh.example/log+b7a5e8c0+AdyVeFrzdlFDjmbL7xh3RdhGZD5kRSwwuoLysljAmugR";
const WITNESS: &str = "saksi.example/w1+45b3c4bc+BGGW4wZ+h2nSPmUnKxPh3NJS52nktxs5xqKHe1FKiqxW";
const LINE: &str = "— contoh.example/log t6XowEl46TnrQf9+sismdzDQQmlzsdCfvHbuDz9L5xzN20FNk7m93UFgHm1MokRm+2WbAcu7lYEfuyBkBBprIsAXrgY=\n";
const COSIGNATURE: &str = "— saksi.example/w1 RbPEvAAAAABkGFDLcHfYeN6444XRDSkS8XHGyutHCBycC7Ak+Fcpa4BlvhNOVoyNuQ9L8IQpuyIcbBw/649VQmClBR8hnbf5jlcSCQ==\n";
const UNKNOWN: &str = "— lain.example AAAAAAE=\n";

fn key(text: &str) -> VerifierKey {
    VerifierKey::parse(text).unwrap()
}

/// Which keys verify, or why not.
fn open(note: &str, keys: &[VerifierKey]) -> Result<Vec<(String, Option<u64>)>, NoteError> {
    Note::open(note.as_bytes(), keys).map(|opened| {
        assert!(note.starts_with(opened.text));
        opened.verified.iter().map(|one| (one.key.to_string(), one.timestamp)).collect()
    })
}

#[test]
fn a_note_of_another_implementation_opens_with_its_keys() {
    let note = format!("{TEXT}\n{UNKNOWN}{LINE}{COSIGNATURE}");
    let log = (KEY.to_owned(), None);
    let witness = (WITNESS.to_owned(), Some(1_679_315_147));
    assert_eq!(open(&note, &[key(KEY)]), Ok(vec![log.clone()]));
    assert_eq!(open(&note, &[key(WITNESS)]), Ok(vec![witness.clone()]));
    assert_eq!(open(&note, &[key(WITNESS), key(KEY)]), Ok(vec![log, witness]));
    assert_eq!(open(&note, &[]), Err(NoteError::NoKnownSignature));
    let opened = Note::open(note.as_bytes(), &[key(KEY)]).unwrap();
    assert_eq!(opened.text, TEXT);
}

#[test]
fn a_key_that_signed_twice_counts_once_and_both_must_be_right() {
    let twice = format!("{TEXT}\n{LINE}{COSIGNATURE}{LINE}");
    assert_eq!(open(&twice, &[key(KEY)]), Ok(vec![(KEY.to_owned(), None)]));
    // The second line has another signature: one bit of its middle.
    let wrong = format!("{TEXT}\n{LINE}{}", LINE.replace("Nk7m93", "Nk7m92"));
    let name = || "contoh.example/log".to_owned();
    assert_eq!(open(&wrong, &[key(KEY)]), Err(NoteError::WrongSignature { name: name() }));
    // Where one known key signed, the wrong signature of another one refuses the note all the same.
    let wrong = format!("{TEXT}\n{COSIGNATURE}{}", LINE.replace("Nk7m93", "Nk7m92"));
    let keys = [key(WITNESS), key(KEY)];
    assert_eq!(open(&wrong, &keys), Err(NoteError::WrongSignature { name: name() }));
    assert_eq!(open(&wrong, &[key(WITNESS)]), Ok(vec![(WITNESS.to_owned(), Some(1_679_315_147))]));
}

#[test]
fn every_bit_of_text_and_signature_counts() {
    let note = format!("{TEXT}\n{LINE}{COSIGNATURE}");
    for at in 0..note.len() {
        for bit in 0..8 {
            let mut bytes = note.clone().into_bytes();
            bytes[at] ^= 1 << bit;
            // A line whose key is no longer known is ignored, so all that may never happen is that both still count.
            let both = Note::open(&bytes, &[key(KEY), key(WITNESS)]);
            assert_ne!(both.map(|opened| opened.verified.len()), Ok(2), "byte {at}, bit {bit}");
        }
    }
}

#[test]
fn the_moment_of_a_cosignature_is_signed_and_bounded() {
    let signing_key = SigningKey::from_bytes(&[7; 32]);
    let octets = signing_key.verifying_key().to_bytes();
    let witness = VerifierKey::new("saksi", SignatureType::CosignatureV1, octets).unwrap();
    let rows = [
        (0, 0, true),
        (u64::MAX >> 1, u64::MAX >> 1, true),
        ((u64::MAX >> 1) + 1, (u64::MAX >> 1) + 1, false),
        (5, 6, false),
    ];
    for (signed, written, good) in rows {
        let message = SignatureType::CosignatureV1.message(TEXT, signed);
        let signature = signing_key.sign(&message).to_bytes();
        let value = [written.to_be_bytes().as_slice(), &signature].concat();
        let note = format!("{TEXT}\n{}", signature_line(&witness, &value));
        let expected = if good {
            Ok(vec![(witness.to_string(), Some(written))])
        } else {
            Err(NoteError::WrongSignature { name: "saksi".to_owned() })
        };
        assert_eq!(open(&note, core::slice::from_ref(&witness)), expected, "{signed} {written}");
    }
    // The same signature without a moment, and a key of the other type with the same octets.
    let plain = signing_key.sign(TEXT.as_bytes()).to_bytes();
    let note = format!("{TEXT}\n{}", signature_line(&witness, &plain));
    let wrong = Err(NoteError::WrongSignature { name: "saksi".to_owned() });
    assert_eq!(open(&note, core::slice::from_ref(&witness)), wrong);
    let log = VerifierKey::new("saksi", SignatureType::Ed25519, octets).unwrap();
    assert_ne!(log.id(), witness.id());
    assert_eq!(open(&note, &[log]), Err(NoteError::NoKnownSignature));
}

#[test]
fn what_departs_from_the_grammar_is_refused_with_its_place() {
    let rows: [(&str, String, NoteError); 15] = [
        ("nothing", String::new(), NoteError::NoSignatures),
        ("no empty line", format!("{TEXT}{LINE}"), NoteError::NoSignatures),
        ("no signature lines", format!("{TEXT}\n"), NoteError::NoSignatures),
        ("no text and no newline", format!("\n{LINE}"), NoteError::NoSignatures),
        ("no last newline", format!("{TEXT}\n{}", LINE.trim_end()), NoteError::NoLastNewline),
        ("a tab", format!("a\tb\n\n{LINE}"), NoteError::ControlCharacter { at: 1 }),
        ("CRLF", format!("a\r\n\r\n{LINE}"), NoteError::ControlCharacter { at: 1 }),
        ("an empty line at the end", format!("{TEXT}\n{LINE}\n"), NoteError::NoSignatures),
        (
            "a hyphen",
            format!("{TEXT}\n{LINE}{}", LINE.replace('—', "-")),
            NoteError::BadLine { number: 2 },
        ),
        ("two spaces", format!("{TEXT}\n—  a AAAAAAE=\n"), NoteError::BadLine { number: 1 }),
        ("a space after", format!("{TEXT}\n— a AAAAAAE= \n"), NoteError::BadLine { number: 1 }),
        (
            "a plus in the name",
            format!("{TEXT}\n— a+b AAAAAAE=\n"),
            NoteError::BadLine { number: 1 },
        ),
        ("an ID alone", format!("{TEXT}\n— a AAAAAA==\n"), NoteError::BadLine { number: 1 }),
        // The last bits of `F` are not zero: two texts for the same bytes.
        ("bits left over", format!("{TEXT}\n— a AAAAAAF=\n"), NoteError::BadLine { number: 1 }),
        (
            "a space of another script",
            format!("{TEXT}\n— a\u{2003}b AAAAAAE=\n"),
            NoteError::BadLine { number: 1 },
        ),
    ];
    for (name, note, expected) in rows {
        assert_eq!(open(&note, &[key(KEY)]), Err(expected), "{name}");
    }
    let bytes = [b"a\xff\n\n".as_slice(), LINE.as_bytes()].concat();
    assert_eq!(Note::open(&bytes, &[]), Err(NoteError::NotUtf8 { at: 1 }));
}

#[test]
fn limits_are_met_exactly() {
    let filled = |signatures: usize| format!("{TEXT}\n{LINE}{}", UNKNOWN.repeat(signatures - 1));
    let good = Ok(vec![(KEY.to_owned(), None)]);
    assert_eq!(open(&filled(MAX_SIGNATURES), &[key(KEY)]), good);
    let more = open(&filled(MAX_SIGNATURES + 1), &[key(KEY)]);
    assert_eq!(more, Err(NoteError::TooManySignatures));
    let tail = format!("\n\n{LINE}");
    let longest = format!("{}{tail}", "a".repeat(MAX_BYTES - tail.len()));
    assert_eq!(Note::parse(longest.as_bytes()).unwrap().signatures().len(), 1);
    let longer = format!("a{longest}");
    let length = MAX_BYTES + 1;
    assert_eq!(Note::parse(longer.as_bytes()), Err(NoteError::TooLong { length }));
}

#[test]
fn a_text_may_have_empty_lines_and_the_last_one_ends_it() {
    let note = format!("a\n\nb\n\n{UNKNOWN}");
    assert_eq!(Note::parse(note.as_bytes()).unwrap().unverified_text(), "a\n\nb\n");
}

#[test]
fn keys_are_read_strictly_and_written_as_they_were_read() {
    assert_eq!(key(KEY).to_string(), KEY);
    assert_eq!(key(WITNESS).to_string(), WITNESS);
    let rows = [
        ("two parts", "a+b7a5e8c0".to_owned(), KeyError::Form),
        ("a short ID", KEY.replace("+b7a5e8c0", "+b7a5e8c"), KeyError::Form),
        ("upper case", KEY.replace("b7a5e8c0", "B7A5E8C0"), KeyError::Form),
        ("a sign", KEY.replace("b7a5e8c0", "-7a5e8c0"), KeyError::Form),
        (
            "another ID",
            KEY.replace("b7a5e8c0", "b7a5e8c1"),
            KeyError::Id { expected: 0xb7a5_e8c0, found: 0xb7a5_e8c1 },
        ),
        ("no name", KEY.replace("contoh.example/log", ""), KeyError::Name),
        ("a space", KEY.replace("contoh.example/log", "a b"), KeyError::Name),
        ("not base64", KEY.replace("AdyV", "A*yV"), KeyError::Base64),
        ("another type", KEY.replace("+Ady", "+Bty"), KeyError::Type { byte: 6 }),
        ("a short key", KEY.replace("AdyV", ""), KeyError::Type { byte: 0x78 }),
        ("no key", "a+00000000+".to_owned(), KeyError::NotAKey),
        ("a type alone", "a+00000000+AQ==".to_owned(), KeyError::NotAKey),
    ];
    for (name, text, expected) in rows {
        assert_eq!(VerifierKey::parse(&text), Err(expected), "{name}");
    }
}
