// The worker of `map.js`: what is drawn, and how long it takes. Its text is sent to a browser, so it refers to nothing else.

/** @returns {Promise<{ name: string, times: number[] }[]>} */
export async function worker() {
  const { frames, ratio } = await new Promise((resolve) => {
    self.onmessage = ({ data }) => resolve(data);
  });
  try {
    // The host as the site's own worker has it.
    const { Host } = await import(/** @type {any} */ (new URL("pkg/host.js", self.location.href).href));
    const host = new Host();
    await host.start();
    const files = Object.fromEntries(
      ["structures", "services"].map((kind) => [kind, new URL(`${kind}.json`, self.location.href).href]),
    );
    const config = await (await fetch("config.json")).json();
    for (const kind of ["structures", "services"])
      files[kind] = new URL(config[kind], self.location.href).href;
    await host.open(files, () => {}, new AbortController().signal);
    const canvas = new OffscreenCanvas(600, 617);
    await host.mapOpen(canvas);
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
    const window = { width: 600, height: 617, ratio };
    const draw = (/** @type {object} */ camera) => {
      const start = performance.now();
      host.mapDraw({ ...camera, ...window });
      context.getImageData(0, 0, 1, 1);
      return performance.now() - start;
    };
    const places = {
      national: { lon: 2.4, lat: 46.5, zoom: 5.1 },
      regional: { lon: 4.72, lat: 49.5, zoom: 7.6 },
      city: { lon: 2.35, lat: 48.86, zoom: 11.5 },
    };
    /** @type {{ name: string, times: number[] }[]} */
    const rows = [];
    const measure = (/** @type {string} */ name, /** @type {(at: number) => number} */ frame) => {
      rows.push({ name, times: Array.from({ length: frames }, (_, at) => frame(at)) });
    };
    host.mapSearch({ regles: "atlas" });
    for (const camera of Object.values(places)) draw(camera);
    for (const [name, camera] of Object.entries(places)) {
      measure(`${name}, a new search`, () => {
        host.mapSearch({ regles: "atlas" });
        return draw(camera);
      });
      measure(`${name}, panning`, (at) => {
        const pixels = (at * 7) % 400;
        return draw({ ...camera, lon: camera.lon + (pixels * 360) / (256 * 2 ** camera.zoom) });
      });
      measure(`${name}, zooming`, (at) => draw({ ...camera, zoom: camera.zoom + ((at % 40) - 20) / 40 }));
    }
    self.postMessage({ rows });
    return rows;
  } catch (error) {
    self.postMessage({ error: String(/** @type {any} */ (error)?.message ?? error) });
    throw error;
  }
}
