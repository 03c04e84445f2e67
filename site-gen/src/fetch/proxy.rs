//! Which proxy an address goes through, by the variables that curl and others follow: `http_proxy`, `https_proxy`,
//! `all_proxy`, `no_proxy`, in small letters first and in capitals.
//!
//! There is no standard for them. As everywhere, an empty variable is none, `no_proxy` is a list of names (with all
//! names below them), addresses and networks, each with a port or without, and `*` means every host. Proxies are spoken
//! to over plain HTTP; what goes to an https address is encrypted inside.

use super::address::{Address, Host, Scheme, host_and_port};
use super::error::{FetchError, ProxyProblem, printable};
use crate::references::percent_decoded;
use base64ct::{Base64, Encoding as _};
use hyper::http::uri::Authority;
use std::fmt;
use std::net::IpAddr;

/// What the environment says about proxies.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Proxies {
    http: Option<String>,
    https: Option<String>,
    exceptions: Vec<String>,
}

/// One proxy, read when it is needed, so that a broken variable blocks no address that does not need it.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Proxy {
    pub(super) host: Host,
    pub(super) port: u16,
    /// The value of Proxy-Authorization (RFC 7617).
    pub(super) authorization: Option<String>,
}

impl Proxies {
    /// No proxy for any address.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Reads the variables through `variable`, which is `|name| std::env::var(name).ok()` outside tests.
    ///
    /// ```
    /// use site_gen::fetch::Proxies;
    /// assert_eq!(Proxies::from_environment(&|_| None), Proxies::none());
    /// let variable = |name: &str| (name == "https_proxy").then(|| "http://proxy.example:3128".to_owned());
    /// assert_ne!(Proxies::from_environment(&variable), Proxies::none());
    /// ```
    #[must_use]
    pub fn from_environment(variable: &dyn Fn(&str) -> Option<String>) -> Self {
        let filled = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        let either = |name: &str| filled(name).or_else(|| filled(&name.to_ascii_uppercase()));
        // In a CGI program HTTP_PROXY is the header Proxy of whoever asks (CVE-2016-5385).
        let http = filled("http_proxy").or_else(|| {
            variable("REQUEST_METHOD").is_none().then(|| filled("HTTP_PROXY")).flatten()
        });
        let exceptions = either("no_proxy").unwrap_or_default();
        Self {
            http: http.or_else(|| either("all_proxy")),
            https: either("https_proxy").or_else(|| either("all_proxy")),
            exceptions: exceptions
                .split([',', ' ', '\t'])
                .filter(|entry| !entry.is_empty())
                .map(str::to_ascii_lowercase)
                .collect(),
        }
    }

    /// The proxy for an address.
    pub(super) fn route(&self, address: &Address) -> Result<Option<Proxy>, FetchError> {
        let proxy = match address.scheme {
            Scheme::Http => &self.http,
            Scheme::Https => &self.https,
        };
        match proxy {
            Some(text) if !self.exceptions.iter().any(|entry| covers(entry, address)) => {
                Proxy::read(text).map(Some)
            }
            Some(_) | None => Ok(None),
        }
    }
}

/// Never with what is in it, which may be a password.
impl fmt::Debug for Proxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |proxy: &Option<String>| proxy.as_deref().map(printable);
        f.debug_struct("Proxies")
            .field("http", &shown(&self.http))
            .field("https", &shown(&self.https))
            .field("exceptions", &self.exceptions)
            .finish()
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Proxy({self})")
    }
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

impl Proxy {
    fn read(text: &str) -> Result<Self, FetchError> {
        let text = text.trim();
        let problem = |problem| FetchError::Proxy { proxy: printable(text), problem };
        let rest = match text.split_once("://") {
            None => text,
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => rest,
            Some(_) => return Err(problem(ProxyProblem::Scheme)),
        };
        let authority: Authority =
            rest.trim_end_matches('/').parse().map_err(|_| problem(ProxyProblem::Form))?;
        let (host, port) = host_and_port(&authority).map_err(|_| problem(ProxyProblem::Form))?;
        let credentials = authority.as_str().rsplit_once('@').map(|(credentials, _)| credentials);
        let authorization = credentials.map(|credentials| {
            let credentials = percent_decoded(credentials);
            let colon = if credentials.contains(':') { "" } else { ":" };
            format!("Basic {}", Base64::encode_string(format!("{credentials}{colon}").as_bytes()))
        });
        Ok(Self { host, port: port.unwrap_or(80), authorization })
    }
}

/// Whether an entry of `no_proxy` is about that address.
fn covers(entry: &str, address: &Address) -> bool {
    if entry == "*" {
        return true;
    }
    // A port belongs to an entry with one colon, or behind the brackets of an IPv6 address.
    let (host, port) = match entry.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') || host.ends_with(']') => (host, Some(port)),
        Some(_) | None => (entry, None),
    };
    if port.is_some_and(|port| port.parse() != Ok(address.port)) {
        return false;
    }
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match &address.host {
        Host::Ip(ip) => match bare.split_once('/') {
            Some((network, length)) => in_network(*ip, network, length),
            None => bare.parse() == Ok(*ip),
        },
        Host::Name(name) => {
            let name = name.trim_end_matches('.');
            let suffix =
                bare.trim_start_matches("*.").trim_start_matches('.').trim_end_matches('.');
            !suffix.is_empty()
                && name
                    .strip_suffix(suffix)
                    .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        }
    }
}

/// Whether the first `length` bits are the same.
fn in_network(ip: IpAddr, network: &str, length: &str) -> bool {
    let (Ok(network), Ok(length)) = (network.parse::<IpAddr>(), length.parse::<u32>()) else {
        return false;
    };
    match (ip, network) {
        (IpAddr::V4(ip), IpAddr::V4(network)) if length <= 32 => {
            let shift = 32_u32.saturating_sub(length);
            let prefix = |ip: u32| ip.checked_shr(shift).unwrap_or_default();
            prefix(ip.to_bits()) == prefix(network.to_bits())
        }
        (IpAddr::V6(ip), IpAddr::V6(network)) if length <= 128 => {
            let shift = 128_u32.saturating_sub(length);
            let prefix = |ip: u128| ip.checked_shr(shift).unwrap_or_default();
            prefix(ip.to_bits()) == prefix(network.to_bits())
        }
        (IpAddr::V4(_) | IpAddr::V6(_), _) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxies(variables: &[(&str, &str)]) -> Proxies {
        Proxies::from_environment(&|name| {
            variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    fn route(variables: &[(&str, &str)], address: &str) -> Option<String> {
        let proxy = proxies(variables).route(&Address::read(address).unwrap()).unwrap();
        proxy.map(|proxy| proxy.to_string())
    }

    #[test]
    fn variables_are_those_of_the_scheme_small_letters_first() {
        let (http, https) = ("http://crl.example/", "https://crl.example/");
        for (variables, address, expected) in [
            (&[][..], http, None),
            (&[("http_proxy", "http://p.example:3128/")], http, Some("p.example:3128")),
            (&[("http_proxy", "http://p.example:3128/")], https, None),
            (&[("https_proxy", "p.example:3128")], https, Some("p.example:3128")),
            (&[("https_proxy", "p.example:3128")], http, None),
            (&[("HTTPS_PROXY", "HTTP://p.example")], https, Some("p.example:80")),
            (&[("HTTP_PROXY", "p.example:1")], http, Some("p.example:1")),
            (&[("HTTP_PROXY", "p.example:1"), ("REQUEST_METHOD", "GET")], http, None),
            (
                &[("http_proxy", "a.example:1"), ("HTTP_PROXY", "b.example:1")],
                http,
                Some("a.example:1"),
            ),
            (&[("http_proxy", ""), ("HTTP_PROXY", "b.example:1")], http, Some("b.example:1")),
            (
                &[("all_proxy", "a.example:1"), ("http_proxy", "b.example:1")],
                http,
                Some("b.example:1"),
            ),
            (
                &[("ALL_PROXY", "a.example:1"), ("http_proxy", "b.example:1")],
                https,
                Some("a.example:1"),
            ),
            (&[("http_proxy", "http://[2001:db8::1]:3128")], http, Some("[2001:db8::1]:3128")),
        ] {
            assert_eq!(route(variables, address).as_deref(), expected, "{variables:?} {address}");
        }
    }

    #[test]
    fn exceptions_are_names_addresses_and_networks() {
        for (exceptions, address, goes_through) in [
            ("*", "http://crl.example/", false),
            ("crl.example", "http://crl.example/", false),
            ("crl.example", "http://CRL.example./", false),
            ("example", "http://crl.example/", false),
            (".example", "http://crl.example/", false),
            ("*.example", "http://crl.example/", false),
            ("ple", "http://crl.example/", true),
            ("a.crl.example", "http://crl.example/", true),
            ("x, CRL.EXAMPLE", "http://crl.example/", false),
            ("x crl.example", "http://crl.example/", false),
            ("crl.example:80", "http://crl.example/", false),
            ("crl.example:8080", "http://crl.example/", true),
            ("192.0.2.1", "http://192.0.2.1/", false),
            ("192.0.2.0/24", "http://192.0.2.255/", false),
            ("192.0.2.0/25", "http://192.0.2.255/", true),
            ("0.0.0.0/0", "http://192.0.2.255/", false),
            ("192.0.2.0/33", "http://192.0.2.0/", true),
            ("192.0.2.1:80", "http://192.0.2.1/", false),
            ("2001:db8::/32", "http://[2001:db8::7]/", false),
            ("2001:db8::7", "http://[2001:db8::7]/", false),
            ("[2001:db8::7]:80", "http://[2001:db8::7]/", false),
            ("[2001:db8::7]:81", "http://[2001:db8::7]/", true),
            ("::/0", "http://192.0.2.1/", true),
            (".", "http://crl.example/", true),
            ("", "http://crl.example/", true),
        ] {
            let route = route(&[("http_proxy", "p.example:1"), ("no_proxy", exceptions)], address);
            assert_eq!(route.is_some(), goes_through, "{exceptions:?} {address}");
        }
    }

    #[test]
    fn a_password_goes_to_the_proxy_and_nowhere_else() {
        let proxies = proxies(&[("http_proxy", "http://user:p%40ss@p.example:3128")]);
        let proxy = proxies.route(&Address::read("http://crl.example/").unwrap()).unwrap().unwrap();
        // user:p@ss
        assert_eq!(proxy.authorization.as_deref(), Some("Basic dXNlcjpwQHNz"));
        let printed = format!("{proxies:?} {proxy:?} {proxy}");
        assert!(!printed.contains("p%40ss") && !printed.contains("dXNl"), "{printed}");
        assert!(printed.contains("p.example:3128"), "{printed}");
    }

    #[test]
    fn a_broken_variable_blocks_only_what_needs_it() {
        for (proxy, shown, problem) in [
            ("socks5://u:secret@p.example:1080", "socks5://p.example:1080", ProxyProblem::Scheme),
            ("https://p.example", "https://p.example", ProxyProblem::Scheme),
            ("http://", "http://", ProxyProblem::Form),
            ("http://u:secret@p.example:x", "http://p.example:x", ProxyProblem::Form),
            ("p example", "p example", ProxyProblem::Form),
        ] {
            let proxies = proxies(&[("https_proxy", proxy)]);
            let route = |address| proxies.route(&Address::read(address).unwrap());
            assert_eq!(route("http://crl.example/"), Ok(None));
            let expected = FetchError::Proxy { proxy: shown.to_owned(), problem };
            assert_eq!(route("https://crl.example/"), Err(expected));
        }
    }
}
