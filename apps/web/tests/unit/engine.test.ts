import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { Engine } from '@/engine/engine';
import { applyChanges, readChanges, readState } from '@/engine/protocol';
import { FillSession } from '@/engine/session';
import { FormController } from '@/features/form/controller';

test('changes replace only what changed', () => {
  const before = readState({
    cells: { a: { value: 1, visible: true }, b: { value: 2, visible: true } },
    tables: { lines: { required: true, rows: [{ key: 1, cells: { qty: { value: 1 } } }, { key: 2, cells: { qty: { value: 2 } } }] } },
  });
  const changes = readChanges({
    cells: { b: { value: 3, visible: false } },
    tables: { lines: { order: [2, 3], rows: [{ key: 3, cells: { qty: { value: 9 } } }] } },
  });
  const after = applyChanges(before, changes);
  expect(after.cells['a']).toBe(before.cells['a']);
  expect(after.cells['b']).toMatchObject({ value: 3, visible: false });
  expect(after.tables['lines']?.rows.map((row) => row.key)).toEqual([2, 3]);
  expect(after.tables['lines']?.required).toBe(true);
  expect(after.tables['lines']?.rows[0]).toEqual(before.tables['lines']?.rows[1]);
});

const built = fileURLToPath(new URL('../../public/engine/studio.wasm', import.meta.url));

const bundle = {
  form: {
    format: 1,
    id: 'order',
    label: { 'zh-CN': '订单', en: 'Order' },
    fields: [
      { id: 'name', kind: 'text', label: { 'zh-CN': '名称', en: 'Name' }, required: true },
      { id: 'urgent', kind: 'switch', label: { 'zh-CN': '加急', en: 'Urgent' } },
      { id: 'reason', kind: 'textarea', label: { 'zh-CN': '加急原因', en: 'Reason' }, required: true },
      {
        id: 'lines',
        kind: 'sub_table',
        label: { 'zh-CN': '明细', en: 'Lines' },
        fields: [
          { id: 'qty', kind: 'number', label: { 'zh-CN': '数量', en: 'Quantity' }, scale: 0 },
          { id: 'price', kind: 'money', label: { 'zh-CN': '单价', en: 'Price' } },
          { id: 'amount', kind: 'computed', label: { 'zh-CN': '金额', en: 'Amount' }, result: 'number', scale: 2, formula: '{qty} * {price}' },
        ],
      },
      { id: 'total', kind: 'computed', label: { 'zh-CN': '合计', en: 'Total' }, result: 'number', scale: 2, formula: 'SUM({lines.amount})' },
    ],
    logic: [{ id: 'show_reason', target: 'reason', aspect: 'visible', formula: '{urgent}' }],
  },
};

/** The module is built by `cargo xtask wasm`; `cargo xtask test` does that first. */
describe.runIf(existsSync(built))('the engine in wasm', () => {
  const start = (): Engine => new Engine(new WebAssembly.Module(readFileSync(built)));
  const open = (engine: Engine): FormController => new FormController(new FillSession(engine, bundle, { user: null }, () => '2026-03-01T02:00:00Z'));

  test('shows, hides and adds up while somebody types', () => {
    const form = open(start());
    expect(form.state().cells['reason']?.visible).toBe(false);
    form.edit('urgent', true);
    expect(form.state().cells['reason']).toMatchObject({ visible: true, required: true });
    form.addRow('lines', { qty: 2, price: '12.50' });
    form.addRow('lines');
    const second = form.state().tables['lines']?.rows[1]?.key ?? 0;
    form.edit(['lines', second, 'qty'], '3');
    form.edit(['lines', second, 'price'], '1.10');
    expect(form.state().cells['total']?.value).toBe('28.30');
  });

  test('tells what is missing, and what is to be sent', () => {
    const form = open(start());
    expect(form.attempt().faults.map((fault) => fault.path)).toEqual(['name']);
    expect(form.showsFaults('name')).toBe(true);
    form.edit('name', 'A');
    expect(form.attempt()).toMatchObject({ faults: [], values: { name: 'A' } });
  });

  test('puts the faults of the server beside their fields', () => {
    const form = open(start());
    const homeless = form.refuse([
      { pointer: '/values/name', message: 'taken' },
      { pointer: '/elsewhere', message: 'odd' },
    ]);
    expect(form.refusalAt('name')).toBe('taken');
    expect(homeless).toEqual(['odd']);
    form.edit('name', 'B');
    expect(form.refusalAt('name')).toBeUndefined();
  });

  test('starts again after a trap with what was entered', () => {
    const engine = start();
    const form = open(engine);
    form.edit('name', 'kept');
    form.addRow('lines', { qty: 2, price: '3' });
    engine.restart();
    form.edit('urgent', true);
    expect(form.state().cells['name']?.value).toBe('kept');
    expect(form.state().cells['total']?.value).toBe('6.00');
    expect(form.state().cells['reason']?.visible).toBe(true);
  });
});
