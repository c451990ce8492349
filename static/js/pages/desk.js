/** The desk: the map of how fresh the entries are. Everything on it stands beside it as a table too. */

import { isThrifty, request } from '../core/request.js';
import { makeWords } from '../core/words.js';
import { showCurrentPart } from '../ui/desk-nav.js';
import { byId, closeMenusOutside, show, write } from '../ui/dom.js';

const AGES = ['fresh', 'ageing', 'unconfirmed'];
const ICONS = { fresh: 'user-check', ageing: 'hourglass', unconfirmed: 'alert-triangle', unchecked: 'circle-dashed' };
const HUES = { fresh: 'leaf', ageing: 'ochre', unconfirmed: 'brick', unchecked: 'slate' };
const WAIT_MS = 200; // between a move of the map and the question

document.documentElement.classList.add('js');
closeMenusOutside();
showCurrentPart();

const container = byId('map');
const box = byId('desk-chosen');
const config = container && JSON.parse(byId('page-config').textContent);
const words = config && makeWords(config.lang, config.words);
let map = null;
let looks = [];
let waiting = 0;

const addressOf = (slug) => config.urls.entry.replace('SLUG', encodeURIComponent(slug));

function lookOf({ id, slug, name, kind, approximate, age, checked, lat, lng }) {
  return {
    id, slug, label: name, name: `${name}, ${checked}`, checked, kind, approximate, lat, lng, age, icon: ICONS[age], hue: HUES[age],
    unconfirmed: age === 'unconfirmed' || age === 'unchecked', closed: false,
  };
}

/** How many of each age: of a cell the server has counted them, of markers in one spot we do. */
function agesOf(count, near, cell) {
  const old = near.filter(({ age }) => age === 'ageing').length;
  const lost = near.filter(({ unconfirmed }) => unconfirmed).length;
  const [ageing, unconfirmed] = near.length ? [old, lost] : [cell.ageing, cell.unconfirmed];
  return { fresh: count - ageing - unconfirmed, ageing, unconfirmed };
}

function tellCluster(count, near, cell) {
  const ages = agesOf(count, near, cell);
  return {
    name: words.say('cluster_by_age', { n: count, ...ages }),
    shares: AGES.filter((age) => ages[age]).map((age) => [`share-${age}`, (ages[age] * 100) / count]),
  };
}

/** Names the entries that were chosen on the map, each a link to its page on the desk. */
function tell(ids) {
  const found = looks.filter(({ id }) => ids.includes(id));
  box.querySelector('ul').replaceChildren(...found.map(({ slug, label, checked }) => {
    const [line, link, small] = ['li', 'a', 'small'].map((tag) => document.createElement(tag));
    Object.assign(link, { href: addressOf(slug), textContent: label });
    link.dir = 'auto';
    write(small, checked);
    line.append(link, ' ', small);
    return line;
  }));
  show(box, found.length > 0);
  box.querySelector('a')?.focus();
}

async function refresh() {
  const { bbox, zoom } = map.view();
  const asked = `bbox=${bbox.map((degree) => degree.toFixed(5)).join(',')}&zoom=${Math.round(zoom)}`;
  try {
    const { points, cells } = await request(`${config.urls.points}&${asked}`, { purpose: 'points', signedIn: true });
    looks = points.map(lookOf);
    map.setCells(cells);
    map.setMarkers(looks);
    show(byId('map-status'), false);
  } catch (error) {
    if (error.kind === 'aborted') return;
    write(byId('map-status'), words.say('map_failed'));
    show(byId('map-status'), true);
  }
}

async function openMap() {
  const panel = await import('../map/panel.js');
  map = await panel.openMap({
    container, config, words, thrifty: isThrifty(navigator.connection), view: undefined, tellCluster,
    areas: (bbox) => request(`${config.urls.areas}&bbox=${bbox}`, { purpose: 'areas' }),
    onChoose: (id) => tell([id]), onPile: tell, onPoint: () => {}, onStatus: () => {},
    onView: () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => map && refresh(), WAIT_MS);
    },
  });
  await refresh();
}

if (container) {
  byId('desk-close').addEventListener('click', () => show(box, false));
  openMap().catch(() => container.parentElement.remove()); // the table below says the same
}
