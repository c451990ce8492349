/** What is typed and not saved is kept on the device, for a while, form by form. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fieldsOf, forget, keep, kept } from '../../static/js/core/unsent.js';

const DAY = 24 * 3600 * 1000;

/** As a browser's storage: its keys are its own properties. */
function device() {
  const storage = Object.create({
    getItem(key) { return Object.hasOwn(this, key) ? this[key] : null; },
    setItem(key, value) { this[key] = value; },
    removeItem(key) { delete this[key]; },
  });
  return storage;
}

test('what is kept comes back, and not after thirty days', () => {
  const storage = device();
  keep(storage, 'club/times', [['a', '1'], ['a', '2']], 0);
  assert.deepEqual(kept(storage, 'club/times', 29 * DAY), [['a', '1'], ['a', '2']]);
  assert.equal(kept(storage, 'club/times', 30 * DAY), null);
  assert.equal(kept(storage, 'club/about', 0), null);
});

test('marks of the form itself and files are not kept', () => {
  const fields = [['ticket', 'secret'], ['step', 'save'], ['row', 'add:x'], ['file', {}], ['base', '3'], ['about-name', 'x']];
  assert.deepEqual(fieldsOf(fields), [['base', '3'], ['about-name', 'x']]);
});

test('one form is forgotten, or all of an entry, and nothing else', () => {
  const storage = device();
  for (const name of ['club/times', 'club/about', 'club-two/about']) keep(storage, name, [], 0);
  storage.setItem('shortlist', 'x');
  forget(storage, 'club/times');
  assert.equal(kept(storage, 'club/times', 0), null);
  assert.deepEqual(kept(storage, 'club/about', 0), []);
  forget(storage, 'club/');
  assert.equal(kept(storage, 'club/about', 0), null);
  assert.deepEqual(kept(storage, 'club-two/about', 0), []);
  assert.equal(storage.getItem('shortlist'), 'x');
});

test('a device that keeps nothing, or something else, does no harm', () => {
  const full = { getItem() { return '{"at":'; }, setItem() { throw new Error('full'); }, removeItem() {} };
  keep(full, 'club/times', [], 0);
  assert.equal(kept(full, 'club/times', 0), null);
  const odd = device();
  odd.setItem('edit:club/times', '{"at":0,"fields":"x"}');
  assert.equal(kept(odd, 'club/times', 0), null);
  odd.setItem('edit:club/times', 'null');
  assert.equal(kept(odd, 'club/times', 0), null);
});
