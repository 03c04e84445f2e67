//! Which documents a folder holds: every file in it and below, and which of them are signatures over others.
//!
//! What is a document is told by content, by the engine, when it is judged; a name that claims to be one makes sure of a line.
//! Links to files are followed, links to folders are not, so that there is no going round; what is no file is never opened.

use super::line::ReadError;
use crate::digest::sha256;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs::{self, Metadata};
use std::io::{self, Read as _};
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use verifier::is_detached_signature;
use verifier::time::UnixTime;

/// What is judged together, and has a line: a file, or a file with a detached signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Document {
    pub(super) path: PathBuf,
    /// From the folder, with `/`; bytes that are no UTF-8 as `\xNN`.
    pub(super) name: String,
    /// Whether the name is the file's, byte for byte.
    pub(super) is_named_exactly: bool,
    pub(super) size: u64,
    /// RFC 3339, to the nanosecond where there is a fraction; nothing where the system does not tell.
    pub(super) modified: Option<String>,
    pub(super) signature: Option<Signature>,
    pub(super) listing: Listing,
    /// Why it cannot be read, where that is known without trying.
    pub(super) problem: Option<ReadError>,
}

/// A file with a detached signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Signature {
    pub(super) path: PathBuf,
    pub(super) name: String,
    pub(super) sha256: String,
}

/// When a file has a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listing {
    /// Always: its name claims to be a document.
    Always,
    /// If the engine knows what it is.
    IfRecognised,
    /// If there is a signature inside: a signature beside it has a line with it already.
    IfSigned,
}

/// What a folder holds.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// In the order of the report: by name, in bytes, then by the signature's.
    pub(super) documents: Vec<Document>,
    /// Links to folders, and what is neither file nor folder.
    pub(super) not_opened: usize,
}

/// Names that claim to be what the engine reads.
const CLAIMS: [&str; 12] =
    ["pdf", "p7m", "p7s", "p7c", "p7b", "eml", "cms", "cer", "crt", "pem", "der", "crl"];

/// A detached signature without content has some ten kilobytes; what is longer than this is none.
const LONGEST_SIGNATURE: u64 = 16 * 1024 * 1024;

/// Everything in `folder` and below but `output`.
pub(super) fn documents(folder: &Path, output: &Path) -> io::Result<Found> {
    let mut found = Found::default();
    let own = [Some(output.to_owned()), super::report_file::beside(output)];
    let own: Vec<PathBuf> =
        own.iter().flatten().filter_map(|path| fs::canonicalize(path).ok()).collect();
    let mut folders = vec![(folder.to_owned(), Name::default())];
    while let Some((folder, name)) = folders.pop() {
        let names = match names(&folder) {
            Ok(names) => names,
            // The folder that was asked for is to be there.
            Err(error) if name.text.is_empty() => return Err(error),
            Err(_) => {
                found.documents.push(Document::unreadable(
                    &folder,
                    name,
                    ReadError::FolderUnreadable,
                ));
                continue;
            }
        };
        let mut files = Vec::new();
        for entry in names {
            let (path, name) = (folder.join(&entry), name.join(&entry));
            let link = path.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink());
            match fs::metadata(&path) {
                Ok(metadata) if metadata.is_dir() && !link => folders.push((path, name)),
                Ok(metadata) if metadata.is_file() => {
                    if !is_one_of(&own, &path) {
                        files.push(Document::new(path, name, &metadata));
                    }
                }
                Ok(_) => found.not_opened = found.not_opened.saturating_add(1),
                Err(error) => {
                    let error = ReadError::of(&error);
                    found.documents.push(Document::unreadable(&path, name, error));
                }
            }
        }
        found.documents.extend(paired(files));
    }
    found.documents.sort_by(|one, other| {
        (super::document_key(one), &one.path).cmp(&(super::document_key(other), &other.path))
    });
    Ok(found)
}

fn names(folder: &Path) -> io::Result<BTreeSet<OsString>> {
    fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.file_name())).collect()
}

fn is_one_of(own: &[PathBuf], path: &Path) -> bool {
    !own.is_empty() && fs::canonicalize(path).is_ok_and(|path| own.contains(&path))
}

/// Puts each detached signature of a folder beside the file that it is named for: `x.p7s` beside `x`, or beside `x.pdf`.
fn paired(mut files: Vec<Document>) -> Vec<Document> {
    let named = |file: &Document| file.path.file_name().map(OsStr::to_owned);
    let by_name: BTreeMap<OsString, usize> =
        files.iter().zip(0..).filter_map(|(file, number)| Some((named(file)?, number))).collect();
    let mut pairs: Vec<(usize, usize, String)> = Vec::new();
    for (number, file) in files.iter().enumerate() {
        let Some(signed) = signed_by(&file.path, &by_name) else { continue };
        let Some(sha256) = detached_signature(file) else { continue };
        pairs.push((number, signed, sha256));
    }
    let mut with_signature = Vec::new();
    for (signature, signed, sha256) in &pairs {
        if let (Some(signature), Some(signed)) = (files.get(*signature), files.get(*signed)) {
            let signature = Signature {
                path: signature.path.clone(),
                name: signature.name.clone(),
                sha256: sha256.clone(),
            };
            with_signature.push(Document {
                is_named_exactly: signed.is_named_exactly,
                signature: Some(signature),
                listing: Listing::Always,
                ..signed.clone()
            });
        }
    }
    let signatures: BTreeSet<usize> = pairs.iter().map(|(signature, ..)| *signature).collect();
    for (_, signed, _) in &pairs {
        if let Some(signed) = files.get_mut(*signed) {
            signed.listing = Listing::IfSigned;
        }
    }
    let alone = files.into_iter().enumerate().filter(|(number, _)| !signatures.contains(number));
    alone.map(|(_, file)| file).chain(with_signature).collect()
}

/// The file that a `.p7s` is named for.
fn signed_by(path: &Path, by_name: &BTreeMap<OsString, usize>) -> Option<usize> {
    if !path.extension()?.eq_ignore_ascii_case("p7s") {
        return None;
    }
    let stem = path.file_stem()?;
    let mut as_pdf = stem.to_owned();
    as_pdf.push(".pdf");
    by_name.get(stem).or_else(|| by_name.get(&as_pdf)).copied()
}

/// The SHA-256 of a file that is a detached signature.
fn detached_signature(file: &Document) -> Option<String> {
    let mut bytes = Vec::new();
    let opened = fs::File::open(&file.path).ok()?;
    opened.take(LONGEST_SIGNATURE.saturating_add(1)).read_to_end(&mut bytes).ok()?;
    if u64::try_from(bytes.len()).ok()? > LONGEST_SIGNATURE {
        return None;
    }
    let is_one = catch_unwind(|| is_detached_signature(&bytes)).unwrap_or(false);
    is_one.then(|| sha256(&bytes))
}

/// A name as the report has it.
#[derive(Debug, Clone)]
struct Name {
    text: String,
    is_exact: bool,
}

impl Default for Name {
    fn default() -> Self {
        Self { text: String::new(), is_exact: true }
    }
}

impl Name {
    fn join(&self, entry: &OsStr) -> Self {
        let mut text = self.text.clone();
        if !text.is_empty() {
            text.push('/');
        }
        for chunk in entry.as_encoded_bytes().utf8_chunks() {
            text.push_str(chunk.valid());
            chunk.invalid().iter().for_each(|byte| text.push_str(&format!("\\x{byte:02x}")));
        }
        Self { text, is_exact: self.is_exact && entry.to_str().is_some() }
    }
}

impl Document {
    fn new(path: PathBuf, name: Name, metadata: &Metadata) -> Self {
        let extension = path.extension().and_then(OsStr::to_str).unwrap_or_default();
        let claims = CLAIMS.iter().any(|claim| claim.eq_ignore_ascii_case(extension));
        Self {
            name: name.text,
            is_named_exactly: name.is_exact,
            size: metadata.len(),
            modified: modified(metadata),
            signature: None,
            listing: if claims { Listing::Always } else { Listing::IfRecognised },
            problem: None,
            path,
        }
    }

    fn unreadable(path: &Path, name: Name, problem: ReadError) -> Self {
        Self {
            path: path.to_owned(),
            name: name.text,
            is_named_exactly: name.is_exact,
            size: 0,
            modified: None,
            signature: None,
            listing: Listing::Always,
            problem: Some(problem),
        }
    }
}

fn modified(metadata: &Metadata) -> Option<String> {
    let since = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let second = UnixTime::from_seconds(i64::try_from(since.as_secs()).ok()?).to_rfc3339();
    let fraction = match since.subsec_nanos() {
        0 => String::new(),
        nanoseconds => format!(".{nanoseconds:09}"),
    };
    Some(format!("{}{fraction}Z", second.strip_suffix('Z')?))
}
