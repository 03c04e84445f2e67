//! Headers for hosts that can send them, from one table. The page does not depend on them: it locks itself.
//!
//! `_headers` is the form that Netlify and Cloudflare Pages read; other hosts serve it as a text file that harms nobody.

use crate::media_type::MEDIA_TYPES;

/// What every answer carries. A policy for the document itself is left to the pages' own `<meta>`: two policies are both
/// enforced, and a copy here that lags behind would break the page.
const HEADERS: &[(&str, &str)] = &[
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
];

/// The header files: name and bytes.
#[must_use]
pub fn files() -> Vec<(&'static str, Vec<u8>)> {
    let mut text = String::from("/*\n");
    for (name, value) in HEADERS {
        text.push_str(&format!("  {name}: {value}\n"));
    }
    // Hosts know the usual types; these they tend to get wrong.
    for (ending, media_type) in
        MEDIA_TYPES.iter().filter(|(ending, _)| matches!(*ending, "wasm" | "crl" | "cer"))
    {
        text.push_str(&format!("/*.{ending}\n  Content-Type: {media_type}\n"));
    }
    vec![("_headers", text.into_bytes())]
}
