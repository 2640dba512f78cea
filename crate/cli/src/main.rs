//! `inclusion-atlas`: the engine in a terminal.
#![forbid(unsafe_code)]

mod generate;
mod prepare;
mod serve;

use clap::{Parser, Subcommand};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// L’offre d’insertion, sans serveur : prépare, fabrique et sert les données de l’atlas.
#[derive(Parser)]
#[command(name = "inclusion-atlas", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Fabrique des données fictives dans la forme publiée.
    Generate(generate::Options),
    /// Compile le dossier des données du projet en fichiers pour le navigateur.
    Prepare {
        /// Dossier des données du projet.
        #[arg(long, default_value = "data")]
        data: PathBuf,
        /// Dossier à remplir.
        #[arg(long)]
        out: PathBuf,
    },
    /// Sert le site construit et deux fichiers de données, en local.
    Serve(serve::Options),
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Generate(options) => generate::run(&options),
        Command::Prepare { data, out } => prepare::run(&data, &out),
        Command::Serve(options) => serve::run(&options),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing can be done about a closed standard error.
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}
