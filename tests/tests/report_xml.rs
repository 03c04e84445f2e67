//! A report as XML of ETSI TS 119 102-2: three whole ones, and what holds for all of them. That the schema allows what is
//! written is shown by `cargo xtask test --only reports`, with a reader made from it.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeSet;
use std::fs::{read_to_string, write};

use periksa_tests::letters::{Letter, Letters};
use periksa_tests::trust::{DemoAnchors, validation_data};
use periksa_tests::workspace;
use site_gen::verify::xml::{XmlError, validation_report};
use verifier::{Indication, Report, verify};

fn judge(letter: &Letter) -> Report {
    let at = Letters::read().unwrap().at().unwrap();
    verify(&letter.bytes().unwrap(), &validation_data(DemoAnchors::TakenAsReal).unwrap(), at)
}

fn letter(file: &str) -> Letter {
    let letters = Letters::read().unwrap().letters;
    letters.into_iter().find(|letter| letter.file == file).unwrap()
}

/// What stands between `before` and `after`, each time.
fn between<'a>(text: &'a str, before: &str, after: &str) -> Vec<&'a str> {
    let rest = text.split(before).skip(1);
    rest.map(|rest| rest.split(after).next().unwrap()).collect()
}

/// Good with a time-stamp, good with a security store, and revoked. With `PERIKSA_BLESS=1` the files are first made to be as
/// the XML is; look at the difference before committing it.
#[test]
fn three_letters_get_their_committed_xml() {
    for name in ["a-valid", "b-valid-dss", "a-revoked-before-signing"] {
        let xml = validation_report(&judge(&letter(&format!("{name}.pdf")))).unwrap();
        let path = workspace().join(format!("tests/fixtures/xml/{name}.xml"));
        if std::env::var_os("PERIKSA_BLESS").is_some() {
            write(&path, &xml).unwrap();
        }
        assert_eq!(xml, read_to_string(path).unwrap(), "{name}");
    }
}

#[test]
fn every_signature_has_its_indication_and_every_reference_its_object() {
    let mut written = 0;
    for letter in Letters::read().unwrap().letters {
        let report = judge(&letter);
        let Ok(xml) = validation_report(&report) else {
            assert!(report.signatures.is_empty(), "{}", letter.file);
            continue;
        };
        written += 1;
        let status =
            "<SignatureValidationStatus>\n      <MainIndication>urn:etsi:019102:mainindication:";
        let found = between(&xml, status, "</MainIndication>");
        let expected: Vec<String> = report
            .signatures
            .iter()
            .map(|signature| signature.indication.main().to_ascii_lowercase())
            .collect();
        assert_eq!(found, expected, "{}", letter.file);
        let ids = between(&xml, " id=\"", "\"");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{}", letter.file);
        let references = between(&xml, " VOReference=\"", "\"");
        let lost: Vec<_> = references.iter().filter(|id| !unique.contains(*id)).collect();
        assert_eq!(lost, Vec::<&&str>::new(), "{}", letter.file);
    }
    assert_eq!(written, Letters::read().unwrap().letters.len() - 2, "two have no signature");
}

#[test]
fn indications_are_written_as_etsi_writes_them() {
    let mut report = judge(&letter("a-valid.pdf"));
    for indication in Indication::all() {
        for signature in &mut report.signatures {
            (signature.indication, signature.sub_indication) = (indication, indication.sub());
        }
        let xml = validation_report(&report).unwrap();
        let found = between(&xml, "      <SubIndication>urn:etsi:019102:subindication:", "<");
        assert_eq!(found, Vec::from_iter(indication.sub()), "{indication:?}");
        let main = match indication {
            Indication::TotalPassed => "total-passed",
            Indication::TotalFailed(_) => "total-failed",
            Indication::Indeterminate(_) => "indeterminate",
        };
        let main = format!(
            "\n      <MainIndication>urn:etsi:019102:mainindication:{main}</MainIndication>"
        );
        assert!(xml.contains(&main), "{indication:?}");
    }
}

/// ISO 32000 lets a text string hold any character.
#[test]
fn what_a_file_says_cannot_leave_its_element() {
    let mut report = judge(&letter("a-valid.pdf"));
    for signature in &mut report.signatures {
        signature.claimed_reason = Some("a\0</ReasonElement>&\"\u{FFFF}\r".to_owned());
        signature.field = Some("<x y=\"1\">".to_owned());
    }
    let xml = validation_report(&report).unwrap();
    assert_eq!(
        between(&xml, "<ReasonElement>", "</ReasonElement>"),
        ["a\u{FFFD}&lt;/ReasonElement&gt;&amp;&quot;\u{FFFD}&#13;"]
    );
    assert_eq!(between(&xml, "<DAIdentifier>", "</DAIdentifier>"), ["&lt;x y=&quot;1&quot;&gt;"]);
}

#[test]
fn a_file_without_a_signature_has_no_such_report() {
    for file in ["no-signature.pdf", "unsigned-field.pdf"] {
        assert_eq!(validation_report(&judge(&letter(file))), Err(XmlError::NoSignature), "{file}");
    }
}
