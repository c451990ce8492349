/**
 * The compact files as this page works with them: parents resolved, values by slug, rows by organisation.
 * The format is the contract of /api/v1/compact.
 */

const KINDS = ['club', 'committee', 'initiative'];
const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const DAY_MS = 86400000;

/**
 * @typedef {Object} Row one place of an organisation
 * @property {number} organisation index
 * @property {number} place index among the rows of its organisation
 * @property {number | null} lat degrees
 * @property {number | null} lng degrees
 * @property {boolean} approximate
 * @property {boolean} fixed
 * @property {Set<string>} area slugs, with those of the parents
 * @property {Set<string>} day "MO" to "SU"
 * @property {boolean} wheelchair
 */

/**
 * @typedef {Object} Organisation
 * @property {number} index
 * @property {Row[]} rows at least one, the primary first
 * @property {string} kind
 * @property {string[]} topics its own, the main one first
 * @property {Set<string>} topic its own and their parents
 * @property {Set<string>} language BCP 47 codes
 * @property {Map<string, {checked: number, sure: boolean}>} promised by language: when the promise was checked
 *   (milliseconds since 1970, NaN never), and whether it is one that can be sure
 * @property {Set<string>} open flag slugs
 * @property {Map<string, number>} openings by kind the last day of what is offered, milliseconds since 1970
 * @property {number} german 0 to 3, -1 unknown
 * @property {number} checked milliseconds since 1970 of the day it was checked, NaN never
 */

/**
 * @typedef {Object} Data
 * @property {number} version
 * @property {string} date of the data, YYYY-MM-DD
 * @property {Organisation[]} organisations
 * @property {Map<string, string>} areaSlugs official key or slug -> slug
 */

/**
 * @param {any} compact body of /api/v1/compact
 * @returns {Data}
 */
export function expand(compact) {
  const withParents = (parents) => parents.map((_, index) => {
    const chain = [];
    for (let at = index; at >= 0; at = parents[at]) chain.push(at);
    return chain;
  });
  const topicChains = withParents(compact.topic_parents);
  const { facts, rows } = compact;
  const organisations = facts.kind.map((kind, index) => ({
    index,
    rows: [],
    kind: KINDS[kind],
    topics: facts.topics[index].map((at) => compact.topics[at]),
    topic: new Set(facts.topics[index].flatMap((at) => topicChains[at]).map((at) => compact.topics[at])),
    language: new Set(facts.languages[index].map((at) => compact.languages[at])),
    promised: new Map(facts.languages[index].map((at, place) => [compact.languages[at], promise(facts.promised[index][place])])),
    open: new Set(facts.flags[index].map((at) => compact.flags[at])),
    openings: new Map(),
    german: facts.german[index],
    checked: dayOf(facts.checked[index]),
  }));
  for (const [owner, kind, day] of compact.openings ?? []) organisations[owner].openings.set(kind, dayOf(day));
  rows.organisation.forEach((owner, at) => {
    const organisation = organisations[owner];
    organisation.rows.push({
      organisation: owner,
      place: organisation.rows.length,
      lat: rows.lat[at] === null ? null : rows.lat[at] / 1e5,
      lng: rows.lng[at] === null ? null : rows.lng[at] / 1e5,
      approximate: rows.approximate[at] === 1,
      fixed: rows.fixed[at] === 1,
      area: new Set(rows.areas[at].map((area) => compact.areas[area].slug)),
      day: new Set(DAYS.filter((_, day) => rows.days[at] & (1 << day))),
      wheelchair: rows.wheelchair[at] === 1,
    });
  });
  const areaSlugs = new Map(compact.areas.flatMap(({ slug, ags }) => [[slug, slug], ...(ags ? [[ags, slug]] : [])]));
  return { version: compact.version, date: compact.date, organisations, areaSlugs };
}

/** Twice the day, plus one for a promise that can be sure; -1 never checked. */
function promise(number) {
  return { checked: number < 0 ? NaN : dayOf(number >> 1), sure: number >= 0 && number % 2 === 1 };
}

/** Days are counted from 1 January 2000; -1 means never. */
export function dayOf(days) {
  return days < 0 ? NaN : Date.UTC(2000, 0, 1) + days * DAY_MS;
}

/**
 * Both files of a language, by slug.
 * @param {any} facts body of /api/v1/compact
 * @param {any} cards body of /api/v1/compact/cards; throws if it is of another version
 * @returns {{date: string, entries: Map<string, {organisation: Organisation, card: CardFacts}>}}
 */
export function entriesBySlug(facts, cards) {
  if (facts.version !== cards.version) throw new Error('two versions');
  const { date, organisations } = expand(facts);
  const found = expandCards(cards, facts.languages).map((card, index) => [card.slug, { organisation: organisations[index], card }]);
  return { date, entries: new Map(found) };
}

/**
 * @typedef {Object} CardFacts one organisation's words in one language
 * @property {string} slug
 * @property {string} name
 * @property {string} nameLang
 * @property {string} teaser
 * @property {string} teaserLang
 * @property {string[]} places label of each row
 * @property {[string, string[], string][]} times rule in words, next local moments, language of a title isolated in it
 * @property {{code: string, assurance: string, days: number[], checked: number, note: string}[]} promises
 * @property {[string | null, string | null]} closed from and until, both included
 * @property {string} parent name of the body it is a section of, or empty
 */

/**
 * @param {any} cards body of /api/v1/compact/cards
 * @param {string[]} languages of the compact file, which promises name by index
 * @returns {CardFacts[]} by index of the organisation
 */
export function expandCards(cards, languages) {
  return cards.cards.map(([slug, name, nameLang, teaser, teaserLang, places, times, promises, closed, parent]) => ({
    slug, name, nameLang, teaser, teaserLang, places, times, closed: closed ?? [null, null], parent: parent ?? '',
    promises: promises.map(([language, assurance, days, checked, note]) => ({
      code: languages[language],
      assurance,
      days: [0, 1, 2, 3, 4, 5, 6].filter((day) => days & (1 << day)),
      checked: dayOf(checked),
      note,
    })),
  }));
}
