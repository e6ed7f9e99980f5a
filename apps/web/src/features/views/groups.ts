/** Groups as the list shows them. */
import type { ListGroup } from '@/api';
import type { Option } from '@/engine';
import type { ViewGroup } from '@/generated/definition';
import type { Column } from '@/features/filters';

interface Words {
  t: (key: string, values?: Record<string, unknown>) => string;
  text: (label: Option['label']) => string;
  names: Readonly<Record<string, string>>;
  /** A day as people of this place write it. */
  day: (day: string) => string;
}

function period(day: string, grain: ViewGroup['grain'], { t, day: show }: Words): string {
  const [year = '', month = ''] = day.split('-');
  if (grain === 'year') return t('views.year', { year });
  if (grain === 'month') return t('views.month', { year, month });
  if (grain === 'quarter') return t('views.quarter', { year, quarter: Math.ceil(Number(month) / 3) });
  return grain === 'week' ? t('views.week_of', { day: show(day) }) : show(day);
}

/** What a group is called: the value of its own level. */
export function nameOfGroup(key: unknown, group: ViewGroup | undefined, column: Column | undefined, words: Words): string {
  if (key === null || key === undefined || key === '') return words.t('views.no_value');
  if (typeof key === 'boolean') return words.t(key ? 'value.yes' : 'value.no');
  if (typeof key !== 'string') return String(key);
  const option = column?.options.find((one) => one.id === key);
  if (option !== undefined) return words.text(option.label);
  if (column?.filter === 'reference' || (column?.field?.target ?? null) !== null || column?.id === '_department') return words.names[key] ?? '…';
  if (/^\d{4}-\d{2}-\d{2}$/.test(key)) return period(key, group?.grain, words);
  return key;
}

/** The key of a group in the list of those that are open. */
export function keyOfGroup(group: ListGroup): string {
  return JSON.stringify(group.keys);
}

/** The groups directly below one. */
export function below(all: readonly ListGroup[], above: readonly unknown[]): readonly ListGroup[] {
  const start = JSON.stringify(above);
  return all.filter((group) => group.keys.length === above.length + 1 && JSON.stringify(group.keys.slice(0, -1)) === start);
}
