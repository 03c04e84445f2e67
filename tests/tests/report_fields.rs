//! Every field of the reports of three letters, as somebody who reads the letters with other tools would write them down.
//!
//! None of it is taken from the verifier. Beside each value stands where it comes from:
//! `sha256sum` and `stat` (file), `pdfsig` (field, times, ranges), `qpdf --show-object` (revisions, security store),
//! `openssl asn1parse` (attributes, algorithms), `openssl ts -reply -text` (token), `openssl x509` and `openssl crl` (trust/demo).
//! The values are compared whole, so that a field that nobody wrote down here is a difference.
#![recursion_limit = "256"]
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use periksa_tests::letters::{Letter, Letters};
use periksa_tests::trust::{DemoAnchors, bundle, validation_data};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use verifier::verify;

fn letter(file: &str) -> Letter {
    let letters = Letters::read().unwrap().letters;
    letters.into_iter().find(|letter| letter.file == file).unwrap()
}

fn report(file: &str) -> Value {
    let at = Letters::read().unwrap().at().unwrap();
    let data = validation_data(DemoAnchors::TakenAsReal).unwrap();
    serde_json::from_str(&verify(&letter(file).bytes().unwrap(), &data, at).to_json()).unwrap()
}

/// `openssl x509 -fingerprint -sha256` of `trust/demo/certificates/individual.pem`.
const INDIVIDUAL: &str = "5f05e9fc95fac1082d778af8b593781d36eaa556128e35e17d7a1c840bf63f8d";
/// The same of `revoked-key-compromise.pem`.
const REVOKED: &str = "dbb5f511e70e51dafebba0b18fd0b7218048fc8cc005d75df29ff443a58fded0";
/// The same of `ca.pem`.
const CA: &str = "52810e7ac80458c54b627923a88035b7f5629844094913db7b273b84c12f4ef3";
/// The same of `tsa.pem`.
const TSA: &str = "75767af413688d1819bed836490a57aa253de93cc21099be41eb2d6ed0184482";
/// `openssl x509 -subject` of it, in its order.
const TSA_SUBJECT: &str = "CN=Periksa Contoh Penanda Waktu (UJI, BUKAN RESMI), OU=Penanda Waktu Contoh, O=Periksa Contoh, L=Contoh, ST=Contoh, C=ID";

/// `sha256sum` of the token, cut out of `Contents` where asn1parse shows id-smime-aa-timeStampToken.
const TOKEN_OF_A: &str = "a0b5ca7dd14c1fcaee74e432daf17b4c02b4edf9a7963e70fd0791dea0eac4cf";
const TOKEN_OF_B: &str = "532bb14b72cc17874e4476d584723e2212a45944327dfedd5ae4858ef8fc32de";
const TOKEN_OF_REVOKED: &str = "b0d0d9aa32c6e61f78e28a656a9b98f76458f8e7dfe33326f334f6d88246c3b3";

/// `openssl x509 -subject -startdate -enddate`, less the attribute that identifies a person by number.
fn signer_certificate(name: &str, sha256: &str) -> Value {
    json!({
        "subject": format!("CN={name}, O=Pemerintah Kabupaten Contoh, C=ID"), "sha256": sha256,
        "not_before": "2025-01-06T00:00:00Z", "not_after": "2040-01-05T23:59:59Z", "role": "signer"
    })
}

/// The same of `ca.pem`.
fn ca_certificate() -> Value {
    json!({
        "subject": "C=ID, O=Periksa Contoh, CN=Periksa Contoh CA (UJI, BUKAN RESMI)", "sha256": CA,
        "not_before": "2022-01-01T00:00:00Z", "not_after": "2046-01-01T00:00:00Z", "role": "ca"
    })
}

fn signer(name: &str, sha256: &str) -> Value {
    json!({
        "common_name": name, "organization": "Pemerintah Kabupaten Contoh", "country": "ID",
        // Not told yet (design, 3.3).
        "kind": null,
        "certificate_sha256": sha256
    })
}

/// From the registry: the authority of `openssl ts -reply -text` was issued by the demo CA, whose issuer is the anchor.
fn time_stamp(gen_time: &str, sha256: &str) -> Value {
    json!({
        "gen_time": gen_time, "sha256": sha256, "tsa": TSA_SUBJECT, "anchor": "demo-root",
        "path": [
            {
                "subject": TSA_SUBJECT, "sha256": TSA,
                "not_before": "2022-09-01T00:00:00Z", "not_after": "2040-01-01T00:00:00Z", "role": "time-stamp-authority"
            },
            ca_certificate()
        ]
    })
}

/// `openssl crl -lastupdate -nextupdate -crlnumber` of `trust/demo/crl/ca.crl`, number 0x6863: the certificate is not on it.
fn not_on_the_list_of_the_ca(sha256: &str) -> Value {
    json!({
        "certificate": sha256, "status": "good", "method": "crl", "source": "published",
        "this_update": "2026-11-01T00:37:33Z", "next_update": "2040-01-01T00:00:00Z",
        // sha256sum
        "sha256": "dc78d8ddeb5d8f09ea797663fd005ef3480a90ee84130d80f27e276edacbc20d",
        "reason": null, "date": null, "number": "26723"
    })
}

/// The same of `root.crl`, number 0x12.
fn ca_not_on_the_list_of_the_root() -> Value {
    json!({
        "certificate": CA, "status": "good", "method": "crl", "source": "published",
        "this_update": "2026-11-01T00:00:00Z", "next_update": "2040-01-01T00:00:00Z",
        "sha256": "aa5c10a013c4cad994ba450f49f81d7f89b47636143201dc2bdb818a35650d52",
        "reason": null, "date": null, "number": "18"
    })
}

/// What differs between the checks of the three letters.
struct Checks {
    /// `grep -c %%EOF`; and how many of them after the end of `ByteRange`.
    revisions: usize,
    later_revisions: usize,
    /// `pdfsig`: bounds of the signed ranges.
    pieces: [usize; 4],
    certificate: &'static str,
    /// Whether `openssl asn1parse` shows id-smime-aa-signingCertificateV2 in the signer's signed attributes, and how many there are.
    ess: &'static str,
    attributes: usize,
    /// `openssl ts -reply -text`.
    gen_time: &'static str,
    token: &'static str,
    revocation: &'static str,
    /// The lists are of a later time than the token and not older than the moment: it all holds now, and did then.
    past: (&'static str, Value),
}

/// Nothing ended or was revoked, so the control time is the moment of validation.
fn held() -> (&'static str, Value) {
    ("passed", json!({ "existed": "2026-02-03T01:24:22Z", "control_time": "2026-11-23T08:00:00Z" }))
}

fn checks(it: &Checks) -> Value {
    json!([
        { "name": "structure", "clause": "ISO 32000-2 7.5", "outcome": "passed", "evidence": { "revisions": it.revisions } },
        { "name": "field", "clause": "ISO 32000-2 12.7.5.5", "outcome": "passed", "evidence": {} },
        { "name": "byte_range", "clause": "ISO 32000-2 12.8.1", "outcome": "passed", "evidence": { "pieces": it.pieces } },
        // asn1parse: no indefinite length.
        { "name": "contents", "clause": "RFC 5652 5.1", "outcome": "passed", "evidence": { "encoding": "der" } },
        { "name": "signing_certificate", "clause": "EN 319 102-1 5.2.3", "outcome": "passed",
          "evidence": { "certificate": it.certificate, "ess": it.ess } },
        { "name": "signed_attributes", "clause": "RFC 5652 5.3", "outcome": "passed", "evidence": { "count": it.attributes } },
        // asn1parse: digestAlgorithm sha256, signatureAlgorithm rsaEncryption; x509: RSA, 2048 bit.
        { "name": "message_digest", "clause": "RFC 5652 11.2", "outcome": "passed", "evidence": { "algorithm": "SHA-256" } },
        { "name": "algorithms", "clause": "EN 319 102-1 5.2.8", "outcome": "passed",
          "evidence": { "algorithm": "RSA PKCS#1 v1.5 SHA-256", "key": "RSA 2048" } },
        // pdfsig verifies it over the attributes as they stand.
        { "name": "signature_value", "clause": "RFC 5652 5.4", "outcome": "passed", "evidence": { "attribute_order": "as-received" } },
        { "name": "time_stamp", "clause": "EN 319 102-1 5.4", "outcome": "passed", "evidence": {
            "gen_time": it.gen_time, "anchor": "demo-root", "refused": [],
            // The token states neither accuracy nor ordering, and this policy.
            "tokens": [{
                "sha256": it.token,
                "gen_time": it.gen_time, "accuracy": 0, "ordering": false,
                "policy": "1.3.6.1.4.1.22408.1.2.3.45", "authority": TSA
            }]
        } },
        { "name": "certificate_path", "clause": "RFC 5280 6.1", "outcome": "passed",
          "evidence": { "anchor": "demo-root", "at": it.gen_time } },
        { "name": "revocation", "clause": "RFC 5280 6.3.3", "outcome": it.revocation, "evidence": { "certificates": 2 } },
        { "name": "past_certificate_validation", "clause": "EN 319 102-1 5.6.2.1",
          "outcome": it.past.0, "evidence": it.past.1 },
        { "name": "later_changes", "clause": "ISO 32000-2 7.5.6", "outcome": "passed",
          "evidence": { "later_revisions": it.later_revisions } },
        // No DocMDP: filling in forms is allowed (README).
        { "name": "permissions", "clause": "ISO 32000-2 12.8.2", "outcome": "passed", "evidence": { "level": "form-filling" } }
    ])
}

/// What stands in the report beside the signature.
fn whole(
    file: &str,
    size: usize,
    sha256: &str,
    verdict: &str,
    reasons: &Value,
    notes: &Value,
    signature: &Value,
) -> Value {
    let trusted_root = bundle(DemoAnchors::TakenAsReal).unwrap().trusted_root;
    let trusted_root: String =
        Sha256::digest(&trusted_root).iter().map(|octet| format!("{octet:02x}")).collect();
    let bytes = letter(file).bytes().unwrap();
    assert_eq!(bytes.len(), size);
    json!({
        "schema": "periksa-report/1",
        "engine": { "version": "0.1.0" },
        "policy": { "id": "periksa-1", "version": 1 },
        "trust": { "version": 1, "sha256": trusted_root },
        "validation_time": "2026-11-23T08:00:00Z",
        "document": { "sha256": sha256, "size": size, "kind": "pdf", "encrypted": false },
        "verdict": verdict, "reasons": reasons, "notes": notes, "signatures": [signature]
    })
}

/// Flavour A: `adbe.pkcs7.detached` without the ESS attribute, which the policy tolerates and EN 319 102-1 does not.
#[test]
fn the_ordinary_letter_of_the_older_flavour() {
    let notes = json!([{ "key": "ess-absent" }]);
    let signature = json!({
        "id": "sig-1", "field": "sig_1770081860000", "kind": "signature",
        // A time-stamp and no security store.
        "sub_filter": "adbe.pkcs7.detached", "level": "PKCS7-T", "level_reached": "PKCS7-T",
        "verdict": "asli", "reasons": [], "notes": notes,
        "indication": "TOTAL-PASSED", "sub_indication": null,
        "indication_strict": "INDETERMINATE", "sub_indication_strict": "SIG_CONSTRAINTS_FAILURE",
        "policy_rules": ["ess-absent-tolerated"],
        "signer": signer("Contoh Penanda Tangan Satu", INDIVIDUAL),
        // `M` is D:20260203082420+07'00', two seconds before the token; `Reason` and `Location` are empty, `Name` is not there.
        "claimed_time": "2026-02-03T01:24:20Z", "claimed_time_skew": -2,
        "claimed_name": null, "claimed_reason": null, "claimed_location": null,
        "best_signature_time": "2026-02-03T01:24:22Z", "time_source": "time-stamp",
        // ByteRange [0 4127 36897 350]: to the end of the file.
        "coverage": "whole-file", "signed_revision": { "revision": 2, "of": 2, "length": 37247 },
        "later_changes": { "level": "none", "permitted": "yes", "changes": [] },
        "checks": checks(&Checks {
            revisions: 2, later_revisions: 0, pieces: [0, 4127, 36897, 37247], certificate: INDIVIDUAL,
            ess: "absent", attributes: 2, gen_time: "2026-02-03T01:24:22Z", revocation: "passed", token: TOKEN_OF_A, past: held(),
        }),
        "path": {
            "anchor": "demo-root",
            "certificates": [signer_certificate("Contoh Penanda Tangan Satu", INDIVIDUAL), ca_certificate()],
            "attempts": []
        },
        "time_stamp": time_stamp("2026-02-03T01:24:22Z", TOKEN_OF_A),
        "revocation": [not_on_the_list_of_the_ca(INDIVIDUAL), ca_not_on_the_list_of_the_root()]
    });
    let expected = whole(
        "a-valid.pdf",
        37247,
        "863be418285977d12b8e5b732aa17812ff27ff506a5ff0409ac73a30f0329981",
        "asli",
        &json!([]),
        &notes,
        &signature,
    );
    assert_eq!(report("a-valid.pdf"), expected);
}

/// Flavour B: `ETSI.CAdES.detached` with the ESS attribute, and a third revision that adds a security store as object 19.
#[test]
fn the_newer_flavour_with_its_security_store() {
    let signature = json!({
        "id": "sig-1", "field": "Signature1", "kind": "signature",
        "sub_filter": "ETSI.CAdES.detached", "level": "PAdES-B-LT",
        // Its lists are older than the signature, so that they do not settle it.
        "level_reached": "PAdES-B-LT",
        "verdict": "asli", "reasons": [], "notes": [],
        "indication": "TOTAL-PASSED", "sub_indication": null,
        "indication_strict": "TOTAL-PASSED", "sub_indication_strict": null, "policy_rules": [],
        "signer": signer("Contoh Penanda Tangan Satu", INDIVIDUAL),
        // `Location` is the text (null).
        "claimed_time": "2026-02-03T01:24:20Z", "claimed_time_skew": -2,
        "claimed_name": null, "claimed_reason": null, "claimed_location": "null",
        "best_signature_time": "2026-02-03T01:24:22Z", "time_source": "time-stamp",
        // ByteRange [0 3528 69066 555]: to the second of three %%EOF.
        "coverage": "whole-revision", "signed_revision": { "revision": 2, "of": 3, "length": 69621 },
        "later_changes": { "level": "validation-data", "permitted": "yes", "changes": [{
            "key": "validation-data-added", "level": "validation-data", "permitted": true, "revision": 3,
            "path": "Root/DSS", "object": "19 0", "replaces": null, "page": null, "field": null
        }] },
        "checks": checks(&Checks {
            revisions: 3, later_revisions: 1, pieces: [0, 3528, 69066, 69621], certificate: INDIVIDUAL,
            ess: "confirmed", attributes: 3, gen_time: "2026-02-03T01:24:22Z", revocation: "passed", token: TOKEN_OF_B, past: held(),
        }),
        "path": {
            "anchor": "demo-root",
            "certificates": [signer_certificate("Contoh Penanda Tangan Satu", INDIVIDUAL), ca_certificate()],
            "attempts": []
        },
        "time_stamp": time_stamp("2026-02-03T01:24:22Z", TOKEN_OF_B),
        "revocation": [not_on_the_list_of_the_ca(INDIVIDUAL), ca_not_on_the_list_of_the_root()]
    });
    let expected = whole(
        "b-valid-dss.pdf",
        77737,
        "38deed6ba71d073b14c853538f9327596be6f9c9016d88d90d680f1e4ebf7180",
        "asli",
        &json!([]),
        &json!([]),
        &signature,
    );
    assert_eq!(report("b-valid-dss.pdf"), expected);
}

/// Revoked for a key compromise nine days before the token says that the signature existed.
#[test]
fn the_letter_signed_after_its_certificate_was_revoked() {
    let notes = json!([{ "key": "ess-absent" }]);
    let revoked = json!([{
        "key": "revoked-before-signing", "proven": "2026-03-10T02:10:07Z",
        // `openssl crl -text`: Revocation Date, CRL Reason Code.
        "date": "2026-03-01T03:00:00Z", "reason": "keyCompromise",
        "method": "crl", "number": "26723", "this_update": "2026-11-01T00:37:33Z"
    }]);
    let signature = json!({
        "id": "sig-1", "field": "sig_1773108605000", "kind": "signature",
        "sub_filter": "adbe.pkcs7.detached", "level": "PKCS7-T", "level_reached": null,
        "verdict": "dicabut", "reasons": revoked, "notes": notes,
        "indication": "INDETERMINATE", "sub_indication": "REVOKED_NO_POE",
        // Nothing is relaxed that would have changed it.
        "indication_strict": "INDETERMINATE", "sub_indication_strict": "REVOKED_NO_POE", "policy_rules": [],
        "signer": signer("Contoh Penanda Tangan Enam", REVOKED),
        "claimed_time": "2026-03-10T02:10:05Z", "claimed_time_skew": -2,
        "claimed_name": null, "claimed_reason": null, "claimed_location": null,
        "best_signature_time": "2026-03-10T02:10:07Z", "time_source": "time-stamp",
        "coverage": "whole-file", "signed_revision": { "revision": 2, "of": 2, "length": 37262 },
        "later_changes": { "level": "none", "permitted": "yes", "changes": [] },
        "checks": checks(&Checks {
            revisions: 2, later_revisions: 0, pieces: [0, 4142, 36912, 37262], certificate: REVOKED,
            ess: "absent", attributes: 2, gen_time: "2026-03-10T02:10:07Z", revocation: "indeterminate", token: TOKEN_OF_REVOKED,
            // A signature that is refused already is not asked about again.
            past: ("not-checked", json!({})),
        }),
        "path": {
            "anchor": "demo-root",
            "certificates": [signer_certificate("Contoh Penanda Tangan Enam", REVOKED), ca_certificate()],
            "attempts": []
        },
        "time_stamp": time_stamp("2026-03-10T02:10:07Z", TOKEN_OF_REVOKED),
        "revocation": [
            {
                "certificate": REVOKED, "status": "revoked", "method": "crl", "source": "published",
                "this_update": "2026-11-01T00:37:33Z", "next_update": "2040-01-01T00:00:00Z",
                "sha256": "dc78d8ddeb5d8f09ea797663fd005ef3480a90ee84130d80f27e276edacbc20d",
                "reason": "keyCompromise", "date": "2026-03-01T03:00:00Z",
                "relation": "before-signing", "effect": "ends", "number": "26723"
            },
            ca_not_on_the_list_of_the_root()
        ]
    });
    let expected = whole(
        "a-revoked-before-signing.pdf",
        37262,
        "065bbec460ece5d520f8a4bc9b7053b8652636d5e0095d7de134cc7a639c659c",
        "dicabut",
        &revoked,
        &notes,
        &signature,
    );
    assert_eq!(report("a-revoked-before-signing.pdf"), expected);
}
