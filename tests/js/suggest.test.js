/** Suggestions: what the server says, kept; without it the words of the page. */

import assert from 'node:assert/strict';
import test from 'node:test';

import { createSuggester, suggestFrom } from '../../static/js/core/suggest.js';
import { searchTexts } from '../../static/js/core/text.js';
import { fold } from '../../static/js/core/fold.js';

const LABELS = {
  topics: { football: { name: 'Fußball', icon: 'ball-football', hue: 'leaf' }, choir: { name: 'Chor', icon: 'music', hue: 'iris' } },
  languages: { tr: { name: 'Türkisch', own: 'Türkçe' }, ar: { name: 'Arabisch', own: 'العربية' } },
  areas: { bernhausen: { name: 'Bernhausen' }, bonlanden: { name: 'Bonlanden' } },
};
const named = (found) => found.map(({ kind, value }) => `${kind}:${value}`);

function server(answer) {
  const asked = [];
  const request = async (url, options) => {
    asked.push([url, options.purpose]);
    return answer(url);
  };
  return { asked, request };
}

test('the server is asked once for the same words and older questions give way to newer ones', async () => {
  const { asked, request } = server(() => ({ suggestions: [{ kind: 'topic', value: 'football', label: 'Fußball' }] }));
  const ask = createSuggester({ request, url: '/s?lang=de', labels: LABELS });
  assert.deepEqual(named(await ask('Futbol')), ['topic:football']);
  assert.deepEqual(named(await ask(' FUTBOL ')), ['topic:football']);
  assert.deepEqual(asked, [['/s?lang=de&q=Futbol', 'suggest']]);
});

test('an overtaken question gives nothing to draw', async () => {
  const { request } = server(() => { throw Object.assign(new Error(), { kind: 'aborted' }); });
  assert.equal(await createSuggester({ request, url: '/s?', labels: LABELS })('chor'), null);
});

test('without an answer the words of the page are searched, and the next question asks again', async () => {
  const { asked, request } = server(() => { throw Object.assign(new Error(), { kind: 'offline' }); });
  const ask = createSuggester({ request, url: '/s?', labels: LABELS });
  assert.deepEqual(named(await ask('fussb')), ['topic:football']);
  await ask('fussb');
  assert.equal(asked.length, 2);
});

test('signs alone ask nobody', async () => {
  const { asked, request } = server(() => ({ suggestions: [] }));
  assert.deepEqual(await createSuggester({ request, url: '/s?' })(' ?!'), []);
  assert.deepEqual(asked, []);
});

test('the address of an entry is ours whatever host the server names', async () => {
  const { request } = server(() => ({ suggestions: [{ kind: 'entry', value: 'x', label: 'X', url: 'https://other.example/de/o/x/' }] }));
  assert.equal((await createSuggester({ request, url: '/s?' })('x'))[0].url, '/de/o/x/');
});

test('languages are found by their own name, places by a beginning, all with one slip', () => {
  assert.deepEqual(named(suggestFrom(['turkce'], LABELS)), ['language:tr']);
  assert.deepEqual(named(suggestFrom(['b'], LABELS)), ['area:bernhausen', 'area:bonlanden']);
  assert.deepEqual(named(suggestFrom(['bernahusen'], LABELS)), ['area:bernhausen']);
  assert.deepEqual(named(suggestFrom(['zzzz'], LABELS)), []);
});

const ENTRIES = ['Verein Bernhard', 'Bernhardtreff', 'Chor Ostfildern'].map((label, index) => (
  { kind: 'entry', value: `e${index}`, label, language: 'de', entryKind: 'club', url: `/de/o/e${index}/` }));

test('without an answer entries are suggested by their names too, those that begin so first', async () => {
  const { request } = server(() => { throw Object.assign(new Error(), { kind: 'offline' }); });
  const ask = createSuggester({ request, url: '/s?', labels: LABELS, entries: async () => ENTRIES });
  const found = await ask('bern');
  assert.deepEqual(named(found), ['area:bernhausen', 'entry:e1', 'entry:e0']);
  assert.deepEqual(found[1], ENTRIES[1]);
  assert.deepEqual(named(await ask('ostfidlern chor')), ['entry:e2']);
});

test('a single letter suggests no entries, and without their names the rest is suggested', async () => {
  assert.deepEqual(named(suggestFrom(['b'], LABELS, ENTRIES)), ['area:bernhausen', 'area:bonlanden']);
  const { request } = server(() => { throw Object.assign(new Error(), { kind: 'offline' }); });
  const entries = async () => { throw new Error('no files'); };
  assert.deepEqual(named(await createSuggester({ request, url: '/s?', labels: LABELS, entries })('bern')), ['area:bernhausen']);
});

const TEXTS = ['treffpunkt frauen filderstadt', 'fussball bernhausen', 'nachbarschaftshilfe ostfildern'];
const foundBy = (q) => [...searchTexts(q, TEXTS).keys()];

test('without a network a compound is found by its two parts, in any order, with their link left out', () => {
  assert.deepEqual(foundBy('frauentreff'), [0]);
  assert.deepEqual(foundBy('Treffpunktfrauen'), [0]);
  assert.deepEqual(foundBy('Bernhausensfussball'), [1]);
  assert.deepEqual(foundBy('frauenfussball'), [], 'both parts must stand in one entry');
});

test('each word is looked for by itself: one with a slip beside a compound, an exact one never otherwise', () => {
  assert.deepEqual(foundBy('Filderstdat frauentreff'), [0]);
  assert.deepEqual(foundBy('Fusball bernhausen'), [1]);
  assert.deepEqual(foundBy('fussball ostfildern'), []);
  assert.deepEqual(foundBy('"frauentreff"'), []);
});

test('in quotes the search without a network corrects nothing', () => {
  assert.equal(searchTexts('Fusball', ['fussball']).size, 1);
  assert.equal(searchTexts('"Fusball"', ['fussball']).size, 0);
});

test('the dot of easy German parts no word', () => {
  assert.equal(fold('Nachbar·schaft'), 'nachbarschaft');
});
