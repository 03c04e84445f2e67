//! What stops a chore, with what the reader needs to do something about it.

use std::fmt::{Display, Formatter};
use std::path::PathBuf;
use std::process::ExitStatus;
use std::time::Duration;

/// Why a chore could not be finished.
#[derive(Debug)]
pub(crate) enum ChoreError {
    /// The command line asks for something that does not exist.
    UnknownArgument { argument: String },
    /// An option came without its value, or with one that cannot be read.
    BadValue { option: &'static str, expected: &'static str },
    /// xtask was started without cargo, so it does not know where the workspace is.
    NoWorkspace,
    /// A program could not be started.
    NotStarted { program: String, cause: std::io::Error },
    /// A program ran and reported failure.
    Failed { program: String, status: ExitStatus },
    /// A program took longer than it was given.
    TimedOut { program: String, limit: Duration },
    /// A program's answer was not what it is documented to be.
    UnexpectedOutput { program: String, expected: &'static str },
    /// A file could not be read.
    NotRead { path: PathBuf, cause: std::io::Error },
    /// A file could not be written.
    NotWritten { path: PathBuf, cause: std::io::Error },
    /// A TOML file does not have the shape its chore reads.
    BadToml { path: PathBuf, cause: toml::de::Error },
    /// Something must be installed that xtask cannot install here.
    Missing { what: &'static str, remedy: &'static str },
    /// Debian packages are needed and may not, or could not, be installed.
    MissingPackages { packages: Vec<&'static str>, why: &'static str },
    /// No way was found to a standard library for wasm32.
    NoWasmStandardLibrary,
    /// The JavaScript glue could not be made.
    Bindgen { cause: Box<dyn std::error::Error + Send + Sync> },
    /// Files are larger than budgets.toml allows.
    OverBudget { budgets: usize },
    /// The tests changed files that git knows, or left new ones.
    TreeChanged,
    /// A step was not run because one that it builds on failed.
    Skipped { because: &'static str },
    /// There was nothing to run or to measure, which is never a pass.
    NothingThere { path: PathBuf },
    /// Some steps of the tests failed; each has been reported.
    StepsFailed { failed: usize },
}

impl Display for ChoreError {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::UnknownArgument { argument } => write!(f, "`{argument}` is not known here"),
            Self::BadValue { option, expected } => write!(f, "{option} needs {expected}"),
            Self::NoWorkspace => f.write_str("start the chores as `cargo xtask CHORE`"),
            Self::NotStarted { program, cause } => {
                write!(f, "`{program}` could not be started: {cause}")
            }
            Self::Failed { program, status } => write!(f, "`{program}` failed ({status})"),
            Self::TimedOut { program, limit } => {
                write!(f, "`{program}` took longer than {} s", limit.as_secs())
            }
            Self::UnexpectedOutput { program, expected } => {
                write!(f, "`{program}` did not answer with {expected}")
            }
            Self::NotRead { path, cause } => {
                write!(f, "{} could not be read: {cause}", path.display())
            }
            Self::NotWritten { path, cause } => {
                write!(f, "{} could not be written: {cause}", path.display())
            }
            Self::BadToml { path, cause } => write!(f, "{}: {cause}", path.display()),
            Self::Missing { what, remedy } => write!(f, "{what} is missing. {remedy}"),
            Self::MissingPackages { packages, why } => {
                let packages = packages.join(" ");
                write!(f, "{why}. As root, run:\n    apt-get update && apt-get install {packages}")
            }
            Self::NoWasmStandardLibrary => f.write_str(NO_WASM_STANDARD_LIBRARY),
            Self::Bindgen { cause } => write!(f, "wasm-bindgen: {cause}"),
            Self::OverBudget { budgets } => write!(f, "{budgets} over the limits of budgets.toml"),
            Self::TreeChanged => f.write_str("the tests changed the work tree"),
            Self::Skipped { because } => write!(f, "not run, because `{because}` failed"),
            Self::NothingThere { path } => write!(f, "nothing to check in {}", path.display()),
            Self::StepsFailed { failed } => write!(f, "{failed} steps failed"),
        }
    }
}

impl std::error::Error for ChoreError {}

const NO_WASM_STANDARD_LIBRARY: &str =
    "no Rust standard library for wasm32-unknown-unknown. One of these gives it:
    rustup target add wasm32-unknown-unknown          (where rustup can download)
    apt-get install rustc-web cargo-web rust-web-src lld-22      (Debian 12, as root)
On Ubuntu, which has no such packages, use the first.";
