// The site works from any folder of any static host.

import assert from "node:assert/strict";
import { search } from "../support/page.js";
import { desk, expectDrawn, site } from "../support/site.js";

const base = "/un/deux/";

for (const form of /** @type {const} */ (["pack", "json"])) {
  const journey = site({ base, form });
  journey(
    `under a sub-path, the data as ${form}`,
    async ({ page, visit, requests }) => {
      await visit("?code_commune=08105&rayon_km=20");
      const ui = search(page);
      assert.ok((await ui.total(/Charleville/)) > 0);
      await expectDrawn(ui.canvas);
      assert.ok(
        requests.some((url) => url.endsWith(".wasm")) &&
          requests.some((url) => (form === "pack" ? /\.pack$/ : /services[^/]*\.json$/).test(url)),
        "the worker's requests are seen",
      );
      const outside = requests.map((url) => new URL(url).pathname).filter((path) => !path.startsWith(base));
      assert.deepEqual(
        outside.filter((path) => path !== "/favicon.ico"),
        [],
      );
    },
    { viewports: [desk] },
  );
}

const journey = site({ base });
journey("made-up data is said to be made up", async ({ page, visit }) => {
  await visit();
  await page
    .getByText(/données fictives/i)
    .first()
    .waitFor();
});
