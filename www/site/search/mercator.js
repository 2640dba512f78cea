// Web Mercator, as the drawn map has it: the whole world is 256 px at zoom 0.

const WORLD = 256;
/** Metres a pixel at zoom 0 on the equator. */
const METRES = 40_075_016.686 / WORLD;
const radians = (/** @type {number} */ degrees) => (degrees * Math.PI) / 180;

/** @typedef {{ lon: number, lat: number, zoom: number }} Camera */

/**
 * World pixels of a point.
 *
 * @param {number} lon
 * @param {number} lat
 * @param {number} zoom
 */
export function project(lon, lat, zoom) {
  const scale = WORLD * 2 ** zoom;
  const y = Math.asinh(Math.tan(radians(lat)));
  return { x: (lon / 360 + 0.5) * scale, y: (0.5 - y / (2 * Math.PI)) * scale };
}

/**
 * The point of world pixels.
 *
 * @param {number} x
 * @param {number} y
 * @param {number} zoom
 */
export function unproject(x, y, zoom) {
  const scale = WORLD * 2 ** zoom;
  const lat = Math.atan(Math.sinh((0.5 - y / scale) * 2 * Math.PI));
  return { lon: (x / scale - 0.5) * 360, lat: (lat * 180) / Math.PI };
}

/**
 * The camera that shows a circle whole, with a little room around it.
 *
 * @param {{ lon: number, lat: number }} centre
 * @param {number} kilometres
 * @param {number} pixels of the map's smaller side
 * @returns {Camera}
 */
export function around({ lon, lat }, kilometres, pixels) {
  const wanted = (kilometres * 2300) / Math.max(pixels, 100);
  return {
    lon,
    lat,
    zoom: Math.log2((METRES * Math.cos(radians(lat))) / wanted),
  };
}
