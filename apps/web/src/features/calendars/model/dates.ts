/** Civil days as texts, `2026-10-01`: they are compared and counted without any zone. */

const DAY = 86_400_000;

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

export function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && dateOf(Date.parse(`${text}T00:00:00Z`)) === text;
}

function dateOf(moment: number): string {
  return Number.isNaN(moment) ? '' : new Date(moment).toISOString().slice(0, 10);
}

export function plus(date: string, days: number): string {
  return dateOf(Date.parse(`${date}T00:00:00Z`) + days * DAY);
}

export function made(year: number, month: number, day: number): string {
  return [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
}

/** Monday is 0. */
export function weekdayOf(date: string): number {
  return (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
}

/** All days from one to another, whichever comes first. */
export function span(one: string, other: string): readonly string[] {
  const [from, to] = one <= other ? [one, other] : [other, one];
  const days: string[] = [];
  for (let day = from; day <= to && days.length < 800; day = plus(day, 1)) days.push(day);
  return days;
}

/** The days of a month, in weeks from Monday on; null before the first and behind the last. */
export function weeksOf(year: number, month: number): readonly (readonly (string | null)[])[] {
  const first = made(year, month, 1);
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const cells: (string | null)[] = [...Array.from({ length: weekdayOf(first) }, () => null), ...Array.from({ length }, (_, day) => made(year, month, day + 1))];
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

/** Runs of days that follow each other. */
export function runs(dates: readonly string[]): readonly { from: string; to: string }[] {
  const found: { from: string; to: string }[] = [];
  for (const date of [...new Set(dates)].toSorted()) {
    const last = found.at(-1);
    if (last !== undefined && plus(last.to, 1) === date) last.to = date;
    else found.push({ from: date, to: date });
  }
  return found;
}
