import { describe, expect, test } from 'vitest';
import { deadlineOf } from '@/components/deadline';
import { matching, type Command } from '@/features/shell/palette';
import { nextSort } from '@/features/views/sort';
import { groupThousands } from '@/i18n/format';
import { cssVariables } from '@/theme/apply';

test('thousands are grouped without losing a digit', () => {
  expect(groupThousands('1234567890123.10')).toBe('1,234,567,890,123.10');
  expect(groupThousands('-999')).toBe('-999');
  expect(groupThousands('abc')).toBe('abc');
});

describe('a deadline', () => {
  const since = '2026-03-01T00:00:00Z';
  const due = '2026-03-01T10:00:00Z';
  test.each([
    ['2026-03-01T04:00:00Z', 'calm'],
    ['2026-03-01T06:00:00Z', 'near'],
    ['2026-03-01T09:00:00Z', 'close'],
    ['2026-03-01T10:00:01Z', 'overdue'],
  ])('at %s is %s', (now, urgency) => {
    expect(deadlineOf(due, since, Date.parse(now)).urgency).toBe(urgency);
  });
});

test('a click on the head of a column goes up, down, and back', () => {
  const up = nextSort(null, 'a');
  expect(up).toEqual({ field: 'a', dir: 'asc' });
  const down = nextSort(up, 'a');
  expect(down).toEqual({ field: 'a', dir: 'desc' });
  expect(nextSort(down, 'a')).toBeNull();
});

test('the palette finds parts of words in any order, beginnings first', () => {
  const command = (label: string, beside = ''): Command => ({ id: label, label, beside, to: '/' });
  const all = [command('My orders', 'Sales'), command('Orders', 'Sales'), command('Leave', 'People')];
  expect(matching(all, 'orders').map((one) => one.label)).toEqual(['Orders', 'My orders']);
  expect(matching(all, 'sal ord')).toHaveLength(2);
  expect(matching(all, 'zzz')).toEqual([]);
});

/** Contrast of two colours by WCAG. */
function contrast(one: string, other: string): number {
  const light = (colour: string): number => {
    const channel = (at: number): number => {
      const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
  };
  const [high, low] = [light(one), light(other)].toSorted((a, b) => b - a);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

describe.each(['light', 'dark'] as const)('the %s scheme', (scheme) => {
  const colours = cssVariables(scheme);
  const of = (name: string): string => colours.get(`--${name}`) ?? '';
  const pairs = [
    ['text', 'surface'], ['text', 'page'], ['text-soft', 'surface'], ['text-faint', 'surface'], ['text-faint', 'page'], ['text-faint', 'sunken'], ['accent', 'surface'], ['on-accent', 'accent'],
    ['accent', 'selected'], ['good', 'good-soft'], ['info', 'info-soft'], ['warning', 'warning-soft'], ['alert', 'alert-soft'], ['danger', 'danger-soft'], ['neutral', 'neutral-soft'], ['danger', 'surface'],
  ] as const;
  test.each(pairs)('%s on %s can be read', (ink, ground) => {
    expect(contrast(of(ink), of(ground))).toBeGreaterThanOrEqual(4.5);
  });
});
