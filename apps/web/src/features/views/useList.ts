/** What a list shows is in its address, so that it can be sent to a colleague. */
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { ask, client, isObject, keys, type FormKnown, type RecordQuery, type SortBy } from '@/api';
import { isFilter, joined, partsOf, readFilter } from '@/features/filters';
import type { Aggregate, Filter, Sort, View, ViewGroup, ViewTone, ViewTotal } from '@/generated/definition';
import { isView, type KnownView, type OwnViews } from './useOwnViews';

const changes = ['filter', 'sort', 'columns', 'groups', 'totals', 'widths', 'frozen', 'tones', 'search_in'] as const;
type Part = 'view' | 'given' | 'q' | 'open' | 'day' | 'span' | (typeof changes)[number];

export interface ListState {
  views: readonly KnownView[];
  view: KnownView | undefined;
  /** The view with what the address changes of it; its filter is the whole one. */
  shown: View;
  /** What the person filters by; in an own view that is all, in one of the form it is added. */
  filter: Filter | null;
  /** Whether the address changes the view. */
  changed: boolean;
  /** Whether the server is told all of the view: it does not know it, or would add what the address took away. */
  detached: boolean;
  search: string;
  sort: SortBy | null;
  /** The record that stands in the side panel. */
  open: string | null;
  /** The day around which a calendar stands, and how much of it is seen. */
  day: string | null;
  span: 'month' | 'week';
  change: (part: Readonly<Partial<Record<Part, string | null>>>) => void;
  setFilter: (filter: Filter | null) => void;
  setView: (view: string) => void;
  /** The view as it is saved under a name. */
  saved: (id: string, label: View['label']) => View;
}

const nothing = 'none';
const emptyView: View = { id: 'all', label: '', columns: [] };

function readSort(text: string | null): Sort | null {
  if (text === null || text === '') return null;
  return text.startsWith('-') ? { field: text.slice(1), dir: 'desc' } : { field: text, dir: 'asc' };
}

const grains = ['day', 'week', 'month', 'quarter', 'year'] as const;

function readGroups(text: string): readonly ViewGroup[] {
  if (text === nothing) return [];
  return text.split(',').map((part) => {
    const [field = '', grain] = part.split(':');
    const known = grains.find((one) => one === grain);
    return known === undefined ? { field } : { field, grain: known };
  });
}

export function writeGroups(groups: readonly ViewGroup[]): string {
  return groups.length === 0 ? nothing : groups.map(({ field, grain }) => (grain === undefined || grain === null ? field : `${field}:${grain}`)).join(',');
}

const aggregates: readonly Aggregate[] = ['count', 'count_distinct', 'sum', 'average', 'min', 'max'];

function readTotals(text: string): readonly ViewTotal[] {
  return text.split(',').flatMap((part) => {
    const [field = '', name] = part.split(':');
    const aggregate = aggregates.find((one) => one === name);
    return aggregate === undefined ? [] : [{ field, aggregate }];
  });
}

export function writeTotals(totals: readonly ViewTotal[]): string {
  return totals.length === 0 ? nothing : totals.map(({ field, aggregate }) => `${field}:${aggregate}`).join(',');
}

function readWidths(text: string): Record<string, number> {
  const pairs = text.split(',').map((part) => part.split(':'));
  return Object.fromEntries(pairs.flatMap(([field, width]) => (field === undefined || !Number.isInteger(Number(width)) ? [] : [[field, Math.min(120, Math.max(4, Number(width)))]])));
}

export function writeWidths(widths: Readonly<Record<string, number>>): string {
  return Object.entries(widths)
    .map(([field, width]) => `${field}:${String(width)}`)
    .join(',');
}

const toneNames = ['neutral', 'good', 'info', 'warning', 'danger'] as const;

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function readTones(text: string): ViewTone[] {
  const list = readJson(text);
  return (Array.isArray(list) ? list : []).flatMap((one: unknown): ViewTone[] => {
    const { when, tone, field } = isObject(one) ? one : {};
    const known = toneNames.find((name) => name === tone);
    return known === undefined || !isFilter(when) ? [] : [{ when, tone: known, ...(typeof field === 'string' ? { field } : {}) }];
  });
}

export function writeTones(tones: readonly ViewTone[]): string {
  return tones.length === 0 ? nothing : JSON.stringify(tones);
}

export function writeSearch(fields: readonly string[]): string {
  return fields.length === 0 ? nothing : fields.join(',');
}

/** The id of a view that came whole with an address. */
const given = 'given';

/** A view as an address carries it to somebody who does not have it. */
export function writeGiven(view: View): string {
  return JSON.stringify({ ...view, id: given });
}

/** What an address says of no columns has those of the first table. */
function readGiven(text: string | null, others: readonly View[]): readonly KnownView[] {
  const json = text === null ? null : readJson(text);
  const usual = others.find(({ kind }) => (kind ?? 'table') === 'table')?.columns ?? others[0]?.columns ?? [];
  const view: unknown = isObject(json) ? { columns: [...usual], ...json, id: given } : null;
  return isView(view) ? [{ view, own: true, given: true, fault: null }] : [];
}

/** The view of an address: the one it names, else the one with which the person opens the list, else the first. */
export function viewOf(views: readonly KnownView[], named: string | null, first: string | null): KnownView | undefined {
  const find = (id: string | null) => (id === null ? undefined : views.find(({ view, fault }) => view.id === id && (fault === null || fault === undefined || id === named)));
  return find(named) ?? find(first) ?? views[0];
}

/** How wide the columns of a view are. */
export function widthsOf(view: View): Record<string, number> {
  return Object.fromEntries(Object.entries(view.widths ?? {}).flatMap(([field, width]) => (typeof width === 'number' ? [[field, width]] : [])));
}

/** A view with what an address changes. */
export function changedView(view: View, own: boolean, params: URLSearchParams): View {
  const added = params.get('filter');
  const filter = own ? (added === null ? (view.filter ?? null) : readFilter(added)) : joined([view.filter, readFilter(added)]);
  const [sort, columns, groups, totals, widths, frozen] = ['sort', 'columns', 'groups', 'totals', 'widths', 'frozen'].map((key) => params.get(key));
  const [tones, search] = [params.get('tones'), params.get('search_in')];
  const by = readSort(sort ?? null);
  const shown: View = { ...view, filter };
  if (by !== null) shown.sort = [by];
  if (typeof columns === 'string') shown.columns = columns.split(',');
  if (typeof groups === 'string') shown.groups = [...readGroups(groups)];
  if (typeof totals === 'string') shown.totals = [...readTotals(totals)];
  if (typeof widths === 'string') shown.widths = { ...widthsOf(view), ...readWidths(widths) };
  if (typeof frozen === 'string') shown.frozen = Number(frozen) || 0;
  if (tones !== null) shown.tones = readTones(tones);
  if (search !== null) shown.search = search === nothing ? [] : search.split(',');
  return shown;
}

/** A view as it can be saved: nothing is said of columns that do not stand in it. */
export function tidied(view: View): View {
  const { filter, widths, tones, search, ...rest } = view;
  const kept = Object.entries(widths ?? {}).filter(([field]) => view.columns.includes(field));
  const table = (view.kind ?? 'table') === 'table';
  return {
    ...rest,
    ...(filter === null || filter === undefined ? {} : { filter }),
    ...(table && kept.length > 0 ? { widths: Object.fromEntries(kept) } : {}),
    ...(search === undefined || search.length === 0 ? {} : { search }),
    ...(tones === undefined ? {} : { tones: tones.filter(({ field }) => field === undefined || field === null || view.columns.includes(field)) }),
    ...(table ? { frozen: Math.min(view.frozen ?? 0, view.columns.length) } : { frozen: 0 }),
  };
}

export function useListState(known: FormKnown | undefined, kept: OwnViews | undefined): ListState {
  const [params, setParams] = useSearchParams();
  const shared = (known?.description.views ?? []).map((view): KnownView => ({ view, own: false, fault: null }));
  const sent = readGiven(params.get('given'), known?.description.views ?? []);
  const views = [...shared, ...(kept?.views ?? []), ...sent];
  const view = viewOf(views, params.get('view') ?? sent[0]?.view.id ?? null, kept?.first ?? null);
  const own = view?.own === true;
  const shown = changedView(view?.view ?? emptyView, own, params);
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
  const filter = own ? (shown.filter ?? null) : readFilter(params.get('filter'));
  return {
    views,
    view,
    shown,
    filter,
    changed: changes.some((key) => params.has(key)),
    detached: own || params.has('tones') || params.has('search_in'),
    search: params.get('q') ?? '',
    sort: shown.sort?.[0] ?? null,
    open: params.get('open'),
    day: params.get('day'),
    span: params.get('span') === 'week' ? 'week' : 'month',
    change,
    setFilter: (next) => {
      const parts = partsOf(next);
      const cleared = own && partsOf(view?.view.filter).length > 0 ? nothing : null;
      change({ filter: parts.length === 0 ? cleared : JSON.stringify(next) });
    },
    setView: (id) => {
      change({ view: id, open: null, ...(id === given ? {} : { given: null }), ...Object.fromEntries(changes.map((key) => [key, null])) });
    },
    saved: (id, label) => tidied({ ...shown, id, label }),
  };
}

/** The question to the server, without the page. */
export function queryOf(state: ListState): RecordQuery {
  const { view, shown, filter, search } = state;
  // What places a record is asked for as well, whether it is shown or not.
  const places = [shown.by, shown.until].filter((field) => typeof field === 'string');
  const asked: RecordQuery = { columns: [...new Set([...shown.columns, ...places])], ...(search === '' ? {} : { search }), ...(shown.sort === undefined ? {} : { sort: [...shown.sort] }) };
  if (view !== undefined && !state.detached) return { ...asked, view: view.view.id, ...(filter === null ? {} : { filter }) };
  return {
    ...asked,
    ...(shown.filter === null || shown.filter === undefined ? {} : { filter: shown.filter }),
    ...(shown.tones === undefined ? {} : { tones: [...shown.tones] }),
    ...(shown.search === undefined ? {} : { search_in: [...shown.search] }),
  };
}

/** The same question with one more thing that has to hold. */
export function narrowed(query: RecordQuery, more: Filter | null): RecordQuery {
  if (more === null) return query;
  return { ...query, filter: query.filter === null || query.filter === undefined ? more : { and: [query.filter, more] } };
}

const pageSize = 50;

/** The rows page by page; the old ones stay while new ones are on their way. */
export function useRows(app: string, form: string, query: RecordQuery, enabled: boolean, limit = pageSize) {
  return useInfiniteQuery({
    queryKey: [...keys.records(app, form), 'rows', query, limit],
    queryFn: ({ pageParam }) =>
      ask(
        client.POST('/api/apps/{app}/forms/{form}/records/query', {
          params: { path: { app, form } },
          body: { ...query, limit, ...(pageParam === '' ? {} : { after: pageParam }) },
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
  const { columns: _columns, sort: _sort, tones: _tones, ...asked } = query;
  return useQuery({
    queryKey: [...keys.records(app, form), 'count', asked],
    queryFn: async () =>
      (await ask(client.POST('/api/apps/{app}/forms/{form}/records/count', { params: { path: { app, form } }, body: asked }))).count,
    placeholderData: keepPreviousData,
    enabled,
  });
}

/** How many there are in each group, with the totals of the view. */
export function useGroups(app: string, form: string, query: RecordQuery, groups: readonly ViewGroup[], totals: View['totals'], enabled: boolean) {
  const { columns: _columns, sort: _sort, tones: _tones, ...records } = query;
  const body = { records, groups: [...groups], totals: [...(totals ?? [])] };
  return useQuery({
    queryKey: [...keys.records(app, form), 'groups', body],
    queryFn: () => ask(client.POST('/api/apps/{app}/forms/{form}/records/groups', { params: { path: { app, form } }, body })),
    placeholderData: keepPreviousData,
    enabled,
  });
}
