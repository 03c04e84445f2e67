//! A loopback server for looking at a site before it is published: the files, their media types, nothing else.
//!
//! It sends no security headers on purpose: the page must be safe on a host that sends none. There is no live reload,
//! because a script that is not part of the site would have to be let through the page's policy.

use crate::media_type::media_type;
use crate::references::percent_decoded;
use crate::site::{Site, SitePath};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, Response, StatusCode, header};
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

/// What is served.
#[derive(Debug)]
pub enum Served {
    /// A site that was just built; a new one may take its place while the server runs.
    Built(RwLock<Arc<Site>>),
    /// A folder, read anew for every request.
    Folder(PathBuf),
}

/// A path with both slashes under which the site stands, `/` or `/sub/path/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefix(String);

impl Prefix {
    /// Reads `sub/path`, `/sub/path` or `/sub/path/`. `None` when it is not a path.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let inner = text.trim_matches('/');
        if inner.is_empty() {
            return Some(Self("/".to_owned()));
        }
        SitePath::new(inner).ok().map(|path| Self(format!("/{path}/")))
    }

    /// With both slashes.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is told about each request.
pub type Log = fn(method: &str, path: &str, status: u16);

/// Why the server does not run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The port is taken, or not ours to take.
    #[error("127.0.0.1:{port}: {source}; choose another with --port, or --port 0 for any")]
    Bind {
        /// Which.
        port: u16,
        /// Why.
        source: io::Error,
    },
    /// The server stopped.
    #[error("the server stopped: {0}")]
    Io(#[from] io::Error),
}

/// A port of the loopback interface; 0 is any free one.
pub fn bind(port: u16) -> Result<(TcpListener, SocketAddr), ServeError> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .map_err(|source| ServeError::Bind { port, source })?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

#[derive(Clone)]
struct Server {
    served: Arc<Served>,
    prefix: Prefix,
    log: Option<Log>,
}

/// Serves until the process ends.
pub fn run(
    listener: TcpListener,
    served: Arc<Served>,
    prefix: Prefix,
    log: Option<Log>,
) -> Result<(), ServeError> {
    let router = Router::new().fallback(answer).with_state(Server { served, prefix, log });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        axum::serve(listener, router).await
    })?;
    Ok(())
}

async fn answer(State(server): State<Server>, request: Request) -> Response<Body> {
    let path = request.uri().path();
    let response = server.answer(request.method(), path);
    if let Some(log) = server.log {
        log(request.method().as_str(), path, response.status().as_u16());
    }
    response
}

impl Server {
    fn answer(&self, method: &Method, path: &str) -> Response<Body> {
        if !matches!(*method, Method::GET | Method::HEAD) {
            return response(
                StatusCode::METHOD_NOT_ALLOWED,
                "text/plain",
                b"only GET and HEAD\n".to_vec(),
            );
        }
        let decoded = percent_decoded(path);
        let Some(below) = decoded.strip_prefix(self.prefix.as_str()) else {
            return self.outside(&decoded);
        };
        let Ok(target) = SitePath::of_url(below) else { return self.not_found() };
        if let Some(bytes) = self.served.file(&target) {
            return response(StatusCode::OK, media_type(target.as_str()), bytes);
        }
        let folder = SitePath::of_url(&format!("{below}/"));
        match folder {
            Ok(folder) if self.served.file(&folder).is_some() => redirect(&format!("{path}/")),
            Ok(_) | Err(_) => self.not_found(),
        }
    }

    /// `/sub/path` without its last slash, and `/` itself, lead to the site.
    fn outside(&self, path: &str) -> Response<Body> {
        if path == "/" || format!("{path}/") == self.prefix.as_str() {
            redirect(self.prefix.as_str())
        } else {
            response(StatusCode::NOT_FOUND, "text/plain", b"outside the site\n".to_vec())
        }
    }

    fn not_found(&self) -> Response<Body> {
        let page = SitePath::of_url("404.html").ok().and_then(|path| self.served.file(&path));
        let bytes = page.unwrap_or_else(|| b"<!doctype html><title>404</title><p>404".to_vec());
        response(StatusCode::NOT_FOUND, media_type("404.html"), bytes)
    }
}

impl Served {
    /// A built site.
    #[must_use]
    pub fn built(site: Site) -> Self {
        Self::Built(RwLock::new(Arc::new(site)))
    }

    /// Puts a new site in the place of the old one. A folder stays what it is.
    pub fn replace(&self, site: Site) {
        match self {
            Self::Built(current) => {
                *current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(site)
            }
            Self::Folder(_) => {}
        }
    }

    fn file(&self, path: &SitePath) -> Option<Vec<u8>> {
        match self {
            Self::Built(site) => {
                let site = Arc::clone(&site.read().unwrap_or_else(PoisonError::into_inner));
                site.file(path).map(<[u8]>::to_vec)
            }
            Self::Folder(dir) => read_inside(dir, path),
        }
    }
}

/// A symbolic link may not lead out of the folder.
fn read_inside(dir: &Path, path: &SitePath) -> Option<Vec<u8>> {
    let dir = dir.canonicalize().ok()?;
    let file = dir.join(path.as_str()).canonicalize().ok()?;
    if file.starts_with(&dir) && file.is_file() { std::fs::read(file).ok() } else { None }
}

fn redirect(to: &str) -> Response<Body> {
    let mut response = response(StatusCode::PERMANENT_REDIRECT, "text/plain", Vec::new());
    // A value that cannot be a header cannot have come in as a path.
    if let Ok(to) = HeaderValue::from_str(to) {
        response.headers_mut().insert(header::LOCATION, to);
    }
    response
}

fn response(status: StatusCode, media_type: &'static str, bytes: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    // The next build must be seen at once.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
