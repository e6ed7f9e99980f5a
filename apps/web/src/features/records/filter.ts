/** Filters as people build them: a list of conditions that all hold, in the filter language of the server. */
import type { FilterKind } from '@/controls';
import { isObject, isText } from '@/api/narrow';
import type { Condition, Filter, Operator, Period } from '@/generated/definition';

export const periods: readonly Period[] = [
  'today', 'yesterday', 'this_week', 'last_week', 'this_month', 'last_month', 'this_quarter', 'last_quarter',
  'this_year', 'last_year', 'last_7_days', 'last_30_days', 'last_90_days', 'last_12_months',
];

const byKind: Readonly<Record<FilterKind, readonly Operator[]>> = {
  text: ['contains', 'eq', 'ne', 'starts_with', 'in', 'not_in', 'blank', 'not_blank'],
  number: ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'in', 'not_in', 'blank', 'not_blank'],
  bool: ['eq', 'ne', 'blank', 'not_blank'],
  date: ['within', 'eq', 'ne', 'gt', 'ge', 'lt', 'le', 'blank', 'not_blank'],
  period: ['within', 'ge', 'le', 'blank', 'not_blank'],
  time: ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'blank', 'not_blank'],
  instant: ['within', 'ge', 'lt', 'blank', 'not_blank'],
  choice: ['in', 'not_in', 'blank', 'not_blank'],
  choices: ['has_any', 'has_all', 'blank', 'not_blank'],
  tags: ['has_any', 'has_all', 'blank', 'not_blank'],
  reference: ['eq', 'ne', 'blank', 'not_blank'],
  none: [],
};

export function operatorsOf(kind: FilterKind): readonly Operator[] {
  return byKind[kind];
}

/** Whether the operator stands alone. */
export function needsNoValue(op: Operator): boolean {
  return op === 'blank' || op === 'not_blank';
}

const operators: ReadonlySet<string> = new Set([...Object.values(byKind).flat(), 'under', 'involves']);

export function isCondition(value: unknown): value is Condition {
  return isObject(value) && isText(value['field']) && isText(value['op']) && operators.has(value['op']);
}

function isFilter(value: unknown): value is Filter {
  if (!isObject(value)) return false;
  for (const key of ['and', 'or']) {
    const parts = value[key];
    if (Array.isArray(parts)) return parts.every(isFilter);
  }
  return 'not' in value ? isFilter(value['not']) : isCondition(value);
}

function listOf(filter: Filter, key: 'and' | 'or'): readonly Filter[] | null {
  const parts: unknown = key in filter ? Object.entries(filter).find(([name]) => name === key)?.[1] : undefined;
  return Array.isArray(parts) ? parts.filter(isFilter) : null;
}

/** The members of an OR; none when it is none. */
export function alternativesOf(filter: Filter): readonly Filter[] | null {
  return listOf(filter, 'or');
}

/** What must not hold; none when it is no NOT. */
export function negatedOf(filter: Filter): Filter | null {
  const inner: unknown = 'not' in filter && !isCondition(filter) ? filter.not : null;
  return isFilter(inner) ? inner : null;
}

/** What all has to hold: the members of an outermost AND, or the filter alone. */
export function partsOf(filter: Filter | null | undefined): readonly Filter[] {
  if (filter === null || filter === undefined) return [];
  return listOf(filter, 'and') ?? [filter];
}

/** A filter for which all of these hold; none for none. */
export function joined(parts: readonly (Filter | null | undefined)[]): Filter | null {
  const all = parts.flatMap(partsOf);
  const [only] = all;
  if (only === undefined) return null;
  return all.length === 1 ? only : { and: all };
}

/** All conditions of a filter, wherever they stand. */
export function conditionsIn(filter: Filter | null | undefined): readonly Condition[] {
  if (filter === null || filter === undefined) return [];
  if (isCondition(filter)) return [filter];
  const negated = negatedOf(filter);
  const inner = negated === null ? (listOf(filter, 'and') ?? listOf(filter, 'or') ?? []) : [negated];
  return inner.flatMap(conditionsIn);
}

/** Reads a filter from an address; what cannot be read is left out. */
export function readFilter(text: string | null): Filter | null {
  if (text === null || text === '') return null;
  try {
    const json: unknown = JSON.parse(text);
    if (Array.isArray(json)) return joined(json.filter(isFilter));
    return isFilter(json) ? json : null;
  } catch {
    return null;
  }
}

/** Whether a condition says enough to be asked. */
export function isComplete({ op, value }: Condition): boolean {
  if (needsNoValue(op)) return true;
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== '';
}

type Translate = (key: string, values?: Record<string, unknown>) => string;

/** What the words of a condition depend on. */
export interface Words {
  t: Translate;
  fieldLabel: (field: string) => string;
  optionLabel: (field: string, option: string) => string;
  referenceLabel: (id: string) => string;
}

function operandWords(condition: Condition, words: Words): string {
  const { value, field } = condition;
  const one = (item: unknown): string => (isText(item) ? words.optionLabel(field, item) : String(item));
  if (typeof value === 'boolean') return words.t(value ? 'value.yes' : 'value.no');
  if (Array.isArray(value)) return value.map(one).join(words.t('records.or'));
  if (isObject(value)) {
    const { period, var: variable } = value;
    if (isText(period)) return words.t(`records.period.${period}`);
    if (isText(variable)) return words.t(`records.variable.${variable}`);
  }
  if (isText(value) && /^[0-9a-f]{8}-/.test(value)) return words.referenceLabel(value);
  return one(value);
}

/** A condition as a sentence: 「金额 大于 1000」. */
export function sentenceOf(condition: Condition, words: Words): string {
  const field = words.fieldLabel(condition.field);
  if (needsNoValue(condition.op)) return words.t(`records.sentence.${condition.op}`, { field });
  return words.t(`records.sentence.${condition.op}`, { field, value: operandWords(condition, words) });
}

/** A whole filter in words: groups stand in brackets. */
export function wordsOf(filter: Filter, words: Words): string {
  if (isCondition(filter)) return sentenceOf(filter, words);
  const negated = negatedOf(filter);
  if (negated !== null) return words.t('records.not', { sentence: wordsOf(negated, words) });
  const key = listOf(filter, 'and') === null ? 'or' : 'and';
  const parts = (listOf(filter, key) ?? []).map((part) => (isCondition(part) ? sentenceOf(part, words) : `(${wordsOf(part, words)})`));
  return parts.join(words.t(key === 'and' ? 'records.and_between' : 'records.or_between'));
}
