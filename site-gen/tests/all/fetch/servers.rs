//! Servers for one test each: a scripted one that says byte for byte what the test wants, and one of TLS and HTTP/2.

use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Body, Bytes, Frame, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::convert::Infallible;
use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio_rustls::TlsAcceptor;

/// What the server does on one connection, once it has read the head of a request.
pub(super) type Part = Box<dyn FnOnce(&mut TcpStream) + Send>;

/// A server that plays its parts, one connection each, and is gone after the last.
pub(super) struct Script {
    pub(super) address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Script {
    pub(super) fn new(parts: Vec<Part>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let heads = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&heads);
        std::thread::spawn(move || {
            for part in parts {
                let (mut stream, _) = listener.accept().unwrap();
                let head = head(&mut stream);
                seen.lock().unwrap().push(head);
                // A part may go on for as long as the client listens.
                std::thread::spawn(move || part(&mut stream));
            }
        });
        Self { address, heads }
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The heads of all requests so far.
    pub(super) fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }

    /// The value of one header in each request; empty where it was not sent.
    pub(super) fn headers(&self, name: &str) -> Vec<String> {
        let value = |head: &String| {
            let lines = head.lines().filter_map(|line| line.split_once(": "));
            lines.filter(|(key, _)| *key == name).map(|(_, value)| value.to_owned()).collect()
        };
        self.heads().iter().map(value).collect()
    }
}

fn head(stream: &mut TcpStream) -> String {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or_default() == 1 {
        head.push(byte[0]);
        // The hello of TLS begins with a control character, and no request does.
        if head[0].is_ascii_control() {
            break;
        }
    }
    String::from_utf8(head).unwrap()
}

/// Says this and hangs up.
pub(super) fn says(text: impl Into<Vec<u8>>) -> Part {
    let text = text.into();
    // The client may have heard enough before the end.
    Box::new(move |stream| drop(stream.write_all(&text)))
}

/// Says `first` at once and `then` again and again, with pauses, as often as told and as anybody listens.
pub(super) fn drips(first: &str, then: &str, pause: Duration, times: u32) -> Part {
    let (first, then) = (first.to_owned(), then.to_owned());
    Box::new(move |stream| {
        stream.set_nodelay(true).unwrap();
        let mut listening = stream.write_all(first.as_bytes()).is_ok();
        for _ in 0..times {
            std::thread::sleep(pause);
            listening = listening && stream.write_all(then.as_bytes()).is_ok();
        }
    })
}

/// Leads a CONNECT to another server, whatever was asked for.
pub(super) fn tunnels_to(target: SocketAddr) -> Part {
    Box::new(move |stream| {
        let mut server = TcpStream::connect(target).unwrap();
        let (mut from_client, mut to_server) =
            (stream.try_clone().unwrap(), server.try_clone().unwrap());
        stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").unwrap();
        std::thread::spawn(move || io::copy(&mut from_client, &mut to_server));
        drop(io::copy(&mut server, stream));
    })
}

/// A file of `tests/fixtures/fetch`.
pub(super) fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/fetch").join(name)
}

/// A TLS server with that certificate that agrees to that protocol. `/list` is a list of 100,000 bytes, `/cut` the same,
/// broken off; `/headers` says what was sent along; `/to/…` redirects to what follows.
pub(super) fn tls(certificate: &str, protocol: &[u8]) -> SocketAddr {
    let chain = vec![CertificateDer::from_pem_file(fixture(certificate)).unwrap()];
    let key = PrivateKeyDer::from_pem_file(fixture("server-key.pem")).unwrap();
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    config.alpn_protocols = vec![protocol.to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    let is_http2 = protocol == b"h2";
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            loop {
                let (tcp, _) = listener.accept().await.unwrap();
                // A client that does not trust us hangs up.
                let Ok(stream) = acceptor.accept(tcp).await else { continue };
                let io = TokioIo::new(stream);
                if is_http2 {
                    let server = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
                    tokio::spawn(server.serve_connection(io, service_fn(answer)));
                } else {
                    let server = hyper::server::conn::http1::Builder::new();
                    tokio::spawn(server.serve_connection(io, service_fn(answer)));
                }
            }
        });
    });
    address
}

type AnyBody = BoxBody<Bytes, io::Error>;

async fn answer(request: Request<Incoming>) -> Result<Response<AnyBody>, Infallible> {
    let list = || Bytes::from(vec![b'x'; 100_000]);
    let full = |bytes: Bytes| Full::new(bytes).map_err(|never: Infallible| match never {}).boxed();
    let response = match request.uri().path() {
        "/list" => Response::builder()
            .header("content-type", "application/pkix-crl")
            .header("etag", "\"1\"")
            .body(full(list())),
        "/headers" => Response::builder().body(full(Bytes::from(
            request.headers().iter().map(|header| format!("{header:?}\n")).collect::<String>(),
        ))),
        "/cut" => Response::builder().body(Cut(Some(list())).boxed()),
        path => Response::builder()
            .status(302)
            .header("location", path.strip_prefix("/to/").unwrap_or_default())
            .body(full(Bytes::new())),
    };
    Ok(response.unwrap())
}

/// A body whose source fails after the first piece.
struct Cut(Option<Bytes>);

impl Body for Cut {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        Poll::Ready(Some(match self.0.take() {
            Some(bytes) => Ok(Frame::data(bytes)),
            None => Err(io::Error::other("the disk is gone")),
        }))
    }
}
