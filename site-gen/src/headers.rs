//! Headers for hosts that can send them, from one table. The page does not depend on them: it locks itself.
//!
//! What they add is speed and order: the right media type, and how long a copy may be kept. What never changes under its name may be
//! kept for a year; everything else is asked for again each time, or a page would combine an old index with a new list.
//! `_headers` is the form that Netlify and Cloudflare Pages read; other hosts serve it as a text file that harms nobody.

use crate::media_type::{MEDIA_TYPES, OTHER};

/// What every answer carries. A policy for the document itself is left to the pages' own `<meta>`: two policies are both
/// enforced, and a copy here that lags behind would break the page.
const HEADERS: &[(&str, &str)] = &[
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
];

/// The ends of paths whose bytes never change, as regular expressions that PCRE and RE2 read alike: a list under its number and digest,
/// a full tile of the log (one that still grows has `.p/` in its path), a numbered root. [`is_immutable`] says the same.
const IMMUTABLE: &[&str] =
    &[r"/crl/[^.]+/[0-9]+-[0-9a-f]{16}\.crl$", r"/log/tile/[^.]+$", r"/trust/root/[0-9]+\.json$"];

/// How long a copy may be kept of what never changes, and of the rest.
const KEEP: &str = "public, max-age=31536000, immutable";
const ASK: &str = "no-cache";

/// A host, or a program that serves files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Server {
    /// nginx, inside `http`.
    Nginx,
    /// Caddy 2.
    Caddy,
    /// Apache httpd 2.4, as `.htaccess` or inside `<Directory>`.
    Apache,
    /// `_headers` of Netlify and Cloudflare Pages.
    Hosts,
}

/// Whether the path below the site's root says that its bytes never change.
#[must_use]
pub fn is_immutable(path: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    if let Some(rest) = path.strip_prefix("crl/") {
        let Some((folder, name)) = rest.rsplit_once('/') else { return false };
        let Some((number, digest)) =
            name.strip_suffix(".crl").and_then(|name| name.split_once('-'))
        else {
            return false;
        };
        let hexadecimal = |digit: u8| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
        return !folder.contains('.')
            && digits(number)
            && digest.len() == 16
            && digest.bytes().all(hexadecimal);
    }
    if let Some(tile) = path.strip_prefix("log/tile/") {
        return !tile.is_empty() && !tile.contains('.');
    }
    let root = path.strip_prefix("trust/root/").and_then(|name| name.strip_suffix(".json"));
    root.is_some_and(digits)
}

/// The header files of a site: name and bytes.
#[must_use]
pub fn files() -> Vec<(&'static str, Vec<u8>)> {
    vec![("_headers", text(Server::Hosts).into_bytes())]
}

/// What a server is told.
#[must_use]
pub fn text(server: Server) -> String {
    match server {
        Server::Nginx => nginx(),
        Server::Caddy => caddy(),
        Server::Apache => apache(),
        Server::Hosts => hosts(),
    }
}

fn nginx() -> String {
    let mut text = String::from(
        "# Written by `site-gen headers nginx`; goes into /etc/nginx/conf.d/. Change the name and the folder, add TLS.
map $uri $periksa_cache {
    default \"no-cache\";
",
    );
    for pattern in IMMUTABLE {
        text.push_str(&format!("    \"~{pattern}\" \"{KEEP}\";\n"));
    }
    text.push_str(
        "}

server {
    listen 8080;
    server_name periksa.example;
    root /srv/www/periksa;
    index index.html;
    error_page 404 /404.html;
    absolute_redirect off;
    charset off;

",
    );
    for (name, value) in HEADERS {
        text.push_str(&format!("    add_header {name} \"{value}\" always;\n"));
    }
    text.push_str("    add_header Cache-Control $periksa_cache always;\n\n    types {\n");
    for (ending, media_type) in MEDIA_TYPES {
        text.push_str(&format!("        \"{media_type}\" {ending};\n"));
    }
    text.push_str(&format!("    }}\n    default_type {OTHER};\n}}\n"));
    text
}

fn caddy() -> String {
    let mut text = String::from(
        "# Written by `site-gen headers caddy`. Change the name and the folder; with a public name Caddy gets its certificate itself.
http://periksa.example:8080 {
\troot * /srv/www/periksa
\theader {
",
    );
    for (name, value) in HEADERS {
        text.push_str(&format!("\t\t{name} \"{value}\"\n"));
    }
    let unchanging = IMMUTABLE.join("|");
    text.push_str(&format!(
        "\t}}
\t@unchanging path_regexp {unchanging}
\theader @unchanging Cache-Control \"{KEEP}\"
\t@changing not path_regexp {unchanging}
\theader @changing Cache-Control \"{ASK}\"
"
    ));
    for (ending, media_type) in MEDIA_TYPES {
        text.push_str(&format!(
            "\t@{ending} path *.{ending}\n\theader @{ending} Content-Type \"{media_type}\"\n"
        ));
    }
    // Caddy would guess from the content.
    text.push_str(&format!(
        "\t@other path_regexp /[^./]+$
\theader @other Content-Type \"{OTHER}\"
\tfile_server
\thandle_errors {{
\t\trewrite * /404.html
\t\theader Content-Type \"text/html; charset=utf-8\"
\t\tfile_server
\t}}
}}
"
    ));
    text
}

fn apache() -> String {
    let mut text = String::from(
        "# Written by `site-gen headers apache`; is .htaccess in the site's folder (needs mod_headers). ErrorDocument wants a path of the host.
# ErrorDocument 404 /404.html
AddDefaultCharset Off
",
    );
    for (name, value) in HEADERS {
        text.push_str(&format!("Header always set {name} \"{value}\"\n"));
    }
    text.push_str(&format!("Header set Cache-Control \"{ASK}\"\n"));
    for pattern in IMMUTABLE {
        text.push_str(&format!(
            "Header set Cache-Control \"{KEEP}\" \"expr=%{{REQUEST_URI}} =~ m#{pattern}#\"\n"
        ));
    }
    for (ending, media_type) in MEDIA_TYPES {
        text.push_str(&format!("AddType \"{media_type}\" .{ending}\n"));
    }
    text
}

/// These hosts ask again each time by themselves, and a second rule for a path would be joined to the first: no word about copies.
fn hosts() -> String {
    let mut text = String::from("/*\n");
    for (name, value) in HEADERS {
        text.push_str(&format!("  {name}: {value}\n"));
    }
    // They know the usual types; these they tend to get wrong.
    let odd = |ending: &str| matches!(ending, "wasm" | "crl" | "cer" | "atom" | "ics");
    for (ending, media_type) in MEDIA_TYPES.iter().filter(|(ending, _)| odd(ending)) {
        text.push_str(&format!("/*.{ending}\n  Content-Type: {media_type}\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_never_changes_under_its_name_may_be_kept() {
        for (path, expected) in [
            ("crl/00aa/7-0123456789abcdef.crl", true),
            ("crl/00aa/part-1/7-0123456789abcdef.crl", true),
            ("crl/00aa/latest.crl", false),
            ("crl/00aa/7-0123456789abcdeg.crl", false),
            ("crl/00aa/ledger.json", false),
            ("crl/7-0123456789abcdef.crl", false),
            ("crl/index.json", false),
            ("log/tile/0/x001/067", true),
            ("log/tile/entries/000", true),
            ("log/tile/0/000.p/5", false),
            ("log/checkpoint", false),
            ("trust/root/12.json", true),
            ("trust/root/latest.json", false),
            ("trust/trusted_root.json", false),
            ("trust/snapshot", false),
            ("statistik/index.html", false),
            ("css/base.css", false),
        ] {
            assert_eq!(is_immutable(path), expected, "{path}");
        }
    }

    #[test]
    fn the_examples_are_what_the_command_prints() {
        let examples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
        for (name, server) in [("nginx.conf", Server::Nginx), ("Caddyfile", Server::Caddy)] {
            let example = std::fs::read_to_string(examples.join(name)).unwrap();
            assert_eq!(example, text(server), "cargo run -- headers … > examples/{name}");
        }
    }

    #[test]
    fn every_server_is_told_every_media_type() {
        for server in [Server::Nginx, Server::Caddy, Server::Apache] {
            for (ending, media_type) in MEDIA_TYPES {
                let text = text(server);
                let line = text.lines().find(|line| line.contains(media_type));
                assert!(line.is_some() && text.contains(ending), "{server:?}: {ending}");
            }
        }
    }
}
