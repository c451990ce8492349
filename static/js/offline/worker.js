/**
 * The service worker: what was seen once is there without a connection. Served at /worker.js behind a first line
 * `const RELEASE = {version, shell, map, languages};`, so that each release is another worker.
 *
 * Pages and data come from the network first, files (their names change with their content) from the cache. Each release
 * has caches of its own, and a new worker waits until no page of the old one is open: it never skips waiting, so that an
 * open page finds every file of its own release to the end. Only the addresses named here are kept, and of them only
 * answers that say they are public: never a form, the answer to one, or anything of the desk. A form that cannot be
 * delivered is held in memory until the page that says so asks for it, and stored nowhere.
 */

/* global RELEASE */

const FILES = `files-${RELEASE.version}`;
const PAGES = `pages-${RELEASE.version}`;
const PATIENCE_MS = 6000; // then what is kept is shown, if there is something
const MOST_PAGES = 60;
const LANGUAGE = `^/(?:${RELEASE.languages.join('|')})/`;
const SHELL = new RegExp(`${LANGUAGE}(?:|shortlist/|offline/)$`); // one page for every query: the page answers it itself
const PAGE = new RegExp(`${LANGUAGE}(?:o/[^/]+(?:/first-visit)?|about|imprint|privacy|accessibility)/$`);
const DATA = /^\/api\/v1\/compact(?:\/(?:cards|words))?$/;
const FILE = /^\/static\/(?!admin\/)/;
const OUTLINES = '/api/v1/areas';
let unsent = null; // {path, fields} of the form that could not be delivered last

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('message', (event) => {
  if (event.data?.unsent) {
    const mine = unsent?.path === event.data.unsent;
    event.ports[0].postMessage(mine ? unsent.fields : null);
    if (mine) unsent = null;
    return;
  }
  const { pages = [], data = [], map = false } = event.data ?? {};
  event.waitUntil(keep([...pages].map(String), [...data].map(String), map ? RELEASE.map : []));
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  const path = url.pathname;
  const ours = request.mode === 'navigate' && (path === '/' || new RegExp(LANGUAGE).test(path));
  if (request.method === 'POST' && ours) event.respondWith(form(request, path));
  if (request.method !== 'GET' || request.headers.has('range')) return;
  if (FILE.test(path)) event.respondWith(file(request));
  else if (DATA.test(path)) event.respondWith(orKept(request, url.pathname + url.search));
  else if (path === OUTLINES) event.respondWith(outlines(event));
  else if (ours) event.respondWith(page(event, url));
});

/** The files of this release, and anew whatever the release before had kept: its pages name files that will go. */
async function install() {
  await (await caches.open(FILES)).addAll(RELEASE.shell);
  const old = (await caches.keys()).filter((name) => name.startsWith('pages-') && name !== PAGES);
  const urls = (await Promise.all(old.map(async (name) => (await caches.open(name)).keys()))).flat().map(({ url }) => new URL(url));
  const paths = [...new Set(urls.map(({ pathname, search }) => pathname + search))].slice(-MOST_PAGES);
  const ofData = (path) => DATA.test(path.split('?')[0]);
  const words = paths.filter((path) => path.includes('/words'));
  for (const cards of paths.filter((path) => path.includes('/cards'))) await keep([], [cards.replace('/cards', ''), cards, ...words], []);
  await keep(paths.filter((path) => !ofData(path)), [], []);
}

/** Runs when no page of another release is open any more. */
async function activate() {
  const ours = (name) => /^(files|pages)-/.test(name);
  for (const name of await caches.keys()) if (ours(name) && name !== FILES && name !== PAGES) await caches.delete(name);
  await self.clients.claim();
}

/**
 * Fetches and keeps. One that fails is left out: the next visit tries again.
 * @param {string[]} pages paths
 * @param {string[]} data the compact files of a language; kept only together, when they are of one version
 * @param {string[]} files of this release
 */
async function keep(pages, data, files) {
  await keepData(data).catch(() => {});
  for (const path of pages.filter((one) => SHELL.test(one) || PAGE.test(one))) {
    await fetch(path, { credentials: 'omit', headers: { accept: 'text/html' } }).then((answer) => putPage(path, answer)).catch(() => {});
  }
  for (const path of files) await file(new Request(path)).catch(() => {});
}

async function keepData(urls) {
  if (!urls.length || !urls.every((url) => DATA.test(String(url).split('?')[0]))) return;
  const answers = await Promise.all(urls.map((url) => fetch(url, { credentials: 'omit', headers: { accept: 'application/json' } })));
  const versions = await Promise.all(answers.map(async (answer) => (await answer.clone().json()).version));
  if (new Set(versions).size > 1 || !answers.every(isPublic)) return;
  const cache = await caches.open(PAGES);
  await Promise.all(urls.map((url, at) => cache.put(url, answers[at])));
}

function isPublic(answer) {
  const rule = answer.headers.get('cache-control') ?? '';
  return answer.ok && answer.type === 'basic' && !answer.redirected && /\bpublic\b/.test(rule) && !/no-store|private/.test(rule);
}

/** Keeps a page; of many the longest kept goes. */
async function putPage(path, answer) {
  if (!isPublic(answer)) return;
  const cache = await caches.open(PAGES);
  await cache.put(path, answer.clone());
  const entries = (await cache.keys()).filter(({ url }) => PAGE.test(new URL(url).pathname));
  for (const request of entries.slice(0, Math.max(0, entries.length - MOST_PAGES))) await cache.delete(request);
}

async function file(request) {
  const cache = await caches.open(FILES);
  const known = await cache.match(request.url);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok && answer.type === 'basic' && !/no-store/.test(answer.headers.get('cache-control') ?? '')) await cache.put(request.url, answer.clone());
  return answer;
}

/** Network first; without one, or when the server is down, what is kept, marked so that the page can say so. */
async function orKept(request, key, patience = 0) {
  const kept = await (await caches.open(PAGES)).match(key);
  const late = kept && patience ? new Promise((resolve) => setTimeout(resolve, patience)) : new Promise(() => {});
  try {
    const answer = await Promise.race([fetch(request), late]);
    if (answer && !(kept && answer.status >= 500)) return answer;
  } catch (error) {
    if (!kept) throw error;
  }
  const headers = new Headers(kept.headers);
  headers.set('x-kept', '1');
  return new Response(kept.body, { status: 200, headers });
}

/** A page: the list, the shortlist and entries are kept as they pass; where nothing is kept, the page that says so. */
async function page(event, { pathname, search }) {
  const shell = SHELL.test(pathname);
  try {
    const answer = await orKept(event.request, pathname, PATIENCE_MS);
    const worthIt = PAGE.test(pathname) || (shell && !search);
    if (worthIt && !answer.headers.has('x-kept')) event.waitUntil(putPage(pathname, answer.clone()));
    return answer;
  } catch (error) {
    return offlinePage(pathname, error);
  }
}

/** A form goes to the server alone; if that cannot be reached, a page says so, and gets what was in the form. */
async function form(request, path) {
  const copy = request.clone();
  try {
    return await fetch(request);
  } catch (error) {
    const fields = [...(await copy.formData())];
    unsent = fields.every(([, value]) => typeof value === 'string') ? { path, fields } : null;
    return offlinePage(path, error);
  }
}

/** The page that says there is no connection: in the language of the path, else in one that was kept. */
async function offlinePage(pathname, error) {
  const language = pathname.split('/')[1];
  const cache = await caches.open(PAGES);
  const kept = (await cache.keys()).map(({ url }) => new URL(url).pathname).filter((path) => path.endsWith('/offline/'));
  const path = kept.find((one) => one === `/${language}/offline/`) ?? kept.at(-1);
  if (!path) throw error;
  return cache.match(path);
}

/** The outlines seen last stand in for those of another part of the map. */
async function outlines({ request }) {
  const cache = await caches.open(PAGES);
  try {
    const answer = await fetch(request);
    if (isPublic(answer)) await cache.put(OUTLINES, answer.clone());
    return answer;
  } catch (error) {
    const kept = await cache.match(OUTLINES);
    if (!kept) throw error;
    return kept;
  }
}
