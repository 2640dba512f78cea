// « Autour de moi »: where the person is, when they ask for it and at no other time.

import { AtlasError } from "../../pkg/errors.js";

/** Milliseconds that a device may take, and how old a position may be. */
const PATIENCE = 15_000;
const FRESH = 300_000;
/** Digits after the point of a degree: a hundred metres, so that a link that is shared doesn't tell a door. */
const DIGITS = 3;

const REASONS = /** @type {Record<number, string>} */ ({
  1: "Ce site n’a pas accès à votre position : votre navigateur ou vous l’avez refusé. Ce n’est pas grave : tapez une commune ou un code postal.",
  2: "Votre appareil ne connaît pas sa position pour le moment. Tapez une commune ou un code postal.",
  3: "Votre appareil met trop de temps à trouver sa position. Réessayez, ou tapez une commune ou un code postal.",
});

/**
 * @returns {Promise<{ lon: number, lat: number }>}
 */
export function position() {
  return new Promise((resolve, reject) => {
    const refuse = (/** @type {number} */ code) =>
      reject(new AtlasError("query", REASONS[code] ?? REASONS[2]));
    // Without a secure connection browsers have none.
    if (!navigator.geolocation) return refuse(2);
    navigator.geolocation.getCurrentPosition(
      ({ coords: { longitude, latitude } }) =>
        resolve({ lon: Number(longitude.toFixed(DIGITS)), lat: Number(latitude.toFixed(DIGITS)) }),
      ({ code }) => refuse(code),
      { timeout: PATIENCE, maximumAge: FRESH },
    );
  });
}
