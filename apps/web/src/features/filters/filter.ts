/** The filter language of the server: which comparisons there are, how filters are read, and how they are said in words. */
import { isObject, isText } from '@/api/narrow';
import type { Condition, Filter, Operator, Period } from '@/generated/definition';
import type { Column, Way } from './columns';

export const periods: readonly Period[] = [
  'today', 'yesterday', 'this_week', 'last_week', 'this_month', 'last_month', 'this_quarter', 'last_quarter',
  'this_year', 'last_year', 'last_7_days', 'last_30_days', 'last_90_days', 'last_12_months',
];

const byWay: Readonly<Record<Way, readonly Operator[]>> = {
  text: ['contains', 'eq', 'ne', 'starts_with', 'in', 'not_in', 'blank', 'not_blank'],
  number: ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'in', 'not_in', 'blank', 'not_blank'],
  bool: ['eq', 'ne', 'blank', 'not_blank'],
  date: ['within', 'eq', 'ne', 'gt', 'ge', 'lt', 'le', 'blank', 'not_blank'],
  period: ['within', 'ge', 'le', 'blank', 'not_blank'],
  time: ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'blank', 'not_blank'],
  instant: ['within', 'ge', 'lt', 'gt', 'le', 'blank', 'not_blank'],
  choice: ['in', 'not_in', 'blank', 'not_blank'],
  choices: ['has_any', 'has_all', 'blank', 'not_blank'],
  tags: ['has_any', 'has_all', 'blank', 'not_blank'],
  reference: ['eq', 'ne', 'in', 'not_in', 'blank', 'not_blank'],
  references: ['has_any', 'has_all', 'blank', 'not_blank'],
  involved: ['involves'],
  none: [],
};

/** What else the filter language takes; not offered, as the others say the same. */
const alsoTaken: Readonly<Partial<Record<Way, readonly Operator[]>>> = {
  date: ['in', 'not_in'],
  period: ['eq', 'ne', 'gt', 'lt', 'in', 'not_in'],
  time: ['in', 'not_in'],
  instant: ['eq', 'ne', 'in', 'not_in'],
  choice: ['eq', 'ne'],
};

/** What decides how a field can be compared. */
export type Compared = Pick<Column, 'filter' | 'departments' | 'options'>;

/** Whether values stand above each other, so that one can stand for all below it. */
function hasLevels({ filter, departments, options }: Compared): boolean {
  if (filter === 'reference' || filter === 'references') return departments;
  return (filter === 'choice' || filter === 'choices') && options.some((option) => option.parent !== null);
}

/** How a field can be compared. */
export function operatorsOf(column: Compared): readonly Operator[] {
  const own = byWay[column.filter];
  if (!hasLevels(column)) return own;
  const blank = own.indexOf('blank');
  return [...own.slice(0, blank), 'under', ...own.slice(blank)];
}

/** Whether the filter language compares the field like this. */
export function takes(column: Compared, op: Operator): boolean {
  return operatorsOf(column).includes(op) || alsoTaken[column.filter]?.includes(op) === true;
}

/** What stands behind an operator. */
export type Shape = 'nothing' | 'one' | 'many' | 'period' | 'person';

export function shapeOf(op: Operator): Shape {
  switch (op) {
    case 'blank':
    case 'not_blank':
      return 'nothing';
    case 'in':
    case 'not_in':
    case 'has_any':
    case 'has_all':
    case 'under':
      return 'many';
    case 'within':
      return 'period';
    case 'involves':
      return 'person';
    default:
      return 'one';
  }
}

/** Whether the operator stands alone. */
export function needsNoValue(op: Operator): boolean {
  return shapeOf(op) === 'nothing';
}

const operators: ReadonlySet<string> = new Set([...Object.values(byWay).flat(), 'under']);

export function isCondition(value: unknown): value is Condition {
  return isObject(value) && isText(value['field']) && isText(value['op']) && operators.has(value['op']);
}

/** Whether it can be read as a filter. */
export function isFilter(value: unknown): value is Filter {
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
  if (needsNoValue(op) || op === 'involves') return true;
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
  /** A moment as people read it; none for a field that holds no moments. */
  momentLabel?: (field: string, value: string) => string | undefined;
}

function oneInWords(value: unknown, field: string, words: Words): string {
  if (typeof value === 'boolean') return words.t(value ? 'value.yes' : 'value.no');
  if (!isText(value)) return typeof value === 'number' ? String(value) : JSON.stringify(value);
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-/.test(value)) return words.referenceLabel(value);
  return words.momentLabel?.(field, value) ?? words.optionLabel(field, value);
}

function operandWords({ value, field, op }: Condition, words: Words): string {
  if (value === undefined && op === 'involves') return words.t('filters.variable.current_user');
  if (Array.isArray(value)) return value.map((one) => oneInWords(one, field, words)).join(words.t('filters.or'));
  if (isObject(value)) {
    const { period, var: variable } = value;
    if (isText(period)) return words.t(`filters.period.${period}`);
    if (isText(variable)) return words.t(`filters.variable.${variable}`);
  }
  return value === undefined || value === null ? '…' : oneInWords(value, field, words);
}

/** The day before or after; days are counted without a zone. */
export function dayBeside(day: string, by: number): string {
  const moment = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(moment.getTime())) return day;
  moment.setUTCDate(moment.getUTCDate() + by);
  return moment.toISOString().slice(0, 10);
}

/** The first and the last day of a span that is written out; in the filter language the day after the last one stands. */
export function daysOf({ op, value }: Condition): { from: string; to: string } | null {
  if (op !== 'within' || !Array.isArray(value) || value.length !== 2) return null;
  const [from, until]: readonly unknown[] = value;
  return isText(from) && isText(until) ? { from, to: dayBeside(until, -1) } : null;
}

/** A condition as a sentence: 「金额 大于 1000」. */
export function sentenceOf(condition: Condition, words: Words): string {
  const field = words.fieldLabel(condition.field);
  if (needsNoValue(condition.op)) return words.t(`filters.sentence.${condition.op}`, { field });
  const days = daysOf(condition);
  if (days !== null) return words.t('filters.sentence.between', { field, ...days });
  return words.t(`filters.sentence.${condition.op}`, { field, value: operandWords(condition, words) });
}

/** A whole filter in words: groups stand in brackets. */
export function wordsOf(filter: Filter, words: Words): string {
  if (isCondition(filter)) return sentenceOf(filter, words);
  const negated = negatedOf(filter);
  if (negated !== null) return words.t('filters.not', { sentence: wordsOf(negated, words) });
  const key = listOf(filter, 'and') === null ? 'or' : 'and';
  const parts = (listOf(filter, key) ?? []).map((part) => (isCondition(part) ? sentenceOf(part, words) : `(${wordsOf(part, words)})`));
  return parts.join(words.t(key === 'and' ? 'filters.and_between' : 'filters.or_between'));
}
