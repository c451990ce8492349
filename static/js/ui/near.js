/** "Near me": asks the browser for the position, only after a tap, and writes it into the query about ten metres exact. */

import { all } from './dom.js';

/**
 * @param {Object} parts
 * @param {() => any} parts.query
 * @param {(position: [number, number] | null) => void} parts.onPosition null takes it back
 * @param {() => void} parts.onDenied
 */
export function createNear({ query, onPosition, onDenied }) {
  function locate() {
    if (!navigator.geolocation) {
      onDenied();
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => onPosition([rounded(coords.latitude), rounded(coords.longitude)]),
      onDenied,
      { maximumAge: 60000, timeout: 10000 },
    );
  }

  for (const button of all('[data-near]')) {
    button.addEventListener('click', () => (query().near ? onPosition(null) : locate()));
  }

  return {
    locate,
    show: (asked) => all('[data-near]').forEach((button) => button.setAttribute('aria-pressed', String(asked.near !== null))),
  };
}

function rounded(degree) {
  return Math.round(degree * 1e4) / 1e4;
}
