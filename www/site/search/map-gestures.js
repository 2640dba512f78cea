// Mouse, fingers and keys on the map's surface, as moves.

/** Pixels that a key moves the map by, and that a finger may tremble. */
const STRIDE = 80;
const TREMBLE = 5;
/** Milliseconds between two taps of one double tap, and that a long press takes. */
const DOUBLE = 350;
const LONG = 550;

/** @typedef {{ x: number, y: number }} Spot CSS pixels of the surface. */
/**
 * @typedef {object} Moves
 * @property {(right: number, down: number) => void} pan
 * @property {(by: number, at?: Spot) => void} zoom continuously, as a wheel or two fingers do
 * @property {(by: number, at?: Spot) => void} step a level, as a key or a double click does
 * @property {() => void} home
 * @property {(at: Spot) => void} ask a long press or a right click
 * @property {(step: number) => void} walk from marker to marker
 */

/**
 * @param {HTMLElement} surface
 * @param {Moves} moves
 */
export function listenToGestures(surface, moves) {
  /** @type {Map<number, Spot>} */
  const fingers = new Map();
  let moved = false;
  let lastTap = 0;
  let touched = false;
  let press = 0;
  const at = (/** @type {MouseEvent} */ event) => {
    const box = surface.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const onButton = (/** @type {Event} */ { target }) => target instanceof HTMLButtonElement;
  const spread = () => {
    const [a, b] = [...fingers.values()];
    return {
      middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 },
      length: Math.hypot(a.x - b.x, a.y - b.y),
    };
  };
  surface.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    if (!fingers.size) moved = false;
    touched = event.pointerType !== "mouse";
    fingers.set(event.pointerId, at(event));
    clearTimeout(press);
    // Not every system makes a context menu of a long press.
    if (touched && fingers.size === 1 && !onButton(event)) {
      const spot = at(event);
      press = window.setTimeout(() => {
        if (moved || fingers.size !== 1) return;
        moved = true;
        moves.ask(spot);
      }, LONG);
    }
  });
  surface.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before || fingers.size > 2) return;
    const now = at(event);
    if (!moved && Math.hypot(now.x - before.x, now.y - before.y) < TREMBLE) return;
    if (!moved) {
      moved = true;
      clearTimeout(press);
      surface.setPointerCapture(event.pointerId);
      surface.classList.add("moving");
    }
    const pinch = fingers.size === 2 ? spread() : undefined;
    fingers.set(event.pointerId, now);
    if (!pinch) return moves.pan(before.x - now.x, before.y - now.y);
    const { middle, length } = spread();
    moves.pan(pinch.middle.x - middle.x, pinch.middle.y - middle.y);
    if (pinch.length && length) moves.zoom(Math.log2(length / pinch.length), middle);
  });
  const up = (/** @type {PointerEvent} */ event) => {
    clearTimeout(press);
    if (!fingers.delete(event.pointerId) || fingers.size) return;
    surface.classList.remove("moving");
    if (moved || event.type !== "pointerup" || onButton(event)) return;
    // Two taps of a finger; a mouse has its own double click.
    if (touched && event.timeStamp - lastTap < DOUBLE) moves.step(1, at(event));
    lastTap = event.timeStamp;
  };
  surface.addEventListener("pointerup", up);
  surface.addEventListener("pointercancel", up);
  // A drag that ends on a marker isn't a click on it; a key that presses one (detail 0) is.
  const stop = (/** @type {MouseEvent} */ event) => moved && event.detail && event.stopPropagation();
  surface.addEventListener("click", stop, { capture: true });
  surface.addEventListener("dblclick", (event) => {
    if (!onButton(event) && !touched) moves.step(1, at(event));
  });
  surface.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    clearTimeout(press);
    if (!moved) moves.ask(at(event));
    // The finger that is still down must not move the map on.
    if (touched) moved = true;
  });
  surface.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1;
      moves.zoom(Math.max(-1, Math.min(1, (-event.deltaY * lines) / 250)), at(event));
    },
    { passive: false },
  );
  surface.addEventListener("keydown", (event) => key(event, surface, moves));
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement} surface
 * @param {Moves} moves
 */
function key(event, surface, moves) {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const arrows = /** @type {Record<string, [number, number]>} */ ({
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  });
  const arrow = arrows[event.key];
  if (arrow && event.target !== surface) moves.walk(arrow[0] + arrow[1]);
  else if (arrow) moves.pan(arrow[0] * STRIDE, arrow[1] * STRIDE);
  else if (event.key === "+" || event.key === "=") moves.step(1);
  else if (event.key === "-") moves.step(-1);
  else if (event.key === "0") moves.home();
  else return;
  event.preventDefault();
}
