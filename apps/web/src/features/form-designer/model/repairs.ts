import { isObject, textIn, type Json } from '@/api/narrow';
import { objectsIn } from '@/definition';
import type { Finding } from '@/features/build';
import { textOf } from '@/i18n';
import { moveTo, withOwnLayout } from './commands';
import { fieldsOf, layoutKinds, nodesOf, type LayoutName } from './tree';

/** What mends something that was found, where only one thing can be meant. */
export interface Repair {
  /** What is done: `use` puts in the word that the hint names. */
  readonly what: 'use' | 'take_out' | 'put_in';
  readonly word: string;
  readonly form: Json;
}

/** The value at a pointer, changed; `undefined` takes it out. */
function at(json: unknown, steps: readonly string[], change: (value: unknown) => unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return change(json);
  if (Array.isArray(json)) {
    const next = at(json[Number(step)], rest, change);
    return next === undefined ? json.filter((_, index) => index !== Number(step)) : json.map((one: unknown, index) => (index === Number(step) ? next : one));
  }
  if (!isObject(json)) return json;
  const next = at(json[step], rest, change);
  return Object.fromEntries(Object.entries({ ...json, [step]: next }).filter(([, value]) => value !== undefined));
}

const stepsOf = (pointer: string): readonly string[] => pointer.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

function changed(form: Json, pointer: string, change: (value: unknown) => unknown): Json {
  const next = at(form, stepsOf(pointer), change);
  return isObject(next) ? next : form;
}

function valueAt(form: Json, pointer: string): unknown {
  let value: unknown = form;
  for (const step of stepsOf(pointer)) value = Array.isArray(value) ? value[Number(step)] : isObject(value) ? value[step] : undefined;
  return value;
}

/** The word that a hint asks whether it is meant. */
function meant(finding: Finding): string | null {
  const found = /did you mean (?:`([^`]+)`|\{([^}]+)\})/i.exec(textOf(finding.hint, 'en'));
  return found?.[1] ?? found?.[2] ?? null;
}

function withWordAt(form: Json, finding: Finding, word: string): Json | null {
  const value = valueAt(form, finding.pointer);
  if (typeof value !== 'string') return null;
  const { span } = finding;
  if (span === null || span === undefined) return /^[a-z_][a-z0-9_.]*$/.test(value) ? changed(form, finding.pointer, () => word) : null;
  const letters = [...value];
  const [from = 0, to = 0] = span;
  const there = letters.slice(from, to).join('');
  const put = there.startsWith('{') && !word.startsWith('{') ? `{${word}}` : word;
  return changed(form, finding.pointer, () => [...letters.slice(0, from), put, ...letters.slice(to)].join(''));
}

/** The required field that a layout does not show, by its name in the finding. */
function missingIn(form: Json, kind: LayoutName): readonly string[] {
  const shown = new Set(fieldsOf(nodesOf(form, kind)));
  return objectsIn(form, 'fields').flatMap((field) => (field['required'] === true && !shown.has(String(field['id'])) ? [String(field['id'])] : []));
}

export function repairOf(form: Json, finding: Finding): Repair | null {
  const word = meant(finding);
  if (word !== null) {
    const next = withWordAt(form, finding, word);
    if (next !== null) return { what: 'use', word, form: next };
  }
  const part = finding.pointer.replace(/\/field$/, '');
  // A layout that names a field that is not there, or one a second time.
  if ((finding.code === 'MC0301' || finding.code === 'MC0302') && finding.pointer.endsWith('/field')) {
    return { what: 'take_out', word: textIn(valueAt(form, part), 'field') ?? '', form: changed(form, part, () => undefined) };
  }
  if (finding.code === 'MC0307') {
    const layout = objectsIn(form, 'layouts')[Number(stepsOf(finding.pointer)[1])];
    const kind = layoutKinds.find((one) => one === layout?.['kind']);
    if (kind === undefined) return null;
    const [first] = missingIn(form, kind);
    if (first === undefined) return null;
    const own = withOwnLayout(form, kind);
    return { what: 'put_in', word: first, form: moveTo(own, kind, new Set(missingIn(form, kind).map((id) => `field:${id}`)), { into: '', at: nodesOf(own, kind).length }) };
  }
  return null;
}
