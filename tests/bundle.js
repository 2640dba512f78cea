// The site's own copy of its code, for a first visit: of each page's modules one file and those that it loads when they are
// asked for; of its style sheets one. Sources run as they are; what partners use, `pkg/`, stays as it is.
//
//   node bundle.js [dist]
//
// Names hold a digest of what is in the file: a host may let browsers keep `bundle/` forever.

import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, posix, relative, resolve, sep } from "node:path";
import { build } from "esbuild";
import { dist as usual } from "./support/paths.js";

const dist = resolve(process.argv[2] ?? usual);
const folder = join(dist, "bundle");
/** Modules that hold data, read from where they lie; and the validator, that pages of searches never ask for. */
const APART = /(?:\.wasm|territory)\.js$/;
const VALIDATOR = /\/validation\.js$/;

/** @type {import("esbuild").BuildOptions} */
const options = {
  bundle: true,
  splitting: true,
  minify: true,
  format: "esm",
  target: "es2022",
  outdir: folder,
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  sourcemap: "linked",
  logLevel: "error",
};

/** @param {string} path */
const inSite = (path) => relative(dist, path).split(sep).join("/");

/**
 * What lies beside a module stays there: addresses that are relative to it are now relative to its bundle.
 *
 * @param {Record<string, string>} workers bundles of workers, by the address of their source
 * @returns {import("esbuild").Plugin}
 */
const places = (workers) => ({
  name: "places",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /\.js$/ }, ({ path, resolveDir, kind }) => {
      const apart = APART.test(path) || (VALIDATOR.test(path) && kind === "dynamic-import");
      return apart ? { path: `../${inSite(join(resolveDir, path))}`, external: true } : undefined;
    });
    onLoad({ filter: /\.js$/ }, ({ path }) => {
      const place = posix.dirname(inSite(path));
      const beside = (/** @type {string} */ name) => `new URL(${JSON.stringify(name)}, import.meta.url)`;
      const named = /new URL\((["'])([^"']+)\1, import\.meta\.url\)|import\.meta\.url/g;
      const contents = readFileSync(path, "utf8").replace(named, (_, _quote, name) => {
        if (!name) return `${beside(`../${inSite(path)}`)}.href`;
        const target = posix.join(place, name);
        return beside(workers[target] ? `./${workers[target]}` : `../${target}`);
      });
      return { contents, loader: "js" };
    });
  },
});

/**
 * Bundles of modules that one page loads: their names in `bundle/`, and those that they import at once.
 *
 * @param {string[]} entries
 * @param {Record<string, string>} [workers]
 */
async function bundled(entries, workers = {}) {
  const { metafile } = await build({
    ...options,
    metafile: true,
    entryPoints: entries,
    plugins: [places(workers)],
  });
  const nameOf = (/** @type {string} */ path) => relative(folder, resolve(path));
  /** @type {Set<string>} */
  const all = new Set();
  const follow = (/** @type {string} */ path) => {
    for (const { path: next, kind } of metafile.outputs[path]?.imports ?? []) {
      if (kind !== "import-statement" || all.has(next)) continue;
      all.add(next);
      follow(next);
    }
  };
  const names = entries.map((entry) => {
    const [[path]] = Object.entries(metafile.outputs).filter(
      ([, { entryPoint }]) => entryPoint && resolve(entryPoint) === entry,
    );
    follow(path);
    return nameOf(path);
  });
  return { names, imports: [...all].filter((path) => path in metafile.outputs).map(nameOf) };
}

/**
 * One style sheet of several.
 *
 * @param {string} page
 * @param {string[]} paths
 */
async function styled(page, paths) {
  const contents = paths.map((path) => `@import ${JSON.stringify(`./${path}`)};`).join("\n");
  const { metafile } = await build({
    ...options,
    metafile: true,
    splitting: false,
    sourcemap: false,
    stdin: { contents, loader: "css", resolveDir: dist, sourcefile: `${page}.css` },
    entryNames: `${page}-[hash]`,
  });
  return relative(folder, resolve(Object.keys(metafile.outputs)[0]));
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
const workers = { "pkg/worker.js": (await bundled([join(dist, "pkg/worker.js")])).names[0] };
for (const page of readdirSync(dist).filter((name) => name.endsWith(".html"))) {
  const path = join(dist, page);
  let html = readFileSync(path, "utf8");
  const scripts = [...html.matchAll(/<script type="module" src="(site\/[^"]+)"/g)];
  const sheet = /\n *<link rel="stylesheet" href="(style\/[^"]+)" \/>/g;
  const sheets = [...html.matchAll(sheet)];
  // Bundled before.
  if (!scripts.length || !sheets.length) continue;
  const sources = scripts.map(([, source]) => join(dist, source));
  const { names, imports } = await bundled(sources, workers);
  const style = await styled(
    page.replace(/\.html$/, ""),
    sheets.map(([, href]) => href),
  );
  const early = imports
    .filter((chunk) => !names.includes(chunk))
    .map((chunk) => `<link rel="modulepreload" href="bundle/${chunk}" />`);
  // A page that has the package fetched early starts its worker at once.
  if (/rel="modulepreload" href="pkg\/inclusion-atlas\.js"/.test(html))
    early.push(`<link rel="preload" as="fetch" crossorigin href="bundle/${workers["pkg/worker.js"]}" />`);
  html = html
    .replace(/\n *<link rel="modulepreload"[^>]*>/g, "")
    .replace(sheets[0][0], `\n    <link rel="stylesheet" href="bundle/${style}" />`)
    .replace(sheet, (whole) => (whole.includes("bundle/") ? whole : ""))
    .replace(scripts[0][0], [...early, scripts[0][0]].join("\n    "));
  scripts.forEach(([, source], at) => (html = html.replace(`src="${source}"`, `src="bundle/${names[at]}"`)));
  writeFileSync(path, html);
}
// Their sources aren't asked for any more, but for style sheets of other moments, such as that of paper.
rmSync(join(dist, "site"), { recursive: true, force: true });
const pages = readdirSync(dist).filter((name) => name.endsWith(".html"));
const left = pages.map((page) => readFileSync(join(dist, page), "utf8")).join();
for (const name of readdirSync(join(dist, "style")))
  if (!left.includes(`style/${name}"`)) rmSync(join(dist, "style", name));
