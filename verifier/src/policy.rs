//! What the verifier asks for, and how much work it will do: one struct each, every default with its source.
//!
//! The published policy is "Kebijakan Verifikasi Periksa 1" (design, section 3.1).

/// A resource limit that a file reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Limit {
    /// Nesting of arrays and dictionaries.
    Nesting,
    /// Elements of one object.
    Elements,
    /// Decoded size of one stream.
    DecodedStream,
    /// Cross-reference sections.
    Revisions,
    /// Cross-reference entries.
    XrefEntries,
    /// Fields of the interactive form.
    Fields,
    /// Signatures of one document.
    Signatures,
    /// Certificates considered for one document.
    Certificates,
    /// Signature verifications while building certification paths.
    SignatureChecks,
    /// Size of the file.
    FileSize,
}

/// Bounds on the work that one file can cause. Reaching one is reported, and is never a pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Bytes of the file. A WASM instance must hold it; phones give a page a few hundred MB (threat WEB-11).
    pub file_size: usize,
    /// Decoded bytes of one stream (threat WEB-01 names 64 MB).
    pub decoded_stream: usize,
    /// Cross-reference sections (threat WEB-04 names 1000).
    pub revisions: usize,
    /// Entries of all cross-reference sections: 8 million objects are more than any real document has.
    pub xref_entries: u64,
    /// Fields of the form: the largest real forms have some thousand.
    pub fields: usize,
    /// Signatures judged. The longest approval chains known have some dozen.
    pub signatures: usize,
    /// Certificates considered (threat CMS-26 names 64 for one bag; a document may carry several).
    pub certificates: usize,
    /// Signatures checked while building paths for one certificate (threat PATH-01 names 100).
    pub signature_checks: usize,
    /// Certificates in one path, anchor not counted. Real paths have two.
    pub path_length: usize,
}

impl Budget {
    /// The limits of this release.
    pub const DEFAULT: Self = Self {
        file_size: 256 * 1024 * 1024,
        decoded_stream: 64 * 1024 * 1024,
        revisions: 1000,
        xref_entries: 8_000_000,
        fields: 20_000,
        signatures: 100,
        certificates: 256,
        signature_checks: 100,
        path_length: 8,
    };
}
