/** The form of filters: what it says, how it shows a query, and the counts beside every value. */

import { all, apart, byId, settled, show, write } from './dom.js';

const FIELDS = ['q', 'topic', 'language', 'understood', 'german', 'open', 'opening', 'kind', 'area', 'day', 'access', 'fresh'];
const TYPING_MS = 250;
const TELLING_MS = 500;

/**
 * @param {Object} parts
 * @param {import('../core/words.js').Words} parts.words
 * @param {(values: URLSearchParams, typed: boolean) => void} parts.onChange the values of the fields, after each change
 * @param {(name: string) => void} parts.onSort
 * @param {() => void} parts.onSend
 * @param {() => URLSearchParams} parts.asked the parameters of the query as it stands
 */
export function createFilters({ words, asked, onChange, onSort, onSend }) {
  const form = /** @type {HTMLFormElement} */ (byId('filters'));
  const controls = [...form.elements].filter((element) => FIELDS.includes(element.name) && element.type !== 'hidden');
  // What rows show is kept beside them: asking some hundred elements is slow.
  const rows = all('.facet-row', form).map((/** @type {HTMLLabelElement} */ row) => {
    const input = /** @type {HTMLInputElement} */ (row.control);
    return {
      row, input, facet: input.name, value: input.value,
      number: row.querySelector('.facet-count'), sure: row.querySelector('.facet-sure'),
    };
  });
  const rowsIn = (root) => rows.filter(({ row }) => root.contains(row));
  const topics = all('.facet-topic', form).map((topic) => ({
    topic, rows: rowsIn(topic), sub: topic.querySelector('.facet-sub'), below: rowsIn(topic.querySelector('.facet-sub')),
  }));
  const groups = all('[data-facet-group]', form).map((group) => {
    const more = group.querySelector('.facet-more');
    return {
      group, name: group.dataset.facetGroup, rows: rowsIn(group), chosen: group.querySelector('.facet-chosen'),
      more, tops: more ? all(':scope > .facet-row, :scope > .facet-topic', more) : [],
    };
  });
  const typing = settled(() => onChange(values(), true), TYPING_MS);
  const telling = settled((text) => write(byId('filters-submit'), text), TELLING_MS);

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    onChange(values(), true);
    onSend();
  });
  // Fields outside the form (search, order) belong to it too, but their events do not pass through it.
  document.addEventListener('change', ({ target }) => {
    if (target.form !== form) return;
    if (target.name === 'sort') onSort(target.value);
    else if (FIELDS.includes(target.name) && target.type !== 'search') onChange(values(), false);
  });
  document.addEventListener('input', ({ target }) => {
    if (target.form === form && target.name === 'q') typing();
  });

  /** What the fields say, and what the query asks beside them: values for which this page has no field. */
  function values() {
    const found = new URLSearchParams();
    for (const control of controls) {
      if ((control.type === 'checkbox' || control.type === 'radio') && !control.checked) continue;
      if (control.value) found.append(control.name, control.value);
    }
    for (const [name, value] of asked()) {
      const fields = controls.filter((control) => control.name === name);
      if (FIELDS.includes(name) && !fields.some(({ type, value: own }) => type === 'search' || own === value)) found.append(name, value);
    }
    return found;
  }

  /** Shows a query in the fields. */
  function fill(query, params) {
    const asked = new Map(FIELDS.map((name) => [name, params.getAll(name)]));
    for (const control of controls) {
      const given = asked.get(control.name);
      if (control.type === 'checkbox') control.checked = given.includes(control.value);
      else if (control.type === 'radio') control.checked = (given[0] ?? '') === control.value;
      else if (control.type === 'search' && document.activeElement !== control) control.value = given[0] ?? '';
    }
    for (const entry of rows) entry.row.classList.toggle('is-chosen', (entry.chosen = entry.input.checked));
    showOrder(query);
  }

  function showOrder(query) {
    const sort = /** @type {HTMLSelectElement | null} */ (byId('sort'));
    const distance = sort?.querySelector('[value="distance"]');
    if (!distance) return;
    distance.hidden = !query.near;
    distance.disabled = !query.near;
    write(sort.querySelector('[value="relevance"]'), words.say(query.q ? 'sort_best' : 'sort_fresh'));
    sort.value = query.sort || (query.near ? 'distance' : 'relevance');
  }

  /**
   * Writes the counts, hides what would give nothing, and says how many there are.
   * @param {{facets: Record<string, Record<string, number>>, total: number, sureOf: Record<string, number>}} answer
   * @param {string} none words for no result at all, naming the filter to give up
   */
  function count({ facets, total, sureOf }, none) {
    for (const entry of rows) {
      const { row, number, sure, facet, value, chosen } = entry;
      const free = value === '';
      const found = free ? total : facets[facet]?.[value] ?? 0;
      entry.shown = free ? !chosen : found > 0 || chosen;
      show(row, entry.shown);
      if (found !== entry.found) write(number, words.number(found));
      if (sure) write(sure, sureOf[value] ? words.say('sure_of', { n: sureOf[value] }) : '');
      entry.found = found;
    }
    topics.forEach(arrangeTopic);
    groups.forEach(arrangeGroup);
    telling(total ? words.say('show', { n: total }) : none);
  }

  function arrangeTopic({ topic, rows: own, sub, below }) {
    show(topic, own.some(isShown));
    show(sub, below.some(isShown));
    if (own.some(isChosen) && !sub.open) sub.open = true;
  }

  function arrangeGroup({ group, name, rows: own, chosen, more, tops }) {
    show(group, own.some(isShown));
    const labels = own.filter((entry) => entry.chosen && entry.value).map(({ row }) => row.querySelector('b, bdi') ?? nameOf(row));
    const texts = labels.map((label) => label.textContent.trim());
    if (texts.join(', ') !== chosen.textContent) {
      chosen.replaceChildren(...labels.flatMap(({ lang }, place) => [place ? ', ' : '', apart(texts[place], lang)]));
    }
    if (!more) return;
    const n = tops.filter((top) => !top.hidden).length;
    show(more, n > 0);
    write(more.querySelector('summary'), moreText(name, n));
  }

  function moreText(group, n) {
    if (group === 'topic') return words.say('more_topic', { n });
    return group === 'language' ? words.say('more_language', { n }) : words.say('more', { n });
  }

  return { fill, count };
}

const isShown = ({ shown }) => shown;
const isChosen = ({ chosen }) => chosen;

function nameOf(row) {
  return all(':scope > span:not(.facet-count, .facet-sure)', row).at(-1);
}
