/** The query answered in the browser: which places must meet what, counts, order. Small cases that can be read. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { expand } from '../../static/js/core/compact.js';
import { evaluate } from '../../static/js/core/evaluate.js';
import { EMPTY, change } from '../../static/js/core/query.js';

const MONDAY = 1;
const TUESDAY = 2;
const days = { today: Date.UTC(2026, 10, 23), fresh: Date.UTC(2025, 10, 23), unconfirmed: Date.UTC(2025, 7, 23), promise: Date.UTC(2026, 4, 23) };
const daysSince2000 = (...date) => (Date.UTC(...date) - Date.UTC(2000, 0, 1)) / 86400000;

/** Three organisations: a club with two places, a committee at its area without a place, an initiative long unchecked. */
const { organisations } = expand({
  version: 1, date: '2026-11-23',
  topics: ['sport', 'football', 'music'], topic_parents: [-1, 0, -1],
  languages: ['ar', 'tr'], flags: ['childcare', 'women-only'],
  areas: [{ slug: 'town', ags: '08116077', parent: -1 }, { slug: 'quarter', ags: null, parent: 0 }],
  rows: {
    organisation: [0, 0, 1, 2], lat: [4866000, 4870000, 4866000, 4867000], lng: [922000, 922000, 922000, 922000],
    approximate: [0, 0, 1, 0], fixed: [1, 1, 0, 1], areas: [[0, 1], [0], [0], [0]],
    days: [MONDAY, TUESDAY, 0, MONDAY], wheelchair: [0, 1, 0, 0],
  },
  facts: {
    kind: [0, 1, 2], topics: [[1], [2], [1, 2]], languages: [[0], [], [0, 1]],
    promised: [[2 * daysSince2000(2026, 10, 1)], [], [2 * daysSince2000(2026, 10, 1) + 1, -1]], flags: [[0], [0, 1], []],
    german: [1, -1, 3], checked: [daysSince2000(2026, 10, 1), daysSince2000(2026, 9, 1), daysSince2000(2020, 0, 1)],
  },
  openings: [[0, 'trial', daysSince2000(2026, 10, 23)], [1, 'seat', daysSince2000(2026, 10, 22)], [1, 'guest', daysSince2000(2026, 11, 1)]],
});

const ask = (changes, more = {}) => evaluate(change(EMPTY, changes), organisations, { days, ...more });
const indexes = (changes, more) => ask(changes, more).found.map(({ organisation }) => organisation.index);

test('without a question all match, what was checked lately first', () => {
  assert.deepEqual(indexes({}), [0, 1, 2]);
});

test('a topic includes its subtopics', () => {
  assert.deepEqual(indexes({ topic: ['sport'] }), [0, 2]);
  assert.deepEqual(indexes({ topic: ['football', 'music'] }), [0, 1, 2]);
});

test('conditions on the place must hold for the same place', () => {
  assert.deepEqual(indexes({ day: ['TU'], access: 'wheelchair' }), [0]);
  assert.deepEqual(indexes({ day: ['MO'], access: 'wheelchair' }), []);
  assert.deepEqual(indexes({ day: ['TU'], area: ['quarter'] }), []);
});

test('flags must all be there, other values are alternatives', () => {
  assert.deepEqual(indexes({ open: ['childcare', 'women-only'] }), [1]);
  assert.deepEqual(indexes({ kind: ['club', 'initiative'] }), [0, 2]);
});

test('what is open counts up to its last day, and is over the day after', () => {
  assert.deepEqual(indexes({ opening: ['trial', 'seat', 'guest'] }), [0, 1]);
  assert.deepEqual(indexes({ opening: ['seat'] }), []);
  assert.deepEqual(ask({ opening: ['seat'] }).facets.opening, { trial: 1, guest: 1 });
  const tomorrow = { days: { ...days, today: days.today + 86400000 } };
  assert.deepEqual(indexes({ opening: ['trial'] }, tomorrow), []);
  assert.deepEqual(ask({}, tomorrow).facets.opening, { guest: 1 });
});

test('unknown German never matches', () => {
  assert.deepEqual(indexes({ german: 'fluent' }), [0, 2]);
  assert.deepEqual(indexes({ german: 'little' }), [0]);
});

test('understood means spoken, or at most a little German', () => {
  assert.deepEqual(indexes({ understood: 'tr' }), [0, 2]);
  assert.deepEqual(indexes({ understood: 'xx' }), [0]);
});

test('what was not checked for long stays and comes last, and the sure are counted beside all', () => {
  const answer = ask({ language: ['ar', 'tr'] });
  assert.deepEqual(answer.found.map(({ organisation }) => organisation.index), [0, 2]);
  assert.deepEqual([answer.sure, answer.sureOf, answer.facets.language], [1, { ar: 1 }, { ar: 2, tr: 1 }]);
  assert.deepEqual([ask({ kind: ['club'], language: ['ar'] }).sure, ask({}).sure], [0, null]);
  const stale = organisations.map((organisation) => ({ ...organisation }));
  stale[0].promised = new Map([['ar', { checked: Date.UTC(2026, 4, 22), sure: true }]]);
  const { found, sure } = evaluate(change(EMPTY, { language: ['ar'] }), stale, { days });
  assert.deepEqual(found.map(({ organisation }) => organisation.index), [2, 0]);
  assert.equal(sure, 1);
});

test('nearest comes first, approximate places last and without metres', () => {
  const { found } = ask({ near: [48.668, 9.22] });
  assert.deepEqual(found.map(({ organisation }) => organisation.index), [2, 0, 1]);
  assert.deepEqual(found.map(({ metres }) => metres === null), [false, false, true]);
  assert.equal(found[1].row.place, 0);
  assert.deepEqual(indexes({ near: [48.7, 9.22], radius: 0.5 }), [0]);
});

test('the border of a box belongs to it', () => {
  assert.deepEqual(indexes({ bbox: [9.22, 48.66, 9.3, 48.665] }), [0, 1]);
});

test('a facet is counted without its own condition', () => {
  const { facets } = ask({ kind: ['club'] });
  assert.deepEqual(facets.kind, { club: 1, committee: 1, initiative: 1 });
  assert.deepEqual(facets.topic, { football: 1, sport: 1 });
});

test('a flag is counted as if it were added', () => {
  assert.deepEqual(ask({ open: ['women-only'] }).facets.open, { childcare: 1, 'women-only': 1 });
});

test('an organisation counts once, however many places it has', () => {
  assert.deepEqual(ask({}).facets.area, { town: 3, quarter: 1 });
  assert.deepEqual(ask({ day: ['TU'] }).facets.day, { MO: 2, TU: 1 });
});

test('each step of German counts those that need less too', () => {
  assert.deepEqual(ask({}).facets.german, { little: 1, conversation: 1, fluent: 2 });
});

test('a text finds what its ranks name, in their order', () => {
  const text = new Map([[2, 0], [0, 1]]);
  assert.deepEqual(indexes({ q: 'ball' }, { text }), [2, 0]);
  assert.deepEqual(indexes({ q: 'ball', sort: 'name' }, { text }), [0, 2]);
  assert.deepEqual(indexes({ q: 'ball' }, { text: new Map() }), []);
});

test('what was never checked comes last when sorted by that', () => {
  const never = organisations.map((organisation) => ({ ...organisation }));
  never[0].checked = NaN;
  const { found } = evaluate(change(EMPTY, { sort: 'checked' }), never, { days });
  assert.deepEqual(found.map(({ organisation }) => organisation.index), [1, 2, 0]);
});
