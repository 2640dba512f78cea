// Web Mercator, as the drawn map has it: the whole world is 256 px at zoom 0.

const WORLD = 256;
/** Kilometres a degree of latitude. */
const DEGREE = 111.2;
const radians = (/** @type {number} */ degrees) => (degrees * Math.PI) / 180;

/** @typedef {{ lon: number, lat: number, zoom: number }} Camera */
/** @typedef {{ width: number, height: number }} Size in CSS pixels */
/** @typedef {[west: number, south: number, east: number, north: number]} Box degrees */

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
 * The box around a circle.
 *
 * @param {{ lon: number, lat: number }} centre
 * @param {number} kilometres
 * @returns {Box}
 */
export function around({ lon, lat }, kilometres) {
  const up = kilometres / DEGREE;
  const right = up / Math.cos(radians(lat));
  return [lon - right, lat - up, lon + right, lat + up];
}

/**
 * The camera that shows a box whole, with a little room around it.
 *
 * @param {Box} box
 * @param {Size} size of the map
 * @param {number} [room] the share of the map that the box may fill
 * @returns {Camera}
 */
export function fit([west, south, east, north], { width, height }, room = 0.88) {
  const low = project(west, south, 0);
  const high = project(east, north, 0);
  const share = Math.max(
    (high.x - low.x) / Math.max(width, 100),
    (low.y - high.y) / Math.max(height, 100),
    1e-9,
  );
  return {
    ...unproject((low.x + high.x) / 2, (low.y + high.y) / 2, 0),
    zoom: Math.log2(room / share),
  };
}

/**
 * What a camera shows, less some pixels on each side.
 *
 * @param {Camera} camera
 * @param {Size} size
 * @param {number} [inset]
 * @returns {Box}
 */
export function shown({ lon, lat, zoom }, { width, height }, inset = 0) {
  const { x, y } = project(lon, lat, zoom);
  const low = unproject(x - width / 2 + inset, y + height / 2 - inset, zoom);
  const high = unproject(x + width / 2 - inset, y - height / 2 + inset, zoom);
  return [low.lon, low.lat, high.lon, high.lat];
}

/**
 * Where a place of one camera's map lies in another's, CSS pixels: `scale` times as far from the corner, then moved.
 *
 * @param {Camera} from
 * @param {Camera} to
 * @param {Size} size
 */
export function shift(from, to, { width, height }) {
  const scale = 2 ** (to.zoom - from.zoom);
  const before = project(from.lon, from.lat, to.zoom);
  const after = project(to.lon, to.lat, to.zoom);
  return {
    scale,
    x: before.x - after.x + (width / 2) * (1 - scale),
    y: before.y - after.y + (height / 2) * (1 - scale),
  };
}

/**
 * A camera on the way between two others: far away goes up first, so that one sees where it leads.
 *
 * @param {Camera} from
 * @param {Camera} to
 * @param {Size} size
 * @param {number} share of the way, from 0 to 1
 * @returns {Camera}
 */
export function between(from, to, { width, height }, share) {
  if (share >= 1) return to;
  const eased = share * share * (3 - 2 * share);
  const low = Math.min(from.zoom, to.zoom);
  const [a, b] = [from, to].map(({ lon, lat }) => project(lon, lat, low));
  const screens = Math.hypot(a.x - b.x, a.y - b.y) / Math.max(width, height, 1);
  const up = Math.max(0, Math.min(Math.log2(Math.max(screens, 1)), low - 2));
  const x = a.x + (b.x - a.x) * eased;
  const y = a.y + (b.y - a.y) * eased;
  const zoom = from.zoom + (to.zoom - from.zoom) * eased - up * 4 * eased * (1 - eased);
  return { ...unproject(x, y, low), zoom };
}
