//! How long one verification takes, from bytes to verdict, for four kinds of keys: ours native and in WASM against libcrypto,
//! in the same run. Prints a table and writes it to `target/periksa/bench/cms.md`.
//!
//! A verification is of a detached CMS made by `openssl cms -sign`: two certificates and two lists are read, the path to the
//! demo root is validated with both lists, content and attributes are hashed. That is five signatures: the signer's, twice
//! the demo CA's RSA-3072 and twice the demo root's RSA-4096. libcrypto does the same in one process
//! (`tests/bench/openssl-cms.c`); its bare primitives, as `openssl speed` counts them, say what no verifier on top of it can
//! beat. Processor time, because a busy machine interrupts what takes long more often. Numbers of one machine at one time;
//! only the ratios of a row mean anything.

#![allow(clippy::print_stdout, reason = "the table is what it is for")]

use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use periksa_tests::letters::Letters;
use periksa_tests::trust::{DemoAnchors, bundle};
use periksa_tests::workspace;
use verifier::time::UnixTime;
use verifier::trust::TrustedRoot;
use verifier::{ValidationData, verify_detached};

/// Rounds of each row, by turns, so that a busy moment of the machine meets all; the fastest counts.
const ROUNDS: usize = 3;

/// How long each of the four repeats itself in one round.
const PATIENCE: Duration = Duration::from_millis(400);

/// A kind of key: name, its signer under the demo CA, the private key, and what `openssl speed` calls it.
struct Key {
    name: &'static str,
    certificate: &'static str,
    private_key: &'static str,
    speed: &'static str,
}

const KEYS: [Key; 4] = [
    Key {
        name: "RSA-2048",
        certificate: "tests/fixtures/agreement/pki/certificates/rsa-2048.pem",
        private_key: "trust/demo/keys/individual.pem",
        speed: "rsa2048",
    },
    Key {
        name: "RSA-4096",
        certificate: "tests/fixtures/agreement/pki/certificates/rsa-4096.pem",
        private_key: "tests/fixtures/agreement/pki/keys/rsa-4096.pem",
        speed: "rsa4096",
    },
    Key {
        name: "P-256",
        certificate: "tests/fixtures/agreement/pki/certificates/p-256.pem",
        private_key: "trust/demo/keys/individual-p256.pem",
        speed: "ecdsap256",
    },
    Key {
        name: "P-384",
        certificate: "tests/fixtures/agreement/pki/certificates/p-384.pem",
        private_key: "trust/demo/keys/individual-p384.pem",
        speed: "ecdsap384",
    },
];

/// Bytes of the content.
const SIZES: [usize; 2] = [100, 1_000_000];

type Outcome<T> = Result<T, Box<dyn Error>>;

/// One verification by each.
struct Row {
    native: Duration,
    wasm: Duration,
    fresh_wasm: Duration,
    libcrypto: Duration,
    primitives: Duration,
}

fn main() -> Outcome<()> {
    let folder = workspace().join("target/periksa/bench/cms");
    std::fs::create_dir_all(&folder)?;
    let at = Letters::read().and_then(|letters| letters.at());
    let at = at.map_err(|error| format!("{error:?}"))?;
    let data = validation_data(&folder)?;
    let mut table = HEAD.to_owned();
    print!("{HEAD}");
    for key in &KEYS {
        let primitives = primitives(key)?;
        for size in SIZES {
            sign(key, size, &folder)?;
            let row = line(key, size, &measure(&folder, &data, at, primitives)?);
            println!("{row}");
            table.push_str(&row);
            table.push('\n');
        }
    }
    std::fs::remove_dir_all(&folder)?;
    let written = workspace().join("target/periksa/bench/cms.md");
    std::fs::write(&written, table)?;
    println!("written to {}", written.display());
    Ok(())
}

const HEAD: &str = "\
Verifications of one detached CMS per second of processor time, parse to verdict with path and two lists (five signatures); and the\n\
time of ours as a multiple of libcrypto's for the same. Fresh: a new WASM instance for each, as on the page. Primitives: the five\n\
signatures alone by `openssl speed`.\n\
\n\
| signer | content | native /s | WASM /s | fresh WASM /s | libcrypto /s | primitives /s | native/libcrypto | WASM/libcrypto | WASM/native |\n\
|:--|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n";

fn line(key: &Key, size: usize, row: &Row) -> String {
    let rate = |time: Duration| 1.0 / time.as_secs_f64();
    let ratio = |ours: Duration, other: Duration| ours.as_secs_f64() / other.as_secs_f64();
    format!(
        "| {} | {size} B | {:.0} | {:.0} | {:.0} | {:.0} | {:.0} | {:.2} | {:.2} | {:.2} |",
        key.name,
        rate(row.native),
        rate(row.wasm),
        rate(row.fresh_wasm),
        rate(row.libcrypto),
        rate(row.primitives),
        ratio(row.native, row.libcrypto),
        ratio(row.wasm, row.libcrypto),
        ratio(row.wasm, row.native),
    )
}

/// The demo anchors taken as real, and the two lists that the path needs; also as files, for the other two programs.
fn validation_data(folder: &Path) -> Outcome<ValidationData> {
    let bundle = bundle(DemoAnchors::TakenAsReal).map_err(|error| format!("{error:?}"))?;
    std::fs::write(folder.join("trusted_root.json"), &bundle.trusted_root)?;
    let trusted_root =
        TrustedRoot::from_json(&bundle.trusted_root).map_err(|error| error.to_string())?;
    let mut crls = Vec::new();
    for name in ["ca.crl", "root.crl"] {
        let list = std::fs::read(workspace().join("trust/demo/crl").join(name))?;
        std::fs::write(folder.join(name), &list)?;
        crls.push(list);
    }
    let mut root = openssl(&["x509", "-in", "trust/demo/certificates/root.pem"]);
    succeed(root.args(["-outform", "DER", "-out"]).arg(folder.join("root.der")))?;
    Ok(ValidationData::new(trusted_root, crls))
}

fn sign(key: &Key, size: usize, folder: &Path) -> Outcome<()> {
    let content: Vec<u8> =
        b"Isi yang ditandatangani.\n".iter().copied().cycle().take(size).collect();
    std::fs::write(folder.join("content"), content)?;
    let mut sign = openssl(&["cms", "-sign", "-binary", "-md", "sha256", "-outform", "DER"]);
    sign.args(["-signer", key.certificate, "-inkey", key.private_key]);
    sign.args(["-certfile", "trust/demo/certificates/ca.pem", "-in"]).arg(folder.join("content"));
    succeed(sign.arg("-out").arg(folder.join("signature.p7s")))
}

fn measure(
    folder: &Path,
    data: &ValidationData,
    at: UnixTime,
    primitives: Duration,
) -> Outcome<Row> {
    let content = std::fs::read(folder.join("content"))?;
    let signature = std::fs::read(folder.join("signature.p7s"))?;
    // What is measured is a whole verification; the other two programs fail where theirs is not.
    let verdict = verify_detached(&content, &signature, data, at).verdict;
    if verdict.key() != "asli" {
        return Err(format!("{}: not what was to be measured", verdict.key()).into());
    }
    let native = || verify_detached(&content, &signature, data, at).to_json();
    let mut node = Command::new("node");
    node.current_dir(workspace()).arg("tests/node/bench-cms.mjs");
    let mut libcrypto = Command::new(folder.with_file_name("openssl-cms"));
    for program in [&mut node, &mut libcrypto] {
        program.arg(folder).arg(at.seconds().to_string());
        program.arg(PATIENCE.as_millis().to_string());
    }
    let mut row = Row {
        native: Duration::MAX,
        wasm: Duration::MAX,
        fresh_wasm: Duration::MAX,
        libcrypto: Duration::MAX,
        primitives,
    };
    for _ in 0..ROUNDS {
        row.native = row.native.min(each(native)?);
        let [wasm, fresh_wasm] = told(&mut node)?;
        row.wasm = row.wasm.min(wasm);
        row.fresh_wasm = row.fresh_wasm.min(fresh_wasm);
        let [libcrypto] = told(&mut libcrypto)?;
        row.libcrypto = row.libcrypto.min(libcrypto);
    }
    Ok(row)
}

/// The processor time of one.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn each<T>(verify: impl Fn() -> T) -> Outcome<Duration> {
    let begun = processor_time()?;
    let start = std::time::Instant::now();
    let mut runs: u32 = 0;
    while start.elapsed() < PATIENCE {
        std::hint::black_box(verify());
        runs = runs.saturating_add(1);
    }
    let taken = processor_time()?.saturating_sub(begun);
    taken.checked_div(runs).ok_or_else(|| "nothing ran".into())
}

/// What the main thread has had of a processor: the first number of `schedstat`, in nanoseconds (Linux).
fn processor_time() -> Outcome<Duration> {
    let text = std::fs::read_to_string("/proc/self/schedstat")?;
    let number = text.split_whitespace().next().unwrap_or_default();
    Ok(Duration::from_nanos(number.parse()?))
}

/// The times that a program prints, in nanoseconds.
fn told<const N: usize>(program: &mut Command) -> Outcome<[Duration; N]> {
    let output = program.output()?;
    if !output.status.success() {
        return Err(format!("{program:?}: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let text = String::from_utf8(output.stdout)?;
    let times: Vec<Duration> = text
        .split_whitespace()
        .map(|number| number.parse().map(Duration::from_nanos))
        .collect::<Result<_, _>>()?;
    times.try_into().map_err(|_| format!("{program:?}: {text}").into())
}

/// One verification with the signer's key, two with RSA-3072, two with RSA-4096.
fn primitives(key: &Key) -> Outcome<Duration> {
    let [signer, ca, root] = [primitive(key.speed)?, primitive("rsa3072")?, primitive("rsa4096")?];
    Ok(signer.saturating_add(ca.saturating_mul(2)).saturating_add(root.saturating_mul(2)))
}

/// `openssl speed -mr` ends with `+F2:NUMBER:BITS:SIGN:VERIFY`, per second; `+F4` for ECDSA.
fn primitive(name: &str) -> Outcome<Duration> {
    let output = openssl(&["speed", "-seconds", "1", "-mr", name]).output()?;
    let text = String::from_utf8(output.stdout)?;
    let fields = text.lines().rfind(|line| line.starts_with("+F2:") || line.starts_with("+F4:"));
    let rate: f64 = fields.and_then(|line| line.split(':').nth(4)).unwrap_or_default().parse()?;
    Ok(Duration::from_secs_f64(1.0 / rate))
}

fn openssl(arguments: &[&str]) -> Command {
    let mut command = Command::new("openssl");
    command.current_dir(workspace()).args(arguments);
    command
}

fn succeed(command: &mut Command) -> Outcome<()> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)).into())
}
