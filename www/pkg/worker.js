// The search engine in a worker.

import { answer } from "./answering.js";
import { Host } from "./host.js";

answer(new Host(), "open");
