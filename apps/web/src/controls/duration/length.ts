import { isText } from '@/api/narrow';

export type LengthUnit = 'd' | 'h' | 'm' | 's';

const sizes: Readonly<Record<LengthUnit, number>> = { d: 86_400, h: 3600, m: 60, s: 1 };

const unitsByName: Readonly<Record<string, readonly LengthUnit[]>> = {
  hours_minutes: ['h', 'm'],
  days_hours_minutes: ['d', 'h', 'm'],
  hours_minutes_seconds: ['h', 'm', 's'],
  minutes_seconds: ['m', 's'],
  days: ['d'],
  hours: ['h'],
  minutes: ['m'],
};

/** The units in which a length of time is entered, from the largest. */
export function unitsOf(setting: unknown): readonly LengthUnit[] {
  return (isText(setting) ? unitsByName[setting] : undefined) ?? ['h', 'm'];
}

/** How many of each unit; what the smallest cannot say is left over. */
export function partsOf(seconds: number, units: readonly LengthUnit[]): readonly number[] {
  let rest = seconds;
  return units.map((unit) => {
    const count = Math.floor(rest / sizes[unit]);
    rest -= count * sizes[unit];
    return count;
  });
}

export function secondsOf(parts: readonly number[], units: readonly LengthUnit[]): number {
  return units.reduce((sum, unit, index) => sum + (parts[index] ?? 0) * sizes[unit], 0);
}

/** A length in words, as on paper: a rest that the units cannot say is said in smaller ones. */
export function wordsOf(seconds: number, units: readonly LengthUnit[], word: (unit: LengthUnit, count: number) => string, between: string): string {
  const whole = secondsOf(partsOf(seconds, units), units) === seconds;
  const used: readonly LengthUnit[] = whole ? units : ['d', 'h', 'm', 's'];
  const said = partsOf(seconds, used).flatMap((count, index) => {
    const unit = used[index];
    return count === 0 || unit === undefined ? [] : [word(unit, count)];
  });
  return said.length === 0 ? word(used.at(-1) ?? 's', 0) : said.join(between);
}
