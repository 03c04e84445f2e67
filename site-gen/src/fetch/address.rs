//! Addresses that can be asked for: `http` and `https`, without credentials (RFC 9110 4.2, RFC 3986).

use super::error::{AddressProblem, FetchError, RedirectRefusal, printable};
use super::network::Network;
use hyper::http::Uri;
use hyper::http::uri::Authority;
use std::fmt;
use std::net::IpAddr;

/// More than any distribution point has, and less than servers take.
pub(super) const LONGEST: usize = 2048;

/// The two schemes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scheme {
    Http,
    Https,
}

/// Whom to connect to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Host {
    Name(String),
    Ip(IpAddr),
}

/// An address that can be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) scheme: Scheme,
    pub(super) host: Host,
    pub(super) port: u16,
    /// Host and port as in the address, for Host.
    pub(super) authority: String,
    /// Path and query, beginning with a slash.
    pub(super) path: String,
}

impl Address {
    /// Reads an address as the operator or a certificate gives it.
    pub(super) fn read(text: &str) -> Result<Self, FetchError> {
        let text = text.trim();
        let shown = || printable(text);
        let scheme = match text.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase()) {
            Some(scheme) if scheme == "http" => Scheme::Http,
            Some(scheme) if scheme == "https" => Scheme::Https,
            Some(scheme) if scheme == "ldap" || scheme == "ldaps" => {
                return Err(FetchError::LdapNotSupported { address: shown() });
            }
            Some(_) | None => return Err(FetchError::Scheme { address: shown() }),
        };
        Self::of(scheme, text).map_err(|problem| FetchError::Address { address: shown(), problem })
    }

    fn of(scheme: Scheme, text: &str) -> Result<Self, AddressProblem> {
        if text.len() > LONGEST {
            return Err(AddressProblem::TooLong);
        }
        let uri: Uri = text.parse().map_err(|_| AddressProblem::Form)?;
        let authority = uri.authority().ok_or(AddressProblem::Form)?;
        if authority.as_str().contains('@') {
            return Err(AddressProblem::Credentials);
        }
        let (host, port) = host_and_port(authority)?;
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        let port = port.unwrap_or(match scheme {
            Scheme::Http => 80,
            Scheme::Https => 443,
        });
        Ok(Self { scheme, host, port, authority: authority.as_str().to_ascii_lowercase(), path })
    }

    /// Where a redirect from here leads (RFC 3986 5.2.2), unless nobody may send us there.
    pub(super) fn redirected(&self, location: &str) -> Result<Self, FetchError> {
        let refused =
            |why| FetchError::RedirectRefused { to: printable(&self.absolute(location)), why };
        let to = Self::read(&self.absolute(location)).map_err(|error| {
            let is_scheme =
                matches!(error, FetchError::Scheme { .. } | FetchError::LdapNotSupported { .. });
            refused(if is_scheme { RedirectRefusal::Scheme } else { RedirectRefusal::Address })
        })?;
        if self.scheme == Scheme::Https && to.scheme == Scheme::Http {
            return Err(refused(RedirectRefusal::LessSecure));
        }
        Ok(to)
    }

    fn absolute(&self, location: &str) -> String {
        let location = location.trim().split('#').next().unwrap_or_default();
        let origin = format!("{}://{}", self.scheme, self.authority);
        let base = self.path.split('?').next().unwrap_or_default();
        if has_scheme(location) {
            location.to_owned()
        } else if location.starts_with("//") {
            format!("{}:{location}", self.scheme)
        } else if location.is_empty() {
            format!("{origin}{}", self.path)
        } else if location.starts_with('?') {
            format!("{origin}{base}{location}")
        } else {
            let (path, query) = location
                .find('?')
                .and_then(|at| location.split_at_checked(at))
                .unwrap_or((location, ""));
            let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
            let path = if path.starts_with('/') {
                without_dot_segments(path)
            } else {
                without_dot_segments(&format!("{folder}/{path}"))
            };
            format!("{origin}{path}{query}")
        }
    }

    /// As far as it can be told without asking a name service.
    pub(super) fn network_by_name(&self) -> Network {
        match &self.host {
            Host::Name(name) => Network::of_name(name),
            Host::Ip(address) => Network::of(*address),
        }
    }
}

/// Host and port of an authority, credentials aside.
pub(super) fn host_and_port(authority: &Authority) -> Result<(Host, Option<u16>), AddressProblem> {
    let host = authority.host();
    // `http://host:/` is allowed and means the scheme's own port; any other text there is not a port.
    let behind = authority.as_str().rsplit_once(host).map_or("", |(_, behind)| behind);
    let port = match behind.strip_prefix(':') {
        None | Some("") => None,
        // `parse` would take a plus sign.
        Some(port) if port.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(port.parse().map_err(|_| AddressProblem::Form)?)
        }
        Some(_) => return Err(AddressProblem::Form),
    };
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    if let Ok(address) = bare.parse() {
        return Ok((Host::Ip(address), port));
    }
    if host.is_empty()
        || !host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
    {
        return Err(AddressProblem::Form);
    }
    // Resolvers take `2130706433`, `127.1` and `0x7f.0.0.1` for 127.0.0.1.
    let last = host.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
    let is_number = last.starts_with("0x")
        || last.starts_with("0X")
        || last.bytes().all(|byte| byte.is_ascii_digit());
    if is_number {
        return Err(AddressProblem::NumericHost);
    }
    Ok((Host::Name(host.to_ascii_lowercase()), port))
}

fn has_scheme(location: &str) -> bool {
    location.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    })
}

/// RFC 3986 5.2.4, for a path that begins with a slash.
fn without_dot_segments(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for segment in path.split('/').skip(1) {
        match segment {
            "." => {}
            ".." => {
                kept.pop();
            }
            segment => kept.push(segment),
        }
    }
    // What ends in a dot segment is a folder.
    if path.ends_with("/.") || path.ends_with("/..") {
        kept.push("");
    }
    format!("/{}", kept.join("/"))
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Http => "http",
            Self::Https => "https",
        })
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Ip(IpAddr::V6(address)) => write!(f, "[{address}]"),
            Self::Ip(IpAddr::V4(address)) => write!(f, "{address}"),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}", self.scheme, self.authority, self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_or_refused_with_the_reason() {
        let problem = |address: &str, problem| {
            Err(FetchError::Address { address: address.to_owned(), problem })
        };
        let long = format!("http://crl.example/{}", "a".repeat(LONGEST));
        for (text, expected) in [
            ("http://crl.example/a.crl?b=c#d", Ok("http://crl.example/a.crl?b=c")),
            (" HTTP://CRL.Example ", Ok("http://crl.example/")),
            ("https://crl.example:8443?x", Ok("https://crl.example:8443/?x")),
            ("http://[2001:db8::1]:80/", Ok("http://[2001:db8::1]:80/")),
            ("http://192.0.2.1/", Ok("http://192.0.2.1/")),
            ("http://a_b.example./", Ok("http://a_b.example./")),
            (
                "ldap://u:secret@dir.example/cn=x?certificateRevocationList",
                Err(FetchError::LdapNotSupported {
                    address: "ldap://dir.example/cn=x?certificateRevocationList".to_owned(),
                }),
            ),
            (
                "LDAPS://dir.example",
                Err(FetchError::LdapNotSupported { address: "LDAPS://dir.example".to_owned() }),
            ),
            (
                "ftp://crl.example/",
                Err(FetchError::Scheme { address: "ftp://crl.example/".to_owned() }),
            ),
            (
                "crl.example/a.crl",
                Err(FetchError::Scheme { address: "crl.example/a.crl".to_owned() }),
            ),
            ("", Err(FetchError::Scheme { address: String::new() })),
            ("http://", problem("http://", AddressProblem::Form)),
            ("http:///a", problem("http:///a", AddressProblem::Form)),
            ("http://crl.example/a b", problem("http://crl.example/a b", AddressProblem::Form)),
            (
                "http://crl.example:99999/",
                problem("http://crl.example:99999/", AddressProblem::Form),
            ),
            ("http://crl.example:+80/", problem("http://crl.example:+80/", AddressProblem::Form)),
            ("http://a*b.example/", problem("http://a*b.example/", AddressProblem::Form)),
            (
                "http://u:secret@crl.example/",
                problem("http://crl.example/", AddressProblem::Credentials),
            ),
            ("http://2130706433/", problem("http://2130706433/", AddressProblem::NumericHost)),
            ("http://127.1/", problem("http://127.1/", AddressProblem::NumericHost)),
            (
                "http://0x7f.0.0.0x1./",
                problem("http://0x7f.0.0.0x1./", AddressProblem::NumericHost),
            ),
            (&long, problem(&printable(&long), AddressProblem::TooLong)),
        ] {
            let read = Address::read(text).map(|address| address.to_string());
            assert_eq!(read, expected.map(str::to_owned), "{text}");
        }
    }

    #[test]
    fn ports_follow_the_scheme() {
        let port = |text| Address::read(text).unwrap().port;
        assert_eq!(port("http://crl.example/"), 80);
        assert_eq!(port("http://crl.example:/"), 80);
        assert_eq!(port("https://crl.example/"), 443);
        assert_eq!(port("https://[2001:db8::1]:8443/"), 8443);
    }

    #[test]
    fn redirects_are_resolved_as_in_rfc_3986() {
        let base = Address::read("http://a/b/c/d?q").unwrap();
        for (location, expected) in [
            ("http://x.example/y", "http://x.example/y"),
            ("https://x.example/y", "https://x.example/y"),
            ("//x.example/y", "http://x.example/y"),
            ("/y?z", "http://a/y?z"),
            ("/y/../z/./", "http://a/z/"),
            ("y", "http://a/b/c/y"),
            ("./y", "http://a/b/c/y"),
            ("../y/", "http://a/b/y/"),
            ("..", "http://a/b/"),
            ("../../../../y", "http://a/y"),
            ("?z", "http://a/b/c/d?z"),
            ("y?../z", "http://a/b/c/y?../z"),
            ("", "http://a/b/c/d?q"),
            ("#s", "http://a/b/c/d?q"),
            (" y#s ", "http://a/b/c/y"),
        ] {
            let to = base.redirected(location).map(|address| address.to_string());
            assert_eq!(to, Ok(expected.to_owned()), "{location}");
        }
    }

    #[test]
    fn redirects_to_less_secure_or_other_addresses_are_refused() {
        let base = Address::read("https://a.example/b").unwrap();
        for (location, to, why) in [
            ("http://a.example/b", "http://a.example/b", RedirectRefusal::LessSecure),
            ("file:///etc/passwd", "file:///etc/passwd", RedirectRefusal::Scheme),
            ("data:text/plain,x", "data:text/plain,x", RedirectRefusal::Scheme),
            ("ldap://dir.example/x", "ldap://dir.example/x", RedirectRefusal::Scheme),
            ("https://u:p@a.example/", "https://a.example/", RedirectRefusal::Address),
            ("https://127.1/", "https://127.1/", RedirectRefusal::Address),
            ("https://", "https://", RedirectRefusal::Address),
        ] {
            let expected = FetchError::RedirectRefused { to: to.to_owned(), why };
            assert_eq!(base.redirected(location), Err(expected), "{location}");
        }
    }

    /// Every text of three of these pieces: none panics, and an address that is read is read again as the same.
    #[test]
    fn any_text_is_an_address_for_good_or_not_at_all() {
        const PIECES: [&str; 20] = [
            "http://",
            "HTTPS://",
            "a.example",
            "[2001:db8::1]",
            "192.0.2.1",
            "[",
            "]",
            ":",
            ":80",
            "@",
            "/",
            "..",
            "?",
            "#",
            "%",
            "%2f",
            "é",
            "\u{0}",
            " ",
            "//",
        ];
        let base = Address::read("http://a.example/b/c?d").unwrap();
        let mut read = 0;
        for code in 0..PIECES.len().pow(3) {
            let at = |place: u32| PIECES[code / PIECES.len().pow(place) % PIECES.len()];
            let text = [at(0), at(1), at(2)].concat();
            for address in [Address::read(&format!("http://{text}")), base.redirected(&text)]
                .into_iter()
                .flatten()
            {
                read += 1;
                assert_eq!(Address::read(&address.to_string()), Ok(address), "{text:?}");
            }
        }
        assert!(read > 1_000, "{read}");
    }
}
