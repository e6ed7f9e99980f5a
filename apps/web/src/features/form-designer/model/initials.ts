import first from './initials.json';

/** The initials of Chinese words by their sound, for searching; each letter begins with a word that sorts first under it. */

const sorted = Object.entries(first);
const collator = new Intl.Collator('zh-Hans-CN');
const known = new Map<string, string>();

function initialOf(letter: string): string {
  if (!/\p{Script=Han}/u.test(letter)) return letter.toLowerCase();
  let found = known.get(letter);
  if (found === undefined) {
    found = sorted.findLast(([, word]) => collator.compare(word, letter) <= 0)?.[0] ?? '';
    known.set(letter, found);
  }
  return found;
}

/** `ymsz` for 验收数值; other letters stay. */
export function initialsOf(words: string): string {
  return [...words].map(initialOf).join('');
}
