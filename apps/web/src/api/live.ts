import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { isObject, textIn, type Json } from './narrow';
import { keys } from './queries';

function parsed(event: Event): Json {
  if (!(event instanceof MessageEvent)) return {};
  try {
    const data: unknown = JSON.parse(String(event.data));
    return isObject(data) ? data : {};
  } catch {
    return {};
  }
}

/** What each kind of event makes stale. */
function stale(queries: QueryClient, kind: string, event: Json): void {
  const refresh = (queryKey: readonly unknown[]): void => {
    void queries.invalidateQueries({ queryKey });
  };
  if (kind === 'record') {
    const { link } = event;
    const [app, form, record] = [textIn(link, 'app') ?? '', textIn(link, 'form') ?? '', textIn(link, 'record') ?? ''];
    refresh(keys.record(app, form, record));
    refresh(keys.records(app, form));
    refresh(keys.reports);
  } else if (kind === 'tasks') {
    refresh(keys.tasks);
    refresh(keys.counts);
  } else if (kind === 'messages') {
    refresh(keys.messages);
    refresh(keys.counts);
  } else if (kind === 'published') {
    refresh(keys.apps);
    refresh(['form', textIn(event, 'app') ?? '']);
  } else if (kind === 'rights') {
    refresh(keys.apps);
    refresh(['form']);
  } else {
    void queries.invalidateQueries();
  }
}

/** Follows what others change, as long as the component stands. */
export function useLiveEvents(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const source = new EventSource('/api/events');
    let lost = false;
    for (const kind of ['record', 'tasks', 'messages', 'published', 'rights', 'lagged']) {
      source.addEventListener(kind, (event) => {
        stale(queries, kind, parsed(event));
      });
    }
    source.addEventListener('error', () => {
      lost = true;
    });
    source.addEventListener('open', () => {
      if (lost) stale(queries, 'lagged', {});
      lost = false;
    });
    return () => {
      source.close();
    };
  }, [queries]);
}
