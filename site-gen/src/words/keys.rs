//! The keys that a report of the verifier can hold, and what fills the placeholders of each: what the table of words has to cover.

/// The verdicts a report can hold.
pub const VERDICTS: &[&str] = &[
    "asli",
    "asli-saat-itu",
    "asli-ditambah",
    "berubah",
    "dicabut",
    "belum-pasti",
    "tidak-dikenal",
    "uji",
    "rusak",
    "tanpa",
];

/// The reasons and notes a report can hold, and the arguments of each.
pub const REASONS: &[(&str, &[&str])] = &[
    ("later-changes-not-checked", &[]),
    ("several-signatures-not-checked", &[]),
    ("permissions-not-checked", &[]),
    ("ocsp-not-checked", &[]),
    ("document-time-stamp-not-checked", &[]),
    ("hybrid-reference-not-checked", &[]),
    ("structure-unreadable", &["offset", "expected", "found"]),
    ("trailing-bytes", &["count"]),
    ("leading-bytes", &["count"]),
    ("encrypted", &[]),
    ("sub-filter-unsupported", &["sub_filter"]),
    ("algorithm-unsupported", &["algorithm"]),
    ("algorithm-refused", &["algorithm"]),
    ("encoding-unsupported", &[]),
    ("kind-not-supported", &["kind"]),
    ("signature-outside-form", &[]),
    ("signature-removed", &[]),
    ("field-changed", &[]),
    ("revocation-no-data", &["issuer"]),
    ("revocation-stale", &["issuer", "this_update", "next_update"]),
    ("revocation-unusable", &["issuer"]),
    ("revoked", &["date", "reason"]),
    ("revoked-later", &["date", "reason"]),
    ("time-not-proven", &[]),
    ("time-stamp-untrusted", &[]),
    ("expired", &["not_after"]),
    ("expired-since", &["not_after"]),
    ("not-yet-valid", &["not_before"]),
    ("signing-certificate-missing", &[]),
    ("signing-certificate-mismatch", &[]),
    ("path-not-found", &["issuer"]),
    ("path-constraints", &["certificate"]),
    ("unknown-critical-extension", &["oid"]),
    ("test-anchor", &["anchor"]),
    ("hash-mismatch", &[]),
    ("signature-value-wrong", &[]),
    ("format", &["check"]),
    ("limit-reached", &["limit"]),
    ("engine-stopped", &[]),
    ("empty-file", &[]),
    ("not-a-signed-file", &[]),
    ("no-signature-field", &[]),
    ("unsigned-field", &["field"]),
    ("ess-absent", &[]),
    ("time-stamp-authority-window", &[]),
];

/// The checks of a signature.
pub const CHECKS: &[&str] = &[
    "structure",
    "byte_range",
    "contents",
    "signed_attributes",
    "message_digest",
    "signing_certificate",
    "signature_value",
    "time_stamp",
    "certificate_path",
    "revocation",
    "ocsp",
    "algorithms",
    "later_changes",
    "permissions",
    "field",
];

/// The shapes the page can draw.
pub const SHAPES: &[&str] = &[
    "circle-check",
    "circle-check-page",
    "clock-check",
    "octagon-cross",
    "ban",
    "diamond-question",
    "person-question",
    "flask",
    "broken",
    "dashed",
];
/// The tones the page knows.
pub const TONES: &[&str] = &["good", "warn", "bad", "neutral", "test"];
