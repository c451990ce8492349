/** Work of a device that has sent much: it solves a challenge of our own server beside the page. */

import { byId, write } from './dom.js';

/**
 * Sending before it is solved gives the same challenge again, and loses nothing.
 * @param {HTMLFormElement} form with a field `work`
 * @param {{worker: string, challenge: object, words: Record<'working' | 'worked' | 'failed', string>}} config
 */
export function work(form, config) {
  const state = byId('work-state');
  write(state, config.words.working);
  const worker = new Worker(config.worker);
  const done = ({ data: { work: solution } }) => {
    form.elements.work.value = solution;
    write(state, solution ? config.words.worked : config.words.failed);
    form.dataset.worked = solution ? 'yes' : 'no';
    worker.terminate();
  };
  worker.addEventListener('message', done);
  worker.addEventListener('error', () => done({ data: { work: '' } }));
  worker.postMessage(config.challenge);
}
