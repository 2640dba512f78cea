//! `inclusion-atlas`: the engine in a terminal.
mod prepare;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    if let Err(e) = prepare::run(args[3].as_ref(), args[5].as_ref()) { eprintln!("{e}"); std::process::exit(1) }
}
