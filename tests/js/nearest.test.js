/** Help for an empty result in the browser: what could be given up, and what comes nearest. */

import assert from 'node:assert/strict';
import test from 'node:test';

import { evaluate } from '../../static/js/core/evaluate.js';
import { helpFor } from '../../static/js/core/nearest.js';
import { EMPTY, change, without } from '../../static/js/core/query.js';

const FRESH = { fresh: 0, unconfirmed: 0, promise: 0 };

function organisation(index, { topic = 'football', language = [], lat = 48.68, kind = 'club' }) {
  const row = { organisation: index, place: 0, lat, lng: 9.2, approximate: false, fixed: true, area: new Set(), day: new Set(), wheelchair: false };
  return {
    index, rows: [row], kind, topics: [topic], topic: new Set([topic]), language: new Set(language), promised: new Map(),
    open: new Set(), openings: new Map(), german: -1, checked: 1,
  };
}

const ALL = [
  organisation(0, { topic: 'football', language: ['ar'] }),
  organisation(1, { topic: 'choir', lat: 48.6 }),
  organisation(2, { topic: 'choir', kind: 'committee' }),
];

/** @param {Record<string, number[]>} texts what each text finds */
function help(given, texts = {}, chips = []) {
  const ranksOf = async (q) => new Map((texts[q] ?? []).map((index, place) => [index, place]));
  const run = (asked, ranks, organisations = ALL) => evaluate(asked, organisations, { days: FRESH, text: asked.q ? ranks : null });
  return ranksOf(given.q).then((ranks) => helpFor({
    query: change(EMPTY, given), chips, organisations: ALL, ranks: given.q ? ranks : null, ranksOf, run, without,
  }));
}
const indexes = ({ nearest }) => nearest.map(({ organisation: { index } }) => index);
const said = ({ drops }) => drops.map(({ text, total }) => [text, total]);

test('where no single filter helps, what meets the most of the query is nearest', async () => {
  const found = await help({ topic: ['choir'], language: ['xx'], kind: ['initiative', 'committee'], german: 'none' });
  assert.deepEqual([indexes(found), found.drops], [[2], []]);
});

test('words that never stand together are looked for one by one and can be given up one by one', async () => {
  const found = await help({ q: 'Ball, Chor' }, { ball: [0], chor: [1, 2], 'Ball,': [0], Chor: [1, 2] }, [{ name: 'q', value: 'Ball, Chor', text: '„Ball, Chor“' }]);
  assert.deepEqual(said(found), [['Ball', 2], ['Chor', 1]]);
  assert.deepEqual(found.drops.map(({ query }) => query.q), ['Chor', 'Ball,']);
  assert.deepEqual(indexes(found), [0, 1, 2]);
});

test('words that stand together are one condition, given up whole', async () => {
  const found = await help({ q: 'bunter ball', topic: ['choir'] }, { 'bunter ball': [0] }, [{ name: 'q', value: 'bunter ball', text: '„bunter ball“' }]);
  assert.deepEqual(said(found), [['bunter ball', 2]]);
});

test('of a circle the radius is given up and what lies nearest comes first', async () => {
  const found = await help({ near: [48.5, 9.2], radius: 1 }, {}, [{ name: 'near', value: '48.5,9.2', text: 'Im Umkreis' }]);
  assert.deepEqual(found.drops.map(({ query, total }) => [query.near, query.radius, total]), [[[48.5, 9.2], null, 3]]);
  assert.deepEqual(indexes(found), [1, 0, 2]);
});

test('of a single condition nothing is near', async () => {
  assert.deepEqual(indexes(await help({ q: 'zzzz' })), []);
});
