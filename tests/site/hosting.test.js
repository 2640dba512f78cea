// The recipes of docs/hosting.md: they can be read, say what the local server does, and the weekly job's script runs.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { check } from "prettier";
import { generate, packed, readJson, temporaryFolder } from "../support/data.js";
import { built, dist, root, tool } from "../support/paths.js";
import { serve } from "../support/site.js";

const recipe = (/** @type {string} */ name) => readFileSync(`${root}/docs/${name}`, "utf8");
const run = promisify(execFile);
const made = packed(generate({ structures: 60, services: 90 }));

for (const name of ["github-pages.yml", "gitlab-ci.yml"]) {
  test(`${name} is YAML, and calls what there is`, async () => {
    const text = recipe(`hosting/${name}`);
    await check(text, { parser: "yaml" });
    for (const [, script] of text.matchAll(/(?:run: |- )((?:\.\/|docs\/)\S+)/g))
      assert.ok(existsSync(`${root}/${script}`), script);
    assert.match(text, /30 10 \* \* 1/, "on Monday");
  });
}

test("headers that the recipes name are those that the local server sends", async () => {
  const { url, stop } = await serve(made);
  try {
    const header = async (/** @type {string} */ path, /** @type {string} */ name) => {
      const response = await fetch(new URL(path, url));
      await response.arrayBuffer();
      assert.equal(response.status, 200, path);
      return String(response.headers.get(name));
    };
    const [pack] = readdirSync(made.pack).filter((name) => name.endsWith(".pack"));
    const forEver = "public, max-age=31536000, immutable";
    for (const name of ["hosting.md", "hosting/nginx.conf", "hosting/apache.htaccess", "hosting/_headers"])
      assert.ok(recipe(name).includes(forEver), `${name}: ${forEver}`);
    const again = new Set();
    for (const path of ["", "config.json", "data/pack/manifest.json", "pkg/inclusion-atlas.js"])
      again.add(await header(path, "cache-control"));
    assert.deepEqual([...again], ["no-cache"]);
    for (const name of ["hosting.md", "hosting/nginx.conf", "hosting/apache.htaccess"])
      assert.ok(recipe(name).includes("no-cache"), name);
    for (const [path, type] of [
      ["pkg/wasm/atlas_bg.wasm", "application/wasm"],
      ["pkg/inclusion-atlas.js", "text/javascript"],
      [`data/pack/${pack}`, "application/octet-stream"],
    ]) {
      assert.ok((await header(path, "content-type")).startsWith(type), path);
      for (const name of ["hosting.md", "hosting/nginx.conf", "hosting/apache.htaccess"])
        assert.ok(recipe(name).includes(type), `${name}: ${type}`);
    }
  } finally {
    stop();
  }
});

test("the policies of pages are those that the document lists", () => {
  const listed = [...recipe("hosting.md").matchAll(/^\| `(\S+\.html)` \| `([^`]+)` \|$/gm)];
  const pages = readdirSync(`${root}/www`).filter((name) => name.endsWith(".html"));
  assert.deepEqual(listed.map(([, page]) => page).sort(), pages.sort());
  for (const [, page, policy] of listed)
    assert.ok(readFileSync(`${root}/www/${page}`, "utf8").includes(`content="${policy}"`), page);
});

test("the weekly job's script publishes, and then compares with what it has published", async () => {
  const folder = join(temporaryFolder(), "dist");
  cpSync(built(dist), folder, { recursive: true });
  const source = await serve(generate({ structures: 60, services: 90 }));
  /** @param {string} address */
  const publish = (address) =>
    run(`${root}/docs/hosting/publish.sh`, [address], {
      cwd: root,
      env: {
        ...process.env,
        ...{ DIST: folder, TOOL: built(tool), COPIES: "gzip", BROTLI: "1" },
        ...{ STRUCTURES: `${source.url}data/structures.json`, SERVICES: `${source.url}data/services.json` },
      },
    });
  try {
    await publish("http://127.0.0.1:9/nowhere");
    const config = readJson(join(folder, "config.json"));
    const { pack, gzip, structures } = /** @type {any} */ (config);
    assert.deepEqual({ pack, gzip, structures }, { pack: "data/pack/", gzip: true, structures: undefined });
    const names = readdirSync(join(folder, "data/pack"));
    assert.ok(names.includes("manifest.json") && names.some((name) => name.endsWith(".pack.gz")));
    assert.ok(!names.some((name) => /\.(pack|br)$/.test(name)), "only what such a host needs");
    const site = await serve(undefined, "/", folder);
    try {
      const { stderr } = await publish(site.url);
      assert.doesNotMatch(stderr, /rror|404/);
    } finally {
      site.stop();
    }
  } finally {
    source.stop();
  }
});
