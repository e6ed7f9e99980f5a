import { expect, test } from 'vitest';
import type { HistoryEntry, RecordRow } from '@/api';
import { valuesAt } from '@/features/records/restore';
import { addDays, beside, daysSeen, filterOfDays, movedTo, spanOf, type Placing } from '@/features/views/days';
import { filterOfTree, treeOf } from '@/features/filters/tree';
import { changedView, tidied, viewOf } from '@/features/views/useList';
import type { KnownView } from '@/features/views/useOwnViews';
import { rangeOf } from '@/features/views/useSelection';
import type { Filter, View } from '@/generated/definition';

const days: Placing = { by: 'from', until: 'to', moments: false, zone: 'Asia/Shanghai' };
const moments: Placing = { by: 'at', until: null, moments: true, zone: 'Asia/Shanghai' };
const row = (values: Record<string, unknown>): RecordRow => ({ id: '1', revision: 1, title: '', values, tones: {} });

test('a month is seen in whole weeks that begin on Monday', () => {
  const seen = daysSeen('2026-03-15', 'month');
  expect([seen[0], seen.at(-1), seen.length]).toEqual(['2026-02-23', '2026-04-05', 42]);
  expect(daysSeen('2026-03-01', 'week')).toEqual(['2026-02-23', '2026-02-24', '2026-02-25', '2026-02-26', '2026-02-27', '2026-02-28', '2026-03-01']);
  expect([beside('2026-01-31', 'month', 1), beside('2026-03-01', 'week', -1), addDays('2028-02-28', 1)]).toEqual(['2026-02-01', '2026-02-22', '2028-02-29']);
});

test('a record stands from its first to its last day, a moment on its local day', () => {
  expect(spanOf(row({ from: '2026-03-01', to: '2026-03-03' }), days)).toEqual({ from: '2026-03-01', to: '2026-03-03' });
  expect(spanOf(row({ from: '2026-03-05', to: '2026-03-03' }), days)).toEqual({ from: '2026-03-05', to: '2026-03-05' });
  expect(spanOf(row({ at: '2026-03-01T17:30:00Z' }), moments)).toEqual({ from: '2026-03-02', to: '2026-03-02' });
  expect(spanOf(row({}), days)).toBeNull();
});

test('what is moved keeps its length and its time of day', () => {
  expect(movedTo(row({ from: '2026-02-27', to: '2026-03-01' }), '2026-02-27', '2026-03-02', days)).toEqual({ from: '2026-03-02', to: '2026-03-04' });
  expect(movedTo(row({ at: '2026-03-01T17:30:00Z' }), '2026-03-02', '2026-03-04', moments)).toEqual({ at: '2026-03-03T17:30:00.000Z' });
});

test('the question to the server asks for what lasts into the days', () => {
  const asked = JSON.stringify(filterOfDays(['2026-03-01', '2026-03-31'], days));
  expect(asked).toContain('{"field":"from","op":"lt","value":"2026-04-01"}');
  expect(asked).toContain('{"field":"to","op":"ge","value":"2026-03-01"}');
  expect(JSON.stringify(filterOfDays(['2026-03-01'], moments))).toContain('2026-02-28T16:00:00.000Z');
});

const filters: readonly Filter[] = [
  { and: [{ field: 'a', op: 'eq', value: 1 }, { or: [{ field: 'b', op: 'blank' }, { field: 'c', op: 'not_blank' }] }] },
  { or: [{ field: 'a', op: 'blank' }, { field: 'b', op: 'blank' }] },
  { not: { or: [{ field: 'a', op: 'blank' }, { field: 'b', op: 'blank' }] } },
  { not: { field: 'a', op: 'blank' } },
  { field: 'a', op: 'blank' },
];

test.each(filters)('%j is built as it was', (filter) => {
  expect(filterOfTree(treeOf(filter))).toEqual(filter);
});

test('what is not complete is not asked', () => {
  expect(filterOfTree(treeOf(null))).toBeNull();
  expect(filterOfTree({ kind: 'group', join: 'or', negated: true, loose: true, nodes: [{ kind: 'condition', condition: { field: 'a', op: 'in', value: [] } }] })).toBeNull();
});

const base: View = { id: 'my_a', label: 'A', columns: ['a', 'b'], filter: { field: 'a', op: 'blank' }, widths: { a: 10 }, frozen: 1 };

test('an address adds to a view of the form and changes an own one', () => {
  const params = new URLSearchParams({ filter: '{"field":"b","op":"blank"}', sort: '-b', columns: 'b,c', groups: 'd:month,e', totals: 'n:sum', widths: 'c:200', frozen: '0' });
  const shown = changedView(base, false, params);
  expect(shown.filter).toEqual({ and: [{ field: 'a', op: 'blank' }, { field: 'b', op: 'blank' }] });
  expect([shown.sort, shown.columns, shown.groups, shown.totals, shown.widths, shown.frozen]).toEqual([
    [{ field: 'b', dir: 'desc' }],
    ['b', 'c'],
    [{ field: 'd', grain: 'month' }, { field: 'e' }],
    [{ field: 'n', aggregate: 'sum' }],
    { a: 10, c: 120 },
    0,
  ]);
  expect(changedView(base, true, params).filter).toEqual({ field: 'b', op: 'blank' });
  expect(changedView(base, true, new URLSearchParams({ filter: 'none' })).filter).toBeNull();
  expect(tidied(shown).widths).toEqual({ c: 120 });
});

test('a list opens with the named view, else the chosen one, else the first', () => {
  const known = (id: string, fault: string | null = null): KnownView => ({ view: { ...base, id }, own: true, fault });
  const views = [known('all'), known('my_a'), known('my_b', 'gone')];
  expect([viewOf(views, 'my_a', 'all'), viewOf(views, null, 'my_a'), viewOf(views, 'none', null), viewOf(views, null, 'my_b')].map((one) => one?.view.id)).toEqual(['my_a', 'my_a', 'all', 'all']);
});

test('a range goes from the row that was chosen last', () => {
  expect(rangeOf(['a', 'b', 'c', 'd'], 'd', 'b')).toEqual(['b', 'c', 'd']);
  expect(rangeOf(['a', 'b'], 'gone', 'b')).toEqual(['b']);
});

test('a version comes back from what stood before each later change', () => {
  const entry = (revision: number, changes: readonly [string, unknown][]): HistoryEntry => ({
    revision,
    at: '2026-03-01T00:00:00Z',
    by_name: '',
    through: 'update',
    changes: changes.map(([field, from]) => ({ field, label: field, from, to: null })),
  });
  const entries = [entry(4, [['a', 3], ['closed', 1]]), entry(3, [['a', 2], ['b', 'x']]), entry(2, [['a', 1]])];
  expect(valuesAt(entries, 2, new Set(['a', 'b']))).toEqual({ a: 2, b: 'x' });
  expect(valuesAt(entries, 4, new Set(['a', 'b']))).toEqual({});
});
