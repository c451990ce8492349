/** The page of one entry: its small map once it comes into sight, sharing, the way back to the list. */

import { deviceDay, isThrifty, request } from '../core/request.js';
import { addressPart, createShortlist } from '../core/shortlist.js';
import { makeWords } from '../core/words.js';
import { startReading } from '../ui/aloud.js';
import { all, byId, closeMenusOutside } from '../ui/dom.js';
import { startBookmarks, startOffline } from '../ui/keeping.js';
import { startGoingBack, startSharing } from '../ui/share.js';

const NEAR_ZOOM = 15;
const AREA_ZOOM = 13;

document.documentElement.classList.add('js');
const config = JSON.parse(byId('page-config').textContent);
const words = makeWords(config.lang, config.words);
const container = byId('entry-map');

closeMenusOutside();
startSharing(words);
startGoingBack(words);
startReading(config.lang);
startBookmarks({ createShortlist, words, addressPart });
const thrifty = isThrifty(navigator.connection);
addEventListener('load', () => startOffline({ offline: config.offline, urls: config.urls, thrifty }));

// A page that this device kept shows what was open then: what is over by now goes.
for (const offer of all('.openings-list > li')) {
  if (Date.parse(offer.querySelector('time').dateTime) < deviceDay()) offer.remove();
}
for (const list of all('.openings')) if (!list.querySelector('li')) list.remove();

const field = byId('q');

/** What suggests words in the search field: a choice leads to the list, or to another entry. */
async function openSuggestions() {
  const [{ createCombobox }, { createSuggester }] = await Promise.all([import('../ui/combobox.js'), import('../core/suggest.js')]);
  createCombobox({
    input: field, sprite: config.assets.sprite, words,
    suggest: createSuggester({ request, url: config.urls.suggest }),
    onChoose: ({ kind, value, url }) => location.assign(url || `${config.urls.self}?${new URLSearchParams({ [kind]: value })}`),
  });
}
field?.addEventListener('focus', () => openSuggestions().catch(() => {})); // without it the plain field works

async function openMap() {
  const panel = await import('../map/panel.js');
  const { lat, lng, kind, icon, hue, approximate, unconfirmed, name } = container.dataset;
  const place = { lat: Number(lat), lng: Number(lng) };
  const look = {
    ...place, id: name, slug: name, label: name, name, kind, icon, hue, approximate: approximate === '1',
    unconfirmed: unconfirmed === '1', closed: false,
  };
  const nothing = () => {};
  const map = await panel.openMap({
    container, config, words, thrifty, areas: (bbox) => request(`${config.urls.areas}&bbox=${bbox}`, { purpose: 'areas' }),
    view: { ...place, zoom: look.approximate ? AREA_ZOOM : NEAR_ZOOM },
    onChoose: nothing, onPoint: nothing, onPile: nothing, onView: nothing, onStatus: nothing,
  });
  map.setMarkers([look]);
}

if (container) {
  const seen = new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    seen.disconnect();
    openMap().catch(() => container.remove()); // address and route stand beside it as text
  }, { rootMargin: '200px' });
  seen.observe(container);
}
