/** The grammar of the query in the browser, by the cases that the server's tests read too. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { EMPTY, change, orderOf, parse, toParams, without } from '../../static/js/core/query.js';

const read = (name) => JSON.parse(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8'));
const { topics, flags } = read('vocabularies.json');
const areas = read('areas.geojson').features.map(({ properties }) => properties);
const words = {
  topic: (slug) => topics.some((topic) => topic.slug === slug),
  open: (slug) => flags.some((flag) => flag.slug === slug),
  area: (key) => areas.find(({ slug, ags }) => key === slug || key === ags)?.slug,
};
const meaning = (given) => parse(new URLSearchParams(given), words);

for (const { given, means, problems, order } of read('query_cases.json')) {
  test(`"${given.slice(0, 60)}" means what the shared cases say`, () => {
    const found = meaning(given);
    assert.deepEqual([...toParams(found.query)], means);
    assert.deepEqual(found.problems.map(({ parameter, code }) => [parameter, code]), problems);
    assert.equal(orderOf(found.query), order);
    assert.deepEqual(meaning(toParams(found.query)), { query: found.query, problems: [] });
  });
}

test('a query cannot be changed in place', () => {
  assert.throws(() => { meaning('topic=sport').query.page = 2; }, TypeError);
});

test('a change leads back to the first page', () => {
  const query = meaning('topic=sport&page=4').query;
  assert.equal(toParams(change(query, { kind: ['club'] })).toString(), 'topic=sport&kind=club');
});

test('one value of several can be taken away', () => {
  const query = meaning('topic=sport&topic=music&page=2').query;
  assert.equal(toParams(without(query, 'topic', 'sport')).toString(), 'topic=music');
});

test('with the position go its radius and the order by distance', () => {
  const query = meaning('near=48.65,9.22&radius=5&sort=distance&kind=club').query;
  assert.equal(toParams(without(query, 'near')).toString(), 'kind=club');
});

test('the empty query has no parameters', () => {
  assert.equal(toParams(EMPTY).toString(), '');
});
