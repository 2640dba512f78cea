import init from "./wasm/atlas.js";
export { Territory, AtlasBuilder, Atlas } from "./wasm/atlas.js";
export { AtlasError } from "./errors.js";
export default init;
