/** What the panel "Near me" needs of the page: where places are looked up, and what a position does to the query. */

/**
 * @param {Object} parts
 * @param {import('../core/words.js').Words} parts.words
 * @param {string} parts.sprite address of the icons
 * @param {any} parts.labels
 * @param {Record<string, string>} parts.urls
 * @param {(url: string, options?: object) => Promise<any>} parts.request
 * @param {typeof import('../core/places.js')} parts.places
 * @param {(coords: {latitude: number, longitude: number}) => [number, number]} parts.rounded
 * @param {(position: [number, number] | null) => void} parts.hold keeps a measured position in memory, null for none
 * @param {(position: [number, number] | null) => void} parts.go asks for what is near, null for everywhere
 * @param {(text: string, near: [number, number]) => void} parts.onCorrected a misspelt place was taken for that one
 * @param {() => boolean} parts.isOn
 */
export async function nearPanel({ words, sprite, labels, urls, request, places, rounded, hold, go, isOn, onCorrected }) {
  const { createNearPanel } = await import('./near-panel.js');

  function moved(measured, position) {
    hold(measured);
    go(position);
  }

  return createNearPanel({
    words, sprite, isOn, theOne: places.theOne,
    areasNamed: (text) => places.areasNamed(text, labels.areas),
    areasNearlyNamed: (text) => places.areasNearlyNamed(text, labels.areas),
    ask: async (text) => {
      const found = await request(`${urls.places}&place=${encodeURIComponent(text)}`, { purpose: 'place' });
      return { ...found, places: found.places.map(({ point: [lng, lat], ...place }) => ({ ...place, near: [lat, lng] })) };
    },
    onPosition: (coords) => moved(rounded(coords), rounded(coords)),
    onPlace({ near, name, corrected }) {
      if (corrected) onCorrected(words.say('shown_for', { text: name }), near);
      moved(null, near);
    },
    onOff: () => moved(null, null),
  });
}
