import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, client, keys } from '@/api';

export function useRecord(app: string, form: string, id: string) {
  return useQuery({
    queryKey: keys.record(app, form, id),
    queryFn: () => ask(client.GET('/api/apps/{app}/forms/{form}/records/{id}', { params: { path: { app, form, id } } })),
  });
}

/** How a case of the record went: the newest, or another one. */
export function useTrace(app: string, form: string, id: string, one?: string) {
  return useQuery({
    queryKey: [...keys.record(app, form, id), 'flow', one ?? 'newest'],
    queryFn: () =>
      ask(client.GET('/api/apps/{app}/forms/{form}/records/{id}/flow', { params: { path: { app, form, id }, query: one === undefined ? {} : { case: one } } })),
  });
}

export function useHistory(app: string, form: string, id: string) {
  return useQuery({
    queryKey: [...keys.record(app, form, id), 'history'],
    queryFn: async () => (await ask(client.GET('/api/apps/{app}/forms/{form}/records/{id}/history', { params: { path: { app, form, id } } }))).entries,
  });
}

export function useComments(app: string, form: string, id: string) {
  return useQuery({
    queryKey: [...keys.record(app, form, id), 'comments'],
    queryFn: () => ask(client.GET('/api/apps/{app}/forms/{form}/records/{id}/comments', { params: { path: { app, form, id } } })),
  });
}

/** Everything that a change of a record makes stale. */
export function useRecordChanged(app: string, form: string): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await Promise.all(
      [keys.records(app, form), ['record', app, form], keys.tasks, keys.counts, keys.reports].map((queryKey) => queries.invalidateQueries({ queryKey })),
    );
  };
}
