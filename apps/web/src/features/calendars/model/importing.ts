import { isObject, isText, textIn, type Json } from '@/api/narrow';
import { objectsIn } from '@/definition';
import { breaksOf, marked, ownMarks, withBreaks, type Mark } from './days';
import type { Entry } from './lists';

/** What a list would change of a calendar. */

export interface Change {
  readonly date: string;
  readonly before: Mark;
  readonly after: Mark;
}

export interface Plan {
  readonly changes: readonly Change[];
  readonly breaks: readonly Entry[];
  /** Days of the list that are so already. */
  readonly same: number;
  readonly calendar: Json;
}

/** The names that are known in several languages, by their Chinese one. */
function namesIn(calendars: readonly Json[]): ReadonlyMap<string, Json> {
  const names = new Map<string, Json>();
  for (const calendar of calendars) {
    for (const { label } of [...objectsIn(calendar, 'holidays'), ...objectsIn(calendar, 'makeup_days')].map((one) => ({ label: one['label'] }))) {
      const name = textIn(label, 'zh-CN');
      if (name !== undefined && isObject(label) && isText(label['en'])) names.set(name, label);
    }
  }
  return names;
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

function markOf({ kind, label, hours }: Entry, names: ReadonlyMap<string, Json>): Mark {
  const named = isText(label) ? (names.get(label) ?? { 'zh-CN': label }) : label;
  if (kind === 'ordinary') return { kind };
  return kind === 'makeup' ? { kind, label: named, hours } : { kind: 'holiday', label: named };
}

/** Weighs a list. With `whole`, what the calendar says of other days of the years of the list is taken out. */
export function weigh(calendar: Json, entries: readonly Entry[], calendars: readonly Json[], whole: boolean): Plan {
  const [own, names] = [ownMarks(calendar), namesIn([calendar, ...calendars])];
  const wanted = new Map<string, Mark>(entries.filter((entry) => entry.kind !== 'break').map((entry) => [entry.date, markOf(entry, names)]));
  const years = new Set([...wanted.keys()].map((date) => date.slice(0, 4)));
  if (whole) for (const date of own.keys()) if (years.has(date.slice(0, 4)) && !wanted.has(date)) wanted.set(date, null);
  const changes = [...wanted]
    .map(([date, after]) => ({ date, before: own.get(date) ?? null, after }))
    .filter(({ before, after }) => !same(before, after))
    .toSorted((one, other) => (one.date < other.date ? -1 : 1));
  const known = breaksOf(calendar).map(({ date, hours }) => `${date} ${hours.join(' ')}`);
  const breaks = entries.filter((entry) => entry.kind === 'break' && !known.includes(`${entry.date} ${entry.hours.join(' ')}`));
  const next = marked(calendar, new Map(changes.map(({ date, after }) => [date, after])));
  const added = breaks.map(({ date, hours, label }) => ({ date, hours, label: isText(label) ? (names.get(label) ?? { 'zh-CN': label }) : label }));
  return { changes, breaks, same: entries.length - changes.filter(({ after }) => after !== null).length - breaks.length, calendar: added.length === 0 ? next : withBreaks(next, added) };
}

/** The last day of the last year of a list: until then its holidays are known. */
export function knownUntil(entries: readonly Entry[]): string | null {
  const last = entries.at(-1)?.date;
  return last === undefined ? null : `${last.slice(0, 4)}-12-31`;
}
