/** Sentences, numbers and distances as they stand on the page. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fold, searchWords, words as wordsOf } from '../../static/js/core/fold.js';
import { nearlyBegins } from '../../static/js/core/spelling.js';
import { searchTexts } from '../../static/js/core/text.js';
import { makeWords } from '../../static/js/core/words.js';

const German = makeWords('de', {
  metres: '{n} m', kilometres: '{n} km', decimal: ',', results: { one: '{n} Angebot', other: '{n} Angebote' },
  cluster: { one: '{n} Angebot bei {place}', other: '{n} Angebote bei {place}' },
});

test('a plural is chosen by the number', () => {
  assert.equal(German.say('results', { n: 1 }), '1 Angebot');
  assert.equal(German.say('results', { n: 14 }), '14 Angebote');
});

test('Arabic has its six forms and Western digits', () => {
  const forms = { zero: 'صفر', one: 'واحد', two: 'اثنان', few: '{n} few', many: '{n} many', other: '{n} other' };
  const { say } = makeWords('ar', { results: forms });
  assert.deepEqual([0, 1, 2, 5, 11, 100].map((n) => say('results', { n })), ['صفر', 'واحد', 'اثنان', '5 few', '11 many', '100 other']);
});

test('Persian has its own digits, in hours and decimals too, and names keep theirs', () => {
  const { say, number, distance } = makeWords('fa', { today: 'x {time}', metres: '{n} m', kilometres: '{n} km', decimal: '٫', at: '{name}' });
  assert.equal(number(251), '۲۵۱');
  assert.equal(say('today', { time: '17:30' }), 'x ۱۷:۳۰');
  assert.equal(distance(2100), '۲٫۱ km');
  assert.equal(say('at', { name: 'TSV 1905' }), 'TSV 1905');
});

test('a form that is missing falls back to the general one', () => {
  assert.equal(makeWords('ar', { results: { other: '{n}' } }).say('results', { n: 3 }), '3');
});

test('what is filled in is not filled in again', () => {
  assert.equal(German.say('cluster', { n: 2, place: '{n}' }), '2 Angebote bei {n}');
});

test('distances are rounded as on the server', () => {
  const metres = [0, 4, 14.9, 15, 704, 994.9, 995, 1049, 1050, 2149, 9949, 9950, 14400];
  const texts = ['10 m', '10 m', '10 m', '20 m', '700 m', '990 m', '1,0 km', '1,0 km', '1,1 km', '2,1 km', '9,9 km', '10 km', '14 km'];
  assert.deepEqual(metres.map(German.distance), texts);
});

test('words are folded on both sides alike', () => {
  assert.equal(fold('Fußball'), fold('FUSSBALL'));
  assert.equal(fold('Übungsstunde'), 'ubungsstunde');
  assert.equal(fold('مَدْرَسَة'), fold('مدرسه'));
  assert.equal(fold('کتابخانه'), fold('كتابخانه'));
  assert.equal(fold('۱۲۳ ٤٥٦'), '123 456');
  assert.deepEqual(wordsOf('Tisch-Tennis, TSV_1'), ['tisch', 'tennis', 'tsv', '1']);
});

test('stop words count only if nothing else is asked', () => {
  assert.deepEqual(searchWords('ich suche einen Chor'), ['chor']);
  assert.deepEqual(searchWords('wer wir'), ['wer', 'wir']);
});

test('the search without a network finds beginnings of words', () => {
  const texts = ['beispielchor harthausen musik', 'fussballverein bernhausen', 'schachfreunde'];
  assert.deepEqual([...searchTexts('Fußball', texts).keys()], [1]);
  assert.deepEqual([...searchTexts('harthausen musik', texts).keys()], [0]);
  assert.deepEqual([...searchTexts('harthausen fussball', texts).keys()], []);
});

test('one wrong letter is forgiven only where nothing is spelled so', () => {
  const texts = ['schachfreunde', 'schichtwechsel'];
  assert.deepEqual([...searchTexts('schich', texts).keys()], [1]);
  assert.deepEqual([...searchTexts('schaxh', texts).keys()], [0]);
  assert.deepEqual([...searchTexts('', texts).keys()], []);
});

test('a wrong, missing, further or swapped letter is one mistake, two are two', () => {
  for (const word of ['fussbqll', 'fussbal', 'fusball', 'fussballl', 'fussblal']) {
    assert.ok(nearlyBegins(word, 'fussballverein'), word);
  }
  for (const word of ['fuzzball', 'fusbal1x', 'abc', 'verein']) assert.ok(!nearlyBegins(word, 'fussballverein'), word);
});
