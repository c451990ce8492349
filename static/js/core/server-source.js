/** Answers from the server, for directories too large for the compact files: the list as a fragment, counts, points. */

/**
 * @param {Object} parts
 * @param {(url: string, options?: object) => Promise<any>} parts.request
 * @param {Record<string, string>} parts.urls
 * @param {(query: any) => URLSearchParams} parts.toParams
 * @param {import('./words.js').Words} parts.words
 * @param {any} parts.labels
 * @param {{isHere: (query: any) => boolean}} parts.here
 * @param {number} parts.unconfirmed entries checked before are unconfirmed, milliseconds since 1970
 */
export function createServerSource({ request, urls, toParams, words, labels, unconfirmed, here }) {
  /** The parameters of a query for an address, and the measured position, which goes beside it. */
  function parted(query) {
    if (!here.isHere(query)) return [toParams(query), null];
    const params = toParams(query);
    params.delete('near');
    return [params, query.near];
  }

  const withParams = (url, params) => `${url}${url.includes('?') ? '&' : '?'}${params}`;

  async function answer(query) {
    const [params, position] = parted(query);
    const list = withParams(urls.results, params);
    params.delete('page');
    params.delete('sort');
    const [html, counted] = await Promise.all([
      request(list, { purpose: 'results', as: 'text', position }),
      request(withParams(urls.facets, params), { purpose: 'facets', position }),
    ]);
    const facets = {};
    for (const [name, values] of Object.entries(counted.facets)) {
      facets[name] = Object.fromEntries(values.map(({ value, count }) => [value, count]));
    }
    const sureOf = Object.fromEntries(counted.facets.language.map(({ value, sure }) => [value, sure]));
    return { total: counted.total, facets, html, little: facets.german?.little ?? 0, sureOf, sure: counted.sure ?? null };
  }

  /**
   * Markers or counts per cell for what is in sight.
   * @param {any} query
   * @param {{bbox: number[], zoom: number}} view
   */
  async function points(query, { bbox, zoom }) {
    const [params, position] = parted(query);
    for (const name of ['page', 'sort']) params.delete(name);
    params.set('bbox', bbox.map((degree) => degree.toFixed(5)).join(','));
    const { features } = await request(`${urls.map}&${params}&zoom=${Math.round(zoom)}`, { purpose: 'points', position });
    const cells = features.filter(({ properties }) => properties.count !== undefined);
    return {
      looks: features.filter(({ properties }) => properties.count === undefined).map(lookOf),
      cells: cells.map(({ geometry, properties }) => ({ lng: geometry.coordinates[0], lat: geometry.coordinates[1], count: properties.count })),
    };
  }

  function lookOf({ id, geometry, properties }) {
    const { slug, name, kind, approximate, fixed, closed } = properties;
    const topic = labels.topics[properties.topic];
    const place = fixed ? '' : words.say('no_place');
    return {
      id, slug, label: name, kind, approximate, closed,
      icon: topic?.icon ?? 'users-group', hue: topic?.hue ?? 'slate',
      name: [name, words.say(kind), topic?.name, place, closed && words.say('closed')].filter(Boolean).join(', '),
      lat: geometry.coordinates[1], lng: geometry.coordinates[0],
      unconfirmed: !(Date.parse(properties.checked_on) >= unconfirmed),
    };
  }

  return { answer, points };
}
