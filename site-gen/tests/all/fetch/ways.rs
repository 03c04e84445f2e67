//! Ways to a server that are not a plain connection: proxies, TLS, and those that are closed.

use super::servers::{Script, fixture, says, tls, tunnels_to};
use super::{bytes, fetch, fetch_with, http_proxy, ok, redirect};
use site_gen::fetch::{
    FetchError, Fetched, Fetcher, HttpVersion, Limits, Proxies, ProxyProblem, RedirectRefusal,
    Request, Roots, SetupError, Validators,
};
use std::net::TcpListener;

#[test]
fn a_public_server_cannot_send_us_into_our_own_network() {
    let inside = Script::new(vec![ok("secret")]);
    let refused = |to: &str| {
        let proxy = Script::new(vec![redirect(to)]);
        let limits = Limits { attempts: 1, ..Limits::DEFAULT };
        let proxies = http_proxy(&proxy.address.to_string(), "127.0.0.1,localhost");
        let request = Request { address: "http://crl.example/", known: None };
        fetch_with(limits, proxies, request).result
    };
    // By number and by a name that leads there, past the proxy.
    for to in [inside.url("/"), format!("http://localhost:{}/", inside.address.port())] {
        let why = RedirectRefusal::PrivateNetwork;
        assert_eq!(refused(&to), Err(FetchError::RedirectRefused { to: to.clone(), why }));
    }
    // And through the proxy, which stands inside itself.
    for to in ["http://10.0.0.1/", "http://[::1]/", "http://metadata.internal/", "http://router/"] {
        let why = RedirectRefusal::PrivateNetwork;
        assert_eq!(refused(to), Err(FetchError::RedirectRefused { to: to.to_owned(), why }));
    }
    assert_eq!(inside.heads(), Vec::<String>::new());
}

#[test]
fn a_proxy_is_asked_by_the_whole_address_and_told_its_password() {
    let proxy = Script::new(vec![ok("through")]);
    let direct = Script::new(vec![ok("direct")]);
    let url = direct.url("/a.crl");
    let variable = format!("http://user:p%40ss@{}", proxy.address);
    let request = Request { address: &url, known: None };

    let outcome = fetch_with(Limits::DEFAULT, http_proxy(&variable, ""), request);
    assert_eq!(bytes(outcome.result), "through");
    assert!(
        proxy.heads()[0].starts_with(&format!("GET {url} HTTP/1.1\r\n")),
        "{:?}",
        proxy.heads()
    );
    assert_eq!(proxy.headers("host"), [direct.address.to_string()]);
    assert_eq!(proxy.headers("proxy-authorization"), ["Basic dXNlcjpwQHNz"]);

    let outcome = fetch_with(Limits::DEFAULT, http_proxy(&variable, "127.0.0.0/8"), request);
    assert_eq!(bytes(outcome.result), "direct");
    assert_eq!(direct.headers("proxy-authorization"), [""]);
}

#[test]
fn a_proxy_that_refuses_or_is_not_there_is_named() {
    let limits = Limits { attempts: 1, ..Limits::DEFAULT };
    let through = |answer: &str, address: &str| {
        let proxy = Script::new(vec![says(answer)]);
        let variable = format!("http://user:secret@{}", proxy.address);
        let request = Request { address, known: None };
        let result = fetch_with(limits, http_proxy(&variable, ""), request).result;
        (result.unwrap_err(), proxy.address.to_string())
    };
    for (answer, address, expected) in [
        ("HTTP/1.1 407 X\r\n\r\n", "http://crl.example/", ProxyProblem::Credentials),
        ("HTTP/1.1 407 X\r\n\r\n", "https://crl.example/", ProxyProblem::Credentials),
        ("HTTP/1.1 502 X\r\n\r\n", "https://crl.example/", ProxyProblem::Refused { status: 502 }),
        ("220 mail.example\r\n\r\n", "https://crl.example/", ProxyProblem::NotHttp),
    ] {
        let (error, proxy) = through(answer, address);
        assert!(!error.to_string().contains("secret"), "{error}");
        assert_eq!(error, FetchError::Proxy { proxy, problem: expected });
    }

    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let proxies = http_proxy(&format!("http://user:secret@127.0.0.1:{port}"), "");
    let request = Request { address: "http://crl.example/", known: None };
    match fetch_with(limits, proxies, request).result {
        Err(FetchError::Proxy { proxy, problem: ProxyProblem::Unreachable(cause) }) => {
            assert_eq!(proxy, format!("127.0.0.1:{port}"));
            assert!(matches!(*cause, FetchError::Connect { .. }), "{cause:?}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn tls_brings_http_2_where_the_server_has_it() {
    for (protocol, host, version) in [
        (&b"h2"[..], "localhost", HttpVersion::Http2),
        (b"http/1.1", "localhost", HttpVersion::Http1),
        (b"h2", "127.0.0.1", HttpVersion::Http2),
    ] {
        let url = format!("https://{host}:{}/list", tls("server.pem", protocol).port());
        let expected = Fetched::New {
            bytes: vec![b'x'; 100_000],
            media_type: Some("application/pkix-crl".to_owned()),
            validators: Validators {
                address: url.clone(),
                etag: Some("\"1\"".to_owned()),
                last_modified: None,
            },
            final_address: url.clone(),
            version,
            attempts: 1,
        };
        assert_eq!(fetch(&url), Ok(expected));
    }
}

#[test]
fn a_body_cut_in_tls_is_an_error_in_both_versions() {
    for protocol in [&b"h2"[..], b"http/1.1"] {
        let url = format!("https://localhost:{}/cut", tls("server.pem", protocol).port());
        let result = fetch(&url);
        assert!(matches!(result, Err(FetchError::Interrupted { .. })), "{result:?}");
    }
}

#[test]
fn a_large_body_ends_at_the_limit_in_http_2() {
    let url = format!("https://localhost:{}/list", tls("server.pem", b"h2").port());
    let limits = Limits { attempts: 1, max_bytes: 99_999, ..Limits::DEFAULT };
    let outcome = fetch_with(limits, Proxies::none(), Request { address: &url, known: None });
    let expected = FetchError::TooLarge { limit: 99_999, declared: Some(100_000) };
    assert_eq!(outcome.result, Err(expected));
}

#[test]
fn from_https_there_is_no_way_to_http() {
    let open = Script::new(vec![ok("anybody's")]);
    let url = format!("https://localhost:{}/to/{}", tls("server.pem", b"h2").port(), open.url("/"));
    let expected =
        FetchError::RedirectRefused { to: open.url("/"), why: RedirectRefusal::LessSecure };
    assert_eq!(fetch(&url), Err(expected));
    assert_eq!(open.heads(), Vec::<String>::new());
}

#[test]
fn a_server_that_does_not_prove_its_name_is_not_asked() {
    let expired = fetch(&format!("https://localhost:{}/list", tls("expired.pem", b"h2").port()));
    let Err(FetchError::Tls { host, cause }) = expired else { panic!("{expired:?}") };
    assert_eq!(host, "localhost");
    assert!(cause.contains("expired"), "{cause}");

    // Its own certificate is no root, so nobody the client trusts has issued it.
    let roots = Roots::File(fixture("expired.pem"));
    let limits = Limits { attempts: 1, ..Limits::DEFAULT };
    let fetcher = Fetcher::new(limits, &roots, Proxies::none(), "periksa-test").unwrap();
    let address = format!("https://localhost:{}/list", tls("server.pem", b"h2").port());
    let result = fetcher.fetch(Request { address: &address, known: None }, &mut |_| {});
    let Err(FetchError::Tls { cause, .. }) = result else { panic!("{result:?}") };
    assert!(cause.contains("UnknownIssuer"), "{cause}");

    // What answers without TLS.
    let server = Script::new(vec![says("HTTP/1.1 400 Bad Request\r\n\r\n")]);
    let result = fetch(&format!("https://localhost:{}/", server.address.port()));
    assert!(matches!(result, Err(FetchError::Tls { .. })), "{result:?}");
}

#[test]
fn a_tunnel_through_a_proxy_ends_at_the_server_that_was_asked_for() {
    let server = tls("server.pem", b"h2");
    let proxy = Script::new(vec![tunnels_to(server), tunnels_to(server)]);
    let proxies = http_proxy(&format!("http://user:p%40ss@{}", proxy.address), "");
    let limits = Limits { attempts: 1, ..Limits::DEFAULT };
    let through = |address: &str| {
        fetch_with(limits, proxies.clone(), Request { address, known: None }).result
    };
    // What is for the proxy stays with it.
    let headers = "(\"accept\", \"*/*\")\n(\"accept-encoding\", \"identity\")\n(\"cache-control\", \"no-cache\")\n\
                   (\"user-agent\", \"periksa-test\")\n";
    assert_eq!(bytes(through("https://localhost/headers")), headers);
    // The proxy leads somewhere else than it was told.
    let result = through("https://crl.example/list");
    let Err(FetchError::Tls { host, .. }) = result else { panic!("{result:?}") };
    assert_eq!(host, "crl.example");
    let request = |name: &str| {
        format!(
            "CONNECT {name}:443 HTTP/1.1\r\nHost: {name}:443\r\nProxy-Authorization: Basic dXNlcjpwQHNz\r\n\r\n"
        )
    };
    assert_eq!(proxy.heads(), [request("localhost"), request("crl.example")]);
}

#[test]
fn a_file_of_roots_without_roots_is_refused_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let empty = dir.path().join("empty.pem");
    std::fs::write(&empty, "nothing").unwrap();
    for path in [empty, dir.path().join("missing.pem")] {
        let roots = Roots::File(path.clone());
        match Fetcher::new(Limits::DEFAULT, &roots, Proxies::none(), "periksa-test") {
            Err(SetupError::Roots { path: named, .. }) => assert_eq!(named, path),
            other => panic!("{other:?}"),
        }
    }
    let roots = Roots::File(fixture("root.pem"));
    let result = Fetcher::new(Limits::DEFAULT, &roots, Proxies::none(), "a\nb").map(|_| ());
    assert_eq!(result, Err(SetupError::UserAgent { found: "a\nb".to_owned() }));
}

#[test]
fn threads_share_a_client() {
    fn shared<T: Send + Sync>() {}
    shared::<Fetcher>();
}
