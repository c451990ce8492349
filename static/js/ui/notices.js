/** What went wrong, said once and taken back when it is over. */

import { byId, show, write } from './dom.js';

/**
 * @param {import('../core/words.js').Words} words
 * @param {() => string} dataDate the day of the data, in words
 * @param {() => void} onOnline
 */
export function createNotices(words, dataDate, onOnline) {
  const text = (notice) => notice?.querySelector('[data-text]');
  const offline = byId('offline-notice');
  const error = byId('error-notice');

  function tellOffline() {
    write(text(offline), words.say('offline', { date: dataDate() }));
    show(offline, true);
  }

  addEventListener('offline', tellOffline);
  addEventListener('online', () => {
    show(offline, false);
    onOnline();
  });

  return {
    /** Tells of a failed request; one that was only overtaken is no failure. */
    failed({ kind }) {
      if (kind === 'aborted') return;
      if (kind === 'offline') tellOffline();
      else {
        write(text(error), words.say('failed'));
        show(error, true);
      }
    },
    /** An answer came: nothing is wrong any more, but it may be one that this device kept. */
    worked(kept = false) {
      show(error, false);
      if (kept) tellOffline();
      else if (navigator.onLine) show(offline, false);
    },
  };
}
