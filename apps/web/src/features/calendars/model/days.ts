import type { Json } from '@/api/narrow';
import { isText, listIn, textIn } from '@/api/narrow';
import { objectsIn, withKey } from '@/definition';
import { made, plus, runs, span } from './dates';

/** What a calendar says itself about a date, and the changes of it. */

/** What a date is made to be; `null`: as the base or the weekday says. */
export type Mark =
  | { readonly kind: 'holiday'; readonly label: unknown }
  | { readonly kind: 'makeup'; readonly label: unknown; readonly hours: readonly string[] }
  | { readonly kind: 'ordinary' }
  | null;

interface Holiday {
  from: string;
  to: string;
  label: unknown;
}

function holidaysOf(calendar: Json): readonly Holiday[] {
  return objectsIn(calendar, 'holidays').map((one) => {
    const from = textIn(one, 'from') ?? '';
    return { from, to: textIn(one, 'to') ?? from, label: one['label'] };
  });
}

const ordinaryOf = (calendar: Json): readonly string[] => listIn(calendar, 'ordinary_days').filter(isText);

/** A list that is left out when it is empty. */
function listed(calendar: Json, key: string, list: readonly unknown[]): Json {
  return withKey(calendar, key, list.length === 0 ? undefined : list);
}

/** What the calendar itself says about every date that it names; a make-up day wins over a holiday. */
export function ownMarks(calendar: Json): ReadonlyMap<string, NonNullable<Mark>> {
  const marks = new Map<string, NonNullable<Mark>>();
  for (const date of ordinaryOf(calendar)) marks.set(date, { kind: 'ordinary' });
  for (const { from, to, label } of holidaysOf(calendar)) for (const date of from <= to ? span(from, to) : []) marks.set(date, { kind: 'holiday', label });
  for (const day of objectsIn(calendar, 'makeup_days')) {
    marks.set(textIn(day, 'date') ?? '', { kind: 'makeup', label: day['label'], hours: listIn(day, 'hours').filter(isText) });
  }
  return marks;
}

/** The holidays without some dates: those in the middle of one make two of it. */
function holidaysWithout(holidays: readonly Holiday[], dates: ReadonlySet<string>): readonly Holiday[] {
  return holidays.flatMap((holiday) => {
    const days = span(holiday.from, holiday.to);
    if (holiday.from > holiday.to || !days.some((day) => dates.has(day))) return [holiday];
    return runs(days.filter((day) => !dates.has(day))).map((run) => ({ ...run, label: holiday.label }));
  });
}

/** Holidays in order; those of one name that touch are one. */
function joined(holidays: readonly Holiday[]): readonly Holiday[] {
  const found: Holiday[] = [];
  for (const holiday of holidays.toSorted((one, other) => (one.from < other.from ? -1 : 1))) {
    const last = found.at(-1);
    if (last !== undefined && plus(last.to, 1) === holiday.from && JSON.stringify(last.label) === JSON.stringify(holiday.label)) last.to = holiday.to;
    else found.push({ ...holiday });
  }
  return found;
}

/** Each date is made what is said of it; all else stays. */
export function marked(calendar: Json, marks: ReadonlyMap<string, Mark>): Json {
  const dates = new Set(marks.keys());
  const of = (kind: 'holiday' | 'makeup' | 'ordinary'): readonly [string, Mark][] => [...marks].filter(([, mark]) => mark?.kind === kind);
  const added = of('holiday').map(([date, mark]) => ({ from: date, to: date, label: mark?.kind === 'holiday' ? mark.label : '' }));
  const kept = holidaysWithout(holidaysOf(calendar), dates);
  const holidays = added.length === 0 && kept.length === holidaysOf(calendar).length ? kept : joined([...kept, ...added]);
  const makeup = [
    ...objectsIn(calendar, 'makeup_days').filter((day) => !dates.has(textIn(day, 'date') ?? '')),
    ...of('makeup').map(([date, mark]) => ({ date, label: mark?.kind === 'makeup' ? mark.label : '', ...(mark?.kind === 'makeup' && mark.hours.length > 0 ? { hours: mark.hours } : {}) })),
  ].toSorted((one, other) => (String(one.date) < String(other.date) ? -1 : 1));
  const ordinary = [...ordinaryOf(calendar).filter((date) => !dates.has(date)), ...of('ordinary').map(([date]) => date)].toSorted();
  const written = holidays.map(({ from, to, label }) => ({ from, ...(to === from ? {} : { to }), label }));
  return listed(listed(listed(calendar, 'holidays', written), 'makeup_days', makeup), 'ordinary_days', ordinary);
}

export interface OwnBreak {
  readonly date: string;
  readonly hours: readonly string[];
  readonly label: unknown;
  /** Its place in the list. */
  readonly at: number;
}

export function breaksOf(calendar: Json): readonly OwnBreak[] {
  return objectsIn(calendar, 'breaks').map((one, at) => ({ date: textIn(one, 'date') ?? '', hours: listIn(one, 'hours').filter(isText), label: one['label'], at }));
}

export function withBreaks(calendar: Json, added: readonly { date: string; hours: readonly string[]; label: unknown }[]): Json {
  const all = [...objectsIn(calendar, 'breaks'), ...added.map(({ date, hours, label }) => ({ date, hours, label }))];
  return listed(calendar, 'breaks', all.toSorted((one, other) => (String(one['date']) < String(other['date']) ? -1 : 1)));
}

export function withoutBreak(calendar: Json, at: number): Json {
  return listed(calendar, 'breaks', objectsIn(calendar, 'breaks').filter((_, place) => place !== at));
}

export interface Copied {
  readonly calendar: Json;
  /** How many days were copied, and how many were left: they say something already, or do not exist. */
  readonly copied: number;
  readonly left: number;
}

/** What is said of the days of one year, said of the same days of another; what is there already stays. */
export function yearCopied(calendar: Json, from: number, to: number): Copied {
  const own = ownMarks(calendar);
  const there = (date: string): string => {
    const moved = `${String(to).padStart(4, '0')}${date.slice(4)}`;
    return made(to, Number(moved.slice(5, 7)), Number(moved.slice(8, 10))) === plus(moved, 0) ? moved : '';
  };
  const wanted = [...own].filter(([date]) => date.startsWith(`${String(from)}-`)).map(([date, mark]) => [there(date), mark] as const);
  const fresh = wanted.filter(([date]) => date !== '' && !own.has(date));
  const closed = new Set(breaksOf(calendar).map((one) => one.date));
  const breaks = breaksOf(calendar).filter((one) => one.date.startsWith(`${String(from)}-`)).map((one) => ({ ...one, date: there(one.date) }));
  const added = breaks.filter((one) => one.date !== '' && !closed.has(one.date));
  return {
    calendar: withBreaks(marked(calendar, new Map(fresh)), added),
    copied: fresh.length + added.length,
    left: wanted.length - fresh.length + (breaks.length - added.length),
  };
}
