/**
 * Reads an entry aloud, where the device has a voice for the language of the page; elsewhere there is no button. Text in
 * another language is read by a voice of that language or not at all, but for the name.
 */

import { all, show } from './dom.js';

const READ = 'h1, .lead, .for-whom, .fact, section h2, section p, section address, .steps [aria-current], .badge, .notice p, .contact';

/**
 * @param {string} language of the interface
 * @param {string} root selector of what is read, `read` those of its parts
 * @returns {() => void} ends the reading
 */
export function startReading(language, root = '.entry', read = READ) {
  const [button] = all('[data-aloud]');
  const { speechSynthesis: speech, SpeechSynthesisUtterance: Utterance } = window;
  if (!button || !speech || !Utterance) return () => {};

  const base = (code) => code.toLowerCase().split(/[-_]/)[0];
  const voiceFor = (code) => speech.getVoices().find(({ lang }) => base(lang) === base(code));
  const offer = () => show(button, Boolean(voiceFor(language)));

  function say(on) {
    button.setAttribute('aria-pressed', String(on));
    show(button.querySelector('[data-off]'), !on);
    show(button.querySelector('[data-on]'), on);
  }

  function stop() {
    speech.cancel();
    say(false);
  }

  function start() {
    stop();
    say(true);
    const parts = partsOf(document.querySelector(root), read).filter(({ code, name }) => name || voiceFor(code));
    parts.forEach(({ text, code }, index) => {
      const utterance = new Utterance(text);
      const voice = voiceFor(code) ?? voiceFor(language);
      [utterance.voice, utterance.lang] = [voice, voice.lang];
      if (index === parts.length - 1) utterance.addEventListener('end', () => say(false));
      utterance.addEventListener('error', () => say(speech.speaking));
      speech.speak(utterance);
    });
  }

  button.addEventListener('click', () => (button.getAttribute('aria-pressed') === 'true' ? stop() : start()));
  addEventListener('pagehide', stop);
  speech.addEventListener?.('voiceschanged', offer);
  offer();
  return stop;
}

/** What is read, in the order of the page and each in its language; nothing twice, nothing that is hidden. */
function partsOf(root, read) {
  const chosen = all(read, root).filter((element) => element.offsetParent && !element.closest('.keep-device'));
  return chosen
    .filter((element) => !chosen.some((other) => other !== element && other.contains(element)))
    .map((element) => ({ text: element.innerText.replace(/\s+/g, ' ').trim(), code: langOf(element), name: element.matches('h1') }))
    .filter(({ text }) => text);
}

function langOf(element) {
  const only = element.children.length === 1 && element.firstElementChild.lang;
  return only || element.closest('[lang]').lang;
}
