// The way to a place: the device's own maps where it has some, OpenStreetMap anywhere.

import { h } from "../common/dom.js";
import { address, out, position, said } from "./facts.js";

/** @param {import("./facts.js").Fields} record */
export function wayThere(record) {
  const point = position(record);
  const asked = encodeURIComponent(address(record).join(", "));
  const [lon, lat] = point ?? [];
  const map = point
    ? `https://www.openstreetmap.org/directions?to=${lat}%2C${lon}`
    : `https://www.openstreetmap.org/search?query=${asked}`;
  const name = encodeURIComponent(said(record.nom) ?? "");
  // What is pointed at with a finger mostly has an application for maps; a desk mostly has none.
  const own = point && matchMedia("(pointer: coarse)").matches;
  return h(
    "p",
    { class: "ways" },
    own ? h("a", { href: `geo:${lat},${lon}?q=${lat},${lon}(${name})` }, "Itinéraire") : null,
    out(map, own ? "Sur OpenStreetMap" : "Itinéraire"),
  );
}
