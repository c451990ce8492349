/**
 * Answers from the compact files, without a request for each change. Only a text is asked of the server, once, because
 * it knows stems and similar words; without a network the search here takes over and the answer says so.
 *
 * The parts it works with are handed in, so that no chain of imports gets longer than two.
 */

import { words as wordsIn } from './fold.js';

// The most the server gives at once.
const LISTINGS_A_PAGE = 500;
const ALMOST = 3;
// Texts.
const KEPT = 50;

/**
 * @param {Object} parts
 * @param {(url: string, options?: object) => Promise<any>} parts.request
 * @param {Record<string, string>} parts.urls
 * @param {number} parts.pageSize
 * @param {any} parts.reader of core/card.js, less what depends on the query
 * @param {typeof import('./compact.js')} parts.compact
 * @param {typeof import('./evaluate.js').evaluate} parts.evaluate
 * @param {typeof import('./card.js').cardOf} parts.cardOf
 * @param {(q: string, texts: string[]) => Promise<Map<number, number>>} parts.searchTexts
 * @param {typeof import('./nearest.js').helpFor} parts.helpFor
 * @param {(query: any, name: string, value?: string) => any} parts.without
 */
export function createBrowserSource({ request, urls, pageSize, reader, compact, evaluate, cardOf, searchTexts, helpFor, without }) {
  const { words } = reader;
  const looks = new Map();
  let loading = null;
  /** @type {Map<string, {ranks: Map<number, number>, corrections?: any, offline: boolean}>} */
  const texts = new Map();

  /** The two files, asked for once; after a failure again. */
  function load() {
    loading ??= fetchBoth().catch((error) => {
      loading = null;
      throw error;
    });
    return loading;
  }

  async function fetchBoth(fresh = false) {
    const ask = (url) => request(url, { fresh });
    const [facts, cards] = await Promise.all([ask(urls.compact), ask(urls.cards)]);
    if (facts.version !== cards.version && !fresh) return fetchBoth(true);
    if (facts.version !== cards.version) throw Object.assign(new Error('two versions'), { kind: 'offline' });
    const data = compact.expand(facts);
    return { ...data, cards: compact.expandCards(cards, facts.languages) };
  }

  /** What a text finds: asked once, and once more when there is a network again. */
  async function foundFor(q, data, purpose = 'text') {
    const kept = texts.get(q);
    if (kept && !kept.offline) return kept;
    if (texts.size >= KEPT) texts.delete(texts.keys().next().value);
    const found = await askedFor(q, data, purpose);
    texts.set(q, found);
    return found;
  }

  async function askedFor(q, data, purpose) {
    try {
      const { features, corrections } = await pagesFor(q, purpose);
      const bySlug = new Map(data.cards.map(({ slug }, index) => [slug, index]));
      const ranks = new Map();
      for (const { properties } of features) {
        const index = bySlug.get(properties.slug);
        if (index !== undefined && !ranks.has(index)) ranks.set(index, ranks.size);
      }
      return { ranks, corrections, offline: false };
    } catch (error) {
      if (error.kind !== 'offline') throw error;
      return { ranks: await searchTexts(q, await textsOf(data)), offline: true };
    }
  }

  /** What the search here looks through: the words the service worker keeps, else names and places. */
  async function textsOf(data) {
    const kept = await request(urls.words).catch(() => null);
    if (kept?.version === data.version) return kept.words;
    return data.cards.map(({ name, places }) => wordsIn([name, ...places].join(' ')).join(' '));
  }

  /** Everything the server finds for a text, page after page; the address of the next one is ours whatever host it names. */
  async function pagesFor(q, purpose) {
    const found = [];
    let corrections;
    let url = `${urls.listings}&limit=${LISTINGS_A_PAGE}&q=${encodeURIComponent(q)}`;
    while (url) {
      const { features, next, corrections: said } = await request(url, { purpose });
      found.push(...features);
      corrections ??= said;
      url = next && next.replace(/^https?:\/\/[^/]+/, '');
    }
    return { features: found, corrections };
  }

  const cardsOf = (found, data, query) => found.map((item) =>
    cardOf(item, data.cards[item.organisation.index], { ...reader, languages: query.language, flags: query.open, openings: query.opening }));

  /**
   * @param {any} query
   * @param {{name: string, value: string, text: string}[]} chips what is chosen, for what could be given up
   */
  async function answer(query, chips) {
    const data = await load();
    const text = query.q ? await foundFor(query.q, data) : null;
    const run = (asked, ranks, organisations = data.organisations) => evaluate(asked, organisations, { days: reader, text: asked.q ? ranks : null });
    const { found, facets, little, sureOf, sure } = run(query, text?.ranks);
    const pages = Math.max(1, Math.ceil(found.length / pageSize));
    const page = Math.min(query.page, pages);
    const help = found.length ? { drops: [], nearest: [] } : await helpFor({
      query, chips, run, without, organisations: data.organisations, ranks: text?.ranks ?? null,
      ranksOf: async (q) => (await foundFor(q, data, `text ${q}`)).ranks,
    });
    return {
      total: found.length, facets, little, sureOf, sure, page, pages, date: data.date,
      cards: cardsOf(found.slice((page - 1) * pageSize, page * pageSize), data, query),
      drops: help.drops,
      almost: cardsOf(help.nearest.slice(0, ALMOST), data, query),
      corrections: text?.corrections,
      notes: text?.offline ? [words.say('offline_search')] : [],
      looks: () => found.flatMap((item) => looksOf(item, data.cards[item.organisation.index])),
      pageOf: (slug) => 1 + Math.floor(found.findIndex((item) => data.cards[item.organisation.index].slug === slug) / pageSize),
      cardOf: (slug) => cardsOf(found.filter((item) => data.cards[item.organisation.index].slug === slug), data, query)[0],
    };
  }

  /** What the map needs of every matching place; the same object each time, so that markers stay. */
  function looksOf({ organisation, rows }, facts) {
    return rows.filter((row) => row.lat !== null).map((row) => {
      const id = `${facts.slug}/${row.place}`;
      if (!looks.has(id)) looks.set(id, lookOf(id, organisation, row, facts));
      return looks.get(id);
    });
  }

  function lookOf(id, organisation, row, facts) {
    const card = cardOf({ organisation, row, metres: null }, facts, { ...reader, languages: [], flags: [] });
    const place = row.fixed ? card.place : words.say('no_place');
    return {
      id, slug: facts.slug, label: facts.name, kind: organisation.kind, icon: card.topic.icon, hue: card.topic.hue,
      name: [facts.name, card.kind_label, card.topic.label, place, card.closed].filter(Boolean).join(', '),
      lat: row.lat, lng: row.lng, approximate: row.approximate, closed: card.closed !== '',
      unconfirmed: card.freshness.css === 'unconfirmed',
    };
  }

  /** Every entry as a suggestion (core/suggest.js). */
  async function entries() {
    const { cards, organisations } = await load();
    return cards.map(({ slug, name, nameLang }, index) => (
      { kind: 'entry', value: slug, label: name, language: nameLang, entryKind: organisations[index].kind, url: reader.entryUrl(slug) }));
  }

  return { answer, entries };
}
