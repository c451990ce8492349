/** The sentences of a first message in the browser. */

import assert from 'node:assert/strict';
import test from 'node:test';

import { letter } from '../../static/js/core/letter.js';

const book = {
  phrases: { trial: 'I want to try.', cost: 'What does it cost?', together: 'Please come along.', little: 'A little German.' },
  frames: { greeting: 'My name is {name}.', days: 'Days: {days}.', times: 'Times: {times}.', languages: 'I speak: {languages}.' },
  hello: 'Hello.', noDay: 'I do not know yet.', names: { MO: 'Monday', TU: 'Tuesday', evening: 'evening', ar: 'Arabic' },
  separator: ', ', rtl: false,
};
const nothing = { wish: [], day: [], time: [], language: [], german: [], question: [], companion: [], name: '' };

test('nothing chosen is a greeting', () => {
  assert.deepEqual(letter(book, nothing), ['Hello.']);
});

test('everything chosen stands in the order of the form', () => {
  const all = {
    wish: ['trial'], day: ['MO', 'TU'], time: ['evening'], language: ['ar'], german: ['little'], question: ['cost'],
    companion: ['together'], name: '  Ada  B ',
  };
  assert.deepEqual(letter(book, all), [
    'My name is Ada B.', 'I want to try.', 'Days: Monday, Tuesday.', 'Times: evening.', 'I speak: Arabic.',
    'A little German.', 'What does it cost?', 'Please come along.',
  ]);
});

test('not knowing yet says so instead of days', () => {
  assert.deepEqual(letter(book, { ...nothing, day: ['unknown'] }), ['Hello.', 'I do not know yet.']);
});

test('codes nobody knows are left out', () => {
  assert.deepEqual(letter(book, { ...nothing, wish: ['x'], day: ['x'], language: ['xx'] }), ['Hello.']);
});

test('a name of the other direction is marked off', () => {
  assert.equal(letter(book, { ...nothing, name: 'سمير' })[0], 'My name is \u2068سمير\u2069.');
  assert.equal(letter({ ...book, rtl: true }, { ...nothing, name: 'سمير' })[0], 'My name is سمير.');
});

test('a name is text, whatever it looks like', () => {
  assert.equal(letter(book, { ...nothing, name: '$& {name}' })[0], 'My name is $& {name}.');
});
