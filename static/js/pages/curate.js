/** The curators' desk: short ways by keyboard, how many parts are decided, old and new place on a map. */

import { request } from '../core/request.js';
import { isThrifty } from '../core/thrift.js';
import { makeWords } from '../core/words.js';
import { all, byId, write } from '../ui/dom.js';
import { startArrows, startKeys, showKeys } from '../ui/keys.js';
import { closeMenusOutside } from '../ui/menus.js';

const NEAR_ZOOM = 16;

document.documentElement.classList.add('js');
closeMenusOutside();
byId('errors')?.focus();

const form = document.querySelector('[data-decision]');
const parts = () => all('.seg', form ?? document.createElement('form'));

function tally() {
  const chosen = parts().map((part) => part.querySelector(':checked')?.value ?? 'open');
  for (const number of all('[data-n]')) write(number, String(chosen.filter((one) => one === number.dataset.n).length));
}

/** What nobody said anything about yet. */
function say(value) {
  for (const part of parts()) {
    if (!part.querySelector(':checked')) part.querySelector(`[value=${value}]`).checked = true;
  }
  tally();
}

const follow = (name) => document.querySelector(`[data-${name}]`)?.click();

form?.addEventListener('change', tally);
addEventListener('pageshow', tally); // the browser may have filled the form in on the way back
startArrows(document.querySelector('.desk-rows'));

if (document.querySelector('[data-keys]')) {
  startKeys({
    j: () => follow('next'),
    k: () => follow('previous'),
    e: () => follow('edit'),
    '?': showKeys,
    a: () => {
      if (!form?.querySelector('[data-publish]')) return;
      say('yes');
      form.querySelector('[data-publish]').focus();
    },
    r: () => {
      if (!form?.querySelector('[data-reject]')) return;
      say('no');
      form.querySelector('#reason input, #words').focus();
    },
  });
}

/** A place of the form "lat,lng" as a marker; what is there now is dashed, what is proposed is filled. */
function look(box, which) {
  const text = box.dataset[which];
  if (!text) return null;
  const [lat, lng] = text.split(',').map(Number);
  const name = box.dataset[`${which}Name`];
  return {
    lat, lng, id: which, slug: which, name, label: name, kind: box.dataset.kind, icon: which === 'old' ? 'hourglass' : 'check',
    hue: which === 'old' ? 'slate' : 'leaf', approximate: false, unconfirmed: which === 'old', closed: false,
  };
}

/** The box of degrees around the places: west, south, east, north. */
function around(looks) {
  const [lats, lngs] = [looks.map((one) => one.lat), looks.map((one) => one.lng)];
  return [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)];
}

async function openMap(box, config) {
  const panel = await import('../map/panel.js');
  const looks = ['old', 'new'].map((which) => look(box, which)).filter(Boolean);
  const nothing = () => {};
  const map = await panel.openMap({
    container: box, config, words: makeWords(config.lang, config.words), thrifty: isThrifty(navigator.connection),
    areas: (bbox) => request(`${config.urls.areas}&bbox=${bbox}`),
    view: { lat: looks[0].lat, lng: looks[0].lng, zoom: NEAR_ZOOM },
    onChoose: nothing, onPoint: nothing, onPile: nothing, onView: nothing, onStatus: nothing,
  });
  map.setMarkers(looks);
  if (looks.length > 1) map.fit(around(looks));
}

const data = byId('page-config');
if (data) {
  const config = JSON.parse(data.textContent);
  for (const box of all('[data-map]')) openMap(box, config).catch(() => box.remove()); // the distance stands below as text
}
