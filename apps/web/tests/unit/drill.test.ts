import { expect, test } from 'vitest';
import { addresses } from '@/api/addresses';
import { nameOf, plotOf, readModel, rowAt } from '@/features/dashboards/model';
import { changedView } from '@/features/views/useList';
import { treeOf } from '@/features/filters';
import { jsonOfTree } from '@/features/filters/tree';

const cell = (text: string) => ({ value: text, text });
const drill = (kind: string, state: string) => ({ and: [{ field: 'kind', op: 'eq', value: kind }, { field: 'state', op: 'eq', value: state }] });
const columns = [
  { id: 'kind', label: 'Kind', role: 'dimension' },
  { id: 'state', label: 'State', role: 'dimension' },
  { id: 'count', label: 'Count', role: 'measure' },
];
const row = (kind: string, state: string, count: string) => ({ cells: [cell(kind), cell(state), cell(count)], drill: drill(kind, state) });

test('a point of a series leads to its own group, also where groups are missing', () => {
  const model = readModel({ kind: 'bar', columns, rows: [row('a', 'open', '1'), row('b', 'open', '2'), row('b', 'shut', '3')] });
  const { categories, series } = plotOf(model);
  expect([categories, series.map(({ name }) => name)]).toEqual([['a', 'b'], ['open', 'shut']]);
  expect(rowAt(model, 1, 1)?.drill).toEqual(drill('b', 'shut'));
  expect(rowAt(model, 1, 0)).toBeUndefined();
});

test('with several measures of one dimension each point stands for the group of its place', () => {
  const model = readModel({ kind: 'bar', columns: [columns[0], columns[2], { ...columns[2], id: 'days' }], rows: [{ cells: [cell('a'), cell('1'), cell('2')], drill: 1 }, { cells: [cell('b'), cell('3'), cell('4')], drill: 2 }] });
  expect(rowAt(model, 1, 1)?.drill).toBe(2);
});

test('a group has a name and an address with exactly its filter', () => {
  const model = readModel({ kind: 'table', columns, rows: [row('a', 'open', '1')] });
  const [only] = model.rows;
  expect(only === undefined ? '' : nameOf(model, only)).toBe('a · open');
  const address = addresses.chosen('app', 'order', 'Kinds · a', drill('a', 'open'));
  const params = new URLSearchParams(address.split('?')[1]);
  expect(JSON.parse(params.get('given') ?? '')).toEqual({ label: 'Kinds · a', filter: drill('a', 'open') });
  expect(changedView({ id: 'given', label: 'x', columns: ['a'], filter: { and: [] } }, true, new URLSearchParams()).filter).toEqual({ and: [] });
  expect(jsonOfTree(treeOf(drill('a', 'open')), true)).toEqual(drill('a', 'open'));
});
