//! `atlas-bindgen MODULE.wasm OUT NAME`: what the wasm-bindgen command does with `--target web --no-typescript`, without
//! the minutes that installing that command takes.
//!
//! Before, what words a panic is taken out. A panic stops the module all the same, and nobody would read the words: there
//! is no console behind them.

use std::process::ExitCode;
use walrus::ir::Unreachable;
use walrus::{Module, ModuleConfig};
use wasm_bindgen_cli_support::Bindgen;

/// Parts of the names, as the compiler writes them, of functions of the standard library that do nothing but panic.
const PANICS: [&str; 12] = [
    "4core9panicking",
    "4core6option13unwrap_failed",
    "4core6option13expect_failed",
    "4core6result13unwrap_failed",
    "4core4cell22panic_already_borrowed",
    "4core4cell30panic_already_mutably_borrowed",
    "slice_index_fail",
    "16slice_error_fail",
    "19slice_error_fail_rt",
    "5alloc5alloc18handle_alloc_error",
    "5alloc7raw_vec12handle_error",
    "5alloc7raw_vec17capacity_overflow",
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [module, out, name] = &arguments[..] else {
        eprintln!("usage: atlas-bindgen MODULE.wasm OUT NAME");
        return ExitCode::FAILURE;
    };
    let mut module = match ModuleConfig::new().strict_validate(false).parse_file(module) {
        Ok(module) => module,
        Err(error) => {
            eprintln!("{error:?}");
            return ExitCode::FAILURE;
        }
    };
    silence_panics(&mut module);
    let mut bindgen = Bindgen::new();
    bindgen.input_module(name, module).out_name(name).typescript(false);
    bindgen.omit_default_module_path(false);
    match bindgen.web(true).and_then(|bindgen| bindgen.generate(out)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:?}");
            ExitCode::FAILURE
        }
    }
}

/// Lets panics trap at once, and takes out what only they needed.
fn silence_panics(module: &mut Module) {
    let panics = |name: &str| PANICS.iter().any(|panic| name.contains(panic));
    let named = module.funcs.iter().filter(|function| function.name.as_deref().is_some_and(panics));
    let found: Vec<_> = named.map(|function| function.id()).collect();
    for id in found {
        if let walrus::FunctionKind::Local(function) = &mut module.funcs.get_mut(id).kind {
            let entry = function.entry_block();
            let instructions = &mut function.block_mut(entry).instrs;
            instructions.clear();
            instructions.push((Unreachable {}.into(), Default::default()));
        }
    }
    walrus::passes::gc::run(module);
}
