import { cellsOf } from '@/controls/shared/rows/paste';
import type { Json } from '@/api/narrow';
import words from './header-words.json';
import { fieldIds, freeId, wordsToId } from './ids';

/** A row of a sheet's headers, and the rows below it if there are some, become fields. Every guess says by what it was made. */

export interface Guess {
  readonly label: string;
  readonly en: string;
  readonly id: string;
  readonly kind: string;
  readonly required: boolean;
  readonly unit: string;
  /** Options that the values below give. */
  readonly options: readonly string[];
  /** By what the kind was guessed. */
  readonly by: 'word' | 'values' | 'nothing';
}

interface Word {
  readonly kind: string;
  readonly id: string;
  readonly en: string;
}

/** The word that a header ends with or holds: the longest goes before. */
const table: readonly (readonly [string, Word])[] = words.flatMap(({ words: some, ...word }) => some.split('|').map((one): readonly [string, Word] => [one, word])).toSorted(([one], [other]) => other.length - one.length);

function wordOf(label: string): { word: Word; whole: boolean } | null {
  const plain = label.toLowerCase();
  const found = table.find(([one]) => plain === one) ?? table.find(([one]) => plain.endsWith(one)) ?? table.find(([one]) => plain.includes(one));
  return found === undefined ? null : { word: found[1], whole: plain === found[0] };
}

const share = (values: readonly string[], test: (value: string) => boolean): boolean => values.length > 0 && values.filter(test).length >= values.length * 0.9;

const day = /^\d{4}[-/.\u5e74]\d{1,2}[-/.\u6708]\d{1,2}\u65e5?$/;
const number = /^-?[\d,]+(?:\.\d+)?$/;

/** The kind that fits what stands below a header; null when nothing speaks for one. */
function kindOf(values: readonly string[]): { kind: string; options: readonly string[] } | null {
  const plain = { options: [] };
  if (values.length === 0) return null;
  if (share(values, (value) => /^1[3-9]\d{9}$/.test(value))) return { kind: 'mobile', ...plain };
  if (share(values, (value) => day.test(value))) return { kind: 'date', ...plain };
  if (share(values, (value) => day.test(value.split(' ')[0] ?? '') && /\d{1,2}:\d{2}/.test(value))) return { kind: 'datetime', ...plain };
  if (share(values, (value) => /^-?[\d.]+%$/.test(value))) return { kind: 'percent', ...plain };
  if (share(values, (value) => /^[¥￥]/.test(value))) return { kind: 'money', ...plain };
  // Leading zeros are no numbers: they would be lost.
  if (share(values, (value) => number.test(value) && !/^0\d/.test(value) && value.length < 16)) return { kind: 'number', ...plain };
  if (share(values, (value) => /^[^@\s]+@[^@\s]+\.\w+$/.test(value))) return { kind: 'email', ...plain };
  const several = [...new Set(values)];
  if (values.length >= 6 && several.length <= Math.min(12, values.length / 3) && several.every((value) => value.length <= 20)) return { kind: 'choice', options: several };
  return share(values, (value) => value.length > 40) ? { kind: 'textarea', ...plain } : null;
}

/** 金额(元) is a name and a unit; `*` and 必填 make it required. */
function cleaned(header: string): { label: string; en: string; unit: string; required: boolean } {
  const required = /[*＊]|\(?\u5fc5\u586b\)?/.test(header);
  const bare = header.replaceAll(/[*＊]|[(（]?\u5fc5\u586b[)）]?/g, '').replaceAll(/\s*\n\s*/g, ' ').trim();
  const unit = /[(（[【]([^()（）[\]【】]{1,8})[)）\]】]\s*$/.exec(bare)?.[1] ?? '';
  const name = unit === '' ? bare : bare.replace(/[(（[【][^()（）[\]【】]*[)）\]】]\s*$/, '').trim();
  const both = /^([\p{Script=Han}\d/、]+)\s*[/|]?\s*([A-Za-z][A-Za-z .&'/-]*)$/u.exec(name);
  return both === null ? { label: name, en: '', unit, required } : { label: both[1] ?? name, en: (both[2] ?? '').trim(), unit, required };
}

/** Guesses the fields of a copied range: its first row are the headers. */
export function guessesOf(copied: string, form: Json): readonly Guess[] {
  const [headers = [], ...rows] = cellsOf(copied);
  // One column of several lines is a list of names, too.
  const names = headers.length === 1 && rows.length > 0 && rows.every((row) => row.length === 1) ? [headers[0] ?? '', ...rows.map((row) => row[0] ?? '')] : headers;
  const below = names === headers ? rows : [];
  const taken = new Set(fieldIds(form));
  return names.flatMap((header, at): Guess[] => {
    const { label, en, unit, required } = cleaned(header);
    if (label === '') return [];
    const values = below.map((row) => (row[at] ?? '').trim()).filter((value) => value !== '');
    const word = wordOf(label);
    const seen = kindOf(values);
    const numeric = ['number', 'money', 'percent'];
    // What stands below goes before the word, unless both are numbers: then the word knows better what is counted.
    const byWord = word !== null && (seen === null || seen.kind === word.word.kind || (numeric.includes(seen.kind) && numeric.includes(word.word.kind)) || (seen.kind === 'choice' && word.word.kind === 'member') || word.word.kind === 'choice');
    const kind = byWord && word !== null ? (word.word.kind === 'choice' && (seen === null || seen.kind !== 'choice') ? 'text' : word.word.kind) : (seen?.kind ?? 'text');
    const id = freeId(wordsToId(en === '' ? label : en, word === null ? 'field' : word.word.id), taken);
    taken.add(id);
    const english = en !== '' ? en : word !== null && word.whole ? word.word.en : '';
    return [{ label, en: english, id, kind, required, unit, options: kind === 'choice' ? (seen?.options ?? []) : [], by: byWord ? 'word' : seen === null ? 'nothing' : 'values' }];
  });
}

/** Kinds that say their unit. */
const measured: ReadonlySet<string> = new Set(['number', 'counter']);

/** The field of a guess. A unit that its kind cannot say stays in the name. */
export function fieldFrom({ label, en, id, kind, required, unit, options }: Guess): Json {
  const ownUnit = unit !== '' && measured.has(kind);
  const zh = unit !== '' && !ownUnit && kind !== 'money' ? `${label}（${unit}）` : label;
  const taken = new Set<string>();
  const made = options.map((option) => {
    const free = freeId(wordsToId(option, 'option'), taken);
    taken.add(free);
    return { id: free, label: { 'zh-CN': option } };
  });
  return {
    id,
    kind,
    label: en === '' ? { 'zh-CN': zh } : { 'zh-CN': zh, en },
    ...(required ? { required: true } : {}),
    ...(ownUnit ? { unit: { 'zh-CN': unit } } : {}),
    ...(kind === 'choice' ? { options: made } : {}),
  };
}
