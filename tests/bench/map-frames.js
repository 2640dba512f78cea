// The worker of `map.js`, as the site's own has the engine: opens files, shows a search, draws a frame, one message each.
// Its text is sent to a browser, so it refers to nothing else.

export async function worker() {
  const at = (/** @type {string} */ path) => new URL(path, self.location.href).href;
  const { Host } = await import(/** @type {any} */ (at("pkg/host.js")));
  const host = new Host();
  const canvas = new OffscreenCanvas(1, 1);
  const deeds = /** @type {Record<string, (value: any) => unknown>} */ ({
    async open() {
      const { structures, services } = await (await fetch("config.json")).json();
      await host.start();
      const files = { structures: at(structures), services: at(services) };
      await host.open(files, () => {}, new AbortController().signal);
      await host.mapOpen(canvas);
    },
    search: (params) => host.mapSearch(params),
    communes: (departement) => host.mapCommunes(departement),
    draw(view) {
      host.mapDraw(view, true);
      // Reading a pixel back has the frame drawn, and not only asked for.
      const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
      context.getImageData(0, 0, 1, 1);
    },
    describe: (view) => host.mapDraw(view),
  });
  self.onmessage = async ({ data: { deed, value } }) => {
    try {
      await deeds[deed](value);
      self.postMessage({});
    } catch (error) {
      self.postMessage({ error: String(/** @type {any} */ (error)?.message ?? error) });
    }
  };
  self.postMessage({});
}
