//! The loopback server, asked over a socket as a browser would, and as one would not.

use site_gen::serve::{Prefix, Served, bind, run};
use site_gen::site::{Site, SitePath};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;

fn start(served: Served, prefix: &str) -> SocketAddr {
    let (listener, address) = bind(0).unwrap();
    let prefix = Prefix::new(prefix).unwrap();
    std::thread::spawn(move || run(listener, Arc::new(served), prefix, None));
    address
}

/// Status line, content type, location, body.
fn ask(address: SocketAddr, request: &str) -> (String, String, String, Vec<u8>) {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "{request} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let header = |name: &str| {
        let lines = head.lines().filter_map(|line| line.split_once(": "));
        lines
            .filter(|(key, _)| *key == name)
            .map(|(_, value)| value.to_owned())
            .next()
            .unwrap_or_default()
    };
    let status = head.lines().next().unwrap().trim_start_matches("HTTP/1.1 ").to_owned();
    (status, header("content-type"), header("location"), answer.split_off(end).split_off(4))
}

fn site() -> Site {
    let mut site = Site::default();
    for (path, text) in [
        ("index.html", "home"),
        ("kotak/index.html", "box"),
        ("404.html", "not here"),
        ("engine/verifier.wasm", "\0asm"),
        ("engine/verifier.js", "js"),
        ("crl/x/latest.crl", "crl"),
        ("contoh/a b.pdf", "pdf"),
        ("crl/index.json", "{}"),
    ] {
        site.add(SitePath::new(path).unwrap(), text.as_bytes().to_vec(), "test").unwrap();
    }
    site
}

#[test]
fn files_come_with_their_media_type() {
    let address = start(Served::built(site()), "/");
    for (path, media_type, body) in [
        ("/", "text/html; charset=utf-8", "home"),
        ("/kotak/", "text/html; charset=utf-8", "box"),
        ("/kotak/?x=1", "text/html; charset=utf-8", "box"),
        ("/engine/verifier.wasm", "application/wasm", "\0asm"),
        ("/engine/verifier.js", "text/javascript; charset=utf-8", "js"),
        ("/crl/x/latest.crl", "application/pkix-crl", "crl"),
        ("/contoh/a%20b.pdf", "application/pdf", "pdf"),
        ("/crl/index.json", "application/json", "{}"),
    ] {
        let expected =
            ("200 OK".to_owned(), media_type.to_owned(), String::new(), body.as_bytes().to_vec());
        assert_eq!(ask(address, &format!("GET {path}")), expected, "{path}");
    }
    assert_eq!(ask(address, "HEAD /").3, b"");
    assert_eq!(ask(address, "POST /").0, "405 Method Not Allowed");
}

#[test]
fn a_sub_path_is_kept() {
    let address = start(Served::built(site()), "/sub/path/");
    assert_eq!(ask(address, "GET /sub/path/").3, b"home");
    assert_eq!(ask(address, "GET /").2, "/sub/path/");
    assert_eq!(ask(address, "GET /sub/path").2, "/sub/path/");
    assert_eq!(ask(address, "GET /sub/path/kotak").2, "/sub/path/kotak/");
    let (status, _, _, body) = ask(address, "GET /sub/path/nope");
    assert_eq!((status.as_str(), body.as_slice()), ("404 Not Found", b"not here".as_slice()));
    assert_eq!(ask(address, "GET /kotak/").0, "404 Not Found");
}

#[test]
fn nothing_outside_the_folder_is_read() {
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("dist");
    std::fs::create_dir_all(dir.join("sub")).unwrap();
    std::fs::write(parent.path().join("secret.txt"), "secret").unwrap();
    std::fs::write(dir.join("index.html"), "home").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(parent.path().join("secret.txt"), dir.join("link.txt")).unwrap();
    let address = start(Served::Folder(dir), "/");
    assert_eq!(ask(address, "GET /").3, b"home");
    for path in [
        "/../secret.txt",
        "/sub/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/sub/%2e%2e%2f..%2fsecret.txt",
        "/..\\secret.txt",
        "/..%5csecret.txt",
        "//secret.txt",
        "/link.txt",
        "/index.html%00.txt",
        "/sub",
        "/.",
        "/%",
    ] {
        let (status, _, _, body) = ask(address, &format!("GET {path}"));
        assert!(!status.starts_with("200"), "{path}: {status}");
        assert!(!body.windows(6).any(|window| window == b"secret"), "{path}");
    }
}
