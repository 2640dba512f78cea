// Both sheets, fetched when one is opened.

export { showService } from "./service.js";
export { showStructure } from "./structure.js";
