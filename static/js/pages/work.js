/** A piece of work of the queue: its page brings itself up to date until the work is over. */

const PAUSE_MS = 1500;
const MOST_PAUSE_MS = 15_000;

document.documentElement.classList.add('js');

/** Takes what has changed from the page as it is now; another page as soon as this stage of the work is over. */
function renew(page) {
  const [old, now] = [document.querySelector('[data-work]'), page.querySelector('[data-work]')];
  if (!now || now.dataset.work !== old.dataset.work || 'over' in now.dataset) {
    location.replace(location.href);
    return false;
  }
  const [live, fresh] = [old.querySelector('[data-live]'), now.querySelector('[data-live]')];
  const [bar, newBar] = [live.querySelector('progress'), fresh.querySelector('progress')];
  bar?.replaceWith(document.adoptNode(newBar));
  const [words, newWords] = [live.querySelector('.work-progress span'), fresh.querySelector('.work-progress span')];
  if (words && newWords) words.textContent = newWords.textContent;
  else if (newWords) live.querySelector('.work-progress').append(document.adoptNode(newWords));
  return true;
}

async function look(pause) {
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    if (!answer.ok || answer.redirected) throw new Error('not there');
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (renew(page)) setTimeout(look, PAUSE_MS, PAUSE_MS);
  } catch {
    setTimeout(look, pause, Math.min(pause * 2, MOST_PAUSE_MS)); // the connection is away for a moment
  }
}

if (document.querySelector('[data-work]:not([data-over])')) setTimeout(look, PAUSE_MS, PAUSE_MS);
