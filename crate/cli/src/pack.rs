//! `pack`: the published files as a folder of small ones, of which a page fetches what it needs.
//!
//! Beside each file lie its copies as brotli and gzip make them, for hosts that send those. The manifest is written last and
//! put in place at once: until then the folder is what it was. Files of earlier manifests stay, for pages that are
//! still open; their names are no others'.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use atlas::dataset::{AtlasBuilder, PackError};
use atlas::partial::{Manifest, Publication, write_folder};
use atlas::territory::Territory;
use clap::Args;

use crate::error::{self, CliError};
use crate::prepare;

/// Bytes that are read at a time.
const CHUNK: usize = 1 << 20;
/// Files that wait to be compressed, at most.
const WAITING: usize = 8;

/// `pack` on the command line.
#[derive(Args)]
pub(crate) struct Options {
    /// Fichier des structures, en JSON comme il est publié.
    #[arg(long, value_name = "CHEMIN")]
    structures: PathBuf,
    /// Fichier des services, en JSON comme il est publié.
    #[arg(long, value_name = "CHEMIN")]
    services: PathBuf,
    /// Dossier où écrire ; il est créé au besoin.
    #[arg(long, value_name = "DOSSIER")]
    out: PathBuf,
    /// Dossier de la publication d’avant, pour dire ce qui a changé.
    #[arg(long, value_name = "DOSSIER")]
    previous: Option<PathBuf>,
    /// Date des données, AAAA-MM-JJ.
    #[arg(long, value_name = "JOUR")]
    date: Option<String>,
    /// Dossier des données sources, pour les communes (sans cette option : data).
    #[arg(long, value_name = "DOSSIER", default_value = "data", hide_default_value = true)]
    data: PathBuf,
    /// Effort de compression brotli, de 0 à 11 (sans cette option : 11).
    #[arg(long, value_name = "N", default_value_t = 11, hide_default_value = true, value_parser = clap::value_parser!(u32).range(0..=11))]
    brotli: u32,
}

/// Bytes of all files: as they are, and compressed.
#[derive(Debug, Default)]
struct Sizes {
    files: AtomicU64,
    plain: AtomicU64,
    brotli: AtomicU64,
    gzip: AtomicU64,
}

/// Reads both files once and writes the folder.
///
/// # Errors
/// A file that can't be read or isn't as published, a folder that can't be written.
pub(crate) fn run(options: &Options) -> Result<(), CliError> {
    fs::create_dir_all(&options.out).map_err(|error| CliError::writing(&options.out, &error))?;
    let territory = prepare::territory(&options.data)?;
    let places = Territory::from_bytes(&territory).map_err(|error| CliError::new(error.to_string()))?;
    let places = Arc::new(places);
    let previous = options.previous.as_deref().map(|folder| publication(folder, &places)).transpose()?;
    let mut builder = AtlasBuilder::new(places);
    read(&options.structures, |chunk| builder.push_structures(chunk).map_err(|error| error.to_string()))?;
    read(&options.services, |chunk| builder.push_services(chunk).map_err(|error| error.to_string()))?;
    let atlas = builder.finish().map_err(|error| CliError::new(error.to_string()))?;
    let sizes = Sizes::default();
    let manifest = thread::scope(|scope| {
        let (sender, receiver) = std::sync::mpsc::sync_channel::<(String, Vec<u8>)>(WAITING);
        let receiver = Arc::new(std::sync::Mutex::new(receiver));
        let workers: Vec<_> = (0..thread::available_parallelism().map_or(1, usize::from))
            .map(|_| {
                let (receiver, sizes) = (Arc::clone(&receiver), &sizes);
                scope.spawn(move || -> Result<(), CliError> {
                    loop {
                        let next = receiver.lock().map(|receiver| receiver.recv());
                        let Ok(Ok((name, bytes))) = next else { return Ok(()) };
                        store(options, &name, &bytes, sizes)?;
                    }
                })
            })
            .collect();
        drop(receiver);
        let manifest =
            write_folder(&atlas, &territory, options.date.clone(), previous.as_ref(), |name, bytes| {
                // Nobody takes it any more: a worker has failed, and says why.
                sender.send((name.to_owned(), bytes.to_vec())).map_err(|_| ())
            });
        drop(sender);
        for worker in workers {
            worker.join().map_err(|_| CliError::new("La compression s’est arrêtée."))??;
        }
        manifest.map_err(|()| CliError::new("La compression s’est arrêtée."))
    })?;
    let json = serde_json::to_vec(&manifest).map_err(|error| CliError::new(error.to_string()))?;
    store(options, "manifest.json", &json, &sizes)?;
    let megabytes = |size: &AtomicU64| size.load(Ordering::Relaxed) as f64 / 1e6;
    error::say(&format!(
        "{} : {} services et {} structures en {} fichiers ; {:.1} Mo, {:.1} Mo en brotli, {:.1} Mo en gzip.",
        options.out.display(),
        manifest.whole.services,
        manifest.whole.structures,
        sizes.files.load(Ordering::Relaxed),
        megabytes(&sizes.plain),
        megabytes(&sizes.brotli),
        megabytes(&sizes.gzip),
    ))
}

/// The records of a folder made before.
fn publication(folder: &Path, places: &Arc<Territory>) -> Result<Publication, CliError> {
    let file = |name: &str| {
        let path = folder.join(name);
        fs::read(&path).map_err(|error| CliError::reading(&path, &error))
    };
    let manifest = Manifest::from_json(&file("manifest.json")?)?;
    Publication::of_folder(&manifest, places, file)
}

impl From<PackError> for CliError {
    fn from(error: PackError) -> Self {
        Self::new(error.to_string())
    }
}

fn read(path: &Path, mut push: impl FnMut(&[u8]) -> Result<(), String>) -> Result<(), CliError> {
    let mut file = File::open(path).map_err(|error| CliError::reading(path, &error))?;
    let mut chunk = vec![0; CHUNK];
    // An empty file is one too.
    push(&[]).map_err(CliError::new)?;
    loop {
        match file.read(&mut chunk).map_err(|error| CliError::reading(path, &error))? {
            0 => return Ok(()),
            length => push(&chunk[..length]).map_err(CliError::new)?,
        }
    }
}

/// Writes a file and its compressed copies. One whose name tells its content and that is there already stays.
fn store(options: &Options, name: &str, bytes: &[u8], sizes: &Sizes) -> Result<(), CliError> {
    let compressed =
        |path: &Path, compress: &dyn Fn() -> std::io::Result<Vec<u8>>| -> Result<u64, CliError> {
            if name.ends_with(".pack")
                && let Ok(there) = fs::metadata(path)
            {
                return Ok(there.len());
            }
            let bytes = compress().map_err(|error| CliError::writing(path, &error))?;
            put(path, &bytes)?;
            Ok(bytes.len() as u64)
        };
    let beside = |ending: &str| options.out.join(format!("{name}{ending}"));
    let brotli = compressed(&beside(".br"), &|| brotli(bytes, options.brotli))?;
    let gzip = compressed(&beside(".gz"), &|| gzip(bytes))?;
    compressed(&beside(""), &|| Ok(bytes.to_vec()))?;
    sizes.files.fetch_add(1, Ordering::Relaxed);
    sizes.plain.fetch_add(bytes.len() as u64, Ordering::Relaxed);
    sizes.brotli.fetch_add(brotli, Ordering::Relaxed);
    sizes.gzip.fetch_add(gzip, Ordering::Relaxed);
    Ok(())
}

/// Writes a file so that nobody ever sees a part of it.
fn put(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".tmp");
    let half = path.with_file_name(name);
    let written = fs::write(&half, bytes).and_then(|()| fs::rename(&half, path));
    written.map_err(|error| CliError::writing(path, &error))
}

fn brotli(bytes: &[u8], quality: u32) -> std::io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    // A window of 4 MB: as much as there may be in a file.
    let mut writer = brotli::CompressorWriter::new(&mut packed, 1 << 16, quality, 22);
    writer.write_all(bytes)?;
    writer.flush()?;
    drop(writer);
    Ok(packed)
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes)?;
    writer.finish()
}
