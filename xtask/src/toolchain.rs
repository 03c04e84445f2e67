//! A compiler with a standard library for wasm32, by a ladder: what is there, what rustup can add, what Debian has.
//!
//! Stable Rust can compile for wasm32 wherever its compiled standard library can be downloaded. Where it cannot,
//! Debian 12 ships a recent compiler together with the sources of the standard library (for building browsers),
//! and cargo builds that library beside the verifier. Only the build for wasm32 ever uses Debian's compiler.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::apt;
use crate::arguments::StandardLibrary;
use crate::command::{first_line, run_within};
use crate::console::say;
use crate::error::ChoreError;
use crate::files;
use crate::workspace::Workspace;

/// The target triple of the browser.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// A compiler that can build for wasm32.
#[derive(Debug)]
pub(crate) enum WasmToolchain {
    /// The cargo that started xtask, with a standard library compiled by the Rust project.
    Rustup { sysroot: PathBuf },
    /// Debian's cargo and compiler, which build the standard library from source.
    Debian { linker: PathBuf },
}

impl WasmToolchain {
    /// Climbs the ladder, installing what is missing and may be installed.
    pub(crate) fn find(workspace: &Workspace, wanted: StandardLibrary) -> Result<Self, ChoreError> {
        match wanted {
            StandardLibrary::Rustup => rustup(workspace).or_else(|| added_by_rustup(workspace)),
            StandardLibrary::Debian => {
                debian(workspace).or_else(|| installed_from_debian(workspace))
            }
            // What is there comes before what would have to be downloaded.
            StandardLibrary::Whichever => rustup(workspace)
                .or_else(|| debian(workspace))
                .or_else(|| added_by_rustup(workspace))
                .or_else(|| installed_from_debian(workspace)),
        }
        .ok_or(ChoreError::NoWasmStandardLibrary)
    }

    /// `cargo build` for wasm32, to be completed with what to build.
    pub(crate) fn cargo_build(&self, workspace: &Workspace) -> Command {
        let mut command = match self {
            Self::Rustup { .. } => {
                let mut command = workspace.cargo();
                command.arg("build");
                command
            }
            Self::Debian { linker } => {
                let mut command = workspace.program(DEBIAN_CARGO);
                command.args(["build", "-Zbuild-std=std,panic_abort"]);
                command.env("RUSTC", DEBIAN_RUSTC);
                // What makes a stable compiler accept -Zbuild-std; Debian's packages are built for this use.
                command.env("RUSTC_BOOTSTRAP", "1");
                command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
                // Set by rustup and cargo for the programs they start; they would lead to the other compiler.
                for name in ["RUSTUP_TOOLCHAIN", "CARGO", "RUSTDOC", "LD_LIBRARY_PATH"] {
                    command.env_remove(name);
                }
                command
            }
        };
        command.args(["--target", TARGET]).env("CARGO_TARGET_DIR", workspace.path("target/wasm"));
        command.env_remove("RUSTFLAGS").env("CARGO_ENCODED_RUSTFLAGS", self.flags(workspace));
        command
    }

    /// Compiler flags: SIMD, and no path of this machine in what is published.
    ///
    /// The brainpool curves have two backends. The default one writes the arithmetic of each prime out in full, which is
    /// faster and 18 kB more (Brotli) for a visitor to load; these curves are too rare for that.
    ///
    /// AES has a compact form, which is slower: nobody waits for the decryption of a letter's few objects. Ed25519 in words of
    /// 64 bits has a quarter of the products written out, each of them a call.
    fn flags(&self, workspace: &Workspace) -> OsString {
        let mut flags = [
            "-Ctarget-feature=+simd128",
            "--cfg=bp256_backend=\"bigint\"",
            "--cfg=bp384_backend=\"bigint\"",
            "--cfg=aes_backend_soft=\"compact\"",
            "--cfg=curve25519_dalek_bits=\"64\"",
        ]
        .map(OsString::from)
        .to_vec();
        let sources = match self {
            Self::Rustup { sysroot } => sysroot.join("lib/rustlib/src/rust"),
            Self::Debian { .. } => PathBuf::from(DEBIAN_SOURCES),
        };
        let real_sources = sources.canonicalize().unwrap_or_else(|_absent| sources.clone());
        // Where several fit, the compiler takes the last.
        let mut places = vec![(workspace.path(""), "/periksa"), (cargo_home(), "/cargo")];
        // One directory for each registry, with the name of its host.
        places.extend(
            files::entries(&cargo_home().join("registry/src"))
                .into_iter()
                .map(|path| (path, "/crates")),
        );
        places.extend([(sources, "/rust"), (real_sources, "/rust")]);
        for (from, to) in places {
            let mut flag = OsString::from("--remap-path-prefix=");
            flag.push(without_trailing_slash(&from));
            flag.push("=");
            flag.push(to);
            flags.push(flag);
        }
        // Cargo's own separator for flags that may hold spaces.
        flags.join(OsStr::new("\u{1f}"))
    }
}

const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_SOURCES: &str = "/usr/lib/rustlib/src/rust";
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];
const DEBIAN_LINKER: &str = "/usr/bin/wasm-ld-22";

/// Long enough for the 20 MB of a slow line, short enough for one that answers nothing.
const RUSTUP_PATIENCE: Duration = Duration::from_secs(180);

fn rustup(workspace: &Workspace) -> Option<WasmToolchain> {
    let libraries = first_line(workspace.program("rustc").args([
        "--print",
        "target-libdir",
        "--target",
        TARGET,
    ]))?;
    let sysroot = first_line(workspace.program("rustc").args(["--print", "sysroot"]))?;
    Path::new(&libraries)
        .is_dir()
        .then(|| WasmToolchain::Rustup { sysroot: PathBuf::from(sysroot) })
}

fn added_by_rustup(workspace: &Workspace) -> Option<WasmToolchain> {
    first_line(workspace.program("rustup").arg("--version"))?;
    say(format!("      adding {TARGET} with rustup"));
    match run_within(RUSTUP_PATIENCE, workspace.program("rustup").args(["target", "add", TARGET])) {
        Ok(()) => rustup(workspace),
        Err(error) => {
            say(format!("      {error}; trying Debian's packages"));
            None
        }
    }
}

fn debian(workspace: &Workspace) -> Option<WasmToolchain> {
    let needed = [DEBIAN_CARGO, DEBIAN_RUSTC, "/usr/lib/rustlib/src/rust/library/std/Cargo.toml"];
    if !needed.iter().all(|path| Path::new(path).exists()) {
        return None;
    }
    let own = Path::new(DEBIAN_LINKER);
    let linker = if own.exists() { own.to_path_buf() } else { rustups_linker(workspace)? };
    Some(WasmToolchain::Debian { linker })
}

fn installed_from_debian(workspace: &Workspace) -> Option<WasmToolchain> {
    match apt::install(&DEBIAN_PACKAGES, "the standard library for wasm32 is needed") {
        Ok(()) => debian(workspace),
        Err(error) => {
            say(error);
            None
        }
    }
}

/// The lld that comes with rustup's compiler, under the name that makes it link wasm.
fn rustups_linker(workspace: &Workspace) -> Option<PathBuf> {
    let libraries = first_line(workspace.program("rustc").args(["--print", "target-libdir"]))?;
    let linker = Path::new(&libraries).parent()?.join("bin/gcc-ld/wasm-ld");
    linker.exists().then_some(linker)
}

fn cargo_home() -> PathBuf {
    std::env::var_os("CARGO_HOME").map(PathBuf::from).unwrap_or_else(|| {
        let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
        home.join(".cargo")
    })
}

fn without_trailing_slash(path: &Path) -> PathBuf {
    path.components().collect()
}
