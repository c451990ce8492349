/** State in the address and beside it, with a window of a few lines. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createState } from '../../static/js/core/state.js';
import { namesFor, nearestName, placesFree } from '../../static/js/map/areas.js';

/** A window with a history that can go back. */
function windowAt(address) {
  const entries = [{ address, state: null }];
  const listeners = {};
  const waiting = [];
  let at = 0;
  const url = () => new URL(entries[at].address, 'http://site.example');
  return {
    location: { get pathname() { return url().pathname; }, get search() { return url().search; }, get hash() { return url().hash; } },
    history: {
      get state() { return entries[at].state; },
      pushState(state, _, next) {
        at += 1;
        entries.splice(at, Infinity, { address: next, state });
      },
      replaceState(state, _, next = entries[at].address) { entries[at] = { address: next, state }; },
    },
    addEventListener: (kind, listener) => { listeners[kind] = listener; },
    setTimeout: (run) => waiting.push(run),
    later: () => waiting.splice(0).forEach((run) => run()),
    back() {
      at -= 1;
      listeners.popstate();
    },
    address: () => entries[at].address,
  };
}

const parts = { parse: (params) => params.get('topic') ?? '', write: (query) => new URLSearchParams(query && { topic: query }) };
const opened = (address) => {
  const window = windowAt(address);
  const state = createState({ ...parts, window });
  const told = [];
  state.onChange((query, how) => told.push([query, how]));
  return { window, state, told };
};

test('the address tells query and tab', () => {
  const { state } = opened('/de/?topic=sport#map');
  assert.deepEqual([state.query(), state.tab()], ['sport', 'map']);
});

test('a change is told at once and written into the address afterwards', () => {
  const { window, state, told } = opened('/de/');
  state.set({ query: 'music' });
  assert.deepEqual(told, [['music', 'push']]);
  assert.equal(window.address(), '/de/');
  window.later();
  assert.equal(window.address(), '/de/?topic=music');
});

test('what stays the same is neither told nor written', () => {
  const { window, state, told } = opened('/de/?topic=sport');
  state.set({ query: 'sport' });
  window.later();
  assert.deepEqual(told, []);
});

test('back tells the query of the entry before', () => {
  const { window, state, told } = opened('/de/');
  state.set({ query: 'music' });
  window.later();
  window.back();
  assert.deepEqual(told.at(-1), ['', 'back']);
  assert.equal(state.query(), '');
});

test('a link within the page changes no query', () => {
  const window = windowAt('/de/?topic=sport');
  const state = createState({ parse: (params) => ({ topic: params.get('topic') }), write: (query) => new URLSearchParams(query), window });
  const before = state.query();
  window.history.pushState(null, '', '/de/?topic=sport#results');
  window.history.pushState(null, '', '/de/?topic=sport');
  window.back();
  assert.equal(state.query(), before);
});

test('replacing leaves no entry behind', () => {
  const { window, state } = opened('/de/');
  state.set({ query: 'music' }, 'replace');
  window.later();
  assert.throws(() => window.back(), TypeError);
});

test('notes stand beside the address and survive a change of the tab', () => {
  const { window, state } = opened('/de/');
  state.remember({ view: { lat: 1, lng: 2, zoom: 3 }, scroll: 500 });
  state.set({ tab: 'map' });
  window.later();
  assert.equal(window.address(), '/de/#map');
  assert.deepEqual(state.note(), { view: { lat: 1, lng: 2, zoom: 3 }, scroll: 500 });
  state.set({ query: 'music' });
  window.later();
  assert.equal(state.note().scroll, 0);
});

test('a note never lands on an entry whose address is still to be written', () => {
  const { window, state } = opened('/de/');
  state.set({ query: 'music' });
  state.remember({ scroll: 7 });
  assert.equal(window.address(), '/de/?topic=music');
  assert.equal(state.note().scroll, 7);
});

const NAMES = [
  { name: 'Filderstadt', kind: 'municipality', lat: 48.664, lng: 9.22 },
  { name: 'Bernhausen', kind: 'district', lat: 48.679, lng: 9.22 },
  { name: 'Denkendorf', kind: 'municipality', lat: 48.699, lng: 9.317 },
];

test('from near the districts have names, from far the municipalities', () => {
  assert.deepEqual(namesFor(NAMES, 11).map(({ name }) => name), ['Filderstadt', 'Denkendorf']);
  assert.equal(namesFor(NAMES, 14)[0].name, 'Bernhausen');
});

test('a cluster is named after the nearest place', () => {
  assert.equal(nearestName(NAMES, 48.678, 9.221), 'Bernhausen');
  assert.equal(nearestName(NAMES, 48.7, 9.31), 'Denkendorf');
  assert.equal(nearestName([], 48.7, 9.31), '');
});

test('a name makes way for a marker, and gives up only for another name', () => {
  const box = (x, y) => ({ x, y, w: 80, h: 20 });
  assert.deepEqual(placesFree([box(100, 100)], []), [[0, 0]]);
  assert.notDeepEqual(placesFree([box(100, 100)], [{ x: 100, y: 100, w: 40, h: 40 }])[0], [0, 0]);
  const many = placesFree(Array(20).fill(box(100, 100)), []);
  const placed = many.filter(Boolean);
  assert.ok(placed.length >= 3);
  assert.equal(new Set(placed.map(String)).size, placed.length);
  assert.equal(many.at(-1), null);
});

test('a name between two markers stands beside them, and in a crowd where the least of it is covered', () => {
  const box = { x: 200, y: 100, w: 80, h: 20 };
  const column = [0, -34, 34, -52, 52].map((down) => ({ x: 200, y: 100 + down, w: 50, h: 40 }));
  assert.notEqual(placesFree([box], column)[0][0], 0);
  assert.deepEqual(placesFree([box], [{ x: 200, y: 100, w: 1000, h: 1000 }]), [[0, 0]]);
  const frame = { x: 130, y: 100, w: 260, h: 200 }; // its edge is 20 pixels right of the name
  assert.ok(placesFree([box], column, frame)[0][0] < 0);
  const open = [{ x: 200, y: 40, w: 1000, h: 180 }];
  assert.ok(placesFree([box], open)[0][1] > 30);
});
