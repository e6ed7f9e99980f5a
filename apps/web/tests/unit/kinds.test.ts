/** What the faces of controls must say exactly as the engine says it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { partsOf, secondsOf, unitsOf, wordsOf } from '@/controls/duration/length';
import { maskText } from '@/controls/shared/mask';
import { makeUuid } from '@/api/uuid';
import { root } from './sources';

test.each([
  ['13812345678', '138****5678'],
  ['沪A12345', '沪*****5'],
  ['王小明', '王**'],
  ['王', '*'],
  ['', ''],
])('%s is masked as the server masks it', (text, masked) => {
  expect(maskText(text)).toBe(masked);
});

test.each([
  [5400, 'hours_minutes', '1h30m'],
  [93_600, 'days_hours_minutes', '1d2h'],
  [0, 'minutes', '0m'],
  [3661, 'hours_minutes', '1h1m1s'],
  [86_400, undefined, '24h'],
])('%d seconds in %s are %s', (seconds, units, words) => {
  expect(wordsOf(seconds, unitsOf(units), (unit, count) => `${String(count)}${unit}`, '')).toBe(words);
});

test('a length falls apart into units and comes together again', () => {
  const units = unitsOf('days_hours_minutes');
  expect(partsOf(180_060, units)).toEqual([2, 2, 1]);
  expect(secondsOf([2, 2, 1], units)).toBe(180_060);
});

test('a UUID is made of the version that is asked for, and those of the moment stand in order', () => {
  expect(makeUuid(4)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const [earlier, later] = [makeUuid(7, 1_772_000_000_000), makeUuid(7, 1_772_000_000_001)];
  expect(earlier).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  expect(earlier < later).toBe(true);
});

test('every icon that the engine offers is drawn', () => {
  const engine = readFileSync(join(root, '../../../crates/form-engine/src/controls/icon.rs'), 'utf8');
  const offered = [...engine.matchAll(/^ {4}\("([a-z]+)", /gm)].map((match) => match[1] ?? '');
  const drawn = readFileSync(join(root, 'components/Glyph.tsx'), 'utf8');
  expect(offered.length).toBeGreaterThan(30);
  expect(offered.filter((name) => !drawn.includes(`  ${name}: `))).toEqual([]);
});
