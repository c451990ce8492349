/** List and map: puts the parts together. State in the address; every change is answered by one source. */

import { createHere, nameNear, rounded, takeOver } from '../core/here.js';
import { EMPTY, change, parse, toParams, without } from '../core/query.js';
import { deviceDay, isThrifty, loaded, request, wasKept } from '../core/request.js';
import { createState } from '../core/state.js';
import { makeWords } from '../core/words.js';
import { drawCard } from '../ui/cards.js';
import { createChips } from '../ui/chips.js';
import { afterPaint, byId, closeMenusOutside } from '../ui/dom.js';
import { createFilters } from '../ui/filters.js';
import { createMapView } from '../ui/map-view.js';
import { createNear } from '../ui/near.js';
import { createNotices } from '../ui/notices.js';
import { createResults } from '../ui/results.js';
import { createScroll } from '../ui/scroll.js';
import { createFilterSheet, createTabs } from '../ui/sheet.js';
import { createShortcuts } from '../ui/shortcuts.js';

document.documentElement.classList.add('js');
const config = JSON.parse(byId('page-config').textContent);
const { labels, urls, assets, lang } = config;
const words = makeWords(lang, config.words);
const PHONE = matchMedia('(max-width: 39.99rem)');

const known = {
  topic: (slug) => slug in labels.topics,
  open: (slug) => slug in labels.flags,
  area: (key) => (key in labels.areas ? key : Object.keys(labels.areas).find((slug) => labels.areas[slug].ags === key)),
};
takeOver(window);
const here = createHere({ parse: (params) => parse(params, known).query, toParams, change });
const state = createState({ parse: (params) => here.read(params), write: here.write, whole: toParams, window, later: afterPaint });
/** The address of a link to another query. */
const linkTo = (query) => location.pathname + `?${here.link(query)}`.replace(/^\?$/, '') + (state.tab() === 'map' ? '#map' : '');
const entryUrl = (slug) => urls.entry.replace('SLUG', encodeURIComponent(slug));
const reader = {
  language: config.tongue, words, labels, entryUrl,
  today: Date.parse(config.today), fresh: Date.parse(config.ageingSince),
  unconfirmed: Date.parse(config.unconfirmedSince), promise: Date.parse(config.promiseSince),
};
let [source, last] = [null, null];

/** What answers queries; its modules come after the first paint, or with the first tap if that is earlier. */
function theSource() {
  source ??= loaded(config.browserFilters ? browserSource() : serverSource());
  source.catch(() => { source = null; });
  return source;
}

async function browserSource() {
  const [{ createBrowserSource }, compact, { evaluate }, { cardOf }] = await Promise.all([
    import('../core/browser-source.js'), import('../core/compact.js'), import('../core/evaluate.js'), import('../core/card.js'),
  ]);
  return createBrowserSource({
    request, urls, reader, compact, evaluate, cardOf, without, pageSize: config.pageSize, // the others are seldom needed
    searchTexts: async (...asked) => (await loaded(import('../core/text.js'))).searchTexts(...asked),
    helpFor: async (parts) => (await loaded(import('../core/nearest.js'))).helpFor(parts),
  });
}

async function serverSource() {
  const { createServerSource } = await import('../core/server-source.js');
  return createServerSource({ request, urls, toParams, words, labels, here, unconfirmed: reader.unconfirmed });
}

// The first filter changed in an open sheet makes a history entry, further ones replace it.
let sheetSession = false;

const setQuery = (query, how = 'push') => state.set({ query }, how);
const draw = (card, old) => drawCard(card, { sprite: assets.sprite, number: words.number }, old);
const chips = createChips({
  words, labels, language: config.tongue, toParams, without, address: linkTo, isHere: here.isHere, nameNear,
});
const results = createResults({ words, drawCard: draw, address: linkTo, months: config.promiseMonths });
const scroll = createScroll(state, totalShown);
const tabs = createTabs({ onTab: (tab) => state.set({ tab }) });
const notices = createNotices(words, dataDate, () => {
  update(state.query());
  if (!PHONE.matches) map.open();
});
const sheet = createFilterSheet({ onOpen: () => { sheetSession = false; }, onClose: () => { sheetSession = false; } });
const shortcuts = createShortcuts({
  number: words.number, address: linkTo, change, query: state.query,
  params: () => [...toParams(state.query()).keys()],
  fragment: () => here.fragment(state.tab()),
  onFollow(params, all) {
    if (all) here.hold(null);
    setQuery(here.read(params));
  },
});
const filters = createFilters({
  words,
  asked: () => toParams(state.query()),
  onChange(values, typed) {
    const { query } = parse(values, known);
    const { near, radius, bbox, sort } = state.query();
    const goesOn = (typed && state.query().q !== '') || (sheet.isOpen() && sheetSession);
    sheetSession = true;
    setQuery(change(query, { near, radius, bbox, sort }), goesOn ? 'replace' : 'push');
  },
  onSort: (sort) => setQuery(change(state.query(), { sort })),
  onSend: () => {
    sheet.close();
    byId('results').focus();
  },
});
const near = createNear({
  load: nearPanel,
  onRadius: (radius) => setQuery(change(state.query(), { radius })),
  onFailed: () => notices.failed({ kind: 'offline' }),
});
const field = /** @type {HTMLInputElement} */ (byId('q'));

async function nearPanel() {
  const [parts, places] = await Promise.all([import('../ui/near-parts.js'), import('../core/places.js')]);
  return parts.nearPanel({
    words, labels, urls, request, places, rounded, sprite: assets.sprite, hold: here.hold,
    go: (position) => setQuery(change(without(state.query(), 'near'), position ? { near: position, radius: here.radius() } : {})),
    isOn: () => state.query().near !== null,
    onCorrected: near.correct,
  });
}

// Whether the data are what this device kept; and two parts that come when they are needed.
let [fromDevice, mapCard, seldom] = [false, null, null];
const map = createMapView({
  config, words, state, request,
  thrifty: isThrifty(navigator.connection),
  importPanel,
  onArea: (bbox) => setQuery(change(state.query(), { bbox }), 'replace'),
  onChoose: chooseOnMap,
  onPile: (looks) => mapCard.openList(looks),
  onLocate: () => near.open(),
  isHere: here.isOn,
  points: config.browserFilters ? null : async (view) => (await theSource()).points(state.query(), view),
});

/** The map's modules and, beside them, the sheet for chosen markers. */
async function importPanel() {
  const [panel, { createMapCard }] = await Promise.all([import('../map/panel.js'), import('../ui/map-card.js')]);
  mapCard ??= createMapCard({
    words, sprite: assets.sprite, rtl: config.dir === 'rtl', entryUrl,
    cardFor: (slug) => {
      const card = last?.cardOf?.(slug);
      return card ? draw(card) : null;
    },
    onStep: chooseOnMap,
    onClose: () => map.choose(null),
  });
  return panel;
}

/** What suggests words in the search field comes when somebody goes there; without it the plain field works. */
async function openSuggestions() {
  const [{ createCombobox }, { createSuggester }] = await Promise.all([import('../ui/combobox.js'), import('../core/suggest.js')]);
  const suggest = createSuggester({ request, url: urls.suggest, labels, entries: async () => (await theSource()).entries?.() ?? [] });
  createCombobox({ input: field, sprite: assets.sprite, words, suggest, onChoose: chooseSuggestion });
}

/** A topic, language or place becomes a filter in place of the text; an entry opens. */
function chooseSuggestion({ kind, value, url }) {
  const query = state.query();
  if (kind === 'entry') location.assign(url);
  else setQuery(change(query, { [kind]: [...new Set([...query[kind], value])], q: '' }), query.q ? 'replace' : 'push');
}

/** On phones the card opens below the map; beside a list its card is marked, on whichever page of the list it stands. */
function chooseOnMap(look) {
  if (PHONE.matches) {
    map.choose(look, mapCard.open(look, map.inSight()));
    return;
  }
  map.choose(look);
  if (scroll.toCard(look.slug)) return;
  const page = last?.pageOf?.(look.slug);
  if (page) setQuery(change(state.query(), { page }), 'replace');
  else mapCard.open(look, []);
}

/** What the list says now: the last answer, or what the server wrote. */
function totalShown() {
  return last?.total ?? (Number.parseInt(byId('result-count').textContent, 10) || 0);
}

function dataDate() {
  const day = new Date(last?.date ?? config.today);
  return words.say('day_month', { day: day.getUTCDate(), month: labels.months[day.getUTCMonth()] });
}

/** Everything that follows from the query alone, then the answer. */
async function update(query, how = 'push') {
  here.keep(query);
  const chosen = chips.draw(query);
  filters.fill(query, toParams(query));
  shortcuts.draw();
  if (here.note() !== (state.note().here ?? false)) state.remember({ here: here.note() });
  near.show(query);
  results.wait();
  try {
    const answer = await (await theSource()).answer(query, chosen);
    const needed = answer.total === 0 || answer.corrections || answer.notes?.length;
    if (needed) seldom ??= (await loaded(import('../ui/seldom.js'))).createSeldom({ words, address: linkTo, url: urls.wish, toParams });
    if (query === state.query()) show(query, answer, how);
  } catch (error) {
    results.settle();
    shortcuts.lead();
    notices.failed(error);
    if (!('kind' in error)) throw error;
  }
}

function show(query, answer, how) {
  last = answer;
  notices.worked(fromDevice);
  if (config.browserFilters) seldom?.wish(query, answer.total);
  if (answer.html === undefined) results.draw({ ...answer, seldom, whole: how === 'back', query, pageQuery: (page) => change(query, { page }), exactQuery: (q) => change(query, { q }), empty: EMPTY });
  else {
    results.replace(answer.html);
    filters.fill(query, toParams(query)); // the field for the order came anew
  }
  filters.count(answer, noneText(answer));
  shortcuts.count(answer);
  if (how === 'back') scroll.restore();
  else scroll.toTop();
  // Numbers and list never wait for the markers, which take longer, nor these for cards out of sight and links.
  afterPaint(() => {
    if (query === state.query()) map.update(query, answer.looks);
    for (const rest of [results.finish, map.mark, shortcuts.lead]) afterPaint(rest);
  });
}

/** Words for the button at no result: they name the filter to give up. */
function noneText({ drops }) {
  return drops?.length ? words.say('without', { name: drops[0].text, n: drops[0].total }) : words.say('no_results');
}

let shownQuery = state.query();
let shownTab = '';

function follow(query, how) {
  if (state.tab() !== shownTab) {
    shownTab = state.tab();
    tabs.show(shownTab);
    if (shownTab === 'map') map.open();
    else mapCard?.close();
  }
  if (query !== shownQuery) {
    shownQuery = query;
    update(query, how);
  }
}

closeMenusOutside();
field.addEventListener('focus', () => openSuggestions().catch(() => {}));
if (document.activeElement === field) openSuggestions().catch(() => {});
state.onChange(follow);
follow(shownQuery, 'start');
// A page that this device kept stands for every query: what the address asks is then answered here.
if (config.asked !== toParams(shownQuery).toString()) update(shownQuery, 'back');
scroll.restore();
filters.fill(shownQuery, toParams(shownQuery));
near.show(shownQuery);
if (here.recall(state.note().here) && !shownQuery.near) near.resume();

/** After the first paint: the files for the filters, and the map where it is in sight. */
async function prepare() {
  try {
    const found = await theSource();
    if (!config.browserFilters) return;
    last = await found.answer(shownQuery, chips.chosen(shownQuery));
    fromDevice = wasKept();
    if (fromDevice) notices.worked(true);
    if (fromDevice && deviceDay() > reader.today) {
      reader.today = deviceDay(); // the page was kept on an earlier day
      await update(shownQuery, 'back');
    }
    if (shownQuery === state.query()) map.update(shownQuery, last.looks);
  } catch (error) {
    if (!('kind' in error)) throw error; // the next tap tries again and says what is wrong
  } finally {
    document.documentElement.dataset.ready = 'filters';
    keepThings();
  }
}

/** Last of all: bookmarks, and the service worker with what it keeps; if the connection is gone by then, once it is back. */
async function keepThings() {
  const parts = await Promise.all([import('../core/shortlist.js'), import('../ui/keeping.js')]).catch(() => null);
  if (!parts) return addEventListener('online', keepThings, { once: true });
  const [{ addressPart, createShortlist }, { startBookmarks, startOffline }] = parts;
  startBookmarks({ createShortlist, words, addressPart });
  return startOffline({ offline: config.offline, urls, thrifty: isThrifty(navigator.connection) });
}
const later = window.requestIdleCallback ?? ((run) => setTimeout(run, 200));
later(prepare);
if (!PHONE.matches) later(map.open);
PHONE.addEventListener('change', () => !PHONE.matches && map.open());
