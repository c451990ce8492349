/** The curators' desk: short ways by keyboard, how many parts are decided, old and new place on a map. */

import { isThrifty, request } from '../core/request.js';
import { makeWords } from '../core/words.js';
import { stayWithoutConnection } from '../ui/connection.js';
import { showCurrentPart } from '../ui/desk-nav.js';
import { all, byId, closeMenusOutside, write } from '../ui/dom.js';
import { startArrows, startKeys, showKeys } from '../ui/keys.js';
import { forgetPicks } from '../ui/picks.js';

const NEAR_ZOOM = 16;

document.documentElement.classList.add('js');
closeMenusOutside();
showCurrentPart();
byId('errors')?.focus();
for (const one of all('form[method=post]')) stayWithoutConnection(one);

const container = byId('entry-map');
const form = document.querySelector('[data-decision]');
const parts = () => all('.seg', form ?? document.createElement('form'));

function tally() {
  const chosen = parts().map((part) => part.querySelector(':checked')?.value ?? 'open');
  for (const number of all('[data-n]')) write(number, String(chosen.filter((one) => one === number.dataset.n).length));
}

/** What nobody said anything about yet. */
function mark(value) {
  for (const part of parts()) {
    if (!part.querySelector(':checked')) part.querySelector(`[value=${value}]`).checked = true;
  }
  tally();
}

/** How many rows of an import are chosen: those that the server knows of, with what was ticked on this page since. */
function countRows() {
  const boxes = all('[name=take]', choosing);
  const since = boxes.filter((box) => box.checked).length - boxes.filter((box) => box.defaultChecked).length;
  const number = choosing.querySelector('[data-chosen]');
  write(number, (Number(number.dataset.chosen) + since).toLocaleString(document.documentElement.lang));
}

const choosing = document.querySelector('[data-choosing]:has([data-chosen])');
choosing?.addEventListener('change', ({ target }) => {
  if (target.name === 'over' && target.checked) target.closest('li').querySelector('[name=take]').checked = true;
  countRows();
});
if (choosing) addEventListener('pageshow', countRows);

const follow = (name) => document.querySelector(`[data-${name}]`)?.click();

form?.addEventListener('change', tally);
addEventListener('pageshow', tally); // the browser may have filled the form in on the way back
startArrows(document.querySelector('.desk-rows'));
for (const bulk of all('.bulk-form')) bulk.addEventListener('submit', ({ submitter }) => submitter?.name === 'do' && forgetPicks());

if (document.querySelector('[data-keys]')) {
  startKeys({
    j: () => follow('next'),
    k: () => follow('previous'),
    e: () => follow('edit'),
    '?': showKeys,
    a: () => {
      if (!form?.querySelector('[data-publish]')) return;
      mark('yes');
      form.querySelector('[data-publish]').focus();
    },
    r: () => {
      if (!form?.querySelector('[data-reject]')) return;
      mark('no');
      form.querySelector('#reason input, #words').focus();
    },
  });
}

/** The places of a move as markers: what is there now is dashed, what is proposed is filled. */
function looksOf({ dataset }, number) {
  return ['old', 'new'].filter((which) => dataset[which]).map((which) => {
    const [lat, lng] = dataset[which].split(',').map(Number);
    const [id, name, isOld] = [`${which}${number}`, dataset[`${which}Name`], which === 'old'];
    return {
      lat, lng, id, slug: id, name, label: name, kind: container.dataset.kind, icon: isOld ? 'hourglass' : 'check',
      hue: isOld ? 'slate' : 'leaf', approximate: false, unconfirmed: isOld, closed: false,
    };
  });
}

/** The box of degrees around the places: west, south, east, north. */
function around(looks) {
  const [lats, lngs] = [looks.map((one) => one.lat), looks.map((one) => one.lng)];
  return [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)];
}

async function openMap() {
  const config = JSON.parse(byId('page-config').textContent);
  const panel = await import('../map/panel.js');
  const looks = all('[data-move]').flatMap(looksOf);
  const nothing = () => {};
  const map = await panel.openMap({
    container, config, words: makeWords(config.lang, config.words), thrifty: isThrifty(navigator.connection),
    areas: (bbox) => request(`${config.urls.areas}&bbox=${bbox}`),
    view: { lat: looks[0].lat, lng: looks[0].lng, zoom: NEAR_ZOOM },
    onChoose: nothing, onPoint: nothing, onPile: nothing, onView: nothing, onStatus: nothing,
  });
  map.setMarkers(looks);
  if (looks.length > 1) map.fit(around(looks));
}

if (container) openMap().catch(() => container.remove()); // the distance stands below as text
