//! `inclusion-atlas`: the engine in a terminal.

mod generate;
mod prepare;
mod serve;

fn main() {}
