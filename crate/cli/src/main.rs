//! `inclusion-atlas`: the engine in a terminal.
//!
//! Five commands: `validate` judges files against the schema, `generate` makes up national data in the published form,
//! `prepare` compiles `data/` into the binary files that the browser loads, `pack` cuts the published files into small ones,
//! `serve` shows the built site. Whatever the
//! user reads is French; an error is one sentence on standard error.
//!
//! Exit status: 0 when done, 1 when the work failed or a file isn't valid, 2 when the command line is wrong.
#![forbid(unsafe_code)]

mod error;
mod generate;
mod pack;
mod prepare;
mod published;
mod serve;
mod validate;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::builder::styling::Styles;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, Parser, Subcommand};

use crate::error::CliError;

#[derive(Parser)]
#[command(
    name = "inclusion-atlas",
    version,
    about = "Fabrique, prépare et sert les données et le site d’inclusion-atlas.",
    styles = Styles::plain(),
    subcommand_help_heading = "Commandes",
    subcommand_value_name = "COMMANDE",
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Affiche la version.
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    version: (),
    #[command(flatten)]
    help: Help,
}

/// The help flag, in French.
#[derive(Args)]
#[command(disable_help_flag = true)]
struct Help {
    /// Affiche cette aide.
    #[arg(short, long, global = true, display_order = 1000, action = clap::ArgAction::Help)]
    help: (),
}

#[derive(Subcommand)]
enum Command {
    /// Vérifie des fichiers de structures ou de services avant de les partager.
    #[command(disable_help_flag = true)]
    Validate(validate::Options),
    /// Fabrique des données fictives dans la forme exacte des fichiers publiés.
    #[command(disable_help_flag = true)]
    Generate(generate::Options),
    /// Compile le dossier `data` en fichiers binaires pour le navigateur.
    #[command(disable_help_flag = true)]
    Prepare(prepare::Options),
    /// Découpe les fichiers publiés en petits fichiers, dont une page ne télécharge que ce qu’il lui faut.
    #[command(disable_help_flag = true)]
    Pack(pack::Options),
    /// Sert le site construit, avec les données de votre choix.
    #[command(disable_help_flag = true)]
    Serve(serve::Options),
}

fn main() -> ExitCode {
    match run(std::env::args_os()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            // Nothing is left to do when standard error itself is closed: the status still tells.
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::from(error.status())
        }
    }
}

/// Does what is asked; whether all is well with it.
fn run(arguments: impl IntoIterator<Item = OsString>) -> Result<bool, CliError> {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) if !error.use_stderr() => return error::say(error.to_string().trim_end()).map(|()| true),
        Err(error) => return Err(CliError::usage(usage_message(&error))),
    };
    match cli.command {
        Command::Validate(options) => return validate::run(&options),
        Command::Generate(options) => generate::run(&options)?,
        Command::Prepare(options) => prepare::run(&options)?,
        Command::Pack(options) => pack::run(&options)?,
        Command::Serve(options) => serve::run(&options)?,
    }
    Ok(true)
}

/// What is wrong with the command line, in French: clap's own messages are English.
fn usage_message(error: &clap::Error) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let problem = match error.kind() {
        ErrorKind::UnknownArgument => format!("L’option « {argument} » n’existe pas."),
        ErrorKind::InvalidSubcommand => {
            format!("La commande « {} » n’existe pas.", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => format!("Il manque : {argument}."),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "Il manque la commande : validate, generate, prepare, pack ou serve.".to_owned()
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("Il manque une valeur après « {argument} »."),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("La valeur « {value} » ne convient pas à « {argument} ».")
        }
        ErrorKind::ArgumentConflict => {
            format!("L’option « {argument} » est donnée deux fois ou en contredit une autre.")
        }
        _ => "La ligne de commande n’est pas comprise.".to_owned(),
    };
    format!("{problem} L’option --help montre ce qui est possible.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(arguments: &[&str]) -> CliError {
        run(["inclusion-atlas"].iter().chain(arguments).map(OsString::from)).expect_err("a failure")
    }

    #[test]
    fn the_command_line_is_consistent() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }

    #[test]
    fn a_wrong_command_line_is_told_in_french_with_status_2() {
        for (arguments, message) in [
            (vec![], "Il manque la commande"),
            (vec!["servir"], "La commande « servir » n’existe pas."),
            (vec!["serve", "--sit"], "L’option « --sit » n’existe pas."),
            (vec!["generate"], "Il manque : --structures"),
            (vec!["serve", "--site", "dist", "--port", "x"], "La valeur « x » ne convient pas à « --port"),
        ] {
            let error = failure(&arguments);
            assert!(error.to_string().starts_with(message), "{error}");
            assert_eq!(error.status(), 2);
        }
    }

    #[test]
    fn missing_input_fails_with_status_1() {
        let error = failure(&["serve", "--site", "nulle-part"]);
        assert_eq!(error.status(), 1);
        assert!(error.to_string().contains("nulle-part"), "{error}");
    }
}
