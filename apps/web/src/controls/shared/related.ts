import { isObject, listIn, textIn, type Json } from '@/api/narrow';
import type { SortBy } from '@/api';
import type { Filter } from '@/generated/definition';

/** The definition was checked when it was published: what stands there as a filter is one. */
function isFilter(value: unknown): value is Filter {
  return isObject(value);
}

/** A filter and what the settings ask beside it. */
export function and(filter: Filter, more: unknown): Filter {
  return isFilter(more) ? { and: [filter, more] } : filter;
}

/** The order of a list, as the settings say. */
export function sortOf(settings: Json): readonly SortBy[] {
  return listIn(settings, 'sort').flatMap((one) => {
    const field = textIn(one, 'field');
    return field === undefined ? [] : [{ field, dir: textIn(one, 'dir') === 'desc' ? ('desc' as const) : ('asc' as const) }];
  });
}
