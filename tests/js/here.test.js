/** A measured position: as coarse as promised, and never part of an address. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createHere, rounded } from '../../static/js/core/here.js';
import { EMPTY, change, parse, toParams } from '../../static/js/core/query.js';

const known = { topic: () => true, open: () => true, area: (slug) => slug };
const make = () => createHere({ parse: (params) => parse(params, known).query, toParams, change });

test('a position stands on a grid of at least 100 metres, written in thousandths of a degree', () => {
  for (const [latitude, longitude] of [[48.678912, 9.219734], [0.00049, -0.00049], [-33.86, 151.2], [64.1, -21.9], [89.9999, 179.9999]]) {
    const [lat, lng] = rounded({ latitude, longitude });
    for (const degree of [lat, lng]) assert.match(String(degree), /^-?\d{1,3}(\.\d{1,3})?$/);
    const mesh = Math.ceil(100 / (111.32 * Math.max(Math.cos((latitude * Math.PI) / 180), 0.01)));
    assert.ok(mesh * 111.32 * Math.cos((latitude * Math.PI) / 180) >= 99 || latitude > 89);
    assert.ok(Math.abs(lat - latitude) <= 0.00051 && Math.abs(lng - longitude) <= mesh / 2000 + 1e-9);
  }
  assert.deepEqual(rounded({ latitude: 48.678912, longitude: 9.219734 }), [48.679, 9.22]);
});

test('all positions within a mesh become the same one', () => {
  const found = new Set();
  for (let step = 0; step < 20; step += 1) found.add(rounded({ latitude: 48.6787 + step / 50000, longitude: 9.2192 + step / 20000 }).join());
  assert.equal(found.size, 1);
});

test('a held position is part of every query and of no address', () => {
  const here = make();
  here.hold([48.679, 9.22]);
  const query = here.read(new URLSearchParams('topic=sport&sort=name'));
  assert.deepEqual(query.near, [48.679, 9.22]);
  assert.equal(here.write(change(query, { radius: 2, sort: 'distance' })).toString(), 'topic=sport');
  here.keep(change(query, { radius: 2 }));
  assert.equal(here.read(new URLSearchParams('')).radius, 2);
});

test('a link that gives the position up says so, and an address with a place ends it too', () => {
  const here = make();
  here.hold([48.679, 9.22]);
  assert.equal(here.link(EMPTY).toString(), 'near=');
  assert.equal(here.read(here.link(EMPTY)).near, null);
  assert.equal(here.isOn(), false);
  here.hold([48.679, 9.22]);
  assert.deepEqual(here.read(new URLSearchParams('near=48.6,9.2')).near, [48.6, 9.2]);
  assert.equal(here.isOn(), false);
});

test('a link that gives up the radius around a held position says so and keeps the position', () => {
  const here = make();
  here.hold([48.679, 9.22]);
  const query = change(here.read(new URLSearchParams('topic=sport')), { radius: 2 });
  here.keep(query);
  assert.equal(here.link(query).toString(), 'topic=sport');
  const link = here.link(change(query, { radius: null }));
  assert.equal(link.toString(), 'topic=sport&radius=');
  assert.deepEqual([here.read(link).near, here.read(link).radius], [[48.679, 9.22], null]);
});

test('a typed place stays in the address while nothing is measured', () => {
  const here = make();
  const query = here.read(new URLSearchParams('near=48.6,9.2&radius=5&sort=distance'));
  assert.equal(here.write(query).toString(), 'near=48.6%2C9.2&radius=5&sort=distance');
  assert.equal(here.isHere(query), false);
});
