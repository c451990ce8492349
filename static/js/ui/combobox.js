/**
 * Suggestions below the search field: a combobox with a listbox (ARIA Authoring Practices, list autocomplete with manual
 * selection). The focus stays in the field; Enter without a choice searches for the text as before.
 */

import { icon, settled, show, write } from './dom.js';

const PAUSE_MS = 120;
const TELLING_MS = 600;
const ICONS = { topic: 'users-group', language: 'language', area: 'map-pin', entry: 'users-group' };

/**
 * @param {Object} parts
 * @param {HTMLInputElement} parts.input
 * @param {string} parts.sprite
 * @param {import('../core/words.js').Words} parts.words
 * @param {(text: string) => Promise<any[] | null>} parts.suggest
 * @param {(suggestion: any) => void} parts.onChoose
 */
export function createCombobox({ input, sprite, words, suggest, onChoose }) {
  if (input.getAttribute('role') === 'combobox') return; // it is one already
  const list = listbox(words);
  const status = announcer();
  input.closest('.search').append(list, status);
  let suggestions = [];
  let active = -1;

  for (const [name, value] of [['role', 'combobox'], ['aria-autocomplete', 'list'], ['aria-controls', list.id], ['aria-expanded', 'false']]) {
    input.setAttribute(name, value);
  }

  const tell = settled((text) => write(status, text), TELLING_MS);
  const ask = settled(async () => {
    const asked = input.value;
    const found = await suggest(asked);
    if (found && asked === input.value && document.activeElement === input) draw(found);
  }, PAUSE_MS);

  function draw(found) {
    suggestions = found;
    list.replaceChildren(...found.map((suggestion, index) => option(suggestion, index, { words, sprite })));
    mark(-1);
    open(found.length > 0);
    if (input.value.trim()) tell(found.length ? words.say('suggestions', { n: found.length }) : words.say('suggestions_none'));
  }

  function open(opened) {
    show(list, opened);
    input.setAttribute('aria-expanded', String(opened));
    if (opened) return;
    mark(-1);
    tell('');
  }

  function mark(index) {
    list.children[active]?.setAttribute('aria-selected', 'false');
    active = index;
    const chosen = list.children[index];
    if (!chosen) {
      input.removeAttribute('aria-activedescendant');
      return;
    }
    chosen.setAttribute('aria-selected', 'true');
    chosen.scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', chosen.id);
  }

  function choose(index) {
    const chosen = suggestions[index];
    suggestions = [];
    list.replaceChildren();
    open(false);
    if (chosen.kind !== 'entry') input.value = '';
    onChoose(chosen);
  }

  /** Up and down go round by way of the field itself. */
  function step(by) {
    if (list.hidden) {
      if (suggestions.length) open(true);
      else ask();
      return;
    }
    const places = suggestions.length + 1;
    mark(((active + 1 + by + places) % places) - 1);
  }

  const keys = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Enter: () => choose(active),
    Escape: () => open(false),
  };

  input.addEventListener('keydown', (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || !Object.hasOwn(keys, event.key)) return;
    if (event.key === 'Enter' && active < 0) {
      open(false);
      return;
    }
    if (event.key === 'Escape' && list.hidden) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  });
  input.addEventListener('input', () => {
    if (input.value.trim()) ask();
    else draw([]);
  });
  input.addEventListener('blur', () => open(false));
  input.form?.addEventListener('submit', () => open(false));
  list.addEventListener('pointerdown', (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener('click', ({ target }) => {
    const place = [...list.children].indexOf(target.closest('[role="option"]'));
    if (place >= 0) choose(place);
  });
  if (document.activeElement === input && input.value.trim() && input.value !== input.defaultValue) ask();
}

function listbox(words) {
  const list = document.createElement('ul');
  list.id = 'q-suggestions';
  list.className = 'suggestions';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', words.say('suggestions_title'));
  list.hidden = true;
  return list;
}

function announcer() {
  const status = document.createElement('span');
  status.className = 'sr';
  status.setAttribute('role', 'status');
  return status;
}

function option(suggestion, index, { words, sprite }) {
  const { kind, label, language, matched, count, icon: own, hue, entryKind } = suggestion;
  const item = document.createElement('li');
  item.id = `q-suggestion-${index}`;
  item.setAttribute('role', 'option');
  item.setAttribute('aria-selected', 'false');
  const picture = icon(sprite, entryKind ? `shape-${entryKind}` : own || ICONS[kind]);
  picture.classList.toggle('icon-filled', Boolean(entryKind));
  if (hue) picture.classList.add(`hue-${hue}`);
  const name = document.createElement('bdi');
  name.textContent = label;
  if (language || kind === 'area') name.lang = language || 'de';
  const text = document.createElement('span');
  text.append(name);
  if (matched) {
    const word = document.createElement('bdi');
    word.className = 'small';
    word.textContent = matched;
    text.append(' ', word);
  }
  const what = document.createElement('span');
  what.className = 'small';
  what.textContent = [words.say(entryKind || kind), count ? words.number(count) : ''].filter(Boolean).join(' · ');
  item.append(picture, text, ' ', what);
  return item;
}
