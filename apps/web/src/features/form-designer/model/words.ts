import { isObject, isText, type Json } from '@/api/narrow';
import { labelled } from '@/definition';
import type { Label } from '@/i18n';

/** Every text of a form that people read, in both languages, with its place. */

export interface Wording {
  /** Steps to the text from the form. */
  readonly path: readonly (string | number)[];
  /** What it is a text of: the nearest thing with an id, its name, and the key. */
  readonly of: string;
  readonly name: Label;
  readonly key: string;
  readonly zh: string;
  readonly en: string;
}

const keys: ReadonlySet<string> = new Set(['label', 'help', 'placeholder', 'text', 'message', 'pattern_message', 'unit', 'on', 'off', 'low_text', 'high_text', 'link_text', 'yes_word', 'no_word', 'na_word']);

function isWords(value: unknown): boolean {
  if (isText(value)) return true;
  return isObject(value) && Object.keys(value).length > 0 && Object.entries(value).every(([locale, text]) => /^[a-z]{2}(-[A-Z]{2})?$/.test(locale) && isText(text));
}

const wordIn = (value: unknown, locale: string): string => {
  if (isText(value)) return locale === 'zh-CN' ? value : '';
  const text = isObject(value) ? value[locale] : undefined;
  return isText(text) ? text : '';
};

/** Texts in the order in which they stand in the form. */
export function wordingsOf(form: Json): readonly Wording[] {
  const found: Wording[] = [];
  const walk = (json: unknown, path: readonly (string | number)[], around: { of: string; name: Label }): void => {
    if (Array.isArray(json)) for (const [at, one] of json.entries()) walk(one, [...path, at], around);
    if (!isObject(json)) return;
    const here = isText(json['id']) ? { of: json['id'], name: json['label'] === undefined ? around.name : labelled(json['label']) } : around;
    for (const [key, value] of Object.entries(json)) {
      if (keys.has(key) && isWords(value)) found.push({ path: [...path, key], ...here, key, zh: wordIn(value, 'zh-CN'), en: wordIn(value, 'en') });
      else if (typeof value === 'object') walk(value, [...path, key], here);
    }
  };
  walk(form, [], { of: '', name: '' });
  return found;
}

/** The form with another word at a place. */
export function withWord(form: Json, path: readonly (string | number)[], locale: 'zh-CN' | 'en', word: string): Json {
  const put = (json: unknown, at: number): unknown => {
    const step = path[at];
    if (step === undefined) {
      const texts = isText(json) ? { 'zh-CN': json } : isObject(json) ? json : {};
      return Object.fromEntries(Object.entries({ ...texts, [locale]: word }).filter(([, text]) => text !== ''));
    }
    if (Array.isArray(json)) return json.map((one: unknown, index) => (index === step ? put(one, at + 1) : one));
    return isObject(json) ? { ...json, [step]: put(json[step], at + 1) } : json;
  };
  const next = put(form, 0);
  return isObject(next) ? next : form;
}
