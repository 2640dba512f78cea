//! `serve`: the built site and two data files on a local port. For trying and for tests; any static host serves as well.

use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use axum::routing::get;
use clap::Args;
use serde_json::{Value, json};
use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use tower_http::compression::CompressionLayer;
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_header::SetResponseHeaderLayer;

/// What to serve, and where.
#[derive(Args, Debug)]
pub(crate) struct Options {
    /// Dossier du site construit.
    #[arg(long, default_value = "dist")]
    site: PathBuf,
    /// Fichier ou adresse des structures.
    #[arg(long)]
    structures: Option<String>,
    /// Fichier ou adresse des services.
    #[arg(long)]
    services: Option<String>,
    /// Les données sont fictives : le site le dit.
    #[arg(long)]
    fictif: bool,
    /// Adresse locale.
    #[arg(long, default_value = "127.0.0.1")]
    host: String,
    /// Port ; 0 pour un port libre.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Chemin sous lequel le site est servi.
    #[arg(long, default_value = "/")]
    base: String,
}

/// Serves until it is interrupted.
pub(crate) fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let routes = routes(options)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let address = format!("{}:{}", options.host, options.port);
        let listener = tokio::net::TcpListener::bind(&address).await.map_err(|error| {
            format!("L’adresse {address} ne peut pas être utilisée ({error}). Choisissez un autre port avec --port.")
        })?;
        let local = listener.local_addr()?;
        writeln!(std::io::stdout(), "Le site est servi sur http://{local}{} (Ctrl+C pour arrêter)", base(options))?;
        let interrupted = async {
            // Without signals the server simply goes on.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        axum::serve(listener, routes).with_graceful_shutdown(interrupted).await?;
        Ok(())
    })
}

/// The path of the site, with a slash at both ends.
fn base(options: &Options) -> String {
    let path = options.base.trim_matches('/');
    if path.is_empty() { "/".into() } else { format!("/{path}/") }
}

fn routes(options: &Options) -> Result<Router, Box<dyn Error>> {
    let config = config(options)?;
    if !options.site.join("index.html").is_file() {
        let site = options.site.display();
        return Err(format!(
            "Le dossier « {site} » ne contient pas le site. Construisez-le avec ./build.sh build."
        )
        .into());
    }
    let mut site = Router::new()
        .route(
            "/config.json",
            get(move || async move { ([(header::CONTENT_TYPE, "application/json")], config) }),
        )
        .fallback_service(ServeDir::new(&options.site))
        .layer(CompressionLayer::new());
    // Data files keep their length, which compression would hide: progress needs it.
    for (name, source) in [("structures", &options.structures), ("services", &options.services)] {
        if let Some(path) = source.as_deref().filter(|source| !is_url(source)) {
            if !Path::new(path).is_file() {
                return Err(format!("Le fichier des {name} « {path} » n’existe pas.").into());
            }
            site = site.route_service(&format!("/data/{name}.json"), ServeFile::new(path));
        }
    }
    let base = base(options);
    let routes =
        if base == "/" { site } else { Router::new().nest_service(base.trim_end_matches('/'), site) };
    let fresh = (HeaderName::from_static("cache-control"), HeaderValue::from_static("no-cache"));
    Ok(routes.layer(SetResponseHeaderLayer::overriding(fresh.0, fresh.1)))
}

fn is_url(source: &str) -> bool {
    source.starts_with("https://") || source.starts_with("http://")
}

/// The site's own configuration, with what the command line says.
fn config(options: &Options) -> Result<String, Box<dyn Error>> {
    let path = options.site.join("config.json");
    let text = std::fs::read_to_string(&path).map_err(|error| {
        format!(
            "« {} » ne peut pas être lu ({error}). Construisez le site avec ./build.sh build.",
            path.display()
        )
    })?;
    let mut config: Value = serde_json::from_str(&text)?;
    for (name, source) in [("structures", &options.structures), ("services", &options.services)] {
        if let Some(source) = source {
            config[name] = if is_url(source) { json!(source) } else { json!(format!("data/{name}.json")) };
        }
    }
    if options.structures.is_some() || options.services.is_some() {
        config["fictif"] = json!(options.fictif);
    }
    Ok(serde_json::to_string_pretty(&config)?)
}
