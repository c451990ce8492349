/** Words and numbers of the interface in its language; the sentences come from the page, so nothing is translated here. */

/**
 * @typedef {Object} Words
 * @property {(key: string, values?: Record<string, string | number>) => string} say the sentence of that key, filled in;
 *   `n` chooses among plural forms and is written as a number
 * @property {(n: number) => string} number a whole number, with Western digits in Arabic as public offices here write them
 * @property {(metres: number) => string} distance "700 m", "2,1 km", "14 km"
 */

const NUMBER = /^\d[\d.,:\u066b\u2013-]*$/;

/**
 * @param {string} lang language of the interface (BCP 47)
 * @param {Record<string, string | Record<string, string>>} sentences text, or texts by CLDR plural category
 * @returns {Words}
 */
export function makeWords(lang, sentences) {
  const numbers = new Intl.NumberFormat(lang.startsWith('ar') ? 'ar-u-nu-latn' : lang, { useGrouping: false });
  const plurals = new Intl.PluralRules(lang);
  const number = (n) => numbers.format(n);
  const western = number(0) === '0';

  /** Hours and decimals come as text: with the digits of the language, as `digits` of organisations/sentences.py does. */
  const digits = (text) => (western || !NUMBER.test(text) ? text : text.replace(/\d/g, (digit) => number(Number(digit))));

  function say(key, values = {}) {
    const found = sentences[key];
    if (found === undefined) return '';
    const text = typeof found === 'string' ? found : found[plurals.select(Number(values.n))] ?? found.other;
    return text.replace(/\{(\w+)\}/g, (whole, name) => {
      const value = values[name];
      return value === undefined ? whole : typeof value === 'number' ? number(value) : digits(value);
    });
  }

  function distance(metres) {
    const rounded = Math.max(10, Math.round(metres / 10) * 10);
    if (rounded < 1000) return say('metres', { n: rounded });
    const tenths = Math.round(metres / 100);
    if (tenths >= 100) return say('kilometres', { n: Math.round(metres / 1000) });
    return say('kilometres', { n: `${Math.floor(tenths / 10)}${sentences.decimal ?? '.'}${tenths % 10}` });
  }

  return { say, number, distance };
}
