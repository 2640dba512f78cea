// Stands for the module that wasm-bindgen makes in dist/pkg/wasm/, so that www/pkg/engine.js can be checked.

export { Atlas, AtlasBuilder, default, Territory, openings } from "../../../../www/pkg/engine.js";
