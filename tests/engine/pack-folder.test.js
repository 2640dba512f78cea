// A pack's folder on a host that may fail in every way, and a device that may refuse to keep anything.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { generate, temporaryFolder, write } from "../support/data.js";
import { open, startEngine } from "../support/engine.js";
import { built, dist, root, tool } from "../support/paths.js";

const ADDRESS = "https://data.example.org/pack/";
const AROUND = { code_commune: "08105", rayon_km: 20, size: 20, facettes: true, regles: "atlas" };
const ELSEWHERE = { code_commune: "97411", rayon_km: 20, size: 20, regles: "atlas" };

const started = await startEngine();
const { Host } = await import(pathToFileURL(built(`${dist}/pkg/host.js`)).href);

/** @param {import("../support/data.js").Made} made */
function pack({ structures, services }) {
  const out = temporaryFolder();
  const args = ["pack", "--structures", structures, "--services", services, "--out", out, "--brotli", "1"];
  execFileSync(built(tool), args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  const names = readdirSync(out).filter((name) => /\.(pack|json)$/.test(name));
  return new Map(names.map((name) => [name, new Uint8Array(readFileSync(join(out, name)))]));
}

const more = ["--departements", "08,974", "--part", "0.5"];
const first = generate({ structures: 1500, services: 2500, more });
const second = generate({ structures: 1500, services: 2400, seed: 2, more });
const [files, later] = [pack(first), pack(second)];
const whole = (/** @type {import("../support/data.js").Made} */ made) =>
  open(started, readFileSync(made.structures), readFileSync(made.services));
const expected = whole(first);

/** A host of files in memory, which does to each request what `fault` says. */
class Server {
  files = files;
  /** @type {string[]} asked for since last time */ asked = [];
  /** @type {(name: string, bytes: Uint8Array | undefined) => Response | Promise<Response> | undefined} */
  fault = () => undefined;

  /** @param {string | URL} url */
  async answer(url) {
    const { href } = new URL(url);
    if (href.startsWith("file:")) {
      const type = href.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
      return new Response(readFileSync(fileURLToPath(href)), { headers: { "content-type": type } });
    }
    const name = href.slice(ADDRESS.length);
    this.asked.push(name);
    const bytes = this.files.get(name);
    return this.fault(name, bytes) ?? new Response(/** @type {any} */ (bytes), { status: bytes ? 200 : 404 });
  }
}

/** The part of Cache Storage that is used, in memory. */
class Device {
  /** @type {Map<string, Uint8Array>} */ kept = new Map();
  full = false;
  denied = false;
  async open() {
    if (this.denied) throw new DOMException("denied", "SecurityError");
    return this;
  }
  /** @param {URL} url */
  async match(url) {
    const bytes = this.kept.get(url.href);
    return bytes && new Response(/** @type {any} */ (bytes));
  }
  /** @param {URL} url @param {Response} response */
  async put(url, response) {
    if (this.full) throw new DOMException("full", "QuotaExceededError");
    this.kept.set(url.href, new Uint8Array(await response.arrayBuffer()));
  }
  async keys() {
    return [...this.kept.keys()].map((url) => ({ url }));
  }
  /** @param {URL | { url: string }} request */
  async delete(request) {
    return this.kept.delete(request instanceof URL ? request.href : request.url);
  }
}

/**
 * A visit: an engine that has nothing yet.
 *
 * @param {Server} server
 * @param {Device} device
 */
async function visit(server, device) {
  globalThis.fetch = /** @type {any} */ ((/** @type {URL} */ url) => server.answer(url));
  /** @type {any} */ (globalThis).caches = device;
  const host = new Host();
  await host.start();
  return {
    open: (texts = true) => host.open({ pack: ADDRESS, texts }, () => {}, new AbortController().signal),
    ask: (/** @type {string} */ method, /** @type {unknown[]} */ ...args) => host.atlas(method, ...args),
    openings: (/** @type {object[]} */ places, /** @type {string} */ at) => host.openings(places, at),
    close: () => host.close(),
  };
}

/**
 * @param {() => Promise<unknown>} run
 * @param {string} code
 * @param {RegExp} message
 */
async function fails(run, code, message) {
  const error = await run().then(
    () => assert.fail("nothing was thrown"),
    (/** @type {any} */ error) => error,
  );
  assert.equal(error.name, "AtlasError", String(error));
  assert.equal(error.code, code, error.message);
  assert.match(error.message, message);
  assert.match(error.message, /^\p{Lu}.*[.)]$/su, "a message is a sentence");
  assert.equal(error.field, "pack");
}

/**
 * Answers are large: of two that differ, only that they do is of use.
 *
 * @param {unknown} found
 * @param {unknown} wanted
 */
function same(found, wanted) {
  assert.ok(isDeepStrictEqual(found, wanted), "another answer than that of the whole");
}

const isShard = (/** @type {string} */ name) => name.endsWith(".pack");

test("answers are those of the whole, from a part of it", async () => {
  const server = new Server();
  const { open, ask, close } = await visit(server, new Device());
  assert.deepEqual(await open(), expected.counts);
  same(await ask("searchServices", AROUND), expected.searchServices(/** @type {any} */ (AROUND)));
  assert.ok(server.asked.length * 2 < files.size, `${server.asked.length} of ${files.size} files`);
  const { service } = expected.searchServices(/** @type {any} */ (ELSEWHERE)).items[0];
  same(await ask("retrieveService", service.id), expected.retrieveService(service.id));
  const id = service.structure_id;
  same(await ask("retrieveStructure", id), expected.retrieveStructure(id));
  same(
    await ask("totals", [AROUND, ELSEWHERE, {}]),
    expected.totals(/** @type {any} */ ([AROUND, ELSEWHERE, {}])),
  );
  same(await ask("search", { q: "formation" }), expected.search({ q: "formation" }));
  same(await ask("listStructures", {}), expected.listStructures({}));
  close();
});

test("opening hours are read, by a module that comes when they are asked for", async () => {
  const { open, ask, openings, close } = await visit(new Server(), new Device());
  await open();
  for (const ouvert_le of ["2026-11-24T10:00", "2026-11-24T09:00:00Z", "2026-11-28T00:00/2026-11-28T24:00"]) {
    const question = /** @type {any} */ ({ ...AROUND, ouvert_le });
    const whole = expected.searchServices(question);
    assert.ok(whole.total > 0 && (whole.ecartes?.ouvert_le ?? 0) > 0, "some are open, some don't tell");
    same(await ask("searchServices", question), whole);
    same(await ask("totals", [AROUND, question]), expected.totals([/** @type {any} */ (AROUND), question]));
  }
  const places = expected.listServices({ size: 100 }).items;
  same(
    await openings(places, "2026-11-24T09:00:00Z"),
    started.engine.openings(places, "2026-11-24T09:00:00Z"),
  );
  close();
});

test("the second visit asks for the manifest only", async () => {
  const [server, device] = [new Server(), new Device()];
  for (const visits of [1, 2]) {
    const { open, ask, close } = await visit(server, device);
    server.asked = [];
    await open();
    const found = await ask("searchServices", AROUND);
    same(found, expected.searchServices(/** @type {any} */ (AROUND)));
    if (visits === 2) assert.deepEqual(server.asked, ["manifest.json"]);
    close();
  }
});

test("without a network, what is on the device is answered, and what isn't is said", async () => {
  const [server, device] = [new Server(), new Device()];
  const before = await visit(server, device);
  await before.open();
  await before.ask("searchServices", AROUND);
  before.close();
  server.fault = () => Promise.reject(new TypeError("no network"));
  const { open, ask, close } = await visit(server, device);
  await open();
  same(await ask("searchServices", AROUND), expected.searchServices(/** @type {any} */ (AROUND)));
  await fails(() => ask("searchServices", ELSEWHERE), "fetch", /ne répond pas/);
  server.fault = () => undefined;
  same(await ask("searchServices", ELSEWHERE), expected.searchServices(/** @type {any} */ (ELSEWHERE)));
  close();
});

test("a host that is away from the beginning", async () => {
  const server = new Server();
  const { open, close } = await visit(server, new Device());
  server.fault = () => Promise.reject(new TypeError("no network"));
  await fails(open, "fetch", /ne répond pas/);
  server.fault = () => new Response("", { status: 500 });
  await fails(open, "fetch", /répond 500/);
  close();
});

test("a missing file is an error, and comes when it is there again", async () => {
  const server = new Server();
  const { open, ask, close } = await visit(server, new Device());
  await open();
  server.fault = (name) => (isShard(name) ? new Response("", { status: 404 }) : undefined);
  await fails(() => ask("searchServices", AROUND), "fetch", /répond 404/);
  server.fault = () => undefined;
  same(await ask("searchServices", AROUND), expected.searchServices(/** @type {any} */ (AROUND)));
  close();
});

const damaged = (/** @type {Uint8Array} */ bytes) => {
  const copy = bytes.slice();
  copy[copy.length - 1] ^= 1;
  return new Response(copy);
};

test("a damaged file is asked for again; one that stays so is an error", async () => {
  const [server, device] = [new Server(), new Device()];
  const { open, ask, close } = await visit(server, device);
  await open();
  server.fault = (name, bytes) => (isShard(name) && bytes ? damaged(bytes) : undefined);
  await fails(() => ask("searchServices", AROUND), "format", /abîmé/);
  assert.ok(![...device.kept.keys()].some(isShard), "nothing damaged is kept");
  const seen = new Set();
  server.fault = (name, bytes) => {
    if (!isShard(name) || !bytes || seen.has(name)) return undefined;
    seen.add(name);
    return damaged(bytes);
  };
  same(await ask("searchServices", AROUND), expected.searchServices(/** @type {any} */ (AROUND)));
  close();
});

test("what has been damaged on the device comes from the host", async () => {
  const [server, device] = [new Server(), new Device()];
  const before = await visit(server, device);
  await before.open();
  await before.ask("searchServices", AROUND);
  before.close();
  for (const [url, bytes] of device.kept) if (isShard(url)) device.kept.set(url, bytes.slice(0, -3));
  const { open, ask, close } = await visit(server, device);
  await open();
  same(await ask("searchServices", AROUND), expected.searchServices(/** @type {any} */ (AROUND)));
  close();
});

test("a host that answers with a page in place of a file", async () => {
  const page = () => new Response("<!doctype html><title>Introuvable</title>");
  const server = new Server();
  const { open, ask, close } = await visit(server, new Device());
  server.fault = page;
  await fails(open, "format", /mène à autre chose|n’est pas un paquet/);
  server.fault = () => undefined;
  await open();
  server.fault = (name) => (isShard(name) ? page() : undefined);
  await fails(() => ask("searchServices", AROUND), "format", /n’est pas un paquet/);
  close();
});

test("a manifest of a newer version is refused in words", async () => {
  const server = new Server();
  const { open, close } = await visit(server, new Device());
  const manifest = JSON.parse(new TextDecoder().decode(files.get("manifest.json")));
  server.fault = () => new Response(JSON.stringify({ ...manifest, version: [9, 0] }));
  await fails(open, "format", /plus récente \(version 9\)/);
  close();
});

test("a connection that is cut in the middle of a file", async () => {
  const server = new Server();
  const { open, ask, close } = await visit(server, new Device());
  await open();
  server.fault = (name, bytes) => {
    if (!isShard(name) || !bytes) return undefined;
    const body = new ReadableStream({
      start(control) {
        control.enqueue(bytes.subarray(0, 50));
      },
      pull(control) {
        control.error(new TypeError("cut"));
      },
    });
    return new Response(body);
  };
  await fails(() => ask("searchServices", AROUND), "fetch", /interrompu/);
  close();
});

test("a device that is full, or denies its storage, costs nothing but the next download", async () => {
  for (const kind of /** @type {const} */ (["full", "denied"])) {
    const device = new Device();
    device[kind] = true;
    const { open, ask, close } = await visit(new Server(), device);
    await open();
    same(await ask("searchServices", AROUND), expected.searchServices(/** @type {any} */ (AROUND)));
    close();
  }
});

test("a publication that changes between two fetches is taken whole", async () => {
  const [server, device] = [new Server(), new Device()];
  const { open, ask, close } = await visit(server, device);
  await open();
  await ask("searchServices", AROUND);
  server.files = later;
  const now = whole(second);
  same(await ask("searchServices", ELSEWHERE), now.searchServices(/** @type {any} */ (ELSEWHERE)));
  same(await ask("searchServices", AROUND), now.searchServices(/** @type {any} */ (AROUND)));
  close();
  // What belonged to the first one has gone from the device.
  await new Promise((resolve) => setTimeout(resolve, 50));
  const old = [...files.keys()].filter((name) => !later.has(name));
  assert.ok(!old.some((name) => device.kept.has(ADDRESS + name)));
});

test("a folder of a single record, and one of none", async () => {
  for (const services of [[{ id: "a", nom: "Aide", zone_eligibilite: null }], []]) {
    const made = write([], services);
    const server = new Server();
    server.files = pack(made);
    const { open, ask, close } = await visit(server, new Device());
    await open();
    const found = whole(made);
    for (const question of [{}, AROUND]) {
      same(await ask("searchServices", question), found.searchServices(/** @type {any} */ (question)));
    }
    close();
  }
});
