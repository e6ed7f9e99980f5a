import type { SortBy } from '@/api';
import type { Column } from '@/features/filters';

/** Up, then down, then the order of the view again. */
export function nextSort(sort: SortBy | null, field: string): SortBy | null {
  if (sort?.field !== field) return { field, dir: 'asc' };
  return sort.dir === 'desc' ? null : { field, dir: 'desc' };
}

/** Whether records can stand in the order of a column: one value each, that stands in the table. */
export function isSortable(column: Column): boolean {
  return !['none', 'choices', 'tags', 'references', 'involved'].includes(column.filter);
}
