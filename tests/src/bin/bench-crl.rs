//! How long one certificate takes to be judged by a revocation list of a million entries, and how much memory: ours native and
//! in WASM, against `openssl crl` and x509-cert's full decode, each in a process of its own, in the same run. And how long a
//! path takes to be found among 10, 100 and 1,000 candidates. Prints tables and writes them to `target/periksa/bench/crl.md`.
//!
//! Ours reads the list, verifies its signature (RSA-3072 of the demo CA) and looks the certificate up; openssl reads it and
//! verifies the signature; x509-cert reads it. Numbers of one machine at one time; only the ratios mean anything.

#![allow(clippy::print_stdout, reason = "the tables are what it is for")]

use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use periksa_tests::cms_builder::extension::authority_key_identifier;
use periksa_tests::cms_builder::{Certificate, Extension, Identity, Key};
use periksa_tests::long_list::{AT, long_list};
use periksa_tests::trust::{DemoAnchors, bundle};
use periksa_tests::workspace;
use verifier::certification_path::{
    PathOutcome, PathRequest, PolicyInputs, RevocationChecking, validate,
};
use verifier::time::UnixTime;
use verifier::trust::TrustedRoot;
use verifier::{ValidationData, verify};
use x509_cert::certificate::Rfc5280;
use x509_cert::crl::CertificateList;
use x509_cert::der::Decode as _;

/// Entries of the list.
const ENTRIES: u32 = 1_000_000;
/// Rounds of each row, by turns; the fastest counts.
const ROUNDS: usize = 3;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let folder = workspace().join("target/periksa/bench/crl");
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.first().map(String::as_str) {
        None => measure(&folder),
        Some("ours") => ours(&folder),
        Some("decode") => decode(&folder),
        Some(other) => Err(format!("{other}: expected nothing, `ours` or `decode`").into()),
    }
}

fn measure(folder: &Path) -> Outcome<()> {
    std::fs::create_dir_all(folder)?;
    let at = UnixTime::from_rfc3339(AT).ok_or("a moment")?;
    let size = write_inputs(folder)?;
    let this = std::env::current_exe()?;
    let mut rows: Vec<(&str, Command, Measured)> = vec![
        ("ours, native: read, verify, look up", Command::new("/usr/bin/time"), Measured::WORST),
        ("`openssl crl`: read, verify", Command::new("/usr/bin/time"), Measured::WORST),
        ("x509-cert: read", Command::new("/usr/bin/time"), Measured::WORST),
    ];
    for ((_, command, _), program) in rows.iter_mut().zip(0..) {
        command.current_dir(workspace()).args(["-f", "%U %S %M"]);
        match program {
            0 => command.arg(&this).arg("ours"),
            1 => command
                .args(["openssl", "crl", "-inform", "DER", "-noout", "-CAfile"])
                .arg("trust/demo/certificates/ca.pem")
                .arg("-in")
                .arg(folder.join("long.crl")),
            _ => command.arg(&this).arg("decode"),
        };
    }
    let mut wasm = (Duration::MAX, 0.0);
    for _ in 0..ROUNDS {
        for (name, command, best) in &mut rows {
            let now = Measured::of(name, command)?;
            *best = if now.time < best.time { now } else { *best };
        }
        let now = in_wasm(folder, at)?;
        wasm = if now.0 < wasm.0 { now } else { wasm };
    }
    let native = rows.first().map(|(_, _, measured)| *measured).unwrap_or(Measured::WORST);
    let mut table = format!(
        "A revocation list of {ENTRIES} entries, {:.1} MB; each in a process of its own, files read from the disk's cache.\n\n\
         | who | time | beside ours native | peak memory | beside the list |\n|:--|--:|--:|--:|--:|\n",
        size / 1e6
    );
    let mut line = |name: &str, time: Duration, bytes: f64| {
        table.push_str(&format!(
            "| {name} | {:.2} s | {:.2} | {:.0} MB | {:.1} |\n",
            time.as_secs_f64(),
            time.as_secs_f64() / native.time.as_secs_f64(),
            bytes / 1e6,
            bytes / size
        ));
    };
    for (name, _, measured) in &rows {
        line(name, measured.time, measured.bytes);
    }
    line("ours, WASM: hand over, read, verify, look up (first call)", wasm.0, wasm.1);
    table.push_str(&candidates()?);
    print!("{table}");
    std::fs::remove_dir_all(folder)?;
    let written = workspace().join("target/periksa/bench/crl.md");
    std::fs::write(&written, table)?;
    println!("written to {}", written.display());
    Ok(())
}

/// What `/usr/bin/time` says of a process.
#[derive(Debug, Clone, Copy)]
struct Measured {
    time: Duration,
    bytes: f64,
}

impl Measured {
    const WORST: Self = Self { time: Duration::MAX, bytes: 0.0 };

    fn of(name: &str, command: &mut Command) -> Outcome<Self> {
        let output = command.output()?;
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        if !output.status.success() {
            return Err(format!("{name}: {text}").into());
        }
        let last = text.lines().last().unwrap_or_default();
        let numbers: Vec<f64> =
            last.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        let [user, system, kilobytes] = numbers.as_slice() else {
            return Err(format!("{name}: {text}").into());
        };
        Ok(Self { time: Duration::from_secs_f64(user + system), bytes: kilobytes * 1024.0 })
    }
}

/// The list, the certificate that it does not name, and what leads to it; the size of the list.
fn write_inputs(folder: &Path) -> Outcome<f64> {
    let list = long_list(ENTRIES, &[]);
    std::fs::write(folder.join("long.crl"), &list)?;
    let person = workspace().join("trust/demo/certificates/individual-p256.pem");
    let chain = [
        std::fs::read(person)?,
        std::fs::read(workspace().join("trust/demo/certificates/ca.pem"))?,
    ];
    std::fs::write(folder.join("person.pem"), chain.concat())?;
    let bundle = bundle(DemoAnchors::TakenAsReal).map_err(|error| format!("{error:?}"))?;
    std::fs::write(folder.join("trusted_root.json"), &bundle.trusted_root)?;
    std::fs::copy(workspace().join("trust/demo/crl/root.crl"), folder.join("root.crl"))?;
    Ok(u32::try_from(list.len()).map(f64::from)?)
}

/// One verification by ours, in a process of its own.
fn ours(folder: &Path) -> Outcome<()> {
    let at = UnixTime::from_rfc3339(AT).ok_or("a moment")?;
    let root = std::fs::read(folder.join("trusted_root.json"))?;
    let trusted_root = TrustedRoot::from_json(&root).map_err(|error| error.to_string())?;
    let lists = ["long.crl", "root.crl"].map(|name| std::fs::read(folder.join(name)));
    let lists = lists.into_iter().collect::<Result<_, _>>()?;
    let data = ValidationData::new(trusted_root, lists);
    let report = verify(&std::fs::read(folder.join("person.pem"))?, &data, at);
    let statuses = report.certificates.iter().filter_map(|details| details.revocation.as_ref());
    match statuses.map(|revocation| revocation.status).next() {
        Some("good") => Ok(()),
        other => Err(format!("{other:?}: not what was to be measured").into()),
    }
}

/// The list decoded whole.
fn decode(folder: &Path) -> Outcome<()> {
    let bytes = std::fs::read(folder.join("long.crl"))?;
    let list = CertificateList::<Rfc5280>::from_der(&bytes)?;
    let entries = list.tbs_cert_list.revoked_certificates.map_or(0, |entries| entries.len());
    if entries == usize::try_from(ENTRIES)? {
        Ok(())
    } else {
        Err(format!("{entries} entries").into())
    }
}

fn in_wasm(folder: &Path, at: UnixTime) -> Outcome<(Duration, f64)> {
    let mut node = Command::new("node");
    node.current_dir(workspace()).arg("tests/node/bench-crl.mjs").arg(folder);
    let output = node.arg(at.seconds().to_string()).output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let numbers: Vec<u64> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    match numbers.as_slice() {
        [nanoseconds, bytes] => {
            Ok((Duration::from_nanos(*nanoseconds), f64::from(u32::try_from(*bytes)?)))
        }
        _ => Err(format!("node: {}", String::from_utf8_lossy(&output.stderr)).into()),
    }
}

/// Candidates of one name, of which the last issued the certificate; with and without the identifier of its key.
fn candidates() -> Outcome<String> {
    let mut table = "\nA path among candidates of one name, each with a key of its own; one of them issued the certificate, and \
                     stands last.\n\n| candidates | key identifier | found | time |\n|--:|:--|:--|--:|\n"
        .to_owned();
    let root = Identity::of_demo_pki("root");
    let bundle = bundle(DemoAnchors::TakenAsReal).map_err(|error| format!("{error:?}"))?;
    let trusted_root =
        TrustedRoot::from_json(&bundle.trusted_root).map_err(|error| error.to_string())?;
    for count in [10u16, 100, 1000] {
        for with_identifier in [true, false] {
            let cas: Vec<Identity> = (0..count)
                .map(|number| {
                    let identifier = number.to_be_bytes();
                    let ca = Certificate::authority("Contoh Banyak", 1)
                        .numbered(&[1, identifier[0], identifier[1]])
                        .subject_key_identifier(&identifier);
                    Identity::issued_by(&root, &ca, Key::p256(&format!("banyak {number}")))
                })
                .collect();
            let issuer = cas.last().ok_or("a candidate")?;
            let last = count.saturating_sub(1).to_be_bytes();
            let mut person = Certificate::person("Contoh Orang", 2);
            if with_identifier {
                person = person.with(authority_key_identifier(Extension::Plain, &last));
            }
            let person = Identity::issued_by(issuer, &person, Key::p256("orang"));
            let candidates: Vec<Vec<u8>> = cas.into_iter().map(|ca| ca.certificate).collect();
            let (outcome, time) = find(&person.certificate, &candidates, &trusted_root)?;
            let found = match outcome {
                PathOutcome::Valid { .. } => "yes",
                PathOutcome::Invalid { because }
                    if because.iter().any(|key| key.starts_with("limit")) =>
                {
                    "no: the budget was spent, and the report says so"
                }
                PathOutcome::Invalid { .. } => return Err("not what was to be measured".into()),
            };
            let given = if with_identifier { "given" } else { "none" };
            table.push_str(&format!(
                "| {count} | {given} | {found} | {:.1} ms |\n",
                time.as_secs_f64() * 1000.0
            ));
        }
    }
    Ok(table)
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn find(
    certificate: &[u8],
    candidates: &[Vec<u8>],
    trusted_root: &TrustedRoot,
) -> Outcome<(PathOutcome, Duration)> {
    let request = PathRequest {
        certificate,
        candidates,
        crls: &[],
        ocsp_responses: &[],
        trusted_root,
        at: UnixTime::from_rfc3339(AT).ok_or("a moment")?,
        policies: &PolicyInputs::default(),
        revocation: RevocationChecking::Disabled,
    };
    let start = Instant::now();
    let outcome = validate(&request);
    Ok((outcome, start.elapsed()))
}
