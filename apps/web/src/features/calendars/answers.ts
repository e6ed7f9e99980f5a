import { isObject, isText, listIn, numberIn, textIn, type Json } from '@/api';
import { readLabel } from '@/engine';
import type { Label } from '@/i18n';

/** What the engine says about calendars. */

export type DayKind = 'working' | 'weekend' | 'day_off' | 'holiday' | 'makeup';

export interface Day {
  readonly date: string;
  readonly kind: DayKind;
  readonly label: Label;
  readonly hours: readonly string[];
  readonly breaks: readonly { hours: string; label: Label }[];
  readonly open: readonly string[];
}

export interface Span {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  readonly label: Label;
  readonly seconds: number;
}

const kinds: readonly DayKind[] = ['working', 'weekend', 'day_off', 'holiday', 'makeup'];

function readDay(value: unknown): Day {
  return {
    date: textIn(value, 'date') ?? '',
    kind: kinds.find((kind) => kind === textIn(value, 'kind')) ?? 'day_off',
    label: isObject(value) ? readLabel(value['label']) : '',
    hours: listIn(value, 'hours').filter(isText),
    breaks: listIn(value, 'breaks').map((one) => ({ hours: textIn(one, 'hours') ?? '', label: isObject(one) ? readLabel(one['label']) : '' })),
    open: listIn(value, 'open').filter(isText),
  };
}

export function readDays(answer: unknown): ReadonlyMap<string, Day> {
  return new Map(listIn(answer, 'days').map(readDay).map((day) => [day.date, day]));
}

export function readMoment(answer: unknown): string | null {
  return textIn(answer, 'at') ?? null;
}

export function readSeconds(answer: unknown): number {
  return numberIn(answer, 'seconds') ?? 0;
}

export function readSpans(answer: unknown): readonly Span[] {
  return listIn(answer, 'spans').map((span) => ({
    from: textIn(span, 'from') ?? '',
    to: textIn(span, 'to') ?? '',
    kind: textIn(span, 'kind') ?? '',
    label: isObject(span) ? readLabel(span['label']) : '',
    seconds: numberIn(span, 'open_seconds') ?? 0,
  }));
}

export function readOpen(answer: unknown): { open: boolean; opens: string | null; closes: string | null } {
  return { open: isObject(answer) && answer['open'] === true, opens: textIn(answer, 'opens') ?? null, closes: textIn(answer, 'closes') ?? null };
}

/** The answers in the order of the questions; none while the calendar has a fault. */
export function answersIn(answer: unknown): readonly unknown[] | null {
  return isObject(answer) && Array.isArray(answer['answers']) ? answer['answers'] : null;
}

export type Ask = (questions: readonly Json[]) => readonly unknown[] | null;
