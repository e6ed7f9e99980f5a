import type { SortBy } from '@/api';

/** Up, then down, then the order of the view again. */
export function nextSort(sort: SortBy | null, field: string): SortBy | null {
  if (sort?.field !== field) return { field, dir: 'asc' };
  return sort.dir === 'desc' ? null : { field, dir: 'desc' };
}
