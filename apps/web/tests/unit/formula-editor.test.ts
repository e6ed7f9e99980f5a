import { describe, expect, it, test } from 'vitest';
import { readConditions, writeConditions, type Subject } from '@/features/formula-editor/conditions';
import { without } from '@/features/formula-editor/ground';
import { readHelp } from '@/features/formula-editor/language';
import { toCharacters, toUnits } from '@/features/formula-editor/places';
import { fieldsIn } from '@/features/formula-editor/tokens';
import { withTrial } from '@/features/formula-editor/trial';

describe('places', () => {
  test.each([
    ['{a} + 1', 4, 4],
    ['"㛃" & {a}', 3, 3],
    ['"😀" & {a}', 4, 3],
    ['"😀😀"', 5, 3],
  ])('%s: unit %i is character %i', (text, unit, character) => {
    expect(toCharacters(text, unit)).toBe(character);
    expect(toUnits(text, character)).toBe(unit);
  });

  it('inside a character it is the place behind it; behind the end it is the end', () => {
    expect(toUnits('😀', toCharacters('😀', 1))).toBe(2);
    expect(toUnits('😀a', 9)).toBe(3);
    expect(toUnits('ab', 9)).toBe(2);
  });
});

describe('what the engine says', () => {
  it('is read with places in units and fields without braces', () => {
    const help = readHelp('"😀" & {amount} + x', {
      completion: { start: 17, end: 18, items: [{ kind: 'field', label: '折扣', insert: '{discount}', cursor: 10, detail: '数字', help: '' }] },
      findings: [{ code: 'MF0103', start: 17, end: 18, message: { 'zh-CN': '没有', en: 'none' }, hint: null }],
      hover: null,
      signature: null,
      type: '文本',
      fields: [{ start: 6, end: 14, label: '{金额}' }],
    });
    expect(help.completion).toMatchObject({ from: 18, to: 19, items: [{ label: '折扣', cursor: 10 }] });
    expect(help.findings).toMatchObject([{ from: 18, to: 19, hint: '' }]);
    expect(help.fields).toEqual([{ from: 7, to: 15, label: '金额' }]);
  });
});

const subjects: readonly Subject[] = [
  { id: 'title', filter: 'text', people: false, options: [] },
  { id: 'amount', filter: 'number', people: false, options: [] },
  { id: 'urgent', filter: 'bool', people: false, options: [] },
  { id: 'day', filter: 'date', people: false, options: [] },
  { id: '_created_at', filter: 'instant', people: false, options: [] },
  { id: 'at', filter: 'time', people: false, options: [] },
  { id: 'level', filter: 'choice', people: false, options: ['high', 'low'] },
  { id: 'tags', filter: 'choices', people: false, options: [] },
  { id: 'owner', filter: 'reference', people: true, options: [] },
  { id: 'customer', filter: 'reference', people: false, options: [] },
];

describe('conditions', () => {
  test.each([
    ['{title} = "a ""b"""', { field: 'title', op: 'eq', value: 'a "b"' }],
    ['CONTAINS({title}, "x")', { field: 'title', op: 'contains', value: 'x' }],
    ['STARTSWITH({title}, "x")', { field: 'title', op: 'starts_with', value: 'x' }],
    ['{amount} >= 12.50', { field: 'amount', op: 'ge', value: '12.50' }],
    ['{amount} < -3', { field: 'amount', op: 'lt', value: '-3' }],
    ['{urgent} = TRUE', { field: 'urgent', op: 'eq', value: true }],
    ['{day} <= DATE(2026, 3, 1)', { field: 'day', op: 'le', value: '2026-03-01' }],
    ['{_created_at} >= DATE(2026, 3, 1)', { field: '_created_at', op: 'ge', value: '2026-03-01' }],
    ['{day} <= TODAY()', { field: 'day', op: 'le', value: { var: 'today' } }],
    ['{at} = TIME(9, 30, 0)', { field: 'at', op: 'eq', value: '09:30:00' }],
    ['{level} = "high"', { field: 'level', op: 'in', value: ['high'] }],
    ['IN({level}, "high", "low")', { field: 'level', op: 'in', value: ['high', 'low'] }],
    ['NOT(IN({level}, "high", "low"))', { field: 'level', op: 'not_in', value: ['high', 'low'] }],
    ['{level} <> "high"', { field: 'level', op: 'not_in', value: ['high'] }],
    ['CONTAINS({tags}, "a")', { field: 'tags', op: 'has_any', value: ['a'] }],
    ['{owner} = CURRENTUSER()', { field: 'owner', op: 'eq', value: { var: 'current_user' } }],
    ['ISBLANK({customer})', { field: 'customer', op: 'blank' }],
    ['NOT(ISBLANK({customer}))', { field: 'customer', op: 'not_blank' }],
  ])('%s is one condition, and back', (formula, part) => {
    const group = readConditions(formula, subjects);
    expect(group).toEqual({ all: true, parts: [part] });
    expect(group === null ? '' : writeConditions(group, subjects)).toBe(formula);
  });

  test.each([
    'AND({amount} > 1, {level} = "high")',
    'OR({amount} > 1, AND({urgent} = TRUE, NOT(ISBLANK({day}))))',
    'AND(OR(CONTAINS({tags}, "a"), CONTAINS({tags}, "b")), {amount} > 1)',
    'AND({amount} > 1, AND(CONTAINS({tags}, "a"), CONTAINS({tags}, "b")))',
  ])('%s reads as groups, and back', (formula) => {
    const group = readConditions(formula, subjects);
    expect(group === null ? '' : writeConditions(group, subjects)).toBe(formula);
  });

  it('several items of one field are one condition', () => {
    expect(readConditions('OR(CONTAINS({tags}, "a"), CONTAINS({tags}, "b"))', subjects)).toEqual({ all: true, parts: [{ field: 'tags', op: 'has_any', value: ['a', 'b'] }] });
  });

  it('a yes or no stands for itself', () => {
    expect(readConditions('OR({urgent}, {amount} > 1)', subjects)).toMatchObject({ all: false, parts: [{ field: 'urgent', op: 'eq', value: true }, { field: 'amount' }] });
  });

  test.each(['{amount} + 1 > 2', '{amount} > {other}', 'LEN({title}) > 3', '{customer} = "x"', '{level} > "high"', '{level} = "gone"', '{amount} > TODAY()', 'AND({amount} > 1', '{amount} > 1 2', 'IF({urgent}, TRUE, FALSE)', '{day} = DATE(2026, 3)', '“甲”'])(
    '%s says more than conditions can',
    (formula) => {
      expect(readConditions(formula, subjects)).toBeNull();
    },
  );

  it('what is not said to the end is left out', () => {
    const group = { all: true, parts: [{ field: 'amount', op: 'gt' as const }, { field: 'title', op: 'blank' as const }] };
    expect(writeConditions(group, subjects)).toBe('ISBLANK({title})');
    expect(writeConditions({ all: false, parts: [] }, subjects)).toBe('');
    expect(readConditions('', subjects)).toEqual({ all: true, parts: [] });
  });
});

describe('a form while it is being built', () => {
  const form = {
    id: 'order',
    fields: [{ id: 'a' }, { id: 'b', formula: '(' }, { id: 'lines', fields: [{ id: 'x' }, { id: 'y', formula: '(' }] }],
    logic: [{ id: 'one' }, { id: 'two' }],
    layouts: [],
    views: [],
  };

  it('is tried without its faulty parts', () => {
    expect(without(form, ['/fields/1/formula', '/fields/2/fields/1/formula', '/logic/0/formula'])).toEqual({
      id: 'order',
      fields: [{ id: 'a' }, { id: 'lines', fields: [{ id: 'x' }] }],
      logic: [{ id: 'two' }],
    });
  });

  it('gets the formula in a field of its own, or in a column', () => {
    expect(withTrial(form, '1', undefined).form['fields']).toHaveLength(4);
    const { form: changed, id } = withTrial(form, '1', 'lines');
    expect(changed['fields']).toMatchObject([{ id: 'a' }, { id: 'b' }, { fields: [{ id: 'x' }, { id: 'y' }, { id, kind: 'computed', formula: '1' }] }]);
  });
});

test('the fields of a formula are found outside of texts, each once', () => {
  expect(fieldsIn('IF({a} = "{b}", {lines.price}, {a}) + {1, 2}')).toEqual(['a', 'lines.price']);
});
