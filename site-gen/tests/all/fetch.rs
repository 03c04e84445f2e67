//! The client of `crl fetch` over real sockets, against servers that are right, wrong, slow and hostile.

mod bodies;
mod servers;
mod ways;

use servers::{Part, Script, fixture, says};
use site_gen::fetch::{
    Attempt, FetchError, Fetched, Fetcher, HttpVersion, Limits, Proxies, RedirectRefusal, Request,
    Roots, Validators,
};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What was fetched, what was told of failed attempts, and how long was slept between.
struct Outcome {
    result: Result<Fetched, FetchError>,
    failures: Vec<(u32, FetchError, Option<Duration>)>,
    slept: Vec<Duration>,
}

fn fetch_with(limits: Limits, proxies: Proxies, request: Request<'_>) -> Outcome {
    let slept = Arc::new(Mutex::new(Vec::new()));
    let sleeps = Arc::clone(&slept);
    let fetcher = Fetcher::new(limits, &Roots::File(fixture("root.pem")), proxies, "periksa-test")
        .unwrap()
        .with_seed(1)
        .with_sleep(move |pause| sleeps.lock().unwrap().push(pause));
    let mut failures = Vec::new();
    let result = fetcher.fetch(request, &mut |attempt: Attempt<'_>| {
        failures.push((attempt.number, attempt.failure.clone(), attempt.wait));
    });
    let slept = slept.lock().unwrap().clone();
    Outcome { result, failures, slept }
}

fn fetch(address: &str) -> Result<Fetched, FetchError> {
    let limits = Limits { attempts: 1, ..Limits::DEFAULT };
    fetch_with(limits, Proxies::none(), Request { address, known: None }).result
}

/// What one answer leads to.
fn answered(part: Part) -> Result<Fetched, FetchError> {
    fetch(&Script::new(vec![part]).url("/a.crl"))
}

fn bytes(result: Result<Fetched, FetchError>) -> String {
    match result.unwrap() {
        Fetched::New { bytes, .. } => String::from_utf8(bytes).unwrap(),
        Fetched::NotModified { .. } => panic!("not modified"),
    }
}

fn status(status: u16) -> FetchError {
    FetchError::Status { status, retry_after: None }
}

fn ok(body: &str) -> Part {
    says(format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len()))
}

fn redirect(location: &str) -> Part {
    says(format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n"))
}

fn http_proxy(address: &str, no_proxy: &str) -> Proxies {
    Proxies::from_environment(&|name| match name {
        "http_proxy" | "https_proxy" => Some(address.to_owned()),
        "no_proxy" => Some(no_proxy.to_owned()),
        _ => None,
    })
}

#[test]
fn the_bytes_come_with_what_the_answer_says_of_itself_and_we_say_nothing_of_us() {
    let server = Script::new(vec![says(
        "HTTP/1.1 200 OK\r\nContent-Type: application/pkix-crl\r\nETag: \"abc\"\r\nSet-Cookie: a=b\r\n\
         Last-Modified: Sat, 28 Nov 2026 08:00:00 GMT\r\nContent-Length: 4\r\n\r\n0\x00\r\n",
    )]);
    let url = server.url("/a.crl?b=c");
    let expected = Fetched::New {
        bytes: b"0\x00\r\n".to_vec(),
        media_type: Some("application/pkix-crl".to_owned()),
        validators: Validators {
            address: url.clone(),
            etag: Some("\"abc\"".to_owned()),
            last_modified: Some("Sat, 28 Nov 2026 08:00:00 GMT".to_owned()),
        },
        final_address: url.clone(),
        version: HttpVersion::Http1,
        attempts: 1,
    };
    assert_eq!(fetch(&url), Ok(expected));
    let request = format!(
        "GET /a.crl?b=c HTTP/1.1\r\nhost: {}\r\nconnection: close\r\naccept: */*\r\naccept-encoding: identity\r\n\
         cache-control: no-cache\r\nuser-agent: periksa-test\r\n\r\n",
        server.address
    );
    assert_eq!(server.heads(), [request]);
}

#[test]
fn what_is_known_is_not_sent_again() {
    let not_modified = || says("HTTP/1.1 304 Not Modified\r\nETag: \"abc\"\r\n\r\n");
    let answer = "HTTP/1.1 200 OK\r\nETag: W/\"abc\"\r\nLast-Modified: Sat, 28 Nov 2026 08:00:00 GMT\r\nContent-Length: 1\r\n\r\nx";
    let server = Script::new(vec![says(answer), not_modified()]);
    let url = server.url("/");
    let Ok(Fetched::New { validators, .. }) = fetch(&url) else { panic!("nothing fetched") };
    // As it is kept between two runs.
    let json = serde_json::to_string(&validators).unwrap();
    let known: Validators = serde_json::from_str(&json).unwrap();
    let request = Request { address: &url, known: Some(&known) };
    let outcome = fetch_with(Limits::DEFAULT, Proxies::none(), request);
    assert_eq!(outcome.result, Ok(Fetched::NotModified { attempts: 1 }));
    assert_eq!(server.headers("if-none-match"), ["", "W/\"abc\""]);
    assert_eq!(server.headers("if-modified-since"), ["", "Sat, 28 Nov 2026 08:00:00 GMT"]);
}

#[test]
fn validators_are_for_the_address_they_came_from() {
    // The list moves from one address to another, which has another file with the same ETag.
    let server = Script::new(vec![redirect("/new"), ok("new")]);
    let known = Validators {
        address: server.url("/old"),
        etag: Some("\"1\"".to_owned()),
        last_modified: None,
    };
    let url = server.url("/old");
    let request = Request { address: &url, known: Some(&known) };
    let outcome = fetch_with(Limits::DEFAULT, Proxies::none(), request);
    assert_eq!(bytes(outcome.result), "new");
    assert_eq!(server.headers("if-none-match"), ["\"1\"", ""]);
}

#[test]
fn not_modified_is_an_error_when_nobody_asked() {
    let part = says("HTTP/1.1 304 Not Modified\r\n\r\n");
    assert_eq!(answered(part), Err(FetchError::NotModifiedUnasked));
    // A damaged file of validators asks for nothing, so there is nothing it could be answered.
    let server = Script::new(vec![says("HTTP/1.1 304 Not Modified\r\n\r\n")]);
    let url = server.url("/");
    let known =
        Validators { address: url.clone(), etag: Some("a\nb".to_owned()), last_modified: None };
    let request = Request { address: &url, known: Some(&known) };
    let outcome = fetch_with(Limits::DEFAULT, Proxies::none(), request);
    assert_eq!(outcome.result, Err(FetchError::NotModifiedUnasked));
}

#[test]
fn other_answers_are_errors_with_their_status() {
    for code in [201, 203, 204, 206, 300, 302, 404, 410, 407, 501] {
        // 302 has no Location here, and 407 comes from no proxy.
        let part = says(format!("HTTP/1.1 {code} X\r\nContent-Length: 0\r\n\r\n"));
        assert_eq!(answered(part), Err(status(code)), "{code}");
    }
}

#[test]
fn transient_failures_are_tried_again_with_growing_pauses() {
    let busy = || says("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n");
    let cut = says("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n123");
    let server = Script::new(vec![busy(), cut, ok("list")]);
    let url = server.url("/");
    let request = Request { address: &url, known: None };
    let outcome = fetch_with(Limits::DEFAULT, Proxies::none(), request);
    let Ok(Fetched::New { bytes, attempts, .. }) = outcome.result else { panic!("not fetched") };
    // Nothing of the short list is in the whole one.
    assert_eq!((bytes.as_slice(), attempts), (&b"list"[..], 3));
    let failures: Vec<_> = outcome.failures.iter().map(|(number, _, _)| *number).collect();
    assert_eq!(failures, [1, 2]);
    assert_eq!(outcome.failures[0].1, status(500));
    let waits: Vec<_> = outcome.failures.iter().filter_map(|(_, _, wait)| *wait).collect();
    assert_eq!(outcome.slept, waits);
    assert!((1000..=2000).contains(&waits[0].as_millis()), "{waits:?}");
    assert!((2000..=4000).contains(&waits[1].as_millis()), "{waits:?}");
}

#[test]
fn attempts_end() {
    let busy = || says("HTTP/1.1 503 X\r\nContent-Length: 0\r\n\r\n");
    let server = Script::new((0..4).map(|_| busy()).collect());
    let url = server.url("/");
    let request = Request { address: &url, known: None };
    let outcome = fetch_with(Limits::DEFAULT, Proxies::none(), request);
    assert_eq!(outcome.result, Err(status(503)));
    assert_eq!((server.heads().len(), outcome.slept.len()), (4, 3));
    assert_eq!(outcome.failures[3], (4, status(503), None));
}

#[test]
fn what_will_not_change_is_tried_once() {
    let server = Script::new(vec![says("HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n"), ok("list")]);
    let url = server.url("/");
    let request = Request { address: &url, known: None };
    let outcome = fetch_with(Limits::DEFAULT, Proxies::none(), request);
    assert_eq!(outcome.result, Err(status(404)));
    assert_eq!(outcome.failures, [(1, status(404), None)]);
    assert_eq!(outcome.slept, []);
}

#[test]
fn a_server_that_asks_for_time_gets_it_or_is_left_alone() {
    let busy = |seconds: &str| {
        says(format!("HTTP/1.1 429 X\r\nRetry-After: {seconds}\r\nContent-Length: 0\r\n\r\n"))
    };
    let server = Script::new(vec![busy("7"), ok("list")]);
    let url = server.url("/");
    let request = Request { address: &url, known: None };
    let outcome = fetch_with(Limits::DEFAULT, Proxies::none(), request);
    assert_eq!(bytes(outcome.result), "list");
    assert_eq!(outcome.slept, [Duration::from_secs(7)]);

    let server = Script::new(vec![busy("3600"), ok("list")]);
    let url = server.url("/");
    let request = Request { address: &url, known: None };
    let outcome = fetch_with(Limits::DEFAULT, Proxies::none(), request);
    let asked = Some(Duration::from_secs(3600));
    assert_eq!(outcome.result, Err(FetchError::Status { status: 429, retry_after: asked }));
    assert_eq!(outcome.slept, []);
}

#[test]
fn redirects_are_followed_five_times() {
    let server = Script::new(vec![
        redirect("/1"),
        says("HTTP/1.1 301 X\r\nLocation: x/2\r\n\r\nmoved"),
        says("HTTP/1.1 303 X\r\nLocation: ../3\r\n\r\n"),
        says("HTTP/1.1 307 X\r\nLocation: ?4\r\n\r\n"),
        says("HTTP/1.1 308 X\r\nLocation: /5#part\r\n\r\n"),
        ok("list"),
    ]);
    let Ok(Fetched::New { bytes, final_address, validators, .. }) = fetch(&server.url("/0")) else {
        panic!("not fetched");
    };
    assert_eq!(bytes, b"list");
    assert_eq!((final_address, validators.address), (server.url("/5"), server.url("/5")));
    let asked: Vec<_> =
        server.heads().iter().map(|head| head.split(' ').nth(1).unwrap().to_owned()).collect();
    assert_eq!(asked, ["/0", "/1", "/x/2", "/3", "/3?4", "/5"]);
    // No request says where it comes from.
    assert_eq!(server.headers("referer").concat(), "");
}

#[test]
fn a_redirect_loop_ends() {
    let server = Script::new((0..7).map(|_| redirect("/again")).collect());
    let expected = FetchError::TooManyRedirects { limit: 5, last: server.url("/again") };
    assert_eq!(fetch(&server.url("/again")), Err(expected));
    assert_eq!(server.heads().len(), 6);
}

#[test]
fn redirects_elsewhere_than_http_are_refused() {
    for (location, shown, why) in [
        ("ldap://dir.example/x", "ldap://dir.example/x", RedirectRefusal::Scheme),
        ("file:///etc/passwd", "file:///etc/passwd", RedirectRefusal::Scheme),
        ("http://u:p@crl.example/", "http://crl.example/", RedirectRefusal::Address),
    ] {
        let expected = FetchError::RedirectRefused { to: shown.to_owned(), why };
        assert_eq!(answered(redirect(location)), Err(expected));
    }
}

#[test]
fn nobody_there_is_told_from_no_such_name() {
    let port = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let limits = Limits { attempts: 2, ..Limits::DEFAULT };
    let address = format!("http://127.0.0.1:{port}/");
    let outcome = fetch_with(limits, Proxies::none(), Request { address: &address, known: None });
    match outcome.result {
        Err(FetchError::Connect { to, .. }) => assert_eq!(to, format!("127.0.0.1:{port}")),
        other => panic!("{other:?}"),
    }
    // A server may be starting, and a name service too.
    assert_eq!(outcome.slept.len(), 1);

    // RFC 6761 6.4: never a name of anybody.
    match fetch("http://crl.invalid/") {
        Err(FetchError::Resolve { host, .. }) => assert_eq!(host, "crl.invalid"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn directories_are_refused_without_a_connection() {
    let expected = "ldap://dir.example/cn=CA is an LDAP address, and only http and https are fetched; register the CA's HTTP \
                    address of the same list, or bring the file in with `crl import FILE`";
    assert_eq!(fetch("ldap://dir.example/cn=CA").unwrap_err().to_string(), expected);
}
