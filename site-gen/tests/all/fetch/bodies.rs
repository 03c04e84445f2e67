//! Answers that are short, long, slow, coded, or no answers at all.

use super::servers::{Part, Script, drips, says};
use super::{answered, bytes, fetch_with};
use site_gen::fetch::{FetchError, Fetched, Limits, Phase, Proxies, Request};
use std::time::Duration;

#[test]
fn a_short_body_is_an_error_and_never_a_short_list() {
    for (answer, received, expected) in [
        ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n123", 3, Some(10)),
        ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n", 0, Some(10)),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n123\r\n", 3, None),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n123", 3, None),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n123\r\nxyz\r\n", 3, None),
    ] {
        match answered(says(answer)) {
            Err(FetchError::Interrupted { received: came, expected: announced, .. }) => {
                assert_eq!((came, announced), (received, expected), "{answer}");
            }
            other => panic!("{answer}: {other:?}"),
        }
    }
    for answer in ["", "HTTP/1.1 200 OK\r\nContent-Le"] {
        let Err(FetchError::Interrupted { received: 0, expected: None, .. }) =
            answered(says(answer))
        else {
            panic!("{answer}");
        };
    }
}

#[test]
fn bodies_are_framed_as_http_frames_them() {
    for (answer, body) in [
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n123\r\n1;x=y\r\n4\r\n0\r\nA: b\r\n\r\n",
            "1234",
        ),
        // Until the connection ends, as servers of HTTP/1.0 do. That a piece is missing only the bytes can show.
        ("HTTP/1.0 200 OK\r\n\r\n123", "123"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n12345", "123"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", ""),
        ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", "x"),
    ] {
        assert_eq!(bytes(answered(says(answer))), body, "{answer}");
    }
}

#[test]
fn a_large_body_ends_at_the_limit() {
    let limits = Limits { attempts: 1, max_bytes: 1000, ..Limits::DEFAULT };
    let result = |answer: String| {
        let server = Script::new(vec![says(answer)]);
        let url = server.url("/");
        fetch_with(limits, Proxies::none(), Request { address: &url, known: None }).result
    };
    let too_large = |declared| Err(FetchError::TooLarge { limit: 1000, declared });
    let body = "x".repeat(1000);
    assert_eq!(
        bytes(result(format!("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{body}"))),
        body
    );
    assert_eq!(bytes(result(format!("HTTP/1.1 200 OK\r\n\r\n{body}"))), body);
    for declared in [1001, u64::MAX - 1000] {
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {declared}\r\n\r\n");
        assert_eq!(result(answer), too_large(Some(declared)));
    }
    assert_eq!(result(format!("HTTP/1.1 200 OK\r\n\r\n{body}x")), too_large(None));
    let chunks = "64\r\n".to_owned() + &"x".repeat(100) + "\r\n";
    let answer =
        format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{}", chunks.repeat(11));
    assert_eq!(result(answer), too_large(None));
}

#[test]
fn a_head_without_end_is_cut_off() {
    let endless = format!("HTTP/1.1 200 OK\r\n{}", "A: b\r\n".repeat(100_000));
    let Err(FetchError::NotHttp { cause }) = answered(says(endless)) else { panic!("accepted") };
    assert!(cause.contains("too large") || cause.contains("header"), "{cause}");
}

/// Limits that a test can wait for.
fn impatient() -> Limits {
    Limits {
        attempts: 1,
        head: Duration::from_millis(400),
        window: Duration::from_millis(400),
        lowest_rate: 1000,
        ..Limits::DEFAULT
    }
}

fn impatiently(limits: Limits, part: Part) -> Result<Fetched, FetchError> {
    let server = Script::new(vec![part]);
    let url = server.url("/");
    fetch_with(limits, Proxies::none(), Request { address: &url, known: None }).result
}

#[test]
fn who_drips_or_says_nothing_is_left() {
    let pause = Duration::from_millis(50);
    let head = FetchError::Timeout { phase: Phase::Head, limit: impatient().head };
    let dripping_head = drips("HTTP/1.1 200 OK\r\n", "A: b\r\n", pause, 40);
    assert_eq!(impatiently(impatient(), dripping_head), Err(head.clone()));
    assert_eq!(impatiently(impatient(), drips("", "", pause, 40)), Err(head));

    let ok = "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n";
    for part in [drips(ok, "x", pause, 40), drips(ok, "", pause, 40)] {
        match impatiently(impatient(), part) {
            Err(FetchError::TooSlow { received, lowest_rate: 1000, window }) => {
                assert!(received < 400, "{received}");
                assert_eq!(window, impatient().window);
            }
            other => panic!("{other:?}"),
        }
    }
    // Fast enough in every window, and yet without end.
    let limits = Limits { lowest_rate: 1, total: Duration::from_millis(900), ..impatient() };
    let total = FetchError::Timeout { phase: Phase::Total, limit: limits.total };
    assert_eq!(impatiently(limits, drips(ok, "x", pause, 40)), Err(total));
}

#[test]
fn who_is_slow_but_steady_is_waited_for() {
    // 50 bytes in a second or more, where a window of 0.4 s must bring four.
    let limits = Limits { lowest_rate: 10, ..impatient() };
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n";
    let part = drips(head, "xx", Duration::from_millis(40), 25);
    assert_eq!(bytes(impatiently(limits, part)), "x".repeat(50));
}

#[test]
fn an_error_page_is_given_as_what_it_is() {
    let page = "<!DOCTYPE html><title>Sorry</title>";
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n{page}",
        page.len()
    );
    let Ok(Fetched::New { bytes, media_type, .. }) = answered(says(answer)) else {
        panic!("not fetched");
    };
    assert_eq!(bytes, page.as_bytes());
    assert_eq!(media_type.as_deref(), Some("text/html; charset=utf-8"));
}

#[test]
fn what_is_coded_is_refused() {
    for (name, value) in [
        ("Content-Encoding", "gzip"),
        ("Content-Encoding", "identity, br"),
        ("Transfer-Encoding", "gzip, chunked"),
    ] {
        let answer = format!("HTTP/1.1 200 OK\r\n{name}: {value}\r\n\r\n0\r\n\r\n");
        let expected = FetchError::Encoded { header: name, coding: value.to_owned() };
        assert_eq!(answered(says(answer)), Err(expected));
    }
    let answer = "HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nContent-Length: 1\r\n\r\nx";
    assert_eq!(bytes(answered(says(answer))), "x");
}

#[test]
fn what_does_not_speak_http_is_named_as_such() {
    for answer in [
        "SSH-2.0-OpenSSH_9.2\r\n",
        "0\u{1}\u{2}\u{3} garbage that is no head at all\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n1234",
    ] {
        let result = answered(says(answer));
        assert!(matches!(result, Err(FetchError::NotHttp { .. })), "{answer}: {result:?}");
    }
}
