// What is kept on the device: nothing is lost in silence, nothing is claimed that isn't stored.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Store } from "../../www/site/desk/store.js";
import { random } from "../support/data.js";

const KEY = "selection /";

/** A localStorage that can be full or denied. */
function shelf() {
  const texts = new Map();
  const state = { full: false, denied: false };
  const open = () => {
    if (state.denied) throw new DOMException("denied", "SecurityError");
    return {
      getItem: (/** @type {string} */ key) => texts.get(key) ?? null,
      setItem(/** @type {string} */ key, /** @type {string} */ text) {
        if (state.full) throw new DOMException("full", "QuotaExceededError");
        texts.set(key, text);
      },
      removeItem: (/** @type {string} */ key) => void texts.delete(key),
    };
  };
  return { texts, state, open };
}

const service = (/** @type {string} */ id) =>
  /** @type {any} */ ({ id, nom: `Service ${id}`, structure: null });
const ids = (/** @type {Store} */ store) => store.list().map(({ service }) => service.id);

test("services, notes and their order come back in another tab and another day", () => {
  const { open } = shelf();
  const store = new Store(open, KEY);
  for (const id of ["a", "b", "c"]) store.add(service(id));
  store.move("c", -1);
  store.note("a", "demander\nMme « Petit »");
  const again = new Store(open, KEY);
  assert.deepEqual(ids(again), ["a", "c", "b"]);
  assert.equal(again.get("a")?.note, "demander\nMme « Petit »");
  assert.deepEqual(again.list(), store.list());
});

test("two tabs that know nothing of each other lose nothing", () => {
  const { open } = shelf();
  const [one, other] = [new Store(open, KEY), new Store(open, KEY)];
  one.add(service("a"));
  other.add(service("b"));
  one.note("b", "vu");
  other.remove("a");
  one.refresh();
  assert.deepEqual(ids(one), ["b"]);
  assert.equal(one.get("b")?.note, "vu");
});

test("keeping again renews the copy and nothing else", () => {
  const { open } = shelf();
  const store = new Store(open, KEY);
  store.add(service("a"));
  store.note("a", "note");
  const { depuis } = store.list()[0];
  store.add({ ...service("a"), nom: "Nouveau nom" });
  assert.equal(store.count, 1);
  assert.equal(store.get("a")?.service.nom, "Nouveau nom");
  assert.equal(store.get("a")?.note, "note");
  assert.equal(store.get("a")?.depuis, depuis);
});

test("what was removed can be put back where it was", () => {
  const { open } = shelf();
  const store = new Store(open, KEY);
  for (const id of ["a", "b", "c"]) store.add(service(id));
  const [, removed] = store.list();
  store.remove("b");
  store.add(service("d"));
  store.restore([removed], 1);
  assert.deepEqual(ids(store), ["a", "b", "c", "d"]);
  store.restore([removed], 1);
  assert.deepEqual(ids(store), ["a", "b", "c", "d"], "only once");
});

for (const [kind, words] of /** @type {const} */ ([
  ["full", /plus de place/],
  ["denied", /navigateur ne laisse pas/],
])) {
  test(`a storage that is ${kind} refuses in words, and nothing seems kept`, () => {
    const { open, state } = shelf();
    const store = new Store(open, KEY);
    store.add(service("a"));
    state[kind] = true;
    assert.throws(() => store.add(service("b")), words);
    assert.throws(() => store.note("a", "note"), words);
    assert.equal(store.has("b"), false);
    state[kind] = false;
    store.refresh();
    assert.deepEqual(ids(store), ["a"]);
    assert.equal(store.get("a")?.note, "");
  });
}

const broken = [
  "",
  "{",
  "null",
  "[]",
  '{"version":2,"services":[]}',
  '{"version":1,"services":{}}',
  '{"version":1,"services":[null]}',
];
for (const text of broken) {
  test(`« ${text} » is set aside as it was`, () => {
    const { open, texts } = shelf();
    texts.set(KEY, text);
    const store = new Store(open, KEY);
    assert.equal(store.count, 0);
    assert.equal(store.setAside, text);
    store.add(service("a"));
    assert.equal(new Store(open, KEY).count, 1);
    assert.equal(store.setAside, text);
    store.forgetAside();
    assert.equal(store.setAside, null);
  });
}

test("of what is partly broken the good part stays, the whole is set aside", () => {
  const { open, texts } = shelf();
  const good = { service: service("a"), depuis: "2026-01-01", copie: "2026-01-01", note: "" };
  const text = JSON.stringify({
    version: 1,
    services: [good, { ...good, note: 3 }, { ...good, copie: "hier" }, 7],
  });
  texts.set(KEY, text);
  assert.deepEqual(ids(new Store(open, KEY)), ["a"]);
  const again = new Store(open, KEY);
  assert.deepEqual(ids(again), ["a"]);
  assert.equal(again.setAside, text);
});

test("what is broken twice is set aside twice", () => {
  const { open, texts } = shelf();
  texts.set(KEY, "first");
  const store = new Store(open, KEY);
  texts.set(KEY, "second");
  store.refresh();
  assert.match(store.setAside ?? "", /first[^]*second/);
});

test("any stored text is survived", () => {
  const { whole } = random(6);
  const letters = [..."{}[]\",:ab1\\ 'é\u0000null", "service", "version", "services"];
  for (let round = 0; round < 500; round++) {
    const { open, texts } = shelf();
    const text = Array.from({ length: whole(30) }, () => letters[whole(letters.length)]).join("");
    texts.set(KEY, text);
    const store = new Store(open, KEY);
    store.add(service("a"));
    assert.deepEqual(ids(store), ["a"], text);
  }
});
