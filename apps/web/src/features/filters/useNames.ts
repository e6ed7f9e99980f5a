import { useQueries } from '@tanstack/react-query';
import { isText } from '@/api/narrow';
import { useFormServices } from '@/controls';
import type { Filter } from '@/generated/definition';
import type { Column } from './columns';
import { conditionsIn } from './filter';

/** The field by which the server finds what can be named; people who took part are found as those who file. */
export function lookedUpAt(column: Column): string {
  return column.filter === 'involved' ? '_created_by' : column.id;
}

const isReference = (column: Column | undefined): column is Column => column?.filter === 'reference' || column?.filter === 'references' || column?.filter === 'involved';

/** What a filter names by keys: the keys by the field that refers to them. */
export function keysIn(filter: Filter | null, columns: readonly Column[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { field, value } of conditionsIn(filter)) {
    const column = columns.find((one) => one.id === field);
    if (!isReference(column)) continue;
    const ids = (Array.isArray(value) ? value : [value]).filter(isText);
    const path = lookedUpAt(column);
    if (ids.length > 0) found.set(path, [...new Set([...(found.get(path) ?? []), ...ids])]);
  }
  return found;
}

/** Names of the people, departments and records that a filter speaks of. */
export function useNames(filter: Filter | null, columns: readonly Column[]): Readonly<Record<string, string>> {
  const { lookup, place } = useFormServices();
  const keys = [...keysIn(filter, columns)];
  return useQueries({
    queries: keys.map(([path, ids]) => ({
      queryKey: ['lookup', 'names', place?.app, place?.form, path, ids],
      queryFn: async () => (await lookup(path, '', ids)).map(({ id, label }): [string, string] => [id, label]),
      retry: false,
      staleTime: 5 * 60_000,
    })),
    combine: (answers) => Object.fromEntries(answers.flatMap(({ data }) => data ?? [])),
  });
}
