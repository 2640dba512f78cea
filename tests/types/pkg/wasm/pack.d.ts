// Stands for the module that wasm-bindgen makes in dist/pkg/wasm/, so that www/pkg/pack-engine.js can be checked.

export { Atlas, default, Territory } from "../../../../www/pkg/engine.js";
