//! Lists and certificates with one fault each: exactly that is found, and any bytes have an answer.

use serde::Deserialize;
use site_gen::config::Config;
use site_gen::lint::words::{FindingWords, MEANINGS, Words};
use site_gen::lint::{
    Covers, Kind, LintFinding, Severity, lint, lint_certificate, lint_crl, lint_crl_of, rules,
};
use site_gen::trust::registry::Role;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// `tests/fixtures/lint/lint.toml`, written by the recipe.
#[derive(Debug, Deserialize)]
struct Table {
    file: Vec<Fixture>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixture {
    name: String,
    #[serde(rename = "as")]
    judged_as: String,
    /// For who reads the table.
    #[expect(dead_code, reason = "the test reads the codes")]
    why: String,
    codes: Vec<String>,
}

impl Fixture {
    fn bytes(&self) -> Vec<u8> {
        std::fs::read(folder().join(&self.name)).unwrap()
    }

    fn findings(&self, bytes: &[u8]) -> Vec<LintFinding> {
        match self.judged_as.as_str() {
            "subscribers" => lint_crl_of(Covers::Subscribers, bytes),
            "authorities" => lint_crl_of(Covers::Authorities, bytes),
            "anchor" => lint_certificate(bytes, Role::Anchor),
            "intermediate" => lint_certificate(bytes, Role::Intermediate),
            "time-stamp-authority" => lint_certificate(bytes, Role::TimeStampAuthority),
            other => panic!("{other}"),
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn folder() -> PathBuf {
    root().join("tests/fixtures/lint")
}

fn fixtures() -> Vec<Fixture> {
    let text = std::fs::read_to_string(folder().join("lint.toml")).unwrap();
    toml::from_str::<Table>(&text).unwrap().file
}

fn codes(findings: &[LintFinding]) -> Vec<&str> {
    let mut codes: Vec<&str> = findings.iter().map(|finding| finding.code).collect();
    codes.sort_unstable();
    codes
}

#[test]
fn each_fixture_has_its_fault_and_no_other_and_each_rule_has_a_fixture() {
    let mut given: BTreeSet<String> = BTreeSet::new();
    for fixture in fixtures() {
        let findings = fixture.findings(&fixture.bytes());
        assert_eq!(codes(&findings), fixture.codes, "{}", fixture.name);
        given.extend(fixture.codes);
    }
    let known: BTreeSet<String> = rules::ALL.iter().map(|rule| rule.code.to_owned()).collect();
    assert_eq!(given, known);
}

#[test]
fn a_finding_says_what_which_clause_where_and_how_often() {
    let list = std::fs::read(folder().join("number-critical.crl")).unwrap();
    let found = serde_json::to_value(lint_crl(&list)).unwrap();
    assert_eq!(
        found,
        serde_json::json!([{
            "code": "pkix.crl_number_extension_critical",
            "severity": "error",
            "clause": "RFC 5280 5.2.3",
            "at": "cRLNumber",
            "found": "critical",
            "count": 1,
        }])
    );
}

/// A list that says that it is about authorities needs nobody to say so.
#[test]
fn whose_certificates_are_listed_is_what_the_list_says() {
    for (name, expected) in [
        ("sound-authorities.crl", None),
        ("thirteen-months-authorities.crl", Some("cabf.arl_invalid_validity_period")),
        ("eleven-days.crl", Some("cabf.crl_invalid_validity_period")),
    ] {
        let list = std::fs::read(folder().join(name)).unwrap();
        assert_eq!(codes(&lint_crl(&list)), Vec::from_iter(expected), "{name}");
        assert_eq!(lint(&list, None, None).kind, Some(Kind::RevocationList));
    }
    let list = std::fs::read(folder().join("eleven-days.crl")).unwrap();
    assert_eq!(lint_crl_of(Covers::Authorities, &list), []);
}

#[test]
fn what_a_certificate_is_there_for_is_what_it_looks_like() {
    for name in ["sound-root.cer", "sound-ca.cer", "sound-tsa.cer"] {
        let certificate = std::fs::read(folder().join(name)).unwrap();
        let linted = lint(&certificate, None, None);
        assert_eq!((linted.kind, linted.findings), (Some(Kind::Certificate), Vec::new()), "{name}");
    }
    let tsa = std::fs::read(folder().join("sound-tsa.cer")).unwrap();
    let as_ca = lint_certificate(&tsa, Role::Intermediate);
    assert_eq!(codes(&as_ca), ["periksa.ca_basic_constraints_missing"]);
}

/// Every cut and, at every octet, three other values: an answer each time. What is cut off never reads.
#[test]
fn any_bytes_have_an_answer() {
    for name in ["sound-authorities.crl", "certificate-issuer-not-critical.crl", "sound-tsa.cer"] {
        let whole = std::fs::read(folder().join(name)).unwrap();
        for length in 0..whole.len() {
            let linted = lint(&whole[..length], None, None);
            assert_eq!(codes(&linted.findings), ["itu.invalid_asn1_syntax"], "{name} {length}");
        }
        for at in 0..whole.len() {
            for other in [0, 0x80, 0xff] {
                let mut changed = whole.clone();
                changed[at] = other;
                let found = lint_crl(&changed).into_iter();
                // A rule is told once, however often it is broken.
                for findings in [found.collect(), lint_certificate(&changed, Role::Anchor)] {
                    let different: BTreeSet<&str> = codes(&findings).into_iter().collect();
                    assert_eq!(different.len(), findings.len(), "{name} {at} {other}");
                }
            }
        }
    }
}

/// A list with `count` entries that all break the same rules; the signature is none.
fn long_list(count: u32) -> Vec<u8> {
    fn element(tag: u8, contents: &[u8]) -> Vec<u8> {
        let size = u32::try_from(contents.len()).unwrap().to_be_bytes();
        let skipped = size.iter().take_while(|octet| **octet == 0).count().min(3);
        let mut bytes = vec![tag];
        if contents.len() > 0x7f {
            bytes.push(0x80 | u8::try_from(size[skipped..].len()).unwrap());
        }
        bytes.extend(&size[skipped..]);
        bytes.extend(contents);
        bytes
    }
    // Serial numbers 1 to `count`, the last of them again; revoked in 2030, for reason 0.
    let reason = element(0x30, &[&[6, 3, 0x55, 0x1d, 21][..], &[4, 3, 0x0a, 1, 0]].concat());
    let rest = [element(0x17, b"300101000000Z"), element(0x30, &reason)].concat();
    let mut entries = Vec::new();
    for serial in (1..=count).chain([count]) {
        let digits = [&[0x40][..], &serial.to_be_bytes()].concat();
        entries.extend(element(0x30, &[element(2, &digits), rest.clone()].concat()));
    }
    let ecdsa = element(0x30, &[6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2]);
    let name = [0x30, 0x0d, 0x31, 0x0b, 0x30, 9, 6, 3, 0x55, 4, 6, 0x13, 2, b'I', b'D'];
    let times = [element(0x17, b"260601000000Z"), element(0x17, b"260602000000Z")].concat();
    let key = [0x30, 0x0d, 6, 3, 0x55, 0x1d, 35, 4, 6, 0x30, 4, 0x80, 2, 1, 2];
    let number = [0x30, 0x0a, 6, 3, 0x55, 0x1d, 20, 4, 3, 2, 1, 7];
    let extensions = element(0xa0, &element(0x30, &[&key[..], &number].concat()));
    let parts =
        [&[2, 1, 1][..], &ecdsa, &name, &times, &element(0x30, &entries), &extensions].concat();
    element(0x30, &[element(0x30, &parts), ecdsa, vec![3, 2, 0, 1]].concat())
}

/// So many findings are four, each with its number.
#[test]
fn a_rule_that_every_entry_breaks_is_told_once() {
    let found = lint_crl(&long_list(50_000));
    let expected = [
        ("periksa.crl_revocation_after_this_update", 50_001),
        ("pkix.crl_unspecified_crl_entry_reason_code", 50_001),
        ("cabf.crl_prohibited_reason_code", 50_001),
        ("periksa.crl_serial_twice", 1),
    ];
    let counted: Vec<(&str, u64)> =
        found.iter().map(|finding| (finding.code, finding.count)).collect();
    assert_eq!(counted, expected);
    assert_eq!(found[0].at, "tbsCertList.revokedCertificates[0]");
    assert_eq!(found[3].found, "serial number 400000c350");
}

fn crl_lint(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_site-gen"))
        .args(["crl", "lint"])
        .args(arguments)
        .current_dir(folder())
        .output()
        .unwrap()
}

fn printed(output: &Output) -> (Option<i32>, &str, &str) {
    let text = |bytes| std::str::from_utf8(bytes).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_command_tells_findings_and_fails_when_asked_to() {
    let words = "number-critical.crl: revocation list, 1 finding\n  error   pkix.crl_number_extension_critical (RFC 5280 5.2.3): cRLNumber: critical\n";
    let json = "{\"file\":\"sound-ca.cer\",\"kind\":\"certificate\",\"findings\":[]}\n";
    let neither = "error-page.crl: neither a revocation list nor a certificate, 1 finding\n  fatal   itu.invalid_asn1_syntax (X.690 10): certificateList: expected tag 0x30, found 0x3c at octet 0\n";
    for (arguments, expected) in [
        (&["number-critical.crl"][..], (Some(0), words, "")),
        (&["--fail-on", "error", "number-critical.crl"], (Some(1), words, "")),
        (&["--json", "--role", "intermediate", "sound-ca.cer"], (Some(0), json, "")),
        (&["error-page.crl"], (Some(1), neither, "")),
    ] {
        assert_eq!(printed(&crl_lint(arguments)), expected, "{arguments:?}");
    }
    let missing = crl_lint(&["missing.crl", "number-critical.crl"]);
    let told = "error: missing.crl: No such file or directory (os error 2)\n";
    assert_eq!(printed(&missing), (Some(2), words, told));
    let wrong = crl_lint(&["--fail-on", "grave", "sound.crl"]);
    assert!(printed(&wrong).2.contains("expected notice, warning, error or fatal"), "{wrong:?}");
}

/// Text may stand before it, as openssl writes it.
#[test]
fn what_is_in_pem_is_told_by_its_label() {
    let (certificate, key) =
        ("../../../trust/demo/certificates/ca.pem", "../../../trust/demo/keys/ca.pem");
    let sound = format!("{certificate}: certificate, nothing found\n");
    let list = "../certificates/ca-text.crl";
    let found = [
        "../certificates/ca-text.crl: revocation list, 3 findings\n",
        "  error   pkix.crl_number_extension_critical (RFC 5280 5.2.3): cRLNumber: critical\n",
        "  error   periksa.crl_idp_not_critical (RFC 5280 5.2.5): issuingDistributionPoint: not critical\n",
        "  error   cabf.crl_invalid_validity_period (BR 4.9.7): tbsCertList.nextUpdate: 2040-01-01T00:00:00Z after thisUpdate 2026-11-01T00:37:33Z\n",
    ].concat();
    assert_eq!(printed(&crl_lint(&[list])), (Some(0), found.as_str(), ""));
    assert_eq!(printed(&crl_lint(&[certificate])), (Some(0), sound.as_str(), ""));
    let refused = format!(
        "error: {key}: expected a PEM block of a revocation list or certificate, found `PRIVATE KEY`\n"
    );
    assert_eq!(printed(&crl_lint(&[key])), (Some(2), "", refused.as_str()));
}

fn words(text: &str) -> Result<Words, String> {
    let config = "base_url = \"https://periksa.example\"\ntitle = \"Periksa\"\ndefault_language = \"id\"\n[languages.en]\ntitle = \"Check\"\n";
    let config = Config::parse("config.toml", config).unwrap();
    Words::parse(&config, text).map_err(|error| error.to_string())
}

#[test]
fn every_code_has_words_in_both_languages() {
    let text = std::fs::read_to_string(root().join("content/lint.toml")).unwrap();
    let read = words(&text).unwrap();
    for lang in ["id", "en"] {
        let findings = &read.code(lang).unwrap().findings;
        assert_eq!(findings.len(), rules::ALL.len());
        for (code, FindingWords { text, meaning }) in findings {
            assert!(text.ends_with('.') && meaning.ends_with('.'), "{lang} {code}");
        }
    }
    let said = &read.code("en").unwrap().findings["pkix.crl_number_extension_critical"];
    assert_eq!(said.text, "The list's number is marked critical.");
    assert_eq!(said.meaning, "The verifier reads it as if the rule had been kept.");

    for (from, to, expected) in [
        (
            "code = \"pkix.crl_number_missing\"",
            "code = \"pkix.crl_number_missed\"",
            "content/lint.toml: finding `pkix.crl_number_missed`: `code` should be one of ",
        ),
        (
            "code = \"pkix.crl_number_missing\"",
            "code = \"pkix.name_empty\"",
            "content/lint.toml: finding `pkix.name_empty`",
        ),
        (
            "meaning = \"left-out\"",
            "meaning = \"bad\"",
            "content/lint.toml: finding `itu.invalid_asn1_syntax`: `meaning` should be one of no-effect, ",
        ),
    ] {
        assert!(text.contains(from), "{from}");
        let error = words(&text.replacen(from, to, 1)).unwrap_err();
        assert!(error.starts_with(expected), "{error}");
    }
    // Each meaning is used.
    let used = |meaning: &&&str| text.contains(&format!("meaning = \"{meaning}\""));
    assert_eq!(MEANINGS.iter().filter(used).count(), MEANINGS.len());
}

#[test]
fn findings_are_sorted_out_by_the_gravest() {
    let list = std::fs::read(folder().join("reason-unspecified.crl")).unwrap();
    assert_eq!(site_gen::lint::gravest(&lint_crl(&list)), Some(Severity::Error));
    assert_eq!(site_gen::lint::gravest(&[]), None);
}
