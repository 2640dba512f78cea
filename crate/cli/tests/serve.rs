//! `inclusion-atlas serve`, asked over a real socket.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_inclusion-atlas");

/// A running server, stopped when dropped.
struct Server {
    child: Child,
    port: u16,
    greeting: String,
}

impl Server {
    fn start(site: &TempDir, arguments: &[&str]) -> Self {
        let mut child = Command::new(PROGRAM)
            .args(["serve", "--port", "0", "--site"])
            .arg(site.path().join("dist"))
            .args(arguments)
            .current_dir(site.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut greeting = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut greeting).unwrap();
        let after = greeting.split_once("http://127.0.0.1:").expect("a greeting with an address").1;
        let port = after.split('/').next().unwrap().parse().unwrap();
        Self { child, port, greeting }
    }

    fn get(&self, path: &str) -> Response {
        self.ask(path, "")
    }

    fn ask(&self, path: &str, headers: &str) -> Response {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n")
            .unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        Response { head: head.to_lowercase(), body: bytes[end + 4..].to_vec() }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Response {
    head: String,
    body: Vec<u8>,
}

impl Response {
    fn status(&self) -> &str {
        &self.head["http/1.1 ".len()..][..3]
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")))
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

fn site() -> TempDir {
    let folder = TempDir::new().unwrap();
    let dist = folder.path().join("dist");
    fs::create_dir_all(dist.join("data")).unwrap();
    fs::create_dir_all(dist.join("aide")).unwrap();
    fs::write(dist.join("index.html"), "<!doctype html><title>Été</title>".repeat(100)).unwrap();
    fs::write(dist.join("aide/index.html"), "<!doctype html>aide").unwrap();
    fs::write(dist.join("app.js"), "export {};").unwrap();
    fs::write(dist.join("engine.wasm"), b"\0asm").unwrap();
    fs::write(dist.join("data/territory.bin"), [0; 3000]).unwrap();
    fs::write(dist.join("data/structures.json"), "[{\"id\":\"du site\"}]").unwrap();
    let config = r#"{"title":"Atlas","structures":"data/structures.json","services":"data/services.json","fictif":true}"#;
    fs::write(dist.join("config.json"), config).unwrap();
    fs::write(folder.path().join("s.json"), format!("[{}]", "1,".repeat(5000))).unwrap();
    fs::write(folder.path().join("v.json"), "[2]").unwrap();
    folder
}

#[test]
fn copies_are_sent_in_place_of_files_and_kept_as_told() {
    let site = site();
    fs::write(site.path().join("dist/engine.wasm.br"), "brotli").unwrap();
    let server = Server::start(&site, &["--max-age", "600"]);
    let response = server.ask("/engine.wasm", "Accept-Encoding: br\r\n");
    assert_eq!(response.header("content-type"), Some("application/wasm"));
    assert_eq!(response.header("content-encoding"), Some("br"));
    assert_eq!(response.header("cache-control"), Some("max-age=600"));
    assert_eq!(response.text(), "brotli");
    assert_eq!(server.ask("/engine.wasm", "").header("content-encoding"), None);
}

#[test]
fn the_site_is_served_with_its_types_and_never_cached() {
    let site = site();
    let server = Server::start(&site, &[]);
    let port = server.port;
    assert_eq!(
        server.greeting,
        format!("Le site est servi sur http://127.0.0.1:{port}/ (Ctrl+C pour arrêter)\n")
    );
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/aide/", "text/html; charset=utf-8"),
        ("/app.js", "text/javascript; charset=utf-8"),
        ("/engine.wasm", "application/wasm"),
        ("/data/territory.bin", "application/octet-stream"),
        ("/data/structures.json", "application/json"),
        ("/config.json", "application/json"),
    ] {
        let response = server.get(path);
        assert_eq!((response.status(), response.header("content-type")), ("200", Some(kind)), "{path}");
        assert_eq!(response.header("cache-control"), Some("no-cache"), "{path}");
    }
    assert!(server.get("/data/structures.json").text().contains("du site"));
    assert!(server.get("/config.json").text().contains("\"fictif\":true"));
    let missing = server.get("/rien.html");
    assert_eq!((missing.status(), missing.text()), ("404", "Cette page n’existe pas.\n"));
    assert_eq!(server.get("/data/rien.json").status(), "404");
    assert_eq!(server.get("/../s.json").status(), "404");
}

#[test]
fn text_is_compressed_and_data_keep_their_length() {
    let site = site();
    let server = Server::start(&site, &["--structures", "s.json", "--services", "v.json"]);
    let page = server.ask("/", "Accept-Encoding: br, gzip\r\n");
    assert_eq!(page.header("content-encoding"), Some("br"));
    assert!(page.body.len() < 400);
    let data = server.ask("/data/structures.json", "Accept-Encoding: br, gzip\r\n");
    assert_eq!((data.header("content-encoding"), data.header("content-length")), (None, Some("10002")));
    assert_eq!(data.body.len(), 10002);
    let binary = server.ask("/data/territory.bin", "Accept-Encoding: br, gzip\r\n");
    assert_eq!((binary.header("content-encoding"), binary.header("content-length")), (None, Some("3000")));
}

#[test]
fn the_configuration_names_the_files_given() {
    let site = site();
    let server =
        Server::start(&site, &["--structures", "s.json", "--services", "https://example.org/v.json"]);
    let config: serde_json::Value = serde_json::from_slice(&server.get("/config.json").body).unwrap();
    assert_eq!(
        config,
        serde_json::json!({
            "title": "Atlas",
            "structures": "data/structures.json",
            "services": "https://example.org/v.json",
            "fictif": false
        })
    );
    let server = Server::start(&site, &["--structures", "s.json", "--services", "v.json", "--fictif"]);
    assert!(server.get("/config.json").text().contains("\"fictif\":true"));
    assert_eq!(server.get("/data/services.json").text(), "[2]");
}

#[test]
fn a_site_under_a_base_stays_there() {
    let site = site();
    let server =
        Server::start(&site, &["--base", "/une/carte/", "--structures", "s.json", "--services", "v.json"]);
    assert!(server.greeting.contains("/une/carte/ (Ctrl+C"));
    for path in
        ["/une/carte/", "/une/carte/app.js", "/une/carte/data/services.json", "/une/carte/config.json"]
    {
        assert_eq!(server.get(path).status(), "200", "{path}");
    }
    let redirect = server.get("/une/carte");
    assert_eq!((redirect.status(), redirect.header("location")), ("308", Some("/une/carte/")));
    assert_eq!(server.get("/une/carte/aide").header("location"), Some("/une/carte/aide/"));
    for path in ["/", "/app.js", "/une/cartes/"] {
        assert_eq!(server.get(path).status(), "404", "{path}");
    }
}

fn refused(site: &TempDir, arguments: &[&str]) -> (Option<i32>, String) {
    let output =
        Command::new(PROGRAM).arg("serve").args(arguments).current_dir(site.path()).output().unwrap();
    assert!(output.stdout.is_empty());
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn what_is_missing_or_taken_is_told_in_one_french_sentence() {
    let site = site();
    let server = Server::start(&site, &[]);
    let (status, message) = refused(&site, &["--port", &server.port.to_string()]);
    assert_eq!(status, Some(1));
    assert!(message.contains("est déjà pris : choisissez-en un autre avec --port"), "{message}");
    let (status, message) = refused(&site, &["--structures", "rien.json", "--services", "v.json"]);
    assert_eq!((status, message.as_str()), (Some(1), "rien.json ne peut pas être lu : il n’existe pas.\n"));
    let (status, message) = refused(&site, &["--site", "vide"]);
    assert_eq!(status, Some(1));
    assert!(message.contains("construisez-le d’abord avec ./build.sh build"), "{message}");
    let (status, message) = refused(&site, &["--structures", "s.json"]);
    assert_eq!(status, Some(2));
    assert!(message.starts_with("Il manque : --services"), "{message}");
}

#[test]
fn a_packs_folder_is_served_compressed_and_named_in_the_configuration() {
    let site = site();
    let folder = site.path().join("pack");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("manifest.json"), "{}").unwrap();
    fs::write(folder.join("0123456789abcdef.pack"), "plain").unwrap();
    fs::write(folder.join("0123456789abcdef.pack.br"), "brotli").unwrap();
    let server = Server::start(&site, &["--pack", "pack", "--fictif"]);
    let config: serde_json::Value = serde_json::from_str(server.get("/config.json").text()).unwrap();
    assert_eq!(config["pack"], "data/pack/");
    assert_eq!(config.get("structures"), None);
    let response = server.ask("/data/pack/0123456789abcdef.pack", "Accept-Encoding: br\r\n");
    assert_eq!((response.status(), response.text()), ("200", "brotli"));
    assert_eq!(response.header("content-encoding"), Some("br"));
    assert_eq!(server.get("/data/pack/0123456789abcdef.pack").text(), "plain");
    let plain = server.get("/data/pack/0123456789abcdef.pack");
    assert_eq!(plain.header("cache-control"), Some("public, max-age=31536000, immutable"));
    assert_eq!(server.get("/data/pack/manifest.json").header("cache-control"), Some("no-cache"));
    let missing = server.get("/data/pack/nothing.pack");
    assert_eq!((missing.status(), missing.header("cache-control")), ("404", Some("no-cache")));
}
