import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { isObject } from '@/api/narrow';
import { canShow } from '@/features/filters/OperandInput';
import { faultOf } from '@/features/filters/ConditionLine';
import { comparable, columnsOf, type Column } from '@/features/filters/columns';
import { dayBeside, daysOf, isFilter, operatorsOf, takes } from '@/features/filters/filter';
import { filterOfTree, jsonOfTree, treeOf, withNodes, type Node } from '@/features/filters/tree';
import { readDescription } from '@/engine/description';

const project = fileURLToPath(new URL('../../../..', import.meta.url));

function jsonFiles(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === 'schema' ? [] : jsonFiles(path);
    return name.endsWith('.json') ? [path] : [];
  });
}

/** Every filter of a definition, wherever it stands. */
function filtersIn(json: unknown): readonly unknown[] {
  if (Array.isArray(json)) return json.flatMap(filtersIn);
  if (!isObject(json)) return [];
  return Object.entries(json).flatMap(([key, value]) => ((key === 'filter' || key === 'when') && isFilter(value) ? [value] : filtersIn(value)));
}

const packages = ['definitions', 'examples'].flatMap((folder) => jsonFiles(join(project, folder)));
const found = packages.flatMap((path) => {
  const json: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return filtersIn(json).map((filter): [string, unknown] => [path.slice(project.length), filter]);
});

test('the packages have filters of many kinds', () => {
  expect(found.length).toBeGreaterThan(20);
});

test.each(found)('%s: a filter that nobody touches is written to the byte as it was read', (_, filter) => {
  expect(JSON.stringify(jsonOfTree(treeOf(filter), true))).toBe(JSON.stringify(filter));
});

const odd: readonly unknown[] = [
  { and: [] },
  { or: [] },
  { and: [{ field: 'a', op: 'blank' }] },
  { not: { not: { field: 'a', op: 'blank' } } },
  { not: { and: [{ or: [{ op: 'eq', field: 'a', value: null }] }] } },
  { and: [{ not: { or: [] } }, { field: '_id', op: 'involves' }, { field: 'lines.qty', op: 'ge', value: '12.50' }] },
  { field: 'a', op: 'in', value: [1, null, 'x'] },
  { field: 'a', op: 'not there', value: 1 },
  { and: [{ field: 'a', op: 'eq', value: 1, extra: true }, 7] },
  { and: [{ field: 'a', op: 'blank' }], or: [] },
];

test.each(odd)('%j is written as it was read, too', (filter) => {
  expect(JSON.stringify(jsonOfTree(treeOf(filter), true))).toBe(JSON.stringify(filter));
});

test('a list of one part goes with what is taken out of it, and never turns into one that always holds', () => {
  const tree = treeOf({ or: [{ field: 'a', op: 'blank' }, { field: 'b', op: 'blank' }] });
  const one = withNodes(tree, tree.nodes.slice(0, 1));
  expect(jsonOfTree(one, true)).toEqual({ field: 'a', op: 'blank' });
  expect(jsonOfTree(withNodes(one, []), true)).toBeUndefined();
});

test('what is not said to the end is kept in a definition, where it is found, and not asked in a list', () => {
  const tree = treeOf({ and: [{ field: 'a', op: 'eq' }, { field: 'b', op: 'blank' }] });
  expect(filterOfTree(tree)).toEqual({ field: 'b', op: 'blank' });
  expect(jsonOfTree(tree, true)).toEqual({ and: [{ field: 'a', op: 'eq' }, { field: 'b', op: 'blank' }] });
  const blank: Node = { kind: 'condition', condition: { field: '', op: 'eq' } };
  expect(jsonOfTree(withNodes(tree, [...tree.nodes, blank]), true)).toEqual({ and: [{ field: 'a', op: 'eq' }, { field: 'b', op: 'blank' }] });
});

const field = (id: string, kind: string, type: unknown, more: object = {}): object => ({ id, kind, type, label: id, settings: {}, ...more });
const tree = [{ id: 'north', label: 'N' }, { id: 'city', label: 'C', parent: 'north' }];
const description = readDescription({
  id: 'order',
  label: 'Order',
  fields: [
    field('title', 'text', 'text'),
    field('amount', 'money', { number: { scale: 2 } }),
    field('level', 'choice', 'choice', { options: [{ id: 'high', label: 'High' }] }),
    field('area', 'cascade', 'choice', { options: tree }),
    field('areas', 'cascade_multi', { list: 'choice' }, { options: tree }),
    field('owner', 'member', { reference: 'user' }),
    field('helpers', 'members', { list: { reference: 'user' } }),
    field('unit', 'department', { reference: 'department' }),
    field('units', 'departments', { list: { reference: 'department' } }),
    field('customer', 'relation', { reference: { form: 'customer' } }),
    field('day', 'date', 'date'),
    field('at', 'datetime', 'instant'),
    field('lines', 'sub_table', 'rows', { columns: [field('qty', 'number', { number: { scale: 0 } })] }),
    field('picture', 'upload', 'file'),
    field('now', 'computed', { number: { scale: 0 } }, { settings: { store: 'live' } }),
  ],
});
const columns = comparable(columnsOf(description, {}, (key) => key), (key) => key);
const column = (id: string): Column => {
  const one = columns.find((known) => known.id === id);
  if (one === undefined) throw new Error(id);
  return one;
};

describe('how fields are compared', () => {
  test('every kind of field that can be compared is there, with the columns of tables and who took part', () => {
    expect(columns.map(({ id }) => id)).toEqual([
      'title', 'amount', 'level', 'area', 'areas', 'owner', 'helpers', 'unit', 'units', 'customer', 'day', 'at', 'lines.qty',
      '_flow', '_due', '_created_at', '_created_by', '_department', '_updated_at', '_updated_by', '_id',
    ]);
  });
  test.each([
    ['area', 'under', true], ['areas', 'under', true], ['level', 'under', false], ['unit', 'under', true], ['units', 'under', true], ['customer', 'under', false], ['_department', 'under', true],
    ['customer', 'in', true], ['owner', 'not_in', true], ['helpers', 'has_any', true], ['helpers', 'eq', false], ['units', 'has_all', true], ['_id', 'involves', true], ['lines.qty', 'ge', true],
  ] as const)('%s %s: %s', (id, op, offered) => {
    expect(operatorsOf(column(id)).includes(op)).toBe(offered);
  });
  test('what the language takes and nobody is offered is no fault', () => {
    expect(operatorsOf(column('level')).includes('eq')).toBe(false);
    expect(takes(column('level'), 'eq')).toBe(true);
    expect(takes(column('title'), 'gt')).toBe(false);
  });
});

test('a wrong condition is told by what is wrong with it', () => {
  expect(faultOf({ field: 'gone', op: 'blank' }, columns)).toBe('field');
  expect(faultOf({ field: 'title', op: 'gt', value: 'x' }, columns)).toBe('way');
  expect(faultOf({ field: 'title', op: 'eq' }, columns)).toBe('value');
  expect(faultOf({ field: '_id', op: 'involves' }, columns)).toBeNull();
  expect(faultOf({ field: '_created_by', op: 'in', value: { var: 'current_user' } }, columns)).toBeNull();
});

test.each([
  ['level', { op: 'eq', value: 'high' }, true],
  ['level', { op: 'in', value: ['high'] }, true],
  ['level', { op: 'in', value: ['high', null] }, false],
  ['amount', { op: 'ge', value: 9 }, true],
  ['amount', { op: 'ge', value: { var: 'today' } }, false],
  ['day', { op: 'le', value: { var: 'today' } }, true],
  ['day', { op: 'within', value: ['2026-03-01', '2026-03-08'] }, true],
  ['day', { op: 'in', value: ['2026-03-01'] }, false],
  ['_id', { op: 'involves' }, true],
  ['_department', { op: 'under', value: { var: 'current_departments' } }, true],
  ['title', { op: 'eq', value: null }, false],
] as const)('whether the input of %s shows %j: %s', (id, condition, shown) => {
  const { op } = condition;
  const value: unknown = 'value' in condition ? condition.value : undefined;
  expect(canShow(column(id), value === undefined ? { field: id, op } : { field: id, op, value })).toBe(shown);
});

test('days from one to another are told with the last day, and written with the day after it', () => {
  expect(daysOf({ field: 'day', op: 'within', value: ['2026-02-27', '2026-03-01'] })).toEqual({ from: '2026-02-27', to: '2026-02-28' });
  expect(dayBeside('2026-02-28', 1)).toBe('2026-03-01');
});
