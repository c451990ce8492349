/** Which questions are asked, by the cases that the server's tests read too. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { asked } from '../../static/js/core/skipping.js';

const { questions, cases } = JSON.parse(readFileSync(new URL('../data/skip_rules.json', import.meta.url), 'utf8'));
const rules = questions.map(({ code, asked_if: rule }) => ({
  name: code,
  rule: rule ? { on: rule.question, codes: rule.is ?? [''], least: rule.least ?? null } : null,
}));

for (const { given, asked: wanted } of cases) {
  test(`${JSON.stringify(given)} asks ${wanted.join(', ')}`, () => {
    assert.deepEqual([...asked(rules, new Map(Object.entries(given)))], wanted);
  });
}
