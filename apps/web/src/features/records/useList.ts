/** What a list shows is in its address, so that it can be sent to a colleague. */
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { ask, client, keys, type FormKnown, type RecordQuery, type SortBy } from '@/api';
import type { Condition, View } from '@/generated/definition';
import { filterOf, readConditions, writeConditions } from './filter';

export interface ListState {
  view: View | undefined;
  conditions: readonly Condition[];
  search: string;
  /** The order that was chosen; that of the view when none was. */
  sort: SortBy | null;
  columns: readonly string[];
  /** The record that stands in the side panel. */
  open: string | null;
  change: (part: Readonly<Partial<Record<'view' | 'filter' | 'q' | 'sort' | 'columns' | 'open', string | null>>>) => void;
  setConditions: (conditions: readonly Condition[]) => void;
}

function readSort(text: string | null): SortBy | null {
  if (text === null || text === '') return null;
  return text.startsWith('-') ? { field: text.slice(1), dir: 'desc' } : { field: text, dir: 'asc' };
}

export function useListState(known: FormKnown | undefined): ListState {
  const [params, setParams] = useSearchParams();
  const views = known?.description.views ?? [];
  const view = views.find((one) => one.id === params.get('view')) ?? views[0];
  const change: ListState['change'] = (part) => {
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [key, value] of Object.entries(part)) {
          if (value === null || value === undefined || value === '') next.delete(key);
          else next.set(key, value);
        }
        return next;
      },
      { replace: !('view' in part) },
    );
  };
  return {
    view,
    conditions: readConditions(params.get('filter')),
    search: params.get('q') ?? '',
    sort: readSort(params.get('sort')),
    columns: params.get('columns')?.split(',') ?? view?.columns ?? [],
    open: params.get('open'),
    change,
    setConditions: (conditions) => {
      change({ filter: writeConditions(conditions) });
    },
  };
}

/** The question to the server, without the page. */
export function queryOf(state: ListState): RecordQuery {
  const filter = filterOf(state.conditions);
  return {
    view: state.view?.id ?? null,
    ...(filter === null ? {} : { filter }),
    ...(state.sort === null ? {} : { sort: [state.sort] }),
    ...(state.search === '' ? {} : { search: state.search }),
    columns: [...state.columns],
  };
}

const pageSize = 50;

/** The rows page by page; the old ones stay while new ones are on their way. */
export function useRows(app: string, form: string, query: RecordQuery, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: [...keys.records(app, form), 'rows', query],
    queryFn: ({ pageParam }) =>
      ask(
        client.POST('/api/apps/{app}/forms/{form}/records/query', {
          params: { path: { app, form } },
          body: { ...query, limit: pageSize, ...(pageParam === '' ? {} : { after: pageParam }) },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    enabled,
  });
}

/** How many there are; it never holds up the rows. */
export function useCount(app: string, form: string, query: RecordQuery, enabled: boolean) {
  const { columns: _columns, sort: _sort, ...asked } = query;
  return useQuery({
    queryKey: [...keys.records(app, form), 'count', asked],
    queryFn: async () =>
      (await ask(client.POST('/api/apps/{app}/forms/{form}/records/count', { params: { path: { app, form } }, body: asked }))).count,
    placeholderData: keepPreviousData,
    enabled,
  });
}
