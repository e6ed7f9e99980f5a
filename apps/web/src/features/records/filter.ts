/** Filters as people build them: a list of conditions that all hold, in the filter language of the server. */
import type { FilterKind } from '@/controls';
import { isObject, isText } from '@/api/narrow';
import type { Condition, Filter, Operator, Period } from '@/generated/definition';

export const periods: readonly Period[] = [
  'today', 'yesterday', 'this_week', 'last_week', 'this_month', 'last_month', 'this_quarter', 'last_quarter',
  'this_year', 'last_year', 'last_7_days', 'last_30_days', 'last_90_days', 'last_12_months',
];

const byKind: Readonly<Record<FilterKind, readonly Operator[]>> = {
  text: ['contains', 'eq', 'starts_with', 'blank', 'not_blank'],
  number: ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'blank', 'not_blank'],
  bool: ['eq'],
  date: ['within', 'eq', 'ge', 'le', 'blank', 'not_blank'],
  period: ['within', 'ge', 'le', 'blank', 'not_blank'],
  time: ['eq', 'ge', 'le', 'blank', 'not_blank'],
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

const operators: ReadonlySet<string> = new Set(Object.values(byKind).flat());

function isCondition(value: unknown): value is Condition {
  return isObject(value) && isText(value['field']) && isText(value['op']) && operators.has(value['op']);
}

/** Whether a condition says enough to be asked. */
export function isComplete({ op, value }: Condition): boolean {
  if (needsNoValue(op)) return true;
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== '';
}

/** Reads the conditions from an address; what cannot be read is left out. */
export function readConditions(text: string | null): readonly Condition[] {
  if (text === null || text === '') return [];
  try {
    const json: unknown = JSON.parse(text);
    return Array.isArray(json) ? json.filter(isCondition) : [];
  } catch {
    return [];
  }
}

export function writeConditions(conditions: readonly Condition[]): string | null {
  return conditions.length === 0 ? null : JSON.stringify(conditions);
}

/** The filter that the server is asked with. */
export function filterOf(conditions: readonly Condition[]): Filter | null {
  const complete = conditions.filter(isComplete);
  if (complete.length === 0) return null;
  return { and: complete };
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
