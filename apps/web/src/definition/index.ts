import { isObject, listIn, type Json } from '@/api';
import type { Label } from '@/i18n';

/** A label as definitions hold it. */
export function labelled(value: unknown): Label {
  if (typeof value === 'string') return value;
  if (!isObject(value)) return undefined;
  const texts: Record<string, string> = {};
  for (const [locale, text] of Object.entries(value)) if (typeof text === 'string') texts[locale] = text;
  return texts;
}

/** What the server sends as opaque JSON. */
export function jsonOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

/** The objects of a list. */
export function objectsIn(value: unknown, key: string): readonly Json[] {
  return listIn(value, key).filter(isObject);
}

export function objectIn(value: unknown, key: string): Json {
  const found = isObject(value) ? value[key] : undefined;
  return isObject(found) ? found : {};
}

/** The object with one key set, or taken out when there is nothing to say. */
export function withKey(object: Json, key: string, value: unknown): Json {
  const rest = Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
  return value === undefined ? rest : Object.hasOwn(object, key) ? { ...object, [key]: value } : { ...rest, [key]: value };
}

/** The list with the object of this id replaced; without one, it is taken out. */
export function replaceIn(list: readonly Json[], id: string, next: Json | null): readonly Json[] {
  return list.flatMap((one) => {
    if (one['id'] !== id) return [one];
    return next === null ? [] : [next];
  });
}

/** What words give as an id: ASCII, a letter first, at most 40 characters; empty when no letter is left of them. */
export function idOfWords(words: string, most = 30): string {
  return words.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_').replaceAll(/^[_0-9]+|_+$/g, '').slice(0, most).replace(/_+$/, '');
}
