// The engine on its way, before the rest of the page is there.

import { startEngine } from "../../pkg/inclusion-atlas.js";
import { dataOf, readConfig } from "../common/config.js";

/** What the operator says of the site; the engine, and the beginning of a pack with it, come beside. */
export const configured = readConfig();
export const starting = startEngine({ pack: configured.then((config) => dataOf(config).pack) });
// The search page says what fails.
configured.catch(() => {});
starting.catch(() => {});
