/** The sentences of a first message, put together as the server does (organisations/participation/phrases.py). */

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;

/**
 * @typedef {Object} Book all phrases in one language
 * @property {Record<string, string>} phrases whole sentences by code
 * @property {Record<'greeting' | 'days' | 'times' | 'languages', string>} frames sentences with one gap
 * @property {string} hello
 * @property {string} noDay
 * @property {Record<string, string>} names words that fill gaps
 * @property {string} separator
 * @property {boolean} rtl
 */

/**
 * @typedef {Object} Chosen codes by part of the form, and the name as typed
 * @property {string[]} wish
 * @property {string[]} day
 * @property {string[]} time
 * @property {string[]} language
 * @property {string[]} german
 * @property {string[]} question
 * @property {string[]} companion
 * @property {string} name
 */

/**
 * @param {Book} book
 * @param {Chosen} chosen
 * @returns {string[]} sentences
 */
export function letter(book, chosen) {
  const said = (codes) => codes.map((code) => book.phrases[code]).filter(Boolean);
  const framed = (frame, gap, codes) => {
    const words = codes.map((code) => book.names[code]).filter(Boolean);
    return words.length ? [filled(book.frames[frame], gap, words.join(book.separator))] : [];
  };
  return [
    greeting(book, chosen.name),
    ...said(chosen.wish),
    ...(chosen.day.includes('unknown') ? [book.noDay] : framed('days', 'days', chosen.day)),
    ...framed('times', 'times', chosen.time),
    ...framed('languages', 'languages', chosen.language),
    ...said(chosen.german),
    ...said(chosen.question),
    ...said(chosen.companion),
  ];
}

function greeting(book, typed) {
  const name = typed.trim().replace(/\s+/g, ' ');
  if (!name) return book.hello;
  const turned = RIGHT_TO_LEFT.test(name) !== book.rtl;
  return filled(book.frames.greeting, 'name', turned ? `\u2068${name}\u2069` : name);
}

function filled(sentence, gap, words) {
  return sentence.split(`{${gap}}`).join(words);
}
