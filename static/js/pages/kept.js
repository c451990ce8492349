/** The shortlist; without a connection its cards come from the compact files of this device. */

import { cardOf } from '../core/card.js';
import { entriesBySlug } from '../core/compact.js';
import { deviceDay, isThrifty, request } from '../core/request.js';
import { addressPart, createShortlist, slugsIn } from '../core/shortlist.js';
import { makeWords } from '../core/words.js';
import { drawCard } from '../ui/cards.js';
import { byId, closeMenusOutside, show, write } from '../ui/dom.js';
import { startBookmarks, startOffline } from '../ui/keeping.js';
import { startSharing } from '../ui/share.js';

document.documentElement.classList.add('js');
const config = JSON.parse(byId('page-config').textContent);
const { labels, urls, assets, lang } = config;
const words = makeWords(lang, config.words);
const root = byId('kept');
const reader = {
  language: lang, words, labels, entryUrl: (slug) => urls.entry.replace('SLUG', encodeURIComponent(slug)),
  today: Date.parse(config.today), fresh: Date.parse(config.ageingSince), unconfirmed: Date.parse(config.unconfirmedSince),
  promise: Date.parse(config.promiseSince), languages: [], flags: [],
};

/** Draws the cards of these slugs; returns the day of the data, in words. */
async function drawCards(slugs) {
  const [facts, cards] = await Promise.all([request(urls.compact), request(urls.cards)]);
  const { date, entries } = entriesBySlug(facts, cards);
  reader.today = Math.max(reader.today, deviceDay()); // the page was kept, perhaps on an earlier day
  const found = slugs.filter((slug) => entries.has(slug)).map((slug) => entries.get(slug));
  const draw = ({ card, organisation }) =>
    drawCard(cardOf({ organisation, row: organisation.rows[0], metres: null }, card, reader), { sprite: assets.sprite, number: words.number });
  byId('cards').replaceChildren(...found.map(draw));
  const day = new Date(date);
  return words.say('day_month', { day: day.getUTCDate(), month: labels.months[day.getUTCMonth()] });
}

let ownShown = false; // what the page shows is the list of this device

/** Without a connection this page comes as it was kept, whatever the address asks for: then the cards are drawn here. */
async function showShortlist(list) {
  const asked = slugsIn(location.search);
  const before = list.slugs();
  const moved = list.rename(config.moved ?? {}) && asked.join() === before.join(); // the list is that of this device
  const own = list.slugs();
  if ((!asked.length && own.length) || moved) {
    location.replace(location.pathname + addressPart(own));
    return;
  }
  ownShown = asked.length > 0 && asked.join() === own.join();
  show(root.querySelector('[data-clear-kept]'), ownShown);
  show(root.querySelector('[data-take-all]'), asked.some((slug) => !own.includes(slug)));
  if (asked.length && root.dataset.asked !== '1') {
    const date = await drawCards(asked);
    show(byId('shortlist-empty'), false);
    show(byId('shortlist-tools'), true);
    root.querySelector('[data-share]').dataset.shareUrl = location.href;
    write(byId('offline-notice').querySelector('[data-text]'), words.say('offline', { date }));
    show(byId('offline-notice'), true);
  }
}

closeMenusOutside();
const list = startBookmarks({
  createShortlist, words, addressPart,
  onChange(slugs) {
    if (ownShown) location.replace(location.pathname + addressPart(slugs));
  },
});
startSharing(words);
root.querySelector('[data-print]').addEventListener('click', () => print());
root.querySelector('[data-clear-kept]').addEventListener('click', () => {
  list.clear();
  location.replace(location.pathname);
});
root.querySelector('[data-take-all]').addEventListener('click', () => {
  list.add(slugsIn(location.search));
  location.reload();
});
showShortlist(list).catch(() => {}).finally(() => { document.documentElement.dataset.ready = 'kept'; });
startOffline({ offline: config.offline, urls, thrifty: isThrifty(navigator.connection) });
