/** What the server finds for a text comes page after page; none of it is left out. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createBrowserSource } from '../../static/js/core/browser-source.js';

const NAMES = ['first', 'second', 'third'];

/** A source over three entries whose server gives one listing a page and names its own host in the address of the next. */
function sourceOf(asked) {
  const request = async (url) => {
    if (url === '/compact') return { version: 1, languages: [] };
    if (url === '/cards') return { version: 1 };
    asked.push(url);
    const page = Number(new URLSearchParams(url.split('?')[1]).get('after') ?? 0);
    const next = page + 1 < NAMES.length ? `https://map.example${url.split('&after')[0]}&after=${page + 1}` : null;
    return { features: [{ properties: { slug: NAMES[NAMES.length - 1 - page] } }], next };
  };
  const organisations = NAMES.map((_, index) => ({ organisation: { index } }));
  const cards = NAMES.map((slug) => ({ slug }));
  return createBrowserSource({
    request, urls: { compact: '/compact', cards: '/cards', listings: '/api/v1/listings?lang=de' }, pageSize: 20, reader: {},
    compact: { expand: () => ({ organisations }), expandCards: () => cards },
    evaluate: (query, all, { text }) => ({ found: [...text].sort((a, b) => a[1] - b[1]).map(([index]) => all[index]), facets: {}, little: 0 }),
    cardOf: (item, card) => card.slug,
    searchTexts: () => assert.fail('there is a network'),
    helpFor: () => assert.fail('something is found'),
    without: () => assert.fail('nothing is given up'),
  });
}

test('all pages of a text are asked of our own server and keep their order', async () => {
  const asked = [];
  const { total, cards } = await sourceOf(asked).answer({ q: 'chess', page: 1 }, []);
  assert.equal(total, 3);
  assert.deepEqual(cards, ['third', 'second', 'first']);
  assert.deepEqual(asked, [
    '/api/v1/listings?lang=de&limit=500&q=chess',
    '/api/v1/listings?lang=de&limit=500&q=chess&after=1',
    '/api/v1/listings?lang=de&limit=500&q=chess&after=2',
  ]);
});

test('the same text again asks nothing', async () => {
  const asked = [];
  const source = sourceOf(asked);
  await source.answer({ q: 'chess', page: 1 }, []);
  await source.answer({ q: 'chess', page: 2 }, []);
  assert.equal(asked.length, 3);
});
