//! File name to media type, the same for `serve` and for the header files of hosts.

/// The endings this site has, and a few that agencies add.
pub const MEDIA_TYPES: &[(&str, &str)] = &[
    ("html", "text/html; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("wasm", "application/wasm"),
    ("pdf", "application/pdf"),
    // RFC 5280 4.2.1.13 and RFC 2585
    ("crl", "application/pkix-crl"),
    ("cer", "application/pkix-cert"),
    // RFC 8551 3.2.1
    ("p7s", "application/pkcs7-signature"),
    ("p7m", "application/pkcs7-mime"),
    // RFC 5322, RFC 2046 5.2.1
    ("eml", "message/rfc822"),
    // RFC 8555 9.1
    ("pem", "application/pem-certificate-chain"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("webp", "image/webp"),
    ("ico", "image/x-icon"),
    ("woff2", "font/woff2"),
    ("txt", "text/plain; charset=utf-8"),
    ("md", "text/markdown; charset=utf-8"),
    ("xml", "application/xml"),
    // RFC 4287 7
    ("atom", "application/atom+xml"),
    // RFC 5545 8.1
    ("ics", "text/calendar; charset=utf-8"),
    ("webmanifest", "application/manifest+json"),
    ("zip", "application/zip"),
];

/// Of a file whose ending says nothing, or that has none.
pub const OTHER: &str = "application/octet-stream";

/// The media type of a file name.
#[must_use]
pub fn media_type(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let found = MEDIA_TYPES.iter().find(|(known, _)| *known == ending);
    found.map_or(OTHER, |(_, media_type)| media_type)
}
