import { listIn, textIn, type Json } from '@/api/narrow';
import { idOfWords, objectsIn } from '@/definition';
import { stepsIn, type Nodes } from './tree';

/** Ids are made from words once and never change: ASCII, at most 40 characters, never one that was retired. */

/** An id like `customer_name`; `otherwise` when no letter is left of the words. */
export function wordsToId(words: string, otherwise: string): string {
  return idOfWords(words) || otherwise;
}

/** The first of `name`, `name_2`, `name_3` … that is free. */
export function freeId(base: string, taken: ReadonlySet<string>): string {
  if (!taken.has(base)) return base;
  for (let number = 2; ; number += 1) if (!taken.has(`${base}_${String(number)}`)) return `${base}_${String(number)}`;
}

/** Every id of a field or column that is or was in use. */
export function fieldIds(form: Json): ReadonlySet<string> {
  const own = objectsIn(form, 'fields').flatMap((field) => [field, ...objectsIn(field, 'fields')]);
  return new Set([...own.map((field) => textIn(field, 'id') ?? ''), ...listIn(form, 'retired').filter((id) => typeof id === 'string')]);
}

/** An id for a new field: from the English words of the label, else from the kind. */
export function newId(form: Json, words: string): string {
  return freeId(wordsToId(words, 'field'), fieldIds(form));
}

/** The ids of the parts and pages of a layout. */
export function partIds(nodes: Nodes): ReadonlySet<string> {
  return new Set(stepsIn(nodes).flatMap(({ node }) => textIn(node, 'id') ?? []));
}
