//! Why nothing was fetched: what was expected, what came, and what to do about it.

use hyper::StatusCode;
use std::fmt;
use std::time::Duration;

/// Why an address gave no bytes. Text in it that came from outside is safe to print, and never holds credentials.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The address is of a directory.
    #[error(
        "{address} is an LDAP address, and only http and https are fetched; register the CA's HTTP address of the same list, or bring the file in with `crl import FILE`"
    )]
    LdapNotSupported {
        /// As given, without credentials.
        address: String,
    },
    /// The address has another scheme than `http` and `https`, or none.
    #[error("{address} does not begin with http:// or https://, and nothing else is fetched")]
    Scheme {
        /// As given, without credentials.
        address: String,
    },
    /// The address cannot be asked for.
    #[error("{address} cannot be asked for: {problem}")]
    Address {
        /// As given, without credentials.
        address: String,
        /// What is wrong with it.
        problem: AddressProblem,
    },
    /// The proxy named by the environment cannot be used, or refuses.
    #[error("proxy {proxy}: {problem}")]
    Proxy {
        /// Without credentials.
        proxy: String,
        /// What is wrong with it.
        problem: ProxyProblem,
    },
    /// The name of the host has no address.
    #[error(
        "the name {host} has no address ({cause}); check the address, and the name service of this machine"
    )]
    Resolve {
        /// Which.
        host: String,
        /// The system's words.
        cause: String,
    },
    /// No connection.
    #[error("no connection to {to} ({cause}); the server is down, or a firewall is in between")]
    Connect {
        /// Host and port.
        to: String,
        /// The system's words, of the address tried last.
        cause: String,
    },
    /// The server could not prove its name.
    #[error(
        "{host} did not prove its name over TLS ({cause}); nothing is fetched from it. Where its CA is not one the system trusts, SSL_CERT_FILE names a file with that CA's root"
    )]
    Tls {
        /// Which.
        host: String,
        /// What rustls says.
        cause: String,
    },
    /// The system has no roots.
    #[error(
        "an https address needs roots to trust, and this system has none ({cause}); install ca-certificates, or name a file of roots in SSL_CERT_FILE"
    )]
    NoRoots {
        /// What was met while looking.
        cause: String,
    },
    /// Something took too long.
    #[error("no end of {phase} after {}; the server or the line is overloaded", Seconds(limit))]
    Timeout {
        /// What.
        phase: Phase,
        /// How long was waited.
        limit: Duration,
    },
    /// The body trickles.
    #[error(
        "the body came more slowly than {lowest_rate} bytes a second over {} ({received} bytes until then); nothing of it is kept",
        Seconds(window)
    )]
    TooSlow {
        /// How many bytes had come.
        received: u64,
        /// How many had to come each second.
        lowest_rate: u64,
        /// Over which time.
        window: Duration,
    },
    /// The body is larger than allowed.
    #[error(
        "the body is larger than {limit} bytes{}; nothing of it is kept. Where the list has really grown so much, raise the limit",
        Declared(declared)
    )]
    TooLarge {
        /// How many bytes are allowed.
        limit: u64,
        /// What the server said beforehand, if it did.
        declared: Option<u64>,
    },
    /// An answer that is neither the bytes, nor "not modified", nor a redirect.
    #[error("the server answered {status}{} where 200 was expected; {}", Reason(status), advice(*status))]
    Status {
        /// The code.
        status: u16,
        /// How long the server asks to be left alone.
        retry_after: Option<Duration>,
    },
    /// Redirected again and again.
    #[error(
        "more than {limit} redirects, the last one to {last}; register the address where the list really is"
    )]
    TooManyRedirects {
        /// How many are followed.
        limit: u32,
        /// Where the one too many leads.
        last: String,
    },
    /// Redirected to where nobody outside may send us.
    #[error("the server redirects to {to}, which is not followed: {why}")]
    RedirectRefused {
        /// Where to, without credentials.
        to: String,
        /// Why not.
        why: RedirectRefusal,
    },
    /// "Not modified" without having been asked.
    #[error(
        "the server answered 304 (Not Modified) without having been asked whether it is; there are no bytes to keep"
    )]
    NotModifiedUnasked,
    /// The body is compressed or otherwise coded.
    #[error(
        "the body comes with {header}: {coding}, though it was asked for as it is; what is decoded on the way is not what was signed, so it is refused"
    )]
    Encoded {
        /// `Content-Encoding` or `Transfer-Encoding`.
        header: &'static str,
        /// Its value.
        coding: String,
    },
    /// The connection ended before the answer did.
    #[error(
        "the answer broke off after {received} bytes{} ({cause}); nothing of it is kept",
        Expected(expected)
    )]
    Interrupted {
        /// How many bytes of the body had come.
        received: u64,
        /// How many the server had announced, if it did.
        expected: Option<u64>,
        /// The library's words.
        cause: String,
    },
    /// Something else than HTTP came.
    #[error("what answered does not speak HTTP ({cause}); check host and port of the address")]
    NotHttp {
        /// The library's words.
        cause: String,
    },
    /// This machine could not even begin.
    #[error("this machine has no means left for a connection ({cause})")]
    Runtime {
        /// The system's words.
        cause: String,
    },
}

/// What is wrong with an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressProblem {
    /// RFC 3986 does not know it so.
    #[error(
        "it is not of the form http://host/path; letters beyond ASCII and spaces must be percent-encoded, in names as Punycode"
    )]
    Form,
    /// User and password.
    #[error("it has a user or a password in it, and none are sent")]
    Credentials,
    /// A host like `127.1` or `0x7f.0.0.1`.
    #[error("its host ends in a number and is no IPv4 address of four numbers")]
    NumericHost,
    /// Too long.
    #[error("it has more than {} characters", super::address::LONGEST)]
    TooLong,
}

/// What is wrong with a proxy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProxyProblem {
    /// Not of the form `http://[user:password@]host[:port]`.
    #[error("it is not of the form http://host:port")]
    Form,
    /// `https`, `socks5` and the like.
    #[error("only proxies with http:// are used")]
    Scheme,
    /// It cannot be reached.
    #[error("{0}")]
    Unreachable(Box<FetchError>),
    /// It wants to know who we are.
    #[error(
        "it asks for a user and a password (407), or for others; write them into the variable as http://user:password@host:port"
    )]
    Credentials,
    /// It does not let us through.
    #[error(
        "it answered CONNECT with {status}{}; ask its operator to let the address through",
        Reason(status)
    )]
    Refused {
        /// The code.
        status: u16,
    },
    /// Something else than HTTP came.
    #[error("it does not speak HTTP")]
    NotHttp,
}

/// Why a redirect is not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RedirectRefusal {
    /// From https to http.
    #[error("it leads from https to http, where anybody in between can change the answer")]
    LessSecure,
    /// Another scheme.
    #[error("only http and https are followed")]
    Scheme,
    /// No address, an impossible one, or one with credentials.
    #[error("it is no address that can be asked for")]
    Address,
    /// A private address, and we come from a public one.
    #[error("it leads into a private network, and the address it comes from is a public one")]
    PrivateNetwork,
}

/// What was waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The addresses of the host's name.
    Resolve,
    /// The connection.
    Connect,
    /// The way through a proxy.
    Proxy,
    /// The TLS handshake.
    Tls,
    /// The head of the answer.
    Head,
    /// The whole attempt.
    Total,
}

impl FetchError {
    /// Whether the same request may succeed a moment later.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Resolve { .. }
            | Self::Connect { .. }
            | Self::Timeout { .. }
            | Self::TooSlow { .. }
            | Self::Interrupted { .. }
            | Self::Runtime { .. } => true,
            Self::Status { status, .. } => is_transient_status(*status),
            Self::Proxy { problem, .. } => match problem {
                ProxyProblem::Unreachable(cause) => cause.is_transient(),
                ProxyProblem::Refused { status } => is_transient_status(*status),
                ProxyProblem::Form
                | ProxyProblem::Scheme
                | ProxyProblem::Credentials
                | ProxyProblem::NotHttp => false,
            },
            Self::LdapNotSupported { .. }
            | Self::Scheme { .. }
            | Self::Address { .. }
            | Self::Tls { .. }
            | Self::NoRoots { .. }
            | Self::TooLarge { .. }
            | Self::TooManyRedirects { .. }
            | Self::RedirectRefused { .. }
            | Self::NotModifiedUnasked
            | Self::Encoded { .. }
            | Self::NotHttp { .. } => false,
        }
    }

    /// How long the server asks to be left alone.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        if let Self::Status { retry_after, .. } = self { *retry_after } else { None }
    }
}

/// Request Timeout, Too Early, Too Many Requests, and what the server says of itself.
fn is_transient_status(status: u16) -> bool {
    matches!(status, 408 | 425 | 429 | 500..=599)
}

fn advice(status: u16) -> &'static str {
    match status {
        401 | 403 => {
            "the list should be open to everybody: ask the CA, or check whether this machine is blocked"
        }
        404 | 410 => {
            "check the address against the CRL distribution point in a certificate of the CA"
        }
        429 => "it is asked too often: run the timer less often",
        500..=599 => "the fault is on the CA's side; the next run may succeed",
        _ => "check the address",
    }
}

/// Text from outside on one line: nothing that steers a terminal, no user and password, no novels.
pub(super) fn printable(text: &str) -> String {
    const LONGEST: usize = 300;
    let begin = text.find("://").map_or(0, |at| at.saturating_add(3));
    let (scheme, rest) = text.split_at_checked(begin).unwrap_or_default();
    let authority_end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let rest = match rest.get(..authority_end).and_then(|authority| authority.rfind('@')) {
        Some(at) => rest.get(at.saturating_add(1)..).unwrap_or_default(),
        None => rest,
    };
    let mut shown = String::new();
    for character in scheme.chars().chain(rest.chars()).take(LONGEST) {
        // `escape_debug` alone would quote for Rust.
        match character {
            '"' | '\'' | '\\' => shown.push(character),
            character => shown.extend(character.escape_debug()),
        }
    }
    if scheme.chars().chain(rest.chars()).nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Resolve => "looking up the name",
            Self::Connect => "connecting",
            Self::Proxy => "going through the proxy",
            Self::Tls => "the TLS handshake",
            Self::Head => "waiting for the head of the answer",
            Self::Total => "the whole attempt",
        })
    }
}

struct Seconds<'a>(&'a Duration);

impl fmt::Display for Seconds<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} s", self.0.as_secs_f32())
    }
}

struct Declared<'a>(&'a Option<u64>);

impl fmt::Display for Declared<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |bytes| write!(f, " (the server says {bytes})"))
    }
}

struct Expected<'a>(&'a Option<u64>);

impl fmt::Display for Expected<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |bytes| write!(f, " of {bytes}"))
    }
}

struct Reason<'a>(&'a u16);

impl fmt::Display for Reason<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = StatusCode::from_u16(*self.0).ok().and_then(|code| code.canonical_reason());
        reason.map_or(Ok(()), |reason| write!(f, " ({reason})"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_and_what_steers_a_terminal_are_not_printed() {
        for (text, expected) in [
            ("http://user:secret@crl.example/a@b", "http://crl.example/a@b"),
            ("ldap://cn=x:p@ss@dir.example?a@b", "ldap://dir.example?a@b"),
            ("user:secret@proxy.example:3128", "proxy.example:3128"),
            ("http://crl.example/\u{1b}[2J\n\u{202e}", "http://crl.example/\\u{1b}[2J\\n\\u{202e}"),
            ("http://crl.example/it's?\"\\", "http://crl.example/it's?\"\\"),
            ("", ""),
        ] {
            assert_eq!(printable(text), expected, "{text:?}");
        }
        assert_eq!(printable(&"a".repeat(1000)), format!("{}…", "a".repeat(300)));
    }

    #[test]
    fn a_sentence_says_what_was_expected_what_came_and_what_to_do() {
        for (error, expected) in [
            (
                FetchError::Status { status: 404, retry_after: None },
                "the server answered 404 (Not Found) where 200 was expected; check the address against the CRL distribution point in a certificate of the CA",
            ),
            (
                FetchError::Status { status: 599, retry_after: None },
                "the server answered 599 where 200 was expected; the fault is on the CA's side; the next run may succeed",
            ),
            (
                FetchError::Timeout { phase: Phase::Head, limit: Duration::from_millis(1500) },
                "no end of waiting for the head of the answer after 1.5 s; the server or the line is overloaded",
            ),
            (
                FetchError::TooLarge { limit: 10, declared: Some(11) },
                "the body is larger than 10 bytes (the server says 11); nothing of it is kept. Where the list has really grown so much, raise the limit",
            ),
            (
                FetchError::Interrupted { received: 3, expected: Some(10), cause: "x".to_owned() },
                "the answer broke off after 3 bytes of 10 (x); nothing of it is kept",
            ),
        ] {
            assert_eq!(error.to_string(), expected);
        }
    }

    #[test]
    fn only_what_may_pass_by_itself_is_transient() {
        let status = |status| FetchError::Status { status, retry_after: None };
        let proxy = |problem| FetchError::Proxy { proxy: "p:1".to_owned(), problem };
        let text = || "x".to_owned();
        for (error, expected) in [
            (status(408), true),
            (status(425), true),
            (status(429), true),
            (status(500), true),
            (status(599), true),
            (status(404), false),
            (status(600), false),
            (status(206), false),
            (FetchError::Resolve { host: text(), cause: text() }, true),
            (FetchError::Connect { to: text(), cause: text() }, true),
            (FetchError::Tls { host: text(), cause: text() }, false),
            (FetchError::NotHttp { cause: text() }, false),
            (proxy(ProxyProblem::Refused { status: 503 }), true),
            (proxy(ProxyProblem::Refused { status: 403 }), false),
            (proxy(ProxyProblem::Unreachable(Box::new(status(503)))), true),
            (proxy(ProxyProblem::Unreachable(Box::new(status(403)))), false),
            (proxy(ProxyProblem::Credentials), false),
        ] {
            assert_eq!(error.is_transient(), expected, "{error}");
        }
    }
}
