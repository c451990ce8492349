/**
 * Answers queries as the browser would, for tests/organisations/test_query_twin.py.
 *
 * Reads from standard input {compact, days, known: {topics, flags, areas}, cases: [{given, ranks, words}]} and writes, for each
 * case, the organisations' indexes in their order, their distances and the counts, and what is nearest where there are
 * none. `ranks`: indexes found by the text, `words`: the same for each of its words.
 */

import { expand } from '../../static/js/core/compact.js';
import { evaluate } from '../../static/js/core/evaluate.js';
import { helpFor } from '../../static/js/core/nearest.js';
import { parse, without } from '../../static/js/core/query.js';

let text = '';
for await (const chunk of process.stdin) text += chunk;
const { compact, days, known, cases } = JSON.parse(text);
const { organisations } = expand(compact);
const words = {
  topic: (slug) => known.topics.includes(slug),
  open: (slug) => known.flags.includes(slug),
  area: (key) => known.areas[key],
};
const limits = Object.fromEntries(Object.entries(days).map(([name, day]) => [name, Date.parse(day)]));

const byIndex = (ranks) => ranks && new Map(ranks.map((index, place) => [index, place]));
const run = (query, ranks, all = organisations) => evaluate(query, all, { days: limits, text: query.q ? ranks : null });

const answers = await Promise.all(cases.map(async ({ given, ranks, words: texts }) => {
  const { query, problems } = parse(new URLSearchParams(given), words);
  const { found, facets, little, sureOf, sure } = run(query, byIndex(ranks));
  const help = found.length ? { nearest: [] } : await helpFor({
    query, chips: [], organisations, ranks: byIndex(ranks), ranksOf: async (q) => byIndex(texts[q]), run, without,
  });
  return {
    problems,
    found: found.map(({ organisation }) => organisation.index),
    places: found.map(({ row }) => row.place),
    metres: found.map(({ metres }) => metres),
    facets,
    little,
    sureOf,
    sure,
    nearest: help.nearest.map(({ organisation, row, metres }) => [organisation.index, row.place, metres]),
  };
}));
process.stdout.write(JSON.stringify(answers));
