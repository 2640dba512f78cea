// Stands for the module that wasm-bindgen makes in dist/pkg/wasm/, so that www/pkg/hours.js can be checked.

export { openings } from "../../../../www/pkg/engine.js";

export default function init(input?: { module_or_path: any }): Promise<unknown>;
export class Openness {
  constructor(moment: string);
  isOpen(hours: string, codeInsee: string): boolean | undefined;
  free(): void;
}
