// The validator in a worker.

import { answer } from "./answering.js";
import { ValidationHost } from "./validation-host.js";

answer(new ValidationHost(), "validate");
