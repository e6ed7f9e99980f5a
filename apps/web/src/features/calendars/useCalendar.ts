/** The calendar of the draft in the engine of the browser, with its bases and their zones. */
import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ask as request, client, textIn, type Json } from '@/api';
import { jsonOf } from '@/definition';
import { startStudio } from '@/engine';
import { useBuilder } from '@/features/build';
import { answersIn, type Ask } from './answers';

export type Asked =
  | { readonly state: 'starting' }
  | { readonly state: 'failed'; readonly error: unknown; readonly retry: () => void }
  /** `ask` answers nothing while a calendar has a fault. */
  | { readonly state: 'ready'; readonly ask: Ask; readonly zone: string };

/** A definition without the words for whoever edits its file. */
function bare(definition: Json): Json {
  return Object.fromEntries(Object.entries(definition).filter(([key]) => key !== '$schema' && !key.startsWith('x-')));
}

/** The calendar and those under it, the nearest first. */
export function useLayers(id: string): readonly Json[] {
  const objects = useBuilder((state) => state.objects);
  return useMemo(() => {
    const layers: Json[] = [];
    for (let next: string | undefined = id; next !== undefined && layers.length < 20; ) {
      const found = jsonOf(objects[`calendar/${next}`]?.definition);
      if (found['id'] === undefined || layers.some((one) => one['id'] === found['id'])) break;
      layers.push(found);
      next = textIn(found, 'base');
    }
    return layers;
  }, [objects, id]);
}

export function useCalendar(id: string): Asked {
  const layers = useLayers(id);
  const appZone = useBuilder((state) => textIn(Object.values(state.objects).find((object) => object.kind === 'app')?.definition, 'time_zone')) ?? 'Asia/Shanghai';
  const zone = layers.map((layer) => textIn(layer, 'time_zone')).find((name) => name !== undefined) ?? appZone;
  const names = [...new Set([appZone, ...layers.flatMap((layer) => textIn(layer, 'time_zone') ?? [])])];
  const engine = useQuery({ queryKey: ['engine', 'studio'], queryFn: startStudio, staleTime: Infinity, gcTime: Infinity, retry: false });
  const zones = useQueries({ queries: names.map((name) => ({ queryKey: ['build', 'zone', name], queryFn: () => request(client.GET('/api/build/zone', { params: { query: { name } } })), staleTime: Infinity, retry: false })) });
  // A zone that does not exist is told by the check of the draft; the engine then says nothing about its calendar.
  const pending = zones.some((one) => one.isPending);
  const known = zones.flatMap((one) => (one.data === undefined ? [] : [jsonOf(one.data)]));
  const mark = known.map((one) => textIn(one, 'name')).join(' ');
  return useMemo((): Asked => {
    if (engine.isError) return { state: 'failed', error: engine.error, retry: () => void engine.refetch() };
    if (engine.data === undefined || pending) return { state: 'starting' };
    const running = engine.data;
    const shelf = { definitions: layers.map(bare), zones: known };
    return { state: 'ready', zone, ask: (questions) => answersIn(running.call({ op: 'calendar', calendars: shelf, calendar: id, questions })) };
    // The zones are the same as long as their names are.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [engine.data, engine.isError, engine.error, pending, mark, layers, zone, id]);
}
