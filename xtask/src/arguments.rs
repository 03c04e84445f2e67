//! The command line of the chores.

use std::ffi::OsString;
use std::num::NonZeroU32;
use std::str::FromStr;

use crate::differential;
use crate::error::ChoreError;

/// What `cargo xtask help` prints.
pub(crate) const USAGE: &str = "The chores of Periksa

cargo xtask serve [--port N]     build the portal with the demo trust data and serve it on loopback
cargo xtask test [--only STEP]   run every test; --list names the steps; --only may be repeated
cargo xtask wasm [--std WHICH]   build the verifier for the browser (WHICH: rustup or debian; else what is there)
cargo xtask bench                measure the verifier against openssl, pdfsig and plain hashing (needs a C compiler,
                                 libssl-dev, poppler-utils, time)
cargo xtask fuzz [--seconds N] [TARGET...]
                                 run the fuzz targets, all or these, for N seconds each (60; needs a C++ compiler)
cargo xtask differential [--cases N] [--seed S]
                                 compare path validation with certval, pyHanko and openssl over N generated PKIs (3000)
                                 drawn from seed S (1), as in `cargo xtask differential --cases 20000 --seed 7` (needs Python)
cargo xtask fixtures             make the signed sample letters again (needs Python)
cargo xtask pkits                get NIST's certification path tests, which `test` does by itself (needs Python)";

/// One thing that xtask can be asked to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Chore {
    Wasm { standard_library: StandardLibrary },
    Serve { port: Port },
    Test { selection: Selection },
    ListSteps,
    Fixtures,
    Pkits,
    Bench,
    Fuzz { seconds: NonZeroU32, targets: Vec<String> },
    Differential { cases: NonZeroU32, seed: u32 },
    Help,
}

/// Where the standard library for wasm32 comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StandardLibrary {
    /// Whatever is there; what is missing is installed.
    Whichever,
    /// Only rustup's compiled one.
    Rustup,
    /// Only the one built from Debian's sources.
    Debian,
}

/// The loopback port to serve on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Port {
    /// The default of `site-gen serve`.
    Default,
    Number(u16),
}

/// Which steps of the tests to run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Selection {
    All,
    Only(Vec<String>),
}

impl Chore {
    /// Reads the arguments after `cargo xtask`.
    pub(crate) fn from_arguments(
        arguments: impl Iterator<Item = OsString>,
    ) -> Result<Self, ChoreError> {
        let words: Vec<String> =
            arguments.map(|word| word.to_string_lossy().into_owned()).collect();
        if words.iter().any(|word| word == "--help" || word == "-h") {
            return Ok(Self::Help);
        }
        let mut words = words.into_iter();
        let Some(chore) = words.next() else { return Ok(Self::Help) };
        match chore.as_str() {
            "wasm" => wasm(words),
            "serve" => serve(words),
            "test" => test(words),
            "fixtures" => nothing_more(words, Self::Fixtures),
            "pkits" => nothing_more(words, Self::Pkits),
            "bench" => nothing_more(words, Self::Bench),
            "fuzz" => fuzz(words),
            "differential" => differential(words),
            "help" => Ok(Self::Help),
            _ => Err(ChoreError::UnknownArgument { argument: chore }),
        }
    }
}

fn wasm(mut words: impl Iterator<Item = String>) -> Result<Chore, ChoreError> {
    let mut standard_library = StandardLibrary::Whichever;
    while let Some(option) = words.next() {
        if option != "--std" {
            return Err(ChoreError::UnknownArgument { argument: option });
        }
        standard_library = match words.next().as_deref() {
            Some("rustup") => StandardLibrary::Rustup,
            Some("debian") => StandardLibrary::Debian,
            Some(_) | None => {
                return Err(ChoreError::BadValue { option: "--std", expected: "rustup or debian" });
            }
        };
    }
    Ok(Chore::Wasm { standard_library })
}

fn serve(mut words: impl Iterator<Item = String>) -> Result<Chore, ChoreError> {
    let mut port = Port::Default;
    while let Some(option) = words.next() {
        if option != "--port" {
            return Err(ChoreError::UnknownArgument { argument: option });
        }
        let number = words.next().and_then(|word| word.parse().ok());
        port = number
            .map(Port::Number)
            .ok_or(ChoreError::BadValue { option: "--port", expected: "a port number" })?;
    }
    Ok(Chore::Serve { port })
}

fn test(mut words: impl Iterator<Item = String>) -> Result<Chore, ChoreError> {
    let mut only = Vec::new();
    while let Some(option) = words.next() {
        match option.as_str() {
            "--list" => return nothing_more(words, Chore::ListSteps),
            "--only" => {
                let missing =
                    ChoreError::BadValue { option: "--only", expected: "the name of a step" };
                only.push(words.next().ok_or(missing)?);
            }
            _ => return Err(ChoreError::UnknownArgument { argument: option }),
        }
    }
    let selection = if only.is_empty() { Selection::All } else { Selection::Only(only) };
    Ok(Chore::Test { selection })
}

/// Enough for every seed and a first look around.
const FUZZ_SECONDS: NonZeroU32 = NonZeroU32::new(60).unwrap();

fn fuzz(mut words: impl Iterator<Item = String>) -> Result<Chore, ChoreError> {
    let mut seconds = FUZZ_SECONDS;
    let mut targets = Vec::new();
    while let Some(word) = words.next() {
        if word == "--seconds" {
            let number = words.next().and_then(|word| word.parse().ok());
            seconds = number.ok_or(ChoreError::BadValue {
                option: "--seconds",
                expected: "a number of seconds",
            })?;
        } else if word.starts_with('-') {
            return Err(ChoreError::UnknownArgument { argument: word });
        } else {
            targets.push(word);
        }
    }
    Ok(Chore::Fuzz { seconds, targets })
}

fn differential(mut words: impl Iterator<Item = String>) -> Result<Chore, ChoreError> {
    let (mut cases, mut seed) = (differential::CASES, differential::SEED);
    while let Some(option) = words.next() {
        let value = words.next();
        let value = value.as_deref();
        match option.as_str() {
            "--cases" => {
                let expected = "a number of cases";
                cases =
                    number(value).ok_or(ChoreError::BadValue { option: "--cases", expected })?;
            }
            "--seed" => {
                let expected = "a number";
                seed = number(value).ok_or(ChoreError::BadValue { option: "--seed", expected })?;
            }
            _ => return Err(ChoreError::UnknownArgument { argument: option }),
        }
    }
    Ok(Chore::Differential { cases, seed })
}

fn number<Number: FromStr>(word: Option<&str>) -> Option<Number> {
    word.and_then(|word| word.parse().ok())
}

fn nothing_more(
    mut words: impl Iterator<Item = String>,
    chore: Chore,
) -> Result<Chore, ChoreError> {
    match words.next() {
        Some(argument) => Err(ChoreError::UnknownArgument { argument }),
        None => Ok(chore),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Chore, ChoreError> {
        Chore::from_arguments(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn every_chore_is_read_with_its_options() {
        let rows = [
            ("", Chore::Help),
            ("help", Chore::Help),
            ("--help", Chore::Help),
            ("test --only wasm -h", Chore::Help),
            ("wasm", Chore::Wasm { standard_library: StandardLibrary::Whichever }),
            ("wasm --std debian", Chore::Wasm { standard_library: StandardLibrary::Debian }),
            ("serve", Chore::Serve { port: Port::Default }),
            ("serve --port 8123", Chore::Serve { port: Port::Number(8123) }),
            ("test", Chore::Test { selection: Selection::All }),
            (
                "test --only wasm --only site",
                Chore::Test {
                    selection: Selection::Only(vec!["wasm".to_owned(), "site".to_owned()]),
                },
            ),
            ("test --list", Chore::ListSteps),
            ("fixtures", Chore::Fixtures),
            ("pkits", Chore::Pkits),
            (
                "differential",
                Chore::Differential { cases: differential::CASES, seed: differential::SEED },
            ),
            (
                "differential --seed 7 --cases 20000",
                Chore::Differential { cases: NonZeroU32::new(20000).unwrap(), seed: 7 },
            ),
            ("bench", Chore::Bench),
            ("fuzz", Chore::Fuzz { seconds: FUZZ_SECONDS, targets: vec![] }),
            (
                "fuzz cms --seconds 3600 crl",
                Chore::Fuzz {
                    seconds: NonZeroU32::new(3600).unwrap(),
                    targets: vec!["cms".to_owned(), "crl".to_owned()],
                },
            ),
        ];
        for (line, expected) in rows {
            assert_eq!(read(line).unwrap(), expected, "{line}");
        }
    }

    #[test]
    fn what_is_not_understood_is_refused_by_name() {
        let rows = [
            ("deploy", "`deploy` is not known here"),
            ("fixtures now", "`now` is not known here"),
            ("serve --port", "--port needs a port number"),
            ("serve --port 70000", "--port needs a port number"),
            ("wasm --std nightly", "--std needs rustup or debian"),
            ("test --only", "--only needs the name of a step"),
            ("fuzz --seconds 0", "--seconds needs a number of seconds"),
            ("differential --cases 0", "--cases needs a number of cases"),
            ("differential --seed", "--seed needs a number"),
            ("fuzz cms --second 60", "`--second` is not known here"),
        ];
        for (line, expected) in rows {
            assert_eq!(read(line).unwrap_err().to_string(), expected, "{line}");
        }
    }
}
