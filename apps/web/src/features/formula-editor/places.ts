/** Places in a text: the engine counts characters, the editor counts UTF-16 units; a character beyond the first plane has two of them. */

const paired = /[\ud800-\udbff][\udc00-\udfff]/;

/** The place of a unit as a number of characters; inside a character it is the place behind it. */
export function toCharacters(text: string, unit: number): number {
  const before = text.slice(0, unit);
  return paired.test(before) ? [...before].length : before.length;
}

/** The place of a character as a number of units; behind the end it is the end. */
export function toUnits(text: string, character: number): number {
  if (!paired.test(text)) return Math.min(character, text.length);
  return [...text].slice(0, character).join('').length;
}
