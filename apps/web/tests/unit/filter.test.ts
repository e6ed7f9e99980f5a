import { expect, test } from 'vitest';
import type { Condition } from '@/generated/definition';
import { conditionsIn, isComplete, joined, readFilter, sentenceOf, wordsOf, type Words } from '@/features/filters/filter';
import zh from '@/features/filters/locales/zh-CN.json';
import shared from '@/i18n/zh-CN.json';
import { isObject } from '@/api/narrow';

function translate(key: string, values: Record<string, unknown> = {}): string {
  const texts: unknown = { ...shared, filters: zh };
  const found = key.split('.').reduce<unknown>((at, step) => (isObject(at) ? at[step] : undefined), texts);
  return String(found).replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]));
}

const words: Words = {
  t: translate,
  fieldLabel: (field) => ({ amount: '金额', level: '级别', day: '日期', owner: '负责人', name: '名称' })[field] ?? field,
  optionLabel: (_, option) => ({ high: '高', low: '低' })[option] ?? option,
  referenceLabel: () => '王小明',
};

const sentences: readonly [Condition, string][] = [
  [{ field: 'amount', op: 'gt', value: '1000' }, '金额大于 1000'],
  [{ field: 'level', op: 'in', value: ['high', 'low'] }, '级别是 高、低'],
  [{ field: 'day', op: 'within', value: { period: 'this_month' } }, '日期在本月'],
  [{ field: 'owner', op: 'eq', value: { var: 'current_user' } }, '负责人是 本人'],
  [{ field: 'owner', op: 'eq', value: '0190a0b0-0000-7000-8000-000000000000' }, '负责人是 王小明'],
  [{ field: 'name', op: 'contains', value: 'ab' }, '名称包含「ab」'],
  [{ field: 'name', op: 'blank' }, '名称为空'],
];

test.each(sentences)('%j reads as a sentence', (condition, sentence) => {
  expect(sentenceOf(condition, words)).toBe(sentence);
});

test('an address keeps a filter, and what cannot be read is left out', () => {
  const conditions = sentences.map(([condition]) => condition);
  const filter = joined([{ or: conditions }, { not: { field: 'name', op: 'blank' } }]);
  expect(readFilter(JSON.stringify(filter))).toEqual(filter);
  expect(conditionsIn(filter)).toHaveLength(conditions.length + 1);
  expect(readFilter('[{"field":"a","op":"drop table"},{"op":"eq"},{"field":"a","op":"blank"},7]')).toEqual({ field: 'a', op: 'blank' });
  expect(readFilter('{"or":[{"field":"a"}]}')).toBeNull();
  expect(readFilter('{')).toBeNull();
  expect(readFilter(null)).toBeNull();
});

test('groups read as a sentence with brackets', () => {
  const blank: Condition = { field: 'name', op: 'blank' };
  const large: Condition = { field: 'amount', op: 'gt', value: '5' };
  expect(wordsOf({ or: [blank, { and: [large, { not: blank }] }] }, words)).toBe('名称为空 或 (金额大于 5 且 (不是（名称为空）))');
});

test('a condition without its value is not complete', () => {
  expect(isComplete({ field: 'a', op: 'in', value: [] })).toBe(false);
  expect(isComplete({ field: 'a', op: 'eq', value: false })).toBe(true);
  expect(joined([])).toBeNull();
  expect(joined([null, { and: [{ field: 'a', op: 'blank' }] }])).toEqual({ field: 'a', op: 'blank' });
});
