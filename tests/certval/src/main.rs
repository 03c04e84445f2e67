//! Asks certval the questions of `tests/differential/generate.py`: cases on standard input, one JSON object a line; the same
//! on standard output with certval's answer beside the others.
//!
//! certval validates a path that it is given (RFC 5280 6.1) and its revocation (6.3). The paths are found here: every way from
//! the certificate to the anchor by names, so that a path that certval would have built otherwise is not missed.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{BufRead, Write, stdin, stdout};

use base64ct::{Base64, Encoding as _};
use certval::{CertFile, CertVector as _};
use certval::{
    CertificationPath, CertificationPathResults, CertificationPathSettings, MemoryCrlSource,
    PDVCertificate, PDVTrustAnchorChoice, PkiEnvironment, TaSource, TimeOfInterest,
    check_revocation_local, compare_names, get_trust_anchor_name, parse_cert,
};
use serde::Deserialize;
use serde_json::{Value, json};

/// Longer than any path that is generated; candidates may form circles.
const LONGEST: usize = 10;

fn main() -> Result<(), Box<dyn Error>> {
    let mut output = stdout().lock();
    for line in stdin().lock().lines() {
        let line = line?;
        let (verdict, reason) = match ask(&serde_json::from_str(&line)?) {
            Ok(()) => ("accept", String::new()),
            Err(reason) => ("refuse", reason),
        };
        let mut case: Value = serde_json::from_str(&line)?;
        let answers = case.get_mut("answers").ok_or("a case has answers")?;
        answers["certval"] = json!({ "verdict": verdict, "reason": reason });
        writeln!(output, "{case}")?;
    }
    Ok(())
}

#[derive(Deserialize)]
struct Case {
    moment: u64,
    revocation: bool,
    policies: Inputs,
    anchor: String,
    certificate: String,
    candidates: Vec<String>,
    crls: Vec<String>,
}

/// RFC 5280 6.1.1 (c), (e) to (g).
#[derive(Deserialize)]
struct Inputs {
    initial: Option<Vec<String>>,
    explicit: bool,
    inhibit_mapping: bool,
    inhibit_any: bool,
}

/// Accepts where one way is valid; otherwise every way's reason.
fn ask(case: &Case) -> Result<(), String> {
    let (environment, anchor) = environment(case)?;
    let settings = settings(case)?;
    let target = certificate(&case.certificate)?;
    // One that cannot be read leads nowhere.
    let candidates: Vec<PDVCertificate> =
        case.candidates.iter().filter_map(|encoded| certificate(encoded).ok()).collect();
    let mut paths = Vec::new();
    find_paths(&anchor, &candidates, &target, &mut Vec::new(), &mut paths);
    let mut refusals = Vec::new();
    for path in paths {
        let path = CertificationPath::new(anchor.clone(), path, target.clone());
        let mut results = CertificationPathResults::new();
        let validated = environment
            .validate_path(&environment, &settings, &path, &mut results)
            .and_then(|()| check_revocation_local(&environment, &settings, &path, &mut results));
        match validated {
            Ok(()) => return Ok(()),
            Err(refusal) => refusals.push(format!("{refusal:?}")),
        }
    }
    refusals.dedup();
    Err(if refusals.is_empty() { "no path".to_owned() } else { refusals.join("; ") })
}

fn environment(case: &Case) -> Result<(PkiEnvironment, PDVTrustAnchorChoice), String> {
    let bytes = decoded(&case.anchor)?;
    let anchor =
        PDVTrustAnchorChoice::try_from(bytes.as_slice()).map_err(|error| error.to_string())?;
    let mut anchors = TaSource::new();
    anchors.push(CertFile { filename: "anchor".to_owned(), bytes });
    anchors.initialize().map_err(|error| format!("{error:?}"))?;
    let crls = MemoryCrlSource::new();
    for crl in &case.crls {
        crls.add(&decoded(crl)?);
    }
    let mut environment = PkiEnvironment::new();
    environment.populate_5280_pki_environment();
    environment.add_trust_anchor_source(Box::new(anchors));
    environment.add_crl_source(Box::new(crls));
    Ok((environment, anchor))
}

fn settings(case: &Case) -> Result<CertificationPathSettings, String> {
    let mut settings = CertificationPathSettings(BTreeMap::new());
    let moment = TimeOfInterest::from_unix_secs(case.moment).map_err(|error| error.to_string())?;
    settings.set_time_of_interest(moment);
    settings.set_check_revocation_status(case.revocation);
    settings.set_initial_explicit_policy_indicator(case.policies.explicit);
    settings.set_initial_policy_mapping_inhibit_indicator(case.policies.inhibit_mapping);
    settings.set_initial_inhibit_any_policy_indicator(case.policies.inhibit_any);
    if let Some(initial) = &case.policies.initial {
        settings.set_initial_policy_set(initial.iter().cloned().collect());
    }
    Ok(settings)
}

fn decoded(encoded: &str) -> Result<Vec<u8>, String> {
    Base64::decode_vec(encoded).map_err(|error| error.to_string())
}

fn certificate(encoded: &str) -> Result<PDVCertificate, String> {
    parse_cert(&decoded(encoded)?, "").map_err(|error| format!("{error:?}"))
}

/// `below` is the way from the target upwards, without the target; a path begins with what the anchor issued.
fn find_paths(
    anchor: &PDVTrustAnchorChoice,
    candidates: &[PDVCertificate],
    lowest: &PDVCertificate,
    below: &mut Vec<PDVCertificate>,
    paths: &mut Vec<Vec<PDVCertificate>>,
) {
    let issuer = below.last().unwrap_or(lowest).decoded().tbs_certificate().issuer().clone();
    if get_trust_anchor_name(anchor.decoded()).is_ok_and(|name| compare_names(name, &issuer)) {
        paths.push(below.iter().rev().cloned().collect());
    }
    if below.len() == LONGEST {
        return;
    }
    for candidate in candidates {
        let same = |other: &PDVCertificate| other.as_bytes() == candidate.as_bytes();
        let named = compare_names(candidate.decoded().tbs_certificate().subject(), &issuer);
        if named && !below.iter().any(same) && !same(lowest) {
            below.push(candidate.clone());
            find_paths(anchor, candidates, lowest, below, paths);
            below.pop();
        }
    }
}
