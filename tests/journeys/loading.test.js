// The data comes, or doesn't: what happens is said in French, with what to do.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { search } from "../support/page.js";
import { desk, expectNoAxeViolations, site } from "../support/site.js";

const journey = site({ form: "json" });
const servicesFile = /\/services[^/]*\.json$/;

/** @typedef {import("playwright-core").Page} Page */

/**
 * @param {Page} page
 * @param {RegExp} wording
 */
async function expectFailure(page, wording) {
  const { alert } = search(page);
  await alert.filter({ hasText: wording }).waitFor();
  const text = await alert.innerText();
  assert.doesNotMatch(text, /undefined|null|NaN|\[object|Error|TypeError/, text);
  assert.match(text, /[.!]/, "a sentence");
  await expectNoAxeViolations(page);
}

journey("loading is shown, can be stopped, and begins again", async ({ page, visit }) => {
  /** @type {() => void} */
  let release = () => {};
  /** @type {Promise<void>} */
  const held = new Promise((resolve) => (release = resolve));
  await page.route(servicesFile, async (route) => {
    await held;
    await route.continue().catch(() => {}); // the page may have given up on it
  });
  await visit();
  const ui = search(page);
  await ui.progress.first().waitFor();
  await expectNoAxeViolations(page);
  await ui.cancel.click();
  await ui.resume.waitFor();
  assert.equal(await ui.progress.count(), 0);
  await expectNoAxeViolations(page);
  release();
  await ui.resume.click();
  await ui.ready();
});

journey("the services aren't there", async ({ page, visit }) => {
  await page.route(servicesFile, (route) => route.fulfill({ status: 404, body: "Not Found" }));
  await visit();
  await expectFailure(page, /services/);
});

journey("the host can't be reached", async ({ page, visit }) => {
  await page.route(servicesFile, (route) => route.abort("connectionrefused"));
  await visit();
  await expectFailure(page, /services/);
});

journey("the services were cut short", async ({ page, visit, data }) => {
  const bytes = readFileSync(data.services);
  const body = bytes.subarray(0, Math.floor(bytes.length * 0.7));
  await page.route(servicesFile, (route) => route.fulfill({ contentType: "application/json", body }));
  await visit();
  await expectFailure(page, /incomplet/);
});

journey("a web page comes in place of the services", async ({ page, visit }) => {
  const body = "<!doctype html><title>Bienvenue</title>";
  await page.route(servicesFile, (route) => route.fulfill({ contentType: "text/html", body }));
  await visit();
  await expectFailure(page, /services/);
});

journey(
  "no WebAssembly",
  async ({ page, visit }) => {
    await visit();
    await expectFailure(page, /WebAssembly/);
  },
  { init: () => void Reflect.deleteProperty(globalThis, "WebAssembly") },
);

journey(
  "no worker: it works all the same",
  async ({ page, visit }) => {
    await visit("?code_commune=08105&rayon_km=20");
    const ui = search(page);
    assert.ok((await ui.total(/Charleville/)) > 0);
    assert.ok((await ui.cards.count()) > 0);
  },
  {
    init: () => {
      globalThis.Worker = /** @type {any} */ (
        class {
          constructor() {
            throw new DOMException("blocked", "SecurityError");
          }
        }
      );
    },
  },
);

journey(
  "the worker's script isn't there: it works all the same",
  async ({ page, visit }) => {
    let refused = 0;
    await page.route(/\/worker[\w-]*\.js$/, (route) => {
      refused++;
      return route.fulfill({ status: 404, body: "" });
    });
    await visit("?code_commune=08105&rayon_km=20");
    assert.ok((await search(page).total(/Charleville/)) > 0);
    assert.ok(refused > 0, "the worker was asked for");
  },
  { viewports: [desk] },
);

journey("two files of one's own are opened", async ({ page, visit, data, requests }) => {
  await page.route(servicesFile, (route) => route.fulfill({ status: 404, body: "" }));
  await visit();
  const ui = search(page);
  await ui.alert.first().waitFor();
  const before = requests.length;
  await page.locator("input[type=file]").first().setInputFiles([data.services, data.structures]);
  await ui.ready();
  assert.ok(!requests.slice(before).some((url) => servicesFile.test(url)), "the files go nowhere");
  await ui.choosePlace("charlev", /Charleville/);
  await ui.submit.click();
  assert.ok((await ui.total(/Charleville/)) > 0);
});

journey(
  "two files are dropped",
  async ({ page, visit, data }) => {
    await page.route(servicesFile, (route) => route.fulfill({ status: 404, body: "" }));
    await visit();
    const ui = search(page);
    await ui.alert.first().waitFor();
    const texts = [readFileSync(data.structures, "utf8"), readFileSync(data.services, "utf8")];
    const transfer = await page.evaluateHandle(([structures, services]) => {
      const dropped = new DataTransfer();
      dropped.items.add(new File([structures], "structures-inclusion.json", { type: "application/json" }));
      dropped.items.add(new File([services], "services-inclusion.json", { type: "application/json" }));
      return dropped;
    }, texts);
    for (const type of ["dragenter", "dragover", "drop"]) {
      await page.dispatchEvent("body", type, { dataTransfer: transfer });
    }
    await ui.ready();
  },
  { viewports: [desk] },
);

journey("what is asked is remembered nowhere", async ({ page, visit }) => {
  await visit("?code_commune=08105");
  await search(page).total(/Charleville/);
  const kept = await page.evaluate(async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    cookies: document.cookie,
    databases: (await indexedDB.databases()).length,
  }));
  assert.deepEqual(kept, { local: 0, session: 0, cookies: "", databases: 0 });
  // The data may be kept, and that is said: one file, whatever is asked.
  const addresses = await page.evaluate(async () => {
    const names = await caches.keys();
    const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return all.flat().map(({ url }) => url);
  });
  assert.ok(addresses.length <= 1 && !addresses.join().includes("08105"), addresses.join());
});
