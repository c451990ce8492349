/**
 * The page that stands in for one that was not kept: of an entry what the compact files know, of a form that could not
 * be sent everything that was in it, else a sentence and the way back.
 */

import { entriesBySlug } from '../core/compact.js';
import { deviceDay, isThrifty, request } from '../core/request.js';
import { addressPart, createShortlist } from '../core/shortlist.js';
import { offersOf, standInOf } from '../core/stand-in.js';
import { makeWords } from '../core/words.js';
import { all, byId, closeMenusOutside, show, write } from '../ui/dom.js';
import { askUnsent, startBookmarks, startOffline } from '../ui/keeping.js';
import { isKept } from '../ui/kept-form.js';
import { drawStandIn } from '../ui/stand-in.js';

const ENTRY = /^\/[^/]+\/o\/([^/]+)\/(?:(contact|first-visit)\/)?$/;
const QUESTIONS = /^\/[^/]+\/(questions\/[^/]+)\/$/;
const OPERATOR = /^\/[^/]+\/contact\/$/;

document.documentElement.classList.add('js');
const config = JSON.parse(byId('page-config').textContent);
const { labels, urls, assets, lang } = config;
const words = makeWords(lang, config.words);
const entryUrl = (slug) => urls.entry.replace('SLUG', encodeURIComponent(slug));
const reader = {
  language: config.tongue, words, labels, entryUrl, languages: [], flags: [],
  today: Math.max(Date.parse(config.today), deviceDay()), fresh: Date.parse(config.ageingSince), unconfirmed: Date.parse(config.unconfirmedSince),
  promise: Date.parse(config.promiseSince),
};

/** Shows one of the page's parts, with the way back to the entry if there is one. */
function showPart(name, slug = '') {
  for (const part of all('[data-part]')) show(part, part.dataset.part === name);
  const back = byId('kept-entry');
  show(back, slug);
  byId('kept-list').classList.toggle('button-main', !slug);
  if (slug) back.href = entryUrl(slug);
  document.title = document.querySelector(`[data-part="${name}"] h1`)?.textContent ?? document.title;
}

/** A form that did not reach the server: its fields stand here, ready to be sent again. */
function showUnsent(fields) {
  const form = byId('unsent');
  form.action = location.pathname;
  for (const [name, value] of fields) form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
  const own = fields.find(([name]) => name === 'words')?.[1] ?? '';
  write(form.querySelector('[data-words]'), own);
  show(byId('unsent-words'), own.trim());
  showPart('unsent');
  show(byId('kept-ways'), false); // whoever leaves this page loses what it holds
}

/** The entry as the list knows it; false if the list does not know it. */
async function showEntry(slug) {
  const files = [request(urls.compact), request(urls.cards), request(urls.words).catch(() => null)];
  const [facts, cards, further] = await Promise.all(files);
  const { date, entries } = entriesBySlug(facts, cards);
  const found = entries.get(slug);
  if (!found) return;
  const day = new Date(date);
  const dated = words.say('day_month', { day: day.getUTCDate(), month: labels.months[day.getUTCMonth()] });
  const offers = offersOf(found.organisation, further?.version === facts.version ? further : null);
  const page = drawStandIn(standInOf({ ...found, offers }, reader), {
    sprite: assets.sprite, number: words.number, notice: words.say('kept_offline', { date: dated }),
  });
  byId('kept').replaceWith(page);
  document.title = found.card.name;
}

async function start() {
  const [, encoded = '', sub = ''] = location.pathname.match(ENTRY) ?? [];
  const slug = decodeURIComponent(encoded);
  const [, questionnaire = ''] = location.pathname.match(QUESTIONS) ?? [];
  const unsent = await askUnsent();
  if (unsent) showUnsent(unsent);
  else if (sub === 'contact' || OPERATOR.test(location.pathname)) showPart('message', slug);
  else if (isKept(questionnaire)) showPart('questions');
  else if (sub) showPart(sub, slug);
  else if (slug) await showEntry(slug);
}

closeMenusOutside();
document.addEventListener('click', ({ target }) => {
  if (target.closest('[data-again]')) location.reload();
});
start().catch(() => {}).finally(() => {
  startBookmarks({ createShortlist, words, addressPart });
  document.documentElement.dataset.ready = 'kept';
});
startOffline({ offline: config.offline, urls, thrifty: isThrifty(navigator.connection) });
