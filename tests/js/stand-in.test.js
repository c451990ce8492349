/** What the page of an entry says without a connection. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { dayOf } from '../../static/js/core/compact.js';
import { offersOf, standInOf } from '../../static/js/core/stand-in.js';

const day = (text) => Date.parse(text);
const reader = {
  language: 'de', today: day('2026-11-25'), fresh: day('2025-11-25'), unconfirmed: day('2025-08-25'), promise: day('2026-05-25'),
  languages: [], flags: [], words: { say: (key) => key, number: String, distance: String },
  labels: {
    topics: { choir: { name: 'Chor', icon: 'music', hue: 'blue' } },
    flags: { beginners: { name: 'Anfänger', icon: 'a' }, free: { name: 'Kostenlos', icon: 'b' } },
    german: { none: { name: 'keins', icon: 'level-none' }, little: { name: 'wenig', icon: 'level-little' }, fluent: { name: 'viel', icon: 'level-fluent' } },
    languages: { ar: { name: 'Arabisch', own: 'العربية', dir: 'rtl' }, de: { name: 'Deutsch', own: 'Deutsch', dir: 'ltr' } },
    daysShort: ['Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa', 'So'], monthsShort: ['Jan', 'Feb', 'Mär', 'Apr', 'Mai', 'Jun', 'Jul', 'Aug', 'Sep', 'Okt', 'Nov', 'Dez'], months: [],
  },
};
const plain = () => ({ kind: 'club', topics: ['choir'], open: new Set(), german: -1, checked: NaN, rows: [{ approximate: false, wheelchair: false }] });
const blank = () => ({
  slug: 'chor', name: 'Chor', nameLang: 'de', teaser: '', teaserLang: '', places: [''], times: [], promises: [], closed: [null, null], parent: '',
});
const entry = (organisation = {}, card = {}) => standInOf({ organisation: { ...plain(), ...organisation }, card: { ...blank(), ...card } }, reader);

test('every language is named, how sure it is and when that was checked', () => {
  const promises = [
    { code: 'ar', assurance: 'always', days: [], checked: day('2026-11-01'), note: 'Frau A.' },
    { code: 'de', assurance: 'slow_german', days: [], checked: NaN, note: '' },
  ];
  const [arabic, german] = entry({}, { promises }).languages;
  assert.deepEqual([arabic.name, arabic.own, arabic.how, arabic.checked, arabic.stale, arabic.note], ['Arabisch', 'العربية', 'always', 'promise_checked', false, 'Frau A.']);
  assert.deepEqual([german.name, german.stale, german.checked], ['Deutsch', true, 'promise_unchecked']);
});

test('flags stand in the order of the vocabulary', () => {
  assert.deepEqual(entry({ open: new Set(['free', 'beginners']) }).flags.map(({ name }) => name), ['Anfänger', 'Kostenlos']);
});

test('the steps of German are filled up to the one that is needed', () => {
  const levels = entry({ german: 1 }).levels;
  assert.deepEqual(levels.map(({ filled, needed }) => [filled, needed]), [[true, false], [true, true], [false, false]]);
  assert.deepEqual(entry().levels, []);
});

test('of every time the next date is shown, the earliest first, and none that is past', () => {
  const times = [
    ['B', ['2026-11-18T10:00', '2026-12-02T10:00']],
    ['A', ['2026-11-26T18:00']],
    ['over', ['2026-11-24T18:00']],
  ];
  assert.deepEqual(entry({}, { times }).times.map(({ rule, month, day: number }) => [rule, month, number]), [['A', 'Nov', 26], ['B', 'Dez', 2]]);
});

test('places are named once, and an unknown one is said', () => {
  assert.deepEqual(entry({}, { places: ['Sielmingen', 'Sielmingen', ''] }).places, ['Sielmingen']);
  assert.deepEqual(entry().places, ['place_unknown']);
});

test('a topic this page does not know is left out', () => {
  const found = entry({ topics: ['new', 'choir'], checked: dayOf(9000) });
  assert.deepEqual(found.meta, ['club', 'Chor']);
  assert.equal(found.look.icon, 'music');
  assert.equal(found.freshness.date, '2024-08-22');
});

test('what is still open on this day is shown, the soonest end first, with its title in the language that there is', () => {
  const offers = [
    ['helper', day('2026-12-24'), { en: 'Barbecue', ar: 'شواء' }],
    ['trial', day('2026-11-24'), { de: 'Vorbei' }],
    ['seat', day('2026-11-25'), { de: 'Beirat', en: 'Council' }],
    ['guest', day('2027-01-01'), {}],
  ];
  const shown = standInOf({ organisation: plain(), card: blank(), offers }, reader).openings;
  assert.deepEqual(shown.map(({ date, day: number, title, lang }) => [date, number, title, lang]), [
    ['2026-11-25', 25, 'Beirat', 'de'], ['2026-12-24', 24, 'Barbecue', 'en'], ['2027-01-01', 1, '', ''],
  ]);
});

test('what is offered comes one by one from the file for pages without a connection, else by kind', () => {
  const organisation = { index: 7, openings: new Map([['seat', dayOf(9000)]]) };
  const file = { openings: [[7, 'seat', 8999, { de: 'A' }], [8, 'trial', 9000, {}], [7, 'seat', 9000, { de: 'B' }]] };
  assert.deepEqual(offersOf(organisation, file), [['seat', dayOf(8999), { de: 'A' }], ['seat', dayOf(9000), { de: 'B' }]]);
  assert.deepEqual(offersOf(organisation, null), [['seat', dayOf(9000), {}]]);
  assert.deepEqual(offersOf(organisation, { words: [] }), [['seat', dayOf(9000), {}]]);
});
