/**
 * Answers queries as the browser would, for tests/organisations/test_query_twin.py.
 *
 * Reads from standard input {compact, days, known: {topics, flags, areas}, cases: [{given, ranks}]} and writes, for each
 * case, the organisations' indexes in their order, their distances and the counts. `ranks`: indexes found by the text.
 */

import { expand } from '../../static/js/core/compact.js';
import { evaluate } from '../../static/js/core/evaluate.js';
import { parse } from '../../static/js/core/query.js';

let text = '';
for await (const chunk of process.stdin) text += chunk;
const { compact, days, known, cases } = JSON.parse(text);
const { organisations } = expand(compact);
const words = {
  topic: (slug) => known.topics.includes(slug),
  open: (slug) => known.flags.includes(slug),
  area: (key) => known.areas[key],
};
const limits = { fresh: Date.parse(days.fresh), unconfirmed: Date.parse(days.unconfirmed), promise: Date.parse(days.promise) };

const answers = cases.map(({ given, ranks }) => {
  const { query, problems } = parse(new URLSearchParams(given), words);
  const rank = ranks && new Map(ranks.map((index, place) => [index, place]));
  const { found, facets, little, sureOf, sure } = evaluate(query, organisations, { days: limits, text: rank });
  return {
    problems,
    found: found.map(({ organisation }) => organisation.index),
    places: found.map(({ row }) => row.place),
    metres: found.map(({ metres }) => metres),
    facets,
    little,
    sureOf,
    sure,
  };
});
process.stdout.write(JSON.stringify(answers));
