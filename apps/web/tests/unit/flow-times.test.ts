import { expect, test } from 'vitest';
import { shadesOf, valueOf } from '@/features/flow-times/heat';
import { spanOf, type StepTimes } from '@/features/flow-times/queries';

const step = (node: string, more: Partial<StepTimes>): StepTimes => ({ node, kind: 'approve', label: node, passed: 0, median: null, ninth: null, returned: 0, with_deadline: 0, late: 0, waiting: 0, longest_wait: null, ...more });

test('shares are of what was passed and of what had a deadline; without any there is no value', () => {
  expect(valueOf(step('a', { passed: 8, returned: 2 }), 'returned')).toBe(0.25);
  expect(valueOf(step('a', { with_deadline: 4, late: 3 }), 'late')).toBe(0.75);
  expect(valueOf(step('a', {}), 'late')).toBeNull();
  expect(valueOf(step('a', {}), 'median')).toBeNull();
});

test('the slowest step has the hottest shade, and what never happened none', () => {
  const shades = shadesOf([step('slow', { median: 10_000 }), step('quick', { median: 100 }), step('never', {})], 'median');
  expect([...shades]).toEqual([['slow', 4], ['quick', 1], ['never', 0]]);
  expect([...shadesOf([step('a', {})], 'waiting')]).toEqual([['a', 0]]);
});

test('a span of days ends with today', () => {
  const { from, until } = spanOf(7, new Date(2026, 2, 10, 15, 30));
  expect(new Date(until)).toEqual(new Date(2026, 2, 11));
  expect(new Date(from)).toEqual(new Date(2026, 2, 4));
});
