import { isObject, listIn, textIn, type Json } from '@/api/narrow';
import { idOfWords, objectsIn, withKey } from '@/definition';

/** The options of a choice, changed as data. An option is known by its id; the id never changes. */

export const tones = ['neutral', 'good', 'info', 'warning', 'danger'] as const;

export type Options = readonly Json[];

export function optionsIn(value: unknown): Options {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function idsOf(options: Options): readonly string[] {
  return options.flatMap((option) => [textIn(option, 'id') ?? '', ...idsOf(objectsIn(option, 'children'))]);
}

/** The options with one of them changed, or left out. */
export function changeOption(options: Options, id: string, change: (option: Json) => Json | null): Options {
  return options.flatMap((option): Options => {
    if (option['id'] === id) {
      const next = change(option);
      return next === null ? [] : [next];
    }
    const children = objectsIn(option, 'children');
    return children.length === 0 ? [option] : [withKey(option, 'children', noneAsBlank(changeOption(children, id, change)))];
  });
}

const noneAsBlank = (options: Options): Options | undefined => (options.length === 0 ? undefined : options);

/** Moves an option among those beside it. */
export function moveOption(options: Options, id: string, by: -1 | 1): Options {
  const at = options.findIndex((option) => option['id'] === id);
  const [one, other] = [options[at], options[at + by]];
  if (one !== undefined && other !== undefined) return options.map((option, place) => (place === at ? other : place === at + by ? one : option));
  return options.map((option) => (listIn(option, 'children').length === 0 ? option : { ...option, children: moveOption(objectsIn(option, 'children'), id, by) }));
}

/** An id that no option has: from the words if they have letters, else a number. */
export function optionId(taken: ReadonlySet<string>, words: string): string {
  const base = idOfWords(words);
  if (base !== '' && !taken.has(base)) return base;
  for (let number = base === '' ? 1 : 2; ; number += 1) {
    const id = `${base === '' ? 'option' : base}_${String(number)}`;
    if (!taken.has(id)) return id;
  }
}

/** One option for each line of a text; in a line, a tab stands between Chinese and English. */
export function optionsFrom(text: string, options: Options): Options {
  const taken = new Set(idsOf(options));
  const had = new Set(options.map((option) => (isObject(option['label']) ? option['label']['zh-CN'] : option['label'])));
  return text.split(/[\r\n、,，;；]+/).flatMap((line): Options => {
    const [zh = '', en = ''] = line.split('\t').map((word) => word.trim());
    if (zh === '' || had.has(zh)) return [];
    const id = optionId(taken, en === '' ? zh : en);
    taken.add(id);
    had.add(zh);
    return [{ id, label: en === '' ? { 'zh-CN': zh } : { 'zh-CN': zh, en } }];
  });
}
