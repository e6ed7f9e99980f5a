/** The days of a calendar, and on which of them a record stands. */
import dayjs from 'dayjs';
import timezone from 'dayjs/plugin/timezone';
import utc from 'dayjs/plugin/utc';
import type { RecordRow } from '@/api';
import { isText } from '@/api/narrow';
import type { Filter } from '@/generated/definition';
import { civil } from '@/i18n/format';

dayjs.extend(utc);
dayjs.extend(timezone);

const written = 'YYYY-MM-DD';

export interface Placing {
  by: string;
  until: string | null;
  /** Whether they are moments, which stand on their local day. */
  moments: boolean;
  zone: string;
}

export function addDays(day: string, count: number): string {
  return dayjs(day).add(count, 'day').format(written);
}

export function daysBetween(from: string, to: string): number {
  return dayjs(to).diff(dayjs(from), 'day');
}

/** The days that are seen: whole weeks, which begin on Monday. */
export function daysSeen(day: string, span: 'month' | 'week'): readonly string[] {
  const start = span === 'week' ? dayjs(day) : dayjs(day).startOf('month');
  const end = span === 'week' ? dayjs(day) : dayjs(day).endOf('month');
  const monday = start.subtract((start.day() + 6) % 7, 'day');
  const sunday = end.add((7 - end.day()) % 7, 'day');
  return Array.from({ length: sunday.startOf('day').diff(monday.startOf('day'), 'day') + 1 }, (_, index) => monday.add(index, 'day').format(written));
}

/** The month or week before or after. */
export function beside(day: string, span: 'month' | 'week', by: -1 | 1): string {
  return (span === 'week' ? dayjs(day).add(by * 7, 'day') : dayjs(day).startOf('month').add(by, 'month')).format(written);
}

/** The records that stand on one of these days. */
export function filterOfDays(days: readonly string[], { by, until, moments, zone }: Placing): Filter {
  const [first = '', last = ''] = [days[0], days.at(-1)];
  const bound = (day: string): string => (moments ? dayjs.tz(day, written, zone).toISOString() : day);
  const [from, end] = [bound(first), bound(addDays(last, 1))];
  const begins: Filter = { field: by, op: 'lt', value: end };
  if (until === null) return { and: [begins, { field: by, op: 'ge', value: from }] };
  const lasts: Filter = { or: [{ field: until, op: 'ge', value: from }, { and: [{ field: until, op: 'blank' }, { field: by, op: 'ge', value: from }] }] };
  return { and: [begins, lasts] };
}

function dayOf(value: unknown, { moments, zone }: Placing): string | null {
  if (!isText(value) || value === '') return null;
  return moments ? civil(value, zone).date : value;
}

/** From which day to which a record lasts; an end before the begin counts for nothing. */
export function spanOf(row: RecordRow, placing: Placing): { from: string; to: string } | null {
  const from = dayOf(row.values[placing.by], placing);
  if (from === null) return null;
  const to = placing.until === null ? null : dayOf(row.values[placing.until], placing);
  return { from, to: to === null || to < from ? from : to };
}

function shifted(value: unknown, count: number, { moments, zone }: Placing): unknown {
  if (!isText(value) || value === '') return value ?? null;
  if (!moments) return addDays(value, count);
  const { date } = civil(value, zone);
  const local = dayjs(value).tz(zone);
  const moved = `${addDays(date, count)} ${local.format('HH:mm:ss')}`;
  return dayjs.tz(moved, 'YYYY-MM-DD HH:mm:ss', zone).toISOString();
}

/** What changes when a record moves to another day: its length and its time of day stay. */
export function movedTo(row: RecordRow, from: string, to: string, placing: Placing): Record<string, unknown> {
  const count = daysBetween(from, to);
  const values: Record<string, unknown> = { [placing.by]: shifted(row.values[placing.by], count, placing) };
  if (placing.until !== null && isText(row.values[placing.until])) values[placing.until] = shifted(row.values[placing.until], count, placing);
  return values;
}
