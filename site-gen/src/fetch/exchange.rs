//! One request and its answer (RFC 9110), whose body is read under limits and kept only when it is whole.

use super::Validators;
use super::address::Address;
use super::connection::{Connection, HttpVersion, within};
use super::error::{FetchError, Phase, ProxyProblem, printable};
use super::limits::Limits;
use super::proxy::Proxy;
use super::retry::retry_after;
use http_body_util::{BodyExt as _, Empty};
use hyper::body::{Body as _, Bytes, Incoming};
use hyper::client::conn::{http1, http2};
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::http::request::Builder;
use hyper::{Request, Response, StatusCode, Version};
use hyper_util::rt::{TokioExecutor, TokioIo};
use std::error::Error;

/// What a server may answer.
pub(super) enum Answer {
    /// What was asked for.
    Final(Final),
    /// Elsewhere.
    Redirect { location: String },
}

/// An answer that is not about another address.
pub(super) enum Final {
    /// The bytes.
    Whole {
        bytes: Vec<u8>,
        media_type: Option<String>,
        validators: Validators,
        version: HttpVersion,
    },
    /// What we have is what there is.
    NotModified,
}

/// Asks for `address` over `connection`.
pub(super) async fn exchange(
    address: &Address,
    connection: Connection,
    known: Option<&Validators>,
    user_agent: &HeaderValue,
    limits: &Limits,
) -> Result<Answer, FetchError> {
    let condition = known.map(|known| condition(known, address)).unwrap_or_default();
    let conditional = !condition.is_empty();
    let version = connection.version;
    let proxy = connection.asked_proxy.clone();
    let request = request(address, version, proxy.as_ref(), condition, user_agent)?;
    let response = within(limits.head, Phase::Head, head_of_answer(connection, request)).await??;
    match response.status() {
        StatusCode::OK => whole(response, address, version, limits).await.map(Answer::Final),
        StatusCode::NOT_MODIFIED if conditional => Ok(Answer::Final(Final::NotModified)),
        StatusCode::NOT_MODIFIED => Err(FetchError::NotModifiedUnasked),
        StatusCode::PROXY_AUTHENTICATION_REQUIRED if proxy.is_some() => Err(FetchError::Proxy {
            proxy: proxy.map(|proxy| proxy.to_string()).unwrap_or_default(),
            problem: ProxyProblem::Credentials,
        }),
        status => match (status.as_u16(), text(response.headers(), header::LOCATION)) {
            (301 | 302 | 303 | 307 | 308, Some(location)) => Ok(Answer::Redirect { location }),
            (status, _) => {
                Err(FetchError::Status { status, retry_after: retry_after(response.headers()) })
            }
        },
    }
}

/// If-None-Match and If-Modified-Since. A validator says something about the address it came from and no other
/// (RFC 9110 8.8), and one that is no header text, which only a damaged file has, is not sent.
fn condition(known: &Validators, address: &Address) -> Vec<(HeaderName, HeaderValue)> {
    if known.address != address.to_string() {
        return Vec::new();
    }
    [
        (header::IF_NONE_MATCH, known.etag.as_ref()),
        (header::IF_MODIFIED_SINCE, known.last_modified.as_ref()),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, HeaderValue::from_str(value?).ok()?)))
    .collect()
}

/// No cookies, no referrer, nothing about who asks but the program's name.
fn request(
    address: &Address,
    version: HttpVersion,
    proxy: Option<&Proxy>,
    condition: Vec<(HeaderName, HeaderValue)>,
    user_agent: &HeaderValue,
) -> Result<Request<Empty<Bytes>>, FetchError> {
    let absolute = address.to_string();
    let mut builder: Builder = match version {
        // In HTTP/2 the authority is part of the address.
        HttpVersion::Http2 => Request::get(absolute).version(Version::HTTP_2),
        HttpVersion::Http1 => {
            // RFC 9112 3.2.2: a proxy is given the whole address.
            let target = if proxy.is_some() { absolute } else { address.path.clone() };
            Request::get(target)
                .header(header::HOST, &address.authority)
                .header(header::CONNECTION, "close")
        }
    };
    builder = builder
        .header(header::ACCEPT, "*/*")
        .header(header::ACCEPT_ENCODING, "identity")
        // The CA's answer, and not what a cache in between remembers.
        .header(header::CACHE_CONTROL, "no-cache")
        .header(header::USER_AGENT, user_agent);
    if let Some(authorization) = proxy.and_then(|proxy| proxy.authorization.as_deref()) {
        builder = builder.header(header::PROXY_AUTHORIZATION, authorization);
    }
    for (name, value) in condition {
        builder = builder.header(name, value);
    }
    builder.body(Empty::new()).map_err(|error| FetchError::Runtime { cause: error.to_string() })
}

/// Sends the request; the connection is driven by a task of its own, which ends with the runtime.
async fn head_of_answer(
    connection: Connection,
    request: Request<Empty<Bytes>>,
) -> Result<Response<Incoming>, FetchError> {
    /// Servers send about one.
    const LONGEST_HEAD: u32 = 64 << 10;
    let io = TokioIo::new(connection.stream);
    let answer = match connection.version {
        HttpVersion::Http1 => {
            let (mut sender, driver) = http1::Builder::new()
                .max_buf_size(usize::try_from(LONGEST_HEAD).unwrap_or(usize::MAX))
                .handshake(io)
                .await
                .map_err(|error| no_answer(&error))?;
            tokio::spawn(driver);
            sender.send_request(request).await
        }
        HttpVersion::Http2 => {
            let (mut sender, driver) = http2::Builder::new(TokioExecutor::new())
                .max_header_list_size(LONGEST_HEAD)
                .handshake(io)
                .await
                .map_err(|error| no_answer(&error))?;
            tokio::spawn(driver);
            sender.send_request(request).await
        }
    };
    answer.map_err(|error| no_answer(&error))
}

fn no_answer(error: &hyper::Error) -> FetchError {
    let cause = innermost(error);
    if error.is_parse() {
        FetchError::NotHttp { cause }
    } else {
        FetchError::Interrupted { received: 0, expected: None, cause }
    }
}

async fn whole(
    response: Response<Incoming>,
    address: &Address,
    version: HttpVersion,
    limits: &Limits,
) -> Result<Final, FetchError> {
    let (head, body) = response.into_parts();
    refuse_codings(&head.headers)?;
    let bytes = read(body, limits).await?;
    Ok(Final::Whole {
        bytes,
        media_type: text(&head.headers, header::CONTENT_TYPE),
        validators: Validators {
            address: address.to_string(),
            etag: text(&head.headers, header::ETAG),
            last_modified: text(&head.headers, header::LAST_MODIFIED),
        },
        version,
    })
}

fn refuse_codings(headers: &HeaderMap) -> Result<(), FetchError> {
    for (name, shown, plain) in [
        (header::CONTENT_ENCODING, "Content-Encoding", "identity"),
        (header::TRANSFER_ENCODING, "Transfer-Encoding", "chunked"),
    ] {
        for value in headers.get_all(name) {
            let coding = String::from_utf8_lossy(value.as_bytes());
            if !coding.trim().eq_ignore_ascii_case(plain) {
                return Err(FetchError::Encoded { header: shown, coding: printable(&coding) });
            }
        }
    }
    Ok(())
}

/// Reads the body to its end. Memory grows with what has come, never with what was announced.
async fn read(mut body: Incoming, limits: &Limits) -> Result<Vec<u8>, FetchError> {
    let declared = body.size_hint().exact();
    if let Some(size) = declared.filter(|size| *size > limits.max_bytes) {
        return Err(FetchError::TooLarge { limit: limits.max_bytes, declared: Some(size) });
    }
    let mut bytes = Vec::new();
    loop {
        let enough = length(&bytes).saturating_add(limits.bytes_per_window());
        let step = read_until(enough, &mut body, &mut bytes, declared, limits.max_bytes);
        match tokio::time::timeout(limits.window, step).await {
            Ok(Ok(Read::Whole)) => return Ok(bytes),
            Ok(Ok(Read::Enough)) => {}
            Ok(Err(error)) => return Err(error),
            Err(_) => {
                return Err(FetchError::TooSlow {
                    received: length(&bytes),
                    lowest_rate: limits.lowest_rate,
                    window: limits.window,
                });
            }
        }
    }
}

enum Read {
    Whole,
    Enough,
}

async fn read_until(
    enough: u64,
    body: &mut Incoming,
    bytes: &mut Vec<u8>,
    declared: Option<u64>,
    limit: u64,
) -> Result<Read, FetchError> {
    while length(bytes) < enough {
        // A body shorter than announced, or cut inside a chunk, is an error here and never an end.
        let Some(frame) = body.frame().await else { return Ok(Read::Whole) };
        let frame = frame.map_err(|error| FetchError::Interrupted {
            received: length(bytes),
            expected: declared,
            cause: innermost(&error),
        })?;
        // What is no data are trailers, and nothing is taken from those.
        let data = frame.into_data().unwrap_or_default();
        if length(bytes).saturating_add(length(&data)) > limit {
            return Err(FetchError::TooLarge { limit, declared: None });
        }
        bytes.extend_from_slice(&data);
    }
    Ok(Read::Enough)
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

/// The first value of a header, if it is text of a length that headers have.
fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?.trim();
    (!value.is_empty() && value.len() <= super::address::LONGEST).then(|| value.to_owned())
}

/// Libraries wrap: "error reading a body from connection" has the reason inside.
fn innermost(error: &hyper::Error) -> String {
    let mut error: &dyn Error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    printable(&error.to_string())
}
