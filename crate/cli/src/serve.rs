//! `serve`: the built site and two data files on a local port.
//!
//! The built site is static and needs no program of ours: this server only makes it easy to look at it with
//! the files of one's choice. Browsers keep what is named by its content, and nothing else unless told otherwise. Of any
//! file it sends the `.br` or `.gz` copy that lies beside; it never compresses data files itself, because the site shows
//! its progress from `Content-Length`.

use std::fs;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, get_service};
use clap::Args;
use serde_json::{Map, Value};
use tower_http::compression::CompressionLayer;
use tower_http::services::{ServeDir, ServeFile};

use crate::error::{self, CliError};

/// Files are read and sent in pieces of this size, in bytes.
const CHUNK: usize = 256 * 1024;
/// Below this size, in bytes, compression gains nothing.
const SMALL: u64 = 1024;

/// `serve` on the command line.
#[derive(Args)]
pub(crate) struct Options {
    /// Dossier du site construit (sans cette option : dist).
    #[arg(long, value_name = "DOSSIER", default_value = "dist", hide_default_value = true)]
    site: PathBuf,
    /// Fichier des structures, ou son adresse https://… ; à donner avec --services.
    #[arg(long, value_name = "CHEMIN|URL", requires = "services")]
    structures: Option<Source>,
    /// Fichier des services, ou son adresse https://… ; à donner avec --structures.
    #[arg(long, value_name = "CHEMIN|URL", requires = "structures")]
    services: Option<Source>,
    /// Dossier fait par la commande pack, à la place de ces deux fichiers.
    #[arg(long, value_name = "DOSSIER", conflicts_with_all = ["structures", "services"])]
    pack: Option<PathBuf>,
    /// Annonce comme fictives les données données par --structures et --services, ou par --pack.
    #[arg(long)]
    fictif: bool,
    /// Port local (sans cette option : 8080) ; 0 en choisit un qui est libre.
    #[arg(long, value_name = "PORT", default_value_t = 8080, hide_default_value = true)]
    port: u16,
    /// Adresse IP d’écoute (sans cette option : 127.0.0.1, visible de cette machine seulement).
    #[arg(long, value_name = "IP", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST), hide_default_value = true)]
    host: IpAddr,
    /// Durée pendant laquelle un navigateur garde ce qu’il a reçu, comme chez un hébergeur (sans cette option : aucune).
    #[arg(long, value_name = "SECONDES")]
    max_age: Option<u32>,
    /// Sous-dossier de l’adresse où le site est servi, par exemple /carte/.
    #[arg(long, value_name = "CHEMIN", default_value = "/", hide_default_value = true)]
    base: String,
}

/// Where one of the two data files is.
#[derive(Clone)]
enum Source {
    /// A file of this machine, served under `data/`.
    File(PathBuf),
    /// An address that the browser fetches itself.
    Url(String),
}

impl From<&str> for Source {
    fn from(text: &str) -> Self {
        if text.starts_with("https://") || text.starts_with("http://") {
            Self::Url(text.to_owned())
        } else {
            Self::File(PathBuf::from(text))
        }
    }
}

impl Source {
    /// What `config.json` says of this source, `name` being its address on this server.
    fn address<'a>(&'a self, name: &'a str) -> &'a str {
        match self {
            Self::File(_) => name,
            Self::Url(url) => url,
        }
    }
}

/// Serves until Ctrl+C.
///
/// # Errors
/// A folder or file that is missing, a port in use.
pub(crate) fn run(options: &Options) -> Result<(), CliError> {
    let base = format!("/{}", options.base.trim_matches('/'));
    let router = router(options, &base)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::new(format!("Le serveur ne démarre pas : {}.", error::reason(&error))))?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(SocketAddr::new(options.host, options.port))
            .await
            .map_err(|error| listening(options, &error))?;
        let address = listener.local_addr().map_err(|error| listening(options, &error))?;
        let path = if base == "/" { "/".to_owned() } else { format!("{base}/") };
        error::say(&format!("Le site est servi sur http://{address}{path} (Ctrl+C pour arrêter)"))?;
        tokio::select! {
            result = axum::serve(listener, router) => {
                result.map_err(|error| CliError::new(format!("Le serveur s’arrête : {}.", error::reason(&error))))
            }
            _ = tokio::signal::ctrl_c() => Ok(()),
        }
    })
}

fn listening(options: &Options, error: &io::Error) -> CliError {
    let port = options.port;
    CliError::new(match error.kind() {
        io::ErrorKind::AddrInUse => {
            format!(
                "Le port {port} est déjà pris : choisissez-en un autre avec --port, ou --port 0 pour un port libre."
            )
        }
        io::ErrorKind::PermissionDenied => {
            format!("Le port {port} est réservé au système : choisissez-en un au-dessus de 1023 avec --port.")
        }
        io::ErrorKind::AddrNotAvailable => {
            format!(
                "L’adresse {} n’est pas celle de cette machine : choisissez-en une autre avec --host.",
                options.host
            )
        }
        _ => format!("Le port {port} ne peut pas être ouvert : {}.", error::reason(error)),
    })
}

/// The whole site under `base` (`/`, or `/some/path` without its last slash).
fn router(options: &Options, base: &str) -> Result<Router, CliError> {
    let index = options.site.join("index.html");
    if !index.is_file() {
        return Err(CliError::new(format!(
            "Le dossier {} ne contient pas de site (index.html) : construisez-le d’abord avec ./build.sh build.",
            options.site.display()
        )));
    }
    let folder = |path: PathBuf| {
        ServeDir::new(path)
            .with_buf_chunk_size(CHUNK)
            .redirect_path_prefix(base.trim_end_matches('/'))
            .precompressed_br()
            .precompressed_gzip()
    };
    let missing = || get(|| async { not_found() });
    let mut site = Router::new()
        .nest_service("/data", folder(options.site.join("data")).not_found_service(missing()))
        .fallback_service(
            get_service(folder(options.site.clone()).not_found_service(missing()))
                .layer(CompressionLayer::new().compress_when(is_text)),
        );
    if let (Some(structures), Some(services)) = (&options.structures, &options.services) {
        for (name, source) in [("/data/structures.json", structures), ("/data/services.json", services)] {
            if let Source::File(path) = source {
                fs::File::open(path).map_err(|error| CliError::reading(path, &error))?;
                site = site.route_service(name, ServeFile::new(path).with_buf_chunk_size(CHUNK));
            }
        }
        let data = vec![
            ("structures", structures.address("data/structures.json").to_owned()),
            ("services", services.address("data/services.json").to_owned()),
        ];
        site = configured(site, options, data);
    }
    if let Some(pack) = &options.pack {
        let manifest = pack.join("manifest.json");
        fs::File::open(&manifest).map_err(|error| CliError::reading(&manifest, &error))?;
        site = site.nest_service("/data/pack", folder(pack.clone()).not_found_service(missing()));
        site = configured(site, options, vec![("pack", "data/pack/".to_owned())]);
    }
    let site = if base == "/" {
        site
    } else {
        let home = format!("{base}/");
        Router::new()
            .nest(&home, site)
            .route(base, get(move || async move { Redirect::permanent(&home) }))
            .fallback(get(|| async { not_found() }))
    };
    let kept = match options.max_age {
        None => HeaderValue::from_static("no-cache"),
        Some(seconds) => HeaderValue::try_from(format!("max-age={seconds}"))
            .map_err(|error| CliError::new(error.to_string()))?,
    };
    let aged = move |request: Request, next: Next| with_age(kept.clone(), request, next);
    Ok(site.layer(axum::middleware::map_response(with_charset)).layer(axum::middleware::from_fn(aged)))
}

/// How long a browser may keep a response: what is named by its content for ever, for that name never means other bytes.
async fn with_age(others: HeaderValue, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let named = path.ends_with(".pack") || path.ends_with(".pack.gz") || path.contains("/bundle/");
    let mut response = next.run(request).await;
    let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
    let age = if named && response.status().is_success() { forever } else { others };
    response.headers_mut().insert(header::CACHE_CONTROL, age);
    response
}

fn configured(site: Router, options: &Options, data: Vec<(&'static str, String)>) -> Router {
    let config = Arc::new(Config { path: options.site.join("config.json"), data, fictif: options.fictif });
    site.route("/config.json", get(move || async move { config.respond() }))
}

/// The site's own `config.json`, with the data sources of the command line in the place of its own.
struct Config {
    path: PathBuf,
    /// Members that tell where the data is; others that do are taken out.
    data: Vec<(&'static str, String)>,
    fictif: bool,
}

impl Config {
    fn respond(&self) -> Response {
        match self.text() {
            Ok(text) => ([(header::CONTENT_TYPE, "application/json")], text).into_response(),
            Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
        }
    }

    /// Read at each request, so that a rebuilt site is seen at once.
    fn text(&self) -> Result<String, CliError> {
        let text = match fs::read_to_string(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => "{}".to_owned(),
            Err(error) => return Err(CliError::reading(&self.path, &error)),
        };
        let mut config: Map<String, Value> =
            serde_json::from_str(&text).map_err(|error| not_an_object(&self.path, &error))?;
        for member in ["structures", "services", "pack"] {
            config.remove(member);
        }
        for (member, address) in &self.data {
            config.insert((*member).to_owned(), address.clone().into());
        }
        config.insert("fictif".to_owned(), self.fictif.into());
        Ok(Value::Object(config).to_string())
    }
}

fn not_an_object(path: &Path, error: &serde_json::Error) -> CliError {
    CliError::new(format!("{} n’est pas un objet JSON, ligne {}.", path.display(), error.line()))
}

fn not_found() -> Response {
    (StatusCode::NOT_FOUND, "Cette page n’existe pas.\n").into_response()
}

/// Whether compressing a response pays: text of some length.
fn is_text(_: StatusCode, _: axum::http::Version, headers: &HeaderMap, _: &axum::http::Extensions) -> bool {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    let text = media_type(headers)
        .is_some_and(|kind| kind.starts_with("text/") || kind.contains("json") || kind.contains("xml"));
    text && length.is_none_or(|length: u64| length >= SMALL)
}

/// Adds `charset=utf-8` to every text response: all that the site holds is UTF-8.
async fn with_charset(mut response: Response<Body>) -> Response<Body> {
    let typed = media_type(response.headers())
        .filter(|kind| kind.starts_with("text/") && !kind.contains("charset"))
        .and_then(|kind| HeaderValue::try_from(format!("{kind}; charset=utf-8")).ok());
    if let Some(value) = typed {
        response.headers_mut().insert(header::CONTENT_TYPE, value);
    }
    response
}

fn media_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::CONTENT_TYPE)?.to_str().ok()
}
