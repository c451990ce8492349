/** The shortlist of a device, and when a connection is spared. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { MOST, addressPart, createShortlist, readSlugs, slugsIn } from '../../static/js/core/shortlist.js';
import { isThrifty } from '../../static/js/core/request.js';

/** Keeps texts by name, as a browser does. */
function device() {
  const kept = new Map();
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, text) => { kept.set(name, text); },
    removeItem: (name) => { kept.delete(name); },
    size: () => kept.size,
  };
}

test('looking at the list keeps nothing', () => {
  const storage = device();
  const list = createShortlist(() => storage);
  assert.deepEqual(list.slugs(), []);
  assert.equal(list.has('chess'), false);
  assert.equal(storage.size(), 0);
});

test('an entry is kept and let go', () => {
  const storage = device();
  const list = createShortlist(() => storage);
  assert.deepEqual(list.toggle('chess'), { kept: true, lasting: true });
  list.toggle('choir');
  assert.deepEqual(createShortlist(() => storage).slugs(), ['chess', 'choir']);
  assert.deepEqual(list.toggle('chess'), { kept: false, lasting: true });
  list.toggle('choir');
  assert.equal(storage.size(), 0);
});

test('where the browser forbids keeping, the list lives as long as the page', () => {
  const list = createShortlist(() => { throw new Error('SecurityError'); });
  assert.deepEqual(list.toggle('chess'), { kept: true, lasting: false });
  assert.deepEqual(list.slugs(), ['chess']);
});

test('of too many the newest stay', () => {
  const storage = device();
  const list = createShortlist(() => storage);
  for (let number = 0; number <= MOST; number += 1) list.toggle(`club-${number}`);
  assert.equal(list.slugs().length, MOST);
  assert.equal(list.has('club-0'), false);
  assert.equal(list.has(`club-${MOST}`), true);
});

test('a list somebody shared is added to the own one', () => {
  const storage = device();
  const list = createShortlist(() => storage);
  list.toggle('chess');
  list.add(['choir', 'chess']);
  assert.deepEqual(list.slugs(), ['chess', 'choir']);
});

test('an entry that was renamed or merged into another is kept under its present address, once', () => {
  const storage = device();
  const list = createShortlist(() => storage);
  list.add(['old', 'chess', 'new']);
  assert.equal(list.rename({ old: 'new' }), true);
  assert.deepEqual(createShortlist(() => storage).slugs(), ['new', 'chess']);
  assert.equal(list.rename({ old: 'new' }), false);
  assert.equal(list.rename({}), false);
});

test('whatever else stands in its place is no list', () => {
  for (const text of [null, '', 'x', '[]', '{"slugs":3}', '{"slugs":[1,{},""]}', 'null']) assert.deepEqual(readSlugs(text), []);
  assert.deepEqual(readSlugs('{"slugs":["a","a",7,"b"]}'), ['a', 'b']);
});

test('the address holds the slugs and gives them back', () => {
  const slugs = ['chess', 'نادي', 'a&b'];
  assert.deepEqual(slugsIn(addressPart(slugs)), slugs);
  assert.equal(addressPart([]), '');
  assert.deepEqual(slugsIn('?id=a,,b, a'), ['a', 'b']);
});

test('a slow connection or a wish to save data is respected, an unknown one is not spared', () => {
  assert.equal(isThrifty({ saveData: true, effectiveType: '4g' }), true);
  assert.equal(isThrifty({ saveData: false, effectiveType: '2g' }), true);
  assert.equal(isThrifty({ effectiveType: '4g' }), false);
  assert.equal(isThrifty(undefined), false);
});
