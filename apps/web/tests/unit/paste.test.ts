import { describe, expect, test } from 'vitest';
import { cellsOf, readCellText } from '@/controls/shared/rows/paste';
import type { FieldDescription } from '@/engine';

const zone = 'Asia/Shanghai';

function column(type: string, more: Partial<FieldDescription> = {}): FieldDescription {
  const plain = { id: 'one', kind: type, label: '', help: '', placeholder: '', type, scale: null, origin: 'entered' as const, settings: {}, options: [], columns: [], target: null, several: false, about: {} };
  return { ...plain, ...more };
}

const option = (id: string, label: Record<string, string>, retired = false) => ({ id, label, tone: 'neutral' as const, retired, parent: null, leaf: true });
const options = [option('high', { 'zh-CN': '高', en: 'High' }), option('low', { 'zh-CN': '低', en: 'Low' }), option('old', { 'zh-CN': '旧', en: 'Old' }, true)];

describe('a copied range', () => {
  test('is cut into rows and cells', () => {
    expect(cellsOf('a\tb\r\nc\t\r\n')).toEqual([['a', 'b'], ['c', '']]);
  });

  test('keeps line ends and quotes inside a cell', () => {
    expect(cellsOf('"M8\nzinc"\t"say ""yes"""\n5" pipe\tx')).toEqual([['M8\nzinc', 'say "yes"'], ['5" pipe', 'x']]);
  });
});

describe('a cell of a sheet', () => {
  test.each([
    ['text', ' ＡＢ ', 'ＡＢ'],
    ['number', '1,234.50', '1234.50'],
    ['number', '￥１２', '12'],
    ['number', '(3.5)', '-3.5'],
    ['number', '12.5%', '0.125'],
    ['number', 'two', undefined],
    ['bool', '是', true],
    ['bool', '×', false],
    ['bool', 'perhaps', undefined],
    ['date', '2026/3/1', '2026-03-01'],
    ['date', '2026年3月1日', '2026-03-01'],
    ['date', 'March', undefined],
    ['time', '9:05:30', '09:05'],
    ['instant', '2026-03-01 14:30', '2026-03-01T06:30:00.000Z'],
    ['reference', 'Acme', undefined],
    ['date', '', null],
  ])('in a column of %s: %s', (type, text, value) => {
    expect(readCellText(column(type), text, zone)).toBe(value);
  });

  test('is an option by its name in any language, unless that is retired', () => {
    const choice = column('choice', { options });
    expect(readCellText(choice, '高', zone)).toBe('high');
    expect(readCellText(choice, 'Low', zone)).toBe('low');
    expect(readCellText(choice, '旧', zone)).toBeUndefined();
    expect(readCellText(column('list', { options }), '高、Low', zone)).toEqual(['high', 'low']);
    expect(readCellText(column('list', { options }), '高、？', zone)).toBeUndefined();
  });

  test('of a column in per cent is a share of hundred', () => {
    expect(readCellText(column('number', { kind: 'percent' }), '12.5', zone)).toBe('0.125');
    expect(readCellText(column('number', { kind: 'percent' }), '12.5%', zone)).toBe('0.125');
  });
});
