/**
 * How words may be misspelt: the twin of `tolerance`, `distance`, `slips` and `distance_to_beginning` in
 * organisations/spelling.py, and a quicker test for one slip. All words here are folded (fold.js).
 */

export const SHORTEST_CORRECTED = 4; // of three letters too many others are one letter away
const LONGEST = 60; // longer words are looked up as they are
const SHORTEST_PREFIX = 3;

/**
 * How many slips are forgiven in a word of this length: none, one, or two.
 * @param {string} word
 */
export function tolerance(word) {
  if (word.length < SHORTEST_CORRECTED || word.length > LONGEST || /^\d+$/.test(word)) return 0;
  return word.length < 6 ? 1 : 2;
}

/**
 * Slips between two words: letters missing, too many, wrong, or neighbours swapped; `most` + 1 if they are more.
 * @param {string} one
 * @param {string} other
 * @param {number} most
 */
export function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let [before, last] = [[], [...other, ''].map((_, column) => column)];
  for (let row = 1; row <= one.length; row += 1) {
    const now = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const [letter, wanted] = [one[row - 1], other[column - 1]];
      let least = Math.min(last[column] + 1, now[column - 1] + 1, last[column - 1] + Number(letter !== wanted));
      const swapped = row > 1 && column > 1 && letter === other[column - 2] && one[row - 2] === wanted;
      if (swapped) least = Math.min(least, before[column - 2] + 1);
      now.push(least);
    }
    if (Math.min(...now) > most) return most + 1;
    [before, last] = [last, now];
  }
  return Math.min(last[other.length], most + 1);
}

/** Slips between a typed word, with "ae" for ä or as it is, and one that exists. */
export function slips(word, other, most) {
  const plain = word.replaceAll('ae', 'a').replaceAll('oe', 'o').replaceAll('ue', 'u');
  return Math.min(distance(word, other, most), distance(plain, other, most));
}

/** Slips between a word and the beginning of a longer one. */
export function distanceToBeginning(word, longer, most) {
  return Math.min(...[-1, 0, 1].map((more) => distance(word, longer.slice(0, word.length + more), most)));
}

/** Whether a word of some length begins another. */
export function begins(word, candidate) {
  return word.length >= SHORTEST_PREFIX && candidate.startsWith(word);
}

/**
 * Whether a word begins with something that differs from `word` by at most one letter wrong, missing, too many, or by
 * two neighbours swapped. In one pass, for the thousands of words of all entries.
 */
export function nearlyBegins(word, candidate) {
  if (begins(word, candidate)) return true;
  if (word.length < SHORTEST_CORRECTED) return false;
  let same = 0;
  while (same < word.length && word[same] === candidate[same]) same += 1;
  const rest = word.slice(same + 1);
  const swapped = word[same] === candidate[same + 1] && word[same + 1] === candidate[same];
  return candidate.startsWith(rest, same + 1) // one wrong
    || candidate.startsWith(rest, same) // one too many
    || candidate.startsWith(word.slice(same), same + 1) // one missing
    || (swapped && candidate.startsWith(word.slice(same + 2), same + 2));
}
