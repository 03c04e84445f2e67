//! From an address to a byte stream to its server: name, TCP, the way through a proxy, TLS.

use super::address::{Address, Host, Scheme};
use super::error::{FetchError, Phase, ProxyProblem, RedirectRefusal, printable};
use super::limits::Limits;
use super::network::{Network, Reach};
use super::proxy::Proxy;
use super::roots::Tls;
use rustls::pki_types::ServerName;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

/// Bytes both ways.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// The version of HTTP that is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HttpVersion {
    /// HTTP/1.1, or an answer in 1.0.
    Http1,
    /// HTTP/2, which is agreed on inside TLS (RFC 9113 3.3).
    Http2,
}

/// A way to the server.
pub(super) struct Connection {
    pub(super) stream: Box<dyn Stream>,
    pub(super) version: HttpVersion,
    /// Whose the address is that was connected to, or, through a proxy, the name that was given to it.
    pub(super) network: Network,
    /// The proxy that the request itself goes to, as it does for http.
    pub(super) asked_proxy: Option<Proxy>,
}

/// Connects.
pub(super) async fn connect(
    address: &Address,
    proxy: Option<Proxy>,
    reach: Reach,
    tls: &Tls,
    limits: &Limits,
) -> Result<Connection, FetchError> {
    let (tcp, network) = match &proxy {
        None => direct(address, reach, limits).await?,
        Some(proxy) => {
            let network = address.network_by_name();
            if !reach.allows(network) {
                return Err(into_private_network(address));
            }
            (through(proxy, address, limits).await?, network)
        }
    };
    match address.scheme {
        Scheme::Http => Ok(Connection {
            stream: Box::new(tcp),
            version: HttpVersion::Http1,
            network,
            asked_proxy: proxy,
        }),
        Scheme::Https => {
            let (stream, version) = encrypted(tcp, address, tls, limits).await?;
            Ok(Connection { stream, version, network, asked_proxy: None })
        }
    }
}

async fn direct(
    address: &Address,
    reach: Reach,
    limits: &Limits,
) -> Result<(TcpStream, Network), FetchError> {
    let all = resolve(&address.host, address.port, limits).await?;
    let allowed: Vec<SocketAddr> =
        all.into_iter().filter(|to| reach.allows(Network::of(to.ip()))).collect();
    if allowed.is_empty() {
        return Err(into_private_network(address));
    }
    tcp(&address.host, address.port, &allowed, limits).await
}

fn into_private_network(address: &Address) -> FetchError {
    FetchError::RedirectRefused {
        to: printable(&address.to_string()),
        why: RedirectRefusal::PrivateNetwork,
    }
}

/// All addresses of a host, never none.
async fn resolve(host: &Host, port: u16, limits: &Limits) -> Result<Vec<SocketAddr>, FetchError> {
    let name = match host {
        Host::Ip(ip) => return Ok(vec![SocketAddr::new(*ip, port)]),
        Host::Name(name) => name.as_str(),
    };
    let failed = |cause: String| FetchError::Resolve { host: printable(name), cause };
    let found = within(limits.resolve, Phase::Resolve, tokio::net::lookup_host((name, port)))
        .await?
        .map_err(|error| failed(printable(&error.to_string())))?;
    let addresses: Vec<SocketAddr> = found.collect();
    if addresses.is_empty() { Err(failed("an empty answer".to_owned())) } else { Ok(addresses) }
}

/// The first address that answers. The families take turns, so that a machine with half an IPv6 loses one wait only.
async fn tcp(
    host: &Host,
    port: u16,
    addresses: &[SocketAddr],
    limits: &Limits,
) -> Result<(TcpStream, Network), FetchError> {
    /// A host with more addresses than these has others than our line down.
    const TRIED: usize = 4;
    let (v6, v4): (Vec<SocketAddr>, Vec<SocketAddr>) =
        addresses.iter().partition(|address| address.is_ipv6());
    let longer = v6.len().max(v4.len());
    let in_turn = (0..longer).flat_map(|at| [v6.get(at), v4.get(at)]).flatten();
    let mut last =
        FetchError::Connect { to: format!("{host}:{port}"), cause: "no address".to_owned() };
    for to in in_turn.take(TRIED) {
        match within(limits.connect, Phase::Connect, TcpStream::connect(*to)).await {
            Ok(Ok(stream)) => return Ok((stream, Network::of(to.ip()))),
            Ok(Err(error)) => {
                last = FetchError::Connect { to: shown(host, *to), cause: error.to_string() };
            }
            Err(timeout) => last = timeout,
        }
    }
    Err(last)
}

fn shown(host: &Host, to: SocketAddr) -> String {
    match host {
        Host::Ip(_) => to.to_string(),
        Host::Name(name) => format!("{name}:{} ({})", to.port(), to.ip()),
    }
}

/// A connection to the proxy, or through it, where what comes next must not be for its eyes.
async fn through(
    proxy: &Proxy,
    address: &Address,
    limits: &Limits,
) -> Result<TcpStream, FetchError> {
    let failed = |problem| FetchError::Proxy { proxy: proxy.to_string(), problem };
    let reached = async {
        let addresses = resolve(&proxy.host, proxy.port, limits).await?;
        tcp(&proxy.host, proxy.port, &addresses, limits).await
    };
    let (mut stream, _) =
        reached.await.map_err(|error| failed(ProxyProblem::Unreachable(Box::new(error))))?;
    if address.scheme == Scheme::Http {
        return Ok(stream);
    }
    let status = within(limits.connect, Phase::Proxy, tunnel(&mut stream, proxy, address)).await?;
    match status {
        Ok(Some(200..=299)) => Ok(stream),
        Ok(Some(407)) => Err(failed(ProxyProblem::Credentials)),
        Ok(Some(status)) => Err(failed(ProxyProblem::Refused { status })),
        Ok(None) => Err(failed(ProxyProblem::NotHttp)),
        Err(error) => {
            let to = proxy.to_string();
            let connect = FetchError::Connect { to, cause: error.to_string() };
            Err(failed(ProxyProblem::Unreachable(Box::new(connect))))
        }
    }
}

/// CONNECT (RFC 9110 9.3.6); the status of the answer, if it is one.
async fn tunnel(
    stream: &mut TcpStream,
    proxy: &Proxy,
    address: &Address,
) -> io::Result<Option<u16>> {
    /// More than any proxy's head needs.
    const LONGEST_HEAD: usize = 16 << 10;
    let target = format!("{}:{}", address.host, address.port);
    let authorization = match &proxy.authorization {
        Some(value) => format!("Proxy-Authorization: {value}\r\n"),
        None => String::new(),
    };
    let request = format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{authorization}\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut head = Vec::new();
    // Byte by byte, because what comes behind the head belongs to TLS.
    while !head.ends_with(b"\r\n\r\n") {
        if head.len() >= LONGEST_HEAD {
            return Ok(None);
        }
        head.push(stream.read_u8().await?);
    }
    Ok(status_of(&head))
}

fn status_of(head: &[u8]) -> Option<u16> {
    let line = head.split(|byte| *byte == b'\r').next()?;
    let mut words = std::str::from_utf8(line).ok()?.split(' ');
    let version = words.next()?;
    let status = words.next().filter(|status| status.len() == 3)?;
    if version == "HTTP/1.1" || version == "HTTP/1.0" { status.parse().ok() } else { None }
}

async fn encrypted(
    tcp: TcpStream,
    address: &Address,
    tls: &Tls,
    limits: &Limits,
) -> Result<(Box<dyn Stream>, HttpVersion), FetchError> {
    let failed = |cause: String| FetchError::Tls {
        host: address.host.to_string(),
        cause: printable(&cause),
    };
    let name = match &address.host {
        Host::Ip(ip) => ServerName::IpAddress(IpAddr::into(*ip)),
        Host::Name(name) => ServerName::try_from(name.trim_end_matches('.').to_owned())
            .map_err(|error| failed(error.to_string()))?,
    };
    let connector = TlsConnector::from(tls.config()?);
    let stream = within(limits.connect, Phase::Tls, connector.connect(name, tcp)).await?.map_err(
        |error| match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
            Some(tls) => failed(tls.to_string()),
            // The line was cut, which says nothing about names.
            None => FetchError::Connect {
                to: format!("{}:{}", address.host, address.port),
                cause: error.to_string(),
            },
        },
    )?;
    let version = match stream.get_ref().1.alpn_protocol() {
        Some(b"h2") => HttpVersion::Http2,
        Some(_) | None => HttpVersion::Http1,
    };
    Ok((Box::new(stream), version))
}

/// A step, unless it takes too long.
pub(super) async fn within<T>(
    limit: Duration,
    phase: Phase,
    step: impl Future<Output = T>,
) -> Result<T, FetchError> {
    tokio::time::timeout(limit, step).await.map_err(|_| FetchError::Timeout { phase, limit })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxys_status_is_read_strictly() {
        for (head, expected) in [
            ("HTTP/1.1 200 Connection established\r\n\r\n", Some(200)),
            ("HTTP/1.0 200\r\nVia: x\r\n\r\n", Some(200)),
            ("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", Some(407)),
            ("HTTP/1.1  200\r\n\r\n", None),
            ("HTTP/1.1 2000\r\n\r\n", None),
            ("SSH-2.0-x 200\r\n\r\n", None),
            ("\r\n\r\n", None),
        ] {
            assert_eq!(status_of(head.as_bytes()), expected, "{head:?}");
        }
    }
}
